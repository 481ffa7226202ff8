"""Moments in words: by the newsroom's clock with its offset, and by this computer's."""

from __future__ import annotations

from datetime import datetime, tzinfo
from typing import TYPE_CHECKING

from newsroom.i18n import _
from newsroom.ui.hours import clock_time, day
from newsroom.ui.zones import zone_of

if TYPE_CHECKING:
    from newsroom.ui.lists import Lists


def said(at: datetime, lists: Lists) -> str:
    """The moment by the newsroom's clock, and by this computer's where that is another."""
    name = lists.site.timezone
    zone = zone_of(name)
    there = at.astimezone(zone)
    offset = there.strftime("%z")
    place = name.split("/")[-1].replace("_", " ")
    words = f"{_clock(at, zone)} {place} (UTC{offset[:3]}:{offset[3:]})"
    here = at.astimezone()
    if here.utcoffset() != there.utcoffset():
        words = _("{moment} · {time} here").format(moment=words, time=_clock(at))
    return words


def _clock(at: datetime, zone: tzinfo | None = None) -> str:
    return f"{day(at, zone)}, {clock_time(at, zone)}"
