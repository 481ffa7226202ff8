"""Looking through a whole store: what does not hold together is found and named."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from newsroom.news.article import Picture
from newsroom.store.connect import Store, open_store
from newsroom.store.sqlite import SqliteEngine
from newsroom.store.verify import verify
from tests.store.making import full_story, keep, person, save


def found(store: Store) -> list[tuple[str, str]]:
    """Kind and subject of every problem, each with its sentence."""
    problems = verify(store)
    assert all(problem.sentence.endswith(".") for problem in problems)
    return [(problem.kind, problem.subject) for problem in problems]


def with_picture(store: Store) -> str:
    sha256 = store.media.put(b"x", filename="a.png", mime="image/png", width=1, height=1)
    kept = full_story(store)
    assert kept.picture is not None
    store.articles.insert(replace(kept, picture=replace(kept.picture, sha256=sha256)), author=None)
    return sha256


def test_a_sound_store_has_no_problems(opener: Callable[..., Store]) -> None:
    store = opener()
    with_picture(store)
    for n in range(3):
        save(store, keep(store, f"s-{n}"), body="Two.")
    assert found(store) == []
    assert found(opener(read_only=True)) == []


def test_every_kind_of_damage_is_found(store: Store) -> None:
    sha256 = with_picture(store)
    store.media.path(sha256).write_bytes(b"y")
    changed, lost, unfound, past = (keep(store, name) for name in ("a", "b", "c", "d"))
    run = store.engine.execute
    run(f"UPDATE article_text SET body = 'other' WHERE article = {changed.id}")
    run(f"DELETE FROM article_text WHERE article = {lost.id}")
    run(f"DELETE FROM search_doc WHERE article = {unfound.id}")
    run(f"UPDATE revision SET content = digest WHERE article = {past.id}")
    gone = "f" * 64
    person(store, "Nadia K.", portrait=gone)
    picture = Picture(sha256=gone, filename="a", mime="image/png", width=1, height=1)
    keep(store, "e", picture=picture)
    assert set(found(store)) == {
        ("story", "a"),
        ("story", "b"),
        ("search", "c"),
        ("revision", "d"),
        ("picture", sha256),
        ("picture", "Nadia K."),
        ("picture", "e"),
    }


def test_a_word_index_that_does_not_fit_is_found(store_file_open: Store) -> None:
    store = store_file_open
    keep(store)
    store.engine.execute("DROP TRIGGER search_doc_changed")
    store.engine.execute("UPDATE search_doc SET body = 'airport'")
    assert found(store) == [("search", "")]


def test_rows_that_point_nowhere_are_found(store_file_open: Store) -> None:
    store = store_file_open
    kept = keep(store, tags=("a",))
    store.engine.execute("PRAGMA foreign_keys = 0")
    store.engine.execute(f"UPDATE article_tag SET article = {kept.id + 9}")
    assert ("file", "article_tag") in found(store)


def test_a_torn_page_is_found_and_the_looking_goes_on(store_file_open: Store) -> None:
    store = store_file_open
    for n in range(40):
        keep(store, f"s-{n}", body=f"Word {n}. " * 300)
    engine = store.engine
    assert isinstance(engine, SqliteEngine)
    (root,) = engine.fetch("SELECT rootpage FROM sqlite_master WHERE name = 'revision'")[0]
    store.close()
    with engine.path.open("rb+") as file:
        file.seek((root - 1) * 4096)
        file.write(b"\xff" * 4096)
    with open_store(engine.path) as again:
        kinds = {kind for kind, _subject in found(again)}
        assert "file" in kinds
        assert "story" not in kinds
        assert again.articles.get(3).body.startswith("Word 2.")


def test_many_stories_are_looked_through_in_parts(store: Store) -> None:
    with store.transaction():
        last = [keep(store, f"s-{n}") for n in range(201)][-1]
    store.engine.execute(f"UPDATE article_text SET body = 'x' WHERE article = {last.id}")
    assert found(store) == [("story", "s-200")]


@pytest.mark.parametrize("portrait", ["", "0" * 64])
def test_pictures_looked_for_elsewhere(opener: Callable[..., Store], portrait: str) -> None:
    here, there = opener(), opener()
    person(here, portrait=portrait)
    problems = verify(there, media=here.media)
    assert [problem.subject for problem in problems] == ["Nadia Brandt"] * bool(portrait)
