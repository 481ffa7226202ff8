"""Two people saved one story: both texts side by side, and what shall become of them."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from newsroom.i18n import _
from newsroom.news.article import EDITABLE
from newsroom.ui.dialogs.differences import DifferencesView, differences
from newsroom.ui.story import OpenStory
from newsroom.ui.theme import Theme


class ConflictDialog(QDialog):
    """Nothing is lost whichever way it is settled; closing it settles nothing.

    ``settled`` says "mine", "theirs" or "both".
    """

    settled = Signal(str)

    def __init__(
        self, story: OpenStory, *, who: str, theme: Theme, parent: QWidget | None = None
    ) -> None:
        """``who`` is the name of the one who saved; the story holds both texts."""
        super().__init__(parent)
        theirs = story.theirs
        assert theirs is not None
        self.setObjectName("conflict")
        self.setWindowTitle(_("Two versions of “{title}”").format(title=story.title))
        self.resize(960, 600)
        mine = {name: story.get(name) for name in EDITABLE}
        found = differences(theirs, mine)
        sentence = QLabel(
            _(
                "{name} saved this story while you were writing, and both of you changed the same "
                "passage. Whichever you choose, the other text stays in the history."
            ).format(name=who),
            self,
        )
        sentence.setWordWrap(True)
        self.mine = DifferencesView(theme, self)
        self.mine.setAccessibleName(_("Your text"))
        self.mine.show_differences(found, kinds=frozenset({"same", "added"}))
        self.theirs = DifferencesView(theme, self)
        self.theirs.setAccessibleName(_("The text of {name}").format(name=who))
        self.theirs.show_differences(found, kinds=frozenset({"same", "removed"}))
        grid = QGridLayout()
        grid.setSpacing(8)
        grid.addWidget(self._heading(_("Yours")), 0, 0)
        grid.addWidget(self._heading(_("{name}'s").format(name=who)), 0, 1)
        grid.addWidget(self.mine, 1, 0)
        grid.addWidget(self.theirs, 1, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 16)
        column.setSpacing(12)
        column.addWidget(sentence)
        column.addLayout(grid, 1)
        column.addLayout(self._buttons())

    def _heading(self, text: str) -> QLabel:
        label = QLabel(text, self)
        label.setProperty("role", "title")
        return label

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        later = QPushButton(_("Decide later"), self)
        later.setObjectName("conflict.later")
        later.clicked.connect(self.reject)
        row.addWidget(later)
        row.addStretch(1)
        for how, label, hint in (
            ("both", _("Keep both"), _("Your text becomes a story of its own")),
            ("theirs", _("Take theirs"), _("Your text goes into the history")),
            ("mine", _("Keep mine"), _("Your text becomes the newest save")),
        ):
            button = QPushButton(label, self)
            button.setObjectName(f"conflict.{how}")
            button.setToolTip(hint)
            button.setAccessibleDescription(hint)
            button.setAutoDefault(False)
            button.clicked.connect(lambda _checked=False, how=how: self._settle(how))
            row.addWidget(button)
        later.setDefault(True)
        return row

    def _settle(self, how: str) -> None:
        self.accept()
        self.settled.emit(how)
