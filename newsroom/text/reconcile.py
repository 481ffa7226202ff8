"""Three bodies into one, piece by piece and then word by word.

What one side moved, cut or changed and the other left alone is taken; what both changed is put
together by words where they touched different ones. The parser must read what was meant out of
every piece put together, else the piece as a whole is a clash.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from newsroom.text.body import row_of
from newsroom.text.match import Pair, align
from newsroom.text.parse import Parser
from newsroom.text.patch import GAP, WALL, fuses, source_of
from newsroom.text.proof import reads
from newsroom.text.reading import Reading, Unit
from newsroom.text.segments import SegmentKind
from newsroom.text.threeway import Clash, Merged, Words, three

NEW, MOVED = "new", "moved"
_NOTE = re.compile(r" {0,3}\[\^[^\]\n]+\]:")


def merge_bodies(base: str, mine: str, theirs: str, parser: Parser | None = None) -> Merged:
    """Three bodies of Markdown."""
    kept = three(base, mine, theirs)
    if kept is not None:
        return Merged(kept)
    parser = parser or Parser()
    sides = tuple(Reading(text, parser) for text in (base, mine, theirs))
    newline = three(*(side.newline for side in sides)) or "\n"
    units = [list(side.units) for side in sides]
    leads = [side.lead for side in sides]
    done = _Pieces(sides, units, leads).merged()
    return done if newline == "\n" else _with_feeds(done, newline)


def _with_feeds(done: Merged, newline: str) -> Merged:
    """The merged text with two characters at the end of each line."""

    def at(place: int) -> int:
        return place + done.text.count("\n", 0, place)

    return Merged(
        done.text.replace("\n", newline),
        tuple(replace(c, start=at(c.start), end=at(c.end)) for c in done.conflicts),
    )


@dataclass(slots=True)
class _Cell:
    """Base pieces that are settled as one, and what either side made of them: numbers of its
    pieces (first, end), None where it cut them. ``moved``: whether it moved them."""

    base: tuple[int, int]
    sides: list[tuple[int, int] | None] = field(default_factory=lambda: [None, None])
    moved: list[bool] = field(default_factory=lambda: [False, False])


@dataclass(slots=True)
class _Item:
    """Something that stands in the result: its text, the clashes in it, and its numbers among the
    pieces of base, mine and theirs where it stands there as it does here."""

    text: str
    unit: Unit
    places: list[tuple[int, int] | None]
    clashes: tuple[Clash, ...] = ()


class _Pieces:
    """Three rows of pieces put together: bodies, or the parts of one list or table."""

    def __init__(
        self,
        sides: Sequence[Reading],
        units: Sequence[Sequence[Unit]],
        leads: Sequence[str],
        *,
        parts: bool = False,
    ) -> None:
        self._readings, self._units, self._leads, self._parts = sides, units, leads, parts
        self._pairs = [align(units[0], units[side], split=not parts) for side in (1, 2)]
        self._pair_rewritten()
        self._cells = self._cut()
        self._cell_of: list[dict[int, int]] = [{}, {}]
        for number, cell in enumerate(self._cells):
            for side in (0, 1):
                span = cell.sides[side]
                if span is not None:
                    self._cell_of[side] |= dict.fromkeys(range(*span), number)

    def merged(self) -> Merged:
        """The text that holds both sides' changes."""
        out: list[str] = []
        clashes: list[Clash] = []
        length = 0
        before: _Item | None = None
        for item in [*self._items(), None]:
            gap = self._gap(before, item)
            out.append(gap)
            length += len(gap)
            if item is not None:
                clashes += (
                    replace(c, start=c.start + length, end=c.end + length) for c in item.clashes
                )
                out.append(item.text)
                length += len(item.text)
                before = item
        return Merged("".join(out), tuple(clashes))

    def _pair_rewritten(self) -> None:
        """What both sides wrote anew beyond likeness is one piece that both changed, not two that
        came for one that went."""
        ours, others = (
            list(_rewritten(pairs, len(self._units[0]), len(self._units[side])))
            for side, pairs in enumerate(self._pairs, 1)
        )
        for mine in ours:
            for theirs in others:
                if mine.old < theirs.old_end and theirs.old < mine.old_end:
                    for pairs, pair in zip(self._pairs, (mine, theirs), strict=True):
                        if pair not in pairs:
                            pairs.append(pair)

    def _cut(self) -> list[_Cell]:
        """The base cut at places where neither side joined anything."""
        count = len(self._units[0])
        glued = {n for pairs in self._pairs for p in pairs for n in range(p.old + 1, p.old_end)}
        edges = [n for n in range(count) if n not in glued] + [count]
        cells = [_Cell(edge) for edge in itertools.pairwise(edges)]
        at = {n: cell for cell in cells for n in range(*cell.base)}
        for side, pairs in enumerate(self._pairs):
            for pair in pairs:
                self._claim(at[pair.old], side, pair)
        return cells

    def _claim(self, cell: _Cell, side: int, pair: Pair) -> None:
        span = cell.sides[side]
        if span is None:
            cell.sides[side] = (pair.new, pair.new_end)
            cell.moved[side] = pair.moved
        elif not pair.moved and not cell.moved[side]:
            # Two pieces here that the other side joined: with what stands between them.
            cell.sides[side] = (min(span[0], pair.new), max(span[1], pair.new_end))

    # What stands, in which order.

    def _items(self) -> list[_Item]:
        runs = [self._runs(side) for side in (0, 1)]
        out: list[_Item] = []
        placed: set[int] = set()
        stationary = [n for n, cell in enumerate(self._cells) if not any(cell.moved)]
        for anchor in (-1, *stationary):
            if anchor >= 0:
                out += self._settled(anchor)
            for side, kind, number, twin in self._both(runs, anchor):
                if kind == NEW:
                    unit = self._units[side + 1][number]
                    places: list[tuple[int, int] | None] = [None, None, None]
                    places[side + 1] = (number, number + 1)
                    if twin is not None:
                        places[2 - side] = (twin, twin + 1)
                    out.append(_Item(unit.source, unit, places))
                elif number not in placed:
                    placed.add(number)
                    out += self._settled(number, by=side)
        return out

    def _runs(self, side: int) -> dict[int, list[tuple[str, int]]]:
        """What one side brought, or moved, behind each piece that neither moved."""
        out: dict[int, list[tuple[str, int]]] = {}
        anchor = -1
        seen: set[int] = set()
        for number in range(len(self._units[side + 1])):
            cell = self._cell_of[side].get(number)
            if cell is None:
                out.setdefault(anchor, []).append((NEW, number))
            elif self._cells[cell].moved[side]:
                if cell not in seen:
                    seen.add(cell)
                    out.setdefault(anchor, []).append((MOVED, cell))
            elif not any(self._cells[cell].moved):
                anchor = cell
        return out

    def _both(
        self, runs: Sequence[dict[int, list[tuple[str, int]]]], anchor: int
    ) -> list[tuple[int, str, int, int | None]]:
        """Both sides' runs behind a piece, in an order that does not ask whose they are."""
        told: list[tuple[list[str], list[tuple[int, str, int]]]] = []
        for side in (0, 1):
            run = runs[side].get(anchor, [])
            texts = [self._text(side, kind, number) for kind, number in run]
            told.append((texts, [(side, kind, number) for kind, number in run]))
        (texts, first), (others, second) = sorted(
            told, key=lambda run: (run[0], [kind for _side, kind, _number in run[1]])
        )
        twins: dict[int, int] = {}  # both brought the same: where in the first, which in the other
        rest: list[tuple[int, str, int]] = []
        for text, one in zip(others, second, strict=True):
            same = (
                n
                for n, known in enumerate(texts)
                if known == text and first[n][1] == NEW == one[1] and n not in twins
            )
            n = next(same, None)
            if n is None:
                rest.append(one)
            else:
                twins[n] = one[2]
        both = [(*one, twins.get(n)) for n, one in enumerate(first)]
        return [*both, *((*one, None) for one in rest)]

    def _text(self, side: int, kind: str, number: int) -> str:
        if kind == NEW:
            return self._units[side + 1][number].source
        return source_of(self._units[0][slice(*self._cells[number].base)])

    def _settled(self, number: int, by: int | None = None) -> list[_Item]:
        """What a cell says after both; ``by`` is the side that moved it here."""
        cell = self._cells[number]
        spans = [cell.base, *cell.sides]
        rows = [list(self._units[n][slice(*span)]) if span else [] for n, span in enumerate(spans)]
        texts = [source_of(row) if row else None for row in rows]
        done = self._content(rows, texts)
        if done is None:
            return []
        if by is None:
            places = list(spans)
        else:
            places = [None, *(s if cell.moved[n] else None for n, s in enumerate(cell.sides))]
        there = [row for row in (*rows[1:], rows[0]) if row]
        unit = next((row for row in there if source_of(row) == done.text), there[0])[0]
        return [_Item(done.text, unit, places, done.conflicts)]

    def _content(self, rows: Sequence[list[Unit]], texts: Sequence[str | None]) -> Merged | None:
        base, mine, theirs = texts
        if mine == theirs or theirs == base:
            return None if mine is None else Merged(mine)
        if mine == base:
            return None if theirs is None else Merged(theirs)
        if mine is None or theirs is None:
            kept = mine or theirs or ""
            clash = Clash(base or "", mine or "", theirs or "", 0, len(kept))
            return Merged(kept, (clash,))
        inner = self._parted(rows) or self._worded(rows)
        if inner is not None:
            return inner
        return Merged(mine, (Clash(base or "", mine, theirs, 0, len(mine)),))

    def _parted(self, rows: Sequence[list[Unit]]) -> Merged | None:
        """A list's items or a table's rows, put together one by one."""
        if any(len(row) != 1 or row[0].part >= 0 for row in rows):
            return None
        units = [row[0] for row in rows]
        parts = [list(side.parts(u)) for side, u in zip(self._readings, units, strict=True)]
        columns = {side.columns(u) for side, u in zip(self._readings, units, strict=True)}
        if not all(parts) or len({unit.kind for unit in units}) > 1 or len(columns) > 1:
            return None
        for row in parts:
            row[-1] = replace(row[-1], gap="")
        head = Merged("")
        if columns != {0}:
            heads = [[row.pop(0)] for row in parts]
            found = self._content(heads, [source_of(row) for row in heads])
            if found is None or not all(parts):
                return None
            head = Merged(found.text + "\n", found.conflicts)
        rest = _Pieces(self._readings, parts, ["", "", ""], parts=True).merged()
        length = len(head.text)
        text = head.text + rest.text
        parsed = self._readings[1].parse(text, units[1].kind)
        if parsed is None:
            return None
        behind = (replace(c, start=c.start + length, end=c.end + length) for c in rest.conflicts)
        return Merged(text, (*head.conflicts, *behind))

    def _worded(self, rows: Sequence[list[Unit]]) -> Merged | None:
        """A piece put together word by word, if the parser reads just that; else None."""
        words = Words(*(row_of(s, row) for s, row in zip(self._readings, rows, strict=True)))
        done = words.merged()
        traced = all(
            side.traced(unit)
            for side, row in zip(self._readings, rows, strict=True)
            for unit in row
        )
        unit = rows[1][0]
        if not traced:
            return done if _may_be_mixed(done.text, rows, self._readings[1]) else None
        if any(reads(done.text, words.tokens, side, unit) for side in self._readings):
            return done
        return None

    # Between pieces.

    def _gap(self, before: _Item | None, after: _Item | None) -> str:
        found: list[str | None] = []
        for n in range(3):
            units = self._units[n]
            left, right = _end(before, n), _start(after, n, len(units))
            if left is None or right is None or left != right:
                found.append(None)
            else:
                found.append(units[left - 1].gap if left else self._leads[n])
        base, mine, theirs = found
        if mine is not None and theirs is not None:
            if base is not None:
                kept = three(base, mine, theirs)
                if kept is not None:
                    return kept
            return max(mine, theirs)
        for one in (mine, theirs, base):
            if one is not None:
                return one
        return self._new_gap(before, after)

    def _new_gap(self, before: _Item | None, after: _Item | None) -> str:
        """Between two that are neighbours in none of the three."""
        if before is None or after is None:
            if self._parts:
                return ""
            return "" if before is None else "\n"
        if self._parts:
            gaps = [unit.gap for unit in self._units[0][:-1]]
            return GAP if gaps and all(gap.count("\n") > 1 for gap in gaps) else "\n"
        fused = fuses(before.unit.kind, after.unit.kind)
        return f"{GAP}{WALL}{GAP}" if fused else GAP


