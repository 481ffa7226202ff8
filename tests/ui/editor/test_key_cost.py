"""What a key costs, told by calls and not by time: a number that no busy machine changes.

Keys on the page are measured against a bare QTextEdit in tests/bench/bench_type.py; each call from
Qt into Python and back is a hundredth of what that one takes for a key.
"""

from __future__ import annotations

import statistics
import sys
from types import FrameType
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QRect, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QTextBlock
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from newsroom.ui.editor import spellpaint
from tests.ui.editor.conftest import Hand, Opens

BODY = "\n\n".join("The ferry left the harbour at noon with forty on board. " * 4 for _ in range(9))
MOST = {"page": 54, "Markdown": 79}  # calls of Python and of Qt, for one letter until it is drawn
AFTER_PAUSE = {"page": 180, "Markdown": 195}


def calls(hand: Hand, letter: str) -> int:
    """How many functions are called from a key to the painted letter, whatever timers do."""
    count = 0
    press = QKeyEvent(QEvent.Type.KeyPress, 0, Qt.KeyboardModifier.NoModifier, letter)

    def called(_frame: FrameType, what: str, _arg: object) -> None:
        nonlocal count
        count += what in ("call", "c_call")

    sys.setprofile(called)
    try:
        QCoreApplication.sendEvent(hand.view, press)
        QCoreApplication.sendPostedEvents(hand.window, QEvent.Type.UpdateRequest)
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.parametrize("view", ["page", "Markdown"])
def test_a_letter_costs_few_calls(opens: Opens, view: str) -> None:
    hand = opens(BODY)
    marks = hand.pane.spellcheck.squiggles(hand.rich)
    if view == "Markdown":
        hand.toggle()
        marks = hand.pane.spellcheck.squiggles(hand.view)
    hand.caret("at noon")
    hand.type("market ")  # what is made late is made by now
    QApplication.processEvents()
    marks.look()
    costs = [calls(hand, letter) for letter in "harbourmarket"]
    assert 20 < statistics.median(costs) < MOST[view], costs


@pytest.mark.parametrize("view", ["page", "Markdown"])
def test_a_letter_after_a_pause_costs_few_calls_too(opens: Opens, view: str, qtbot: QtBot) -> None:
    hand = opens(BODY)
    marks = hand.pane.spellcheck.squiggles(hand.rich)
    if view == "Markdown":
        hand.toggle()
        marks = hand.pane.spellcheck.squiggles(hand.view)
    hand.caret("at noon")
    hand.type("market qzxqz market ")
    costs = []
    for letter in "harbourmarket":
        hand.story.keep()  # the journal takes what was typed, and the text is read for it
        marks.look()
        qtbot.waitUntil(lambda: not marks.busy)
        QApplication.processEvents()
        costs.append(calls(hand, letter))
    assert 20 < statistics.median(costs[1:]) < AFTER_PAUSE[view], costs


@pytest.mark.parametrize("view", ["page", "Markdown"])
def test_a_key_starts_one_timer(opens: Opens, view: str) -> None:
    hand = opens(BODY)
    spelling = hand.pane.spellcheck
    if view == "Markdown":
        hand.toggle()
    hand.caret("at noon")
    hand.type("mark")
    hand.view.after.settle()
    assert spelling.squiggles(hand.view).busy, "what waits for a pause waits already"

    def running() -> set[QTimer]:
        return {timer for timer in hand.window.findChildren(QTimer) if timer.isActive()}

    before = running()
    hand.type("e")
    assert running() - before == {hand.view.after}


@pytest.mark.parametrize("view", ["page", "Markdown"])
@pytest.mark.parametrize("between", ["and ", ""])
def test_marks_before_a_word_that_is_typed_are_looked_for_once(
    opens: Opens, view: str, between: str, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked: list[int] = []

    def strips(block: QTextBlock, *of: Any, **more: Any) -> list[QRect]:
        looked.append(block.blockNumber())
        return spellpaint.strips(block, *of, **more)

    monkeypatch.setattr("newsroom.ui.editor.squiggles.strips", strips)
    hand = opens(BODY.replace("harbour", "port"))
    if view == "Markdown":
        hand.toggle()
    marks = hand.pane.spellcheck.squiggles(hand.view)
    hand.caret("at noon")
    hand.type(f" qzxqz {between}")
    qtbot.waitUntil(lambda: not marks.busy)
    assert [word.word for word in marks.marked()] == ["qzxqz"]
    for letter in "mar":
        calls(hand, letter)
    assert looked
    looked.clear()
    rest = "ketmarke"
    for letter in rest:
        calls(hand, letter)
    # Where a word goes into the next line, and where a slow machine is through with it meanwhile.
    assert len(looked) < len(rest)
    looked.clear()
    hand.view.viewport().repaint()
    assert looked, "all of it is painted with its marks"
