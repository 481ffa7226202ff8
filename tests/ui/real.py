"""Real newsrooms for tests of the window: the sample, an empty one, and a workbench upon them.

A folder's conftest takes the fixtures over by name.
"""

from __future__ import annotations

import gc
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt
from PySide6.QtGui import QAction, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QWidget
from pytestqt.qtbot import QtBot

from newsroom.desk.desk import Desk, open_desk
from newsroom.desk.sample import make_sample
from newsroom.news.clock import fixed_clock
from newsroom.settings import Settings
from newsroom.ui.build import build
from newsroom.ui.icons import Icons
from newsroom.ui.messages import Messages
from newsroom.ui.story import OpenStory
from newsroom.ui.tasks import Tasks
from newsroom.ui.theme import Theme
from newsroom.ui.tidings import Tidings
from newsroom.ui.window import Window
from newsroom.ui.workbench import Workbench

NOW = datetime(2024, 5, 1, 12, 30, tzinfo=UTC)
LONGEST_MS = 10_000
WAITS = (
    "newsroom.ui.build.CLOCK_MS",
    "newsroom.ui.build.JOIN_MS",
    "newsroom.ui.listing.pane.COUNT_MS",
    "newsroom.ui.panels.checklist.TYPING_MS",
    "newsroom.ui.dialogs.replace.SETTLE_MS",
    "newsroom.ui.board.board.SETTLE_MS",
    "newsroom.ui.panels.recent.TYPING_MS",
    "newsroom.ui.panels.recent.COUNT_MS",
    "newsroom.ui.panels.outline.TYPING_MS",
    "newsroom.ui.panels.preview.TYPING_MS",
    "newsroom.ui.dialogs.exportchoices.SETTLE_MS",
    "newsroom.ui.dialogs.preferences.SETTLE_MS",
)
"""Pauses for people's hands, which no test has to wait for."""


@dataclass
class MovedClock:
    """Stands still until it is moved."""

    now: datetime = NOW
    read: int = field(default=0, compare=False)

    def __call__(self) -> datetime:
        self.read += 1
        return self.now

    def go_on(self, by: timedelta) -> None:
        self.now += by


def pytest_configure(config: pytest.Config) -> None:
    # What the offscreen platform says of menus and raised windows, and the web engine where
    # there is no graphics card.
    for words in (
        "This plugin does not support",
        "Sandboxing disabled",
        "GBM is not",
        "QRhiGles2",
        "Failed to create RHI",
        "QVulkanInstance",
        "GPUInfo not initialized",
    ):
        config.addinivalue_line("qt_log_ignore", words)


@pytest.fixture
def clock() -> MovedClock:
    return MovedClock()


@pytest.fixture(autouse=True)
def _no_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in WAITS:
        monkeypatch.setattr(name, 0)


@pytest.fixture(scope="session", autouse=True)
def _long_lived(qapp: QApplication) -> Iterator[None]:
    """What is imported now stays; to look through it after every test took a third of the time."""
    gc.collect()
    gc.freeze()
    yield
    gc.unfreeze()


@pytest.fixture(scope="session")
def theme(qapp: QApplication, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Theme]:
    """One look for all workbenches; a window dresses the program itself."""
    made = Theme(qapp, choice="light", cache=tmp_path_factory.mktemp("look"))
    yield made
    made.deleteLater()


@pytest.fixture(scope="session")
def sample_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample newsroom as it was at ``NOW``, to copy."""
    folder = tmp_path_factory.mktemp("sample")
    make_sample(folder / "day.newsroom", clock=fixed_clock(NOW))
    return folder


@pytest.fixture
def sample(sample_folder: Path, tmp_path: Path) -> Path:
    """A sample newsroom of the test's own."""
    shutil.copytree(sample_folder, tmp_path / "sample")
    return tmp_path / "sample" / "day.newsroom"


@pytest.fixture
def empty(empty_store_file: Path, tmp_path: Path) -> Path:
    """A newsroom with nothing in it."""
    path = tmp_path / "empty" / "day.newsroom"
    path.parent.mkdir()
    shutil.copyfile(empty_store_file, path)
    return path


