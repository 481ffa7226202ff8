"""Threads of comments: by story, over the whole newsroom, and their count for the list."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from newsroom.i18n import _
from newsroom.news.clock import Clock
from newsroom.news.comment import (
    Anchored,
    Comment,
    Fact,
    FactState,
    Talk,
    Thread,
    ThreadKind,
    ThreadState,
)
from newsroom.news.errors import NotFound
from newsroom.store.engine import Engine
from newsroom.store.history import History, _at
from newsroom.store.orm import peewee
from newsroom.store.prepared import Prepared, constant, slot
from newsroom.store.review_tables import IS_FACT, IS_TALKED_OF
from newsroom.store.review_tables import Comment as C
from newsroom.store.review_tables import Mention as M
from newsroom.store.review_tables import Thread as T
from newsroom.store.state import hold_storable
from newsroom.store.tables import Article, micros, moment, to_json

_NAMES = (
    "id", "article", "kind", "state", "author", "created_at", "touched_at", "version", "anchor",
    "quote", "orphan", "claim", "source", "fact", "resolved_by", "resolved_at",
)  # fmt: skip
_THERE = T.state != peewee.SQL("'removed'")


class Comments:
    """The talk about the stories of a store."""

    def __init__(self, engine: Engine, clock: Clock, history: History) -> None:
        self._engine = engine
        self._clock = clock
        self._history = history
        self._columns = [getattr(T, name) for name in _NAMES]
        threads = T.select(*self._columns, Article.slug, Article.headline).join(
            Article, on=(Article.id == T.article)
        )
        self._threads = threads
        self._of = Prepared(
            engine, threads.where(T.article == slot("article"), _THERE).order_by(T.id)
        )
        self._some = Prepared(
            engine, threads.where(engine.among(T.id, slot("ids")), _THERE).order_by(T.id)
        )
        self._said = Prepared(
            engine,
            C.select(C.id, C.thread, C.author, C.created_at, C.words, C.edited_at, C.removed_at)
            .where(engine.among(C.thread, slot("ids")))
            .order_by(C.id),
        )
        self._named = Prepared(
            engine,
            M.select(M.comment, M.person)
            .where(engine.among(M.thread, slot("ids")))
            .order_by(M.comment, M.person),
        )
        self._recount = Prepared(
            engine,
            Article.update(
                comments_open=T.select(peewee.fn.COUNT(peewee.SQL("*"))).where(
                    T.article == slot("article"), IS_TALKED_OF
                )
            ).where(Article.id == slot("article")),
        )

    # Reading.

    def of(self, article: int) -> tuple[Thread, ...]:
        """Every thread of a story, in the order of their making."""
        return self._whole(self._of.all(article=article))

    def get(self, ids: Iterable[int]) -> tuple[Thread, ...]:
        """These threads. Raises NotFound where one is not there."""
        wanted = tuple(dict.fromkeys(ids))
        found = self._whole(self._some.all(ids=self._engine.array(wanted)))
        if len(found) < len(wanted):
            raise NotFound(_("This comment is not in the store any more."))
        return found

    def comment(self, number: int) -> Comment:
        """One comment. Raises NotFound."""
        row = self._engine.one(C.select(C.thread).where(C.id == number))
        if row is not None:
            for thread in self._whole(self._some.all(ids=self._engine.array([row[0]]))):
                for comment in thread.comments:
                    if comment.id == number and not comment.removed:
                        return comment
        raise NotFound(_("This comment is not in the store any more."))

    def find(
        self, talk: Talk, *, after: tuple[datetime, int] | None, limit: int
    ) -> tuple[Thread, ...]:
        """Threads of the whole newsroom, those that were touched last first."""
        query = self._threads.where(*_conditions(talk))
        if after is not None:
            at, number = after
            query = query.where(
                peewee.Tuple(T.touched_at, T.id)
                < peewee.Tuple(constant(micros(at)), constant(number))
            )
        query = query.order_by(T.touched_at.desc(), T.id.desc()).limit(limit)
        return self._whole(self._engine.rows(query))

    def count(self, talk: Talk) -> int:
        """How many threads these are."""
        query = T.select(peewee.fn.COUNT(peewee.SQL("*"))).where(*_conditions(talk))
        return int(self._engine.one(query)[0])

    def _whole(self, rows: Sequence[Any]) -> tuple[Thread, ...]:
        """The threads with what was said in them: three statements, however many there are."""
        if not rows:
            return ()
        ids = self._engine.array([row[0] for row in rows])
        named: dict[int, list[int]] = {}
        for comment, person in self._named.all(ids=ids):
            named.setdefault(comment, []).append(person)
        said: dict[int, list[Comment]] = {}
        for number, thread, author, created, words, edited, removed in self._said.all(ids=ids):
            said.setdefault(thread, []).append(
                Comment(
                    id=number,
                    thread=thread,
                    author=author,
                    created_at=_at(created),
                    words=words,
                    mentions=tuple(named.get(number, ())),
                    edited_at=moment(edited),
                    removed=removed is not None,
                )
            )
        return tuple(_thread(row, said.get(row[0], ())) for row in rows)

    # Writing; all of it inside the transaction of the act.

    def add(
        self,
        article: int,
        *,
        version: int,
        author: int | None,
        anchor: Mapping[str, object] | None,
        quote: str,
        fact: Fact | None,
        at: datetime | None = None,
    ) -> int:
        """Begin a thread, ``at`` a moment that is past where it was begun elsewhere; what is said
        first is added to it. Gives its number."""
        now = micros(self._clock())
        told = fact or Fact(claim="")
        hold_storable({"quote": quote, "claim": told.claim, "source": told.source})
        number = self._engine.insert(
            T.insert(
                uid=str(uuid.uuid4()),
                article=article,
                kind=str(ThreadKind.FACT if fact else ThreadKind.COMMENT),
                state=str(ThreadState.OPEN),
                author=author,
                created_at=self._past(at),
                touched_at=now,
                version=version,
                anchor=to_json(dict(anchor)) if anchor else "",
                quote=quote,
                orphan=0,
                claim=told.claim,
                source=told.source,
                fact=str(told.state) if fact else "",
            ),
            T.id,
        )
        self._touched(article, "comment", author)
        return number

    def say(
        self,
        thread: Thread,
        words: str,
        *,
        author: int | None,
        mentions: Iterable[int],
        at: datetime | None = None,
    ) -> int:
        """Add what somebody said, ``at`` a moment that is past where it was elsewhere. Gives its
        number."""
        hold_storable({"words": words})
        now = micros(self._clock())
        number = self._engine.insert(
            C.insert(thread=thread.id, author=author, created_at=self._past(at), words=words),
            C.id,
        )
        self._name(number, thread.id, mentions)
        self._set(thread, author, "comment", touched_at=now)
        return number

    def edit(
        self, comment: Comment, thread: Thread, words: str, *, mentions: Iterable[int]
    ) -> None:
        """Change what somebody said."""
        hold_storable({"words": words})
        self._engine.run(
            C.update(words=words, edited_at=micros(self._clock())).where(C.id == comment.id)
        )
        self._engine.run(M.delete().where(M.comment == comment.id))
        self._name(comment.id, thread.id, mentions)
        self._touched(thread.article, "edit comment", comment.author)

    def remove(self, comment: Comment, thread: Thread, *, who: int | None) -> None:
        """Take a comment away; a thread without any goes too."""
        now = micros(self._clock())
        self._engine.run(C.update(words="", removed_at=now).where(C.id == comment.id))
        self._engine.run(M.delete().where(M.comment == comment.id))
        if all(other.removed or other.id == comment.id for other in thread.comments):
            self._set(thread, who, "remove comment", state=str(ThreadState.REMOVED))
        else:
            self._touched(thread.article, "remove comment", who)

    def settle(self, thread: Thread, *, resolved: bool, who: int | None) -> None:
        """Resolve a thread, or open it again."""
        now = micros(self._clock())
        self._set(
            thread,
            who,
            "resolve" if resolved else "reopen",
            state=str(ThreadState.RESOLVED if resolved else ThreadState.OPEN),
            resolved_by=who if resolved else None,
            resolved_at=now if resolved else None,
            touched_at=now,
        )

    def set_fact(self, thread: Thread, fact: Fact, *, who: int | None) -> None:
        """Change a line of the ledger; a comment becomes one."""
        hold_storable({"claim": fact.claim, "source": fact.source})
        self._set(
            thread,
            who,
            "fact",
            kind=str(ThreadKind.FACT),
            claim=fact.claim,
            source=fact.source,
            fact=str(fact.state),
            touched_at=micros(self._clock()),
        )

    def anchor(self, article: int, version: int, moved: Mapping[int, Anchored]) -> None:
        """Where threads of a story stand now."""
        for number, place in moved.items():
            hold_storable({"quote": place.quote})
            self._engine.run(
                T.update(
                    anchor=to_json(dict(place.anchor)) if place.anchor else "",
                    quote=place.quote,
                    orphan=int(place.orphan),
                    version=version,
                ).where(T.id == number, T.article == article)
            )
        if moved:
            self._history.note("review", article, "anchors")

    def _past(self, at: datetime | None) -> int | None:
        """When something was said that came from elsewhere, in microseconds; now otherwise, and
        where another computer's clock is ahead of ours."""
        now = self._clock()
        return micros(now if at is None else min(at, now))

    def _name(self, comment: int, thread: int, mentions: Iterable[int]) -> None:
        people = tuple(dict.fromkeys(mentions))
        if people:
            self._engine.run(
                M.insert_many(
                    {"comment": comment, "thread": thread, "person": person} for person in people
                )
            )

    def _set(self, thread: Thread, who: int | None, verb: str, **values: object) -> None:
        self._engine.run(T.update(values).where(T.id == thread.id))
        self._touched(thread.article, verb, who)

    def _touched(self, article: int, verb: str, who: int | None) -> None:
        self._recount.run(article=article)
        self._history.note("review", article, verb, actor=who)


