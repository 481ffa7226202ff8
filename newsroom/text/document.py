"""A story's text as it is edited: its source, the blocks of it, and what an edit does to the bytes.

Opening and writing back changes no byte; an edit changes only its own block. Provenance is by
content: a segment whose blocks still say what they said is written as its original bytes
(design/editor.md 2.1, point 7).
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from copy import copy
from dataclasses import replace
from itertools import accumulate
from typing import NamedTuple

from newsroom.text.amend import window
from newsroom.text.blocks import (
    Block,
    BlockKind,
    Container,
    Image,
    Link,
    Marks,
    Run,
    block_key,
    blocks_key,
    is_empty,
    normal,
    unite,
    with_segment,
)
from newsroom.text.carets import (
    CARET,
    STEPS_ASIDE,
    find_caret,
    length_of,
    letters_between,
    places_near,
    stepped_back,
    with_caret,
)
from newsroom.text.divs import div_lines
from newsroom.text.groups import Group, Last
from newsroom.text.guard import guard
from newsroom.text.joining import GAP, Joiner, Part
from newsroom.text.parse import Parser, Unsupported
from newsroom.text.segments import Segment, SegmentKind, cut, open_fences
from newsroom.text.settle import settled, tidied
from newsroom.text.style import PLAIN_STYLE, Style, style_of
from newsroom.text.write import Writer
from newsroom.values import dataclass

__all__ = [
    "Amended",
    "Block",
    "BlockKind",
    "Container",
    "Document",
    "Image",
    "Link",
    "Marks",
    "Patch",
    "Run",
    "Written",
    "block_key",
    "blocks_key",
    "normal",
    "unite",
]

BOM = "\ufeff"

NEVER_PARSED = (SegmentKind.FRONT, SegmentKind.HTML, SegmentKind.DEFINITIONS)
UNMODELLED = re.compile("[\x00\r\x02\x03\u2028\u2029\ufeff\ufffc\ue0f1\ue0f2\ud800-\udfff]")
"""Characters that the parser or the editor uses for itself (of the private ones only these two,
``carets.CARET`` and ``retell.NOTE``): a segment that holds one is a card."""
_AT_ONCE = 50  # segments that one step looks at: under a millisecond
_STARS = replace(PLAIN_STYLE, bullet="*")
"""A hyphen that is all there is of a second item would underline the first as a heading."""


@dataclass(frozen=True, slots=True)
class Written:
    """A story's source. ``unproven`` are the positions (in the blocks given) of groups that could
    not be proven to say the same; their text is kept as well as can be."""

    source: str
    unproven: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Patch:
    """After a change of the source: blocks ``start`` to ``end`` of the old document give way to
    ``blocks`` of the new one."""

    start: int
    end: int
    blocks: tuple[Block, ...]


class Amended(NamedTuple):
    """A document read around the one place where its source changed: its segments ``came`` are for
    the segments ``gone`` of the document before."""

    document: Document
    gone: range
    came: range


@dataclass(frozen=True, slots=True)
class _Piece:
    """A segment as it was read: its source, the gap after it, what its blocks said. ``source`` and
    ``gap`` have bare newlines; ``raw`` and ``raw_gap`` are their bytes."""

    source: str
    gap: str
    blocks: tuple[Block, ...]
    keys: tuple[tuple[object, ...], ...]
    card: bool
    raw: str
    raw_gap: str
    kind: SegmentKind


class Document:
    """One story's text. Belongs to one thread; values that it gives are immutable."""

    def __init__(self, source: str, parser: Parser | None = None) -> None:
        self.source = source
        self._parser = parser or Parser()
        self._mark = BOM if source.startswith(BOM) else ""
        self._raw = source[len(self._mark) :]
        text = self._raw.replace("\r\n", "\n")
        self._returns = _returns(self._raw)  # the newlines of ``text`` that are CRLF in the source
        self._newline = newline(self._raw)
        made = cut(text, self._parser)
        self._proven = made.proven
        self._references, self._footnotes = made.references, made.footnotes
        self._writer = Writer(
            self._parser, made.references, made.footnotes, open_fences=open_fences(text)
        )
        self._joiner = Joiner(self._parser, made.references, made.footnotes)
        self._ids = 0
        first = made.segments[0].start if made.segments else len(text)
        self._lead = self._mark + self._bytes(0, first)
        self._begin = first  # where the first segment begins in ``text``
        self._pieces = [self._read(text, n, s) for n, s in enumerate(made.segments)]
        self.blocks: tuple[Block, ...] = tuple(b for piece in self._pieces for b in piece.blocks)
        self._firsts: list[int] | None = None  # ``first_block`` of each segment
        self._places: list[int] | None = None  # where each begins
        self._written: dict[object, tuple[str, bool]] = {}
        self._last: Last | None = None
        self._untouched: dict[int, tuple[Block, ...]] = {}  # last found to say the same
        self._parts: dict[int, Part] = {}  # of untouched segments, where they stood last
        self._spelling: dict[int, tuple[Style, str]] = {}  # how a segment's writer spells, and we
        self._style = replace(style_of(text), underline=None, closed=False, rule="---", fence=3)

    @classmethod
    def open(cls, source: str, parser: Parser | None = None) -> Document:
        """Read a story's Markdown. Never fails: what can't be laid out is a SOURCE block."""
        return cls(source, parser)

    def hand_over(self, parser: Parser) -> None:
        """It was read on another thread and is this one's from now on, as ``parser`` is, which
        reads alike whatever it read before."""
        self._parser = parser
        self._writer.use(parser)
        self._joiner.use(parser)

    def _read(self, text: str, number: int, segment: Segment) -> _Piece:
        source = text[segment.start : segment.end]
        blocks = self._parse(source, segment.kind)
        card = blocks is None
        if blocks is None:
            blocks = (Block(BlockKind.SOURCE, text=source),)
        blocks = with_segment(self._told_apart(blocks), number)
        return _Piece(
            source,
            text[segment.end : segment.gap_end],
            blocks,
            _keys(blocks),
            card,
            self._bytes(segment.start, segment.end),
            self._bytes(segment.end, segment.gap_end),
            segment.kind,
        )

    def _bytes(self, start: int, end: int) -> str:
        """The source's own characters of a stretch of its text with bare newlines."""
        if not self._returns:
            return self._raw[start:end]
        shift = [bisect_left(self._returns, at) for at in (start, end)]
        return self._raw[start + shift[0] : end + shift[1]]

    def _told_apart(self, blocks: tuple[Block, ...]) -> tuple[Block, ...]:
        """The blocks with container ids that no other segment has."""
        used, self._ids = self._ids, self._ids
        for block in blocks:
            self._ids = max([self._ids, *(used + c.id for c in block.stack)])
        if not used or self._ids == used:
            return blocks
        return tuple(
            replace(b, stack=tuple(replace(c, id=used + c.id) if c.id else c for c in b.stack))
            for b in blocks
        )

    def _parse(self, source: str, kind: SegmentKind) -> tuple[Block, ...] | None:
        if kind in NEVER_PARSED or UNMODELLED.search(source) or guard(source):
            return None
        try:
            blocks = self._parser.blocks(source, self._references, self._footnotes)
        except (Unsupported, RecursionError):
            return None
        if not blocks or any(is_empty(block) for block in blocks):
            return None
        return tuple(blocks)

    # Writing back.

    def write(self, blocks: Sequence[Block]) -> Written:
        """The source that says ``blocks``, as read back from a view that showed this document.

        Where only a block or two are others than those written last, only these are looked at."""
        given = tuple(blocks)
        again = self._write_again(given)
        last = len(self._pieces) - 1
        if again is None:
            found = self._last = self._write_all(given)
            text, swallowed = self._joiner.join(self._lead, found.said, last, self._newline)
        else:
            found, changed = again
            text, swallowed = self._joiner.again(found.said, changed, last, self._newline)
        # A tag that nothing closes, say, takes in what stands behind it.
        unproven = found.unproven.union(found.said[n].at for n in swallowed)
        return Written(text, tuple(sorted(unproven)))

    def warm(self, blocks: Sequence[Block]) -> Iterator[None]:
        """Get to know blocks of a view that shows this document untouched, a few at each step, so
        that the first ``write`` has less to look at."""
        at = 0
        for number, piece in enumerate(self._pieces):
            group = tuple(blocks[at : at + len(piece.blocks)])
            if group == piece.blocks:
                self._untouched[number] = group
                self._own(number, at)
            at += len(piece.blocks)
            if number % _AT_ONCE == 0:
                yield

    def _write_all(self, given: tuple[Block, ...]) -> Last:
        found = Last(given)
        at = 0
        seen: set[int] = set()
        while at < len(given):
            number = given[at].segment
            end = at + 1
            known = 0 <= number < len(self._pieces) and number not in seen
            # What is new is written block by block: a long paste is more than a parser takes.
            while (
                end < len(given)
                and given[end].segment == number
                and (known or _in_one(given[end - 1], given[end]))
            ):
                end += 1
            seen.add(number)
            group = Group(at, end, number if known else -1)
            group.parts, proven = self._written_of(group, given)
            found.add(group, proven=proven)
            at = end
        if self._pieces and self._pieces[0].kind is SegmentKind.FRONT:
            said = sorted(found.said, key=lambda part: part.number != 0)
            found.steady = said == found.said
            found.said = said  # nothing stands above front matter
        return found

    def _write_again(self, given: tuple[Block, ...]) -> tuple[Last, list[int]] | None:
        """What was written last with what is different now, and the places of that."""
        found = self._last
        changed = found.changed(given) if found is not None else None
        if found is None or changed is None:
            return None
        fresh = [(at, *self._written_of(found.groups[at], given)) for at in changed]
        return (found, found.places(changed)) if found.take(given, fresh) else None

    def _written_of(self, group: Group, given: tuple[Block, ...]) -> tuple[list[Part], bool]:
        """The parts of a group that say something, and whether they are proven."""
        parts: list[Part] = []
        blocks = given[group.start : group.end]
        if group.number >= 0:
            proven = self._group(group.number, blocks, parts, group.start)
        else:
            proven = self._fresh(blocks, parts, group.start)
        return [part for part in parts if part.untouched or part.text.strip()], proven

    def _group(self, number: int, group: Sequence[Block], parts: list[Part], at: int) -> bool:
        given = tuple(group)
        piece = self._pieces[number]
        if self._untouched.get(number) == given or piece.blocks == given:  # nearly all
            parts.append(self._own(number, at))
            return True
        keys = _keys(group)
        if keys != piece.keys:
            group = [tidied(block) for block in group]
            keys = _keys(group)
        if keys == piece.keys:
            self._untouched[number] = given
            parts.append(self._own(number, at))
            return True
        size = len(piece.keys)
        for start in range(len(keys) - size + 1):
            whole = keys[start : start + size] == piece.keys
            if whole and not _cuts(group, start) and not _cuts(group, start + size):
                # The original stands whole inside a longer group: Enter before or after it.
                proven = self._fresh(group[:start], parts, at)
                parts.append(self._own(number, at))
                return self._fresh(group[start + size :], parts, at + start + size) and proven
        text, proven = self._respelt(number, group)
        if not proven:
            apart, proven = self._respelt(number, settled(group))
            text = apart if proven else text
        returns = piece.raw.count("\r")
        newline = self._newline if "\n" not in piece.source else "\n"
        newline = "\r\n" if 2 * returns > piece.source.count("\n") else newline
        raw = text.replace("\n", newline)
        parts.append(Part(text, piece.gap, False, number, tuple(group), raw, piece.raw_gap, at))
        return proven

    def _own(self, number: int, at: int) -> Part:
        kept = self._parts.get(number)
        if kept is not None and kept.at == at:
            return kept
        piece = self._pieces[number]
        text, gap, raw, raw_gap = piece.source, piece.gap, piece.raw, piece.raw_gap
        part = Part(text, gap, True, number, piece.blocks, raw, raw_gap, at)
        self._parts[number] = part
        return part

    def _fresh(self, group: Sequence[Block], parts: list[Part], at: int) -> bool:
        if not group:
            return True
        group = [tidied(block) for block in group]
        text, proven = self._spelt(group, self._style)
        if not proven:
            text, proven = self._spelt(settled(group), self._style)
        raw, gap = (part.replace("\n", self._newline) for part in (text, GAP))
        parts.append(Part(text, GAP, False, -1, tuple(group), raw, gap, at))
        return proven

    def _spelt(self, group: Sequence[Block], style: Style) -> tuple[str, bool]:
        shown = [block for block in group if not is_empty(block)]
        if not shown:
            return "", True
        whole = blocks_key(shown)
        apart = (whole,) if len(shown) == 1 else tuple(blocks_key([block]) for block in shown)
        key = apart, whole, style
        kept = self._written.get(key)
        if kept is None:
            written = self._writer.write(shown, style)
            for other in (PLAIN_STYLE, _STARS):
                if not written.proven and style != other:
                    again = self._writer.write(shown, other)
                    written = again if again.proven or other is PLAIN_STYLE else written
            kept = self._written[key] = (written.source, written.proven)
        return kept

    def _respelt(self, number: int, group: Sequence[Block]) -> tuple[str, bool]:
        """A changed group with the writer's own spelling kept around the change."""
        piece = self._pieces[number]
        known = self._spelling.get(number)
        if known is None:
            style = style_of(piece.source)
            known = self._spelling[number] = style, self._spelt(piece.blocks, style)[0]
        style, before = known
        text, proven = self._spelt(group, style)
        if piece.card or not text:
            return text, proven
        if proven and before == piece.source and before.count("\\") == text.count("\\"):
            return text, True  # the writer spells as we do
        from newsroom.text.respell import spellings  # first needed when something is typed

        wanted = blocks_key(group)
        tried = [text]
        for own in spellings(before, piece.source, text):
            if own == text and proven:
                return text, True
            # Proven alone, yet what stands below may close what words of it would open.
            if div_lines(own) <= div_lines(text) and self._writer.says(own, wanted):
                return own, True
            tried.append(own)
        if proven:
            return text, True
        nearest = max(tried, key=lambda t: self._writer.likeness(t, wanted))
        return nearest, False

    # Between the views.

    def reopen(self, source: str) -> tuple[Document, tuple[Patch, ...]]:
        """The document of ``source`` and what of the blocks is different (at most one patch)."""
        new = Document(source, self._parser)
        old_keys = [piece.keys for piece in self._pieces]
        new_keys = [piece.keys for piece in new._pieces]
        head = 0
        while head < min(len(old_keys), len(new_keys)) and old_keys[head] == new_keys[head]:
            head += 1
        tail = 0
        most = min(len(old_keys), len(new_keys)) - head
        while tail < most and old_keys[-1 - tail] == new_keys[-1 - tail]:
            tail += 1
        if head + tail == len(old_keys) == len(new_keys):
            return new, ()
        start = sum(len(piece.blocks) for piece in self._pieces[:head])
        end = len(self.blocks) - sum(
            len(piece.blocks) for piece in self._pieces[len(self._pieces) - tail :]
        )
        middle = new._pieces[head : len(new._pieces) - tail]
        return new, (Patch(start, end, tuple(b for piece in middle for b in piece.blocks)),)

    def amended(self, source: str) -> Amended | None:
        """The document of ``source``, read only around the one place where that differs. None where
        a change may reach further than it seems: then the whole has to be read."""
        if not self._proven or self._mark or "\r" in self._raw or "\r" in source:
            return None
        found = window(
            self.source,
            source,
            self._pieces,
            self._starts(),
            self._parser,
            self._references,
            self._footnotes,
        )
        if found is None:
            return None
        new = copy(self)
        new.source = new._raw = source
        fresh = [
            new._read(source, found.first + n, segment) for n, segment in enumerate(found.segments)
        ]
        grown = len(fresh) - (found.after - found.first)
        rest = self._pieces[found.after :]
        if grown:
            rest = [_moved(piece, found.after + grown + n) for n, piece in enumerate(rest)]
        new._pieces = [*self._pieces[: found.first], *fresh, *rest]
        new.blocks = tuple(b for piece in new._pieces for b in piece.blocks)
        new._joiner = Joiner(self._parser, self._references, self._footnotes)
        new._last = new._firsts = new._places = None
        gone = range(found.first, found.after if not grown else len(self._pieces))
        new._untouched = {n: b for n, b in self._untouched.items() if n not in gone}
        new._parts = {n: part for n, part in self._parts.items() if n not in gone}
        new._spelling = {n: known for n, known in self._spelling.items() if n not in gone}
        head, tail = _alike(self._pieces[found.first : found.after], fresh)
        begin, came = found.first + head, found.first + len(fresh)
        return Amended(new, range(begin, found.after - tail), range(begin, came - tail))

    def to_source(self, blocks: Sequence[Block], index: int, offset: int) -> int:
        """Where the caret at ``offset`` of block ``index`` stands in ``write(blocks).source``."""
        plain = self.write(blocks).source
        for step in STEPS_ASIDE:
            at = self._carets_place(blocks, index, offset + step, plain)
            if at >= 0:
                return stepped_back(plain, at, letters_between(blocks[index], offset, step), step)
        return self._near(blocks, index, plain, offset)

    def _carets_place(self, blocks: Sequence[Block], index: int, offset: int, plain: str) -> int:
        """Where a caret put into the block comes out of the writer; -1 if it changes the text."""
        if not 0 <= offset <= length_of(blocks[index]):
            return -1
        marked = list(blocks)
        marked[index] = with_caret(blocks[index], offset)
        text = self.write(marked).source
        at = text.find(CARET)
        return at if at >= 0 and text.replace(CARET, "", 1) == plain else -1

    def _near(self, blocks: Sequence[Block], index: int, plain: str, offset: int) -> int:
        """The start of the caret's block in the source, for what no caret fits into."""
        before = self.write(blocks[:index]).source.rstrip()
        at = len(before)
        while at < len(plain) and plain[at] in "\r\n":
            at += 1
        text = blocks[index].text or "".join(run.text for run in blocks[index].runs)
        found = plain.find(text[:offset][-24:], at) if offset else -1
        return min(len(plain), found + len(text[:offset][-24:])) if found >= 0 else at

    def to_blocks(self, source_offset: int) -> tuple[int, int]:
        """The block and the offset in it where the caret at ``source_offset`` is shown."""
        before = self.source[:source_offset].removeprefix(BOM)
        at = len(before.replace("\r\n", "\n"))
        starts = self._starts()
        if not starts:
            return 0, 0
        number = max(0, bisect_right(starts, at) - 1)
        first = self.first_block(number)
        piece = self._pieces[number]
        inside = max(0, at - starts[number])
        if inside > len(piece.source) and number + 1 < len(starts):
            return first + len(piece.blocks) - 1, length_of(piece.blocks[-1])
        index, offset = self._inside(piece, min(inside, len(piece.source)))
        return first + index, offset

    @property
    def count(self) -> int:
        """How many segments its source has."""
        return len(self._pieces)

    def bytes_of(self, number: int) -> tuple[str, str]:
        """The source of segment ``number`` and of the blank lines behind it, to the byte."""
        piece = self._pieces[number]
        return piece.raw, piece.raw_gap

    def first_block(self, number: int) -> int:
        """The index in ``blocks`` of the first of segment ``number``."""
        if self._firsts is None:
            self._firsts = list(accumulate((len(p.blocks) for p in self._pieces), initial=0))
        return self._firsts[number]

    def _starts(self) -> list[int]:
        """Where each segment begins in the text with bare newlines."""
        if self._places is None:
            sizes = (len(piece.source) + len(piece.gap) for piece in self._pieces)
            self._places = list(accumulate(sizes, initial=self._begin))[:-1]
        return self._places

    def _inside(self, piece: _Piece, at: int) -> tuple[int, int]:
        if piece.card:
            return 0, at
        for where in places_near(piece.source, at):
            marked = piece.source[:where] + CARET + piece.source[where:]
            try:
                blocks = self._parser.blocks(marked, self._references, self._footnotes)
            except (Unsupported, RecursionError):
                continue
            if len(blocks) != len(piece.blocks):
                continue
            for index, block in enumerate(blocks):
                offset = find_caret(block)
                if offset >= 0:
                    return index, offset
        return 0, 0


