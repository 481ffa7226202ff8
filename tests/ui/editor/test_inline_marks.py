"""Marks typed around words on the page become what they say; one Ctrl+Z gives them back."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication

from tests.ui.editor.conftest import Opens

DRESSED = [
    ("**bold**", "bold", "**bold**", {"bold"}),
    ("*it*", "it", "*it*", {"italic"}),
    ("_it_", "it", "*it*", {"italic"}),
    ("__bold__", "bold", "**bold**", {"bold"}),
    ("***both***", "both", "***both***", {"bold", "italic"}),
    ("~~gone~~", "gone", "~~gone~~", {"strike"}),
    ("`code`", "code", "`code`", {"code"}),
    ("`a*b*c`", "a*b*c", "`a*b*c`", {"code"}),
    ("**two words**", "two words", "**two words**", {"bold"}),
    ("**شهر بندر**", "شهر بندر", "**شهر بندر**", {"bold"}),
    ("**a 👩‍🚀 b**", "a 👩‍🚀 b", "**a 👩‍🚀 b**", {"bold"}),
    ("[ferry](https://example.org/a)", "ferry", "[ferry](https://example.org/a)", {"link"}),
    ("[ferry](example.org)", "ferry", "[ferry](https://example.org)", {"link"}),
]


@pytest.mark.parametrize(
    ("typed", "shown", "source", "on"),
    [
        ("9 m^2^ of", "9 m2 of", "9 m^2^ of", "sup"),
        ("CO~2~ is", "CO2 is", "CO~2~ is", "sub"),
        ("۱۰ م^۲^ و", "۱۰ م۲ و", "۱۰ م^۲^ و", "sup"),
    ],
)
def test_low_and_high_words_behind_a_letter_are_so(
    opens: Opens, typed: str, shown: str, source: str, on: str
) -> None:
    hand = opens("")
    hand.type(typed)
    assert hand.shown == shown
    assert hand.text == f"{source}\n"
    assert not hand.on
    hand.undo_all()
    assert hand.text == ""


@pytest.mark.parametrize("typed", ["^_^", "~5 to ~7", "~5~", "a^b c^d", "x^^", "2^", "a~ b~"])
def test_a_tilde_or_a_caret_elsewhere_is_itself(opens: Opens, typed: str) -> None:
    hand = opens("")
    hand.type(typed + " and")
    assert hand.shown == f"{typed} and"


@pytest.mark.parametrize(("typed", "shown", "source", "on"), DRESSED)
def test_words_in_marks_become_what_the_marks_say(
    opens: Opens, typed: str, shown: str, source: str, on: set[str]
) -> None:
    hand = opens("😀 Start \n")
    hand.end()
    hand.type(" " + typed)
    assert hand.shown == f"😀 Start {shown}"
    assert hand.text == f"😀 Start {source}\n"
    hand.select(shown)
    assert hand.on == on


@pytest.mark.parametrize(("typed", "shown", "source", "on"), DRESSED)
def test_one_undo_gives_the_characters_back(
    opens: Opens, typed: str, shown: str, source: str, on: set[str]
) -> None:
    hand = opens("Start\n")
    hand.end()
    hand.type(" " + typed)
    hand.key("Ctrl+Z")
    assert hand.shown == f"Start {typed}"
    hand.key("Ctrl+Shift+Z")
    assert hand.text == f"Start {source}\n"
    hand.undo_all()
    assert hand.text == "Start\n"
    assert not hand.story.dirty


@pytest.mark.parametrize(("typed", "shown", "source", "on"), DRESSED)
def test_what_is_typed_next_is_plain_again(
    opens: Opens, typed: str, shown: str, source: str, on: set[str]
) -> None:
    hand = opens("")
    hand.type(typed + " and on")
    assert hand.text == f"{source} and on\n"
    assert not hand.on


@pytest.mark.parametrize(
    "typed",
    [
        "5*3*4",
        "a * b * c",
        "* a *",
        "**",
        "****",
        "``",
        r"\*a*",
        r"*a\*",
        r"\**a**",
        r"\`a`",
        r"\~~a~~",
        r"\[a](b)",
        "snake_case_name",
        "~a~",
        "![a](b.png)",
        "[a](javascript:x)",
        "[a](b c)",
        "[](https://example.org)",
        "(a)",
        "`a *b* c",
    ],
)
def test_other_marks_stay_the_characters_that_they_are(opens: Opens, typed: str) -> None:
    hand = opens("")
    hand.type("x " + typed)
    assert hand.shown == "x " + typed
    assert not hand.on


def test_nothing_is_read_as_marks_in_code(opens: Opens) -> None:
    hand = opens("```\ncode\n```\n\nA `span of code` here\n")
    hand.caret("code")
    hand.type(" **x** `y`")
    hand.caret("span of")
    hand.type(" *z* ")
    assert hand.text == "```\ncode **x** `y`\n```\n\nA `span of *z*  code` here\n"


def test_nothing_is_read_as_marks_in_a_card(opens: Opens) -> None:
    hand = opens("<div>\nraw\n</div>\n")
    hand.caret("raw")
    hand.type(" **x**")
    assert hand.text == "<div>\nraw **x**\n</div>\n"


def test_marks_do_not_reach_over_a_line_or_a_paragraph(opens: Opens) -> None:
    hand = opens("")
    hand.type("a *b")
    hand.key("Shift+Return")
    hand.type("c*\nd*")
    assert hand.shown == "a *b\u2028c*\nd*"


@pytest.mark.parametrize("body", ["# Head\n", "- item\n", "> quote\n", "| Head |\n|---|\n| b |\n"])
def test_marks_work_in_headings_items_quotes_and_cells(opens: Opens, body: str) -> None:
    hand = opens(body)
    hand.caret(next(words for words in ("Head", "item", "quote") if words in body))
    hand.type(" **x** *y* ")
    assert "**x** *y*" in hand.text
    hand.undo_all()
    assert hand.text == body


def test_marks_around_words_that_are_dressed_already_keep_both(opens: Opens) -> None:
    hand = opens("one **two** three\n")
    hand.caret("one ")
    hand.type("~~")
    hand.caret("three")
    hand.type("~~")
    assert hand.text == "one ~~**two** three~~\n"


def test_a_mark_typed_in_the_middle_of_a_line_leaves_what_stands_behind(opens: Opens) -> None:
    hand = opens("say *this now\n")
    hand.caret("this")
    hand.type("*")
    assert hand.text == "say *this* now\n"
    assert hand.around == "say this¦ now"


def test_marks_that_an_input_method_commits_are_read_too(opens: Opens) -> None:
    hand = opens("")
    for letter in "**x**":
        event = QInputMethodEvent()
        event.setCommitString(letter)
        QApplication.sendEvent(hand.view, event)
    assert hand.text == "**x**\n"
    assert hand.shown == "x"


def test_the_markdown_view_leaves_marks_alone(opens: Opens) -> None:
    hand = opens("")
    hand.toggle()
    hand.type("**x** `y` [z](https://example.org)")
    assert hand.text == "**x** `y` [z](https://example.org)"


@pytest.mark.parametrize("words", ["**x**", "a *b*", "~~x~~", "a `b`"])
def test_what_is_typed_behind_dressed_words_is_plain_after_a_step_back_and_forth(
    opens: Opens, words: str
) -> None:
    hand = opens("")
    hand.type(words)
    hand.key("Ctrl+Z", "Ctrl+Shift+Z")
    hand.type("yz")
    assert hand.text == f"{words}yz\n"
    hand.key("Ctrl+Z")
    hand.type("q")
    assert hand.text == f"{words}q\n", "and where what was typed behind them is taken back"


def test_a_step_to_another_place_leaves_marks_as_they_are(opens: Opens) -> None:
    hand = opens("One **two** three.\n")
    hand.caret("two")
    hand.type(" *x*")
    hand.key("Ctrl+Z")
    hand.type(" and")
    hand.key("Ctrl+Z", "Ctrl+Shift+Z")
    hand.type("s")
    assert hand.text == "One **two \\*x\\* ands** three.\n"
