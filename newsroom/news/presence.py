"""Who is at a story: who has it open, and who is editing it, as values."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

from newsroom.values import dataclass

BEAT = timedelta(seconds=20)
"""How often a window says that it lives."""

GONE_AFTER = timedelta(seconds=90)
"""Without a sign of life for so long a window is gone: some beats may be lost on the way."""

IDLE_AFTER = timedelta(minutes=15)
"""Without a key for so long a lock is stale, unless the newsroom set another time."""


class Hold(StrEnum):
    """How firmly somebody holds a story."""

    LIVE = "live"
    STALE = "stale"  # the window is there, nobody has typed for long
    GONE = "gone"  # the window gives no sign of life


@dataclass(frozen=True, slots=True, kw_only=True)
class Lock:
    """Somebody is editing a story. ``mine`` is this very window.

    ``person`` is None where nobody signed; ``place`` names the computer then.
    """

    article: int
    person: int | None
    place: str
    since: datetime
    active_at: datetime
    hold: Hold
    mine: bool

    def idle(self, now: datetime) -> timedelta:
        """How long nobody has typed."""
        return max(timedelta(0), now - self.active_at)


@dataclass(frozen=True, slots=True, kw_only=True)
class Visitor:
    """Somebody has a story open."""

    article: int
    person: int | None
    place: str
    since: datetime
    mine: bool
