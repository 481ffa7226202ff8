"""In a Persian story the caret stands on the right of a line that has no words yet."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QTextBlock

from tests.ui.editor.conftest import Hand, Opens

RTL = Qt.LayoutDirection.RightToLeft


def here(hand: Hand) -> bool:
    """Whether the caret's line runs from the right, and the caret stands there."""
    block: QTextBlock = hand.cursor.block()
    right = block.textDirection() == RTL
    if block.length() == 1:
        middle = hand.view.viewport().width() / 2
        assert (hand.view.cursorRect().left() > middle) is right
    return right


def test_each_enter_leaves_the_caret_on_its_side(opens: Opens) -> None:
    hand = opens("")
    hand.type("سلام\n")
    assert here(hand)
    hand.type("- ")
    assert here(hand)
    hand.type("نان\n")
    assert here(hand)
    hand.type("\n")
    assert here(hand)
    hand.type("## ")
    assert here(hand)
    hand.type("عنوان\nپایان")
    assert here(hand)
    assert hand.text == "سلام\n\n- نان\n\n## عنوان\n\nپایان\n"
    hand.undo_all()
    assert hand.text == ""


def test_the_first_letter_tells_the_way(opens: Opens) -> None:
    hand = opens("سلام\n")
    hand.end()
    hand.type("\n")
    hand.type("12 ")
    assert here(hand)
    hand.type("a")
    assert not here(hand)
    hand.type("\n")
    assert not here(hand)
    hand.undo_all()
    assert hand.text == "سلام\n"
    hand.type("\nword")
    assert not here(hand)


def test_what_is_pasted_goes_its_own_way(opens: Opens) -> None:
    hand = opens("سلام\n")
    hand.end()
    hand.type("\n")
    hand.paste("English words", key="Ctrl+Shift+V")
    assert not here(hand)
    assert hand.text == "سلام\n\nEnglish words\n"
    hand.undo_all()
    assert hand.text == "سلام\n"


def test_an_empty_story_begins_on_the_side_of_its_language(opens: Opens) -> None:
    hand = opens("", language="fa")
    assert here(hand)
    hand.type("A")
    assert not here(hand)
    assert hand.text == "A\n"


def test_an_item_that_moves_in_or_out_stays_on_its_side(opens: Opens) -> None:
    hand = opens("- نان\n")
    hand.end()
    hand.type("\n")
    hand.key("Tab")
    assert here(hand)
    hand.type("شیر\n")
    hand.key("Shift+Tab")
    assert here(hand)
    for name in ("numbers", "heading2", "quote", "bullets"):
        hand.apply(name)
        assert here(hand), name
    hand.type("a")
    assert not here(hand)
