"""Each line of a source with its own end, beside a document that knows only one kind.

A text's usual end is known for the whole of it. A line that ends otherwise says so in its block's
format: so an undo brings back with a line how it ended.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from PySide6.QtGui import QTextBlock, QTextBlockFormat, QTextCursor, QTextDocument, QTextFormat

ENDS: Final = re.compile("\r\n|[\n\r\u2029\ufdd0\ufdd1]")
"""What Qt takes for the end of a block."""
_SIGNS: Final = "\n\r\u2029\ufdd0\ufdd1"
_END: Final = int(QTextFormat.Property.UserProperty.value) + 50
"""How a line ends, where that is not the text's usual end."""
_PIECE: Final = 50_000  # letters that are taken out of a document at once: a millisecond of them


def split_lines(text: str) -> tuple[list[str], list[str]]:
    """Lines and the ends between them; ``ends`` is one shorter."""
    if not any(sign in text for sign in _SIGNS[1:]):
        lines = text.split("\n")
        return lines, ["\n"] * (len(lines) - 1)
    return ENDS.split(text), ENDS.findall(text)


def is_simple(text: str) -> bool:
    """Whether newlines alone, bare or of Windows, part its lines."""
    return not any(sign in text for sign in _SIGNS[2:]) and (
        "\r" not in text or text.count("\r") == text.count("\r\n")
    )


def line_at(text: str, offset: int) -> tuple[int, int]:
    """The number of the line that an offset lies in, and where that begins."""
    if is_simple(text):
        return text.count("\n", 0, offset), text.rfind("\n", 0, offset) + 1
    number = at = 0
    for found in ENDS.finditer(text, 0, min(offset, len(text))):
        number, at = number + 1, found.end()
    return number, at


def start_of(text: str, number: int) -> int:
    """Where the line of that number begins; where the last one does if there are not so many."""
    at = 0
    if is_simple(text):
        for _line in range(number):
            found = text.find("\n", at) + 1
            if not found:
                break
            at = found
        return at
    for end, _line in zip(ENDS.finditer(text), range(number), strict=False):
        at = end.end()
    return at


Line = tuple[str, str]  # its words, and its end


def shared(old: Sequence[Line], new: Sequence[Line]) -> tuple[int, int]:
    """How many lines at the beginning and how many at the end are the same in both."""
    head = 0
    most = min(len(new), len(old))
    while head < most and new[head] == old[head]:
        head += 1
    tail = 0
    while tail < most - head and new[-1 - tail] == old[-1 - tail]:
        tail += 1
    return head, tail


class Ends:
    """How the lines of a document end."""

    def __init__(self, document: QTextDocument) -> None:
        self._document = document
        self._usual = "\n"
        self._any = False  # whether a line ever ended otherwise, be it one that undo brings back

    def open(self, text: str) -> None:
        """The document shows this text now, with no step to undo."""
        ends = split_lines(text)[1]
        self._usual = max(set(ends), key=ends.count) if ends else "\n"
        self._any = False
        self.put(QTextCursor(self._document), 0, ends)

    def bare(self, text: str) -> str | None:
        """``text`` with bare newlines, if each of its lines ends as is usual here, as in nearly
        all texts."""
        if self._any:
            return None
        rest = text.replace(self._usual, "")
        if any(sign in rest for sign in _SIGNS):
            return None
        return text.replace(self._usual, "\n")

    def lines(self, raw: str) -> list[Line]:
        """The lines of what the document shows (``toRawText``). The last has the end that it
        would have with another line below."""
        words = raw.split("\u2029")
        return list(zip(words, self._each(len(words)), strict=True))

    def text(self, raw: str) -> str:
        """The source of what the document shows (``toRawText``)."""
        if not self._any:
            return raw.replace("\u2029", self._usual)
        return "".join(part for line in self.lines(raw) for part in line)[: -len(self._last())]

    def pieces(self) -> Iterator[str]:
        """The same as ``text``, some 50,000 letters a piece; all in one where lines end in more
        than one way. The document is not changed meanwhile."""
        document = self._document
        if self._any:
            yield self.text(document.toRawText())
            return
        cursor, end = QTextCursor(document), document.characterCount() - 1
        at = 0
        while at < end:
            # Whole lines: a letter of two units is not cut in two.
            block = document.findBlock(at + _PIECE)
            stop = block.position() if block.isValid() and block.position() > at else end
            cursor.setPosition(at)
            cursor.setPosition(stop, QTextCursor.MoveMode.KeepAnchor)
            yield self.text(cursor.selectedText())
            at = stop

    def put(self, cursor: QTextCursor, first: int, ends: Sequence[str]) -> None:
        """Let the lines from number ``first`` on end so, as a part of the cursor's step."""
        if not self._any and all(end == self._usual for end in ends):
            return
        self._any = True
        block = self._document.findBlockByNumber(first)
        for end in ends:
            if self._of(block) != end:
                fmt = QTextBlockFormat(block.blockFormat())
                if end == self._usual:
                    fmt.clearProperty(_END)
                else:
                    fmt.setProperty(_END, end)
                cursor.setPosition(block.position())
                cursor.setBlockFormat(fmt)
            block = block.next()

    def _of(self, block: QTextBlock) -> str:
        return str(block.blockFormat().property(_END) or self._usual)

    def _last(self) -> str:
        return self._of(self._document.lastBlock())

    def _each(self, count: int) -> Iterator[str]:
        if not self._any:
            yield from [self._usual] * count
            return
        block = self._document.firstBlock()
        while block.isValid():
            yield self._of(block)
            block = block.next()
