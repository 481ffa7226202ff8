"""Format 6: which version of a story somebody read last."""

from __future__ import annotations

from newsroom.store.engine import Engine


def m0006_read_marks(engine: Engine) -> None:
    """Make the table; nobody has read anything yet."""
    engine.execute(
        "CREATE TABLE read_mark (article BIGINT NOT NULL, person BIGINT NOT NULL, "
        "version INTEGER NOT NULL, at BIGINT NOT NULL, PRIMARY KEY (article, person))"
    )
