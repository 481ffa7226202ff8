"""From the start to the end: which newsroom, its window, and another one when that is asked for."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QTimer

from newsroom import settings
from newsroom.i18n import use
from newsroom.log import start_log
from newsroom.news.errors import (
    NewsroomError,
    NotFound,
    Refused,
    StoreAway,
    StoreBusy,
    StoreMissing,
)
from newsroom.paths import backups_dir, cache_dir, config_dir, default_store, state_dir
from newsroom.ui import crash
from newsroom.ui.blinking import Blinking
from newsroom.ui.build import build
from newsroom.ui.collect import Collector
from newsroom.ui.theme import Theme
from newsroom.values import dataclass

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Callable

    from PySide6.QtWidgets import QApplication

    from newsroom.desk.desk import Desk
    from newsroom.ui.dialogs.start import Choice
    from newsroom.ui.glimpse.kept import Standing
    from newsroom.ui.window import Window

SAMPLE = "sample"  # what its session is called, whatever folder it lies in
SETTLED_MS = 20_000  # after the newsroom is open: what a start does is done, and a little more


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """The newsroom to open: a path or address, or a throw-away sample; ``who`` works there.

    ``strict`` says that the name was given for this start, so that an unknown one is told.
    """

    target: str
    create: bool = False
    sample: bool = False
    who: str = ""
    strict: bool = False


class Opening:
    """Opens the newsroom on the desk thread; ``complaint`` is what did not stop it."""

    def __init__(self, wanted: Wanted) -> None:
        self._wanted = wanted
        self.complaint: NewsroomError | None = None

    def __call__(self) -> Desk:
        """The desk. Raises the store's errors."""
        from newsroom.desk.desk import open_desk

        wanted = self._wanted
        if wanted.sample and not Path(wanted.target).exists():
            from newsroom.desk.sample import make_sample
            from newsroom.news.clock import system_clock

            make_sample(Path(wanted.target), clock=system_clock)
        desk = open_desk(wanted.target, create=wanted.create)
        try:
            if wanted.who:
                desk.sit(wanted.who)
        except (NotFound, Refused) as error:
            self.complaint = error if wanted.strict else None
        return desk


