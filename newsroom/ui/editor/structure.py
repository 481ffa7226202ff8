"""Headings, lists, quotes, code and rules: acts on whole blocks, each one undo step."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from itertools import count
from typing import Any, Final

from PySide6.QtGui import QTextBlock, QTextBlockFormat, QTextCursor

from newsroom.text.document import Block, BlockKind, Container
from newsroom.ui.editor.builder import Builder
from newsroom.ui.editor.formats import (
    CELL,
    FILLER,
    FRESH,
    HEAD_CELL,
    LEVEL,
    SOFT,
    STACK,
    Formats,
    block_of,
    item_of,
    kind_of,
    stack_of,
)
from newsroom.ui.editor.marks import chosen_blocks
from newsroom.ui.editor.positions import outward
from newsroom.ui.editor.reader import pieces

_FIRST_ID: Final = 1_000_000  # lists made here; those of the opened source count from below
_LISTS: Final = ("ul", "ol")
_FIXED: Final = frozenset({BlockKind.SOURCE, BlockKind.RULE, CELL, HEAD_CELL, FILLER})


@contextmanager
def step(cursor: QTextCursor) -> Iterator[QTextCursor]:
    """A second cursor whose work inside the ``with`` is one undo step."""
    work = QTextCursor(cursor)
    work.beginEditBlock()
    try:
        yield work
    finally:
        work.endEditBlock()


def stack_at(block: QTextBlock) -> tuple[Container, ...]:
    """The lists and quotes that ``block`` stands in, outermost first."""
    return stack_of(block.blockFormat().property(STACK))


def list_depth(block: QTextBlock) -> int | None:
    """Index in its stack of the innermost list that ``block`` stands in."""
    stack = stack_at(block)
    return next((d for d in range(len(stack) - 1, -1, -1) if stack[d].kind in _LISTS), None)


def without(
    stack: tuple[Container, ...], item: int | None, depth: int
) -> tuple[tuple[Container, ...], int | None]:
    """Stack and item after the container at ``depth`` is taken out."""
    if item is not None:
        item = None if item == depth else item - (item > depth)
    return stack[:depth] + stack[depth + 1 :], item


class Structure:
    """Changes blocks of one document."""

    def __init__(self, formats: Formats, builder: Builder) -> None:
        self._formats = formats
        self._builder = builder
        self._ids = count(_FIRST_ID)

    def new_id(self) -> int:
        """An id for a list or quote that did not stand in the opened source."""
        return next(self._ids)

    def dress(self, work: QTextCursor, block: QTextBlock, **facts: Any) -> None:
        """Change ``facts`` of a block (kind, level, stack, item, task, ...) inside a step."""
        self._builder.restyle(work, block, self._formats.like(block.blockFormat(), **facts))

    def paragraph(self, block: QTextBlock) -> QTextBlockFormat:
        """The format that ``block`` would have as a paragraph in the same place."""
        return self._formats.like(
            block.blockFormat(), kind=BlockKind.PARAGRAPH, level=0, info="", fence="", task=None
        )

    # Paragraphs and headings.

    def toggle_heading(self, cursor: QTextCursor, level: int) -> None:
        """Make the chosen blocks headings of ``level``, or paragraphs if they all are."""
        blocks = [b for b in chosen_blocks(cursor) if kind_of(b.blockFormat()) not in _FIXED]
        if all(self._is_heading(b, level) for b in blocks):
            level = 0
        self.set_heading(cursor, level)

    def _is_heading(self, block: QTextBlock, level: int) -> bool:
        fmt = block.blockFormat()
        return kind_of(fmt) == BlockKind.HEADING and fmt.property(LEVEL) == level

    def set_heading(self, cursor: QTextCursor, level: int) -> None:
        """Make the chosen blocks headings of ``level`` (1 to 6), or paragraphs (0)."""
        with step(cursor) as work:
            for block in chosen_blocks(cursor):
                fmt = block.blockFormat()
                kind = kind_of(fmt)
                if kind in _FIXED:
                    continue
                if kind == BlockKind.CODE:
                    self._plain_code(work, block)
                    fmt = block.blockFormat()
                if not level:
                    self.dress(work, block, kind=BlockKind.PARAGRAPH, level=0)
                    continue
                self._one_line(work, block)
                stack, item = self._out_of_lists(stack_at(block), item_of(fmt))
                self.dress(
                    work, block, kind=BlockKind.HEADING, level=level, stack=stack, item=item,
                    task=None, tight=False,
                )  # fmt: skip

    def _out_of_lists(
        self, stack: tuple[Container, ...], item: int | None
    ) -> tuple[tuple[Container, ...], int | None]:
        depth = next((d for d, c in enumerate(stack) if c.kind in _LISTS), None)
        return (stack, item) if depth is None else (stack[:depth], None)

    def _one_line(self, work: QTextCursor, block: QTextBlock) -> None:
        """A heading has no line breaks: each becomes a space."""
        text = block.text()
        for piece in reversed(pieces(block)):
            if not piece.fmt.hasProperty(SOFT) and "\u2028" not in text:
                continue
            for at in range(piece.start + piece.length - 1, piece.start - 1, -1):
                place = block.position() + at
                letter = work.document().characterAt(place)
                if letter == "\u2028" or (piece.fmt.hasProperty(SOFT) and letter == " "):
                    work.setPosition(place)
                    work.setPosition(place + 1, QTextCursor.MoveMode.KeepAnchor)
                    work.insertText(" ", self._formats.for_block(block.blockFormat(), piece.marks))

    # Lists.

    def toggle_list(self, cursor: QTextCursor, kind: str, *, start: int = 1) -> None:
        """Make the chosen blocks items of a list ("ul" or "ol"), or paragraphs if they all are.

        ``start`` is the first number of a new numbered list.
        """
        blocks = [b for b in chosen_blocks(cursor) if kind_of(b.blockFormat()) not in _FIXED]
        if not blocks:
            return
        if all(self._list_kind(b) == kind for b in blocks):
            with step(cursor) as work:
                for block in blocks:
                    self._leave_list(work, block)
            return
        with step(cursor) as work:
            for block in blocks:
                if list_depth(block) is not None:
                    self._change_list(work, block, kind)
                else:
                    self._enter_list(work, block, kind, start)

    def toggle_task(self, cursor: QTextCursor) -> None:
        """Make the chosen blocks tasks, or plain items if they all are."""
        blocks = [b for b in chosen_blocks(cursor) if kind_of(b.blockFormat()) not in _FIXED]
        if not blocks:
            return
        done = all(block_of(b.blockFormat()).task is not None for b in blocks)
        with step(cursor) as work:
            for block in blocks:
                if list_depth(block) is None:
                    self._enter_list(work, block, "ul")
                if item_of(block.blockFormat()) is not None:
                    self.dress(work, block, task=None if done else False)

    def tick(self, cursor: QTextCursor, block: QTextBlock) -> None:
        """Tick the task in ``block``, or open it again."""
        task = block_of(block.blockFormat()).task
        if task is not None:
            with step(cursor) as work:
                self.dress(work, block, task=not task)

    def _list_kind(self, block: QTextBlock) -> str | None:
        depth = list_depth(block)
        return None if depth is None else stack_at(block)[depth].kind

    def _change_list(self, work: QTextCursor, block: QTextBlock, kind: str) -> None:
        """Turn the whole innermost list of ``block`` into ``kind``."""
        depth = list_depth(block)
        if depth is None:
            return
        old = stack_at(block)[depth]
        new = Container(kind=kind, id=self.new_id(), start=1)
        for member in self._members(block, depth, old.id):
            stack = stack_at(member)
            self.dress(work, member, stack=(*stack[:depth], new, *stack[depth + 1 :]))

    def _members(self, block: QTextBlock, depth: int, container: int) -> list[QTextBlock]:
        """All blocks that stand in the list, in order."""

        def inside(other: QTextBlock) -> bool:
            stack = stack_at(other)
            return other.isValid() and len(stack) > depth and stack[depth].id == container

        first = block
        while inside(first.previous()):
            first = first.previous()
        found = []
        while inside(first):
            found.append(first)
            first = first.next()
        return found

    def _enter_list(self, work: QTextCursor, block: QTextBlock, kind: str, start: int = 1) -> None:
        """Make ``block`` an item, of the list above or below it where that is of one kind."""
        fmt = block.blockFormat()
        if kind_of(fmt) == BlockKind.CODE:
            self._plain_code(work, block)
            fmt = block.blockFormat()
        stack = stack_at(block)
        depth = len(stack)
        found = None
        for neighbour in (block.previous(), block.next()):
            other = stack_at(neighbour) if neighbour.isValid() else ()
            if len(other) > depth and other[:depth] == stack and other[depth].kind == kind:
                found = (other[depth], bool(block_of(neighbour.blockFormat()).tight))
                break
        container, tight = found or (Container(kind=kind, id=self.new_id(), start=start), True)
        self.dress(
            work, block, kind=BlockKind.PARAGRAPH, level=0, stack=(*stack, container), item=depth,
            tight=tight,
        )  # fmt: skip
        self._unite(work, block, depth)

    def _unite(self, work: QTextCursor, block: QTextBlock, depth: int) -> None:
        """A list of the same kind right below becomes one with the block's."""
        own = stack_at(block)
        below = block.next()
        other = stack_at(below) if below.isValid() else ()
        if (
            len(other) > depth
            and other[:depth] == own[:depth]
            and other[depth].kind == own[depth].kind
            and other[depth].id != own[depth].id
        ):
            for member in self._members(below, depth, other[depth].id):
                stack = stack_at(member)
                self.dress(work, member, stack=(*stack[:depth], own[depth], *stack[depth + 1 :]))

    def _extent(self, block: QTextBlock, depth: int) -> list[QTextBlock]:
        """The blocks of the item that begins in ``block``: its own, further and nested ones."""
        container = stack_at(block)[depth].id
        found = [block]
        other = block.next()
        while other.isValid():
            stack = stack_at(other)
            item = item_of(other.blockFormat())
            if len(stack) <= depth or stack[depth].id != container:
                break
            if item is not None and item <= depth:
                break
            found.append(other)
            other = other.next()
        return found

    def indent(self, cursor: QTextCursor) -> bool:
        """Move the chosen items one level in. False where there is no item above to move into."""
        moved = False
        with step(cursor) as work:
            for block in chosen_blocks(cursor):
                moved = self._indent(work, block) or moved
        return moved

    def _indent(self, work: QTextCursor, block: QTextBlock) -> bool:
        depth = item_of(block.blockFormat())
        above = block.previous()
        if depth is None or not above.isValid():
            return False
        own, upper = stack_at(block), stack_at(above)
        if len(upper) <= depth or upper[depth].id != own[depth].id:
            return False
        if len(upper) > depth + 1 and upper[depth + 1].kind in _LISTS:
            inner = upper[depth + 1]
        else:
            inner = Container(kind=own[depth].kind, id=self.new_id(), start=1)
        for member in self._extent(block, depth):
            stack, item = stack_at(member), item_of(member.blockFormat())
            self.dress(
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
            for block in chosen_blocks(cursor):
                if list_depth(block) is not None:
                    self._leave_list(work, block)
                    moved = True
        return moved

    def _leave_list(self, work: QTextCursor, block: QTextBlock) -> None:
        depth = list_depth(block)
        if depth is None:
            return
        stack = stack_at(block)
        own = stack[depth]
        parent = next((d for d in range(depth - 1, -1, -1) if stack[d].kind in _LISTS), None)
        begins = item_of(block.blockFormat()) == depth
        extent = self._extent(block, depth) if begins else [block]
        rest = self._after(extent[-1], depth, own.id)
        for member in extent:
            inner, item = stack_at(member), item_of(member.blockFormat())
            if parent is not None:
                keep = (*inner[: parent + 1], *inner[depth + 1 :])
                if item is not None:
                    item = parent if item == depth else item - (depth - parent)
                if member is block and not begins:
                    item = parent
                facts: dict[str, Any] = {"stack": keep, "item": item}
            else:
                keep, item = without(inner, item, depth)
                facts = {"stack": keep, "item": item}
                if member is block:
                    facts |= {
                        "task": None,
                        "tight": bool(keep and block_of(block.blockFormat()).tight),
                    }
            self.dress(work, member, **facts)
        if rest:
            # What follows is a list of its own now.
            again = replace(own, id=self.new_id(), start=1)
            for member in rest:
                inner = stack_at(member)
                self.dress(work, member, stack=(*inner[:depth], again, *inner[depth + 1 :]))

    def _after(self, block: QTextBlock, depth: int, container: int) -> list[QTextBlock]:
        found = []
        other = block.next()
        while other.isValid():
            stack = stack_at(other)
            if len(stack) <= depth or stack[depth].id != container:
                break
            found.append(other)
            other = other.next()
        return found

    # Quotes.

    def toggle_quote(self, cursor: QTextCursor) -> None:
        """Put the chosen blocks into a quote, or take them out of it if they all are."""
        blocks = [
            b
            for b in chosen_blocks(cursor)
            if kind_of(b.blockFormat()) not in _FIXED - {BlockKind.RULE}
        ]
        if not blocks:
            return
        if all(any(c.kind == "quote" for c in stack_at(b)) for b in blocks):
            with step(cursor) as work:
                for block in blocks:
                    self.leave_quote(work, block)
            return
        self.add_quote(cursor)

    def add_quote(self, cursor: QTextCursor) -> None:
        """Put the chosen blocks into a quote: the one right above, or a new one."""
        blocks = [
            b
            for b in chosen_blocks(cursor)
            if kind_of(b.blockFormat()) not in _FIXED - {BlockKind.RULE}
        ]
        if not blocks:
            return
        above = blocks[0].previous()
        upper = stack_at(above) if above.isValid() else ()
        joined = upper[0] if upper and upper[0].kind == "quote" else None
        quote = joined or Container(kind="quote", id=self.new_id(), start=1)
        with step(cursor) as work:
            for block in blocks:
                item = item_of(block.blockFormat())
                self.dress(
                    work,
                    block,
                    stack=(quote, *stack_at(block)),
                    item=None if item is None else item + 1,
                )

    def leave_quote(self, work: QTextCursor, block: QTextBlock) -> None:
        """Take ``block`` out of its innermost quote; what follows is a quote of its own."""
        stack = stack_at(block)
        depth = next((d for d in range(len(stack) - 1, -1, -1) if stack[d].kind == "quote"), None)
        if depth is None:
            return
        rest = self._after(block, depth, stack[depth].id)
        keep, item = without(stack, item_of(block.blockFormat()), depth)
        self.dress(work, block, stack=keep, item=item)
        if rest and self._was_inside(block.previous(), depth, stack[depth].id):
            again = replace(stack[depth], id=self.new_id())
            for member in rest:
                inner = stack_at(member)
                self.dress(work, member, stack=(*inner[:depth], again, *inner[depth + 1 :]))

    def _was_inside(self, block: QTextBlock, depth: int, container: int) -> bool:
        stack = stack_at(block) if block.isValid() else ()
        return len(stack) > depth and stack[depth].id == container

    def leave(self, cursor: QTextCursor) -> None:
        """Take the caret's block one step out of what it stands in."""
        block = cursor.block()
        stack = stack_at(block)
        if not stack:
            return
        if stack[-1].kind in _LISTS:
            self.outdent(cursor)
        else:
            with step(cursor) as work:
                self.leave_quote(work, block)

    # Code, rules, tables.

    def toggle_code(self, cursor: QTextCursor) -> None:
        """Make the chosen blocks one block of code, or paragraphs again."""
        blocks = [b for b in chosen_blocks(cursor) if kind_of(b.blockFormat()) not in _FIXED]
        if not blocks:
            return
        if all(kind_of(b.blockFormat()) == BlockKind.CODE for b in blocks):
            with step(cursor) as work:
                for block in blocks:
                    self._plain_code(work, block)
            return
        text = outward("\u2028".join(block.text() for block in blocks))
        stack = stack_at(blocks[0])
        item = item_of(blocks[0].blockFormat())
        with step(cursor) as work:
            code = Block(kind=BlockKind.CODE, stack=stack, item=item, fence="`", text=text)
            self._builder.exchange(work, blocks[0], blocks[-1], [code])

    def _plain_code(self, work: QTextCursor, block: QTextBlock) -> None:
        """Code as a paragraph, its lines hard lines."""
        self.dress(work, block, kind=BlockKind.PARAGRAPH, info="", fence="", text="")

    def insert_blocks(self, cursor: QTextCursor, blocks: Sequence[Block]) -> None:
        """Put whole blocks after the caret's block, or in its place where it is an empty paragraph.

        The caret (``cursor``) ends in an empty paragraph or the next block behind them.
        """
        block = cursor.block()
        with step(cursor) as work:
            table = work.currentTable()
            if table is not None:
                work.setPosition(table.lastPosition() + 1)
                block = work.block()
            empty = block.length() == 1 and kind_of(block.blockFormat()) in (
                BlockKind.PARAGRAPH,
                FILLER,
            )
            work.setPosition(block.position() + block.length() - 1)
            if empty and blocks[0].kind is not BlockKind.TABLE:
                self._builder.write(work, blocks, fresh=True)
            else:
                self._builder.write(work, blocks, fresh=False)
            after = (
                work.block().next()
                if work.block().length() > 1
                or kind_of(work.block().blockFormat()) == BlockKind.RULE
                else work.block()
            )
            if not after.isValid():
                blank = Block(kind=BlockKind.PARAGRAPH, stack=stack_at(block), segment=FRESH)
                self._builder.write(work, [blank], fresh=False)
                after = work.block()
            place = after.position()
        cursor.setPosition(place)
