"""A text read for comparison: its segments, what each says, and each as tokens. All on demand."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from newsroom.text.blocks import LISTS, Block, BlockKind, is_empty, picture_of
from newsroom.text.document import NEVER_PARSED, UNMODELLED, only_crlf
from newsroom.text.guard import guard
from newsroom.text.parse import Parser, Unsupported
from newsroom.text.segments import Segment, SegmentKind, cut
from newsroom.text.tokens import (
    Shape,
    Token,
    of_blocks,
    of_picture,
    of_row,
    said,
    shape_of,
    verbatim,
)

_ITEM = re.compile(r" {0,3}(?:[*+-]|\d+\.)[ \t]+")
_HEAD_LINES = 2  # a table's head and the rule below it
PICTURE_CELLS = 3  # alternative text, caption, credit


@dataclass(frozen=True, slots=True)
class Unit:
    """A piece of source that is matched as one: a segment, an item of a list, a row of a table.

    ``start`` is its place in the text, ``gap`` what stands between it and the next. ``part`` is
    its number in its segment, -1 for a whole segment.
    """

    source: str
    gap: str
    start: int
    kind: SegmentKind
    segment: int
    part: int = -1

    @property
    def end(self) -> int:
        """Where it ends in the text."""
        return self.start + len(self.source)


class Reading:
    """One text. ``text`` has bare newlines; ``newline`` says what they are in the source."""

    def __init__(self, source: str, parser: Parser | None = None, *, card: bool = False) -> None:
        self.parser = parser or Parser()
        self.newline = "\r\n" if only_crlf(source) else "\n"
        self.text = source.replace("\r\n", "\n") if self.newline == "\r\n" else source
        self.card = card or "\r" in self.text or bool(UNMODELLED.search(self.text[:1]))
        self.references: dict[str, object] = {}
        self.footnotes: dict[str, object] = {}
        self.units = tuple(self._units())
        self.lead = self.text[: self.units[0].start] if self.units else self.text
        self._blocks: dict[int, tuple[Block, ...] | None] = {}
        self._parts: dict[int, tuple[Unit, ...]] = {}
        self._tokens: dict[tuple[int, int], tuple[Token, ...]] = {}
        self._verbatim: set[tuple[int, int]] = set()

    def _units(self) -> Iterable[Unit]:
        if self.card:
            segments: Sequence[Segment] = (
                (Segment(0, len(self.text), len(self.text), SegmentKind.HTML),)
                if self.text.strip()
                else ()
            )
        else:
            made = cut(self.text, self.parser)
            segments = made.segments
            self.references, self.footnotes = made.references, made.footnotes
        for n, s in enumerate(segments):
            source, gap = self.text[s.start : s.end], self.text[s.end : s.gap_end]
            yield Unit(source, gap, s.start, s.kind, n)

    # What it says.

    def blocks(self, unit: Unit) -> tuple[Block, ...]:
        """What the segment of a unit shows; a card if it can't be laid out."""
        whole = self.units[unit.segment]
        if unit.segment not in self._blocks:
            self._blocks[unit.segment] = self.parse(whole.source, whole.kind)
        found = self._blocks[unit.segment]
        return (Block(BlockKind.SOURCE, text=whole.source),) if found is None else found

    def parse(self, source: str, kind: SegmentKind) -> tuple[Block, ...] | None:
        """The source as this text's own segment; None where it is a card."""
        if kind in NEVER_PARSED or UNMODELLED.search(source) or guard(source):
            return None
        try:
            blocks = self.parser.blocks(source, self.references, self.footnotes)
        except (Unsupported, RecursionError):
            return None
        return None if not blocks or any(map(is_empty, blocks)) else tuple(blocks)

    @cached_property
    def first_blocks(self) -> tuple[int, ...]:
        """For each segment the number of its first block in the whole text's."""
        out, count = [], 0
        for unit in self.units:
            out.append(count)
            count += len(self.blocks(unit))
        return tuple(out)

    def place(self, unit: Unit) -> int:
        """The number of the unit's first block in the whole text's."""
        inside = 0
        if unit.part > 0 and unit.kind is SegmentKind.LIST:
            inside = _items(self.blocks(unit))[unit.part]
        return self.first_blocks[unit.segment] + inside

    def own(self, unit: Unit) -> tuple[Block, ...]:
        """The blocks of the unit; of a row the whole table."""
        blocks = self.blocks(unit)
        if unit.part < 0 or unit.kind is not SegmentKind.LIST:
            return blocks
        starts = [*_items(blocks), len(blocks)]
        return blocks[starts[unit.part] : starts[unit.part + 1]]

    def words(self, unit: Unit) -> str:
        """The unit's words as a reader sees them, a line for each block."""
        return "\n".join(filter(None, said(self.tokens(unit)).split("\n")))

    # Smaller pieces.

    def parts(self, unit: Unit) -> tuple[Unit, ...]:
        """A list's items or a table's rows (its head is the first); nothing for other segments."""
        if unit.segment not in self._parts:
            self._parts[unit.segment] = tuple(self._split(unit))
        return self._parts[unit.segment]

    def columns(self, unit: Unit) -> int:
        """How many columns a table has; 0 for anything else."""
        blocks = self.blocks(unit)
        table = len(blocks) == 1 and blocks[0].kind is BlockKind.TABLE and not blocks[0].stack
        return len(blocks[0].rows[0]) if table and blocks[0].rows else 0

    def _split(self, unit: Unit) -> list[Unit]:
        lines = unit.source.split("\n")
        if unit.kind is SegmentKind.LIST:
            starts = [n for n, line in enumerate(lines) if _ITEM.match(line)]
            if starts[:1] != [0] or len(starts) != len(_items(self.blocks(unit))):
                return []
            return self._cut(unit, lines, starts)
        if self.columns(unit):
            table = self.blocks(unit)[0]
            starts = [0, *range(_HEAD_LINES, len(lines))]
            if len(starts) != len(table.rows) or not all(map(str.strip, lines)):
                return []
            return self._cut(unit, lines, starts)
        return []

    def _cut(self, unit: Unit, lines: Sequence[str], starts: Sequence[int]) -> list[Unit]:
        out: list[Unit] = []
        at = unit.start
        for n, first in enumerate(starts):
            after = starts[n + 1] if n + 1 < len(starts) else len(lines)
            whole = "\n".join(lines[first:after]) + ("\n" if after < len(lines) else "")
            source = whole.rstrip("\n \t") if after < len(lines) else whole
            gap = whole[len(source) :] if after < len(lines) else unit.gap
            kind = unit.kind
            out.append(Unit(source, gap, at, kind, unit.segment, n))
            at += len(whole)
        return out

    # As tokens.

    def tokens(self, unit: Unit) -> tuple[Token, ...]:
        """The unit's source as tokens."""
        key = unit.segment, unit.part
        found = self._tokens.get(key)
        if found is None:
            found = self._tokens[key] = self._read(unit)
        return found

    def _read(self, unit: Unit) -> tuple[Token, ...]:
        columns = self.columns(unit)
        blocks = self.own(unit)
        shape = shape_of(blocks[0])
        made = None
        if columns and unit.part >= 0:
            shape = Shape(BlockKind.TABLE, level=0 if unit.part else 1, cells=columns)
            made = self._row(unit, shape)
        elif len(blocks) == 1 and (image := picture_of(blocks[0])):
            face = replace(shape, picture=image.src or image.ref or "?", cells=PICTURE_CELLS)
            made = of_picture(unit.source, image, face) or of_blocks(unit.source, blocks)
        elif all(block.kind in (BlockKind.PARAGRAPH, BlockKind.HEADING) for block in blocks):
            made = of_blocks(unit.source, blocks)
        if made:
            return made
        self._verbatim.add((unit.segment, unit.part))
        mixed = len(blocks) > 1 or shape.kind in (BlockKind.PARAGRAPH, BlockKind.HEADING)
        return verbatim(unit.source, replace(shape, kind=BlockKind.SOURCE) if mixed else shape)

    def _row(self, unit: Unit, shape: Shape) -> tuple[Token, ...] | None:
        line, feed, rule = unit.source.partition("\n")
        made = of_row(line, self.blocks(unit)[0].rows[unit.part], shape)
        if made and feed:
            made = (*made[:-1], made[-1]._replace(source=f"{made[-1].source}\n{rule}"))
        return made

    def traced(self, unit: Unit) -> bool:
        """Whether the unit's tokens are words with looks, and not its bare source."""
        self.tokens(unit)
        return (unit.segment, unit.part) not in self._verbatim


def _items(blocks: Sequence[Block]) -> list[int]:
    """Which blocks begin an item of an outermost list."""
    return [
        n
        for n, block in enumerate(blocks)
        if block.item == 0 and block.stack and block.stack[0].kind in LISTS
    ]
