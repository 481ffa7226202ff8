"""Format 13: pictures may be turned, and what the library says of one now reaches its uses."""

from __future__ import annotations

from newsroom.store.engine import Engine


def m0013_edited_pictures(engine: Engine) -> None:
    """Make the column. Nothing was edited yet."""
    engine.execute("ALTER TABLE media_facts ADD COLUMN edits TEXT NOT NULL DEFAULT ''")
