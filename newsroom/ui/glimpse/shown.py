"""The glimpse on the screen: the picture and today's ages, over the window being furnished."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from newsroom.news.age import age

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Glimpse(QWidget):
    """Covers the whole of its window and lets every click and key through to what is beneath."""

    def __init__(
        self, head: dict[str, Any], pixels: bytes | memoryview, now: datetime, parent: QWidget
    ) -> None:
        """Raises KeyError, TypeError or ValueError where the head tells of no picture."""
        super().__init__(parent)
        width, height, line = (int(head[name]) for name in ("width", "height", "line"))
        if len(pixels) != line * height or width < 1 or line < 4 * width:
            raise ValueError("the picture is cut short")
        self._pixels = pixels  # QImage does not hold them
        self._image = QImage(pixels, width, height, line, QImage.Format.Format_RGB32)
        self._image.setDevicePixelRatio(float(head["ratio"]))
        self._ages = [(QRect(*box), int(when)) for *box, when in head["ages"]]
        self._face = QFont()
        self._face.fromString(str(head["face"]))
        self._ink = QColor(str(head["ink"]))
        self._now = now
        self.painted = False
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName("")
        self.setGeometry(parent.rect())

    def _fits(self) -> bool:
        """Whether the window is as large, and its pixels as fine, as when it was left."""
        size = self._image.size() / self._image.devicePixelRatio()
        return size == self.size() and self._image.devicePixelRatio() == self.devicePixelRatio()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The picture, with ages as they are today."""
        painter = QPainter(self)
        self.painted = True
        if not self._fits():
            painter.fillRect(self.rect(), self.palette().window())
            painter.end()
            return
        painter.drawImage(0, 0, self._image)
        painter.setFont(self._face)
        painter.setPen(self._ink)
        flag, metrics = Qt.AlignmentFlag, QFontMetrics(self._face)
        for box, when in self._ages:
            words = age(_EPOCH + timedelta(microseconds=when), self._now)
            # As delegates.story_row places them: from the left, two pixels short of the right.
            left = box.right() + 1 - metrics.horizontalAdvance(words) - 2
            place = QRect(left, box.top(), box.right() + 1 - left, box.height())
            painter.drawText(place, flag.AlignLeft | flag.AlignVCenter | flag.AlignAbsolute, words)
        painter.end()
