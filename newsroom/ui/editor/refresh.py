"""Which part of the page, or of its Markdown, is painted anew when its text changed.

Qt paints all of a paragraph at every letter, and below the last one the rest of the view. Mostly
one line is another; to paint a paragraph of nine takes as long as to set it.
"""

from __future__ import annotations

import re
from math import ceil, floor
from typing import Final, Protocol, cast

from PySide6.QtCore import QObject, QRectF, Qt
from PySide6.QtGui import QTextBlock, QTextLine
from PySide6.QtWidgets import QTextEdit

from newsroom.text.document import BlockKind
from newsroom.ui.editor.formats import KIND
from newsroom.ui.editor.hooks import Change
from newsroom.values import dataclass

_AIR: Final = 3  # pixels above and below a line: letters and marks may reach out of it
_WIDE: Final = 1 << 20  # pixels: more than any page has
_LTR: Final = Qt.LayoutDirection.LeftToRight
_NOT_LEFT: Final = int(
    Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignJustify
)
_KINDS: Final = frozenset({None, BlockKind.PARAGRAPH, BlockKind.HEADING})
"""Those whose setting and surroundings hang on no letter; a table's columns do, and cards."""
_OTHER: Final = re.compile(
    "[^ -~\u00a0-\u00ac\u00ae-\u02ff\u0370-\u0482\u048a-\u058f\u1e00-\u1fff"
    "\u2010-\u2027\u2030-\u205e\u20a0-\u20bf]"
)
"""What is no letter or sign that stands by itself, one behind the other from left to right."""


_WORD: Final = re.compile(r"[^\W\d_]")


class Watched(Protocol):
    """Who notes what happens to the text: the page's mirror, or the view of the Markdown."""

    change: Change
    """The last one; each is an object of its own."""
    run: int
    """Rises with every change but the next letter of a word."""
    shape: int
    """Rises whenever a block's number may mean another one."""


class Coloured(Protocol):
    """Who colours the text, block by block."""

    @property
    def text(self) -> str:
        """The block that was coloured last."""

    @property
    def change(self) -> Change | None:
        """The change that this block was coloured for, and no other one with it."""

    @property
    def ghosts(self) -> object:
        """Who makes room for words that are not in the text, if somebody does."""


def stands_alone(text: str) -> bool:
    """Whether all letters stand by themselves, one behind the other from left to right."""
    return text.isascii() or _OTHER.search(text) is None


def beginning(block: QTextBlock, line: QTextLine, text: str, at: int) -> int:
    """From which pixel of the document's width on a line of such letters is another, if one came to
    the word that reaches to ``at``: nothing before that word is set anew. 0 where the line does
    not grow to the right."""
    fmt = block.blockFormat()
    if block.textDirection() != _LTR or int(fmt.alignment()) & _NOT_LEFT:
        return 0
    start = max(line.textStart(), text.rfind(" ", 0, at) + 1)
    left = cast(tuple[float, int], line.cursorToX(start))[0]
    layout = block.document().documentLayout()
    # A slanting letter reaches out to the left.
    return max(0, floor(layout.blockBoundingRect(block).left() + left - line.height() / 4))


@dataclass(slots=True, eq=False)
class _Line:
    """A line, where it goes from and to in its block, and where it stands in the document."""

    block: int
    shape: int  # the mirror's: as long as it holds, the number means the same block
    start: int
    end: int
    top: float
    height: float


