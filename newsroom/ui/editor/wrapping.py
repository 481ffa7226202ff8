"""Where lines may break: at words, but anywhere in a text with a word that no hand ever typed.

Qt tries a line's end again from its beginning for each letter of a word that is longer than the
line: 200,000 letters without a space take 2.5 seconds to be laid out (seen in 6.11), a million over
a minute. Broken anywhere they take 0.07 and 0.4.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from PySide6.QtGui import QTextOption
from PySide6.QtWidgets import QTextEdit

from newsroom.text.pastedwords import has_endless_word

AT_WORDS: Final = QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere
ANYWHERE: Final = QTextOption.WrapMode.WrapAnywhere


def suit(view: QTextEdit, text: str) -> None:
    """``text`` comes into the view: let it be broken so that the layout keeps up."""
    if has_endless_word(text):
        break_anywhere(view)


def break_anywhere(view: QTextEdit) -> None:
    """A word longer than any comes into the view."""
    if view.wordWrapMode() != ANYWHERE:
        view.setWordWrapMode(ANYWHERE)


@contextmanager
def anew(view: QTextEdit, text: str) -> Iterator[None]:
    """Meanwhile ``text`` becomes all of the view. Lines break at words again only when the endless
    word of the text before is gone: else that would be laid out so for a last time."""
    endless = has_endless_word(text)
    if endless:
        break_anywhere(view)
    yield
    if not endless and view.wordWrapMode() != AT_WORDS:
        view.setWordWrapMode(AT_WORDS)
