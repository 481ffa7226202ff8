"""Format 12: the feeds that the newsroom reads, their entries, and who has read which."""

from __future__ import annotations

from newsroom.store.engine import Engine
from newsroom.store.orm import peewee

# {key} is a number that the engine gives, {blob} bytes. Everything else means the same to both.
_TABLES = """
CREATE TABLE wire_feed (
    id {key}, name TEXT NOT NULL, address TEXT NOT NULL, minutes INTEGER NOT NULL,
    rights TEXT NOT NULL, section TEXT NOT NULL, language TEXT NOT NULL, live SMALLINT NOT NULL,
    etag TEXT NOT NULL, modified TEXT NOT NULL, polled_at BIGINT, next_at BIGINT,
    failures INTEGER NOT NULL, problem TEXT NOT NULL, reading INTEGER NOT NULL,
    holder TEXT NOT NULL, held_at BIGINT);
CREATE TABLE wire_entry (
    id {key}, feed BIGINT NOT NULL, key TEXT NOT NULL, story TEXT NOT NULL, digest TEXT NOT NULL,
    at BIGINT NOT NULL, sought TEXT NOT NULL, head TEXT NOT NULL, body {blob},
    state TEXT NOT NULL, arrived_at BIGINT NOT NULL, changed_at BIGINT, reading INTEGER NOT NULL);
CREATE UNIQUE INDEX wire_entry_key ON wire_entry (feed, key);
CREATE INDEX wire_entry_at ON wire_entry (state, at, id);
CREATE TABLE wire_read (
    person BIGINT NOT NULL, entry BIGINT NOT NULL, PRIMARY KEY (person, entry))
"""


def m0012_wire(engine: Engine) -> None:
    """Make the tables."""
    on_file = isinstance(engine.db, peewee.SqliteDatabase)
    key = "INTEGER NOT NULL PRIMARY KEY" if on_file else "BIGSERIAL NOT NULL PRIMARY KEY"
    blob = "BLOB" if on_file else "BYTEA"
    for statement in _TABLES.format(key=key, blob=blob).split(";"):
        engine.execute(statement)
