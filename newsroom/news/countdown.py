"""How long it is until a moment, in words."""

from __future__ import annotations

from datetime import datetime

from newsroom.i18n import _, ngettext

_MINUTE, _HOUR, _DAY = 60, 3600, 86_400


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
