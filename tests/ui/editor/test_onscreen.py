"""Which blocks can be seen: found by halves, from where something was found the last time."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QTextBlockFormat
from PySide6.QtWidgets import QTextEdit
from pytestqt.qtbot import QtBot

from newsroom.ui.editor.onscreen import OnScreen
from newsroom.ui.editor.source import SourceView
from tests.ui.editor.conftest import Opens

TABLE = "| a | b |\n| --- | --- |\n" + "| one | two words |\n" * 30


def editor_of(qtbot: QtBot, count: int) -> QTextEdit:
    """So many paragraphs, with room between them."""
    made = QTextEdit()
    qtbot.addWidget(made)
    made.resize(300, 200)
    cursor = made.textCursor()
    apart = QTextBlockFormat()
    apart.setBottomMargin(12)
    cursor.setBlockFormat(apart)
    cursor.insertText("\n".join(f"Paragraph {n} of some words" for n in range(count)))
    made.show()
    return made


def tops(editor: QTextEdit) -> list[float]:
    document, found = editor.document(), []
    block = document.begin()
    while block.isValid():
        found.append(document.documentLayout().blockBoundingRect(block).top())
        block = block.next()
    return found


@pytest.mark.parametrize("scrolled", [0, 700, 10_000])
def test_every_height_finds_the_block_that_begins_there_or_above(
    qtbot: QtBot, scrolled: int
) -> None:
    editor = editor_of(qtbot, 200)
    begin = tops(editor)
    editor.verticalScrollBar().setValue(scrolled)
    screen = OnScreen(editor)
    for y in (*range(-40, 260), 5_000, -5_000, 90, 20_000):
        at = y + editor.verticalScrollBar().value()
        wanted = max((n for n, top in enumerate(begin) if top <= at), default=0)
        assert screen.block(y).blockNumber() == wanted


def test_a_part_of_the_viewport_shows_all_that_qt_finds_there(qtbot: QtBot) -> None:
    editor = editor_of(qtbot, 200)
    editor.verticalScrollBar().setValue(431)
    screen = OnScreen(editor)
    rect = editor.viewport().rect()
    found = [number for number, _block in screen.blocks(rect)]
    first = editor.cursorForPosition(QPoint(40, rect.top())).blockNumber()
    last = editor.cursorForPosition(QPoint(40, rect.bottom())).blockNumber()
    assert found == list(range(found[0], found[-1] + 1))
    assert found[0] in (first, first - 1)
    assert found[-1] in (last, last - 1)


def test_nothing_is_laid_out_for_a_look(qtbot: QtBot) -> None:
    editor = QTextEdit()
    qtbot.addWidget(editor)
    editor.setPlainText("\n".join(f"Paragraph {n} of some words" for n in range(20_000)))
    last = editor.document().lastBlock()
    assert last.layout().lineCount() == 0
    OnScreen(editor).block(100)
    assert last.layout().lineCount() == 0


def test_the_text_grew_shorter_since(qtbot: QtBot) -> None:
    editor = editor_of(qtbot, 200)
    screen = OnScreen(editor)
    assert screen.block(3_000).blockNumber() > 50
    editor.setPlainText("one\ntwo")
    assert screen.block(3_000).blockNumber() == 1


def test_of_a_table_whole_rows_are_seen(opens: Opens) -> None:
    hand = opens(f"Above.\n\n{TABLE}\nBelow.\n")
    view = hand.rich
    box = view.document().documentLayout().blockBoundingRect
    bar = view.verticalScrollBar()
    block = view.document().begin()
    while "two" not in block.text():
        block = block.next()
    y = round(box(block).center().y()) - bar.value()
    seen = [found.text() for _number, found in view.sight.blocks(QRect(0, y, 10, 1))]
    assert seen == ["one", "two words"]


def test_a_folded_line_lies_where_its_heading_does(opens: Opens) -> None:
    hand = opens("# A\n\n" + "Line.\n\n" * 30 + "# B\n\nEnd.\n")
    hand.toggle()
    source = hand.view
    assert isinstance(source, SourceView)
    source.folding.fold_all()
    seen = [b.text() for _n, b in source.sight.blocks(source.viewport().rect()) if b.isVisible()]
    assert "# A" in seen
    assert "# B" in seen
