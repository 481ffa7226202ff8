"""Copies of the whole newsroom, each day by itself, and whether it holds together."""

from __future__ import annotations

import shutil
from contextlib import suppress
from dataclasses import dataclass
from datetime import time
from pathlib import Path
from tempfile import mkdtemp

from newsroom.desk.dailies import Dailies
from newsroom.desk.seat import Seat
from newsroom.desk.site import own_zone, read_site
from newsroom.i18n import _, ngettext
from newsroom.news import backups
from newsroom.news.backups import KEEP, Daily
from newsroom.news.clock import Clock, system_clock
from newsroom.news.errors import StoreDamaged
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
        self._seat = seat
        self._target = seat.store.target
        self._clock = seat.clock
        self._dailies = Dailies(seat)

    def backup(self, path: Path) -> Report:
        """Copy everything into one file, pictures included, and look through the copy.

        Raises BadInput for a name that can't be used, DiskFull, StoreError.
        """
        with open_store(self._target, read_only=True, clock=self._clock) as store:
            return files.back_up(store, path, self._clock)

    def daily(self, folder: Path, *, keep: int = KEEP, at: time = time(0)) -> Daily:
        """See that there is a backup of today in the folder, one that was tried.

        Nothing is done where one was made since the newsroom's clock showed ``at``. A new one is
        brought back into a throw-away store and looked through before it gets its name, and the
        oldest of more than ``keep`` of this newsroom go. Raises BadInput, Refused where I don't
        see everything, DiskFull, StoreDamaged for a copy that is not what it was made of,
        StoreError.
        """
        folder, now = folder.expanduser().absolute(), self._clock()
        uid, name = self._seat.store.uid, read_site(self._seat).name
        fresh = backups.last_time(now, own_zone(self._seat), at)
        for made, file in self._dailies.of(folder)[:1]:
            if fresh <= made <= now:
                return Daily(at=made, path=str(folder / file), made=False)
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / backups.file_name(name, uid, now)
        workshop = Path(mkdtemp(prefix=".backup-", dir=folder))
        try:
            report = self.backup(workshop / path.name)
            _try(workshop / path.name, workshop / "tried.newsroom", report, self._clock)
            (workshop / path.name).replace(path)
        finally:
            shutil.rmtree(workshop, ignore_errors=True)
        for _made, file in self._dailies.of(folder)[max(1, keep) :]:
            with suppress(OSError):  # another time
                (folder / file).unlink()
        return Daily(
            at=now,
            path=str(path),
            bytes=report.bytes,
            stories=report.stories,
            pictures=report.pictures,
            problems=tuple(problem.sentence for problem in report.problems),
        )

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


def _try(file: Path, to: Path, report: Report, clock: Clock) -> None:
    """Bring the backup back to a throw-away place and look through it.

    Raises StoreDamaged where it is not what it was made of.
    """
    files.restore(file, to, clock)
    with open_store(to, clock=clock) as tried:
        came, problems = files.count(tried), verify(tried)
    found = {(problem.kind, problem.subject) for problem in problems}
    known = {(problem.kind, problem.subject) for problem in report.problems}
    if came != files.counts(report) or found != known:
        raise StoreDamaged(
            _(
                "A backup was made, but what comes back of it is not the same; it was thrown "
                "away. Look whether the disk is sound, and make another."
            )
        )


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
