"""What people take for one letter: emoji with joiners, flags, letters with marks above them."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QTextBoundaryFinder

_FARTHEST: Final = 64  # units before the caret that one letter can take
_EMOJI: Final = frozenset("\u200d\ufe0f\u20e3")  # joiner, picture form, key cap
_FIRST_OF_MARKED: Final = "\u0590"  # from here on scripts whose marks are typed and taken alone
_PLANE: Final = "\uffff"


def letter_before(text: str, at: int) -> int:
    """How many UTF-16 units Backspace takes at ``at`` (in units) of a block's ``text``.

    0 where Qt's own is right. Marks over Arabic, Hebrew or Indic letters go one by one, as those
    who write them expect.
    """
    if at <= 1:
        return 0
    raw = text.encode("utf-16-le", "surrogatepass")
    start = max(0, at - _FARTHEST)
    near = raw[2 * start : 2 * at].decode("utf-16-le", "replace")
    if near.isascii():
        return 0
    finder = QTextBoundaryFinder(QTextBoundaryFinder.BoundaryType.Grapheme, near)
    finder.toEnd()
    end = finder.position()
    first = finder.toPreviousBoundary()
    if first < 0:
        return 0
    units = near.encode("utf-16-le", "surrogatepass")[2 * first : 2 * end]
    letter = units.decode("utf-16-le", "replace")
    if len(letter) < 2:
        return 0
    whole = letter[0] < _FIRST_OF_MARKED or any(s > _PLANE or s in _EMOJI for s in letter)
    return end - first if whole else 0
