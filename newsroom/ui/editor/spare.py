"""One editor that stands ready for the next story in a tab of its own: that of a closed tab, or one
that is made while nobody does anything."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QRect, QTimer
from PySide6.QtWidgets import QWidget

from newsroom.news.article import Article
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
        make: Callable[[OpenStory, QWidget], EditorPane],
        front: Callable[[], EditorPane | None],
    ) -> None:
        """``front`` gives the editor that is being looked at."""
        super().__init__(room)
        self._front = front
        self._bench = bench
        self._room = room
        self._make = make
        self._made = 0
        self.pane: EditorPane | None = None
        self._soon = QTimer(self, singleShot=True, interval=_QUIET_MS)
        self._soon.timeout.connect(self._prepare)
        self._resting = QTimer(self, singleShot=True, interval=0)
        self._resting.timeout.connect(self._rest)

    def pane_for(self, story: OpenStory) -> EditorPane:
        """An editor with that story in it: the one that is ready, else a new one."""
        pane, self.pane = self.pane, None
        self._resting.stop()
        if pane is not None:
            pane.take(story)
            self._soon.start()
            return pane
        self._made += 1
        if self._made > _WITHOUT:
            self._soon.start()
        return self._make(story, self._room)

    def put_by(self, pane: EditorPane) -> None:
        """Its tab is closed: it is kept if none is, and if it can take another story."""
        if self.pane is not None or not pane.can_take or pane.is_long:
            pane.deleteLater()
            return
        self.pane = pane
        self._resting.start()  # who closed the tab looks at the next one first

    def _rest(self) -> None:
        if self.pane is not None:
            self.pane.rest(self._blank())

    def _blank(self) -> OpenStory:
        return OpenStory(Article(), tasks=self._bench.tasks, clock=self._bench.clock)

    def _prepare(self) -> None:
        """Make one, unless something is going on."""
        if self.pane is not None or self._bench.tasks.stopped:
            return
        if self._busy():
            self._soon.start()
            return
        self.pane = self._make(self._blank(), self._room)
        self.pane.leave()
        # The rest in turns of its own: all at once it would keep a key waiting.
        QTimer.singleShot(0, self, self._size)

    def _busy(self) -> bool:
        """Whether something is going on: a save, typing, a large paste on its way in or out."""
        story, pane = self._bench.current, self._front()
        return (
            not self._bench.tasks.idle
            or (story is not None and story.state is State.UNSAVED)
            or (pane is not None and pane.body.held)
        )

    def _size(self) -> None:
        if self.pane is not None and not self.pane.isVisible():
            self.pane.resize(self._room.size())
            QTimer.singleShot(0, self, self._dress)

    def _dress(self) -> None:
        """What the first show of it would wait for."""
        if self.pane is not None and not self.pane.isVisible():
            self.pane.grab(QRect(0, 0, 1, 1))
