"""Format 14: open work under one stage, in every order of the list."""

from __future__ import annotations

from newsroom.store.engine import Engine
from newsroom.store.orm import peewee

_ORDERS = {
    "updated_at": "updated_at",
    "published_at": "published_at",
    "due_at": "due_at",
    "created_at": "created_at",
    "headline": "headline_key",
    "priority": "priority",
    "words": "words",
}


def m0014_open_stages(engine: Engine) -> None:
    """Make the indexes, and tell a server that stages and states go together."""
    for name, column in _ORDERS.items():
        engine.execute(
            f"CREATE INDEX article_open_stage_{name} ON article (stage, {column}, id) "
            "WHERE (standing = 0)"
        )
    if not isinstance(engine.db, peewee.SqliteDatabase):
        engine.execute(
            "CREATE STATISTICS article_work (mcv) ON stage, pubstate, standing FROM article"
        )
        engine.execute("ANALYZE article")  # or it would know only after the next few saves
