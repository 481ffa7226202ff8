"""A very large paste, put in a little at a time: the window lives on, one undo takes it back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain, islice
from time import perf_counter, thread_time
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QTextCursor

from newsroom.text.document import Block, BlockKind
from newsroom.ui.editor.builder import is_filler
from newsroom.ui.editor.dress import step
from newsroom.ui.editor.nesting import stack_at
from newsroom.ui.editor.slices import in_slices

if TYPE_CHECKING:
    from newsroom.ui.editor.body import Body
    from newsroom.ui.editor.rich import RichView
    from newsroom.ui.editor.source import SourceView

MANY: Final = 400  # blocks that are put in at once, some 20 ms of them
MANY_LETTERS: Final = 100_000  # of Markdown that is put in at once
_AT_ONCE: Final = 8  # blocks between two looks at the clock
_LINES_AT_ONCE: Final = 32
_LETTERS_AT_ONCE: Final = 4_000
_LETTERS_A_TURN: Final = 40_000
"""Letters after which a turn ends: long words are put in at once, and take 8 ms for each 20,000 of
their letters to be laid out (``wrapping``)."""
_SLICE_S: Final = 0.012
"""The longest that one turn writes: what was written is laid out and read in as long again."""
_FIRST_S: Final = 0.004
_LEAST_S: Final = 0.001
_TURN_S: Final = 0.015  # of work in a whole turn; what is painted after it comes on top
_FASTER: Final = 1.2  # a turn writes at most so much longer than the one before
_PAINTED_MS: Final = 60  # by then what was said is painted
_TELL_S: Final = 1.0  # between two words on how far it is


class Pouring(QObject):
    """Puts something in, turn by turn. Nothing can be typed until all stands."""

    told = Signal(int, int)
    """(how much stands, of how much): now and then."""
    stands = Signal()
    """All of it does; what is left is to be written as Markdown."""
    ended = Signal()

    def __init__(
        self, view: RichView | SourceView, at: QTextCursor, count: int, body: Body, parent: QObject
    ) -> None:
        """``body`` is the text that ``view`` shows; ``count`` is how many parts come."""
        super().__init__(parent)
        self._body = body
        self._view = view
        self._cursor = QTextCursor(at)
        self.count = count
        """How many parts come."""
        self._done = 0
        self._ended = False
        self._start = 0  # how many steps the text had before
        self._slice = _FIRST_S
        self._tell_from = perf_counter() + _TELL_S

    def start(self) -> None:
        """Begin."""
        self._body.hold(self.end)
        self._start = self._view.document().availableUndoSteps()
        with step(self._cursor) as work:
            self._open(work)
        self._view.setReadOnly(True)
        QTimer.singleShot(0, self, self._go_on)

    def stop(self) -> None:
        """Leave it at what stands there."""
        self.count = self._done

    def end(self) -> None:
        """Leave it at what stands there, now."""
        if self._ended:
            return
        self._ended = True
        self._close()
        self._view.poured.add(self._start)
        self._view.setReadOnly(False)
        self._view.setTextCursor(self._cursor)
        self._view.ensureCursorVisible()
        self._body.let_go()
        self.ended.emit()
        self.deleteLater()

    def _open(self, work: QTextCursor) -> None:
        """Make room at the cursor and put the first of it in; part of an edit block."""
        raise NotImplementedError

    def _write(self, work: QTextCursor) -> int:
        """Put some more in at the cursor, and count it; part of an edit block. Gives how many
        letters it was."""
        raise NotImplementedError

    def _close(self) -> None:
        """No more comes in."""

    def _finish(self) -> None:
        """All of it stands; call ``end`` once nothing is left to do."""
        self.end()

    def _read(self) -> None:
        """Take note of what was put in during this turn."""

    def _go_on(self) -> None:
        if self._ended:
            return
        if self._done == self.count:
            self._finish()
            return
        worked, until = thread_time(), perf_counter() + self._slice
        work = QTextCursor(self._cursor)
        # Steps of Qt's own, so that it can go turn by turn, too.
        work.beginEditBlock()
        letters = 0
        while self._done < self.count and perf_counter() < until and letters < _LETTERS_A_TURN:
            letters += self._write(work)
        work.endEditBlock()  # laid out once a turn: each time costs what stands around, too
        self._cursor.setPosition(work.position())
        # Qt lays out what can be seen; all the rest would have to be laid out at the end.
        self._view.cursorRect(self._cursor)
        self._read()
        worked = thread_time() - worked
        faster = min(_FASTER, _TURN_S / worked) if worked else _FASTER
        self._slice = min(_SLICE_S, max(_LEAST_S, self._slice * faster))
        now = perf_counter()
        if now > self._tell_from:
            self._tell_from = now + _TELL_S
            self.told.emit(self._done, self.count)
        QTimer.singleShot(0, self, self._go_on)


class Blocks(Pouring):
    """Blocks that come into a page."""

    def __init__(
        self,
        view: RichView,
        at: QTextCursor,
        blocks: Iterable[Block],
        count: int,
        body: Body,
        parent: QObject,
    ) -> None:
        """``blocks`` are ``count`` of them, and are taken as they are needed."""
        super().__init__(view, at, count, body, parent)
        self._page = view
        self._blocks: Iterator[Block] = iter(blocks)
        self._first = self._cursor.blockNumber()

    def _open(self, work: QTextCursor) -> None:
        view = self._page
        if work.hasSelection():
            view.joins.remove(work)
        self._first = work.blockNumber()
        block = work.block()
        if work.positionInBlock() < block.length() - 1:
            fmt = block.blockFormat()
            work.insertBlock(fmt, view.formats.for_block(fmt))
            work.movePosition(QTextCursor.MoveOperation.PreviousBlock)
            work.movePosition(QTextCursor.MoveOperation.EndOfBlock)
        fresh = work.block().length() == 1 and not stack_at(work.block())
        if fresh and self._first_is_table():
            self._page.builder.to_filler(work)  # or an empty line would stand above it
            fresh = False
        self._put(work, fresh=fresh)
        self._cursor.setPosition(work.position())

    def _first_is_table(self) -> bool:
        first = next(self._blocks, None)
        if first is not None:
            self._blocks = chain((first,), self._blocks)
        return first is not None and first.kind is BlockKind.TABLE

    def _write(self, work: QTextCursor) -> int:
        return self._put(work, fresh=is_filler(work.block()))

    def _put(self, work: QTextCursor, *, fresh: bool) -> int:
        part: list[Block] = []
        letters = 0
        for block in islice(self._blocks, min(_AT_ONCE, self.count - self._done)):
            part.append(block)
            letters += len(block.text) + sum(len(run.text) for run in block.runs)
            if letters > _LETTERS_AT_ONCE:
                break
        self._done += len(part)
        self._page.builder.write(work, part, fresh=fresh)
        return letters

    def _read(self) -> None:
        self._page.mirror.read_ahead(self._first)
        self._first = max(self._first, self._cursor.blockNumber() - 1)

    def _finish(self) -> None:
        view = self._page
        view.setReadOnly(False)
        view.setTextCursor(self._cursor)
        view.stand_below()
        view.setReadOnly(True)
        self._cursor = view.textCursor()
        # What the next save would wait for is done while nobody can type.
        self.stands.emit()
        # What is told by that is painted first: a thread at work would take it the lock each time.
        QTimer.singleShot(_PAINTED_MS, self, self._write_ahead)

    def _write_ahead(self) -> None:
        if not self._ended:
            self._body.ahead.start(self.end)


class Lines(Pouring):
    """Lines that come into the Markdown."""

    def __init__(
        self,
        view: SourceView,
        at: QTextCursor,
        lines: Iterable[str],
        count: int,
        body: Body,
        parent: QObject,
    ) -> None:
        """``lines`` are ``count`` of them, and are taken as they are needed."""
        super().__init__(view, at, count, body, parent)
        self._lines: Iterator[str] = iter(lines)
        self._source = view

    def _open(self, work: QTextCursor) -> None:
        self._source.looks.whole = True
        work.removeSelectedText()
        self._write(work)
        self._cursor.setPosition(work.position())

    def _write(self, work: QTextCursor) -> int:
        part: list[str] = []
        letters = 0
        for line in islice(self._lines, min(_LINES_AT_ONCE, self.count - self._done)):
            part.append(line)
            letters += len(line)
            if letters > _LETTERS_AT_ONCE:
                break
        lead = "\n" if self._done else ""
        self._done += len(part)
        work.insertText(lead + "\n".join(part))
        return letters

    def _close(self) -> None:
        self._source.looks.whole = False

    def _finish(self) -> None:
        # What the next save would wait for: of ten megabytes Qt takes 0.1 s to give them away.
        in_slices(self._source.read_ahead(), self, self.end)
