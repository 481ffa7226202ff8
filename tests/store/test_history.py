"""What was done, and what can be taken back."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from newsroom.news.errors import NotFound
from newsroom.news.lists import Term
from newsroom.store.connect import Store
from tests.store.making import HandClock, keep, person, save, sentence, story


def test_a_storys_history_says_who_did_what_and_when(store: Store, clock: HandClock) -> None:
    nadia = person(store)
    began = clock()
    kept = store.articles.insert(story(), author=nadia.id)
    sent = clock.forward(minutes=1)
    store.articles.update(kept.id, 1, {"desk": "copy"}, author=None, kind="send")
    newest, oldest = store.history.of("article", kept.id)
    assert (newest.verb, newest.actor, newest.at) == ("send", None, sent)
    assert (oldest.verb, oldest.actor, oldest.at) == ("create", nadia.id, began)
    assert (oldest.subject, oldest.number) == ("article", kept.id)
    assert store.history.of("article", kept.id, limit=1) == (newest,)
    assert [act.verb for act in store.history.of("staff", nadia.id)] == ["add"]
    assert store.history.of("article", 99) == ()


def test_every_transaction_has_a_number_of_its_own(opener: Callable[..., Store]) -> None:
    here, there = opener(), opener()
    keep(here, "one")
    with there.transaction():
        keep(there, "two")
        keep(there, "three")
        there.lists.put("desks", Term(key="news", name="News"))
    with here.transaction():
        pass
    keep(here, "four")
    rows = here.engine.fetch("SELECT seq, verb FROM activity ORDER BY id")
    assert [tuple(row) for row in rows] == [
        (1, "create"),
        (2, "create"),
        (2, "create"),
        (2, "put desks"),
        (3, "create"),
    ]


def test_a_bulk_act_notes_every_story(store: Store) -> None:
    with store.transaction():
        ids = [keep(store, f"s-{n}").id for n in range(510)]
    assert store.engine.fetch("SELECT count(*), max(seq) FROM activity")[0][0] == 510
    assert store.history.of("article", ids[-1])[0].verb == "create"


def test_the_last_act_can_be_taken_back_and_done_again(store: Store, clock: HandClock) -> None:
    nadia = person(store)
    assert store.steps.last(nadia.id) is None
    assert store.steps.last_undone(nadia.id) is None
    with store.transaction():
        first = store.steps.record("Spiked 1 story", {"stories": [[1, 2]]}, who=nadia.id)
    second = store.steps.record("Sent “ی” to Copy", {}, who=nadia.id)
    store.steps.record("Somebody else's", {}, who=None)
    last = store.steps.last(nadia.id)
    assert last is not None
    assert (last.step, last.label, last.who, last.at) == (
        second,
        "Sent “ی” to Copy",
        nadia.id,
        clock(),
    )
    assert not last.undone

    # Both are taken back, the last one first; then they are done again the other way round.
    store.steps.mark_undone(second)
    assert store.steps.last(nadia.id).step == first  # type: ignore[union-attr]
    store.steps.mark_undone(first)
    assert store.steps.last(nadia.id) is None
    assert store.steps.last_undone(nadia.id).step == first  # type: ignore[union-attr]
    assert store.steps.get(first).undone
    assert store.steps.get(first).payload == {"stories": [[1, 2]]}
    store.steps.mark_redone(first)
    assert store.steps.last_undone(nadia.id).step == second  # type: ignore[union-attr]

    # Something new ends it.
    third = store.steps.record("Published", {}, who=nadia.id)
    assert store.steps.last_undone(nadia.id) is None
    assert store.steps.last(nadia.id).step == third  # type: ignore[union-attr]
    everybody = store.steps.last()
    assert everybody is not None
    assert everybody.label == "Somebody else's"
    assert store.steps.last_undone() is None


def test_an_act_that_is_not_there_is_said_so(store: Store) -> None:
    with pytest.raises(NotFound) as told:
        store.steps.get(9)
    assert sentence(told.value)


def test_an_act_is_written_down_only_if_it_was_done(store: Store) -> None:
    kept = keep(store)

    def fail() -> None:
        with store.transaction():
            save(store, kept, desk="copy")
            store.steps.record("Sent", {})
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert store.steps.last() is None
    assert [act.verb for act in store.history.of("article", kept.id)] == ["create"]
