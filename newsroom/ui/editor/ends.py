"""Each line of a source with its own end, kept beside a document that knows only one kind."""

from __future__ import annotations

import re
from typing import Final

ENDS: Final = re.compile("\r\n|[\n\r\u2029\ufdd0\ufdd1]")
"""What Qt takes for the end of a block."""
_ODD: Final = re.compile("[\r\u2029\ufdd0\ufdd1]")


def split_lines(text: str) -> tuple[list[str], list[str]]:
    """Lines and the ends between them; ``ends`` is one shorter."""
    if not _ODD.search(text):  # of one kind alone, as most are: without a pattern
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
        self.lines: list[str] = [""]
        self._ends: list[str] = []
        self._usual = "\n"
        self._mixed: dict[str, str] = {}  # texts of several kinds of line ends, by what is shown

    def open(self, text: str) -> None:
        """Another story."""
        self._mixed = {}
        self.take(text)

    def take(self, text: str) -> None:
        """The text as it stands now."""
        self.lines, self._ends = split_lines(text)
        ends = self._ends
        self._usual = max(set(ends), key=ends.count) if ends else "\n"
        if len(set(ends)) > 1:
            # An undo that brings these lines back brings back how each of them ended.
            self._mixed["\u2029".join(self.lines)] = text

    def text(self, raw: str) -> str:
        """The source of what a document shows (``toRawText``)."""
        return self._mixed.get(raw) or self._join(raw.split("\u2029"))

    def _join(self, lines: list[str]) -> str:
        """Lines with their ends: those of the shared beginning and end as they were."""
        ends = self._ends
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
