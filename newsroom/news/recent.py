"""The Recent Posts box: six teasers with an age. The same values serve the window and the page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from newsroom.i18n import _, ngettext

RECENT_COUNT = 6
"""How many teasers the box holds, as on the model page."""

EXCERPT_LENGTH = 110
"""Most characters of an excerpt before its ellipsis, as on the model page (95 to 110)."""

MINUTE, HOUR, DAY, WEEK = 60, 3600, 86400, 604800
DAYS_A_MONTH = 30.4375  # a year of 365.25 days in twelve parts
DAYS_A_YEAR = 365.25


@dataclass(frozen=True, slots=True, kw_only=True)
class Teaser:
    """One entry of the box. ``age`` is words for a reader; ``published_at`` is exact, in UTC."""

    article: int
    slug: str
    headline: str
    excerpt: str
    published_at: datetime
    age: str
    language: str = "en"
    picture: str = ""  # sha256 of the lead picture, if any
    picture_alt: str = ""
    pinned: bool = False


def age(then: datetime, now: datetime) -> str:
    """How long ago ``then`` was, in words ("6 hours ago").

    Whole units, rounded down, from a minute up; what lies less than a minute back, or ahead
    because a clock was set back, is "just now", never "in 3 hours".
    """
    seconds = (now - then).total_seconds()
    if seconds < MINUTE:
        return _("just now")
    if seconds < HOUR:
        n = int(seconds // MINUTE)
        return ngettext("{n} minute ago", "{n} minutes ago", n).format(n=n)
    if seconds < DAY:
        n = int(seconds // HOUR)
        return ngettext("{n} hour ago", "{n} hours ago", n).format(n=n)
    if seconds < WEEK:
        n = int(seconds // DAY)
        return ngettext("{n} day ago", "{n} days ago", n).format(n=n)
    days = seconds / DAY
    if days < DAYS_A_MONTH:
        n = int(seconds // WEEK)
        return ngettext("{n} week ago", "{n} weeks ago", n).format(n=n)
    if days < DAYS_A_YEAR:
        n = int(days // DAYS_A_MONTH)
        return ngettext("{n} month ago", "{n} months ago", n).format(n=n)
    n = int(days // DAYS_A_YEAR)
    return ngettext("{n} year ago", "{n} years ago", n).format(n=n)
