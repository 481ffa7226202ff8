"""Of a Markdown in which a letter is typed little is painted again, and it looks as if all were."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QImage, QPaintEvent, QTextCursor
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from newsroom.ui.editor.source import SourceView
from tests.ui.editor.conftest import Hand, Opens

LONG = " ".join(["The ferry left the harbour at noon with forty on board, said its captain."] * 8)
NUMBERS = " ".join(["1 2 3 4 5 6"] * 40)
BODY = f"Ämter über Ångström.\n\n{LONG}\n\nIt came back.\n\n{NUMBERS} 7 8 9\n\n{LONG}\n"


class _Painted(QObject):
    """The heights of what is painted of a viewport, in pixels, one for each time, and where on
    the line it begins."""

    def __init__(self, view: SourceView) -> None:
        super().__init__(view)
        self.heights: list[int] = []
        self.lefts: list[int] = []
        view.viewport().installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QPaintEvent):
            self.heights.append(event.rect().height())
            self.lefts.append(event.rect().left())
        return False


@pytest.fixture
def source(opens: Opens, qapp: QApplication) -> Iterator[Callable[[str], Hand]]:
    """Opens a story with its Markdown on top, in a column where it is wrapped."""
    flashes = qapp.cursorFlashTime()
    qapp.setCursorFlashTime(0)

    def open_(body: str) -> Hand:
        hand = opens(body)
        hand.toggle()
        hand.pane.focus_body()
        QApplication.processEvents()
        return hand

    yield open_
    qapp.setCursorFlashTime(flashes)


def view(hand: Hand) -> SourceView:
    assert isinstance(hand.view, SourceView)
    return hand.view


def typed(hand: Hand, letters: str) -> None:
    """Each painted before the next."""
    for letter in letters:
        hand.type(letter)
        QApplication.sendPostedEvents(hand.window, QEvent.Type.UpdateRequest)


def on_screen(hand: Hand) -> QImage:
    """What can be seen of the text."""
    canvas = view(hand).viewport()
    corner = canvas.mapTo(hand.window, canvas.rect().topLeft())
    shot = hand.window.screen().grabWindow(hand.window.winId()).toImage()
    return shot.copy(corner.x(), corner.y(), canvas.width(), canvas.height())


def same_as_anew(hand: Hand) -> bool:
    """Whether the text looks as it does once all of it is painted again."""
    before = on_screen(hand)
    view(hand).viewport().repaint()
    return before == on_screen(hand)


def line_height(hand: Hand) -> float:
    return hand.cursor.block().layout().lineAt(0).height()


def others(hand: Hand) -> list[int]:
    """How many letters stand in each line of the caret's paragraph but the caret's own."""
    lines, at = hand.cursor.block().layout(), hand.cursor.positionInBlock()
    own = lines.lineForTextPosition(at).lineNumber()
    return [lines.lineAt(n).textLength() for n in range(lines.lineCount()) if n != own]


def stayed(hand: Hand, keys: Sequence[Callable[[], None]]) -> list[int]:
    """Which of these keys left the words of all other lines alone: that hangs on the font."""
    found = []
    for at, key in enumerate(keys):
        before = others(hand)
        key()
        QApplication.sendPostedEvents(hand.window, QEvent.Type.UpdateRequest)
        if others(hand) == before:
            found.append(at)
    return found


def test_the_lines_above_a_word_that_is_typed_are_not_painted_again(
    source: Callable[[str], Hand],
) -> None:
    hand = source(BODY)
    hand.caret("captain.")
    cursor = hand.cursor
    cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock)
    view(hand).setTextCursor(cursor)
    assert cursor.block().layout().lineCount() > 4
    QApplication.processEvents()
    painted = _Painted(view(hand))
    typed(hand, "x")
    whole = painted.heights.pop()
    assert whole > 4 * line_height(hand)
    typed(hand, "yz a")
    assert len(painted.heights) == 4
    assert max(painted.heights) < 3 * line_height(hand)


def test_lines_below_and_words_before_that_stay_are_not_painted_again(
    source: Callable[[str], Hand],
) -> None:
    hand = source(BODY)
    hand.caret("noon")
    typed(hand, " b")
    cursor = hand.cursor
    lines = cursor.block().layout()
    line = lines.lineForTextPosition(cursor.positionInBlock())
    assert lines.lineCount() > line.lineNumber() + 4
    painted = _Painted(view(hand))
    calm = stayed(hand, [partial(hand.type, letter) for letter in "oat"])
    assert len(painted.heights) == 3
    assert len(calm) > 1
    assert max(painted.heights[at] for at in calm) < 2 * line_height(hand)
    word = view(hand).cursorRect().left() - view(hand).fontMetrics().horizontalAdvance("noon boat")
    assert min(painted.lefts[at] for at in calm) > word - 2 * line_height(hand) > 0
    assert same_as_anew(hand)


def test_letters_that_go_are_painted_as_those_that_come(source: Callable[[str], Hand]) -> None:
    hand = source(BODY)
    hand.caret("noon")
    typed(hand, " boats")
    painted = _Painted(view(hand))
    calm = stayed(hand, [partial(hand.key, "Backspace")] * 4)
    assert len(painted.heights) == 4
    assert len(calm) > 1
    assert max(painted.heights[at] for at in calm) < 2 * line_height(hand)
    assert same_as_anew(hand)


@pytest.mark.parametrize(
    ("place", "letters"),
    [
        ("captain.", "boats and other harbours " * 8),
        ("forty on ", "boats and other harbours " * 8),
        ("The", "ÅÄÖgjpq " * 4),
        ("noon", " نان و چای " * 6),
        ("board", "-a/b(c)d" * 10),
        ("left", "\U0001f6a2 a\u0301\u0301 "),
        ("harbour", "TKa *b* `c` TK %%d%% e"),
        ("The ferry", "\n# Head\n\nwords\n"),
        ("back", " and forth" * 30),
        ("7 8 9", " 10 نه، ده"),
    ],
)
def test_what_is_typed_looks_as_if_all_were_painted_again(
    source: Callable[[str], Hand], place: str, letters: str
) -> None:
    hand = source(BODY)
    hand.caret(place)
    QApplication.processEvents()
    for at, letter in enumerate(letters):
        typed(hand, letter)
        assert same_as_anew(hand), letters[: at + 1]


@pytest.mark.parametrize("settings", [{"focus": "sentence"}, {"typewriter": True}], ids=str)
def test_what_lies_over_the_page_is_laid_over_it_once(
    source: Callable[[str], Hand], settings: dict[str, object], qtbot: QtBot
) -> None:
    hand = source(BODY)
    hand.pane.workbench.set_settings(settings)
    hand.caret("forty on ")
    qtbot.wait(100)
    for word in ("boats", " and", " har", "bours", ". So"):
        typed(hand, word)
        assert same_as_anew(hand), word
    qtbot.wait(100)
    assert same_as_anew(hand)


def test_keys_between_letters_are_painted_too(source: Callable[[str], Hand], qtbot: QtBot) -> None:
    hand = source(BODY)
    hand.caret("forty on ")
    QApplication.processEvents()
    typed(hand, "boats")
    hand.key("Left", "Left")
    typed(hand, "xy")
    assert same_as_anew(hand)
    hand.key("Shift+Home")
    typed(hand, "ab")
    assert same_as_anew(hand)
    hand.key("Backspace")
    typed(hand, "cd")
    assert same_as_anew(hand)
    hand.key("Ctrl+Z", "Ctrl+Z")
    typed(hand, "ef")
    assert same_as_anew(hand)
    hand.window.resize(hand.window.width() - 80, hand.window.height())
    QApplication.processEvents()
    typed(hand, "gh")
    assert same_as_anew(hand)
    hand.pane.workbench.set_settings({"hide_marks": True})
    typed(hand, "ij")
    QApplication.processEvents()
    assert same_as_anew(hand)
    qtbot.wait(300)  # words were looked at
    typed(hand, "kl")
    assert same_as_anew(hand)
