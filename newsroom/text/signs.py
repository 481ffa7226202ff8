"""What an editor shows of a comparison: the stretches of its own text that changed, and ghosts,
which are the words of the other text with the place where they would stand.

Of the new text the additions are stretches and the cuts are ghosts; of the old one it is the other
way round. Nothing here is ever part of a text.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from newsroom.text.blocks import BlockKind
from newsroom.text.compare import BODY, Comparison
from newsroom.text.rendered import (
    BREAK,
    Fate,
    Mark,
    Passage,
    Piece,
    field_pieces,
    passages,
    source_pieces,
)


class Sign(StrEnum):
    """What a stretch, a ghost or a block is marked as."""

    ADDED = "added"
    CUT = "cut"
    SET = "set"  # the same words, set otherwise
    MOVED = "moved"
    SHAPED = "shaped"  # the same block, of another kind now


@dataclass(frozen=True, slots=True)
class Stretch:
    """Characters ``start`` to ``end`` of a line."""

    start: int
    end: int
    sign: Sign
    change: int


@dataclass(frozen=True, slots=True)
class Ghost:
    """Words that are not in the text, before character ``at``. ``whole`` ones are paragraphs."""

    at: int
    text: str
    sign: Sign
    change: int
    whole: bool = False


@dataclass(slots=True)
class Line:
    """One block, cell or field: its text as the comparison has it, and what is marked in it."""

    text: str = ""
    stretches: list[Stretch] = field(default_factory=list)
    ghosts: list[Ghost] = field(default_factory=list)
    sign: Sign | None = None  # of the whole line
    change: int = 0

    @property
    def marked(self) -> bool:
        """Whether anything shows here."""
        return bool(self.stretches or self.ghosts or self.sign)

    def apart(self, by: int) -> Line:
        """The same with its changes numbered apart from those of another comparison."""
        return Line(
            self.text,
            [replace(mark, change=mark.change + by) for mark in self.stretches],
            [replace(mark, change=mark.change + by) for mark in self.ghosts],
            self.sign,
            self.change + by if self.change else 0,
        )

    @property
    def changes(self) -> tuple[int, ...]:
        """The numbers of the changes that show here."""
        inside = [mark.change for mark in self.stretches] + [mark.change for mark in self.ghosts]
        return tuple(dict.fromkeys(n for n in (self.change, *inside) if n))


Place = tuple[int, int, int]
"""A block's number in its text, and the row and cell in a table (0, 0 elsewhere); rows ``BEHIND``
and ``BEFORE`` are the places below a table and above one that begins the text, where only ghosts
stand."""

BEHIND, BEFORE = -1, -2

_FATES = {Fate.ADDED: Sign.ADDED, Fate.CUT: Sign.CUT, Fate.FROM: Sign.MOVED, Fate.TO: Sign.MOVED}
_MARKS = {Mark.ADDED: Sign.ADDED, Mark.CUT: Sign.CUT, Mark.SET: Sign.SET}


def body_signs(found: Iterable[Passage], *, new: bool) -> dict[Place, Line]:
    """The marked lines of a body by their place: of the ``new`` text, or of the old one."""
    made = _Lines(new)
    for passage in found:
        made.take(passage)
    return {place: line for place, line in made.done().items() if line.marked}


def signs_of(comparison: Comparison, *, new: bool) -> dict[Place, Line]:
    """The same for a whole comparison."""
    return body_signs(passages(comparison), new=new)


def field_line(comparison: Comparison, name: str, *, new: bool) -> Line:
    """A field of plain text."""
    return _line(field_pieces(comparison, name), new=new)


def source_line(comparison: Comparison, *, new: bool) -> Line:
    """A body's source as one long line."""
    return _line(source_pieces(comparison, BODY), new=new)


def _line(pieces: Iterable[Piece], *, new: bool) -> Line:
    made = Line()
    for piece in pieces:
        _add(made, piece, new=new)
    return made


def _add(line: Line, piece: Piece, *, new: bool) -> None:
    """A piece that is not a break: part of the text, or a ghost in it."""
    at = len(line.text)
    absent = Mark.CUT if new else Mark.ADDED
    if piece.mark is absent:
        line.ghosts.append(Ghost(at, piece.text, _MARKS[piece.mark], piece.change))
        return
    line.text += piece.text
    if piece.mark is not Mark.SAME and piece.change:
        sign = _MARKS[piece.mark]
        last = line.stretches[-1] if line.stretches else None
        if last and last.end == at and (last.sign, last.change) == (sign, piece.change):
            line.stretches.pop()
            at = last.start
        line.stretches.append(Stretch(at, len(line.text), sign, piece.change))


