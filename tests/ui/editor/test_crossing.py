"""What stands there after Ctrl+/: the first line in sight, and the caret where one writes on."""

from __future__ import annotations

import pytest

from tests.ui.editor.conftest import Hand, Opens

STORY = "\n\n".join(f"Paragraph {n}. " + "Some words more. " * 20 for n in range(6)) + "\n"


def is_at_its_top(hand: Hand) -> bool:
    """Whether nothing of the story is hidden while the titles above it can be seen."""
    page = hand.pane.page
    return page._hidden() >= page._head_height or hand.view.verticalScrollBar().value() == 0


@pytest.mark.parametrize("number", [0, 1, 2])
def test_the_first_line_is_not_hidden_below_the_titles(opens: Opens, number: int) -> None:
    hand = opens(STORY, headline="Night ferries return to the inner harbour after eleven years")
    hand.window.resize(560, 620)
    hand.caret(f"Paragraph {number}.")
    for _way in range(4):
        hand.toggle()
        assert is_at_its_top(hand), "the view was scrolled before it had its place"
        assert hand.view.rect().contains(hand.view.cursorRect().center())


@pytest.mark.parametrize("scrolled", [1, 20, 60])
def test_a_view_that_was_scrolled_begins_at_its_top_below_the_titles(
    opens: Opens, scrolled: int
) -> None:
    hand = opens(STORY)
    page = hand.pane.page
    hand.caret("Paragraph 1.")
    hand.toggle()
    page.scroll_to(page._head_height + scrolled)
    assert hand.view.verticalScrollBar().value() == scrolled
    hand.toggle()
    page.scroll_to(0)
    hand.toggle()
    assert is_at_its_top(hand), "its first line was hidden below the titles"


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize(
    ("story", "word", "typed", "line"),
    [
        ("One.\n\nTwo.\n", "One.", " ", "One."),
        ("One.\n\nTwo.\n", "Two.", "  ", "Two."),
        ("- One.\n- Two.\n", "One.", " ", "- One."),
        ("> One.\n\nTwo.\n", "One.", " ", "> One."),
        ("# One\n\nTwo.\n", "One", " ", "# One"),
        ("One\nmore.\n", "One", " ", "One"),
    ],
)
def test_behind_a_blank_at_the_end_of_a_line_one_writes_on_in_that_line(
    opens: Opens, story: str, word: str, typed: str, line: str, newline: str
) -> None:
    hand = opens(story.replace("\n", newline))
    hand.caret(word)
    hand.type(typed)
    hand.toggle()
    assert hand.around.split("¦")[0].rstrip(" ") == line, "it stood in the line below"
    hand.type("X")
    assert hand.text.replace("\r\n", "\n").replace(" X", "X") == story.replace(line, line + "X")
