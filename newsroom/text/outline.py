"""The headings of a story, as an outline to jump by."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from newsroom.text.notes import SIGN, without_notes

_ATX = re.compile(r"(#{1,6})[ \t]*([^#\n].*?)[ \t]*#*[ \t]*")
_FENCE = re.compile(r"(`{3,}|~{3,})")
_SETEXT = re.compile(r"(=+|-+)[ \t]*")


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading: its level (1 to 6), its words, and where its line starts (character offset)."""

    level: int
    text: str
    offset: int


def headings(markdown: str) -> tuple[Heading, ...]:
    """The headings in order; what stands in fenced code is none, nor is one whose words are all
    noted out. One pass over the lines."""
    out: list[Heading] = []
    offset = 0
    fence = ""
    before = ""
    for line in markdown.split("\n"):
        bare = line.rstrip("\r")
        fenced = _FENCE.match(bare)
        if fence:
            if bare.rstrip() == fence:
                fence = ""
        elif fenced:
            fence = fenced[1]
        elif found := _ATX.fullmatch(bare):
            out.append(Heading(len(found[1]), found[2], offset))
        elif before and _SETEXT.fullmatch(bare):
            level = 1 if bare[0] == "=" else 2
            out.append(Heading(level, before, offset - len(before) - 1))
        before = bare if bare.strip() and not found_mark(bare) and not fence else ""
        offset += len(line) + 1
    return tuple(_without_notes(out)) if SIGN in markdown else tuple(out)


def _without_notes(found: list[Heading]) -> Iterator[Heading]:
    for heading in found:
        text = without_notes(heading.text).strip()
        if text:
            yield replace(heading, text=text)


def found_mark(line: str) -> bool:
    """Does the line begin with a mark of another block, so that no heading can be made of it?"""
    return re.match(r"[ \t]*(?:[#>|*+-]|\d+\.[ \t]|    )", line) is not None
