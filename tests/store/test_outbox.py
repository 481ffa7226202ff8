"""The queue of what goes out: nobody sends what another window is sending, nothing is lost."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from newsroom.news.outward import (
    Asked,
    Delivery,
    DeliveryState,
    Question,
    Remote,
    Standing,
)
from newsroom.store.connect import Store
from tests.store.making import keep

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
GONE = NOW - timedelta(minutes=10)


def queued(store: Store, slug: str, target: str = "Magazine") -> Delivery:
    number = keep(store, slug=slug).id
    made = store.outbox.add(Delivery(target=target, article=number, queued_at=NOW))
    found = store.outbox.get(made)
    assert found is not None
    return found


def test_a_delivery_is_kept_as_it_was(store: Store) -> None:
    made = queued(store, "ferry")
    told = replace(
        made,
        standing=Standing.SCHEDULE,
        at=NOW + timedelta(hours=3),
        state=DeliveryState.ASKS,
        answers={"author:A": "3"},
        question=Question(
            asked=Asked.AUTHOR, sentence="Who is A there?", about="A", choices=(("3", "B"),)
        ),
        tries=2,
        next_at=NOW,
        problem="It asks.",
        notes=("one", "two"),
        link="https://magazine.example/?p=3",
        version=4,
        done_at=NOW,
    )
    assert store.outbox.put(told)
    assert store.outbox.get(made.id) == told
    assert (told.slug, store.outbox.of(made.article)) == ("ferry", (told,))
    assert store.outbox.get(999) is None


def test_two_windows_never_send_the_same(store: Store, opener: Callable[..., Store]) -> None:
    one, two = queued(store, "one"), queued(store, "two")
    other = opener()
    other.poll()
    mine = store.outbox.take("a", NOW, GONE)
    theirs = other.outbox.take("b", NOW, GONE)
    assert mine is not None
    assert theirs is not None
    assert {mine.id, theirs.id} == {one.id, two.id}
    assert store.outbox.take("a", NOW, GONE) is None
    assert set(store.outbox.holders()) == {"a", "b"}
    assert other.poll().outbox >= {mine.article}

    # Of a story and target one at a time; one that is silent for too long is taken up.
    again = store.outbox.add(replace(mine, state=DeliveryState.WAITING))
    assert store.outbox.take("c", NOW, GONE) is None
    later = NOW + timedelta(hours=1)
    other.outbox.hold(theirs.id, "b", later)
    taken = store.outbox.take("c", later, later - timedelta(minutes=10))
    assert taken is not None
    assert taken.id in (mine.id, again)
    assert not store.outbox.put(replace(mine, problem="late"), holder="a"), "it is another's now"
    assert store.outbox.free(["c", "b"]) == 2
    assert store.outbox.holders() == ()


def test_what_waits_is_taken_in_its_time(store: Store) -> None:
    assert store.waiting.delivery(NOW) is None
    made = queued(store, "ferry")
    assert store.waiting.delivery(NOW) == NOW
    store.outbox.put(replace(made, next_at=NOW + timedelta(minutes=5)))
    assert store.waiting.delivery(NOW) == NOW + timedelta(minutes=5)
    assert store.outbox.take("a", NOW, GONE) is None
    found = store.outbox.take("a", NOW + timedelta(minutes=5), GONE)
    assert found is not None
    assert store.waiting.delivery(NOW) is None, "it is being sent"
    store.outbox.put(replace(found, state=DeliveryState.DONE), holder="a")
    assert store.outbox.take("a", NOW + timedelta(days=1), NOW) is None
    newer = queued(store, "newer")
    assert [one.id for one in store.outbox.last()] == [newer.id, made.id]
    assert [one.id for one in store.outbox.open()] == [newer.id]


def test_what_a_thing_is_there_is_known(store: Store) -> None:
    post = Remote(
        target="Magazine", kind="post", key="u-1", number=7, stamp="s", digest="d", link="l"
    )
    store.outbox.keep([post, replace(post, number=8)])
    assert store.outbox.remote("Magazine", "post", "u-1") == replace(post, number=8)
    assert store.outbox.remote("Paper", "post", "u-1") is None
    store.outbox.forget("Magazine", "post", "u-1")
    assert store.outbox.remote("Magazine", "post", "u-1") is None
