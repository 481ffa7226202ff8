"""What a start does once, and nothing of it for things that are not seen."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from newsroom.ui.column import WIDTH, PanelColumn
from newsroom.ui.listing.view import StoryList
from newsroom.ui.models.stories import StoryModel
from newsroom.ui.panels.inspector import Inspector
from newsroom.ui.wirewatch import WireWatch, watch
from newsroom.ui.workbench import Workbench
from tests.ui.real import opened, settle


def test_a_panel_that_comes_is_laid_out_before_it_is_painted(
    bench: Workbench, qtbot: QtBot, qapp: QApplication
) -> None:
    opened(bench, "rent-explainer")
    window = QWidget()
    qtbot.addWidget(window)
    column = PanelColumn(bench, window)
    QVBoxLayout(window).addWidget(column)
    window.resize(WIDTH + 40, 620)
    window.show()
    qtbot.waitExposed(window)
    settle(bench)
    panel = column.show_panel("inspector")
    assert isinstance(panel, Inspector)
    size = panel.form.size()
    qapp.processEvents()
    assert panel.form.size() == size, "all of it is painted once more"


def test_heads_that_nobody_sees_are_not_measured(
    bench: Workbench, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Any] = []
    monkeypatch.setattr(StoryModel, "headerData", lambda *what: asked.append(what), raising=False)
    rows = StoryList(StoryModel(bench.tasks), bench.theme)
    qtbot.addWidget(rows)
    assert asked == []


class Frame(QWidget):
    """As much of a window as the watch of the wire looks at."""

    closing = Signal()

    def __init__(self, bench: Workbench) -> None:
        super().__init__()
        self.tasks = bench.tasks


def test_the_windows_watch_is_looked_for_among_its_own(bench: Workbench, qtbot: QtBot) -> None:
    frame: Any = Frame(bench)
    qtbot.addWidget(frame)
    other = WireWatch(frame)
    other.setParent(QWidget(frame))
    mine = watch(frame)
    assert mine is not other, "each part below the window was looked at"
    assert watch(frame) is mine
