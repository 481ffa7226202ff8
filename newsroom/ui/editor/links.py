"""The bar that asks where a link goes."""

from __future__ import annotations

import re
from typing import Final

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLabel, QLineEdit, QPushButton, QWidget

from newsroom.i18n import _

_LONGEST: Final = 2_000
_BARE_HOST: Final = re.compile(r"[\w-]+(\.[\w-]+)+([/?#].*)?")
_MAIL: Final = re.compile(r"[^\s@:/]+@[\w-]+(\.[\w-]+)+")
_SCHEMES: Final = frozenset({"http", "https", "mailto", "tel", ""})
# Characters that a browser drops or that hide what an address says.
_HIDDEN: Final = re.compile(r"[\x00-\x20\x7f-\xa0\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")


def tidy_address(typed: str) -> str | None:
    """An address as it should stand in the story, None for one that we don't link to.

    ``example.org`` becomes ``https://example.org``, ``a@example.org`` a mail address.
    """
    address = _HIDDEN.sub("", typed)
    if not address or len(address) > _LONGEST:
        return None
    if _MAIL.fullmatch(address):
        return f"mailto:{address}"
    if _BARE_HOST.fullmatch(address) and not address.endswith((".md", ".html")):
        return f"https://{address}"
    scheme = QUrl(address).scheme().lower()
    if scheme not in _SCHEMES or (not scheme and ":" in address.split("/")[0]):
        return None
    return address


def clipboard_address() -> str:
    """The web address on the clipboard, "" if it holds something else."""
    data = QApplication.clipboard().mimeData()
    text = data.text().strip() if data is not None and data.hasText() else ""
    if len(text) <= _LONGEST and re.fullmatch(r"https?://\S+", text):
        return text
    return ""


class LinkBar(QWidget):
    """Address and, where nothing is selected, the words that link there."""

    chosen = Signal(str, str)
    """(address, words): what the person wants; an empty address takes the link away."""
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("linkBar")
        self.setProperty("role", "bar")
        self.words = self._line(_("Words"))
        self.address = self._line(_("Address"))
        self.fault = QLabel(self)
        self.fault.setProperty("role", "caption")
        self.fault.setProperty("state", "over")
        self.fault.hide()
        self._set = QPushButton(_("Link"), self)
        self._remove = QPushButton(_("Remove link"), self)
        close = QPushButton(_("Close"), self)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 8, 16, 8)
        row.setSpacing(8)
        row.addWidget(self.words, 1)
        row.addWidget(self.address, 2)
        row.addWidget(self.fault)
        for button, run in (
            (self._set, self.accept),
            (self._remove, self.remove),
            (close, self.dismiss),
        ):
            button.setAutoDefault(False)
            button.clicked.connect(lambda _on=False, run=run: run())
            row.addWidget(button)
        self.address.textEdited.connect(lambda _text: self.fault.hide())

    def _line(self, name: str) -> QLineEdit:
        line = QLineEdit(self)
        line.setPlaceholderText(name)
        line.setAccessibleName(name)
        return line

    def open(self, *, address: str, words: str, ask_words: bool) -> None:
        """Ask for the address of ``words``; without any, for the words too."""
        self.words.setVisible(ask_words)
        self.words.setText(words)
        self._remove.setVisible(bool(address))
        self.address.setText(address or clipboard_address())
        self.fault.hide()
        self.show()
        first = self.words if ask_words and not words else self.address
        first.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.address.selectAll()

    def accept(self) -> None:
        """Hand the link on, or say why it can't be one."""
        address = tidy_address(self.address.text())
        if address is None:
            self.fault.setText(_("Links go to web, mail and telephone addresses"))
            self.fault.show()
            self.address.setFocus()
            return
        words = self.words.text().strip() or address.removeprefix("https://").removeprefix(
            "mailto:"
        )
        self.dismiss()
        self.chosen.emit(address, words)

    def remove(self) -> None:
        """Take the link away."""
        self.dismiss()
        self.chosen.emit("", "")

    def dismiss(self) -> None:
        """Put the bar away."""
        self.hide()
        self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter links, Escape closes."""
        if event.key() == Qt.Key.Key_Escape:
            self.dismiss()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.accept()
        else:
            super().keyPressEvent(event)
