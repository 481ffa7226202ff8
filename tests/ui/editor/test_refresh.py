"""Of a page in which a letter is typed only its line is painted, and nobody can tell.

What stands on the screen after each key is compared, pixel by pixel, with the same page painted as
a whole.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject, QRect
from PySide6.QtGui import QImage, QPaintEvent, QTextCursor
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from newsroom.ui.editor.refresh import _AIR
from newsroom.ui.spelling import Spelling
from newsroom.ui.workbench import Workbench
from tests.ui.editor.conftest import Hand, Opens

LONG = "The ferry left the harbour at noon with forty on board, and nobody had seen the council. "
PLAIN = f"{LONG * 4}\n\n{LONG * 2}Its words end here.\n"
MIXED = f"""{LONG}*{LONG.strip()}* and **{LONG.strip()}** — “so” says [Vellmar](https://e.org).

> {LONG * 2}

- {LONG}
- One more

## {LONG}

| Ship | Left |
| --- | --- |
| Ferry | {LONG} |

Ships TK and TKs of note, élève, {LONG}

```
code {LONG}
```

{LONG}"""
PERSIAN = f"""کشتی ساعت دوازده با چهل نفر از بندر بیرون رفت و کسی شورا را ندید. کشتی ساعت
دوازده با چهل نفر (ferry, 12) از بندر بیرون رفت و کسی شورا را ندید.

{LONG}کشتی ساعت دوازده با چهل نفر از بندر بیرون رفت {LONG}

12 34 😀 56
"""
KEYS = ("Backspace", "Backspace", "Delete", "Ctrl+Z", "Ctrl+Shift+Z", "Left", "Right", "Up", "Down",
        "Home", "End", "Return", "Shift+Right", "Shift+Up", "Ctrl+B", "Ctrl+Backspace")  # fmt: skip
LETTERS = "abc e  .,fiT-K'\"é“ی"


class Judge:
    """Knows some wrong words."""

    def wrong(self, _language: str, words: Sequence[str]) -> Mapping[str, tuple[str, ...]]:
        return {word: () for word in words if word in ("seen", "council", "harbour")}

    def suggest(self, _language: str, _word: str) -> tuple[str, ...]:
        return ()

    def close(self) -> None:
        """Nothing is held."""


class Painted(QObject):
    """Remembers the parts of the page that were painted."""

    def __init__(self, hand: Hand) -> None:
        super().__init__(hand.rich)
        self.rects: list[QRect] = []
        hand.rich.viewport().installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QPaintEvent):
            self.rects.append(event.rect())
        return False


@pytest.fixture(autouse=True)
def _steady_caret(qapp: QApplication) -> Iterator[None]:
    """It does not blink between two pictures."""
    time = QApplication.cursorFlashTime()
    QApplication.setCursorFlashTime(0)
    yield
    QApplication.setCursorFlashTime(time)


@pytest.fixture
def bench(fake_bench: Workbench, tmp_path: Path) -> Workbench:
    fake_bench.__dict__["spelling"] = Spelling(fake_bench, folder=tmp_path, speller=Judge())
    return fake_bench


def on_screen(hand: Hand) -> QImage:
    """The page as it stands in the window's pixels: nothing is painted for it."""
    QCoreApplication.sendPostedEvents(hand.window, QEvent.Type.UpdateRequest)
    ground = hand.rich.viewport()
    shot = hand.window.screen().grabWindow(hand.window.winId()).toImage()
    return shot.copy(QRect(ground.mapTo(hand.window, ground.rect().topLeft()), ground.size()))


def as_a_whole(hand: Hand) -> QImage:
    hand.rich.viewport().repaint()
    return on_screen(hand)


def check(hand: Hand, what: object) -> None:
    shown, whole = on_screen(hand), as_a_whole(hand)
    assert shown == whole, f"the page shows something else than it would as a whole: {what}"


def line_height(hand: Hand) -> int:
    return hand.rich.cursorRect().height() + 2 * _AIR + 2


def judged(hand: Hand, qtbot: QtBot) -> None:
    marks = hand.pane.spellcheck.squiggles(hand.rich)
    marks.look()
    qtbot.waitUntil(lambda: not marks.busy)
    assert list(marks.marked())


def test_a_letter_paints_its_line_alone(opens: Opens) -> None:
    hand = opens(PLAIN)
    hand.caret("Its words end")
    hand.type("x")
    check(hand, "the first letter")
    painted = Painted(hand)
    hand.type("yz")
    check(hand, "the next ones")
    before = hand.rich.fontMetrics().horizontalAdvance("Its words endxyz")
    assert painted.rects[0].left() > hand.rich.cursorRect().left() - before, "from its word on"
    again = Painted(hand)
    hand.type("y")
    hand.key("Backspace")
    check(hand, "one back")
    assert again.rects[0].height() <= line_height(hand)


def test_a_line_that_goes_on_below_paints_nothing_above(opens: Opens) -> None:
    hand = opens(PLAIN)
    hand.caret("seen the", nth=1)
    top = hand.rich.cursorRect().top()
    hand.type("x")
    check(hand, "the first letter")
    painted = Painted(hand)
    hand.type(" many more words")
    check(hand, "a wrap")
    assert top - 2 * _AIR < painted.rects[0].top() <= top
    assert painted.rects[0].height() > line_height(hand)


def test_letters_that_run_from_right_to_left_paint_nothing_above_their_line(opens: Opens) -> None:
    words = "کشتی ساعت دوازده با چهل نفر از بندر بیرون رفت و کسی شورا را ندید. " * 6
    hand = opens(f"{words}پایان است.\n")
    hand.caret("پایان")
    top = hand.rich.cursorRect().top()
    hand.type("ن")
    check(hand, "the first letter")
    painted = Painted(hand)
    hand.type("ان و چای")
    check(hand, "the next ones")
    assert painted.rects[0].top() > top - line_height(hand)


def test_a_letter_that_turns_its_paragraph_paints_all_of_it(opens: Opens) -> None:
    hand = opens(" ".join(["1 2 3 4 5 6"] * 40) + " 7 8 9\n")
    hand.end()
    for letter in " 10 نه a":
        hand.type(letter)
        check(hand, letter)


def test_at_the_end_of_the_story_the_empty_page_is_not_painted(opens: Opens) -> None:
    hand = opens("One line.")
    hand.end()
    hand.type("x")
    QApplication.processEvents()
    painted = Painted(hand)
    hand.type("yz")
    check(hand, "letters at the end")
    assert painted.rects[0].height() <= line_height(hand)


@pytest.mark.parametrize(
    "body", [PLAIN, MIXED, PERSIAN], ids=["plain", "mixed", "from right to left"]
)
@pytest.mark.parametrize("seed", range(3))
def test_the_screen_shows_what_the_page_is(
    bench: Workbench, opens: Opens, qtbot: QtBot, body: str, seed: int
) -> None:
    """Keys by chance, with marked words all over the page."""
    assert bench
    dice = random.Random(seed)
    hand = opens(body)
    if body is not PERSIAN:
        judged(hand, qtbot)
    done: list[str] = []
    for _stretch in range(14):
        document = hand.rich.document()
        cursor = QTextCursor(document)
        cursor.setPosition(dice.randrange(document.characterCount()))
        hand.rich.setTextCursor(cursor)
        hand.rich.ensureCursorVisible()
        as_a_whole(hand)
        done.append("|")
        for _key in range(dice.randrange(1, 12)):
            revision = document.revision()
            if dice.random() < 0.75:
                done.append(dice.choice(LETTERS))
                hand.type(done[-1])
            else:
                done.append(dice.choice(KEYS))
                hand.key(done[-1])
            if document.revision() != revision:
                check(hand, done)
            else:  # Qt leaves a pixel of a caret between two directions, say
                as_a_whole(hand)


def test_a_mark_goes_from_both_lines_that_it_stands_in(
    bench: Workbench, opens: Opens, qtbot: QtBot
) -> None:
    assert bench
    hand = opens(f"{LONG.replace('seen', 'said') * 3}\n\nNobody seen.\n")
    judged(hand, qtbot)
    marks = hand.pane.spellcheck.squiggles(hand.rich)
    line, other = hand.rich.document().firstBlock().layout().lineAt(1), marks._lines[1].bad[0]
    end = line.textStart() + line.textLength()
    marks._lines[0].bad = (other._replace(start=end - 7, end=end + 9),)
    cursor = hand.cursor
    cursor.setPosition(line.textStart() + 2)
    hand.rich.setTextCursor(cursor)
    hand.type(".")
    as_a_whole(hand)
    assert marks._lines[0].bad == (other._replace(start=end - 6, end=end + 10),)
    cursor.setPosition(end - 3)
    hand.rich.setTextCursor(cursor)
    as_a_whole(hand)
    hand.type(".")
    assert not marks._lines[0].bad
    check(hand, "a letter in a mark of two lines")


def test_another_width_paints_everything(opens: Opens) -> None:
    hand = opens(PLAIN)
    hand.caret("with forty", nth=1)
    hand.type("xy")
    hand.window.resize(700, 700)
    QApplication.processEvents()
    hand.type("z")
    check(hand, "another width")
