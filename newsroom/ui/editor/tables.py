"""Rows and columns of a table: added, moved, aligned, filled and taken away; one undo step each.

A table is put anew as a whole, through the same builder that reads stories; only its own block is
touched.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from types import MappingProxyType
from typing import Final, NamedTuple

from PySide6.QtGui import QTextCursor

from newsroom.text.document import Block, BlockKind, Run
from newsroom.ui.editor.builder import Builder
from newsroom.ui.editor.dress import step
from newsroom.ui.editor.formats import FRESH
from newsroom.ui.editor.mirrored import is_mirrored, runs_back, there
from newsroom.ui.editor.nesting import table_of
from newsroom.ui.editor.reader import Mirror

LEAST_ROWS: Final = 2  # its head and one below it: a table of less is read as one of two
MOST_ROWS: Final = 500  # of a table made or filled here: more is a file, not a table of a story
MOST_COLUMNS: Final = 60

Cell = tuple[Run, ...]
_EMPTY: Final[Cell] = ()


class Spot(NamedTuple):
    """A cell of a table by row and column; the head is row 0."""

    row: int
    column: int


Act = Callable[[Block, Spot], tuple[Block, Spot] | None]
"""Another table and where the caret stands in it; None for what can't be done there."""


def blank(rows: int, columns: int) -> Block:
    """A new table with empty cells, its head included in ``rows``."""
    row = (_EMPTY,) * columns
    rows = max(rows, LEAST_ROWS)
    return Block(BlockKind.TABLE, rows=(row,) * rows, align=(None,) * columns, segment=FRESH)


def of_words(rows: Sequence[Sequence[str]]) -> Block:
    """A table of plain words; short rows are filled up."""
    columns = max(len(row) for row in rows)
    cells = [
        tuple(_cell(row[at]) if at < len(row) else _EMPTY for at in range(columns)) for row in rows
    ]
    return Block(BlockKind.TABLE, rows=tuple(cells), align=(None,) * columns, segment=FRESH)


def _cell(words: str) -> Cell:
    text = " ".join(words.split())
    return (Run(text),) if text else _EMPTY


def filled(table: Block, spot: Spot, cells: Sequence[Sequence[Cell]]) -> tuple[Block, Spot]:
    """``cells`` put into the table from ``spot`` on; it grows where they need the room."""
    rows = [list(row) for row in table.rows]
    columns = max(len(table.align), spot.column + max(len(line) for line in cells))
    columns = max(len(table.align), min(columns, MOST_COLUMNS))
    last = min(max(len(rows), spot.row + len(cells)), max(len(rows), MOST_ROWS))
    while len(rows) < last:
        rows.append([])
    for row in rows:
        row += [_EMPTY] * (columns - len(row))
    for down, line in enumerate(cells):
        for across, cell in enumerate(line):
            if spot.row + down < last and spot.column + across < columns:
                rows[spot.row + down][spot.column + across] = cell
    align = (*table.align, *(None,) * (columns - len(table.align)))
    end = Spot(
        min(spot.row + len(cells), last) - 1,
        min(spot.column + max(len(line) for line in cells), columns) - 1,
    )
    return replace(table, rows=tuple(tuple(row) for row in rows), align=align), end


def _row(below: bool, table: Block, spot: Spot) -> tuple[Block, Spot]:
    at = spot.row + below
    new = (_EMPTY,) * len(table.align)
    rows = (*table.rows[:at], new, *table.rows[at:])
    return replace(table, rows=rows), Spot(at, spot.column)


def _move_row(way: int, table: Block, spot: Spot) -> tuple[Block, Spot] | None:
    beside = spot.row + way
    if not 0 <= beside < len(table.rows):
        return None
    rows = list(table.rows)
    rows[spot.row], rows[beside] = rows[beside], rows[spot.row]
    return replace(table, rows=tuple(rows)), Spot(beside, spot.column)


def _remove_row(table: Block, spot: Spot) -> tuple[Block, Spot] | None:
    rows = (*table.rows[: spot.row], *table.rows[spot.row + 1 :])
    if len(rows) < LEAST_ROWS:
        rows = (*rows, (_EMPTY,) * len(table.align))
    return replace(table, rows=rows), Spot(min(spot.row, len(rows) - 1), spot.column)


