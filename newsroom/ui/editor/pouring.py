"""A very large paste, put in a little at a time: the window lives on, one undo takes it back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from time import perf_counter
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QTextCursor

from newsroom.text.document import Block
from newsroom.ui.editor.builder import is_filler
from newsroom.ui.editor.dress import step
from newsroom.ui.editor.nesting import stack_at
from newsroom.ui.editor.rich import RichView

if TYPE_CHECKING:
    from newsroom.ui.editor.body import Body

MANY: Final = 400  # blocks that are put in at once, some 20 ms of them
_AT_ONCE: Final = 40  # blocks between two looks at the clock
_SLICE_S: Final = 0.03  # the longest that one turn takes
_TELL_S: Final = 1.0  # between two words on how far it is


class Pouring(QObject):
    """Puts blocks in at a cursor, turn by turn. Nothing can be typed until all stand."""

    told = Signal(int, int)
    """(how many stand, of how many): now and then, and at the end."""

    def __init__(
        self,
        view: RichView,
        at: QTextCursor,
        blocks: Sequence[Block],
        body: Body,
        parent: QObject,
    ) -> None:
        """``body`` is the text that ``view`` shows."""
        super().__init__(parent)
        self._body = body
        self._learning: Iterator[bool] = (True for _step in body.learn(blocks))
        self._view = view
        self._cursor = QTextCursor(at)
        self._blocks = blocks
        self._done = 0
        self._tell_from = perf_counter() + _TELL_S

    def start(self) -> None:
        """Begin."""
        view = self._view
        self._body.hold(True)
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

    def stop(self) -> None:
        """Leave it at what stands there."""
        self._blocks = self._blocks[: self._done]
        self._learning = iter(())

    def _tell(self) -> None:
        now = perf_counter()
        if now > self._tell_from:
            self._tell_from = now + _TELL_S
            self.told.emit(self._done, len(self._blocks))

    def _write(self, work: QTextCursor, *, fresh: bool) -> None:
        part = self._blocks[self._done : self._done + _AT_ONCE]
        self._done += len(part)
        self._view.builder.write(work, part, fresh=fresh)
        self._cursor.setPosition(work.position())

    def _go_on(self) -> None:
        until = perf_counter() + _SLICE_S
        if self._body.as_source:
            self.stop()  # the Markdown is written in now: what stands is what came
        while self._done < len(self._blocks) and perf_counter() < until:
            work = QTextCursor(self._cursor)
            work.joinPreviousEditBlock()
            self._write(work, fresh=is_filler(work.block()))
            work.endEditBlock()
        # What the next save would wait for is done here, while nobody types.
        while self._done == len(self._blocks) and perf_counter() < until:
            if not next(self._learning, False):
                self._end()
                return
        self._tell()
        QTimer.singleShot(0, self, self._go_on)

    def _end(self) -> None:
        self._body.hold(False)
        self.told.emit(self._done, self._done)
        self._view.setReadOnly(False)
        self._view.setTextCursor(self._cursor)
        self._view.ensureCursorVisible()
        self.deleteLater()
