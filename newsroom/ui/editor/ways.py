"""Lines of the Markdown view run as their words do.

Qt takes a line's way from its first strong letter. In ``- [x] …`` that is the x of the box, which
is no word: a ticked task of a Persian list would run from the left, its box on the wrong side.
"""

from __future__ import annotations

import re
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QTextBlock, QTextBlockFormat, QTextCursor, QTextDocument, QTextFormat

from newsroom.text.direction import first_strong

TICKED: Final = re.compile(r"[ \t>]*(?:[-*+]|\d{1,9}[.)])[ \t]+\[[xX]\][ \t]")
_WAY: Final = QTextFormat.Property.LayoutDirection
_RIGHT_TO_LEFT: Final = Qt.LayoutDirection.RightToLeft


def runs_back(text: str) -> bool:
    """Whether a line is a ticked task whose words run from the right."""
    found = TICKED.match(text)
    return found is not None and first_strong(text[found.end() :]) == "rtl"


class Ways:
    """Sets the way of ticked tasks in one document that holds plain text."""

    def __init__(self, document: QTextDocument) -> None:
        self._document = document
        self._any = False  # whether a line was ever set: no other has to be looked at then

    def open(self) -> None:
        """Another text stands there, and nothing of it can be undone yet."""
        self._any = False
        if "[x]" in (raw := self._document.toRawText()) or "[X]" in raw:
            block = self._document.firstBlock()
            while block.isValid():
                self._set(block)
                block = block.next()

    def look(self, position: int, added: int) -> None:
        """The text changed there, inside a step: set what has to be set as a part of it."""
        if self._document.isRedoAvailable():
            return  # a step was taken back, and the way with it
        block = self._document.findBlock(position)
        last = self._document.findBlock(position + added)
        while block.isValid():
            self._set(block)
            if block == last:
                return
            block = block.next()

    def wants(self, text: str) -> bool:
        """Whether a line has to be looked at; nearly none has."""
        return self._any or ("]" in text and TICKED.match(text) is not None)

    def _set(self, block: QTextBlock) -> None:
        back = runs_back(block.text())
        if back == block.blockFormat().hasProperty(_WAY):
            return
        self._any = True
        cursor = QTextCursor(block)
        cursor.joinPreviousEditBlock()
        fmt = QTextBlockFormat(block.blockFormat())
        if back:
            fmt.setLayoutDirection(_RIGHT_TO_LEFT)
        else:
            fmt.clearProperty(_WAY)
        cursor.setBlockFormat(fmt)
        cursor.endEditBlock()