class _Lines:
    """Lays passages out as the lines of one of the two texts."""

    def __init__(self, new: bool) -> None:
        self._new = new
        self._lines: dict[Place, Line] = {}
        self._last: Place | None = None
        self._waiting: list[Ghost] = []  # before the first line
        self._below: list[Ghost] = []  # after a row that may be the last one of its table
        self._rows: dict[int, int] = {}
        self._told: set[int] = set()
        self._opened: list[Line] = []  # by the passage that is laid out

    def done(self) -> dict[Place, Line]:
        """The lines; an empty text has the ghosts of the other at its place -1."""
        self._leave_table()
        if self._waiting:
            line = self._lines.setdefault((-1, 0, 0), Line())
            line.ghosts += self._waiting
        return self._lines

    def take(self, passage: Passage) -> None:
        """Lay out one more."""
        self._opened = []
        away = (Fate.CUT, Fate.FROM) if self._new else (Fate.ADDED, Fate.TO)
        if passage.fate in away:
            self._ghost(passage)
        elif passage.shape.kind is BlockKind.TABLE:
            self._row(passage)
        elif passage.shape.picture:
            self._open((self._number(passage), 0, 0), passage).text = "\ufffc"
        else:
            self._prose(passage)
        self._rest(passage)

    def _rest(self, passage: Passage) -> None:
        """What shows nowhere inside (a picture's words, a second reshaping) marks all of it."""
        if self._last is None:
            return
        for opened in self._opened:
            self._told.update(opened.changes)
        line = self._lines[self._last]
        for number in passage.changes:
            if number not in self._told:
                line.stretches.append(Stretch(0, len(line.text), Sign.SET, number))
        self._told.update(passage.changes)

    def _number(self, passage: Passage) -> int:
        return passage.new if self._new else passage.old

    def _open(self, place: Place, passage: Passage) -> Line:
        if self._last is not None and self._last[0] != place[0]:
            self._leave_table()
        line = self._lines.get(place)
        if line is None:
            line = self._lines[place] = Line()
            line.ghosts += self._waiting
            self._waiting = []
        if passage.fate is not Fate.STAYS and line.sign is None:
            line.sign, line.change = _FATES[passage.fate], passage.change
        elif passage.was is not None and line.sign is None:
            line.sign, line.change = Sign.SHAPED, passage.reshaped
        self._last = place
        self._opened.append(line)
        return line

    def _ghost(self, passage: Passage) -> None:
        words = " · ".join(filter(None, (_said(cell) for cell in passage.cells)))
        ghost = Ghost(0, words or BREAK, _FATES[passage.fate], passage.change, whole=True)
        if self._last is None:
            self._waiting.append(ghost)
            return
        line = self._lines[self._last]
        if self._last[0] in self._rows:
            self._below.append(ghost)
            self._told.update(passage.changes)
            return
        self._opened.append(line)
        line.ghosts.append(Ghost(len(line.text), ghost.text, ghost.sign, ghost.change, whole=True))

    def _leave_table(self) -> None:
        """What came after the last row of a table stands below it, and not inside its last cell."""
        if self._below and self._last is not None:
            self._lines[self._last[0], BEHIND, 0] = Line(ghosts=self._below)
            self._below = []

    def _row(self, passage: Passage) -> None:
        number = self._number(passage)
        if self._last is not None and self._last[0] == number:
            # Between two rows there is no other place than the end of the upper one.
            upper = self._lines[self._last]
            upper.ghosts += [replace(ghost, at=len(upper.text)) for ghost in self._below]
            self._below = []
        row = self._rows.get(number, 0)
        self._rows[number] = row + 1
        if self._waiting:
            above = self._lines[number, BEFORE, 0] = Line(ghosts=self._waiting)
            self._told.update(above.changes)
            self._waiting = []
        for at, cell in enumerate(passage.cells):
            line = self._open((number, row, at), passage)
            for piece in cell:
                if piece.text != BREAK:
                    _add(line, piece, new=self._new)

    def _prose(self, passage: Passage) -> None:
        number = self._number(passage)
        pieces = [piece for cell in passage.cells for piece in cell]
        if not self._new:
            number -= sum(_is_break(piece, Mark.CUT) for piece in pieces)
        line = self._open((number, 0, 0), passage)
        for piece in pieces:
            if not (_is_break(piece, Mark.CUT) or _is_break(piece, Mark.ADDED)):
                _add(line, piece, new=self._new)
                continue
            line.ghosts.append(Ghost(len(line.text), BREAK, _MARKS[piece.mark], piece.change))
            if piece.mark is Mark.CUT and not self._new:
                number += 1
                line = self._open((number, 0, 0), passage)


def _is_break(piece: Piece, mark: Mark) -> bool:
    return piece.text == BREAK and piece.mark is mark


def _said(cell: Sequence[Piece]) -> str:
    return "".join(piece.text for piece in cell).strip()
