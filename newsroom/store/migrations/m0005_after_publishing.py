"""Format 5: when a story is to go out, corrections, withdrawals, packages, kin."""

from __future__ import annotations

from newsroom.store.engine import Engine
from newsroom.store.orm import peewee

# {key} is a number that the engine gives. Everything else means the same to both.
_TABLES = """
CREATE TABLE correction (
    id {key}, article BIGINT NOT NULL, at BIGINT NOT NULL, who BIGINT, kind TEXT NOT NULL,
    wrong TEXT NOT NULL, set_right TEXT NOT NULL, spot TEXT NOT NULL, version INTEGER NOT NULL,
    undone SMALLINT NOT NULL);
CREATE INDEX correction_article ON correction (article, id);
CREATE TABLE withdrawal (
    id {key}, article BIGINT NOT NULL, kind TEXT NOT NULL, state TEXT NOT NULL,
    asked_at BIGINT NOT NULL, asked_by BIGINT, reason TEXT NOT NULL, notice TEXT NOT NULL,
    page TEXT NOT NULL, settled_at BIGINT, settled_by BIGINT, words TEXT NOT NULL);
CREATE INDEX withdrawal_article ON withdrawal (article, id);
CREATE TABLE schedule (
    article BIGINT NOT NULL PRIMARY KEY, who BIGINT, at BIGINT NOT NULL,
    override TEXT NOT NULL, told TEXT NOT NULL);
CREATE TABLE package (
    id {key}, version INTEGER NOT NULL, name TEXT NOT NULL, name_key TEXT NOT NULL,
    intro TEXT NOT NULL, pieces TEXT NOT NULL, updated_at BIGINT NOT NULL, updated_by BIGINT);
CREATE UNIQUE INDEX package_name_key ON package (name_key);
CREATE TABLE kin (
    article BIGINT NOT NULL PRIMARY KEY, parent BIGINT NOT NULL, family BIGINT NOT NULL);
CREATE INDEX kin_family ON kin (family, article);
ALTER TABLE article ADD COLUMN publish_at BIGINT;
CREATE INDEX article_publish_at ON article (publish_at, id) WHERE (publish_at IS NOT NULL)
"""


def m0005_after_publishing(engine: Engine) -> None:
    """Make the tables and the column."""
    on_file = isinstance(engine.db, peewee.SqliteDatabase)
    key = "INTEGER NOT NULL PRIMARY KEY" if on_file else "BIGSERIAL NOT NULL PRIMARY KEY"
    for statement in _TABLES.format(key=key).split(";"):
        engine.execute(statement)
