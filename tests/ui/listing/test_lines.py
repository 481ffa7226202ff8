"""Lines of text that are laid out once and painted many times."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QFont, QImage, QPainter
from pytestqt.qtbot import QtBot

from newsroom.ui.delegates import lines as module
from newsroom.ui.delegates.lines import LONGEST, Lines

BOX = QRect(20, 10, 160, 20)
PERSIAN = "خبر بندر"


@pytest.fixture
def lines(qtbot: QtBot) -> Lines:
    font = QFont()
    font.setPixelSize(13)
    return Lines({"ui": font}, {"text": QColor("black")})


def ink(lines: Lines, words: str, **how: bool) -> QRect:
    """Where the words left ink."""
    image = QImage(220, 40, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    lines.paint(painter, "ui", "text", BOX, words, **how)
    painter.end()
    found = QRect()
    for y in range(image.height()):
        for x in range(image.width()):
            if image.pixelColor(x, y).lightness() < 200:
                found = found.united(QRect(x, y, 1, 1))
    return found


def test_words_stand_at_their_side_and_in_the_middle(lines: Lines) -> None:
    left, right = ink(lines, "Ferry"), ink(lines, "Ferry", right=True)
    assert abs(left.left() - BOX.left()) <= 2
    assert abs(right.right() - BOX.right()) <= 2
    persian = ink(lines, PERSIAN)
    assert abs(persian.right() - BOX.right()) <= 3
    assert abs(ink(lines, PERSIAN, follow=False).left() - BOX.left()) <= 3
    for box in (left, right, persian):
        assert BOX.top() <= box.top()
        assert box.bottom() <= BOX.bottom()


def test_what_is_too_long_ends_in_an_ellipsis_within_its_room(lines: Lines) -> None:
    long = "The night ferry returns to the inner harbour"
    line = lines.line("ui", long, BOX.width())
    assert line.text.text().endswith("…")
    assert line.width <= BOX.width()
    assert ink(lines, long).right() <= BOX.right() + 1
    assert lines.line("ui", "a\nb\tc", 400).text.text() == "a b c"
    assert len(lines.line("ui", "x" * 5_000, 100_000).text.text()) == LONGEST


def test_a_line_is_laid_out_once(lines: Lines, monkeypatch: pytest.MonkeyPatch) -> None:
    first = lines.line("ui", "Ferry", 100)
    assert lines.line("ui", "Ferry", 100) is first
    assert lines.line("ui", "Ferry", 99) is not first
    monkeypatch.setattr(module, "MOST_KEPT", 2)
    lines.line("ui", "Quay", 100)
    assert lines.line("ui", "Ferry", 100) is not first, "not more are kept than that"
