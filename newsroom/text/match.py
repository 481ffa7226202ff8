"""Which piece of one text is which of another: by content, then by likeness, wherever it stands.

Pieces that kept their order are the spine; others were moved. What the spine leaves out is chosen
by weight, so that the smaller of two that changed places is the one that moved.
"""

from __future__ import annotations

import itertools
import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Container, Hashable, Iterable, Sequence
from dataclasses import dataclass

from newsroom.text.reading import Unit
from newsroom.text.segments import SegmentKind
from newsroom.text.words import words

IN_PLACE = 0.45  # likeness from which two pieces in the same place are one that was changed
ALONE = 0.3  # the same, where no other piece can be meant
ELSEWHERE = 0.6  # likeness from which a piece that stands elsewhere was moved there
SURE = 0.8  # likeness from which nothing likelier is looked for elsewhere
SPLIT = 0.6  # share of a piece's words that its neighbour must have lost to it
LEAST_END = 2  # words that a piece must begin or end with to be told by its ends
LEAST_MOVED = 3  # words; shorter pieces are taken for moved only if they stand once in each text
MOST_LOOKED_AT = 8  # candidates for each piece
MOST_SPREAD = 40  # pieces between which one is looked for by its ends
COMMON_WORD = 12  # a word that stands in more pieces than this leads to none of them
_NUMBER = re.compile(r"^ {0,3}(?:[*+-]|\d+\.)[ \t]+")
_SIGNS = str.maketrans("", "", "*~^%`")
_PINNED = (SegmentKind.FRONT,)  # front matter is what it is by its place


@dataclass(frozen=True, slots=True)
class Pair:
    """Pieces ``old`` to ``old_end`` of one text are pieces ``new`` to ``new_end`` of the other."""

    old: int
    old_end: int
    new: int
    new_end: int
    moved: bool = False


class _Piece:
    """A unit with what it is compared by."""

    __slots__ = ("bag", "key", "plain", "row", "unit", "weight")

    def __init__(self, unit: Unit) -> None:
        self.unit = unit
        self.plain = unit.source
        if unit.part >= 0 and unit.kind is SegmentKind.LIST:
            self.plain = _NUMBER.sub("", unit.source)
        self.key: Hashable = (unit.kind in _PINNED, " ".join(self.plain.split()))
        self.bag: Counter[str] | None = None
        self.row: list[str] | None = None
        self.weight = 0

    def in_order(self) -> list[str]:
        """Its words as they follow each other."""
        if self.row is None:
            found = words(self.plain.translate(_SIGNS))
            self.row = [word.casefold() for word in found if word[0].isalnum()]
        return self.row

    def words(self) -> Counter[str]:
        """How often each word stands in it."""
        if self.bag is None:
            self.bag = Counter(self.in_order())
            self.weight = sum(len(word) * many for word, many in self.bag.items())
        return self.bag


def likeness(old: _Piece, new: _Piece) -> float:
    """How alike two pieces are, 0 to 1; long words weigh more."""
    a, b = old.words(), new.words()
    if len(a) > len(b):
        a, b = b, a
    shared = sum(len(word) * min(many, b[word]) for word, many in a.items() if word in b)
    both = old.weight + new.weight
    return 2 * shared / both if both else 0.0


def align(old: Sequence[Unit], new: Sequence[Unit], *, split: bool = True) -> list[Pair]:
    """The pieces of the two that belong together, in the order of the old ones. ``split``: look
    also for pieces that were parted or joined."""
    matcher = _Matcher([_Piece(unit) for unit in old], [_Piece(unit) for unit in new])
    return matcher.pairs(split=split)


