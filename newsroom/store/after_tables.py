"""The tables of what comes after publishing, and of where stories came from: corrections,
withdrawals, schedules, packages, kin, origins.

They stand apart from ``store.tables`` because no list needs them: they are made when they are first
asked for. Stories and people are named by their numbers, which are never used twice.
"""

from __future__ import annotations

from newsroom.store.columns import JsonField, Table, UtcField
from newsroom.store.orm import peewee


class Correction(Table):
    """A change of a published story, with what readers are told of it."""

    id = peewee.BigAutoField()
    article = peewee.BigIntegerField()
    at = UtcField()
    who = peewee.BigIntegerField(null=True)
    kind = peewee.TextField()
    wrong = peewee.TextField()
    set_right = peewee.TextField()
    spot = peewee.TextField()
    version = peewee.IntegerField()
    undone = peewee.SmallIntegerField(default=0)


class Withdrawal(Table):
    """A story taken back, or asked to be."""

    id = peewee.BigAutoField()
    article = peewee.BigIntegerField()
    kind = peewee.TextField()
    state = peewee.TextField()
    asked_at = UtcField()
    asked_by = peewee.BigIntegerField(null=True)
    reason = peewee.TextField()
    notice = peewee.TextField()
    page = peewee.TextField()
    settled_at = UtcField(null=True)
    settled_by = peewee.BigIntegerField(null=True)
    words = peewee.TextField(default="")


class Schedule(Table):
    """Who scheduled a story, and what they were told last of what is in its way."""

    article = peewee.BigIntegerField(primary_key=True)
    who = peewee.BigIntegerField(null=True)
    at = UtcField()
    override = peewee.TextField(default="")
    told = peewee.TextField(default="")


class Package(Table):
    """Stories in an order."""

    id = peewee.BigAutoField()
    version = peewee.IntegerField(default=1)
    name = peewee.TextField()
    name_key = peewee.TextField(unique=True)
    intro = peewee.TextField(default="")
    pieces = JsonField(default="")
    updated_at = UtcField()
    updated_by = peewee.BigIntegerField(null=True)


class Kin(Table):
    """A story that rewrites another; ``family`` is the first story of them all."""

    article = peewee.BigIntegerField(primary_key=True)
    parent = peewee.BigIntegerField()
    family = peewee.BigIntegerField()


class Origin(Table):
    """Where a story came from: what its source calls it, and what it was when it was taken.

    ``marks`` is a hash of each field as it was taken, ``facts`` what else the source said
    (an address, rights), ``original`` its own text as packed JSON.
    """

    id = peewee.BigAutoField()
    article = peewee.BigIntegerField()
    source = peewee.TextField()
    key = peewee.TextField()
    at = UtcField()
    who = peewee.BigIntegerField(null=True)
    version = peewee.IntegerField()
    marks = JsonField()
    facts = JsonField(default="")
    original = peewee.BlobField(null=True)
    undone = peewee.SmallIntegerField(default=0)


Correction.add_index(Correction.article, Correction.id, name="correction_article")
Withdrawal.add_index(Withdrawal.article, Withdrawal.id, name="withdrawal_article")
Kin.add_index(Kin.family, Kin.article, name="kin_family")
Origin.add_index(Origin.source, Origin.key, Origin.id, name="origin_key")
Origin.add_index(Origin.article, Origin.id, name="origin_article")

AFTER_TABLES: tuple[type[Table], ...] = (Correction, Withdrawal, Schedule, Package, Kin, Origin)
"""The tables, none of which points to another."""
