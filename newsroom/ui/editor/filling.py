"""A long story comes in: its first screens at once, the rest in idle moments.

The whole is read on a worker (a second for 100,000 words); meanwhile its beginning stands on the
page, can be scrolled and the caret moved in it. What is typed before the end is there waits for it.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Final, Protocol, TypeVar

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QInputMethodEvent, QKeyEvent, QTextCursor
from PySide6.QtWidgets import QApplication

from newsroom.text.document import Block, BlockKind, Document
from newsroom.ui.editor.rich import RichView

_HEAD: Final = 12_000  # characters of it that are shown at once: three screens
_TURN_MS: Final = 8  # the longest that one turn writes, so that keys and paint come between
_PAINTED_MS: Final = 60  # by then the beginning is painted
_AT_ONCE: Final = 8  # blocks between two looks at the clock
_DEFINITION: Final = re.compile(r"^ {0,3}\*?\[[^\]\n]{1,200}\]:.*$", re.MULTILINE)
_MOST_DEFINITIONS: Final = 500  # read with the beginning; the worker reads the others
_PASSES: Final = frozenset(
    {
        Qt.Key.Key_Left,
        Qt.Key.Key_Right,
        Qt.Key.Key_Up,
        Qt.Key.Key_Down,
        Qt.Key.Key_PageUp,
        Qt.Key.Key_PageDown,
        Qt.Key.Key_Home,
        Qt.Key.Key_End,
        Qt.Key.Key_Shift,
        Qt.Key.Key_Control,
        Qt.Key.Key_Alt,
        Qt.Key.Key_Meta,
        Qt.Key.Key_Escape,
    }
)
"""Keys that change no text; they work from the first moment on."""


Answer = TypeVar("Answer")


class Background(Protocol):
    """Runs work on another thread and hands its answer back on this one."""

    def __call__(
        self,
        work: Callable[[], Answer],
        *,
        then: Callable[[Answer], object],
        owner: QObject,
    ) -> object:
        """``then`` gets what ``work()`` gave, unless ``owner`` is gone by then."""


class Filling(QObject):
    """Fills one rich view. ``done`` comes when the last block stands there."""

    done = Signal()

    def __init__(self, rich: RichView) -> None:
        super().__init__(rich)
        self._rich = rich
        self._text = ""
        self._document: Document | None = None
        self._taken: Callable[[Document], object] = lambda _document: None
        self._next = 0
        self._shown: Sequence[Block] = ()
        self._begin = 0  # a turn of this filling; answers for an older one are dropped
        self._running = self._writing = False
        self._touched = False  # the beginning was edited
        self._enough = False  # the beginning does for whoever asks just now
        self._keys: list[QKeyEvent] = []
        self._turns = QTimer(self, singleShot=True, interval=0)
        self._turns.timeout.connect(self._turn)

    @property
    def running(self) -> bool:
        """Whether the page does not hold the whole story yet."""
        return self._running

    @property
    def writing(self) -> bool:
        """Whether a change of the page that happens just now is the filling's own."""
        return self._writing

    def start(
        self, text: str, background: Background, taken: Callable[[Document], object]
    ) -> Document:
        """Show the beginning of ``text``; gives what was read of it. ``taken`` gets the whole
        document before more of it is written."""
        self.stop()
        head = Document.open(_beginning(text))
        self._text, self._taken, self._document = text, taken, None
        self._touched = False
        self._begin += 1
        begun = self._begin
        self._writing = True
        self._shown = _settled(head.blocks)
        self._next = len(self._shown)
        self._rich.show_blocks(self._shown)
        self._rich.document().setUndoRedoEnabled(False)
        self._writing = False
        self._running = True
        self._rich.mirror.incomplete = self.finish
        self._rich.installEventFilter(self)

        def read() -> None:
            if begun == self._begin:
                background(
                    lambda: Document.open(text),
                    then=lambda whole: self._came(begun, whole),
                    owner=self,
                )

        # The worker and the first paint would take Python's lock from each other.
        QTimer.singleShot(_PAINTED_MS, self, read)
        return head

    def stop(self) -> None:
        """Leave it at what stands there: another text comes."""
        if self._running:
            self._end()
        self._keys.clear()

    def touch(self) -> None:
        """Somebody edited what is there: it must not be written anew."""
        self._touched = True

    def finish(self) -> None:
        """Write all the rest now: somebody needs the whole."""
        if not self._running or self._enough:
            return
        if self._document is None:
            self._begin += 1  # the worker's answer comes too late
            self._came(self._begin, Document.open(self._text))
        while self._running:
            self._write(None)

    @contextmanager
    def as_it_stands(self) -> Iterator[None]:
        """Meanwhile nobody who asks for the whole is given more than stands there: for places in
        it, of a page that nobody edited."""
        self._enough = True
        try:
            yield
        finally:
            self._enough = False

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys that would change the text wait until it is whole."""
        if not self._running:
            return False
        if isinstance(event, QInputMethodEvent) and event.commitString():
            self.finish()
        elif event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() in _PASSES:
                return False
            self._keys.append(event.clone())
            return True
        return False

    def _came(self, begun: int, whole: Document) -> None:
        if begun != self._begin or not self._running:
            return
        self._document = whole
        self._taken(whole)
        if tuple(whole.blocks[: self._next]) != tuple(self._shown):
            # What stands further down makes the beginning read otherwise.
            if self._touched:
                last = self._last()
                self._next = sum(block.segment <= last for block in whole.blocks)
            else:
                self._anew()
        self._turns.start()

    def _last(self) -> int:
        """The last segment of the beginning."""
        return max((block.segment for block in self._shown), default=-1)

    def _anew(self) -> None:
        rich = self._rich
        place, scrolled = rich.textCursor().position(), rich.verticalScrollBar().value()
        assert self._document is not None
        first = _without_last_tables(self._document.blocks[: max(1, self._next)])
        self._writing = True
        rich.mirror.incomplete = None
        rich.show_blocks(first)
        rich.mirror.incomplete = self.finish
        rich.document().setUndoRedoEnabled(False)
        self._writing = False
        self._next = len(first)
        cursor = rich.textCursor()
        cursor.setPosition(min(place, rich.document().characterCount() - 1))
        rich.setTextCursor(cursor)
        rich.verticalScrollBar().setValue(scrolled)

    def _turn(self) -> None:
        if self._running and self._document is not None:
            self._write(time.perf_counter() + _TURN_MS / 1000)
            if self._running:
                self._turns.start()

    def _write(self, until: float | None) -> None:
        """Write blocks until that moment, or all of them."""
        assert self._document is not None
        blocks = self._document.blocks
        mirror = self._rich.mirror
        while self._next < len(blocks):
            end = len(blocks) if until is None else min(len(blocks), self._next + _AT_ONCE)
            while end < len(blocks) and blocks[end - 1].kind is BlockKind.TABLE:
                end += 1  # what comes after a table is written together with it
            self._append(blocks[self._next : end])
            self._next = end
            mirror.read_ahead()
            if until is not None and time.perf_counter() > until:
                return
        self._whole()

    def _append(self, blocks: Sequence[Block]) -> None:
        self._writing = True
        cursor = QTextCursor(self._rich.document())
        cursor.movePosition(QTextCursor.MoveOperation.End)
        empty = self._next == 0
        cursor.beginEditBlock()
        self._rich.builder.write(cursor, blocks, fresh=empty)
        cursor.endEditBlock()
        self._writing = False

    def _whole(self) -> None:
        assert self._document is not None
        blocks = self._document.blocks
        self._end()
        if self._touched:
            # What was edited meanwhile must not pass for what the page can't say.
            last = self._last()
            self._rich.mirror.adopt([block for block in blocks if block.segment > last])
        else:
            self._rich.mirror.opened(blocks)
        keys, self._keys = self._keys, []
        self.done.emit()
        for event in keys:
            QApplication.sendEvent(self._rich, event)

    def _end(self) -> None:
        self._running = False
        self._begin += 1
        self._turns.stop()
        self._rich.mirror.incomplete = None
        self._rich.removeEventFilter(self)
        self._writing = True
        self._rich.document().setUndoRedoEnabled(True)
        self._rich.document().setModified(False)
        self._writing = False


def _beginning(text: str) -> str:
    """The first characters of ``text``, cut where a block ends, and the definitions (addresses of
    links, footnotes) that stand further down, so that it reads as it will in the whole."""
    end = text.find("\n\n", _HEAD)
    if end < 0 or end > 2 * _HEAD:
        return text
    found = [match[0] for match in _DEFINITION.finditer(text, end)]
    return "\n\n".join((text[:end], *found[:_MOST_DEFINITIONS], ""))


def _settled(blocks: Sequence[Block]) -> Sequence[Block]:
    """The blocks without the definitions at the end, which may stand elsewhere in the whole."""
    end = len(blocks)
    while end and blocks[end - 1].kind is BlockKind.SOURCE:
        end -= 1
    return _without_last_tables(blocks[:end])


def _without_last_tables(blocks: Sequence[Block]) -> Sequence[Block]:
    """The blocks up to the last that is no table: a table's end needs what follows it."""
    end = len(blocks)
    while end and blocks[end - 1].kind is BlockKind.TABLE:
        end -= 1
    return blocks[:end]
