"""The copy chief's day, steps 4 to 7, 13, 14: what changed, suggesting, settling, bringing back."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from newsroom.desk.desk import Desk, open_desk
from newsroom.news.staff import Person, Role
from newsroom.news.suggestion import SetState
from newsroom.text.signs import Sign
from newsroom.ui.review.review import StoryReview
from tests.journeys.conftest import Hand, Opener

BODY = """The ferry leaves at ten.

- one boat
- two boats

| boat | hour |
| ---- | ---- |
| Ada | ten |

The port is closed on Sunday.[^1]

قایق ساعت ده می‌رود.

[^1]: Says the harbour office.
"""


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """A newsroom with a writer and a copy chief, and one story."""
    path = tmp_path / "day.newsroom"
    with open_desk(path, create=True) as desk:
        desk.staff.add(Person(name="Wim Rook", initials="WR", role=Role.WRITER))
        desk.staff.add(Person(name="Carla Chief", initials="CC", role=Role.COPY_CHIEF))
        desk.sit("Wim Rook")
        desk.articles.create({"slug": "ferry", "headline": "The ferry", "body": BODY})
    return path


def at_story(opener: Opener, store: Path, who: str) -> Hand:
    hand = opener(store, state=who, who=who)
    hand.bench.open(1, new_tab=True)
    hand.settle()
    hand.until(lambda: hand.window.editor is not None)
    assert hand.window.editor.suggest is not None
    hand.settle()
    return hand


def review_of(hand: Hand) -> StoryReview:
    return hand.window.editor.suggest.review


def front(hand: Hand) -> None:
    hand.window.activateWindow()
    hand.until(lambda: QApplication.activeWindow() is hand.window)


def looked(hand: Hand) -> None:
    """Everything that was typed is compared."""
    review_of(hand).look()
    hand.settle()


def signs(hand: Hand) -> list[tuple[Sign, str]]:
    """What the page shows: stretches with their words, ghosts with theirs."""
    view = hand.window.editor.rich
    found = []
    for mark in hand.window.editor.suggest.marks(view).marks:
        if mark.ghost:
            found.append((mark.sign, f"[{mark.ghost.strip()}]"))
        elif not mark.whole:
            text = view.document().toRawText()
            found.append((mark.sign, text[mark.start : mark.end].strip()))
    return found


def test_typing_with_suggestions_on_proposes_and_changes_nothing(
    opener: Opener, store: Path
) -> None:
    hand = at_story(opener, store, "Carla Chief")
    front(hand)
    hand.window.editor.focus_body(start=True)
    hand.key("Ctrl+Shift+E")
    assert review_of(hand).on
    hand.key("Ctrl+Right")
    hand.type("old ")
    assert (Sign.ADDED, "old") in signs(hand), "underlined at once, before anything is compared"
    hand.key("End")
    for _letter in "ten.":
        hand.key("Backspace")
    hand.type("noon.")
    looked(hand)
    assert (Sign.ADDED, "old") in signs(hand)
    assert (Sign.CUT, "[ten]") in signs(hand)
    assert (Sign.ADDED, "noon") in signs(hand)
    hand.window.editor.focus_title("headline")
    hand.key("End")
    hand.type(" again")
    looked(hand)
    field = hand.window.editor.titles.fields["headline"]
    assert [m.sign for m in hand.window.editor.suggest.marks(field).marks] == [Sign.ADDED]
    hand.key("Ctrl+S")
    hand.until(lambda: not hand.bench.current.dirty)
    stands = hand.ask(lambda desk: desk.articles.open(1))
    assert (stands.headline, stands.body, stands.version) == ("The ferry", BODY, 1)
    (found,) = hand.ask(lambda desk: desk.suggesting.of(1))
    assert found.proposal["headline"] == "The ferry again"
    assert found.proposal["body"].startswith("The old ferry leaves at noon.\n")
    assert found.changes == 3