def _rewritten(pairs: Sequence[Pair], olds: int, news: int) -> Iterator[Pair]:
    """Stretches between the same neighbours of which one side left no piece."""
    moved_old = {n for pair in pairs if pair.moved for n in range(pair.old, pair.old_end)}
    moved_new = {n for pair in pairs if pair.moved for n in range(pair.new, pair.new_end)}
    o = n = 0
    for pair in [*(pair for pair in pairs if not pair.moved), Pair(olds, olds, news, news)]:
        was, now = range(o, pair.old), range(n, pair.new)
        if was and now and moved_old.isdisjoint(was) and moved_new.isdisjoint(now):
            yield Pair(o, pair.old, n, pair.new)
        o, n = pair.old_end, pair.new_end


def _end(item: _Item | None, side: int) -> int | None:
    """Behind which piece of a side something stands; None where it does not stand in it."""
    if item is None:
        return 0
    span = item.places[side]
    return None if span is None else span[1]


def _start(item: _Item | None, side: int, count: int) -> int | None:
    """Before which piece of a side something stands."""
    if item is None:
        return count
    span = item.places[side]
    return None if span is None else span[0]


def _may_be_mixed(text: str, rows: Sequence[list[Unit]], reading: Reading) -> bool:
    """May words of a piece that is shown as it stands be put together? Code and footnotes may; a
    card of HTML, front matter or definitions of links may not."""
    kinds = {unit.kind for row in rows for unit in row}
    if kinds <= {SegmentKind.FENCE, SegmentKind.INDENTED}:
        parsed = reading.parse(text, next(iter(kinds)))
        return parsed is not None and len(parsed) == 1
    sources = [row[0].source for row in rows if len(row) == 1]
    marks = [found[0] for source in sources if (found := _NOTE.match(source))]
    again = _NOTE.match(text)
    whole = len(marks) == len(rows) and len(set(marks)) == 1
    return whole and again is not None and again[0] == marks[0] and "\n[" not in text
