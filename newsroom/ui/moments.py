"""Moments in words: by the newsroom's clock with its offset, and by this computer's."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QDate, QLocale, QTime

from newsroom.i18n import _
from newsroom.ui.zones import zone_of

if TYPE_CHECKING:
    from newsroom.ui.lists import Lists


def said(at: datetime, lists: Lists) -> str:
    """The moment by the newsroom's clock, and by this computer's where that is another."""
    name = lists.site.timezone
    there = at.astimezone(zone_of(name))
    offset = there.strftime("%z")
    place = name.split("/")[-1].replace("_", " ")
    words = f"{_clock(there)} {place} (UTC{offset[:3]}:{offset[3:]})"
    here = at.astimezone()
    if here.utcoffset() != there.utcoffset():
        words = _("{moment} · {time} here").format(moment=words, time=_clock(here))
    return words


def _clock(at: datetime) -> str:
    locale, short = QLocale(), QLocale.FormatType.ShortFormat
    day = locale.toString(QDate(at.year, at.month, at.day), short)
    return f"{day} {locale.toString(QTime(at.hour, at.minute), short)}"
