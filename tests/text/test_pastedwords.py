"""What plain words from a clipboard become before they come into a story."""

from __future__ import annotations

import pytest

from newsroom.text.pastedwords import bare_lines, clean


@pytest.mark.parametrize(
    ("pasted", "kept"),
    [
        ("a\r\nb\rc\u2029d\te", "a\nb\nc\nd\te"),
        ("\x00a\x02\x03\x7f", "a"),
        ("\ufeffa\ufffcb\ud800c\udfffd", "abcd"),
        (
            "\ue000\uf8ff \u202ea\u202c می\u200cشود 👩\u200d🚀",
            "\ue000\uf8ff \u202ea\u202c می\u200cشود 👩\u200d🚀",
        ),
    ],
)
def test_signs_that_no_story_holds_stay_outside(pasted: str, kept: str) -> None:
    assert clean(pasted) == kept


def test_a_line_break_of_another_program_is_a_line_in_the_markdown() -> None:
    assert clean("a\u2028b") == "a\u2028b"
    assert bare_lines("a\u2028b\r\nc\x00") == "a\nb\nc"
