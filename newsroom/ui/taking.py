"""Many pictures coming in at once: by all processors, with a count, a way out and no pause."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from threading import Event, Lock
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from newsroom.news.errors import Cancelled, NewsroomError

if TYPE_CHECKING:
    from newsroom.desk.darkroom import Darkroom, Developed
    from newsroom.news.article import Picture
    from newsroom.news.changes import Done
    from newsroom.ui.tasks import Tasks

Source = tuple[Path | bytes, str]
"""A picture's file or its bytes, and what people know it by."""

_TOGETHER = 16  # pictures written down in one transaction


class Taking(QObject):
    """One batch. Those that were taken before it was cancelled stay."""

    progressed = Signal(int, int)
    """How many are through, of how many."""
    finished = Signal(object, object)
    """The pictures (a list), and a sentence for each that could not be taken (a list)."""

    def __init__(self, tasks: Tasks, sources: Sequence[Source], parent: QObject) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._sources = tuple(sources)
        self._left = len(self._sources)  # not looked through yet
        self._coming = self._left  # as the threads know it that look through them
        self._guard = Lock()
        self._writing = 0  # handed to the desk
        self._ready: list[Developed] = []
        self._stop = Event()
        self._over = False
        self.pictures: list[Picture] = []
        self.faults: list[str] = []

    def start(self) -> None:
        """Begin."""
        self._tasks.run(
            lambda desk: desk.darkroom, then=self._develop, failed=self._refused, owner=self
        )

    def cancel(self) -> None:
        """Take no more."""
        self._stop.set()

    def _refused(self, error: NewsroomError) -> None:
        self.faults.append(str(error))
        self._left = 0
        self._go_on()

    def _develop(self, room: Darkroom) -> None:
        for source, name in self._sources:
            self._tasks.crunch(
                lambda source=source, name=name: self._one(room, source, name),  # type: ignore[misc]
                then=self._developed,
                failed=self._not_one,
                owner=self,
            )
        self._go_on()

    def _one(self, room: Darkroom, source: Path | bytes, name: str) -> Developed | None:
        """On one of many threads."""
        try:
            return None if self._stop.is_set() else room.develop(source, name, more=True)
        finally:
            with self._guard:
                self._coming -= 1
                last = not self._coming
            if last:
                room.clear_away()

    def _developed(self, made: Developed | None) -> None:
        self._left -= 1
        if made is not None:
            self._ready.append(made)
        self._go_on()

    def _not_one(self, error: NewsroomError) -> None:
        self._left -= 1
        if not isinstance(error, Cancelled):
            self.faults.append(str(error))
        self._go_on()

    def _go_on(self) -> None:
        if self._ready and (len(self._ready) >= _TOGETHER or not self._left):
            made, self._ready = tuple(self._ready), []
            self._writing += 1
            self._tasks.change(
                lambda desk: desk.intake.admit(made),
                then=self._admitted,
                failed=self._not_admitted,
                owner=self,
            )
        self.progressed.emit(len(self._sources) - self._left, len(self._sources))
        if not (self._left or self._writing or self._over):
            self._over = True
            self.finished.emit(self.pictures, self.faults)

    def _admitted(self, done: Done[tuple[Picture, ...]]) -> None:
        self._writing -= 1
        self.pictures += done.value
        self._go_on()

    def _not_admitted(self, error: NewsroomError) -> None:
        self._writing -= 1
        self.faults.append(str(error))
        self._go_on()
