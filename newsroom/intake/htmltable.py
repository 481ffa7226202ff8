"""Tables: those of data become tables, those that only lay out a page give their content."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from newsroom.intake import htmlblocks
from newsroom.intake.htmlstyle import Css
from newsroom.intake.htmltext import tidy
from newsroom.text.blocks import HARD_BREAK, Block, BlockKind, Run, Runs

if TYPE_CHECKING:
    from newsroom.intake.htmlwalk import Frame, Walk

MOST_SPAN = 100  # columns or rows that one cell may reach over
MOST_CELLS = 20_000  # of one table; more is a file, and its words come as paragraphs
MOST_COLUMNS = 60  # as many as the editor's own tables have
_BLOCKY = ("table", "h1", "h2", "h3", "pre", "blockquote", "figure", "iframe")
"""What no cell of a table of data holds: such a table lays out a page."""
_LONGEST_CELL = 1_500  # characters; a cell with more is a column of text
_SIDES = {"left": "left", "right": "right", "center": "center", "justify": None}
_LISTED = ("li", "p")
_MOST_LISTED = 12  # paragraphs or items of a cell; more is a column of text


def table(walk: Walk, element: Any, css: Css, frame: Frame) -> Frame | None:
    """A table, as a table or as what it holds."""
    walk.flush()
    opened = walk.open
    for mark in element.iter():
        if not isinstance(mark.tag, str) and (mark.text or "") in ("StartFragment", "EndFragment"):
            # A spreadsheet's selection begins inside the table.
            opened = opened or mark.text == "StartFragment"
    if not opened:
        return None
    rows = [tr for tr in element.iter("tr") if _own(tr, element)]
    cells = [[td for td in tr if td.tag in ("td", "th")] for tr in rows]
    if walk.caption is not None or _lays_out(element, cells):
        return htmlblocks.closing(walk, element, frame)
    before, walk.open = walk.open, True
    for said_above in (e for e in element if e.tag == "caption"):
        for block in walk.inside(marks=frame.marks).run(said_above):
            walk.put(block)
    heads = _heads(element, rows, cells)
    grid = _grid(walk, cells, frame, heads=heads)
    if len(grid) == 1:  # a head alone is no table
        for runs in filter(None, grid[0]):
            walk.put(Block(BlockKind.PARAGRAPH, runs=runs))
    elif grid:
        sides = _sides(walk, cells, len(grid[0]))
        walk.put(Block(BlockKind.TABLE, rows=tuple(grid), align=sides))
    ended = any(
        not isinstance(e.tag, str) and (e.text or "") == "EndFragment" for e in element.iter()
    )
    walk.open = False if ended else before or opened
    return None


def _own(row: Any, table: Any) -> bool:
    for outer in row.iterancestors():
        if outer is table:
            return True
        if outer.tag == "table":
            return False
    return False


def _lays_out(element: Any, cells: Sequence[Sequence[Any]]) -> bool:
    """Whether a table is there for the looks of a page: one column or one row, or columns of
    text."""
    filled = [row for row in cells if row]
    widths = [sum(_span(td, "colspan") for td in row) for row in filled]
    if len(filled) < 2 or max(widths) < 2 or max(widths) > MOST_COLUMNS:
        return True
    if sum(map(len, filled)) > MOST_CELLS or element.get("role") == "presentation":
        return True
    for row in filled:
        for td in row:
            for inside in td.iter(*_BLOCKY):
                if inside is not td:
                    return True
            if sum(1 for _inside in td.iter(*_LISTED)) > _MOST_LISTED:
                return True
            if sum(len(text) for text in td.itertext()) > _LONGEST_CELL:
                return True
    inside = sum(len("".join("".join(td.itertext()).split())) for row in filled for td in row)
    inside += sum(len("".join("".join(e.itertext()).split())) for e in element.iter("caption"))
    if inside != len("".join("".join(_read(element)).split())):
        return True  # words that stand in no cell
    return not any("".join(td.itertext()).strip() for row in filled for td in row) and not any(
        td.find(".//img") is not None for row in filled for td in row
    )


def _read(element: Any) -> Iterator[str]:
    """The texts of a table, but for comments."""
    for inside in element.iter():
        if isinstance(inside.tag, str):
            yield inside.text or ""
        if inside is not element:
            yield inside.tail or ""


def _heads(element: Any, rows: Sequence[Any], cells: Sequence[Sequence[Any]]) -> int:
    """How many rows are said to be heads."""
    count = 0
    for row, own in zip(rows, cells, strict=True):
        parent = row.getparent()
        if (parent is not None and parent.tag == "thead") or (
            own and all(td.tag == "th" for td in own)
        ):
            count += 1
        else:
            break
    return count


def _span(cell: Any, name: str) -> int:
    value = (cell.get(name) or "1").strip()
    return min(MOST_SPAN, int(value)) if value.isdigit() and value != "0" else 1


def _grid(
    walk: Walk, cells: Sequence[Sequence[Any]], frame: Frame, *, heads: int
) -> list[tuple[Runs, ...]]:
    """The cells by row and column; those that a cell reaches over are empty. Empty rows and columns
    at the end are left out."""
    grid: list[list[Runs]] = []
    held: dict[int, int] = {}  # by column, for how many rows a cell above still reaches down
    for number, row in enumerate(cells):
        if not row:
            continue
        made: list[Runs] = []

        def pass_over(made: list[Runs] = made) -> None:
            while held.get(len(made), 0) > 0:
                held[len(made)] -= 1
                made.append(())

        for td in row:
            pass_over()
            at = len(made)
            runs = _cell(walk, td, frame, head=number < max(1, heads))
            wide, high = _span(td, "colspan"), _span(td, "rowspan")
            made += [runs, *[()] * (wide - 1)]
            for column in range(at, at + wide):
                if high > 1:
                    held[column] = high - 1
        pass_over()
        if any(made):
            grid.append(made)
    width = max(
        (max((n + 1 for n, cell in enumerate(row) if cell), default=0) for row in grid), default=0
    )
    return [tuple([*row, *[()] * width][:width]) for row in grid]


def _cell(walk: Walk, td: Any, frame: Frame, *, head: bool) -> Runs:
    runs = one_line(walk.inside(marks=frame.marks).run(td))
    if head:
        runs = tuple(Run(run.text, replace(run.marks, bold=False)) for run in runs)
    return tidy(runs)


def one_line(blocks: Iterable[Block]) -> Runs:
    """What blocks say on one line, as in a table's cell."""
    out: list[Run] = []
    for block in blocks:
        runs = list(_said(block))
        if runs:
            out += [Run(" "), *runs] if out else runs
    return tidy([Run(run.text.replace(HARD_BREAK, " "), run.marks) for run in out])


def _said(block: Block) -> Iterator[Run]:
    if block.rows:
        for row in block.rows:
            for cell in row:
                yield from (*cell, Run(" "))
    elif block.text:
        yield Run(" ".join(block.text.split()))
    else:
        yield from block.runs


def _sides(walk: Walk, cells: Sequence[Sequence[Any]], width: int) -> tuple[str | None, ...]:
    """To which side each column is set: what all its cells say, if they say one thing."""
    said: list[set[str | None]] = [set() for _column in range(width)]
    for row in cells:
        at = 0
        for td in row:
            wide = _span(td, "colspan")
            if wide == 1 and at < width and "".join(td.itertext()).strip():
                said[at].add(_side(walk, td))
            at += wide
    return tuple(sides.pop() if len(sides) == 1 else None for sides in said)


def _side(walk: Walk, td: Any) -> str | None:
    first = next((e for e in td if isinstance(e.tag, str)), None)
    for place in (td, first):
        if place is None:
            continue
        css = walk.shared.styles.of(place)
        side = css.get("text-align") or (place.get("align") or "").lower()
        if side in _SIDES:
            return _SIDES[side]
    return None
