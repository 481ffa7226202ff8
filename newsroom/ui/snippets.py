"""A person's own snippets and abbreviations: a list kept as JSON beside the settings."""

from __future__ import annotations

import json
import logging
import os
import re
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Final

from newsroom.values import dataclass

FILE: Final = "snippets.json"
MOST: Final = 2_000  # snippets; more is a mistake
MOST_TEXT: Final = 100_000  # characters of one

FIELD: Final = re.compile(r"\$\{[^{}\n]{0,80}\}")
"""A field of a snippet: ``${the words that stand for it}``. Tab walks from one to the next."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Snippet:
    """A text to be put in by its name or, if it has one, by its abbreviation."""

    name: str
    short: str = ""
    text: str = ""


class Snippets:
    """The list, read when it is first asked for."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / FILE
        self._list: tuple[Snippet, ...] | None = None
        self._shorts: Mapping[str, Snippet] = {}

    @property
    def all(self) -> tuple[Snippet, ...]:
        """Every snippet in its order."""
        if self._list is None:
            self._take(_read(self._path))
        return self._list or ()

    def expansion(self, word: str) -> str | None:
        """What an abbreviation stands for; with a capital, if it was typed with one."""
        if self._list is None:
            self._take(_read(self._path))
        found = self._shorts.get(word)
        if found is not None:
            return found.text
        if word[:1].isupper() and (found := self._shorts.get(word[0].lower() + word[1:])):
            return found.text[:1].upper() + found.text[1:]
        return None

    def replace(self, snippets: Iterable[Snippet]) -> None:
        """The list is another from now on; ``save`` keeps it."""
        self._take(tuple(snippets))

    def save(self) -> None:
        """Keep the list; what stood there stays whole if the disk is full. Raises OSError."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        text = json.dumps([asdict(one) for one in self.all], indent=2, ensure_ascii=False) + "\n"
        handle, name = tempfile.mkstemp(prefix=FILE, dir=self._path.parent)
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                file.write(text)
            os.replace(name, self._path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise

    def _take(self, snippets: tuple[Snippet, ...]) -> None:
        self._list = snippets
        self._shorts = {one.short: one for one in reversed(snippets) if one.short and one.text}


def _read(path: Path) -> tuple[Snippet, ...]:
    """The kept list; one that can't be read is empty, and its file is put aside."""
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
        return tuple(_one(entry) for entry in kept[:MOST])
    except FileNotFoundError:
        return ()
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        _log.warning("the snippets can't be read (%s); they are kept as %s.bad", error, path.name)
        try:
            os.replace(path, path.with_name(f"{path.name}.bad"))
        except OSError as second:
            _log.warning("they could not be put aside: %s", second)
        return ()


def _one(entry: Mapping[str, object]) -> Snippet:
    name, short, text = (entry.get(key, "") for key in ("name", "short", "text"))
    if not (isinstance(name, str) and isinstance(short, str) and isinstance(text, str)):
        raise TypeError("a snippet is made of words")
    return Snippet(name=name[:200], short=short[:80], text=text[:MOST_TEXT])
