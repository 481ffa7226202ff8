"""Python's garbage collector, kept on the GUI thread.

By itself it runs on whichever thread allocates next, and a QObject that it frees there (a story
that was closed, with its timers) dies on the wrong thread, which Qt does not allow.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

LOOK_MS = 500
YOUNG = 2_000  # objects since the last look, before the young ones are gone through
OLD_ROUNDS = 20  # rounds of the young before everything is gone through


class Collector(QObject):
    """Collects a little every now and then, on the thread that it lives on."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        gc.disable()
        gc.freeze()  # what the start made stays for good
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()
        self._rounds = 0

    def look(self) -> None:
        """Collect the young objects if there are many, and everything now and then."""
        if gc.get_count()[0] < YOUNG:
            return
        self._rounds += 1
        gc.collect(2 if self._rounds % OLD_ROUNDS == 0 else 1)
