"""The next letter of a word is painted from its word on: Qt would paint the whole paragraph again,
which takes as long as all else that a key costs. Where lines below are others, they are painted
too."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QKeyEvent, QTextBlock, QTextLayout, QTextLine
from PySide6.QtWidgets import QTextEdit

from newsroom.ui.editor.refresh import beginning, stands_alone
from newsroom.values import dataclass

if TYPE_CHECKING:
    from newsroom.ui.editor.highlight import MarkdownLooks

_STILL: Final = Qt.WidgetAttribute.WA_UpdatesDisabled
_AIR: Final = 4  # pixels above and below a paragraph that its letters and marks may reach into


@dataclass(slots=True)
class _Known:
    """How the caret's paragraph stood when a letter of it was painted last."""

    block: QTextBlock
    begin: int
    """Where the paragraph begins in the text."""
    next: int
    """Where the next letter comes."""
    top: float
    """In pixels of the document."""
    height: float
    scrolled: int
    looked: int
    line: int
    """The line of the last letter, in its paragraph: what stands above it stays."""
    start: int
    """Where in the paragraph that line begins."""
    length: int
    """How many letters stand in it."""
    part: QRect
    """What is painted of the viewport: that line and those below."""
    word: QRect | None
    """What is painted where the letters below stay in their lines: that line from the word that
    is typed on. None where its letters may change others, too."""


class Tail:
    """The lines of a paragraph that change while a word is typed."""

    def __init__(self, view: QTextEdit, looks: MarkdownLooks) -> None:
        self._view = view
        self._looks = looks
        self._canvas = view.viewport()
        self._bar = view.verticalScrollBar()
        self._known: _Known | None = None

    def forget(self) -> None:
        """Something else was changed: the paragraph may stand elsewhere, in other lines."""
        self._known = None

    def note(self, following: int) -> None:
        """A letter was typed as Qt does it; the next one of its word comes at ``following``."""
        self._known = None
        cursor = self._view.textCursor()
        block = cursor.block()
        layout, begin = block.layout(), block.position()
        if cursor.position() != following or layout.formats():
            return
        layout.setCacheEnabled(True)  # else each letter is shaped twice: to be set, to be painted
        line = layout.lineForTextPosition(max(0, following - begin - 1))
        if line.isValid():
            top = self._view.document().documentLayout().blockBoundingRect(block).top()
            height, scrolled = layout.boundingRect().height(), self._bar.value()
            self._known = known = _Known(
                block, begin, following, top, height, scrolled, self._looks.looked, 0, 0, 0,
                QRect(), None,
            )  # fmt: skip
            self._stand(known, layout, line)

    def _stand(self, known: _Known, layout: QTextLayout, line: QTextLine) -> None:
        """The last letter stands in that line."""
        known.line, known.start = line.lineNumber(), line.textStart()
        known.length = line.textLength()
        top = known.top - _AIR
        if known.line:  # letters may reach into the line above
            above = layout.lineAt(known.line - 1)
            top = known.top + above.y() + above.height() / 2
        known.part.setCoords(
            0,
            math.floor(top) - known.scrolled,
            self._canvas.width(),
            math.ceil(known.top + known.height) + _AIR - known.scrolled,
        )
        known.word = None
        text, behind = known.block.text(), known.next - known.begin
        end = known.start + known.length
        # A word that two lines share is set, joined and marked in both.
        if stands_alone(text) and (end == len(text) or " " in text[behind:end]):
            left = beginning(known.block, line, text, behind - 1)
            upper = math.floor(known.top + line.y()) - _AIR - known.scrolled
            lower = math.ceil(known.top + line.y() + line.height()) + _AIR - known.scrolled
            known.word = QRect(left, upper, known.part.width(), lower - upper)

    def takes(self, following: int) -> bool:
        """Whether a letter that is typed now is the next one of a word, which comes there."""
        known = self._known
        return (
            known is not None
            and known.next == following
            and self._view.textCursor().position() == following
        )

    def type(self, event: QKeyEvent, letter: str) -> None:
        """Type that letter, and have painted again what it changed."""
        known, canvas = self._known, self._canvas
        canvas.setAttribute(_STILL, True)
        try:
            QTextEdit.keyPressEvent(self._view, event)
        finally:
            canvas.setAttribute(_STILL, False)
        part = None
        if known is not None and self._known is known:
            part = self._changed(known)
            if part and part is known.word and not (letter.isascii() or stands_alone(letter)):
                part, known.word = known.part, None
        if part is None:
            self._known = None
            canvas.update()
        else:
            canvas.update(part)

    def _changed(self, known: _Known) -> QRect | None:
        """The part of the viewport that the letter changed; None where it may be all of it."""
        looks, layout = self._looks, known.block.layout()
        known.looked += 1
        if (
            looks.looked != known.looked
            or looks.found
            or self._bar.value() != known.scrolled
            or layout.boundingRect().height() != known.height
        ):
            return None
        line = layout.lineForTextPosition(known.next - known.begin)
        known.next += 1
        if line.lineNumber() > known.line:
            if layout.lineAt(known.line).textStart() != known.start:
                return None
            part = QRect(known.part)
            self._stand(known, layout, line)
            return part
        if line.textStart() != known.start:
            return None
        before, known.length = known.length, line.textLength()
        if known.length == before + 1 and known.word is not None:
            return known.word
        if known.length != before + 1:
            self._stand(known, layout, line)
        return known.part
