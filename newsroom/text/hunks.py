"""The words of one matched piece compared: what was added, cut or set otherwise, and where.

A hunk is a stretch that can be exchanged by itself: at both its ends the two texts agree on the
words, on how they are set and on the signs that are open there.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum, StrEnum

from newsroom.text.blocks import PLAIN, Marks
from newsroom.text.tokens import Shape, Token, joined, said
from newsroom.text.words import common

CONFETTI = 2  # words kept between two changes count as kept if they are half as long as either


class ChangeKind(StrEnum):
    """What a change is to a reader. SPELLING changes the source alone: nobody sees it."""

    ADDED = "added"
    CUT = "cut"
    REPLACED = "replaced"
    MOVED = "moved"
    FORMAT = "format"  # the same words, set otherwise
    LINK = "link"  # the same words, leading elsewhere; or another picture
    STRUCTURE = "structure"  # a paragraph split or joined, a heading's level, a list, a quote
    SPELLING = "spelling"


class State(IntEnum):
    """What became of a column."""

    SAME = 0
    SET = 1  # the same word, another look or spelling
    WORDS = 2


@dataclass(slots=True)
class Column:
    """Old token ``i`` beside new token ``j``; -1 where there is none."""

    i: int
    j: int
    state: State


@dataclass(slots=True)
class Hunk:
    """Columns ``first`` to ``end``: old tokens ``i`` to ``i_end`` become new ones ``j`` to
    ``j_end``. ``change`` numbers what must be taken or left together."""

    first: int
    end: int
    i: int
    i_end: int
    j: int
    j_end: int
    kind: ChangeKind
    change: int = 0


class Weave:
    """Two rows of tokens beside each other."""

    def __init__(self, old: Sequence[Token], new: Sequence[Token]) -> None:
        self.old, self.new = old, new
        self.columns = list(_columns(old, new))
        _absorb(self.columns, old, new)
        _hold(self.columns, old, new)
        self.hunks = list(self._hunks())
        _tie(self.hunks, len(self.columns))
        self._tie_picture()

    def _hunks(self) -> Iterator[Hunk]:
        at = i = j = 0
        columns = self.columns
        while at < len(columns):
            if columns[at].state is State.SAME:
                at, i, j = at + 1, i + 1, j + 1
                continue
            end, i_end, j_end = at, i, j
            while end < len(columns) and columns[end].state is not State.SAME:
                i_end += columns[end].i >= 0
                j_end += columns[end].j >= 0
                end += 1
            kind = kind_of(self.old[i:i_end], self.new[j:j_end])
            yield Hunk(at, end, i, i_end, j, j_end, kind)
            at, i, j = end, i_end, j_end

    def _tie_picture(self) -> None:
        """Another picture is one change, though each of its cells says which picture it is."""
        first = 0
        for hunk in self.hunks:
            was = {t.shape.picture for t in self.old[hunk.i : hunk.i_end] if t.shape}
            now = {t.shape.picture for t in self.new[hunk.j : hunk.j_end] if t.shape}
            if any(was) and any(now) and was != now:
                first = first or hunk.change
                hunk.change = first

    def source(self, hunk: Hunk, *, new: bool) -> str:
        """The hunk's source on one side."""
        return joined(self.new[hunk.j : hunk.j_end] if new else self.old[hunk.i : hunk.i_end])

    def mixed(self, chosen: set[int]) -> list[Token]:
        """The tokens with the changes of these numbers made."""
        out: list[Token] = []
        at = 0
        for hunk in self.hunks:
            out += self.old[at : hunk.i]
            if hunk.change in chosen:
                out += self.new[hunk.j : hunk.j_end]
            else:
                out += self.old[hunk.i : hunk.i_end]
            at = hunk.i_end
        out += self.old[at:]
        return out


def _columns(old: Sequence[Token], new: Sequence[Token]) -> Iterator[Column]:
    """Cell by cell where both have as many, else everything at once."""
    ours = [n for n, token in enumerate(old) if token.cell]
    theirs = [n for n, token in enumerate(new) if token.cell]
    if not ours or len(ours) != len(theirs):
        yield from _between(old, new, 0, len(old), 0, len(new))
        return
    yield from _between(old, new, 0, ours[0], 0, theirs[0])
    ends = zip([*ours[1:], len(old)], [*theirs[1:], len(new)], strict=True)
    for i, j, (i_end, j_end) in zip(ours, theirs, ends, strict=True):
        yield _column(i, j, old, new)
        yield from _between(old, new, i + 1, i_end, j + 1, j_end)


def _between(
    old: Sequence[Token], new: Sequence[Token], i1: int, i2: int, j1: int, j2: int
) -> Iterator[Column]:
    i, j = i1, j1
    shared = common([t.key for t in old[i1:i2]], [t.key for t in new[j1:j2]])
    for a, b, size in (*shared, (i2 - i1, j2 - j1, 0)):
        yield from (Column(n, -1, State.WORDS) for n in range(i, i1 + a))
        yield from (Column(-1, n, State.WORDS) for n in range(j, j1 + b))
        i, j = i1 + a + size, j1 + b + size
        for n in range(size):
            yield _column(i1 + a + n, j1 + b + n, old, new)


