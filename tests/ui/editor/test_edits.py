"""An edit changes its own block and nothing else; undoing it gives the opened bytes."""

from __future__ import annotations

import pytest

from newsroom.text.document import Document
from tests.ui.editor.conftest import Opens

STORY = """\
Setext head
===========

First paragraph with **bold**, _italic_ and a [link](https://example.org "t"),
wrapped by   hand.

## Second *head* ##

* one
* two
    * nested
* three

+ loose a

+ loose b

3. third
4. fourth

- [ ] open task
- [x] done task

> quoted words
over two lines

~~~py
code = '*'
~~~

    indented code

| Left | Middle |
|:--|:-:|
| cell | سلام |

___

Hard \x20
break and\\
slash, &nbsp; &copy; <b>raw</b>.

<div>
card
</div>

A note[^1] and [ref][r].

[^1]: The note.

[r]: https://example.org/r

آخرین بند، 😀 with both.


"""

# Behind these words a letter is typed; so their line is to read afterwards.
PLACES = [
    ("Setext head", "Setext head\n===========", "Setext headQ\n============"),
    ("First", "First paragraph", "FirstQ paragraph"),
    ("bold", "**bold**", "**boldQ**"),
    ("italic", "_italic_", "_italicQ_"),
    ("a lin", "[link]", "[linQk]"),
    ("by   ha", "by   hand", "by   haQnd"),
    ("Second ", "## Second *head* ##", "## Second Q*head* ##"),
    ("one", "* one", "* oneQ"),
    ("nested", "    * nested", "    * nestedQ"),
    ("three", "* three", "* threeQ"),
    ("loose b", "+ loose b", "+ loose bQ"),
    ("fourth", "4. fourth", "4. fourthQ"),
    ("open task", "- [ ] open task", "- [ ] open taskQ"),
    ("done", "- [x] done task", "- [x] doneQ task"),
    ("quoted", "> quoted words", "> quotedQ words"),
    ("over two", "over two lines", "over twoQ lines"),
    ("code = '", "code = '*'", "code = 'Q*'"),
    ("indented", "    indented code", "    indentedQ code"),
    ("Left", "| Left |", "| LeftQ |"),
    ("cell", "| cell |", "| cellQ |"),
    ("سلا", "سلام", "سلاQم"),
    ("Hard", "Hard  \n", "HardQ  \n"),
    ("sla", "slash", "slaQsh"),
    ("card", "card", "cardQ"),
    ("A no", "A note[^1]", "A noQte[^1]"),
    ("The no", "The note", "The noQte"),
    ("آخرین بند، 😀", "آخرین بند، 😀 with", "آخرین بند، 😀Q with"),
]


def replaced(before: str, after: str) -> str:
    assert STORY.count(before) == 1, before
    return STORY.replace(before, after)


@pytest.mark.parametrize(("behind", "before", "after"), PLACES)
def test_a_letter_changes_its_own_place_and_nothing_else(
    opens: Opens, behind: str, before: str, after: str
) -> None:
    hand = opens(STORY)
    hand.caret(behind)
    hand.type("Q")
    assert hand.text == replaced(before, after)
    assert hand.story.dirty
    hand.undo_all()
    assert hand.text == STORY
    assert not hand.story.dirty
    hand.redo_all()
    assert hand.text == replaced(before, after)


def test_letters_in_every_block_at_once_are_each_in_their_place(opens: Opens) -> None:
    hand = opens(STORY)
    wanted = STORY
    for behind, before, after in PLACES:
        hand.caret(behind)
        hand.type("Q")
        wanted = wanted.replace(before, after)
        assert hand.text == wanted, behind
    hand.undo_all()
    assert hand.text == STORY
    assert not hand.story.dirty


def test_a_new_paragraph_at_the_end_leaves_all_before_it(opens: Opens) -> None:
    hand = opens(STORY)
    hand.end()
    hand.type("\nThe end.")
    assert hand.text == STORY + "The end.\n"
    hand.undo_all()
    assert hand.text == STORY


def test_a_new_paragraph_in_front_leaves_all_behind_it(opens: Opens) -> None:
    hand = opens("One.\n\n\n\n* a\n\n\n* b\n")
    hand.caret("One", after=False)
    hand.type("\n")
    hand.key("Up")
    hand.type("New.")
    assert hand.text == "New.\n\nOne.\n\n\n\n* a\n\n\n* b\n"


def test_a_paragraph_that_is_taken_out_takes_only_itself(opens: Opens) -> None:
    hand = opens("Setext\n===\n\nMiddle.\n\n* a\n* b\n")
    hand.select("Middle.\n")
    hand.key("Delete")
    assert hand.text == "Setext\n===\n\n* a\n* b\n"
    hand.undo_all()
    assert hand.text == "Setext\n===\n\nMiddle.\n\n* a\n* b\n"


def test_two_paragraphs_become_one_at_backspace(opens: Opens) -> None:
    hand = opens("_One_.\n\n__Two__.\n\n***\n")
    hand.caret("Two", after=False)
    hand.key("Backspace")
    assert hand.shown == "One.Two.\n"
    assert hand.text == "_One_.**Two**.\n\n***\n"
    hand.undo_all()
    assert hand.text == "_One_.\n\n__Two__.\n\n***\n"


