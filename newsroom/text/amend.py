"""A text that was cut into segments and then changed in one place: only what stands around the
change is cut anew. Where the change may reach further (a fence, a tag, a definition), nothing is
said, and the whole has to be read.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import Any, NamedTuple, Protocol

from newsroom.text.guard import MOST_LINES, guard
from newsroom.text.parse import Parser
from newsroom.text.segments import (
    MOST_SEGMENTS,
    Segment,
    SegmentKind,
    longest_run,
    propose,
    prove_all,
)

_CALM = frozenset({SegmentKind.TEXT, SegmentKind.LIST, SegmentKind.QUOTE})
"""Kinds that say nothing of what stands beyond their neighbours."""
_FAR = re.compile(r"<|```|~~~|^ {0,3}:|\]:", re.MULTILINE)
"""Signs that reach further: tags, fences, boxes, definitions of any kind. They may stand in an item
or a quotation, too."""
_FRONT = ("---", "+++")  # what a text with front matter begins with
_MOST = 40_000  # characters that are cut anew; the whole of such a text takes 50 ms
_STRIDE = 4096  # characters that are compared at once


class Cutted(Protocol):
    """A segment as a document keeps it."""

    @property
    def source(self) -> str:
        """Its text."""

    @property
    def gap(self) -> str:
        """The blank lines behind it."""

    @property
    def kind(self) -> SegmentKind:
        """What it was taken for."""

    @property
    def card(self) -> bool:
        """Whether it is shown as source."""


class Window(NamedTuple):
    """Segments ``first`` to ``after`` of the old text give way to ``segments`` of the new one."""

    first: int
    after: int
    segments: tuple[Segment, ...]


def window(
    old: str,
    new: str,
    pieces: Sequence[Cutted],
    starts: Sequence[int],
    parser: Parser,
    references: dict[str, Any],
    footnotes: dict[str, Any],
) -> Window | None:
    """What of ``pieces``, the segments of ``old`` that begin at ``starts``, is another in ``new``.

    The segments before and behind the changed ones are cut again too and have to come out as they
    were: so the change ends where it seems to. Both texts have bare newlines.
    """
    if not pieces or not new:
        return None
    head = shared(old, new)
    tail = shared_end(old, new, min(len(old), len(new)) - head)
    if head < starts[0]:
        return None
    # A change where two touch may be either's.
    low = max(0, bisect_left(starts, head) - 1)
    high = min(len(pieces) - 1, max(low, bisect_right(starts, len(old) - tail) - 1))
    first, after = max(0, low - 1), min(len(pieces), high + 2)
    start = starts[first]
    end = starts[after] if after < len(pieces) else len(old)
    was, text = old[start:end], new[start : end + len(new) - len(old)]
    if not _is_calm(pieces[first:after], was, text):
        return None
    if new.startswith(_FRONT) and pieces[0].kind is not SegmentKind.FRONT:
        return None  # one more line of that kind would make it front matter
    segments = _cut(text, parser, references, footnotes)
    if segments is None or segments[0].start or len(pieces) + len(segments) > MOST_SEGMENTS:
        return None
    for at, piece, is_edge in (
        (0, pieces[first], first < low),
        (-1, pieces[after - 1], after - 1 > high),
    ):
        if is_edge and not _is_same(text, segments[at], piece):
            return None
    return Window(
        first,
        after,
        tuple(
            Segment(start + piece.start, start + piece.end, start + piece.gap_end, piece.kind)
            for piece in segments
        ),
    )


def _is_calm(pieces: Sequence[Cutted], was: str, text: str) -> bool:
    return (
        max(len(was), len(text)) <= _MOST
        and all(piece.kind in _CALM and not piece.card for piece in pieces)
        and not _FAR.search(was)
        and not _FAR.search(text)
        and longest_run(text) <= MOST_LINES
    )


def _cut(
    text: str, parser: Parser, references: dict[str, Any], footnotes: dict[str, Any]
) -> tuple[Segment, ...] | None:
    proposed = propose(text, parser.is_block_level)
    if not proposed or any(guard(text[piece.start : piece.end]) for piece in proposed):
        return None
    try:
        whole = parser.prints(parser.tree(text, references, footnotes))
        found = prove_all(text, proposed, whole, parser, references, footnotes)
    except RecursionError:
        return None
    return tuple(found) if all(piece.kind in _CALM for piece in found) else None


def _is_same(text: str, segment: Segment, piece: Cutted) -> bool:
    return (
        segment.kind is piece.kind
        and text[segment.start : segment.end] == piece.source
        and text[segment.end : segment.gap_end] == piece.gap
    )


def shared(one: str, other: str) -> int:
    """How many characters both begin with."""
    most = min(len(one), len(other))
    at = 0
    while at < most and one[at : at + _STRIDE] == other[at : at + _STRIDE]:
        at += _STRIDE
    if at >= most:
        return most
    low, high = at, min(most, at + _STRIDE)
    while low < high:
        middle = (low + high + 1) // 2
        if one[at:middle] == other[at:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def shared_end(one: str, other: str, most: int) -> int:
    """How many characters both end with, ``most`` at most."""
    at = 0
    while at < most:
        step = min(_STRIDE, most - at)
        if _end(one, at, step) != _end(other, at, step):
            low, high = 0, step
            while low < high:
                middle = (low + high + 1) // 2
                if _end(one, at, middle) == _end(other, at, middle):
                    low = middle
                else:
                    high = middle - 1
            return at + low
        at += step
    return most


def _end(text: str, at: int, size: int) -> str:
    """``size`` characters that stand ``at`` before the end."""
    return text[len(text) - at - size : len(text) - at]
