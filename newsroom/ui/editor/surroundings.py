"""What lies around the words of the page: list marks, bars of quotes, cards. And where there is
nothing of it, as at nearly every key."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter, QTextBlock

from newsroom.ui.editor.onscreen import OnScreen
from newsroom.ui.editor.paper import Paper
from newsroom.ui.editor.reader import Mirror
from newsroom.ui.editor.storyview import StoryView

MARGIN: Final = 16  # pixels around the text, inside the view
_MOST_AIR: Final = 2 * MARGIN  # pixels that stand free between two blocks at most
_FOOT: Final = 16  # pixels below a block where nothing of the next is marked: its lines' upper edge
_NO_RUN: Final = (-1, 0.0, 0.0, QTextBlock())
"""Letters typed one behind the other in a block with nothing around it: the mirror's number of
them, where the block's box begins and ends at least, and the block."""


class Surroundings:
    """Paints it below the words of one page."""

    def __init__(self, view: StoryView, paper: Paper, mirror: Mirror) -> None:
        # Kept, since asking Qt for them at every paint costs more than what is drawn.
        self._document = view.document()
        self._layout = self._document.documentLayout()
        self._bar = view.verticalScrollBar()
        self._caret = view.textCursor
        self._sight: OnScreen = view.sight
        self._paper = paper
        self._mirror = mirror
        self._bare_at = (-1, -1)  # block and edits for which the next is known
        self._is_bare = False
        self._run = _NO_RUN

    def forget(self) -> None:
        """The page has another width or face: blocks stand elsewhere."""
        self._run = _NO_RUN

    def alone(self, rect: QRect) -> QTextBlock | None:
        """The caret's block, where it is all that ``rect`` shows and nothing is drawn around it.

        That is how it is at nearly every key: Qt paints from the end of the block above, and
        sometimes a few pixels more below.
        """
        top = rect.top() + self._bar.value()
        run, above, below, block = self._run
        if run == self._mirror.run and above <= top and top + rect.height() <= below:
            return block  # only letters came since: it is where it was, and no smaller
        block = self._caret().block()
        box = self._layout.blockBoundingRect(block)
        if box.bottom() + _FOOT < top + rect.height() or box.top() > top + _MOST_AIR:
            return None
        here = block.blockNumber(), self._mirror.edits
        if here != self._bare_at:
            self._bare_at = here
            three = (block, block.previous(), block.next())
            self._is_bare = all(not one.isValid() or self._paper.is_bare(one) for one in three)
        if not self._is_bare:
            return None
        if here[0] == self._mirror.line:
            self._run = self._mirror.run, box.top() - _MOST_AIR, box.bottom() + _FOOT, block
        return block

    def paint(self, painter: QPainter, rect: QRect) -> None:
        """Paint what lies in that part of the viewport."""
        scrolled = self._bar.value()
        painter.translate(0, -scrolled)
        first = self._sight.first(rect.top())
        above = first.previous()  # its card may reach down
        self._paper.paint(
            painter,
            above if above.isValid() else first,
            until=rect.bottom() + scrolled + 2 * MARGIN,
            width=self._document.textWidth(),
            shape=self._mirror.shape,
        )
