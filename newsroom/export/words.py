"""The words of a page in the language of its story: furniture, dates and ages.

They lie in ``resources/templates/words``, one file a language; a newsroom may lay its own beside.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from newsroom.assets import asset
from newsroom.export.jalali import jalali
from newsroom.i18n import _
from newsroom.news.age import elapsed
from newsroom.news.errors import BadInput
from newsroom.values import dataclass

FALLBACK = "en"

_LATIN = "0123456789"

_LISTS: Mapping[str, int] = {
    "months": 12,
    "by": 2,  # before the names, behind them
    "photo": 2,
    "data": 2,
    "additional": 2,
    "editing": 2,
}
"""What has several words, and how many."""


@dataclass(frozen=True)
class Words:
    """One language's words. ``data`` is complete: what the language lacks is English."""

    language: str
    data: Mapping[str, Any]

    def __getitem__(self, key: str) -> str:
        return str(self.data[key])

    def get(self, key: str) -> str:
        """The words for ``key``, "" where there are none (for templates)."""
        return str(self.data.get(key, ""))

    def moment(self, at: datetime) -> str:
        """The time as readers read it, in the zone that ``at`` is in."""
        return self._dated("moment", at)

    def day(self, at: datetime) -> str:
        """The day as readers read it, in the zone that ``at`` is in."""
        return self._dated("day", at)

    def month(self, at: datetime) -> str:
        """The month and its year, by the calendar of the language."""
        return self._dated("month", at)

    def month_key(self, at: datetime) -> str:
        """The month for an address ("2026-11"), by the calendar of the language."""
        year, month, _day = self._date(at)
        return f"{year:04}-{month:02}"

    def _date(self, at: datetime) -> tuple[int, int, int]:
        if self.data["calendar"] == "jalali":
            return jalali(at.date())
        return at.year, at.month, at.day

    def _dated(self, pattern: str, at: datetime) -> str:
        kept = self._days.get(key := (pattern, at.date(), name := _zone(at)))
        if kept is None:
            kept = self._days[key] = self._of_day(pattern, at, name)
        return self.digits(kept.replace("\0", f"{at.hour:02}").replace("\1", f"{at.minute:02}"))

    @cached_property
    def _days(self) -> dict[tuple[str, date, str], str]:
        """Dates in words but for the time of the day: a site has many moments and few days."""
        return {}

    def _of_day(self, pattern: str, at: datetime, zone: str) -> str:
        year, month, day = self._date(at)
        return str(
            self[pattern].format(
                day=day,
                month=self.data["months"][month - 1],
                year=year,
                hour="\0",
                minute="\1",
                zone=zone,
            )
        )

    def age(self, then: datetime, now: datetime) -> str:
        """How long ago, in words."""
        unit, n = elapsed(then, now)
        forms: Sequence[str] = self.data["ages"][unit]
        return self.digits(forms[0 if n == 1 else -1].format(n=n))

    def digits(self, text: str) -> str:
        """The text with its digits as the language writes them."""
        return text.translate(self._digits) if self._digits else text

    @cached_property
    def _digits(self) -> dict[int, str]:
        pairs = zip(_LATIN, self["digits"], strict=True)
        return {ord(latin): own for latin, own in pairs if latin != own}


def _zone(at: datetime) -> str:
    """The zone's short name; where it has none but an offset, that ("UTC+03:30")."""
    name = at.tzname() or ""
    if name and name[0] not in "+-":
        return name
    offset = at.strftime("%z") or "+0000"
    return f"UTC{offset[:3]}:{offset[3:5]}"


def read_words(language: str, own: Path | None = None) -> Words:
    """The words for a BCP 47 tag: of "fa-IR", else of "fa", else English.

    ``own`` is the newsroom's folder of templates. Raises BadInput with the file and what is wrong.
    """
    places = _places(language, own)
    return _words(places, tuple(_state(path) for _name, path in places))


@lru_cache(maxsize=64)
def _places(language: str, own: Path | None) -> tuple[tuple[str, str], ...]:
    """Where words for a language may lie, the weakest first, each with the language they are of."""
    base = language.replace("_", "-").split("-")[0].lower()
    return tuple(
        (name, os.path.join(folder, "words", f"{name}.json"))
        for name in dict.fromkeys((FALLBACK, base, language))
        for folder in (asset("templates"), own)
        if folder is not None and _plain(name)
    )


def _state(path: str) -> tuple[int, int, int] | None:
    """What tells that a file was changed; None where there is none."""
    try:
        told = os.stat(path)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise BadInput(
            _("{path} can't be read: {reason}.").format(path=path, reason=error)
        ) from None
    return told.st_mtime_ns, told.st_size, told.st_ino


@lru_cache(maxsize=32)
def _words(
    places: tuple[tuple[str, str], ...], states: tuple[tuple[int, int, int] | None, ...]
) -> Words:
    """The words of these files; read again only when one was changed, for a site has many pages."""
    words: dict[str, Any] = {}
    found = FALLBACK
    for (name, path), state in zip(places, states, strict=True):
        more = _read(Path(path)) if state is not None else {}
        if more:
            ages = {**words.get("ages", {}), **more.get("ages", {})}
            words |= {**more, "ages": ages}
            found = name
    return Words(found, words)


def _plain(name: str) -> bool:
    """Whether it is a language tag (BCP 47), and so may be a file's name."""
    return re.fullmatch(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8}){0,4}", name) is not None


def _read(path: Path) -> dict[str, Any]:
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(
            _("{path} can't be read: {reason}.").format(path=path, reason=error)
        ) from None
    try:
        data = json.loads(text)
    except json.JSONDecodeError as error:
        raise BadInput(
            _("{path} has a mistake in line {line}: {reason}.").format(
                path=path, line=error.lineno, reason=error.msg
            )
        ) from None
    if reason := _wrong(data):
        raise BadInput(_("{path} can't be used: {reason}.").format(path=path, reason=reason))
    return data  # type: ignore[no-any-return]


def _is_list(value: object) -> bool:
    """Whether it is a list of words."""
    return isinstance(value, list) and all(isinstance(one, str) for one in value)


def _wrong(data: object) -> str:
    """Why these can't be a page's words, "" if they can."""
    if not isinstance(data, dict):
        return _("it is not an object of names and words")
    for key, value in data.items():
        if count := _LISTS.get(key):
            if not _is_list(value) or len(value) != count:
                return _("“{key}” needs {count} entries").format(key=key, count=count)
        elif key == "ages":
            if not isinstance(value, dict) or not all(f and _is_list(f) for f in value.values()):
                return _("“{key}” needs a list of words for each unit").format(key=key)
        elif not isinstance(value, str):
            return _("“{key}” holds something else than words").format(key=key)
    if len(data.get("digits", _LATIN)) != len(_LATIN):
        return _("“{key}” needs {count} entries").format(key="digits", count=len(_LATIN))
    trial = datetime(2026, 1, 2, 3, 4, tzinfo=UTC)
    try:
        plain = {"calendar": "gregorian", "digits": _LATIN, "months": [""] * 12}
        words = Words("", plain | data)
        for pattern in ("moment", "day", "month"):
            if pattern in data:
                words._dated(pattern, trial)
        for forms in data.get("ages", {}).values():
            for form in forms:
                form.format(n=1)
    except (KeyError, ValueError, IndexError, TypeError, AttributeError) as error:
        return _("a pattern in it does not fit ({error})").format(error=error)
    return ""
