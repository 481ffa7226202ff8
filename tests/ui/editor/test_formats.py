"""Formats over several blocks: each act is one step, and what it did not mean keeps its bytes."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QFont
from pytestqt.qtbot import QtBot

from tests.ui.editor.conftest import Hand, Opens

STORY = """\
Before *stays* __so__.

First one _here_
goes on.

* item `code` one
* item two
    * nested

> quoted
> words

## Head *old* ##

| Cell | two |
|:--|--:|
| low | cell |

~~~
code
~~~

<div>card</div>

Last words.

***

After _stays_  \nso, too.
"""
HEAD = "Before *stays* __so__.\n\n"
TAIL = "\n\n***\n\nAfter _stays_  \nso, too.\n"
MIDDLE = STORY[len(HEAD) : -len(TAIL)]

# From "one" in the first paragraph to "Last" in the last one: what stands between then.
OVER_ALL = {
    "bold": """\
First **one _here_
goes on.**

* **item `code` one**
* **item two**
    * **nested**

> **quoted
> words**

## **Head *old*** ##

| **Cell** | **two** |
|:--|--:|
| **low** | **cell** |

~~~
code
~~~

<div>card</div>

**Last** words.""",
    "strike": """\
First ~~one _here_
goes on.~~

* ~~item `code` one~~
* ~~item two~~
    * ~~nested~~

> ~~quoted
> words~~

## ~~Head *old*~~ ##

| ~~Cell~~ | ~~two~~ |
|:--|--:|
| ~~low~~ | ~~cell~~ |

~~~
code
~~~

<div>card</div>

~~Last~~ words.""",
    "clear": """\
First one here
goes on.

* item code one
* item two
    * nested

> quoted
> words

## Head old ##

| Cell | two |
|:--|--:|
| low | cell |

~~~
code
~~~

<div>card</div>

Last words.""",
    "heading2": """\
## First one _here_ goes on.

## item `code` one

## item two

## nested

> ## quoted words

## Head *old* ##

| Cell | two |
|:--|--:|
| low | cell |

## code

<div>card</div>

## Last words.""",
    "paragraph": """\
First one _here_
goes on.

* item `code` one
* item two
    * nested

> quoted
> words

Head *old*

| Cell | two |
|:--|--:|
| low | cell |

code

<div>card</div>

Last words.""",
    "quote": """\
> First one _here_
> goes on.
>
> - item `code` one
> - item two
>     - nested
>
> quoted
> words
>
> ## Head _old_
>
> | Cell | two |
> |:--- | ---:|
> | low | cell |
>
>     code

<div>card</div>

> Last words.""",
    "codeblock": """\
```
First one here
goes on.
item code one
item two
nested
quoted
words
Head old
```

| Cell | two |
|:--|--:|
| low | cell |

~~~
code
~~~

<div>card</div>

```
Last words.
```""",
}


def one_step(hand: Hand, name: str, opened: str = STORY) -> str:
    """Apply a format; it is one step, back to the opened bytes and forth again."""
    assert hand.text == opened
    assert hand.apply(name)
    now = hand.text
    hand.key("Ctrl+Z")
    assert hand.text == opened, "one undo takes all of it back"
    assert not hand.story.dirty
    assert not hand.view.document().isUndoAvailable()
    hand.key("Ctrl+Shift+Z")
    assert hand.text == now, "redo does the same again"
    hand.key("Ctrl+Z")
    assert hand.text == opened
    hand.key("Ctrl+Shift+Z")
    return now


def as_shown(hand: Hand, opens: Opens) -> None:
    """What the window shows is what the file says when it is opened again."""
    assert hand.pane.body.text() == hand.text
    again = opens(hand.text)
    assert again.shown == hand.shown


@pytest.mark.parametrize("name", OVER_ALL)
def test_a_format_over_blocks_of_every_kind_is_one_step(opens: Opens, name: str) -> None:
    hand = opens(STORY)
    hand.select("one", "Last")
    now = one_step(hand, name)
    assert now.startswith(HEAD)
    assert now.endswith(TAIL)
    assert now[len(HEAD) : -len(TAIL)] == OVER_ALL[name]
    as_shown(hand, opens)


