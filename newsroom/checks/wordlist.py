"""The personal dictionary: a plain text file, a word a line, that any editor can open."""

from __future__ import annotations

import os
import tempfile
import threading
from collections import deque
from pathlib import Path

FILE = "dictionary.txt"
"""Its name, beside the settings."""
MOST_BYTES = 8 * 1024 * 1024  # a person's own words; more is some other file


def read(path: Path) -> tuple[str, ...]:
    """The words of the file in their order, none where there is no file. Raises OSError."""
    try:
        with path.open("rb") as file:
            data = file.read(MOST_BYTES)
    except FileNotFoundError:
        return ()
    lines = data.decode("utf-8-sig", "replace").splitlines()
    found = (" ".join(line.split()) for line in lines)
    return tuple(dict.fromkeys(word for word in found if word and not word.startswith("#")))


class PersonalDictionary:
    """The file, changed from any thread: what is asked for first is done first."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = threading.Lock()
        self._waiting: deque[tuple[str, bool]] = deque()  # a word, and whether it comes or goes

    def add(self, word: str) -> None:
        """The word is to be put at the end; ``keep`` does it."""
        self._waiting.append((word, True))

    def remove(self, word: str) -> None:
        """The word is to be taken out; ``keep`` does it."""
        self._waiting.append((word, False))

    def keep(self) -> tuple[str, ...]:
        """Do what was asked for; gives all words. Raises OSError, and the file stays as it was."""
        with self._lock:
            kept = words = read(self.path)
            while self._waiting:
                word, comes = self._waiting.popleft()
                others = tuple(item for item in words if item != word)
                words = words if comes and word in words else (*others, word) if comes else others
            if words != kept:
                _write(self.path, words)
            return words


def _write(path: Path, words: tuple[str, ...]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=path.name, dir=path.parent)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.writelines(f"{word}\n" for word in words)
            file.flush()
            os.fsync(file.fileno())
        os.replace(name, path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
