"""Comments: of the story in front or of the whole newsroom, and the ledger of facts to check."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from newsroom.i18n import N_, _, ngettext
from newsroom.news.changes import Changes, Done
from newsroom.news.comment import Talk, Thread, ThreadKind, ThreadState
from newsroom.news.rights import Right
from newsroom.ui.widgets.composer import Composer
from newsroom.ui.widgets.pick import Pick
from newsroom.ui.widgets.thread import ThreadCard

if TYPE_CHECKING:
    from newsroom.ui.editor.commenting import Commenting
    from newsroom.ui.editor.commentplaces import Chosen
    from newsroom.ui.story import OpenStory
    from newsroom.ui.window import Window
    from newsroom.ui.workbench import Workbench

PAGE = 50  # threads of the whole newsroom at a time
STORY, HOUSE = "story", "house"
WHICH: tuple[tuple[str, str], ...] = (
    ("open", N_("Open")),
    ("all", N_("All, resolved too")),
    ("me", N_("Naming me")),
    ("mine", N_("Mine")),
    ("facts", N_("Facts to check")),
    ("orphans", N_("Whose words are gone")),
)


def make(workbench: Workbench, parent: QWidget | None = None) -> CommentsPanel:
    """The panel's widget."""
    return CommentsPanel(workbench, parent)


@dataclass(frozen=True, slots=True)
class _Answer:
    threads: tuple[Thread, ...]
    count: int
    more: bool


