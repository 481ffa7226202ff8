"""Words of a comment are the same words on the page, in the Markdown and in the title fields."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor

from newsroom.text.anchor import Page
from newsroom.text.compare import BODY
from newsroom.ui.editor.commentplaces import (
    Chosen,
    RichPlaces,
    chosen_in_field,
    chosen_in_page,
    chosen_in_source,
    in_field,
    in_source,
    made,
)
from newsroom.ui.editor.reading import Reading
from tests.ui.editor.conftest import Hand, Opens

BODY_TEXT = """## A heading 🚢 with a ship

The *ferry* left 👩‍🚀 at **half past** eight, [they say](https://example.org/a).

- first thing
- second 🇮🇷 thing
    - nested one

> A quotation of
> two lines.

گزارش‌ها می‌گویند کشتی رفت.

| Boat | Seats |
|------|------:|
| Ada  | 140   |
| Bea  | 12 🚢 |

The last words.[^1]

[^1]: A note below.
"""
WORDS = (
    "heading 🚢 with",
    "ferry left 👩‍🚀 at half past eight",
    "they say",
    "second 🇮🇷 thing",
    "nested one",
    "quotation of",
    "می‌گویند کشتی",
    "140",
    "12 🚢",
    "The last words.",
)
_KEEP = QTextCursor.MoveMode.KeepAnchor


def selected(hand: Hand, start: int, end: int) -> str:
    cursor = QTextCursor(hand.rich.document())
    cursor.setPosition(start)
    cursor.setPosition(end, _KEEP)
    return cursor.selectedText()


@pytest.mark.parametrize("words", WORDS)
def test_there_and_back_on_the_page(opens: Opens, words: str) -> None:
    hand = opens(BODY_TEXT)
    places = RichPlaces(hand.rich)
    assert places.page.texts == Page.of_body(BODY_TEXT).texts
    at = places.page.whole.index(words)
    first, last = places.page.spot(at), places.page.spot(at + len(words))
    start, end = places.position(first), places.position(last)
    assert start is not None
    assert end is not None
    assert selected(hand, start, end) == words
    assert (places.spot(start), places.spot(end)) == (first, last)
    cursor = hand.rich.textCursor()
    cursor.setPosition(start)
    cursor.setPosition(end, _KEEP)
    hand.rich.setTextCursor(cursor)
    chosen = chosen_in_page(hand.rich)
    assert chosen == Chosen(BODY, first, last, words)
    anchor = made(BODY_TEXT, {}, chosen)
    assert anchor is not None
    assert anchor.quote == words


@pytest.mark.parametrize("words", [w for w in WORDS if "half past" not in w])
def test_there_and_back_in_the_markdown(words: str) -> None:
    page = Page.of_body(BODY_TEXT)
    at = page.whole.index(words)
    anchor = page.between(at, at + len(words))
    found = in_source(BODY_TEXT, {7: anchor})
    start, end = found[7]
    assert words in BODY_TEXT[start:end] or BODY_TEXT[start:end] in words
    chosen = chosen_in_source(BODY_TEXT, start, end)
    assert chosen is not None
    assert chosen.words == words


def test_words_with_marks_between_them_are_found_in_the_markdown() -> None:
    page = Page.of_body(BODY_TEXT)
    words = "ferry left 👩‍🚀 at half past eight"
    at = page.whole.index(words)
    start, end = in_source(BODY_TEXT, {1: page.between(at, at + len(words))})[1]
    assert BODY_TEXT[start:end].strip("*") == "ferry* left 👩‍🚀 at **half past** eight"


def test_blanks_around_a_selection_are_not_of_it(opens: Opens) -> None:
    hand = opens("One two three.\n")
    cursor = hand.rich.textCursor()
    cursor.setPosition(3)
    cursor.setPosition(8, _KEEP)
    hand.rich.setTextCursor(cursor)
    chosen = chosen_in_page(hand.rich)
    assert chosen is not None
    assert chosen.words == "two"
    cursor.setPosition(3)
    cursor.setPosition(4, _KEEP)
    hand.rich.setTextCursor(cursor)
    assert chosen_in_page(hand.rich) is None, "a blank alone is nothing to talk about"


def test_words_of_a_field_with_a_ship_before_them() -> None:
    text = "🚢 The night ferry"
    page = Page((text,), "headline")
    at = text.index("night")
    assert in_field(text, page.between(at, at + 5)) == (at + 1, at + 6), "a ship is two units"


def test_a_selection_in_a_field(opens: Opens) -> None:
    hand = opens("")
    field = hand.pane.titles.fields["headline"]
    field.put("🚢 The night ferry")
    field.choose(6, 11)
    assert field.textCursor().selectedText() == "night"
    chosen = chosen_in_field("headline", field.text(), field.textCursor())
    assert chosen is not None
    assert (chosen.field, chosen.words) == ("headline", "night")


def test_a_story_that_is_only_read_takes_no_key(opens: Opens) -> None:
    hand = opens("- [ ] One\n\nTwo\n")
    told: list[str] = []
    hand.pane.reading = Reading(hand.pane, told.append)
    hand.pane.reading.set_why("Clara is editing")
    hand.pane.focus_body()
    for key in ("x", "Return", "Backspace", "Ctrl+V", "Ctrl+B", "Ctrl+Z", "Ctrl+Shift+8"):
        hand.key(key)
    hand.pane.titles.fields["headline"].setFocus(Qt.FocusReason.OtherFocusReason)
    hand.key("x")
    assert hand.text == "- [ ] One\n\nTwo\n"
    assert hand.story.get("headline") == "Ferry"
    assert set(told) == {"Clara is editing"}
    hand.pane.focus_body()
    hand.key("Ctrl+A")
    assert hand.rich.textCursor().hasSelection(), "but it can be read and copied"
    hand.pane.reading.set_why("")
    hand.key("Ctrl+Home")
    hand.key("x")
    assert hand.text.startswith("- [ ] xOne")
