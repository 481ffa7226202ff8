"""The strip below a story that says whether typing proposes, and how much is open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget

from newsroom.i18n import _, ngettext
from newsroom.ui.review.colours import initials_of

if TYPE_CHECKING:
    from newsroom.ui.review.review import StoryReview
    from newsroom.ui.workbench import Workbench


class SuggestStrip(QWidget):
    """One sentence and what can be done about it; gone where there is nothing to say."""

    def __init__(self, bench: Workbench, review: StoryReview, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("suggestStrip")
        self.setProperty("role", "bar")
        self._bench = bench
        self._review = review
        self.words = QLabel(self)
        self.words.setObjectName("suggestStrip.words")
        self.words.setWordWrap(True)
        self.words.setMinimumWidth(1)  # a long sentence must not widen the window's panes
        self.words.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.stop = QPushButton(_("Stop suggesting"), self)
        self.stop.setObjectName("suggestStrip.stop")
        self.stop.setToolTip(_("Edit the story itself again  Ctrl+Shift+E"))
        self.stop.clicked.connect(lambda: review.turn(False))
        self.look = QPushButton(_("Review"), self)
        self.look.setObjectName("suggestStrip.look")
        self.look.setToolTip(_("Show the suggestions one by one"))
        self.look.clicked.connect(lambda: bench.wanted.emit("suggestions", None))
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 4, 16, 4)
        row.setSpacing(8)
        row.addWidget(self.words, 1)
        row.addWidget(self.look)
        row.addWidget(self.stop)
        review.changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Say how it stands."""
        review = self._review
        count = len(review.walk.order())
        open_ = ngettext("{n} suggestion open", "{n} suggestions open", count).format(n=count)
        self.stop.setVisible(review.on and not review.only_suggests)
        self.look.setVisible(count > 0)
        if review.on:
            who = initials_of(self._bench.me)
            said = _("Suggesting as {who}").format(who=who)
            self.words.setText(f"{said} · {open_}" if count else said)
            self.words.setToolTip(_("The story stays as it is until somebody accepts."))
        else:
            self.words.setText(open_)
            self.words.setToolTip("")
        self.setVisible(review.on or count > 0)
