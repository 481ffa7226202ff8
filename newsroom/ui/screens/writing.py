"""Views of the list and of a story that is written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsroom.ui.screens.acting import ANSWERS_MS, PAGE_MS, STORY, press

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from newsroom.ui.window import Window


def no_story(window: Window) -> QWidget:
    """The window as it opens."""
    return window


def story(window: Window) -> QWidget:
    """A story with the inspector."""
    window.workbench.open(STORY, new_tab=True)
    window.show_panel("inspector")
    return window


def preview(window: Window) -> QWidget:
    """The page as readers will see it."""
    from PySide6.QtCore import QEventLoop, QTimer

    from newsroom.ui.panels.preview import PreviewPanel

    panel = window.show_panel("preview")
    assert isinstance(panel, PreviewPanel)
    loop = QEventLoop()
    panel.shown.connect(lambda: QTimer.singleShot(PAGE_MS, loop.quit))
    QTimer.singleShot(ANSWERS_MS, loop.quit)
    loop.exec()
    return window


def source(window: Window) -> QWidget:
    """The story as Markdown."""
    window.show_panel("inspector")
    window.commands.run("view.source")
    return window


def new(window: Window) -> QWidget:
    """A story that has no word yet."""
    window.workbench.new()
    return window


def persian(window: Window) -> QWidget:
    """A story from right to left."""
    window.workbench.open("nowruz-explained", new_tab=True)
    return window


def search(window: Window) -> QWidget:
    """The list as somebody types a word."""
    for message in window.messages.standing:
        window.messages.take_back(message)
    window.commands.run("go.search")
    press(window, "ferry")
    return window


def focus(window: Window) -> QWidget:
    """Nothing but the story."""
    window.fold("list", True)
    window.fold("right", True)
    return window


def palette(window: Window) -> QWidget:
    """The command palette."""
    window.fold("list", False)
    window.commands.run("go.palette")
    press(window, "se")
    return window
