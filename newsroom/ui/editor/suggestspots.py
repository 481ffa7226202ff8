"""Where suggested changes stand on a page: the boxes of stretches, and the letters that are spaced
out for words that are not in the text.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final, cast

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import (
    QFont,
    QFontMetricsF,
    QGuiApplication,
    QTextBlock,
    QTextCursor,
    QTextLine,
    QTextTable,
)

from newsroom.ui.editor.mirrored import is_mirrored

LEAST: Final = 10  # pixels: smaller letters can't be read
BESIDE: Final = 7  # pixels between initials and text: the bar stands there
_INITIALS: Final = 0.6  # of the text's size, and of the margin's width
_CLEAR: Final = 2  # pixels between words and the table below them
_NARROWEST: Final = 0.7  # of their width: narrower letters are one grey


@dataclass(frozen=True, slots=True)
class Signed:
    """How initials stand in a margin: their lines, each as high as ``high``, squeezed so much."""

    font: QFont
    lines: tuple[str, ...]
    squeeze: float
    wide: float
    high: int


def initials(words: str, size: int, margin: float) -> Signed:
    """Initials beside text of that size in a margin of so many pixels: beside each other, or one
    below the other where they would be too small to be read."""
    font = QFont(QGuiApplication.font())  # of the controls: small, it is read more easily
    high = max(LEAST, min(round(size * _INITIALS), round(margin * _INITIALS)))
    font.setPixelSize(high)
    font.setBold(True)
    metrics, room = QFontMetricsF(font), max(1.0, margin - BESIDE)
    lines: tuple[str, ...] = (words,)
    if metrics.horizontalAdvance(words) * _NARROWEST > room:
        lines = tuple(sign for sign in words if sign.isprintable() and not sign.isspace())
    widest = max((metrics.horizontalAdvance(line) for line in lines), default=0.0) or 1.0
    squeeze = min(1.0, room / widest)
    return Signed(font, lines, squeeze, widest * squeeze, high)


def face(cursor: QTextCursor, *, ahead: bool = False) -> QFont:
    """The font of the letter before a place, or behind it."""
    at = QTextCursor(cursor)
    at.setPosition(cursor.position())
    if ahead:
        at.movePosition(QTextCursor.MoveOperation.NextCharacter)
    document = cursor.document()
    return at.charFormat().font().resolve(document.defaultFont())


def letter(block: QTextBlock, place: int) -> tuple[int, bool]:
    """Which letter is spaced out for a ghost before letter ``place``, -1 for none; and whether it
    is painted by us, since room comes only behind a letter and the ghost begins the line.

    Room lies behind a letter that is read to the right, and before one that is read to the left.
    A blank is none: where a line ends with it Qt gives it no room, however wide it is spaced.
    """
    text, length = block.text(), block.length() - 1
    if not length:
        return -1, False
    rtl = block.textDirection() == Qt.LayoutDirection.RightToLeft
    if rtl:
        return (place, False) if place < length else (-1, False)
    if place == 0:
        plain = bool(text[:1].strip()) and text[:1] <= "\uffff"
        return (0, True) if plain else (-1, False)
    last = len(text[:place].rstrip(" ")) - 1
    return (last if last >= 0 else place - 1), False


def roofed(block: QTextBlock) -> QTextTable | None:
    """The table that an empty block stands right before. Qt gives such a block no room: its line
    lies over the table's first row."""
    below = block.next()
    if block.length() > 1 or not below.isValid() or QTextCursor(block).currentTable() is not None:
        return None
    return QTextCursor(below).currentTable()


def reads_back(block: QTextBlock) -> bool:
    """Whether a block's line begins at its right; one without words of its own is as the table
    that it stands before."""
    table = roofed(block)
    if table is not None:
        return is_mirrored(table)
    return block.textDirection() == Qt.LayoutDirection.RightToLeft


def upper(block: QTextBlock, line: QTextLine) -> float:
    """Where a line of a block is painted for us, in the document's pixels: above a table, if it
    would lie over that."""
    top = block.document().documentLayout().blockBoundingRect(block).top()
    table = roofed(block)
    if table is None:
        return top + line.y()
    edge = top + table.format().topMargin()  # both begin at one height
    return max(0.0, edge - line.ascent() - line.descent() - _CLEAR)


def joined(spans: Iterable[tuple[float, float]], *, gap: float) -> list[tuple[float, float]]:
    """Stretches of a line that touch, or stand a space apart, as one: each run of glyphs has a box
    of its own, and they overlap."""
    found: list[tuple[float, float]] = []
    for left, right in sorted(spans):
        if found and left <= found[-1][1] + gap:
            found[-1] = (found[-1][0], max(found[-1][1], right))
        else:
            found.append((left, right))
    return found


def lines(block: QTextBlock, start: int, end: int) -> Iterator[tuple[QRectF, float]]:
    """The boxes of a stretch, line by line, each with its baseline, in the document's pixels."""
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
        top, high = corner.y() + line.y(), line.ascent() + line.descent()
        base = top + line.ascent()
        if plain:
            left, right = (cast(tuple[float, int], line.cursorToX(n))[0] for n in (at, stop))
            spans = [(left, right)]
        else:
            boxes = [run.boundingRect() for run in line.glyphRuns(at, stop - at)]
            spans = joined(((box.left(), box.right()) for box in boxes), gap=high / 2)
        for left, right in spans:
            yield QRectF(corner.x() + left, top, max(2.0, right - left), high), base
        at = stop