class _Matcher:
    def __init__(self, old: list[_Piece], new: list[_Piece]) -> None:
        self._old, self._new = old, new
        self._to: dict[int, int] = {}  # old → new
        self._score: dict[int, float] = {}
        self._runs: dict[int, Pair] = {}  # by its first old piece
        self._held: tuple[set[int], set[int]] = (set(), set())  # old and new ones in a run

    def pairs(self, *, split: bool) -> list[Pair]:
        """Match, and say what moved."""
        self._same()
        if split:
            self._by_ends()
        self._alike()
        self._alike()  # again, between the neighbours that the first look found
        spine = self._spine()
        moved = [o for o in self._to if o not in spine and self._may_move(o)]
        taken = {self._to[o] for o in spine} | {self._to[o] for o in moved}
        out = [Pair(o, o + 1, self._to[o], self._to[o] + 1) for o in sorted(spine)]
        if split:
            out = self._grown(out, set(spine) | set(moved), taken)
        out += [Pair(o, o + 1, self._to[o], self._to[o] + 1, True) for o in moved]
        return sorted(out, key=lambda pair: pair.old)

    # By content.

    def _same(self) -> None:
        old, new = self._old, self._new
        head = 0
        most = min(len(old), len(new))
        while head < most and old[head].key == new[head].key:
            self._pair(head, head)
            head += 1
        tail = 0
        while tail < most - head and old[-1 - tail].key == new[-1 - tail].key:
            self._pair(len(old) - 1 - tail, len(new) - 1 - tail)
            tail += 1
        theirs: dict[Hashable, list[int]] = defaultdict(list)
        for n in range(head, len(new) - tail):
            theirs[new[n].key].append(n)
        ours: dict[Hashable, list[int]] = defaultdict(list)
        for o in range(head, len(old) - tail):
            if old[o].key in theirs:
                ours[old[o].key].append(o)
        for key, places in ours.items():
            if len(places) == len(theirs[key]) == 1:
                self._pair(places[0], theirs[key][0])
        self._repeated(ours, theirs)

    def _repeated(self, ours: dict[Hashable, list[int]], theirs: dict[Hashable, list[int]]) -> None:
        """Pieces that stand more than once: paired where they stand between the same neighbours."""
        spine = sorted(self._spine())
        to = [self._to[o] for o in spine]
        for key, places in ours.items():
            if len(places) == len(theirs[key]) == 1:
                continue
            there: dict[int, list[int]] = defaultdict(list)
            for n in theirs[key]:
                there[bisect_right(to, n)].append(n)
            here: dict[int, list[int]] = defaultdict(list)
            for o in places:
                here[bisect_right(spine, o)].append(o)
            for gap, olds in here.items():
                for o, n in zip(olds, there.get(gap, ()), strict=False):
                    self._pair(o, n)

    def _pair(self, o: int, n: int, score: float = 1.0) -> None:
        self._to[o] = n
        self._score[o] = score

    # By likeness.

    def _alike(self) -> None:
        spine = sorted(self._spine())
        to = [self._to[o] for o in spine]
        taken = set(self._to.values())
        taken |= self._held[1]
        olds = [o for o in range(len(self._old)) if o not in self._to and o not in self._held[0]]
        news = [n for n in range(len(self._new)) if n not in taken]
        if not olds or not news:
            return
        gap_of = {n: bisect_right(to, n) for n in news}
        in_gap: dict[int, list[int]] = defaultdict(list)
        for n in news:
            in_gap[gap_of[n]].append(n)
        old_gaps = Counter(bisect_right(spine, o) for o in olds)
        passed: Counter[int] = Counter()  # old pieces of each gap that were looked at
        found: list[tuple[float, int, int]] = []
        index = self._index(news)
        for o in olds:
            gap = bisect_right(spine, o)
            alone = old_gaps[gap] == 1 == len(in_gap.get(gap, ()))
            near = _beside(in_gap.get(gap, ()), passed[gap], old_gaps[gap])
            passed[gap] += 1
            here = {n: likeness(self._old[o], self._new[n]) for n in near}
            sure = max(here.values(), default=0.0) >= SURE
            for n in near if sure else near | self._candidates(o, index):
                if not _may_be(self._old[o].unit, self._new[n].unit):
                    continue
                score = here[n] if n in here else likeness(self._old[o], self._new[n])
                bare = self._old[o].weight == 0 == self._new[n].weight
                least = (ALONE if alone else IN_PLACE) if gap_of[n] == gap else ELSEWHERE
                if gap_of[n] == gap and _begin_alike(self._old[o], self._new[n]):
                    least = ALONE
                if alone and gap_of[n] == gap and _of_one_sort(self._old[o], self._new[n]):
                    least = 0.0
                if score >= least or (bare and gap_of[n] == gap):
                    found.append((score + (0.01 if gap_of[n] == gap else 0), o, n))
        for score, o, n in sorted(found, key=lambda one: (-one[0], one[1], one[2])):
            if o not in self._to and n not in taken:
                self._pair(o, n, min(1.0, score))
                taken.add(n)

    def _index(self, news: Iterable[int]) -> dict[str, list[int]]:
        index: dict[str, list[int]] = defaultdict(list)
        for n in news:
            for word in self._new[n].words():
                index[word].append(n)
        return {word: there for word, there in index.items() if len(there) <= COMMON_WORD}

    def _candidates(self, o: int, index: dict[str, list[int]]) -> set[int]:
        hits: Counter[int] = Counter()
        for word in self._old[o].words():
            for n in index.get(word, ()):
                hits[n] += len(word)
        return {n for n, _many in hits.most_common(MOST_LOOKED_AT)}

    # By their ends.

    def _by_ends(self) -> None:
        """A piece that begins as one of the other text and ends as a later one: what lay between
        was cut, and the two joined; or the other way round. Likeness says nothing of it."""
        spine = sorted(self._spine())
        edges = [(-1, -1), *((o, self._to[o]) for o in spine), (len(self._old), len(self._new))]
        taken = set(self._to.values())
        for (o, n), (o_end, n_end) in itertools.pairwise(edges):
            for olds in self._stretches(self._old, range(o + 1, o_end), self._to.keys()):
                for news in self._stretches(self._new, range(n + 1, n_end), taken):
                    self._ends_between(olds, news)

    def _stretches(
        self, pieces: Sequence[_Piece], places: Iterable[int], taken: Container[int]
    ) -> list[range]:
        """The neighbours among these places that may be joined or parted."""
        out: list[range] = []
        for at in places:
            if at in taken or not _joins(pieces[at]):
                continue
            if out and out[-1].stop == at:
                out[-1] = range(out[-1].start, at + 1)
            else:
                out.append(range(at, at + 1))
        return out

    def _ends_between(self, olds: range, news: range) -> None:
        o = n = 0
        while o < len(olds) and n < len(news):
            one = _spread(self._new[news[n]], self._old, olds[o:])
            other = _spread(self._old[olds[o]], self._new, news[n:])
            if one:
                first, last = one
                self._run(Pair(first, last + 1, news[n], news[n] + 1))
                o, n = last + 1 - olds.start, n + 1
            elif other:
                first, last = other
                self._run(Pair(olds[o], olds[o] + 1, first, last + 1))
                o, n = o + 1, last + 1 - news.start
            elif len(olds) - o > len(news) - n:
                o += 1
            else:
                n += 1

    def _run(self, pair: Pair) -> None:
        self._pair(pair.old, pair.new)
        self._runs[pair.old] = pair
        self._held[0].update(range(pair.old, pair.old_end))
        self._held[1].update(range(pair.new, pair.new_end))

    # In order, and out of it.

    def _spine(self) -> set[int]:
        """The heaviest run of pairs that keep their order."""
        olds = sorted(self._to)
        rank = {n: at for at, n in enumerate(sorted(self._to.values()), 1)}
        best: list[tuple[float, int]] = [(0.0, -1)] * (len(olds) + 1)  # a Fenwick tree of maxima
        before: dict[int, int] = {}
        last = (0.0, -1)
        for o in olds:
            at = rank[self._to[o]]
            weight, source = 0.0, -1
            look = at - 1
            while look > 0:
                if best[look][0] > weight:
                    weight, source = best[look]
                look -= look & -look
            before[o] = source
            here = (weight + 1 + len(self._old[o].plain) * self._score[o], o)
            last = max(last, here)
            while at <= len(olds):
                if best[at][0] < here[0]:
                    best[at] = here
                at += at & -at
        spine: set[int] = set()
        o = last[1]
        while o >= 0:
            spine.add(o)
            o = before[o]
        return spine

    def _may_move(self, o: int) -> bool:
        unit = self._old[o].unit
        if unit.kind in _PINNED or self._score[o] < ELSEWHERE:
            return False
        many = sum(self._old[o].words().values())
        if many >= LEAST_MOVED:
            return True
        key = self._old[o].key
        once = sum(p.key == key for p in self._old) == 1 == sum(p.key == key for p in self._new)
        return many > 0 and once

    # Parted and joined.

    def _grown(self, spine: list[Pair], olds: set[int], news: set[int]) -> list[Pair]:
        """The pairs with the neighbours that were split off or joined on."""
        out: list[Pair] = []
        olds |= self._held[0]
        news |= self._held[1]
        for pair in spine:
            if pair.old in self._runs:
                out.append(self._runs[pair.old])
            elif _joins(self._old[pair.old]) and _joins(self._new[pair.new]):
                old, old_end = self._reach(self._new[pair.new], self._old, pair.old, olds)
                new, new_end = self._reach(self._old[pair.old], self._new, pair.new, news)
                if (old, old_end) != (pair.old, pair.old_end):
                    new, new_end = pair.new, pair.new_end
                olds |= set(range(old, old_end))
                news |= set(range(new, new_end))
                out.append(Pair(old, old_end, new, new_end))
            else:
                out.append(pair)
        return out

    def _reach(
        self, whole: _Piece, pieces: Sequence[_Piece], at: int, taken: set[int]
    ) -> tuple[int, int]:
        """From where to where the pieces around ``at`` are made of what ``whole`` says."""
        left = whole.words() - pieces[at].words()
        first, after = at, at + 1
        while after < len(pieces) and after not in taken and self._from(left, pieces[after]):
            left = left - pieces[after].words()
            after += 1
        while first > 0 and first - 1 not in taken and self._from(left, pieces[first - 1]):
            left = left - pieces[first - 1].words()
            first -= 1
        return first, after

    def _from(self, left: Counter[str], piece: _Piece) -> bool:
        if not _joins(piece):
            return False
        bag = piece.words()
        shared = sum(len(word) * min(many, left[word]) for word, many in bag.items())
        return piece.weight > 0 and shared / piece.weight >= SPLIT


