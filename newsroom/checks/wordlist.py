"""The personal dictionary: a plain text file, a word a line, that any editor can open."""

from __future__ import annotations

import os
import tempfile
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


def add(path: Path, word: str) -> tuple[str, ...]:
    """Put a word at the end; gives all. Raises OSError, and the file stays as it was."""
    kept = read(path)
    return kept if word in kept else _write(path, (*kept, word))


def remove(path: Path, word: str) -> tuple[str, ...]:
    """Take a word out; gives the others. Raises OSError, and the file stays as it was."""
    kept = read(path)
    return _write(path, tuple(item for item in kept if item != word)) if word in kept else kept


def _write(path: Path, words: tuple[str, ...]) -> tuple[str, ...]:
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
    return words
