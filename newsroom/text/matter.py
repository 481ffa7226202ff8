"""Front matter: the fields before a story's text, between two fences. Not parsed here."""

from __future__ import annotations

import re
from typing import NamedTuple

_FENCE = re.compile(r"---[ \t]*\r?\n")
_CLOSE = re.compile(r"^(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.MULTILINE)


class Split(NamedTuple):
    """The YAML between the fences (None if there is no front matter) and the text after it."""

    matter: str | None
    body: str


def split_matter(text: str) -> Split:
    """A file's front matter and body. A byte order mark before the fence is taken off."""
    bare = text.removeprefix("\ufeff")
    opened = _FENCE.match(bare)
    if not opened:
        return Split(None, text)
    closed = _CLOSE.search(bare, opened.end())
    if not closed:
        return Split(None, text)
    return Split(bare[opened.end() : closed.start()], bare[closed.end() :])


def join_matter(matter: str, body: str) -> str:
    """A file with front matter; ``split_matter`` gives the same two parts back."""
    ended = matter if matter.endswith("\n") or not matter else matter + "\n"
    return f"---\n{ended}---\n{body}"
