"""A caret that nobody moves stands still."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QApplication, QTextEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from newsroom.ui import blinking
from newsroom.ui.blinking import Blinking

FLASH = 700


@pytest.fixture
def blinks(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> Iterator[Blinking]:
    monkeypatch.setattr(blinking, "BLINK_MS", 0)
    before = qapp.cursorFlashTime()
    qapp.setCursorFlashTime(FLASH)
    made = Blinking(qapp)
    yield made
    made.finish()
    assert qapp.cursorFlashTime() == FLASH
    made.deleteLater()
    qapp.setCursorFlashTime(before)


@pytest.mark.usefixtures("blinks")
def test_the_caret_stands_still_until_it_is_moved(qtbot: QtBot, qapp: QApplication) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    texts = QTextEdit("one two"), QTextEdit("three")
    column = QVBoxLayout(window)
    for text in texts:
        column.addWidget(text)
    window.show()
    texts[0].setFocus()
    qtbot.waitUntil(lambda: qapp.focusWidget() is texts[0])
    qtbot.waitUntil(lambda: qapp.cursorFlashTime() == 0)
    texts[0].moveCursor(QTextCursor.MoveOperation.End)
    assert qapp.cursorFlashTime() == FLASH
    qtbot.waitUntil(lambda: qapp.cursorFlashTime() == 0)
    texts[1].setFocus()
    assert qapp.cursorFlashTime() == FLASH
    qtbot.waitUntil(lambda: qapp.cursorFlashTime() == 0)
    texts[0].moveCursor(QTextCursor.MoveOperation.Start)  # the caret is elsewhere
    assert qapp.cursorFlashTime() == 0


@pytest.mark.usefixtures("blinks")
def test_a_text_may_go_while_its_caret_stands(qtbot: QtBot, qapp: QApplication) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    column = QVBoxLayout(window)
    texts = QTextEdit("one"), QTextEdit("two")
    for text in texts:
        column.addWidget(text)
    window.show()
    texts[0].setFocus()
    qtbot.waitUntil(lambda: qapp.focusWidget() is texts[0])
    qtbot.waitUntil(lambda: qapp.cursorFlashTime() == 0)
    texts[0].deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    texts[1].setFocus()
    assert qapp.cursorFlashTime() == FLASH
