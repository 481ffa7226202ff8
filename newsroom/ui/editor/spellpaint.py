"""How a misspelled word is marked: a wave under it, in the theme's red, that no other mark has."""

from __future__ import annotations

import sys
from bisect import bisect_left
from collections.abc import Sequence
from typing import Any, Final

from PySide6.QtCore import QPointF, QRect, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap, QTextBlock, QTextLayout, QTextLine

HEIGHT: Final = 4  # pixels of the mark's strip
_WIDTH: Final = 5  # pixels of one wave
_PEN: Final = 1.25  # pixels; a thinner line is lost on a dark page
_FEW: Final = 6  # marks of a paragraph, as most have at most
_BELOW: Final = 1  # pixel between the baseline and the mark


def wave(ink: QColor, ratio: float) -> QPixmap:
    """One wave, to be put side by side; ``ratio`` is of the screen's pixels to ours."""
    tile = QPixmap(round(_WIDTH * ratio), round(HEIGHT * ratio))
    tile.setDevicePixelRatio(ratio)
    tile.fill(Qt.GlobalColor.transparent)
    painter = QPainter(tile)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(ink, _PEN, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
    high, low = _PEN / 2, HEIGHT - _PEN / 2
    half = _WIDTH / 2
    painter.drawPolyline([QPointF(half * step, high if step % 2 else low) for step in range(-1, 4)])
    painter.end()
    return tile


def strips(
    block: QTextBlock, spots: Sequence[tuple[Any, ...]], *, top: int, bottom: int, left: int = 0
) -> list[QRect]:
    """Where waves go under stretches of a block (each begins with where it begins and ends, in
    UTF-16 units), in the document's pixels.

    What stands above ``top``, below ``bottom`` or ends before ``left`` is passed over.
    """
    found: list[QRect] = []
    layout = block.layout()
    box = block.document().documentLayout().blockBoundingRect(block)
    high, across = box.top(), box.left()
    plain = block.text().isascii()
    # A few are asked one by one where they stand: to look for the first line costs more.
    first = _reaching(layout, top - high) if len(spots) > _FEW else 0
    wide = len(layout.preeditAreaText())
    composed = layout.preeditAreaPosition() if wide else 0
    line = None
    begins = ends = y = 0  # of the line that was looked at last
    for spot in spots:
        start, end = spot[0], spot[1]
        if wide and start >= composed:
            start, end = start + wide, end + wide
        at = start if start > first else first
        while at < end:
            if line is None or not begins <= at < ends:
                line = layout.lineForTextPosition(at)
                if not line.isValid():
                    line = None
                    break
                begins = line.textStart()
                ends = begins + line.textLength()
                # Whole pixels, so that the wave is as sharp under every word.
                y = round(high + line.y() + line.ascent() + _BELOW)
            stop = end if end < ends else ends
            if stop <= at or y > bottom:
                break
            if y + HEIGHT >= top:
                begin, behind = edges(line, at, stop, plain=plain)
                width = max(_WIDTH, round(behind - begin))
                x = round(across + begin)
                if x + width > left:
                    found.append(QRect(x, y, width, HEIGHT))
            at = stop
    return found


def _reaching(layout: QTextLayout, top: float) -> int:
    """Where the first line begins whose mark can reach ``top`` (the layout's pixels)."""
    if top <= 0:
        return 0

    def foot(number: int) -> float:
        line = layout.lineAt(number)
        return line.y() + line.height() + HEIGHT

    lines = range(layout.lineCount())
    number = bisect_left(lines, top, key=foot)
    return layout.lineAt(number).textStart() if number < len(lines) else sys.maxsize


def edges(line: QTextLine, start: int, end: int, *, plain: bool) -> tuple[float, float]:
    """From where to where a stretch of a line stands, in the layout's pixels.

    A place between letters of two directions is in two places at once, and a caret has only one
    of them; places inside a word are plain, and its first and last letter are as wide as drawn.
    In ``plain`` text, of the Latin script alone, the caret's places say it, at a third of the cost.
    """
    if plain:
        left: Any = line.cursorToX(start)
        right: Any = line.cursorToX(end)
        return left[0], right[0]
    boxes = [run.boundingRect() for run in line.glyphRuns(start, end - start)]
    if not boxes:
        return line.x(), line.x()
    return min(box.left() for box in boxes), max(box.right() for box in boxes)
