"""A moment in words: by the clocks that count, and how long it is until then."""

from __future__ import annotations

from datetime import datetime, tzinfo

from newsroom.i18n import N_, _, ngettext

_MINUTE, _HOUR, _DAY = 60, 3600, 86_400
_MONTHS = (N_("Jan"), N_("Feb"), N_("Mar"), N_("Apr"), N_("May"), N_("Jun"), N_("Jul"), N_("Aug"),
           N_("Sep"), N_("Oct"), N_("Nov"), N_("Dec"))  # fmt: skip


def day(moment: datetime) -> str:
    """The day of a moment as it stands, its month in letters as screens have it: "3 Dec 2026"."""
    return _("{day} {month} {year}").format(
        day=moment.day, month=_(_MONTHS[moment.month - 1]), year=moment.year
    )


def day_and_time(moment: datetime) -> str:
    """The day and the hour: "3 Dec 2026, 18:00"."""
    return f"{day(moment)}, {moment:%H:%M}"


def by_clocks(moment: datetime, zone: tzinfo, *, here: bool = True) -> str:
    """By the newsroom's clock and, with ``here``, by this computer's where that shows another hour;
    each with how far it is from UTC: "1 Jun 2026, 18:00 (UTC+03:30), here 16:30 (UTC+02:00)"."""
    there, own = moment.astimezone(zone), moment.astimezone()
    said = f"{day_and_time(there)} ({offset(there)})"
    if not here or own.utcoffset() == there.utcoffset():
        return said
    time = f"{own:%H:%M}" if own.date() == there.date() else day_and_time(own)
    return _("{moment}, here {time} ({offset})").format(moment=said, time=time, offset=offset(own))


def offset(moment: datetime) -> str:
    """How far an aware moment's clock is from UTC: "UTC+03:30"."""
    hours = moment.strftime("%z")
    return f"UTC{hours[:3]}:{hours[3:5]}"


def left(at: datetime, now: datetime) -> str:
    """How long it is until ``at``: "in 2 h 14 min", rounded up to the minute."""
    seconds = (at - now).total_seconds()
    if seconds <= 0:
        return _("past")
    if seconds <= _MINUTE:
        return _("in less than a minute")
    minutes = -(-int(seconds) // _MINUTE)
    if minutes < 60:
        return _("in {n} min").format(n=minutes)
    if seconds < _DAY:
        return _("in {h} h {m} min").format(h=minutes // 60, m=minutes % 60)
    days, rest = divmod(minutes, 24 * 60)
    words = ngettext("in {n} day", "in {n} days", days).format(n=days)
    return _("{days} {h} h").format(days=words, h=rest // 60) if rest >= 60 else words