def test_everything_chosen_and_typed_over_is_the_new_word_alone(opens: Opens) -> None:
    hand = opens(STORY)
    hand.key("Ctrl+A")
    hand.type("New")
    assert hand.shown == "New"
    assert hand.text.strip() == "New\n===", "it stays the kind that the first block was"
    hand.undo_all()
    assert hand.text == STORY
    assert not hand.story.dirty


@pytest.mark.parametrize("key", ["Backspace", "Delete", "Ctrl+X"])
def test_everything_chosen_and_removed_leaves_an_empty_story(opens: Opens, key: str) -> None:
    hand = opens(STORY)
    hand.key("Ctrl+A", key)
    assert hand.shown == ""
    assert hand.text.strip() == ""
    hand.undo_all()
    assert hand.text == STORY


def test_a_selection_over_a_heading_and_a_list_keeps_both_ends(opens: Opens) -> None:
    hand = opens("# Head words\n\nBetween.\n\n- item words\n- next\n")
    hand.select("words", "item ")
    hand.key("Delete")
    assert hand.text == "# Head words\n\n- next\n"
    hand.undo_all()
    assert hand.text == "# Head words\n\nBetween.\n\n- item words\n- next\n"


def test_windows_line_ends_stay_through_an_edit(opens: Opens) -> None:
    hand = opens("One.\r\n\r\nTwo.\r\n")
    hand.caret("Two")
    hand.type(" more\nThree")
    assert hand.text == "One.\r\n\r\nTwo more\r\n\r\nThree.\r\n"
    hand.undo_all()
    assert hand.text == "One.\r\n\r\nTwo.\r\n"


def test_an_empty_story_takes_words_at_once(opens: Opens) -> None:
    hand = opens("")
    hand.type("Hello\nthere")
    assert hand.text == "Hello\n\nthere\n"
    hand.undo_all()
    assert hand.text == ""
    assert not hand.story.dirty


def test_the_signs_of_markdown_typed_as_words_stay_words(opens: Opens) -> None:
    words = "1986. A year, 2*3*4, a_b_c, <b>, [x], #tag, `, AT&T &copy; \\ ~ | > - end"
    hand = opens("")
    hand.type("x\n" + words)
    assert hand.shown == "x\n" + words
    hand.toggle()
    hand.toggle()
    assert hand.shown == "x\n" + words
    again = opens(hand.text)
    assert again.shown == "x\n" + words


def test_a_tag_cut_by_enter_is_words_on_the_page_and_in_the_text(opens: Opens) -> None:
    hand = opens("Before <font>in it</font>.\n\n<p>A card</p>\n\nLast > first.\n")
    hand.caret("<f")
    hand.view.setTextCursor(hand.cursor)
    hand.key("Return")
    assert hand.text == "Before &lt;f\n\nont>in it</font>.\n\n<p>A card</p>\n\nLast > first.\n"
    assert not hand.pane.body.settle()
    hand.key("Ctrl+Z")
    assert hand.text == "Before <font>in it</font>.\n\n<p>A card</p>\n\nLast > first.\n"


def test_what_stands_behind_an_open_tag_is_shown_as_it_is_read(opens: Opens) -> None:
    """The Markdown holds a tag that its paragraph does not close; what a page shows behind it
    hangs on what follows."""
    hand = opens("a <f\n\nb> c\n\n<p>A card</p>\n\n\nwords\n")
    assert [block.kind for block in hand.rich.mirror.blocks()] == ["p", "p", "source", "p"]
    hand.select("b> ")
    hand.key("Delete")
    hand.caret("words")
    hand.key("Space")
    hand.pane.body.settle()
    shown = hand.rich.mirror.blocks()
    assert [block.kind for block in shown] == [
        block.kind for block in Document.open(hand.text).blocks
    ]


def test_words_typed_at_a_rule_stand_below_it(opens: Opens) -> None:
    hand = opens("Above.\n\n---\n\nBelow.\n")
    hand.caret("Above.")
    hand.key("Down")
    hand.type("new")
    assert hand.text == "Above.\n\n---\n\nnew\n\nBelow.\n"
    assert hand.around == "new¦"
    hand.key("Ctrl+Z")
    assert hand.text == "Above.\n\n---\n\nBelow.\n"


def test_what_got_into_a_rule_stays_beside_it_when_the_page_follows_the_markdown(
    opens: Opens,
) -> None:
    hand = opens("---\n\nBelow.\n")
    cursor = hand.cursor
    cursor.setPosition(0)
    cursor.insertText("words")
    text = hand.text
    assert text == "---\n\nwords\n\nBelow.\n"
    hand.pane.toggle_view()
    hand.caret("words")
    hand.type("!")
    hand.pane.toggle_view()
    kinds = [block.kind for block in hand.rich.mirror.blocks()]
    assert kinds == ["hr", "p", "p"]
    assert hand.text == text.replace("words", "words!")


def test_a_picture_that_flows_into_code_stands_there_by_its_description(opens: Opens) -> None:
    hand = opens("```\nfirst line\nsecond\n```\n\nWords and ![a ferry](p.png) more.\n")
    hand.select("second", "Words ")
    hand.type("x")
    assert hand.text == "```\nfirst line\nxand a ferry more.\n```\n"
    assert not hand.pane.body.settle()
    hand.key("Ctrl+Z")
    assert "![a ferry](p.png)" in hand.text
