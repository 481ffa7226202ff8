"""A small word written twice; words that may rightly stand twice (had, that, her, in) are left."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from newsroom.checks.passage import Passage

_ENGLISH: Final = (
    "the|a|an|of|and|or|for|with|at|from|as|but|if|are|were|be|has|have|he|she|they|we|his|their"
    "|this|will|would|can|not|to|its|our|my"
)
_PERSIAN: Final = "که|را|و|از|است|این|برای"
_TWICE: Final = {
    "en": re.compile(
        rf"\b(?P<word>{_ENGLISH})(?P<gap>\s+)(?P<again>(?i:(?P=word)))\b(?!['’-])", re.I
    ),
    "fa": re.compile(rf"(?<![\w\u200c])(?P<word>{_PERSIAN})\s+(?P<again>(?P=word))(?![\w\u200c])"),
}


def look(passage: Passage) -> Iterator[tuple[int, int, tuple[str, ...], str]]:
    """Both words, to be one."""
    pattern = _TWICE.get(passage.language)
    if pattern is None:
        return
    text = passage.seen
    for found in pattern.finditer(text):
        before = text[max(0, found.start() - 1) : found.start()]
        if found["again"][:1].isupper() or before in ("-", "’", "'"):
            continue  # The The; a-to-to
        yield found.start(), found.end(), (found["word"],), ""
