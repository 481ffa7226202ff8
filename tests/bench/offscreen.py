"""The whole window without a screen, for benches that look inside: open it, work it, time it."""

from __future__ import annotations

import os
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"
os.environ.setdefault("QT_LOGGING_RULES", "qt.qpa.*=false")

from PySide6.QtCore import (
    QCoreApplication,
    QEvent,
    QEventLoop,
    QObject,
    Qt,
    QTimer,
    QTimerEvent,
    SignalInstance,
)
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

from newsroom.desk.desk import open_desk
from newsroom.settings import Settings
from newsroom.ui.build import build
from newsroom.ui.collect import Collector
from newsroom.ui.window import Window
from tests.bench.screen import SIZE
from tests.bench.stores import scratch

LONGEST_MS = 60_000  # whatever takes longer is broken


def application() -> QApplication:
    """The one application, collecting garbage as the program does."""
    found = QApplication.instance()
    if isinstance(found, QApplication):
        return found
    QCoreApplication.setAttribute(Qt.ApplicationAttribute.AA_ShareOpenGLContexts)
    made = QApplication(["bench"])
    Collector(made)
    return made


@contextmanager
def window(store: str | Path, *, who: str | None = None) -> Iterator[Window]:
    """A window on that newsroom with folders of its own, settled."""
    application()
    with scratch() as home:
        os.environ["XDG_STATE_HOME"] = str(home)  # where a store on a server keeps its journal
        made = build(
            lambda: open_desk(store, who=who),
            settings=Settings(),
            state_folder=home,
            store=str(store),
        )
        made.resize(*SIZE)
        made.show()
        made.activateWindow()
        settle(made)
        rest(500)  # the sidebar counts a moment later
        settle(made)
        try:
            yield made
        finally:
            made.close()
            made.tasks.stop()
            made.deleteLater()
            QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def settle(made: Window) -> None:
    """Until everything that was asked for is done and painted."""
    while True:
        QApplication.processEvents()
        if made.tasks.idle:
            break
        if not made.tasks.wait_idle(LONGEST_MS):
            raise SystemExit("bench: the window does not come to rest")
    for _turn in range(3):  # a view lays itself out a turn later than it is told
        QApplication.processEvents()


def rest(milliseconds: int) -> None:
    """Let time go by."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def until(signal: SignalInstance, act: Callable[[], object], seen: Callable[[], object]) -> None:
    """Do ``act``, wait for the signal, and call ``seen`` in the middle of its delivery."""
    loop = QEventLoop()
    came: list[bool] = []

    def here(*_what: object) -> None:
        seen()
        came.append(True)
        loop.quit()

    signal.connect(here)
    limit = QTimer(singleShot=True)
    limit.timeout.connect(loop.quit)
    limit.start(LONGEST_MS)
    act()
    if not came:
        loop.exec()
    signal.disconnect(here)
    if not came:
        raise SystemExit("bench: what was asked for never came")


def rows_painted(made: Window, act: Callable[[], object]) -> tuple[float, float]:
    """CPU and wall milliseconds from ``act`` until the list's first rows are painted."""
    listing = made.listing
    taken: list[float] = []

    def painted() -> None:
        listing.rows.viewport().repaint()
        taken.extend((time.process_time(), time.perf_counter()))

    started = time.process_time(), time.perf_counter()
    until(listing.model.loaded, act, painted)
    return (taken[0] - started[0]) * 1000, (taken[1] - started[1]) * 1000


def press(
    widget: QWidget,
    text: str,
    key: int = 0,
    mods: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
) -> None:
    """A key; any letter of any script."""
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        event = QKeyEvent(kind, key, mods, text)
        QApplication.sendEvent(widget, event)


class Pulse(QObject):
    """A timer of one millisecond on the GUI thread: what holds that up is a gap.

    Each gap counts twice: on the wall, and by the CPU that the GUI thread took in it, which other
    programs on the machine do not make longer. ``gaps`` holds the longest of each by its step.
    """

    def __init__(self) -> None:
        super().__init__()
        self.step = ""
        self.gaps: dict[str, tuple[float, float]] = defaultdict(lambda: (0.0, 0.0))
        self._last = time.perf_counter(), time.thread_time()
        self._timer = 0

    def __enter__(self) -> Pulse:
        self._last = time.perf_counter(), time.thread_time()
        self._timer = self.startTimer(1, Qt.TimerType.PreciseTimer)
        return self

    def __exit__(self, *_ignored: object) -> None:
        self._beat()
        self.killTimer(self._timer)

    def timerEvent(self, event: QTimerEvent) -> None:
        """One beat."""
        self._beat()

    def _beat(self) -> None:
        now = time.perf_counter(), time.thread_time()
        wall, cpu = ((new - old) * 1000 for new, old in zip(now, self._last, strict=True))
        most = self.gaps[self.step]
        self.gaps[self.step] = max(most[0], wall), max(most[1], cpu)
        self._last = now

    @property
    def wall(self) -> float:
        """The longest gap on the wall, in milliseconds."""
        return max(gap[0] for gap in self.gaps.values())

    @property
    def cpu(self) -> float:
        """The most CPU in one gap, in milliseconds."""
        return max(gap[1] for gap in self.gaps.values())
