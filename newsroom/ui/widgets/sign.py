"""An icon that only tells something: it is drawn again when the icons or the look change."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QLabel, QWidget

from newsroom.ui.icons import Icons

SIZE = QSize(16, 16)


class Sign(QLabel):
    """``ink`` is a colour of the theme, ``spoken`` what it says to who can't see it."""

    def __init__(
        self, icons: Icons, name: str, ink: str, parent: QWidget, *, spoken: str = ""
    ) -> None:
        super().__init__(parent)
        self._icons, self._name, self._ink = icons, name, ink
        self.setFixedSize(SIZE)
        self.setAccessibleName(spoken)
        icons.changed.connect(self._draw)
        self._draw()

    def _draw(self) -> None:
        icon = self._icons.icon(self._name, ink=self._ink)
        self.setPixmap(icon.pixmap(SIZE, self.devicePixelRatioF()))
