"""Tells when a start has brought list, story and sidebar, and lifts the glimpse then."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

if TYPE_CHECKING:
    from newsroom.ui.glimpse.keeping import Glimpses
    from newsroom.ui.window import Window

LONGEST_MS = 1_500  # an old picture never stands longer than this, whatever the store does


class Curtain(QObject):
    """Waits for the first rows, story and shelves, or for anything that needs to be seen."""

    def __init__(self, window: Window, glimpses: Glimpses | None) -> None:
        super().__init__(window)
        self._window = window
        self._glimpses = glimpses
        self._missing = {"rows", "story", "shelves"}
        window.listing.model.loaded.connect(self._rows_came)
        window.tabs.pane_changed.connect(self._story_came)
        window.listing.sidebar.counted.connect(self._shelves_came)
        window.messages.changed.connect(window.lift_glimpse)
        window.tasks.refused.connect(lambda _error: window.lift_glimpse())
        window.tasks.quiet.connect(self._quiet)
        if window.glimpse is not None:
            QTimer.singleShot(LONGEST_MS, window, window.lift_glimpse)

    def _rows_came(self) -> None:
        self._came("rows")

    def _story_came(self, pane: object) -> None:
        if pane is not None:
            self._came("story")

    def _shelves_came(self) -> None:
        self._came("shelves")

    def _came(self, what: str) -> None:
        if what in self._missing:
            self._missing.discard(what)
            if not self._missing:
                # What came with them is laid out first.
                QTimer.singleShot(0, self._window, self._window.lift_glimpse)

    def _quiet(self) -> None:
        if not self._missing and self._glimpses is not None:
            self._glimpses.settled(self._window)
