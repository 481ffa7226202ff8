"""Note-outs, TKs and footnotes: put in, shown, counted, jumped between, taken out."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QTextCharFormat
from PySide6.QtWidgets import QLabel

from tests.ui.editor.conftest import Hand, Opens


def strip(hand: Hand) -> str:
    hand.pane.count()
    hand.pane._show_state()
    return " | ".join(label.text() for label in hand.pane.counts.findChildren(QLabel))


def looks_at(hand: Hand, words: str) -> list[QTextCharFormat]:
    """What the highlighter lays over the first letter of ``words``."""
    hand.caret(words, after=False)
    block, at = hand.cursor.block(), hand.cursor.positionInBlock()
    return [
        QTextCharFormat(found.format)
        for found in block.layout().formats()
        if found.start <= at < found.start + found.length
    ]


def test_f10_parks_words_and_gives_them_back(opens: Opens) -> None:
    body = "One doubtful claim here.\n"
    hand = opens(body)
    hand.select("doubtful claim")
    hand.key("F10")
    assert hand.text == "One %%doubtful claim%% here.\n"
    assert "noted" in hand.on
    assert "2 words" in strip(hand)
    assert looks_at(hand, "claim"), "it is striped"
    hand.select("doubtful claim")
    hand.key("F10")
    assert hand.text == body
    assert "4 words" in strip(hand)
    hand.undo_all()
    assert hand.text == body


def test_a_note_out_over_paragraphs_marks_and_items(opens: Opens) -> None:
    body = "One two.\n\n- three **four**\n- five\n\n> six[^1]\n\n[^1]: Note.\n"
    hand = opens(body)
    hand.select("two", "five")
    hand.key("F10")
    assert hand.text == body.replace("two.", "%%two.%%").replace(
        "three **four**", "%%three **four**%%"
    ).replace("five", "%%five%%")
    hand.key("Ctrl+Z")
    assert hand.text == body


def test_the_strip_says_what_is_still_open(opens: Opens) -> None:
    hand = opens("A %%parked%% claim of TK people and TKTK more, `TK` aside.\n")
    assert "1 note-out, 2 TKs" in strip(hand)
    assert "TK" not in strip(opens("Nothing is open here.\n"))
    assert "1 TK" in strip(opens("TK\n"))
    assert "2 note-outs" in strip(opens("%%a%% b %%c%%\n"))


def test_a_fact_to_come_stands_out_but_not_in_words_or_code(opens: Opens) -> None:
    hand = opens("Some TK and TKO and `TK` here.\n")
    assert looks_at(hand, "TK and")
    assert not looks_at(hand, "TKO")
    plain = looks_at(hand, "TK here")
    assert all(fmt.foreground().color() != looks_at(hand, "TK and")[0].foreground().color()
               for fmt in plain)  # fmt: skip


@pytest.mark.parametrize("source", [False, True])
def test_a_footnote_is_put_in_and_its_text_written(opens: Opens, source: bool) -> None:
    body = "One two.\n\nThree _four_.\n"
    hand = opens(body)
    if source:
        hand.toggle()
    hand.caret("two")
    hand.key("Ctrl+Alt+F")
    assert hand.text == "One two[^1].\n\nThree _four_.\n\n[^1]: \n" or hand.text == (
        "One two[^1].\n\nThree _four_.\n\n[^1]: \n".replace(": \n", ":\n")
    )
    hand.type("The note.")
    assert hand.text == "One two[^1].\n\nThree _four_.\n\n[^1]: The note.\n"
    hand.undo_all()
    assert hand.text == body
    assert not hand.story.dirty


def test_footnotes_count_up_as_they_are_cited(opens: Opens) -> None:
    hand = opens("One two.\n\nThree four.[^1]\n\n[^1]: First made.\n")
    hand.caret("two")
    hand.key("Ctrl+Alt+F")
    hand.type("Now first.")
    assert hand.text == ("One two[^1].\n\nThree four.[^2]\n\n[^1]: Now first.\n[^2]: First made.\n")
    hand.undo_all()
    assert hand.text == "One two.\n\nThree four.[^1]\n\n[^1]: First made.\n"


def test_the_key_jumps_from_mark_to_text_and_back(opens: Opens) -> None:
    body = "One[^1] two[^2].\n\n[^1]: A.\n\n[^2]: B.\n"
    hand = opens(body)
    hand.caret("two[^2]")
    hand.key("Ctrl+Alt+F")
    assert hand.around.endswith("B.¦")
    hand.key("Ctrl+Alt+F")
    assert hand.around == "One[^1] two[^2]¦."
    assert hand.text == body


def test_a_footnote_that_is_taken_out_takes_its_text_along(opens: Opens) -> None:
    body = "One[^1] two[^2].\n\n[^1]: A.\n\n[^2]: B.\n"
    hand = opens(body)
    hand.caret("One[^1]")
    hand.key("Backspace")
    assert hand.text == "One two[^1].\n\n[^1]: B.\n"
    hand.key("Ctrl+Z")
    assert hand.text == body
    assert not hand.story.dirty


def test_footnotes_are_numbered_anew_on_request(opens: Opens) -> None:
    body = "One[^2] two[^1].\n\n[^1]: A.\n\n[^2]: B.\n"
    hand = opens(body)
    hand.apply("renumber")
    assert hand.text == "One[^1] two[^2].\n\n[^1]: B.\n\n[^2]: A.\n"
    hand.key("Ctrl+Z")
    assert hand.text == body


def test_code_takes_no_footnote(opens: Opens) -> None:
    body = "```\ncode\n```\n"
    hand = opens(body)
    hand.caret("co")
    hand.key("Ctrl+Alt+F")
    assert hand.text == body


def test_a_footnote_before_a_windows_line_end_leaves_it_whole(opens: Opens) -> None:
    hand = opens("one\r\ntwo\r\n")
    hand.caret("one")
    hand.type(" ")
    assert hand.text == "one\r\ntwo\r\n", "the blank at a line's end says nothing"
    hand.apply("footnote")
    hand.type("Said.")
    assert hand.text == "one[^1]\r\ntwo\r\n\r\n[^1]: Said.\r\n"
    assert hand.pane.body.text().count("\r") == hand.pane.body.text().count("\n")
    hand.undo_all()
    assert hand.text == "one\r\ntwo\r\n"


def test_a_mark_in_a_paragraph_just_typed_is_set_high_at_once(opens: Opens) -> None:
    hand = opens("One.\n")
    hand.caret("One.")
    hand.key("Return")
    hand.type("Two words")
    hand.key("Ctrl+Alt+F")
    hand.type("The note.")
    (number,) = looks_at(hand, "1]")
    assert number.verticalAlignment() == QTextCharFormat.VerticalAlignment.AlignSuperScript
