"""Format 10: where stories came from."""

from __future__ import annotations

from newsroom.store.engine import Engine
from newsroom.store.orm import peewee


def m0010_origins(engine: Engine) -> None:
    """Make the table."""
    on_file = isinstance(engine.db, peewee.SqliteDatabase)
    key = "INTEGER NOT NULL PRIMARY KEY" if on_file else "BIGSERIAL NOT NULL PRIMARY KEY"
    blob = "BLOB" if on_file else "BYTEA"
    engine.execute(
        f"CREATE TABLE origin (id {key}, article BIGINT NOT NULL, source TEXT NOT NULL, "
        "key TEXT NOT NULL, at BIGINT NOT NULL, who BIGINT, version INTEGER NOT NULL, "
        f"marks TEXT NOT NULL, facts TEXT NOT NULL, original {blob}, undone SMALLINT NOT NULL)"
    )
    engine.execute("CREATE INDEX origin_key ON origin (source, key, id)")
    engine.execute("CREATE INDEX origin_article ON origin (article, id)")
