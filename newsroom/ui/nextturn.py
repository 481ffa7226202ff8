"""What is done in a turn of the event loop of its own, so that a key may come before it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer


class NextTurn(QTimer):
    """Calls ``then`` once in the next turn, however often it was asked.

    A turn handles keys, then what was posted (an answer of another thread), then timers: one
    without an interval, begun by an answer, runs out in the turn of that answer. So it runs out
    once more than there are turns to wait.
    """

    def __init__(self, parent: QObject, then: Callable[[], object], *, turns: int = 1) -> None:
        """``turns`` later than it was asked: parts that are told of one thing do not all take the
        same."""
        super().__init__(parent)
        self.setSingleShot(True)
        self.setInterval(0)
        self._then = then
        self._turns = turns
        self._left = 0
        self.timeout.connect(self._ran_out)

    def ask(self) -> None:
        """Have it called; nothing new where it is going to be."""
        if not self.isActive():
            self._left = self._turns
            self.start()

    def _ran_out(self) -> None:
        if self._left:
            self._left -= 1
            self.start()
            return
        self._then()
