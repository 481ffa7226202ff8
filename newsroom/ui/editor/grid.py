"""Tables in Markdown set straight: columns as wide as their widest cell, wide letters counted."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import Final

from newsroom.ui.editor.cells import cell_spans
from newsroom.ui.editor.positions import to_index, to_units

_LEAST: Final = 3  # signs in the rule under a head: the fewest that every parser takes
_RULE: Final = re.compile(r"[ ]{0,3}\|?[ ]*:?-+:?[ ]*(?:\|[ ]*:?-+:?[ ]*)*\|?[ ]*")
_WIDE: Final = frozenset({"W", "F"})


def width(text: str) -> int:
    """How many columns of a monospaced face the text takes: two for wide letters (Chinese,
    emoji), none for marks and joiners."""
    if text.isascii():
        return len(text)
    columns = 0
    for sign in text:
        if unicodedata.category(sign) in ("Mn", "Me", "Cf"):
            continue
        columns += 2 if unicodedata.east_asian_width(sign) in _WIDE else 1
    return columns


def around(lines: Sequence[str], at: int) -> tuple[int, int] | None:
    """The table that line ``at`` stands in: its first line and the one after its last."""
    if "|" not in lines[at]:
        return None
    start = end = at
    while start and "|" in lines[start - 1]:
        start -= 1
    while end + 1 < len(lines) and "|" in lines[end + 1]:
        end += 1
    # The rule stands under the head: what stands above that is no part of the table.
    for rule in range(start + 1, end + 1):
        if _RULE.fullmatch(lines[rule]):
            return (rule - 1, end + 1) if at >= rule - 1 else None
    return None


def aligned(lines: Sequence[str]) -> list[str]:
    """The lines of a table with cells padded. Each cell says what it said; an edge without bars
    stays without."""
    rows = [_cells(line) for line in lines]
    columns = max(len(row) for row in rows)
    marks = [_mark(cell) for cell in rows[1]]
    marks += [""] * (columns - len(marks))
    wide = [
        max(
            _LEAST + len(marks[at]),
            *(width(row[at]) for n, row in enumerate(rows) if n != 1 and at < len(row)),
        )
        for at in range(columns)
    ]
    found = []
    for number, (line, row) in enumerate(zip(lines, rows, strict=True)):
        cells = [
            _rule(marks[at], wide[at]) if number == 1 else _padded(cell, wide[at], marks[at])
            for at, cell in enumerate(row)
        ]
        found.append(_joined(line, cells))
    return found


def _cells(line: str) -> list[str]:
    return [line[low:high].strip() for low, high in cell_spans(line)]


def _mark(rule: str) -> str:
    """How a column is aligned: ":", "::" (centred), "-:" or nothing."""
    if rule.startswith(":") and rule.endswith(":") and len(rule) > 1:
        return "::"
    return ":" if rule.startswith(":") else "-:" if rule.endswith(":") else ""


def _rule(mark: str, columns: int) -> str:
    match mark:
        case "::":
            return f":{'-' * (columns - 2)}:"
        case ":":
            return f":{'-' * (columns - 1)}"
        case "-:":
            return f"{'-' * (columns - 1)}:"
    return "-" * columns


def _padded(cell: str, columns: int, mark: str) -> str:
    room = columns - width(cell)
    match mark:
        case "::":
            return " " * (room // 2) + cell + " " * (room - room // 2)
        case "-:":
            return " " * room + cell
    return cell + " " * room


def _joined(line: str, cells: Sequence[str]) -> str:
    bare = line.strip()
    lead = line[: len(line) - len(line.lstrip())]
    text = " | ".join(cells)
    if bare.startswith("|"):
        text = f"| {text}"
    if bare.endswith("|") and not bare.endswith("\\|"):
        return f"{lead}{text} |"
    return f"{lead}{text}".rstrip()


def moved_in(old: str, new: str, place: int) -> int:
    """Where a caret at ``place`` (in UTF-16 units) of a line stands in the line set straight."""
    at = to_index(old, place)
    before, after = cell_spans(old), cell_spans(new)
    for (low, high), (first, last) in zip(before, after, strict=False):
        if at <= high:
            words = old[low:high]
            inside = at - low - (len(words) - len(words.lstrip()))
            cell = new[first:last]
            start = first + len(cell) - len(cell.lstrip()) if cell.strip() else first + 1
            return to_units(new, start + max(0, min(inside, len(words.strip()))))
    return to_units(new, len(new))
