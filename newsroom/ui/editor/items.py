"""Lists and quotes in Markdown, line by line: how they go on, and how an item changes its level."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import Final

INDENT: Final = "    "
"""A level further in, as Python-Markdown wants it."""
_ITEM: Final = re.compile(
    r"(?P<lead>(?:[ ]{0,3}>[ ]?)*)(?P<indent>[ \t]*)"
    r"(?:(?P<bullet>[-*+])|(?P<number>\d{1,9})(?P<dot>[.)]))"
    r"(?P<gap>[ \t]+)(?P<task>\[[ xX]\](?:[ ]|$))?"
)
_QUOTE: Final = re.compile(r"(?:[ ]{0,3}>[ ]?)+")
_OUT: Final = re.compile(r"^(?: {1,4}|\t)")
_FAR: Final = 500  # lines above that are looked at for the list an item comes into


def is_item(line: str) -> bool:
    """Whether the line begins an item of a list."""
    return _ITEM.match(line) is not None


def going_on(line: str) -> tuple[int, str, bool] | None:
    """How Enter goes on in a line: where its words begin, how the next line begins, and whether
    this one is empty; None for a line that is no item and no quote."""
    found = _ITEM.match(line)
    if found is not None:
        number = found["number"]
        sign = found["bullet"] or f"{_like(number, int(number) + 1)}{found['dot']}"
        task = "[ ] " if found["task"] else ""
        lead = f"{found['lead']}{found['indent']}{sign}{found['gap']}{task}"
        return found.end(), lead, not line[found.end() :].strip()
    quote = _QUOTE.match(line)
    if quote is None:
        return None
    return quote.end(), quote[0], not line[quote.end() :].strip()


def left(lines: Sequence[str], at: int) -> str:
    """Line ``at``, an empty item or quote, after Enter: one level further out, at last no item."""
    line = lines[at]
    found = _ITEM.match(line)
    if found is not None:
        if found["indent"]:
            return moved(lines, at, -1)
        return found["lead"]
    return _QUOTE.sub(lambda quote: quote[0][: quote[0].rfind(">")], line, count=1).rstrip(" ")


def moved(lines: Sequence[str], at: int, way: int) -> str:
    """Line ``at`` one level further in (+1) or out (-1); a numbered item counts on there."""
    line = lines[at]
    found = _ITEM.match(line)
    if found is None:
        if way > 0:
            return INDENT + line if line else line
        return _OUT.sub("", line)
    indent = found["indent"]
    indent = indent + INDENT if way > 0 else _OUT.sub("", indent)
    rest = line[found.end("indent") :]
    if found["number"]:
        number = _like(found["number"], _number(lines, at, found["lead"], indent))
        rest = f"{number}{rest[len(found['number']) :]}"
    return f"{found['lead']}{indent}{rest}"


def _like(digits: str, number: int) -> str:
    """A number in the same digits: Persian lists count in Persian."""
    zero = ord(digits[0]) - unicodedata.digit(digits[0])
    return "".join(chr(zero + int(digit)) for digit in str(number))


def _number(lines: Sequence[str], at: int, lead: str, indent: str) -> int:
    """What a numbered item counts as at that indent: on from its sibling above, or from 1."""
    width = len(indent.expandtabs(4))
    for line in reversed(lines[max(0, at - _FAR) : at]):
        found = _ITEM.match(line)
        if found is None:
            if line.strip() and not line.startswith((" ", "\t", ">")):
                return 1
            continue
        other = len(found["indent"].expandtabs(4))
        if other < width or found["lead"].strip() != lead.strip():
            return 1
        if other == width:
            return int(found["number"]) + 1 if found["number"] else 1
    return 1
