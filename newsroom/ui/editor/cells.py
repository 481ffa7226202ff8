"""Cells of a table in its source: where they stand in a line, and a caret in one of them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from newsroom.text.carets import CARET
from newsroom.text.document import Marks, Run


def cell_spans(line: str) -> list[tuple[int, int]]:
    """Where the cells of a table's line begin and end: between its bars, as the parser reads them.

    A bar behind a backslash or inside code is part of its cell.
    """
    bars: list[int] = []
    ticked = escaped = False
    for at, sign in enumerate(line):
        if escaped:
            escaped = False
        elif sign == "\\":
            escaped = True
        elif sign == "`":
            ticked = not ticked and "`" in line[at + 1 :]
        elif sign == "|" and not ticked:
            bars.append(at)
    bare = line.strip()
    edges = bars if bare.startswith("|") else [-1, *bars]
    if not (bare.endswith("|") and bars) or len(edges) == 1:
        edges = [*edges, len(line)]
    return [(low + 1, high) for low, high in pairwise(edges)]


def with_caret(runs: Sequence[Run], offset: int) -> tuple[Run, ...]:
    """A cell's runs with the caret's sign at a character offset (behind what takes no sign)."""
    found: list[Run] = []
    placed = False
    for run in runs:
        whole = run.marks.image or run.marks.entity or run.marks.raw
        if not placed and offset <= len(run.text) and not (whole and offset):
            found.append(Run(run.text[:offset] + CARET + run.text[offset:], run.marks)
                         if not whole else Run(CARET, Marks()))  # fmt: skip
            if whole:
                found.append(run)
            placed = True
            continue
        found.append(run)
        offset = max(0, offset - len(run.text))
    if not placed:
        found.append(Run(CARET, Marks()))
    return tuple(found)