def _column(after: bool, table: Block, spot: Spot) -> tuple[Block, Spot]:
    at = spot.column + after
    rows = tuple((*row[:at], _EMPTY, *row[at:]) for row in table.rows)
    align = (*table.align[:at], None, *table.align[at:])
    return replace(table, rows=rows, align=align), Spot(spot.row, at)


def _remove_column(table: Block, spot: Spot) -> tuple[Block, Spot] | None:
    if len(table.align) == 1:
        return None
    at = spot.column
    rows = tuple((*row[:at], *row[at + 1 :]) for row in table.rows)
    align = (*table.align[:at], *table.align[at + 1 :])
    return replace(table, rows=rows, align=align), Spot(spot.row, min(at, len(align) - 1))


def _align(side: str | None, table: Block, spot: Spot) -> tuple[Block, Spot]:
    align = (*table.align[: spot.column], side, *table.align[spot.column + 1 :])
    return replace(table, align=align), spot


ACTS: Final[Mapping[str, Act]] = MappingProxyType(
    {
        "row_above": partial(_row, False),
        "row_below": partial(_row, True),
        "row_up": partial(_move_row, -1),
        "row_down": partial(_move_row, 1),
        "row_remove": _remove_row,
        "column_before": partial(_column, False),
        "column_after": partial(_column, True),
        "column_remove": _remove_column,
        "align_left": partial(_align, "left"),
        "align_center": partial(_align, "center"),
        "align_right": partial(_align, "right"),
        "align_none": partial(_align, None),
    }
)
"""What can be done to a table at a cell, by the names that menus use."""


class Tables:
    """The tables of one document."""

    def __init__(self, builder: Builder, mirror: Mirror) -> None:
        self._builder = builder
        self._mirror = mirror

    def at(self, cursor: QTextCursor) -> tuple[int, Block, Spot] | None:
        """The table around the caret: its index among the blocks, itself, and the caret's cell."""
        table = table_of(cursor.block())
        if table is None:
            return None
        index = self._mirror.entry(cursor.block().blockNumber())
        cell = table.cellAt(cursor.position())
        return index, self._mirror.blocks()[index], Spot(cell.row(), there(table, cell.column()))

    def act(self, cursor: QTextCursor, name: str) -> bool:
        """Do one of ``ACTS``; False outside tables and for what can't be done."""
        found = self.at(cursor)
        changed = ACTS[name](found[1], found[2]) if found is not None else None
        if found is None or changed is None:
            return False
        self._put(cursor, found[0], *changed)
        return True

    def fill(self, cursor: QTextCursor, cells: Sequence[Sequence[Cell]]) -> bool:
        """Put cells into the table from the caret's cell on."""
        found = self.at(cursor)
        if found is None or not cells or not any(cells):
            return False
        self._put(cursor, found[0], *filled(found[1], found[2], cells))
        return True

    def turn(self, cursor: QTextCursor) -> None:
        """Let the table around the caret run as its first letter does, which was typed meanwhile;
        a part of the last step."""
        found, table = self.at(cursor), table_of(cursor.block())
        if found is None or table is None:
            return
        if runs_back(found[1], otherwise=self._builder.rtl) != is_mirrored(table):
            self._put(cursor, *found, join=True)

    def next_row(self, cursor: QTextCursor) -> bool:
        """A new row at the end, the caret in its first cell."""
        found = self.at(cursor)
        if found is None:
            return False
        index, table, spot = found
        longer, _spot = _row(True, table, Spot(len(table.rows) - 1, spot.column))
        self._put(cursor, index, longer, Spot(len(table.rows), 0))
        return True

    def remove(self, cursor: QTextCursor) -> bool:
        """Take the table around the caret away."""
        found = self.at(cursor)
        if found is None:
            return False
        first, last = self._mirror.span(found[0], found[0] + 1)
        with step(cursor) as work:
            self._builder.exchange(work, first, last, ())
            place = work.position()
        cursor.setPosition(min(place, cursor.document().characterCount() - 1))
        return True

    def _put(
        self, cursor: QTextCursor, index: int, table: Block, spot: Spot, *, join: bool = False
    ) -> None:
        first, last = self._mirror.span(index, index + 1)
        with step(cursor, join=join) as work:
            self._builder.exchange(work, first, last, [table])
        around = table_of(self._mirror.span(index, index + 1)[0])
        if around is not None:
            column = there(around, min(spot.column, around.columns() - 1))
            cell = around.cellAt(spot.row, column)
            cursor.setPosition(cell.lastPosition())
