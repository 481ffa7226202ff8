"""A cell whose word stands in a chip: its colour is told by the model, never alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, Qt
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from newsroom.ui.tokens import SPACE

if TYPE_CHECKING:
    from newsroom.ui.theme import Theme

_AROUND = 6  # px beside the word
_CORNER = 8  # px


class Chip(QStyledItemDelegate):
    """``tone`` is the role under which the model says "good", "warning" and so on."""

    def __init__(self, theme: Theme, tone: int, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._tone = tone

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Draw the cell's ground as ever, and the chip on it."""
        words, tone = str(index.data() or ""), str(index.data(self._tone) or "muted")
        blank = QStyleOptionViewItem(option)
        self.initStyleOption(blank, index)
        blank.text = ""
        style = blank.widget.style()
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, blank, painter, blank.widget)
        face = self._theme.font("caption")
        metrics = QFontMetrics(face)
        width = min(metrics.horizontalAdvance(words) + 2 * _AROUND, option.rect.width() - SPACE[1])
        height = metrics.height() + 2
        top = option.rect.top() + (option.rect.height() - height) // 2
        left = option.rect.left() + SPACE[0]
        if option.direction == Qt.LayoutDirection.RightToLeft:
            left = option.rect.right() - SPACE[0] - width
        chip = QRect(left, top, width, height)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        soft = "hover" if tone == "muted" else f"{tone}-soft"
        painter.setBrush(self._theme.token(soft))
        painter.drawRoundedRect(chip, _CORNER, _CORNER)
        painter.setFont(face)
        painter.setPen(self._theme.token(tone))
        painter.drawText(chip, Qt.AlignmentFlag.AlignCenter, words)
        painter.restore()
