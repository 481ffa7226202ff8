"""The strip of icons above the panels: as many as fit, the others in a menu of three dots."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QMenu, QSizePolicy, QToolButton, QWidget


class PanelStrip(QWidget):
    """Holds the panels' buttons by name. The button of the panel in front can always be seen."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._buttons: dict[str, QToolButton] = {}
        self._more: QToolButton | None = None
        self._front = ""
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def add(self, name: str, button: QToolButton) -> None:
        """A panel's button, a child of this strip, after the others."""
        self._buttons[name] = button

    def end(self, more: QToolButton) -> None:
        """The button, a child too, that gets a menu of those without room."""
        menu = QMenu(more)
        menu.aboutToShow.connect(self._fill)
        more.setMenu(menu)
        more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._more = more

    def bring_forward(self, name: str) -> None:
        """That panel is in front now."""
        self._front = name
        self._lay()

    @property
    def hidden_away(self) -> tuple[str, ...]:
        """The panels whose buttons have no room."""
        return tuple(name for name, button in self._buttons.items() if button.isHidden())

    def sizeHint(self) -> QSize:
        """All buttons side by side."""
        sizes = [button.sizeHint() for button in self._buttons.values()]
        return QSize(
            sum(size.width() for size in sizes),
            max((size.height() for size in sizes), default=0),
        )

    def resizeEvent(self, event: QResizeEvent) -> None:
        """As many buttons as there is room for."""
        super().resizeEvent(event)
        self._lay()

    def _lay(self) -> None:
        names = list(self._buttons)
        side = max((button.sizeHint().width() for button in self._buttons.values()), default=1)
        room = max(2, self.width() // side)
        shown = names if len(names) <= room else names[: room - 1]
        if self._front in names and self._front not in shown:
            shown = [*shown[:-1], self._front]
        x = 0
        mirrored = self.isRightToLeft()
        last = [("", self._more)] if self._more is not None else []
        for name, button in (*self._buttons.items(), *last):
            seen = name in shown if name else len(shown) < len(names)
            button.setHidden(not seen)
            if seen:
                size = button.sizeHint()
                left = self.width() - x - side if mirrored else x
                button.setGeometry(left, 0, side, size.height())
                x += side

    def _fill(self) -> None:
        assert self._more is not None
        menu = self._more.menu()
        menu.clear()
        for name in self.hidden_away:
            button = self._buttons[name]
            menu.addAction(button.icon(), button.accessibleName(), button.click)
