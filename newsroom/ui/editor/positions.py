"""Converts between Python's characters and Qt's UTF-16 units. Nothing else in the editor may.

Python counts an emoji as one character, Qt as two units; Persian letters and the zero-width joiners
are one in both. Also here: the characters that Qt keeps for itself, swapped for others while a text
stands in a QTextDocument.
"""

from __future__ import annotations

import re

_LAST_SINGLE = "\uffff"  # the last character that is one UTF-16 unit

# Qt ends a block at these, or (U+2028) reads them as our line break inside a block. In a document
# they stand as noncharacters, which Unicode keeps for use inside a program.
_GUESTS = {
    "\r": "\ufdd2",
    "\u2028": "\ufdd3",
    "\u2029": "\ufdd4",
    "\ufdd0": "\ufdd5",
    "\ufdd1": "\ufdd6",
}
_AWKWARD = re.compile("[" + "".join(_GUESTS) + "]")
_TO_GUEST = str.maketrans(_GUESTS)
_FROM_GUEST = str.maketrans({guest: own for own, guest in _GUESTS.items()})
_GUEST = re.compile("[" + "".join(_GUESTS.values()) + "]")


def units(text: str) -> int:
    """How many UTF-16 units ``text`` takes in Qt."""
    if text.isascii():
        return len(text)
    return len(text) + sum(1 for letter in text if letter > _LAST_SINGLE)


def to_units(text: str, index: int) -> int:
    """Where the character at ``index`` begins, counted in UTF-16 units."""
    return units(text[: max(0, index)])


def to_index(text: str, position: int) -> int:
    """Which character of ``text`` holds UTF-16 unit ``position`` (its length for the end or more).

    A position inside a surrogate pair counts as the character that the pair spells.
    """
    if position <= 0:
        return 0
    if text.isascii() or text[:position].isascii():
        return min(position, len(text))
    seen = 0
    for index, letter in enumerate(text):
        width = 2 if letter > _LAST_SINGLE else 1
        if seen + width > position:
            return index
        seen += width
    return len(text)


def inward(text: str) -> str:
    """``text`` as one QTextBlock can hold it: newlines become line separators (U+2028)."""
    if _AWKWARD.search(text):
        text = text.translate(_TO_GUEST)
    return text.replace("\n", "\u2028")


def outward(text: str) -> str:
    """The inverse of ``inward``, character for character."""
    text = text.replace("\u2028", "\n")
    return text.translate(_FROM_GUEST) if _GUEST.search(text) else text


def settle(text: str) -> str:
    """Running text for a QTextDocument: the hard break U+2028 stays, other guests are swapped."""
    if not _AWKWARD.search(text):
        return text
    return "\u2028".join(part.translate(_TO_GUEST) for part in text.split("\u2028"))


def unsettle(text: str) -> str:
    """The inverse of ``settle``."""
    return text.translate(_FROM_GUEST) if _GUEST.search(text) else text
