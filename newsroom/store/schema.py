"""Making an empty store: the tables, and the word index that each engine builds over them."""

from __future__ import annotations

from newsroom.store import tables
from newsroom.store.engine import Engine
from newsroom.store.orm import peewee

# What waits in one stage, in every order of the list: under Ready stands all that was published,
# and among open work few stories are Ready.
for _name, _column in tables.SORTS.items():
    tables.Article.add_index(
        tables.Article.stage,
        _column,
        tables.Article.id,
        where=tables.IS_OPEN,
        name=f"article_open_stage_{_name}",
    )

# No list needs these: the board goes by them, and sums what stands in it and what people have on
# hand from the indexes alone.
tables.Article.add_index(
    tables.Article.pubstate,
    tables.Article.stage,
    tables.Article.due_at,
    tables.Article.id,
    tables.Article.words,
    tables.Article.standing,  # SQLite reads it although the condition says it
    where=tables.IS_OPEN,
    name="article_board",
)
tables.Article.add_index(
    tables.Article.assignee,
    tables.Article.due_at,
    tables.Article.commissioned_length,
    tables.Article.standing,
    where=tables.IS_OPEN,
    name="article_on_hand",
)

tables.Media.add_index(tables.Media.created_at, tables.Media.sha256, name="media_created")

# The tokens are made in Python (store.tokens); the index only splits them at blanks. Private-use
# letters and marks count as letters, so that no token is cut. The one-letter prefix index is what
# makes the first key of a search quick (design/performance.md 0.3).
_FTS = (
    """
    CREATE VIRTUAL TABLE search_fts USING fts5(
        headline, meta, body, content='search_doc', content_rowid='article',
        tokenize="unicode61 remove_diacritics 0 categories 'L* N* Co Mn Mc'", prefix='1 2 3')
    """,
    """
    CREATE TRIGGER search_doc_added AFTER INSERT ON search_doc BEGIN
        INSERT INTO search_fts(rowid, headline, meta, body)
        VALUES (new.article, new.headline, new.meta, new.body);
    END
    """,
    """
    CREATE TRIGGER search_doc_removed AFTER DELETE ON search_doc BEGIN
        INSERT INTO search_fts(search_fts, rowid, headline, meta, body)
        VALUES ('delete', old.article, old.headline, old.meta, old.body);
    END
    """,
    """
    CREATE TRIGGER search_doc_changed AFTER UPDATE ON search_doc BEGIN
        INSERT INTO search_fts(search_fts, rowid, headline, meta, body)
        VALUES ('delete', old.article, old.headline, old.meta, old.body);
        INSERT INTO search_fts(rowid, headline, meta, body)
        VALUES (new.article, new.headline, new.meta, new.body);
    END
    """,
)

# Stage and state go together, which a server does not see by itself: it takes most of the open work
# for Ready, as most of all stories are, and walks through it for those few that are.
_ON_SERVER = (
    "CREATE STATISTICS article_work (mcv) ON stage, pubstate, standing FROM article",
    """
    ALTER TABLE search_doc ADD COLUMN tsv tsvector GENERATED ALWAYS AS (
        setweight(to_tsvector('simple', headline), 'A')
        || setweight(to_tsvector('simple', meta), 'B')
        || setweight(to_tsvector('simple', body), 'D')
    ) STORED
    """,
    "CREATE INDEX search_doc_tsv ON search_doc USING gin (tsv)",
)

SERVER_ONLY = frozenset({("search_doc", "tsv"), ("search_doc", "search_doc_tsv")})
"""Columns and indexes that no model declares."""


def make_tables(engine: Engine) -> None:
    """Make every table and index in the store; it must have none of them."""
    for table in tables.TABLES:
        peewee.SchemaManager(table, database=engine.db).create_all(safe=False)
    for sql in _FTS if isinstance(engine.db, peewee.SqliteDatabase) else _ON_SERVER:
        engine.execute(sql)
