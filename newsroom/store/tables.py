"""The tables, the same on both engines: whole numbers, text and bytes only.

The models are declarations and belong to no database: a query is handed to the engine that runs
it, so that two stores can be open in one process. Moments are microseconds since the epoch in UTC,
JSON is kept as text (the order of keys survives), so that a row looks alike everywhere.
"""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING

from newsroom.store.columns import JsonField as JsonField
from newsroom.store.columns import Table as Table
from newsroom.store.columns import UtcField as UtcField
from newsroom.store.columns import micros as micros
from newsroom.store.columns import moment as moment
from newsroom.store.columns import to_json as to_json
from newsroom.store.orm import peewee


class Standing(IntEnum):
    """Where a story stands on both of its axes, derived from stage and publication state."""

    OPEN = 0  # work: not spiked, not out
    OUT = 1  # readers see it
    TAKEN = 2  # was out; withdrawn or unpublished
    SPIKED = 3


class StoreInfo(Table):
    """The one row about the store itself; ``change_seq`` counts transactions that changed it."""

    id = peewee.IntegerField(primary_key=True)
    uid = peewee.TextField()
    format = peewee.IntegerField()
    min_reader = peewee.IntegerField()
    min_writer = peewee.IntegerField()
    app_version = peewee.TextField()
    created_at = UtcField()
    change_seq = peewee.BigIntegerField(default=0)


class Staff(Table):
    """People and collectives. Nobody is ever deleted: bylines hold on to them."""

    id = peewee.BigAutoField()
    uid = peewee.TextField(unique=True)
    version = peewee.IntegerField(default=1)
    name = peewee.TextField()
    name_key = peewee.TextField(index=True)
    byline = peewee.TextField(default="")
    byline_key = peewee.TextField(index=True)
    initials = peewee.TextField(default="")
    collective = peewee.SmallIntegerField(default=0)
    title = peewee.TextField(default="")
    role = peewee.TextField()
    desks = JsonField(default="")
    bio = peewee.TextField(default="")
    portrait = peewee.TextField(default="")
    email = peewee.TextField(default="")
    phone = peewee.TextField(default="")
    social = peewee.TextField(default="")
    language = peewee.TextField(default="en")
    active = peewee.SmallIntegerField(default=1)
    rights = JsonField(default="")  # beyond those of the role


class Article(Table):
    """A story as the list shows it: a page of the list reads this table alone."""

    id = peewee.BigAutoField()
    uid = peewee.TextField(unique=True)
    version = peewee.IntegerField(default=1)
    slug = peewee.TextField()
    slug_key = peewee.TextField(unique=True)  # case-folded: two slugs never differ by case alone
    kicker = peewee.TextField(default="")
    headline = peewee.TextField(default="")
    headline_key = peewee.TextField(default="")  # folded, for the alphabet
    section = peewee.TextField(default="")
    desk = peewee.TextField(default="")
    stage = peewee.TextField()
    pubstate = peewee.TextField()
    standing = peewee.SmallIntegerField()
    byline = peewee.TextField(default="")  # the credit line as one text
    assignee = peewee.ForeignKeyField(
        Staff, null=True, index=False, column_name="assignee", object_id_name="assignee_id"
    )
    language = peewee.TextField(default="en")
    priority = peewee.IntegerField(default=5)
    due_at = UtcField(null=True)
    planned_at = UtcField(null=True)
    embargo_until = UtcField(null=True)
    published_at = UtcField(null=True)
    publish_at = UtcField(null=True)  # when a scheduled story goes out
    created_at = UtcField()
    updated_at = UtcField()
    updated_by = peewee.BigIntegerField(null=True)
    words = peewee.IntegerField(default=0)
    commissioned_length = peewee.IntegerField(null=True)
    pinned = peewee.SmallIntegerField(default=0)
    excerpt = peewee.TextField(default="")
    legal = peewee.TextField(default="na")
    pictures = peewee.TextField(default="na")
    sensitive = peewee.SmallIntegerField(default=0)
    not_for_publication = peewee.SmallIntegerField(default=0)
    comments_open = peewee.IntegerField(default=0)  # counted by store.comments
    suggestions_open = peewee.IntegerField(default=0)  # counted by store.suggestions


class ArticleText(Table):
    """The rest of a story, read when it is opened. ``digest`` is the SHA-256 of the body."""

    article = peewee.ForeignKeyField(
        Article, primary_key=True, column_name="article", object_id_name="article_id"
    )
    body = peewee.TextField()
    digest = peewee.BlobField()
    dek = peewee.TextField(default="")
    dateline = peewee.TextField(default="")
    short_headline = peewee.TextField(default="")
    direction = peewee.TextField(default="auto")
    ed_note = peewee.TextField(default="")
    stage_before = peewee.TextField(default="")
    picture = JsonField(default="")
    extra = JsonField(default="")


