"""The dialog with one's own words and those of the house."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from newsroom.ui.dialogs.dictionaries import Dictionaries, WordList
from newsroom.ui.workbench import Workbench
from tests.ui.real import act, ask, click, settle


def shown(side: WordList) -> list[str]:
    return [side.rows.item(row).text() for row in range(side.rows.count())]


@pytest.fixture
def dialog(bare: Workbench, qtbot: QtBot) -> Dictionaries:
    made = Dictionaries(bare.spelling)
    qtbot.addWidget(made)
    made.show()
    settle(bare)
    return made


def test_words_are_added_and_taken_out(
    dialog: Dictionaries, bare: Workbench, tmp_path: Path
) -> None:
    for side in (dialog.own, dialog.house):
        assert shown(side) == []
        assert not side.add.isEnabled()
        for word in ("Vellmar", "  نوروز ", "quayside", "Vellmar"):
            side.line.setText(word)
            QTest.keyClick(side.line, Qt.Key.Key_Return)
            assert side.line.text() == ""
        side.line.setText("  ")
        QTest.keyClick(side.line, Qt.Key.Key_Return)
        assert shown(side) == ["quayside", "Vellmar", "نوروز"]
    settle(bare)
    assert ask(bare, lambda desk: desk.dictionary.words()) == ("quayside", "Vellmar", "نوروز")
    kept = tmp_path / "config" / "dictionary.txt"
    assert kept.read_text(encoding="utf-8") == "Vellmar\nنوروز\nquayside\n"
    for side in (dialog.own, dialog.house):
        side.rows.item(0).setSelected(True)
        side.rows.item(1).setSelected(True)
        click(side.remove)
        assert shown(side) == ["نوروز"]
        assert not side.remove.isEnabled()
    settle(bare)
    assert ask(bare, lambda desk: desk.dictionary.words()) == ("نوروز",)
    assert kept.read_text(encoding="utf-8") == "نوروز\n"


def test_what_others_add_comes_by_itself(dialog: Dictionaries, bare: Workbench) -> None:
    act(bare, lambda desk: desk.dictionary.add("Vellmar"))
    assert shown(dialog.house) == ["Vellmar"]
    assert bare.spelling.verdict("en_GB", "Vellmar") is True


def test_a_word_that_the_house_does_not_take_is_said(dialog: Dictionaries, bare: Workbench) -> None:
    bare.spelling.add_house("x" * 200)
    settle(bare)
    assert any("between 1 and 100" in message.text for message in bare.messages.standing)
    assert shown(dialog.house) == []


def test_the_dialog_is_closed_by_its_button(dialog: Dictionaries) -> None:
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    QApplication.processEvents()
    assert not dialog.isVisible()
