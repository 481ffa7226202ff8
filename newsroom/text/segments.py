"""The source cut into top-level segments, each proven against the parse of the whole text.

A line-level splitter proposes; a segment holds when its own parse equals its share of the whole
parse. A wrong proposal only makes a coarser segment (design/editor.md 2.1, point 6).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from enum import StrEnum
from typing import Any

from newsroom.text.divs import DIV_CLOSE, DIV_OPEN
from newsroom.text.guard import MOST_LINES, guard
from newsroom.text.parse import Parser
from newsroom.text.plain import is_line, printed
from newsroom.values import dataclass

_FENCE = re.compile(r"^(~{3,}|`{3,})[ ]*((\{[^\n]*\})|(\.?[\w#.+-]*[ ]*(hl_lines=.*)?))$")
_HTML = re.compile(r"^ {0,3}<(/?)([a-zA-Z][\w:-]*)|^ {0,3}<(!--|\?|!\[CDATA|![A-Z])")
_ITEM = re.compile(r"^ {0,3}([*+-]|\d+\.)[ ]+")
_QUOTE = re.compile(r"^ {0,3}>")
_FOOTNOTE = re.compile(r"^ {0,3}\[\^[^\]]*\]:")
_DEFINITION = re.compile(r"^ {0,3}:[ ]{1,3}")
_HEADING = re.compile(r"^#{1,6}[^#\n]")
_TAG = re.compile(r"<(/?)([a-zA-Z][\w:-]*)((?:[^<>\"']|\"[^\"]*\"|'[^']*')*)>")
_VOID = frozenset(
    "area base br col embed hr img input link meta param source track wbr".split()  # noqa: SIM905
)
_ENDS = {"!--": "-->", "?": "?>", "![CDATA": "]]>"}
TRIES_BEFORE_DOUBLING = 6  # merging one by one is quadratic; after this the step doubles
MOST_MERGES = 40  # beyond this the rest is one segment
MOST_SEGMENTS = 10_000  # a story of 400,000 words has as many; more is one card
MOST_WHOLE = 1_500_000  # characters; a longer text is cut by its look alone


class SegmentKind(StrEnum):
    """What the splitter took a segment for; only FRONT, HTML and DEFINITIONS are never parsed."""

    TEXT = "text"
    FRONT = "front"
    FENCE = "fence"
    HTML = "html"
    LIST = "list"
    QUOTE = "quote"
    FOOTNOTE = "footnote"
    DEFINITION = "definition"
    INDENTED = "indented"
    DEFINITIONS = "definitions"
    DIV = "div"


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of the source: its text and the blank lines after it (offsets in characters)."""

    start: int
    end: int
    gap_end: int
    kind: SegmentKind


@dataclass(frozen=True, slots=True)
class Cut:
    """The segments of a text and what its definitions hand to each of them. Not ``proven``: cut by
    the look of the lines alone."""

    segments: tuple[Segment, ...]
    references: dict[str, Any]
    footnotes: dict[str, Any]
    proven: bool = True


def propose(source: str, is_block: Callable[[str], bool]) -> list[Segment]:
    """Segments by the look of the lines alone. ``source`` has bare newlines."""
    lines = source.split("\n")
    found: list[tuple[int, int, SegmentKind]] = []
    at = front_matter(lines)
    if at:
        found.append((0, at, SegmentKind.FRONT))
    closers = _closers(lines)
    while at < len(lines):
        line = lines[at]
        if not line.strip():
            at += 1
            continue
        end, kind = _chunk(lines, at, is_block, closers)
        before = found[-1] if found else None
        joins = (
            before is not None
            and before[2] is not SegmentKind.FRONT
            and _joins(before[2], kind)
            and not (kind is SegmentKind.LIST and _other_list(lines[before[0]], line))
        )
        if joins and before is not None:
            merged = SegmentKind.DEFINITION if kind is SegmentKind.DEFINITION else before[2]
            found[-1] = (before[0], end, merged)
        else:
            found.append((at, end, kind))
        at = end
    return _offsets(source, lines, found)


def front_matter(lines: list[str]) -> int:
    """How many lines the front matter takes, 0 if there is none."""
    fence = lines[0].rstrip()
    if fence not in ("---", "+++"):
        return 0
    for number in range(2, len(lines)):
        if lines[number].rstrip() == fence:
            return number + 1
    return 0


def _closers(lines: list[str]) -> dict[str, int]:
    """For each fence, the last line that could close it (so that an open fence costs no scan)."""
    last: dict[str, int] = {}
    for number, line in enumerate(lines):
        bare = line.rstrip(" ")
        if len(bare) >= 3 and bare[0] in "`~" and bare == bare[0] * len(bare):
            last[bare] = number
        elif DIV_CLOSE.match(bare):
            last[":::"] = number
    return last


