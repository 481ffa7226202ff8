"""Where stories came from: known again by what their source calls them."""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping
from typing import Any

from newsroom.news.clock import Clock
from newsroom.news.origin import Origin, Original
from newsroom.store.after_tables import Origin as O
from newsroom.store.columns import to_json
from newsroom.store.engine import Engine
from newsroom.store.history import _at
from newsroom.store.prepared import Prepared, slot
from newsroom.store.state import hold_storable
from newsroom.store.tables import micros

_COLUMNS = (
    O.id, O.article, O.source, O.key, O.at, O.who, O.version, O.marks, O.facts, O.undone,
)  # fmt: skip


class Origins:
    """The origins of a store's stories."""

    def __init__(self, engine: Engine, clock: Clock) -> None:
        self._engine = engine
        self._clock = clock
        rows = O.select(*_COLUMNS)
        self._find = Prepared(
            engine,
            rows.where(O.source == slot("source"), O.key == slot("key"))
            .order_by(O.id.desc())
            .limit(1),
        )
        self._of = Prepared(engine, rows.where(O.article == slot("article")).order_by(O.id))
        names = [column.name for column in _COLUMNS if column is not O.id]
        insert = O.insert({name: slot(name) for name in (*names, "original")})
        self._add = Prepared(engine, insert.returning(O.id) if engine.insert_returns else insert)
        self._original = Prepared(
            engine,
            O.select(O.original)
            .where(O.article == slot("article"), O.original.is_null(False))
            .order_by(O.id.desc())
            .limit(1),
        )

    def find(self, source: str, key: str) -> Origin | None:
        """How the story that ``source`` calls so was taken last, also where that was undone."""
        row = self._find.one(source=source, key=key)
        return None if row is None else _origin(row)

    def of(self, article: int) -> tuple[Origin, ...]:
        """How a story came in, the first time first."""
        return tuple(_origin(row) for row in self._of.all(article=article))

    def original(self, article: int) -> Original | None:
        """The story as its source had it when it was last taken; None where that was not kept."""
        row = self._original.one(article=article)
        if row is None:
            return None
        said = json.loads(zlib.decompress(bytes(row[0])))
        return Original(said["text"], said["kind"])

    def add(
        self,
        article: int,
        *,
        source: str,
        key: str,
        who: int | None,
        version: int,
        marks: Mapping[str, str],
        facts: Mapping[str, Any],
        original: Original | None = None,
    ) -> int:
        """Write one down, inside the transaction of the act. Gives its number."""
        hold_storable({"source": source, "key": key})
        packed = None
        if original is not None:
            said = {"kind": original.kind, "text": original.text}
            packed = zlib.compress(to_json(said).encode("utf-8", "replace"), 1)
        values = {
            "article": article,
            "source": source,
            "key": key,
            "at": micros(self._clock()),
            "who": who,
            "version": version,
            "marks": to_json(marks),
            "facts": to_json(facts) if facts else "",
            "original": packed,
            "undone": 0,
        }
        if self._engine.insert_returns:
            return int(self._add.one(**values)[0])
        return int(self._add.run(**values).lastrowid)


def _origin(row: Any) -> Origin:
    number, article, source, key, at, who, version, marks, facts, undone = row
    return Origin(
        id=number,
        article=article,
        source=source,
        key=key,
        at=_at(at),
        who=who,
        version=version,
        marks=json.loads(marks),
        facts=json.loads(facts) if facts else {},
        undone=bool(undone),
    )