@pytest.mark.parametrize("name", ["bold", "italic", "strike", "code", "noted", "sub", "sup"])
def test_marks_over_blocks_go_on_and_off_again(opens: Opens, name: str) -> None:
    body = "One two.\n\n- three *four*\n- five\n\n> six\n\n## Seven\n\n| eight |\n|---|\n| nine |\n"
    hand = opens(body)
    hand.select("two", "nine")
    assert name not in hand.on
    changed = one_step(hand, name, body)
    hand.select("two", "nine")
    assert name in hand.on
    hand.apply(name)
    assert name not in hand.on
    if name not in ("code", "italic"):  # those of before came under the new one
        assert hand.text == body
    hand.undo_all()
    assert hand.text == body
    hand.redo_all()
    assert changed != hand.text


def test_a_mixed_selection_is_not_on_and_the_button_sets_all_of_it(opens: Opens) -> None:
    hand = opens("one **two** three\n\n**four**\n")
    hand.select("one", "four")
    assert "bold" not in hand.on
    hand.apply("bold")
    assert hand.text == "**one two three**\n\n**four**\n"
    assert "bold" in hand.on
    hand.select("two")
    assert "bold" in hand.on
    hand.apply("bold")
    assert hand.text == "**one** two **three**\n\n**four**\n"


def test_the_toolbar_shows_what_holds_at_the_caret(opens: Opens) -> None:
    hand = opens(STORY)
    wanted = {
        "stay": ({"italic"}, "paragraph"),
        "cod": ({"bullets", "code"}, "paragraph"),
        "neste": ({"bullets"}, "paragraph"),
        "quot": ({"quote"}, "paragraph"),
        "old": ({"italic"}, "heading2"),
        "low": (set(), "paragraph"),
        "card": (set(), ""),
        "Last": (set(), "paragraph"),
    }
    for words, (on, style) in wanted.items():
        hand.caret(words)
        assert hand.on == on, words
        assert hand.style == style, words


def test_the_toolbar_shows_what_all_of_a_selection_is(opens: Opens) -> None:
    hand = opens("## A\n\n- b\n- c\n\n1. d\n\n> e\n\n> f\n\nText.\n\n- [ ] t\n- [x] u\n")
    for first, last, on, style in (
        ("b", "c", {"bullets"}, "paragraph"),
        ("c", "d", set(), "paragraph"),
        ("A", "b", set(), ""),
        ("e", "f", {"quote"}, "paragraph"),
        ("f", "Text", set(), "paragraph"),
        ("t\n", "u", {"bullets", "tasks"}, "paragraph"),
    ):
        hand.select(first, last)
        assert hand.on == on, (first, last)
        assert hand.style == style, (first, last)


@pytest.mark.parametrize(
    ("name", "before", "now"),
    [
        ("bullets", "a\n\nb\n\nc\n", "- a\n- b\n- c\n"),
        ("numbers", "a\n\nb\n\nc\n", "1. a\n2. b\n3. c\n"),
        ("tasks", "a\n\nb\n\nc\n", "- [ ] a\n- [ ] b\n- [ ] c\n"),
        ("quote", "a\n\nb\n\nc\n", "> a\n>\n> b\n>\n> c\n"),
        ("numbers", "- a\n- b\n- c\n", "1. a\n2. b\n3. c\n"),
        ("bullets", "1. a\n2. b\n3. c\n", "- a\n- b\n- c\n"),
        ("tasks", "- a\n- b\n- c\n", "- [ ] a\n- [ ] b\n- [ ] c\n"),
        ("numbers", "a\n\n- b\n- c\n", "1. a\n2. b\n3. c\n"),
        ("bullets", "- a\n\nb\n\n- c\n", "- a\n- b\n- c\n"),
        ("bullets", "## a\n\n> b\n\nc\n", "- a\n\n> - b\n\n- c\n"),
        ("heading3", "- a\n- b\n\n> c\n", "### a\n\n### b\n\n> ### c\n"),
        ("quote", "- a\n    - b\n- c\n", "> - a\n>     - b\n> - c\n"),
        ("codeblock", "a\n\nb\n\nc\n", "```\na\nb\nc\n```\n"),
    ],
)
def test_blocks_become_what_was_asked(opens: Opens, name: str, before: str, now: str) -> None:
    hand = opens(before)
    hand.select("a", "c")
    assert one_step(hand, name, before) == now
    as_shown(hand, opens)


@pytest.mark.parametrize("name", ["bullets", "numbers", "tasks", "quote"])
def test_a_format_of_blocks_pressed_twice_gives_the_paragraphs_back(
    opens: Opens, name: str
) -> None:
    body = "One _here_.\n\n__Two__.\n\nThree.\n"
    hand = opens(body)
    hand.select("One", "Three")
    hand.apply(name)
    assert hand.text != body
    assert name in hand.on
    hand.apply(name)
    if name == "tasks":  # what was a task is an item still
        hand.apply("bullets")
    assert name not in hand.on
    assert hand.text == body


