"""Publishing the whole site from the window: off every thread that somebody waits for.

A first publishing of thousands of stories takes a while, and the desk's thread saves what people
type. So the newsroom is opened once more on a thread of the pool, for this alone.
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from newsroom.i18n import _
from newsroom.news.errors import Cancelled, NewsroomError
from newsroom.ui.messages import Answer
from newsroom.ui.pages import show_page

if TYPE_CHECKING:
    from newsroom.desk.desk import Desk
    from newsroom.desk.sitereport import SiteReport
    from newsroom.ui.actions.context import Window

    Then = Callable[[SiteReport], object]
    Failed = Callable[[NewsroomError], object]

_OFTEN = 25  # files between two words of progress


class SiteRun(QObject):
    """Plans and publishes. ``progressed`` tells how many files are done, and of how many."""

    progressed = Signal(int, int)

    def __init__(self, window: Window, parent: QObject) -> None:
        super().__init__(parent)
        self._window = window
        self._clock = window.workbench.clock
        self._stop = threading.Event()

    def plan(self, to: Path, then: Then, failed: Failed) -> None:
        """What publishing into ``to`` would do; of several only the newest answers."""
        self._start(
            lambda at, who: self._opened(at, who, lambda desk: desk.siting.plan(to)),
            then,
            failed,
            "plan",
        )

    def publish(
        self, to: Path, *, force: bool, then: Then, failed: Failed, stopped: Callable[[], object]
    ) -> None:
        """Do it. ``stopped`` is called where ``cancel`` came before the end."""
        stop = self._stop = threading.Event()
        self.destroyed.connect(stop.set)  # the window was closed: the old site stands

        def told(done: int, total: int, _path: str) -> None:
            if done % _OFTEN == 0 or done == total:
                with contextlib.suppress(RuntimeError):  # it is not there any more
                    self.progressed.emit(done, total)

        def work(at: str | Path, who: int | None) -> SiteReport | None:
            try:
                return self._opened(
                    at,
                    who,
                    lambda desk: desk.siting.publish(
                        to, force=force, progress=told, cancelled=stop.is_set
                    ),
                )
            except Cancelled:
                return None

        def answered(report: SiteReport | None) -> None:
            if report is None:
                stopped()
            else:
                then(report)

        self._start(work, answered, failed, "")

    def back(self, to: Path, then: Then, failed: Failed) -> None:
        """Put the site back to how it was before the last publishing."""
        self._start(
            lambda at, who: self._opened(at, who, lambda desk: desk.siting.back(to)),
            then,
            failed,
            "",
        )

    def earlier(self, to: Path, then: Callable[[datetime | None], object]) -> None:
        """When the site was published that ``back`` would put back, None without one."""

        def look() -> datetime | None:
            from newsroom.desk.deploying import earlier

            return earlier(to)

        self._window.tasks.background(
            look, then=then, failed=lambda _error: then(None), owner=self, key="earlier"
        )

    def cancel(self) -> None:
        """Stop at the next file; then the site stands as it did."""
        self._stop.set()

    def _opened(
        self, at: str | Path, who: int | None, verb: Callable[[Desk], SiteReport]
    ) -> SiteReport:
        from newsroom.desk.desk import open_desk

        with open_desk(at, who=who, clock=self._clock) as desk:
            return verb(desk)

    def _start(
        self,
        work: Callable[[str | Path, int | None], SiteReport | None],
        then: Callable[[SiteReport], object] | Callable[[SiteReport | None], object],
        failed: Failed,
        key: str,
    ) -> None:
        tasks = self._window.tasks

        def known(place: tuple[str | Path, int | None]) -> None:
            tasks.background(lambda: work(*place), then=then, failed=failed, owner=self, key=key)

        tasks.run(
            lambda desk: (desk.siting.target, desk.me.id if desk.me else None),
            then=known, failed=failed, owner=self, key=key,
        )  # fmt: skip


def put_back(
    window: Window,
    site: SiteRun,
    to: Path,
    *,
    failed: Callable[[NewsroomError], object],
    then: Callable[[], object],
) -> None:
    """Put the earlier site back into the folder, and say how to take that back as well."""

    def done(report: SiteReport) -> None:
        window.messages.say(
            _("The earlier site is back: {n} files as they were, {gone} deleted.").format(
                n=len(report.written), gone=len(report.deleted)
            ),
            Answer(_("Undo"), lambda: run().back(to, again, window.messages.fault)),
            Answer(_("Open the site"), lambda: show_page(to / "index.html", window.messages)),
            key="export",
        )
        then()

    def again(_report: SiteReport) -> None:
        window.messages.say(_("The site is again as it was published last."), key="export")

    def run() -> SiteRun:  # the dialog's own is gone by then
        assert isinstance(window, QObject)
        return SiteRun(window, window)

    site.back(to, done, failed)
