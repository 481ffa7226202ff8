"""One story in two views: what nobody touched stays as it was, to the byte."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QKeyEvent, QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from newsroom.ui.editor.pane import EditorPane
from newsroom.ui.story import OpenStory
from newsroom.ui.workbench import Workbench
from tests.text.test_document import CASES
from tests.text.test_guard import KILLERS
from tests.text.writing import Writer
from tests.ui.conftest import FERRY
from tests.ui.editor.conftest import Opens

Make = Callable[[str], EditorPane]

ARTICLE = """# The *night* ferry

First paragraph with **bold**, _italic_ and a [link](https://example.org "t").

* one
* two
    * nested

> quoted words

| a | b |
|---|---|
| 1 | سلام |

<div>raw</div>

آخرین بند، 😀 with both.
"""


@pytest.fixture
def make(qtbot: QtBot, fake_bench: Workbench) -> Iterator[Make]:
    panes: list[EditorPane] = []

    def made(body: str) -> EditorPane:
        story: OpenStory = fake_bench.new_from(replace(FERRY, body=body))
        pane = EditorPane(fake_bench, story)
        qtbot.addWidget(pane)
        panes.append(pane)
        return pane

    yield made
    for pane in panes:
        fake_bench.close(pane.story)
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def press(widget: QWidget, letters: str) -> None:
    for letter in letters:
        if letter == "\n":
            QTest.keyClick(widget, Qt.Key.Key_Return)
        elif letter.isascii():
            QTest.keyClick(widget, letter)
        else:
            none = Qt.KeyboardModifier.NoModifier
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                QCoreApplication.sendEvent(widget, QKeyEvent(kind, 0, none, letter))


def put_caret(pane: EditorPane, words: str, *, after: bool = True) -> None:
    cursor = pane.view.document().find(words)
    assert not cursor.isNull(), words
    cursor.setPosition(cursor.selectionEnd() if after else cursor.selectionStart())
    pane.view.setTextCursor(cursor)


def undo_all(pane: EditorPane) -> None:
    while pane.view.document().isUndoAvailable():
        pane.view.undo()


@pytest.mark.parametrize("body", [*CASES, *(Writer(seed).text() for seed in range(40))])
def test_opening_and_switching_changes_no_byte(make: Make, body: str) -> None:
    pane = make(body)
    assert pane.body.text() == body
    for _switch in range(4):
        pane.toggle_view()
        assert pane.body.text() == body
    assert pane.story.get("body") == body
    assert not pane.story.dirty


@pytest.mark.parametrize("name", sorted(KILLERS))
def test_hostile_text_opens_and_stays_editable_as_source(make: Make, name: str) -> None:
    body = KILLERS[name] * 32_000
    pane = make(body)
    assert pane.body.text() == body
    pane.toggle_view()
    pane.view.moveCursor(QTextCursor.MoveOperation.Start)
    press(pane.view, "x")
    assert pane.body.text() == "x" + body


@pytest.mark.parametrize(
    ("words", "before", "now"),
    [
        ("night", "*night* ferry", "*nightX* ferry"),
        ("First paragraph", "First paragraph with", "First paragraphX with"),
        ("two", "* two", "* twoX"),
        ("nested", "    * nested", "    * nestedX"),
        ("quoted words", "> quoted words", "> quoted wordsX"),
        ("سلام", "| 1 | سلام |", "| 1 | سلامX |"),
        ("with both", "😀 with both.", "😀 with bothX."),
    ],
)
def test_an_edit_changes_its_own_block_and_undo_brings_the_bytes_back(
    make: Make, words: str, before: str, now: str
) -> None:
    pane = make(ARTICLE)
    put_caret(pane, words)
    press(pane.view, "X")
    assert before in ARTICLE
    assert pane.body.text() == ARTICLE.replace(before, now)
    assert pane.story.dirty
    undo_all(pane)
    assert pane.body.text() == ARTICLE
    assert not pane.story.dirty


def test_undoing_and_redoing_at_random_walks_the_same_states(make: Make) -> None:
    pane = make(ARTICLE)
    dice = random.Random(5)
    for _edit in range(12):
        words = dice.choice(["ferry", "paragraph", "one", "nested", "quoted", "both"])
        put_caret(pane, words)
        press(pane.view, dice.choice("abc") + dice.choice(["", " ", "\n"]))
    last = pane.body.text()
    undo_all(pane)
    assert pane.body.text() == ARTICLE
    while pane.view.document().isRedoAvailable():
        pane.view.redo()
    assert pane.body.text() == last


@pytest.mark.parametrize(
    "words", ["night", "paragraph", "bold", "link", "one", "nested", "quoted", "سلام", "with both"]
)
def test_the_caret_stays_on_its_word_in_both_views(make: Make, words: str) -> None:
    pane = make(ARTICLE)
    put_caret(pane, words, after=False)
    pane.toggle_view()
    cursor = pane.view.textCursor()
    cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)
    assert cursor.selectedText().lstrip("*_[").startswith(words)
    pane.toggle_view()
    cursor = pane.view.textCursor()
    cursor.movePosition(
        QTextCursor.MoveOperation.NextCharacter, QTextCursor.MoveMode.KeepAnchor, len(words)
    )
    assert cursor.selectedText() == words


def test_what_is_typed_in_the_markdown_is_on_the_page(make: Make) -> None:
    pane = make(ARTICLE)
    pane.toggle_view()
    put_caret(pane, "First paragraph")
    press(pane.view, " and a **second**")
    pane.toggle_view()
    assert "First paragraph and a second with" in pane.view.toPlainText()
    assert pane.body.text() == ARTICLE.replace(
        "First paragraph", "First paragraph and a **second**"
    )


@pytest.mark.parametrize(
    ("name", "now"),
    [
        ("bold", "One **two** three.\n"),
        ("italic", "One *two* three.\n"),
        ("strike", "One ~~two~~ three.\n"),
        ("code", "One `two` three.\n"),
        ("heading2", "## One two three.\n"),
        ("bullets", "- One two three.\n"),
        ("numbers", "1. One two three.\n"),
        ("quote", "> One two three.\n"),
    ],
)
def test_a_format_is_put_on_and_taken_off(make: Make, name: str, now: str) -> None:
    body = "One two three.\n"
    pane = make(body)
    cursor = pane.view.document().find("two")
    pane.view.setTextCursor(cursor)
    assert pane.apply(name)
    assert pane.body.text() == now
    assert pane.apply("paragraph" if name == "heading2" else name)
    assert pane.body.text() == body
    undo_all(pane)
    assert pane.body.text() == body


@pytest.mark.parametrize(
    ("typed", "now"),
    [
        ("## A", "## A"),
        ("- a\nb", "- a\n- b"),
        ("1. a\nb", "1. a\n2. b"),
        ("> q", "> q"),
        ("- a\n\nafter", "- a\n\nafter"),
    ],
)
def test_marks_at_the_start_of_a_line_become_what_they_say(
    make: Make, typed: str, now: str
) -> None:
    pane = make("")
    press(pane.view, typed)
    assert pane.body.text().rstrip("\n") == now
    undo_all(pane)
    assert pane.body.text() == ""


def test_each_paragraph_runs_by_its_first_strong_letter(make: Make) -> None:
    pane = make("English first, سلام.\n\nسلام first, English.\n")
    document = pane.rich.document()
    first, second = document.firstBlock(), document.firstBlock().next()
    assert first.textDirection() == Qt.LayoutDirection.LeftToRight
    assert second.textDirection() == Qt.LayoutDirection.RightToLeft


def test_find_and_replace_in_the_story_is_one_step_back(make: Make) -> None:
    body = "ferry and Ferry and ferries\n"
    pane = make(body)
    pane.open_find(replace=True)
    bar = pane.find_bar
    bar.words.setText("ferry")
    bar.whole.setChecked(True)
    bar.search()
    assert bar.told_count.text() == "3 places", "two in the text and the headline"
    bar.replacement.setText("boat")
    bar.replace_everywhere()
    assert pane.body.text() == "boat and boat and ferries\n"
    pane.view.undo()
    assert pane.body.text() == body
    bar.words.setText("zeppelin")
    bar.search()
    assert bar.told_count.text() == "Nothing found"
    assert not bar.all.isEnabled()


@pytest.mark.parametrize("kind", ["box", "pullquote"])
def test_a_box_that_is_written_between_others_is_one_of_its_own_on_the_page(
    opens: Opens, kind: str
) -> None:
    def boxes(*words: str) -> str:
        return "\n\n".join(f"::: {kind}\n\n{word}\n\n:::" for word in words) + "\n"

    hand = opens(boxes("one", "two"))
    hand.toggle()
    hand.pane.body.put(boxes("one", "between", "two"), 0)
    hand.toggle()
    shown = [block.stack[0].id for block in hand.rich.mirror.blocks()]
    assert len(set(shown)) == 3, "it ran into the next one"
    hand.caret("two")
    hand.type("!")
    assert hand.text == boxes("one", "between", "two!")
    hand.undo_all()
    assert hand.text == boxes("one", "two")
