"""A story's past: every save kept, any of them read back byte for byte, damage found."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsroom.news.article import Article, Byline
from newsroom.news.errors import NotFound, StoreDamaged
from newsroom.news.workflow import Stage
from newsroom.store import frames
from newsroom.store.connect import Store
from newsroom.store.frames import KEY_EVERY, State
from newsroom.store.state import from_state, to_state
from tests.store.making import HandClock, full_story, keep, person, save, sentence


def many_saves(store: Store, clock: HandClock, count: int = 2 * KEY_EVERY + 6) -> list[Article]:
    """A story as it stood after each of its saves: small edits, rewrites, fields of all kinds."""
    dice = random.Random(1)
    kept = store.articles.insert(full_story(store), author=None)
    states = [kept]
    words = [f"word{n}" for n in range(400)]
    while len(states) < count:
        clock.forward(seconds=20)
        words[dice.randrange(len(words))] = f"wört{dice.random()}\r\n"
        fields: dict[str, object] = {"body": " ".join(words)}
        if len(states) % 5 == 0:
            fields = {"headline": f"Take {len(states)}", "due_at": clock() + timedelta(hours=1)}
        if len(states) % 11 == 0:
            fields = {"bylines": kept.bylines[::-1], "picture": None, "extra": {"n": len(states)}}
        if len(states) % 17 == 0:
            dice.shuffle(words)
        kept = save(store, kept, **fields)
        states.append(kept)
    return states


def test_any_revision_is_read_back_byte_for_byte(store: Store, clock: HandClock) -> None:
    states = many_saves(store, clock)
    number = states[0].id
    for state in states:
        assert store.revisions.state(number, state.version) == state
        assert store.revisions.state(number, state.version).body.encode() == state.body.encode()
    assert store.revisions.verify(number) == ()
    # Small saves take little room.
    (whole,) = store.engine.fetch("SELECT sum(size) FROM revision")[0]
    (kept,) = store.engine.fetch("SELECT sum(length(content)) FROM revision")[0]
    assert kept < whole / 8


def test_the_list_of_revisions_is_newest_first_with_who_when_and_why(
    store: Store, clock: HandClock
) -> None:
    nadia = person(store)
    kept = keep(store)
    first = clock()
    later = clock.forward(minutes=5)
    kept = store.articles.update(
        kept.id, 1, {"stage": Stage.DESK}, author=nadia.id, kind="send", note="To the desk"
    )
    newest, oldest = store.revisions.list(kept.id)
    assert (newest.number, newest.author, newest.created_at) == (2, nadia.id, later)
    assert (newest.kind, newest.note) == ("send", "To the desk")
    assert (oldest.number, oldest.author, oldest.created_at) == (1, None, first)
    assert (oldest.kind, oldest.note) == ("create", "")
    assert newest.size == to_state(kept).size
    assert newest.article == kept.id
    assert store.revisions.list(kept.id, limit=1) == (newest,)
    assert store.revisions.list(999) == ()


def test_a_revision_that_never_was_is_said_to_be_missing(store: Store) -> None:
    kept = keep(store)
    for article, number in ((kept.id, 0), (kept.id, 2), (99, 1)):
        with pytest.raises(NotFound) as told:
            store.revisions.state(article, number)
        assert sentence(told.value)


def test_another_window_goes_on_with_the_chain_of_revisions(
    opener: Callable[..., Store],
) -> None:
    here, there = opener(), opener()
    kept = keep(here, body="One.\n" * 50)
    states = [kept]
    for n in range(8):
        kept = save((there, here)[n % 2], kept, body=kept.body + f"Take {n}.")
        states.append(kept)
    assert [here.revisions.state(kept.id, n + 1) for n in range(9)] == states
    framed = here.engine.fetch("SELECT frame FROM revision ORDER BY number")
    assert [frame for (frame,) in framed] == list(range(9))


def damage(store: Store, number: int, **columns: object) -> None:
    """Change a kept revision behind the store's back."""
    for name, value in columns.items():
        mark = store.engine.db.param
        store.engine.execute(
            f"UPDATE revision SET {name} = {mark} WHERE number = {mark}", (value, number)
        )


