"""Dates as feeds and mails really write them: RFC 822, RFC 3339, and what people make of both."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta, timezone, tzinfo

_ZONES: Mapping[str, int] = {
    # RFC 822 5.1, then those that news sites write; minutes from UTC.
    "z": 0, "ut": 0, "utc": 0, "gmt": 0, "wet": 0,
    "est": -300, "edt": -240, "cst": -360, "cdt": -300, "mst": -420, "mdt": -360,
    "pst": -480, "pdt": -420, "akst": -540, "akdt": -480, "hst": -600, "ast": -240, "adt": -180,
    "nst": -210, "ndt": -150, "brt": -180, "art": -180,
    "bst": 60, "west": 60, "cet": 60, "met": 60, "cest": 120, "mest": 120, "mesz": 120,
    "mez": 60, "sast": 120, "cat": 120, "eet": 120, "eest": 180, "msk": 180, "eat": 180,
    "trt": 180, "irst": 210, "irdt": 270, "gst": 240, "aft": 270, "pkt": 300, "npt": 345,
    "ict": 420, "wib": 420, "hkt": 480, "sgt": 480, "awst": 480, "jst": 540, "kst": 540,
    "acst": 570, "acdt": 630, "aest": 600, "aedt": 660, "nzst": 720, "nzdt": 780,
}  # fmt: skip

_MONTHS: Mapping[str, int] = {
    # English, then German, French, Spanish, Italian, Portuguese and Dutch where they differ.
    "jan": 1, "feb": 2, "mar": 3, "apr": 4, "may": 5, "jun": 6, "jul": 7, "aug": 8, "sep": 9,
    "oct": 10, "nov": 11, "dec": 12,
    "ene": 1, "gen": 1, "fev": 2, "fevr": 2, "maer": 3, "mrt": 3, "avr": 4, "abr": 4, "mai": 5,
    "mag": 5, "mei": 5, "juin": 6, "giu": 6, "juil": 7, "lug": 7, "aou": 8, "ago": 8, "set": 9,
    "okt": 10, "ott": 10, "out": 10, "dez": 12, "dic": 12,
}  # fmt: skip

_CLOCK = r"(?P<h>\d{1,2}):(?P<m>\d{2})(?::(?P<s>\d{2})(?:[.,]\d+)?)?\s*(?P<half>[ap]\.?m\.?)?"
_WEEKDAY = r"(?:[^\W\d]+\.?,?\s+)?"
_ZONE = r"(?P<zone>[a-z]{1,5}\s*[+-]\s*\d{1,2}:?\d{0,2}|[+-]\s*\d{1,2}:?\d{0,2}|[a-z]{1,5})?"
_REST = r"\s*(?:\([^)]*\))?\.?"

_NUMBERS = (  # 2026-11-24T18:05:00+03:30, 2026/11/24 18:05, 2026-11, 20261124T180500Z
    r"(?P<y>\d{4})(?:[-/.]?(?P<mo>\d{2})(?:[-/.]?(?P<d>\d{2}))?)?"
    rf"(?:[t\s,]+(?:{_CLOCK}|(?P<run>\d{{6}}|\d{{4}})))?\s*{_ZONE}{_REST}"
)
_DAY_FIRST = (  # Tue, 24 Nov 2026 18:05:00 +0330; 24-Nov-26; 24. November 2026, 18:05
    rf"{_WEEKDAY}(?P<d>\d{{1,2}})(?:st|nd|rd|th)?\.?[\s-]+(?:de\s+)?(?P<name>[^\W\d]+)\.?,?"
    rf"(?:\s+de)?[\s-]+(?P<y>\d{{2,4}})(?:[\s,t]+(?:(?:at|um|a)\s+)?{_CLOCK})?\s*{_ZONE}{_REST}"
)
_MONTH_FIRST = (  # November 24, 2026 6:05 pm EST
    rf"{_WEEKDAY}(?P<name>[^\W\d]+)\.?\s+(?P<d>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<y>\d{{4}})"
    rf"(?:[\s,t-]+(?:at\s+)?{_CLOCK})?\s*{_ZONE}{_REST}"
)
_YEAR_LAST = (  # Tue Nov 24 18:05:00 UTC 2026, as asctime and date write it
    rf"{_WEEKDAY}(?P<name>[^\W\d]+)\s+(?P<d>\d{{1,2}})\s+{_CLOCK}\s*{_ZONE}\s+(?P<y>\d{{4}})"
)
_EITHER = (  # 24.11.2026 18:05; 24/11/2026 or 11/24/2026 where only one of them can be
    rf"{_WEEKDAY}(?P<a>\d{{1,2}})(?P<sep>[./-])(?P<b>\d{{1,2}})(?P=sep)(?P<y>\d{{4}})"
    rf"(?:[\s,t-]+{_CLOCK})?\s*{_ZONE}{_REST}"
)
_SHAPES = tuple(map(re.compile, (_NUMBERS, _DAY_FIRST, _MONTH_FIRST, _YEAR_LAST, _EITHER)))
_OFFSET = re.compile(r"(?:[a-z]*\s*)?(?P<sign>[+-])\s*(?P<h>\d{1,2}):?(?P<m>\d{2})?")
_EARLIEST = 1990  # no feed is older; what says so says nothing
_UNIX = re.compile(r"\d{9,10}(?:\.\d+)?|\d{13}")


def news_date(text: str, *, zone: tzinfo = UTC) -> datetime | None:
    """The moment in UTC, None for what is no date or could be two.

    Without a zone that is known it is read by the clock of ``zone``. Years of two digits are as
    RFC 2822 4.3 reads them. A day such as 31 November is no date, and "3/4/2026" could be two.
    """
    said = "".join(
        mark
        for mark in unicodedata.normalize("NFKD", text.strip()[:100]).casefold()
        if not unicodedata.combining(mark)
    )
    said = said.replace("\N{MINUS SIGN}", "-")
    if _UNIX.fullmatch(said):
        seconds = float(said) / (1000 if len(said) == 13 else 1)
        return _hold(datetime.fromtimestamp(seconds, UTC))
    for shape in _SHAPES:
        if found := shape.fullmatch(said):
            try:
                made = _moment(found.groupdict(), zone)
            except (ValueError, OverflowError):
                return None
            return None if made is None else _hold(made)
    return None


def _hold(made: datetime) -> datetime | None:
    return made if made.year >= _EARLIEST else None


def _moment(said: dict[str, str | None], zone: tzinfo) -> datetime | None:
    year = int(said["y"] or 0)
    if len(said["y"] or "") < 4:
        year += 2000 if year < 50 else 1900
    day, month = _day_and_month(said)
    if month is None:
        return None
    hours, minutes, seconds = _clock(said)
    days, hours = divmod(hours, 24)  # 24:00 is the next midnight (ISO 8601)
    if days > 1 or (days == 1 and (hours or minutes or seconds)):
        return None
    there = _zone(said.get("zone"), zone)
    made = datetime(year, month, day, hours, minutes, min(seconds, 59), tzinfo=there)
    return (made + timedelta(days=days)).astimezone(UTC)


def _day_and_month(said: dict[str, str | None]) -> tuple[int, int | None]:
    if (name := said.get("name")) is not None:
        return int(said["d"] or 1), _MONTHS.get(name[:4]) or _MONTHS.get(name[:3])
    if said.get("a") is not None:
        first, second = int(said["a"] or 0), int(said["b"] or 0)
        if said["sep"] == "." or first > 12 or first == second:
            return first, second
        return (second, first) if second > 12 else (first, None)
    return int(said.get("d") or 1), int(said.get("mo") or 1)


def _clock(said: dict[str, str | None]) -> tuple[int, int, int]:
    if run := said.get("run"):
        return int(run[:2]), int(run[2:4]), int(run[4:] or 0)
    hours, minutes, seconds = (int(said.get(name) or 0) for name in ("h", "m", "s"))
    if half := said.get("half"):
        hours = hours % 12 + (12 if half[0] == "p" else 0)
    return hours, minutes, seconds


def _zone(said: str | None, usual: tzinfo) -> tzinfo:
    said = (said or "").strip()
    if found := _OFFSET.fullmatch(said):
        minutes = int(found["h"]) * 60 + int(found["m"] or 0)
        if minutes < 24 * 60:
            return timezone(timedelta(minutes=-minutes if found["sign"] == "-" else minutes))
        return usual
    known = _ZONES.get(said)
    return usual if known is None else timezone(timedelta(minutes=known))
