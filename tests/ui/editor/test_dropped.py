"""What is let go over a story: pictures in their order, out of browsers too; always as a copy."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QImage

from newsroom.news.article import Picture
from newsroom.news.errors import BadInput
from newsroom.ui.editor.clip import holds_picture
from tests.ui.editor.conftest import Opens


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
