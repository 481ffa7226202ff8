"""A thread of comments as a card: the words it stands on, what was said, and what can be done."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QMenu,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from newsroom.i18n import _
from newsroom.news.age import age
from newsroom.news.comment import FACT_LABELS, Comment, FactState, Thread, ThreadState
from newsroom.news.rights import Right
from newsroom.ui.widgets.mention import MentionEdit

if TYPE_CHECKING:
    from newsroom.ui.workbench import Workbench

MOST_QUOTED = 160  # characters of the words that a card shows
TONES = {
    FactState.UNCHECKED: "warning",
    FactState.ASKED: "info",
    FactState.CONFIRMED: "good",
    FactState.WRONG: "danger",
}


class ThreadCard(QFrame):
    """``pointed`` asks to go to the words; the desk's verbs are called from here."""

    pointed = Signal(object)  # Thread

    def __init__(
        self, thread: Thread, workbench: Workbench, *, slug: bool, parent: QWidget | None = None
    ) -> None:
        """``slug`` shows which story it is about."""
        super().__init__(parent)
        self.talk = thread
        self._bench = workbench
        self.setProperty("role", "card")
        self.setObjectName("thread")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(12, 8, 8, 8)
        self._column.setSpacing(4)
        self._editing: MentionEdit | None = None
        self._make_head(slug)
        if thread.fact is not None:
            self._make_fact()
        for comment in thread.comments:
            if not comment.removed:
                self._make_comment(comment)
        self._make_foot()
        self.setAccessibleName(_spoken(thread, workbench))

    # Making it.

    def _make_head(self, slug: bool) -> None:
        thread = self.talk
        if slug:
            story = QPushButton(thread.headline or thread.slug, self)
            story.setProperty("role", "link")
            story.clicked.connect(lambda: self.pointed.emit(thread))
            self._column.addWidget(story)
        if thread.anchor is None:
            return
        words = (
            thread.quote
            if len(thread.quote) <= MOST_QUOTED
            else (thread.quote[: MOST_QUOTED - 1] + "…")
        )
        quote = _label(f"“{' '.join(words.split())}”", self, "caption")
        self._column.addWidget(quote)
        if thread.orphan:
            self._column.addWidget(
                _label(_("These words are not in the story any more."), self, "problem")
            )

    def _make_fact(self) -> None:
        fact = self.talk.fact
        assert fact is not None
        self.claim = _label(fact.claim, self, "strong")
        self._column.addWidget(self.claim)
        self.state = QComboBox(self)
        self.state.setAccessibleName(_("State of the check"))
        for state, label in FACT_LABELS.items():
            self.state.addItem(_(label), str(state))
        self.state.setCurrentIndex(self.state.findData(str(fact.state)))
        self.state.activated.connect(
            lambda _place: self._set_fact(state=FactState(self.state.currentData()))
        )
        self.source = QLineEdit(fact.source, self)
        self.source.setAccessibleName(_("Source"))
        self.source.setPlaceholderText(_("Who or what says so"))
        self.source.editingFinished.connect(self._source_typed)
        self._column.addWidget(self.source)
        row = QHBoxLayout()
        chip = QLabel(_(FACT_LABELS[fact.state]), self)
        chip.setProperty("role", "chip")
        chip.setProperty("tone", TONES[fact.state])
        row.addWidget(chip)
        row.addStretch(1)
        row.addWidget(self.state)
        self._column.addLayout(row)

    def _make_comment(self, comment: Comment) -> None:
        lists, me = self._bench.lists, self._bench.me
        person = lists.person(comment.author)
        name = QLabel(person.name if person else _("Somebody"), self)
        name.setProperty("role", "strong")
        when = QLabel(self._when(comment), self)
        when.setProperty("role", "caption")
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(name)
        row.addWidget(when, 1)
        mine = comment.author == (me.id if me else None)
        if mine or Right.APPROVE not in self._bench.refusals:
            more = QToolButton(self)
            more.setIcon(self._bench.icons.icon("more"))
            more.setProperty("role", "compact")
            more.setAutoRaise(True)
            more.setAccessibleName(_("Change or remove this comment"))
            more.setToolTip(_("Change or remove this comment"))
            more.clicked.connect(lambda: self._menu(more, comment, mine=mine))
            row.addWidget(more)
        self._column.addLayout(row)
        words = _label(comment.words, self, "")
        words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._column.addWidget(words)

    def _when(self, comment: Comment) -> str:
        now: datetime = self._bench.clock()
        said = age(comment.created_at, now)
        return _("{age}, changed").format(age=said) if comment.edited_at else said

    def _make_foot(self) -> None:
        thread, why = self.talk, self._bench.refusals.get(Right.COMMENT, "")
        done = thread.state is ThreadState.RESOLVED
        row = QHBoxLayout()
        row.setSpacing(4)
        self.reply = self._button(_("Reply"), self.write)
        self.settle = self._button(_("Reopen") if done else _("Resolve"), self._settle)
        self.there = self._button(_("Go to the words"), lambda: self.pointed.emit(thread))
        self.there.setVisible(thread.anchor is not None and not thread.orphan)
        for button in (self.reply, self.settle):
            button.setEnabled(not why)
            button.setToolTip(why)
        for button in (self.reply, self.settle, self.there):
            row.addWidget(button)
        row.addStretch(1)
        if done:
            person = self._bench.lists.person(thread.resolved_by)
            by = _label(
                _("Resolved by {name}").format(name=person.name) if person else _("Resolved"),
                self,
                "caption",
            )
            self._column.addWidget(by)
        self._column.addLayout(row)

    def _button(self, label: str, act: Callable[[], object]) -> QPushButton:
        button = QPushButton(label, self)
        button.setProperty("role", "quiet")
        button.clicked.connect(lambda: act())
        return button

    # Doing.

    def write(self, comment: Comment | None = None) -> None:
        """Write an answer, or what a comment says instead."""
        if self._editing is not None:
            self._editing.setFocus()
            return
        edit = MentionEdit(self._bench.lists.staff, self)
        edit.setAccessibleName(_("Your answer"))
        edit.setPlaceholderText(_("Answer; @ names somebody, Ctrl+Enter posts it"))
        if comment is not None:
            edit.setPlainText(comment.words)
        edit.posted.connect(partial(self._post, edit, comment))
        edit.left.connect(self._close)
        self._editing = edit
        self._column.insertWidget(self._column.count() - 1, edit)
        edit.setFocus()

    def _close(self) -> None:
        if self._editing is not None:
            self._editing.hide()
            self._editing.deleteLater()
            self._editing = None
            self.reply.setFocus()

    @property
    def writing(self) -> bool:
        """Whether somebody is writing into this card, so that it must not be drawn anew."""
        return self._editing is not None and bool(self._editing.words)

    def _post(self, edit: MentionEdit, comment: Comment | None) -> None:
        words, thread = edit.words, self.talk.id
        if not words:
            return
        edit.setEnabled(False)

        def failed(error: Exception) -> None:
            edit.setEnabled(True)
            self._bench.messages.fault(error)

        if comment is None:
            self._bench.tasks.change(
                lambda desk: desk.comments.reply(thread, words),
                then=lambda _done: self._close(), failed=failed, owner=self,
            )  # fmt: skip
        else:
            self._bench.tasks.change(
                lambda desk: desk.comments.edit(comment.id, words),
                then=lambda _done: self._close(), failed=failed, owner=self,
            )  # fmt: skip

    def _settle(self) -> None:
        number, done = self.talk.id, self.talk.state is ThreadState.RESOLVED
        self._bench.tasks.change(
            lambda desk: (
                desk.comments.reopen((number,)) if done else desk.comments.resolve((number,))
            )
        )

    def _set_fact(self, **fields: object) -> None:
        number = self.talk.id
        self._bench.tasks.change(lambda desk: desk.comments.set_fact(number, **fields))  # type: ignore[arg-type]

    def _source_typed(self) -> None:
        fact = self.talk.fact
        if fact is not None and self.source.text().strip() != fact.source:
            self._set_fact(source=self.source.text().strip())

    def _menu(self, at: QToolButton, comment: Comment, *, mine: bool) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if mine:
            menu.addAction(_("Change"), lambda: self.write(comment))
        menu.addAction(
            _("Remove"),
            lambda: self._bench.tasks.change(lambda desk: desk.comments.remove(comment.id)),
        )
        if self.talk.fact is None:
            claim = self.talk.quote or comment.words
            menu.addAction(_("Make it a fact to check"), lambda: self._set_fact(claim=claim))
        menu.popup(at.mapToGlobal(at.rect().bottomLeft()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click on the card goes to its words."""
        super().mouseReleaseEvent(event)
        if event.button() == Qt.MouseButton.LeftButton:
            self.pointed.emit(self.talk)

    def set_now(self, on: bool) -> None:
        """Its words are where the caret stands."""
        if bool(self.property("now")) != on:
            self.setProperty("now", on)
            self.style().unpolish(self)
            self.style().polish(self)

    def event(self, event: QEvent) -> bool:
        """Enter on the card goes to its words too."""
        if event.type() == QEvent.Type.KeyPress and self.hasFocus():
            key = event.key()  # type: ignore[attr-defined]
            if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.pointed.emit(self.talk)
                return True
        return super().event(event)


def _label(words: str, parent: QWidget, role: str) -> QLabel:
    label = QLabel(words, parent)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    if role:
        label.setProperty("role", role)
    return label


def _spoken(thread: Thread, bench: Workbench) -> str:
    said = [comment for comment in thread.comments if not comment.removed]
    first = said[0].words if said else (thread.fact.claim if thread.fact else "")
    person = bench.lists.person(thread.author)
    return _("Comment of {name}: {words}").format(
        name=person.name if person else _("Somebody"), words=first
    )