def test_a_link_over_several_paragraphs_is_one_step(opens: Opens) -> None:
    body = "One two.\n\nThree four.\n"
    hand = opens(body)
    hand.select("two", "Three")
    hand.pane.commands.set_link("https://example.org", "")
    assert hand.text == "One [two.](https://example.org)\n\n[Three](https://example.org) four.\n"
    hand.key("Ctrl+Z")
    assert hand.text == body


def test_a_part_of_a_table_is_formatted_and_nothing_beside_it(opens: Opens) -> None:
    body = "| a | b | c |\n|---|---|---|\n| d | e | f |\n| g | h | i |\n"
    hand = opens(body)
    hand.select("b", "e")
    hand.apply("bold")
    assert hand.text == ("| a | **b** | c |\n|---|---|---|\n| d | **e** | f |\n| g | h | i |\n")
    hand.key("Ctrl+Z")
    assert hand.text == body


def test_the_caret_alone_says_how_the_next_letter_looks(opens: Opens) -> None:
    hand = opens("One two.\n")
    hand.caret("One")
    for name in ("bold", "italic", "strike"):
        hand.apply(name)
        assert name in hand.on
    hand.type("x")
    hand.apply("bold")
    hand.type("y")
    assert hand.text == "One~~***x**y*~~ two.\n"
    hand.undo_all()
    assert hand.text == "One two.\n"


def test_two_lists_that_come_together_are_one(opens: Opens) -> None:
    """Lists of one kind that stand next to each other are one to every reader of Markdown."""
    body = "1. a\n2. b\n\nBetween.\n\n1. c\n2. d\n"
    hand = opens(body)
    hand.select("Between.\n")
    hand.key("Delete")
    assert hand.text == "1. a\n2. b\n3. c\n4. d\n"
    hand.undo_all()
    assert hand.text == body
    hand.redo_all()
    as_shown(hand, opens)


def test_an_item_that_leaves_its_list_parts_it(opens: Opens) -> None:
    body = "3. a\n4. b\n5. c\n6. d\n"
    hand = opens(body)
    hand.caret("b")
    hand.apply("numbers")
    assert hand.text == "3. a\n\nb\n\n1. c\n2. d\n"
    as_shown(hand, opens)
    hand.apply("numbers")
    assert hand.text == body


def test_formats_do_nothing_to_cards_and_code(opens: Opens) -> None:
    body = "<div>card</div>\n\n```\ncode\n```\n"
    for name in ("bold", "heading1", "bullets"):
        hand = opens(body)
        hand.caret("card")
        hand.apply(name)
        assert hand.text == body, name


def test_the_toolbar_tells_of_a_list_that_was_left_though_the_caret_stayed(
    opens: Opens, qtbot: QtBot
) -> None:
    hand = opens("")
    hand.type("- one\n")
    button = hand.pane.toolbar.buttons["bullets"]
    qtbot.waitUntil(button.isChecked)
    hand.type("\n")
    assert "bullets" not in hand.on
    qtbot.waitUntil(lambda: not button.isChecked())


@pytest.mark.parametrize("source", [False, True])
def test_a_link_leaves_the_space_out_that_came_with_the_word(opens: Opens, source: bool) -> None:
    hand = opens("See the accounts here.\n")
    if source:
        hand.pane.toggle_view()
    hand.select("accounts ")
    hand.pane.commands.set_link("https://a.example/b", "")
    assert hand.text == "See the [accounts](https://a.example/b) here.\n"


def test_a_link_over_nothing_but_a_space_is_that(opens: Opens) -> None:
    hand = opens("a b\n")
    hand.select(" ")
    hand.pane.commands.set_link("https://a.example/b", "")
    assert hand.text in ("a b\n", "a[ ](https://a.example/b)b\n")


def test_a_heading_taken_back_in_an_empty_story_leaves_no_looks(opens: Opens) -> None:
    hand = opens("")
    hand.type("## ")
    hand.key("Ctrl+Z", "Backspace", "Backspace", "Backspace")
    hand.type("words")
    assert hand.style == "paragraph"
    assert hand.cursor.charFormat().fontWeight() == QFont.Weight.Normal
    hand.undo_all()
    hand.key("Ctrl+Alt+1")
    hand.key("Ctrl+Z", "Ctrl+Shift+Z")
    hand.type("head")
    assert hand.text == "# head\n"
    assert hand.cursor.charFormat().fontWeight() == QFont.Weight.Bold
    hand.undo_all()
    assert not hand.story.dirty
