"""One editor that stands ready for the next story in a tab of its own: that of a closed tab, or one
that is made while nobody does anything."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QRect, QTimer
from PySide6.QtWidgets import QWidget

from newsroom.news.article import Article
from newsroom.ui.nextturn import NextTurn
from newsroom.ui.story import OpenStory, State

if TYPE_CHECKING:
    from newsroom.ui.editor.pane import EditorPane
    from newsroom.ui.workbench import Workbench

_QUIET_MS: Final = 2_000  # after an editor had to be made: whoever opened the story reads it now
_WITHOUT: Final = 1
"""Editors that a window has without a spare one: with one story that nobody leaves none is needed,
and each takes a mebibyte."""


class Spare(QObject):
    """Hands out editors inside ``room``, ready ones first."""

    def __init__(
        self,
        bench: Workbench,
        room: QWidget,
        make: Callable[[OpenStory, QWidget], Iterator[EditorPane]],
        front: Callable[[], EditorPane | None],
    ) -> None:
        """``make`` makes an editor a part at a time; ``front`` gives the one that is being looked
        at."""
        super().__init__(room)
        self._front = front
        self._bench = bench
        self._room = room
        self._make = make
        self._made = 0
        self.pane: EditorPane | None = None
        self._soon = QTimer(self, singleShot=True, interval=_QUIET_MS)
        self._soon.timeout.connect(self._prepare)
        self._steps: Iterator[bool] = iter(())  # of the one that is being made
        self._turn = QTimer(self, singleShot=True, interval=0)
        self._turn.timeout.connect(self._go_on)
        self._resting = NextTurn(self, self._rest)

    def pane_for(self, story: OpenStory) -> EditorPane:
        """An editor with that story in it: the one that is ready or being made, else a new one."""
        self._resting.stop()
        self._turn.stop()
        while self.pane is None and next(self._steps, False):
            pass
        self._steps = iter(())
        self._bench.room.set()
        pane, self.pane = self.pane, None
        if pane is not None:
            pane.take(story)
            self._soon.start()
            return pane
        self._made += 1
        if self._made > _WITHOUT:
            self._soon.start()
        *_parts, pane = self._make(story, self._room)
        return pane

    def soon_wanted(self) -> None:
        """A story is read that will want an editor: begin to make it, if none is ready."""
        if self.pane is None and not self._turn.isActive():
            self._begin()

    def put_by(self, pane: EditorPane) -> None:
        """Its tab is closed: it is kept if none is, and if it can take another story."""
        if self.pane is not None or not pane.can_take or pane.is_long:
            pane.deleteLater()
            return
        self.pane = pane
        self._resting.ask()  # who closed the tab looks at the next one first

    def _rest(self) -> None:
        if self.pane is not None:
            self.pane.rest(self._blank())

    def _blank(self) -> OpenStory:
        return OpenStory(Article(), tasks=self._bench.tasks, clock=self._bench.clock)

    def _prepare(self) -> None:
        """Make one, unless something is going on."""
        if self.pane is not None or self._turn.isActive() or self._bench.tasks.stopped:
            return
        if self._busy():
            self._soon.start()
            return
        self._begin()

    def _begin(self) -> None:
        self._steps = self._in_parts()
        self._bench.room.clear()
        self._turn.start()

    def _go_on(self) -> None:
        """Each part in a turn of its own: all at once would keep a key waiting."""
        if not self._bench.tasks.stopped and next(self._steps, False):
            self._turn.start()
        else:
            self._bench.room.set()

    def _in_parts(self) -> Iterator[bool]:
        parts = self._make(self._blank(), self._room)
        pane = next(parts)
        yield True
        for _part in parts:
            yield True
        pane.leave()
        self.pane = pane
        # What the first show of it would wait for.
        yield True
        pane.resize(self._room.size())
        yield True
        pane.grab(QRect(0, 0, 1, 1))

    def _busy(self) -> bool:
        """Whether something is going on: a save, typing, a large paste on its way in or out."""
        story, pane = self._bench.current, self._front()
        return (
            not self._bench.tasks.idle
            or (story is not None and story.state is State.UNSAVED)
            or (pane is not None and pane.body.held)
        )
