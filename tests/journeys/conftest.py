"""A real window on a real store, worked by keys and mouse as a person does."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from newsroom.desk.desk import Desk, open_desk
from newsroom.settings import Settings
from newsroom.ui.build import build
from newsroom.ui.window import Window
from tests import postgres

QCoreApplication.setAttribute(Qt.ApplicationAttribute.AA_ShareOpenGLContexts)

LONGEST_MS = 15_000

on_both_engines = pytest.mark.parametrize(
    "engine", ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)]
)


def pytest_configure(config: pytest.Config) -> None:
    # What the offscreen platform says of windows that have a smallest size or are raised.
    # And what the web engine says where there is no graphics card.
    for said in (
        "This plugin does not support",
        "Sandboxing disabled",
        "GBM is not",
        "QRhiGles2",
        "Failed to create RHI",
        "QVulkanInstance",
        "GPUInfo",
    ):
        config.addinivalue_line("qt_log_ignore", said)


@pytest.fixture(autouse=True)
def collected() -> Iterator[None]:
    """As in the program (ui.collect): garbage is collected on this thread only."""
    gc.disable()
    yield
    gc.collect()


class Hand:
    """Keys and mouse on one window."""

    def __init__(self, window: Window, qtbot: QtBot) -> None:
        self.window = window
        self.bench = window.workbench
        self._qtbot = qtbot

    @property
    def focus(self) -> QWidget:
        """What has the keyboard."""
        return QApplication.activePopupWidget() or QApplication.focusWidget() or self.window

    def key(self, *keys: str) -> None:
        """Press keys, one after the other ("Ctrl+N", "Tab")."""
        for key in keys:
            if QApplication.activeWindow() is None:  # a dialog closed, and nobody manages windows
                self.window.activateWindow()
                self.until(lambda: QApplication.activeWindow() is self.window)
            QTest.keySequence(self.focus, QKeySequence(key))
            self.settle()

    def type(self, words: str) -> None:
        """Type; a line break is Enter."""
        for place, line in enumerate(words.split("\n")):
            if place:
                QTest.keyClick(self.focus, Qt.Key.Key_Return)
            for letter in line:
                self._letter(letter)

    def _letter(self, letter: str) -> None:
        if letter.isascii():
            QTest.keyClick(self.focus, letter)
            return
        # QTest knows only the keys of an American keyboard.
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            event = QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, letter)
            QApplication.sendEvent(self.focus, event)

    def click(self, widget: QWidget, at: QPoint | None = None) -> None:
        """Click with the left button, in the middle or at a point of the widget."""
        place = at if at is not None else widget.rect().center()
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)
        self.settle()

    def settle(self) -> None:
        """Until everything that was asked for is done."""
        QApplication.processEvents()
        assert self.window.tasks.wait_idle(LONGEST_MS)

    def until(self, true: Callable[[], object]) -> None:
        """Until it is so."""
        self._qtbot.waitUntil(lambda: bool(true()), timeout=LONGEST_MS)

    def find(self, kind: type[QWidget], name: str = "") -> QWidget:
        """The one widget of that kind and object name which can be seen."""
        found = {
            widget: None
            for top in QApplication.topLevelWidgets()
            if top.isVisible()
            for widget in (top, *top.findChildren(QWidget))
            if isinstance(widget, kind)
            and widget.isVisible()
            and (not name or widget.objectName() == name)
        }
        assert len(found) == 1, found
        return next(iter(found))

    def ask(self, verb: Callable[[Desk], object]) -> object:
        """What the desk answers."""
        got: list[object] = []
        self.window.tasks.run(verb, then=got.append)
        self.settle()
        return got[0]


Opener = Callable[..., Hand]


@pytest.fixture
def engine() -> str:
    """On what the journey's newsroom stands; ``on_both_engines`` makes it two journeys."""
    return "sqlite"


@pytest.fixture
def day(engine: str, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Path | str]:
    """The journey's newsroom: a path where nothing is yet, or the address of an empty database."""
    if engine == "sqlite":
        yield tmp_path / "day.newsroom"
        return
    server: postgres.Server = request.getfixturevalue("pg_server")
    with server.database() as url:
        yield url


@pytest.fixture
def opener(qtbot: QtBot, tmp_path: Path, day: Path | str) -> Iterator[Opener]:
    """Opens windows; the same store and state where they are not named otherwise."""
    windows: list[Window] = []

    def open_(
        store: Path | str | None = None, *, state: str = "state", who: str | None = None
    ) -> Hand:
        path = store or day
        window = build(
            lambda: open_desk(path, create=True, who=who),
            settings=Settings(),
            state_folder=tmp_path / state,
            store=str(path),
        )
        windows.append(window)
        window.resize(1366, 768)
        window.show()
        window.activateWindow()
        hand = Hand(window, qtbot)
        qtbot.waitUntil(lambda: QApplication.activeWindow() is window)
        hand.until(lambda: window.workbench.attendance is not None)
        hand.settle()
        return hand

    yield open_
    for window in windows:
        window.close()
        window.tasks.stop()
        window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
