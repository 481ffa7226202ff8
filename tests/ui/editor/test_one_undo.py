"""One undo stack over both views: every state comes back, down to the opened bytes."""

from __future__ import annotations

import pytest

from tests.ui.editor.conftest import Hand, Opens

STORY = (
    "# Head\n\nFirst _words_ here.\n\n* a\n* b\n\n| x | y |\n|--|--|\n| 1 | 2 |\n\nLast 😀 words.\n"
)


def walk_back(hand: Hand) -> list[str]:
    """All texts on the way back to the beginning, as Ctrl+Z gives them."""
    found = [hand.text]
    for _ in range(300):
        if not hand.view.document().isUndoAvailable():
            return found
        hand.key("Ctrl+Z")
        if hand.text != found[-1]:
            found.append(hand.text)
    raise AssertionError("undo has no end")


def test_an_edit_in_each_view_is_undone_from_the_page(opens: Opens) -> None:
    hand = opens(STORY)
    hand.caret("First")
    hand.type("X")
    one = hand.text
    hand.toggle()
    hand.caret("Last")
    hand.type("Y")
    two = hand.text
    hand.toggle()
    hand.caret("here")
    hand.type("Z")
    three = hand.text
    assert walk_back(hand) == [three, two, one, STORY]
    assert not hand.story.dirty
    hand.redo_all()
    assert hand.text == three


def test_an_edit_in_each_view_is_undone_from_the_markdown(opens: Opens) -> None:
    hand = opens(STORY)
    hand.toggle()
    hand.caret("Last")
    hand.type("Y")
    one = hand.text
    hand.toggle()
    hand.caret("First")
    hand.type("X")
    two = hand.text
    hand.toggle()
    hand.caret("here")
    hand.type("Z")
    three = hand.text
    assert walk_back(hand) == [three, two, one, STORY]
    assert not hand.story.dirty
    hand.redo_all()
    assert hand.text == three


def test_an_undo_in_one_view_of_the_others_edit_goes_on_in_the_other(opens: Opens) -> None:
    hand = opens(STORY)
    hand.caret("First")
    hand.type("X")
    one = hand.text
    hand.toggle()
    hand.caret("Last")
    hand.type("Y")
    hand.toggle()
    hand.key("Ctrl+Z")
    assert hand.text == one
    hand.toggle()
    assert hand.text == one
    assert walk_back(hand)[-1] == STORY
    hand.toggle()
    assert hand.text == STORY
    assert not hand.story.dirty


def test_switching_alone_is_no_step(opens: Opens) -> None:
    hand = opens(STORY)
    for _ in range(6):
        hand.toggle()
        assert not hand.view.document().isUndoAvailable()
    assert hand.text == STORY


def test_a_switch_keeps_what_can_be_done_again(opens: Opens) -> None:
    hand = opens(STORY)
    hand.caret("First")
    hand.type("X")
    changed = hand.text
    hand.key("Ctrl+Z")
    assert hand.text == STORY
    hand.toggle()
    hand.toggle()
    hand.key("Ctrl+Shift+Z")
    assert hand.text == changed


EDITS = {
    "a block of another kind": ("First _words_ here.", "## First _words_ here."),
    "a list more": ("* b\n", "* b\n* c\n    * d\n"),
    "a list less": ("* a\n* b\n\n", ""),
    "a table row": ("| 1 | 2 |\n", "| 1 | 2 |\n| 3 | 4 |\n"),
    "no table": ("| x | y |\n|--|--|\n| 1 | 2 |\n\n", ""),
    "a card": ("Last", "<div>\nx\n</div>\n\nLast"),
    "code": ("Last", "```\nx\n```\n\nLast"),
    "another first block": ("# Head\n\n", ""),
    "another last block": ("Last 😀 words.\n", ""),
    "blank lines": ("\n\n* a", "\n\n\n\n* a"),
    "all of it": (STORY, "Other.\n"),
    "nothing": (STORY, ""),
    "a table in front": ("# Head", "| n |\n|---|\n| m |\n\n# Head"),
    "a table alone": (STORY, "| n |\n|---|\n| m |\n"),
    "two tables": ("Last", "| n |\n|---|\n| m |\n\nLast"),
    "a definition": ("Last", "[r]: https://example.org\n\nLast [w][r]"),
    "an image": ("Last", "![alt](a.png) Last"),
}


