"""The tables of the house style: rules of the book, and what people let stand.

They stand apart from ``store.tables`` because no list needs them.
"""

from __future__ import annotations

from newsroom.store.columns import JsonField, Table, UtcField
from newsroom.store.orm import peewee


class StyleRule(Table):
    """A rule that this newsroom made, or made its own: it stands for the one that we ship."""

    key = peewee.TextField(primary_key=True)
    version = peewee.IntegerField()
    live = peewee.SmallIntegerField()
    owner = peewee.BigIntegerField(null=True)
    fields = JsonField()  # all else that a rule says
    updated_at = UtcField()
    updated_by = peewee.BigIntegerField(null=True)


class StyleAllowance(Table):
    """Words that somebody let stand against a rule; story 0 is all stories."""

    id = peewee.BigAutoField()
    rule = peewee.TextField()
    words = peewee.TextField()
    scope = peewee.TextField()
    article = peewee.BigIntegerField()
    before = peewee.TextField(default="")
    after = peewee.TextField(default="")
    reason = peewee.TextField(default="")
    who = peewee.BigIntegerField(null=True)
    at = UtcField()


StyleAllowance.add_index(StyleAllowance.article, StyleAllowance.id, name="style_allowance_article")

RULES_TABLES: tuple[type[Table], ...] = (StyleRule, StyleAllowance)
"""The tables of the house style."""
