"""Rows of the Review menu: the board, comments, what is sent on and back, flags, the inbox."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QMainWindow, QWidget

from newsroom.i18n import N_, _
from newsroom.news.rights import Right
from newsroom.ui.actions.action import Action, When
from newsroom.ui.actions.context import Window, with_chosen


def send(window: Window) -> None:
    """Send the chosen stories to a stage, in one step."""
    from newsroom.ui.dialogs.send import SendDialog

    with_chosen(window, lambda ids: window.open_dialog(SendDialog(window, ids)))


def _send_back(window: Window) -> None:
    from newsroom.ui.dialogs.send import SendDialog

    with_chosen(window, lambda ids: window.open_dialog(SendDialog(window, ids, back=True)))


def _comment(window: Window) -> None:
    window.show_panel("comments").begin()


def _step(by: int, window: Window) -> None:
    found = _part(window, "commenting")
    if found is None or not found.step(by):
        window.messages.say(_("No words of this story are commented."), key="editor")


def _flags(window: Window) -> None:
    head = _part(window, "storyHead")
    if head is not None:
        head.flags.click()


def _part(window: Window, name: str) -> Any:
    """A part of the pane in front that joined it later; None before it did."""
    return window.editor.findChild(QObject, name) if window.editor is not None else None


def _take_over(window: Window) -> None:
    bench = window.workbench
    attendance, head = bench.attendance, _part(window, "storyHead")
    if attendance is not None and head is not None and attendance.other(bench.current.id):
        head.take_over()
    else:
        window.messages.say(_("Nobody else is editing this story."), key="lock")


def _board(window: Window) -> None:
    from newsroom.ui.board.place import turn_board

    turn_board(window)


def _on_board(window: Window) -> bool:
    # Asked at every step: the whole window is not looked through for it.
    assert isinstance(window, QMainWindow)
    middle = window.centralWidget()
    assert middle is not None
    board = middle.findChild(QWidget, "board", Qt.FindChildOption.FindDirectChildrenOnly)
    return isinstance(board, QWidget) and not board.isHidden()


def _replace(window: Window) -> None:
    from newsroom.ui.dialogs.replace import ReplaceDialog

    bench = window.workbench
    rows = bench.selection if len(bench.selection) > 1 else None
    bench.saved_first(
        [story.id for story in bench.stories if story.id],
        lambda: window.open_dialog(ReplaceDialog(window, rows)),
    )


ROWS: tuple[Action, ...] = (
    Action(
        id="review.board",
        label=N_("&Board"),
        menu="review",
        keys=("Ctrl+2",),
        icon="board",
        tool=True,
        checked=_on_board,
        run=_board,
    ),
    Action(
        id="review.back",
        label=N_("Send bac&k…"),
        menu="review",
        keys=("Ctrl+Alt+Return",),
        icon="back",
        when=When.STORIES,
        right=Right.SEND,
        line=True,
        run=_send_back,
    ),
    Action(
        id="review.flags",
        label=N_("&Flags of the story…"),
        menu="review",
        keys=("Ctrl+Alt+G",),
        icon="flag",
        when=When.EDITOR,
        right=Right.EDIT,
        run=_flags,
    ),
    Action(
        id="review.take_over",
        label=N_("Take &over…"),
        menu="review",
        icon="hand",
        when=When.SAVED,
        right=Right.EDIT,
        run=_take_over,
    ),
    Action(
        id="review.comment",
        label=N_("Co&mment on the words…"),
        menu="review",
        keys=("Ctrl+Alt+M",),
        icon="comment",
        when=When.STORY,
        right=Right.COMMENT,
        line=True,
        run=_comment,
    ),
    Action(
        id="review.next_comment",
        label=N_("Ne&xt comment"),
        menu="review",
        keys=("Alt+PgDown",),
        icon="down",
        when=When.EDITOR,
        run=partial(_step, 1),
    ),
    Action(
        id="review.previous_comment",
        label=N_("Prev&ious comment"),
        menu="review",
        keys=("Alt+PgUp",),
        icon="up",
        when=When.EDITOR,
        run=partial(_step, -1),
    ),
    Action(
        id="review.replace",
        label=N_("Replace in man&y stories…"),
        menu="review",
        keys=("Ctrl+Alt+H",),
        icon="replace",
        right=Right.EDIT,
        line=True,
        run=_replace,
    ),
)
