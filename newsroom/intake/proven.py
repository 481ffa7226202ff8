"""Blocks from outside as Markdown that is proven to say them, made simpler where they can't be.

What a program nests (a table at the head of a list's item, a bold that begins inside a word) may
have no spelling in Markdown. Then the marks go, at last the lists and quotes around: words never.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from newsroom.text.blocks import (
    ASIDES,
    LISTS,
    Block,
    BlockKind,
    Container,
    Marks,
    Run,
    normal,
    with_segment,
)
from newsroom.text.document import Document
from newsroom.text.settle import settled

MOST_PIECE = 30_000
"""Characters of one list, quotation or table: half of what the parser takes at once (``guard``)."""
MOST_BLOCKS = 500  # of one list or quotation; a parser's time grows with their square
MOST_ROWS = 400
FIRST = 1_000_000  # segment numbers that no definitions have
_APART = 10_000_000  # between the ids of the parts of one list


def proven(blocks: Iterable[Block], definitions: str = "") -> tuple[tuple[Block, ...], str]:
    """The blocks as they can be written, and the Markdown that says them.

    ``definitions`` are footnotes in Markdown that the blocks cite; they come last, as SOURCE
    blocks. All blocks are of no segment (-1).
    """
    document = Document.open(definitions)
    notes = document.blocks
    groups = [settled(group) for group in _groups(_merged(blocks))]
    tries = iter(_SIMPLER)
    while True:
        flat = [b for n, group in enumerate(groups) for b in with_segment(group, FIRST + n)]
        written = document.write([*flat, *notes])
        wrong = {flat[at].segment - FIRST for at in written.unproven if at < len(flat)}
        simpler = next(tries, None)
        if not wrong or simpler is None:
            break
        groups = [
            settled(simpler(document, group)) if n in wrong else group
            for n, group in enumerate(groups)
        ]
    return with_segment([*flat, *notes], -1), written.source.strip("\n")


def _merged(blocks: Iterable[Block]) -> Iterator[Block]:
    """A list right behind a list of the same bullets goes on with it: Markdown knows no seam."""
    ids: dict[int, int] = {}
    above: tuple[Container, ...] = ()
    for block in blocks:
        stack: tuple[Container, ...] = ()
        for depth, container in enumerate(block.stack):
            here = replace(container, id=ids.get(container.id, container.id))
            before = above[depth] if depth < len(above) else None
            goes_on = before is not None and before.kind == here.kind == "ul"
            if goes_on and before is not None and before.id != here.id and above[:depth] == stack:
                ids[container.id] = before.id
                here = before
            stack = (*stack, here)
        above = stack
        yield block if stack == block.stack else replace(block, stack=stack)


def _groups(blocks: Iterable[Block]) -> Iterator[list[Block]]:
    """What is written as one: a paragraph, or a list or quotation with all that it holds, cut where
    it is longer than the parser takes."""
    group: list[Block] = []
    size = 0
    renamed: dict[int, int] = {}
    fresh = 0
    for block in blocks:
        for part in _rows_apart(block):
            weight = _weight(part)
            if group and not _together(group[-1], part):
                yield _renumbered(group, renamed)
                group, size = [], 0
                renamed = {}
            full = size + weight > MOST_PIECE or len(group) >= MOST_BLOCKS
            if group and full and _is_seam(part):
                yield _renumbered(group, renamed)
                outer = part.stack[0]
                fresh -= 1
                renamed = {outer.id: fresh} if outer.kind in LISTS else {}
                group, size = [], 0
            group.append(part)
            size += weight
    if group:
        yield _renumbered(group, renamed)


def _renumbered(group: Sequence[Block], renamed: dict[int, int]) -> list[Block]:
    if not renamed:
        return list(group)
    return [
        replace(
            block,
            stack=tuple(
                replace(c, id=renamed[c.id]) if c.kind in LISTS and c.id in renamed else c
                for c in block.stack
            ),
        )
        for block in group
    ]


def _together(one: Block, other: Block) -> bool:
    if not one.stack or not other.stack:
        return False
    first, second = one.stack[0], other.stack[0]
    if first.kind == second.kind == "quote":
        return True
    return (first.kind, first.id) == (second.kind, second.id)


def _is_seam(block: Block) -> bool:
    """May a list or quotation be cut before this block?"""
    kind = block.stack[0].kind if block.stack else ""
    return block.item == 0 if kind in LISTS else kind == "quote" and len(block.stack) == 1


def _weight(block: Block) -> int:
    if block.rows:
        return sum(len(run.text) for row in block.rows for cell in row for run in cell)
    return len(block.text) + sum(len(run.text) for run in block.runs)


def _rows_apart(block: Block) -> Iterator[Block]:
    """A long table as several."""
    if len(block.rows) <= MOST_ROWS and (not block.rows or _weight(block) <= MOST_PIECE):
        yield block
        return
    rows: list[tuple[tuple[Run, ...], ...]] = []
    size = 0
    for row in block.rows:
        weight = sum(len(run.text) for cell in row for run in cell)
        if len(rows) > 1 and (len(rows) >= MOST_ROWS or size + weight > MOST_PIECE):
            yield replace(block, rows=tuple(rows), item=block.item)
            block = replace(block, item=None)
            rows, size = [], 0
        rows.append(row)
        size += weight
    yield replace(block, rows=tuple(rows))


# Simpler and simpler.


def _says(document: Document, block: Block) -> bool:
    bare = replace(block, stack=(), item=None, tight=False, task=None, segment=FIRST)
    return not document.write([bare]).unproven


def _plain_leaves(document: Document, group: Sequence[Block]) -> list[Block]:
    """Where the words of a block are what can't be written, fewer marks on them."""
    return [_plainer(document, block) for block in group]


