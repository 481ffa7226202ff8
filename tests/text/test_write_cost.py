"""What writing a paragraph costs, told by calls and not by time."""

from __future__ import annotations

import sys
from types import FrameType

import pytest

from newsroom.text.write import _escape

PLAIN = "The ferry left the harbour at noon with forty on board " * 40


@pytest.mark.parametrize("level", [0, 1, 2])
def test_plain_words_are_not_looked_at_letter_by_letter(level: int) -> None:
    count = 0

    def called(_frame: FrameType, what: str, _arg: object) -> None:
        nonlocal count
        count += what in ("call", "c_call")

    sys.setprofile(called)
    try:
        written = _escape(PLAIN, level, cell=False)
    finally:
        sys.setprofile(None)
    assert written == PLAIN
    assert count < 10
