"""Quotes and what else is put around whole blocks. Each act is one undo step."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from PySide6.QtGui import QTextBlock, QTextCursor

from newsroom.text.blocks import ASIDES
from newsroom.text.document import BlockKind, Container
from newsroom.ui.editor.dress import Dress, step
from newsroom.ui.editor.formats import FILLER, LEAD, TAIL, kind_of
from newsroom.ui.editor.lists import Lists
from newsroom.ui.editor.marks import chosen_blocks
from newsroom.ui.editor.nesting import LISTS, item_at, members, stack_at, table_of, units, without

QUOTE: Final = "quote"
_ALONE: Final = frozenset({BlockKind.SOURCE, FILLER})


class Wraps:
    """Quotes of one document."""

    def __init__(self, dress: Dress, lists: Lists) -> None:
        self._dress = dress
        self._lists = lists

    def _chosen(self, cursor: QTextCursor) -> list[QTextBlock]:
        blocks = chosen_blocks(cursor)
        inside = table_of(blocks[0]) is not None and table_of(blocks[0]) == table_of(blocks[-1])
        if inside:
            return []  # words in a table are no quote; the table as a whole can be
        return [b for b in units(blocks) if kind_of(b.blockFormat()) not in _ALONE]

    def toggle(self, cursor: QTextCursor, kind: str = QUOTE) -> None:
        """Put the chosen blocks into a quote, or take them out of it if they all are."""
        blocks = self._chosen(cursor)
        if not blocks:
            return
        with step(cursor) as work:
            if all(any(c.kind == kind for c in stack_at(b)) for b in blocks):
                for block in blocks:
                    self.leave(work, block, kind)
            else:
                self._put(work, blocks, kind)

    def add(self, cursor: QTextCursor, kind: str = QUOTE) -> None:
        """Put the chosen blocks into a quote: the one right above, or a new one."""
        blocks = self._chosen(cursor)
        if blocks:
            with step(cursor) as work:
                self._put(work, blocks, kind)

    def _put(self, work: QTextCursor, blocks: Sequence[QTextBlock], kind: str) -> None:
        new = Container(kind=kind, id=self._dress.new_id())
        for at, block in enumerate(blocks):
            stack, item = stack_at(block), item_at(block)
            if any(c.kind == kind for c in stack):
                continue
            around = [c for c in stack if c.kind in ASIDES]
            if kind in ASIDES and around:  # one box in another is no box
                stack, item = without(stack, item, 0)
                around = []
            depth = len(around)
            if item is not None and item >= depth:
                item += 1
            self._dress(
                work,
                block,
                stack=(*stack[:depth], new, *stack[depth:]),
                item=item,
                edges=_edges(at, len(blocks)) if kind in ASIDES else None,
            )

    def title(self, cursor: QTextCursor) -> str | None:
        """The title of the box around the caret, None outside boxes."""
        stack = stack_at(cursor.block())
        return stack[0].title if stack and stack[0].kind == "box" else None

    def entitle(self, cursor: QTextCursor, title: str) -> None:
        """Give the box around the caret another title."""
        if self.title(cursor) is None:
            return
        with step(cursor) as work:
            blocks = members(cursor.block(), 0)
            for at, block in enumerate(blocks):
                stack = stack_at(block)
                box = replace(stack[0], title=" ".join(title.split()))
                self._dress(work, block, stack=(box, *stack[1:]), edges=_edges(at, len(blocks)))

    def leave(self, work: QTextCursor, block: QTextBlock, kind: str = QUOTE) -> None:
        """Take ``block`` out of its innermost quote, inside a step."""
        stack = stack_at(block)
        depth = next((d for d in range(len(stack) - 1, -1, -1) if stack[d].kind == kind), None)
        if depth is not None:
            keep, item = without(stack, item_at(block), depth)
            self._dress(work, block, stack=keep, item=item)

    def step_out(self, cursor: QTextCursor) -> None:
        """Take the caret's block one step out of what it stands in."""
        stack = stack_at(cursor.block())
        if not stack:
            return
        if stack[-1].kind in LISTS:
            self._lists.outdent(cursor)
        else:
            with step(cursor) as work:
                self.leave(work, cursor.block(), stack[-1].kind)


def _edges(at: int, count: int) -> int:
    """Which edges of a box of ``count`` blocks the one at ``at`` is."""
    return (LEAD if at == 0 else 0) | (TAIL if at == count - 1 else 0)
