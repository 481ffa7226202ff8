"""Python's garbage collector, kept on the GUI thread.

By itself it runs on whichever thread allocates next, and a QObject that it frees there (a story
that was closed, with its timers) dies on the wrong thread, which Qt does not allow.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

LOOK_MS = 1_000
QUIET_MS = 4_000  # where nothing was made since the last look: each wakes a processor that sleeps
FEW = 200  # objects: about nothing
YOUNG = 2_000  # objects since the last look, before the young ones are gone through
OLD_ROUNDS = 20  # rounds of the young before everything is gone through, once the window rests
HOLD_MS = 5_000
"""How long a start has for what it makes: 50,000 objects, of which 600 are garbage. Going through
them takes 25 ms; they are left out of every later round instead."""

MUCH = 150_000
"""Objects beyond those of a start: with fewer left out, a full round goes through them, too, in
some 13 ms. Most of them are of texts and stand in no circle; what was garbage among them goes then,
also where the window holds more than at its start for the rest of the day."""

HEAVY = 30_000
"""Objects since the last look that are left out without a round: one through them takes 3 ms, and
ten times as long with another program beside us, which has the processor's cache."""
HEAVY_OLD = 150_000
"""Objects that the rounds of the young passed on, which take 13 ms. While a paste comes in they are
400,000 in twenty rounds, and took 55 ms."""

START = 60_000
"""Objects of a start where they can't be told apart from those of a text that came so early."""

RARELY = 16
"""Times as many rounds as ``OLD_ROUNDS`` that what was left out is let be at most, once it was
counted and found to be many."""


class Collector(QObject):
    """Collects a little every now and then, on the thread that it lives on."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        gc.disable()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._tick)
        self._rounds = self._windows = 0
        self._holding = False
        self._first = 0  # objects that a start left out
        self._made = 0  # objects since the last round, as they were at the last look
        self._left = False  # something was left out since
        self._old = 0  # objects that were young since the last full round
        self._pause = self._paused = 0  # full rounds between two counts of what was left out
        self._due = False  # a full round is, once nothing is made for a while
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
        rests = abs(made - before) < FEW
        wait = QUIET_MS if rests else LOOK_MS
        if wait != self._timer.interval():
            self._timer.start(wait)
        if made > HEAVY:
            self._leave_out()
        elif self._due and rests:
            self._go_through_all()
        elif made >= YOUNG:
            self._go_through(made)

    def _go_through(self, made: int) -> None:
        """The young objects. Those that they pass on wait until nothing is made any more: in the
        middle of a paste of ten megabytes it took 0.35 s, where memory is slow."""
        self._rounds += 1
        self._old += made
        if self._rounds >= OLD_ROUNDS and self._old > HEAVY_OLD:
            self._leave_out()
            return
        gc.collect(1)
        self._made = 0
        self._due = self._rounds >= OLD_ROUNDS

    def _go_through_all(self) -> None:
        """Everything; of what was left out, what is left of it where that is little by now."""
        self._due = False
        self._rounds = self._old = 0
        if self._left and self._are_few():
            self._left = False  # what is left of it may be garbage now
            gc.unfreeze()
            gc.collect()
            gc.freeze()
        else:
            gc.collect()

    def _are_few(self) -> bool:
        """Whether few are left of what was left out; to count them is to walk along them, so it is
        done the more rarely the more often they were many."""
        self._paused += 1
        if self._paused <= self._pause:
            return False
        self._paused = 0
        few = gc.get_freeze_count() < self._first + MUCH
        self._pause = 0 if few else min(RARELY, max(1, 2 * self._pause))
        return few

    def _leave_out(self) -> None:
        """Very much came, which is text: it is left out of the rounds from now on."""
        gc.freeze()
        self._left = True
        self._due = False
        self._rounds = self._old = self._pause = self._made = 0

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
            self._left = gc.get_count()[0] > MUCH  # a text came in already
            gc.freeze()
            self._first = START if self._left else gc.get_freeze_count()
            self._timer.start(LOOK_MS)
        else:
            self.look()
