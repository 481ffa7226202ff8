"""A timer for what waits until nobody types: to be told of a key costs next to nothing."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic

from PySide6.QtCore import QObject, QTimer


class Pause(QTimer):
    """Calls ``then`` once nothing was touched for ``after`` milliseconds.

    A timer that is begun anew at every key is taken out of the event loop and put in again each
    time. This one runs out, sees that somebody typed meanwhile, and waits for what is left.
    """

    def __init__(
        self, parent: QObject, after: int, then: Callable[[], object], *, at_most: int = 0
    ) -> None:
        """With ``at_most`` it does not wait longer than so many milliseconds after the first touch,
        however much is typed."""
        super().__init__(parent)
        self.setSingleShot(True)
        self._after = after / 1000
        self._most = at_most / 1000
        self._then = then
        self._first = self._last = 0.0
        self._waiting = False
        self.timeout.connect(self._ran_out)

    @property
    def waiting(self) -> bool:
        """Whether something was touched that ``then`` does not know of yet."""
        return self._waiting

    @property
    def quiet(self) -> float:
        """For how many milliseconds nothing was touched."""
        return (monotonic() - self._last) * 1000

    def set_after(self, after: int) -> None:
        """From now on wait so many milliseconds."""
        self._after = after / 1000

    def touch(self) -> None:
        """Something happened: wait from now on."""
        self._last = monotonic()
        if not self._waiting:
            self._waiting = True
            self._first = self._last
            self.start(round(self._after * 1000))

    def soon(self) -> None:
        """Call ``then`` as soon as the event loop has its turn."""
        self._waiting = True
        self._first = self._last = monotonic() - self._after
        self.start(0)

    def drop(self) -> None:
        """What waits is not wanted any more."""
        self._waiting = False
        self.stop()

    def _ran_out(self) -> None:
        now = monotonic()
        due = self._last + self._after
        if self._most:
            due = min(due, self._first + self._most)
        left = due - now
        if left > 0:
            self.start(int(left * 1000) + 1)
            return
        self._waiting = False
        self._then()
