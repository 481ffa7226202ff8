"""Patterns of the rule book: their abbreviations, what they may not be, and how one is tried.

Python's engine can't be told to stop, so a pattern is judged before it is kept: it must read, must
not find nothing at all, and has to get through texts made to make it go back and forth. Whatever
slips through is ended by the owner of the process that it runs in (``checks.styling``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from time import perf_counter
from typing import Final

MOST: Final = 2_000  # characters of a pattern
TRIED_SECONDS: Final = 0.25
"""What one pattern may take for a text of ``STRESS`` characters; good ones take a hundredth."""
STRESS: Final = 4_000

_MONTHS: Final = (
    "January|February|March|April|May|June|July|August|September|October|November|December"
)
_DAYS: Final = "Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday"
_SHORT: Final = {
    "month": f"(?:{_MONTHS})",
    "mon": r"(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)",
    "day": f"(?:{_DAYS})",
    "number": r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?",
    "small": "(?:one|two|three|four|five|six|seven|eight|nine)",
    "ten": "(?:ten|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)",
    "name": r"[A-Z][a-z’'-]+",
    "start": r"(?:^|(?<=[.!?…][ ])|(?<=[.!?…][”\"’][ ]))",
}
_CASED: Final = re.compile(r"\\([lu])\{(\d)\}")
_BRACED: Final = re.compile(r"(?<!\\)\{([a-z]+)\}")


class Faulty(ValueError):
    """A pattern can't be used; the words say why."""


def spelled_out(pattern: str) -> str:
    """The pattern with its abbreviations ({month}, {number} ...) written out. Raises Faulty."""

    def put(found: re.Match[str]) -> str:
        if found[1] not in _SHORT:
            raise Faulty(f"{{{found[1]}}} is none of {', '.join(f'{{{n}}}' for n in _SHORT)}")
        return _SHORT[found[1]]

    return _BRACED.sub(put, pattern)


def compiled(pattern: str, *, exact: bool) -> re.Pattern[str]:
    """The pattern, ready to be used. Raises Faulty with what is wrong with it."""
    if len(pattern) > MOST:
        raise Faulty(f"more than {MOST} characters")
    flags = re.MULTILINE if exact else re.MULTILINE | re.IGNORECASE
    try:
        made = re.compile(spelled_out(pattern), flags)
    except (re.error, RecursionError, OverflowError) as error:
        raise Faulty(str(error)) from error
    if made.search("") is not None:
        raise Faulty("it finds nothing at all, and so finds it everywhere")
    return made


def matches(made: re.Pattern[str], text: str) -> Iterator[tuple[int, int, re.Match[str]]]:
    """Every match, from where to where: of its group "at" where it has one, of the whole else."""
    named = "at" in made.groupindex
    for found in made.finditer(text):
        start, end = found.span("at") if named else found.span()
        if 0 <= start < end:
            yield start, end, found


def proposals(put: str, found: re.Match[str]) -> tuple[str, ...]:
    r"""What may stand there: a line each, ``\1`` and ``\g<name>`` taken from the match.

    ``\l{1}`` and ``\u{1}`` are a group with a small or a capital first letter.
    """
    return tuple(_expanded(line, found) for line in put.split("\n") if line.strip())


def _expanded(line: str, found: re.Match[str]) -> str:
    if "\\l{" not in line and "\\u{" not in line:
        return found.expand(line)
    parts: list[str] = []
    at = 0
    for mark in _CASED.finditer(line):
        words = found[int(mark[2])] or ""
        parts.append(found.expand(line[at : mark.start()]))
        first = words[:1].lower() if mark[1] == "l" else words[:1].upper()
        parts.append(first + words[1:])
        at = mark.end()
    return "".join((*parts, found.expand(line[at:])))


def stress(pattern: str, examples: tuple[str, ...]) -> Iterator[str]:
    """Texts that make a pattern go back and forth, if anything does: long runs of what it looks
    for, with an end that does not fit."""
    letters = dict.fromkeys(sign for sign in pattern if sign.isalnum())
    for sign in (*list(letters)[:6], "a", "1", " ", "\u0627"):
        yield sign * STRESS + "\ufffc"
    for pair in ("a ", "1,", "a.", "aA"):
        yield pair * (STRESS // 2) + "\ufffc"
    for example in examples[:4]:
        if example:
            yield (example * (STRESS // len(example) + 1))[:STRESS] + "\ufffc"


def is_slow(made: re.Pattern[str], pattern: str, examples: tuple[str, ...]) -> bool:
    """Whether the pattern takes too long for a text that was made for it. It may not come back
    at all: to be asked in a process that can be ended."""
    for text in stress(pattern, examples):
        began = perf_counter()
        for _found in made.finditer(text):
            if perf_counter() - began > TRIED_SECONDS:
                return True
        if perf_counter() - began > TRIED_SECONDS:
            return True
    return False
