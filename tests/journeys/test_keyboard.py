"""The window without a mouse: each part is reached by Tab or its key, none holds the keyboard."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QPushButton, QWidget

from newsroom.desk.desk import open_desk
from newsroom.ui.panels import PANELS
from newsroom.ui.panels.inspector import Inspector
from tests.journeys.conftest import Hand, Opener

LONGEST = 120  # presses of Tab: more than there are controls


@pytest.fixture
def hand(opener: Opener, day: Path | str) -> Hand:
    """A story in front."""
    with open_desk(day, create=True) as desk:
        number = desk.articles.create(
            {"slug": "lamps", "headline": "Lamps", "body": "## Streets\n\nOn.\n"}
        )
    hand = opener()
    hand.bench.open(number.value.id, new_tab=True)
    hand.until(lambda: hand.window.editor is not None)
    hand.settle()
    return hand


def stops(hand: Hand, last: QWidget | None = None) -> list[QWidget]:
    """Where Tab leads from here on, until ``last`` or a place that was there before."""
    found: list[QWidget] = []
    for _press in range(LONGEST):
        here = QApplication.focusWidget()
        assert here is not None
        if found and here is found[-1]:
            pass  # a time has several parts
        elif here in found or here is last:
            break
        else:
            found.append(here)
        QTest.keyClick(here, Qt.Key.Key_Tab)
    return found


def test_tab_goes_through_the_inspector_and_on_to_the_story(hand: Hand) -> None:
    hand.key("Alt+3")
    inspector = hand.window.column.widget("inspector")
    assert isinstance(inspector, Inspector)
    went = stops(hand, hand.window.editor.titles.fields["kicker"])
    facts = next(one for one in inspector.findChildren(QPushButton) if one.text() == "Facts")
    box = next(
        one for one in inspector.findChildren(QCheckBox) if one.text() == "Not for publication"
    )
    assert went[-2:] == [box, facts], "it came to the first field again here"
    assert QApplication.focusWidget() is hand.window.editor.titles.fields["kicker"]


def test_the_head_of_the_list_is_gone_through_as_it_is_read(hand: Hand) -> None:
    listing = hand.window.listing
    listing.sidebar.setFocus()
    went = [one.accessibleName() for one in stops(hand, hand.window.tabs.bar)]
    assert went == [
        "Stages and filters", "Save this filter", "Sort by", "Show columns", "Search stories",
        "Stories",
    ]  # fmt: skip


@pytest.mark.parametrize("panel", [p for p in PANELS if p.id != "preview"], ids=lambda p: p.id)
def test_one_key_leads_into_the_panel_and_escape_out_of_it(hand: Hand, panel: object) -> None:
    window = hand.window
    window.editor.focus_body()
    widget = window.show_panel(panel.id)  # type: ignore[attr-defined]
    hand.settle()
    hand.key("Alt+4")
    here = QApplication.focusWidget()
    assert here is not None
    assert widget.isAncestorOf(here) or here is widget
    hand.key("Escape")
    assert QApplication.focusWidget() is window.editor.rich
