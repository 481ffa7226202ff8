"""Bold and italic, as Python-Markdown pairs their marks, without the letters that it loses.

WORKAROUND for Python-Markdown 3.11 (seen in 3.11.3): it pairs all marks of a text at once and gives
the pairs out one by one, each moved by as much as the text grew meanwhile. It works that out from
the place of the next mark, though that may belong to no pair (``snake_case`` behind ``5*3``), and
it builds pairs that cross each other: both cut a pair out where it does not stand, and letters are
gone. The pairs found are upstream's; what is made of them is ours.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as etree
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from markdown.inlinepatterns import DelimiterProcessor
from markdown.util import INLINE_PLACEHOLDER_PREFIX

if TYPE_CHECKING:
    import markdown

NAME: Final = "em_strong"
PRIORITY: Final = 60
_TAGS: Final = "strong,em"
_STRONG: Final = 2  # marks side by side

_Region = tuple[int, int, int, int, tuple[str, str], int]
"""Where a pair's opening marks begin and end, where its closing ones do, its tags, how many."""
_Found = tuple["etree.Element | None", "int | None", "int | None"]


class Emphasis(DelimiterProcessor):
    """Pairs ``*`` and ``_``; what was paired and not given out yet waits in ``regions``."""

    _size = 0  # of the text in which the pairs were found
    _whole: str | None = None  # that text, until the first of them is given out
    _start = 0  # where the last pair stood, in the text as it was then
    _rest = ""  # what stands behind it
    _tails: frozenset[str] = frozenset()  # texts within it that are asked about next

    def handleMatch(self, m: re.Match[str], data: str) -> _Found:  # type: ignore[override]
        """The next pair from ``m`` on: its element, and where it begins and ends."""
        if self.regions:
            if data in self._tails:
                return None, m.start(0), len(data)  # its marks were paired with all the others
            if not self._goes_on(data):
                self.reset()
        if not self.regions:
            found = super().handleMatch(m, data)
            if not self.regions:
                return found
            until = max(region[3] for region in self.regions)
            self.regions = nested(self.regions, data)
            if not self.regions:
                self.reset()
                return None, m.start(0), until
            self.cache_index, self._size, self._whole = 0, len(data), data
        by = len(data) - self._size
        start = self.regions[self.cache_index][0] + by
        if m.start(0) < start:
            return None, m.start(0), start  # a mark of no pair
        element, end, self.cache_index = element_of(self.regions, self.cache_index, data, by)
        if self.cache_index >= len(self.regions):
            self.reset()
        self._start, self._rest, self._whole = start, data[end:], None
        self._tails = frozenset(child.tail for child in element if child.tail)
        return element, start, end

    def increment_next_position(self, start: int, count: int) -> None:
        """Upstream's way of counting on, which is not used."""

    def _goes_on(self, data: str) -> bool:
        """Whether this is the text as before, with a placeholder for the last pair."""
        if self._whole is not None:
            return data == self._whole  # a mark of no pair stands before the first
        return data.startswith(INLINE_PLACEHOLDER_PREFIX, self._start) and data.endswith(self._rest)


def nested(regions: Sequence[_Region], data: str) -> list[_Region]:
    """The pairs in the order of their beginnings, without those that cross an earlier one, and
    those with a mark that is none."""
    kept: list[_Region] = []
    around: list[_Region] = []
    for region in sorted(regions, key=lambda region: (region[0], -region[3])):
        opening = data[region[0] : region[1]]
        if opening != data[region[2] : region[3]] or opening.strip(opening[:1]):
            continue
        while around and around[-1][3] <= region[0]:
            around.pop()
        if not around or (around[-1][1] <= region[0] and region[3] <= around[-1][2]):
            kept.append(region)
            around.append(region)
    return kept


def element_of(
    regions: Sequence[_Region], index: int, data: str, by: int
) -> tuple[etree.Element, int, int]:
    """The element of a pair with those within it, where it ends, and the index of the next pair.

    ``by`` is how far ``data`` moved since the pairs were found.
    """
    root = etree.Element("")
    around = [root]
    ends: list[_Region] = []
    at = regions[index][0]
    until = regions[index][3]

    def close() -> None:
        nonlocal at
        closing = ends.pop()
        _add(around.pop(), data[at + by : closing[2] + by])
        at = closing[3]

    while index < len(regions) and regions[index][0] < until:
        region = regions[index]
        while ends and ends[-1][3] <= region[0]:
            close()
        if ends:
            _add(around[-1], data[at + by : region[0] + by])
        tag = region[4][0] if region[5] == _STRONG else region[4][1]
        around.append(etree.SubElement(around[-1], tag))
        ends.append(region)
        at = region[1]
        index += 1
    while ends:
        close()
    return root[0], until + by, index


def _add(element: etree.Element, text: str) -> None:
    """Text at the end of what an element holds."""
    if len(element):
        element[-1].tail = (element[-1].tail or "") + text
    else:
        element.text = (element.text or "") + text


def register(md: markdown.Markdown) -> None:
    """Let ``md`` pair its marks so."""
    ours = Emphasis("*", _TAGS, md)
    ours.add("_", _TAGS, smart=True)
    md.inlinePatterns.register(ours, NAME, PRIORITY)
