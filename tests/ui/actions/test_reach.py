"""Every control has a name for a screen reader and can be come to by Tab."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QDialog,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QTabBar,
    QTextEdit,
    QToolBar,
    QWidget,
)

from newsroom.ui.dialogs.start import StartDialog
from newsroom.ui.panels import PANELS
from newsroom.ui.window import Window
from tests.ui.real import opened, settle

CONTROLS = (
    QAbstractButton, QAbstractItemView, QAbstractSpinBox, QComboBox, QLineEdit, QPlainTextEdit,
    QTextEdit,
)  # fmt: skip
COMPOSED = (QAbstractSpinBox, QComboBox, QLineEdit, QAbstractItemView, QTabBar)
TAB = Qt.FocusPolicy.TabFocus


def inside(widget: QWidget) -> bool:
    """Whether it is a part of another control, which has the name and the keyboard."""
    parent = widget.parentWidget()
    while parent is not None and not parent.isWindow():
        if isinstance(parent, COMPOSED):
            return True
        parent = parent.parentWidget()
    return isinstance(parent, QComboBox)


def controls(top: QWidget) -> list[QWidget]:
    """What a person can see and use."""
    return [
        widget
        for widget in top.findChildren(QWidget)
        if widget.isVisible()
        and widget.isEnabled()
        and widget.window() is top
        and not inside(widget)
        and (isinstance(widget, CONTROLS) or widget.focusPolicy() != Qt.FocusPolicy.NoFocus)
    ]


def told(widget: QWidget) -> str:
    parts = [type(widget).__name__, widget.objectName(), widget.accessibleName()]
    parent = widget.parentWidget()
    while parent is not None and len(parts) < 6:
        parts.append(f"in {type(parent).__name__} {parent.objectName()}")
        parent = parent.parentWidget()
    return " ".join(part for part in parts if part)


def nameless(top: QWidget) -> list[str]:
    found = []
    for widget in controls(top):
        spoken = QAccessible.queryAccessibleInterface(widget)
        assert spoken is not None
        if not spoken.text(QAccessible.Text.Name).strip():
            found.append(told(widget))
    return found


def out_of_reach(top: QWidget) -> list[str]:
    """Controls that Tab never comes to and that are no command with a menu line either."""
    chain = set()
    here: QWidget = top
    for _turn in range(5_000):
        here = here.nextInFocusChain()
        if here is top:
            break
        chain.add(here)
    found = []
    for widget in controls(top):
        by_tab = widget in chain and bool(widget.focusPolicy() & TAB)
        by_menu = isinstance(widget.parentWidget(), QToolBar) or isinstance(widget, QHeaderView)
        words = isinstance(widget, QLabel)  # that the mouse can mark, and nothing to work with
        if not (by_tab or by_menu or words):
            found.append(told(widget))
    return found


@pytest.mark.parametrize("panel", [panel.id for panel in PANELS if panel.id != "preview"])
def test_every_control_of_the_window_has_a_name_and_is_in_reach(window: Window, panel: str) -> None:
    opened(window.workbench, "ferry-night-service")
    opened(window.workbench, "rent-explainer")
    window.show_panel(panel)
    window.messages.say("Something to read")
    settle(window)
    assert len(controls(window)) > 25
    assert nameless(window) == []
    assert out_of_reach(window) == []


def test_the_controls_around_the_preview_have_names_too(window: Window) -> None:
    window.show_panel("preview")
    settle(window)
    assert nameless(window) == []
    assert out_of_reach(window) == []


def test_an_entry_of_the_staff_is_in_reach(window: Window) -> None:
    panel = window.show_panel("staff")
    settle(window)
    panel.show_item(window.workbench.lists.staff[0].id)  # type: ignore[attr-defined]
    settle(window)
    assert nameless(window) == []
    assert out_of_reach(window) == []


DIALOGS = (
    "help.about", "help.shortcuts", "edit.preferences", "publish.export_all", "publish.export",
    "edit.lists",
)  # fmt: skip


@pytest.fixture(autouse=True)
def no_engine_yet(monkeypatch: pytest.MonkeyPatch) -> None:
    """As at the first page of a day: in a loaded one Tab goes through the page's own links."""
    monkeypatch.setattr("newsroom.ui.dialogs.exportresult.started", lambda: False)


def dialog(window: Window, command: str) -> QDialog:
    opened(window.workbench, "ferry-night-service")
    window.commands.run(command)
    settle(window)
    found = [one for one in window.findChildren(QDialog) if one.isVisible()]
    assert len(found) == 1
    return found[0]


@pytest.mark.parametrize("command", DIALOGS)
def test_every_control_of_a_dialog_has_a_name_and_is_in_reach(window: Window, command: str) -> None:
    shown = dialog(window, command)
    assert shown.windowTitle()
    assert nameless(shown) == []
    assert out_of_reach(shown) == []
    shown.close()


@pytest.mark.parametrize("command", DIALOGS)
def test_tab_goes_round_a_dialog_and_escape_closes_it(window: Window, command: str) -> None:
    shown = dialog(window, command)
    shown.activateWindow()
    wanted = {
        widget for widget in controls(shown) if widget.focusPolicy() & TAB and widget.isEnabled()
    }
    come_to: set[QWidget] = set()
    for _turn in range(3 * len(wanted) + 5):
        here = QApplication.focusWidget() or shown
        QTest.keyClick(here, Qt.Key.Key_Tab)
        now = QApplication.focusWidget()
        while now is not None and now not in wanted and now is not shown:
            now = now.parentWidget()
        if now is not None:
            come_to.add(now)
    groups = {w for w in wanted if isinstance(w, QAbstractButton) and w.group() is not None}
    assert {told(widget) for widget in wanted - groups} == {
        told(widget) for widget in wanted - groups if widget in come_to
    }
    QTest.keyClick(shown, Qt.Key.Key_Escape)
    settle(window)
    assert not [one for one in window.findChildren(QDialog) if one.isVisible()]


@pytest.mark.parametrize(
    "make",
    [
        lambda own: StartDialog(own=own),
        lambda own: StartDialog(own=own, own_exists=True, complaint="It is away.", again=True),
    ],
)
def test_the_start_is_in_reach(
    window: Window, tmp_path: Path, make: Callable[[Path], StartDialog]
) -> None:
    shown = make(tmp_path / "own.newsroom")
    shown.show()
    assert nameless(shown) == []
    assert out_of_reach(shown) == []
    shown.close()
    shown.deleteLater()
