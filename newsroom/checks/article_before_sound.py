"""“a” and “an” by the sound that follows, where the sound is sure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from newsroom.checks.passage import Passage

_PAIR: Final = re.compile(r"(?<![\w.'’-])([Aa]n?) (\w+)")
_STARTS: Final = re.compile(r"(?:^|[.!?…:]|[“\"‘(«])[ ]?$")
_NOT_VOWEL: Final = re.compile(r"(?:one|once|oui|eu|ewe|u)", re.IGNORECASE)
_OPEN_U: Final = re.compile(
    r"(?:un(?!i|a?nim)|up|um|ult|ugl|unimp|unint|uninh|unid)", re.IGNORECASE
)
_CLOSED: Final = re.compile(
    r"(?:[bcdfgjklmnpqrstvwz]|one\b|once\b|eu|uni(?!m|nt|nh|d)|us(?:e|ua|ur)|uten|h)", re.IGNORECASE
)
_SILENT: Final = re.compile(r"(?:hour|hono|heir|hones)", re.IGNORECASE)
_EITHER: Final = re.compile(r"(?:histor|habitu|hotel|herb|homage|hors|hyster|hallu|hilari)", re.I)
_AN_LETTERS: Final = frozenset(
    [
        "MP",
        "MPs",
        "MEP",
        "MSP",
        "FBI",
        "NGO",
        "NHS",
        "HIV",
        "LGBT",
        "LGBTQ",
        "RAF",
        "SMS",
        "SUV",
        "MBA",
        "MRI",
        "NBA",
        "NFL",
        "LNG",
        "LPG",
        "HR",
        "HQ",
        "IRGC",
        "IAEA",
        "IMF",
        "IT",
        "ISP",
        "IQ",
        "ECB",
        "EPA",
        "AK",
        "AC",
        "AP",
        "AI",
        "ATM",
        "F16",
        "X",
    ]
)
_A_LETTERS: Final = frozenset(
    [
        "UN",
        "US",
        "UK",
        "UAE",
        "EU",
        "UEFA",
        "USB",
        "UFO",
        "UNHCR",
        "UNESCO",
        "UNICEF",
        "USAID",
        "CIA",
        "BBC",
        "PhD",
    ]
)
_AN_NUMBER: Final = re.compile(r"(?:8\d{0,2}|11|18)$")


def look(passage: Passage) -> Iterator[tuple[int, int, tuple[str, ...], str]]:
    """Each article that does not go with the sound behind it."""
    text = passage.seen
    for found in _PAIR.finditer(text):
        article, word = found[1], found[2]
        if article[0] == "A" and not _STARTS.search(
            text[max(0, found.start() - 3) : found.start()]
        ):
            continue  # grade A, Plan A
        right = _right(word, text[found.end() : found.end() + 1])
        if right is not None and right != article.lower():
            fix = article[0] + right[1:]
            yield found.start(1), found.end(1), (fix,), ""


def _right(word: str, behind: str) -> str | None:
    """ "a" or "an"; None where nothing is sure."""
    if word[0].isdigit():
        if not word.isdigit() or behind in ",.":
            return None
        return "an" if _AN_NUMBER.match(word) else None
    if word in _AN_LETTERS:
        return "an"
    if word in _A_LETTERS:
        return "a"
    if len(word) < 2 or not word.isascii() or (word[1:] != word[1:].lower()):
        return None
    if _SILENT.match(word):
        return "an"
    if _EITHER.match(word):
        return None
    if _OPEN_U.match(word):
        return "an"
    if _CLOSED.match(word):
        if word[0] == "h" and not word.islower():
            return None
        return "a"
    if _NOT_VOWEL.match(word):
        return None
    return "an" if word[0].lower() in "aeio" else None
