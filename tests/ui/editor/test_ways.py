"""A ticked task of a Persian list runs from the right in the Markdown view too."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from newsroom.ui.editor.ways import runs_back
from tests.ui.editor.conftest import Hand, Opens

LTR, RTL = Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft


def ways(hand: Hand) -> list[Qt.LayoutDirection]:
    found, block = [], hand.view.document().firstBlock()
    while block.isValid():
        if block.text().strip():
            found.append(block.textDirection())
        block = block.next()
    return found


@pytest.mark.parametrize(
    ("line", "back"),
    [
        ("- [x] نان", True),
        ("    * [X] نان", True),
        ("> 1. [x] نان and tea", True),
        ("- [x] bread و چای", False),
        ("- [x] 12", False),
        ("- [ ] نان", False),  # Qt sees that by itself
        ("[x] نان", False),
        ("- x نان", False),
    ],
)
def test_a_ticked_task_is_told_by_its_words(line: str, back: bool) -> None:
    assert runs_back(line) is back


def test_lines_run_as_their_words_do_when_a_story_is_opened(opens: Opens) -> None:
    hand = opens("- [x] نان\n- [ ] چای\n- [x] bread\n\nمتن\n\ntext\n")
    hand.pane.toggle_view()
    assert ways(hand) == [RTL, RTL, LTR, RTL, LTR]
    assert not hand.view.document().isUndoAvailable()
    assert not hand.story.dirty


def test_they_turn_as_they_are_typed_and_turn_back_with_one_undo(opens: Opens) -> None:
    hand = opens("- [ ] نان\n")
    hand.pane.toggle_view()
    hand.select(" ]")
    hand.type("x]")
    assert hand.text == "- [x] نان\n"
    assert ways(hand) == [RTL]
    hand.end()
    hand.key("Up", "End")
    hand.type("\nچای")
    assert hand.text == "- [x] نان\n- [ ] چای\n"
    assert ways(hand) == [RTL, RTL]
    hand.type("\nbread")
    assert ways(hand) == [RTL, RTL, LTR]
    hand.undo_all()
    assert hand.text == "- [ ] نان\n"
    assert ways(hand) == [RTL]
    while hand.view.document().isRedoAvailable():
        hand.key("Ctrl+Shift+Z")
    assert hand.text == "- [x] نان\n- [ ] چای\n- [ ] bread\n"
    assert ways(hand) == [RTL, RTL, LTR]


def test_a_line_that_is_no_ticked_task_any_more_goes_its_own_way(opens: Opens) -> None:
    hand = opens("- [x] نان\n")
    hand.pane.toggle_view()
    hand.select("نان")
    hand.type("bread")
    assert ways(hand) == [LTR]
    hand.key("Ctrl+Z")
    hand.undo_all()
    assert ways(hand) == [RTL]


def test_pasted_lines_are_looked_at(opens: Opens) -> None:
    hand = opens("")
    hand.pane.toggle_view()
    hand.paste("- [x] نان\n- [x] tea\n- [x] چای\n", key="Ctrl+Shift+V")
    assert ways(hand) == [RTL, LTR, RTL]
    hand.undo_all()
    assert hand.text == ""
