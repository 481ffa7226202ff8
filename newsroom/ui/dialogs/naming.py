"""A name for something new, with one proposed."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit

from newsroom.i18n import _
from newsroom.ui.dialogs.sheet import Sheet


class NameSheet(Sheet):
    """``named`` carries what it is to be called; Enter takes what is proposed."""

    named = Signal(str)

    def __init__(self, what: str, title: str, proposed: str, *, most: int) -> None:
        """``most`` is how many characters a name may have."""
        super().__init__(f"name_{what}", title)
        self.name = QLineEdit(proposed, self)
        self.name.setMaxLength(most)
        self.name.selectAll()
        self.add(self.name, _("Name"))
        self.button(_("Cancel"), self.reject, name="cancel")
        self.go = self.button(_("Make it"), self._take, name="go", primary=True)
        self.name.textChanged.connect(lambda text: self.go.setEnabled(bool(text.strip())))
        self.finish()
        self.name.setFocus()

    def _take(self) -> None:
        self.accept()
        self.named.emit(self.name.text().strip())
