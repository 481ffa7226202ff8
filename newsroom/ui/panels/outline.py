"""The headings of the story in front, to jump by."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QLabel, QListWidget, QListWidgetItem, QStackedLayout, QWidget

from newsroom.i18n import _
from newsroom.news.changes import Changes
from newsroom.text.excerpt import plain_line
from newsroom.text.outline import headings

if TYPE_CHECKING:
    from newsroom.ui.story import OpenStory
    from newsroom.ui.workbench import Workbench

TYPING_MS = 300  # a pause in typing
INDENT = "\u2003"  # an em space for each level below the first
OFFSET = int(Qt.ItemDataRole.UserRole)


def make(workbench: Workbench, parent: QWidget | None = None) -> QWidget:
    """The panel's widget."""
    return OutlinePanel(workbench, parent)


class OutlinePanel(QWidget):
    """The headings as a list; Enter or a click goes there. It follows the typing while seen."""

    def __init__(self, workbench: Workbench, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("outline")
        self._bench = workbench
        self._story: OpenStory | None = None
        self.list = QListWidget(self)
        self.list.setAccessibleName(_("Headings of the story"))
        self.list.setProperty("role", "outline")
        # A long heading ends in an ellipsis; it has the whole of it as its tooltip.
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.itemActivated.connect(self._go)
        self.list.itemClicked.connect(self._go)
        self.empty = QLabel(self)
        self.empty.setProperty("role", "caption")
        self.empty.setWordWrap(True)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.empty.setMargin(24)
        self._stack = QStackedLayout(self)
        self._stack.setContentsMargins(4, 0, 4, 0)  # its words begin below the panel's name
        self._stack.addWidget(self.empty)
        self._stack.addWidget(self.list)
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(TYPING_MS)
        self._typing.timeout.connect(self.refresh)
        self.setFocusProxy(self.list)

    def set_story(self, story: OpenStory | None) -> None:
        """Another story is in front."""
        if self._story is not None:
            self._story.body_changed.disconnect(self._typed)
        self._story = story
        if story is not None:
            story.body_changed.connect(self._typed)
        self._typed()

    def on_changed(self, changes: Changes) -> None:
        """The outline is the story's own; what others do comes through it."""

    def showEvent(self, event: QShowEvent) -> None:
        """What was missed while nobody looked is made good."""
        super().showEvent(event)
        self.refresh()

    def hideEvent(self, event: QHideEvent) -> None:
        """Nobody looks: the headings are not looked for."""
        super().hideEvent(event)
        self._typing.stop()

    def _typed(self) -> None:
        if self.isVisible():
            self._typing.start()

    def refresh(self) -> None:
        """Look for the headings anew; the one that was current stays so."""
        row = self.list.currentRow()
        found = headings(self._story.get("body")) if self._story is not None else ()
        top = min((heading.level for heading in found), default=1)
        self.list.clear()
        for heading in found:
            words = plain_line(heading.text) or heading.text
            item = QListWidgetItem(INDENT * (heading.level - top) + words)
            item.setData(OFFSET, heading.offset)
            item.setToolTip(words)
            item.setData(
                Qt.ItemDataRole.AccessibleTextRole,
                _("{text}, level {level}").format(text=words, level=heading.level),
            )
            self.list.addItem(item)
        self.list.setCurrentRow(min(row, len(found) - 1))
        self.empty.setText(
            _("No headings yet. Begin a line with ## and a space.")
            if self._story is not None
            else _("No story is open.")
        )
        self._stack.setCurrentIndex(1 if found else 0)

    def _go(self, item: QListWidgetItem) -> None:
        self._bench.place_wanted.emit(item.data(OFFSET))
