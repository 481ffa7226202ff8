"""One story: written, read back, saved by two windows, refused, spiked, brought back."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import fields, replace
from datetime import timedelta
from typing import Any

import pytest

from newsroom.news.article import Article, Byline, BylineRole, Filter, Picture
from newsroom.news.errors import BadInput, Conflict, NotFound, SlugTaken, StoreDamaged
from newsroom.news.workflow import PubState, Stage
from newsroom.store import tables
from newsroom.store.connect import Store
from newsroom.store.state import EXCERPT_KEPT
from tests.store.making import (
    START,
    TEHRAN,
    HandClock,
    full_story,
    keep,
    person,
    save,
    sentence,
    story,
)

KEPT_BY_STORE = {"id", "version", "words", "excerpt", "updated_by"}


def rows_of(store: Store) -> dict[str, int]:
    """How many rows every table has."""
    return {
        table._meta.table_name: store.engine.fetch(
            f'SELECT count(*) FROM "{table._meta.table_name}"'
        )[0][0]
        for table in tables.TABLES
    }


# Writing and reading back.


def test_every_field_of_a_story_is_written_and_read_back(store: Store) -> None:
    given = full_story(store)
    plain = Article()
    for item in fields(Article):
        if item.name not in KEPT_BY_STORE:
            assert getattr(given, item.name) != getattr(plain, item.name), f"{item.name} not set"
    nadia = given.assignee
    kept = store.articles.insert(given, author=nadia)
    read = store.articles.get(kept.id)
    assert read == kept
    assert read == replace(
        given,
        id=kept.id,
        version=1,
        words=kept.words,
        excerpt=kept.excerpt,
        updated_by=nadia,
    )
    assert read.words > 0
    assert read.excerpt
    for item in fields(Article):
        assert type(getattr(read, item.name)) is type(getattr(kept, item.name)), item.name


def test_every_field_can_be_saved_by_itself(store: Store) -> None:
    full = full_story(store)
    kept = keep(store, "plain")
    for item in fields(Article):
        if item.name in KEPT_BY_STORE | {"uid", "updated_at"}:
            continue
        value = getattr(full, item.name)
        kept = save(store, kept, **{item.name: value})
        read = store.articles.get(kept.id)
        assert getattr(read, item.name) == value, item.name
        assert read == kept, item.name
    assert kept.version == len(store.revisions.list(kept.id))


def test_every_field_can_be_emptied_again(store: Store) -> None:
    plain = Article()
    kept = store.articles.insert(full_story(store), author=None)
    names = {item.name for item in fields(Article)} - KEPT_BY_STORE - {"uid", "slug"}
    names -= {"created_at", "updated_at"}
    kept = save(store, kept, **{name: getattr(plain, name) for name in names})
    read = store.articles.get(kept.id)
    assert read == kept
    assert {name for name in names if getattr(read, name) != getattr(plain, name)} == set()


def test_bylines_keep_their_order_their_roles_guests_and_collectives(store: Store) -> None:
    nadia, staff = person(store), person(store, "Editorial Staff", collective=True)
    line = (
        Byline("Z. Guest", None, BylineRole.STORY),
        Byline("N. Brandt", nadia.id, BylineRole.STORY),
        Byline("Editorial Staff", staff.id, BylineRole.ADDITIONAL),
        Byline("N. Brandt", nadia.id, BylineRole.DATA),
    )
    kept = keep(store, bylines=line)
    assert store.articles.get(kept.id).bylines == line
    assert store.articles.rows([kept.id])[0].byline == "Z. Guest, N. Brandt"
    turned = save(store, kept, bylines=line[::-1])
    assert store.articles.get(kept.id).bylines == line[::-1]
    photo = save(store, turned, bylines=(Byline("P. Lens", None, BylineRole.PHOTO),))
    assert store.articles.rows([photo.id])[0].byline == "P. Lens"
    assert save(store, photo, bylines=()).bylines == ()
    assert store.articles.get(kept.id).bylines == ()


def test_a_name_in_a_byline_stays_as_it_was_printed(store: Store) -> None:
    nadia = person(store)
    kept = keep(store, bylines=(Byline("Nadia Brandt", nadia.id),))
    store.staff.update(nadia.id, nadia.version, {"name": "Nadia Keel", "active": False})
    assert store.articles.get(kept.id).bylines == (Byline("Nadia Brandt", nadia.id),)


def test_a_lead_picture_comes_goes_and_changes_its_words(store: Store) -> None:
    picture = Picture(sha256="0" * 64, filename="a.png", mime="image/png", width=1, height=2)
    kept = keep(store, picture=picture)
    assert store.articles.get(kept.id).picture == picture
    told = replace(picture, caption="بندر", alt="A quay")
    kept = save(store, kept, picture=told)
    assert store.articles.get(kept.id).picture == told
    kept = save(store, kept, picture=None)
    assert store.articles.get(kept.id).picture is None


def test_moments_come_back_in_utc_to_the_microsecond(store: Store) -> None:
    local = (START + timedelta(microseconds=7)).astimezone(TEHRAN)
    kept = keep(store, due_at=local)
    due = store.articles.get(kept.id).due_at
    assert due == local
    assert due is not None
    assert due.utcoffset() == timedelta(0)
    assert due.microsecond == 7


def test_a_new_story_is_of_now_and_an_imported_one_keeps_its_past(
    store: Store, clock: HandClock
) -> None:
    new = keep(store, "new")
    assert (new.created_at, new.updated_at) == (clock(), clock())
    assert new.uid
    old = keep(store, "old", created_at=START - timedelta(days=9), updated_at=START)
    assert store.articles.get(old.id).created_at == START - timedelta(days=9)


def test_the_version_counts_the_saves_and_says_who_saved(store: Store, clock: HandClock) -> None:
    nadia = person(store)
    kept = keep(store)
    assert (kept.version, kept.updated_by) == (1, None)
    later = clock.forward(minutes=3)
    kept = store.articles.update(kept.id, 1, {"headline": "Second"}, author=nadia.id)
    assert (kept.version, kept.updated_by, kept.updated_at) == (2, nadia.id, later)
    assert store.articles.get(kept.id) == kept


def test_a_save_that_changes_nothing_writes_nothing(store: Store) -> None:
    kept = keep(store)
    before = rows_of(store)
    again = save(store, kept, headline=kept.headline, body=kept.body)
    assert again == kept
    assert rows_of(store) == before
    noted = store.articles.update(kept.id, 1, {}, author=None, note="Read and found right")
    assert noted.version == 2
    assert store.revisions.list(kept.id)[0].note == "Read and found right"


def test_a_clock_that_was_set_back_does_not_put_a_story_behind_its_own_past(
    store: Store, clock: HandClock
) -> None:
    kept = keep(store)
    clock.forward(hours=-2)
    assert save(store, kept, headline="Later").updated_at == kept.updated_at


def test_words_and_excerpt_follow_the_body(store: Store) -> None:
    kept = keep(store, body="# Title\n\nOne *two* three.")
    assert (kept.words, kept.excerpt) == (4, "One two three.")
    kept = save(store, kept, body="word " * 400)
    assert kept.words == 400
    assert len(kept.excerpt) <= EXCERPT_KEPT
    assert store.articles.get(kept.id) == kept


def test_a_story_without_prose_shows_its_dek(store: Store) -> None:
    kept = keep(store, body="", dek="What it means")
    assert kept.excerpt == "What it means"
    kept = save(store, kept, dek="What it meant")
    assert kept.excerpt == "What it meant"
    kept = save(store, kept, body="## A heading alone")
    kept = save(store, kept, dek="What it will mean")
    assert store.articles.get(kept.id).excerpt == "What it will mean"
    assert store.revisions.state(kept.id, kept.version) == kept


def test_a_story_that_is_not_there_is_said_to_be_missing(store: Store) -> None:
    for act in (
        lambda: store.articles.get(99),
        lambda: store.articles.update(99, 1, {"headline": "x"}, author=None),
        lambda: store.articles.set_many([99], {"desk": "x"}, author=None, kind="send"),
    ):
        with pytest.raises(NotFound) as told:
            act()
        assert sentence(told.value)
    assert store.articles.rows([99]) == ()
    assert store.articles.rows([]) == ()


def test_a_body_that_the_disk_changed_is_found_when_it_is_opened(store: Store) -> None:
    kept = keep(store)
    store.engine.execute(
        f"UPDATE article_text SET body = 'The ferries run on time.' WHERE article = {kept.id}"
    )
    with pytest.raises(StoreDamaged) as told:
        store.articles.get(kept.id)
    assert "ferry-timetable" in sentence(told.value)
    assert store.revisions.state(kept.id, 1).body == kept.body


@pytest.mark.parametrize("name", ["id", "version", "words", "updated_at", "colour"])
def test_what_the_store_keeps_itself_can_not_be_written(store: Store, name: str) -> None:
    kept = keep(store)
    with pytest.raises(ValueError, match=name):
        save(store, kept, **{name: 7})
    with pytest.raises(ValueError, match=name):
        store.articles.set_many([kept.id], {name: 7}, author=None, kind="save")


# Two windows.


def test_a_stale_save_is_a_conflict_that_keeps_both_texts(opener: Callable[..., Store]) -> None:
    here, there = opener(), opener()
    read = keep(here, body="One.\n", desk="news")
    theirs = save(there, read, body="Two.\n", headline="Theirs")
    with pytest.raises(Conflict) as told:
        save(here, read, body="Three.\n", kicker="Mine")
    assert "ferry-timetable" in sentence(told.value)
    assert told.value.theirs == theirs
    assert told.value.mine == replace(read, body="Three.\n", kicker="Mine")
    assert here.articles.get(read.id) == theirs
    assert [r.number for r in here.revisions.list(read.id)] == [2, 1]
    # The person chose: the save goes onto what stands there now.
    merged = save(here, theirs, body="Two.\nThree.\n")
    assert there.articles.get(read.id) == merged


def test_a_conflict_is_told_even_where_the_old_revision_is_lost(store: Store) -> None:
    read = keep(store)
    theirs = save(store, read, body="Two.")
    store.engine.execute("DELETE FROM revision WHERE number = 1")
    with pytest.raises(Conflict) as told:
        save(store, read, body="Three.")
    assert told.value.mine == replace(theirs, body="Three.")


def test_two_windows_that_save_different_stories_lose_nothing(
    opener: Callable[..., Store],
) -> None:
    first = opener()
    ids = [keep(first, f"story-{n}").id for n in range(2)]
    failed: list[BaseException] = []

    def write(number: int) -> None:
        try:
            own = opener()
            for n in range(15):
                kept = own.articles.get(number)
                save(own, kept, body=f"Take {n} of {number}.")
            own.close()
        except BaseException as error:
            failed.append(error)

    threads = [threading.Thread(target=write, args=(number,)) for number in ids]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    for number in ids:
        assert first.articles.get(number).body == f"Take 14 of {number}."
        assert first.articles.get(number).version == 16
        assert len(first.revisions.list(number)) == 16
    seqs = [seq for (seq,) in first.engine.fetch("SELECT seq FROM activity ORDER BY id")]
    assert seqs == list(range(1, 33))


def test_of_two_windows_that_take_one_slug_at_once_one_is_told(
    opener: Callable[..., Store],
) -> None:
    here = opener()
    told: list[BaseException] = []

    def write() -> None:
        there = opener()
        try:
            keep(there, "Strike")
        except SlugTaken as error:
            told.append(error)
        there.close()

    with here.transaction():
        keep(here, "strike")
        thread = threading.Thread(target=write)
        thread.start()
        if isinstance(here.target, str):
            while not here.engine.fetch("SELECT 1 FROM pg_locks WHERE NOT granted"):
                assert thread.is_alive()
    thread.join()
    (error,) = told
    assert isinstance(error, SlugTaken)
    assert "Strike" in sentence(error)
    assert here.articles.id_of(error.suggestion) is None
    assert here.articles.count(Filter()) == 1


# Slugs.


def test_two_stories_never_have_one_slug(store: Store) -> None:
    first = keep(store, "Strike")
    before = rows_of(store)
    for slug in ("Strike", "strike", "STRIKE"):
        with pytest.raises(SlugTaken) as told:
            keep(store, slug)
        assert slug in sentence(told.value)
        assert store.articles.id_of(told.value.suggestion) is None
    assert rows_of(store) == before
    other = keep(store, "ferries")
    with pytest.raises(SlugTaken):
        save(store, other, slug="sTrike", headline="Lost?")
    assert store.articles.get(other.id) == other
    assert save(store, first, slug="STRIKE").slug == "STRIKE"
    assert store.articles.id_of("strike") == first.id
    assert store.articles.id_of("streik") is None


def test_letters_that_look_alike_in_two_encodings_are_one_slug(store: Store) -> None:
    keep(store, "caf\u00e9")
    with pytest.raises(SlugTaken):
        keep(store, "cafe\u0301")


def test_a_free_slug_is_counted_up(store: Store) -> None:
    assert store.articles.free_slug("budget") == "budget"
    keep(store, "budget")
    assert store.articles.free_slug("Budget") == "Budget-2"
    keep(store, "budget-2")
    assert store.articles.free_slug("budget") == "budget-3"
    assert store.articles.free_slug("budget-2") == "budget-3"
    keep(store, "budget-2026")
    assert store.articles.free_slug("budget-2026") == "budget-2026-2"
    long = "s" * 120
    keep(store, long)
    free = store.articles.free_slug(long)
    assert len(free) <= 120
    assert keep(store, free).slug == free


def test_a_slug_of_dots_and_slashes_is_a_name_like_others(store: Store) -> None:
    kept = keep(store, "../../x", headline="50% _off_")
    assert store.articles.get(kept.id).slug == "../../x"
    assert store.articles.id_of("../../X") == kept.id
    assert store.articles.free_slug("../../x") == "../../x-2"
    keep(store, "100%_")
    assert store.articles.free_slug("100%_") == "100%_-2"


@pytest.mark.parametrize("slug", ["", "s" * 121])
def test_a_slug_that_does_not_fit_is_refused(store: Store, slug: str) -> None:
    kept = keep(store)
    for act in (lambda: keep(store, slug), lambda: save(store, kept, slug=slug)):
        with pytest.raises(BadInput) as told:
            act()
        assert sentence(told.value)
    assert store.articles.get(kept.id) == kept


# Hostile texts.

BROKEN = ("a\0b", "half \ud83d", "\udcff")


@pytest.mark.parametrize("text", BROKEN, ids=["NUL", "high", "low"])
def test_text_that_no_store_can_keep_is_refused_and_nothing_is_lost(
    store: Store, text: str
) -> None:
    kept = keep(store)
    before = rows_of(store)
    picture = Picture(sha256="0" * 64, filename="a", mime="image/png", width=1, height=1)
    for broken in (
        {"body": text},
        {"headline": text},
        {"slug": text},
        {"ed_note": text},
        {"tags": ("fine", text)},
        {"bylines": (Byline(text),)},
        {"picture": replace(picture, caption=text)},
        {"extra": {"deep": [{"er": text}]}},
        {"extra": {text: 1}},
    ):
        with pytest.raises(BadInput) as told:
            save(store, kept, **broken)
        assert sentence(told.value)
        with pytest.raises(BadInput):
            store.articles.insert(story(**{"slug": "other", **broken}), author=None)
    assert store.articles.get(kept.id) == kept
    assert rows_of(store) == before


@pytest.mark.parametrize("text", BROKEN, ids=["NUL", "high", "low"])
def test_looking_for_what_can_not_be_stored_finds_nothing_or_says_why(
    store: Store, text: str
) -> None:
    keep(store)
    assert store.search.find("\0\ud800") == ()
    for look in (
        lambda: store.articles.id_of(text),
        lambda: store.articles.count(Filter(tag=text)),
        lambda: store.staff.find(text),
    ):
        found = None
        try:
            found = look()
        except BadInput as told:
            found = not sentence(told)
        assert not found


def test_a_body_of_ten_megabytes_is_stored_whole(store: Store) -> None:
    body = " ".join(f"{n:x}-قایق" for n in range(700_000))
    assert len(body.encode()) > 10_000_000
    kept = keep(store, body=body)
    assert store.articles.get(kept.id).body == body
    assert store.revisions.state(kept.id, 1).body == body
    assert store.articles.rows([kept.id])[0].words == 700_000
    assert store.search.find("ferry")[0].row.id == kept.id


def test_a_headline_of_five_thousand_letters_is_stored_whole(store: Store) -> None:
    headline = "".join(chr(0x0391 + n % 17) for n in range(5_000))
    kept = keep(store, headline=headline, kicker=headline, dek=headline)
    assert store.articles.get(kept.id).headline == headline
    assert store.articles.page(Filter(), sort="headline").rows[0].headline == headline  # type: ignore[arg-type]


def test_a_label_too_long_for_an_index_is_stored_or_refused_whole(store: Store) -> None:
    label = "".join(chr(0x4E00 + n * 7 % 20_000) for n in range(5_000))
    kept = keep(store)
    for given in ({"section": label}, {"tags": (label,)}, {"desk": label}):
        refused = None
        try:
            kept = save(store, kept, **given)
        except BadInput as told:
            refused = told
        assert refused is None or sentence(refused)
        assert store.articles.get(kept.id) == kept


def test_a_number_that_does_not_fit_is_refused(store: Store) -> None:
    kept = keep(store)
    for fields_ in ({"priority": 2**70}, {"commissioned_length": 2**70}):
        with pytest.raises(BadInput) as told:
            save(store, kept, **fields_)
        assert sentence(told.value)
    assert store.articles.get(kept.id) == kept


def test_people_who_are_not_in_the_directory_are_refused(store: Store) -> None:
    kept = keep(store)
    for given in ({"assignee": 99}, {"bylines": (Byline("Nobody", 99),)}):
        with pytest.raises(BadInput) as told:
            save(store, kept, **given)
        assert "staff directory" in sentence(told.value)
        with pytest.raises(BadInput):
            store.articles.insert(story(**{"slug": "other", **given}), author=None)
    assert store.articles.get(kept.id) == kept


# Spiking, and many at once.


def test_spiking_and_restoring_deletes_nothing(store: Store) -> None:
    kept = store.articles.insert(full_story(store), author=None)
    before = rows_of(store)
    spiked = store.articles.update(
        kept.id, 1, {"stage": Stage.SPIKED, "stage_before": kept.stage}, author=None, kind="spike"
    )
    assert store.articles.count(Filter()) == 0
    assert store.search.find("strike") == ()
    assert store.articles.count(Filter(stages=frozenset({Stage.SPIKED}))) == 1
    back = store.articles.update(
        kept.id,
        spiked.version,
        {"stage": Stage(spiked.stage_before), "stage_before": kept.stage_before},
        author=None,
        kind="unspike",
    )
    read = store.articles.get(kept.id)
    assert read == back
    assert replace(read, version=1, updated_at=kept.updated_at) == kept
    assert [hit.row.id for hit in store.search.find("strike")] == [kept.id]
    grown = {name: n - before[name] for name, n in rows_of(store).items() if n != before[name]}
    assert grown == {"revision": 2, "activity": 2}


def test_many_stories_get_one_value_and_tell_what_stood_there(store: Store) -> None:
    with store.transaction():
        ids = [keep(store, f"story-{n}", desk=f"desk-{n % 3}").id for n in range(230)]
    done = store.articles.set_many([*ids, ids[0]], {"desk": "sport"}, author=None, kind="send")
    assert [before.id for before in done] == ids
    assert done[4].fields_before == {"desk": "desk-1"}
    assert {before.version_after for before in done} == {2}
    assert store.articles.count(Filter(desks=frozenset({"sport"}))) == 230
    assert {store.revisions.list(number)[0].kind for number in ids[::50]} == {"send"}
    assert store.articles.set_many([], {"desk": "x"}, author=None, kind="send") == ()


def test_many_stories_are_changed_all_or_none(store: Store) -> None:
    ids = [keep(store, f"story-{n}").id for n in range(3)]
    with pytest.raises(NotFound):
        store.articles.set_many([*ids, 999], {"desk": "sport"}, author=None, kind="send")
    with pytest.raises(SlugTaken):
        store.articles.set_many(ids, {"slug": "same"}, author=None, kind="save")
    assert [store.articles.get(number).version for number in ids] == [1, 1, 1]
    assert [store.articles.get(number).slug for number in ids] == ["story-0", "story-1", "story-2"]


def test_many_stories_keep_their_own_bylines_tags_and_texts(store: Store) -> None:
    kept = [
        keep(store, f"s-{n}", tags=(f"t{n}", "all"), bylines=(Byline(f"Guest {n}"),), body=str(n))
        for n in range(4)
    ]
    store.articles.set_many([one.id for one in kept], {"priority": 1}, author=None, kind="save")
    for one in kept:
        read = store.articles.get(one.id)
        assert replace(read, version=1, priority=5, updated_at=one.updated_at) == one


# Brackets.


def test_a_bracket_keeps_all_or_nothing(store: Store) -> None:
    kept = keep(store)
    before = rows_of(store)

    def stop_half_way() -> None:
        with store.transaction():
            save(store, kept, headline="Gone")
            keep(store, "gone")
            raise InterruptedError

    with pytest.raises(InterruptedError):
        stop_half_way()
    assert rows_of(store) == before
    assert store.articles.get(kept.id) == kept


def two_at_once(store: Store, *slugs: str) -> None:
    with store.transaction():
        for slug in slugs:
            keep(store, slug)


def test_an_inner_bracket_takes_back_only_its_own(store: Store) -> None:
    with store.transaction():
        first = keep(store, "first")
        with pytest.raises(SlugTaken):
            two_at_once(store, "second", "first")
        third = keep(store, "third")
        with store.transaction():
            save(store, third, headline="Third")
    assert [row.slug for row in store.articles.page(Filter()).rows] == ["third", "first"]
    # The history tells of what was done, not of what was taken back.
    told = store.engine.fetch("SELECT number, verb FROM activity ORDER BY id")
    assert [tuple(row) for row in told] == [
        (first.id, "create"),
        (third.id, "create"),
        (third.id, "save"),
    ]


# The Recent Posts box.


def published(store: Store, slug: str, days: float, **given: Any) -> Article:
    return keep(
        store,
        slug,
        pubstate=PubState.PUBLISHED,
        published_at=START - timedelta(days=days),
        **given,
    )


def test_recent_posts_are_the_pinned_then_the_newest_that_readers_see(store: Store) -> None:
    picture = Picture(
        sha256="a" * 64, filename="a", mime="image/png", width=1, height=1, alt="A quay"
    )
    old = published(store, "old", 9)
    new = published(store, "new", 1, picture=picture, body="What *happened*.")
    pinned = published(store, "pinned", 30, pinned=True)
    fixed = keep(
        store, "fixed", pubstate=PubState.CORRECTED, published_at=START - timedelta(days=2)
    )
    published(store, "spiked", 1, stage=Stage.SPIKED)
    published(store, "embargoed", 1, embargo_until=START + timedelta(hours=1))
    published(store, "ahead", -1)
    keep(store, "work", pubstate=PubState.SCHEDULED, published_at=START - timedelta(days=1))
    keep(store, "gone", pubstate=PubState.WITHDRAWN, published_at=START - timedelta(days=1))

    found = store.articles.recent(count=6, before=START)
    assert [one.id for one in found] == [pinned.id, new.id, fixed.id, old.id]
    assert found[0].pinned
    assert (found[1].picture, found[1].picture_alt) == ("a" * 64, "A quay")
    assert found[1].excerpt == "What happened."
    assert found[1].published_at == new.published_at
    assert found[2].picture == ""
    shown = store.articles.recent(count=2, exclude={pinned.id, 999}, before=START)
    assert [one.id for one in shown] == [new.id, fixed.id]
    later = store.articles.recent(count=9, before=START + timedelta(days=2))
    assert {one.slug for one in later} >= {"ahead", "embargoed"}
