"""The right side of the export where there are many files: what would be written, line by line."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QListWidget, QListWidgetItem

from newsroom.i18n import _


class PlanList(QListWidget):
    """Files with the reason, under what they are where that is told."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(_("Files, and why each is written"))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def show_files(self, files: Iterable[str]) -> None:
        """One after the other."""
        self.clear()
        self._add(files)

    def show_parts(self, parts: Iterable[tuple[str, Iterable[str]]]) -> None:
        """Each part's files below its name."""
        self.clear()
        strong = self.font()
        strong.setBold(True)
        for name, files in parts:
            head = QListWidgetItem(name, self)
            head.setFont(strong)
            head.setFlags(Qt.ItemFlag.ItemIsEnabled)
            self._add(files)

    def _add(self, files: Iterable[str]) -> None:
        for words in files:
            item = QListWidgetItem(words, self)
            item.setToolTip(words)
