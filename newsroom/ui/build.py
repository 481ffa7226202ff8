"""Makes each part of the window once and hands it to those who need it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from PySide6.QtGui import QDropEvent

    from newsroom.desk.desk import Desk
    from newsroom.news.clock import Clock
    from newsroom.settings import Settings
    from newsroom.ui.glimpse.kept import Standing
    from newsroom.ui.window import Window

CLOCK_MS = 1_000  # after the newsroom is open; what was due meanwhile waits a second more


def build(
    desk_factory: Callable[[], Desk],
    *,
    settings: Settings,
    state_folder: Path,
    store: str = "",
    config_folder: Path | None = None,
    cache_folder: Path | None = None,
    clock: Clock | None = None,
    frame: Window | None = None,
    standing: Callable[[], Standing | None] | None = None,
    backups: Path | None = None,
) -> Window:
    """A window on the newsroom that ``desk_factory`` opens (on the desk thread, at once).

    The QApplication must exist. ``store`` (path or address) names the session that comes back;
    folders that are not given lie inside ``state_folder``. ``frame`` is the empty window to
    furnish where one stands there already. With ``standing`` (how the store is on the disk) the
    window leaves a glimpse of itself for the next start. ``backups`` is where the daily ones go
    if the settings do not say; None where nothing is kept.
    """
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication

    from newsroom.news.clock import system_clock
    from newsroom.settings import FILE
    from newsroom.ui.crash import Crash
    from newsroom.ui.glimpse.curtain import Curtain
    from newsroom.ui.glimpse.keeping import Glimpses
    from newsroom.ui.glimpse.kept import place
    from newsroom.ui.icons import Icons
    from newsroom.ui.keeper import Keeper
    from newsroom.ui.layout import read_session, session_file
    from newsroom.ui.messages import Messages
    from newsroom.ui.recovery import Recovery
    from newsroom.ui.settling import Settling
    from newsroom.ui.tasks import OPEN_SECONDS, Tasks
    from newsroom.ui.theme import Theme
    from newsroom.ui.tidings import Tidings
    from newsroom.ui.window import Window
    from newsroom.ui.workbench import Workbench

    app = QApplication.instance()
    assert isinstance(app, QApplication)
    tasks = Tasks(desk_factory)
    tasks.start(still=OPEN_SECONDS)
    cache = cache_folder or state_folder / "cache"
    theme = Theme(
        app,
        choice=settings.theme,
        ui_size=settings.ui_font_size,
        story_size=settings.story_font_size,
        cache=cache,
    )
    workbench = Workbench(
        tasks=tasks,
        settings=settings,
        theme=theme,
        icons=Icons(theme, cache=cache),
        messages=Messages(),
        clock=clock or system_clock,
        settings_folder=config_folder or state_folder,
        cache_folder=cache,
    )
    Tidings(workbench)
    window = frame or Window()
    window.furnish(workbench)
    path = session_file(state_folder, store)
    session = read_session(path)
    glimpses = None
    if standing is not None:
        glimpses = Glimpses(
            place=place(cache, store),
            session=path,
            settings=(config_folder or state_folder) / FILE,
            who=settings.who,
            standing=standing,
        )
    Curtain(window, glimpses)
    Recovery(workbench, session=session, show=window.open_dialog)
    Settling(workbench, show=window.open_dialog)
    Keeper(window, path, glimpses)
    window.crash = Crash(save=workbench.keep_all, parent=window)
    tasks.bug.connect(window.crash.report)
    window.restore(session)
    workbench.opened.connect(
        lambda: QTimer.singleShot(CLOCK_MS, window, lambda: _watch_the_clock(window, backups))
    )
    if window.glimpse is not None:
        _join_later(window)
    else:
        window.painted.connect(lambda: _join_later(window))
    return window


def _watch_the_clock(window: Window, backups: Path | None) -> None:
    """What goes by the clock; nobody sees it before the window has stories."""
    from newsroom.ui.asked import Asked
    from newsroom.ui.countdown import Countdown
    from newsroom.ui.courier import Courier
    from newsroom.ui.due import DueRunner
    from newsroom.ui.rest import Rest
    from newsroom.ui.wirewatch import watch

    Rest(window.tasks, window)
    DueRunner(window.workbench)
    Asked(window)
    Courier(window)
    window.setAcceptDrops(True)
    window.dropping = lambda event: _dragged(window, event)
    watch(window)
    if backups is not None:
        from newsroom.ui.dailybackup import DailyBackup

        DailyBackup(window, backups)
    bar = window.statusBar()
    bar.insertPermanentWidget(1, Countdown(window.workbench, bar))  # 0 is the state of saving


def _dragged(window: Window, event: QDropEvent) -> None:
    """The first time that something is dragged over the window."""
    from newsroom.ui.dropping import dropping

    # Not by way of the window: files that were pasted before the clock was watched made it already.
    dropping(window).dragged(event)


JOIN_MS = 120
"""After the first paint: the list and the story in front come first."""

_JOINED = (
    "newsroom.news.presence",
    "newsroom.ui.attendance",
    "newsroom.ui.entitled",
    "newsroom.ui.storyhead",
    "newsroom.ui.afterwards",
)
"""What is loaded for it, one a turn, so that no turn is long."""


def _join_later(window: Window) -> None:
    from importlib import import_module

    from PySide6.QtCore import QTimer

    left = list(_JOINED)

    def turn() -> None:
        window.tasks.share()
        if left:
            import_module(left.pop(0))
            QTimer.singleShot(0, window, turn)
            return
        from newsroom.ui.afterwards import join

        join(window)

    QTimer.singleShot(JOIN_MS, window, turn)
