"""What went out to the site, and under which names stories stood there before."""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping
from datetime import datetime

from newsroom.news.clock import Clock
from newsroom.news.out import Publication
from newsroom.store import tables
from newsroom.store.engine import Engine
from newsroom.store.history import _at
from newsroom.store.prepared import Prepared, slot
from newsroom.store.tables import micros, to_json

_P, _R = tables.Publication, tables.Redirect
_COLUMNS = (_P.uid, _P.at, _P.who, _P.target, _P.written, _P.deleted, _P.total, _P.root)


class Publications:
    """The record of every publishing. Nothing of it is ever changed."""

    def __init__(self, engine: Engine, clock: Clock) -> None:
        self._engine = engine
        self._clock = clock
        self._last = Prepared(
            engine, _P.select(*_COLUMNS).order_by(_P.id.desc()).limit(slot("limit"))
        )
        self._one = Prepared(
            engine, _P.select(*_COLUMNS, _P.files).where(_P.uid == slot("uid")).limit(1)
        )
        self._names = Prepared(engine, _R.select(_R.name, _R.article).order_by(_R.name))

    def add(self, publication: Publication, former: Mapping[str, int]) -> None:
        """Write a publishing down, with the names that stories stood under until now.

        One that is on record already is left as it is.
        """
        with self._engine.transaction():
            self._engine.run(
                _P.insert(
                    uid=publication.uid,
                    at=micros(publication.at),
                    who=publication.who,
                    target=publication.target,
                    written=publication.written,
                    deleted=publication.deleted,
                    total=publication.total,
                    root=publication.root,
                    files=zlib.compress(to_json(dict(publication.files)).encode(), 1),
                ).on_conflict_ignore()
            )
            for name, article in former.items():
                self._engine.run(
                    _R.insert(name=name, article=article, at=micros(self._clock())).on_conflict(
                        conflict_target=[_R.name], preserve=[_R.article, _R.at]
                    )
                )

    def keep_name(self, name: str, article: int, at: datetime) -> None:
        """Send who comes by that name on to the story, inside the transaction of the act."""
        self._engine.run(
            _R.insert(name=name, article=article, at=micros(at)).on_conflict(
                conflict_target=[_R.name], preserve=[_R.article, _R.at]
            )
        )

    def get(self, uid: str) -> Publication | None:
        """One publishing with its files, None if it is not on record."""
        row = self._one.one(uid=uid)
        if row is None:
            return None
        *told, files = row
        return _publication(told, json.loads(zlib.decompress(bytes(files))))

    def last(self, limit: int = 20) -> tuple[Publication, ...]:
        """The last publishings, newest first, without their files."""
        return tuple(_publication(row, {}) for row in self._last.all(limit=limit))

    def former_names(self) -> dict[str, int]:
        """Names of pages that stories had once, each with its story."""
        return dict(self._names.all())


def _publication(row: list[object], files: Mapping[str, str]) -> Publication:
    uid, at, who, target, written, deleted, total, root = row
    return Publication(
        uid=str(uid),
        at=_at(at),  # type: ignore[arg-type]
        who=who,  # type: ignore[arg-type]
        target=str(target),
        written=written,  # type: ignore[arg-type]
        deleted=deleted,  # type: ignore[arg-type]
        total=total,  # type: ignore[arg-type]
        root=str(root),
        files=files,
    )
