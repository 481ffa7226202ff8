"""Signs that turn the direction of what follows: they have no width and are drawn where they stand.

With them a text can read otherwise than it is stored (Unicode Standard Annex 9; Technical Standard
55 on how that is used to deceive). They are kept as they came; the marks of one letter's direction
(LRM, RLM) that Persian needs are no such signs.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final, cast

from PySide6.QtCore import QObject, QPointF, QRect, QRectF
from PySide6.QtGui import QColor, QPainter, QPolygonF, QTextBlock
from PySide6.QtWidgets import QTextEdit

from newsroom.ui.editor.onscreen import OnScreen
from newsroom.ui.editor.overpaint import layered
from newsroom.ui.editor.positions import to_units

_TURNS: Final = re.compile("[\u202a-\u202e\u2066-\u2069]")
_TO_LEFT: Final = frozenset("\u202b\u202e\u2067")
_ENDS: Final = frozenset("\u202c\u2069")
_PEN: Final = 2  # pixels of the upright
_FLAG: Final = 6  # pixels of the flag that points where the text goes


def has_turns(text: str) -> bool:
    """Whether such a sign is in the text."""
    return not text.isascii() and _TURNS.search(text) is not None


def show_turns(editor: QTextEdit, ink: Callable[[], QColor]) -> None:
    """Draw the signs of an editor from now on."""
    if editor.findChild(TurnSigns) is None:
        TurnSigns(editor, ink)


class TurnSigns(QObject):
    """Paints over one editor's text; made when the first such sign comes into it."""

    def __init__(self, editor: QTextEdit, ink: Callable[[], QColor]) -> None:
        super().__init__(editor)
        self._editor = editor
        self._screen = OnScreen(editor)
        self._ink = ink
        editor.overpaint = layered(editor.overpaint, self.paint)  # type: ignore[attr-defined]
        editor.viewport().update()

    def paint(self, rect: QRect, alone: QTextBlock | None) -> None:
        """Draw the signs in a part of the viewport; see ``Overpaint``."""
        painter: QPainter | None = None
        seen = self._screen.blocks(rect) if alone is None else ((0, alone),)
        for _number, block in seen:
            text = block.text()
            if not has_turns(text):
                continue
            if painter is None:
                painter = QPainter(self._editor.viewport())
                painter.setRenderHint(QPainter.RenderHint.Antialiasing)
                painter.translate(0, -self._editor.verticalScrollBar().value())
            for found in _TURNS.finditer(text):
                self._draw(painter, block, to_units(text, found.start()), found[0])
        if painter is not None:
            painter.end()

    def _draw(self, painter: QPainter, block: QTextBlock, at: int, sign: str) -> None:
        layout = block.layout()
        line = layout.lineForTextPosition(at)
        if not line.isValid():
            return
        corner = block.document().documentLayout().blockBoundingRect(block).topLeft()
        x = round(corner.x() + cast(tuple[float, int], line.cursorToX(at))[0])
        top, high = round(corner.y() + line.y()), round(line.ascent() + line.descent())
        ink = self._ink()
        painter.fillRect(QRectF(x - _PEN / 2, top, _PEN, high), ink)
        if sign in _ENDS:
            painter.fillRect(QRectF(x - _FLAG / 2, top, _FLAG, _PEN), ink)
            return
        way = -_FLAG if sign in _TO_LEFT else _FLAG
        painter.setBrush(ink)
        painter.setPen(ink)
        painter.drawPolygon(
            QPolygonF([QPointF(x, top), QPointF(x + way, top + _FLAG / 2), QPointF(x, top + _FLAG)])
        )
