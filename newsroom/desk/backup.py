"""Copies of the whole newsroom, and whether it holds together."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from newsroom.desk.seat import Seat
from newsroom.i18n import _, ngettext
from newsroom.news.clock import Clock, system_clock
from newsroom.store import backup as files
from newsroom.store.backup import Report
from newsroom.store.connect import open_store, safe_name
from newsroom.store.verify import Problem, verify

MEGABYTE, KILOBYTE = 1_000_000, 1_000


class Backup:
    """Backup and check of the store that is open.

    Both read through a connection of their own, so that they may be called from any thread while
    people go on saving.
    """

    def __init__(self, seat: Seat) -> None:
        self._target = seat.store.target
        self._clock = seat.clock

    def backup(self, path: Path) -> Report:
        """Copy everything into one file, pictures included, and look through the copy.

        Raises BadInput for a name that can't be used, DiskFull, StoreError.
        """
        with open_store(self._target, read_only=True, clock=self._clock) as store:
            return files.back_up(store, path, self._clock)

    def said(self, report: Report) -> str:
        """The report in a sentence."""
        stories = ngettext("{n} story", "{n} stories", report.stories).format(n=report.stories)
        pictures = ngettext("{n} picture", "{n} pictures", report.pictures)
        size = (
            _("{n} MB").format(n=f"{report.bytes / MEGABYTE:.1f}")
            if report.bytes >= MEGABYTE
            else _("{n} kB").format(n=-(-report.bytes // KILOBYTE))
        )
        return _("Copied {stories} and {pictures} into {path} ({size}).").format(
            stories=stories,
            pictures=pictures.format(n=report.pictures),
            path=report.path,
            size=size,
        )

    def verify(self) -> tuple[Problem, ...]:
        """What does not hold together; each problem has its ``sentence``. Nothing is changed."""
        with open_store(self._target, read_only=True, clock=self._clock) as store:
            return verify(store)


@dataclass(frozen=True, slots=True)
class Restored:
    """Where the newsroom stands again, and what was moved aside for it (None if nothing was)."""

    place: str
    kept: Path | None


def restore(
    file: Path, to: str | Path, *, overwrite: bool = False, clock: Clock = system_clock
) -> Restored:
    """Bring a backup back to a path or into the empty database of an address.

    Raises NotFound, BadInput for a file that is no backup, StoreError.
    """
    kept = files.restore(file, to, clock, overwrite=overwrite)
    return Restored(safe_name(to), kept)
