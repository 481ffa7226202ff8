"""Signs that turn the text's direction and have no width are seen."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QTextEdit

from newsroom.ui.editor.turns import TurnSigns, has_turns
from tests.ui.editor.conftest import Hand, Opens


def drawn(hand: Hand, view: QTextEdit) -> int:
    """How many pixels have the ink of faults."""
    image: QImage = view.viewport().grab().toImage()
    ink = hand.pane._inks.fault.rgb()
    return sum(
        image.pixel(x, y) == ink
        for x in range(image.width())
        for y in range(min(80, image.height()))
    )


@pytest.mark.parametrize("sign", "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
def test_each_sign_is_drawn_where_it_stands(opens: Opens, sign: str) -> None:
    hand = opens(f"Left {sign}right.\n")
    assert drawn(hand, hand.rich) > 20
    assert hand.text == f"Left {sign}right.\n"
    hand.toggle()
    assert drawn(hand, hand.view) > 20


def test_a_text_without_them_pays_nothing(opens: Opens) -> None:
    hand = opens("Left \u200eright\u200f \u200c.\n")  # marks that Persian needs
    assert hand.rich.findChild(TurnSigns) is None
    assert drawn(hand, hand.rich) == 0
    hand.rich.textCursor().insertText("\u202e")
    assert drawn(hand, hand.rich) > 20
    assert not has_turns("plain")


def test_a_headline_shows_them_too(opens: Opens) -> None:
    hand = opens("Words.\n")
    field = hand.pane.titles.fields["headline"]
    field.put("A \u202eheadline")
    assert drawn(hand, field) > 20
