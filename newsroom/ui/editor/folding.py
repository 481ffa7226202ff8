"""Sections of the Markdown view folded away under their headings; the text never knows of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPolygonF, QTextBlock, QTextCursor

from newsroom.ui.editor.looks import Inks
from newsroom.ui.editor.onscreen import OnScreen
from newsroom.ui.editor.signs import HEADINGS, heading_level, is_underline
from newsroom.ui.editor.surroundings import MARGIN

if TYPE_CHECKING:
    from PySide6.QtWidgets import QTextEdit

_SIDE: Final = 7  # pixels of a triangle
_QUIET: Final = 110  # of 255: the ink of a triangle that only says that one could fold here


class Folding:
    """Folds what stands under headings. It opens by itself where the caret goes in."""

    def __init__(self, view: QTextEdit, colours: Inks) -> None:
        self._view = view
        self._screen = OnScreen(view)
        self._colours = colours
        self._folds: list[QTextCursor] = []  # at the headings that are folded
        self.changed: Callable[[], object] = lambda: None
        """Called when other sections are folded than before."""

    def recolour(self, colours: Inks) -> None:
        """Take on another theme's colours."""
        self._colours = colours

    def forget(self) -> None:
        """Another text: nothing is folded."""
        self._folds = []
        self.changed()

    @property
    def any(self) -> bool:
        """Whether anything is folded."""
        return bool(self._folds)

    @property
    def folded(self) -> tuple[int, ...]:
        """The numbers of the lines that are folded headings."""
        return tuple(sorted({fold.blockNumber() for fold in self._folds}))

    # Acts.

    def toggle(self) -> bool:
        """Fold or unfold the section that the caret stands in; False where there is none."""
        heading = self._heading_over(self._view.textCursor().block())
        if heading is None:
            return False
        self._turn(heading)
        return True

    def fold_all(self) -> None:
        """Fold every section."""
        self._folds = [QTextCursor(block) for block, _level in self._headings()]
        caret = self._heading_over(self._view.textCursor().block())
        if caret is not None:
            self._to(caret)
        self._settle()

    def unfold_all(self) -> None:
        """Show everything."""
        self._folds = []
        self._settle()

    def open_at(self, cursor: QTextCursor) -> None:
        """The caret went there: what hides it is opened."""
        if not self._folds:
            return
        block = cursor.block()
        dead = [fold for fold in self._folds if not heading_level(fold.block())]
        if block.isVisible() and not dead:
            return
        number = block.blockNumber()
        kept = [
            fold
            for fold in self._folds
            if fold not in dead and not fold.blockNumber() < number < self._end(fold.block())
        ]
        self._folds = kept
        self._settle()
        self._view.ensureCursorVisible()

    def step(self, way: int) -> bool:
        """An arrow up or down at the edge of a fold passes over it; False leaves it to Qt."""
        if not self._folds:
            return False
        cursor = self._view.textCursor()
        ahead = QTextCursor(cursor)
        down = way > 0
        moves = QTextCursor.MoveOperation
        if not ahead.movePosition(moves.Down if down else moves.Up) or ahead.block().isVisible():
            return False
        block = ahead.block()
        while block.isValid() and not block.isVisible():
            block = block.next() if down else block.previous()
        if not block.isValid():
            return True  # nothing but what is folded: the caret stays
        cursor.setPosition(block.position() + min(cursor.positionInBlock(), block.length() - 1))
        self._view.setTextCursor(cursor)
        return True

    def press(self, place: QPointF) -> bool:
        """A click: whether it was on a triangle, which it then turned."""
        point = place.toPoint()
        if MARGIN < point.x() < self._view.viewport().width() - MARGIN:
            return False
        block = self._view.cursorForPosition(point).block()
        if not heading_level(block) or not self._place(block).adjusted(-5, -5, 5, 5).contains(
            place
        ):
            return False
        self._turn(block)
        return True

    def _turn(self, heading: QTextBlock) -> None:
        left = [fold for fold in self._folds if fold.block() != heading]
        if len(left) == len(self._folds):
            left.append(QTextCursor(heading))
            number = self._view.textCursor().blockNumber()
            if heading.blockNumber() < number < self._end(heading):
                self._to(heading)
        self._folds = left
        self._settle()

    def _to(self, heading: QTextBlock) -> None:
        """Put the caret at the end of a heading that is about to fold over it."""
        cursor = self._view.textCursor()
        cursor.setPosition(heading.position() + heading.length() - 1)
        folds, self._folds = self._folds, []
        self._view.setTextCursor(cursor)
        self._folds = folds

    # Which lines are hidden.

    def _headings(self) -> Iterator[tuple[QTextBlock, int]]:
        block = self._view.document().begin()
        while block.isValid():
            level = heading_level(block)
            if level:
                yield block, level
            block = block.next()

    def _heading_over(self, block: QTextBlock) -> QTextBlock | None:
        while block.isValid():
            if heading_level(block):
                return block
            block = block.previous()
        return None

    def _end(self, heading: QTextBlock) -> int:
        """The number of the line after a heading's section."""
        level = heading_level(heading)
        block = heading.next()
        while block.isValid():
            other = heading_level(block)
            if other and other <= level:
                return block.blockNumber()
            block = block.next()
        return self._view.document().blockCount()

    def _settle(self) -> None:
        """Show and hide lines as the folds say."""
        self.changed()
        document = self._view.document()
        folded = set(self.folded)
        first, last = -1, -1
        hidden = 0  # the level of the fold that hides; 0 for none
        block = document.begin()
        number = 0
        under = False  # the line under a heading is part of it
        while block.isValid():
            level = heading_level(block)
            if level and (not hidden or level <= hidden):
                hidden = level if number in folded else 0
                shown, under = True, True
            else:
                rule = under and is_underline(block)
                shown = not hidden or rule
                under = False
            if block.isVisible() != shown:
                block.setVisible(shown)
                first = block.position() if first < 0 else first
                last = block.position() + block.length()
            block = block.next()
            number += 1
        if first >= 0:
            document.markContentsDirty(first, last - first)
        self._view.viewport().update()

    # The triangles.

    def _place(self, block: QTextBlock) -> QRectF:
        """Where a heading's triangle stands, in the viewport."""
        view = self._view
        box = view.document().documentLayout().blockBoundingRect(block)
        line = block.layout().lineAt(0)
        middle = box.top() + line.y() + line.height() / 2 - view.verticalScrollBar().value()
        rtl = block.textDirection() == Qt.LayoutDirection.RightToLeft
        x = view.viewport().width() - MARGIN / 2 if rtl else MARGIN / 2
        side = float(_SIDE)
        return QRectF(x - side / 2, middle - side / 2, side, side)

    def paint(self, rect: QRect, alone: QTextBlock | None = None) -> None:
        """Draw the triangles of the headings that can be seen; of ``alone``, if that is all."""
        if alone is not None and alone.userState() not in HEADINGS:
            return
        view = self._view
        block = self._screen.block(rect.top())
        foot = rect.bottom() + view.verticalScrollBar().value()
        layout = view.document().documentLayout()
        folded = set(self.folded)
        painter: QPainter | None = None
        while block.isValid():
            if block.isVisible() and block.layout().lineCount():
                if layout.blockBoundingRect(block).top() > foot:
                    break
                if heading_level(block):
                    if painter is None:
                        painter = QPainter(view.viewport())
                        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
                        painter.setPen(Qt.PenStyle.NoPen)
                    self._draw(painter, block, closed=block.blockNumber() in folded)
            block = block.next()
        if painter is not None:
            painter.end()

    def _draw(self, painter: QPainter, block: QTextBlock, *, closed: bool) -> None:
        box = self._place(block)
        if closed:
            tip = box.right() if self._ltr(block) else box.left()
            back = box.left() if self._ltr(block) else box.right()
            shape = [QPointF(back, box.top()), QPointF(tip, box.center().y()),
                     QPointF(back, box.bottom())]  # fmt: skip
            painter.setBrush(self._colours.accent)
        else:
            shape = [QPointF(box.left(), box.top() + 1), QPointF(box.right(), box.top() + 1),
                     QPointF(box.center().x(), box.bottom() - 1)]  # fmt: skip
            quiet = QColor(self._colours.muted)
            quiet.setAlpha(_QUIET)
            painter.setBrush(quiet)
        painter.drawPolygon(QPolygonF(shape))

    def _ltr(self, block: QTextBlock) -> bool:
        return block.textDirection() == Qt.LayoutDirection.LeftToRight
