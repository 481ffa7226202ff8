"""Fields that not everybody may change: embargoes that hold, checks that are required."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from newsroom.desk.seat import Seat
from newsroom.news.article import Row
from newsroom.news.rights import Right
from newsroom.news.workflow import Need
from newsroom.store.tables import micros


def hold_fields(seat: Seat, row: Row, fields: Mapping[str, object]) -> bool:
    """Refuse what I may not set. Tells whether an embargo that holds would be broken.

    Whoever may edit puts a story under embargo or asks for a check; who may publish lifts an
    embargo before its time, who may approve clears what was required.
    """
    for name in ("legal", "pictures"):
        if name in fields and getattr(row, name) == Need.REQUIRED != fields[name]:
            seat.hold(Right.APPROVE)
    if row.not_for_publication and not fields.get("not_for_publication", True):
        seat.hold(Right.APPROVE)
    if "embargo_until" not in fields or row.embargo_until is None:
        return False
    until = fields["embargo_until"]
    now = micros(seat.clock()) or 0
    ends = micros(until) if isinstance(until, datetime) else None
    if row.embargo_until <= now or (ends is not None and ends >= row.embargo_until):
        return False
    seat.hold(Right.PUBLISH)
    return True
