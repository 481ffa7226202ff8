from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from newsroom.desk.desk import Desk
from newsroom.news.article import Article
from newsroom.news.workflow import Stage
from tests.desk.conftest import HandClock
from tests.desk.test_articles import make

LONG = "The harbour authority has said that the north quay will be closed to every ship until the "
LONG += "old crane has been taken down and the new one has been tried out."


def published(desk: Desk, clock: HandClock, slug: str, **fields: object) -> int:
    number = make(desk, slug, stage=Stage.READY, **fields)
    desk.publish.publish([number])
    clock.forward(hours=1)
    return number


def test_the_newest_stand_first_with_their_ages(desk: Desk, clock: HandClock) -> None:
    ids = [published(desk, clock, f"s{n}", body=LONG) for n in range(8)]
    make(desk, "unpublished")
    box = desk.recent.box()
    assert [t.article for t in box] == ids[:1:-1]
    assert [t.age for t in box[:2]] == ["1 hour ago", "2 hours ago"]
    assert box[0].headline == "S7"
    assert box[0].excerpt.endswith("…")
    assert len(box[0].excerpt) <= 110
    assert LONG.startswith(box[0].excerpt[:-1])
    assert LONG[len(box[0].excerpt) - 1] == " ", "cut between two words"


def test_count_and_exclusion(desk: Desk, clock: HandClock) -> None:
    ids = [published(desk, clock, f"s{n}") for n in range(4)]
    assert [t.article for t in desk.recent.box(count=2)] == [ids[3], ids[2]]
    assert [t.article for t in desk.recent.box(exclude=(ids[3],), count=2)] == [ids[2], ids[1]]
    desk.set_site({"recent_count": 3})
    assert len(desk.recent.box()) == 3


def test_pinned_first_and_ages_move_on(desk: Desk, clock: HandClock) -> None:
    first = published(desk, clock, "first")
    published(desk, clock, "second")
    desk.articles.pin(first, True)
    box = desk.recent.box()
    assert [(t.slug, t.pinned) for t in box] == [("first", True), ("second", False)]
    later = desk.recent.box(now=clock() + timedelta(days=2))
    assert [t.age for t in later] == ["2 days ago", "2 days ago"]


def test_embargoed_and_taken_back_stories_are_not_shown(desk: Desk, clock: HandClock) -> None:
    a = published(desk, clock, "a")
    b = published(desk, clock, "b")
    story = desk.articles.open(a)
    desk.articles.save(a, story.version, {"embargo_until": clock() + timedelta(hours=1)})
    assert [t.article for t in desk.recent.box()] == [b]
    desk.publish.unpublish([b])
    assert desk.recent.box() == ()


def test_a_story_being_typed_stands_in_its_place(desk: Desk, clock: HandClock) -> None:
    a = published(desk, clock, "a", body="Old words.")
    published(desk, clock, "b")
    typed = replace(desk.articles.open(a), headline="Typed", body="New **words** now.")
    box = desk.recent.box(draft=typed)
    assert [(t.headline, t.excerpt) for t in box] == [("B", ""), ("Typed", "New words now.")]
    assert box[1].age == "2 hours ago"
    assert [t.slug for t in desk.recent.box(draft=typed, exclude=(a,))] == ["b"]


def test_an_unpublished_draft_stands_where_it_will(desk: Desk, clock: HandClock) -> None:
    pinned = published(desk, clock, "pinned")
    desk.articles.pin(pinned, True)
    published(desk, clock, "b")
    draft = Article(headline="New", dek="Only a dek.", slug="new")
    box = desk.recent.box(draft=draft)
    assert [t.slug for t in box] == ["pinned", "new", "b"]
    assert (box[1].age, box[1].excerpt) == ("just now", "Only a dek.")
    held = replace(draft, stage=Stage.HOLD)
    assert [t.slug for t in desk.recent.box(draft=held)] == ["pinned", "b"]
    assert len(desk.recent.box(draft=draft, count=2)) == 2
