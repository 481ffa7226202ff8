"""The board costs as many statements as it has columns, however many stories there are."""

from __future__ import annotations

from datetime import timedelta

import pytest

from newsroom.desk.desk import Desk
from newsroom.news.workflow import PubState, Stage
from tests.desk.conftest import HandClock


def fill(desk: Desk, clock: HandClock, count: int) -> None:
    store = desk._seat.store
    with store.transaction():
        for n in range(count):
            story = desk.articles.create({"slug": f"s{n}", "headline": f"S {n}", "body": "a b"})
            store.articles.set_many(
                (story.value.id,),
                {
                    "stage": (Stage.DRAFT, Stage.COPY, Stage.READY)[n % 3],
                    "pubstate": PubState.PUBLISHED if n % 3 == 2 else PubState.NONE,
                    "published_at": clock() - timedelta(days=n) if n % 3 == 2 else None,
                    "due_at": clock() + timedelta(hours=n - 5),
                    "assignee": desk.me.id if n % 2 and desk.me else None,
                },
                author=None,
                kind="save",
            )


def test_the_board_is_so_many_statements_and_no_more(shared: Desk, clock: HandClock) -> None:
    store = shared._seat.store
    fill(shared, clock, 30)
    shared.review.board()

    def sent(act: object) -> int:
        before = store.queries
        act()  # type: ignore[operator]
        return store.queries - before

    few = sent(shared.review.board)
    assert few <= 4  # two sums, the desk's stages, the newsroom's clock
    page = sent(lambda: shared.review.on_board("draft", limit=5))
    assert page <= 3  # those with a date, those without, their rows
    fill_more = 60
    with store.transaction():
        for n in range(fill_more):
            shared.articles.create({"slug": f"more{n}", "headline": "M", "body": "w"})
    assert sent(shared.review.board) == few
    assert sent(lambda: shared.review.on_board("draft", limit=5)) == page


def test_pages_go_on_where_the_last_one_ended_and_what_is_due_comes_first(
    shared: Desk, clock: HandClock
) -> None:
    fill(shared, clock, 30)
    seen: list[str] = []
    after = None
    while True:
        page = shared.review.on_board("draft", after=after, limit=4)
        seen += [row.slug for row in page.rows]
        after = page.next
        if after is None:
            break
    assert seen == [f"s{n}" for n in range(0, 30, 3)]


def test_what_has_no_date_stands_behind_what_has_one(shared: Desk, clock: HandClock) -> None:
    fill(shared, clock, 12)
    store = shared._seat.store
    undated = [shared.articles.by_slug(f"s{n}").id for n in (3, 6)]
    with store.transaction():
        store.articles.set_many(undated, {"due_at": None}, author=None, kind="save")
    for limit in (1, 2, 3, 4, 5):
        seen: list[str] = []
        after = None
        while True:
            page = shared.review.on_board("draft", after=after, limit=limit)
            seen += [row.slug for row in page.rows]
            after = page.next
            if after is None:
                break
        assert seen == ["s0", "s9", "s3", "s6"], limit


def test_what_waits_stands_by_when_it_goes_out(shared: Desk, clock: HandClock) -> None:
    fill(shared, clock, 12)
    ready = [shared.articles.by_slug(f"s{n}").id for n in (1, 4, 7)]
    store = shared._seat.store
    with store.transaction():
        for hours, number in zip((3, 1, 2), ready, strict=True):
            fields = {
                "pubstate": PubState.SCHEDULED,
                "publish_at": clock() + timedelta(hours=hours),
            }
            store.articles.set_many((number,), fields, author=None, kind="save")
    first = shared.review.on_board("scheduled", limit=2)
    assert [row.slug for row in first.rows] == ["s4", "s7"]
    rest = shared.review.on_board("scheduled", after=first.next, limit=2)
    assert ([row.slug for row in rest.rows], rest.next) == (["s1"], None)
    assert shared.me is not None
    mine = shared.review.on_board("scheduled", person=shared.me.id)
    assert [row.slug for row in mine.rows] == ["s7", "s1"]


def test_one_persons_part_of_it(shared: Desk, clock: HandClock) -> None:
    fill(shared, clock, 30)
    assert shared.me is not None
    columns = {c.key: c for c in shared.review.board(shared.me.id)}
    mine = [n for n in range(0, 30, 3) if n % 2]
    assert columns["draft"].stories == len(mine)
    assert columns["draft"].late == sum(n < 5 for n in mine)
    page = shared.review.on_board("draft", person=shared.me.id)
    assert [row.slug for row in page.rows] == [f"s{n}" for n in mine]


def test_what_went_out_before_today_is_not_on_it(shared: Desk, clock: HandClock) -> None:
    fill(shared, clock, 9)
    columns = {c.key: c for c in shared.review.board()}
    assert columns["published"].stories == 0  # s2 went out two days ago
    with shared._seat.store.transaction():
        story = shared.articles.by_slug("s2")
        shared._seat.store.articles.set_many(
            (story.id,), {"published_at": clock()}, author=None, kind="save"
        )
    columns = {c.key: c for c in shared.review.board()}
    assert columns["published"].stories == 1
    assert [row.slug for row in shared.review.on_board("published").rows] == ["s2"]


def test_what_went_out_today_goes_on_by_pages(shared: Desk, clock: HandClock) -> None:
    fill(shared, clock, 9)
    store = shared._seat.store
    with store.transaction():
        for minutes, slug in enumerate(("s2", "s5", "s8")):
            fields = {"published_at": clock() - timedelta(minutes=minutes)}
            store.articles.set_many(
                (shared.articles.by_slug(slug).id,), fields, author=None, kind="save"
            )
    first = shared.review.on_board("published", limit=2)
    assert [row.slug for row in first.rows] == ["s2", "s5"]
    rest = shared.review.on_board("published", after=first.next, limit=2)
    assert ([row.slug for row in rest.rows], rest.next) == (["s8"], None)
    with pytest.raises(ValueError, match="nowhere"):
        shared.review.on_board("nowhere")


def test_sums_are_read_from_the_open_stories_alone(desk: Desk) -> None:
    """However much was ever published: the planner is not to walk through it."""
    store = desk._seat.store
    fetch = store.engine.fetch
    sums = [(query, ("article_board", "article_on_hand")) for query in store.movements._board]
    sums += [
        (query, ("article_published_at", "article_assignee_published"))
        for query in store.movements._out
    ]
    for query, allowed in sums:
        plan = fetch(f"EXPLAIN QUERY PLAN {query.sql}", [1] * query.sql.count("?"))
        first = str(plan[0])
        assert "SEARCH" in first or "article_board" in first, plan
        assert any(name in first for name in allowed), plan