def _plainer(document: Document, block: Block) -> Block:
    if block.kind not in (BlockKind.PARAGRAPH, BlockKind.HEADING) or _says(document, block):
        return block
    for kept in (_without_heights, _without_emphasis, _words_alone):
        block = replace(block, runs=normal(kept(run) for run in block.runs))
        if _says(document, block):
            break
    return block


def _without_heights(run: Run) -> Run:
    return Run(run.text, replace(run.marks, sub=False, sup=False, strike=False))


def _without_emphasis(run: Run) -> Run:
    return Run(run.text, replace(run.marks, bold=False, italic=False))


def _words_alone(run: Run) -> Run:
    kept = Marks(raw=run.marks.raw, image=run.marks.image)
    return Run(run.text, kept)


def _plain_items(_document: Document, group: Sequence[Block]) -> list[Block]:
    """Items that begin with words; what else an item holds stands where it can."""
    out: list[Block] = []
    for block in group:
        listed = any(c.kind in LISTS for c in block.stack)
        if listed and block.kind not in (BlockKind.PARAGRAPH, BlockKind.HEADING):
            outer = tuple(c for c in block.stack if c.kind in ASIDES)
            code = block.kind is BlockKind.CODE and not outer
            out.append(replace(block, stack=outer, item=None, fence="`" if code else block.fence))
        elif listed and block.kind is BlockKind.HEADING:
            out.append(replace(block, kind=BlockKind.PARAGRAPH, level=0))
        else:
            out.append(block)
    return _relisted(out)


def _relisted(group: Sequence[Block]) -> list[Block]:
    """Lists that something else now stands between, told apart."""
    out: list[Block] = []
    part = 0
    for at, block in enumerate(group):
        begins = at > 0 and bool(block.stack) and not group[at - 1].stack
        part += begins
        if part and block.stack:
            block = replace(
                block, stack=tuple(replace(c, id=c.id - part * _APART) for c in block.stack)
            )
            lists = [n for n, c in enumerate(block.stack) if c.kind in LISTS]
            if begins and lists and block.item is None:
                block = replace(block, item=lists[-1])
        out.append(block)
    return out


def _one_list(_document: Document, group: Sequence[Block]) -> list[Block]:
    """Nothing within each other: of all that stands around a block, the first."""
    out: list[Block] = []
    for block in group:
        outer: tuple[Container, ...] = block.stack[:1]
        if outer and outer[0].kind in LISTS:
            out.append(replace(block, stack=outer, item=0, tight=True))
        else:
            out.append(replace(block, stack=outer, item=None))
    return out


def _paragraphs(_document: Document, group: Sequence[Block]) -> list[Block]:
    """Every block for itself, its words alone."""
    return [
        replace(
            block,
            stack=(),
            item=None,
            tight=False,
            task=None,
            runs=normal(_words_alone(run) for run in block.runs),
        )
        for block in group
    ]


_SIMPLER: tuple[Callable[[Document, Sequence[Block]], list[Block]], ...] = (
    _plain_leaves,
    _plain_items,
    _one_list,
    _paragraphs,
)
