"""Taking an act back from the window.

What an import of a whole site did takes a while to take back. That is done as the import was: in
the newsroom opened once more, off the thread that saves what people type, with a way to stop.
"""

from __future__ import annotations

import contextlib
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from newsroom.i18n import _
from newsroom.news.errors import Cancelled, NewsroomError
from newsroom.ui.messages import Answer
from newsroom.values import dataclass

if TYPE_CHECKING:
    from newsroom.desk.arriving import Progress
    from newsroom.desk.desk import Desk
    from newsroom.news.changes import Changes
    from newsroom.ui.messages import Message
    from newsroom.ui.workbench import Workbench

SLOW_MS = 1_000  # before it is said that it goes on
_KEY = "undoing"
_OFTEN = 0.5  # seconds between two words of progress: as quick as somebody reads them


@dataclass(frozen=True, slots=True)
class _Long:
    """An act that takes long, and where it is to be taken back, as whom."""

    step: int
    target: str | Path
    who: int | None


class TakingBack(QObject):
    """Takes one act back at a time."""

    _progressed = Signal(int, int)  # how many stories are done, of how many

    def __init__(self, bench: Workbench) -> None:
        super().__init__(bench)
        self._bench = bench
        self._stop: threading.Event | None = None  # while one is under way
        self._said: Message | None = None
        self._slow = QTimer(self, singleShot=True)
        self._slow.timeout.connect(self._say)
        self._progressed.connect(self._tell)

    def start(self, step: int | None) -> None:
        """Take back this act, or our last one; while another one is under way, that is said."""
        if self._stop is not None:
            self._say()
            return
        self._stop = threading.Event()
        self._slow.start(SLOW_MS)
        self._bench.tasks.change(
            lambda desk: _short(desk, step), then=self._short_done, failed=self._failed
        )

    def stop(self) -> None:
        """Stop what is under way, if it is long: then nothing was taken back."""
        if self._stop is not None:
            self._stop.set()

    def _short_done(self, answer: Changes | _Long) -> None:
        if not isinstance(answer, _Long):
            self._end()
            return
        stop = self._stop
        assert stop is not None
        self._bench.tasks.background(
            lambda: self._long(answer, stop), then=self._done, failed=self._failed, owner=self
        )

    def _long(self, act: _Long, stop: threading.Event) -> Changes | None:
        """On a thread of the pool; None where it was stopped."""
        from newsroom.desk.desk import open_desk

        last = [0.0]

        def told(progress: Progress) -> None:
            now = time.monotonic()
            if now - last[0] >= _OFTEN:
                last[0] = now
                with contextlib.suppress(RuntimeError):  # the window is not there any more
                    self._progressed.emit(progress.done, progress.total)

        try:
            with open_desk(act.target, who=act.who, clock=self._bench.clock) as desk:
                return desk.undo.undo(act.step, told=told, cancel=stop.is_set)
        except Cancelled:
            return None

    # What is said.

    def _say(self) -> None:
        self._said = self._bench.messages.say(
            _("Taking it back…"), Answer(_("Stop"), self.stop), key=_KEY, stays=True
        )

    def _tell(self, done: int, total: int) -> None:
        if self._said is not None and self._stop is not None and not self._stop.is_set():
            words = _("Taking it back… {done} of {total} stories")
            self._said = self._bench.messages.reword(
                self._said, words.format(done=f"{done:,}", total=f"{total:,}")
            )

    def _end(self) -> None:
        self._stop = self._said = None
        self._slow.stop()
        self._bench.messages.take_back(_KEY)

    def _done(self, changes: Changes | None) -> None:
        self._end()
        if changes is None:
            self._bench.messages.say(_("Stopped; nothing was taken back."), key=_KEY)
        else:
            self._bench.tasks.changed.emit(changes)

    def _failed(self, error: NewsroomError) -> None:
        self._end()
        self._bench.tasks.fault.emit(error)


def _short(desk: Desk, step: int | None) -> Changes | _Long:
    """Take the act back if that is soon done."""
    act = desk.undo.long(step)
    if act is None:
        return desk.undo.undo(step)
    return _Long(act.step, desk.siting.target, desk.me.id if desk.me else None)
