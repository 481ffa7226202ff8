"""How long ago something was, in words: the same in lists, in the Recent Posts box and on pages."""

from __future__ import annotations

from datetime import datetime

from newsroom.i18n import _, ngettext

MINUTE, HOUR, DAY, WEEK = 60, 3600, 86400, 604800
DAYS_A_MONTH = 30.4375  # a year of 365.25 days in twelve parts
DAYS_A_YEAR = 365.25


def elapsed(then: datetime, now: datetime) -> tuple[str, int]:
    """How long ago ``then`` was: a unit ("now", "minute" ... "year") and how many whole ones.

    Whole units, rounded down, from a minute up; what lies less than a minute back, or ahead
    because a clock was set back, is "now".
    """
    seconds = (now - then).total_seconds()
    days = seconds / DAY
    if seconds < MINUTE:
        return "now", 0
    if seconds < HOUR:
        return "minute", int(seconds // MINUTE)
    if seconds < DAY:
        return "hour", int(seconds // HOUR)
    if seconds < WEEK:
        return "day", int(seconds // DAY)
    if days < DAYS_A_MONTH:
        return "week", int(seconds // WEEK)
    if days < DAYS_A_YEAR:
        return "month", int(days // DAYS_A_MONTH)
    return "year", int(days // DAYS_A_YEAR)


def age(then: datetime, now: datetime) -> str:
    """How long ago ``then`` was, in words ("6 hours ago"); see ``elapsed``.

    A time ahead is "just now", never "in 3 hours".
    """
    unit, n = elapsed(then, now)
    if unit == "now":
        return _("just now")
    if unit == "minute":
        words = ngettext("{n} minute ago", "{n} minutes ago", n)
    elif unit == "hour":
        words = ngettext("{n} hour ago", "{n} hours ago", n)
    elif unit == "day":
        words = ngettext("{n} day ago", "{n} days ago", n)
    elif unit == "week":
        words = ngettext("{n} week ago", "{n} weeks ago", n)
    elif unit == "month":
        words = ngettext("{n} month ago", "{n} months ago", n)
    else:
        words = ngettext("{n} year ago", "{n} years ago", n)
    return words.format(n=n)
