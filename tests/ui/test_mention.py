"""A name behind an @ is put where it was begun, whichever way the words run."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from newsroom.news.staff import Person
from newsroom.ui.widgets.mention import MentionEdit


@pytest.mark.parametrize("before", ["", "Ask ", "😀 ask ", "از ", "line\n😀 از "])
@pytest.mark.parametrize("behind", ["", " then"])
def test_a_name_takes_the_place_of_what_was_typed(qtbot: QtBot, before: str, behind: str) -> None:
    field = MentionEdit([Person(id=1, name="Mara Ridley"), Person(id=2, name="Jonas Pike")])
    qtbot.addWidget(field)
    field.show()
    field.setPlainText(before + behind)
    cursor = field.textCursor()
    cursor.setPosition(len(before.encode("utf-16-le")) // 2)
    field.setTextCursor(cursor)
    QTest.keyClicks(field, "@Mar")
    assert field.offers.isVisibleTo(field)
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert field.toPlainText() == f"{before}@Mara Ridley{behind or ' '}", "one blank behind it"
    QTest.keyClicks(field, " is")
    assert field.toPlainText() == f"{before}@Mara Ridley is{behind}"


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        (" could you", "@Mara Ridley could you"),
        ("could you", "@Mara Ridley could you"),
        (", could", "@Mara Ridley, could"),
        ("  x", "@Mara Ridley  x"),
    ],
)
def test_what_is_typed_behind_a_name_has_one_blank_before_it(
    qtbot: QtBot, typed: str, text: str
) -> None:
    field = MentionEdit([Person(id=1, name="Mara Ridley")])
    qtbot.addWidget(field)
    field.show()
    QTest.keyClicks(field, "@Mar")
    QTest.keyClick(field, Qt.Key.Key_Return)
    QTest.keyClicks(field, typed)
    assert field.toPlainText() == text
