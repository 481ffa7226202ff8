"""Taking a story from who is editing it: what that means, and a last question."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPushButton, QVBoxLayout

from newsroom.i18n import _
from newsroom.news.rights import Right
from newsroom.ui.dialogs.fitting import fit_soon

if TYPE_CHECKING:
    from newsroom.news.presence import Lock
    from newsroom.ui.story import OpenStory
    from newsroom.ui.workbench import Workbench


class TakeOverDialog(QDialog):
    """Take over, or leave it; who may not is told whom to ask."""

    def __init__(self, workbench: Workbench, story: OpenStory, lock: Lock, *, said: str) -> None:
        super().__init__()
        self.setObjectName("takeover")
        self.setWindowTitle(_("Take over “{title}”").format(title=story.title))
        self.setMinimumWidth(460)
        self._bench = workbench
        self._number = story.id
        head = QLabel(_("Take over “{title}”?").format(title=story.title), self)
        head.setProperty("role", "title")
        head.setWordWrap(True)
        words = QLabel(
            said
            + ".\n"
            + _(
                "What they have typed and not saved becomes a version of its own. "
                "Both of you are shown it; no word is lost."
            ),
            self,
        )
        words.setWordWrap(True)
        self.why = QLabel(self)
        self.why.setProperty("role", "problem")
        self.why.setWordWrap(True)
        self.why.hide()
        self.take = QPushButton(_("Take over"), self)
        self.take.setObjectName("takeover.take")
        self.take.setProperty("role", "primary")
        self.take.setDefault(True)
        self.take.clicked.connect(self._take)
        leave = QPushButton(_("Leave it"), self)
        leave.setAutoDefault(False)
        leave.clicked.connect(self.reject)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(leave)
        buttons.addWidget(self.take)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 16)
        column.setSpacing(12)
        for widget in (head, words, self.why):
            column.addWidget(widget)
        column.addStretch(1)
        column.addLayout(buttons)
        workbench.tasks.run(
            lambda desk: desk.presence.may_take_over(lock), then=self._known, owner=self
        )

    def _known(self, may: bool) -> None:
        self.take.setEnabled(may)
        self.why.setVisible(not may)
        refusals = self._bench.refusals
        mine = refusals.get(Right.EDIT)
        who = _("Only who approves stories may take one from somebody who is writing in it.")
        self.why.setText(mine or " ".join(filter(None, (who, refusals.get(Right.APPROVE)))))
        fit_soon(self)

    def _take(self) -> None:
        if self._bench.attendance is not None:
            self._bench.attendance.take_over(self._number)
        self.accept()
