"""Talking about stories: threads, answers, @names, facts to check, and where they stand."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime

from newsroom.desk.seat import Seat
from newsroom.i18n import _
from newsroom.news.changes import NOTHING, Changes, Done
from newsroom.news.comment import (
    Anchored,
    Fact,
    FactState,
    Talk,
    Thread,
    ThreadState,
    mentions,
)
from newsroom.news.errors import BadInput, NotFound, Refused
from newsroom.news.inbox import Notice, NoticeKind
from newsroom.news.rights import Right

MOST_WORDS = 10_000  # characters of one comment; longer text belongs into the story
MOST_FACT = 2_000  # of a claim, of a source
MOST_QUOTE = 2_000
MOST_ANCHOR = 20_000  # of an anchor as JSON; a real one has some hundreds
_TOLD = 200  # characters of a comment that an inbox shows


class Comments:
    """The talk about stories."""

    def __init__(self, seat: Seat) -> None:
        self._seat = seat

    # Looking.

    def of(self, number: int, *, resolved: bool = True) -> tuple[Thread, ...]:
        """The story's threads in the order of their making; without ``resolved`` the open ones."""
        found = self._seat.store.comments.of(number)
        return tuple(t for t in found if resolved or t.state is ThreadState.OPEN)

    def standing(self, number: int) -> Done[tuple[Thread, ...]]:
        """The story's threads with their words found in the story as it stands, in the order of
        the page; the new places are kept. Raises NotFound.
        """
        from newsroom.desk.anchoring import by_place, late, moved, placed

        store = self._seat.store
        story = store.articles.get(number)
        threads = store.comments.of(number)
        found = moved(self._seat, late(threads, story), story)
        threads = tuple(placed(t, found.get(t.id), story.version) for t in threads)
        changes = NOTHING
        if found and not store.read_only:
            changes = self.anchor(number, story.version, found)
        return Done(tuple(by_place(threads)), changes)

    def find(
        self, talk: Talk, *, after: tuple[datetime, int] | None = None, limit: int = 50
    ) -> tuple[Thread, ...]:
        """Threads of the whole newsroom, those touched last first; ``after`` is a thread's key."""
        return self._seat.store.comments.find(talk, after=after, limit=limit)

    def count(self, talk: Talk) -> int:
        """How many threads these are."""
        return self._seat.store.comments.count(talk)

    def get(self, thread: int) -> Thread:
        """One thread. Raises NotFound."""
        (found,) = self._seat.store.comments.get((thread,))
        return found

    # Talking.

    def add(
        self,
        number: int,
        words: str,
        *,
        anchor: Mapping[str, object] | None = None,
        quote: str = "",
        fact: Fact | None = None,
        at: datetime | None = None,
    ) -> Done[Thread]:
        """Begin a thread on a story, at some of its words where there is an ``anchor``; ``at`` is
        when it was said, where that was elsewhere.

        A fact may come without words. Those who are named by @name find it in their inbox. Raises
        BadInput, NotFound, Refused where I may not comment.
        """
        self._seat.hold(Right.COMMENT)
        fact = _checked_fact(fact) if fact is not None else None
        words = _checked(words, needed=fact is None)
        _hold_anchor(anchor)
        store, me = self._seat.store, self._seat.author
        with store.transaction():
            (row,) = store.articles.rows((number,)) or (None,)
            if row is None:
                raise NotFound(_("This story is not in the store any more."))
            made = store.comments.add(
                number,
                version=row.version,
                author=me,
                anchor=anchor,
                quote=quote[:MOST_QUOTE],
                fact=fact,
                at=at,
            )
            thread = self.get(made)
            inbox = self._say(
                thread,
                words or _("Please check: {claim}").format(claim=fact.claim if fact else ""),
                at,
            )
            thread = self.get(made)
        return Done(thread, _changed({number}, inbox))

    def reply(self, thread: int, words: str, *, at: datetime | None = None) -> Done[Thread]:
        """Answer in a thread, ``at`` as in ``add``; those who spoke in it are told. Raises as
        ``add`` does."""
        self._seat.hold(Right.COMMENT)
        words = _checked(words)
        with self._seat.store.transaction():
            inbox = self._say(self.get(thread), words, at)
            found = self.get(thread)
        return Done(found, _changed({found.article}, inbox))

    def edit(self, comment: int, words: str) -> Done[Thread]:
        """Change what I said. Raises Refused for what somebody else said, BadInput, NotFound."""
        self._seat.hold(Right.COMMENT)
        words = _checked(words)
        store = self._seat.store
        with store.transaction():
            said = store.comments.comment(comment)
            if said.author != self._seat.author:
                raise Refused(_("Only who wrote a comment changes it. Answer it instead."))
            thread = self.get(said.thread)
            if words == said.words:
                return Done(thread)
            named = self._named(words)
            store.comments.edit(said, thread, words, mentions=named)
            inbox = self._tell(thread, NoticeKind.MENTION, set(named) - set(said.mentions), words)
            thread = self.get(said.thread)
        return Done(thread, _changed({thread.article}, inbox))

    def remove(self, comment: int) -> Changes:
        """Take a comment away: one's own, or anybody's with the right to approve.

        A thread that has none left is gone. Raises Refused, NotFound.
        """
        self._seat.hold(Right.COMMENT)
        store = self._seat.store
        with store.transaction():
            said = store.comments.comment(comment)
            if said.author != self._seat.author:
                self._seat.hold(Right.APPROVE)
            thread = self.get(said.thread)
            store.comments.remove(said, thread, who=self._seat.author)
        return _changed({thread.article})

    def resolve(self, threads: Iterable[int]) -> Changes:
        """Settle threads; who began them is told. Raises NotFound, Refused."""
        return self._settle(threads, resolved=True)

    def reopen(self, threads: Iterable[int]) -> Changes:
        """Open settled threads again. Raises NotFound, Refused."""
        return self._settle(threads, resolved=False)

    def set_fact(
        self,
        thread: int,
        *,
        claim: str | None = None,
        source: str | None = None,
        state: FactState | None = None,
    ) -> Done[Thread]:
        """Change a line of the ledger; a plain comment becomes one with a claim.

        Raises BadInput, NotFound, Refused.
        """
        self._seat.hold(Right.COMMENT)
        store = self._seat.store
        with store.transaction():
            found = self.get(thread)
            fact = found.fact or Fact(claim=found.quote)
            fact = replace(
                fact,
                claim=fact.claim if claim is None else claim,
                source=fact.source if source is None else source,
                state=fact.state if state is None else FactState(state),
            )
            store.comments.set_fact(found, _checked_fact(fact), who=self._seat.author)
            found = self.get(thread)
        return Done(found, _changed({found.article}))

    def anchor(self, number: int, version: int, moved: Mapping[int, Anchored]) -> Changes:
        """Keep where threads stand after the story was saved as ``version``.

        Raises BadInput for an anchor that can't be one.
        """
        if not moved:
            return NOTHING
        for place in moved.values():
            _hold_anchor(place.anchor)
        store = self._seat.store
        with store.transaction():
            store.comments.anchor(
                number,
                version,
                {n: replace(place, quote=place.quote[:MOST_QUOTE]) for n, place in moved.items()},
            )
        return Changes(review=frozenset({number}))

    # Inside.

    def _say(self, thread: Thread, words: str, at: datetime | None) -> frozenset[int]:
        """Add words to the thread and tell whom they concern."""
        named = self._named(words)
        self._seat.store.comments.say(
            thread, words, author=self._seat.author, mentions=named, at=at
        )
        spoke = {thread.author, *(c.author for c in thread.comments if not c.removed)}
        others = {person for person in spoke if person is not None} - set(named)
        return self._tell(thread, NoticeKind.MENTION, named, words) | self._tell(
            thread, NoticeKind.REPLY, others, words
        )

    def _settle(self, threads: Iterable[int], *, resolved: bool) -> Changes:
        self._seat.hold(Right.COMMENT)
        store = self._seat.store
        articles: set[int] = set()
        inbox: frozenset[int] = frozenset()
        with store.transaction():
            for thread in store.comments.get(threads):
                if (thread.state is ThreadState.RESOLVED) == resolved:
                    continue
                store.comments.settle(thread, resolved=resolved, who=self._seat.author)
                articles.add(thread.article)
                if resolved and thread.author is not None:
                    first = next((c.words for c in thread.comments if not c.removed), "")
                    inbox |= self._tell(thread, NoticeKind.RESOLVED, {thread.author}, first)
        return _changed(articles, inbox) if articles else NOTHING

    def _named(self, words: str) -> tuple[int, ...]:
        if "@" not in words:
            return ()
        people = self._seat.store.staff.all()
        return tuple(dict.fromkeys(found.person for found in mentions(words, people)))

    def _tell(
        self, thread: Thread, kind: NoticeKind, people: Iterable[int], words: str
    ) -> frozenset[int]:
        told = sorted(set(people) - {self._seat.author})
        self._seat.store.notices.add(
            Notice(
                person=person,
                at=self._seat.clock(),
                kind=kind,
                article=thread.article,
                subject=thread.id,
                who=self._seat.author,
                words=words if len(words) <= _TOLD else words[: _TOLD - 1] + "…",
            )
            for person in told
        )
        return frozenset(told)


