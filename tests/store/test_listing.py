"""The article list: every order, direction and filter, page by page, against a plain sort."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from itertools import product
from zoneinfo import ZoneInfo

import pytest

from newsroom.news.article import Article, Byline, Filter, Row, Sort
from newsroom.news.workflow import PUBLIC, PubState, Stage
from newsroom.store import listing
from newsroom.store.connect import Store
from newsroom.store.tables import micros
from newsroom.store.tokens import sort_key
from tests.store.making import START, HandClock, heard, keep, person, save

DESKS = tuple(f"desk-{n}" for n in range(20))
SECTIONS = ("economy", "sport", "culture", "")
WORDS = ("strike", "ferry", "budget", "storm", "Åland", "کتاب")


@dataclass
class Newsroom:
    store: Store
    people: list[int]
    stories: list[Article] = field(default_factory=list)


def moment(dice: random.Random, chance: float) -> datetime | None:
    # Few different ones, so that many stories share a moment and the id decides.
    return START + timedelta(hours=dice.randint(-20, 20)) if dice.random() < chance else None


@pytest.fixture
def newsroom(store: Store) -> Newsroom:
    """Some 120 stories of all kinds, the same every time."""
    dice = random.Random(20)
    with store.transaction():
        people = [person(store, f"Person {n}").id for n in range(4)]
        made = Newsroom(store, people)
        for n in range(120):
            out = dice.random() < 0.4
            kept = keep(
                store,
                f"item-{n}",
                headline=f"{dice.choice(WORDS)} {dice.choice('aäbBcC')}{dice.randint(1, 9)}",
                stage=Stage.READY if out else dice.choice(list(Stage)),
                pubstate=dice.choice(list(PubState)) if out else PubState.NONE,
                section=dice.choice(SECTIONS),
                desk=dice.choice(DESKS),
                tags=tuple(dice.sample(["tax", "ice", "sea"], dice.randint(0, 2))),
                bylines=tuple(Byline("P", one) for one in dice.sample(people, dice.randint(0, 2))),
                assignee=dice.choice([None, *people]),
                language=dice.choice(["en", "fa", "de"]),
                due_at=moment(dice, 0.5),
                published_at=moment(dice, 0.9) if out else None,
                created_at=moment(dice, 1),
                updated_at=moment(dice, 1),
                priority=dice.randint(1, 9),
                body="word " * dice.randint(0, 5),
            )
            made.stories.append(kept)
    return made


def shown(story: Article, filter: Filter) -> bool:
    """Whether a filter shows a story, said once more in plain Python."""

    def within(value: datetime | None, after: datetime | None, before: datetime | None) -> bool:
        if after is None and before is None:
            return True
        return (
            value is not None
            and (after is None or value >= after)
            and (before is None or value < before)
        )

    return (
        (story.stage in filter.stages if filter.stages else story.stage != Stage.SPIKED)
        and (not filter.pubstates or story.pubstate in filter.pubstates)
        and (not filter.sections or story.section in filter.sections)
        and (not filter.desks or story.desk in filter.desks)
        and (not filter.tag or filter.tag in story.tags)
        and (filter.staff is None or filter.staff in [b.staff for b in story.bylines])
        and (filter.assignee is None or filter.assignee == story.assignee)
        and (not filter.language or filter.language == story.language)
        and within(story.due_at, filter.due_after, filter.due_before)
        and within(story.updated_at, filter.updated_after, None)
        and within(story.published_at, filter.published_after, filter.published_before)
        and filter.words.casefold() in story.headline.casefold()
    )


def in_order(stories: list[Article], filter: Filter, sort: Sort, *, descending: bool) -> list[int]:
    """What the list should show: what has no moment comes last, whichever way it goes."""

    def key(story: Article) -> tuple[object, int]:
        value = getattr(story, "words" if sort is Sort.WORDS else str(sort))
        return (sort_key(value) if sort is Sort.HEADLINE else value, story.id)

    found = [story for story in stories if shown(story, filter)]
    dated = [story for story in found if key(story)[0] is not None]
    rest = [story for story in found if key(story)[0] is None]
    dated.sort(key=key, reverse=descending)  # type: ignore[arg-type]
    rest.sort(key=lambda story: story.id, reverse=descending)
    return [story.id for story in (*dated, *rest)]


def pages(
    store: Store, filter: Filter, sort: Sort, *, descending: bool, limit: int
) -> list[list[Row]]:
    found = []
    after: tuple[object, ...] | None = None
    while True:
        page = store.articles.page(
            filter, sort=sort, descending=descending, after=after, limit=limit
        )
        found.append(list(page.rows))
        after = page.next
        if after is None:
            return found


def filters(people: list[int]) -> dict[str, Filter]:
    here = START
    some = timedelta(hours=8)
    return {
        "all": Filter(),
        "one stage": Filter(stages=frozenset({"desk"})),
        "ready": Filter(stages=frozenset({"ready"})),
        "three stages": Filter(stages=frozenset({"desk", "copy", "draft"})),
        "spiked": Filter(stages=frozenset({"spiked"})),
        "spiked and draft": Filter(stages=frozenset({"spiked", "draft"}), language="fa"),
        "every stage": Filter(stages=frozenset(Stage)),
        "open": Filter(pubstates=frozenset({"none", "scheduled"})),
        "out": Filter(pubstates=frozenset(PUBLIC)),
        "scheduled": Filter(pubstates=frozenset({"scheduled"})),
        "out of two sections": Filter(
            pubstates=frozenset(PUBLIC), sections=frozenset({"sport", "economy"})
        ),
        "out of a desk": Filter(pubstates=frozenset(PUBLIC), desks=frozenset({"desk-3"})),
        "out with their stage": Filter(
            pubstates=frozenset({"published", "none"}), stages=frozenset({"ready", "copy"})
        ),
        "out or spiked": Filter(
            pubstates=frozenset({"published"}), stages=frozenset({"ready", "spiked"})
        ),
        "withdrawn": Filter(pubstates=frozenset({"withdrawn"})),
        "taken": Filter(pubstates=frozenset({"withdrawn", "unpublished"})),
        "one section": Filter(sections=frozenset({"sport"})),
        "two sections": Filter(sections=frozenset({"sport", "economy"})),
        "section and stage": Filter(sections=frozenset({"sport"}), stages=frozenset({"ready"})),
        "section and stages": Filter(
            sections=frozenset({"sport"}), stages=frozenset({"ready", "draft"})
        ),
        "desk": Filter(desks=frozenset({"desk-3"})),
        "more desks than a page merges": Filter(desks=frozenset(DESKS[:18])),
        "desk and section": Filter(
            desks=frozenset(DESKS[:9]), sections=frozenset({"sport", "culture"})
        ),
        "open work of a section": Filter(
            sections=frozenset({"economy"}), pubstates=frozenset({"none"})
        ),
        "tag": Filter(tag="ice"),
        "no such tag": Filter(tag="fog"),
        "staff": Filter(staff=people[1]),
        "staff and tag": Filter(staff=people[1], tag="sea", stages=frozenset({"ready", "hold"})),
        "assignee": Filter(assignee=people[0]),
        "nobody's": Filter(assignee=999),
        "language": Filter(language="fa"),
        "due": Filter(due_after=here - some, due_before=here + some),
        "late": Filter(due_before=here, pubstates=frozenset({"none"})),
        "changed": Filter(updated_after=here - some),
        "published": Filter(published_after=here - some, published_before=here + some),
        "words": Filter(words="stri"),
        "words and desk": Filter(words="ferry", desks=frozenset(DESKS[:10])),
        "all at once": Filter(
            stages=frozenset({"ready", "draft", "desk"}),
            sections=frozenset({"sport", "economy", "culture"}),
            language="en",
            updated_after=here - 2 * some,
            words="st",
        ),
    }


def test_every_filter_in_every_order_shows_each_story_once(newsroom: Newsroom) -> None:
    met = 0
    for name, filter in filters(newsroom.people).items():
        for sort, descending in product(Sort, (True, False)):
            wanted = in_order(newsroom.stories, filter, sort, descending=descending)
            found = pages(newsroom.store, filter, sort, descending=descending, limit=7)
            assert [row.id for page in found for row in page] == wanted, (name, sort, descending)
            assert all(len(page) == 7 for page in found[:-1]), (name, sort, descending)
            met += len(wanted)
    assert met > 10_000


def test_collective_bylines_and_worn_tags_are_paged_alike(
    newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A collective has tens of thousands of stories; here two are many.
    monkeypatch.setattr(listing, "FEW", 2)
    for filter in (
        Filter(tag="ice"),
        Filter(staff=newsroom.people[2]),
        Filter(staff=newsroom.people[2], tag="sea", sections=frozenset({"sport", "culture"})),
    ):
        for sort in (Sort.UPDATED, Sort.DUE, Sort.HEADLINE):
            wanted = in_order(newsroom.stories, filter, sort, descending=True)
            found = pages(newsroom.store, filter, sort, descending=True, limit=5)
            assert [row.id for page in found for row in page] == wanted
        assert newsroom.store.articles.count(filter) == len(wanted)


def test_a_jump_lands_where_paging_would(newsroom: Newsroom) -> None:
    chosen = (Filter(), Filter(stages=frozenset({"ready", "draft"})), Filter(tag="ice"))
    for filter, sort, descending in product(
        chosen, (Sort.UPDATED, Sort.DUE, Sort.PUBLISHED), (True, False)
    ):
        wanted = in_order(newsroom.stories, filter, sort, descending=descending)
        page = partial(newsroom.store.articles.page, filter, sort=sort, descending=descending)
        for skip in (0, 1, 13, len(wanted) - 3, len(wanted), len(wanted) + 9, 60, 90):
            found = page(skip=skip, limit=4)
            assert [row.id for row in found.rows] == wanted[skip : skip + 4], (sort, skip)
        first = page(limit=5)
        last = page(skip=len(wanted) - 9, limit=5)
        for before, place in ((first, 5), (last, len(wanted) - 4)):
            for skip in (2, 40, 70):
                found = page(after=before.next, skip=skip, limit=6)
                from_here = wanted[place + skip : place + skip + 6]
                assert [row.id for row in found.rows] == from_here, (sort, place, skip)


def test_counts_and_sets_of_ids_say_the_same_as_the_list(newsroom: Newsroom) -> None:
    for name, filter in filters(newsroom.people).items():
        wanted = in_order(newsroom.stories, filter, Sort.UPDATED, descending=True)
        assert newsroom.store.articles.count(filter) == len(wanted), name
        assert list(newsroom.store.articles.ids(filter)) == wanted, name
        assert list(newsroom.store.articles.ids(filter, 3)) == wanted[:3], name


def test_a_row_carries_what_the_story_says(newsroom: Newsroom) -> None:
    for story in newsroom.stories[:20]:
        (row,) = newsroom.store.articles.rows([story.id])
        for name in Row._fields:
            value = getattr(row, name)
            if name.endswith(("_at", "_until")):
                assert value == micros(getattr(story, name)), name
            elif name == "byline":
                assert value == ", ".join(byline.name for byline in story.bylines)
            elif name in ("comments_open", "suggestions_open"):
                assert value == 0  # counted beside the story
            else:
                assert value == getattr(story, name), name


def test_rows_come_in_the_order_asked_for(newsroom: Newsroom) -> None:
    ids = [newsroom.stories[n].id for n in (9, 2, 5)]
    rows = newsroom.store.articles.rows([*ids, 10_000, ids[0]])
    assert [row.id for row in rows] == [*ids, ids[0]]


def test_an_empty_store_has_one_empty_page(store: Store) -> None:
    for sort in Sort:
        page = store.articles.page(Filter(), sort=sort)
        assert (page.rows, page.next) == ((), None)
    assert store.articles.page(Filter(), skip=40, sort=Sort.DUE).rows == ()


def test_a_page_that_ends_with_the_list_has_no_next(store: Store) -> None:
    for n in range(6):
        keep(store, f"story-{n}", due_at=START if n < 3 else None)
    for sort in (Sort.DUE, Sort.CREATED):
        first = store.articles.page(Filter(), sort=sort, limit=3)
        assert first.next is not None
        second = store.articles.page(Filter(), sort=sort, after=first.next, limit=3)
        assert len(second.rows) == 3
        assert second.next is None


# Stories that are saved between the pages.


def test_saves_between_pages_neither_repeat_nor_hide_a_story(
    newsroom: Newsroom, opener: Callable[..., Store], clock: HandClock
) -> None:
    there = opener(clock=clock)
    dice = random.Random(3)
    for sort, descending in product(
        (Sort.CREATED, Sort.HEADLINE, Sort.DUE, Sort.PRIORITY), (True, False)
    ):
        wanted = in_order(newsroom.stories, Filter(), sort, descending=descending)
        page = partial(newsroom.store.articles.page, Filter(), sort=sort, descending=descending)
        met: list[int] = []
        after: tuple[object, ...] | None = None
        while True:
            found = page(after=after, limit=30)
            met += [row.id for row in found.rows]
            after = found.next
            if after is None:
                break
            clock.forward(minutes=1)
            for number in dice.sample(wanted, 3):
                save(there, there.articles.get(number), body=f"Saved at {clock()}.")
        assert met == wanted, (sort, descending)


def test_in_the_order_of_changes_a_saved_story_is_never_met_twice(
    newsroom: Newsroom, clock: HandClock
) -> None:
    store = newsroom.store
    wanted = in_order(newsroom.stories, Filter(), Sort.UPDATED, descending=True)
    met: list[int] = []
    moved: set[int] = set()
    after: tuple[object, ...] | None = None
    while True:
        page = store.articles.page(Filter(), after=after, limit=10)
        met += [row.id for row in page.rows]
        after = page.next
        if after is None:
            break
        clock.forward(days=1)
        for number in (met[-1], wanted[-1 - len(moved) // 2]):
            save(store, store.articles.get(number), ed_note=f"{clock()}")
            moved.add(number)
    assert len(met) == len(set(met))
    assert set(wanted) - set(met) <= moved
    assert [number for number in met if number not in moved] == [
        number for number in wanted if number not in moved
    ]
    # What moved to the top meanwhile stands there for whoever looks again.
    top = {row.id for row in store.articles.page(Filter(), limit=len(moved)).rows}
    assert top == moved


# The sidebar.


def test_the_sidebar_counts_each_story_where_it_stands(newsroom: Newsroom) -> None:
    now = START.replace(hour=10, minute=15)
    me = newsroom.people[0]
    counts = newsroom.store.articles.counts(me=me, now=now)
    listed = [story for story in newsroom.stories if story.stage != Stage.SPIKED]
    assert counts.total == len(listed)
    for stage in Stage:
        n = sum(story.stage == stage for story in newsroom.stories)
        assert counts.stages.get(stage, 0) == n
    assert counts.ready == sum(
        s.stage == Stage.READY and s.pubstate == PubState.NONE for s in listed
    )
    for state in PubState:
        assert counts.pubstates.get(state, 0) == sum(s.pubstate == state for s in listed)
    for desk in DESKS:
        assert counts.desks.get(desk, 0) == sum(s.desk == desk for s in listed)
    assert "" not in counts.sections
    assert counts.sections["sport"] == sum(s.section == "sport" for s in listed)
    assert counts.mine == sum(s.assignee == me for s in listed)
    open_ = [s for s in listed if s.pubstate in ("none", "scheduled") and s.due_at]
    midnight = now.replace(hour=0, minute=0)
    assert counts.late == sum(s.due_at < now for s in open_)  # type: ignore[operator]
    assert counts.due_today == sum(
        midnight <= s.due_at < midnight + timedelta(days=1)  # type: ignore[operator]
        for s in open_
    )
    assert counts.late > 0
    assert counts.due_today > 0
    assert newsroom.store.articles.counts(me=None, now=now).mine == 0


def test_counts_are_kept_until_somebody_changes_the_store(opener: Callable[..., Store]) -> None:
    here, there = opener(), opener()
    keep(here, "first", due_at=START)
    counts = here.articles.counts(me=None, now=START)
    asked = here.queries
    assert here.articles.counts(me=None, now=START) is counts
    assert here.articles.count(Filter()) == 1
    assert here.articles.count(Filter()) == 1
    assert here.queries == asked + 1
    keep(there, "second")
    assert heard(here)
    assert here.articles.counts(me=None, now=START).total == 2
    assert here.articles.count(Filter()) == 2
    keep(here, "third")
    assert here.articles.counts(me=None, now=START).total == 3
    assert here.articles.counts(me=None, now=START + timedelta(minutes=1)).late == 1


def test_today_is_the_newsrooms_own_day(store: Store) -> None:
    for zone, day, hours in (
        ("Europe/Berlin", (2026, 3, 29), 23),
        ("Europe/Berlin", (2026, 10, 25), 25),
        ("Asia/Tehran", (2026, 3, 21), 24),
    ):
        here = datetime(*day, tzinfo=ZoneInfo(zone))
        slug = f"{zone}-{here.month}"
        first = here.astimezone(START.tzinfo)
        for n, due in enumerate(
            (
                first - timedelta(seconds=1),
                first,
                first + timedelta(hours=hours, seconds=-1),
                first + timedelta(hours=hours),
            )
        ):
            keep(store, f"{slug}-{n}", due_at=due)
        assert store.articles.counts(me=None, now=here.replace(hour=12)).due_today == 2
