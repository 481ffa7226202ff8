"""The tables of what goes out to targets: deliveries on their way, and what things are there."""

from __future__ import annotations

from newsroom.store.columns import JsonField, Table, UtcField
from newsroom.store.orm import peewee


class Delivery(Table):
    """A story on its way to a target."""

    id = peewee.BigAutoField()
    target = peewee.TextField()
    article = peewee.BigIntegerField()
    standing = peewee.TextField()
    at = UtcField(null=True)
    state = peewee.TextField()
    answers = JsonField(default="")
    question = JsonField(default="")
    tries = peewee.IntegerField(default=0)
    next_at = UtcField(null=True)
    problem = peewee.TextField(default="")
    notes = JsonField(default="")
    link = peewee.TextField(default="")
    version = peewee.IntegerField(default=0)
    who = peewee.BigIntegerField(null=True)
    queued_at = UtcField()
    done_at = UtcField(null=True)
    holder = peewee.TextField(default="")  # the window that is sending it
    held_at = UtcField(null=True)


class Remote(Table):
    """What one of our things is at a target."""

    target = peewee.TextField()
    kind = peewee.TextField()
    key = peewee.TextField()
    number = peewee.BigIntegerField()
    stamp = peewee.TextField(default="")
    digest = peewee.TextField(default="")
    link = peewee.TextField(default="")

    class Meta:
        """Once a target."""

        primary_key = peewee.CompositeKey("target", "kind", "key")


Delivery.add_index(Delivery.article, Delivery.id, name="delivery_article")
Delivery.add_index(Delivery.state, Delivery.next_at, name="delivery_state")

OUTBOX_TABLES: tuple[type[Table], ...] = (Delivery, Remote)
"""The tables of the outbox."""
