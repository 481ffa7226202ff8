"""How wide the panes of the window are: as ever on a usual screen, wider on a large one, and as a
person has put them.
"""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QSplitter
from pytestqt.qtbot import QtBot

from newsroom.ui.shares import LIST, PANELS, Panes, shares


def made(qtbot: QtBot) -> Panes:
    panes = Panes()
    qtbot.addWidget(panes)
    side = QSplitter(Qt.Orientation.Horizontal, panes)  # as the window makes them: inside
    side.setChildrenCollapsible(False)
    for n, least in enumerate((140, 300)):
        label = QLabel(str(n))
        label.setMinimumWidth(least)
        side.addWidget(label)
        side.setStretchFactor(n, n)
    side.setSizes([170, 310])
    story = QLabel("story", panes)
    story.setMinimumWidth(400)
    panes.fill(side, story, QLabel("panels", panes))
    return panes


def at(panes: Panes, wide: int) -> tuple[int, int]:
    panes.resize(wide, 700)
    panes.show()
    first, _story, last = panes.sizes()
    return first, last


@pytest.mark.parametrize("wide", [960, 1280, 1366, 1440])
def test_on_a_usual_screen_they_are_as_ever(wide: int) -> None:
    assert shares(wide) == (LIST, PANELS) == (480, 320)


def test_on_a_large_screen_each_has_its_share(qtbot: QtBot) -> None:
    panes = made(qtbot)
    assert at(panes, 1366) == (480, 320)
    assert at(panes, 2560) == (640, 432)
    side = panes.widget(0)
    assert isinstance(side, QSplitter)
    assert side.sizes()[0] in (169, 170), "the sidebar was not squeezed on the way"
    assert at(panes, 5120) == (640, 440), "a row is no page"
    assert at(panes, 1366) == (480, 320), "and back"
    side.hide()
    assert at(panes, 1366)[1] == 320, "what is folded away leaves its room to the story"


def test_where_a_person_put_a_line_it_stays(qtbot: QtBot) -> None:
    panes = made(qtbot)
    at(panes, 2560)
    panes.moveSplitter(700, 1)
    assert panes.arranged
    assert at(panes, 2000)[0] == 700
    assert at(panes, 2560)[0] == 700
    again = made(qtbot)
    again.restore(panes.sizes(), panes.arranged)
    assert at(again, 2560)[0] == pytest.approx(700, abs=2)


def test_widths_that_nobody_chose_come_by_themselves(qtbot: QtBot) -> None:
    panes = made(qtbot)
    panes.restore((640, 1488, 432), False)
    assert at(panes, 1366) == (480, 320), "left on a large screen, opened on a small one"
    panes.restore((480, 566, 320), None)
    assert not panes.arranged, "as it came, by an older version"
    panes.restore((555, 491, 320), None)
    assert panes.arranged


def test_columns_have_room_of_their_own(qtbot: QtBot) -> None:
    panes = made(qtbot)
    at(panes, 1366)
    panes.columns(True)
    assert panes.sizes()[0] > 600
    assert at(panes, 2000)[0] > 600, "not taken back by the next size"
    panes.columns(False)
    assert panes.sizes()[0] == LIST