class CommentsPanel(QWidget):
    """A list of threads with two choices above it, and a place to begin one."""

    def __init__(self, workbench: Workbench, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("comments")
        self.setAccessibleName(_("Comments"))
        self._bench = workbench
        self._story: OpenStory | None = None
        self._threads: tuple[Thread, ...] = ()
        self._wanted = 0  # a thread to show once it is there
        self._now = 0
        self._commenting: Commenting | None = None
        self.cards: dict[int, ThreadCard] = {}
        self.scope = Pick(self)
        self.scope.setAccessibleName(_("Whose comments"))
        self.scope.addItem(_("This story"), STORY)
        self.scope.addItem(_("The whole newsroom"), HOUSE)
        self.which = Pick(self)
        self.which.setAccessibleName(_("Which comments"))
        for key, label in WHICH:
            self.which.addItem(_(label), key)
        self.count = QLabel(self)
        self.count.setProperty("role", "caption")
        self.new = QPushButton(_("New comment"), self)
        self.new.setIcon(workbench.icons.icon("comment"))
        self.new.clicked.connect(self.begin)
        self.composer = Composer(workbench, self)
        self.composer.hide()
        self.composer.closed.connect(self._composed)
        self.empty = QLabel(self)
        self.empty.setProperty("role", "caption")
        self.empty.setWordWrap(True)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.empty.setMargin(24)
        self.more = QPushButton(_("Show more"), self)
        self.more.setProperty("role", "quiet")
        self.more.clicked.connect(self._read_more)
        self._place()
        self.scope.currentIndexChanged.connect(self.refresh)
        self.which.currentIndexChanged.connect(self.refresh)
        workbench.me_changed.connect(self.refresh)

    def _place(self) -> None:
        choices = QHBoxLayout()
        choices.setSpacing(8)
        choices.addWidget(self.scope, 1)
        choices.addWidget(self.which, 1)
        second = QHBoxLayout()
        second.addWidget(self.count, 1)
        second.addWidget(self.new)
        inner = QWidget()
        inner.setProperty("role", "form")
        self._list = QVBoxLayout(inner)
        self._list.setContentsMargins(0, 0, 8, 0)
        self._list.setSpacing(8)
        self._list.addWidget(self.empty)
        self._list.addWidget(self.more)
        self._list.addStretch(1)
        self.area = QScrollArea(self)
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QScrollArea.Shape.NoFrame)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setWidget(inner)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 4, 8, 8)
        column.setSpacing(8)
        column.addLayout(choices)
        column.addLayout(second)
        column.addWidget(self.composer)
        column.addWidget(self.area, 1)
        self.setFocusProxy(self.scope)

    # What others ask.

    def set_story(self, story: OpenStory | None) -> None:
        """Another story is in front."""
        self._story = story
        self.composer.leave()
        if self.scope.currentData() == STORY:
            self.refresh()

    def on_changed(self, changes: Changes) -> None:
        """Somebody said something, or the words moved."""
        house = self.scope.currentData() == HOUSE
        number = self._story.id if self._story is not None else 0
        if (changes.review and house) or number in changes.review | changes.articles:
            self.refresh()

    def show_item(self, thread: object) -> None:
        """Show that thread, by its number."""
        if not isinstance(thread, int):
            return
        self._wanted = thread
        if self.scope.currentData() != STORY:
            self.scope.setCurrentIndex(0)
        elif not self._show_wanted():
            self.refresh()

    def showEvent(self, event: QShowEvent) -> None:
        """What was missed while nobody looked is made good."""
        super().showEvent(event)
        self.refresh()

    # Reading.

    def refresh(self, *_what: object) -> None:
        """Read the threads again."""
        if not self.isVisible() and not self._wanted:
            return
        self._follow_pane()
        self._ask(None)

    def _ask(self, after: Thread | None) -> None:
        story, which = self._story, str(self.which.currentData())
        me = self._bench.me.id if self._bench.me else 0
        if self.scope.currentData() == STORY:
            if story is None or not story.id:
                self._show(_Answer((), 0, False))
                return
            number = story.id
            self._bench.tasks.change(
                lambda desk: desk.comments.standing(number),
                then=lambda done: self._show(_narrowed(done, which, me)),
                owner=self,
            )
            return
        talk = _talk(which, me)
        key = after.key if after is not None else None
        before = self._threads if after is not None else ()

        def read(desk):  # type: ignore[no-untyped-def]
            found = desk.comments.find(talk, after=key, limit=PAGE)
            count = desk.comments.count(talk)
            shown = (*before, *found)
            return _Answer(shown, count, len(shown) < count and len(found) == PAGE)

        self._bench.tasks.run(read, then=self._show, owner=self, key="threads")

    def _read_more(self) -> None:
        if self._threads:
            self._ask(self._threads[-1])

    # Showing.

    def _show(self, answer: _Answer) -> None:
        self._threads = answer.threads
        house = self.scope.currentData() == HOUSE
        kept: dict[int, ThreadCard] = {}
        for card in self.cards.values():
            if card.writing and any(t.id == card.talk.id for t in answer.threads):
                kept[card.talk.id] = card  # nobody's answer is taken from under their hands
                continue
            self._list.removeWidget(card)
            card.hide()
            card.deleteLater()
        self.cards = {}
        for place, thread in enumerate(answer.threads):
            card = kept.get(thread.id) or self._card(thread, house)
            self._list.insertWidget(place, card)
            card.set_now(thread.id == self._now)
            self.cards[thread.id] = card
        self.more.setVisible(answer.more)
        self.empty.setVisible(not answer.threads)
        self.empty.setText(self._why_empty())
        self.count.setText(
            ngettext("{n} thread", "{n} threads", answer.count).format(n=answer.count)
            if answer.count
            else ""
        )
        why = self._bench.refusals.get(Right.COMMENT, "")
        self.new.setEnabled(not why and self._story is not None)
        self.new.setToolTip(why)
        self._show_wanted()

    def _card(self, thread: Thread, house: bool) -> ThreadCard:
        card = ThreadCard(thread, self._bench, slug=house, parent=self)
        card.pointed.connect(self._go)
        return card

    def _why_empty(self) -> str:
        if self.scope.currentData() == STORY and self._story is None:
            return _("No story is open.")
        if self.which.currentData() == "facts":
            return _("No facts to check. Begin a comment and tick “Fact to check”.")
        return _("No comments here. Select words in the story and press Ctrl+Alt+M.")

    def _show_wanted(self) -> bool:
        card = self.cards.get(self._wanted)
        if card is None:
            resolved = any(t.id == self._wanted for t in self._threads)
            if self._wanted and not resolved and self.which.currentData() != "all":
                self.which.setCurrentIndex(self.which.findData("all"))
            return False
        self._wanted = 0
        self.point(card.talk.id)
        self._go(card.talk)
        return True

    def point(self, thread: int) -> None:
        """The caret stands in the words of this thread."""
        self._now = thread
        for number, card in self.cards.items():
            card.set_now(number == thread)
        if thread in self.cards:
            self.area.ensureWidgetVisible(self.cards[thread])

    # The editor.

    def _follow_pane(self) -> None:
        found = self._pane_comments()
        if found is self._commenting:
            return
        self._commenting = found
        if found is not None:
            found.pointed.connect(self.point)

    def _pane_comments(self) -> Commenting | None:
        editor = getattr(self.window(), "editor", None)
        head: Any = editor.findChild(QObject, "storyHead") if editor is not None else None
        return cast("Commenting", head.commenting()) if head is not None else None

    def _go(self, thread: Thread) -> None:
        """To the words; to the story where there are none."""
        from newsroom.news.gate import Where
        from newsroom.ui.there import go_there

        self.point(thread.id)
        found = self._pane_comments()
        front = self._bench.current
        if front is not None and front.id == thread.article and found is not None:
            if not found.go_to(thread.id):
                found.show_now(thread.id)
            return
        go_there(cast("Window", self.window()), thread.article, Where(thread=thread.id))

    # Beginning one.

    def begin(self) -> None:
        """A comment on the selected words, or on the whole story."""
        story, comments = self._story, self._pane_comments()
        if story is None:
            return
        if comments is None:
            self._compose(story, None)
        else:
            comments.chosen(lambda chosen: self._compose(story, chosen))

    def _compose(self, story: OpenStory, chosen: Chosen | None) -> None:
        self.composer.begin(story, chosen, self._pane_comments())

    def _composed(self, thread: int) -> None:
        if thread:
            self._wanted = thread
            self.refresh()
        editor = getattr(self.window(), "editor", None)
        if editor is not None:
            editor.focus_body()


def _talk(which: str, me: int) -> Talk:
    made: dict[str, Callable[[], Talk]] = {
        "open": Talk,
        "all": lambda: Talk(open=False),
        "me": lambda: Talk(mentions=me),
        "mine": lambda: Talk(mine=me),
        "facts": lambda: Talk(facts=True, open=False),
        "orphans": lambda: Talk(orphans=True),
    }
    return made[which]()


def _narrowed(done: Done[tuple[Thread, ...]], which: str, me: int) -> _Answer:
    """Those of a story's threads that were asked for."""
    found = tuple(t for t in done.value if _fits(t, which, me))
    return _Answer(found, len(found), False)


def _fits(thread: Thread, which: str, me: int) -> bool:
    is_open = thread.state is ThreadState.OPEN
    said: Iterable[int | None] = (thread.author, *(c.author for c in thread.comments))
    return {
        "open": is_open,
        "all": True,
        "me": is_open and any(me in c.mentions for c in thread.comments),
        "mine": is_open and me in said,
        "facts": thread.kind is ThreadKind.FACT,
        "orphans": is_open and thread.orphan,
    }[which]
