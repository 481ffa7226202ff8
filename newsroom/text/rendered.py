"""A comparison to be read: its paragraphs as on the page with what was added, cut, moved or set
otherwise told apart, its source in the same way, and long stretches without change folded away."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from newsroom.text.blocks import PLAIN, Block, BlockKind, Marks, Run, picture_of
from newsroom.text.body import Body
from newsroom.text.compare import BODY, ChangeKind, Comparison
from newsroom.text.hunks import Column, Hunk, State, Weave
from newsroom.text.patch import Fate, Region, Slot
from newsroom.text.reading import PICTURE_CELLS, Reading, Unit
from newsroom.text.tokens import PROSE, Shape, Token, joined, shape_of

__all__ = [
    "BREAK",
    "Fate",
    "Fold",
    "Mark",
    "Passage",
    "Piece",
    "field_pieces",
    "folded",
    "passages",
    "source_pieces",
]

BREAK = "\u00b6"
"""Stands where a paragraph was split or joined."""


class Mark(StrEnum):
    """What became of a piece."""

    SAME = "same"
    ADDED = "added"
    CUT = "cut"
    SET = "set"  # the same words, set otherwise


@dataclass(frozen=True, slots=True)
class Piece:
    """Words with one look and one fate. ``change`` is the number of the change, 0 for none;
    ``was`` is the look that SET words had before."""

    text: str
    mark: Mark = Mark.SAME
    change: int = 0
    look: Marks = PLAIN
    was: Marks | None = None


@dataclass(frozen=True, slots=True)
class Passage:
    """A block, or a row of a table, of which several pieces may have changed.

    ``cells`` holds its pieces: one cell but for rows and pictures. ``fate`` says what became of the
    whole, by change ``change``; ``was`` is the shape before it was reshaped, by change
    ``reshaped``. ``old`` and ``new`` are its places among the blocks of either text, -1 for none.
    """

    shape: Shape
    cells: tuple[tuple[Piece, ...], ...]
    fate: Fate = Fate.STAYS
    change: int = 0
    was: Shape | None = None
    reshaped: int = 0
    old: int = -1
    new: int = -1

    @property
    def changed(self) -> bool:
        """Whether any change shows here."""
        return bool(self.changes)

    @property
    def changes(self) -> tuple[int, ...]:
        """The numbers of the changes that show here, in order."""
        inside = (piece.change for cell in self.cells for piece in cell)
        return tuple(
            dict.fromkeys(number for number in (self.change, self.reshaped, *inside) if number)
        )


@dataclass(frozen=True, slots=True)
class Fold:
    """Passages without change that need not be read."""

    passages: tuple[Passage, ...]

    @property
    def words(self) -> int:
        """How many words are folded away."""
        pieces = (p for passage in self.passages for cell in passage.cells for p in cell)
        return sum(len(piece.text.split()) for piece in pieces)


def passages(comparison: Comparison) -> tuple[Passage, ...]:
    """The body, block by block."""
    body = comparison.body
    return tuple(passage for slot in body.script.slots for passage in _of_slot(body, slot))


def folded(found: Iterable[Passage], around: int = 1) -> list[Passage | Fold]:
    """The passages with those folded that stand further than ``around`` from any change."""
    listed = list(found)
    near = {
        m
        for n, passage in enumerate(listed)
        if passage.changed
        for m in range(n - around, n + around + 1)
    }
    out: list[Passage | Fold] = []
    held: list[Passage] = []
    for n, passage in enumerate(listed):
        if n not in near:
            held.append(passage)
            continue
        if held:
            out.append(Fold(tuple(held)))
            held = []
        out.append(passage)
    return [*out, Fold(tuple(held))] if held else out


def field_pieces(comparison: Comparison, name: str) -> tuple[Piece, ...]:
    """A field of plain text; one piece if it did not change."""
    weave = comparison.fields.get(name)
    if weave is None:
        text = comparison.new.fields.get(name, "")
        return (Piece(text),) if text else ()
    return _united(_in_weave(weave))


def source_pieces(comparison: Comparison, name: str = BODY) -> tuple[Piece, ...]:
    """A field's source. Read without the CUT pieces it is the new one, without the ADDED ones the
    old one (line ends as bare newlines)."""
    if name != BODY:
        return field_pieces(comparison, name)
    return _united(_source(comparison.body))


def _source(body: Body) -> Iterator[Piece]:
    script = body.script
    yield from _gap(script.old_gaps[0], script.new_gaps[0], script.gaps.get(0, 0))
    for slot in script.slots:
        old = "".join(u.source + u.gap for u in slot.region.old)
        new = "".join(u.source + u.gap for u in slot.region.new)
        if slot.fate in (Fate.CUT, Fate.FROM):
            yield Piece(old, Mark.CUT, slot.change)
        elif slot.fate in (Fate.ADDED, Fate.TO):
            yield Piece(new, Mark.ADDED, slot.change)
        else:
            yield from _source_of(slot.region)
            at = slot.old[1] if slot.old else 0
            gaps = slot.region.old[-1].gap, slot.region.new[-1].gap
            yield from _gap(*gaps, script.gaps.get(at, 0))


def _source_of(region: Region) -> Iterator[Piece]:
    weave = region.weave
    if weave is None:
        yield Piece(region.text(set()))
        return
    at = 0
    for hunk in weave.hunks:
        yield Piece(joined(weave.old[at : hunk.i]))
        yield Piece(weave.source(hunk, new=False), Mark.CUT, hunk.change)
        yield Piece(weave.source(hunk, new=True), Mark.ADDED, hunk.change)
        at = hunk.i_end
    yield Piece(joined(weave.old[at:]))


def _gap(old: str, new: str, change: int) -> Iterator[Piece]:
    if old == new:
        yield Piece(old)
    else:
        yield Piece(old, Mark.CUT, change)
        yield Piece(new, Mark.ADDED, change)


# Blocks.


def _of_slot(body: Body, slot: Slot) -> Iterator[Passage]:
    region = slot.region
    if region.weave is not None and slot.fate is not Fate.FROM:
        made = _Passages(body, slot)
        yield from made.all(region.weave)
        return
    old = slot.fate in (Fate.CUT, Fate.FROM)
    reading, units = (body.old, region.old) if old else (body.new, region.new)
    mark = {Fate.CUT: Mark.CUT, Fate.ADDED: Mark.ADDED}.get(slot.fate, Mark.SAME)
    other, others = (body.new, region.new) if old else (body.old, region.old)
    for n, unit in enumerate(units):
        there = other.place(others[n]) if n < len(others) else -1
        for passage in _of_unit(reading, unit, mark, slot.change):
            here = passage.new
            far = there + here - reading.place(unit) if there >= 0 else -1
            places = (here, far) if old else (far, here)
            yield replace(passage, fate=slot.fate, change=slot.change, old=places[0], new=places[1])


def _of_unit(reading: Reading, unit: Unit, mark: Mark, change: int) -> Iterator[Passage]:
    """A unit that is the same all through; the places of its blocks in ``new``."""
    at = reading.place(unit)
    for n, block in enumerate(reading.own(unit)):
        if block.kind is BlockKind.TABLE:
            for row, cells in enumerate(block.rows):
                if unit.part in (-1, row):
                    shape = Shape(BlockKind.TABLE, 0 if row else 1, cells=len(cells))
                    made = tuple(_pieces(runs, mark, change) for runs in cells)
                    yield Passage(shape, made, new=at + n)
            continue
        shape, cells = _cells(block)
        made = tuple(_pieces(runs, mark, change) for runs in cells)
        yield Passage(shape, made, new=at + n)


def _cells(block: Block) -> tuple[Shape, tuple[tuple[Run, ...], ...]]:
    shape = shape_of(block)
    image = picture_of(block)
    if image is not None:
        words = (image.alt, image.title or "", image.credit)
        shape = replace(shape, picture=image.src or image.ref or "?", cells=PICTURE_CELLS)
        return shape, tuple((Run(text),) if text else () for text in words)
    return shape, ((Run(block.text),) if block.text else block.runs,)


def _pieces(runs: Sequence[Run], mark: Mark, change: int) -> tuple[Piece, ...]:
    number = change if mark is not Mark.SAME else 0
    return tuple(Piece(run.text, mark, number, run.marks) for run in runs)


@dataclass(slots=True)
class _Passages:
    """The passages of a piece that changed inside."""

    body: Body
    slot: Slot
    out: list[Passage] = field(default_factory=list)
    shape: Shape = PROSE
    was: Shape | None = None
    reshaped: int = 0
    cells: list[list[Piece]] = field(default_factory=list)
    old: int = -1
    new: int = -1

    def all(self, weave: Weave) -> list[Passage]:
        """Build them."""
        region = self.slot.region
        self.old = self.body.old.place(region.old[0]) - 1
        self.new = self.body.new.place(region.new[0]) - 1
        left: Shape | None = None
        ahead: list[Piece] = []  # cut before the first block that is left
        for column, hunk in _with_hunks(weave):
            old = weave.old[column.i] if column.i >= 0 else None
            new = weave.new[column.j] if column.j >= 0 else None
            token = new or old
            if token is None or not token.seam:
                (self.cells or [ahead])[-1].extend(_of_column(old, new, column.state, hunk))
                continue
            change = hunk.change if hunk else 0
            if new is None:
                if token.shape is None:
                    continue
                self.old += 1
                if self.cells or ahead:
                    (self.cells or [ahead])[-1].append(Piece(BREAK, Mark.CUT, change))
                else:
                    left = token.shape
                continue
            if new.shape is None:
                continue
            if new.cell and self.cells:
                self.cells.append([])
                continue
            if old is None and self.cells:
                self.cells[-1].append(Piece(BREAK, Mark.ADDED, change))
            was = old.shape if old is not None else left
            self._flush()
            self.old += old is not None
            self.new += 1
            self.shape, self.cells, ahead = new.shape, [ahead], []
            self.was = was if was not in (None, new.shape) else None
            self.reshaped = change if self.was is not None else 0
            left = None
        self._flush()
        return self.out

    def _flush(self) -> None:
        if not self.cells:
            return
        cells = tuple(_united(cell) for cell in self.cells)
        slot = self.slot
        shapes = self.was, self.reshaped
        self.out.append(
            Passage(self.shape, cells, slot.fate, slot.change, *shapes, self.old, self.new)
        )
        self.cells = []


def _with_hunks(weave: Weave) -> Iterator[tuple[Column, Hunk | None]]:
    hunks = iter(weave.hunks)
    hunk = next(hunks, None)
    for n, column in enumerate(weave.columns):
        while hunk is not None and hunk.end <= n:
            hunk = next(hunks, None)
        yield column, hunk if hunk is not None and hunk.first <= n else None


def _in_weave(weave: Weave) -> Iterator[Piece]:
    for column, hunk in _with_hunks(weave):
        old = weave.old[column.i] if column.i >= 0 else None
        new = weave.new[column.j] if column.j >= 0 else None
        yield from _of_column(old, new, column.state, hunk)


def _of_column(
    old: Token | None, new: Token | None, state: State, hunk: Hunk | None
) -> Iterator[Piece]:
    change = hunk.change if hunk else 0
    if state is State.WORDS and old is not None:
        for run in old.looks:
            yield Piece(run.text, Mark.CUT, change, run.marks)
    if new is None:
        return
    shown = hunk is not None and hunk.kind is not ChangeKind.SPELLING
    if state is State.WORDS:
        for run in new.looks:
            yield Piece(run.text, Mark.ADDED, change, run.marks)
    elif old is not None and shown and old.looks != new.looks:
        was = old.looks[0].marks
        for run in new.looks:
            yield Piece(run.text, Mark.SET, change, run.marks, was)
    else:
        for run in new.looks:
            yield Piece(run.text, Mark.SAME, 0, run.marks)


def _united(pieces: Iterable[Piece]) -> tuple[Piece, ...]:
    """Neighbours of one look and fate as one; what was cut stands before what took its place."""
    out: list[Piece] = []
    for piece in _cut_first(pieces):
        if not piece.text:
            continue
        last = out[-1] if out else None
        if last and _alike(last, piece):
            out[-1] = replace(last, text=last.text + piece.text)
        else:
            out.append(piece)
    return tuple(out)


def _alike(last: Piece, piece: Piece) -> bool:
    whole = piece.look.image is not None or BREAK in (last.text, piece.text)
    return not whole and replace(last, text="") == replace(piece, text="")


def _cut_first(pieces: Iterable[Piece]) -> Iterator[Piece]:
    added: list[Piece] = []
    for piece in pieces:
        if piece.mark is Mark.ADDED and (not added or added[-1].change == piece.change):
            added.append(piece)
            continue
        if added and not (piece.mark is Mark.CUT and piece.change == added[-1].change):
            yield from added
            added = []
            if piece.mark is Mark.ADDED:
                added.append(piece)
                continue
        yield piece
    yield from added
