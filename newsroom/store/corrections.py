"""Corrections on record: what was wrong in a published story, and what is right."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from newsroom.news.correction import Correction, CorrectionKind
from newsroom.store.after_tables import Correction as C
from newsroom.store.engine import Engine
from newsroom.store.history import History, _at
from newsroom.store.orm import peewee
from newsroom.store.prepared import Prepared, slot
from newsroom.store.state import hold_storable
from newsroom.store.tables import micros

_COLUMNS = (C.id, C.article, C.at, C.who, C.kind, C.wrong, C.set_right, C.spot, C.version, C.undone)


class Corrections:
    """The corrections of a store."""

    def __init__(self, engine: Engine, history: History) -> None:
        self._engine = engine
        self._history = history
        rows = C.select(*_COLUMNS)
        self._of = Prepared(engine, rows.where(C.article == slot("article")).order_by(C.id))
        self._all = Prepared(
            engine, rows.where(C.undone == peewee.SQL("0")).order_by(C.article, C.id)
        )

    def add(self, made: Correction) -> int:
        """Write one down, inside the transaction of the act. Gives its number."""
        hold_storable({"wrong": made.wrong, "right": made.right, "where": made.where})
        self._history.note("review", made.article, str(made.kind), actor=made.who)
        return self._engine.insert(
            C.insert(
                article=made.article,
                at=micros(made.at),
                who=made.who,
                kind=str(made.kind),
                wrong=made.wrong,
                set_right=made.right,
                spot=made.where,
                version=made.version,
                undone=0,
            ),
            C.id,
        )

    def of(self, article: int) -> tuple[Correction, ...]:
        """Those of a story, the first one first; what was taken back says so."""
        return tuple(_correction(row) for row in self._of.all(article=article))

    def standing(self) -> Mapping[int, tuple[Correction, ...]]:
        """All that stand, by story, for the site."""
        found: dict[int, list[Correction]] = {}
        for row in self._all.all():
            found.setdefault(row[1], []).append(_correction(row))
        return {number: tuple(made) for number, made in found.items()}


def _correction(row: Any) -> Correction:
    number, article, at, who, kind, wrong, right, where, version, undone = row
    return Correction(
        id=number,
        article=article,
        at=_at(at),
        who=who,
        kind=CorrectionKind(kind),
        wrong=wrong,
        right=right,
        where=where,
        version=version,
        undone=bool(undone),
    )
