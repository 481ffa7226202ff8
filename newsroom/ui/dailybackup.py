"""The daily backup while the window is open: started at its time, told in the status bar.

A process of its own does the work (``desk.dailyprocess``). The window starts it from the pool and
looks now and then whether it has ended; what is typed meanwhile waits for nothing.
"""

from __future__ import annotations

from datetime import datetime, time, timedelta, tzinfo
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QToolButton

from newsroom import i18n
from newsroom.i18n import _, ngettext
from newsroom.news import backups
from newsroom.news.backups import Daily
from newsroom.news.errors import NewsroomError
from newsroom.ui import pages
from newsroom.ui.hours import day_time
from newsroom.ui.messages import Answer, Tone
from newsroom.values import dataclass

if TYPE_CHECKING:
    import subprocess

    from newsroom.desk.desk import Desk
    from newsroom.ui.window import Window

FIRST_MS = 30_000  # after the clock is watched: a start has enough to do
LOOK_MS = 500  # at the process, while it works
LONGEST_MS = 600_000  # a machine that slept is noticed within ten minutes of waking
AFTER_FAULT = timedelta(hours=1)
KEY = "daily backup"  # of its message


@dataclass(frozen=True, slots=True)
class _Known:
    """What the desk says of it: what to copy, by whose clock, and the last one made."""

    target: str
    zone: tzinfo
    last: Daily | None


class DailyBackup(QObject):
    """Sees that there is a backup of each day. ``folder`` is where they lie if nobody says so."""

    def __init__(self, window: Window, folder: Path) -> None:
        super().__init__(window)
        self.setObjectName("dailyBackup")
        self._window = window
        self._bench = window.workbench
        self._folder = folder
        self._known: _Known | None = None
        self._process: subprocess.Popen[bytes] | None = None
        self._not_before: datetime | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.look)
        self._timer.start(FIRST_MS)
        self._watch = QTimer(self)
        self._watch.setInterval(LOOK_MS)
        self._watch.timeout.connect(self._look_at_process)
        self._bench.settings_changed.connect(self._settings_changed)

    @property
    def folder(self) -> Path:
        """Where the backups lie."""
        named = self._bench.settings.backup_folder
        return Path(named) if named else self._folder

    @property
    def working(self) -> bool:
        """Whether one is being made at this moment."""
        return self._process is not None

    def look(self) -> None:
        """Make one if it is due, and know when the next one is."""
        folder = self.folder
        self._window.tasks.run(
            lambda desk: _ask(desk, folder), then=self._answered, owner=self, key="known"
        )

    def now(self) -> None:
        """Make one whatever the clock says, if the last one is older than a minute."""
        self._not_before = None
        if self._known is not None and self._process is None:
            self._start(self._known, self._here().strftime("%H:%M"))

    # When.

    def _settings_changed(self, names: object) -> None:
        if {"backup_at", "backup_folder"} & set(names):  # type: ignore[call-overload]
            self.look()

    def _here(self) -> datetime:
        assert self._known is not None
        return self._bench.clock().astimezone(self._known.zone)

    def _answered(self, known: _Known | None) -> None:
        self._known = known
        at = self._bench.settings.backup_at
        if known is None or not at:
            if "chip" in vars(self):
                self.chip.hide()
            self._timer.stop()
            return
        now, wanted = self._bench.clock(), time.fromisoformat(at)
        if known.last is not None:
            self._show(known.last)
        fresh = backups.last_time(now, known.zone, wanted)
        if known.last is not None and known.last.at >= fresh:
            self._wait(backups.next_time(now, known.zone, wanted) - now)
        elif self._not_before is not None and now < self._not_before:
            self._wait(self._not_before - now)
        else:
            self._start(known, at)

    def _wait(self, span: timedelta) -> None:
        self._timer.start(int(min(LONGEST_MS, max(1.0, span.total_seconds()) * 1000)))

    # The work.

    def _start(self, known: _Known, at: str) -> None:
        if self._process is not None:
            return
        folder, keep = self.folder, self._bench.settings.backup_keep
        language = i18n.language()

        def begin() -> subprocess.Popen[bytes]:
            """In the pool, its modules too; what the system says no to is a sentence."""
            from newsroom.desk import dailyprocess

            try:
                return dailyprocess.start(known.target, folder, keep=keep, at=at, language=language)
            except OSError as error:
                raise NewsroomError(f"{error.strerror or error}.") from error

        self._window.tasks.background(
            begin, then=self._begun, failed=self._failed, owner=self, key="begin"
        )

    def _begun(self, process: subprocess.Popen[bytes]) -> None:
        self._process = process
        self._watch.start()

    def _look_at_process(self) -> None:
        process = self._process
        if process is None or process.poll() is None:
            return
        from newsroom.desk.dailyprocess import answer

        self._watch.stop()
        self._process = None
        try:
            made = answer(process)
        except NewsroomError as error:
            self._failed(error)
            return
        self._not_before = None
        self._window.messages.take_back(KEY)
        self._show(made)
        if made.problems:
            n = len(made.problems)
            words = ngettext(
                "The backup is made, and {n} thing in the newsroom does not hold together: {first}",
                "The backup is made, and {n} things in the newsroom do not hold together: {first}",
                n,
            )
            self._window.messages.say(
                words.format(n=n, first=made.problems[0]), tone=Tone.CAUTION, key=KEY
            )
        self.look()

    def _failed(self, error: NewsroomError) -> None:
        self._not_before = self._bench.clock() + AFTER_FAULT
        self._window.messages.say(
            _("There is no backup of today: {problem}").format(problem=error),
            Answer(_("Try again"), self._again),
            tone=Tone.CAUTION,
            key=KEY,
        )
        self._wait(AFTER_FAULT)

    def _again(self) -> None:
        self._not_before = None
        self.look()

    # What is told.

    @cached_property
    def chip(self) -> QToolButton:
        """Says when the last one was made; stands in the status bar once there is one."""
        chip = QToolButton(self._window)
        chip.setObjectName("backedUp")
        chip.setProperty("role", "chip")
        chip.setProperty("tone", "good")
        chip.clicked.connect(self._open_folder)
        # Behind the state of saving and the countdown.
        self._window.statusBar().insertPermanentWidget(2, chip)
        chip.hide()
        return chip

    def _show(self, last: Daily) -> None:
        assert self._known is not None
        moment = day_time(last.at, self._known.zone, self._bench.clock())
        words = _("Backed up {time}, test-restored").format(time=moment)
        self.chip.setText(words)
        self.chip.setAccessibleName(words)
        self.chip.setToolTip(
            _("Everything is in this one file, to be copied anywhere:\n{path}\nOpens its folder")
            .format(path=last.path)
        )  # fmt: skip
        self.chip.show()

    def _open_folder(self) -> None:
        pages.show(self.folder, self._window.messages)


def _ask(desk: Desk, folder: Path) -> _Known | None:
    """On the desk thread; None where a copy from here would lack what others keep."""
    if not desk.dailies.whole:
        return None
    return _Known(str(desk.dailies.target), desk.zone(), desk.dailies.last(folder))
