"""The tables of the picture library: what is known of a picture, and which stories show it.

They stand apart from ``store.tables`` because no list of stories needs them.
"""

from __future__ import annotations

from newsroom.store.columns import JsonField, Table, UtcField
from newsroom.store.orm import peewee


class MediaFacts(Table):
    """What is known of a picture; without a row, nothing. ``words`` are folded, for searching.

    The focus is kept in thousandths of width and height, ``expires_on`` as YYYY-MM-DD; ``edits``
    is the turn and what uses say that counts no more (``news.edited``).
    """

    sha256 = peewee.TextField(primary_key=True)
    version = peewee.IntegerField()
    caption = peewee.TextField()
    credit = peewee.TextField()
    alt = peewee.TextField()
    rights = peewee.TextField()
    terms = peewee.TextField()
    rights_holder = peewee.TextField()
    expires_on = peewee.TextField()
    place = peewee.TextField()
    taken = peewee.TextField()
    focus_x = peewee.IntegerField()
    focus_y = peewee.IntegerField()
    words = peewee.TextField()
    added_by = peewee.BigIntegerField(null=True)
    updated_at = UtcField()
    updated_by = peewee.BigIntegerField(null=True)
    removed_at = UtcField(null=True)
    edits = JsonField(default="")


class MediaUse(Table):
    """A story shows a picture now, in its text or as its lead picture."""

    article = peewee.BigIntegerField()
    sha256 = peewee.TextField()
    lead = peewee.SmallIntegerField()

    class Meta:
        """Once, however often it stands there."""

        primary_key = peewee.CompositeKey("article", "sha256")


MediaUse.add_index(MediaUse.sha256, MediaUse.article, name="media_use_sha256")

MEDIA_TABLES: tuple[type[Table], ...] = (MediaFacts, MediaUse)
"""The tables of the library."""