def _moved(piece: _Piece, number: int) -> _Piece:
    """The piece as segment ``number``."""
    return replace(piece, blocks=with_segment(piece.blocks, number))


def _alike(old: Sequence[_Piece], new: Sequence[_Piece]) -> tuple[int, int]:
    """How many pieces at the beginning and at the end are the same to the last byte."""
    most = min(len(old), len(new))
    head = tail = 0
    while head < most and _is_same(old[head], new[head]):
        head += 1
    while tail < most - head and _is_same(old[-1 - tail], new[-1 - tail]):
        tail += 1
    return head, tail


def _is_same(one: _Piece, other: _Piece) -> bool:
    return (one.source, one.gap) == (other.source, other.gap)


def _in_one(one: Block, other: Block) -> bool:
    """Whether both stand in one list, quotation or box."""
    if not one.stack or not other.stack:
        return False
    first, second = one.stack[0], other.stack[0]
    return first == second or first.kind == second.kind == "quote"


def _cuts(group: Sequence[Block], at: int) -> bool:
    """Whether a cut before block ``at`` would part what stands in one list or quote."""
    if not 0 < at < len(group):
        return False
    above, below = group[at - 1].stack, group[at].stack
    return bool(above and below) and above[0] == below[0]


def _returns(source: str) -> list[int]:
    """Which newlines of the text with bare newlines are CRLF in the source, in order."""
    if "\r\n" not in source:
        return []
    return [found.start() - n for n, found in enumerate(re.finditer("\r\n", source))]


def newline(source: str) -> str:
    """How most lines of a source end: what a new line of it ends with."""
    return "\r\n" if 2 * source.count("\r\n") > source.count("\n") else "\n"


def only_crlf(source: str) -> bool:
    """Whether each line of the source ends as on Windows."""
    return "\r\n" in source and not re.search(r"(?<!\r)\n|\r(?!\n)", source)


def _keys(blocks: Iterable[Block]) -> tuple[tuple[object, ...], ...]:
    lists: dict[int, int] = {}
    return tuple(block_key(block, lists) for block in blocks)
