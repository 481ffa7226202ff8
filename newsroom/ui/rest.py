"""Gives memory back some seconds after a stretch of work."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from newsroom.ui import heap

if TYPE_CHECKING:
    from newsroom.desk.desk import Desk
    from newsroom.ui.tasks import Tasks

REST_MS = 6_000  # after the first of a stretch of work, so that long work is not slowed often


class Rest(QObject):
    """After the start and after each stretch of work, once nothing is under way."""

    def __init__(self, tasks: Tasks, parent: QObject) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._resting = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(REST_MS)
        self._timer.timeout.connect(self._rest)
        tasks.quiet.connect(self._quiet)
        self._timer.start()  # what the start itself took

    def _quiet(self) -> None:
        if self._resting:
            self._resting = False  # that was the rest itself
        elif not self._timer.isActive():  # what looks in every few seconds does not put it off
            self._timer.start()

    def _rest(self) -> None:
        if self._tasks.stopped:
            return
        if not self._tasks.idle:
            self._timer.start()
            return
        self._resting = True
        self._tasks.run(give_back, failed=lambda _error: None)


def give_back(desk: Desk) -> None:
    """On the desk thread: what the store holds to be quick, then what the C library holds free."""
    desk.rest()
    heap.give_back()
