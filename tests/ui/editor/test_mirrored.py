"""Tables that run from right to left: the first column at the right, the Markdown as ever."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QTextTable

from newsroom.ui.editor.mirrored import is_mirrored
from newsroom.ui.editor.nesting import table_of
from tests.ui.editor.conftest import Hand, Opens

PERSIAN = "| نام | شمار | یادداشت |\n|:--|--:|---|\n| کشتی | ۱۲ | ab |\n| بندر |  | x |\n"


def table(hand: Hand) -> QTextTable:
    found = table_of(hand.cursor.block())
    assert found is not None
    return found


def left_of(hand: Hand, words: str) -> int:
    hand.caret(words)
    return hand.rich.cursorRect().x()


@pytest.mark.parametrize("language", ["fa", "en"])
def test_the_first_column_stands_at_the_right(opens: Opens, language: str) -> None:
    hand = opens(PERSIAN, language=language)
    assert left_of(hand, "نام") > left_of(hand, "شمار") > left_of(hand, "یادداشت")
    assert hand.text == PERSIAN


def test_english_tables_stay_as_they_are_in_a_persian_story(opens: Opens) -> None:
    hand = opens("سلام\n\n| a | b |\n|---|---|\n| c | d |\n", language="fa")
    assert left_of(hand, "a") < left_of(hand, "b")


def test_tab_walks_as_it_is_read(opens: Opens) -> None:
    hand = opens(PERSIAN, language="fa")
    hand.caret("نام")
    seen = []
    for _cell in range(5):
        hand.key("Tab")
        seen.append(hand.chosen)
    assert seen == ["شمار", "یادداشت", "کشتی", "۱۲", "ab"]
    hand.key("Shift+Tab")
    assert hand.chosen == "۱۲"


def test_an_edit_touches_its_cell_and_both_views_have_the_caret_in_it(opens: Opens) -> None:
    hand = opens(PERSIAN, language="fa")
    hand.caret("کشتی")
    hand.type(" a")
    assert hand.text == PERSIAN.replace("کشتی", "کشتی a")
    hand.toggle()
    assert "کشتی a¦" in hand.around
    hand.toggle()
    assert hand.around == "کشتی a¦"
    hand.key("Ctrl+Z", "Ctrl+Z")
    assert hand.text == PERSIAN


def test_a_column_comes_after_the_one_it_is_asked_for(opens: Opens) -> None:
    hand = opens(PERSIAN, language="fa")
    hand.caret("نام")
    assert hand.pane.apply("column_after")
    hand.type("تازه")
    assert hand.text.splitlines()[0].replace(" ", "") == "|نام|تازه|شمار|یادداشت|"
    assert left_of(hand, "نام") > left_of(hand, "تازه") > left_of(hand, "شمار")


def test_chosen_cells_are_copied_in_their_order(opens: Opens) -> None:
    hand = opens(PERSIAN, language="fa")
    hand.caret("شمار")
    cursor = hand.cursor
    cursor.setPosition(table(hand).cellAt(1, 2).lastPosition(), cursor.MoveMode.KeepAnchor)
    hand.view.setTextCursor(cursor)
    copied = hand.rich.clipboard.take().text()
    assert "یادداشت" not in copied
    assert copied.index("نام") < copied.index("شمار") < copied.index("کشتی") < copied.index("۱۲")


def test_a_new_table_runs_as_its_story(opens: Opens) -> None:
    hand = opens("متن\n", language="fa")
    hand.end()
    hand.pane.commands.inserts.put_table(2, 2)
    hand.type("یک")
    hand.key("Tab")
    hand.type("دو")
    assert left_of(hand, "یک") > left_of(hand, "دو")
    assert "| یک" in hand.text
    assert hand.text.index("یک") < hand.text.index("دو")


def test_a_table_that_is_filled_in_persian_turns_while_it_is_filled(opens: Opens) -> None:
    hand = opens("Before.\n")
    hand.end()
    hand.type("\n")
    hand.pane.commands.inserts.put_table(2, 2)
    hand.type("نام")
    hand.key("Tab")
    hand.type("شهر")
    hand.key("Tab")
    hand.type("رضا")
    hand.key("Tab")
    hand.type("بم")
    assert "| نام | شهر |\n| --- | --- |\n| رضا | بم |" in hand.text
    assert is_mirrored(table(hand))
    hand.undo_all()
    assert hand.text == "Before.\n"
    hand.redo_all()
    assert "| نام | شهر |\n| --- | --- |\n| رضا | بم |" in hand.text
    again = opens(hand.text)
    cells = [one.rich.document().toRawText().partition("\ufdd0")[2] for one in (hand, again)]
    assert cells[0] == cells[1], "as it would be opened"
