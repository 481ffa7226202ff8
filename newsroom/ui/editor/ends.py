"""Each line of a source with its own end, kept beside a document that knows only one kind."""

from __future__ import annotations

import re
from typing import Final

ENDS: Final = re.compile("\r\n|[\n\r\u2029\ufdd0\ufdd1]")
"""What Qt takes for the end of a block."""
_ODD: Final = "\r\u2029\ufdd0\ufdd1"


def is_plain(text: str) -> bool:
    """Whether all its lines end in a bare newline, as most do."""
    return not any(sign in text for sign in _ODD)


def split_lines(text: str) -> tuple[list[str], list[str]]:
    """Lines and the ends between them; ``ends`` is one shorter."""
    if is_plain(text):
        lines = text.split("\n")
        return lines, ["\n"] * (len(lines) - 1)
    return ENDS.split(text), ENDS.findall(text)


def shared(old: list[str], new: list[str]) -> tuple[int, int]:
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
    """How the lines of a text ended when it came, so that what nobody touched ends so again."""

    def __init__(self) -> None:
        self._text = ""
        self._plain = True
        self._lines: list[str] | None = [""]
        self._ends: list[str] = []
        self._usual = "\n"
        self._mixed: dict[str, str] = {}  # texts of several kinds of line ends, by what is shown

    def open(self, text: str) -> None:
        """Another story."""
        self._mixed = {}
        self.take(text)

    def take(self, text: str) -> None:
        """The text as it stands now."""
        self._text, self._lines = text, None
        self._plain = is_plain(text)
        if self._plain:
            self._ends, self._usual = [], "\n"
            return
        lines, ends = split_lines(text)
        self._lines, self._ends = lines, ends
        self._usual = max(set(ends), key=ends.count) if ends else "\n"
        if len(set(ends)) > 1:
            # An undo that brings these lines back brings back how each of them ended.
            self._mixed["\u2029".join(lines)] = text

    @property
    def plain(self) -> bool:
        """Whether no text of any other line end was ever taken, but for what undo brings back."""
        return self._plain and not self._mixed

    @property
    def lines(self) -> list[str]:
        """The lines of the text."""
        if self._lines is None:
            self._lines = self._text.split("\n")
        return self._lines

    def text(self, raw: str) -> str:
        """The source of what a document shows (``toRawText``)."""
        if self.plain:
            return raw.replace("\u2029", "\n")
        return self._mixed.get(raw) or self._join(raw.split("\u2029"))

    def _join(self, lines: list[str]) -> str:
        """Lines with their ends: those of the shared beginning and end as they were."""
        ends = self._ends or ["\n"] * (len(self.lines) - 1)
        head, tail = shared(self.lines, lines)
        found: list[str] = []
        last = len(lines) - 1
        for index, line in enumerate(lines):
            found.append(line)
            if index == last:
                break
            behind = last - index  # ends between this line and the last
            if index < head and index < len(ends):
                found.append(ends[index])
            elif behind <= tail and behind <= len(ends):
                found.append(ends[-behind])
            else:
                found.append(self._usual)
        return "".join(found)
