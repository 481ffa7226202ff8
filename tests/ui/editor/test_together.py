"""What is replaced in titles and body at once is taken back in all of them by one step."""

from __future__ import annotations

import pytest

from tests.ui.editor.conftest import Hand, Opens

BODY = "The ferry left. **The ferry** came.\n\nNo boat.\n"
TITLES = {"headline": "A ferry sails", "dek": "The ferry, again"}
NAMES = ("headline", "dek", "body")


def told(hand: Hand) -> tuple[object, ...]:
    """Headline, dek and body, once everybody heard of the last change."""
    hand.pane.body.tell()
    return tuple(hand.story.get(name) for name in NAMES)


BEFORE = (*TITLES.values(), BODY)
AFTER = ("A boat sails", "The boat, again", BODY.replace("ferry", "boat"))


def replaced(opens: Opens, *, source: bool = False, beside: bool = False) -> Hand:
    hand = opens(BODY, **TITLES)
    if beside:
        hand.pane.set_beside()
    if source:
        hand.toggle()
    bar = hand.pane.find_bar
    bar.words.setText("ferry")
    bar.replacement.setText("boat")
    bar.replace_everywhere()
    assert told(hand) == AFTER
    return hand


def put_focus(hand: Hand, where: str) -> None:
    hand.pane.focus_body() if where == "body" else hand.pane.focus_title(where)


@pytest.mark.parametrize("beside", [False, True])
@pytest.mark.parametrize("source", [False, True])
@pytest.mark.parametrize("where", NAMES)
def test_one_step_takes_it_back_in_all_and_one_does_it_again(
    opens: Opens, where: str, source: bool, beside: bool
) -> None:
    hand = replaced(opens, source=source, beside=beside)
    put_focus(hand, where)
    for _time in range(2):
        hand.key("Ctrl+Z")
        assert told(hand) == BEFORE, "the headline stayed replaced, out of sight"
        hand.key("Ctrl+Shift+Z")
        assert told(hand) == AFTER
    hand.key("Ctrl+Z")
    assert not hand.story.dirty


def test_what_was_written_since_stays(opens: Opens) -> None:
    hand = replaced(opens)
    put_focus(hand, "headline")
    hand.key("End")
    hand.type("!")
    put_focus(hand, "body")
    hand.key("Ctrl+Z")
    assert told(hand) == ("A boat sails!", TITLES["dek"], BODY)
    put_focus(hand, "headline")
    hand.key("Ctrl+Z")
    assert told(hand)[0] == "A boat sails"
    hand.key("Ctrl+Z")
    assert told(hand) == BEFORE


def test_who_writes_on_after_a_step_back_is_left_alone(opens: Opens) -> None:
    hand = replaced(opens)
    put_focus(hand, "body")
    hand.key("Ctrl+Z")
    hand.caret("left.")
    hand.type("X")
    hand.key("Ctrl+Z")
    assert told(hand) == BEFORE
    hand.key("Ctrl+Shift+Z")
    assert told(hand) == (*TITLES.values(), BODY.replace("left.", "left.X"))


def test_typing_what_stood_there_takes_nothing_back(opens: Opens) -> None:
    hand = replaced(opens)
    put_focus(hand, "headline")
    field = hand.pane.titles.fields["headline"]
    field.selectAll()
    hand.type("A ferry sails")
    assert told(hand) == ("A ferry sails", *AFTER[1:])


def test_two_acts_go_back_one_by_one(opens: Opens) -> None:
    hand = replaced(opens)
    bar = hand.pane.find_bar
    bar.words.setText("boat")
    bar.replacement.setText("ship")
    bar.replace_everywhere()
    put_focus(hand, "dek")
    hand.key("Ctrl+Z")
    # The body has one boat more than it had ferries; it is back where it was all the same.
    assert told(hand) == AFTER
    hand.key("Ctrl+Z")
    assert told(hand) == BEFORE
    put_focus(hand, "body")
    hand.key("Ctrl+Shift+Z")
    assert told(hand) == AFTER
