"""House typography under the hand: in both views and the titles, each act taken back alone."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from newsroom.ui.workbench import Workbench
from tests.ui.editor.conftest import Hand, Opens

BOTH = pytest.mark.parametrize("source", [False, True], ids=["page", "markdown"])


def on(opens: Opens, body: str, *, source: bool, **fields: object) -> Hand:
    hand = opens(body, **fields)
    if source:
        hand.toggle()
    hand.end()
    return hand


@BOTH
@pytest.mark.parametrize(
    ("language", "keys", "after"),
    [
        ("en", ' "word" don\'t--stop...', "x “word” don’t–stop…"),
        ("fr", ' "mot" !', "x «\u00a0mot\u00a0»\u202f!"),
        ("en", " a --- b", "x a — b"),
    ],
)
def test_it_is_set_as_it_is_typed(
    opens: Opens, source: bool, language: str, keys: str, after: str
) -> None:
    hand = on(opens, "x", source=source, language=language)
    hand.type(keys)
    assert hand.text == after


@BOTH
@pytest.mark.parametrize(
    ("keys", "typed", "then"),
    [
        ('say "', 'say "', "say “"),
        ("don'", "don'", "don’"),
        ("wait...", "wait...", "wait…"),
        ("a -- b", "a -- ", "a – "),
    ],
)
def test_one_undo_gives_back_what_was_typed_and_nothing_else(
    opens: Opens, source: bool, keys: str, typed: str, then: str
) -> None:
    hand = on(opens, "x ", source=source)
    hand.end()
    body = hand.text
    hand.type(keys)
    if keys == "a -- b":
        assert hand.shown.endswith("a – b")
        hand.key("Ctrl+Z")  # the b, typed behind it
    assert hand.shown.endswith(then)
    hand.key("Ctrl+Z")
    assert hand.shown.endswith(typed)
    hand.key("Ctrl+Shift+Z")
    assert hand.shown.endswith(then)
    hand.undo_all()
    assert hand.text == body
    assert not hand.story.dirty


@BOTH
def test_what_is_typed_after_it_is_a_step_of_its_own(opens: Opens, source: bool) -> None:
    hand = on(opens, "x", source=source)
    hand.type(' "word')
    assert hand.text == "x “word"
    hand.key("Ctrl+Z")
    assert hand.text == "x “"
    hand.key("Ctrl+Z")
    assert hand.text == 'x "'


@BOTH
@pytest.mark.parametrize(
    "body", ["```\ncode\n```\n", "x `code` y\n", 'x <span class="a">b</span>\n']
)
def test_code_and_tags_stay_as_they_are_typed(opens: Opens, source: bool, body: str) -> None:
    hand = opens(body)
    if source:
        hand.toggle()
    hand.caret("cod" if "code" in body else "span")
    hand.type("'")
    assert "’" not in hand.text
    assert "'" in hand.text


def test_an_address_in_markdown_stays(opens: Opens) -> None:
    hand = on(opens, "[words](https://x", source=True)
    hand.type("--y's)")
    assert hand.text == "[words](https://x--y's)"
    hand.type(" it's")
    assert hand.text == "[words](https://x--y's) it’s"


@BOTH
def test_the_paragraphs_script_says_the_language(opens: Opens, source: bool) -> None:
    hand = on(opens, "سلام", source=source, language="en")
    hand.type(' "خوب"')
    assert "«خوب»" in hand.text


@BOTH
def test_the_half_space_has_its_usual_keys(opens: Opens, source: bool) -> None:
    hand = on(opens, "می", source=source, language="fa")
    QTest.keyClick(hand.focus, Qt.Key.Key_Space, Qt.KeyboardModifier.ShiftModifier)
    hand.type("رود")
    hand.apply("half_space")
    assert hand.text == "می\u200cرود\u200c"
    english = on(opens, "one", source=source)
    QTest.keyClick(english.focus, Qt.Key.Key_Space, Qt.KeyboardModifier.ShiftModifier)
    english.type("two")
    assert english.text == "one two"


def test_a_composed_sign_is_set_too(opens: Opens) -> None:
    hand = on(opens, "x", source=False)
    hand.type(" ")
    event = QInputMethodEvent("", [])
    event.setCommitString('"')
    QApplication.sendEvent(hand.view, event)
    assert hand.text == "x “"


def test_titles_are_set_too(opens: Opens) -> None:
    hand = opens("x")
    hand.pane.focus_title("headline")
    hand.type(' "word"')
    assert hand.story.get("headline") == "Ferry “word”"
    hand.key("Ctrl+Z")
    assert hand.story.get("headline") == 'Ferry “word"'


@BOTH
def test_it_can_be_off(opens: Opens, fake_bench: Workbench, source: bool) -> None:
    fake_bench.set_settings({"typography": False})
    hand = on(opens, "x", source=source)
    hand.type(' "a"--b...')
    assert "“" not in hand.text
    assert "…" not in hand.text


@BOTH
def test_rules_of_markdown_stay_what_they_are(opens: Opens, source: bool) -> None:
    hand = on(opens, "x\n\n", source=source)
    hand.end()
    if source:
        hand.type("---\n\ny")
        assert hand.text == "x\n\n---\n\ny"
    else:
        hand.type("\n---\ny")
        assert "—" not in hand.text


def test_a_key_with_a_command_is_none_of_it(opens: Opens) -> None:
    hand = on(opens, "x", source=True)
    event = QKeyEvent(
        QEvent.Type.KeyPress, Qt.Key.Key_Period, Qt.KeyboardModifier.ControlModifier, "."
    )
    QApplication.sendEvent(hand.view, event)
    assert hand.text.startswith("x")


@pytest.mark.parametrize(
    ("above", "after"),
    [("سلام.\n", "«نان» گفت"), ("Hello.\n", "“نان” گفت")],
)
def test_a_quotation_that_begins_a_paragraph_is_set_as_the_one_above(
    opens: Opens, above: str, after: str
) -> None:
    hand = opens(above, language="en-GB")
    hand.end()
    hand.type('\n"نان" گفت')
    assert hand.text == f"{above}\n{after}\n"
