"""Paragraphs and items split, joined and cut across while suggesting: each is one suggestion that
says what it does, in both views, and goes back as it came.
"""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest
from PySide6.QtGui import QColor

from newsroom.desk.desk import open_desk
from newsroom.news.staff import Person, Role
from newsroom.text.signs import Sign
from newsroom.ui.delegates.suggestion_row import ROW
from newsroom.ui.editor.suggestmarks import Mark, Owner
from newsroom.ui.panels.suggestions import SuggestionsPanel
from tests.journeys.conftest import Hand, Opener
from tests.journeys.test_review import at_story, go_behind, looked, review_of, signs, suggesting

BODY = (
    "The first boat leaves at noon. It comes back at one.\n\n"
    "The second boat leaves at two. It comes back at three.\n\n"
    "- pears and plums from town\n"
    "- figs\n\n"
    "Last words here.\n"
)
SPLIT = BODY.replace("noon. It", "noon.\n\nIt")
OVER = BODY.replace("It comes back at one.\n\nThe second boat leaves", "leaves")
ITEM = BODY.replace("- pears and", "- pears\n- and")


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """A newsroom in a file with a writer and a copy chief."""
    store = tmp_path / "desk.newsroom"
    with open_desk(store, create=True) as desk:
        desk.staff.add(Person(name="Wim Rook", initials="WR", role=Role.WRITER))
        desk.staff.add(Person(name="Carla Chief", initials="CC", role=Role.COPY_CHIEF))
        desk.sit("Wim Rook")
        desk.articles.create({"slug": "boats", "headline": "Boats", "body": BODY})
    return store


def split(hand: Hand) -> None:
    """Enter where the next sentence begins: a blank stays behind the last one."""
    go_behind(hand, "noon. ")
    hand.type("\n")


def cut_over(hand: Hand) -> None:
    view = hand.window.editor.rich
    cursor = view.document().find("It comes back at one.")
    cursor.setPosition(cursor.selectionStart())
    end = view.document().find("The second boat ").selectionEnd()
    cursor.setPosition(end, cursor.MoveMode.KeepAnchor)
    view.setTextCursor(cursor)
    hand.key("Delete")


def split_item(hand: Hand) -> None:
    go_behind(hand, "pears ")
    hand.type("\n")


def said(hand: Hand) -> list[str]:
    """The rows of the panel, as they are read out."""
    hand.window.show_panel("suggestions")
    hand.settle()
    panel = hand.window.findChild(SuggestionsPanel)
    assert panel is not None
    rows = panel.list
    return [rows.item(n).data(ROW).said for n in range(rows.count())]


@pytest.mark.parametrize(
    ("act", "body", "shown", "row"),
    [
        (split, SPLIT, [(Sign.ADDED, "[¶]")],
         "Carla Chief splits a paragraph “… boat leaves at noon. ¶ It comes back at …”"),
        (cut_over, OVER, [(Sign.CUT, "[It comes back at one. ¶ The second boat]")],
         "Carla Chief cuts “It comes back at one.\nThe second boat ”"),
        (split_item, ITEM, [(Sign.ADDED, "[¶]")],
         "Carla Chief splits an item “pears ¶ and plums from town”"),
    ],
)  # fmt: skip
def test_what_is_done_to_paragraphs_is_one_suggestion_that_says_so(
    house: Path, opener: Opener, act: object, body: str, shown: object, row: str
) -> None:
    hand = suggesting(opener, house)
    act(hand)  # type: ignore[operator]
    looked(hand)
    assert hand.bench.current.get("body") == body
    assert [one for one in signs(hand) if one[1] != "[]"] == shown
    assert said(hand) == [row]
    hand.key("Ctrl+/")
    hand.until(lambda: hand.window.editor.body.as_source)
    looked(hand)
    assert hand.window.editor.suggest.marks(hand.window.editor.body.source).marks
    hand.key("Ctrl+/")
    hand.until(lambda: not hand.window.editor.body.as_source)
    review = review_of(hand)
    hand.window.commands.run("review.reject_all")
    hand.until(lambda: not review.walk.order() and not hand.bench.current.suggested)
    assert hand.bench.current.get("body") == BODY, "as if nothing had been"
    act(hand)  # type: ignore[operator]
    looked(hand)
    hand.bench.current.save()
    hand.until(lambda: hand.ask(lambda desk: desk.suggesting.of(1)))
    assert hand.ask(lambda desk: desk.articles.open(1)).body == BODY, "the story is as it was"
    writer = at_story(opener, house, "Wim Rook")
    looked(writer)
    assert said(writer) == [row]
    walk = review_of(writer).walk
    walk.step(1)
    walk.decide(accept=True)
    writer.until(lambda: writer.ask(lambda desk: desk.articles.open(1)).body == body)
    writer.settle()
    writer.bench.undo()
    writer.until(lambda: writer.ask(lambda desk: desk.articles.open(1)).body == BODY)


def test_ghosts_at_one_place_stand_beside_each_other(house: Path, opener: Opener) -> None:
    hand = suggesting(opener, house)
    go_behind(hand, "noon")
    view = hand.window.editor.rich
    marks = hand.window.editor.suggest.marks(view)
    at = view.textCursor().position()
    owner = Owner("CC", QColor("red"), "Carla Chief")
    marks.show(Mark(at, at, Sign.CUT, owner, n, ghost=f"words {n}") for n in range(3))
    boxes = [marks._spot(live)[0] for live in marks._live]  # type: ignore[index]
    assert len(boxes) == 3
    assert [box.left() for box in boxes] == sorted(box.left() for box in boxes)
    for one, other in itertools.pairwise(boxes):
        assert one.right() <= other.left() + 1
