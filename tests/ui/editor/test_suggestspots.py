"""Where suggestions are signed: initials can be read, however narrow the margin is."""

from __future__ import annotations

import re

import pytest
from PySide6.QtGui import QColor, QTextBlock
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from newsroom.text.signs import Sign
from newsroom.ui.editor.suggestmarks import Mark, Owner, SuggestMarks
from newsroom.ui.editor.suggestspots import BESIDE, LEAST, initials
from tests.ui.editor.conftest import Opens


@pytest.mark.parametrize("words", ["M", "MR", "WWW", "ن‌ک"])
@pytest.mark.parametrize("margin", [16, 24, 48])
def test_initials_fit_their_margin_and_are_no_smaller_than_can_be_read(
    qtbot: QtBot, words: str, margin: int
) -> None:
    for size in (14, 18, 27):
        signed = initials(words, size, margin)
        assert signed.font.pixelSize() >= LEAST
        assert signed.wide <= margin - BESIDE
        assert "".join(signed.lines) in (words, words.replace("\u200c", ""))
        assert signed.squeeze >= 0.6


def test_two_letters_stand_one_below_the_other_in_a_narrow_margin(qtbot: QtBot) -> None:
    assert initials("MR", 18, 16).lines == ("M", "R")
    assert initials("MR", 18, 48).lines == ("MR",)


BETWEEN = "The ferry waits for nobody at all, and everybody runs along the quay to catch it. " * 4


def ghosts_of(opens: Opens, *places: int) -> tuple[SuggestMarks, QTextBlock]:
    view = opens(BETWEEN).rich
    marks = SuggestMarks(view, view.looks)
    who = Owner("MR", QColor("#0a0"), "M")
    marks.show([Mark(at, at, Sign.ADDED, who, at, ghost="seldom seen") for at in places])
    QApplication.processEvents()
    return marks, view.document().firstBlock()


def test_what_is_suggested_behind_the_last_word_of_a_line_lies_over_no_word(opens: Opens) -> None:
    for at in (m.end() for m in re.finditer(" ", BETWEEN[:-1])):
        marks, block = ghosts_of(opens, at)
        (live,) = marks._live
        spot = marks._spot(live)
        assert spot is not None
        box, layout = spot[0], block.layout()
        word = at - 2  # the last letter before the blank
        line = layout.lineForTextPosition(word)
        (run,) = line.glyphRuns(word, 1)
        assert box.left() >= run.positions()[0].x() + 3, BETWEEN[at - 8 : at]
        assert box.right() <= marks._document.textWidth(), BETWEEN[at - 8 : at]
        marks.show(())


def test_suggestions_before_and_behind_one_blank_stand_beside_each_other(opens: Opens) -> None:
    at = BETWEEN.index(" waits")
    marks, _block = ghosts_of(opens, at, at + 1)
    one, other = (spot[0] for live in marks._live if (spot := marks._spot(live)) is not None)
    assert one.right() <= other.left() + 1
