"""Headlines set with capitals: the small words small, the others not. One in sentence case, and one
that is all capitals, is left alone (another rule speaks of that)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from newsroom.checks.passage import Passage

_WORD: Final = re.compile(r"[A-Za-z][A-Za-z’']*")
_SMALL: Final = frozenset(
    ["a", "an", "and", "as", "at", "but", "by", "for", "in", "nor", "of", "on", "or", "the", "to"]
)
_FREE: Final = frozenset(
    ["up", "off", "out", "so", "yet", "per", "via", "if", "than", "from", "into", "over", "with"]
)
_MOSTLY: Final = 0.7  # of the longer words: from then on the headline is set with capitals
_FEWEST: Final = 4  # longer words, from which something can be said at all


def look(passage: Passage) -> Iterator[tuple[int, int, tuple[str, ...], str]]:
    """Small words with a capital, other words without one."""
    text = passage.seen
    words = [found for found in _WORD.finditer(text) if not _joined(text, found.start())]
    long = [found for found in words if len(found[0]) > 3 and found[0].lower() not in _FREE]
    if len(long) < _FEWEST or text.isupper():
        return
    capital = sum(found[0][0].isupper() for found in long)
    if capital < _MOSTLY * len(long):
        return
    for number, found in enumerate(words):
        word = found[0]
        first = number == 0 or bool(re.search(r"[:.!?—–“\"‘]\s*$", text[: found.start()]))
        last = number == len(words) - 1
        if word.lower() in _SMALL:
            if word[0].isupper() and word[1:].islower() and not (first or last):
                yield found.start(), found.end(), (word.lower(),), ""
        elif word.islower() and word.lower() not in _FREE and len(word) > 3:
            yield found.start(), found.end(), (word[0].upper() + word[1:],), ""


def _joined(text: str, at: int) -> bool:
    return at > 0 and (text[at - 1] in "-’'" or text[at - 1].isalnum())
