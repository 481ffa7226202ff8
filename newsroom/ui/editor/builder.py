"""Writes blocks of the text model into a QTextDocument."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtGui import QTextBlock, QTextBlockFormat, QTextCursor, QTextDocument

from newsroom.text.document import Block, BlockKind, Run
from newsroom.ui.editor.formats import (
    CELL,
    FILLER,
    FRESH,
    HEAD_CELL,
    LEVEL,
    OBJECT,
    SOFT,
    VERBATIM,
    Formats,
    kind_of,
)
from newsroom.ui.editor.positions import inward, settle
from newsroom.ui.editor.reader import pieces


class Builder:
    """Puts blocks into documents, with the formats of one editor."""

    def __init__(self, formats: Formats) -> None:
        self._formats = formats

    def build(self, document: QTextDocument, blocks: Sequence[Block]) -> None:
        """Make ``blocks`` the whole content. The undo stack is empty afterwards."""
        document.setUndoRedoEnabled(False)
        document.clear()
        cursor = QTextCursor(document)
        cursor.beginEditBlock()
        self._start(cursor, blocks)
        self.write(cursor, blocks, fresh=True)
        cursor.endEditBlock()
        document.setUndoRedoEnabled(True)
        document.setModified(False)

    def _start(self, cursor: QTextCursor, blocks: Sequence[Block]) -> None:
        first = Block(kind=BlockKind.PARAGRAPH, segment=FRESH)
        if blocks and blocks[0].kind is BlockKind.TABLE:
            cursor.setBlockFormat(self._formats.filler())
        elif not blocks:
            cursor.setBlockFormat(self._formats.block(first))
            cursor.setBlockCharFormat(self._formats.char())

    def write(self, cursor: QTextCursor, blocks: Iterable[Block], *, fresh: bool) -> None:
        """Write ``blocks`` at ``cursor``, which then stands behind them.

        ``fresh`` says that the cursor's own block is empty and may become the first of them; else
        the first comes after it. Call it inside an edit block.
        """
        for block in blocks:
            if block.kind is BlockKind.TABLE:
                self._table(cursor, block)
                fresh = True
                continue
            fmt = self._formats.block(block)
            text = self._formats.char(kind=block.kind, level=block.level)
            if fresh:
                cursor.setBlockFormat(fmt)
                cursor.setBlockCharFormat(text)
                fresh = False
            else:
                cursor.insertBlock(fmt, text)
            if block.kind in VERBATIM:
                cursor.insertText(inward(block.text), text)
            elif block.kind is not BlockKind.RULE:
                self.runs(cursor, block.runs, kind=block.kind, level=block.level)

    def runs(
        self,
        cursor: QTextCursor,
        runs: Iterable[Run],
        *,
        kind: str = BlockKind.PARAGRAPH,
        level: int = 0,
    ) -> None:
        """Write ``runs`` at ``cursor``, looking as they do in a block of ``kind`` and ``level``."""
        for run in runs:
            marks = run.marks
            fmt = self._formats.char(marks, kind, level)
            if marks.image is not None:
                cursor.insertText(OBJECT, fmt)
            elif marks.raw:
                cursor.insertText(inward(run.text), fmt)
            elif "\n" not in run.text:
                cursor.insertText(settle(run.text), fmt)
            else:
                soft = self._formats.char(marks, kind, level, soft=True)
                for number, line in enumerate(run.text.split("\n")):
                    if number:
                        cursor.insertText(" ", soft)
                    if line:
                        cursor.insertText(settle(line), fmt)

    def _table(self, cursor: QTextCursor, block: Block) -> None:
        columns = max(1, len(block.align))
        if cursor.block().length() == 1 and kind_of(cursor.block().blockFormat()) != FILLER:
            # Qt does not draw an empty block right before a table; a rule must be seen.
            cursor.insertBlock(self._formats.filler(), self._formats.char())
        table = cursor.insertTable(max(1, len(block.rows)), columns, self._formats.table(block))
        inside = QTextCursor(cursor)
        for row, cells in enumerate(block.rows):
            kind = HEAD_CELL if row == 0 else CELL
            for column, runs in enumerate(cells[:columns]):
                inside.setPosition(table.cellAt(row, column).firstPosition())
                inside.setBlockFormat(self._formats.cell(block.align[column], head=row == 0))
                inside.setBlockCharFormat(self._formats.char(kind=kind))
                self.runs(inside, runs, kind=kind)
        cursor.setPosition(table.lastPosition() + 1)
        if cursor.block().length() == 1:
            cursor.setBlockFormat(self._formats.filler(block.segment))
            cursor.setBlockCharFormat(self._formats.char())

    def replace(
        self, first: QTextBlock, last: QTextBlock, blocks: Sequence[Block], *, cursor: QTextCursor
    ) -> None:
        """Put ``blocks`` in the place of the blocks ``first`` to ``last`` as one edit.

        Neither end may stand inside a table; ``cursor`` is a cursor of the same document whose edit
        block encloses the work.
        """
        cursor.setPosition(first.position())
        cursor.setPosition(
            last.position() + last.length() - 1, QTextCursor.MoveMode.KeepAnchor
        )
        cursor.removeSelectedText()
        cursor.setBlockFormat(self._formats.block(Block(kind=BlockKind.PARAGRAPH, segment=FRESH)))
        cursor.setBlockCharFormat(self._formats.char())
        if not blocks:
            drop_block(cursor)
            return
        if blocks[0].kind is BlockKind.TABLE:
            cursor.setBlockFormat(self._formats.filler())
        self.write(cursor, blocks, fresh=True)

    def restyle(self, cursor: QTextCursor, block: QTextBlock, fmt: QTextBlockFormat) -> None:
        """Give ``block`` the format ``fmt`` and its text the looks of that kind.

        ``cursor`` is a cursor whose edit block encloses the work; it is moved.
        """
        cursor.setPosition(block.position())
        if block.blockFormat() != fmt:
            cursor.setBlockFormat(fmt)
        plain = self._formats.for_block(fmt)
        if block.length() == 1:
            if block.charFormat() != plain:
                cursor.setBlockCharFormat(plain)
            return
        at, kind, level = block.position(), kind_of(fmt), int(fmt.property(LEVEL) or 0)
        for piece in pieces(block):
            looks = self._formats.char(piece.marks, kind, level, soft=piece.fmt.hasProperty(SOFT))
            if looks != piece.fmt:
                cursor.setPosition(at + piece.start)
                cursor.setPosition(at + piece.start + piece.length, QTextCursor.MoveMode.KeepAnchor)
                cursor.setCharFormat(looks)
        cursor.setPosition(at)

    def to_filler(self, cursor: QTextCursor) -> None:
        """Make the cursor's empty block the one that Qt wants beside a table."""
        cursor.setBlockFormat(self._formats.filler())
        cursor.setBlockCharFormat(self._formats.char())


def drop_block(cursor: QTextCursor) -> None:
    """Take the cursor's empty block out of the document, where Qt lets us."""
    if cursor.block().next().isValid():
        cursor.deleteChar()
    elif cursor.block().previous().isValid():
        cursor.deletePreviousChar()


def is_filler(block: QTextBlock) -> bool:
    """Whether ``block`` is only there because Qt wants one beside a table."""
    return block.length() == 1 and kind_of(block.blockFormat()) == FILLER
