"""How the commands speak: lines on stdout, sentences on stderr, JSON in one piece."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Sequence
from datetime import datetime, tzinfo


def out(line: str = "") -> None:
    """A line of the answer."""
    sys.stdout.write(line + "\n")


def tell(sentence: str) -> None:
    """A sentence to the person, apart from the answer."""
    sys.stderr.write(f"newsroom: {sentence}\n")


def shape(data: object) -> None:
    """The answer as JSON."""
    json.dump(data, sys.stdout, ensure_ascii=False, indent=2)
    sys.stdout.write("\n")


def table(rows: Iterable[Sequence[str]]) -> None:
    """Rows in columns; the last column runs free."""
    lines = [tuple(row) for row in rows]
    if not lines:
        return
    widths = [max(len(line[i]) for line in lines) for i in range(len(lines[0]) - 1)]
    for line in lines:
        cells = [cell.ljust(width) for cell, width in zip(line, widths, strict=False)]
        out("  ".join([*cells, line[-1]]).rstrip())


def when(moment: datetime | None, zone: tzinfo) -> str:
    """A moment by the newsroom's own clock, "" where there is none."""
    return moment.astimezone(zone).strftime("%Y-%m-%d %H:%M") if moment else ""
