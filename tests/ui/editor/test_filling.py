"""A long story: its beginning stands there at once, the rest comes, nothing is lost meanwhile."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt
from PySide6.QtGui import QDropEvent, QGuiApplication, QTextCursor
from pytestqt.qtbot import QtBot

from newsroom.text.document import Document
from newsroom.ui.parked import LONG
from newsroom.ui.workbench import Workbench
from tests.ui.editor.conftest import Hand, Opens

GRAF = "The ferry *sails* at noon, says [the council][c], and {n} people wait for it on the quay."
BLOCKS = 1_000


def long_story(*, end: str = "\n\n[c]: https://example.org/council\n") -> str:
    parts = ["# The ferry"]
    for n in range(BLOCKS):
        if n % 100 == 40:
            parts.append("- one\n- two\n    - three\n- four")
        elif n % 100 == 70:
            parts.append("| a | b |\n|---|--:|\n| 1 | 2 |")
        elif n % 100 == 90:
            parts.append("<div>raw</div>")
        else:
            parts.append(GRAF.format(n=n))
    text = "\n\n".join(parts) + end
    assert len(text) > LONG
    return text


@pytest.fixture
def slow(fake_bench: Workbench, monkeypatch: pytest.MonkeyPatch) -> list[Callable[[], None]]:
    """What the worker is to read is held back until the test lets it go."""
    held: list[Callable[[], None]] = []
    run = fake_bench.tasks.background

    def background(work: Callable[[], object], **rest: object) -> None:
        if rest.get("owner").__class__.__name__ == "Filling":
            held.append(lambda: run(work, **rest))  # type: ignore[arg-type]
        else:
            run(work, **rest)  # type: ignore[arg-type]

    monkeypatch.setattr(fake_bench.tasks, "background", background)
    return held


def read(slow: list[Callable[[], None]], qtbot: QtBot) -> None:
    """Let the worker read, once it was asked to."""
    qtbot.waitUntil(lambda: bool(slow))
    slow.pop()()


def test_the_beginning_stands_there_before_the_whole_is_read(
    opens: Opens, slow: list[Callable[[], None]], qtbot: QtBot
) -> None:
    text = long_story()
    hand = opens(text)
    filling = hand.pane.body.filling
    assert filling.running
    assert hand.shown.startswith("The ferry\nThe ferry sails at noon")
    qtbot.waitUntil(lambda: len(slow) == 1)
    assert hand.text == text


def test_the_rest_comes_by_itself(
    opens: Opens, slow: list[Callable[[], None]], qtbot: QtBot
) -> None:
    text = long_story()
    hand = opens(text)
    filling = hand.pane.body.filling
    read(slow, qtbot)
    qtbot.waitUntil(lambda: not filling.running)
    assert hand.rich.mirror.blocks() == Document.open(text).blocks
    assert hand.text == text
    assert not hand.rich.document().isUndoAvailable()
    assert not hand.rich.document().isModified()


def test_addresses_further_down_hold_from_the_beginning(
    opens: Opens, slow: list[Callable[[], None]]
) -> None:
    hand = opens(long_story())
    assert hand.pane.body.filling.running
    assert "says the council, and 0 people" in hand.shown.splitlines()[1]


def test_a_beginning_that_reads_otherwise_in_the_whole_is_written_anew(
    opens: Opens, slow: list[Callable[[], None]], qtbot: QtBot
) -> None:
    text = long_story(end="\n\n<div>\n\n[c]: https://example.org/council\n\n</div>\n")
    hand = opens(text)
    read(slow, qtbot)
    qtbot.waitUntil(lambda: not hand.pane.body.filling.running)
    assert hand.rich.mirror.blocks() == Document.open(text).blocks
    assert hand.text == text


def test_letters_typed_meanwhile_wait_for_the_whole(
    opens: Opens, slow: list[Callable[[], None]], qtbot: QtBot
) -> None:
    text = long_story()
    hand = opens(text)
    filling = hand.pane.body.filling
    hand.key("Down")
    hand.key("Home")
    hand.type("New ")
    assert filling.running
    read(slow, qtbot)
    qtbot.waitUntil(lambda: not filling.running)
    assert hand.text == text.replace("The ferry *sails*", "New The ferry *sails*", 1)
    hand.key("Ctrl+Z", "Ctrl+Z")  # the space is the next word's
    assert hand.text == text


@pytest.mark.parametrize("act", ["source", "find", "format", "insert"])
def test_whoever_needs_the_whole_gets_it_at_once(
    opens: Opens, slow: list[Callable[[], None]], act: str
) -> None:
    text = long_story()
    hand = opens(text)
    pane = hand.pane
    if act == "source":
        cursor = hand.rich.textCursor()
        cursor.setPosition(20)
        hand.rich.setTextCursor(cursor)
        pane.toggle_view()
        assert hand.shown == text.replace("\r", "")
        assert hand.text == text
        return
    if act == "find":
        assert pane.body.position(len(text) - 60) > 10_000
        assert hand.text == text
    elif act == "format":
        cursor = hand.rich.textCursor()
        cursor.setPosition(10)
        cursor.setPosition(19, QTextCursor.MoveMode.KeepAnchor)
        hand.rich.setTextCursor(cursor)
        pane.apply("bold")
        assert hand.text == text.replace("\nThe ferry *sails*", "\n**The ferry** *sails*", 1)
    else:
        hand.rich.textCursor().insertText("Late ")
        assert hand.text == text.replace("# The", "# Late The", 1)
    assert not pane.body.filling.running


@pytest.mark.parametrize("came", [False, True], ids=["beginning", "coming"])
@pytest.mark.parametrize("word", ["ferry", "4 people"])
def test_to_the_markdown_and_back_nobody_waits_for_the_rest(
    opens: Opens, slow: list[Callable[[], None]], qtbot: QtBot, word: str, came: bool
) -> None:
    text = long_story()
    hand = opens(text)
    filling = hand.pane.body.filling
    if came:
        there = hand.rich.document().blockCount()
        read(slow, qtbot)
        qtbot.waitUntil(lambda: hand.rich.document().blockCount() > there)
        filling._turns.stop()  # the hand waits for what the Markdown needs
    hand.select(word)
    hand.toggle()
    assert hand.chosen == word
    hand.toggle()
    assert hand.chosen == word
    assert filling.running, "all the rest was written in one go"
    if came:
        filling._turns.start()
    else:
        read(slow, qtbot)
    qtbot.waitUntil(lambda: not filling.running)
    assert hand.rich.mirror.blocks() == Document.open(text).blocks
    assert hand.text == text
    hand.type("X")
    assert hand.text == text.replace(word, "X", 1)


def test_back_from_the_end_of_the_markdown_the_whole_is_there(
    opens: Opens, slow: list[Callable[[], None]]
) -> None:
    text = long_story()
    hand = opens(text)
    hand.toggle()
    hand.caret("999 people")
    hand.toggle()
    assert hand.around.endswith("999 people¦ wait for it on the quay.")
    assert hand.text == text


def test_what_was_written_in_the_markdown_is_on_the_page_that_still_comes(
    opens: Opens, slow: list[Callable[[], None]]
) -> None:
    text = long_story()
    hand = opens(text)
    hand.toggle()
    hand.caret("ferry")
    hand.type("X")
    hand.toggle()
    assert hand.around == "The ferryX¦"
    assert hand.text == text.replace("ferry", "ferryX", 1)


def _drop(hand: Hand) -> None:
    data = QMimeData()
    data.setText("Late")
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    place = QPointF(hand.rich.cursorRect().center())
    hand.rich.dropEvent(QDropEvent(place, Qt.DropAction.CopyAction, data, left, none))


def _replace(hand: Hand) -> None:
    hand.pane.open_find(replace=True)
    bar = hand.pane.find_bar
    bar.words.setText("sails")
    bar.replacement.setText("Late")
    bar.search()
    bar.replace_everywhere()


def _from_menu(hand: Hand, name: str) -> None:
    QGuiApplication.clipboard().setText("Late")
    menu = hand.rich.createStandardContextMenu()
    action = next(row for row in menu.actions() if row.objectName() == name)
    action.setEnabled(True)  # the platform of tests tells late what the clipboard holds
    action.trigger()
    menu.deleteLater()


def _with_late(hand: Hand, act: Callable[[], object]) -> None:
    QGuiApplication.clipboard().setText("Late")
    act()


ACTS: dict[str, Callable[[Hand], object]] = {
    "link": lambda hand: hand.pane.commands.set_link("https://example.org/Late", "Late"),
    "embed": lambda hand: hand.pane.commands.inserts.put_embed("https://example.org/Late"),
    "table": lambda hand: hand.pane.commands.inserts.put_table(2, 2),
    "snippet": lambda hand: hand.pane.snippets.insert("Late"),
    "rule": lambda hand: hand.apply("rule"),
    "replace": _replace,
    "drop": _drop,
    "paste": lambda hand: _with_late(hand, lambda: hand.apply("paste")),
    "paste with the middle button": lambda hand: _with_late(hand, hand.rich.paste),
    "paste by the menu": lambda hand: _from_menu(hand, "edit-paste"),
    "cut": lambda hand: (hand.rich.selectAll(), hand.apply("cut")),
}


@pytest.mark.parametrize("act", ACTS)
def test_what_is_put_in_meanwhile_can_be_taken_back(
    opens: Opens, slow: list[Callable[[], None]], act: str
) -> None:
    text = long_story()
    hand = opens(text)
    assert hand.pane.body.filling.running
    cursor = hand.rich.textCursor()
    cursor.setPosition(20)
    hand.rich.setTextCursor(cursor)
    ACTS[act](hand)
    assert not hand.pane.body.filling.running
    changed = hand.text
    assert changed != text
    hand.view.setFocus()
    hand.undo_all()
    assert hand.text == text
    assert not hand.story.dirty
    hand.redo_all()
    assert hand.text == changed


def test_another_text_takes_its_place(
    opens: Opens, slow: list[Callable[[], None]], qtbot: QtBot
) -> None:
    hand = opens(long_story())
    qtbot.waitUntil(lambda: bool(slow))
    late = slow.pop()
    hand.story.set("body", "Short.\n")
    late()
    assert hand.pane.workbench.tasks.wait_idle()
    assert not hand.pane.body.filling.running
    assert (hand.shown, hand.text) == ("Short.", "Short.\n")


def test_the_kept_caret_waits_for_its_place(
    opens: Opens, slow: list[Callable[[], None]], qtbot: QtBot
) -> None:
    hand = opens(long_story())
    kept = {"source": False, "anchor": 50_000, "caret": 50_000, "scroll": 9_000, "title": ""}
    hand.pane.restore_caret(kept)
    assert hand.rich.textCursor().position() == 0
    assert hand.pane.caret_state() == kept
    read(slow, qtbot)
    qtbot.waitUntil(lambda: not hand.pane.body.filling.running)
    assert hand.rich.textCursor().position() == 50_000


def test_a_short_story_is_read_at_once(opens: Opens, slow: list[Callable[[], None]]) -> None:
    hand = opens("One.\n\nTwo.\n")
    assert not hand.pane.body.filling.running
    assert not slow


@pytest.mark.parametrize("come", [False, True], ids=["only the beginning", "all of it is read"])
@pytest.mark.parametrize(
    ("shown", "meant"),
    [
        ("people wait", "people wait"),
        ("ferry sails at", "ferry *sails* at"),
        ("council, and 71", "council][c], and 71"),
        ("three", "three"),
    ],
)
def test_the_markdown_does_not_wait_for_the_page(
    opens: Opens,
    slow: list[Callable[[], None]],
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
    shown: str,
    meant: str,
    come: bool,
) -> None:
    text = long_story()
    hand = opens(text)
    filling = hand.pane.body.filling
    written: list[float | None] = []
    monkeypatch.setattr(filling, "_write", written.append)
    if come:
        read(slow, qtbot)
        qtbot.waitUntil(lambda: bool(written))
        written.clear()
    place = hand.rich.document().find(shown)
    assert not place.isNull()
    hand.rich.setTextCursor(place)
    hand.pane.toggle_view()
    assert filling.running
    assert None not in written, "all of the page was written at once"
    cursor = hand.view.textCursor()
    assert cursor.selectedText() == meant
    assert cursor.selectionStart() == text.index(meant)
    assert hand.text == text
