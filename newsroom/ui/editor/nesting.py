"""Which blocks stand in one list or quote: told by who stands next to whom, as Markdown tells it.

Ids of lists do not say it: an edit may bring two lists together, and two lists of one kind that
stand next to each other are one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from PySide6.QtGui import QTextBlock, QTextCursor, QTextTable

from newsroom.text.blocks import ASIDES
from newsroom.text.document import Block, BlockKind, Container
from newsroom.ui.editor.formats import CELL, FILLER, HEAD_CELL, STACK, item_of, kind_of, stack_of

LISTS: Final = ("ul", "ol")
CELLS: Final = (CELL, HEAD_CELL)
FIXED: Final = frozenset({BlockKind.SOURCE, BlockKind.RULE, FILLER, *CELLS})
"""Blocks that can't be made another kind of block."""
_NAMED: Final = frozenset({*LISTS, *ASIDES})  # what the model tells apart by its id
_UNUSED: Final = -1_000_000  # ids from here down are given to lists that an edit cut in two


def table_of(block: QTextBlock) -> QTextTable | None:
    """The table around ``block``; None outside tables."""
    if not block.isValid() or kind_of(block.blockFormat()) not in CELLS:
        return None
    return QTextCursor(block).currentTable()


def stack_at(block: QTextBlock) -> tuple[Container, ...]:
    """The lists and quotes that ``block`` (or the table around it) stands in, outermost first."""
    if not block.isValid():
        return ()
    table = table_of(block)
    fmt = block.blockFormat() if table is None else table.format()
    return stack_of(fmt.property(STACK))


def item_at(block: QTextBlock) -> int | None:
    """Index in the stack of the list whose item begins in ``block`` or the table around it."""
    table = table_of(block)
    return item_of(block.blockFormat() if table is None else table.format())


def list_depth(block: QTextBlock) -> int | None:
    """Index in its stack of the innermost list that ``block`` stands in."""
    stack = stack_at(block)
    return next((d for d in range(len(stack) - 1, -1, -1) if stack[d].kind in LISTS), None)


def above(block: QTextBlock) -> QTextBlock:
    """What stands above ``block``: a table by its first cell, fillers passed over."""
    table = table_of(block)
    if table is not None:
        block = block.document().findBlock(table.firstPosition())
    block = block.previous()
    while block.isValid() and kind_of(block.blockFormat()) == FILLER and block.length() == 1:
        block = block.previous()
    table = table_of(block)
    return block if table is None else block.document().findBlock(table.firstPosition())


def below(block: QTextBlock) -> QTextBlock:
    """What stands below ``block``: a table by its first cell, fillers passed over."""
    table = table_of(block)
    if table is not None:
        block = block.document().findBlock(table.lastPosition())
    block = block.next()
    while block.isValid() and kind_of(block.blockFormat()) == FILLER and block.length() == 1:
        block = block.next()
    return block


def _one(
    upper: Sequence[Container], lower: Sequence[Container], item: int | None, depth: int
) -> bool:
    """Whether a block with ``lower`` goes on with the container at ``depth`` of the one above."""
    if len(upper) <= depth or len(lower) <= depth:
        return False
    if item is not None and item < depth:
        return False  # an item of an outer list begins here, and with it all that is in it
    return all(_alike(upper[d], lower[d]) for d in range(depth + 1))


def _alike(one: Container, other: Container) -> bool:
    """Neighbours of one kind are one, but for boxes and pull quotes: those have an end."""
    return one.kind == other.kind and (one.kind not in ASIDES or one.id == other.id)


def goes_on(upper: QTextBlock, lower: QTextBlock, depth: int) -> bool:
    """Whether two neighbours stand in the same container at ``depth``."""
    if not upper.isValid() or not lower.isValid():
        return False
    return _one(stack_at(upper), stack_at(lower), item_at(lower), depth)


def members(block: QTextBlock, depth: int) -> list[QTextBlock]:
    """All that stands in ``block``'s container at ``depth``, in order."""
    first = block
    while goes_on(upper := above(first), first, depth):
        first = upper
    return [first, *after(first, depth)]


def after(block: QTextBlock, depth: int) -> list[QTextBlock]:
    """What follows ``block`` in its container at ``depth``."""
    found: list[QTextBlock] = []
    while goes_on(block, lower := below(block), depth):
        found.append(lower)
        block = lower
    return found


def extent(block: QTextBlock, depth: int) -> list[QTextBlock]:
    """The blocks of the item that begins in ``block``: its own, further and nested ones."""
    found = [block]
    for other in after(block, depth):
        item = item_at(other)
        if item is not None and item <= depth:
            break
        found.append(other)
    return found


def units(blocks: Sequence[QTextBlock]) -> Iterator[QTextBlock]:
    """The blocks, each table once (by the first of its cells that is among them)."""
    last: QTextTable | None = None
    for block in blocks:
        table = table_of(block)
        if table is None or table != last:
            yield block
        last = table


def without(
    stack: tuple[Container, ...], item: int | None, depth: int
) -> tuple[tuple[Container, ...], int | None]:
    """Stack and item after the container at ``depth`` is taken out."""
    if item is not None:
        item = None if item == depth else item - (item > depth)
    return stack[:depth] + stack[depth + 1 :], item


def settled(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """The blocks with one container for each list or quote, and another for every other one.

    Blocks that are right already stay the same object.
    """
    found: list[Block] | None = None
    upper: tuple[Container, ...] = ()  # of the block above, as it is now
    before: tuple[Container, ...] = ()  # the same as it came
    seen: set[int] = set()
    for at, block in enumerate(blocks):
        stack = block.stack
        if stack:
            depth = 0
            while depth < min(len(stack), len(before)) and _one(before, stack, block.item, depth):
                depth += 1
            fresh: list[Container] = []
            for container in stack[depth:]:
                if container.kind in _NAMED:
                    if container.id in seen:
                        container = replace(container, id=_UNUSED - len(seen))
                    seen.add(container.id)
                fresh.append(container)
            wanted = (*upper[:depth], *fresh)
            if wanted != stack:
                stack = wanted
                if found is None:
                    found = list(blocks)
                found[at] = replace(block, stack=stack)
        before, upper = block.stack, stack
    return blocks if found is None else tuple(found)


def told_apart(fresh: Sequence[Block], shown: Sequence[Block]) -> Sequence[Block]:
    """New blocks whose boxes and pull quotes are no others' of those shown: numbers tell them apart
    within the text that they were read from alone."""
    if not any(c.kind in ASIDES for block in fresh for c in block.stack):
        return fresh
    taken = {c.id for block in (*shown, *fresh) for c in block.stack}
    numbers: dict[int, int] = {}
    for block in fresh:
        for container in block.stack:
            if container.kind in ASIDES:
                numbers.setdefault(container.id, max(taken) + 1 + len(numbers))
    return [
        replace(
            block,
            stack=tuple(
                replace(c, id=numbers[c.id]) if c.kind in ASIDES else c for c in block.stack
            ),
        )
        for block in fresh
    ]
