"""A ticked task of a Persian list runs from the right in the Markdown view too."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from newsroom.ui.editor.ways import way_of
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
    ("line", "way"),
    [
        ("- [x] نان", "rtl"),
        ("    * [X] نان", "rtl"),
        ("> 1. [x] نان and tea", "rtl"),
        ("- [x] bread و چای", "ltr"),
        ("- [x] 12", None),
        ("- [ ] نان", "rtl"),
        ("[x] نان", "ltr"),
        ("- x نان", "ltr"),
        ("| ۱۲ | ۱۳ |", None),
        ("  ", ""),
    ],
)
def test_a_line_s_way_is_that_of_its_words(line: str, way: str | None) -> None:
    assert way_of(line) == way


def test_lines_without_words_go_the_way_of_the_line_above(opens: Opens) -> None:
    text = "| سال | شمار |\n| --- | --: |\n| ۱۴۰۱ | ۲ |\n\n---\n\n| year |\n| --- |\n| 12 |\n"
    hand = opens(text)
    hand.pane.toggle_view()
    assert ways(hand) == [RTL, RTL, RTL, LTR, LTR, LTR, LTR]
    assert hand.text == text
    hand.select("| سال | شمار |")
    hand.type("| y |")
    assert ways(hand) == [LTR, LTR, LTR, LTR, LTR, LTR, LTR]
    hand.undo_all()
    assert ways(hand) == [RTL, RTL, RTL, LTR, LTR, LTR, LTR]
    assert hand.text == text


def test_an_item_just_begun_stands_where_the_list_stands(opens: Opens) -> None:
    hand = opens("- نان\n")
    hand.pane.toggle_view()
    hand.caret("نان")
    hand.type("\n")
    assert hand.text == "- نان\n- \n"
    assert ways(hand) == [RTL, RTL]
    hand.type("b")
    assert ways(hand) == [RTL, LTR]
    hand.key("Backspace")
    hand.type("چ")
    assert ways(hand) == [RTL, RTL]


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
