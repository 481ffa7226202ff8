"""The tables of the wire: feeds, their entries, and who has read which.

They stand apart from ``store.tables`` because no list of stories needs them.
"""

from __future__ import annotations

from newsroom.store.columns import JsonField, Table, UtcField
from newsroom.store.orm import peewee


class WireFeed(Table):
    """A feed that the newsroom reads. ``reading`` counts how often its text came anew."""

    id = peewee.BigAutoField()
    name = peewee.TextField()
    address = peewee.TextField()
    minutes = peewee.IntegerField()
    rights = peewee.TextField(default="")
    section = peewee.TextField(default="")
    language = peewee.TextField(default="")
    live = peewee.SmallIntegerField(default=1)
    etag = peewee.TextField(default="")
    modified = peewee.TextField(default="")
    polled_at = UtcField(null=True)
    next_at = UtcField(null=True)
    failures = peewee.IntegerField(default=0)
    problem = peewee.TextField(default="")
    reading = peewee.IntegerField(default=0)
    holder = peewee.TextField(default="")  # the window that is reading it
    held_at = UtcField(null=True)


class WireEntry(Table):
    """An entry. ``story`` is what its story is known by (``store.origins``), ``sought`` the words
    that it is found by, ``body`` its text as packed JSON, ``reading`` the last one that had it."""

    id = peewee.BigAutoField()
    feed = peewee.BigIntegerField()
    key = peewee.TextField()
    story = peewee.TextField()
    digest = peewee.TextField()
    at = UtcField()
    sought = peewee.TextField()
    head = JsonField()
    body = peewee.BlobField(null=True)
    state = peewee.TextField()
    arrived_at = UtcField()
    changed_at = UtcField(null=True)
    reading = peewee.IntegerField()


class WireRead(Table):
    """Who has read which entry; a person of None is kept as 0."""

    person = peewee.BigIntegerField()
    entry = peewee.BigIntegerField()

    class Meta:
        """Once a person."""

        primary_key = peewee.CompositeKey("person", "entry")


WireEntry.add_index(WireEntry.feed, WireEntry.key, unique=True, name="wire_entry_key")
WireEntry.add_index(WireEntry.state, WireEntry.at, WireEntry.id, name="wire_entry_at")

WIRE_TABLES: tuple[type[Table], ...] = (WireFeed, WireEntry, WireRead)
"""The tables of the wire."""
