"""The open stories as tabs over their editors; a tab of the last session sleeps until asked."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cached_property
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QStackedWidget, QTabBar, QVBoxLayout, QWidget

from newsroom.i18n import _
from newsroom.ui.layout import TabMark
from newsroom.ui.story import OpenStory, State
from newsroom.values import dataclass

if TYPE_CHECKING:
    from newsroom.ui.editor.pane import EditorPane
    from newsroom.ui.editor.spare import Spare
    from newsroom.ui.workbench import Workbench

LONGEST_TITLE = 40  # characters on a tab; the whole headline stands in its tooltip

STATE_WORDS = {
    State.SAVED: "",
    State.UNSAVED: "•",
    State.KEPT: "•",
    State.SAVING: "•",
    State.WAITING: "•",
    State.CONFLICT: "!",
    State.FAULT: "!",
}
"""The mark before a tab's title."""


@dataclass(slots=True, eq=False)
class _Tab:
    """A tab: asleep (only a mark from the last session) or awake (a story, maybe its editor)."""

    mark: TabMark
    story: OpenStory | None = None
    pane: EditorPane | None = None
    named: str = ""  # the title that its hint and its button tell


MakePane = Callable[["OpenStory", QWidget], Iterator["EditorPane"]]
"""Makes the editor of a story inside the widget that it will stay in, a part at a time."""


