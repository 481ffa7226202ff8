"""Page and Markdown side by side: one story, one undo, one scroll."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QTextEdit
from pytestqt.qtbot import QtBot

from newsroom.ui.editor.beside import Beside, shared_places
from newsroom.ui.editor.page import Page
from newsroom.ui.editor.source import SourceView
from tests.ui.editor.conftest import Hand, Opens

STORY = (
    "# Head\n\nFirst _words_ here.\n\n* a\n* b\n\n| x | y |\n|--|--|\n| 1 | 2 |\n\nLast 😀 words.\n"
)
LONG = "".join(
    f"## Section {n}\n\n" + f"Paragraph {n} has **some** words that go on and on. " * 6 + "\n\n"
    for n in range(80)
)


def beside(hand: Hand) -> Beside:
    hand.pane.set_beside()
    found = hand.pane._late.beside
    assert found is not None
    return found


def source(hand: Hand) -> SourceView:
    found = hand.pane.body.source
    assert found is not None
    return found


def said(view: QTextEdit) -> str:
    return view.document().toRawText().replace("\u2029", "\n")


def go(hand: Hand, view: QTextEdit) -> None:
    """Click into a view."""
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(60, 40))
    view.setFocus()
    assert hand.view is view


def test_both_are_shown_and_one_alone_again(opens: Opens) -> None:
    hand = opens(STORY)
    both = beside(hand)
    assert hand.pane.is_beside
    assert hand.rich.isVisible()
    assert source(hand).isVisible()
    assert said(source(hand)) == STORY
    assert hand.pane.page.view is hand.rich
    assert both.page.view is source(hand)
    go(hand, source(hand))
    hand.pane.set_beside()
    assert not hand.pane.is_beside
    assert source(hand).isVisible()
    assert not hand.rich.isVisible()
    assert hand.pane.page.view is source(hand)
    assert hand.pane.page.isVisible()
    hand.toggle()
    assert hand.rich.isVisible()
    assert hand.text == STORY
    assert not hand.story.dirty


def test_each_follows_the_other_after_a_pause(opens: Opens, qtbot: QtBot) -> None:
    hand = opens(STORY)
    beside(hand)
    hand.caret("First")
    hand.type("X")
    qtbot.waitUntil(lambda: "FirstX _words_" in said(source(hand)))
    go(hand, source(hand))
    hand.caret("Last")
    hand.type(" **Y**")
    qtbot.waitUntil(lambda: "Last Y" in said(hand.rich))
    assert hand.text == STORY.replace("First", "FirstX").replace("Last", "Last **Y**")
    assert hand.view is source(hand), "the caret stayed where it was"
    assert hand.around.startswith("Last **Y**¦")


def test_what_was_typed_last_is_there_when_the_caret_crosses(opens: Opens) -> None:
    hand = opens(STORY)
    beside(hand)
    hand.caret("First")
    hand.type("X")
    go(hand, source(hand))  # before any pause
    assert "FirstX _words_" in said(source(hand))
    hand.caret("Last")
    hand.type("Y")
    go(hand, hand.rich)
    assert "LastY" in said(hand.rich)
    assert hand.text == STORY.replace("First", "FirstX").replace("Last", "LastY")


def test_one_undo_for_both(opens: Opens) -> None:
    hand = opens(STORY)
    both = beside(hand)
    hand.caret("First")
    hand.type("X")
    both.follow()
    one = hand.text
    go(hand, source(hand))
    hand.caret("Last")
    hand.type("Y")
    both.follow()
    go(hand, hand.rich)
    hand.key("Ctrl+Z")
    assert hand.text == one
    go(hand, source(hand))
    assert hand.text == one
    hand.undo_all()
    assert hand.text == STORY
    assert not hand.story.dirty
    both.follow()
    assert "FirstX" not in said(hand.rich)
    assert "LastY" not in said(hand.rich)


def test_the_key_goes_over_to_the_same_words(opens: Opens) -> None:
    hand = opens(STORY)
    beside(hand)
    hand.caret("wor")
    hand.toggle()
    assert hand.view is source(hand)
    assert hand.pane.is_beside
    assert source(hand).hasFocus()
    assert hand.around == "First _wor¦ds_ here."
    hand.toggle()
    assert hand.view is hand.rich
    assert hand.around == "First wor¦ds here."


def test_words_dropped_into_the_other_view_stay(opens: Opens) -> None:
    hand = opens(STORY)
    both = beside(hand)
    both._take_over(source(hand))
    source(hand).textCursor().insertText("dropped ")
    both.follow()
    assert hand.text.startswith("dropped # Head")
    assert "dropped" in said(hand.rich)


@pytest.mark.parametrize("first", [False, True], ids=["page leads", "markdown leads"])
def test_the_scroll_goes_along(opens: Opens, qtbot: QtBot, first: bool) -> None:
    hand = opens(LONG)
    both = beside(hand)
    pages = (hand.pane.page, both.page)
    leads, follows = pages[::-1] if first else pages
    assert leads.view is not None
    assert follows.view is not None
    both._leads = leads.view
    for share in (0.3, 0.7, 1.0):
        leads.scroll_to(round(leads.bar.maximum() * share))
        qtbot.waitUntil(lambda: abs(section(leads) - section(follows)) <= 1)


def section(page: Page) -> int:
    """The section that the eye rests on."""
    view = page.view
    assert view is not None
    eye = QPoint(80, round(page.height() * 0.3))
    block = view.cursorForPosition(view.viewport().mapFrom(page, eye)).block()
    while not block.text().strip():
        block = block.next()
    return int(next(word for word in block.text().split() if word.isdigit()))


def test_commands_and_find_go_to_the_view_with_the_caret(opens: Opens) -> None:
    hand = opens(STORY)
    beside(hand)
    go(hand, source(hand))
    hand.select("here")
    hand.apply("bold")
    assert "**here**" in hand.text
    hand.pane.open_find()
    bar = hand.pane.find_bar
    bar.words.setText("_words_")
    bar.search()
    assert len(bar._places) == 1


def test_places_are_found_by_their_first_letters() -> None:
    page = ["Head", "", "First words", "a", "b", "Last"]
    lines = iter(["Head", "", "First words", "", "a", "b", "x", "Last"])
    assert shared_places(page, lines) == ([0, 2, 3, 4, 5], [0, 2, 4, 5, 7])
    assert shared_places([], iter(())) == ([0], [0])


def test_a_long_time_side_by_side_is_undone_step_by_step(opens: Opens) -> None:
    hand = opens(STORY)
    both = beside(hand)
    go(hand, source(hand))
    said_so_far = [hand.text]
    for turn in range(30):
        hand.caret("Last" if turn % 3 else "First")
        hand.type(f"{turn}" if turn % 5 else f" *n*{turn}\n\n")
        both.follow()
        said_so_far.append(hand.text)
    kinds = [type(edition).__name__ for edition in hand.pane.body.page_source.editions._all]
    assert kinds.count("Edition") < 12, "of old ones only the difference is kept"
    go(hand, hand.rich)
    turn_to(hand, "Ctrl+Z", said_so_far[-2::-1])
    assert not hand.story.dirty
    turn_to(hand, "Ctrl+Shift+Z", said_so_far[1:])


def turn_to(hand: Hand, key: str, texts: list[str]) -> None:
    """Press a key until each of the texts stands there, a letter or a new line at a time."""
    for text in texts:
        for _ in range(4):
            hand.key(key)
            if hand.text == text:
                break
        assert hand.text == text


def test_what_says_nothing_of_itself_is_an_edition_too(opens: Opens) -> None:
    """Blank lines, signs of the writer's taste and a story that was emptied leave no words."""
    hand = opens(STORY)
    both = beside(hand)
    go(hand, source(hand))
    opened = hand.text
    for old, new in (("_words_", "*words*"), ("here.\n\n", "here.\n\n\n\n"), ("* a\n", "")):
        at = hand.text.index(old)
        cursor = source(hand).textCursor()
        cursor.setPosition(source(hand).position(at))
        cursor.setPosition(source(hand).position(at + len(old)), cursor.MoveMode.KeepAnchor)
        cursor.insertText(new)
        both.follow()
    changed = hand.text
    assert "*words*" in changed
    assert "here.\n\n\n\n" in changed
    go(hand, hand.rich)
    assert hand.text == changed
    hand.caret("Last")
    hand.type("X")
    assert hand.text == changed.replace("Last", "LastX")
    hand.undo_all()
    assert hand.text == opened
    hand.redo_all()
    assert hand.text == changed.replace("Last", "LastX")
    go(hand, source(hand))
    source(hand).selectAll()
    source(hand).textCursor().removeSelectedText()
    both.follow()
    go(hand, hand.rich)
    assert hand.text == ""
    hand.key("Ctrl+Z")
    assert hand.text == changed.replace("Last", "LastX")


