"""Paints a picture of the library: the picture in its square, what it is called, what it lacks."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QImage, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from newsroom.i18n import _
from newsroom.news.media import PictureFacts
from newsroom.ui.delegates.ground import ground_of
from newsroom.ui.models.pictures import FACTS, PICTURE
from newsroom.ui.theme import Theme
from newsroom.ui.tokens import RADIUS, SPACE

SIDE = 124
"""Pixels of the square that a picture is fitted into: two of them stand in a dock of 320."""

_EDGE = SPACE[1] // 2
_DOT = 8


class PictureCell(QStyledItemDelegate):
    """One picture. All cells have one size."""

    def __init__(self, theme: Theme, view: QListView) -> None:
        super().__init__(view)
        self._theme = theme
        self.today = date.min
        """By which rights have ended."""

    @property
    def size(self) -> QSize:
        """Of a cell."""
        lines = 2 * QFontMetrics(self._theme.font("caption")).lineSpacing()
        return QSize(SIDE + 2 * _EDGE, SIDE + lines + SPACE[0] + 2 * _EDGE)

    def sizeHint(
        self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """All have one size."""
        return self.size

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Paint it."""
        facts: PictureFacts | None = index.data(FACTS)
        if facts is None:
            return
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        self._ground(painter, rect, state)
        inner = rect.adjusted(_EDGE, _EDGE, -_EDGE, -_EDGE)
        self._picture(painter, QRect(inner.left(), inner.top(), SIDE, SIDE), index.data(PICTURE))
        self._words(painter, inner, facts, option.direction)
        painter.restore()

    def _ground(self, painter: QPainter, rect: QRect, state: QStyle.StateFlag) -> None:
        flag = QStyle.StateFlag
        name = ground_of(state)
        path = QPainterPath()
        path.addRoundedRect(QRectF(rect).adjusted(1, 1, -1, -1), RADIUS, RADIUS)
        if name:
            painter.fillPath(path, self._theme.token(name))
        if state & flag.State_HasFocus and state & flag.State_KeyboardFocusChange:
            painter.setPen(QPen(self._theme.token("focus"), 2))
            painter.drawPath(path)

    def _picture(self, painter: QPainter, square: QRect, image: QImage | None) -> None:
        if image is None or image.isNull():
            path = QPainterPath()
            path.addRoundedRect(QRectF(square), RADIUS, RADIUS)
            painter.fillPath(path, self._theme.token("sunken"))
            if image is not None:
                painter.setFont(self._theme.font("caption"))
                painter.setPen(self._theme.token("muted"))
                flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
                painter.drawText(square, flags, _("The file is missing"))
            return
        size = image.size().scaled(square.size(), Qt.AspectRatioMode.KeepAspectRatio)
        place = QRect(square.topLeft(), size)
        place.moveCenter(square.center())
        path = QPainterPath()
        path.addRoundedRect(QRectF(place), RADIUS - 2, RADIUS - 2)
        painter.save()
        painter.setClipPath(path)
        painter.drawImage(place, image)
        painter.restore()

    def _words(
        self, painter: QPainter, inner: QRect, facts: PictureFacts, way: Qt.LayoutDirection
    ) -> None:
        font = self._theme.font("caption")
        metrics = QFontMetrics(font)
        painter.setFont(font)
        align = Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter
        align = QStyle.visualAlignment(way, align)
        line = QRect(
            inner.left(), inner.top() + SIDE + SPACE[0], inner.width(), metrics.lineSpacing()
        )
        painter.setPen(self._theme.token("text"))
        name = metrics.elidedText(
            facts.caption or facts.filename, Qt.TextElideMode.ElideRight, line.width()
        )
        painter.drawText(line, align, name)
        line.translate(0, metrics.lineSpacing())
        lacks = lacking(facts, self.today)
        painter.setPen(self._theme.token("muted"))
        words = lacks or facts.credit
        if lacks:
            painter.save()
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.token("danger"))
            dot = QRectF(line.left(), line.center().y() - _DOT / 2 + 1, _DOT, _DOT)
            if way is Qt.LayoutDirection.RightToLeft:
                dot.moveRight(line.right())
            painter.drawEllipse(dot)
            painter.restore()
            room = _DOT + SPACE[0]
            line = line.adjusted(room, 0, 0, 0)
            if way is Qt.LayoutDirection.RightToLeft:
                line.translate(-room, 0)
        painter.drawText(
            line, align, metrics.elidedText(words, Qt.TextElideMode.ElideRight, line.width())
        )


def lacking(facts: PictureFacts, today: date) -> str:
    """What keeps a picture from going out, in two or three words; "" where nothing does."""
    if facts.expired(today):
        return _("Rights ended")  # no longer than its cell
    if not facts.rights_known:
        return _("Rights not known")
    if not facts.credit:
        return _("No credit")
    return ""
