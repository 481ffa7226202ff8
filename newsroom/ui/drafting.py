"""Brings what is typed into the journal while people type, and takes it out when it is saved."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from newsroom.news.errors import NewsroomError
from newsroom.news.revision import Draft
from newsroom.ui.pause import Pause

if TYPE_CHECKING:
    from newsroom.ui.tasks import Tasks

PAUSE_MS = 300
"""A pause in typing after which the journal takes what was typed."""

LONGEST_MS = 700
"""Text that is typed without a pause is taken this often: with the write, within one second."""

CALM_MS = 300
"""Nobody who looks on is told that the text is kept before somebody paused for so long."""

AGAIN_MS = 2000
"""After a full disk or the like the journal is tried again this often."""


class Drafting(QObject):
    """One story's entry in the journal.

    ``draft`` gives what is to be kept at this moment, None if nothing differs from the store.
    """

    changed = Signal()
    faulted = Signal(object)  # NewsroomError, once for each new reason

    def __init__(
        self, key: str, *, tasks: Tasks, draft: Callable[[], Draft | None], held: bool
    ) -> None:
        """``held`` says that the journal has an entry under ``key`` already."""
        super().__init__()
        self._key = key
        self._tasks = tasks
        self._draft = draft
        self._edits = 0
        self._safe_edits = 0
        self.held = held
        self.fault = ""
        self._pause = Pause(self, PAUSE_MS, self.keep, at_most=LONGEST_MS)

    @property
    def edits(self) -> int:
        """Goes up with every edit: tells a snapshot from a later state."""
        return self._edits

    @property
    def waiting(self) -> bool:
        """Something was typed that was not looked at yet; whether it differs is not known."""
        return self._pause.waiting

    @property
    def safe(self) -> bool:
        """All that was typed is on the disk."""
        return self._safe_edits == self._edits and not self.waiting

    def touch(self) -> None:
        """Something was typed."""
        self._edits += 1
        self._pause.touch()

    def keep(self) -> None:
        """Bring the entry up to date now: write it, or drop it if nothing differs any more."""
        self._pause.drop()
        edits = self._edits
        draft = self._draft()
        if draft is None:
            self._drop(edits)
            return
        self.held = True
        self._tasks.journal(
            lambda desk: desk.journal.note(draft),
            then=lambda _none: self._was_kept(edits),
            failed=self._was_not_kept,
            key=f"draft {self._key}",
        )
        self.changed.emit()

    def _drop(self, edits: int) -> None:
        self._safe_edits = edits
        self.fault = ""
        if self.held:
            self.held = False
            key = self._key
            # The same key as a note that still waits: what would be written is out of date.
            self._tasks.journal(
                lambda desk: desk.journal.drop(key),
                failed=lambda _error: None,  # found to hold nothing new at the next start
                key=f"draft {key}",
            )
        self.changed.emit()

    def _was_kept(self, edits: int) -> None:
        self._safe_edits = max(self._safe_edits, edits)
        mended, self.fault = bool(self.fault), ""
        if mended or self._pause.quiet >= CALM_MS:
            self.changed.emit()
        else:
            # The next key is about to say the contrary: who looks on is told once somebody pauses,
            # and no key pays for drawing the one and then the other.
            QTimer.singleShot(CALM_MS, self, self._calmed)

    def _calmed(self) -> None:
        if not self.waiting:
            self.changed.emit()

    def _was_not_kept(self, error: NewsroomError) -> None:
        news = str(error) != self.fault
        self.fault = str(error)
        self.changed.emit()
        if news:
            self.faulted.emit(error)
        QTimer.singleShot(AGAIN_MS, self, self._keep_again)

    def _keep_again(self) -> None:
        if self.fault:
            self.keep()
