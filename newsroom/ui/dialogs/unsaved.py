"""A text that was typed and not saved when its story went to somebody else, beside the story."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPushButton, QVBoxLayout

from newsroom.i18n import _
from newsroom.news.article import EDITABLE, Article
from newsroom.ui.dialogs.differences import DifferencesView, differences

if TYPE_CHECKING:
    from newsroom.ui.actions.context import Window

_NOT_TEXT = frozenset({"stage", "assignee"})


def show_unsaved(window: Window, article: int, version: int, *, said: str) -> None:
    """Open it; ``said`` tells whose text it is and how it came to be kept."""
    window.tasks.run(
        lambda desk: (desk.articles.open(article), desk.articles.state(article, version)),
        then=lambda both: window.open_dialog(
            UnsavedDialog(window, both[0], both[1], version, said=said)
        ),
    )


class UnsavedDialog(QDialog):
    """What that text has that the story has not; it can be put in, as typed and not yet saved."""

    def __init__(
        self, window: Window, stands: Article, kept: Article, version: int, *, said: str
    ) -> None:
        super().__init__()
        self.setObjectName("unsaved")
        self.setWindowTitle(
            _("Version {n} of “{title}”").format(n=version, title=stands.headline or stands.slug)
        )
        self.resize(720, 560)
        self._window = window
        self._number = stands.id
        self._fields = {
            name: getattr(kept, name)
            for name in EDITABLE - _NOT_TEXT
            if getattr(kept, name) != getattr(stands, name)
        }
        words = QLabel(said, self)
        words.setWordWrap(True)
        self.view = DifferencesView(window.workbench.theme, self)
        self.view.show_differences(differences(stands, self._fields))
        self.put = QPushButton(_("Put it into the story"), self)
        self.put.setObjectName("unsaved.put")
        self.put.setAutoDefault(False)
        self.put.setToolTip(_("As if you had typed it; nothing is saved before you save"))
        self.put.clicked.connect(self._put)
        leave = QPushButton(_("Leave it in the history"), self)
        leave.setDefault(True)
        leave.clicked.connect(self.reject)
        attendance = window.workbench.attendance
        self.put.setEnabled(
            bool(self._fields) and (attendance is None or attendance.other(stands.id) is None)
        )
        buttons = QHBoxLayout()
        buttons.addWidget(self.put)
        buttons.addStretch(1)
        buttons.addWidget(leave)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 16)
        column.setSpacing(12)
        column.addWidget(words)
        column.addWidget(self.view, 1)
        column.addLayout(buttons)

    def _put(self) -> None:
        story = self._window.workbench.story(self._number)
        if story is not None:
            for name, value in self._fields.items():
                story.set(name, value)
            self._window.workbench.bring_forward(story)
        self.accept()