def _fence_end(lines: list[str], at: int, closers: dict[str, int]) -> int:
    """The line after the fenced block that opens at ``at``; 0 if none does or it never closes."""
    opened = _FENCE.match(lines[at])
    if not opened or closers.get(opened[1], -1) <= at:
        return 0
    for number in range(at + 1, len(lines)):
        if lines[number].rstrip(" ") == opened[1]:
            return number + 1
    return 0


def open_fences(source: str) -> frozenset[str]:
    """The fences that open a block nowhere closed: words, until a line like them stands below.
    ``source`` has bare newlines."""
    if "```" not in source and "~~~" not in source:
        return frozenset()
    lines = source.split("\n")
    closers = _closers(lines)
    found: set[str] = set()
    at = 0
    while at < len(lines):
        if end := _fence_end(lines, at, closers):
            at = end
            continue
        if opened := _FENCE.match(lines[at]):
            found.add(opened[1])
        at += 1
    return frozenset(found)


def _div_end(lines: list[str], at: int, closers: dict[str, int]) -> int:
    """The line after the pull quote or box that opens at ``at``; 0 if none does or it is open."""
    if closers.get(":::", -1) <= at or not DIV_OPEN.match(lines[at]):
        return 0
    number = at + 1
    while number < len(lines):
        if end := _fence_end(lines, number, closers):
            number = end
            continue
        if DIV_CLOSE.match(lines[number]):
            return number + 1
        if DIV_OPEN.match(lines[number]):
            return 0
        number += 1
    return 0


def _chunk(
    lines: list[str], at: int, is_block: Callable[[str], bool], closers: dict[str, int]
) -> tuple[int, SegmentKind]:
    """Where the chunk that begins at ``at`` ends, and what it looks like."""
    line = lines[at]
    if end := _fence_end(lines, at, closers):
        return end, SegmentKind.FENCE
    if line.startswith(":::") and (end := _div_end(lines, at, closers)):
        return end, SegmentKind.DIV
    html = _HTML.match(line)
    if html and (html[3] or is_block(html[2])):
        return _html_end(lines, at, html), SegmentKind.HTML
    end = at + 1
    while end < len(lines) and lines[end].strip():
        if _HEADING.match(line) and not _ITEM.match(line):
            break
        if _fence_end(lines, end, closers) or _div_end(lines, end, closers):
            break
        inner = _HTML.match(lines[end])
        if inner and inner[2] and is_block(inner[2]):
            break
        end += 1
    kind = _look(line.expandtabs(4))
    if kind is SegmentKind.TEXT and any(map(_FOOTNOTE.match, lines[at + 1 : end])):
        kind = SegmentKind.FOOTNOTE  # indented lines behind it are the note's
    return end, kind


def _look(line: str) -> SegmentKind:
    for pattern, kind in (
        (_ITEM, SegmentKind.LIST),
        (_QUOTE, SegmentKind.QUOTE),
        (_FOOTNOTE, SegmentKind.FOOTNOTE),
        (_DEFINITION, SegmentKind.DEFINITION),
    ):
        if pattern.match(line):
            return kind
    return SegmentKind.INDENTED if line.startswith("    ") else SegmentKind.TEXT


def _joins(before: SegmentKind, kind: SegmentKind) -> bool:
    """Does a chunk of ``kind`` go on with what stands before it?"""
    if kind is SegmentKind.DEFINITION:
        return True
    if kind is SegmentKind.INDENTED:
        return before in (
            SegmentKind.LIST,
            SegmentKind.FOOTNOTE,
            SegmentKind.DEFINITION,
            SegmentKind.INDENTED,
        )
    return kind is before and kind in (SegmentKind.LIST, SegmentKind.QUOTE)


def _other_list(above: str, line: str) -> bool:
    """Is one of two items numbered and the other not?"""
    marks = [_ITEM.match(text.expandtabs(4)) for text in (above, line)]
    return len({mark[1] in "*+-" for mark in marks if mark}) > 1


def _html_end(lines: list[str], at: int, opened: re.Match[str]) -> int:
    if opened[3]:
        end = _ENDS.get(opened[3], ">")
        for number in range(at, len(lines)):
            if end in lines[number]:
                return number + 1
        return len(lines)
    if opened[1]:
        return at + 1
    open_tags: list[str] = []
    for number in range(at, len(lines)):
        for tag in _TAG.finditer(lines[number]):
            name = tag[2].lower()
            if tag[1]:
                if name in open_tags:
                    while open_tags.pop() != name:
                        pass
            elif not tag[3].endswith("/") and name not in _VOID:
                open_tags.append(name)
        if not open_tags:
            return number + 1
    return len(lines)


