"""The months of the newsroom's own clock."""

from __future__ import annotations

from datetime import datetime, timedelta, tzinfo


def month_of(now: datetime, zone: tzinfo, *, back: int = 0) -> tuple[datetime, datetime]:
    """When the month began that ``now`` is in, or one so many months back, and when it ends."""
    here = now.astimezone(zone)
    begins = datetime(here.year, here.month, 1, tzinfo=zone)
    for _month in range(back):
        before = begins - timedelta(days=1)
        begins = datetime(before.year, before.month, 1, tzinfo=zone)
    later = begins + timedelta(days=32)
    return begins, datetime(later.year, later.month, 1, tzinfo=zone)
