"""Words that end in an ellipsis where there is no room for all of them."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from newsroom.ui.widgets.cut import CutButton, CutLabel

LONG = "Cats & dogs of the inner harbour, and where they sleep"


def shown(widget: QWidget, qtbot: QtBot, width: int) -> QWidget:
    qtbot.addWidget(widget)
    widget.resize(width, widget.sizeHint().height())
    widget.show()
    return widget


def elided(widget: QWidget, room: int) -> str:
    return widget.fontMetrics().elidedText(LONG, Qt.TextElideMode.ElideRight, room)


def test_a_label_keeps_its_text_and_tells_it_while_it_is_cut(qtbot: QtBot) -> None:
    label = CutLabel()
    label.setText(LONG)
    shown(label, qtbot, 120)
    assert label.cut
    assert label.text() == label.toolTip() == LONG
    assert label.minimumSizeHint().width() == 0
    label.resize(label.sizeHint())
    assert not label.cut
    assert not label.toolTip()
    label.resize(60, label.height())
    assert label.toolTip() == LONG
    label.setText("Cats")
    assert not label.toolTip()


def test_a_label_is_painted_as_one_with_an_ellipsis(qtbot: QtBot) -> None:
    label, plain = CutLabel(), QLabel()
    label.setText(LONG)
    shown(label, qtbot, 120)
    plain.setText(elided(plain, 120))
    shown(plain, qtbot, 120)
    plain.resize(label.size())
    assert label.grab().toImage() == plain.grab().toImage()


def test_a_button_is_painted_as_one_with_an_ellipsis_and_an_ampersand(qtbot: QtBot) -> None:
    button, plain = CutButton(LONG), QPushButton()
    shown(button, qtbot, 160)
    assert button.text() == button.accessibleName() == button.toolTip() == LONG
    assert button.minimumSizeHint().width() == 0
    pictures = []
    for room in range(60, 160):
        plain.setText(elided(plain, room).replace("&", "&&"))
        shown(plain, qtbot, 160)
        plain.resize(QSize(button.size()))
        pictures.append(plain.grab().toImage())
    assert button.grab().toImage() in pictures
    assert "…" in elided(plain, 159)
