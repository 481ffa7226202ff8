"""What dictionaries said of words, kept between starts: an old story is opened without asking them.

A file of the cache folder holds the words of a language that were met last. It holds only for the
dictionary that said so, and is made again where it is missing or damaged.
"""

from __future__ import annotations

import contextlib
import json
import os
import threading
from collections.abc import Callable, Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from newsroom import __version__
from newsroom.checks.dictionaries import find

if TYPE_CHECKING:
    from newsroom.checks.spelling import Speller

MOST = 10_000
"""Words of a language: those of some twenty stories; read within a millisecond."""


class Remembered:
    """A ``spelling.Speller`` that asks another one, made when it is first needed, for new words.

    Usable from any thread. ``folders`` are those that ``dictionaries.find`` looks into first.
    """

    def __init__(
        self, make: Callable[[], Speller], *, cache: Path, folders: Sequence[Path] = ()
    ) -> None:
        self._make = make
        self._speller: Speller | None = None
        self._cache = cache / "spelling"
        self._folders = tuple(folders)
        self._lock = threading.Lock()
        self._known: dict[str, dict[str, tuple[str, ...] | None]] = {}
        self._about: dict[str, list[object]] = {}
        self._learned: set[str] = set()

    def wrong(self, language: str, words: Sequence[str]) -> Mapping[str, tuple[str, ...]]:
        """The wrong ones, each with its wrong parts where it is joined.

        Raises ``engine.Unavailable`` and ``engine.Lost`` where new words can't be judged.
        """
        with self._lock:
            known = self._of(language)
            fresh = [word for word in words if word not in known]
            if fresh:
                found = self._asked().wrong(language, fresh)
                known |= {word: found.get(word) for word in fresh}
                self._learned.add(language)
            verdicts = {word: known.pop(word) for word in dict.fromkeys(words)}
            known |= verdicts  # at the end: those are the last to be forgotten
        return {word: parts for word, parts in verdicts.items() if parts is not None}

    def suggest(self, language: str, word: str) -> tuple[str, ...]:
        """What may have been meant, the likeliest first. Raises ``engine.Unavailable``."""
        with self._lock:
            speller = self._asked()
        return speller.suggest(language, word)

    def close(self) -> None:
        """Write down what is new, and be done; the next question begins again."""
        with self._lock:
            for language in self._learned:
                self._keep(language)
            self._learned.clear()
            self._known.clear()
            if self._speller is not None:
                self._speller.close()

    def _asked(self) -> Speller:
        if self._speller is None:
            self._speller = self._make()
        return self._speller

    def _of(self, language: str) -> dict[str, tuple[str, ...] | None]:
        if language not in self._known:
            self._about[language] = about = _about(language, self._folders)
            self._known[language] = _read(self._place(language), about)
        return self._known[language]

    def _place(self, language: str) -> Path:
        return self._cache / f"{language}.json"

    def _keep(self, language: str) -> None:
        """In one piece or not at all, readable by its owner only; a fault costs only the file."""
        newest = list(self._known[language].items())[-MOST:]
        right = [word for word, parts in newest if parts is None]
        wrong = {word: parts for word, parts in newest if parts is not None}
        place = self._place(language)
        aside = place.with_name(f"{place.name}.{os.getpid()}")
        text = json.dumps([self._about[language], right, wrong])
        with contextlib.suppress(OSError):
            place.parent.mkdir(parents=True, exist_ok=True)
            try:
                flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
                with open(os.open(aside, flags, 0o600), "w", encoding="ascii") as file:
                    file.write(text)
                os.replace(aside, place)
            finally:
                aside.unlink(missing_ok=True)


def _about(language: str, folders: Sequence[Path]) -> list[object]:
    """Who says it: this version, the dictionary and what reads it, as they lie there."""
    dictionary = find(language, folders)
    words = dictionary.with_suffix(".dic") if dictionary else None
    engine = find_spec("hunspell")
    files = (dictionary, words, engine.origin if engine else None)
    return [__version__, *(_stamp(file) for file in files)]


def _stamp(file: Path | str | None) -> list[object]:
    try:
        found = os.stat(file or "")
    except OSError:
        return []
    return [str(file), found.st_size, found.st_mtime_ns]


def _read(place: Path, about: list[object]) -> dict[str, tuple[str, ...] | None]:
    try:
        found: Any = json.loads(place.read_bytes())
        said, right, wrong = found
        if said != about:
            return {}
        known: dict[str, tuple[str, ...] | None] = dict.fromkeys(map(str, right))
        return known | {word: tuple(map(str, parts)) for word, parts in wrong.items()}
    except (OSError, ValueError, TypeError, AttributeError):
        return {}