def _joins(piece: _Piece) -> bool:
    """Can it be split, or be joined with its like? A paragraph and an item of a list can."""
    whole = piece.unit.part < 0
    return piece.unit.kind is (SegmentKind.TEXT if whole else SegmentKind.LIST)


def _spread(
    whole: _Piece, pieces: Sequence[_Piece], places: Sequence[int]
) -> tuple[int, int] | None:
    """Between which of these places the pieces stand of which ``whole`` has the beginning of the
    first and the end of the last, and little else."""
    row = whole.in_order()
    if len(places) < 2 or len(row) < 2 * LEAST_END:
        return None
    heads = {at: _shared(row, pieces[at].in_order()) for at in places[:MOST_LOOKED_AT]}
    first = max(heads, key=heads.__getitem__)
    if heads[first] < LEAST_END:
        return None
    back = row[::-1]
    best = (0, -1)
    for at in range(first, min(first + 1 + MOST_SPREAD, places[-1] + 1)):
        tail = _shared(back, pieces[at].in_order()[::-1])
        best = max(best, (tail, -at))
    tail, last = best[0], -best[1]
    told = sum(map(len, row[: heads[first]])) + sum(map(len, row[len(row) - tail :]))
    if last <= first or tail < LEAST_END or told < SPLIT * sum(map(len, row)):
        return None
    return first, last


