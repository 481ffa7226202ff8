"""My inbox: mentions, answers, stories that were sent to me, suggestions that were settled."""

from __future__ import annotations

from collections.abc import Iterable

from newsroom.desk.seat import Seat
from newsroom.news.changes import NOTHING, Changes
from newsroom.news.inbox import Notice


class Inbox:
    """The entries of who sits here; nobody has none."""

    def __init__(self, seat: Seat) -> None:
        self._seat = seat

    def all(
        self, *, unread: bool = False, before: int | None = None, limit: int = 50
    ) -> tuple[Notice, ...]:
        """My entries, newest first; ``before`` is the number of the last one that is known."""
        me = self._seat.author
        if me is None:
            return ()
        return self._seat.store.notices.of(me, unread=unread, before=before, limit=limit)

    def count(self) -> int:
        """How many I have not read."""
        me = self._seat.author
        return 0 if me is None else self._seat.store.notices.count(me)

    def read(self, ids: Iterable[int] | None = None) -> Changes:
        """I have read these, or all."""
        return self._mark(ids, read=True)

    def unread(self, ids: Iterable[int]) -> Changes:
        """I want to read these again."""
        return self._mark(ids, read=False)

    def _mark(self, ids: Iterable[int] | None, *, read: bool) -> Changes:
        me = self._seat.author
        if me is None:
            return NOTHING
        at = self._seat.clock() if read else None
        wanted = None if ids is None else tuple(ids)
        changed = self._seat.store.notices.mark(me, wanted, at)
        return Changes(inbox=frozenset({me})) if changed else NOTHING
