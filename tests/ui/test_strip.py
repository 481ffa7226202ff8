"""The strip of panel buttons: as many as fit, the rest in a menu."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QToolButton
from pytestqt.qtbot import QtBot

from newsroom.ui.strip import PanelStrip

NAMES = ("inspector", "outline", "versions", "comments", "inbox", "staff")


@pytest.fixture
def strip(qtbot: QtBot) -> PanelStrip:
    made = PanelStrip(None)  # type: ignore[arg-type]
    qtbot.addWidget(made)
    for name in NAMES:
        button = QToolButton(made)
        button.setFixedSize(30, 28)
        button.setCheckable(True)
        button.setAccessibleName(name)
        made.add(name, button)
    more = QToolButton(made)
    more.setObjectName("more")
    made.end(more)
    made.show()
    return made


def seen(strip: PanelStrip) -> list[str]:
    buttons = [button for button in strip.findChildren(QToolButton) if button.isVisible()]
    buttons.sort(key=lambda button: button.x())
    return [button.accessibleName() or button.objectName() for button in buttons]


def side(strip: PanelStrip) -> int:
    return max(button.sizeHint().width() for button in strip.findChildren(QToolButton))


def test_all_of_them_where_there_is_room(strip: PanelStrip) -> None:
    strip.resize(side(strip) * len(NAMES), 28)
    assert seen(strip) == list(NAMES)
    assert strip.hidden_away == ()


def test_what_has_no_room_is_in_the_menu(strip: PanelStrip) -> None:
    strip.resize(side(strip) * 4, 28)
    assert seen(strip) == ["inspector", "outline", "versions", "more"]
    assert strip.hidden_away == ("comments", "inbox", "staff")
    more = strip.findChild(QToolButton, "more")
    more.menu().aboutToShow.emit()
    assert [action.text() for action in more.menu().actions()] == ["comments", "inbox", "staff"]
    pressed = next(b for b in strip.findChildren(QToolButton) if b.accessibleName() == "inbox")
    more.menu().actions()[1].trigger()
    assert pressed.isChecked()


def test_the_panel_in_front_has_its_button(strip: PanelStrip) -> None:
    strip.resize(side(strip) * 4, 28)
    strip.bring_forward("staff")
    assert seen(strip) == ["inspector", "outline", "staff", "more"]
    strip.bring_forward("outline")
    assert seen(strip) == ["inspector", "outline", "versions", "more"]


def test_from_the_right_where_people_read_so(strip: PanelStrip) -> None:
    strip.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    strip.resize(side(strip) * 4 + 5, 28)
    strip.bring_forward("inspector")
    assert seen(strip) == ["more", "versions", "outline", "inspector"]
