"""Time as an argument: what reads the clock is handed one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], datetime]
"""Gives the present moment as an aware datetime in UTC."""


def system_clock() -> datetime:
    """The computer's own clock, in UTC."""
    return datetime.now(UTC)  # noqa: TID251 - the one place that reads it


def fixed_clock(moment: datetime) -> Clock:
    """A clock that stands still at ``moment`` (for tests and for "as at" previews)."""
    if moment.tzinfo is None:
        raise ValueError("a moment needs a time zone")
    return lambda: moment.astimezone(UTC)