class StoryTabs(QWidget):
    """Tabs of the open stories. The workbench says what is open; this shows it."""

    pane_changed = Signal(object)  # EditorPane | None: another editor, or story in it, is in front

    def __init__(
        self, workbench: Workbench, make_pane: MakePane, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("stories")
        self._workbench = workbench
        self._make_pane = make_pane
        self._tabs: list[_Tab] = []
        self._quiet = False
        self.bar = QTabBar(self)
        self.bar.setObjectName("storyTabs")
        self.bar.setAccessibleName(_("Open stories"))
        self.bar.setDocumentMode(True)
        self.bar.setDrawBase(False)
        self.bar.setExpanding(False)
        self.bar.setMovable(True)
        self.bar.setTabsClosable(True)
        self.bar.setElideMode(Qt.TextElideMode.ElideRight)
        self.bar.setUsesScrollButtons(True)
        self._stack = QStackedWidget(self)
        self._empty = QLabel(self)
        self._empty.setObjectName("emptyState")
        self._empty.setProperty("role", "caption")
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._stack.addWidget(self._empty)
        self._show_empty()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.bar)
        column.addWidget(self._stack, 1)
        self.bar.hide()
        self.bar.currentChanged.connect(self._turned)
        self.bar.tabCloseRequested.connect(self._close)
        self.bar.tabMoved.connect(lambda to, fro: self._tabs.insert(to, self._tabs.pop(fro)))
        self.bar.tabBarDoubleClicked.connect(self._double_clicked)
        workbench.opening.connect(self._opening)
        workbench.story_opened.connect(self._story_opened)
        workbench.story_closed.connect(self._story_closed)
        workbench.story_missed.connect(self.forget)
        workbench.current_changed.connect(self._current_changed)
        workbench.parked.changed.connect(self._parked)

    @property
    def pane(self) -> EditorPane | None:
        """The editor in front."""
        place = self.bar.currentIndex()
        return self._tabs[place].pane if 0 <= place < len(self._tabs) else None

    def step(self, by: int) -> None:
        """Go ``by`` tabs to the right, round the end."""
        if count := self.bar.count():
            self.bar.setCurrentIndex((self.bar.currentIndex() + by) % count)

    def close_current(self) -> None:
        """Close the tab in front."""
        if self.bar.currentIndex() >= 0:
            self._close(self.bar.currentIndex())

    # The session.

    def marks(self) -> tuple[TabMark, ...]:
        """The tabs as they can be kept, from the left."""
        return tuple(self._mark(tab) for tab in self._tabs if self._worth_keeping(tab))

    def front(self) -> int:
        """Which of ``marks`` is in front; -1 if none."""
        kept = [tab for tab in self._tabs if self._worth_keeping(tab)]
        place = self.bar.currentIndex()
        front = self._tabs[place] if 0 <= place < len(self._tabs) else None
        return kept.index(front) if front in kept else len(kept) - 1

    def restore(self, marks: tuple[TabMark, ...], front: int) -> None:
        """Lay out the tabs of the last session; the one in front is opened."""
        self._quiet = True
        for mark in marks:
            self._add(_Tab(mark))
        self._quiet = False
        if self._tabs:
            self._empty.clear()  # the story in front is on its way
            self.bar.setCurrentIndex(front if 0 <= front < len(self._tabs) else 0)
            self._turned(self.bar.currentIndex())

    def forget(self, article: int) -> None:
        """Its story is gone: a tab that still sleeps goes too."""
        for place, tab in reversed(list(enumerate(self._tabs))):
            if tab.story is None and tab.mark.article == article:
                self._remove(place)

    @staticmethod
    def _worth_keeping(tab: _Tab) -> bool:
        story = tab.story
        return story is None or bool(story.id) or story.state is not State.SAVED

    @staticmethod
    def _mark(tab: _Tab) -> TabMark:
        if tab.story is None:
            return tab.mark
        caret: Any = tab.pane.caret_state() if tab.pane is not None else tab.mark.caret
        return TabMark(article=tab.story.id, key=tab.story.key, title=tab.story.title, caret=caret)

    # What the workbench says.

    def _opening(self, new_tab: bool) -> None:
        """While a story is read its editor is made, if none is there that can take it."""
        passing = None if new_tab else self._workbench.passing
        panes = {tab.story: tab.pane for tab in self._tabs if tab.pane is not None}
        free = panes.get(passing)
        if panes and (free is None or not free.can_take):
            self._spare.soon_wanted()

    def _story_opened(self, story: OpenStory) -> None:
        tab = self._asleep(story)
        if tab is None:
            tab = _Tab(TabMark(article=story.id, key=story.key))
            tab.story = story
            self._quiet = True
            self._add(tab)
            self._quiet = False
        tab.story = story
        # Slots of this widget, so that the ties end with it: a story may outlive its window.
        story.state_changed.connect(self._state_changed)
        story.field_changed.connect(self._field_changed)
        self._label(tab)

    def _state_changed(self) -> None:
        self._label_of(self.sender())

    def _field_changed(self, name: str) -> None:
        if name in ("headline", "slug"):
            self._label_of(self.sender())

    def _parked(self) -> None:
        """What is typed and not saved may belong to a story that nobody looked at yet."""
        for tab in self._tabs:
            if tab.story is None:
                self._label(tab)
        place = self.bar.currentIndex()
        front = self._tabs[place] if 0 <= place < len(self._tabs) else None
        if front is not None and front.story is None and not front.mark.article:
            self._wake(front)  # it was not there yet when the tab was laid out

    def _label_of(self, story: object) -> None:
        for tab in self._tabs:
            if tab.story is story:
                self._label(tab)

    def _asleep(self, story: OpenStory) -> _Tab | None:
        for tab in self._tabs:
            same = tab.mark.article == story.id if story.id else tab.mark.key == story.key
            if tab.story is None and same:
                return tab
        return None

    def _story_closed(self, story: OpenStory) -> None:
        for place, tab in enumerate(self._tabs):
            if tab.story is story:
                self._remove(place)
                return

    def _current_changed(self, story: OpenStory | None) -> None:
        for place, tab in enumerate(self._tabs):
            if story is not None and tab.story is story:
                if self.bar.currentIndex() != place:
                    self.bar.setCurrentIndex(place)
                else:
                    self._show(tab)
                return
        if story is None and not self._tabs:
            self._show_empty()
            self.pane_changed.emit(None)

    # What the person does.

    def _turned(self, place: int) -> None:
        if self._quiet or not 0 <= place < len(self._tabs):
            return
        tab = self._tabs[place]
        if tab.story is None:
            self._wake(tab)
        else:
            self._show(tab)
            self._workbench.bring_forward(tab.story)

    def _wake(self, tab: _Tab) -> None:
        if tab.mark.article:
            self._workbench.open(tab.mark.article, new_tab=True)
        else:
            self._workbench.open_draft(tab.mark.key)

    def _close(self, place: int) -> None:
        tab = self._tabs[place]
        if tab.story is not None:
            self._workbench.close(tab.story)
        else:
            self._remove(place)

    def _double_clicked(self, place: int) -> None:
        if 0 <= place < len(self._tabs) and (story := self._tabs[place].story) is not None:
            self._workbench.stay(story)

    # Tabs and pages.

    def _add(self, tab: _Tab) -> None:
        self._tabs.append(tab)
        self.bar.addTab(self._text(tab))
        self.bar.show()

    def _remove(self, place: int) -> None:
        tab = self._tabs[place]
        in_front = place == self.bar.currentIndex()
        self._quiet = True
        del self._tabs[place]
        self.bar.removeTab(place)
        self._quiet = False
        if tab.pane is not None:
            self._stack.removeWidget(tab.pane)
            self._spare.put_by(tab.pane)
        if not self._tabs:
            self.bar.hide()
            self._show_empty()
            self.pane_changed.emit(None)
        elif in_front:
            self._turned(self.bar.currentIndex())

    def _show_empty(self) -> None:
        self._empty.setText(_("No story is open.\nPick one in the list, or begin one with Ctrl+N."))
        self._stack.setCurrentWidget(self._empty)

    def _show(self, tab: _Tab) -> None:
        assert tab.story is not None
        fresh = tab.pane is None
        if tab.pane is None:
            tab.pane = self._pane_for(tab.story)
            if self._stack.indexOf(tab.pane) < 0:
                self._stack.addWidget(tab.pane)
            if tab.mark.caret is not None:
                tab.pane.restore_caret(tab.mark.caret)
        if fresh or self._stack.currentWidget() is not tab.pane:
            self._stack.setCurrentWidget(tab.pane)
            self.pane_changed.emit(tab.pane)

    def _pane_for(self, story: OpenStory) -> EditorPane:
        """That of the story that gives way, if it can take another; else one of its own."""
        leaving = self._workbench.leaving
        for tab in self._tabs:
            if leaving is not None and tab.story is leaving and tab.pane is not None:
                pane = tab.pane
                if pane.can_take:
                    tab.pane = None
                    pane.take(story)
                    return pane
        return self._spare.pane_for(story)

    @cached_property
    def _spare(self) -> Spare:
        from newsroom.ui.editor.spare import Spare

        return Spare(self._workbench, self._stack, self._make_pane, lambda: self.pane)

    def _text(self, tab: _Tab) -> str:
        mark, title = "", tab.mark.title
        if tab.story is not None:
            mark, title = STATE_WORDS[tab.story.state], tab.story.title
        elif self._workbench.parked.holds(tab.mark.article, tab.mark.key):
            mark = STATE_WORDS[State.KEPT]
        return f"{mark} {_short(title)}" if mark else _short(title)

    def _label(self, tab: _Tab) -> None:
        story = tab.story
        if tab not in self._tabs:
            return
        place, text = self._tabs.index(tab), self._text(tab)
        if text != self.bar.tabText(place):  # to set it lays all tabs out and paints them
            self.bar.setTabText(place, text)
        if story is None:
            return
        if tab.named != story.title:  # a save comes by here three times
            tab.named = story.title
            for side in (QTabBar.ButtonPosition.LeftSide, QTabBar.ButtonPosition.RightSide):
                close = self.bar.tabButton(place, side)
                if close is not None:
                    close.setAccessibleName(_("Close {title}").format(title=story.title))
            self.bar.setTabToolTip(place, story.title)
        passing = self._workbench.passing is story
        colour = self._workbench.theme.token("muted" if passing else "text")
        if colour != self.bar.tabTextColor(place):
            self.bar.setTabTextColor(place, colour)


def _short(title: str) -> str:
    # An ampersand would be taken for a mnemonic.
    title = title if len(title) <= LONGEST_TITLE else f"{title[: LONGEST_TITLE - 1].rstrip()}…"
    return title.replace("&", "&&")
