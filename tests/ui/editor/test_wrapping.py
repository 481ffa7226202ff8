"""A word of a megabyte is laid out in a moment, in both views; other texts break at words."""

from __future__ import annotations

import time

import pytest
from PySide6.QtGui import QTextCursor

from newsroom.text.pastedwords import LONGEST_WORD, has_endless_word
from newsroom.ui.editor.wrapping import ANYWHERE, AT_WORDS
from tests.ui.editor.conftest import Opens

SECONDS = 8  # of CPU for what takes one; broken at words, Qt takes more than a minute


def test_only_words_that_no_hand_typed_are_endless() -> None:
    assert not has_endless_word("word " * 10_000)
    assert not has_endless_word("x" * LONGEST_WORD)
    assert has_endless_word("one " + "x" * (LONGEST_WORD + 1))


@pytest.mark.parametrize("word", ["x" * 400_000, "کشتی" * 100_000], ids=["Latin", "Persian"])
def test_an_endless_word_stalls_neither_view(opens: Opens, word: str) -> None:
    body = f"Before.\n\n{word}\n\nAfter.\n"
    started = time.thread_time()
    hand = opens(body)
    assert hand.rich.wordWrapMode() == ANYWHERE
    hand.toggle()
    hand.view.moveCursor(QTextCursor.MoveOperation.End)
    hand.toggle()
    assert time.thread_time() - started < SECONDS
    assert hand.text == body


def test_the_next_story_does_not_wait_for_the_endless_word_of_the_one_before(
    opens: Opens,
) -> None:
    hand = opens("x" * 800_000 + "\n")
    hand.toggle()
    started = time.thread_time()
    hand.pane.body.open("A word.\n")
    assert hand.rich.wordWrapMode() == AT_WORDS
    assert hand.view.wordWrapMode() == AT_WORDS
    assert time.thread_time() - started < SECONDS


def test_other_stories_break_at_words_again(opens: Opens) -> None:
    hand = opens("x" * (LONGEST_WORD + 1) + "\n")
    hand.pane.body.open("A word.\n")
    assert hand.rich.wordWrapMode() == AT_WORDS
    hand.paste("y" * (LONGEST_WORD + 1))
    assert hand.rich.wordWrapMode() == ANYWHERE
