"""The versions of the story in front: what made each, who, when and how long it was; two of them
compared, or one brought back.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QStackedLayout,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from newsroom.i18n import _
from newsroom.news.changes import Changes
from newsroom.ui.review.bringing import restore, say_brought_back
from newsroom.ui.review.colours import initials_of, name_of
from newsroom.ui.review.compare import NOW, open_comparison
from newsroom.ui.review.past import called, when

if TYPE_CHECKING:
    from newsroom.news.revision import Revision
    from newsroom.ui.story import OpenStory
    from newsroom.ui.workbench import Workbench

_AT_ONCE = 25  # versions whose words are counted in one turn of the desk
NUMBER = int(Qt.ItemDataRole.UserRole)


def make(workbench: Workbench, parent: QWidget | None = None) -> QWidget:
    """The panel's widget."""
    return VersionsPanel(workbench, parent)


class VersionsPanel(QWidget):
    """Enter compares: one version with the story as it stands, or two with each other."""

    def __init__(self, workbench: Workbench, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("versions")
        self._bench = workbench
        self._story: OpenStory | None = None
        self._known: dict[int, int] = {}  # words by version
        self.table = _Table(self)
        self.table.setAccessibleName(_("Versions of the story"))
        self.table.setHeaderLabels([_("No."), _("Version"), _("Who"), _("Words")])
        self.table.itemSelectionChanged.connect(self._chosen)
        self.table.itemActivated.connect(lambda _item, _column: self.compare())
        self.compare_button = QPushButton(_("Compare"), self)
        self.compare_button.setObjectName("versions.compare")
        self.compare_button.setToolTip(_("With the story as it stands, or two with each other"))
        self.compare_button.clicked.connect(self.compare)
        self.restore_button = QPushButton(_("Bring back"), self)
        self.restore_button.setObjectName("versions.restore")
        self.restore_button.setToolTip(_("Make it the newest version; the others stay"))
        self.restore_button.clicked.connect(self.restore)
        self.empty = QLabel(self)
        self.empty.setProperty("role", "caption")
        self.empty.setWordWrap(True)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.empty.setMargin(24)
        below = QWidget(self)
        self._stack = QStackedLayout(below)
        self._stack.addWidget(self.empty)
        self._stack.addWidget(self.table)
        acts = QHBoxLayout()
        acts.setContentsMargins(12, 4, 12, 8)
        acts.setSpacing(8)
        acts.addWidget(self.compare_button)
        acts.addWidget(self.restore_button)
        acts.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(below, 1)
        column.addLayout(acts)
        self.setFocusProxy(self.table)
        self._show(())

    def set_story(self, story: OpenStory | None) -> None:
        """Another story is in front."""
        if self._story is not None:
            self._story.saved.disconnect(self._saved)
        self._story = story
        self._known = {}
        if story is not None:
            story.saved.connect(self._saved)
        self.refresh()

    def on_changed(self, changes: Changes) -> None:
        """Somebody saved it."""
        if self._story is not None and self._story.id in changes.articles:
            self.refresh()

    def showEvent(self, event: QShowEvent) -> None:
        """What was missed while nobody looked is made good."""
        super().showEvent(event)
        self.refresh()

    def _saved(self, _article: object) -> None:
        self.refresh()

    def refresh(self) -> None:
        """Read the versions again."""
        if not self.isVisible():
            return
        number = self._story.id if self._story is not None else 0
        if not number:
            self._show(())
            return
        self._bench.tasks.run(
            lambda desk: desk.versions.of(number), then=self._show, owner=self, key="versions"
        )

    def _show(self, past: tuple[Revision, ...]) -> None:
        chosen = set(self.chosen())
        self.table.clear()
        for revision in past:
            person = self._bench.lists.person(revision.author)
            words = self._known.get(revision.number)
            item = QTreeWidgetItem(
                [
                    str(revision.number),
                    f"{called(revision)}\n{when(revision)}",
                    initials_of(person) if person is not None else "",
                    f"{words:,}" if words is not None else "",
                ]
            )
            item.setData(0, NUMBER, revision.number)
            item.setToolTip(1, called(revision))
            item.setToolTip(2, name_of(person))
            item.setTextAlignment(3, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            self.table.addTopLevelItem(item)
            item.setSelected(revision.number in chosen)
        self.empty.setText(
            _("No story is open.")
            if self._story is None
            else _("This story was never saved; its first save is its first version.")
        )
        self._stack.setCurrentIndex(1 if past else 0)
        self._chosen()
        self._count([revision.number for revision in past if revision.number not in self._known])

    def _count(self, numbers: list[int]) -> None:
        """Ask for the words of some versions, then of the next."""
        if not numbers or self._story is None:
            return
        number, some = self._story.id, numbers[:_AT_ONCE]

        def counted(words: dict[int, int]) -> None:
            self._known.update(words)
            for n in range(self.table.topLevelItemCount()):
                item = self.table.topLevelItem(n)
                found = self._known.get(item.data(0, NUMBER)) if item is not None else None
                if item is not None and found is not None:
                    item.setText(3, f"{found:,}")
            self._count(numbers[_AT_ONCE:])

        self._bench.tasks.run(
            lambda desk: desk.versions.words(number, some), then=counted, owner=self, key="words"
        )

    def chosen(self) -> tuple[int, ...]:
        """The selected versions, the older ones first."""
        return tuple(sorted(item.data(0, NUMBER) for item in self.table.selectedItems()))

    def _chosen(self) -> None:
        count = len(self.chosen())
        self.compare_button.setEnabled(count in (1, 2))
        self.restore_button.setEnabled(count == 1)

    def compare(self) -> None:
        """Compare the version with the story as it stands, or two versions."""
        chosen = self.chosen()
        if len(chosen) in (1, 2):
            new = chosen[1] if len(chosen) > 1 else NOW
            open_comparison(self.window(), self._story, old=chosen[0], new=new)

    def restore(self) -> None:
        """Make the version the newest one."""
        chosen, story = self.chosen(), self._story
        if len(chosen) == 1 and story is not None:
            restore(self._bench, story, chosen[0], then=self._brought_back)

    def _brought_back(self) -> None:
        say_brought_back(self._bench)
        self.refresh()


class _Table(QTreeWidget):
    """Flat rows of which two can be selected."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("role", "outline")
        self.setRootIsDecorated(False)
        self.setUniformRowHeights(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setAllColumnsShowFocus(True)
        self.setColumnCount(4)
        head = self.header()
        head.setStretchLastSection(False)
        head.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        for column in (0, 2, 3):
            head.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter compares."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentItem():
            self.itemActivated.emit(self.currentItem(), 0)
            event.accept()
        else:
            super().keyPressEvent(event)