@pytest.fixture(scope="session")
def icon_cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Icons are drawn once a run."""
    return tmp_path_factory.mktemp("icons")


Opener = Callable[..., Workbench]


@pytest.fixture
def opener(
    qtbot: QtBot, theme: Theme, tmp_path: Path, clock: MovedClock, icon_cache: Path
) -> Iterator[Opener]:
    """Opens workbenches on a store; they are closed in the end."""
    opened: list[Tasks] = []

    def open_(path: Path, **options: Any) -> Workbench:
        tasks = Tasks(lambda: open_desk(path, clock=clock, **options))
        opened.append(tasks)
        made = Workbench(
            tasks=tasks,
            settings=Settings(),
            theme=theme,
            icons=Icons(theme, cache=icon_cache),
            messages=Messages(),
            clock=clock,
            settings_folder=tmp_path / "config",
        )
        Tidings(made)
        tasks.start()
        settle(made)
        return made

    yield open_
    for tasks in opened:
        tasks.stop()


@pytest.fixture
def bench(opener: Opener, sample: Path) -> Workbench:
    """A workbench on the sample; Mara Ridley sits at it."""
    return opener(sample)


@pytest.fixture
def bare(opener: Opener, empty: Path) -> Workbench:
    """A workbench on an empty newsroom."""
    return opener(empty)


@pytest.fixture
def window(
    qtbot: QtBot, sample: Path, tmp_path: Path, clock: MovedClock, icon_cache: Path
) -> Iterator[Window]:
    """The whole window on the sample, shown and with its keys."""
    made = build(
        lambda: open_desk(sample, clock=clock),
        settings=Settings(theme="light"),
        state_folder=tmp_path / "state",
        cache_folder=icon_cache,
        store=str(sample),
        clock=clock,
    )
    made.resize(1366, 768)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is made)
    settle(made)
    yield made
    made.close()
    made.tasks.stop()
    made.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


# What tests do.


def settle(who: Workbench | Window) -> None:
    """Until everything that was asked for is done."""
    for _turn in range(3):  # an answer may start a timer of no time, which asks again
        QApplication.processEvents()
        assert who.tasks.wait_idle(LONGEST_MS)
    QApplication.processEvents()


def ask(who: Workbench | Window, verb: Callable[[Desk], Any]) -> Any:
    """What the desk answers."""
    got: list[Any] = []
    who.tasks.run(verb, then=got.append)
    settle(who)
    assert got, "the desk did not answer"
    return got[0]


def act(who: Workbench | Window, verb: Callable[[Desk], Any]) -> Any:
    """What the desk answers to a verb that changes something; everybody hears of it."""
    got: list[Any] = []
    who.tasks.change(verb, then=got.append)
    settle(who)
    assert got, "the desk did not answer"
    return got[0]


def opened(bench: Workbench, story: int | str) -> OpenStory:
    """The story, in front and staying there."""
    bench.open(story, new_tab=True)
    settle(bench)
    assert bench.current is not None
    return bench.current


def said(who: Workbench | Window) -> list[str]:
    """The sentences in the window's bar."""
    return [message.text for message in who.messages.standing]


def key(widget: QWidget, *keys: Qt.Key) -> None:
    """Press keys."""
    for one in keys:
        QTest.keyClick(widget, one)


def click(widget: QWidget) -> None:
    """Click in its middle."""
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton)


def popup(widget: QObject) -> QMenu:
    """The newest menu of a widget."""
    return widget.findChildren(QMenu)[-1]


def entries(menu: QMenu) -> list[str]:
    """What a menu offers."""
    return [action.text().replace("&", "") for action in menu.actions() if action.text()]


def entry(menu: QMenu, words: str) -> QAction:
    """The line of a menu that begins so."""
    return next(a for a in menu.actions() if a.text().replace("&", "").startswith(words))


def png(path: Path, width: int = 8, height: int = 6) -> Path:
    """A picture file."""
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.darkCyan)
    assert image.save(str(path), "PNG")  # type: ignore[call-overload]
    return path
