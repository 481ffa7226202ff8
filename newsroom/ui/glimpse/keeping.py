"""Keeps the glimpse of a window when it closes, with all that it must be held against."""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from newsroom.ui.glimpse import kept

if TYPE_CHECKING:
    from newsroom.ui.glimpse.taken import Taken
    from newsroom.ui.layout import Session
    from newsroom.ui.window import Window

log = logging.getLogger(__name__)


class Glimpses:
    """One window's. ``standing`` looks at the store as it is on the disk, None if that is hard."""

    def __init__(
        self,
        *,
        place: Path,
        session: Path,
        settings: Path,
        who: str,
        standing: Callable[[], kept.Standing | None],
    ) -> None:
        self._place = place
        self._session = session
        self._settings = settings
        self._who = who
        self._standing = standing
        self._laid_out: Session | None = None
        self._first_time = not session.exists()
        self._taken: Taken | None = None

    def settled(self, window: Window) -> None:
        """All that a start brings is there: what a start without a session looks like."""
        if self._first_time and self._laid_out is None:
            self._laid_out = window.session()

    def take(self, window: Window) -> None:
        """Draw it, while the window is still there."""
        from newsroom.ui.glimpse.taken import take

        self._taken = take(window)
        if self._taken is not None:
            session = window.session()
            fresh = self._laid_out is not None and session == self._laid_out
            self._taken[0].update(fresh=fresh, geometry=session.geometry, who=self._who)

    def keep(self) -> None:
        """Write it, once the session and the store are as they stay; a fault costs only that."""
        standing = self._standing()
        try:
            if self._taken is None or standing is None:
                self._place.unlink(missing_ok=True)
                return
            head, pixels = self._taken
            more = {
                "standing": list(standing),
                "session": kept.digest(self._session),
                "session_file": str(self._session),
                "settings": kept.digest(self._settings),
            }
            kept.write(self._place, head | more, pixels)
        except OSError as error:
            log.warning("the window's picture could not be kept: %s", error)
