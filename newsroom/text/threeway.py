"""Three versions of one piece put together by words; where both sides changed the same ones, both
are told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from newsroom.text.hunks import ChangeKind, Hunk, Weave
from newsroom.text.tokens import Token, joined, plain_tokens


@dataclass(frozen=True, slots=True)
class Clash:
    """A place that both sides changed differently. Characters ``start`` to ``end`` of the merged
    text are what stands there: mine, or the other where mine was cut."""

    base: str
    mine: str
    theirs: str
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True)
class Merged:
    """The text with both sides' changes; where they clash, mine stands and the clash is listed."""

    text: str
    conflicts: tuple[Clash, ...] = ()


def three(base: str, mine: str, theirs: str) -> str | None:
    """What three-way merging says of a value that can't be parted; None where both changed it."""
    if mine == theirs or theirs == base:
        return mine
    return theirs if mine == base else None


def merge_plain(base: str, mine: str, theirs: str) -> Merged:
    """Three plain texts by word."""
    kept = three(base, mine, theirs)
    if kept is not None:
        return Merged(kept)
    return Words(plain_tokens(base), plain_tokens(mine), plain_tokens(theirs)).merged()


class Words:
    """One piece that both sides changed."""

    def __init__(self, base: Sequence[Token], mine: Sequence[Token], theirs: Sequence[Token]):
        self.base = base
        self.left, self.right = Weave(base, mine), Weave(base, theirs)
        self.tokens: list[Token] = []
        self._clashes: list[tuple[int, int, Clash]] = []
        at = 0
        for ours, others in self._groups():
            both = [*ours, *others]
            first, end = min(h.i for h in both), max(h.i_end for h in both)
            self.tokens += base[at:first]
            self._put(ours, others, first, end)
            at = end
        self.tokens += base[at:]

    def merged(self) -> Merged:
        """The text, and the clashes with their places in it."""
        ends = [0]
        for token in self.tokens:
            ends.append(ends[-1] + len(token.source))
        clashes = (replace(c, start=ends[a], end=ends[b]) for a, b, c in self._clashes)
        return Merged(joined(self.tokens), tuple(clashes))

    def _groups(self) -> list[tuple[list[Hunk], list[Hunk]]]:
        """Hunks that touch the same words, of either side; the others by themselves."""
        everything = [(h.i, h.i_end, 0, h) for h in self.left.hunks]
        everything += [(h.i, h.i_end, 1, h) for h in self.right.hunks]
        everything.sort(key=lambda one: (one[0], one[1], one[2]))
        out: list[tuple[list[Hunk], list[Hunk]]] = []
        reach = -1
        last_empty = False
        for first, end, side, hunk in everything:
            here = first == end == reach and last_empty  # two insertions at one place
            if out and (first < reach or here):
                out[-1][side].append(hunk)
                reach = max(reach, end)
            else:
                out.append(([hunk], []) if side == 0 else ([], [hunk]))
                reach = end
            last_empty = first == end
        return out

    def _put(self, ours: list[Hunk], others: list[Hunk], first: int, end: int) -> None:
        """The tokens that stand for base tokens ``first`` to ``end``."""
        mine = _version(self.left, ours, first, end)
        theirs = _version(self.right, others, first, end)
        if not others or (ours and joined(mine) == joined(theirs)):
            self.tokens += mine
            return
        if not ours:
            self.tokens += theirs
            return
        spelt = [all(h.kind is ChangeKind.SPELLING for h in side) for side in (ours, others)]
        if any(spelt):
            # Nobody reads a spelling: it gives way, and of two the same one always stands.
            both = sorted((mine, theirs), key=joined)
            self.tokens += both[0] if all(spelt) else theirs if spelt[0] else mine
            return
        at = len(self.tokens)
        self.tokens += mine
        clash = Clash(joined(self.base[first:end]), joined(mine), joined(theirs))
        self._clashes.append((at, len(self.tokens), clash))


def _version(weave: Weave, hunks: Sequence[Hunk], first: int, end: int) -> list[Token]:
    """What one side made of base tokens ``first`` to ``end``."""
    out: list[Token] = []
    at = first
    for hunk in hunks:
        out += weave.old[at : hunk.i]
        out += weave.new[hunk.j : hunk.j_end]
        at = hunk.i_end
    return [*out, *weave.old[at:end]]