class Byline(Table):
    """A name in a story's credit line, as it was printed; ``out`` copies whether readers see it."""

    article = peewee.ForeignKeyField(
        Article, index=False, column_name="article", object_id_name="article_id"
    )
    position = peewee.SmallIntegerField()
    staff = peewee.ForeignKeyField(
        Staff, null=True, index=False, column_name="staff", object_id_name="staff_id"
    )
    name = peewee.TextField()
    role = peewee.TextField()
    out = peewee.SmallIntegerField(default=0)

    class Meta:
        """A place in the line."""

        primary_key = peewee.CompositeKey("article", "position")


class ArticleTag(Table):
    """A tag of a story, in its place."""

    article = peewee.ForeignKeyField(
        Article, index=False, column_name="article", object_id_name="article_id"
    )
    position = peewee.SmallIntegerField()
    tag = peewee.TextField()

    class Meta:
        """A place among the tags."""

        primary_key = peewee.CompositeKey("article", "position")


class Revision(Table):
    """A saved state of a story. ``frame`` counts from the last one that stands by itself (0)."""

    id = peewee.BigAutoField()
    article = peewee.ForeignKeyField(
        Article, index=False, column_name="article", object_id_name="article_id"
    )
    number = peewee.IntegerField()
    author = peewee.BigIntegerField(null=True)
    created_at = UtcField()
    kind = peewee.TextField()
    note = peewee.TextField(default="")
    frame = peewee.SmallIntegerField()
    size = peewee.IntegerField()
    digest = peewee.BlobField()
    content = peewee.BlobField()

    class Meta:
        """One of each number."""

        indexes = ((("article", "number"), True),)


class SearchDoc(Table):
    """A story's words as folded tokens, the same on every engine; the index over it is not."""

    article = peewee.ForeignKeyField(
        Article, primary_key=True, column_name="article", object_id_name="article_id"
    )
    headline = peewee.TextField()
    meta = peewee.TextField()
    body = peewee.TextField()


class Term(Table):
    """An entry of a list that people edit: a section, a desk, a tag, a kicker."""

    list = peewee.TextField()
    key = peewee.TextField()
    name = peewee.TextField()
    position = peewee.IntegerField(default=0)

    class Meta:
        """One of each key."""

        primary_key = peewee.CompositeKey("list", "key")


class Template(Table):
    """A story to start from."""

    name = peewee.TextField(primary_key=True)
    fields = JsonField()
    position = peewee.IntegerField(default=0)


class SavedFilter(Table):
    """A filter that somebody named; ``owner`` 0 is everybody's."""

    owner = peewee.BigIntegerField(default=0)
    name = peewee.TextField()
    filter = JsonField()
    position = peewee.IntegerField(default=0)

    class Meta:
        """One of each name."""

        primary_key = peewee.CompositeKey("owner", "name")


class Setting(Table):
    """A setting that the whole newsroom shares."""

    scope = peewee.TextField()
    key = peewee.TextField()
    value = JsonField()

    class Meta:
        """One of each key."""

        primary_key = peewee.CompositeKey("scope", "key")


class Media(Table):
    """A file of the media folder by the SHA-256 of its bytes."""

    sha256 = peewee.TextField(primary_key=True)
    filename = peewee.TextField()
    mime = peewee.TextField()
    size = peewee.BigIntegerField()
    width = peewee.IntegerField()
    height = peewee.IntegerField()
    created_at = UtcField()


class Step(Table):
    """An act that can be taken back: what stood there before, and the versions after."""

    id = peewee.BigAutoField()
    at = UtcField()
    who = peewee.BigIntegerField(null=True)
    label = peewee.TextField()
    payload = JsonField()
    undone_at = UtcField(null=True)


class Activity(Table):
    """What was done to what, one row an act; ``seq`` is the store's ``change_seq`` after it.

    It is the history that people read, and what other windows poll.
    """

    id = peewee.BigAutoField()
    seq = peewee.BigIntegerField()
    at = UtcField()
    actor = peewee.BigIntegerField(null=True)
    session = peewee.TextField()
    subject = peewee.TextField()  # "article", "staff", "lists", "media", "steps"
    number = peewee.BigIntegerField(null=True)  # the article's or person's id
    verb = peewee.TextField()
    recent = peewee.SmallIntegerField(default=0)  # whether the Recent Posts box may look different


