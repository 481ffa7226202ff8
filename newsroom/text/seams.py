"""Changes that have no words of their own: where a paragraph was split, two were joined, or one
became another kind. A reader knows them by the words around.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from newsroom.text.compare import ChangeKind, Comparison
from newsroom.text.rendered import BREAK, Mark, Passage, passages
from newsroom.text.tokens import Shape

_AROUND = 4  # words on either side


class SeamKind(StrEnum):
    """What is done to the paragraph."""

    SPLITS = "splits"
    JOINS = "joins"
    SHAPES = "shapes"
    PICTURES = "pictures"  # another picture stands there


@dataclass(frozen=True, slots=True)
class Seam:
    """One such change: the words around it, with BREAK between where a paragraph ends or ended, and
    what the paragraph is now."""

    kind: SeamKind
    words: str
    now: Shape


def seams_of(comparison: Comparison) -> Mapping[int, Seam]:
    """By number, for the changes of a body that have no words: of structure, and other pictures."""
    wanted = {c.number for c in comparison.changes if c.kind is ChangeKind.STRUCTURE}
    wanted |= {
        c.number for c in comparison.changes if c.kind is ChangeKind.LINK and not c.before.strip()
    }
    return _found(passages(comparison), wanted) if wanted else {}


def _found(shown: Iterable[Passage], wanted: set[int]) -> dict[int, Seam]:
    made: dict[int, Seam] = {}
    parted: int | None = None  # the split at the end of the passage before
    for passage in shown:
        pieces = [piece for cell in passage.cells for piece in cell]
        said = "".join(p.text for p in pieces if p.text != BREAK and p.mark is not Mark.CUT)
        if parted is not None:
            before = made[parted]
            made[parted] = Seam(before.kind, f"{before.words} {_first(said)}".strip(), before.now)
            parted = None
        if passage.reshaped in wanted and passage.reshaped not in made:
            made[passage.reshaped] = _reshaped(passage, said)
        before_it = ""
        for at, piece in enumerate(pieces):
            if piece.text != BREAK:
                before_it += piece.text if piece.mark is not Mark.CUT else ""
                continue
            if piece.change not in wanted or piece.change in made:
                continue
            if piece.mark is Mark.ADDED:
                words = f"{_last(before_it)} {BREAK}"
                made[piece.change] = Seam(SeamKind.SPLITS, words, passage.shape)
                parted = piece.change
            else:
                rest = "".join(p.text for p in pieces[at:] if p.mark is not Mark.CUT)
                words = f"{_last(before_it)} {BREAK} {_first(rest)}"
                made[piece.change] = Seam(SeamKind.JOINS, words.strip(), passage.shape)
    return made


def _reshaped(passage: Passage, said: str) -> Seam:
    was, now = passage.was, passage.shape
    if was is not None and was.picture and now.picture and was.picture != now.picture:
        return Seam(SeamKind.PICTURES, f"{was.picture} → {now.picture}", now)
    return Seam(SeamKind.SHAPES, _first(said), now)


def _first(text: str) -> str:
    return _some(text.split(), slice(None, _AROUND), "{} …")


def _last(text: str) -> str:
    return _some(text.split(), slice(-_AROUND, None), "… {}")


def _some(words: list[str], which: slice, more: str) -> str:
    said = " ".join(words[which])
    return more.format(said) if len(words) > _AROUND else said