def _offsets(
    source: str, lines: list[str], found: list[tuple[int, int, SegmentKind]]
) -> list[Segment]:
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line) + 1)
    out: list[Segment] = []
    for number, (first, after, kind) in enumerate(found):
        end = starts[after] - 1 if after < len(lines) else len(source)
        following = found[number + 1][0] if number + 1 < len(found) else None
        gap_end = len(source) if following is None else starts[following]
        out.append(Segment(starts[first], end, gap_end, kind))
    return out


def cut(source: str, parser: Parser) -> Cut:
    """The source's segments, proven. Hostile pieces are segments that are never parsed."""
    proposed = propose(source, parser.is_block_level)
    body = proposed[0].gap_end if proposed and proposed[0].kind is SegmentKind.FRONT else 0
    if len(proposed) > MOST_SEGMENTS:
        return Cut((Segment(0, len(source), len(source), SegmentKind.HTML),), {}, {}, proven=False)
    hostile = any(guard(source[piece.start : piece.end]) for piece in proposed)
    if hostile or len(source) > MOST_WHOLE or longest_run(source) > MOST_LINES:
        return Cut(tuple(proposed), {}, {}, proven=False)
    try:
        whole = parser.prints(parser.tree(source[body:]))
    except RecursionError:
        return Cut(tuple(proposed), {}, {}, proven=False)
    references, footnotes = parser.references, parser.footnotes
    out: list[Segment] = [piece for piece in proposed if piece.kind is SegmentKind.FRONT]
    todo = proposed[len(out) :]
    out += prove_all(source, todo, whole, parser, references, footnotes)
    return Cut(tuple(out), references, footnotes)


def longest_run(source: str) -> int:
    """The most lines without a blank one between: the parser tries each block on all of them."""
    longest = run = 0
    for line in source.split("\n"):
        run = run + 1 if line.strip() else 0
        longest = max(longest, run)
    return longest


def prove_all(
    source: str,
    todo: list[Segment],
    whole: list[str],
    parser: Parser,
    references: dict[str, Any],
    footnotes: dict[str, Any],
) -> list[Segment]:
    """The proposals, merged so far that each parses as its share of the whole (``whole`` are the
    elements of that, printed)."""
    out: list[Segment] = []
    firsts: list[int] = []  # the element that each begins with
    taken = at = 0
    holds = True
    while at < len(todo):
        segment, used, got = prove(source, todo, at, whole, taken, parser, references, footnotes)
        holds = whole[taken : taken + len(got)] == got
        out.append(segment)
        firsts.append(taken)
        taken += len(got)
        at += used
    first, step = len(out) - 1, 1
    end = out[-1] if out else None
    while end is not None and first > 0 and not (holds and taken == len(whole)):
        # The end says something else alone: it goes on with what stands before it.
        first = max(0, first - step)
        got = parser.prints(parser.tree(source[out[first].start : end.end], references, footnotes))
        holds, taken = whole[firsts[first] :] == got, len(whole)
        if holds:
            kind = SegmentKind.TEXT if got else SegmentKind.DEFINITIONS
            out[first:] = [Segment(out[first].start, end.end, end.gap_end, kind)]
        step *= 2
    return out


def prove(
    source: str,
    todo: list[Segment],
    at: int,
    whole: list[str],
    taken: int,
    parser: Parser,
    references: dict[str, Any],
    footnotes: dict[str, Any],
) -> tuple[Segment, int, list[str]]:
    """The shortest run of proposals from ``at`` that parses as the whole did: (segment, proposals
    used, its elements printed). The last may be one that does not."""
    first = todo[at]
    words = source[first.start : first.end]
    if is_line(words) and whole[taken : taken + 1] == [printed(words)]:
        return first, 1, whole[taken : taken + 1]
    end, step = at + 1, 1
    for tries in range(MOST_MERGES):
        text = source[todo[at].start : todo[end - 1].end]
        got = parser.prints(parser.tree(text, references, footnotes))
        if whole[taken : taken + len(got)] == got:
            break
        if end == len(todo):
            break
        if tries >= TRIES_BEFORE_DOUBLING:
            step *= 2
        end = min(len(todo), end + step)
    else:
        end, got = len(todo), whole[taken:]
    last = todo[end - 1]
    kind = todo[at].kind if end == at + 1 else SegmentKind.TEXT
    if not got:
        kind = SegmentKind.DEFINITIONS
    return Segment(todo[at].start, last.end, last.gap_end, kind), end - at, got