def _conditions(talk: Talk) -> list[peewee.Node]:
    conditions: list[peewee.Node] = [IS_TALKED_OF if talk.open else _THERE]
    if talk.article is not None:
        conditions.append(T.article == talk.article)
    if talk.facts:
        conditions.append(IS_FACT)
    if talk.orphans:
        conditions.append(T.orphan == 1)
    if talk.mine is not None:
        spoken = C.select(C.thread).where(C.author == talk.mine, C.removed_at.is_null())
        conditions.append((T.author == talk.mine) | T.id.in_(spoken))
    if talk.mentions is not None:
        conditions.append(T.id.in_(M.select(M.thread).where(M.person == talk.mentions)))
    return conditions


def _thread(row: Any, comments: Iterable[Comment]) -> Thread:
    *kept, slug, headline = row
    data = dict(zip(_NAMES, kept, strict=True))
    claim, source, fact = (data.pop(name) for name in ("claim", "source", "fact"))
    is_fact = data["kind"] == ThreadKind.FACT
    for name in ("created_at", "touched_at"):
        data[name] = _at(data[name])
    data["kind"] = ThreadKind(data["kind"])
    data["state"] = ThreadState(data["state"])
    data["anchor"] = json.loads(data["anchor"]) if data["anchor"] else None
    data["orphan"] = bool(data["orphan"])
    data["resolved_at"] = moment(data["resolved_at"])
    return Thread(
        **data,
        fact=Fact(claim=claim, source=source, state=FactState(fact)) if is_fact else None,
        comments=tuple(comments),
        slug=slug,
        headline=headline,
    )