def _changed(articles: Iterable[int], inbox: frozenset[int] = frozenset()) -> Changes:
    return Changes(review=frozenset(articles), listing=True, inbox=inbox)


def _checked(words: str, *, needed: bool = True) -> str:
    words = words.strip()
    if needed and not words:
        raise BadInput(_("Write something first."))
    if len(words) > MOST_WORDS:
        raise BadInput(
            _("The comment has {n} characters; at most {most} fit. Shorten it.").format(
                n=f"{len(words):,}", most=f"{MOST_WORDS:,}"
            )
        )
    return words


def _checked_fact(fact: Fact) -> Fact:
    fact = replace(fact, claim=fact.claim.strip(), source=fact.source.strip())
    if not fact.claim:
        raise BadInput(_("Say which fact is to be checked."))
    for words in (fact.claim, fact.source):
        if len(words) > MOST_FACT:
            raise BadInput(
                _("A claim and a source have at most {most} characters each.").format(
                    most=f"{MOST_FACT:,}"
                )
            )
    return fact


def _hold_anchor(anchor: Mapping[str, object] | None) -> None:
    """An anchor is small and JSON; anything else is a mistake of ours."""
    if anchor is not None and len(json.dumps(dict(anchor))) > MOST_ANCHOR:
        raise BadInput(_("This comment would stand on too many words; choose fewer."))
