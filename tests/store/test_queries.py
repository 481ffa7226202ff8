"""How many statements each act sends. More is slower for everybody: look before raising one."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from newsroom.news.article import Byline, Filter, Sort
from newsroom.news.workflow import PubState
from newsroom.store import orm, tables
from newsroom.store.columns import Table
from newsroom.store.connect import Store
from newsroom.store.orm import peewee
from tests.store.making import START, full_story, keep, person, save


class Sent:
    """Counts what an act sends."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def __call__(self, act: Callable[[], object]) -> int:
        before = self._store.queries
        act()
        return self._store.queries - before


@pytest.fixture
def filled(store: Store) -> Store:
    with store.transaction():
        for n in range(60):
            keep(
                store,
                f"story-{n}",
                due_at=START if n % 2 else None,
                tags=("ice",),
                bylines=(Byline("Guest"),),
                pubstate=PubState.PUBLISHED if n % 3 else PubState.NONE,
                published_at=START if n % 3 else None,
            )
    return store


def test_looking_at_the_list(filled: Store) -> None:
    sent, page = Sent(filled), filled.articles.page
    first = page(Filter())
    assert sent(lambda: page(Filter())) == 1
    assert sent(lambda: page(Filter(), after=first.next)) == 1
    assert sent(lambda: page(Filter(), skip=40)) == 1
    assert sent(lambda: page(Filter(stages=frozenset({"draft", "desk"})))) == 1
    assert sent(lambda: page(Filter(words="ferries"))) == 1
    # A page that reaches those without a moment asks for them as well.
    assert sent(lambda: page(Filter(), sort=Sort.DUE, limit=10)) == 1
    assert sent(lambda: page(Filter(), sort=Sort.DUE, limit=50)) == 2
    # How common a tag is, is asked once until somebody saves.
    assert sent(lambda: page(Filter(tag="ice"))) == 2
    assert sent(lambda: page(Filter(tag="ice"))) == 1
    assert sent(lambda: filled.articles.rows(range(1, 50))) == 1
    assert sent(lambda: filled.articles.ids(Filter())) == 1


def test_the_sidebar(filled: Store) -> None:
    sent = Sent(filled)
    nadia = person(filled)
    assert sent(lambda: filled.articles.counts(me=None, now=START)) == 2
    assert sent(lambda: filled.articles.counts(me=None, now=START)) == 0
    assert sent(lambda: filled.articles.counts(me=nadia.id, now=START)) == 3
    assert sent(lambda: filled.articles.count(Filter(language="en"))) == 1
    assert sent(lambda: filled.articles.count(Filter(language="en"))) == 0
    assert sent(lambda: filled.articles.recent(count=6, before=START)) == 1
    assert sent(lambda: filled.lists.terms("desks")) == 1
    assert sent(lambda: filled.saved.all(nadia.id)) == 1
    assert sent(filled.staff.all) == 1
    assert sent(filled.staff.workloads) == 2


def test_a_window_that_rests(store: Store) -> None:
    sent = Sent(store)
    assert sent(lambda: store.waiting.delivery(START)) == 1
    assert sent(lambda: store.waiting.reading(START)) == 1
    assert sent(lambda: store.waiting.unread(None)) == 1
    assert sent(store.poll) == 0


def test_opening_a_story_and_its_past(store: Store) -> None:
    kept = store.articles.insert(full_story(store), author=None)
    for n in range(5):
        kept = save(store, kept, body=f"Take {n}.")
    sent = Sent(store)
    assert sent(lambda: store.articles.get(kept.id)) == 3
    assert sent(lambda: store.articles.id_of("strike-ferries")) == 1
    assert sent(lambda: store.revisions.list(kept.id)) == 1
    assert sent(lambda: store.revisions.state(kept.id, 3)) == 2
    assert sent(lambda: store.history.of("article", kept.id)) == 1


def test_saving(store: Store) -> None:
    sent = Sent(store)
    told = not isinstance(store.target, str)
    notice = 0 if told else 1  # a server is asked to tell the others
    full = full_story(store)
    # Begin, slug, row, text, bylines, tags, picture, words, revision, number, history, commit.
    assert sent(lambda: store.articles.insert(full, author=None)) == 12 + notice
    kept = store.articles.get(1)
    # Begin, three to read, row, text, words, newest revision, revision, number, history, commit.
    assert sent(lambda: save(store, kept, body="Two.")) == 12 + notice
    kept = store.articles.get(1)
    assert sent(lambda: save(store, kept, desk="copy")) == 10 + notice
    kept = store.articles.get(1)
    assert sent(lambda: save(store, kept, bylines=(), tags=())) == 13 + notice
    kept = store.articles.get(1)
    assert sent(lambda: save(store, kept, desk="copy")) == 5
    assert sent(store.poll) == 0


def test_many_at_once(filled: Store) -> None:
    sent = Sent(filled)
    notice = 0 if not isinstance(filled.target, str) else 1
    ids = list(filled.articles.ids(Filter()))

    def send(count: int, desk: str) -> int:
        return sent(
            lambda: filled.articles.set_many(ids[:count], {"desk": desk}, author=None, kind="send")
        )

    # Three reads for all of them; a row, the newest revision and a new one for each.
    assert send(10, "copy") == 7 + 3 * 10 + notice
    assert send(60, "news") == 7 + 3 * 60 + notice


def test_searching(filled: Store) -> None:
    sent = Sent(filled)
    find = filled.search.find
    on_server = isinstance(filled.target, str)
    assert sent(lambda: find("ferries")) == 2
    hits = find("ferries")
    # Rare words are looked for among the newest first, on a server.
    assert sent(lambda: find("ferries", limit=100)) == (3 if on_server else 2)
    assert sent(lambda: find("ferries", after=(hits[-1].row.id,))) == 2
    assert sent(lambda: find("ferries", best=True)) == 2
    # On file, long beginnings of words are looked for among the newest first.
    assert sent(lambda: find("ferries", limit=12)) == 2
    assert sent(lambda: find("nowhere", limit=12)) == 2
    assert sent(lambda: find("nowhere")) == (2 if on_server else 1)
    assert sent(lambda: find(" … ")) == 0


def test_queries_are_written_as_peewee_writes_them(
    filled: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In fewer calls (store.orm): the same words."""
    engine, article, other = filled._engine, tables.Article, tables.Article.alias()
    whole = [
        article.select().where(article.id == 3).order_by(article.updated_at.desc()),
        article.select(article.id, other.slug).join(other, on=(article.id == other.id)),
        article.select(peewee.fn.COUNT(article.id)).group_by(article.stage),
        article.update(headline="Ferry").where(article.slug == "ferry"),
        article.delete().where(article.id.in_([1, 2])),
        article.insert(slug="ferry"),
        tables.Byline.select(tables.Byline.name, article.slug).join(article),
        article.select().where(article.id.in_(tables.ArticleTag.select(tables.ArticleTag.article))),
    ]
    ours = [engine.compile(query) for query in whole]
    monkeypatch.setattr(peewee.Column, "__sql__", orm._column_sql)
    assert [engine.compile(query) for query in whole] == ours


def test_each_table_has_a_key_of_its_own() -> None:
    """As Peewee would give it one, which takes longer to copy than the table to make."""
    assert Table._meta.primary_key is False
    for table in tables.TABLES:
        assert table._meta.primary_key is not False, table
