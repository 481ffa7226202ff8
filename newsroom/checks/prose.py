"""Markdown as the passages that a reader sees, each character with its place in the source.

One pass of bounded patterns over the lines, without the parser: ten thousand stories are looked
through in the time that the parser takes for some hundreds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Final, NamedTuple

from newsroom.checks.passage import BLANK
from newsroom.text.notes import note_spans

_FENCE: Final = re.compile(r"[ ]{0,3}(`{3,}|~{3,})")
_SKIPPED: Final = re.compile(
    r"[ ]{0,3}(?:\[(?!\^)[^\]\n]{1,200}\]:[ \t]*\S|\*\[[^\]\n]{1,200}\]:|:{3,}"
    r"|={2,}[ \t]*$|-{2,}[ \t]*$"
    r"|(?:[*_-][ \t]*){3,}$|\|?[ :|-]{3,}\|?[ \t]*$|</?[a-z][^>\n]{0,2000}>[ \t]*$)"
)
_PREFIX: Final = re.compile(r"[ \t]*((?:>[ \t]?)*)[ \t]*")
_ITEM: Final = re.compile(r"(?:[*+-]|:(?=[ \t])|\d{1,9}[.)])[ \t]+(?:\[[ xX]\](?:[ \t]+|$))?")
_HEAD: Final = re.compile(r"#{1,6}[ \t]*")
_NOTE: Final = re.compile(r"\[\^[^\]\n]{1,200}\]:[ \t]*")
_BAR: Final = re.compile(r"(?<!\\)\|")
_MARKUP: Final = re.compile(
    r"\\(?P<kept>[\\`*_{}\[\]()>#+\-.!~^%:|])"
    r"|(?P<code>(?<!`)(?P<ticks>`{1,3})(?!`).{1,1000}?(?<!`)(?P=ticks)(?!`))"
    r"|(?P<picture>!\[[^\]\n]{0,1000}\]\([^()\n]{0,2000}\))"
    r"|(?P<address><[a-zA-Z][a-zA-Z0-9+.-]{1,20}:[^<>\s]{1,2000}>)"
    r"|(?P<gone>\]\([^()\n]{0,2000}(?:\([^()\n]{0,500}\)[^()\n]{0,500})?\)|\]\[[^\[\]\n]{0,200}\]"
    r"|\[\^[^\[\]\n]{0,200}\]|<!--.{0,2000}?-->|\{[:#.][^{}\n]{0,300}\}"
    r"|</?[A-Za-z][^<>\n]{0,2000}>)"
    r"|(?P<entity>&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});)"
    r"|(?P<bracket>[\[\]](?!\())"
    r"|(?P<mark>\*{1,3}(?=\S)|(?<=\S)\*{1,3}|(?<!\w)_{1,3}(?=\S)|(?<=\S)_{1,3}(?!\w)|~~)"
)
_SIGNS: Final = frozenset("\\`![]<{&*_~")


class Prose(NamedTuple):
    """A passage. Character ``n`` of ``text`` begins at ``places[n]`` of the source; the last
    place is the end. ``quote`` and ``heading`` say what it stands in."""

    text: str
    places: list[int]
    quote: bool = False
    heading: bool = False

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where in the source a stretch of the text, of one character at least, stands."""
        return self.places[start], self.places[end - 1] + 1


def passages(markdown: str) -> Iterator[Prose]:
    """The passages of a body, in their order."""
    noted = note_spans(markdown)
    text = markdown.replace("\r\n", " \n") if "\r" in markdown else markdown
    if noted:
        parts: list[str] = []
        at = 0
        for start, end in noted:
            hidden = "".join(sign if sign == "\n" else BLANK for sign in text[start:end])
            parts += (text[at:start], hidden)
            at = end
        text = "".join((*parts, text[at:]))
    yield from _Lines(text).passages()


