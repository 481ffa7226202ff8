"""Waves under words: what is asked for below some height is what stands there of the whole."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage, QPainter, QTextDocument
from pytestqt.qtbot import QtBot

from newsroom.ui.editor.spellpaint import HEIGHT, strips, wave

WIDE, HIGH = 300, 400


def drawn(text: str, spots: list[tuple[int, int]], top: int, bottom: int) -> QImage:
    """The marks alone, of the second of three paragraphs."""
    document = QTextDocument()
    document.setTextWidth(WIDE)
    document.setPlainText(f"First.\n{text}\nLast.")
    picture = QImage(WIDE, HIGH, QImage.Format.Format_ARGB32_Premultiplied)
    picture.fill(Qt.GlobalColor.transparent)
    tile = wave(QColor("red"), 1.0)
    painter = QPainter(picture)
    for place in strips(document.findBlockByNumber(1), spots, top=top, bottom=bottom):
        painter.drawTiledPixmap(place, tile)
    painter.end()
    return picture


def rows(picture: QImage) -> set[int]:
    """The rows of pixels that have something."""
    return {
        y for y in range(HIGH) if any(picture.pixelColor(x, y).alpha() for x in range(0, WIDE, 3))
    }


@pytest.mark.parametrize("text", ["many words that stand in lines " * 12, "واژه‌های بسیار " * 40])
@pytest.mark.parametrize("top", [0, 30, 61, 100, 390])
def test_what_stands_below_a_height_is_drawn_and_nothing_above_it(
    qtbot: QtBot, text: str, top: int
) -> None:
    spots = [(0, 4), (10, len(text) - 5), (len(text) - 4, len(text) - 1)]
    whole = drawn(text, spots, 0, HIGH)
    part = drawn(text, spots, top, HIGH)
    kept = rows(part)
    assert {y for y in rows(whole) if y >= top + HEIGHT} <= kept <= rows(whole)
    assert all(y >= top - HEIGHT for y in kept)
    for y in kept:
        assert whole.copy(0, y, WIDE, 1) == part.copy(0, y, WIDE, 1)


def test_nothing_is_drawn_above_or_below_the_paragraph(qtbot: QtBot) -> None:
    text = "many words that stand in lines " * 12
    assert rows(drawn(text, [(0, len(text))], 0, HIGH))
    assert rows(drawn(text, [(0, len(text))], 0, 5)) == set()
    assert rows(drawn(text, [(0, len(text))], HIGH, HIGH * 2)) == set()


@pytest.mark.parametrize("text", ["many words that stand in lines", "واژه‌های بسیار در سطرها"])
def test_what_ends_before_a_place_is_passed_over(qtbot: QtBot, text: str) -> None:
    document = QTextDocument(f"{text}\n")
    document.setTextWidth(WIDE)
    block = document.firstBlock()
    spots = [(0, 4), (5, 10), (11, 15)]
    whole = strips(block, spots, top=0, bottom=HIGH)
    for left in (place.right() for place in whole):
        kept = [place for place in whole if place.right() >= left]
        assert kept
        assert strips(block, spots, top=0, bottom=HIGH, left=left) == kept
        assert strips(block, spots, top=0, bottom=HIGH, left=left + 1) == [
            place for place in kept if place.right() > left
        ]
