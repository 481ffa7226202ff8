"""What other windows did to the store since one last looked."""

from __future__ import annotations

from typing import Any

from newsroom.news.changes import EVERYTHING, NOTHING, Changes
from newsroom.store.engine import Engine
from newsroom.store.history import History
from newsroom.store.prepared import Prepared, slot
from newsroom.store.tables import Activity, StoreInfo


class Watch:
    """Looks at little: a number of SQLite's own, or the server's notices."""

    def __init__(self, engine: Engine, history: History) -> None:
        self._engine = engine
        self._history = history
        self._foreign = False
        self._news = 0
        self._seq = Prepared(engine, StoreInfo.select(StoreInfo.change_seq))
        self._since = Prepared(
            engine,
            Activity.select(
                Activity.seq,
                Activity.session,
                Activity.subject,
                Activity.number,
                Activity.recent,
            )
            .where(Activity.seq > slot("seen"))
            .order_by(Activity.seq),
        )
        self._seen: int = self._seq.one()[0]

    @property
    def epoch(self) -> tuple[int, int]:
        """Changes whenever anybody may have changed the store; what is counted is kept by it."""
        self._look()
        return self._news, self._history.own_writes

    def _look(self) -> None:
        if self._engine.news():
            self._foreign = True
            self._news += 1

    def poll(self) -> Changes:
        """What others did since the last poll."""
        if self._engine.stirred():
            self._look()
        if not self._foreign:
            return NOTHING
        self._foreign = False
        rows = self._since.all(seen=self._seen)
        if not rows:
            # Something was written that is no act of ours: another store was restored over it.
            seq = self._seq.one()[0]
            if seq >= self._seen:
                return NOTHING
            self._seen = seq
            return EVERYTHING
        self._seen = rows[-1][0]
        theirs = [row for row in rows if row[1] != self._history.session]
        subjects = {row[2] for row in theirs}
        stories = frozenset(row[3] for row in theirs if row[2] == "article")
        review = _numbers(theirs, "review")
        return Changes(
            articles=stories,
            listing=bool(stories or review),
            staff="staff" in subjects,
            lists=not subjects.isdisjoint(("lists", "settings")),
            recent=any(row[4] for row in theirs) or "settings" in subjects,
            media="media" in subjects,
            rules="rules" in subjects,
            wire="wire" in subjects,
            review=review,
            presence=_numbers(theirs, "lock"),
            inbox=_numbers(theirs, "inbox"),
            outbox=_numbers(theirs, "outbox"),
        )


def _numbers(rows: list[Any], subject: str) -> frozenset[int]:
    return frozenset(row[3] for row in rows if row[2] == subject)
