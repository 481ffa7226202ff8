"""Format 8: what suggested changes were made together by."""

from __future__ import annotations

from newsroom.store.engine import Engine


def m0008_named_changes(engine: Engine) -> None:
    """Add the column; an older newsroom leaves it empty."""
    engine.execute("ALTER TABLE suggestion ADD COLUMN named TEXT")
