"""The undo journal: acts that can be taken back, written in the transaction of the act itself."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from newsroom.i18n import _
from newsroom.news.clock import Clock
from newsroom.news.errors import NotFound
from newsroom.store import tables
from newsroom.store.engine import Engine
from newsroom.store.history import _at
from newsroom.store.prepared import Prepared, slot
from newsroom.store.tables import micros, moment, to_json
from newsroom.values import dataclass

_S = tables.Step
_COLUMNS = (_S.id, _S.at, _S.who, _S.label, _S.payload, _S.undone_at)


@dataclass(frozen=True, slots=True, kw_only=True)
class StepInfo:
    """An act of the undo journal; ``payload`` is what the desk wrote down to take it back."""

    step: int
    label: str
    who: int | None
    at: datetime
    payload: Mapping[str, Any]
    undone_at: datetime | None = None

    @property
    def undone(self) -> bool:
        """Whether it was taken back."""
        return self.undone_at is not None


class Steps:
    """The acts of a store that can be taken back."""

    def __init__(self, engine: Engine, clock: Clock) -> None:
        self._engine = engine
        self._clock = clock
        self._one = Prepared(engine, _S.select(*_COLUMNS).where(_S.id == slot("id")))
        self._last = {}
        for who in (False, True):
            owner = _S.who == slot("who") if who else _S.who.is_null()
            mine = _S.select(*_COLUMNS).where(owner).limit(1)
            self._last[who, False] = Prepared(
                engine, mine.where(_S.undone_at.is_null()).order_by(_S.id.desc())
            )
            self._last[who, True] = Prepared(
                engine,
                mine.where(_S.undone_at.is_null(False)).order_by(_S.undone_at.desc(), _S.id.asc()),
            )

    def record(self, label: str, payload: Mapping[str, object], *, who: int | None = None) -> int:
        """Write an act down; to be called inside its transaction. Gives the step's number."""
        with self._engine.joined():
            return self._engine.insert(
                _S.insert(at=micros(self._clock()), who=who, label=label, payload=to_json(payload)),
                _S.id,
            )

    def get(self, step: int) -> StepInfo:
        """The act of that number. Raises NotFound."""
        row = self._one.one(id=step)
        if row is None:
            raise NotFound(_("There is nothing to take back."))
        return _info(row)

    def last(self, who: int | None = None) -> StepInfo | None:
        """Somebody's last act that was not taken back."""
        return self._found(who, undone=False)

    def last_undone(self, who: int | None = None) -> StepInfo | None:
        """What somebody took back last, if they have done nothing new since."""
        back, done = self._found(who, undone=True), self._found(who, undone=False)
        if back is None or (done is not None and done.step > back.step):
            return None
        return back

    def mark_undone(self, step: int) -> None:
        """It was taken back."""
        self._mark(step, micros(self._clock()))

    def mark_redone(self, step: int) -> None:
        """It stands again."""
        self._mark(step, None)

    def _mark(self, step: int, at: int | None) -> None:
        with self._engine.joined():
            self._engine.run(_S.update(undone_at=at).where(_S.id == step))

    def _found(self, who: int | None, *, undone: bool) -> StepInfo | None:
        query = self._last[who is not None, undone]
        row = query.one() if who is None else query.one(who=who)
        return None if row is None else _info(row)


def _info(row: Any) -> StepInfo:
    number, at, who, label, payload, undone = row
    return StepInfo(
        step=number,
        label=label,
        who=who,
        at=_at(at),
        payload=json.loads(payload),
        undone_at=moment(undone),
    )
