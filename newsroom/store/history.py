"""What was done, by whom and when: one row an act, numbered in the order of the commits."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import datetime

from newsroom.news.clock import Clock
from newsroom.store import tables
from newsroom.store.engine import Engine
from newsroom.store.orm import peewee
from newsroom.store.prepared import Prepared, slot
from newsroom.store.tables import Activity, micros, moment
from newsroom.values import dataclass

_WRITTEN = (
    Activity.seq,
    Activity.session,
    Activity.at,
    Activity.actor,
    Activity.subject,
    Activity.number,
    Activity.verb,
    Activity.recent,
)
_ROWS_AT_ONCE = 500  # well under SQLite's 32,766 parameters a statement


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """One act of the history. ``number`` is the story's or person's id."""

    at: datetime
    actor: int | None
    subject: str
    number: int | None
    verb: str


class History:
    """Notes acts inside a transaction and writes them down as its last thing.

    The store's ``change_seq`` goes up by one for every transaction that noted something. Its row
    stays locked until the commit, so that a later number never becomes visible first.
    """

    def __init__(self, engine: Engine, clock: Clock) -> None:
        self._engine = engine
        self._clock = clock
        self.session = os.urandom(16).hex()
        self.own_writes = 0
        self._noted: list[tuple[object, ...]] = []
        self._brought: list[Callable[[int], None]] = []
        self._count = Prepared(
            engine,
            tables.StoreInfo.update(change_seq=tables.StoreInfo.change_seq + peewee.SQL("1"))
            .where(tables.StoreInfo.id == peewee.SQL("1"))
            .returning(tables.StoreInfo.change_seq),
        )
        engine.on_inner(self._mark)
        engine.before_commit(self._write)
        engine.after_end(self._ended)
        self._of = Prepared(
            engine,
            Activity.select(
                Activity.at, Activity.actor, Activity.subject, Activity.number, Activity.verb
            )
            .where(Activity.subject == slot("subject"), Activity.number == slot("number"))
            .order_by(Activity.id.desc())
            .limit(slot("limit")),
        )

    def note(
        self,
        subject: str,
        number: int | None,
        verb: str,
        *,
        actor: int | None = None,
        recent: bool = False,
    ) -> None:
        """Note an act of the transaction that is open."""
        self._noted.append((micros(self._clock()), actor, subject, number, verb, int(recent)))

    def bring(self, write: Callable[[int], None]) -> None:
        """Have acts that were noted elsewhere written by ``write(seq)``, before those that were
        noted here."""
        self._brought.append(write)

    def of(self, subject: str, number: int, limit: int = 100) -> tuple[Act, ...]:
        """What was done to a story or person, newest first."""
        found = self._of.all(subject=subject, number=number, limit=limit)
        return tuple(
            Act(at=_at(at), actor=actor, subject=what, number=which, verb=verb)
            for at, actor, what, which, verb in found
        )

    def _mark(self) -> Callable[[], None]:
        noted = len(self._noted)

        def take_back() -> None:
            del self._noted[noted:]

        return take_back

    def _write(self) -> None:
        if not self._noted and not self._brought:
            return
        seq = self._count.one()[0]
        for write in self._brought:
            write(seq)
        for start in range(0, len(self._noted), _ROWS_AT_ONCE):
            part = self._noted[start : start + _ROWS_AT_ONCE]
            rows = [(seq, self.session, *row) for row in part]
            self._engine.run(Activity.insert_many(rows, fields=_WRITTEN))
        self._engine.tell_others(self.session)

    def _ended(self, kept: bool) -> None:
        if kept and (self._noted or self._brought):
            self.own_writes += 1
        self._noted.clear()
        self._brought.clear()


def _at(micros: int) -> datetime:
    found = moment(micros)
    assert found is not None
    return found