def test_a_damaged_revision_is_never_shown_and_the_rest_are(store: Store, clock: HandClock) -> None:
    states = many_saves(store, clock, KEY_EVERY + 6)
    number = states[0].id
    (content,) = store.engine.fetch("SELECT content FROM revision WHERE number = 9")[0]
    broken = bytearray(bytes(content))
    broken[len(broken) // 2] ^= 0x55
    damage(store, 9, content=bytes(broken))
    bad = store.revisions.verify(number)
    assert bad[0] == 9
    # Those up to the next state that stands alone lean on it.
    assert bad == tuple(range(9, KEY_EVERY + 1))
    for state in states:
        if state.version in bad:
            with pytest.raises(StoreDamaged) as told:
                store.revisions.state(number, state.version)
            assert str(state.version) in sentence(told.value)
        else:
            assert store.revisions.state(number, state.version) == state
    # The story goes on as if nothing were.
    kept = save(store, states[-1], headline="On we go")
    assert store.revisions.state(number, kept.version) == kept


@pytest.mark.parametrize(
    "columns",
    [{"content": b""}, {"content": b"\xff" * 9}, {"digest": b"x" * 32}, {"frame": 0}],
    ids=["empty", "noise", "digest", "stands alone"],
)
def test_no_damage_of_a_revision_passes(store: Store, columns: dict[str, object]) -> None:
    kept = save(store, keep(store), body="Second take. " * 9)
    damage(store, 2, **columns)
    with pytest.raises(StoreDamaged) as told:
        store.revisions.state(kept.id, 2)
    assert sentence(told.value)
    assert store.revisions.verify(kept.id) == (2,)
    assert store.revisions.state(kept.id, 1).body == "The ferries run late."


def test_a_save_stands_alone_where_the_story_was_changed_behind_the_store(store: Store) -> None:
    kept = keep(store)
    store.engine.execute("UPDATE article SET kicker = 'By hand'")
    again = save(store, store.articles.get(kept.id), headline="Next")
    assert store.revisions.state(kept.id, 2) == again
    assert store.engine.fetch("SELECT frame FROM revision WHERE number = 2")[0][0] == 0
    assert store.revisions.verify(kept.id) == ()


def test_a_lost_revision_takes_along_only_those_that_lean_on_it(store: Store) -> None:
    kept = keep(store)
    for n in range(3):
        kept = save(store, kept, body=f"Take {n}.")
    store.engine.execute("DELETE FROM revision WHERE number = 1")
    assert store.revisions.verify(kept.id) == (2, 3, 4)
    with pytest.raises(StoreDamaged):
        store.revisions.state(kept.id, 3)


def test_a_state_of_another_newsroom_is_read_with_what_it_has() -> None:
    article = Article(id=3, uid="u", slug="a", body="One two.", bylines=(Byline("N"),), version=4)
    state = to_state(article)
    later = State(state.fields.replace(b'"slug"', b'"colour":"red","slug"'), state.body)
    read = from_state(later, number=3, uid="u")
    assert replace(read, excerpt="") == article
    older = State(b'{"slug":"a"}', b"One two.")
    assert from_state(older, number=3, uid="u").slug == "a"
    assert from_state(older, number=3, uid="u").bylines == ()


states = st.builds(State, st.binary(max_size=300), st.binary(max_size=2_000))


@settings(max_examples=60, deadline=None, derandomize=True)
@given(first=states, second=states, shared=st.binary(max_size=3_000))
def test_a_packed_state_unpacks_to_itself(first: State, second: State, shared: bytes) -> None:
    before = State(first.fields, shared + first.body + shared)
    after = State(second.fields, shared + second.body + shared)
    assert frames.unpack(frames.pack(after, None), None) == after
    assert frames.unpack(frames.pack(after, before), before) == after
    assert after.digest() != State(after.fields + b"x", after.body).digest()


@settings(max_examples=60, deadline=None, derandomize=True)
@given(state=states, place=st.integers(0), cut=st.booleans())
def test_damaged_bytes_are_refused_or_give_another_state(
    state: State, place: int, cut: bool
) -> None:
    kept = frames.pack(state, None)
    place %= len(kept)
    broken = kept[:place] if cut else kept[:place] + bytes([kept[place] ^ 1]) + kept[place + 1 :]
    try:
        read = frames.unpack(broken, None)
    except ValueError:
        return
    assert read == state or read.digest() != state.digest()


def test_a_cut_beyond_the_text_is_refused() -> None:
    before = State(b"abc", b"def")
    kept = frames.pack(State(b"abc", b"deg"), before)
    with pytest.raises(ValueError, match="beyond"):
        frames.unpack(kept, State(b"a", b"d"))
