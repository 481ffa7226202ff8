"""A very large paste, put in a little at a time: the window lives on, one undo takes it back."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from time import perf_counter
from typing import Final

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QTextCursor

from newsroom.text.document import Block
from newsroom.ui.editor.builder import is_filler
from newsroom.ui.editor.dress import step
from newsroom.ui.editor.nesting import stack_at
from newsroom.ui.editor.rich import RichView

MANY: Final = 400  # blocks that are put in at once, some 20 ms of them
_AT_ONCE: Final = 40  # blocks between two looks at the clock
_SLICE_S: Final = 0.03  # the longest that one turn takes


class Pouring(QObject):
    """Puts blocks in at a cursor, turn by turn. Nothing can be typed until all stand."""

    def __init__(
        self,
        view: RichView,
        at: QTextCursor,
        blocks: Sequence[Block],
        learn: Callable[[Sequence[Block]], Iterator[None]],
        parent: QObject,
    ) -> None:
        """``learn`` gets to know blocks before they are written, step by step."""
        super().__init__(parent)
        self._learning = learn(blocks)
        self._view = view
        self._cursor = QTextCursor(at)
        self._blocks = blocks
        self._done = 0

    def start(self) -> None:
        """Begin."""
        view = self._view
        with step(self._cursor) as work:
            if work.hasSelection():
                view.joins.remove(work)
            block = work.block()
            if work.positionInBlock() < block.length() - 1:
                fmt = block.blockFormat()
                work.insertBlock(fmt, view.formats.for_block(fmt))
                work.movePosition(QTextCursor.MoveOperation.PreviousBlock)
                work.movePosition(QTextCursor.MoveOperation.EndOfBlock)
            self._write(work, fresh=work.block().length() == 1 and not stack_at(work.block()))
        view.setReadOnly(True)
        QTimer.singleShot(0, self, self._go_on)

    def _write(self, work: QTextCursor, *, fresh: bool) -> None:
        part = self._blocks[self._done : self._done + _AT_ONCE]
        self._done += len(part)
        self._view.builder.write(work, part, fresh=fresh)
        self._cursor.setPosition(work.position())

    def _go_on(self) -> None:
        until = perf_counter() + _SLICE_S
        for _step in self._learning:
            if perf_counter() > until:
                QTimer.singleShot(0, self, self._go_on)
                return
        while self._done < len(self._blocks) and perf_counter() < until:
            work = QTextCursor(self._cursor)
            work.joinPreviousEditBlock()
            self._write(work, fresh=is_filler(work.block()))
            work.endEditBlock()
        if self._done < len(self._blocks):
            QTimer.singleShot(0, self, self._go_on)
            return
        self._view.setReadOnly(False)
        self._view.setTextCursor(self._cursor)
        self._view.ensureCursorVisible()
        self.deleteLater()
