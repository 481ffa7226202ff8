"""What stands in the way of a story, in a panel of the usual width."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from newsroom.news.gate import Finding, Level, Where
from newsroom.ui.column import WIDTH
from newsroom.ui.widgets.findings import FindingLine
from newsroom.ui.workbench import Workbench


def test_several_places_leave_the_sentence_as_much_room_as_two_lines_need(
    bench: Workbench, qtbot: QtBot
) -> None:
    finding = Finding(
        check="suggestions",
        level=Level.MUST,
        label="No suggestion is open",
        sentence="2 suggestions are open.",
        where=(Where(suggestion=1), Where(suggestion=2)),
    )
    went: list[Where] = []
    line = FindingLine(finding, bench.icons, went.append)
    qtbot.addWidget(line)
    line.resize(WIDTH - 60, 40)  # as Ready to publish indents it
    line.show()
    qtbot.waitExposed(line)
    assert line.there is not None
    assert line.there.text() == "Take me to 1 of 2"
    high = line.words.fontMetrics().lineSpacing()
    assert line.words.heightForWidth(line.words.width()) < 3 * high
    line.there.click()
    assert line.there.text() == "Take me to 2 of 2"
    assert went == [finding.where[0]]
