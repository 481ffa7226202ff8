"""Gives memory back when nobody has done anything for some seconds."""

from __future__ import annotations

import ctypes
import sys
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

if TYPE_CHECKING:
    from newsroom.desk.desk import Desk
    from newsroom.ui.tasks import Tasks

REST_MS = 4_000


class Rest(QObject):
    """After each stretch of work, once it has been quiet for long enough."""

    def __init__(self, tasks: Tasks, parent: QObject) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._resting = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(REST_MS)
        self._timer.timeout.connect(self._rest)
        tasks.quiet.connect(self._quiet)

    def _quiet(self) -> None:
        if self._resting:
            self._resting = False  # that was the rest itself
        else:
            self._timer.start()

    def _rest(self) -> None:
        if self._tasks.idle and not self._tasks.stopped:
            self._resting = True
            self._tasks.run(give_back, failed=lambda _error: None)


def give_back(desk: Desk) -> None:
    """On the desk thread: what the store holds to be quick, then what the C library holds free."""
    desk.rest()
    if sys.platform.startswith("linux"):
        trim = getattr(ctypes.CDLL(None), "malloc_trim", None)  # glibc alone has it
        if trim is not None:
            trim(0)
