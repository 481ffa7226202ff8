"""Lines of the Markdown view end as they came, and an undo brings their ends back with them."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QTextCursor

from newsroom.ui.editor.looks import inks
from newsroom.ui.editor.source import SourceView
from newsroom.ui.theme import Theme
from tests.ui.editor.conftest import Opens


@pytest.fixture
def view(qtbot, theme: Theme) -> SourceView:  # type: ignore[no-untyped-def]
    made = SourceView(colours=inks(theme))
    qtbot.addWidget(made)
    return made


def write(view: SourceView, at: str, words: str) -> None:
    """Put ``words`` in the place of ``at``."""
    cursor = view.document().find(at)
    cursor.insertText(words)


@pytest.mark.parametrize(
    ("text", "edit", "after"),
    [
        ("a\r\nb\nc\r\n", ("b", "B"), "a\r\nB\nc\r\n"),
        ("a\rb\rc", ("c", "cc"), "a\rb\rcc"),
        ("a\nb\r\n", ("a", "a\nx"), "a\nx\nb\r\n"),
        ("a\r\nb", ("b", "b\nc"), "a\r\nb\r\nc"),
        ("a\r\nb\nc\nd", ("b", "b\nx"), "a\r\nb\nx\nc\nd"),
    ],
)
def test_lines_end_as_they_came(
    view: SourceView, text: str, edit: tuple[str, str], after: str
) -> None:
    view.open(text)
    assert view.text() == text
    write(view, *edit)
    assert view.text() == after
    view.undo()
    assert view.text() == text
    view.redo()
    assert view.text() == after


TEXTS = [
    "a\r\nb\r\n\r\n",
    "a\r\nb\r\n\n",  # the same lines, and one ends otherwise
    "a\nb\n\n",
    "a\rb\n\r\n",
    "",
    "a",
    "a\r\nb",
    "b\r\n",
    "x\r\ny\nz\rb\r\n\r\n",
]


@pytest.mark.parametrize("join", [False, True])
@pytest.mark.parametrize("opened", TEXTS)
def test_a_text_that_is_followed_is_said_to_the_byte_and_so_is_each_undo(
    view: SourceView, opened: str, join: bool
) -> None:
    for other in TEXTS:
        view.open(opened)
        view.follow(other)
        assert view.text() == other
        view.follow(opened + "\nmore\r\n", join=join)
        assert view.text() == opened + "\nmore\r\n"
        found = [view.text()]
        while view.document().isUndoAvailable():
            view.undo()
            found.append(view.text())
        assert found[-1] == opened, (
            "mixed ends were kept by the letters shown, which two texts share"
        )
        while view.document().isRedoAvailable():
            view.redo()
        assert view.text() == found[0]


def test_lines_that_are_written_beside_others_leave_their_ends_alone(view: SourceView) -> None:
    view.open("a\r\nb\nc\rd\ne\n")
    cursor = view.textCursor()
    cursor.setPosition(2)
    cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)
    cursor.insertText("B")
    assert view.text() == "a\r\nB\nc\rd\ne\n"
    view.follow("a\r\nX\r\nY\nc\rd\ne\n")
    assert view.text() == "a\r\nX\r\nY\nc\rd\ne\n"
    view.undo()
    assert view.text() == "a\r\nB\nc\rd\ne\n"


def test_undo_of_all_gives_the_bytes_where_a_fold_ended_a_line_otherwise(opens: Opens) -> None:
    opened = "One.\r\n\r\nTwo.\r\n\r\n"
    hand = opens(opened)
    hand.pane.set_beside()
    hand.toggle()
    hand.pane.body.put("One.\r\n\r\nTwo.\r\n\n", 0)
    assert hand.text == "One.\r\n\r\nTwo.\r\n\n"
    hand.undo_all()
    assert hand.text == opened
    assert not hand.story.dirty
