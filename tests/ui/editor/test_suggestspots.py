"""Where suggestions are signed: initials can be read, however narrow the margin is."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from newsroom.ui.editor.suggestspots import BESIDE, LEAST, initials


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
