"""The bar over a story that somebody else is editing: read it, ask for it, take it over."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from newsroom.i18n import _
from newsroom.ui.icons import Icons
from newsroom.ui.widgets.sign import Sign

Act = Callable[[], object]


class HeldBar(QFrame):
    """Says who, since when, and how long nothing was typed."""

    def __init__(self, icons: Icons, parent: QWidget, *, read: Act, ask: Act, take: Act) -> None:
        super().__init__(parent)
        self.setObjectName("heldBar")
        self.setProperty("role", "warning")
        sign = Sign(icons, "lock", "warning", self)
        self.words = QLabel(self)
        self.words.setWordWrap(True)
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.read = self._button(_("Read"), "heldBar.read", read)
        self.ask = self._button(_("Ask"), "heldBar.ask", ask)
        self.take = self._button(_("Take over…"), "heldBar.take", take)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 4, 8, 4)
        row.setSpacing(8)
        row.addWidget(sign)
        row.addWidget(self.words, 1)
        for button in (self.read, self.ask, self.take):
            row.addWidget(button)
        self.hide()

    def _button(self, label: str, name: str, act: Act) -> QPushButton:
        button = QPushButton(label, self)
        button.setObjectName(name)
        button.setProperty("role", "quiet")
        button.clicked.connect(lambda: act())
        return button

    def follow(self, before: QWidget) -> None:
        """Have Tab come here from that widget, and go through the buttons from left to right."""
        for button in (self.read, self.ask, self.take):
            QWidget.setTabOrder(before, button)
            before = button

    def show_lock(self, words: str, *, signed: bool) -> None:
        """Say so; who did not sign can't be asked."""
        self.words.setText(words)
        self.setAccessibleName(words)
        self.ask.setEnabled(signed)
