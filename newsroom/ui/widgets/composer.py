"""Where a comment is begun: the words it will stand on, what is said, and a fact's source."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from newsroom.i18n import _
from newsroom.news.changes import Done
from newsroom.news.comment import Fact, FactState, Thread
from newsroom.news.errors import NewsroomError
from newsroom.text.anchor import Anchor, as_data
from newsroom.ui.widgets.mention import MentionEdit

if TYPE_CHECKING:
    from newsroom.news.article import Article
    from newsroom.ui.editor.commenting import Commenting
    from newsroom.ui.editor.commentplaces import Chosen
    from newsroom.ui.story import OpenStory
    from newsroom.ui.workbench import Workbench

MOST_QUOTED = 160  # characters of the words that are shown


class Composer(QFrame):
    """``closed`` carries the thread that was begun, 0 for none."""

    closed = Signal(int)

    def __init__(self, workbench: Workbench, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self.setObjectName("composer")
        self._bench = workbench
        self._story: OpenStory | None = None
        self._chosen: Chosen | None = None
        self._commenting: Commenting | None = None
        self.quote = QLabel(self)
        self.quote.setProperty("role", "caption")
        self.quote.setWordWrap(True)
        self.words = MentionEdit(parent=self)
        self.words.setAccessibleName(_("Your comment"))
        self.words.setPlaceholderText(_("Your comment; @ names somebody, Ctrl+Enter posts it"))
        self.words.posted.connect(self.post)
        self.words.left.connect(self.leave)
        self.fact = QCheckBox(_("Fact to check"), self)
        self.source = QLineEdit(self)
        self.source.setAccessibleName(_("Source"))
        self.source.setPlaceholderText(_("Source, if one is known"))
        self.source.returnPressed.connect(self.post)
        self.fact.toggled.connect(self.source.setVisible)
        self.source.hide()
        self.go = QPushButton(_("Post"), self)
        self.go.setObjectName("composer.post")
        self.go.setProperty("role", "primary")
        self.go.clicked.connect(self.post)
        cancel = QPushButton(_("Cancel"), self)
        cancel.setProperty("role", "quiet")
        cancel.clicked.connect(self.leave)
        row = QHBoxLayout()
        row.addWidget(self.fact, 1)
        row.addWidget(cancel)
        row.addWidget(self.go)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 12, 8)
        column.setSpacing(8)
        for widget in (self.quote, self.words, self.source):
            column.addWidget(widget)
        column.addLayout(row)

    def begin(self, story: OpenStory, chosen: Chosen | None, commenting: Commenting | None) -> None:
        """Write a comment on these words, or without any on the whole story."""
        self._story, self._chosen, self._commenting = story, chosen, commenting
        said = " ".join(chosen.words.split()) if chosen is not None else ""
        if len(said) > MOST_QUOTED:
            said = said[: MOST_QUOTED - 1] + "…"
        self.quote.setText(f"“{said}”" if said else _("On the whole story"))
        self.words.set_people(self._bench.lists.staff)
        self.go.setEnabled(True)
        self.show()
        self.words.setFocus()

    def leave(self) -> None:
        """Give it up; nothing was posted."""
        if self._story is not None:
            self._close(0)

    def post(self) -> None:
        """Post it: the story is saved first, so that the comment stands on words that are kept."""
        if self._story is None or not (self.words.words or self._fact()):
            self.words.setFocus()
            return
        self.go.setEnabled(False)
        self._story.save(then=self._saved)

    def _fact(self) -> Fact | None:
        if not self.fact.isChecked():
            return None
        said = self._chosen.words if self._chosen is not None else self.words.words
        source = self.source.text().strip()
        state = FactState.UNCHECKED if source else FactState.ASKED
        return Fact(claim=" ".join(said.split()), source=source, state=state) if said else None

    def _saved(self, _article: Article) -> None:
        if self._chosen is None or self._commenting is None:
            self._add(None)
        else:
            self._commenting.anchor(self._chosen, self._add)

    def _add(self, anchor: Anchor | None) -> None:
        story = self._story
        if story is None:
            return
        number, words, fact = story.id, self.words.words, self._fact()
        quote = anchor.quote if anchor is not None else ""
        if anchor is None and self._chosen is not None:
            quote = self._chosen.words  # the words are gone already: it stands on the story
        data = as_data(anchor) if anchor is not None else None
        self._bench.tasks.change(
            lambda desk: desk.comments.add(number, words, anchor=data, quote=quote, fact=fact),
            then=self._added,
            failed=self._failed,
            owner=self,
        )

    def _added(self, done: Done[Thread]) -> None:
        self._close(done.value.id)

    def _failed(self, error: NewsroomError) -> None:
        self.go.setEnabled(True)
        self._bench.messages.fault(error)

    def _close(self, thread: int) -> None:
        self._story = self._chosen = None
        self.words.clear()
        self.source.clear()
        self.fact.setChecked(False)
        self.hide()
        self.closed.emit(thread)
