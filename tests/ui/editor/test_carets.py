"""Caret and selection stay on the same words when the view changes, or a step is undone."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.ui.editor.conftest import Hand, Opens

STORY = """\
# Opening 😀 head

First paragraph with **bolder** and `coded` words.
A soft line follows.

* apples
* pears 👩‍🚀 and
    * nested plums

1. firstly
2. secondly

- [x] ticked

> quoted sentence
>
> * quoted item

| column | другой |
|:--|--:|
| cellone | celltwo |
| **cellbold** tail | x `y` cellend |

```py
code_line = 1
second_line = 2
```

<div>
cardwords
</div>

Setext below
------------

پاراگراف فارسی با **پررنگ** و 🇮🇷 پایان.

Final [linked](https://example.org/linked-not) 𝄞 closing.
"""
WORDS = [
    "Opening",
    "head",
    "First",
    "bolder",
    "coded",
    "words.",
    "soft",
    "follows.",
    "apples",
    "pears",
    "and",
    "plums",
    "firstly",
    "secondly",
    "ticked",
    "sentence",
    "item",
    "column",
    "другой",
    "cellone",
    "celltwo",
    "cellbold",
    "tail",
    "cellend",
    "code_line",
    "second_line",
    "cardwords",
    "Setext",
    "فارسی",
    "پررنگ",
    "پایان",
    "Final",
    "linked",
    "closing",
]


def beside(hand: Hand, words: str) -> str:
    """The letters of ``words`` that stand before and behind the caret."""
    block = hand.cursor.block().text()
    raw = block.encode("utf-16-le")
    at = 2 * hand.cursor.positionInBlock()
    before, behind = raw[:at].decode("utf-16-le"), raw[at:].decode("utf-16-le")
    for cut in range(len(words), -1, -1):
        if before.endswith(words[:cut]) and behind.startswith(words[cut:]):
            return f"{words[:cut]}¦{words[cut:]}"
    return f"{before[-8:]}¦{behind[:8]} instead of {words}"


@pytest.mark.parametrize("words", WORDS)
def test_the_caret_stays_on_its_word_from_the_page_and_back(opens: Opens, words: str) -> None:
    hand = opens(STORY)
    half = len(words) // 2
    hand.caret(words)
    hand.cursor.movePosition(hand.cursor.MoveOperation.NoMove)
    cursor = hand.cursor
    cursor.setPosition(cursor.position() - (len(words) - half))
    hand.view.setTextCursor(cursor)
    place = cursor.position()
    wanted = f"{words[:half]}¦{words[half:]}"
    assert beside(hand, words) == wanted
    hand.toggle()
    assert beside(hand, words) == wanted
    hand.toggle()
    assert beside(hand, words) == wanted
    assert hand.cursor.position() == place
    assert hand.text == STORY


@pytest.mark.parametrize("words", WORDS)
def test_a_selected_word_stays_selected(opens: Opens, words: str) -> None:
    hand = opens(STORY)
    hand.select(words)
    hand.toggle()
    assert hand.chosen == words
    hand.toggle()
    assert hand.chosen == words


@pytest.mark.parametrize(
    ("first", "last"),
    [
        ("First", "apples"),
        ("Opening", "closing"),
        ("pears", "sentence"),
        ("code_line", "second_line"),
        ("bolder", "coded"),
        ("quoted sentence", "quoted item"),
        ("فارسی", "Final"),
    ],
)
def test_a_selection_over_blocks_keeps_both_its_ends(opens: Opens, first: str, last: str) -> None:
    hand = opens(STORY)
    hand.select(first, last)
    shown = hand.chosen
    hand.toggle()
    assert hand.chosen.startswith(first)
    assert hand.chosen.endswith(last)
    hand.toggle()
    assert hand.chosen == shown


def test_a_selection_made_backwards_keeps_its_caret_in_front(opens: Opens) -> None:
    hand = opens(STORY)
    hand.select("soft line")
    cursor = hand.cursor
    low, high = cursor.selectionStart(), cursor.selectionEnd()
    hand._put(high, low)
    hand.toggle()
    assert hand.chosen == "soft line"
    assert hand.cursor.position() < hand.cursor.anchor()
    hand.toggle()
    assert hand.chosen == "soft line"
    assert hand.cursor.position() < hand.cursor.anchor()


def test_the_caret_stays_at_both_ends_of_the_story(opens: Opens) -> None:
    hand = opens(STORY)
    for key, place in (("Ctrl+Home", "start"), ("Ctrl+End", "end")):
        hand.key(key)
        hand.toggle()
        hand.toggle()
        last = hand.view.document().characterCount() - 1
        assert hand.cursor.position() == (0 if place == "start" else last)


def test_the_caret_stays_on_its_word_while_the_text_changes_in_both_views(opens: Opens) -> None:
    hand = opens(STORY)
    hand.caret("apples")
    hand.type(" and *more")
    assert hand.around == "apples and *more¦"
    hand.toggle()
    assert beside(hand, "more") == "more¦"
    hand.type(" 😀x")
    hand.toggle()
    assert hand.around == "apples and *more 😀x¦"
    hand.type("!")
    assert hand.around == "apples and *more 😀x!¦"


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize(
    ("story", "words", "line"),
    [
        ("One.\n\nTwo.\n", "One.", 1),
        ("One.\n\nTwo.\n", "Two.", 3),
        ("# One\n\nTwo.\n", "One", 1),
        ("One.\n\n\n\nTwo.\n", "One.", 1),
        ("One.\nMore.\n\nTwo.\n", "More.", 2),
    ],
)
def test_the_caret_in_a_new_empty_paragraph_stays_on_an_empty_line(
    opens: Opens, story: str, words: str, line: int, newline: str
) -> None:
    story = story.replace("\n", newline)
    hand = opens(story)
    hand.caret(words)
    hand.type("\n")
    place = hand.cursor.position()
    for _way in range(2):
        hand.toggle()
        assert (hand.around, hand.cursor.blockNumber()) == ("¦", line)
        hand.toggle()
        assert (hand.around, hand.cursor.position()) == ("¦", place)
    assert hand.text == story
    hand.type("x")
    assert "x" in hand.text.split(newline)


@pytest.mark.parametrize(
    ("story", "words", "around"),
    [
        ("One.", "One.", "One.¦"),  # there is no line below
        ("> One.\n>\n> Two.\n", "One.", "> One.¦"),  # nor an empty one
        ("One.\nTwo\n", "Two", "¦"),
    ],
)
def test_where_the_markdown_has_no_empty_line_the_caret_stays_near(
    opens: Opens, story: str, words: str, around: str
) -> None:
    hand = opens(story)
    hand.caret(words)
    hand.type("\n")
    hand.toggle()
    assert hand.around == around
    assert hand.text == story


def test_behind_a_table_the_caret_stays_on_the_empty_line(opens: Opens) -> None:
    hand = opens("| a | b |\n|--|--|\n| c | d |\n\nTwo.\n")
    hand.caret("Two.", after=False)
    hand.type("\n")
    hand.key("Up")
    assert hand.around == "¦"
    place = hand.cursor.position()
    hand.toggle()
    assert (hand.around, hand.cursor.blockNumber()) == ("¦", 3)
    hand.toggle()
    assert hand.cursor.position() == place


def test_a_footnote_in_an_empty_paragraph_belongs_to_the_words_before(opens: Opens) -> None:
    hand = opens("One.\n\nTwo.\n")
    hand.caret("One.")
    hand.type("\n")
    hand.apply("footnote")
    assert hand.text.startswith("One.[^1]\n\nTwo.")


def test_going_to_an_offset_finds_the_words_in_either_view(opens: Opens) -> None:
    hand = opens(STORY)
    for words in ("soft", "plums", "second_line", "cardwords", "closing"):
        hand.pane.go_to(STORY.index(words))
        assert beside(hand, words) == "¦" + words
    hand.toggle()
    for words in ("soft", "cellbold", "فارسی", "closing"):
        hand.pane.go_to(STORY.index(words))
        assert beside(hand, words) == "¦" + words


def test_the_session_brings_the_caret_and_the_view_back(opens: Opens) -> None:
    hand = opens(STORY)
    hand.toggle()
    hand.select("secondly")
    kept = hand.pane.caret_state()
    again = opens(STORY)
    again.pane.restore_caret(kept)
    assert again.pane.body.as_source
    assert again.chosen == "secondly"
    shorter = opens("Short.\n")
    shorter.pane.restore_caret(kept)
    assert shorter.text == "Short.\n"
    assert shorter.cursor.position() <= len("Short.\n")


@pytest.mark.parametrize("kept", [None, [], {}, {"anchor": "x", "caret": None}, {"caret": -5}])
def test_a_session_that_says_nonsense_is_passed_over(opens: Opens, kept: object) -> None:
    hand = opens(STORY)
    hand.pane.restore_caret(kept)  # type: ignore[arg-type]
    assert hand.cursor.position() == 0
    assert hand.text == STORY


def test_below_a_last_table_the_caret_stays_below_it(opens: Opens) -> None:
    text = "Above.\n\n| a | b |\n| --- | --- |\n| c | zz |\n\n"
    hand = opens(text)
    hand.pane.toggle_view()
    hand.end()
    hand.pane.toggle_view()
    table = hand.view.cursorRect(hand.view.document().find("zz"))
    assert hand.view.cursorRect().top() > table.bottom()
    assert hand.text == text
    hand.type("On")
    assert hand.text == "Above.\n\n| a | b |\n| --- | --- |\n| c | zz |\n\nOn\n"


_ACTS: dict[str, Callable[[Hand], object]] = {
    "a quote": lambda hand: hand.type(' "'),
    "a dash": lambda hand: hand.type(" -- "),
    "a footnote": lambda hand: hand.apply("footnote"),
    "all replaced": lambda hand: _replace(hand, "After", "Behind"),
    "a table": lambda hand: hand.pane.commands.inserts.put_table(2, 2),
    "a paste": lambda hand: hand.paste("one\n\ntwo"),
}


def _replace(hand: Hand, words: str, others: str) -> None:
    bar = hand.pane.find_bar
    bar.open(words)
    bar.replacement.setText(others)
    bar.replace_everywhere()
    bar.dismiss()


@pytest.mark.parametrize("source", [False, True])
@pytest.mark.parametrize("act", _ACTS)
def test_a_step_back_puts_the_caret_where_it_was_made(
    opens: Opens, act: str, *, source: bool
) -> None:
    hand = opens("Before.\n\nAfter\n\nLast one.\n")
    if source:
        hand.toggle()
    hand.caret("After")
    _ACTS[act](hand)
    hand.view.setFocus()
    hand.key("Ctrl+Z")
    assert hand.around.startswith("After")
    assert hand.around.endswith("¦")


@pytest.mark.parametrize("source", [False, True])
def test_a_step_forth_puts_the_caret_behind_what_was_set(opens: Opens, *, source: bool) -> None:
    hand = opens("Before.\n\nAfter\n\nLast one.\n")
    if source:
        hand.toggle()
    hand.caret("After")
    hand.type(' "')
    hand.key("Ctrl+Z", "Ctrl+Shift+Z")
    assert hand.around == "After “¦"
    hand.type("x")
    assert "After “x" in hand.text


@pytest.mark.parametrize("name", ["bullets", "tasks", "quote", "box", "heading2", "codeblock"])
def test_a_step_forth_that_changes_no_word_leaves_the_caret_in_its_block(
    opens: Opens, name: str
) -> None:
    hand = opens("Before.\n\nAfter\n\nLast one.\n")
    hand.caret("After")
    hand.apply(name)
    hand.key("Ctrl+Z", "Ctrl+Shift+Z")
    assert hand.around == "After¦"


def test_a_card_that_is_shown_as_it_is_read_leaves_the_caret_in_its_empty_paragraph(
    opens: Opens,
) -> None:
    hand = opens("One.\n\nTwo.\n\n<div>card</div>\n\nThree.\n")
    hand.caret("One.")
    hand.type("\n")
    place = hand.cursor.position()
    hand.select("<div>card</div>")
    hand.type("plain *words*")
    hand._put(place, place)
    assert hand.pane.body.settle(), "the card is a paragraph now"
    assert (hand.around, hand.cursor.position()) == ("¦", place)


@pytest.mark.parametrize("empty", ["One.", "Two.", "Three.", "Four."])
@pytest.mark.parametrize("word", ["One.", "Two.", "Three.", "Four."])
def test_beside_an_empty_paragraph_the_page_shows_what_was_written_in_the_markdown(
    opens: Opens, empty: str, word: str
) -> None:
    """Places of the page are not those of the story where some of its paragraphs are empty."""
    story = "One.\n\nTwo.\n\n* Three.\n\nFour.\n"
    hand = opens(story)
    hand.caret(empty)
    hand.type("\n")
    if empty == "Three.":
        hand.type("\n")  # out of the list
    hand.toggle()
    hand.caret(word)
    hand.type(" More.\n\nand more")
    text = hand.text
    hand.toggle()
    assert hand.text == text
    assert [line for line in hand.shown.split("\n") if line] == [
        line.removeprefix("* ").strip() for line in text.split("\n") if line
    ]
    hand.undo_all()
    assert hand.text == story


@pytest.mark.parametrize("as_source", [False, True])
@pytest.mark.parametrize("words", ["Opening", "First", "words.", "plums", "cellend", "closing"])
def test_the_caret_stays_on_its_word_when_the_body_comes_from_elsewhere(
    opens: Opens, words: str, as_source: bool
) -> None:
    hand = opens(STORY)
    if as_source:
        hand.toggle()
    hand.caret(words)
    story = hand.pane.story
    other = STORY.replace("A soft line", "A much softer line").replace("* apples\n", "")
    story.set("body", other)
    story.body_replaced.emit()
    assert beside(hand, words) == f"{words}¦"
    assert hand.text == other


def test_a_caret_in_words_that_are_gone_stands_where_they_stood(opens: Opens) -> None:
    hand = opens("One two three.\n\nFour five six.\n")
    hand.caret("thr")
    hand.pane.story.set("body", "One.\n\nFour five six.\n")
    hand.pane.story.body_replaced.emit()
    assert beside(hand, "One.") == "One¦."
