"""A form whose fields are made when somebody sees them."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from newsroom.news.article import ARTICLE_FIELDS, Article
from newsroom.ui.forms import Form, fittings_of
from newsroom.ui.widgets.field import Field
from newsroom.ui.workbench import Workbench

LAST = "Publishing"
FACTS = "Facts"


@pytest.fixture
def scroll(bench: Workbench, qtbot: QtBot) -> QScrollArea:
    """A low window on a long form, with a section of its own at the end."""
    made = QScrollArea()
    made.setWidgetResizable(True)
    form = Form(ARTICLE_FIELDS, fittings_of(bench), blank=Article(), later=True)
    form.add_section(FACTS, lambda parent: QLabel("facts", parent), about=40)
    made.setWidget(form)
    made.resize(340, 300)
    qtbot.addWidget(made)
    return made


def form_of(scroll: QScrollArea) -> Form:
    form = scroll.widget()
    assert isinstance(form, Form)
    return form


def made_fields(form: Form) -> set[str]:
    return {field.objectName() for field in form.findChildren(Field)}


def show(scroll: QScrollArea, qtbot: QtBot) -> None:
    scroll.show()
    scroll.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is scroll)


def test_what_is_out_of_sight_is_not_made(scroll: QScrollArea, qtbot: QtBot) -> None:
    form = form_of(scroll)
    show(scroll, qtbot)
    qtbot.wait(50)
    made = made_fields(form)
    assert "slug" in made
    assert not made & {"embargo_until", "legal", "sensitive"}
    assert form.height() > 3 * scroll.height(), "but its room is kept"
    assert not [label for label in form.findChildren(QLabel) if label.text() == "facts"]


def test_scrolling_to_it_makes_it_with_its_values(scroll: QScrollArea, qtbot: QtBot) -> None:
    form = form_of(scroll)
    form.set_values(Article(slug="ferry", sensitive=True))
    show(scroll, qtbot)
    bar = scroll.verticalScrollBar()
    for _page in range(20):
        bar.setValue(bar.value() + bar.pageStep() // 2)
        qtbot.wait(5)
    qtbot.waitUntil(lambda: made_fields(form) == set(form.names))
    assert form.field("sensitive").value() is True
    assert form.values() == {
        n: getattr(Article(slug="ferry", sensitive=True), n) for n in form.names
    }


def test_values_are_there_without_a_field(scroll: QScrollArea) -> None:
    form = form_of(scroll)
    assert form.value("sensitive") is False
    form.set_value("sensitive", True)
    assert form.value("sensitive") is True
    assert "sensitive" not in made_fields(form)
    form.set_values(Article())
    assert form.value("sensitive") is False


@pytest.mark.parametrize("way", ["field", "focus", "problem"])
def test_who_asks_for_a_field_gets_it(scroll: QScrollArea, qtbot: QtBot, way: str) -> None:
    form = form_of(scroll)
    form.set_value("sensitive", True)
    show(scroll, qtbot)
    if way == "field":
        assert form.field("sensitive").value() is True
    elif way == "focus":
        form.fold(LAST, True)
        form.focus("sensitive")
        assert form.field("sensitive").controls()[0].hasFocus()
        assert not form.is_folded(LAST)
    else:
        form.set_problem("sensitive", "Not so.")
        assert form.problem("sensitive") == "Not so."
    assert {"legal", "pictures"} <= made_fields(form), "with its whole section"


def test_tab_goes_through_every_field_in_their_order(scroll: QScrollArea, qtbot: QtBot) -> None:
    form = form_of(scroll)
    show(scroll, qtbot)
    form.focus("slug")
    seen: list[str] = []
    for _tab in range(80):
        at: QWidget | None = QApplication.focusWidget()
        while at is not None and not isinstance(at, Field):
            at = at.parentWidget()
        if at is not None and (not seen or seen[-1] != at.objectName()):
            seen.append(at.objectName())
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        qtbot.wait(2)
        if len(seen) >= len(form.names):
            break
    assert tuple(seen) == form.names


def test_a_screen_reader_finds_everything(
    bench: Workbench, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QAccessible, "isActive", lambda: True)
    form = Form(ARTICLE_FIELDS, fittings_of(bench), blank=Article(), later=True)
    qtbot.addWidget(form)
    assert made_fields(form) == set(form.names)


def test_what_will_be_in_sight_is_made_before_it_is_painted(
    scroll: QScrollArea, qtbot: QtBot
) -> None:
    form = form_of(scroll)
    form.make_down_to(0)
    first = made_fields(form)
    assert first == {"slug", "short_headline", "section", "tags", "language", "direction"}
    form.fold("Bylines", True)
    form.make_down_to(600)
    made = made_fields(form)
    assert "picture" in made
    assert "bylines" not in made, "it is folded away"
    assert not made & {"embargo_until", "sensitive"}
    scroll.resize(340, 500)
    show(scroll, qtbot)
    qtbot.wait(50)
    assert made_fields(form) == made, "a paint finds nothing missing"
