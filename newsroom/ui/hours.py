"""Moments in words: by the newsroom's clock, by this computer's, and how long until then."""

from __future__ import annotations

from datetime import datetime, timedelta, tzinfo
from typing import TYPE_CHECKING

from PySide6.QtCore import QDate, QLocale, QTime

from newsroom.i18n import _, ngettext
from newsroom.news.countdown import offset
from newsroom.news.workflow import INDEFINITE
from newsroom.ui.zones import zone_of

if TYPE_CHECKING:
    from newsroom.ui.lists import Lists


_UTC = frozenset({"UTC", "Etc/UTC", "Etc/GMT", "GMT"})


def clock_time(moment: datetime, zone: tzinfo | None = None) -> str:
    """The hour by the newsroom's clock (None: this computer's), as the person writes it."""
    there = moment.astimezone(zone)
    return QLocale().toString(QTime(there.hour, there.minute), QLocale.FormatType.ShortFormat)


def day(moment: datetime, zone: tzinfo | None = None) -> str:
    """The day by the newsroom's clock (None: this computer's), its month in letters: everybody
    reads "3 Dec 2026" alike, whichever number their own country puts first."""
    there = moment.astimezone(zone)
    return QLocale().toString(QDate(there.year, there.month, there.day), "d MMM yyyy")


def day_time(moment: datetime, zone: tzinfo | None, now: datetime) -> str:
    """The hour, and the day before it if that is not today."""
    if moment.astimezone(zone).date() == now.astimezone(zone).date():
        return clock_time(moment, zone)
    return _dated(moment, zone)


def both_clocks(moment: datetime, zone: tzinfo, now: datetime) -> str:
    """The moment by the newsroom's clock with its offset, and by this computer's where that
    differs."""
    if moment >= INDEFINITE:
        return _("until further notice")
    words = f"{day_time(moment, zone, now)} ({offset(moment.astimezone(zone))})"
    if moment.astimezone().utcoffset() == moment.astimezone(zone).utcoffset():
        return words
    here = _("{time} here ({offset})").format(
        time=day_time(moment, None, now), offset=offset(moment.astimezone())
    )
    return f"{words} · {here}"


def said(at: datetime, lists: Lists) -> str:
    """The moment with its day and place by the newsroom's clock, and by this computer's where that
    is another."""
    name = lists.site.timezone
    zone = zone_of(name)
    there, here = at.astimezone(zone), at.astimezone()
    place = name.split("/")[-1].replace("_", " ")
    # Where the zone is called by its offset alone it is said once.
    words = (
        f"{_dated(at, zone)} UTC"
        if name in _UTC
        else (f"{_dated(at, zone)} {place} ({offset(there)})")
    )
    if here.utcoffset() != there.utcoffset():
        words = _("{moment} · {time} here").format(moment=words, time=_dated(at))
    return words


def _dated(moment: datetime, zone: tzinfo | None = None) -> str:
    return f"{day(moment, zone)}, {clock_time(moment, zone)}"


def span_to(moment: datetime, now: datetime) -> str:
    """How long it is until then in words, rounded up to the minute, as the countdown has it."""
    minute = timedelta(minutes=1)
    return span(-((now - moment) // minute) * minute)


def span(time: timedelta) -> str:
    """A length of time in words: "12 min", "3 h 5 min", "2 d 4 h"."""
    minutes = max(0, int(time.total_seconds() // 60))
    if minutes < 60:
        return _("{n} min").format(n=minutes)
    hours, minutes = divmod(minutes, 60)
    if hours < 24:
        return (
            _("{h} h {m} min").format(h=hours, m=minutes) if minutes else _("{h} h").format(h=hours)
        )
    days, hours = divmod(hours, 24)
    return (
        _("{d} d {h} h").format(d=days, h=hours)
        if hours
        else ngettext("{n} day", "{n} days", days).format(n=days)
    )


def about(time: timedelta) -> str:
    """A length of time in one unit, for where there is little room: "59 min", "23 h", "3 d"."""
    minutes = max(0, int(time.total_seconds() // 60))
    if minutes < 60:
        return _("{n} min").format(n=minutes)
    if minutes < 48 * 60:
        return _("{n} h").format(n=minutes // 60)
    return _("{n} d").format(n=minutes // (24 * 60))


def idle_for(time: timedelta) -> str:
    """How long nobody typed; "" while somebody is at it."""
    if time < timedelta(minutes=1):
        return ""
    return _("nothing typed for {span}").format(span=span(time))
