"""Hunspell behind the two questions that we ask of it. To be used in the spelling process only:
it keeps the interpreter to itself while it loads a dictionary or looks for suggestions (0.5 s)."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Any, Protocol

from newsroom.checks.dictionaries import find, unpacked

MOST_SUGGESTIONS = 7
"""More than this many a person does not read."""


class Off(StrEnum):
    """Why words of a language can't be judged."""

    ENGINE = "engine"  # Hunspell is not there
    MISSING = "missing"  # no dictionary of that language
    DAMAGED = "damaged"  # there is one that can't be read


class Unavailable(Exception):
    """Words of that language can't be judged; ``why`` says it."""

    def __init__(self, why: Off) -> None:
        super().__init__(str(why))
        self.why = why


class Lost(Exception):
    """Nobody lived to tell; the next question may be answered."""


class Engine(Protocol):
    """One language's dictionary."""

    def right(self, word: str) -> bool:
        """Whether the word stands in it."""

    def suggest(self, word: str) -> tuple[str, ...]:
        """What may have been meant, the likeliest first."""


class Hunspell:
    """A dictionary as Hunspell reads it."""

    def __init__(self, aff: Path, make: Callable[..., Any]) -> None:
        # Hunspell opens the files by bytes; UTF-8 is what all systems take here.
        self._spell = make(aff.stem, hunspell_data_dir=str(aff.parent), system_encoding="UTF-8")
        # English word lists leave accents away (cafe); a writer may set them.
        self._plain = aff.stem.startswith("en")

    def right(self, word: str) -> bool:
        """Whether the word stands in it; one that its letters can't write is not judged."""
        try:
            if self._spell.spell(word):
                return True
            if self._plain and not word.isascii():
                return bool(self._spell.spell(_bare(word)))
        except UnicodeEncodeError:
            return True
        return False

    def suggest(self, word: str) -> tuple[str, ...]:
        """What may have been meant, the likeliest first."""
        try:
            found = tuple(self._spell.suggest(word))
        except UnicodeEncodeError:
            return ()
        return tuple(dict.fromkeys(item for item in found if item and item != word))[
            :MOST_SUGGESTIONS
        ]


def _bare(word: str) -> str:
    return "".join(
        sign for sign in unicodedata.normalize("NFD", word) if not unicodedata.combining(sign)
    )


def load(language: str, folders: Sequence[Path] = ()) -> Engine:
    """The dictionary of a language (see ``dictionaries.find``). Raises Unavailable."""
    try:
        from hunspell import Hunspell as make
    except ImportError as error:
        raise Unavailable(Off.ENGINE) from error
    found = find(language, folders)
    if found is None:
        raise Unavailable(Off.MISSING)
    try:
        with unpacked(found) as aff:
            return Hunspell(aff, make)
    except Exception as error:  # a damaged file shows itself in many ways
        raise Unavailable(Off.DAMAGED) from error
