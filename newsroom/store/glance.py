"""A look at whether a store was changed, so light that it costs next to nothing."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path


def glance(path: Path) -> tuple[str, int] | None:
    """The store's own name and the number that goes up with every change.

    None where that can't be told so easily: on a server, or where something is wrong.
    """
    if not path.is_file():
        return None
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as db:
            row = db.execute("SELECT uid, change_seq FROM store_info WHERE id = 1").fetchone()
    except sqlite3.Error:
        return None
    return None if row is None else (str(row[0]), int(row[1]))
