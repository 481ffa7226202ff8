"""The caret blinks for a while after it came somewhere, and then stands still.

Each blink draws a piece of the window anew, twice a second for as long as the window lies open; and
what moves for more than five seconds keeps the eye from all else (WCAG 2.2, 2.2.2).
"""

from __future__ import annotations

import contextlib

from PySide6.QtCore import QObject, QTimer, SignalInstance
from PySide6.QtWidgets import QApplication, QWidget

BLINK_MS = 5_000


class Blinking(QObject):
    """Stops the caret of the application, and lets it blink again as soon as it is moved."""

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._app = app
        self._time = app.cursorFlashTime()  # milliseconds, as the system has it
        self._moves: SignalInstance | None = None  # of the text that has the caret, while it stands
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(BLINK_MS)
        self._timer.timeout.connect(self._stand_still)
        app.focusChanged.connect(self._focus_changed)
        self._timer.start()

    def finish(self) -> None:
        """Leave the application as it was."""
        self._app.focusChanged.disconnect(self._focus_changed)
        self._blink()
        self._timer.stop()

    def _focus_changed(self, _before: QWidget | None, now: QWidget | None) -> None:
        if now is not None:
            self._blink()

    def _blink(self) -> None:
        moves, self._moves = self._moves, None
        if moves is not None:
            with contextlib.suppress(RuntimeError):  # the text is gone
                moves.disconnect(self._blink)
        if self._app.cursorFlashTime() != self._time:
            self._app.setCursorFlashTime(self._time)
        self._timer.start()

    def _stand_still(self) -> None:
        self._app.setCursorFlashTime(0)
        # While it blinks no key has to be told of: the caret is shown at each of them anyhow.
        moves = getattr(self._app.focusWidget(), "cursorPositionChanged", None)
        if moves is not None:
            moves.connect(self._blink)
            self._moves = moves