class Refresh(QObject):
    """Stands between the layout of the page's text and what it is painted on."""

    def __init__(self, view: QTextEdit, mirror: Watched, looks: Coloured) -> None:
        super().__init__(view)
        self._ground = view.viewport()
        self._bar = view.verticalScrollBar()
        self._document = view.document()
        self._layout = view.document().documentLayout()
        self._mirror = mirror
        self._looks = looks
        self._seen: Change | None = None  # the last change of the text that was looked at
        self._line: _Line | None = None  # in which that was, if it is certain what it can change
        self._whole = False
        # The mirror's number of letters one behind the other that are all in that line, their
        # block, the place behind the last one, and what is painted for it: left and upper edge in
        # the document's pixels, and the height. Its layout is asked for anew: Python would go on
        # taking whatever lies at the address of one that is gone for a layout.
        self._run, self._block, self._behind = -1, QTextBlock(), 0
        self._strip = (0, 0, 0)
        self._layout.update.disconnect()  # from the view, which paints what it is told
        self._layout.update.connect(self._changed)

    def widen(self) -> None:
        """The change that comes shows in more than its line: all that Qt names is painted."""
        self._whole = True

    def _changed(self, rect: QRectF) -> None:
        """Qt set the text anew in that part of the document."""
        change, whole = self._mirror.change, self._whole
        before, self._line, self._whole = self._line, None, False
        if change is self._seen or whole:  # not for a letter, or more is to be seen of it
            self._seen, self._run = change, -1
            self._paint(rect.top(), rect.bottom())
            return
        self._seen = change
        if before is not None and self._run == self._mirror.run and self._goes_on(before):
            return
        self._run = -1
        self._paint(*self._others(change, before, rect))

    def _paint(self, top: float, bottom: float) -> None:
        scrolled = self._bar.value()
        first = max(0, floor(top) - scrolled - 1)  # as Qt does: what is smoothed reaches out
        last = min(self._ground.height(), ceil(bottom) - scrolled + 1)
        if first < last:
            self._ground.update(0, first, self._ground.width(), last - first)

    def _goes_on(self, line: _Line) -> bool:
        """Whether the next letter of a run left all other lines alone, too. It is painted then."""
        if not self._is_simple():  # or its lines are not set yet: somebody coloured others first
            return False
        behind, lines = self._behind + 1, self._block.layout()
        found = lines.lineForTextPosition(behind)
        if not (
            found.isValid()
            and found.textLength() == line.end + 1 - line.start
            and found.textStart() == line.start
            and found.height() == line.height
            and not lines.formats()
        ):
            return False
        line.end += 1
        self._behind, self._line = behind, line
        left, upper, high = self._strip
        self._ground.update(left, upper - self._bar.value(), _WIDE, high)
        return True

    def _is_simple(self) -> bool:
        """Whether the block that changed was just coloured, and its letters can't turn or join."""
        looks = self._looks
        text = looks.text
        if looks.change is not self._seen or looks.ghosts is not None:
            return False
        return text.isascii() or _OTHER.search(text) is None

    def _others(self, change: Change, before: _Line | None, rect: QRectF) -> tuple[float, float]:
        """From where to where in the document lines may be others now, of those in ``rect``.
        Keeps in mind where the next change will most likely be."""
        all_of_it = rect.top(), rect.bottom()
        position, removed, added = change
        block, text = self._document.findBlock(position), self._looks.text
        lines = block.layout()
        if not (
            block.isValid()
            and block.length() == len(text) + 1
            and block.blockFormat().property(KIND) in _KINDS
            and not lines.formats()
            and self._looks.change is change
            and self._looks.ghosts is None
        ):
            return all_of_it
        lines.setCacheEnabled(True)  # else each letter is shaped twice: to be set, to be painted
        at = position - block.position()
        behind = at + added
        line = lines.lineForTextPosition(behind)
        if not line.isValid():
            return all_of_it
        start, number, shape = line.textStart(), block.blockNumber(), self._mirror.shape
        end = start + line.textLength()
        top = self._layout.blockBoundingRect(block).top() + line.y()
        self._line = now = _Line(number, shape, start, end, top, line.height())
        # A word that two lines share is set, joined and marked in both.
        alone = stands_alone(text)
        closed = alone and (end == len(text) or " " in text[behind:end])
        if closed and _opened(text, start, behind):
            self._run, self._block, self._behind = self._mirror.run, block, behind
            upper = floor(top - _AIR)
            left = beginning(block, line, text, at)
            self._strip = left, upper, ceil(top + now.height + _AIR) - upper
        if (
            before is None
            or (before.block, before.shape) != (number, shape)
            or removed + added != 1
            or not before.start <= at
            or not _opened(text, before.start, at)
            or lines.lineForTextPosition(before.start).textStart() != before.start
        ):
            return all_of_it
        if not alone:
            # Signs may reach into the line above; which way the block runs its first letter says.
            settled = _WORD.search(text, 0, before.start) is not None
            return (before.top - before.height / 2 if settled else rect.top()), rect.bottom()
        if (
            closed
            and (now.start, now.end) == (before.start, before.end + added - removed)
            and (now.top, now.height) == (before.top, before.height)
        ):
            return top - _AIR, top + now.height + _AIR
        return before.top - _AIR, rect.bottom()


def _opened(text: str, start: int, at: int) -> bool:
    """Whether no word reaches from above into a line of ``text`` before the place ``at``."""
    return start == 0 or text[start - 1] == " " or " " in text[start:at]
