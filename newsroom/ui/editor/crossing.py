"""Where a place of the page lies in its Markdown, and the other way round."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from PySide6.QtGui import QTextBlock, QTextCursor

from newsroom.text.blocks import is_empty
from newsroom.text.carets import CARET
from newsroom.text.document import Block, BlockKind, Document
from newsroom.ui.editor.cells import cell_spans, with_caret
from newsroom.ui.editor.formats import kind_of
from newsroom.ui.editor.mirrored import there
from newsroom.ui.editor.nesting import CELLS
from newsroom.ui.editor.reader import document_position, text_offset
from newsroom.values import dataclass

if TYPE_CHECKING:
    from newsroom.ui.editor.rich import RichView

_KEEP: Final = QTextCursor.MoveMode.KeepAnchor
_BLANKS: Final = " \t\r\n"
_LINE_END: Final = re.compile(r"[ \t]*\r?\n")
_BLANK: Final = re.compile(r"[ \t]*(?:\r?\n|\Z)")
"""A line without words, or what is left of it."""


@dataclass(frozen=True, slots=True)
class Crossing:
    """A page beside the Markdown that it was read from; ``blocks`` are what it says now."""

    page: RichView
    document: Document
    blocks: Sequence[Block]

    def chosen(self, cursor: QTextCursor, text: str) -> tuple[int, int]:
        """Where in ``text`` the selected words lie, without the marks around them."""
        start, end = cursor.selectionStart(), cursor.selectionEnd()
        low, high = self.to_source(start, text), self.to_source(end, text)
        first = QTextCursor(cursor.document())
        first.setPosition(start)
        first.movePosition(QTextCursor.MoveOperation.NextCharacter, _KEEP)
        letter = first.selectedText()
        if first.position() <= end:
            behind = self.to_source(first.position(), text)
            if text[max(low, behind - len(letter)) : behind] == letter:
                low = behind - len(letter)
        return low, high

    def caret(self, position: int, text: str) -> int:
        """Where in ``text`` the caret of that position stands. An empty paragraph is nothing in
        Markdown, but a line without words stands there, too: from that ``to_page`` leads back."""
        at = self.to_source(position, text)
        index = self.page.mirror.entry(self.page.document().findBlock(position).blockNumber())
        if index < 0 or not is_empty(self.blocks[index]) or not text[:at].strip():
            return at
        below = _LINE_END.match(text, at)
        return below.end() if below is not None and _BLANK.match(text, below.end()) else at

    def to_source(self, position: int, text: str) -> int:
        """Where in ``text`` a position of the page lies, in characters."""
        mirror = self.page.mirror
        block = self.page.document().findBlock(position)
        index = mirror.entry(block.blockNumber())
        document, blocks = self.document, self.blocks
        if index < 0:
            if not blocks:
                return 0
            # Beside a table: the end of what stands above.
            above = next(
                (n for n in range(block.blockNumber(), -1, -1) if mirror.entry(n) >= 0),
                -1,
            )
            index = max(0, mirror.entry(above))
            return document.to_source(blocks, index, 0)
        if is_empty(blocks[index]):
            # An empty paragraph is nothing in Markdown; the end of what stands before it is near.
            filled = [block for block in blocks[:index] if not is_empty(block)]
            return len(document.write(filled).source.rstrip("\n")) if filled else 0
        offset = text_offset(block, position)
        if blocks[index].kind is BlockKind.TABLE:
            return self._from_cell(index, position, text)
        return document.to_source(blocks, index, offset)

    def _from_cell(self, index: int, position: int, text: str) -> int:
        document, blocks = self.document, self.blocks
        cursor = QTextCursor(self.page.document())
        cursor.setPosition(position)
        table = cursor.currentTable()
        if table is not None:
            cell = table.cellAt(position)
            offset = text_offset(cell.firstCursorPosition().block(), position)
            rows = [list(row) for row in blocks[index].rows]
            column = there(table, cell.column())
            rows[cell.row()][column] = with_caret(rows[cell.row()][column], offset)
            marked = list(blocks)
            marked[index] = replace(blocks[index], rows=tuple(tuple(row) for row in rows))
            at = document.write(marked).source.find(CARET)
            if 0 <= at <= len(text):
                return at
        return document.to_source(blocks, index, 0)


def to_page(page: RichView, document: Document, offset: int, *, shown: bool) -> int:
    """The page's position of an offset (in characters) in the document's source.

    Of a page that is ``shown`` it is known that it has the document's blocks.
    """
    index, inside = document.to_blocks(offset)
    mirror = page.mirror
    words = len(document.source[:offset].rstrip(_BLANKS))
    if (
        words < offset
        and document.source[offset - 1] == "\n"
        and _BLANK.match(document.source, offset)
    ):
        empty = _below(page, document.to_blocks(words)[0], shown=shown)
        if empty >= 0:
            return empty
    if shown:
        number = mirror.number(index)
    else:
        filled = [n for n, block in enumerate(mirror.blocks()) if not is_empty(block)]
        if not filled:
            return 0
        number = mirror.number(filled[min(index, len(filled) - 1)])
    block = page.document().findBlockByNumber(number)
    if kind_of(block.blockFormat()) in CELLS:
        return _to_cell(block, document, index, offset)
    return document_position(block, inside)


def _below(page: RichView, index: int, *, shown: bool) -> int:
    """The page's position of the empty paragraph behind block ``index`` of a document, -1 where
    there is none."""
    mirror, blocks = page.mirror, page.mirror.blocks()
    if not shown:
        filled = [n for n, block in enumerate(blocks) if not is_empty(block)]
        index = filled[index] if index < len(filled) else len(blocks)
    if index + 1 >= len(blocks) or not is_empty(blocks[index + 1]):
        return -1
    number = mirror.number(index + 1)
    found = page.document().findBlockByNumber(number)
    return found.position() if mirror.entry(number) == index + 1 else -1


def _to_cell(block: QTextBlock, document: Document, index: int, offset: int) -> int:
    """The cell that an offset in a table's source lies in: by lines and bars before it."""
    table = QTextCursor(block).currentTable()
    start = document.to_source(document.blocks, index, 0)
    if "\n\n" in document.source[start:offset].replace("\r\n", "\n"):
        return int(table.lastPosition()) + 1  # on the empty line below it
    line_start = document.source.rfind("\n", 0, offset) + 1
    line_end = document.source.find("\n", offset)
    line = document.source[line_start : line_end if line_end >= 0 else None]
    row = document.source.count("\n", start, offset)
    row = min(max(0, row - 1 if row else 0), table.rows() - 1)
    spans = cell_spans(line)
    at = offset - line_start
    column = next((n for n, (_low, high) in enumerate(spans) if at <= high), len(spans) - 1)
    cell = table.cellAt(row, there(table, max(0, min(column, table.columns() - 1))))
    first = cell.firstCursorPosition().block()
    low, high = spans[column] if spans else (0, len(line))
    # The cell read as a paragraph of its own says which of its letters is meant.
    lead = "x "
    alone = Document.open(lead + line[low:high].strip())
    shift = len(line[low:high]) - len(line[low:high].lstrip())
    _block, inside = alone.to_blocks(len(lead) + max(0, at - low - shift))
    return document_position(first, min(max(0, inside - len(lead)), len(first.text())))