def _column(i: int, j: int, old: Sequence[Token], new: Sequence[Token]) -> Column:
    return Column(i, j, State.SAME if old[i] == new[j] else State.SET)


def _absorb(columns: list[Column], old: Sequence[Token], new: Sequence[Token]) -> None:
    """Blanks, and crumbs of words, kept between two changes become part of them."""
    runs: list[tuple[int, int, bool]] = []
    for n, column in enumerate(columns):
        changed = column.state is State.WORDS
        if runs and runs[-1][2] == changed:
            runs[-1] = (runs[-1][0], n + 1, changed)
        else:
            runs.append((n, n + 1, changed))
    long = [_letters(columns[first:end], old, new) for first, end, _changed in runs]
    for at in range(1, len(runs) - 1):
        first, end, changed = runs[at]
        if changed or any(
            (c.i >= 0 and old[c.i].seam) or c.state is State.SET for c in columns[first:end]
        ):
            continue
        letters, around = long[at], min(long[at - 1], long[at + 1])
        both = columns[runs[at - 1][0] : runs[at + 1][1]]
        two_sided = any(c.i >= 0 > c.j for c in both) and any(c.j >= 0 > c.i for c in both)
        if two_sided and (letters == 0 or letters * CONFETTI <= around):
            for n in range(first, end):
                columns[n].state = State.WORDS


def _letters(columns: Sequence[Column], old: Sequence[Token], new: Sequence[Token]) -> int:
    """How many letters the longer side has."""

    def long(tokens: Sequence[Token]) -> int:
        return sum(len(token.text) for token in tokens if not token.text.isspace())

    ours = long([old[c.i] for c in columns if c.i >= 0])
    return max(ours, long([new[c.j] for c in columns if c.j >= 0]))


def _hold(columns: list[Column], old: Sequence[Token], new: Sequence[Token]) -> None:
    """What can't be parted from a changed neighbour changes with it."""

    def held(column: Column) -> bool:
        return (column.i >= 0 and old[column.i].held) or (column.j >= 0 and new[column.j].held)

    for _again in range(2):  # once each way: a row of held words is taken along as a whole
        for left, right in itertools.pairwise(columns):
            if held(left) and left.state is not State.SAME and right.state is State.SAME:
                right.state = State.SET
        for n in range(len(columns) - 1, 0, -1):
            left, right = columns[n - 1], columns[n]
            if held(left) and right.state is not State.SAME and left.state is State.SAME:
                left.state = State.SET


def _tie(hunks: Sequence[Hunk], columns: int) -> None:
    """Number the hunks; the two ends of a block (an underlined heading) change together, and so
    does all that only spells otherwise."""
    spelling = 0
    for number, hunk in enumerate(hunks, 1):
        hunk.change = number
        if hunk.kind is ChangeKind.SPELLING:
            spelling = spelling or number
            hunk.change = spelling
    if len(hunks) > 1 and hunks[0].first == 0 and hunks[-1].end == columns:
        old, new = hunks[-1].change, hunks[0].change
        for hunk in hunks:
            if hunk.change == old:
                hunk.change = new


def kind_of(old: Sequence[Token], new: Sequence[Token]) -> ChangeKind:
    """What the change from these tokens to those is to a reader."""
    before, after = said(old), said(new)
    if _differ(before, after, seams=any(token.seam for token in (*old, *new))):
        if not after or (before.strip() and not after.strip()):
            return ChangeKind.CUT
        return ChangeKind.ADDED if not before.strip() else ChangeKind.REPLACED
    shapes, now_shapes = _shapes(old), _shapes(new)
    if shapes != now_shapes:
        bare = [replace(s, picture="") if s else s for s in shapes]
        alike = bare == [replace(s, picture="") if s else s for s in now_shapes]
        return ChangeKind.LINK if alike else ChangeKind.STRUCTURE
    was, now = _dress(old), _dress(new)
    if was == now:
        return ChangeKind.SPELLING
    if [(c, _unlinked(m)) for c, m in was] == [(c, _unlinked(m)) for c, m in now]:
        return ChangeKind.LINK
    return ChangeKind.FORMAT


def _differ(before: str, after: str, *, seams: bool) -> bool:
    """Whether a reader reads something else. How many blanks there are is nothing to read."""
    if seams:
        return "".join(before.split()) != "".join(after.split())
    return " ".join(f"|{before}|".split()) != " ".join(f"|{after}|".split())


def _shapes(tokens: Sequence[Token]) -> list[Shape | None]:
    return [token.shape for token in tokens if token.seam]


def _dress(tokens: Sequence[Token]) -> list[tuple[str, Marks]]:
    """Each letter with its marks; breaks of lines are told, blanks are not."""
    return [
        (sign, run.marks)
        for token in tokens
        for run in token.looks
        for sign in run.text
        if not sign.isspace() or sign == "\u2028"
    ]


def _unlinked(marks: Marks) -> Marks:
    if marks.link is None and marks.image is None:
        return marks
    return Marks(**{name: getattr(marks, name) for name in _PLAIN_MARKS if getattr(marks, name)})


_PLAIN_MARKS = tuple(name for name in PLAIN.__slots__ if name not in ("link", "image", "entity"))
