"""Undo to what was seen before the page was set anew, and what becomes of it then."""

from __future__ import annotations

from newsroom.text.document import Document, blocks_key
from newsroom.text.settle import settled
from tests.ui.editor.conftest import Hand, Opens

STORY = "A claim[^1] stands.\n\nMore words.\n\n[^1]: Who says so.\n"


def unnoted(hand: Hand) -> None:
    """Type over the footnote's card: the mark in the text is no mark any more."""
    hand.select(" words.", "says so.")
    hand.type("~~s~~ ")
    assert hand.text == "A claim[^1] stands.\n\nMore~~s~~\n"
    hand.pane.body.settle()
    hand.type("x")


def is_mark(hand: Hand) -> bool:
    """Whether the page shows a mark of a footnote, and not only its letters."""
    runs = hand.rich.mirror.blocks()[0].runs
    return any(run.marks.raw for run in runs)


def as_read(hand: Hand) -> bool:
    """Whether the page shows what its text is read as."""
    return blocks_key(settled(hand.pane.body.page_source.said())) == blocks_key(
        Document.open(hand.text).blocks
    )


def test_what_an_undo_brings_back_from_before_the_page_was_set_is_set_again(opens: Opens) -> None:
    hand = opens(STORY)
    unnoted(hand)
    assert not is_mark(hand)
    hand.key("Ctrl+Z", "Ctrl+Z")  # the letter; the page as set, and the signs before it
    assert hand.text == "A claim[^1] stands.\n\nMore\\~\\~s\\~\\~\n"
    assert is_mark(hand), "it is shown as it was seen then, and can be done again"
    hand.caret("claim")
    hand.type("!")
    hand.pane.body.settle()
    assert not is_mark(hand)
    assert as_read(hand)
    hand.undo_all()
    assert hand.text == STORY
    assert as_read(hand)


def test_the_page_below_the_markdown_is_set_as_it_is_read_and_can_do_its_steps_again(
    opens: Opens,
) -> None:
    hand = opens(STORY)
    hand.pane.set_beside()
    unnoted(hand)
    last = hand.text
    assert hand.pane._late.beside is not None
    hand.pane._late.beside.follow()
    hand.key("Ctrl+Z", "Ctrl+Z")
    before = hand.text
    hand.toggle()
    hand.pane._late.beside.follow()
    assert as_read(hand), "the page beside showed a footnote that the Markdown has not"
    assert hand.text == before
    hand.key("Ctrl+Shift+Z", "Ctrl+Shift+Z")
    assert hand.text == last
    hand.undo_all()
    assert hand.text == STORY