@pytest.fixture
def long_hand(opens: Opens, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Hand:
    """Both views of a story that counts as long, its page written in since it was opened."""
    monkeypatch.setattr("newsroom.ui.editor.body.LONG", len(LONG) - 1)
    monkeypatch.setattr("newsroom.ui.editor.beside._PAUSE_MS", 60_000)
    hand = opens(LONG)
    qtbot.waitUntil(lambda: not hand.pane.body.filling.running)
    beside(hand)
    hand.caret("Section 3")
    hand.type(" page")
    hand.pane.body.bring_along()
    go(hand, source(hand))
    hand.caret("Section 5")
    hand.type(" more")
    return hand


def test_what_stays_of_a_long_page_is_found_on_another_thread(
    long_hand: Hand, qtbot: QtBot
) -> None:
    hand, before, done = long_hand, said(long_hand.rich), list[int]()
    assert hand.pane.body.bring_along_later(lambda: done.append(1))
    assert said(hand.rich) == before, "nothing is done in this turn"
    qtbot.waitUntil(lambda: bool(done))
    assert "Section 3 page" in said(hand.rich)
    assert "Section 5 more" in said(hand.rich)
    text = hand.text
    assert text == LONG.replace("Section 3\n", "Section 3 page\n").replace(
        "Section 5\n", "Section 5 more\n"
    )
    go(hand, hand.rich)
    assert hand.text == text
    hand.undo_all()
    assert hand.text == LONG


def test_what_was_found_is_dropped_if_somebody_typed_on(long_hand: Hand, qtbot: QtBot) -> None:
    hand, done = long_hand, list[int]()
    hand.pane.body.bring_along_later(lambda: done.append(1))
    hand.type("x")
    assert hand.pane.workbench.tasks.wait_idle()
    qtbot.wait(20)
    assert not done
    assert "more" not in said(hand.rich)
    hand.pane.body.bring_along_later(lambda: done.append(1))
    qtbot.waitUntil(lambda: bool(done))
    assert "Section 5 morex" in said(hand.rich)


@pytest.mark.parametrize("source", [False, True])
def test_the_caret_stays_in_sight_in_half_the_width(
    opens: Opens, qtbot: QtBot, source: bool
) -> None:
    body = "\n\n".join(f"Paragraph {n}. " + "Some words more. " * 9 for n in range(6)) + "\n"
    hand = opens(body, headline="Night ferries return to the inner harbour after eleven years")
    hand.window.resize(560, 640)
    if source:
        hand.toggle()
    hand.caret("Paragraph 2.")
    hand.view.ensureCursorVisible()

    def seen() -> bool:
        return hand.view.viewport().rect().contains(hand.view.cursorRect().center())

    assert seen()
    hand.pane.set_beside()
    qtbot.waitUntil(seen)
    hand.pane.set_beside()
    qtbot.waitUntil(seen)
