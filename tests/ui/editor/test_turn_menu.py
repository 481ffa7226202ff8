"""Undo and Redo of the menu of a right click take the steps of the one stack, in both views."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction, QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QTextEdit
from pytestqt.qtbot import QtBot

from newsroom.ui.editor.reading import Reading
from tests.ui.editor.conftest import Hand, Opens

# What the offscreen platform says of every menu.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

STORY = "First words here.\n\nLast words.\n"


def menu_of(hand: Hand, qtbot: QtBot) -> QMenu:
    """The menu that a right click on the view on top opens."""
    place = QPoint(40, 20)
    event = QContextMenuEvent(
        QContextMenuEvent.Reason.Mouse, place, hand.view.viewport().mapToGlobal(place)
    )
    QApplication.sendEvent(hand.view.viewport(), event)
    qtbot.waitUntil(lambda: isinstance(QApplication.activePopupWidget(), QMenu))
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    return menu


def entry(menu: QMenu, words: str) -> QAction:
    return next(a for a in menu.actions() if a.text().replace("&", "").split("\t")[0] == words)


def choose(hand: Hand, qtbot: QtBot, words: str) -> None:
    """Open the menu, choose its entry, and let it go."""
    menu = menu_of(hand, qtbot)
    action = entry(menu, words)
    assert action.isEnabled()
    menu.setActiveAction(action)
    QTest.keyClick(menu, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: QApplication.activePopupWidget() is None)


def enabled(hand: Hand, qtbot: QtBot) -> tuple[bool, bool]:
    """Whether the menu offers a step back, and one forth."""
    menu = menu_of(hand, qtbot)
    found = entry(menu, "Undo").isEnabled(), entry(menu, "Redo").isEnabled()
    menu.close()
    qtbot.waitUntil(lambda: QApplication.activePopupWidget() is None)
    return found


def write(hand: Hand) -> list[str]:
    """Three words in three places; the texts from the opened one on."""
    found = [hand.text]
    for at, word in (("First", "X"), ("here", "Y"), ("Last", "Z")):
        hand.caret(at)
        hand.type(word)
        found.append(hand.text)
    return found


@pytest.fixture(params=["with spelling", "without"])
def spelled(request: pytest.FixtureRequest) -> bool:
    return str(request.param) == "with spelling"


def begin(opens: Opens, *, spelled: bool, source: bool, beside: bool) -> Hand:
    hand = opens(STORY)
    if spelled:
        assert hand.pane.spellcheck is not None
    if beside:
        hand.pane.set_beside()
    if source:
        hand.toggle()
    return hand


@pytest.mark.parametrize("beside", [False, True])
@pytest.mark.parametrize("source", [False, True])
def test_what_was_written_in_the_other_view_goes_step_by_step(
    opens: Opens, qtbot: QtBot, spelled: bool, source: bool, beside: bool
) -> None:
    hand = begin(opens, spelled=spelled, source=source, beside=beside)
    texts = write(hand)
    hand.toggle()
    found = [hand.text]
    for _ in texts[1:]:
        choose(hand, qtbot, "Undo")
        found.append(hand.text)
    assert found == texts[::-1], "Qt's own Undo takes all of the other view back at once"
    assert enabled(hand, qtbot) == (False, True)
    assert not hand.story.dirty
    found = [hand.text]
    for _ in texts[1:]:
        choose(hand, qtbot, "Redo")
        found.append(hand.text)
    assert found == texts
    assert enabled(hand, qtbot) == (True, False)


@pytest.mark.parametrize("source", [False, True])
def test_the_entries_say_the_keys_and_know_what_they_can(
    opens: Opens, qtbot: QtBot, spelled: bool, source: bool
) -> None:
    hand = begin(opens, spelled=spelled, source=source, beside=False)
    assert enabled(hand, qtbot) == (False, False)
    hand.caret("First")
    hand.type("X")
    assert enabled(hand, qtbot) == (True, False)
    qts = QTextEdit.createStandardContextMenu(hand.view)
    menu = menu_of(hand, qtbot)
    ours = [a.text() for a in menu.actions() if a.objectName() in ("edit-undo", "edit-redo")]
    assert ours == [a.text() for a in qts.actions()][:2], (
        "the same words and keys, at the same place"
    )
    assert len({entry(menu, "Undo"), entry(menu, "Redo")}) == 2
    qts.deleteLater()
    menu.close()
    hand.key("Ctrl+Z")
    assert enabled(hand, qtbot) == (False, True)


@pytest.mark.parametrize("way", ["key", "menu", "edit", "body"])
@pytest.mark.parametrize("source", [False, True])
def test_every_way_to_undo_takes_the_same_steps(
    opens: Opens, qtbot: QtBot, source: bool, way: str
) -> None:
    hand = begin(opens, spelled=True, source=source, beside=True)
    texts = write(hand)
    hand.toggle()
    back = {
        "key": lambda: hand.key("Ctrl+Z"),
        "menu": lambda: choose(hand, qtbot, "Undo"),
        "edit": lambda: hand.apply("undo"),
        "body": lambda: hand.pane.body.undo(),
    }[way]
    forth = {
        "key": lambda: hand.key("Ctrl+Shift+Z"),
        "menu": lambda: choose(hand, qtbot, "Redo"),
        "edit": lambda: hand.apply("redo"),
        "body": lambda: hand.pane.body.redo(),
    }[way]
    back()
    assert hand.text == texts[-2]
    back()
    assert hand.text == texts[-3]
    forth()
    assert hand.text == texts[-2]
    back()
    back()
    assert hand.text == STORY


@pytest.mark.parametrize("source", [False, True])
def test_a_story_that_is_only_to_be_read_is_changed_by_no_entry(
    opens: Opens, qtbot: QtBot, spelled: bool, source: bool
) -> None:
    hand = begin(opens, spelled=spelled, source=source, beside=False)
    hand.caret("First")
    hand.type("X")
    hand.key("Ctrl+Z")
    hand.type("Y")
    text = hand.text
    QApplication.clipboard().setText("pasted")
    hand.select("words")
    reading = hand.pane.reading = Reading(hand.pane, lambda _why: None)
    reading.set_why("Clara is editing.")
    menu = menu_of(hand, qtbot)
    for action in menu.actions():
        if action.isEnabled() and not action.isSeparator():
            assert action.text().replace("&", "").split("\t")[0] in ("Copy", "Select All")
            action.trigger()
    menu.close()
    assert hand.text == text
    reading.set_why("")
    menu = menu_of(hand, qtbot)
    assert entry(menu, "Cut").isEnabled()
    assert entry(menu, "Undo").isEnabled()
    menu.close()
