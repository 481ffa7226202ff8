"""Stores as older newsrooms left them: a new one with what came later taken out."""

from __future__ import annotations

from newsroom.store.after_tables import AFTER_TABLES, Origin
from newsroom.store.connect import Store
from newsroom.store.review_tables import REVIEW_TABLES, ReadMark
from newsroom.store.tables import SORTS

_LATER = {
    14: tuple(f"DROP INDEX article_open_stage_{name}" for name in SORTS),
    13: ("ALTER TABLE media_facts DROP COLUMN edits",),
    11: ("DROP TABLE media_use", "DROP TABLE media_facts", "DROP INDEX media_created"),
    12: ("DROP TABLE wire_feed", "DROP TABLE wire_entry", "DROP TABLE wire_read"),
    10: ("DROP TABLE origin",),
    9: ("DROP INDEX article_board", "DROP INDEX article_on_hand"),
    8: ("ALTER TABLE suggestion DROP COLUMN named",),
    7: ("DROP TABLE style_rule", "DROP TABLE style_allowance"),
    6: ("DROP TABLE read_mark",),
    5: (
        *(
            f"DROP TABLE {table._meta.table_name}"
            for table in reversed(AFTER_TABLES)
            if table is not Origin
        ),
        "DROP INDEX article_publish_at",
        "ALTER TABLE article DROP COLUMN publish_at",
    ),
    4: ("DROP TABLE delivery", "DROP TABLE remote"),
    3: (
        *(
            f"DROP TABLE {table._meta.table_name}"
            for table in reversed(REVIEW_TABLES)
            if table is not ReadMark
        ),
        *(
            f"ALTER TABLE article DROP COLUMN {name}"
            for name in (
                "legal",
                "pictures",
                "sensitive",
                "not_for_publication",
                "comments_open",
                "suggestions_open",
            )
        ),
        "ALTER TABLE staff DROP COLUMN rights",
    ),
    2: ("DROP TABLE publication", "DROP TABLE redirect"),
}
"""What takes a store back from each format to the one before."""

_ON_SERVER = {14: ("DROP STATISTICS article_work",)}
"""And what only a server has."""


def make_older(store: Store, number: int) -> None:
    """Take the store back to that format."""
    with store.transaction():
        for later in sorted(_LATER, reverse=True):
            if later > number:
                on_server = _ON_SERVER.get(later, ()) if isinstance(store.target, str) else ()
                for statement in (*_LATER[later], *on_server):
                    store.engine.execute(statement)
        store.engine.execute(f"UPDATE store_info SET format = {number}")
