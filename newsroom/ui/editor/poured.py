"""What came in turn by turn is one step for whoever takes it back, and goes turn by turn again: as
one step of Qt's, ten megabytes would take it 0.6 s in one go."""

from __future__ import annotations

from collections.abc import Callable
from time import perf_counter
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QTextCursor, QTextDocument

from newsroom.ui.editor.slices import in_slices

if TYPE_CHECKING:
    from newsroom.ui.editor.body import Body
    from newsroom.ui.editor.storyview import StoryView

_SLICE_S: Final = 0.012
"""The longest that one turn takes out or puts in: what stands is laid out and painted after it."""


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

    def forth(self) -> int | None:
        """Where a step forth leads that begins a stretch; None for a step of Qt's."""
        at = self._document.availableUndoSteps()
        return next((end for start, end in self._stretches if start == at), None)

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


class Turning(QObject):
    """Steps of one stretch, turn by turn. Nothing can be typed until all are done."""

    def __init__(self, view: StoryView, place: int, body: Body, over: Callable[[], object]) -> None:
        """``place`` is where they lead; ``over`` is called once they did."""
        super().__init__(view)
        self._view = view
        self._place = place
        self._body = body
        self._over = over
        self._ended = False

    def start(self) -> None:
        """Begin."""
        self._body.hold(self.end)
        self._view.setReadOnly(True)
        self._go_on()

    def end(self) -> None:
        """Do all that is left, now."""
        if self._ended:
            return
        self._ended = True
        self._steps(until=None)
        self._view.setReadOnly(False)
        self._view.ensureCursorVisible()
        self._over()
        self._body.let_go()
        self.deleteLater()

    def _left(self) -> bool:
        """Whether there is one more step."""
        raise NotImplementedError

    def _step(self, cursor: QTextCursor) -> None:
        """Do it; the cursor goes where it was."""
        raise NotImplementedError

    def _read(self, before: int) -> None:
        """Take note of what a turn did that began at that block."""

    def _finish(self) -> None:
        """All of it is done; call ``end`` once nothing is left to do."""
        self.end()

    def _go_on(self) -> None:
        if self._ended:
            return
        before = self._view.textCursor().blockNumber()
        self._steps(until=perf_counter() + _SLICE_S)
        self._read(before)
        if self._left():
            QTimer.singleShot(0, self, self._go_on)
        else:
            self._finish()

    def _steps(self, *, until: float | None) -> None:
        """Do steps until that moment, or all of them."""
        cursor = self._view.textCursor()
        while self._left():
            self._step(cursor)
            if until is not None and perf_counter() > until:
                break
        self._view.setTextCursor(cursor)


class Unpouring(Turning):
    """Takes a stretch back."""

    def _left(self) -> bool:
        document = self._view.document()
        return document.availableUndoSteps() > self._place and document.isUndoAvailable()

    def _step(self, cursor: QTextCursor) -> None:
        self._view.document().undo(cursor)


class Repouring(Turning):
    """Does a stretch again that was taken back."""

    def __init__(
        self,
        view: StoryView,
        place: int,
        body: Body,
        over: Callable[[], object],
        again: Callable[[Callable[[], object]], object],
    ) -> None:
        """``again`` does a step for whoever has to know that it is one of these."""
        super().__init__(view, place, body, over)
        self._again = again

    def _left(self) -> bool:
        document = self._view.document()
        return document.availableUndoSteps() < self._place and document.isRedoAvailable()

    def _step(self, cursor: QTextCursor) -> None:
        document = self._view.document()
        self._again(lambda: document.redo(cursor))

    def _read(self, before: int) -> None:
        rich = self._body.rich
        if self._view is rich:
            rich.mirror.read_ahead(max(0, before - 1))

    def _finish(self) -> None:
        # What the next save would wait for is done while nobody can type.
        source = self._body.source
        if source is not None and self._view is source:
            in_slices(source.read_ahead(), self, self.end)
        else:
            self._body.ahead.start(self.end)
