"""Python's garbage collector, kept on the GUI thread.

By itself it runs on whichever thread allocates next, and a QObject that it frees there (a story
that was closed, with its timers) dies on the wrong thread, which Qt does not allow.
"""

from __future__ import annotations

import gc
import sys

from PySide6.QtCore import QObject, QTimer

LOOK_MS = 1_000
QUIET_MS = 4_000  # where nothing was made since the last look: each wakes a processor that sleeps
FEW = 200  # objects: about nothing
YOUNG = 2_000  # objects since the last look, before the young ones are gone through
OLD_ROUNDS = 20  # rounds of the young before everything is gone through
HOLD_MS = 5_000
"""How long a start has for what it makes: 50,000 objects, of which 600 are garbage. Going through
them takes 25 ms; they are left out of every later round instead."""

MUCH = 150_000
"""Pieces of memory, some 100,000 objects: to go through those takes 10 ms. A paste of ten megabytes
makes three million, none of which is ever garbage for the collector: they hold no circles."""

HEAVY = 20_000
"""Objects since the last look: a quarter of a second of a paste. To go through them takes 3 ms, and
ten times that with another program beside us, which has the processor's cache."""


class Collector(QObject):
    """Collects a little every now and then, on the thread that it lives on."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        gc.disable()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._tick)
        self._rounds = self._windows = 0
        self._holding = False
        self._start = self._most = sys.getallocatedblocks()  # after the start, and lately
        self._made = 0  # objects since the last round, as they were at the last look
        self._left = False  # something was left out since
        self.hold()

    def hold(self) -> None:
        """A window is being made: what is made until ``HOLD_MS`` from now stays as long as it."""
        self._windows += 1
        self._holding = True
        self._timer.start(HOLD_MS)

    def look(self) -> None:
        """Collect the young objects if there are many, and everything now and then."""
        made, before = gc.get_count()[0], self._made
        self._made = made
        # Python goes through all its memory to count the pieces of it.
        if made >= YOUNG or (self._left and made != before):
            self._leave_out(made)
        wait = QUIET_MS if abs(made - before) < FEW else LOOK_MS
        if wait != self._timer.interval():
            self._timer.start(wait)
        if gc.get_count()[0] < YOUNG:
            return
        self._rounds += 1
        if self._rounds % OLD_ROUNDS:
            gc.collect(1)
        elif self._left and self._most < self._start + MUCH:
            # What came by the thousand went again: what was left out with it may be garbage now.
            self._left = False
            gc.unfreeze()
            gc.collect()
            gc.freeze()
        else:
            gc.collect()

    def _leave_out(self, made: int) -> None:
        """Where very much came, which is text, leave it out of the rounds from now on."""
        if made > HEAVY:  # it still comes: to count it all each second takes as long as a round
            gc.freeze()
            self._left = True
            self._most += made
            return
        now = sys.getallocatedblocks()
        if now > self._most + MUCH:
            gc.freeze()
            self._left = True
        elif now > self._most - MUCH:
            return
        self._most = now

    def finish(self) -> None:
        """Collect everything there is, for the last time."""
        self._timer.stop()
        gc.unfreeze()
        gc.collect()

    def _tick(self) -> None:
        if self._holding:
            self._holding = False
            if self._windows > 1:  # the one before has left
                gc.unfreeze()
                gc.collect()
            gc.freeze()
            self._start = self._most = sys.getallocatedblocks()
            self._timer.start(LOOK_MS)
        else:
            self.look()
