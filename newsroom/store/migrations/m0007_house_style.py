"""Format 7: the rule book's own rules, and what people let stand against it."""

from __future__ import annotations

from newsroom.store.engine import Engine
from newsroom.store.orm import peewee

# {key} is a number that the engine gives. Everything else means the same to both.
_TABLES = """
CREATE TABLE style_rule (
    key TEXT NOT NULL PRIMARY KEY, version INTEGER NOT NULL, live SMALLINT NOT NULL, owner BIGINT,
    fields TEXT NOT NULL, updated_at BIGINT NOT NULL, updated_by BIGINT);
CREATE TABLE style_allowance (
    id {key}, rule TEXT NOT NULL, words TEXT NOT NULL, scope TEXT NOT NULL, article BIGINT NOT NULL,
    before TEXT NOT NULL, after TEXT NOT NULL, reason TEXT NOT NULL, who BIGINT,
    at BIGINT NOT NULL);
CREATE INDEX style_allowance_article ON style_allowance (article, id)
"""


def m0007_house_style(engine: Engine) -> None:
    """Make the tables."""
    on_file = isinstance(engine.db, peewee.SqliteDatabase)
    key = "INTEGER NOT NULL PRIMARY KEY" if on_file else "BIGSERIAL NOT NULL PRIMARY KEY"
    for statement in _TABLES.format(key=key).split(";"):
        engine.execute(statement)
