"""Where the board stands: in the place of list, story and panels, until it is turned off again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMainWindow, QSplitter, QVBoxLayout, QWidget

from newsroom.ui.board.board import Board

if TYPE_CHECKING:
    from newsroom.ui.actions.context import Window


def board_of(window: Window) -> Board | None:
    """The board, if it was ever shown."""
    assert isinstance(window, QWidget)
    found = window.findChild(Board)
    return found if isinstance(found, Board) else None


def turn_board(window: Window, *, on: bool | None = None) -> None:
    """Show the board, or the list and the stories again; None turns it over."""
    board = board_of(window)
    shown = board is not None and not board.isHidden()
    wanted = not shown if on is None else on
    if wanted == shown:
        return
    assert isinstance(window, QMainWindow)
    middle = window.centralWidget()
    assert middle is not None
    panes, column = middle.findChild(QSplitter, "panes"), middle.layout()
    assert isinstance(panes, QSplitter)
    assert isinstance(column, QVBoxLayout)
    if board is None:
        board = Board(window, middle)
        board.left.connect(lambda: turn_board(window, on=False))
        column.insertWidget(column.indexOf(panes), board, 1)
    panes.setVisible(not wanted)
    board.setVisible(wanted)
    if wanted:
        board.refresh()
        board.take_focus()
    else:
        window.workbench.select(window.listing.rows.chosen())
        if window.editor is not None:
            window.editor.focus_body()
        else:
            window.listing.focus_list()
    window.commands.refresh()
