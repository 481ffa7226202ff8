"""Bullets, numbers and tasks: items made, moved in and out, ticked. Each act is one undo step."""

from __future__ import annotations

from typing import Any

from PySide6.QtGui import QTextBlock, QTextCursor

from newsroom.text.document import BlockKind, Container
from newsroom.ui.editor.dress import Dress, step
from newsroom.ui.editor.formats import block_of, item_of, kind_of
from newsroom.ui.editor.marks import chosen_blocks
from newsroom.ui.editor.nesting import (
    FIXED,
    LISTS,
    above,
    after,
    below,
    extent,
    goes_on,
    item_at,
    list_depth,
    members,
    stack_at,
    without,
)


class Lists:
    """Lists of one document."""

    def __init__(self, dress: Dress) -> None:
        self._dress = dress

    def _chosen(self, cursor: QTextCursor) -> list[QTextBlock]:
        return [b for b in chosen_blocks(cursor) if kind_of(b.blockFormat()) not in FIXED]

    # Making and taking away.

    def toggle(self, cursor: QTextCursor, kind: str, *, start: int = 1) -> None:
        """Make the chosen blocks items of a list ("ul" or "ol"), or paragraphs if they all are.

        ``start`` is the first number of a new numbered list.
        """
        blocks = self._chosen(cursor)
        if not blocks:
            return
        with step(cursor) as work:
            if all(self._kind(b) == kind for b in blocks):
                for block in blocks:
                    self.leave(work, block)
                return
            for block in blocks:
                if list_depth(block) is not None:
                    self._change(work, block, kind)
                else:
                    self._enter(work, block, kind, start)

    def toggle_task(self, cursor: QTextCursor) -> None:
        """Make the chosen blocks tasks, or plain items if they all are."""
        blocks = self._chosen(cursor)
        if not blocks:
            return
        done = all(block_of(b.blockFormat()).task is not None for b in blocks)
        with step(cursor) as work:
            for block in blocks:
                if list_depth(block) is None:
                    self._enter(work, block, "ul")
                if item_of(block.blockFormat()) is not None:
                    self._dress(work, block, task=None if done else False)

    def tick(self, cursor: QTextCursor, block: QTextBlock) -> bool:
        """Tick the task in ``block``, or open it again; False for what is no task."""
        task = block_of(block.blockFormat()).task
        if task is not None:
            with step(cursor) as work:
                self._dress(work, block, task=not task)
        return task is not None

    def tick_chosen(self, cursor: QTextCursor) -> bool:
        """Tick the chosen tasks, or open them if all are ticked; False where there is none."""
        blocks = [b for b in self._chosen(cursor) if block_of(b.blockFormat()).task is not None]
        ticked = all(block_of(b.blockFormat()).task for b in blocks)
        with step(cursor) as work:
            for block in blocks:
                self._dress(work, block, task=not ticked)
        return bool(blocks)

    def _kind(self, block: QTextBlock) -> str | None:
        depth = list_depth(block)
        return None if depth is None else stack_at(block)[depth].kind

    def _change(self, work: QTextCursor, block: QTextBlock, kind: str) -> None:
        """Turn the whole innermost list of ``block`` into ``kind``."""
        depth = list_depth(block)
        if depth is None or stack_at(block)[depth].kind == kind:
            return
        new = Container(kind=kind, id=self._dress.new_id(), start=1)
        for member in members(block, depth):
            stack = stack_at(member)
            self._dress(work, member, stack=(*stack[:depth], new, *stack[depth + 1 :]))

    def _enter(self, work: QTextCursor, block: QTextBlock, kind: str, start: int = 1) -> None:
        """Make ``block`` an item, of the list above or below it where that is of one kind."""
        if kind_of(block.blockFormat()) == BlockKind.CODE:
            self._dress.plain_code(work, block)
        stack = stack_at(block)
        depth = len(stack)
        tight = True
        container = Container(kind=kind, id=self._dress.new_id(), start=start)
        for neighbour in (above(block), below(block)):
            other = stack_at(neighbour)
            if (
                len(other) > depth
                and [c.kind for c in other[: depth + 1]] == [*(c.kind for c in stack), kind]
                and item_at(neighbour) != depth - 1
            ):
                container = other[depth]
                tight = bool(block_of(neighbour.blockFormat()).tight)
                break
        self._dress(
            work, block, kind=BlockKind.PARAGRAPH, level=0, stack=(*stack, container), item=depth,
            tight=tight,
        )  # fmt: skip

    # Moving.

    def indent(self, cursor: QTextCursor) -> bool:
        """Move the chosen items one level in. False where there is no item above to move into."""
        moved = False
        with step(cursor) as work:
            for block in self._heads(cursor):
                moved = self._indent(work, block) or moved
        return moved

    def _heads(self, cursor: QTextCursor) -> list[QTextBlock]:
        """The chosen items that stand in no other chosen item: those move with theirs."""
        found: list[QTextBlock] = []
        carried: set[int] = set()
        for block in chosen_blocks(cursor):
            depth = item_at(block)
            if depth is None or block.blockNumber() in carried:
                continue
            found.append(block)
            carried.update(member.blockNumber() for member in extent(block, depth))
        return found

    def _indent(self, work: QTextCursor, block: QTextBlock) -> bool:
        depth = item_at(block)
        upper = above(block)
        if depth is None or not goes_on(upper, block, depth):
            return False
        own, over = stack_at(block), stack_at(upper)
        if len(over) > depth + 1 and over[depth + 1].kind in LISTS:
            inner = over[depth + 1]
        else:
            inner = Container(kind=own[depth].kind, id=self._dress.new_id(), start=1)
        for member in extent(block, depth):
            stack, item = stack_at(member), item_at(member)
            self._dress(
                work,
                member,
                stack=(*stack[: depth + 1], inner, *stack[depth + 1 :]),
                item=None if item is None else item + 1,
            )
        return True

    def outdent(self, cursor: QTextCursor) -> bool:
        """Move the chosen items one level out, at last out of the list."""
        moved = False
        with step(cursor) as work:
            for block in self._heads(cursor) or chosen_blocks(cursor):
                if list_depth(block) is not None:
                    self.leave(work, block)
                    moved = True
        return moved

    def leave(self, work: QTextCursor, block: QTextBlock) -> None:
        """Move ``block`` one list out inside a step, with what stands in its item."""
        depth = list_depth(block)
        if depth is None:
            return
        stack = stack_at(block)
        parent = next((d for d in range(depth - 1, -1, -1) if stack[d].kind in LISTS), None)
        own = extent(block, depth)
        rest = after(own[-1], depth)
        for member in own:
            inner, item = stack_at(member), item_at(member)
            if parent is not None:
                keep = (*inner[: parent + 1], *inner[depth + 1 :])
                if item is not None:
                    item = parent if item == depth else item - (depth - parent)
                elif member == block:
                    item = parent
                facts: dict[str, Any] = {"stack": keep, "item": item}
            else:
                keep, item = without(inner, item, depth)
                facts = {"stack": keep, "item": item}
                if member == block:
                    inside = any(container.kind in LISTS for container in keep)
                    tight = inside and block_of(block.blockFormat()).tight
                    facts |= {"task": None, "tight": tight}
            self._dress(work, member, **facts)
        if parent is None and stack[depth].start != 1:
            # What follows is a list of its own, which counts from one.
            again = Container(stack[depth].kind, self._dress.new_id(), 1)
            for member in rest:
                inner = stack_at(member)
                self._dress(work, member, stack=(*inner[:depth], again, *inner[depth + 1 :]))
