"""Lines of the Markdown view run as their words do.

Qt takes a line's way from its first strong letter. In ``- [x] …`` that is the x of the box, which
is no word: a ticked task of a Persian list would run from the left, its box on the wrong side. A
line without any (figures in a table, an item just begun) would run from the left too: it goes the
way of the line above.
"""

from __future__ import annotations

import re
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QTextBlock, QTextBlockFormat, QTextCursor, QTextDocument, QTextFormat

from newsroom.text.direction import first_strong

TICKED: Final = re.compile(r"[ \t>]*(?:[-*+]|\d{1,9}[.)])[ \t]+\[[xX]\][ \t]")
_TURNING: Final = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
"""Letters of the scripts that run from the right: a text without them needs no look."""
_WAY: Final = QTextFormat.Property.LayoutDirection
_RIGHT_TO_LEFT: Final = Qt.LayoutDirection.RightToLeft


def way_of(text: str) -> str | None:
    """The way of a line by its words, None for one that has none ("" for an empty line)."""
    found = TICKED.match(text) if "]" in text else None
    return first_strong(text[found.end() :] if found else text) if text.strip() else ""


class Ways:
    """Sets the way of lines that Qt would turn wrong, in one document that holds plain text."""

    def __init__(self, document: QTextDocument) -> None:
        self._document = document
        self._any = False  # whether the text ever held a letter that runs from the right

    def open(self) -> None:
        """Another text stands there, and nothing of it can be undone yet."""
        self._any = _TURNING.search(self._document.toRawText()) is not None
        if self._any:
            block = self._document.firstBlock()
            while block.isValid():
                self._set(block)
                block = block.next()

    def wants(self, position: int, added: int) -> bool:
        """Whether the lines have to be looked at in which so many letters came at a place."""
        if not self._any:
            one = added == 1  # as at most keys
            text = self._document.characterAt(position) if one else self._letters(position, added)
            self._any = not text.isascii() and _TURNING.search(text) is not None
        return self._any

    def _letters(self, position: int, added: int) -> str:
        cursor = QTextCursor(self._document)
        cursor.setPosition(position)
        last = self._document.characterCount() - 1
        cursor.setPosition(min(position + added, last), QTextCursor.MoveMode.KeepAnchor)
        return cursor.selectedText()

    def look(self, position: int, added: int) -> None:
        """The text changed there: set what has to be set as a part of the same step."""
        if self._document.isRedoAvailable():
            return  # a step was taken back, and the way with it
        block = self._document.findBlock(position)
        last = self._document.findBlock(position + added).blockNumber()
        while block.isValid() and block.blockNumber() <= last:
            self._set(block)
            block = block.next()
        # Lines below that have no words go along.
        while block.isValid() and way_of(block.text()) is None and self._set(block):
            block = block.next()

    def _set(self, block: QTextBlock) -> bool:
        """Set a line's way; False where it was right already."""
        text = block.text()
        way = way_of(text)
        above = block.previous()
        if way is None and above.isValid():
            back = above.textDirection() == _RIGHT_TO_LEFT and way_of(above.text()) != ""
        else:
            back = way == "rtl" and TICKED.match(text) is not None
        if back == block.blockFormat().hasProperty(_WAY):
            return False
        cursor = QTextCursor(block)
        cursor.joinPreviousEditBlock()
        fmt = QTextBlockFormat(block.blockFormat())
        if back:
            fmt.setLayoutDirection(_RIGHT_TO_LEFT)
        else:
            fmt.clearProperty(_WAY)
        cursor.setBlockFormat(fmt)
        cursor.endEditBlock()
        return True
