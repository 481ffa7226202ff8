"""Tables as a grid: which cell stands in which column, where cells span several."""

from __future__ import annotations

from dataclasses import dataclass

from newsroom.export.prose import Element


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell in its place. ``merge`` is "restart" or "on" where it goes on over rows."""

    element: Element
    column: int
    wide: int
    merge: str = ""


def grid(rows: list[Element]) -> list[list[Cell | None]]:
    """The cells of each row by column; one that is several columns wide stands in each."""
    out: list[list[Cell | None]] = []
    held: dict[int, tuple[int, Element, int]] = {}  # column: rows left, cell, width
    for row in rows:
        cells: list[Cell | None] = []

        def go_on(cells: list[Cell | None] = cells) -> None:
            while (column := len(cells)) in held:
                left, element, wide = held.pop(column)
                if left > 1:
                    held[column] = (left - 1, element, wide)
                cells += [Cell(element, column, wide, "on")] * wide

        for element in (one for one in row.elements if one.tag in ("td", "th")):
            go_on()
            wide, high = (_span(element.get(name)) for name in ("colspan", "rowspan"))
            column = len(cells)
            if high > 1:
                held[column] = (high - 1, element, wide)
            merge = "restart" if high > 1 else ""
            cells += [Cell(element, column, wide, merge)] * wide
        for column in sorted(held):
            cells += [None] * (column - len(cells))
            go_on()
        out.append(cells)
    return out


def _span(words: str) -> int:
    return min(int(words), 20) if words.isdigit() and words != "0" else 1
