"""What is copied out of the Markdown: its signs for other programs, and for a page of ours the same
passage with its tables whole. Half a table's line says nothing there but its bars.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QTextCursor

from newsroom.ui.editor.cells import cell_spans
from newsroom.ui.editor.grid import around
from newsroom.ui.editor.positions import outward, to_index

SOURCE: Final = "application/x-newsroom-source"
"""Markdown that was copied as such: laid out where it is pasted on a page."""


def copied(cursor: QTextCursor) -> QMimeData:
    """The selection in a text of Markdown, for the clipboard or a drag."""
    data = QMimeData()
    data.setText(outward(cursor.selectedText().replace("\u2029", "\n")))
    if cursor.hasSelection():
        data.setData(SOURCE, _selected(cursor).encode("utf-8", "surrogatepass"))
    return data


def _selected(cursor: QTextCursor) -> str:
    document = cursor.document()
    first = document.findBlock(cursor.selectionStart())
    last = document.findBlock(cursor.selectionEnd())
    start = to_index(first.text(), cursor.selectionStart() - first.position())
    end = to_index(last.text(), cursor.selectionEnd() - last.position())
    top, lines = first, [first.text()]
    while "|" in top.text() and "|" in top.previous().text():
        top = top.previous()
        lines.insert(0, top.text())
    above, bottom = len(lines) - 1, first
    while bottom.blockNumber() < last.blockNumber() or (
        "|" in bottom.text() and "|" in bottom.next().text()
    ):
        bottom = bottom.next()
        lines.append(bottom.text())
    below = above + last.blockNumber() - first.blockNumber()
    return outward(with_whole_tables(lines, (above, start), (below, end)))


def with_whole_tables(lines: Sequence[str], start: tuple[int, int], end: tuple[int, int]) -> str:
    """The passage from ``start`` to ``end`` (a line and a character in it), so much longer that it
    cuts no table: a table that it leads into comes whole, rows inside one as a table of their own.
    """
    (top, left), (bottom, right) = start, end
    if left == len(lines[top]) and top < bottom:
        top, left = top + 1, 0  # it only touches the line above
    if right == 0 and bottom > top:
        bottom, right = bottom - 1, len(lines[bottom - 1])
    first, last = around(lines, top), around(lines, bottom)
    if first is not None and first == last:
        return _rows(lines, first[0], (top, left), (bottom, right))
    if first is not None:
        top, left = first[0], 0
    if last is not None:
        bottom = last[1] - 1
        right = len(lines[bottom])
    return _between(lines, (top, left), (bottom, right))


def _between(lines: Sequence[str], start: tuple[int, int], end: tuple[int, int]) -> str:
    (top, left), (bottom, right) = start, end
    if top == bottom:
        return lines[top][left:right]
    return "\n".join((lines[top][left:], *lines[top + 1 : bottom], lines[bottom][:right]))


def _rows(lines: Sequence[str], head: int, start: tuple[int, int], end: tuple[int, int]) -> str:
    """Rows of the table that begins in line ``head``; words of one cell are words."""
    (top, left), (bottom, right) = start, end
    inside = any(low <= left and right <= high for low, high in cell_spans(lines[top]))
    rows = [lines[number] for number in range(top, bottom + 1) if number != head + 1]
    if not rows or (top == bottom and inside):
        return _between(lines, start, end)
    return "\n".join((rows[0], lines[head + 1], *rows[1:]))
