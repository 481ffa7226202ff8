"""The tables of the review desk: comments, suggestions, the way of stories, locks, sign-offs.

They stand apart from ``store.tables`` because no list needs them: they are made when they are first
asked for. Stories and people are named by their numbers, which are never used twice.
"""

from __future__ import annotations

from newsroom.store.columns import JsonField, Table, UtcField
from newsroom.store.orm import peewee


class Thread(Table):
    """A talk about some words of a story, or about all of it; a fact to check is one as well."""

    id = peewee.BigAutoField()
    uid = peewee.TextField(unique=True)
    article = peewee.BigIntegerField()
    kind = peewee.TextField()  # "comment" or "fact"
    state = peewee.TextField()  # "open", "resolved", or "removed" where nothing is left of it
    author = peewee.BigIntegerField(null=True)
    created_at = UtcField()
    touched_at = UtcField()
    version = peewee.IntegerField()  # of the story that the anchor was made on
    anchor = JsonField(default="")  # as text/anchor.py makes it; empty for the whole story
    quote = peewee.TextField(default="")  # the words that it stands on
    orphan = peewee.SmallIntegerField(default=0)  # the words are gone from the story
    claim = peewee.TextField(default="")
    source = peewee.TextField(default="")
    fact = peewee.TextField(default="")
    resolved_by = peewee.BigIntegerField(null=True)
    resolved_at = UtcField(null=True)


class Comment(Table):
    """What somebody said in a thread."""

    id = peewee.BigAutoField()
    thread = peewee.ForeignKeyField(
        Thread, index=False, column_name="thread", object_id_name="thread_id"
    )
    author = peewee.BigIntegerField(null=True)
    created_at = UtcField()
    edited_at = UtcField(null=True)
    removed_at = UtcField(null=True)
    words = peewee.TextField()


class Mention(Table):
    """Somebody named in a comment by @name."""

    comment = peewee.ForeignKeyField(
        Comment, index=False, column_name="comment", object_id_name="comment_id"
    )
    person = peewee.BigIntegerField()
    thread = peewee.BigIntegerField()

    class Meta:
        """Once a comment."""

        primary_key = peewee.CompositeKey("comment", "person")


class ReadMark(Table):
    """The version of a story that somebody read last; person 0 where nobody signed."""

    article = peewee.BigIntegerField()
    person = peewee.BigIntegerField()
    version = peewee.IntegerField()
    at = UtcField()

    class Meta:
        """One a person and story."""

        primary_key = peewee.CompositeKey("article", "person")


class Suggestion(Table):
    """A proposed version of a story by one person, beside the base that it was made on."""

    id = peewee.BigAutoField()
    uid = peewee.TextField(unique=True)
    version = peewee.IntegerField(default=1)
    article = peewee.BigIntegerField()
    author = peewee.BigIntegerField(default=0)  # 0 where nobody signed
    base_version = peewee.IntegerField()  # of the story that the base was read at
    base = JsonField()
    proposal = JsonField()
    changes = peewee.IntegerField()  # how many are not settled yet
    state = peewee.TextField()  # "open", "settled" or "withdrawn"
    note = peewee.TextField(default="")
    created_at = UtcField()
    updated_at = UtcField()
    named = JsonField(null=True)  # what changes were made together by, and which they are


class Settlement(Table):
    """What became of one suggested change."""

    id = peewee.BigAutoField()
    suggestion = peewee.ForeignKeyField(
        Suggestion, index=False, column_name="suggestion", object_id_name="suggestion_id"
    )
    article = peewee.BigIntegerField()
    at = UtcField()
    who = peewee.BigIntegerField(null=True)
    accepted = peewee.SmallIntegerField()
    change = JsonField()
    undone = peewee.SmallIntegerField(default=0)


class Movement(Table):
    """A story was sent on, back, or handed to somebody."""

    id = peewee.BigAutoField()
    article = peewee.BigIntegerField()
    at = UtcField()
    who = peewee.BigIntegerField(null=True)
    kind = peewee.TextField()
    before = peewee.TextField()  # the stage that it left
    after = peewee.TextField()
    person = peewee.BigIntegerField(null=True)  # whom it was handed to
    due_at = UtcField(null=True)
    note = peewee.TextField(default="")
    undone = peewee.SmallIntegerField(default=0)


