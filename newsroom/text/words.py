"""Text cut into words as a reader sees them, and what two sequences of them have in common.

No cut ever falls inside a letter with its marks or an emoji with its joiners; scripts that are
written without spaces are cut by the letter.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Hashable, Sequence
from typing import NamedTuple

_UNSPACED = (
    r"\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"  # Thai, Lao, Burmese, Khmer
    r"\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"  # CJK
)
_PIECES = re.compile(
    rf"[ \t]+|\s|[{_UNSPACED}]"
    rf"|(?:[^\W{_UNSPACED}]|(?<=\w)['’\u200c\u00b7](?=\w)|(?<=\d)[.,:٫٬](?=\d))+|[^\w\s]"
)
_JOINER = "\u200d"
_HELD = ("\u200c", _JOINER)  # half space and joiner hold to what stands before them
_SKIN = range(0x1F3FB, 0x1F400)
_TAGS = range(0xE0020, 0xE0080)
_REGIONS = range(0x1F1E6, 0x1F200)  # two of them are a flag
MOST_COMPARED = 20_000  # pairs of equal words that difflib may look at, at each of its steps


class Common(NamedTuple):
    """``size`` items from ``a`` on in one sequence that equal those from ``b`` on in the other."""

    a: int
    b: int
    size: int


def words(text: str) -> list[str]:
    """The text's words, signs and white space; joined they are the text."""
    found = _PIECES.findall(text)
    if text.isascii():
        return found
    out: list[str] = []
    for piece in found:
        if out and _goes_on(out[-1], piece):
            out[-1] += piece
        else:
            out.append(piece)
    return out


def _goes_on(before: str, piece: str) -> bool:
    """Do the two belong to one word or one sign?"""
    first, last = piece[0], before[-1]
    if first.isascii():
        return first.isalnum() and _is_mark(last) and before[0].isalpha()
    if first in _HELD or ord(first) in _SKIN or ord(first) in _TAGS or _is_mark(first):
        return True
    if last == _JOINER and not first.isspace():
        return True
    if ord(first) in _REGIONS and ord(last) in _REGIONS:
        return sum(1 for sign in before if ord(sign) in _REGIONS) % 2 == 1
    return (
        (_is_mark(last) or last == "\u200c")
        and first.isalpha()
        and before[0].isalpha()
        and not re.match(f"[{_UNSPACED}]", first)
    )


def _is_mark(sign: str) -> bool:
    return not sign.isascii() and unicodedata.category(sign)[0] == "M"


def blank(item: object) -> bool:
    """White space, or no word at all: never a reason to match two places."""
    return not isinstance(item, str) or item.isspace()


def common(
    a: Sequence[Hashable], b: Sequence[Hashable], junk: Callable[[object], bool] = blank
) -> list[Common]:
    """What two sequences share, in order. ``junk`` items match only beside others that do.

    Bounded: where words repeat without end, only what stands out is matched.
    """
    out: list[Common] = []
    _common(a, b, 0, len(a), 0, len(b), junk, out)
    return _united(out)


def _common(
    a: Sequence[Hashable],
    b: Sequence[Hashable],
    a1: int,
    a2: int,
    b1: int,
    b2: int,
    junk: Callable[[object], bool],
    out: list[Common],
) -> None:
    head = 0
    most = min(a2 - a1, b2 - b1)
    while head < most and a[a1 + head] == b[b1 + head]:
        head += 1
    tail = 0
    while tail < most - head and a[a2 - 1 - tail] == b[b2 - 1 - tail]:
        tail += 1
    if head:
        out.append(Common(a1, b1, head))
    a1, a2, b1, b2 = a1 + head, a2 - tail, b1 + head, b2 - tail
    if a1 < a2 and b1 < b2:
        theirs = Counter(item for item in b[b1:b2] if not junk(item))
        looked_at = sum(theirs[item] for item in a[a1:a2])
        if looked_at <= MOST_COMPARED:
            matcher = difflib.SequenceMatcher(junk, a[a1:a2], b[b1:b2], autojunk=False)
            out += (
                Common(a1 + m.a, b1 + m.b, m.size) for m in matcher.get_matching_blocks() if m.size
            )
        else:
            _between_anchors(a, b, a1, a2, b1, b2, junk, out)
    if tail:
        out.append(Common(a2, b2, tail))


def _between_anchors(
    a: Sequence[Hashable],
    b: Sequence[Hashable],
    a1: int,
    a2: int,
    b1: int,
    b2: int,
    junk: Callable[[object], bool],
    out: list[Common],
) -> None:
    """Match what stands once on both sides, then what lies between."""
    once_a, once_b = Counter(a[a1:a2]), Counter(b[b1:b2])
    there = {item: n for n, item in enumerate(b[b1:b2], b1) if once_b[item] == 1}
    pairs = [
        (n, there[item])
        for n, item in enumerate(a[a1:a2], a1)
        if once_a[item] == 1 and item in there and not junk(item)
    ]
    at_a, at_b = a1, b1
    for x, y in (pairs[n] for n in longest(pairs)):
        _common(a, b, at_a, x, at_b, y, junk, out)
        out.append(Common(x, y, 1))
        at_a, at_b = x + 1, y + 1
    if at_a > a1:
        _common(a, b, at_a, a2, at_b, b2, junk, out)


def longest(pairs: Sequence[tuple[int, int]]) -> list[int]:
    """Which of the pairs (their first numbers ascend) are the longest run whose second ascend."""
    tails: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for n, (_x, y) in enumerate(pairs):
        at = bisect_left(tails, y)
        before.append(ends[at - 1] if at else -1)
        if at == len(tails):
            tails.append(y)
            ends.append(n)
        else:
            tails[at], ends[at] = y, n
    out: list[int] = []
    at = ends[-1] if ends else -1
    while at >= 0:
        out.append(at)
        at = before[at]
    return out[::-1]


def _united(found: list[Common]) -> list[Common]:
    out: list[Common] = []
    for one in found:
        if out and (out[-1].a + out[-1].size, out[-1].b + out[-1].size) == (one.a, one.b):
            out[-1] = Common(out[-1].a, out[-1].b, out[-1].size + one.size)
        else:
            out.append(one)
    return out