class Program:
    """One run of the program; one window at a time."""

    def __init__(
        self,
        options: Namespace,
        *,
        app: QApplication,
        frame: Window | None = None,
        standing: Callable[[Path], Standing | None] | None = None,
        owes: Callable[[], bool] = lambda: False,
        keep: Callable[[], object] = lambda: None,
    ) -> None:
        """``frame`` is the window that stands there already; ``standing`` looks at a store file.

        ``keep`` writes down what makes the next start quicker: off the window's thread some seconds
        after the start where there is something (``owes``), and at the end.
        """
        start_log(state_dir())
        self._options = options
        self._settings = settings.load(config_dir())
        if self._settings.language:
            use(self._settings.language)
        self.app = app
        self._frame = frame
        self._standing = standing
        self._owes, self._keep = owes, keep
        self._collector = Collector(self.app)
        self._blinking = Blinking(self.app)
        self._faults = crash.watch_faults(state_dir())
        crash.watch_qt()
        self._scratch: list[Path] = []
        self.window: Window | None = None

    def run(self) -> int:
        """Stay until the last window is closed; the exit code."""
        return crash.whole(self._stay)

    def _stay(self) -> int:
        try:
            wanted = self._first()
            if wanted is None:
                return 0
            self.open(wanted)
            return self.app.exec()
        finally:
            if self.window is not None:
                self.window.tasks.stop()
                self.window.deleteLater()
                self.window = None
            self._keep()
            # Whatever Python still holds of the window has to die before the application does.
            self.app.sendPostedEvents(None, QEvent.Type.DeferredDelete)
            self._blinking.finish()
            self._collector.finish()
            for folder in self._scratch:
                shutil.rmtree(folder, ignore_errors=True)

    def open(self, wanted: Wanted) -> None:
        """Show a window on that newsroom; the one that stood there is closed."""
        before, self.window = self.window, None
        if before is not None:
            before.close()
            self._collector.hold()
        opening = Opening(wanted)
        window = build(
            opening,
            settings=self._settings,
            state_folder=state_dir(),
            store=wanted.target if not wanted.sample else SAMPLE,
            config_folder=config_dir(),
            cache_folder=cache_dir(),
            frame=self._take_frame(),
            standing=self._look_at(wanted),
            backups=None if wanted.sample else backups_dir(),
        )
        self.window = window
        if window.crash is not None:
            window.crash.install()
        window.tasks.opened.connect(lambda _desk: self._opened(opening))
        window.tasks.refused.connect(lambda error: self._refused(wanted, error))
        window.closed.connect(lambda: self._closed(window))
        window.workbench.opened.connect(
            lambda: QTimer.singleShot(SETTLED_MS, window, lambda: self._settle(window))
        )
        window.workbench.settings_changed.connect(lambda _names: self._settings_changed(window))
        window.show()
        if slug := self._options.open:
            self._options.open = None
            window.workbench.open(slug, new_tab=True)
        elif wanted.sample and not window.tabs.marks():
            window.workbench.opened.connect(lambda: window.listing.step(1))

    def _take_frame(self) -> Window | None:
        frame, self._frame = self._frame, None
        return frame

    def _look_at(self, wanted: Wanted) -> Callable[[], Standing | None] | None:
        """How that newsroom stands on the disk, where it is a file that stays."""
        look = self._standing
        if look is None or wanted.sample or "://" in wanted.target:
            return None
        return lambda: look(Path(wanted.target))

    # Which newsroom.

    def _first(self) -> Wanted | None:
        """What the options and settings ask for; a first start asks the person."""
        options = self._options
        who = options.who or self._settings.who
        if options.sample:
            return self._sample(who, strict=bool(options.who))
        target = str(options.store or self._settings.store or default_store())
        wanted = Wanted(target=target, who=who, strict=bool(options.who))
        if not options.store and not self._settings.store and not default_store().exists():
            return self._ask(wanted)
        return wanted

    def _sample(self, who: str, *, strict: bool = False) -> Wanted:
        folder = Path(tempfile.mkdtemp(prefix="newsroom-sample-"))
        self._scratch.append(folder)
        from newsroom.ui.layout import close_tabs, session_file

        # In each copy other stories have the numbers of those that were open.
        close_tabs(session_file(state_dir(), SAMPLE))
        target = str(folder / "sample.newsroom")
        return Wanted(target=target, sample=True, who=who, strict=strict)

    def _ask(self, wanted: Wanted, error: NewsroomError | None = None) -> Wanted | None:
        """Let the person choose; None if they would rather leave."""
        from newsroom.ui.dialogs.start import StartDialog

        own = default_store()
        if isinstance(error, StoreMissing) and "://" not in wanted.target:
            own = Path(wanted.target)
        theme = Theme(self.app, choice=self._settings.theme, cache=cache_dir())
        dialog = StartDialog(
            own=own,
            own_exists=own.exists() and str(own) != wanted.target,
            complaint=str(error) if error else "",
            again=isinstance(error, StoreBusy | StoreAway),
            tried=wanted.target if error and wanted.target != str(own) else "",
        )
        dialog.exec()
        choice = dialog.choice
        dialog.deleteLater()
        theme.deleteLater()
        return None if choice is None else self._chosen(choice, own, wanted)

    def _chosen(self, choice: Choice, own: Path, wanted: Wanted) -> Wanted:
        from newsroom.ui.dialogs.start import Start

        match choice.start:
            case Start.AGAIN:
                return wanted
            case Start.EMPTY:
                return replace(wanted, target=str(own), create=not own.exists())
            case Start.SAMPLE:
                return self._sample(wanted.who)
            case Start.OPEN:
                return replace(wanted, target=choice.target, create=False)

    # What the window tells.

    def _opened(self, opening: Opening) -> None:
        if opening.complaint is not None and self.window is not None:
            self.window.messages.fault(opening.complaint)

    def _refused(self, wanted: Wanted, error: NewsroomError) -> None:
        window, self.window = self.window, None
        if window is not None:
            window.close()
        again = self._ask(wanted, error)
        if again is None:
            self.app.exit(0)
        else:
            self.open(again)

    def _settle(self, window: Window) -> None:
        if self._owes():  # a thread for nothing is made of fresh memory
            window.tasks.background(self._keep)

    def _closed(self, window: Window) -> None:
        window.deleteLater()
        if window is self.window:
            self.window = None
            self.app.quit()

    def _settings_changed(self, window: Window) -> None:
        self._settings = window.workbench.settings
