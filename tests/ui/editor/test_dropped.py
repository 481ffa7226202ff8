"""What is let go over a story: pictures in their order, out of browsers too; always as a copy."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QImage, QTextCursor
from PySide6.QtWidgets import QWidget

from newsroom.news.article import Picture
from newsroom.news.errors import BadInput
from newsroom.ui.editor.clip import holds_picture
from tests.ui.editor.conftest import Hand, Opens


def test_a_picture_that_is_dragged_out_of_a_browser_is_one_picture(opens: Opens) -> None:
    """Its address came along as words and as a link, and it stayed where it was."""
    hand = opens("")
    taken: list[str] = []
    hand.rich.clipboard.picture.disconnect()
    hand.rich.clipboard.picture.connect(lambda _source, name: taken.append(name))
    data = QMimeData()
    data.setImageData(QImage(8, 8, QImage.Format.Format_RGB32))
    data.setHtml('<img src="https://e.org/a/quay.jpg?w=9" alt="A quay">')
    data.setUrls([QUrl("https://e.org/a/quay.jpg?w=9")])
    data.setText("https://e.org/a/quay.jpg?w=9")
    hand.rich.insertFromMimeData(data)
    assert len(taken) == 1
    assert hand.text == ""
    data.setText("A quay: https://e.org/a/quay.jpg")
    assert not holds_picture(data)


def test_several_files_come_in_their_order(opens: Opens, tmp_path: Path) -> None:
    """Whichever is ready first; what can't be taken holds the others up no longer than that."""
    hand = opens("Before.\n\nAfter.\n")
    waiting: list[tuple[str, Callable[..., object], Callable[..., object]]] = []

    class Media:
        def take(self, _source: object, name: str, *, then, failed, owner) -> None:  # type: ignore[no-untyped-def]
            waiting.append((name, then, failed))

        def show(self, *_what: object, **_how: object) -> None: ...

        def known(self, *_what: object, **_how: object) -> None: ...

    hand.pane._media = Media()  # type: ignore[assignment]
    said: list[str] = []
    hand.pane.say_fault = lambda error: said.append(str(error))  # type: ignore[method-assign]
    names = ("one.jpg", "two.jpg", "notes.svg", "three.jpg")
    for name in names:
        hand.pane.commands.inserts.take_picture(tmp_path / name, name)
    assert [name for name, _then, _failed in waiting] == list(names)
    for place in (3, 1, 2, 0):  # as they are ready
        name, then, failed = waiting[place]
        if name.endswith("svg"):
            failed(BadInput(f"{name} is not a picture"))
        else:
            then(
                Picture(sha256=f"{place}" * 64, filename=name, mime="image/jpeg", width=9, height=6)
            )
    hand.pane._media = None
    assert said == ["notes.svg is not a picture"]
    assert re.findall(r"media/(\d)", hand.text) == ["0", "1", "3"]


@pytest.mark.parametrize("view", ["rich", "source"])
def test_what_is_dropped_is_copied_whatever_is_proposed(opens: Opens, view: str) -> None:
    """With Shift held a move is proposed: the file manager would delete the file."""
    hand = opens("Words.\n")
    if view == "source":
        hand.pane.toggle_view()
    widget = hand.pane.view
    data = QMimeData()
    data.setText("More. ")
    action = Qt.DropAction.CopyAction | Qt.DropAction.MoveAction
    event = QDropEvent(
        QPointF(5, 5), action, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ShiftModifier
    )
    assert event.proposedAction() is Qt.DropAction.MoveAction
    widget.dropEvent(event)
    assert event.isAccepted()
    assert event.dropAction() is Qt.DropAction.CopyAction


@pytest.mark.parametrize("hidden", [False, True], ids=["shown", "hidden"])
def test_what_is_dropped_among_lines_that_wait_for_their_colours_is_of_the_story(
    opens: Opens, hidden: bool
) -> None:
    """The view scrolls to it in the middle of Qt's step, and colours lines there: Qt then told
    nobody that the text is another."""
    hand = opens("\n\n".join(f"Paragraph {n} is **bold**." for n in range(60)) + "\n")
    hand.pane.toggle_view()
    source = hand.pane.body.source
    assert source is not None
    source.hide_marks(hidden)
    assert hand.text == hand.shown
    hand.caret("Paragraph 30 is")
    heard: list[tuple[int, int, int]] = []
    source.followers.append(lambda *change: heard.append(change))
    source.looks._again()
    assert source.looks.waiting
    data = QMimeData()
    data.setText("dropped 😀\n" * 60)
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    place = QPointF(source.cursorRect().center())
    source.dropEvent(QDropEvent(place, Qt.DropAction.CopyAction, data, left, none))
    assert "dropped" in hand.shown
    assert hand.pane.body.text() == hand.shown
    assert hand.text == hand.shown
    assert [(gone, came) for _at, gone, came in heard] == [(0, 60 * len("dropped 😀_\n"))]
    hand.undo_all()
    assert "dropped" not in hand.text


class _Own(QDropEvent):
    """What was dragged in the text that it is let go over."""

    view: QWidget

    def source(self) -> QWidget:
        return self.view


def _let_go(hand: Hand, words: str, *, after: bool) -> None:
    """Drag the selection to the place before or behind ``words``."""
    data = hand.view.createMimeDataFromSelection()
    place = QTextCursor(hand.view.document())
    low, high = hand._find(words, 0)
    place.setPosition(high if after else low)
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    spot = QPointF(hand.view.cursorRect(place).center())
    event = _Own(spot, Qt.DropAction.MoveAction, data, left, none)
    event.view = hand.view.viewport()
    hand.view.dropEvent(event)


_FOUR = (
    "One *is* first.\n\n## Two\n\nThree follows.\n\n| a | b |\n| --- | --- |\n| c | d |\n\nFour.\n"
)


@pytest.mark.parametrize(
    ("first", "last", "to", "after", "wanted"),
    [
        ("Four.", None, "One", False, "Four. One Two Three |"),
        ("Four.", None, "first.", True, "One Four. Two Three |"),
        ("One", "first.", "Three", False, "Two One Three | Four."),
        ("Two", None, "Four.", True, "One Three | Four. Two"),
        ("One", "Two", "follows.", True, "Three One Two | Four."),
        ("Three", "follows.", "Four.", False, "One Two | Three Four."),
        ("Four.", None, "Thr", True, "One Two Four. Three |"),
        ("Four.", None, "Three foll", True, "One Two Three Four. |"),
        ("Two", None, "Two", True, "One Two Three | Four."),  # where it stands already
        ("Two", None, "first.", True, "One Two Three | Four."),
    ],
)
def test_a_paragraph_that_is_dragged_whole_stays_one(
    opens: Opens, first: str, last: str | None, to: str, after: bool, wanted: str
) -> None:
    """Its words ran into those where it was let go, and an empty line was left behind."""
    hand = opens(_FOUR)
    before = hand.text
    hand.select(first, last)
    _let_go(hand, to, after=after)
    parts = {part.split()[0].lstrip("#") or "Two": part for part in before.strip().split("\n\n")}
    assert hand.text == "\n\n".join(parts[key] for key in wanted.split()) + "\n"
    hand.undo_all()
    assert hand.text == before


def test_words_that_are_dragged_go_amid_words(opens: Opens) -> None:
    """Qt does this; of what did not begin here in its eyes it leaves the first."""
    hand = opens("One two.\n\nThree four.\n")
    hand.select("two")
    _let_go(hand, "Three ", after=True)
    assert hand.text == "One two.\n\nThree twofour.\n"
