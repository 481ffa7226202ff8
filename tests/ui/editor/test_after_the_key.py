"""What follows from a key waits for its letter to be painted; who asks before is told the truth."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QInputMethodEvent, QTextCursor
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from newsroom.text.document import BlockKind
from newsroom.ui.story import State
from tests.ui.editor.conftest import Hand, Opens

BODY = "The ferry left.\n\nIt came back.\n"


@pytest.fixture(params=["page", "Markdown"])
def hand(opens: Opens, request: pytest.FixtureRequest) -> Hand:
    made = opens(BODY)
    if request.param == "Markdown":
        made.toggle()
    made.caret("ferry")
    return made


def test_a_key_is_told_once_its_letter_is_painted(hand: Hand, qtbot: QtBot) -> None:
    told: list[str] = []
    hand.story.body_changed.connect(lambda: told.append(hand.text))
    hand.type("x")
    assert told == [], "no key waits for what follows from it"
    qtbot.waitUntil(lambda: told == [BODY.replace("ferry", "ferryx")])
    assert hand.story.state is State.UNSAVED


def test_keys_in_one_turn_are_told_once(hand: Hand, qtbot: QtBot) -> None:
    told: list[int] = []
    hand.pane.body.changed.connect(lambda: told.append(1))
    hand.type("boat")
    qtbot.waitUntil(lambda: bool(told))
    qtbot.wait(20)
    assert told == [1]


def test_whoever_asks_for_the_text_has_the_last_key(hand: Hand) -> None:
    hand.type("x")
    assert hand.story.dirty
    assert hand.story.state is State.UNSAVED
    hand.type("y")
    assert hand.text == BODY.replace("ferry", "ferryxy")
    hand.type("z")
    draft = hand.story.draft()
    assert draft is not None
    assert draft.fields["body"] == BODY.replace("ferry", "ferryxyz")
    hand.key("Ctrl+Z")
    assert not hand.story.dirty


def test_a_save_right_after_a_key_saves_it(hand: Hand) -> None:
    hand.pane.workbench.tasks.stop()  # what is sent is looked at, not where it goes
    hand.type("x")
    hand.story.save()
    assert hand.story.unsaved() == {"body": BODY.replace("ferry", "ferryx")}
    assert hand.story.state is State.SAVING


def test_another_text_from_elsewhere_is_not_overwritten_by_a_late_key(
    hand: Hand, qtbot: QtBot
) -> None:
    hand.type("x")
    hand.story.set("body", "New.\n")
    qtbot.wait(20)
    assert hand.text == "New.\n"
    assert hand.shown.strip() == "New."


def test_letters_one_behind_the_other_are_read_whenever_somebody_asks(opens: Opens) -> None:
    hand = opens(BODY)
    hand.caret("ferry")
    mirror = hand.rich.mirror
    typed = ""
    for letter in "boats and more":
        hand.type(letter)
        typed += letter
        if letter in "ae":
            run = mirror.run
            assert mirror.blocks()[0].runs[0].text == f"The ferry{typed} left."
            assert mirror.run == run, "the letters go on where they were"
    hand.type("\n")
    assert [block.runs[0].text for block in mirror.blocks()] == [
        f"The ferry{typed}",
        " left.",
        "It came back.",
    ]
    hand.type("q")
    assert mirror.blocks()[1].runs[0].text == "q left."


def test_letters_put_in_by_others_between_two_keys_are_seen(opens: Opens) -> None:
    hand = opens(BODY)
    hand.caret("ferry")
    hand.type("a")
    work = QTextCursor(hand.rich.document())
    work.insertText("Z")
    hand.type("b")
    assert hand.text == "ZThe ferryab left.\n\nIt came back.\n"
    work.movePosition(QTextCursor.MoveOperation.End)
    work.insertText("Y")
    hand.type("c")
    assert hand.text == "ZThe ferryabc left.\n\nIt came back.Y\n"


def test_a_letter_takes_on_what_came_to_hold_between_two_keys(opens: Opens) -> None:
    hand = opens(BODY)
    hand.caret("ferry")
    hand.type("ab")
    hand.key("Ctrl+B")
    hand.type("cd")
    hand.key("Ctrl+B")
    hand.type("ef")
    assert hand.text.startswith("The ferryab**cd**ef left.")
    hand.apply("heading2")
    hand.type("gh")
    assert hand.text.startswith("## The ferryab**cd**efgh left.")
    assert hand.rich.mirror.blocks()[0].kind is BlockKind.HEADING


def test_a_missing_fact_is_marked_as_it_is_typed_and_unmarked(opens: Opens) -> None:
    hand = opens(BODY)
    hand.caret("ferry")

    def marks() -> int:
        return len(hand.rich.document().firstBlock().layout().formats())

    hand.type(" so")
    assert marks() == 0
    hand.type(" TK")
    assert marks() == 1
    hand.type("x")
    assert marks() == 0
    hand.key("Backspace")
    assert marks() == 1
    hand.type(" y")
    assert marks() == 1


def test_what_stands_around_the_words_is_drawn_while_they_are_typed(opens: Opens) -> None:
    hand = opens("> A quote.\n\nPlain.\n\n> Another.\n")
    hand.caret("Plain")
    hand.type("ab")
    before = hand.rich.grab().toImage()
    hand.type("cd")
    hand.key("Backspace", "Backspace")
    assert hand.rich.grab().toImage() == before


def test_what_is_composed_and_given_up_is_no_letter(opens: Opens) -> None:
    hand = opens("a[c](https://example.org)d\n")
    hand.caret("a")
    hand.type("x")
    QApplication.sendEvent(hand.view, QInputMethodEvent("q", []))
    QApplication.sendEvent(hand.view, QInputMethodEvent())
    hand.key("Right")
    hand.type("y")
    assert hand.text == "ax[c](https://example.org)yd\n"
