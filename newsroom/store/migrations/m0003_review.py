"""Format 3: the review desk, with comments, suggestions, ways, locks, sign-offs and rights."""

from __future__ import annotations

import json

from newsroom.store.engine import Engine
from newsroom.store.orm import peewee

# {key} is a number that the engine gives. Everything else means the same to both.
_TABLES = """
CREATE TABLE thread (
    id {key}, uid TEXT NOT NULL, article BIGINT NOT NULL, kind TEXT NOT NULL, state TEXT NOT NULL,
    author BIGINT, created_at BIGINT NOT NULL, touched_at BIGINT NOT NULL,
    version INTEGER NOT NULL, anchor TEXT NOT NULL, quote TEXT NOT NULL, orphan SMALLINT NOT NULL,
    claim TEXT NOT NULL, source TEXT NOT NULL, fact TEXT NOT NULL, resolved_by BIGINT,
    resolved_at BIGINT);
CREATE UNIQUE INDEX thread_uid ON thread (uid);
CREATE INDEX thread_article ON thread (article, id);
CREATE INDEX thread_open ON thread (touched_at, id) WHERE (state = 'open');
CREATE INDEX thread_facts ON thread (touched_at, id) WHERE (kind = 'fact');
CREATE INDEX thread_author ON thread (author, touched_at, id);
CREATE TABLE comment (
    id {key}, thread BIGINT NOT NULL REFERENCES thread (id), author BIGINT,
    created_at BIGINT NOT NULL, edited_at BIGINT, removed_at BIGINT, words TEXT NOT NULL);
CREATE INDEX comment_thread ON comment (thread, id);
CREATE INDEX comment_author ON comment (author, thread);
CREATE TABLE mention (
    comment BIGINT NOT NULL REFERENCES comment (id), person BIGINT NOT NULL,
    thread BIGINT NOT NULL, PRIMARY KEY (comment, person));
CREATE INDEX mention_person ON mention (person, thread);
CREATE TABLE suggestion (
    id {key}, uid TEXT NOT NULL, version INTEGER NOT NULL, article BIGINT NOT NULL,
    author BIGINT NOT NULL, base_version INTEGER NOT NULL, base TEXT NOT NULL,
    proposal TEXT NOT NULL, changes INTEGER NOT NULL, state TEXT NOT NULL, note TEXT NOT NULL,
    created_at BIGINT NOT NULL, updated_at BIGINT NOT NULL);
CREATE UNIQUE INDEX suggestion_uid ON suggestion (uid);
CREATE INDEX suggestion_article ON suggestion (article, id);
CREATE UNIQUE INDEX suggestion_open ON suggestion (article, author) WHERE (state = 'open');
CREATE TABLE settlement (
    id {key}, suggestion BIGINT NOT NULL REFERENCES suggestion (id), article BIGINT NOT NULL,
    at BIGINT NOT NULL, who BIGINT, accepted SMALLINT NOT NULL, change TEXT NOT NULL,
    undone SMALLINT NOT NULL);
CREATE INDEX settlement_article ON settlement (article, id);
CREATE INDEX settlement_suggestion ON settlement (suggestion, id);
CREATE TABLE movement (
    id {key}, article BIGINT NOT NULL, at BIGINT NOT NULL, who BIGINT, kind TEXT NOT NULL,
    before TEXT NOT NULL, after TEXT NOT NULL, person BIGINT, due_at BIGINT, note TEXT NOT NULL,
    undone SMALLINT NOT NULL);
CREATE INDEX movement_article ON movement (article, id);
CREATE TABLE notice (
    id {key}, person BIGINT NOT NULL, at BIGINT NOT NULL, kind TEXT NOT NULL,
    article BIGINT NOT NULL, subject BIGINT NOT NULL, who BIGINT, words TEXT NOT NULL,
    read_at BIGINT, undone SMALLINT NOT NULL);
CREATE INDEX notice_person ON notice (person, id);
CREATE INDEX notice_news ON notice (person, id) WHERE ((read_at IS NULL) AND (undone = 0));
CREATE INDEX notice_subject ON notice (kind, subject);
CREATE TABLE edit_lock (
    article BIGINT NOT NULL PRIMARY KEY, session TEXT NOT NULL, person BIGINT,
    place TEXT NOT NULL, since BIGINT NOT NULL, active_at BIGINT NOT NULL,
    seen_at BIGINT NOT NULL, base_version INTEGER NOT NULL, draft TEXT NOT NULL);
CREATE INDEX edit_lock_session ON edit_lock (session);
CREATE TABLE presence (
    article BIGINT NOT NULL, session TEXT NOT NULL, person BIGINT, place TEXT NOT NULL,
    since BIGINT NOT NULL, seen_at BIGINT NOT NULL, PRIMARY KEY (article, session));
CREATE INDEX presence_session ON presence (session);
CREATE TABLE tick (
    article BIGINT NOT NULL, item TEXT NOT NULL, at BIGINT NOT NULL, who BIGINT,
    initials TEXT NOT NULL, version INTEGER NOT NULL, PRIMARY KEY (article, item));
CREATE TABLE signoff (
    id {key}, article BIGINT NOT NULL, at BIGINT NOT NULL, who BIGINT, initials TEXT NOT NULL,
    gate TEXT NOT NULL, version INTEGER NOT NULL, reason TEXT NOT NULL, findings TEXT NOT NULL,
    undone SMALLINT NOT NULL);
CREATE INDEX signoff_article ON signoff (article, id);
ALTER TABLE article ADD COLUMN legal TEXT NOT NULL DEFAULT 'na';
ALTER TABLE article ADD COLUMN pictures TEXT NOT NULL DEFAULT 'na';
ALTER TABLE article ADD COLUMN sensitive SMALLINT NOT NULL DEFAULT 0;
ALTER TABLE article ADD COLUMN not_for_publication SMALLINT NOT NULL DEFAULT 0;
ALTER TABLE article ADD COLUMN comments_open INTEGER NOT NULL DEFAULT 0;
ALTER TABLE article ADD COLUMN suggestions_open INTEGER NOT NULL DEFAULT 0;
ALTER TABLE staff ADD COLUMN rights TEXT NOT NULL DEFAULT ''
"""

# In a newsroom that knew no rights everybody could do everything; that is how it stays until
# somebody says otherwise.
_EVERY_RIGHT = (
    "read",
    "comment",
    "suggest",
    "edit",
    "send",
    "approve",
    "publish",
    "correct",
    "kill",
    "manage_staff",
    "manage_rules",
)


def m0003_review(engine: Engine) -> None:
    """Make the tables, and give everybody who is here every right."""
    on_file = isinstance(engine.db, peewee.SqliteDatabase)
    key = "INTEGER NOT NULL PRIMARY KEY" if on_file else "BIGSERIAL NOT NULL PRIMARY KEY"
    for statement in _TABLES.format(key=key).split(";"):
        engine.execute(statement)
    rights = json.dumps(_EVERY_RIGHT, separators=(",", ":"))
    engine.execute(f"UPDATE staff SET rights = {engine.db.param}", (rights,))
