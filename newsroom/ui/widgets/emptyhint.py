"""What stands in a list as long as there is nothing in it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QLabel, QVBoxLayout


class EmptyHint(QLabel):
    """Shows itself in the middle of the list while that is empty, and never takes a click."""

    def __init__(self, words: str, view: QAbstractItemView) -> None:
        super().__init__(words, view.viewport())
        self._view = view
        self.setProperty("role", "caption")
        self.setWordWrap(True)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        around = QVBoxLayout(view.viewport())
        around.setContentsMargins(16, 16, 16, 16)
        around.addWidget(self)
        model = view.model()
        for changed in (model.rowsInserted, model.rowsRemoved, model.modelReset):
            changed.connect(self.look)
        self.look()

    def look(self) -> None:
        """Show it or not."""
        self.setVisible(not self._view.model().rowCount())