class Notice(Table):
    """Something that somebody should know of: an entry of their inbox."""

    id = peewee.BigAutoField()
    person = peewee.BigIntegerField()
    at = UtcField()
    kind = peewee.TextField()
    article = peewee.BigIntegerField()
    subject = peewee.BigIntegerField()  # the thread, movement or suggestion set
    who = peewee.BigIntegerField(null=True)
    words = peewee.TextField(default="")
    read_at = UtcField(null=True)
    undone = peewee.SmallIntegerField(default=0)


class EditLock(Table):
    """Who is editing a story, since when, and what they typed that is not saved yet."""

    article = peewee.BigIntegerField(primary_key=True)
    session = peewee.TextField()
    person = peewee.BigIntegerField(null=True)
    place = peewee.TextField(default="")  # the computer, where nobody signed
    since = UtcField()
    active_at = UtcField()  # the last key
    seen_at = UtcField()  # the last sign of life
    base_version = peewee.IntegerField(default=0)
    draft = JsonField(default="")


class Presence(Table):
    """Who has a story open."""

    article = peewee.BigIntegerField()
    session = peewee.TextField()
    person = peewee.BigIntegerField(null=True)
    place = peewee.TextField(default="")
    since = UtcField()
    seen_at = UtcField()

    class Meta:
        """Once a window."""

        primary_key = peewee.CompositeKey("article", "session")


class Tick(Table):
    """A check that somebody made by hand and put their initials to."""

    article = peewee.BigIntegerField()
    item = peewee.TextField()
    at = UtcField()
    who = peewee.BigIntegerField(null=True)
    initials = peewee.TextField()
    version = peewee.IntegerField()

    class Meta:
        """Once a story."""

        primary_key = peewee.CompositeKey("article", "item")


class Signoff(Table):
    """Somebody answered for a story: let it through a gate, with a reason where the gate was shut.

    ``findings`` is what stood in the way.
    """

    id = peewee.BigAutoField()
    article = peewee.BigIntegerField()
    at = UtcField()
    who = peewee.BigIntegerField(null=True)
    initials = peewee.TextField()
    gate = peewee.TextField()
    version = peewee.IntegerField()
    reason = peewee.TextField(default="")
    findings = JsonField(default="")
    undone = peewee.SmallIntegerField(default=0)


# The conditions of partial indexes stand literally in the queries too, as in store.tables.
IS_TALKED_OF = Thread.state == peewee.SQL("'open'")
IS_PROPOSED = Suggestion.state == peewee.SQL("'open'")
IS_FACT = Thread.kind == peewee.SQL("'fact'")
IS_NEWS = (Notice.read_at.is_null()) & (Notice.undone == peewee.SQL("0"))

Thread.add_index(Thread.article, Thread.id, name="thread_article")
Thread.add_index(Thread.touched_at, Thread.id, where=IS_TALKED_OF, name="thread_open")
Thread.add_index(Thread.touched_at, Thread.id, where=IS_FACT, name="thread_facts")
Thread.add_index(Thread.author, Thread.touched_at, Thread.id, name="thread_author")
Comment.add_index(Comment.thread, Comment.id, name="comment_thread")
Comment.add_index(Comment.author, Comment.thread, name="comment_author")
Mention.add_index(Mention.person, Mention.thread, name="mention_person")
Suggestion.add_index(Suggestion.article, Suggestion.id, name="suggestion_article")
Suggestion.add_index(
    Suggestion.article,
    Suggestion.author,
    where=IS_PROPOSED,
    unique=True,
    name="suggestion_open",
)
Settlement.add_index(Settlement.article, Settlement.id, name="settlement_article")
Settlement.add_index(Settlement.suggestion, Settlement.id, name="settlement_suggestion")
Movement.add_index(Movement.article, Movement.id, name="movement_article")
Notice.add_index(Notice.person, Notice.id, name="notice_person")
Notice.add_index(Notice.person, Notice.id, where=IS_NEWS, name="notice_news")
Notice.add_index(Notice.kind, Notice.subject, name="notice_subject")
EditLock.add_index(EditLock.session, name="edit_lock_session")
Presence.add_index(Presence.session, name="presence_session")
Signoff.add_index(Signoff.article, Signoff.id, name="signoff_article")

REVIEW_TABLES: tuple[type[Table], ...] = (
    Thread,
    Comment,
    Mention,
    ReadMark,
    Suggestion,
    Settlement,
    Movement,
    Notice,
    EditLock,
    Presence,
    Tick,
    Signoff,
)
"""The tables of the review desk, each after those that it points to."""
