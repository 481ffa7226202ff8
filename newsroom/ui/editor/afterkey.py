"""What follows from a key once its letter is painted: one timer of a view, for all that wait."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QTextEdit

_AFTER_MS: Final = 4  # by then a letter is painted: what follows from it may take its time


class AfterKey(QTimer):
    """Runs out a little after the caret moved, by a key or otherwise, or after it was started."""

    def __init__(self, view: QTextEdit) -> None:
        super().__init__(view, singleShot=True, interval=_AFTER_MS)
        self.then: list[Callable[[], object]] = []
        """What is done, in this order."""
        self.timeout.connect(self._run)
        # Straight to the timer, without a call into Python for each key.
        view.cursorPositionChanged.connect(self.start)

    def settle(self) -> None:
        """Do what waits now, for somebody who asks what follows from it."""
        if self.isActive():
            self.stop()
            self._run()

    def _run(self) -> None:
        for follow in tuple(self.then):  # which may take itself out
            follow()
