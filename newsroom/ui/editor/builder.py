"""Writes blocks of the text model into a QTextDocument."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from PySide6.QtGui import (
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextTable,
)

from newsroom.text.direction import first_strong
from newsroom.text.document import Block, BlockKind, Run
from newsroom.ui.editor import nesting
from newsroom.ui.editor.formats import (
    CELL,
    FILLER,
    FRESH,
    HEAD_CELL,
    LEAD,
    LEVEL,
    OBJECT,
    SEGMENT,
    SOFT,
    TAIL,
    VERBATIM,
    Formats,
    kind_of,
)
from newsroom.ui.editor.lean import lean
from newsroom.ui.editor.mirrored import runs_back
from newsroom.ui.editor.positions import inward, settle
from newsroom.ui.editor.reader import pieces

_EMPTY: Final = Block(kind=BlockKind.PARAGRAPH, segment=FRESH)


class Builder:
    """Puts blocks into documents, with the formats of one editor."""

    def __init__(self, formats: Formats) -> None:
        self._formats = formats
        self.rtl = False
        """Whether tables without a word run from right to left, as their story does."""

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
        if blocks and blocks[0].kind is BlockKind.TABLE:
            cursor.setBlockFormat(self._formats.filler())
        elif not blocks:
            cursor.setBlockFormat(self._formats.block(_EMPTY))
            cursor.setBlockCharFormat(self._formats.char())
            if self.rtl:
                lean(cursor)

    def write(self, cursor: QTextCursor, blocks: Iterable[Block], *, fresh: bool) -> None:
        """Write ``blocks`` at ``cursor``, which then stands behind them.

        ``fresh`` says that the cursor's own block is empty and may become the first of them; else
        the first comes after it. Call it inside an edit block.
        """
        here = cursor.block()
        upper = nesting.stack_at(nesting.above(here) if fresh else here)
        behind = nesting.stack_at(nesting.below(here))
        blocks = list(blocks)
        for at, block in enumerate(blocks):
            lower = blocks[at + 1].stack if at + 1 < len(blocks) else behind
            edges = (LEAD if block.stack[:1] != upper[:1] else 0) | (
                TAIL if block.stack[:1] != lower[:1] else 0
            )
            upper = block.stack
            if block.kind is BlockKind.TABLE:
                self._table(cursor, block, edges)
                fresh = True
                continue
            fmt = self._formats.block(block, edges=edges)
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

    def _table(self, cursor: QTextCursor, block: Block, edges: int) -> None:
        columns = max(1, len(block.align))
        if cursor.block().length() == 1 and kind_of(cursor.block().blockFormat()) != FILLER:
            # Qt does not draw an empty block right before a table; a rule must be seen.
            cursor.insertBlock(self._formats.filler(), self._formats.char())
        mirrored = runs_back(block, otherwise=self.rtl)
        fmt = self._formats.table(block, mirrored=mirrored, edges=edges)
        table = cursor.insertTable(max(1, len(block.rows)), columns, fmt)
        align = (block.align[::-1] if mirrored else block.align) or (None,)
        usual = max(align, key=align.count)
        inside = QTextCursor(cursor)
        self._dress(inside, table, usual)
        at = table.firstPosition()
        for row, cells in enumerate(block.rows):
            kind = HEAD_CELL if row == 0 else CELL
            standing = [*cells[:columns], *((),) * (columns - len(cells))]
            for place, runs in enumerate(reversed(standing) if mirrored else standing):
                inside.setPosition(at)
                rtl = mirrored and first_strong("".join(run.text for run in runs)) is None
                if rtl or align[place] != usual:
                    own = self._formats.cell(align[place], head=not row, rtl=rtl)
                    inside.setBlockFormat(own)
                self.runs(inside, runs, kind=kind)
                at = inside.position() + 1  # a cell begins right behind the one before
        cursor.setPosition(table.lastPosition() + 1)
        if cursor.block().length() == 1:
            cursor.setBlockFormat(self._formats.filler(block.segment))
            cursor.setBlockCharFormat(self._formats.char())

    def _dress(self, inside: QTextCursor, table: QTextTable, side: str | None) -> None:
        """Give the empty cells of a new table the formats that most of them have: all at once,
        since each by itself takes longer than its words do."""
        # Qt goes through what is selected from block to block, not by rows and columns.
        head, last = table.cellAt(0, table.columns() - 1).lastPosition(), table.lastPosition()
        for kind, start, end in (
            (HEAD_CELL, table.firstPosition(), head),
            (CELL, head + 1, last),
        ):
            if start > end:
                continue
            inside.setPosition(start)
            inside.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
            inside.setBlockFormat(self._formats.cell(side, head=kind == HEAD_CELL))
            inside.setBlockCharFormat(self._formats.char(kind=kind))

    def exchange(
        self,
        cursor: QTextCursor,
        first: QTextBlock,
        last: QTextBlock | None,
        blocks: Sequence[Block],
    ) -> None:
        """Put ``blocks`` in the place of ``first`` to ``last``; without a last one, before
        ``first``; without a valid first one, at the end. Call it inside an edit block.

        A block inside a table stands for the whole table.
        """
        fresh = self._open_gap(cursor, first) if last is None else self._clear(cursor, first, last)
        if fresh and blocks and blocks[0].kind is BlockKind.TABLE:
            self.to_filler(cursor)
        if blocks:
            self.write(cursor, blocks, fresh=fresh)
        elif fresh:
            self._drop(cursor)
        below = cursor.block().next()
        if is_filler(cursor.block()) and below.isValid() and not in_cell(below):
            # What stands behind the table is all that Qt wants there.
            self._swallow(cursor, below)

    def _open_gap(self, cursor: QTextCursor, below: QTextBlock) -> bool:
        """Stand where a block may be written before ``below``; True in an empty one."""
        if not below.isValid():
            cursor.movePosition(QTextCursor.MoveOperation.End)
            return is_filler(cursor.block())
        table = QTextCursor(below).currentTable()
        above = below.previous()
        if table is not None:
            above = cursor.document().findBlock(table.firstPosition() - 1)
        if above.isValid() and not in_cell(above):
            cursor.setPosition(above.position() + above.length() - 1)
            return is_filler(above)
        # At the very beginning or right behind a table: a block of its own before ``below``.
        place = below.position()
        cursor.setPosition(place)
        cursor.insertBlock(below.blockFormat(), below.charFormat())
        cursor.setPosition(place)
        return True

    def _clear(self, cursor: QTextCursor, first: QTextBlock, last: QTextBlock) -> bool:
        """Take ``first`` to ``last`` out and stand where they stood; True in an empty block."""
        upper, lower = QTextCursor(first).currentTable(), QTextCursor(last).currentTable()
        start = first.position() if upper is None else upper.firstPosition() - 1
        end = last.position() + last.length() - 1 if lower is None else lower.lastPosition() + 1
        cursor.setPosition(end)
        behind = (cursor.block().blockFormat(), cursor.block().charFormat())
        cursor.setPosition(start)
        own = (cursor.block().blockFormat(), cursor.block().charFormat())
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        cursor.removeSelectedText()
        if lower is not None:
            # What stood behind the table came up; it goes back into a block of its own.
            cursor.insertBlock(*behind)
            cursor.movePosition(QTextCursor.MoveOperation.PreviousBlock)
            cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock)
        cursor.setBlockFormat(own[0])
        return upper is None or is_filler(cursor.block())

    def _drop(self, cursor: QTextCursor) -> None:
        """Take the cursor's empty block out, where Qt lets us."""
        block = cursor.block()
        above, below = block.previous(), block.next()
        if below.isValid() and not in_cell(below):
            self._swallow(cursor, below)
        elif any(other.isValid() and in_cell(other) for other in (above, below)) and (
            not above.isValid() or in_cell(above) or above.length() == 1
        ):
            self.to_filler(cursor)
        elif above.isValid():
            keep = above.blockFormat()
            cursor.deletePreviousChar()
            cursor.setBlockFormat(keep)
        else:
            cursor.setBlockFormat(self._formats.block(_EMPTY))
            cursor.setBlockCharFormat(self._formats.char())

    def _swallow(self, cursor: QTextCursor, below: QTextBlock) -> None:
        """Take the cursor's empty block out by letting ``below`` come up."""
        keep, looks, empty = below.blockFormat(), below.charFormat(), below.length() == 1
        cursor.deleteChar()
        cursor.setBlockFormat(keep)
        if empty:
            cursor.setBlockCharFormat(looks)

    def label(self, cursor: QTextCursor, block: QTextBlock, segment: int) -> None:
        """Say that ``block`` (or the table around it) belongs to ``segment``."""
        cursor.setPosition(block.position())
        table = cursor.currentTable()
        if table is not None:
            fmt = table.format()
            fmt.setProperty(SEGMENT, segment)
            table.setFormat(fmt)
            return
        own = QTextBlockFormat()
        own.setProperty(SEGMENT, segment)
        cursor.mergeBlockFormat(own)

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
        if kind in VERBATIM:
            self._unpicture(cursor, block, plain)
        for piece in pieces(block):
            looks = self._formats.char(piece.marks, kind, level, soft=piece.fmt.hasProperty(SOFT))
            if looks != piece.fmt:
                cursor.setPosition(at + piece.start)
                cursor.setPosition(at + piece.start + piece.length, QTextCursor.MoveMode.KeepAnchor)
                cursor.setCharFormat(looks)
        cursor.setPosition(at)

    def _unpicture(self, cursor: QTextCursor, block: QTextBlock, plain: QTextCharFormat) -> None:
        """Code and cards hold no pictures: what came in stands there by its description."""
        at = block.position()
        for piece in reversed(pieces(block)):
            if piece.marks.image is not None:
                for place in range(piece.start + piece.length - 1, piece.start - 1, -1):
                    cursor.setPosition(at + place)
                    cursor.setPosition(at + place + 1, QTextCursor.MoveMode.KeepAnchor)
                    if cursor.selectedText() == OBJECT:
                        cursor.insertText(piece.marks.image.alt, plain)

    def to_filler(self, cursor: QTextCursor) -> None:
        """Make the cursor's empty block the one that Qt wants beside a table."""
        cursor.setBlockFormat(self._formats.filler())
        cursor.setBlockCharFormat(self._formats.char())


def in_cell(block: QTextBlock) -> bool:
    """Whether ``block`` stands inside a table."""
    return QTextCursor(block).currentTable() is not None


def is_filler(block: QTextBlock) -> bool:
    """Whether ``block`` is only there because Qt wants one beside a table."""
    return block.length() == 1 and kind_of(block.blockFormat()) == FILLER
