"""Format 9: the board's own order of open work, and what everybody has on hand."""

from __future__ import annotations

from newsroom.store.engine import Engine


def m0009_board(engine: Engine) -> None:
    """Make the indexes."""
    engine.execute(
        "CREATE INDEX article_board ON article (pubstate, stage, due_at, id, words, standing) "
        "WHERE (standing = 0)"
    )
    engine.execute(
        "CREATE INDEX article_on_hand ON article "
        "(assignee, due_at, commissioned_length, standing) WHERE (standing = 0)"
    )
