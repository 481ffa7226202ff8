"""The whole site out of the export's dialog: publishing it with a bar and a way to stop, and
putting the earlier one back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QProgressBar, QPushButton

from newsroom.i18n import _
from newsroom.news.errors import NewsroomError
from newsroom.ui.dialogs.exportreport import report_answer
from newsroom.ui.dialogs.siteplan import published
from newsroom.ui.dialogs.siterun import SiteRun, put_back
from newsroom.ui.hours import said as said_moment
from newsroom.ui.messages import UNSENT, Answer, Tone
from newsroom.ui.pages import show, show_page

if TYPE_CHECKING:
    from newsroom.desk.sitereport import SiteReport
    from newsroom.ui.actions.context import Window


class SiteExport(QObject):
    """``bar`` and ``back`` are shown while there is something to tell or to go back to."""

    said = Signal(str)  # how it goes, in a sentence
    turned = Signal(bool)  # it runs, or runs no more
    done = Signal()  # it is published, or put back
    stopped = Signal(object)  # by hand (None) or by an error; the site stands as it did

    def __init__(self, window: Window, parent: QObject) -> None:
        super().__init__(parent)
        self._window = window
        self.run = SiteRun(window, self)
        self.run.progressed.connect(self._progressed)
        self.running = False
        self.bar = QProgressBar()
        self.bar.setAccessibleName(_("How far the publishing is"))
        self.bar.setTextVisible(False)
        self.bar.hide()
        self.back = QPushButton(_("Put the earlier site back"))
        self.back.setAutoDefault(False)
        self._to: Path | None = None
        self.back.clicked.connect(self._put_back)
        self.back.hide()

    def look(
        self, to: Path, then: Callable[[SiteReport], object],
        failed: Callable[[NewsroomError], object],
    ) -> None:  # fmt: skip
        """Plan it, and see whether there is an earlier site."""
        self._to = to
        self.run.plan(to, then, failed)
        self.run.earlier(to, self._offer_back)

    def forget(self) -> None:
        """Another format is chosen, or another folder."""
        self._to = None
        self.back.hide()

    def publish(self, to: Path, *, force: bool) -> None:
        """Do it; ``stop`` ends it before its time."""
        self._turn(True)
        self.said.emit(_("Publishing…"))
        self.run.publish(
            to, force=force, then=self._published, failed=self._ended, stopped=self._ended
        )

    def stop(self) -> None:
        """Stop at the next file."""
        self.said.emit(_("Stopping…"))
        self.run.cancel()

    def _offer_back(self, at: datetime | None) -> None:
        if self._to is None or self.running:
            return
        self.back.setVisible(at is not None)
        if at is not None:
            moment = said_moment(at, self._window.workbench.lists)
            self.back.setToolTip(_("The site as it was published {moment}").format(moment=moment))

    def _put_back(self) -> None:
        if self._to is not None:
            put_back(
                self._window, self.run, self._to, failed=self.stopped.emit, then=self.done.emit
            )

    def _turn(self, on: bool) -> None:
        self.running = on
        self.bar.setRange(0, 0)  # until it is known how much there is
        self.bar.setVisible(on)
        self.turned.emit(on)

    def _progressed(self, done: int, total: int) -> None:
        if self.running and total and done:
            self.bar.setRange(0, total)
            self.bar.setValue(done)
            self.said.emit(_("{done} of {total} files are ready.").format(done=done, total=total))

    def _ended(self, error: NewsroomError | None = None) -> None:
        self._turn(False)
        self.stopped.emit(error)

    def _published(self, report: SiteReport) -> None:
        self._turn(False)
        folder, messages = Path(report.to), self._window.messages
        answers = [
            Answer(_("Open the site"), lambda: show_page(folder / "index.html", messages)),
            Answer(_("Open the folder"), lambda: show(folder, messages)),
            report_answer(self._window, report),
        ]
        said = "\n".join((published(report, folder), *report.notes))
        tone = Tone.CAUTION if report.notes else Tone.NOTE
        messages.take_back(UNSENT)
        messages.say(said, *answers, tone=tone, key="export")
        self.done.emit()
