"""The words that are right whatever dictionaries say: one's own and those of the house."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from newsroom.i18n import _

if TYPE_CHECKING:
    from newsroom.ui.spelling import Spelling

_ROW = 28  # pixels


class WordList(QWidget):
    """One dictionary: its words, a line to add one, a button to take some out."""

    def __init__(
        self,
        title: str,
        hint: str,
        *,
        words: Callable[[], tuple[str, ...]],
        add: Callable[[str], object],
        remove: Callable[[str], object],
    ) -> None:
        super().__init__()
        self._words = words
        self._add_word = add
        self._remove_word = remove
        head = QLabel(title)
        head.setProperty("role", "strong")
        told = QLabel(hint)
        told.setProperty("role", "caption")
        told.setWordWrap(True)
        self.rows = QListWidget()
        self.rows.setProperty("role", "card")
        self.rows.setAccessibleName(title)
        self.rows.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.line = QLineEdit()
        self.line.setPlaceholderText(_("Add a word"))
        self.line.setAccessibleName(_("Add a word"))
        self.line.setMaxLength(100)
        self.add = QPushButton(_("Add"))
        self.remove = QPushButton(_("Remove"))
        for button in (self.add, self.remove):
            button.setAutoDefault(False)
        below = QHBoxLayout()
        below.setSpacing(8)
        below.addWidget(self.line, 1)
        below.addWidget(self.add)
        below.addWidget(self.remove)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for widget in (head, told):
            column.addWidget(widget)
        column.addWidget(self.rows, 1)
        column.addLayout(below)
        self.add.clicked.connect(lambda: self._put())
        self.line.returnPressed.connect(self._put)
        self.line.textChanged.connect(lambda _text: self._enable())
        self.remove.clicked.connect(lambda: self._take_out())
        self.rows.itemSelectionChanged.connect(self._enable)
        QShortcut(QKeySequence.StandardKey.Delete, self.rows, self._take_out)
        self.show_words()
        self._enable()

    def show_words(self) -> None:
        """Show the words as they are now."""
        words = sorted(self._words(), key=lambda word: (word.casefold(), word))
        if [self.rows.item(row).text() for row in range(self.rows.count())] == words:
            return
        self.rows.clear()
        for word in words:
            item = QListWidgetItem(word)
            item.setSizeHint(QSize(0, _ROW))
            self.rows.addItem(item)
        self._enable()

    def _enable(self) -> None:
        self.add.setEnabled(bool(self.line.text().strip()))
        self.remove.setEnabled(bool(self.rows.selectedItems()))

    def _put(self) -> None:
        word = " ".join(self.line.text().split())
        if word:
            self._add_word(word)
            self.line.clear()
            self.show_words()

    def _take_out(self) -> None:
        for word in [item.text() for item in self.rows.selectedItems()]:
            self._remove_word(word)
        self.show_words()


class Dictionaries(QDialog):
    """Both lists side by side; what is changed holds at once."""

    def __init__(self, spelling: Spelling) -> None:
        super().__init__()
        self.setObjectName("dictionaries")
        self.setWindowTitle(_("Dictionaries"))
        self.resize(640, 480)
        self.own = WordList(
            _("My dictionary"),
            _("Right in all stories, for me, on this computer"),
            words=lambda: spelling.own,
            add=spelling.add_own,
            remove=spelling.remove_own,
        )
        self.house = WordList(
            _("House dictionary"),
            _("Right in all stories, for everybody here"),
            words=lambda: spelling.house,
            add=spelling.add_house,
            remove=spelling.remove_house,
        )
        spelling.changed.connect(self._show)
        close = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        close.button(QDialogButtonBox.StandardButton.Close).setText(_("Close"))
        close.rejected.connect(self.accept)
        sides = QHBoxLayout()
        sides.setSpacing(24)
        sides.addWidget(self.own)
        sides.addWidget(self.house)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 16)
        column.setSpacing(16)
        column.addLayout(sides, 1)
        column.addWidget(close)
        self.own.line.setFocus()

    def _show(self) -> None:
        self.own.show_words()
        self.house.show_words()
