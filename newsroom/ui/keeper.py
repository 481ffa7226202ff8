"""Keeps the session while the window is used, and marks it as cleanly left at the end."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from newsroom.ui.layout import write_session

if TYPE_CHECKING:
    from newsroom.ui.glimpse.keeping import Glimpses
    from newsroom.ui.window import Window

KEEP_MS = 2000  # tabs and carets of the last two seconds may be lost, text never


class Keeper(QObject):
    """Writes the session file a moment after tabs or text changed, in the background."""

    def __init__(self, window: Window, path: Path, glimpses: Glimpses | None = None) -> None:
        super().__init__(window)
        self._glimpses = glimpses
        self._window = window
        self._path = path
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(KEEP_MS)
        self._timer.timeout.connect(self._keep)
        bench = window.workbench
        for signal in (bench.story_opened, bench.story_closed, bench.current_changed):
            signal.connect(lambda _story: self._touch())
        bench.story_opened.connect(lambda story: story.state_changed.connect(self._touch))
        window.closing.connect(self._end)

    def _touch(self) -> None:
        if not self._timer.isActive():
            self._timer.start()

    def _keep(self) -> None:
        session = replace(self._window.session(), clean=False)
        self._window.tasks.background(lambda: write_session(self._path, session), key="session")

    def _end(self) -> None:
        self._timer.stop()
        self._window.workbench.leave()
        session = self._window.session()
        if self._glimpses is not None:
            self._glimpses.take(self._window)
        self._window.hide()
        self._window.tasks.stop()
        # Last: what is not written down by now makes the next start look for drafts.
        write_session(self._path, session)
        if self._glimpses is not None:
            self._glimpses.keep()
