"""Format 2: what went out to the site is on record, with the names that pages had before."""

from __future__ import annotations

from newsroom.store.engine import Engine
from newsroom.store.orm import peewee


class _Publication(peewee.Model):
    """As ``store.tables`` had it when this step was written."""

    id = peewee.BigAutoField()
    uid = peewee.TextField(unique=True)
    at = peewee.BigIntegerField()
    who = peewee.BigIntegerField(null=True)
    target = peewee.TextField()
    written = peewee.IntegerField()
    deleted = peewee.IntegerField()
    total = peewee.IntegerField()
    root = peewee.TextField()
    files = peewee.BlobField()

    class Meta:
        """Its table."""

        table_name = "publication"
        legacy_table_names = False


class _Redirect(peewee.Model):
    """As ``store.tables`` had it when this step was written."""

    name = peewee.TextField(primary_key=True)
    article = peewee.BigIntegerField()
    at = peewee.BigIntegerField()

    class Meta:
        """Its table."""

        table_name = "redirect"
        legacy_table_names = False


def m0002_publications(engine: Engine) -> None:
    """Make both tables."""
    for table in (_Publication, _Redirect):
        peewee.SchemaManager(table, database=engine.db).create_all(safe=False)
