"""What a view paints on is what Qt would have made, and PySide need not look for its class."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractScrollArea,
    QListWidget,
    QScrollArea,
    QTableView,
    QTextEdit,
)

from newsroom.ui.widgets.ground import give_ground

ROOT = Path(__file__).resolve().parents[2]

PROBE = """
import sys
from PySide6.QtWidgets import QApplication, QDialog, QTextEdit
app = QApplication([])
view = QTextEdit()
if sys.argv[1] == "ours":
    from newsroom.ui.widgets.ground import give_ground
    give_ground(view)
view.viewport()
print([made.__name__ for made in type.__subclasses__(QDialog)])
"""


def told(area: QAbstractScrollArea) -> dict[str, object]:
    """What can be told of what it paints on."""
    ground = area.viewport()
    return {
        "name": ground.objectName(),
        "role": ground.backgroundRole(),
        "filled": ground.autoFillBackground(),
        "tracks": ground.hasMouseTracking(),
        "drops": ground.acceptDrops(),
        "cursor": ground.cursor().shape(),
        "proxy": ground.focusProxy() is area,
        "touch": ground.testAttribute(Qt.WidgetAttribute.WA_AcceptTouchEvents),
        "input": ground.testAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled),
    }


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("kind", [QTextEdit, QListWidget, QTableView, QScrollArea])
def test_it_is_as_qt_makes_it(kind: type[QAbstractScrollArea]) -> None:
    plain, ours = kind(), kind()
    ground = give_ground(ours)
    assert ours.viewport() is ground
    assert told(ours) == told(plain)


@pytest.mark.usefixtures("qapp")
def test_a_text_is_measured_and_typed_on_it() -> None:
    plain, ours = QTextEdit(), QTextEdit()
    give_ground(ours)
    for view in (plain, ours):
        view.resize(300, 200)
        view.setPlainText("harbour council ferry bridge market " * 40)
        view.show()
        view.moveCursor(QTextCursor.MoveOperation.End)
        QTest.keyClicks(view, "bridge")
    layout = ours.document().documentLayout()
    assert layout.paintDevice() is None, "each line would ask the screen at each key"
    assert ours.document().size() == plain.document().size()
    assert ours.cursorRect() == plain.cursorRect()
    assert ours.toPlainText() == plain.toPlainText()
    for view in (plain, ours):
        view.setCursorWidth(0)  # one of the two has the keyboard
    assert ours.viewport().grab().toImage() == plain.viewport().grab().toImage()


@pytest.mark.parametrize(("whose", "looked"), [("ours", False), ("Qt's", True)])
def test_no_class_is_made_to_find_out_what_it_is(whose: str, looked: bool) -> None:
    found = subprocess.run(
        [sys.executable, "-c", PROBE, whose],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT)},
        capture_output=True,
        encoding="utf-8",
        check=True,
    ).stdout
    assert ("QWizard" in found) is looked
