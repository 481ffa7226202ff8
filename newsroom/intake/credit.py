"""Credit lines as they are printed ("By Ana Lima and Ben Okri"), taken apart into names."""

from __future__ import annotations

import re

_BEFORE = re.compile(
    r"^\s*(?:by|written by|reported by|words by|von|par|por|di|door|av|af|نوشته‌?ٔ?ی?|به قلم|بقلم)"
    r"[:\s]\s*",
    re.IGNORECASE,
)
_BETWEEN = re.compile(
    r"\s*(?:[,;،؛]\s*(?:and\s+)?|\s(?:and|und|et|y|e|en|og|och|و)\s|\s*&\s*|\s+/\s+)\s*"
)
_AFTER = re.compile(
    r"\s*(?:[|•·–—].*|\b(?:for|in|fuer|für)\s+[A-Z].*|\(.*\))$"  # "… | Porto Belo", "(photo)"
)
MOST_NAMES = 20  # a credit line; a longer list is prose
MOST_LETTERS = 80  # of a name


def names_in(line: str) -> tuple[str, ...]:
    """The names in a credit line, in their order; empty where it is none."""
    words = _AFTER.sub("", _BEFORE.sub("", " ".join(line.split())))
    names = [name.strip(" .") for name in _BETWEEN.split(words)]
    found = tuple(dict.fromkeys(name for name in names if name))
    if len(found) > MOST_NAMES or any(len(name) > MOST_LETTERS for name in found):
        return ()
    return found
