"""Words written today, on this machine: a figure a day, kept beside the settings."""

from __future__ import annotations

import contextlib
import json
import os
from datetime import date
from pathlib import Path
from typing import Final

from newsroom.news.clock import Clock

FILE: Final = "words.json"
_DAYS: Final = 400  # days that are kept: a year and a little


class Today:
    """Counts what was written since midnight by this machine's clock."""

    def __init__(self, folder: Path, clock: Clock) -> None:
        self._path = folder / FILE
        self._clock = clock
        self._days: dict[str, int] | None = None

    @property
    def words(self) -> int:
        """Words written today, in all stories; never below none."""
        return max(0, self._read().get(self._day(), 0))

    def add(self, words: int) -> None:
        """So many words more stand in a story than before (fewer, if below 0)."""
        days = self._read()
        day = self._day()
        days[day] = max(0, days.get(day, 0) + words)

    def save(self) -> None:
        """Keep the figures. A disk that refuses costs only them."""
        days = dict(sorted(self._read().items())[-_DAYS:])
        fresh = self._path.with_name(f"{FILE}.{os.getpid()}")
        with contextlib.suppress(OSError):
            self._path.parent.mkdir(parents=True, exist_ok=True)
            fresh.write_text(json.dumps(days), "utf-8")
            os.replace(fresh, self._path)

    def _day(self) -> str:
        return self._clock().astimezone().date().isoformat()

    def _read(self) -> dict[str, int]:
        if self._days is None:
            try:
                kept = json.loads(self._path.read_text("utf-8"))
                self._days = {
                    day: words for day, words in kept.items() if _is_day(day) and _is_count(words)
                }
            except (OSError, ValueError, AttributeError, RecursionError):
                self._days = {}
        return self._days


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _is_count(words: object) -> bool:
    return isinstance(words, int) and not isinstance(words, bool) and words >= 0
