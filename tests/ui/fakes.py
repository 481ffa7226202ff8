"""A desk that remembers in memory: for tests of how the window deals with answers, not of verbs."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

from newsroom.news.article import Article
from newsroom.news.changes import NOTHING, Changes, Done
from newsroom.news.errors import Conflict, NewsroomError, NotFound
from newsroom.news.lists import Template, Term
from newsroom.news.revision import Draft
from newsroom.news.rule import Book
from newsroom.news.site import Site
from newsroom.news.staff import Person

NOON = datetime(2024, 5, 1, 12, tzinfo=UTC)


class FakeArticles:
    def __init__(self) -> None:
        self.stories: dict[int, Article] = {}
        self.past: dict[tuple[int, int], Article] = {}
        self.refuse: NewsroomError | None = None
        self.saves: list[dict[str, Any]] = []

    def put(self, article: Article) -> Article:
        self.stories[article.id] = article
        self.past[article.id, article.version] = article
        return article

    def open(self, number: int) -> Article:
        if number not in self.stories:
            raise NotFound("There is no such story.")
        return self.stories[number]

    def by_slug(self, slug: str) -> Article:
        return next(story for story in self.stories.values() if story.slug == slug)

    def state(self, number: int, revision: int) -> Article:
        return self.past[number, revision]

    def create(
        self, fields: dict[str, Any], *, template: str | None = None, uid: str = ""
    ) -> Done[Article]:
        if self.refuse:
            raise self.refuse
        number = max(self.stories, default=0) + 1
        self.saves.append(dict(fields))
        given = {"slug": f"story-{number}", **fields}
        made = self.put(replace(Article(), id=number, version=1, **given))
        return Done(made, Changes(articles=frozenset({number}), listing=True))

    def save(
        self, number: int, base: int, fields: dict[str, Any], *, kind: str = "save", note: str = ""
    ) -> Done[Article]:
        if self.refuse:
            raise self.refuse
        stands = self.stories[number]
        if stands.version != base:
            mine = replace(self.past[number, base], **fields)
            raise Conflict("Somebody saved.", mine=mine, theirs=stands)
        self.saves.append(dict(fields))
        kept = {
            name: value.strip() if name == "headline" else value for name, value in fields.items()
        }
        saved = self.put(replace(stands, version=base + 1, **kept))
        return Done(saved, Changes(articles=frozenset({number}), listing=True))


class FakeJournal:
    def __init__(self) -> None:
        self.drafts: dict[str, Draft] = {}
        self.log: list[str] = []
        self.refuse: NewsroomError | None = None
        self.threads: set[str] = set()
        self.left: tuple[Any, ...] = ()

    def note(self, draft: Draft) -> None:
        self.threads.add(threading.current_thread().name)
        if self.refuse:
            raise self.refuse
        self.drafts[draft.key] = draft
        self.log.append("note")

    def drop(self, key: str) -> None:
        self.drafts.pop(key, None)
        self.log.append("drop")

    def recovered(self) -> tuple[Any, ...]:
        if self.refuse:
            raise self.refuse
        left, self.left = self.left, ()  # they are this window's from then on
        return left


class FakeSearch:
    def __init__(self) -> None:
        self.broken = threading.Event()

    def interrupt(self) -> None:
        self.broken.set()


class FakeLists:
    def terms(self, name: str) -> tuple[Term, ...]:
        return (Term(key=f"{name}-1", name=f"One of {name}"),)

    def templates(self) -> tuple[Template, ...]:
        return (Template(name="IFP Exclusive", fields={"kicker": "IFP Exclusive"}),)

    def filters(self) -> tuple[Any, ...]:
        return ()


class FakeDictionary:
    def __init__(self) -> None:
        self.kept: list[str] = []

    def words(self) -> tuple[str, ...]:
        return tuple(self.kept)

    def add(self, word: str) -> Changes:
        self.kept.append(word)
        return Changes(lists=True)

    def remove(self, word: str) -> Changes:
        self.kept.remove(word)
        return Changes(lists=True)


class FakeStaff:
    def all(self, *, include_left: bool = False) -> tuple[Person, ...]:
        return (Person(id=3, name="Mara Ridley"),)


class FakeUndo:
    def __init__(self) -> None:
        self.undone: list[int | None] = []

    def long(self, step: int | None = None) -> None:
        """Nothing takes long here."""

    def undo(self, step: int | None = None) -> Changes:
        self.undone.append(step)
        return Changes(listing=True, label="Taken back")


class FakeRules:
    """A newsroom without a rule book."""

    process = None

    def book(self) -> Book:
        return Book()

    def allowances(self) -> tuple[()]:
        return ()


@dataclass
class FakeDesk:
    name: str = "fake"
    me: Any = None
    articles: FakeArticles = field(default_factory=FakeArticles)
    journal: FakeJournal = field(default_factory=FakeJournal)
    search: FakeSearch = field(default_factory=FakeSearch)
    lists: FakeLists = field(default_factory=FakeLists)
    staff: FakeStaff = field(default_factory=FakeStaff)
    dictionary: FakeDictionary = field(default_factory=FakeDictionary)
    rules: FakeRules = field(default_factory=FakeRules)
    undo: FakeUndo = field(default_factory=FakeUndo)
    news: list[Any] = field(default_factory=list)
    closed: bool = False

    def watch(self) -> Changes:
        if self.news:
            item = self.news.pop(0)
            if isinstance(item, Exception):
                raise item
            return item
        return NOTHING

    def site(self) -> Site:
        return Site(language="en")

    def sit(self, who: Any) -> Any:
        self.me = self.staff.all()[0] if who else None
        return self.me

    def close(self) -> None:
        self.closed = True
