"""A picture with its point: where it stays when a list or a card shows a part of it."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QTransform,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from newsroom.i18n import _
from newsroom.news.crop import Box, crop
from newsroom.news.edited import turned_point
from newsroom.news.media import CENTRE
from newsroom.ui.theme import Theme
from newsroom.ui.tokens import RADIUS

_STEP: Final = 0.02
_FINE: Final = 0.005  # with Shift
_RING: Final = 11  # px, half of the ring's width
_SHADE: Final = 120  # of 255: what a crop leaves away


class FocusView(QWidget):
    """Shows the picture; a click, a drag or the arrow keys move its point."""

    moved = Signal(float, float)
    """Shares of width and height."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._image = QImage()
        self.x_share, self.y_share = CENTRE, CENTRE
        self.shape = 0.0
        """Width by height of the crop that is shown, 0 for none."""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumSize(QSize(320, 220))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.setAccessibleName(_("The point of the picture"))
        self.setToolTip(_("Click where the picture has its point, or move it with the arrow keys"))

    def show_image(self, image: QImage) -> None:
        """Show the picture; an empty one where its file is missing."""
        self._image = image
        self.update()

    def set_focus(self, x: float, y: float) -> None:
        """Show the point there."""
        self.x_share, self.y_share = x, y
        self.setAccessibleDescription(
            _("{x} % across, {y} % down").format(x=round(x * 100), y=round(y * 100))
        )
        self.update()

    def turn(self, turn: int) -> None:
        """Turn the picture by so many quarters of a circle clockwise, its point with it."""
        self._image = self._image.transformed(QTransform().rotate(90 * turn))
        self._move(*turned_point(self.x_share, self.y_share, turn))

    def set_shape(self, shape: float) -> None:
        """Show what a crop of that shape keeps."""
        self.shape = shape
        self.update()

    def place(self) -> QRectF:
        """Where the picture stands in the widget."""
        if self._image.isNull():
            return QRectF()
        size = self._image.size().scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
        found = QRectF(QPointF(0, 0), size.toSizeF())
        found.moveCenter(QRectF(self.rect()).center())
        return found

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The picture, what a crop leaves away in the dark, the point."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        place = self.place()
        if place.isEmpty():
            painter.setPen(self._theme.token("muted"))
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, _("Reading the picture…"))
            return
        painter.drawImage(place, self._image)
        if self.shape:
            box = crop(
                self._image.width(), self._image.height(), self.shape, self.x_share, self.y_share
            )
            self._shade(painter, place, box)
        spot = QPointF(
            place.left() + self.x_share * place.width(), place.top() + self.y_share * place.height()
        )
        painter.setBrush(Qt.BrushStyle.NoBrush)
        # Dark under light: it is seen on every picture.
        for colour, width in ((QColor(0, 0, 0, 160), 4.0), (QColor(255, 255, 255), 2.0)):
            painter.setPen(QPen(colour, width))
            painter.drawEllipse(spot, _RING, _RING)
            painter.drawPoint(spot)
        if self.hasFocus():
            painter.setPen(QPen(self._theme.token("focus"), 2))
            painter.drawRoundedRect(place.adjusted(1, 1, -1, -1), RADIUS, RADIUS)

    def _shade(self, painter: QPainter, place: QRectF, box: Box) -> None:
        scale = place.width() / self._image.width()
        kept = QRectF(
            place.left() + box.left * scale,
            place.top() + box.top * scale,
            box.width * scale,
            box.height * scale,
        )
        dark = QColor(0, 0, 0, _SHADE)
        painter.fillRect(
            QRectF(place.left(), place.top(), kept.left() - place.left(), place.height()), dark
        )
        painter.fillRect(
            QRectF(kept.right(), place.top(), place.right() - kept.right(), place.height()), dark
        )
        painter.fillRect(
            QRectF(kept.left(), place.top(), kept.width(), kept.top() - place.top()), dark
        )
        painter.fillRect(
            QRectF(kept.left(), kept.bottom(), kept.width(), place.bottom() - kept.bottom()), dark
        )

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """The point is where it is pressed."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._to(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """It is dragged along."""
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._to(event.position())

    def _to(self, at: QPointF) -> None:
        place = self.place()
        if not place.isEmpty():
            self._move(
                (at.x() - place.left()) / place.width(), (at.y() - place.top()) / place.height()
            )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The arrow keys move it, with Shift finely."""
        by = _FINE if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else _STEP
        way = {
            Qt.Key.Key_Left: (-by, 0.0),
            Qt.Key.Key_Right: (by, 0.0),
            Qt.Key.Key_Up: (0.0, -by),
            Qt.Key.Key_Down: (0.0, by),
        }.get(Qt.Key(event.key()))
        if way is None:
            super().keyPressEvent(event)
            return
        self._move(self.x_share + way[0], self.y_share + way[1])

    def _move(self, x: float, y: float) -> None:
        self.set_focus(min(max(round(x, 3), 0.0), 1.0), min(max(round(y, 3), 0.0), 1.0))
        self.moved.emit(self.x_share, self.y_share)
