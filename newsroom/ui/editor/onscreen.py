"""Which blocks a part of the viewport shows, found without going through all the text below it.

Qt's ``cursorForPosition`` asks every block down to the end where a point lies between two of them
or above the first (``QTextDocumentLayoutPrivate::hitTest``, 6.11): 22 ms at 60,000 blocks, and it
is asked several times in each paint.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Final

from PySide6.QtCore import QRect
from PySide6.QtGui import QTextBlock, QTextCursor
from PySide6.QtWidgets import QTextEdit

_UNSET: Final = math.inf  # where a block begins that is not laid out yet: below all that is


class OnScreen:
    """Looks into one editor, from where it found something the last time."""

    def __init__(self, editor: QTextEdit) -> None:
        self._editor = editor
        self._near = 0  # the number of the block that was found last

    def block(self, y: int) -> QTextBlock:
        """The last block that begins at pixel ``y`` of the viewport or above it; the first of all
        where none does. Of the cells of a table's row, which stand side by side, any."""
        document = self._editor.document()
        y += self._editor.verticalScrollBar().value()
        count = document.blockCount()
        low = min(self._near, count - 1)
        step = 1
        if self._top(low) <= y:
            high = low + 1
            while high < count and self._top(high) <= y:
                low, step = high, 2 * step
                high = low + step
            high = min(high, count)
        else:
            high = low
            while high > 0 and self._top(low := max(0, high - step)) > y:
                high, step = low, 2 * step
        while high - low > 1:
            middle = (low + high) // 2
            if self._top(middle) <= y:
                low = middle
            else:
                high = middle
        self._near = low
        return document.findBlockByNumber(low)

    def blocks(self, rect: QRect) -> Iterator[tuple[int, QTextBlock]]:
        """The blocks that a part of the viewport shows, by their numbers; of a table whole rows."""
        block = self.first(rect.top())
        until = _in_row(self.block(rect.bottom()), last=True).blockNumber()
        number = block.blockNumber()
        while block.isValid() and number <= until:
            yield number, block
            block, number = block.next(), number + 1

    def first(self, y: int) -> QTextBlock:
        """``block(y)``; in a table the first of its row."""
        return _in_row(self.block(y), last=False)

    def _top(self, number: int) -> float:
        """Where a block begins; one that is folded away, where what stands above it does."""
        block = self._editor.document().findBlockByNumber(number)
        while not block.isVisible() and block.previous().isValid():
            block = block.previous()
        if not block.layout().lineCount():
            return _UNSET  # to ask for its place would lay out all that stands above
        return self._editor.document().documentLayout().blockBoundingRect(block).top()


def _in_row(block: QTextBlock, *, last: bool) -> QTextBlock:
    """The first or last block of the table's row that ``block`` stands in; outside, itself."""
    table = QTextCursor(block).currentTable()
    if table is None:
        return block
    row = table.cellAt(block.position()).row()
    cell = table.cellAt(row, table.columns() - 1 if last else 0)
    return (cell.lastCursorPosition() if last else cell.firstCursorPosition()).block()
