"""Commented words: a thin ground under the letters and a line below them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from PySide6.QtCore import QRect, QRectF
from PySide6.QtGui import QColor, QPainter, QPen, QTextBlock
from PySide6.QtWidgets import QTextEdit

from newsroom.ui.editor.spellpaint import edges

_LINE: Final = 2  # px

Words = tuple[int, int, QColor, QColor]
"""From where to where in the document, the ground's colour and the line's."""


def paint_words(editor: QTextEdit, rect: QRect, words: Iterable[Words], *, dark: bool) -> None:
    """Draw the marks that ``rect`` of the viewport shows.

    The ground comes over the letters, so it only takes from light paper, or adds to dark paper.
    """
    mode = QPainter.CompositionMode
    through = mode.CompositionMode_Lighten if dark else mode.CompositionMode_Multiply
    top = rect.top() + editor.verticalScrollBar().value()
    bottom = top + rect.height()
    painter = QPainter(editor.viewport())
    painter.translate(-editor.horizontalScrollBar().value(), -editor.verticalScrollBar().value())
    document = editor.document()
    for start, end, ground, line in words:
        block = document.findBlock(start)
        while block.isValid() and block.position() < end:
            first = max(0, start - block.position())
            last = min(block.length() - 1, end - block.position())
            if last > first and block.isVisible():
                for box in _boxes(block, first, last):
                    if box.bottom() >= top and box.top() <= bottom:
                        painter.setCompositionMode(through)
                        painter.fillRect(box, ground)
                        painter.setCompositionMode(mode.CompositionMode_SourceOver)
                        painter.setPen(QPen(line, _LINE))
                        low = box.bottom() - 1
                        painter.drawLine(box.left(), low, box.right(), low)
            block = block.next()
    painter.end()


def _boxes(block: QTextBlock, start: int, end: int) -> Iterable[QRect]:
    """The stretch of a block as rectangles, one a line, in the document's pixels."""
    layout = block.layout()
    corner = block.document().documentLayout().blockBoundingRect(block).topLeft()
    plain = block.text().isascii()
    at = start
    while at < end:
        line = layout.lineForTextPosition(at)
        if not line.isValid():
            return
        stop = min(end, line.textStart() + line.textLength())
        if stop <= at:
            return
        left, right = edges(line, at, stop, plain=plain)
        yield QRectF(
            corner.x() + min(left, right),
            corner.y() + line.y(),
            abs(right - left),
            line.height(),
        ).toAlignedRect()
        at = stop
