"""Headings, code and whole blocks put in: acts on the kind of blocks, each one undo step."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from PySide6.QtGui import QTextBlock, QTextCursor

from newsroom.text.document import Block, BlockKind, Container
from newsroom.ui.editor.builder import Builder
from newsroom.ui.editor.dress import Dress, step
from newsroom.ui.editor.formats import FILLER, FRESH, LEVEL, SOFT, Formats, item_of, kind_of
from newsroom.ui.editor.lists import Lists
from newsroom.ui.editor.marks import chosen_blocks
from newsroom.ui.editor.nesting import FIXED, LISTS, stack_at
from newsroom.ui.editor.reader import pieces, runs_of
from newsroom.ui.editor.wraps import Wraps


class Structure:
    """Changes blocks of one document."""

    def __init__(self, formats: Formats, builder: Builder) -> None:
        self._formats = formats
        self._builder = builder
        self.dress = Dress(formats, builder)
        self.lists = Lists(self.dress)
        self.wraps = Wraps(self.dress, self.lists)

    # Paragraphs and headings.

    def toggle_heading(self, cursor: QTextCursor, level: int) -> None:
        """Make the chosen blocks headings of ``level``, or paragraphs if they all are."""
        blocks = [b for b in chosen_blocks(cursor) if kind_of(b.blockFormat()) not in FIXED]
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
                if kind in FIXED:
                    continue
                if kind == BlockKind.CODE:
                    self.dress.plain_code(work, block)
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
        depth = next((d for d, c in enumerate(stack) if c.kind in LISTS), None)
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

    # Code, rules, tables.

    def toggle_code(self, cursor: QTextCursor) -> None:
        """Make the chosen blocks one block of code, or paragraphs again."""
        blocks = [b for b in chosen_blocks(cursor) if kind_of(b.blockFormat()) not in FIXED]
        if not blocks:
            return
        if all(kind_of(b.blockFormat()) == BlockKind.CODE for b in blocks):
            with step(cursor) as work:
                for block in blocks:
                    self.dress.plain_code(work, block)
            return
        with step(cursor) as work:
            # From the end, so that the blocks before keep their places.
            for group in reversed(list(_neighbours(blocks))):
                if all(kind_of(b.blockFormat()) == BlockKind.CODE for b in group):
                    continue
                text = "\n".join(_words(block) for block in group)
                code = Block(
                    BlockKind.CODE, stack_at(group[0]), item_of(group[0].blockFormat()),
                    fence="`", text=text, segment=FRESH,
                )  # fmt: skip
                self._builder.exchange(work, group[0], group[-1], [code])

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
            if empty and blocks[0].kind is BlockKind.TABLE:
                self._builder.to_filler(work)
            self._builder.write(work, blocks, fresh=empty)
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


def _words(block: QTextBlock) -> str:
    """A block's words as lines of code: a picture by its description."""
    found = (
        run.marks.image.alt if run.marks.image is not None else run.text for run in runs_of(block)
    )
    return "".join(found).replace("\u2028", "\n")


def _neighbours(blocks: Sequence[QTextBlock]) -> Iterator[list[QTextBlock]]:
    """The blocks in groups that nothing else stands between."""
    group: list[QTextBlock] = []
    for block in blocks:
        if group and block.previous() != group[-1]:
            yield group
            group = []
        group.append(block)
    if group:
        yield group
