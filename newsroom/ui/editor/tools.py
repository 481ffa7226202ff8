"""What the View and Edit menus ask of an open story, by name: tables, folds, and the like."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from PySide6.QtGui import QTextCursor

from newsroom.ui.editor.rich import RichView
from newsroom.ui.editor.typist import put_half_space

if TYPE_CHECKING:
    from newsroom.ui.editor.pane import EditorPane
    from newsroom.ui.editor.source import SourceView

_FAR = 2_000  # lines above and below that a table is looked for in


class Tools:
    """Named acts of one pane."""

    def __init__(self, pane: EditorPane) -> None:
        self._pane = pane
        self._source: Mapping[str, Callable[[SourceView], object]] = {
            "align_table": align_table,
            "fold": lambda view: view.folding.toggle(),
            "fold_all": lambda view: view.folding.fold_all(),
            "unfold_all": lambda view: view.folding.unfold_all(),
        }
        self._anywhere: Mapping[str, Callable[[], object]] = {
            "half_space": lambda: put_half_space(pane.titles.focused() or pane.view),
        }

    def knows(self, name: str) -> bool:
        """Whether an act of that name is one of these."""
        return name in self._source or name in self._anywhere

    def apply(self, name: str) -> bool:
        """Do it; False where it does not fit (a fold on the page)."""
        if name in self._anywhere:
            self._anywhere[name]()
            return True
        view = self._pane.view
        if isinstance(view, RichView) or self._pane.titles.focused() is not None:
            return False
        self._source[name](view)
        return True


def align_table(view: SourceView) -> bool:
    """Set the columns of the table at the caret straight; False where there is none.

    One undo step; the caret stays in its cell, on its words.
    """
    from newsroom.ui.editor.grid import aligned, around, moved_in

    cursor = view.textCursor()
    here = cursor.block()
    first = here
    for _line in range(_FAR):
        if not first.previous().isValid() or "|" not in first.previous().text():
            break
        first = first.previous()
    lines: list[str] = []
    block = first
    while block.isValid() and "|" in block.text() and len(lines) < 2 * _FAR:
        lines.append(block.text())
        block = block.next()
    if "|" not in here.text():
        return False
    at = here.blockNumber() - first.blockNumber()
    span = around(lines, at)
    if span is None:
        return False
    start, end = span
    new = aligned(lines[start:end])
    place = moved_in(lines[at], new[at - start], cursor.positionInBlock())
    document = view.document()
    work = QTextCursor(cursor)  # an undo puts the caret back there
    work.beginEditBlock()
    for number, (old, line) in enumerate(zip(lines[start:end], new, strict=True)):
        if old == line:
            continue
        row = document.findBlockByNumber(first.blockNumber() + start + number)
        work.setPosition(row.position())
        work.movePosition(QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)
        work.insertText(line)
    work.endEditBlock()
    cursor.setPosition(document.findBlockByNumber(first.blockNumber() + at).position() + place)
    view.setTextCursor(cursor)
    return True
