"""What is different between two texts, by paragraph and, inside changed ones, by word."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

_PARAGRAPHS = re.compile(r"(?<=\n\n)(?=[^\n])")
_WORDS = re.compile(r"\w+|\s+|[^\w\s]")
MOST_TOKENS = 4_000  # beyond this two paragraphs count as different as a whole


class Change(StrEnum):
    """What became of a piece."""

    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text and what became of it. SAME and ADDED pieces in order are the new text,
    SAME and REMOVED ones the old."""

    kind: Change
    text: str


def compare(old: str, new: str) -> tuple[Piece, ...]:
    """The way from ``old`` to ``new``, exact to the character."""
    return tuple(_united(_by_paragraph(_PARAGRAPHS.split(old), _PARAGRAPHS.split(new))))


def _by_paragraph(old: Sequence[str], new: Sequence[str]) -> Iterator[Piece]:
    for tag, i1, i2, j1, j2 in difflib.SequenceMatcher(
        None, old, new, autojunk=False
    ).get_opcodes():
        if tag == "equal":
            yield Piece(Change.SAME, "".join(old[i1:i2]))
        else:
            yield from _by_word("".join(old[i1:i2]), "".join(new[j1:j2]))


def _by_word(old: str, new: str) -> Iterator[Piece]:
    before, after = _WORDS.findall(old), _WORDS.findall(new)
    if not before or not after or max(len(before), len(after)) > MOST_TOKENS:
        yield Piece(Change.REMOVED, old)
        yield Piece(Change.ADDED, new)
        return
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag == "equal":
            yield Piece(Change.SAME, "".join(before[i1:i2]))
        else:
            yield Piece(Change.REMOVED, "".join(before[i1:i2]))
            yield Piece(Change.ADDED, "".join(after[j1:j2]))


def _united(pieces: Iterator[Piece]) -> Iterator[Piece]:
    held: Piece | None = None
    for piece in pieces:
        if not piece.text:
            continue
        if held is not None and held.kind is piece.kind:
            held = Piece(piece.kind, held.text + piece.text)
            continue
        if held is not None:
            yield held
        held = piece
    if held is not None:
        yield held
