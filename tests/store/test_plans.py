"""How the list's pages are found: as a range of the index that is meant for them, on both engines.

What the planner says is looked at, never the clock.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from itertools import product

import pytest

from newsroom.news.article import Filter, Sort
from newsroom.news.workflow import PUBLIC, PubState, Stage
from newsroom.store.connect import Store
from newsroom.store.tables import Article, Standing, micros
from tests.store.making import START
from tests.store.older import make_older

WAITING = frozenset({str(PubState.NONE)})
OPEN = frozenset({str(PubState.NONE), str(PubState.SCHEDULED)})
READY = Filter(stages=frozenset({str(Stage.READY)}), pubstates=WAITING)
SEVERAL = Filter(stages=frozenset({str(Stage.READY), str(Stage.HOLD)}), pubstates=OPEN)

ALL, WAIT, PAGE = 4_000, 40, 15  # stories, those that wait in two stages, those of a page


def fill(store: Store) -> None:
    """Much that was published, less that is worked on, little of it ready or on hold."""
    seldom = {0: Stage.READY, 100: Stage.HOLD}
    moments = [micros(START + timedelta(minutes=n)) for n in range(ALL)]
    rows = []
    for n, at in enumerate(moments):
        out = n % 2 > 0
        rows.append(
            {
                "uid": str(n),
                "slug": f"story-{n}",
                "slug_key": f"story-{n}",
                "headline_key": f"{n * 7919 % ALL:05}",
                "stage": str(Stage.READY if out else seldom.get(n % 200, Stage.DRAFT)),
                "pubstate": str(PubState.PUBLISHED if out else PubState.NONE),
                "standing": int(Standing.OUT if out else Standing.OPEN),
                "published_at": at if out else None,
                "due_at": at if n % 8 else None,
                "created_at": at,
                "updated_at": at,
                "priority": n % 9,
                "words": n * 31 % 997,
            }
        )
    with store.transaction():
        for start in range(0, ALL, 500):
            store.engine.run(Article.insert_many(rows[start : start + 500]))


@contextmanager
def sent_by(store: Store) -> Iterator[list[tuple[str, Sequence[object]]]]:
    """The queries that are sent, with their values."""
    engine, sent = store.engine, list[tuple[str, Sequence[object]]]()
    fetch = engine.fetch

    def noted(sql: str, params: Sequence[object] = ()) -> list[object]:
        sent.append((sql, params))
        return fetch(sql, params)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(engine, "fetch", noted)
        yield sent


def indexes(store: Store, sql: str, params: Sequence[object]) -> list[str]:
    """The indexes by which a file finds stories; the step itself where it is no index."""
    steps = [str(row[3]) for row in store.engine.fetch(f"EXPLAIN QUERY PLAN {sql}", params)]
    return [
        found[1] if (found := re.search(r"SEARCH t1 USING INDEX (\w+)", step)) else step
        for step in steps
        if " t1" in step
    ]


def passed_over(store: Store, sql: str, params: Sequence[object]) -> int:
    """How many stories a server reads for nothing."""
    told = store.engine.fetch(f"EXPLAIN (ANALYZE, FORMAT JSON) {sql}", params)[0][0]
    return sum(map(int, re.findall(r"'Rows Removed by Filter': (\d+)", str(told))))


def counted(store: Store, filter: Filter) -> list[str]:
    """What SQLite does to count the stories of a filter."""
    with sent_by(store) as sent:
        store.articles.count(filter)
    ((sql, params),) = sent
    return [str(row[3]) for row in store.engine.fetch(f"EXPLAIN QUERY PLAN {sql}", params)]


def test_shelves_are_counted_without_looking_stories_up(store_file_open: Store) -> None:
    out = frozenset(str(state) for state in PUBLIC)
    here = frozenset({"city"})
    for filter in (
        Filter(pubstates=out),
        Filter(pubstates=out, sections=here),
        Filter(pubstates=out, desks=here | {"sport"}),
        Filter(pubstates=out, stages=frozenset({"ready"})),
        Filter(pubstates=WAITING, stages=frozenset({"ready", "copy"}), desks=here),
        Filter(pubstates=out | OPEN),
    ):
        first = counted(store_file_open, filter)[0]
        assert first.partition(" USING ")[2].startswith("COVERING INDEX article_counts"), filter
    late = counted(store_file_open, Filter(pubstates=OPEN, due_before=START))
    assert late == ["SEARCH t1 USING INDEX article_open_due_at (due_at<?)"]


def test_states_that_few_stories_are_in_are_not_looked_for_in_all_of_them(
    store_file_open: Store,
) -> None:
    for state, where in (("scheduled", "article_board"), ("withdrawn", "article_pubstate")):
        filter = Filter(pubstates=frozenset({state}))
        for sort, descending in product(Sort, (True, False)):
            with sent_by(store_file_open) as sent:
                store_file_open.articles.page(filter, sort=sort, descending=descending)
            found = {name for query in sent for name in indexes(store_file_open, *query)}
            assert found <= {where, "article_pubstate"}, sort


@pytest.mark.parametrize("was", [None, 13], ids=["new", "brought forward"])
def test_what_waits_in_a_stage_is_one_range_in_every_order(
    opener: Callable[..., Store], was: int | None
) -> None:
    """However much is open, and however much was ever published out of that stage."""
    with opener() as made:
        fill(made)
        if was is not None:
            make_older(made, was)
    store = opener()
    on_server = isinstance(store.target, str)
    if on_server:
        if was is None:
            store.engine.execute("ANALYZE article")  # as a server does by itself after a while
        store.engine.execute("SET enable_seqscan = off")  # so few stories are read at once
    for filter, ranges in ((READY, 1), (SEVERAL, 2)):
        for sort, descending in product(Sort, (True, False)):
            with sent_by(store) as sent:
                page = store.articles.page(filter, sort=sort, descending=descending, limit=PAGE)
                assert page.next is not None
                store.articles.page(
                    filter, sort=sort, descending=descending, after=page.next, limit=PAGE
                )
            assert len(sent) >= 2
            if on_server:
                # It may read all that waits and sort it: that is what somebody asked for.
                assert all(passed_over(store, *query) <= WAIT for query in sent), sort
                continue
            found = [name for query in sent for name in indexes(store, *query)]
            assert found == [f"article_open_stage_{sort}"] * ranges * len(sent)
