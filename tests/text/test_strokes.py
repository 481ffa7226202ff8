"""Changes drawn on the new text: every character that was added is marked, every cut is placed."""

import pytest

from newsroom.text.anchor import Page
from newsroom.text.compare import Story, compare
from newsroom.text.parse import Parser
from newsroom.text.rendered import Mark
from newsroom.text.strokes import Stroke, strokes
from tests.text.editing import pair

PARSER = Parser()


def drawn(old: str, new: str) -> list[tuple[str, str, str]]:
    made = compare(Story(old), Story(new), PARSER)
    page = Page.of_body(new, PARSER)
    return [(s.mark.value, page.texts[s.block][s.start : s.end], s.cut) for s in strokes(made)]


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ("a boat here\n", "a big boat here\n", [("added", "big ", "")]),
        ("a big boat here\n", "a boat here\n", [("cut", "", "big ")]),
        ("a boat here\n", "a ship here\n", [("cut", "", "boat"), ("added", "ship", "")]),
        ("a boat here\n", "a **boat** here\n", [("set", "boat", "")]),
        ("# Head\n", "## Head\n", [("set", "Head", "")]),
        ("One stays.\n\nTwo goes.\n", "One stays.\n", [("cut", "", "Two goes.")]),
        ("One stays.\n", "Two came.\n\nOne stays.\n", [("added", "Two came.", "")]),
        ("| a | b |\n|---|---|\n| one | two |\n",
         "| a | b |\n|---|---|\n| one | big two |\n| 3 | 4 |\n",
         [("added", "big ", ""), ("added", "3\t4", "")]),
        ("| a | b |\n|---|---|\n| one | two |\n| x | y |\n", "| a | b |\n|---|---|\n| x | z |\n",
         [("cut", "", "one\ttwo"), ("cut", "", "y"), ("added", "z", "")]),
        ("One two. Three.\n", "One two.\n\nThree.\n", [("cut", "", " "), ("added", "", "")]),
        ('![x](s.png "A cap")\n', '![x](s.png "A new cap")\n', [("set", "\ufffc", "")]),
        ("only\n", "", [("cut", "", "only")]),
    ],
)  # fmt: skip
def test_changes_are_drawn_where_they_are(
    old: str, new: str, found: list[tuple[str, str, str]]
) -> None:
    if new:
        assert drawn(old, new) == found
    else:
        made = compare(Story(old), Story(new), PARSER)
        assert strokes(made) == (Stroke(0, 0, 0, Mark.CUT, 1, "only", whole=True),)


@pytest.mark.parametrize("seed", range(0, 300, 3))
def test_each_change_that_shows_is_drawn_inside_its_block(seed: int) -> None:
    old, new = pair(seed)
    made = compare(Story(old), Story(new), PARSER)
    page = Page.of_body(new, PARSER)
    found = strokes(made)
    assert {change.number for change in made.shown} <= {stroke.change for stroke in found}
    for stroke in found:
        if page.texts:
            assert 0 <= stroke.start <= stroke.end <= len(page.texts[stroke.block])
