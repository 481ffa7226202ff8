"""Format 11: what is known of pictures, and which stories show them."""

from __future__ import annotations

import json
import re

from newsroom.store.engine import Engine
from newsroom.store.orm import peewee

_TABLES = """
CREATE TABLE media_facts (
    sha256 TEXT NOT NULL PRIMARY KEY, version INTEGER NOT NULL, caption TEXT NOT NULL,
    credit TEXT NOT NULL, alt TEXT NOT NULL, rights TEXT NOT NULL, terms TEXT NOT NULL,
    rights_holder TEXT NOT NULL, expires_on TEXT NOT NULL, place TEXT NOT NULL, taken TEXT NOT NULL,
    focus_x INTEGER NOT NULL, focus_y INTEGER NOT NULL, words TEXT NOT NULL, added_by BIGINT,
    updated_at BIGINT NOT NULL, updated_by BIGINT, removed_at BIGINT);
CREATE TABLE media_use (
    article BIGINT NOT NULL, sha256 TEXT NOT NULL, lead SMALLINT NOT NULL,
    PRIMARY KEY (article, sha256));
CREATE INDEX media_use_sha256 ON media_use (sha256, article);
CREATE INDEX media_created ON media (created_at, sha256)
"""
_HELD = re.compile(r"media[:/]([0-9a-f]{64})")
_SHOWING = (
    "SELECT article, body, picture FROM article_text WHERE article > {mark} "
    "AND (picture <> '' OR body LIKE {mark}) ORDER BY article LIMIT 500"
)


def m0011_pictures(engine: Engine) -> None:
    """Make the tables, and write down which pictures the stories show."""
    for statement in _TABLES.split(";"):
        engine.execute(statement)
    on_file = isinstance(engine.db, peewee.SqliteDatabase)
    mark = "?" if on_file else "%s"
    last = 0
    while rows := engine.fetch(_SHOWING.format(mark=mark), (last, "%media%")):
        for article, body, picture in rows:
            last = int(article)
            lead = json.loads(picture)["sha256"] if picture else ""
            shown = {found[1] for found in _HELD.finditer(body)} | ({lead} - {""})
            for sha256 in sorted(shown):
                engine.execute(
                    f"INSERT INTO media_use VALUES ({mark}, {mark}, {mark})",
                    (article, sha256, int(sha256 == lead)),
                )