@pytest.mark.parametrize("name", EDITS)
def test_what_the_markdown_did_is_one_step_on_the_page(opens: Opens, name: str) -> None:
    before, after = EDITS[name]
    changed = STORY.replace("Last", "LastX").replace(
        before.replace("Last", "LastX"), after.replace("Last", "LastX")
    )
    fresh = opens(changed).shown
    hand = opens(STORY)
    hand.caret("Last")
    hand.type("X")
    one = hand.text
    hand.toggle()
    hand.key("Ctrl+A")
    hand.cursor.insertText(changed)
    assert hand.text == changed
    hand.key("Ctrl+Home")  # a caret behind a last table has a line of its own on the page
    hand.toggle()
    assert hand.text == changed
    assert hand.shown == fresh
    hand.key("Ctrl+Z")
    assert hand.text == one
    hand.key("Ctrl+Z")
    assert hand.text == STORY
    assert not hand.story.dirty
    hand.key("Ctrl+Shift+Z", "Ctrl+Shift+Z")
    assert hand.text == changed
    assert hand.shown == fresh


@pytest.mark.parametrize("name", EDITS)
def test_a_page_that_took_in_other_markdown_goes_on_writing(opens: Opens, name: str) -> None:
    """After the Markdown changed, an edit on the page still changes only its own block."""
    before, after = EDITS[name]
    changed = STORY.replace(before, after)
    hand = opens(STORY)
    hand.toggle()
    hand.key("Ctrl+A")
    hand.cursor.insertText(changed)
    hand.toggle()
    hand.end()
    hand.type("\nEnd 1")
    assert hand.text == (changed.rstrip("\n") + "\n\nEnd 1\n").lstrip("\n")


def test_a_field_and_the_body_have_each_their_own_undo(opens: Opens) -> None:
    hand = opens("Body.\n")
    hand.caret("Body")
    hand.type("X")
    hand.pane.focus_title("headline")
    hand.type("!")
    hand.key("Ctrl+Z")
    assert hand.story.get("headline") == "Ferry"
    assert hand.text == "BodyX.\n"
    hand.pane.focus_body()
    hand.key("Ctrl+Z")
    assert hand.text == "Body.\n"
    assert not hand.story.dirty


@pytest.mark.parametrize("source", [False, True], ids=["page", "markdown"])
def test_typing_is_undone_word_by_word(opens: Opens, source: bool) -> None:
    hand = opens("One.\n")
    if source:
        hand.toggle()
    hand.caret("One.")
    hand.type(" Two three four")
    told = [text.rstrip() for text in walk_back(hand)]
    assert list(dict.fromkeys(told)) == [
        "One. Two three four",
        "One. Two three",
        "One. Two",
        "One.",
    ]
    assert hand.text == "One.\n"
    hand.redo_all()
    assert hand.text == "One. Two three four\n"


@pytest.mark.parametrize("source", [False, True], ids=["page", "markdown"])
def test_the_first_word_of_a_footnote_is_taken_back_without_it(opens: Opens, source: bool) -> None:
    hand = opens("One.\n")
    if source:
        hand.toggle()
    hand.caret("One")
    hand.apply("footnote")
    noted = hand.text
    hand.type("Says")
    assert hand.text == noted.rstrip() + " Says\n"
    hand.key("Ctrl+Z")
    assert hand.text == noted
    hand.key("Ctrl+Z")
    assert hand.text == "One.\n"


@pytest.mark.parametrize("source", [False, True], ids=["page", "markdown"])
def test_a_paste_is_taken_back_without_the_words_beside_it(opens: Opens, source: bool) -> None:
    hand = opens("One.\n")
    if source:
        hand.toggle()
    hand.caret("One")
    hand.type("typed")
    hand.paste("pasted")
    hand.type("behind")
    assert walk_back(hand) == [
        "Onetypedpastedbehind.\n",
        "Onetypedpasted.\n",
        "Onetyped.\n",
        "One.\n",
    ]
