"""Colours the Markdown view. What changed is looked at again, and never much at once.

A long text is looked at in slices: the lines on screen first, the others while nothing happens.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from itertools import groupby
from time import perf_counter
from typing import Final

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import (
    QSyntaxHighlighter,
    QTextBlock,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextLayout,
)

from newsroom.ui.editor.hooks import Change
from newsroom.ui.editor.looks import Inks
from newsroom.ui.editor.positions import units
from newsroom.ui.editor.signs import BLANK, IN_FENCE, Signs, Stretch, needs_look, parked_above
from newsroom.ui.editor.turns import has_turns

__all__ = ["IN_FENCE", "MarkdownLooks"]

_FEW: Final = 8  # lines that nobody has to count: a key colours one
_AT_ONCE: Final = 80
"""Lines that one key or one opening may colour before the rest waits: more than a screen shows."""
_SLICE_S: Final = 0.006
"""Seconds of colouring between two turns of the event loop; Qt then sets the lines anew, which
takes about as long again: together a frame."""


class MarkdownLooks(QSyntaxHighlighter):
    """Colours a Markdown source. Only what changed is looked at again, and never much at once."""

    ghosts = None  # words that are not in the text have no room in its Markdown

    def __init__(
        self, document: QTextDocument, colours: Inks, *, parent: QObject | None = None
    ) -> None:
        super().__init__(document)
        self._mono: tuple[str, ...] = ()
        self.turned: Callable[[], object] | None = None
        """Called when a sign that turns the text's direction is seen."""
        self.whole = False
        """Whether all that comes in is coloured with it, however much: it comes turn by turn, and
        to colour it later would lay out anew, each time, all the text below."""
        self.looked = 0
        """Lines that were looked at so far."""
        self.text = ""
        """The last of them."""
        self.change: Change | None = None
        """The change of the text for which that one line was looked at: the view says so."""
        self._faint = False
        self._line: QTextCursor | None = None  # where the caret's marks are not faint
        self._count = 0  # lines coloured since the event loop had its turn
        self.left: tuple[int, int] | None = None
        """From where to where lines of this change have to wait; ``look_back`` lets them."""
        # Lines that wait stand between these two; cursors move with the text.
        self._from: QTextCursor | None = None
        self._to: QTextCursor | None = None
        self._colours = colours
        self._signs = Signs(colours)
        self._turn = QTimer(parent or document)
        self._turn.setInterval(0)
        self._turn.timeout.connect(self._slice)

    # Looks.

    def recolour(self, colours: Inks) -> None:
        """Take on another theme's colours."""
        self._colours = colours
        self._again()

    def set_code_face(self, families: Sequence[str]) -> None:
        """Set code in these families; in none for a text that is monospaced anyway."""
        if tuple(families) != self._mono:
            self._mono = tuple(families)
            self._again()

    def set_faint(self, faint: bool) -> None:
        """Whether signs are nearly invisible but on the caret's line."""
        if faint != self._faint:
            self._faint = faint
            self._again()

    @property
    def faint(self) -> bool:
        """Whether signs are nearly invisible but on the caret's line (see ``at_line``)."""
        return self._faint

    def at_line(self, cursor: QTextCursor) -> None:
        """The caret stands there: its line shows its signs, the one it left hides them."""
        before = self._line
        if before is not None and before.block() == cursor.block():
            return
        if before is None:
            before = self._line = QTextCursor(cursor)
        left = before.block()
        before.setPosition(cursor.position())
        if self._faint:
            self.rehighlightBlock(left)
            self.rehighlightBlock(cursor.block())

    # What is looked at when.

    def _again(self) -> None:
        """Look at everything anew, the rest in slices."""
        self._signs = Signs(self._colours, self._mono)
        self._wait(0, self.document().characterCount() - 1)

    def _wait(self, start: int, end: int) -> None:
        """The lines from one position to the other are to be looked at when there is time."""
        last = self.document().characterCount() - 1
        if self._from is None or self._to is None:
            self._from, self._to = QTextCursor(self.document()), QTextCursor(self.document())
            self._from.setPosition(min(start, last))
            self._to.setPosition(min(end, last))
            self._from.setKeepPositionOnInsert(True)
        else:
            self._from.setPosition(min(start, self._from.position(), last))
            self._to.setPosition(min(last, max(end, self._to.position())))
        self._start()

    def _start(self) -> None:
        if not self._turn.isActive():
            self._turn.start()

    @property
    def waiting(self) -> bool:
        """Whether lines wait to be looked at."""
        return self._from is not None

    def show_lines(self, first: QTextBlock, last: QTextBlock) -> None:
        """These lines can be seen: those of them that wait are looked at now."""
        if self._from is None or self._to is None:
            return
        if last.position() < self._from.position() or first.position() > self._to.position():
            return
        self._look_at(first, last.position(), until=None)

    def _slice(self) -> None:
        """Look at lines that wait for as long as a slice may take."""
        self._count = 0
        self._flush()
        if self._from is None or self._to is None:
            self._turn.stop()
            return
        end = max(self._from.block().position(), self._to.position())
        after, changed = self._look_at(self._from.block(), end, until=perf_counter() + _SLICE_S)
        if not after.isValid() or (not changed and after.position() > end):
            self._from = self._to = None
        else:
            self._from.setPosition(after.position())
            self._to.setPosition(max(after.position(), self._to.position()))

    def _look_at(
        self, block: QTextBlock, end: int, *, until: float | None
    ) -> tuple[QTextBlock, bool]:
        """Colour lines from ``block`` on, told to the layout at once: one by one, each would cost
        as much as the text below is long. Gives the line after them, and whether it follows
        something else than before."""
        start, stop = block.position(), -1
        before = block.previous().userState() if block.previous().isValid() else BLANK
        changed = False
        for _line in range(_AT_ONCE if until is None else sys.maxsize):
            if not block.isValid() or (block.position() > end and not changed):
                break
            self.looked += 1
            layout = block.layout()
            state = block.userState()
            if not layout.preeditAreaText():
                text = block.text()
                faint = self._faint and self._is_faint(block)
                found = _flat(self._signs.set(block, text, before, faint=faint), units(text))
                state = self._signs.state
                if found or layout.formats():
                    layout.setFormats(found)
                    stop = block.position() + block.length()
            changed = state != block.userState()
            block.setUserState(state)
            before = state
            block = block.next()
            if until is not None and perf_counter() > until:
                break
        if stop > start:
            self.document().markContentsDirty(start, stop - start)
        return block, changed

    def look_back(self, position: int) -> bool:
        """What was typed there may make a heading of the line above, or close its note-out.

        The view calls it at each change, once the lines themselves were coloured. False: no more
        letters in the same line can do so, as long as nothing else is changed.
        """
        self._flush()
        block = self.document().findBlock(position)
        above = block.previous()
        if not BLANK < above.userState() < IN_FENCE:
            return False
        if needs_look(above, block):
            self.rehighlightBlock(above)
        first = parked_above(block)
        if first is not None:
            self.rehighlightBlock(first)
        return True

    # One line.

    def highlightBlock(self, text: str) -> None:
        """Colour one line (called by Qt)."""
        block = self.currentBlock()
        self.looked += 1
        self.text = text
        if not self.whole:
            if self._count >= _AT_ONCE:
                self._leave(block)
                return
            self._count += 1
            if self._count > _FEW:
                self._start()  # the next turn of the event loop begins to count anew
        if self.turned is not None and not text.isascii() and has_turns(text):
            self.turned()
        before = self.previousBlockState()
        faint = self._faint and self._is_faint(block)
        for piece in self._signs.set(block, text, before, faint=faint):
            self.setFormat(*piece)
        self.setCurrentBlockState(self._signs.state)

    def _leave(self, block: QTextBlock) -> None:
        """Too much at once: the line keeps what it has and is looked at later."""
        self.setCurrentBlockState(block.userState())
        for piece in block.layout().formats():
            self.setFormat(piece.start, piece.length, piece.format)
        if self.left is None:
            self.left = (block.position(), block.position())
        else:
            self.left = (self.left[0], block.position())

    def _flush(self) -> None:
        """What was left is to be looked at when there is time."""
        if self.left is not None:
            left, self.left = self.left, None
            self._wait(*left)

    def _is_faint(self, block: QTextBlock) -> bool:
        return self._line is None or self._line.block() != block


def _flat(ranges: Sequence[Stretch], length: int) -> list[QTextLayout.FormatRange]:
    """Ranges that were laid one over the other, side by side."""
    if not ranges:
        return []
    top: list[QTextCharFormat | None] = [None] * length
    for start, size, over in ranges:
        top[start : start + size] = [over] * size
    found: list[QTextLayout.FormatRange] = []
    at = 0
    for _id, same in groupby(top, key=id):
        size = sum(1 for _unit in same)
        fmt = top[at]
        if fmt is not None:
            piece = QTextLayout.FormatRange()
            piece.start, piece.length, piece.format = at, size, fmt
            found.append(piece)
        at += size
    return found
