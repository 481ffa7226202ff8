"""A form's box of choices before anybody came to it: it looks like a full one and is light."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QAccessible, QFocusEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QApplication, QWidget
from pytestqt.qtbot import QtBot

from newsroom.news.article import ARTICLE_FIELDS, Article
from newsroom.ui.forms import fittings_of
from newsroom.ui.widgets.field import ChoiceField, Field, LanguageField
from newsroom.ui.widgets.quiet import Quiet
from newsroom.ui.workbench import Workbench

KINDS = {"section": ChoiceField, "direction": ChoiceField, "language": LanguageField}
WIDTH = 300  # px

Made = Callable[[str], Field]


@pytest.fixture
def made(bench: Workbench, qtbot: QtBot) -> Made:
    """Makes a field with a story's value, in a window that the keyboard is not in."""

    windows: list[QWidget] = []

    def make(name: str) -> Field:
        window = QWidget()
        windows.append(window)
        qtbot.addWidget(window)
        field = KINDS[name](ARTICLE_FIELDS[name], fittings_of(bench), window)
        field.show_value(getattr(Article(section="city"), name))
        field.setGeometry(10, 10, WIDTH, field.sizeHint().height())
        window.resize(WIDTH + 20, 60)
        window.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        box_of(field).setFocusPolicy(Qt.FocusPolicy.NoFocus)  # a window gives its first the focus
        window.show()
        qtbot.waitExposed(window)
        return field

    return make


def box_of(field: Field) -> Quiet:
    (box,) = field.controls()
    assert isinstance(box, Quiet)
    return box


@pytest.mark.parametrize("name", KINDS)
def test_it_looks_the_same_with_its_choices_and_without_them(made: Made, name: str) -> None:
    field = made(name)
    box = box_of(field)
    assert box.waiting
    assert not box.findChildren(QAbstractItemView), "Qt made the list"
    sizes = box.sizeHint(), box.minimumSizeHint()
    picture = field.grab().toImage()
    assert not box.findChildren(QAbstractItemView), "its paint made the list"
    box.fill()
    assert (box.sizeHint(), box.minimumSizeHint()) == sizes
    assert field.grab().toImage() == picture
    box.tell("")
    assert field.grab().toImage() == picture, "what was told once is not said any more"


def come_by_keyboard(box: Quiet) -> None:
    target: QWidget = box.lineEdit() or box
    QApplication.sendEvent(target, QFocusEvent(QEvent.Type.FocusIn, Qt.FocusReason.TabFocusReason))


def come_by_mouse(box: Quiet) -> None:
    QTest.mousePress(box, Qt.MouseButton.LeftButton, pos=box.rect().center())
    box.hidePopup()


WAYS: tuple[Callable[[Any], object], ...] = (
    come_by_keyboard,
    lambda box: QTest.keyClick(box, Qt.Key.Key_Home),
    lambda box: (box.showPopup(), box.hidePopup()),
    lambda box: box.count(),
    lambda box: box.currentIndex(),
    lambda box: box.currentText(),
    lambda box: box.itemText(0),
    lambda box: box.itemData(0),
    lambda box: box.findText("City"),
    lambda box: box.findData("city"),
    lambda box: box.setCurrentIndex(0),
)


@pytest.mark.parametrize("come", [come_by_mouse, *WAYS])
def test_whoever_comes_finds_the_choices(made: Made, come: Callable[[Quiet], object]) -> None:
    box = box_of(made("section"))
    assert box.waiting
    come(box)
    assert not box.waiting
    assert box.count() > 2


@pytest.mark.parametrize("come", WAYS[:2])
def test_the_line_of_a_language_has_them_too(made: Made, come: Callable[[Quiet], object]) -> None:
    box = box_of(made("language"))
    assert box.waiting
    come(box)
    assert not box.waiting
    assert box.currentText() == "English (en)"


def test_a_value_shown_later_is_said_and_chosen(made: Made) -> None:
    field = made("section")
    box = box_of(field)
    before = field.grab().toImage()
    field.show_value("sport")
    assert box.waiting
    assert field.grab().toImage() != before
    assert box.currentText() == "Sport"
    assert field.value() == "sport"


def test_a_tag_that_is_dropped_into_the_line_is_taken(made: Made) -> None:
    field = made("language")
    told: list[Any] = []
    field.edited.connect(told.append)
    field.finish()
    assert box_of(field).waiting, "nobody came"
    line = box_of(field).lineEdit()
    assert line is not None
    line.setText("persian (FA)")
    field.finish()
    assert told == ["fa"]


def test_where_a_screen_reader_listens_they_are_there_at_once(
    made: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QAccessible, "isActive", lambda: True)
    assert not box_of(made("section")).waiting
