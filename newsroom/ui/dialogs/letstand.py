"""What people let stand against the rules, and the names that no rule touches; taken back here."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
)

from newsroom.i18n import _, ngettext
from newsroom.news.changes import Changes
from newsroom.news.lists import HOUSE_NAMES
from newsroom.news.rights import Right
from newsroom.news.rule import Scope, Standing
from newsroom.ui.hours import day_time
from newsroom.ui.review.colours import name_of
from newsroom.ui.zones import zone_of

if TYPE_CHECKING:
    from newsroom.desk.desk import Desk
    from newsroom.ui.workbench import Workbench

SIZE = (900, 560)  # px: fits a screen of 1366 by 768 with its bars
WHAT = int(Qt.ItemDataRole.UserRole)
WIDTHS = (140, 165, 180, 185)  # px: words, rule, where, reason; who and when has the rest
Read = tuple[tuple[Standing, ...], tuple[str, ...]]


class LetStandDialog(QDialog):
    """The newest first; Delete takes the chosen ones back, Enter opens the story of one."""

    def __init__(self, workbench: Workbench) -> None:
        super().__init__()
        self.setObjectName("letStand")
        self.setWindowTitle(_("What was let stand"))
        self.resize(*SIZE)
        self._bench = workbench
        self._read: Read = ((), ())
        head = QLabel(_("Found by a rule, and let stand"), self)
        head.setProperty("role", "title")
        self.search = QLineEdit(self)
        self.search.setPlaceholderText(_("Search words, rules, stories, people"))
        self.search.setAccessibleName(_("Search what was let stand"))
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._fill)
        self.tree = _Tree(self)
        self.tree.itemSelectionChanged.connect(self._enable)
        self.tree.itemActivated.connect(lambda item, _column: self._open(item))
        self.count = QLabel(self)
        self.count.setProperty("role", "caption")
        self.back = QPushButton(_("&Take back"), self)
        self.back.setAutoDefault(False)
        self.back.clicked.connect(self.take_back)
        self.tree.deleted = self.take_back
        self.go = QPushButton(_("&Open the story"), self)
        self.go.setAutoDefault(False)
        self.go.clicked.connect(lambda: self._open(self.tree.currentItem()))
        leave = QPushButton(_("Close"), self)
        leave.setAutoDefault(False)
        leave.clicked.connect(self.reject)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.count, 1)
        for button in (self.go, self.back, leave):
            buttons.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 16)
        column.setSpacing(12)
        column.addWidget(head)
        column.addWidget(self.search)
        column.addWidget(self.tree, 1)
        column.addLayout(buttons)
        workbench.tasks.changed.connect(self._on_changed)
        self._enable()
        self._ask()

    # Reading.

    def _on_changed(self, changes: Changes) -> None:
        if changes.rules:
            self._ask()

    def _ask(self) -> None:
        def read(desk: Desk) -> Read:
            names = tuple(term.key for term in desk.lists.terms(HOUSE_NAMES))
            return desk.rules.standing(), names

        self._bench.tasks.run(read, then=self._was_read, owner=self, key="standing")

    def _was_read(self, read: Read) -> None:
        self._read = read
        self._fill()

    def _fill(self) -> None:
        wanted = self.search.text().casefold().split()
        self.tree.clear()
        standing, names = self._read
        rows: list[tuple[list[str], Standing | str]] = [(self._row(one), one) for one in standing]
        whole = [_("every rule"), _("in every story"), _("a name"), ""]
        rows += [([name, *whole], name) for name in names]
        for texts, what in rows:
            said = " ".join(texts).casefold()
            if not all(word in said for word in wanted):
                continue
            item = QTreeWidgetItem(texts)
            item.setData(0, WHAT, what)
            for column, text in enumerate(texts):
                item.setToolTip(column, text)
            self.tree.addTopLevelItem(item)
        shown = self.tree.topLevelItemCount()
        self.count.setText(
            ngettext("{n} entry", "{n} entries", shown).format(n=shown)
            if shown
            else _("Nothing was let stand; what is let stand in the Findings panel comes here.")
        )
        if (first := self.tree.topLevelItem(0)) is not None:
            self.tree.setCurrentItem(first)
        self._enable()

    def _row(self, one: Standing) -> list[str]:
        kept, title = one.allowance, one.headline or one.slug
        where = {
            Scope.PLACE: _("one place in “{title}”"),
            Scope.STORY: _("all of “{title}”"),
            Scope.HOUSE: _("in every story"),
        }[kept.scope]
        who = name_of(self._bench.lists.person(kept.who))
        return [kept.words, kept.rule, where.format(title=title), kept.reason,
                f"{who}, {self._when(kept.at)}" if kept.at else who]  # fmt: skip

    def _when(self, at: datetime) -> str:
        bench = self._bench
        return day_time(at, zone_of(bench.lists.site.timezone), bench.clock())

    # Acting.

    def chosen(self) -> list[Standing | str]:
        """What is selected: allowances, and names."""
        return [item.data(0, WHAT) for item in self.tree.selectedItems()]

    def _enable(self) -> None:
        chosen = self.chosen()
        house = any(isinstance(one, str) or one.allowance.scope is Scope.HOUSE for one in chosen)
        right = Right.MANAGE_RULES if house else Right.EDIT
        why = self._bench.refusals.get(right, "")
        self.back.setEnabled(bool(chosen) and not why)
        self.back.setToolTip(why or _("The rules find it again  Del"))
        item = self.tree.currentItem()
        what = item.data(0, WHAT) if item is not None else None
        self.go.setEnabled(isinstance(what, Standing) and bool(what.slug))

    def take_back(self) -> None:
        """Let what is selected stand no longer."""
        chosen = self.chosen()
        if not chosen or not self.back.isEnabled():
            return

        def act(desk: Desk) -> Changes:
            done = Changes()
            for one in chosen:
                done |= (
                    desk.rules.remove_name(one)
                    if isinstance(one, str)
                    else desk.rules.disallow(one.allowance.id)
                )
            return done

        self._bench.tasks.change(act, failed=self._bench.messages.fault, owner=self)

    def _open(self, item: QTreeWidgetItem | None) -> None:
        what = item.data(0, WHAT) if item is not None else None
        if isinstance(what, Standing) and what.slug:
            self._bench.open(what.allowance.article, new_tab=True)


class _Tree(QTreeWidget):
    """Rows of five columns; Delete takes back."""

    def __init__(self, parent: QDialog) -> None:
        super().__init__(parent)
        self.deleted: Callable[[], object] = lambda: None
        self.setProperty("role", "card")
        self.setAccessibleName(_("What was let stand, the newest first"))
        self.setHeaderLabels([_("Words"), _("Rule"), _("Where"), _("Reason"), _("Who and when")])
        self.setRootIsDecorated(False)
        self.setUniformRowHeights(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        header = self.header()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        for column, width in enumerate(WIDTHS):
            self.setColumnWidth(column, width)
        header.setStretchLastSection(True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Delete takes back."""
        if event.key() == Qt.Key.Key_Delete:
            self.deleted()
            return
        super().keyPressEvent(event)
