"""Dates of the Solar Hijri calendar, which Persian readers live by."""

from __future__ import annotations

from datetime import date

# 1 Farvardin 1 as the cycles count back from today, proleptic Gregorian. The observed calendar
# began a day later; the cycles drift that far from it in the centuries before 1178.
_EPOCH = date(622, 3, 21).toordinal()
_CYCLE_DAYS = 12053  # 33 years with 8 leap years
_LEAPS = (1, 5, 9, 13, 17, 22, 26, 30)
"""The leap years of a cycle of 33; it agrees with the observed equinox from 1178 to 1633 (1799 to
2254 CE): K. M. Borkowski, "The Persian calendar for 3000 years", 1996."""


def jalali(day: date) -> tuple[int, int, int]:
    """Year, month (1 to 12) and day of the month."""
    cycles, rest = divmod(day.toordinal() - _EPOCH, _CYCLE_DAYS)
    year = 1
    while rest >= (length := 366 if year in _LEAPS else 365):
        rest -= length
        year += 1
    month, of_month = (
        divmod(rest, 31) if rest < 186 else (6 + (rest - 186) // 30, (rest - 186) % 30)
    )
    return cycles * 33 + year, month + 1, of_month + 1
