"""What waits to go out and to come in: when the next of it is due, in one light statement each.

Every window asks soon after its start, and nearly always nothing waits. The tables of the outbox
and of the wire, and the values made of their rows, are loaded only where something does.
"""

from __future__ import annotations

from datetime import datetime

from newsroom.store.columns import moment
from newsroom.store.engine import Engine

_AT_ONCE = 0  # microseconds: earlier than anything else that is due
_DELIVERY = "SELECT min(coalesce(next_at, 0)) FROM delivery WHERE state = 'waiting'"
_READING = "SELECT min(coalesce(next_at, 0)) FROM wire_feed WHERE live = 1"
_UNREAD = (
    "SELECT count(*) FROM wire_entry e LEFT JOIN wire_read r ON r.entry = e.id AND r.person = {me}"
    " WHERE e.state = 'new' AND r.entry IS NULL"
)


class Waiting:
    """What of a store waits for its time in the outbox and on the wire."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def delivery(self, now: datetime) -> datetime | None:
        """When the next delivery is due, ``now`` for one that has no time; None where none is."""
        return self._next(_DELIVERY, now)

    def reading(self, now: datetime) -> datetime | None:
        """When the next feed is to be read, ``now`` for one that never was; None without one."""
        return self._next(_READING, now)

    def unread(self, person: int | None) -> int:
        """How many entries of the wire that person has not read."""
        sql = _UNREAD.format(me=self._engine.db.param)
        return int(self._engine.fetch(sql, (person or 0,))[0][0])

    def _next(self, sql: str, now: datetime) -> datetime | None:
        at = self._engine.fetch(sql)[0][0]
        return now if at == _AT_ONCE else moment(at)
