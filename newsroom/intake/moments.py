"""Moments as people write them: ISO 8601, with or without an offset, or counted from now."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, tzinfo

_COUNTED = re.compile(
    r"(?P<sign>[+-])\s*(?=\d)(?:(?P<d>\d{1,5})d)?\s*(?:(?P<h>\d{1,5})h)?\s*(?:(?P<m>\d{1,5})m)?"
)


def moment(text: str, *, zone: tzinfo, now: datetime | None = None) -> datetime:
    """The moment in UTC.

    Without an offset it is read by the clock of ``zone``; a date alone is its midnight there.
    With ``now``, "-3d 2h" and "+30m" count from it. Raises ValueError for anything else, also for
    what lies outside the calendar.
    """
    text = text.strip()
    if now is not None and (counted := _COUNTED.fullmatch(text)):
        span = timedelta(
            days=int(counted["d"] or 0),
            hours=int(counted["h"] or 0),
            minutes=int(counted["m"] or 0),
        )
        return (now - span if counted["sign"] == "-" else now + span).astimezone(UTC)
    try:
        read = datetime.fromisoformat(text)
        if read.tzinfo is None:
            read = read.replace(tzinfo=zone)
        return read.astimezone(UTC)
    except OverflowError:
        raise ValueError(text) from None