def _shared(one: Sequence[str], other: Sequence[str]) -> int:
    """How many words both begin with."""
    return next(
        (n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b),
        min(len(one), len(other)),
    )


def _beside(places: Sequence[int], at: int, many: int) -> set[int]:
    """Those of ``places`` that stand about where the ``at``th of ``many`` stands, counted from the
    front and from the end."""
    half = MOST_LOOKED_AT // 2
    found: set[int] = set()
    for middle in (at, len(places) - (many - at)):
        found.update(places[max(0, middle - half) : max(0, middle + half)])
    return found


def _of_one_sort(old: _Piece, new: _Piece) -> bool:
    """Items, rows and headings: what stands in the place of one is that one, written anew."""
    heads = old.plain.startswith("#") and new.plain.startswith("#")
    return heads or (old.unit.part >= 0 and new.unit.part >= 0)


def _begin_alike(old: _Piece, new: _Piece) -> bool:
    """Rows or items with one first word: a row is known by its first cell."""
    parts = old.unit.part >= 0 and new.unit.part >= 0
    return parts and old.in_order()[:1] == new.in_order()[:1] != []


def _may_be(old: Unit, new: Unit) -> bool:
    """Can one piece have become the other?"""
    if old.kind is new.kind:
        return (old.part < 0) == (new.part < 0)
    loose = (SegmentKind.TEXT, SegmentKind.QUOTE, SegmentKind.LIST, SegmentKind.INDENTED)
    return old.kind in loose and new.kind in loose
