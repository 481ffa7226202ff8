"""The look of what can't be used just now."""

from __future__ import annotations

from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from newsroom.ui.workbench import Workbench


def test_what_stands_in_an_empty_field_that_is_disabled_is_pale(
    qtbot: QtBot, fake_bench: Workbench
) -> None:
    line = QLineEdit()
    qtbot.addWidget(line)
    line.setPlaceholderText("For lists")
    line.setEnabled(False)
    line.show()
    ink = line.palette().color(QPalette.ColorRole.PlaceholderText)
    assert ink.name() == fake_bench.theme.token("disabled").name()