class _Lines:
    """Puts the lines of a text together to paragraphs."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._open: list[tuple[int, int]] = []  # the stretches of the paragraph that is open
        self._quote = False
        self._item = False  # a list is open, in which indented lines are text

    def passages(self) -> Iterator[Prose]:
        fence = ""
        blank = True
        at = 0
        for line in self._text.split("\n"):
            start, at = at, at + len(line) + 1
            if fence:
                if line.strip().startswith(fence) and not line.strip(" `~"):
                    fence = ""
                continue
            found = _FENCE.match(line)
            if found:
                yield from self._close()
                fence = found[1]
                continue
            if not line.strip(" \t>"):
                yield from self._close()
                blank = True
                continue
            if _SKIPPED.match(line):
                yield from self._close()
                blank = False
                continue
            if blank and not self._item and line.startswith(("    ", "\t")):
                continue  # code
            yield from self._line(start, line, blank)
            blank = False
        yield from self._close()

    def _line(self, start: int, line: str, blank: bool) -> Iterator[Prose]:
        prefix = _PREFIX.match(line)
        assert prefix is not None
        quote = bool(prefix[1])
        first = prefix.end()
        head = _HEAD.match(line, first)
        item = _ITEM.match(line, first) or _NOTE.match(line, first)
        if head:
            yield from self._close()
            stop = start + len(line.rstrip().rstrip("#"))
            yield _prose(self._text, [(start + head.end(), stop)], quote, heading=True)
            self._item = False
            return
        if item:
            yield from self._close()
            first, self._item = item.end(), True
        elif blank and not line[:1].isspace():
            self._item = False
        if quote != self._quote:
            yield from self._close()
        bars = [found.start() for found in _BAR.finditer(line)] if "|" in line else []
        if bars and (line.lstrip()[:1] == "|" or len(bars) > 1):
            yield from self._close()
            edges = [first - 1, *[bar for bar in bars if bar >= first], len(line)]
            for left, right in pairwise(edges):
                if line[left + 1 : right].strip():
                    yield _prose(self._text, [(start + left + 1, start + right)], quote)
            return
        self._quote = quote
        self._open.append((start + first, start + len(line)))

    def _close(self) -> Iterator[Prose]:
        if self._open:
            yield _prose(self._text, self._open, self._quote)
            self._open = []


def line_of(line: str) -> Prose:
    """One line of Markdown, as an editor of the source shows it."""
    prefix = _PREFIX.match(line)
    assert prefix is not None
    first = prefix.end()
    head = _HEAD.match(line, first)
    opening = head or _ITEM.match(line, first) or _NOTE.match(line, first)
    stretch = (opening.end() if opening else first, len(line))
    return _prose(line, [stretch], bool(prefix[1]), heading=head is not None)


def _prose(
    source: str, stretches: list[tuple[int, int]], quote: bool, *, heading: bool = False
) -> Prose:
    parts: list[str] = []
    places: list[int] = []
    for number, (start, end) in enumerate(stretches):
        if number:
            parts.append(" ")
            places.append(stretches[number - 1][1])
        while start < end and source[start].isspace():
            start += 1
        while end > start and (source[end - 1].isspace() or source[end - 1] == "\\"):
            end -= 1
        _inline(source, start, end, parts, places)
    places.append(stretches[-1][1])
    return Prose("".join(parts), places, quote, heading)


def _inline(source: str, start: int, end: int, parts: list[str], places: list[int]) -> None:
    """Add what a reader sees of a stretch."""
    if _SIGNS.isdisjoint(source[start:end]):
        parts.append(source[start:end])
        places.extend(range(start, end))
        return
    at = start
    for found in _MARKUP.finditer(source, start, end):
        first, last = found.span()
        parts.append(source[at:first])
        places.extend(range(at, first))
        at = last
        if found["kept"]:
            parts.append(found["kept"])
            places.append(first + 1)
        elif found["code"] or found["picture"] or found["address"] or found["entity"]:
            parts.append(BLANK)
            places.append(first)
        elif found["bracket"] and not _links(source, first, end):
            parts.append(found[0])
            places.append(first)
    parts.append(source[at:end])
    places.extend(range(at, end))


def _links(source: str, at: int, end: int) -> bool:
    """Whether a bracket opens the words of a link, whose closing one is taken with the address."""
    if source[at] != "[":
        return False
    shut = source.find("]", at, min(end, at + 1000))
    return shut >= 0 and source[shut + 1 : shut + 2] in ("(", "[")
