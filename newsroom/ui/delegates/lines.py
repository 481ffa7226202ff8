"""Single lines of text for rows that are painted again and again: laid out once, cut to their room.

Laying out is most of what painting a line of text costs. What stays in a row while somebody types
a search or scrolls back is taken as it was laid out before.
"""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QStaticText, QTransform

from newsroom.text.direction import first_strong
from newsroom.values import dataclass

MOST_KEPT = 2_000  # lines; some hundred screens
LONGEST = 400  # characters that are looked at; no row has room for more


@dataclass(frozen=True, slots=True)
class Line:
    """A line as it is painted: laid out, its width in pixels, and whether its letters run from
    right to left."""

    text: QStaticText
    width: int
    rtl: bool


class Lines:
    """Lays out and paints lines in a few named fonts and colours."""

    def __init__(self, fonts: Mapping[str, QFont], inks: Mapping[str, QColor]) -> None:
        self.fonts = dict(fonts)
        self.inks = dict(inks)
        self.metrics = {name: QFontMetrics(font) for name, font in self.fonts.items()}
        self._kept: dict[tuple[str, str, int], Line] = {}

    def line(self, font: str, words: str, room: int) -> Line:
        """The words on one line of at most ``room`` pixels, cut with an ellipsis."""
        key = (font, words, room)
        kept = self._kept.get(key)
        if kept is None:
            if len(self._kept) >= MOST_KEPT:
                self._kept.clear()
            metrics = self.metrics[font]
            shown = " ".join(words[:LONGEST].split())
            width = metrics.horizontalAdvance(shown)
            if width > room:
                shown = metrics.elidedText(shown, Qt.TextElideMode.ElideRight, room)
                width = metrics.horizontalAdvance(shown)
            text = QStaticText(shown)
            text.setTextFormat(Qt.TextFormat.PlainText)
            text.prepare(QTransform(), self.fonts[font])
            kept = self._kept[key] = Line(text, width, first_strong(words) == "rtl")
        return kept

    def paint(
        self,
        painter: QPainter,
        font: str,
        ink: str,
        box: QRect,
        words: str,
        *,
        right: bool = False,
        follow: bool = True,
    ) -> None:
        """Paint the words in the middle of the box's height, at its left or ``right``; with
        ``follow`` on the side of their letters."""
        if not words or box.width() <= 0:
            return
        line = self.line(font, words, box.width())
        aside = right or (follow and line.rtl)
        self.put(painter, font, ink, line, box, box.width() - line.width if aside else 0)

    def put(
        self, painter: QPainter, font: str, ink: str, line: Line, box: QRect, along: int
    ) -> None:
        """Paint a line so many pixels from the box's left."""
        painter.setFont(self.fonts[font])
        painter.setPen(self.inks[ink])
        down = (box.height() - self.metrics[font].height()) // 2
        painter.drawStaticText(QPoint(box.left() + along, box.top() + down), line.text)
