"""Format 4: stories on their way to other systems, and what they are there."""

from __future__ import annotations

from newsroom.store.engine import Engine
from newsroom.store.orm import peewee

# {key} is a number that the engine gives. Everything else means the same to both.
_TABLES = """
CREATE TABLE delivery (
    id {key}, target TEXT NOT NULL, article BIGINT NOT NULL, standing TEXT NOT NULL, at BIGINT,
    state TEXT NOT NULL, answers TEXT NOT NULL, question TEXT NOT NULL, tries INTEGER NOT NULL,
    next_at BIGINT, problem TEXT NOT NULL, notes TEXT NOT NULL, link TEXT NOT NULL,
    version INTEGER NOT NULL, who BIGINT, queued_at BIGINT NOT NULL, done_at BIGINT,
    holder TEXT NOT NULL, held_at BIGINT);
CREATE INDEX delivery_article ON delivery (article, id);
CREATE INDEX delivery_state ON delivery (state, next_at);
CREATE TABLE remote (
    target TEXT NOT NULL, kind TEXT NOT NULL, key TEXT NOT NULL, number BIGINT NOT NULL,
    stamp TEXT NOT NULL, digest TEXT NOT NULL, link TEXT NOT NULL,
    PRIMARY KEY (target, kind, key))
"""


def m0004_outbox(engine: Engine) -> None:
    """Make both tables."""
    on_file = isinstance(engine.db, peewee.SqliteDatabase)
    key = "INTEGER NOT NULL PRIMARY KEY" if on_file else "BIGSERIAL NOT NULL PRIMARY KEY"
    for statement in _TABLES.format(key=key).split(";"):
        engine.execute(statement)
