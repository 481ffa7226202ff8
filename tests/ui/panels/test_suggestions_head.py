"""What stands above the suggestions, in a column of the usual width."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from newsroom.ui.column import WIDTH
from newsroom.ui.panels.suggestions import SuggestionsPanel
from newsroom.ui.workbench import Workbench


def test_both_tabs_can_be_read_beside_the_names(bench: Workbench, qtbot: QtBot) -> None:
    panel = SuggestionsPanel(bench)
    qtbot.addWidget(panel)
    panel.resize(WIDTH, 500)
    panel.show()
    qtbot.waitExposed(panel)
    panel.tabs.setTabText(0, "Open (12)")
    panel.person.addItem("Everybody who suggested anything")
    panel.person.show()
    qtbot.waitUntil(lambda: panel.person.x() > 0)
    last = panel.tabs.tabRect(panel.tabs.count() - 1).right()
    assert last <= panel.tabs.width(), "the rest would be behind two arrows"
    assert panel.width() == WIDTH
    assert panel.tabs.geometry().right() < panel.person.x()
