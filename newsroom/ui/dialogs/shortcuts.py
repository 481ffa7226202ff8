"""The shortcut sheet: every command with its keys, found by typing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QHeaderView,
    QLineEdit,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
)

from newsroom.i18n import _
from newsroom.ui.fuzzy import match

if TYPE_CHECKING:
    from newsroom.ui.actions.context import Window


class Shortcuts(QDialog):
    """By menu, in the order of the menus; Enter does the command that stands there."""

    def __init__(self, window: Window) -> None:
        super().__init__()
        self.setObjectName("shortcuts")
        self.setWindowTitle(_("Keyboard shortcuts"))
        self.resize(560, 640)
        self._window = window
        self.line = QLineEdit()
        self.line.setProperty("role", "search")
        self.line.setPlaceholderText(_("Find a command or a key"))
        self.line.setAccessibleName(_("Find a command or a key"))
        self.line.addAction(
            window.workbench.icons.icon("find"), QLineEdit.ActionPosition.LeadingPosition
        )
        self.tree = QTreeWidget()
        self.tree.setProperty("role", "card")
        self.tree.setColumnCount(2)
        self.tree.setHeaderHidden(True)
        self.tree.setRootIsDecorated(False)
        self.tree.setIndentation(0)
        self.tree.setAccessibleName(_("Commands and their keys"))
        self.tree.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self._fill()
        header = self.tree.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(12)
        layout.addWidget(self.line)
        layout.addWidget(self.tree, 1)
        self.line.textChanged.connect(self.narrow)
        self.tree.itemActivated.connect(self._do)

    def _fill(self) -> None:
        theme = self._window.workbench.theme
        commands = self._window.commands
        for menu, title in commands.menus.items():
            head = QTreeWidgetItem([title, ""])
            head.setFlags(Qt.ItemFlag.ItemIsEnabled)
            head.setFont(0, theme.font("strong"))
            self.tree.addTopLevelItem(head)
            for row in commands.rows:
                if row.menu != menu:
                    continue
                keys = "   ".join(
                    QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText)
                    for key in row.keys
                )
                item = QTreeWidgetItem([row.full_name, keys])
                item.setData(0, Qt.ItemDataRole.UserRole, row.id)
                item.setTextAlignment(
                    1, Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter
                )
                self.tree.addTopLevelItem(item)

    def narrow(self, typed: str) -> None:
        """Show only what the typed letters find, by name or by key; a menu with nothing goes."""
        head: QTreeWidgetItem | None = None
        for place in range(self.tree.topLevelItemCount()):
            item = self.tree.topLevelItem(place)
            assert item is not None
            if item.data(0, Qt.ItemDataRole.UserRole) is None:
                head = item
                head.setHidden(True)
                continue
            by_key = typed.strip() and typed.strip().casefold() in item.text(1).casefold()
            found = bool(by_key) or match(typed, item.text(0)) is not None
            item.setHidden(not found)
            if found and head is not None:
                head.setHidden(False)

    def _do(self, item: QTreeWidgetItem) -> None:
        name = item.data(0, Qt.ItemDataRole.UserRole)
        if name is not None:
            self.accept()
            self._window.commands.run(name)
