"""The lines between a table's cells, drawn on the page beneath the words.

Qt draws none: asked to share lines between neighbours it looks at each cell's four borders at every
turn of its layout, which takes as long as the layout itself (of 1,000 rows 134 ms of CPU against
70, at each key in one of them; 6.11). Cells stand ``LINE`` pixels apart instead.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import floor
from typing import Final, NamedTuple

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QAbstractTextDocumentLayout, QColor, QPainter, QTextBlock, QTextTable

from newsroom.ui.editor.formats import LINE, PADDING

_OUT: Final = PADDING + LINE  # pixels from a cell's words to the outer edge of the line around it


class Lines(NamedTuple):
    """Where lines stand, in pixels of the document: their left ends, and their upper ones."""

    edges: Sequence[float]
    rows: Sequence[float]

    def draw(self, painter: QPainter, ink: QColor) -> None:
        """Draw them as whole pixels of the screen: on a pixel and a half they would be two, one of
        them half as strong."""
        shown = painter.deviceTransform()
        back, _can = shown.inverted()
        thick = max(1, floor(LINE * shown.m11() + 0.5))
        # Not ``round``: of halves it takes the even one, another for each part painted alone.
        across = [floor(shown.map(QPointF(x, 0)).x() + 0.5) for x in self.edges]
        down = [floor(shown.map(QPointF(0, y)).y() + 0.5) for y in self.rows]
        wide, high = across[-1] + thick - across[0], down[-1] + thick - down[0]
        for y in down:
            painter.fillRect(back.mapRect(QRectF(across[0], y, wide, thick)), ink)
        for x in across:
            painter.fillRect(back.mapRect(QRectF(x, down[0], thick, high)), ink)


def lines_of(
    layout: QAbstractTextDocumentLayout, table: QTextTable, first: QTextBlock, *, until: float
) -> Lines:
    """The lines around the rows of a table that is laid out and not folded away: from the row of
    ``first`` down to those that begin above ``until``, in pixels of the document."""
    columns = [layout.blockBoundingRect(_words(table, 0, at)) for at in range(table.columns())]
    edges = [box.left() - _OUT for box in columns]
    # A line of words is as wide as the room that its cell has for it.
    room = _words(table, 0, table.columns() - 1).layout().lineAt(0).width()
    edges.append(columns[-1].left() + room + PADDING)
    rows: list[float] = []
    row = table.cellAt(first.position()).row()
    while row < table.rows():
        top = layout.blockBoundingRect(_words(table, row, 0)).top()
        rows.append(top - _OUT)
        row += 1
        if top > until:
            break
    else:
        rows.append(_bottom(layout, table, row - 1) + PADDING)
    return Lines(edges, rows)


def top_of(layout: QAbstractTextDocumentLayout, table: QTextTable) -> float:
    """Where a table begins."""
    return layout.blockBoundingRect(_words(table, 0, 0)).top() - _OUT


def _words(table: QTextTable, row: int, column: int) -> QTextBlock:
    return table.cellAt(row, column).firstCursorPosition().block()


def _bottom(layout: QAbstractTextDocumentLayout, table: QTextTable, row: int) -> float:
    """Where the room for words ends in a row, as Qt reckons it: of its frame's own box it would lay
    out all the text below first."""
    tallest = 0
    for column in range(table.columns()):
        block = _words(table, row, column)
        lines, fmt = block.layout(), block.blockFormat()
        high = sum(fmt.lineHeight(lines.lineAt(n).height(), 1.0) for n in range(lines.lineCount()))
        tallest = max(tallest, floor(high + 0.5))
    return layout.blockBoundingRect(_words(table, row, 0)).top() + tallest
