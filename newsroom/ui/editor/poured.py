"""What came in turn by turn is one step for whoever takes it back, and goes turn by turn again: as
one step of Qt's, ten megabytes would take it 0.6 s in one go."""

from __future__ import annotations

from collections.abc import Callable
from time import perf_counter
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QTextDocument

if TYPE_CHECKING:
    from newsroom.ui.editor.body import Body
    from newsroom.ui.editor.storyview import StoryView

_SLICE_S: Final = 0.012
"""The longest that one turn takes out: what is left is laid out and painted after it."""


class Poured:
    """The stretches of a document's steps that are one for whoever takes them back. Numbers are
    Qt's (``availableUndoSteps``)."""

    def __init__(self, document: QTextDocument) -> None:
        self._document = document
        self._stretches: list[tuple[int, int]] = []

    def add(self, start: int) -> None:
        """All steps since ``start`` are one."""
        end = self._document.availableUndoSteps()
        if end > start:
            if not self._stretches:  # before, no key has to pass here
                self._document.undoCommandAdded.connect(self._added)
            self._stretches.append((start, end))

    def back(self) -> int | None:
        """Where a step back leads that ends a stretch; None for a step of Qt's."""
        at = self._document.availableUndoSteps()
        return next((start for start, end in self._stretches if end == at), None)

    def step_back(self, undo: Callable[[], object]) -> None:
        """One step back, with ``undo`` for each of Qt's."""
        undo()
        document = self._document
        for start, end in self._stretches:
            if start < document.availableUndoSteps() < end:
                while document.availableUndoSteps() > start and document.isUndoAvailable():
                    undo()
                return

    def step_forth(self, redo: Callable[[], object]) -> None:
        """One step forth, with ``redo`` for each of Qt's."""
        redo()
        document = self._document
        for start, end in self._stretches:
            if start < document.availableUndoSteps() < end:
                while document.availableUndoSteps() < end and document.isRedoAvailable():
                    redo()
                return

    def _added(self) -> None:
        """Somebody did something: what could have been done again is no step any more."""
        at = self._document.availableUndoSteps()
        self._stretches = [one for one in self._stretches if one[1] < at]
        if not self._stretches:
            self._document.undoCommandAdded.disconnect(self._added)


class Unpouring(QObject):
    """Takes a stretch back, turn by turn. Nothing can be typed until all is gone."""

    def __init__(self, view: StoryView, start: int, body: Body, gone: Callable[[], object]) -> None:
        """``start`` is where the stretch begins; ``gone`` is called when it is taken back."""
        super().__init__(view)
        self._view = view
        self._start = start
        self._body = body
        self._gone = gone
        self._ended = False

    def start(self) -> None:
        """Begin."""
        self._body.hold(self.end)
        self._view.setReadOnly(True)
        self._go_on()

    def end(self) -> None:
        """Take all that is left of it back, now."""
        if self._ended:
            return
        self._ended = True
        self._take_back(until=None)
        self._view.setReadOnly(False)
        self._view.ensureCursorVisible()
        self._gone()
        self._body.let_go()
        self.deleteLater()

    def _go_on(self) -> None:
        if self._ended:
            return
        if self._take_back(until=perf_counter() + _SLICE_S):
            self.end()
        else:
            QTimer.singleShot(0, self, self._go_on)

    def _take_back(self, *, until: float | None) -> bool:
        """Take steps back until that moment, or all of them; whether none is left."""
        document, cursor = self._view.document(), self._view.textCursor()
        while document.availableUndoSteps() > self._start and document.isUndoAvailable():
            document.undo(cursor)
            if until is not None and perf_counter() > until:
                break
        self._view.setTextCursor(cursor)
        return document.availableUndoSteps() <= self._start or not document.isUndoAvailable()
