"""An import from the window: off every thread that somebody waits for.

Ten thousand stories take a while, and the desk's thread saves what people type. So the newsroom is
opened once more on a thread of the pool, for this alone.
"""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from newsroom.news.changes import Changes, Done
from newsroom.news.errors import Cancelled, NewsroomError

if TYPE_CHECKING:
    from newsroom.desk.arriving import Choices, IntakeReport, Progress
    from newsroom.desk.desk import Desk
    from newsroom.ui.actions.context import Window

    Then = Callable[[Done[IntakeReport] | None], object]
    Failed = Callable[[NewsroomError], object]

_OFTEN = 0.1  # seconds between two words of progress: more is not read


class ImportRun(QObject):
    """Plans and takes in. ``progressed`` tells how many are done, of how many (0: not known), and
    at what it is."""

    progressed = Signal(int, int, str)

    def __init__(self, window: Window, parent: QObject) -> None:
        super().__init__(parent)
        self._window = window
        self._clock = window.workbench.clock
        self._stop = threading.Event()

    encoding: str | None = None
    """The one to read files in that are not Unicode; None guesses."""

    def plan(
        self, paths: tuple[Path, ...], choices: Choices, *, then: Then, failed: Failed
    ) -> None:
        """What taking these in would do; a newer plan takes an older one's place."""
        self._start(paths, choices, then, failed, dry_run=True)

    def take(
        self, paths: tuple[Path, ...], choices: Choices, *, then: Then, failed: Failed
    ) -> None:
        """Take them in; ``then`` gets None where ``cancel`` came before the end."""
        self._start(paths, choices, then, failed, dry_run=False)

    def cancel(self) -> None:
        """Stop at the next story; then nothing has come in."""
        self._stop.set()

    def _start(
        self,
        paths: tuple[Path, ...],
        choices: Choices,
        then: Then,
        failed: Failed,
        *,
        dry_run: bool,
    ) -> None:
        self._stop.set()  # whatever goes on
        stop = self._stop = threading.Event()
        self.destroyed.connect(stop.set)
        last = [0.0]
        encoding = self.encoding

        def told(progress: Progress) -> None:
            now = time.monotonic()
            if now - last[0] >= _OFTEN or progress.done == progress.total:
                last[0] = now
                with contextlib.suppress(RuntimeError):  # it is not there any more
                    self.progressed.emit(progress.done, progress.total, progress.name)

        def work(desk: Desk) -> Done[IntakeReport]:
            return desk.intake.take(
                paths,
                dry_run=dry_run,
                choices=choices,
                encoding=encoding,
                told=told,
                cancel=stop.is_set,
            )

        def opened(at: str | Path, who: int | None) -> Done[IntakeReport] | None:
            from newsroom.desk.desk import open_desk

            try:
                with open_desk(at, who=who, clock=self._clock) as desk:
                    return work(desk)
            except Cancelled:
                return None

        tasks = self._window.tasks
        tasks.run(
            lambda desk: (desk.siting.target, desk.me.id if desk.me else None),
            then=lambda place: tasks.background(
                lambda: opened(*place), then=then, failed=failed, owner=self, key="import"
            ),
            failed=failed,
            owner=self,
            key="import",
        )


def sentence(note: str) -> str:
    """A note as a sentence among others; it may begin with the name of a file."""
    return note if note.endswith((".", "…", "!", "?", ")")) else f"{note}."


def announce(window: Window, changes: Changes) -> None:
    """Tell every view what came in; the words are the import's own."""
    from dataclasses import replace

    window.tasks.changed.emit(replace(changes, step=None, label=""))
