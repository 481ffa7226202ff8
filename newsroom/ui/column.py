"""The right column: the panels as pages, chosen by a small strip of icons."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QLabel,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from newsroom.i18n import _
from newsroom.news.changes import Changes
from newsroom.ui.panels import PANELS, Panel
from newsroom.ui.strip import PanelStrip
from newsroom.ui.widgets.flat import flat

if TYPE_CHECKING:
    from newsroom.ui.story import OpenStory
    from newsroom.ui.workbench import Workbench

LATEST_MS = 1000  # the longest that a panel waits for the list and the story at the start
SETTLED_MS = 60  # after the answers are there: what came with them is painted first
DEEPEST = 12  # layouts from a control up to the window
WIDTH = 320  # px, as house.md has the inspector


class PanelColumn(QWidget):
    """The panels. Each is made when it is first shown and hears only then of what happens."""

    panel_changed = Signal(str)  # the id of the panel in front

    def __init__(self, workbench: Workbench, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("panelColumn")
        self.setMinimumWidth(WIDTH - 20)
        self._workbench = workbench
        self._made: dict[str, QWidget] = {}
        self._awaited = ""
        self._late = QTimer(self)
        self._late.setSingleShot(True)
        self._late.timeout.connect(self._come)
        self._buttons: dict[str, QToolButton] = {}
        self._behind: list[str] = []  # panels that show the story before still
        self._next = QTimer(self, singleShot=True, interval=0)
        self._next.timeout.connect(self._follow_on)
        self.panel = ""
        self._title = QLabel(self)
        self._title.setObjectName("panelTitle")
        self._title.setProperty("role", "strong")
        self._stack = QStackedWidget(self)
        self._group = QButtonGroup(self)
        self._title.setContentsMargins(16, 0, 8, 8)
        self._strip = PanelStrip(self)
        for panel in PANELS:
            self._strip.add(panel.id, self._button(panel))
        more = self._plain_button("more", _("More panels"))
        more.setObjectName("panel.more")
        self._strip.end(more)
        around = QHBoxLayout()
        around.setContentsMargins(12, 8, 8, 4)
        around.addWidget(self._strip)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(around)
        column.addWidget(self._title)
        column.addWidget(self._stack, 1)
        workbench.current_changed.connect(self._story_changed)
        workbench.tasks.changed.connect(self._changed)

    @property
    def content(self) -> QWidget:
        """Where the panel in front stands."""
        return self._stack

    def show_panel(self, panel: str) -> QWidget:
        """Bring a panel to the front and give its widget. Raises KeyError if there is none."""
        fresh = panel not in self._made
        widget = self.widget(panel)
        self._buttons[panel].setChecked(True)
        if self.panel != panel:
            self.panel = panel
            self._strip.bring_forward(panel)
            self._title.setText(_(_panel(panel).title))
            self._stack.setCurrentWidget(widget)
            if fresh:
                _lay_out()
            self.panel_changed.emit(panel)
        return widget

    def show_later(self, panel: str) -> None:
        """Bring a panel to the front once the list and the story are there (at the start)."""
        self.panel = self._awaited = panel
        self._buttons[panel].setChecked(True)
        self._strip.bring_forward(panel)
        self._title.setText(_(_panel(panel).title))
        self._workbench.tasks.quiet.connect(self._settled)
        self._late.start(LATEST_MS)

    def _settled(self) -> None:
        self._late.start(SETTLED_MS)

    def _come(self) -> None:
        panel, self._awaited = self._awaited, ""
        self._workbench.tasks.quiet.disconnect(self._settled)
        if panel and panel == self.panel:
            self.panel = ""
            self.show_panel(panel)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape goes back to the story."""
        if event.key() == Qt.Key.Key_Escape and self._workbench.current is not None:
            self._workbench.focus_wanted.emit()
            return
        super().keyPressEvent(event)

    def widget(self, panel: str) -> QWidget:
        """The panel's widget, made if this is the first time. Raises KeyError if there is none."""
        if panel not in self._made:
            widget = _panel(panel).make(self._workbench, self._stack)
            self._made[panel] = widget
            self._stack.addWidget(widget)
            widget.set_story(self._workbench.current)  # type: ignore[attr-defined]
        self._follow(panel)
        return self._made[panel]

    def _button(self, panel: Panel) -> QToolButton:
        button = self._plain_button(panel.icon, _(panel.title))
        button.setObjectName(f"panel.{panel.id}")
        button.setCheckable(True)
        button.clicked.connect(lambda: self.show_panel(panel.id))
        self._group.addButton(button)
        self._buttons[panel.id] = button
        return button

    def _plain_button(self, icon: str, name: str) -> QToolButton:
        return flat(self._workbench.icons.icon(icon), name, self._strip)

    def _story_changed(self, _story: OpenStory | None) -> None:
        """The story itself is shown first: each panel follows in a turn of its own, the one in
        front before the others."""
        for widget in self._made.values():
            if (finish := getattr(widget, "finish", None)) is not None:
                finish()
        self._behind = sorted(self._made, key=lambda panel: panel != self.panel)
        if self._behind:
            self._next.start()

    def _follow_on(self) -> None:
        if self._behind:
            self._follow(self._behind[0])
        if self._behind:
            self._next.start()

    def _follow(self, panel: str) -> None:
        if panel in self._behind:
            self._behind.remove(panel)
            self._made[panel].set_story(self._workbench.current)  # type: ignore[attr-defined]

    def _changed(self, changes: Changes) -> None:
        for widget in self._made.values():
            widget.on_changed(changes)  # type: ignore[attr-defined]


def _lay_out() -> None:
    """Have all layouts done that wait: each asks the one around it, in a turn of its own, and a
    paint that comes between has the whole of a new panel painted again."""
    for _turn in range(DEEPEST):
        QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)


def _panel(name: str) -> Panel:
    for panel in PANELS:
        if panel.id == name:
            return panel
    raise KeyError(name)
