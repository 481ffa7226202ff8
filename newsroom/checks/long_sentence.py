"""Sentences that a reader has to read twice."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from newsroom.checks.passage import Passage
from newsroom.i18n import _

MOST: Final = 45
"""Words; advice on plain writing ends at 25 to 30, so that this is a warning and not a nuisance."""
_WORD: Final = re.compile(r"[^\W_]+(?:['’.,-][^\W_]+)*")
_END: Final = re.compile(r"[.!?…]+[”\"’)\]]*(?=\s+[A-Z“\"‘(]|\s*$)|[;:](?=\s)")


def look(passage: Passage) -> Iterator[tuple[int, int, tuple[str, ...], str]]:
    """The first word of each sentence that has too many."""
    text = passage.seen
    at = 0
    for end in [*(found.end() for found in _END.finditer(text)), len(text)]:
        words = list(_WORD.finditer(text, at, end))
        if len(words) > MOST:
            said = _("{n} words to the next stop.").format(n=len(words))
            yield words[0].start(), words[0].end(), (), said
        at = end
