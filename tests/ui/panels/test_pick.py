"""Boxes of choices: the list that hangs below one shows whole lines, however it is opened."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QStyleOptionComboBox, QWidget
from pytestqt.qtbot import QtBot

from newsroom.ui.theme import Theme
from newsroom.ui.widgets.pick import Pick

Opened = Callable[..., QComboBox]


@pytest.fixture
def opened(theme: Theme, qtbot: QtBot) -> Iterator[Opened]:
    """Makes a box in a window, and opens its list with the mouse."""
    windows: list[QWidget] = []

    def open_(kind: type[QComboBox], lines: list[str], width: int = 120) -> QComboBox:
        window = QWidget()
        windows.append(window)
        qtbot.addWidget(window)
        window.resize(400, 300)
        box = kind(window)
        box.addItems(lines)
        box.setGeometry(20, 20, width, box.sizeHint().height())
        window.show()
        qtbot.waitExposed(window)
        QTest.mousePress(box, Qt.MouseButton.LeftButton)
        QTest.mouseRelease(box, Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda: box.view().isVisible())
        return box

    yield open_
    for window in windows:
        for box in window.findChildren(QComboBox):
            box.hidePopup()


@pytest.mark.parametrize("kind", [QComboBox, Pick])
@pytest.mark.parametrize("count", [1, 2, 10, 100])
def test_every_line_is_whole_and_ten_at_most(
    opened: Opened, kind: type[QComboBox], count: int
) -> None:
    box = opened(kind, [f"Line {n}" for n in range(count)])
    view = box.view()
    assert view.viewport().height() == min(count, 10) * view.sizeHintForRow(0)
    assert (view.verticalScrollBar().maximum() > 0) == (count > 10)


@pytest.mark.parametrize("count", [2, 100])
def test_the_list_of_a_narrow_box_is_as_wide_as_its_words(opened: Opened, count: int) -> None:
    lines = [f"Agency {n} with quite a long name" for n in range(count)]
    box = opened(Pick, lines)
    assert box.width() == 120
    assert box.view().viewport().width() >= box.view().sizeHintForColumn(0)


def test_a_list_at_the_screens_edge_stays_on_it(theme: Theme, qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    box = Pick(window)
    box.addItem("Agency with a name that is longer than its box by far")
    box.setGeometry(0, 0, 60, 28)
    window.resize(60, 200)
    there = window.screen().availableGeometry()
    window.move(there.right() - 60, 100)
    window.show()
    qtbot.waitExposed(window)
    box.showPopup()
    assert box.view().window().geometry().right() <= there.right()
    box.hidePopup()


def test_words_without_room_end_in_dots(opened: Opened) -> None:
    box = opened(Pick, ["Agency with quite a long name"], width=100)
    option = QStyleOptionComboBox()
    box.initStyleOption(option)
    assert option.currentText.endswith("…")
    assert box.currentText() == "Agency with quite a long name"
