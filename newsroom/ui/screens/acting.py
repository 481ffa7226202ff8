"""What the views share: the story they show, how long they wait, a command and its dialog."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtWidgets import QDialog, QWidget

    from newsroom.ui.window import Window

ANSWERS_MS = 20_000  # the longest that the answers of a view may take
PAGE_MS = 600  # from a page that is loaded to one that is painted, in software
SENT = "rent-index-september"  # in order, and left as it is by every view
STORY = "ferry-night-service"  # with tags, bylines, a picture and a long body


def panel(name: str) -> Callable[[Window], QWidget]:
    """A view of the window with that panel."""

    def show(window: Window) -> QWidget:
        window.show_panel(name)
        return window

    return show


def command(name: str) -> Callable[[Window], QWidget]:
    """A view of the dialog that an action opens."""

    def show(window: Window) -> QWidget:
        from PySide6.QtWidgets import QDialog

        window.commands.run(name)
        return newest(window, QDialog)

    return show


def about_a_story(name: str) -> Callable[[Window], QWidget]:
    """A view of the dialog that an action opens about a published story, once that is read."""

    def show(window: Window) -> QWidget:
        from PySide6.QtWidgets import QDialog

        window.workbench.open(STORY, new_tab=True)
        window.tasks.wait_idle(ANSWERS_MS)
        window.commands.run(name)
        window.tasks.wait_idle(ANSWERS_MS)
        return newest(window, QDialog)

    return show


def newest(window: Window, kind: type[QDialog]) -> QWidget:
    """The dialog of that kind that was opened last."""
    window.fold("list", False)
    return next(child for child in reversed(window.findChildren(kind)) if child.isVisible())


def press(window: Window, words: str) -> None:
    """Type where the keyboard is."""
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication

    QTest.keyClicks(QApplication.focusWidget() or window, words)