class Publication(Table):
    """A publishing of the site. ``files`` is packed JSON: SHA-256 by path, "" where deleted."""

    id = peewee.BigAutoField()
    uid = peewee.TextField(unique=True)
    at = UtcField()
    who = peewee.BigIntegerField(null=True)
    target = peewee.TextField()
    written = peewee.IntegerField()
    deleted = peewee.IntegerField()
    total = peewee.IntegerField()
    root = peewee.TextField()
    files = peewee.BlobField()


class Redirect(Table):
    """A name that a story's page had once; who comes by it is sent on to the story."""

    name = peewee.TextField(primary_key=True)
    article = peewee.BigIntegerField()
    at = UtcField()


# Every condition of a partial index stands literally in the queries too: neither planner can prove
# it from a bound value.
NOT_SPIKED = Article.standing < peewee.SQL("3")
IS_OPEN = Article.standing == peewee.SQL("0")
IS_OUT = Article.standing == peewee.SQL("1")

SORTS = {
    "updated_at": Article.updated_at,
    "published_at": Article.published_at,
    "due_at": Article.due_at,
    "created_at": Article.created_at,
    "headline": Article.headline_key,
    "priority": Article.priority,
    "words": Article.words,
}
"""The list's orders by name (``news.article.Sort``), each with the column it goes by."""

# Every order by itself, for open work alone, and under one stage, section or desk: whatever a
# person clicks in the sidebar stays a range of one index, however many stories there are.
for _name, _column in SORTS.items():
    Article.add_index(_column, Article.id, where=NOT_SPIKED, name=f"article_{_name}")
    Article.add_index(_column, Article.id, where=IS_OPEN, name=f"article_open_{_name}")
    for _under in (Article.stage, Article.section, Article.desk):
        Article.add_index(
            _under,
            _column,
            Article.id,
            where=None if _under is Article.stage else NOT_SPIKED,
            name=f"article_{_under.name}_{_name}",
        )
for _name, _column in SORTS.items():
    if _name != "updated_at":  # article_assignee below is that one
        Article.add_index(
            Article.assignee,
            _column,
            Article.id,
            where=Article.assignee.is_null(False),
            name=f"article_assignee_{_name}",
        )
for _under in (Article.section, Article.desk):
    Article.add_index(
        _under,
        Article.stage,
        Article.updated_at,
        Article.id,
        name=f"article_{_under.name}_stage_updated_at",
    )
Article.add_index(Article.pubstate, Article.updated_at, Article.id, name="article_pubstate")
Article.add_index(
    Article.assignee,
    Article.updated_at,
    Article.id,
    Article.standing,  # so that counting what somebody has reads the index alone
    where=Article.assignee.is_null(False),
    name="article_assignee",
)
Article.add_index(
    Article.pinned, Article.published_at, Article.id, where=IS_OUT, name="article_recent"
)
Article.add_index(
    Article.stage, Article.pubstate, Article.desk, Article.section, name="article_counts"
)
Article.add_index(
    Article.publish_at,
    Article.id,
    where=Article.publish_at.is_null(False),
    name="article_publish_at",
)
Byline.add_index(Byline.staff, Byline.out, Byline.article, name="byline_staff")
ArticleTag.add_index(ArticleTag.tag, ArticleTag.article, name="article_tag_tag")
Step.add_index(Step.who, Step.id, name="step_who")
Activity.add_index(Activity.seq, name="activity_seq")
Activity.add_index(Activity.subject, Activity.number, Activity.id, name="activity_subject")

_CORE: tuple[type[Table], ...] = (
    StoreInfo,
    Staff,
    Article,
    ArticleText,
    Byline,
    ArticleTag,
    Revision,
    SearchDoc,
    Term,
    Template,
    SavedFilter,
    Setting,
    Media,
    Step,
    Activity,
    Publication,
    Redirect,
)

if TYPE_CHECKING:
    TABLES: tuple[type[Table], ...]
    """Every table, each after those that it points to."""


def __getattr__(name: str) -> tuple[type[Table], ...]:
    # Models cost time to make; those of the review desk are made when somebody asks for them.
    if name != "TABLES":
        raise AttributeError(name)
    from newsroom.store.after_tables import AFTER_TABLES
    from newsroom.store.media_tables import MEDIA_TABLES
    from newsroom.store.outbox_tables import OUTBOX_TABLES
    from newsroom.store.review_tables import REVIEW_TABLES
    from newsroom.store.rules_tables import RULES_TABLES
    from newsroom.store.wire_tables import WIRE_TABLES

    later = (*REVIEW_TABLES, *OUTBOX_TABLES, *AFTER_TABLES, *RULES_TABLES, *MEDIA_TABLES)
    return (*_CORE, *later, *WIRE_TABLES)
