"""The suggestions on the story in front: open ones to be accepted or rejected, and settled ones."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QItemSelectionModel, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QMenu,
    QPushButton,
    QStackedLayout,
    QTabBar,
    QVBoxLayout,
    QWidget,
)

from newsroom.i18n import _, ngettext
from newsroom.news.changes import Changes
from newsroom.text.seams import SeamKind
from newsroom.ui.delegates.suggestion_row import ROW, SEAMS, SuggestionRow, SuggestionRows
from newsroom.ui.review.colours import initials_of, ink_of, name_of
from newsroom.ui.review.readable import called
from newsroom.ui.widgets.pick import Pick

if TYPE_CHECKING:
    from newsroom.news.suggestion import Settled
    from newsroom.text.merge import Clash
    from newsroom.text.seams import Seam
    from newsroom.ui.review.looking import Open
    from newsroom.ui.review.review import StoryReview
    from newsroom.ui.story import OpenStory
    from newsroom.ui.workbench import Workbench

OPEN, SETTLED = 0, 1
EVERYBODY = -1


def make(workbench: Workbench, parent: QWidget | None = None) -> QWidget:
    """The panel's widget."""
    return SuggestionsPanel(workbench, parent)


class SuggestionsPanel(QWidget):
    """Enter accepts what is selected, Delete rejects it, and the next one is looked at."""

    def __init__(self, workbench: Workbench, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("suggestions")
        self._bench = workbench
        self._review: StoryReview | None = None
        self._filling = False
        self.tabs = QTabBar(self)
        self.tabs.setAccessibleName(_("Open or settled suggestions"))
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.setUsesScrollButtons(False)  # the pick beside them gives way instead
        self.tabs.addTab(_("Open"))
        self.tabs.addTab(_("Settled"))
        self.tabs.currentChanged.connect(lambda _n: self.refresh())
        self.person = Pick(self)
        self.person.setAccessibleName(_("Whose suggestions"))
        self.person.activated.connect(lambda _n: self.refresh())
        self.list = _List(self)
        self.list.setItemDelegate(SuggestionRows(workbench.theme))
        self.list.setAccessibleName(_("Suggested changes"))
        self.list.decided.connect(lambda yes: self.decide(accept=yes))
        self.list.currentItemChanged.connect(self._looked_at)
        self.list.itemClicked.connect(lambda item: self._looked_at(item, None))
        self.accept = self._button(_("Accept"), _("Take it into the story  Enter"), True)
        self.reject = self._button(_("Reject"), _("Leave the story as it is  Del"), False)
        self.more = QPushButton(_("Several"), self)
        self.more.setObjectName("suggestions.more")
        self.more.setToolTip(_("Accept or reject several at once"))
        self.more.setMenu(QMenu(self.more))
        self.more.menu().aboutToShow.connect(self._fill_menu)
        self.empty = QLabel(self)
        self.empty.setProperty("role", "caption")
        self.empty.setWordWrap(True)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.empty.setMargin(24)
        self._lay_out()
        workbench.theme.changed.connect(self.list.viewport().update)
        workbench.lists_changed.connect(self.refresh)
        self.setFocusProxy(self.list)

    def _button(self, label: str, hint: str, accept: bool) -> QPushButton:
        button = QPushButton(label, self)
        button.setObjectName("suggestions.accept" if accept else "suggestions.reject")
        button.setToolTip(hint)
        button.clicked.connect(lambda: self.decide(accept=accept))
        return button

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(12, 0, 12, 4)
        head.addWidget(self.tabs)
        head.addStretch(1)
        head.addWidget(self.person)
        acts = QHBoxLayout()
        acts.setContentsMargins(12, 4, 12, 8)
        acts.setSpacing(8)
        acts.addWidget(self.accept)
        acts.addWidget(self.reject)
        acts.addStretch(1)
        acts.addWidget(self.more)
        self._acts = QWidget(self)
        self._acts.setLayout(acts)
        below = QWidget(self)
        self._stack = QStackedLayout(below)
        self._stack.addWidget(self.empty)
        self._stack.addWidget(self.list)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        # Above the list: what is said at the foot of the window comes and goes, and moves all that
        # stands there from under the mouse of who presses one of these again and again.
        column.addWidget(self._acts)
        column.addWidget(below, 1)

    # What is shown.

    def set_story(self, story: OpenStory | None) -> None:
        """Another story is in front."""
        if self._review is not None:
            self._review.changed.disconnect(self.refresh)
            self._review.walk.chosen.disconnect(self._follow)
        self._review = self._bench.reviews.of(story) if story is not None else None
        if self._review is not None:
            self._review.changed.connect(self.refresh)
            self._review.walk.chosen.connect(self._follow)
        self.refresh()

    def on_changed(self, changes: Changes) -> None:
        """The review hears of it by itself."""

    def show_item(self, _what: Any) -> None:
        """Asked for by the strip: the first suggestion is looked at."""
        self.tabs.setCurrentIndex(OPEN)
        self.step(1)

    def refresh(self) -> None:
        """Show what is open, or what was settled."""
        review = self._review
        count = len(review.walk.order()) if review is not None else 0
        self.tabs.setTabText(OPEN, _("Open ({n})").format(n=count) if count else _("Open"))
        self._fill_people()
        was = [item.data(ROW).where for item in self.list.selectedItems()]
        place = self.list.currentRow()
        self._filling = True
        self.list.clear()
        for row in self._rows():
            item = QListWidgetItem(row.said)
            item.setData(ROW, row)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, row.said)
            if row.where is None and self.tabs.currentIndex() == OPEN:
                item.setFlags(Qt.ItemFlag.ItemIsEnabled)
            self.list.addItem(item)
        for n in range(self.list.count()):
            item = self.list.item(n)
            if item.data(ROW).where is not None and item.data(ROW).where in was:
                item.setSelected(True)
        self.list.setCurrentRow(
            min(place, self.list.count() - 1), QItemSelectionModel.SelectionFlag.NoUpdate
        )
        self._filling = False
        self._stack.setCurrentIndex(1 if self.list.count() else 0)
        self.empty.setText(self._nothing())
        open_ = self.tabs.currentIndex() == OPEN and count > 0
        self._acts.setVisible(open_)
        self._follow()

    def _nothing(self) -> str:
        if self._review is None:
            return _("No story is open.")
        if self.tabs.currentIndex() == SETTLED:
            return _("Nothing was settled here yet.")
        if self._review.on:
            return _("Nothing is suggested yet. What you change in the story stands here then.")
        return _("No suggestions are open. Ctrl+Shift+E begins to suggest.")

    def _fill_people(self) -> None:
        chosen = self.person.currentData()
        authors = dict.fromkeys(item.author for item in self._review.open) if self._review else {}
        self.person.clear()
        self.person.addItem(_("Everybody"), EVERYBODY)
        for author in authors:
            self.person.addItem(name_of(self._bench.lists.person(author)), author or 0)
        place = self.person.findData(chosen)
        self.person.setCurrentIndex(max(0, place))
        self.person.setVisible(len(authors) > 1 and self.tabs.currentIndex() == OPEN)

    def _rows(self) -> Iterator[SuggestionRow]:
        review = self._review
        if review is None:
            return
        if self.tabs.currentIndex() == SETTLED:
            for settled in review.settled:
                if not settled.undone:  # it is open again
                    yield self._settled(settled)
            return
        only = self.person.currentData()
        sets = {
            item.number: item
            for item in review.open
            if only in (None, EVERYBODY) or (item.author or 0) == only
        }
        for item in sets.values():
            for name, clashes in item.clashes.items():
                for clash in clashes:
                    yield self._clash(item, name, clash)
            if item.live:
                for name, clashes in review.clashes.items():
                    for clash in clashes:
                        yield self._clash(item, name, clash)
        for where in review.walk.order():
            if where[0] in sets:
                yield self._open(sets[where[0]], where)

    def _signed(self, author: int | None) -> dict[str, Any]:
        person = self._bench.lists.person(author)
        return {
            "initials": initials_of(person),
            "ink": ink_of(self._bench.theme, author),
            "name": name_of(person),
        }

    def _open(self, item: Open, where: Any) -> SuggestionRow:
        number = item.keys[where[1]]
        change = next(change for change in item.changes if change.number == number)
        seam = item.seams.get(number)
        return SuggestionRow(
            **self._signed(item.author),
            kind=change.kind.value,
            field=change.field,
            before="" if change.before == change.after or seam else change.before,
            after=seam.words if seam else change.after,
            does=done_by(seam),
            where=where,
            alike=len(item.group(number)),
            group=item.named.get(number, ""),
        )

    def _clash(self, item: Open, name: str, clash: Clash) -> SuggestionRow:
        return SuggestionRow(
            **self._signed(item.author),
            kind="clash",
            field=name,
            before="",
            after=clash.mine or _("(cut)"),
            verdict=_("both changed this"),
            also=_("The story now says: {words}").format(words=clash.theirs or _("(cut)")),
        )

    def _settled(self, settled: Settled) -> SuggestionRow:
        who = name_of(self._bench.lists.person(settled.who))
        at = settled.at.astimezone().strftime("%H:%M")
        if settled.accepted:
            said = _("accepted by {who}, {time}").format(who=who, time=at)
        else:
            said = _("rejected by {who}, {time}").format(who=who, time=at)
        change = settled.change
        does, around = str(change.get("does", "")), str(change.get("around", ""))
        before, after = str(change.get("before", "")), str(change.get("after", ""))
        return SuggestionRow(
            **self._signed(settled.author),
            kind=str(change.get("kind", "")),
            field=str(change.get("field", "")),
            before="" if around or before == after else before,
            after=around or after,
            does=_(SEAMS[SeamKind(does)]) if does in set(SeamKind) else "",
            verdict=said,
            group=str(change.get("group", "")),
        )

    # Which one is looked at.

    def _looked_at(self, item: QListWidgetItem | None, _before: object) -> None:
        if self._filling or item is None or self._review is None:
            return
        where = item.data(ROW).where
        if where is not None and self.tabs.currentIndex() == OPEN:
            self._review.walk.choose(where)

    def _follow(self) -> None:
        """Select the one that is looked at."""
        if self._review is None or self.tabs.currentIndex() != OPEN:
            return
        where = self._review.walk.current
        for n in range(self.list.count()):
            if where is not None and self.list.item(n).data(ROW).where == where:
                if len(self.list.selectedItems()) <= 1:
                    self._filling = True
                    self.list.setCurrentRow(n)
                    self._filling = False
                self.list.scrollToItem(self.list.item(n))
                return

    def step(self, by: int) -> None:
        """Look at the next or the previous one; the keyboard comes here."""
        self.tabs.setCurrentIndex(OPEN)
        if self._review is not None:
            self.list.clearSelection()
            self._review.walk.step(by)
        self.list.setFocus(Qt.FocusReason.ShortcutFocusReason)

    # Verdicts.

    def chosen(self) -> tuple[Any, ...]:
        """The open suggestions that are selected."""
        found = (item.data(ROW).where for item in self.list.selectedItems())
        return tuple(where for where in found if where is not None)

    def decide(self, *, accept: bool) -> None:
        """Accept or reject what is selected; the next one is looked at."""
        review = self._review
        if review is None or self.tabs.currentIndex() != OPEN:
            return
        chosen = self.chosen()
        if len(chosen) <= 1:
            if chosen:
                review.walk.choose(chosen[0])
            review.walk.decide(accept=accept)
        else:
            self.list.clearSelection()
            review.walk.settle(chosen, accept=accept)

    def _fill_menu(self) -> None:
        """What can be settled at once: like this one, by this person, all."""
        menu, review = self.more.menu(), self._review
        menu.clear()
        if review is None:
            return
        current = review.walk.current
        item = next((i for i in review.open if current and i.number == current[0]), None)
        if item is not None and current is not None and current[1] in item.keys:
            number = item.keys[current[1]]
            group = item.group(number)
            if len(group) > 1:
                places = tuple((item.number, item.key(number)) for number in group)
                name = item.named.get(number)
                said = _("like this ({n} places)").format(n=len(group))
                if name:
                    said = _("all by the rule {name} ({n} places)").format(name=name, n=len(group))
                self._pair(menu, said, places, ())
        for one in review.open:
            if review.walk.waiting(one):
                name = name_of(self._bench.lists.person(one.author))
                self._pair(menu, _("all by {name}").format(name=name), (), (one.number,))
        if len(review.open) > 1:
            everybody = tuple(one.number for one in review.open)
            self._pair(menu, _("all by everybody"), (), everybody)

    def _pair(self, menu: QMenu, what: str, places: Any, whole: tuple[int, ...]) -> None:
        review = self._review
        assert review is not None
        for accept, label in ((True, _("Accept {what}")), (False, _("Reject {what}"))):
            act = partial(review.walk.settle, places, accept=accept, whole=whole)
            menu.addAction(label.format(what=what), act)
        menu.addSeparator()

    @property
    def status(self) -> str:
        """How much is open, in words."""
        count = len(self._review.walk.order()) if self._review else 0
        return ngettext("{n} suggestion open", "{n} suggestions open", count).format(n=count)


def done_by(seam: Seam | None) -> str:
    """What a change without words does, as a part of a line; "" for one with words."""
    if seam is None:
        return ""
    if seam.kind is SeamKind.SHAPES:
        return _("makes it {kind}").format(kind=called(seam.now))
    if seam.now.item and seam.kind is not SeamKind.PICTURES:
        return _("splits an item") if seam.kind is SeamKind.SPLITS else _("joins two items")
    return _(SEAMS[seam.kind])


class _List(QListWidget):
    """Enter and Delete decide; several can be selected."""

    decided = Signal(bool)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("role", "outline")
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setUniformItemSizes(False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Our keys first."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.decided.emit(True)
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.decided.emit(False)
        else:
            super().keyPressEvent(event)
            return
        event.accept()
