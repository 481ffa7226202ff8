"""The daily backups of the newsroom as they lie in a folder, and whether one can be made from here.

Every window asks for them, most only to hear that there is one of today; what makes one is loaded
where one is made (``desk.backup``).
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from newsroom.desk.seat import Seat
from newsroom.news import backups
from newsroom.news.backups import Daily


class Dailies:
    """What was made; may be asked from the desk's thread."""

    def __init__(self, seat: Seat) -> None:
        self._seat = seat

    @property
    def whole(self) -> bool:
        """Whether everything can be seen from here: no copy of a part is a backup."""
        return self._seat.store.whole

    @property
    def target(self) -> str | Path:
        """What is copied; an address may hold a password."""
        return self._seat.store.target

    def last(self, folder: Path) -> Daily | None:
        """The newest daily backup of this newsroom in the folder."""
        folder = folder.expanduser().absolute()
        for made, file in self.of(folder)[:1]:
            return Daily(at=made, path=str(folder / file), made=False)
        return None

    def of(self, folder: Path) -> list[tuple[datetime, str]]:
        """When each of the folder was made and what it is called, the newest first."""
        try:
            found = [path.name for path in folder.iterdir()]
        except OSError:
            found = []
        return backups.of_newsroom(found, self._seat.store.uid)
