"""The readings of a source that a page has seen, and what of the page each of them says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from newsroom.text.blocks import block_key
from newsroom.text.document import Block, Document
from newsroom.ui.editor.formats import FRESH
from newsroom.values import dataclass


@dataclass(frozen=True, slots=True)
class Edition:
    """The source as it was read once, and which of its segments each of the page's ids means.

    Ids are never used twice: an undo may bring back blocks of an earlier edition, and with them
    that edition, whose number stands in the page's root frame.
    """

    document: Document
    segments: dict[int, int]

    def own(self, blocks: Sequence[Block]) -> list[Block]:
        """The page's blocks, told by this edition's own segments.

        A list or quote is one segment, whichever its blocks came from: written apart, its items
        would be read as paragraphs of a loose list.
        """
        found = []
        for block in blocks:
            segment = self.segments.get(block.segment, FRESH)
            found.append(block if segment == block.segment else replace(block, segment=segment))
        start = 0
        for at in range(1, len(found) + 1):
            if at == len(found) or not _in_one(found[at - 1], found[at]):
                segments = {block.segment for block in found[start:at]}
                if len(segments) > 1:
                    own = next(b.segment for b in found[start:at] if b.segment != FRESH)
                    found[start:at] = [replace(block, segment=own) for block in found[start:at]]
                start = at
        return found


def _in_one(above: Block, below: Block) -> bool:
    """Whether two neighbours stand in the same outermost list or quote."""
    return bool(above.stack and below.stack) and above.stack[0] == below.stack[0]


def common(
    shown: Sequence[Block], wanted: Sequence[Block]
) -> tuple[int, int, list[tuple[int, int]]]:
    """How many blocks at the beginning and at the end say the same, by whole segments of
    ``wanted``; and for each kept block of ``shown`` its segment there."""
    groups = _segments(wanted)
    kept: list[tuple[int, int]] = []
    head = first = 0
    while first < len(groups):
        start, end = groups[first]
        if not _same(shown[head : head + end - start], wanted[start:end]):
            break
        kept += [(head + n, wanted[start].segment) for n in range(end - start)]
        head += end - start
        first += 1
    tail, last = 0, len(groups)
    while last > first:
        start, end = groups[last - 1]
        size = end - start
        top = len(shown) - tail - size
        if top < head or not _same(shown[top : top + size], wanted[start:end]):
            break
        kept += [(top + n, wanted[start].segment) for n in range(size)]
        tail += size
        last -= 1
    return head, tail, kept


def _segments(blocks: Sequence[Block]) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    start = 0
    for at in range(1, len(blocks) + 1):
        if at == len(blocks) or blocks[at].segment != blocks[start].segment:
            found.append((start, at))
            start = at
    return found if blocks else []


def _same(shown: Sequence[Block], wanted: Sequence[Block]) -> bool:
    if len(shown) != len(wanted):
        return False
    one: dict[int, int] = {}
    other: dict[int, int] = {}
    return all(block_key(a, one) == block_key(b, other) for a, b in zip(shown, wanted, strict=True))
