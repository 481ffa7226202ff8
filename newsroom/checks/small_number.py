"""Whole numbers below 10 that count people or things, written with a figure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from newsroom.checks.passage import Passage

_WORDS: Final = ("two", "three", "four", "five", "six", "seven", "eight", "nine")
_NOUNS: Final = (
    "people|men|women|children|boys|girls|workers|students|soldiers|officers|officials|lawmakers"
    "|members|ministers|countries|nations|states|cities|towns|villages|provinces|companies|firms"
    "|banks|offices|schools|hospitals|houses|homes|buildings|bridges|ships|boats|planes|cars|trucks"
    "|buses|trains|books|films|songs|stories|reports|letters|questions|reasons|rules|laws|bills"
    "|meetings|talks|visits|trips|attacks|bombs|missiles|drones|tanks|protesters|suspects|victims"
    "|survivors|passengers|tourists|players|teams|matches|games|goals|candidates|parties|groups"
    "|sisters|brothers|sons|daughters|friends|parents|teachers|doctors|nurses|farmers|dogs|cats|horses"
    "|trees|rivers|lakes|islands|mountains|accords|agreements|treaties|projects|plans|attempts|others"
)
# Behind these a figure is a name, a part of a longer number or a score.
_BEFORE: Final = re.compile(
    r"(?:\b(?:No\.|Article|Section|Chapter|Part|Page|page|Group|Channel|Phase|Stage|Gate|Day|Level|Type"
    r"|Grade|Category|Class|Formula|Round|Room|Flight|Highway|Route|Line|Unit|article|group|phase"
    r"|verse|to|and|or|vs\.|of|by)|[\d.,/:$€£#%-])\s?$"
)
_FOUND: Final = re.compile(
    r"(?<![\w.,/:$€£#+–-])(?P<figure>[2-9])"
    rf"(?= (?:more |other |new |young |armed |local )?(?:{_NOUNS})\b)"
)


def look(passage: Passage) -> Iterator[tuple[int, int, tuple[str, ...], str]]:
    """Each figure, with its word."""
    text = passage.seen
    for found in _FOUND.finditer(text):
        if _BEFORE.search(text[max(0, found.start() - 12) : found.start()]):
            continue
        word = _WORDS[int(found["figure"]) - 2]
        first = not text[: found.start()].strip() or text[: found.start()].rstrip()[-1:] in ".!?"
        yield found.start(), found.end(), (word.capitalize() if first else word,), ""
