"""A date whose day of the week is another: the calendar decides (Gregorian, as Python has it)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Final

from newsroom.checks.passage import Passage
from newsroom.i18n import _

_DAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS: Final = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_SHORT: Final = {month[:3]: number for number, month in enumerate(_MONTHS, 1)}
_NAMES: Final = "|".join([*_MONTHS, *(rf"{short}\.?" for short in _SHORT), r"Sept\.?"])
_DATE: Final = re.compile(
    rf"\b(?P<day>{'|'.join(_DAYS)}),? (?:the )?(?:(?P<m1>{_NAMES}) (?P<d1>\d{{1,2}})"
    r"(?:st|nd|rd|th)?,?"
    rf"|(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?(?: of)? (?P<m2>{_NAMES}),?) (?P<year>[12]\d{{3}})\b"
)


def look(passage: Passage) -> Iterator[tuple[int, int, tuple[str, ...], str]]:
    """Each weekday that the calendar does not give to its date."""
    for found in _DATE.finditer(passage.seen):
        month = _SHORT[(found["m1"] or found["m2"])[:3]]
        try:
            real = date(int(found["year"]), month, int(found["d1"] or found["d2"]))
        except ValueError:
            said = _("There is no such date.")
            yield found.start(), found.end(), (), said
            continue
        right = _DAYS[real.weekday()]
        if right != found["day"]:
            said = _("That day was, or will be, a {day}.").format(day=right)
            yield found.start("day"), found.end("day"), (right,), said
