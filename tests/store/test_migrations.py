"""The format of a store: told before anything is written, brought forward whole or not at all."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from playhouse.schema_diff import diff_models

from newsroom.news.article import Filter
from newsroom.news.errors import NotAStore, StoreError, StoreTooNew
from newsroom.news.rights import Right
from newsroom.store import migrate
from newsroom.store.connect import Store, open_store
from newsroom.store.engine import Engine
from newsroom.store.migrations import STEPS, Step
from newsroom.store.schema import SERVER_ONLY
from newsroom.store.tables import TABLES
from tests.store.making import HandClock, keep, person, save, sentence
from tests.store.older import make_older


def add_mood(engine: Engine) -> None:
    """A step as they will be: a column, filled."""
    engine.execute("ALTER TABLE article ADD COLUMN mood TEXT NOT NULL DEFAULT ''")
    engine.execute("UPDATE article SET mood = 'calm'")


def add_weather(engine: Engine) -> None:
    engine.execute("CREATE TABLE weather (day INTEGER)")


def fail_half_way(engine: Engine) -> None:
    engine.execute("ALTER TABLE article ADD COLUMN mood TEXT")
    engine.execute("DELETE FROM search_doc")
    engine.execute("INSERT INTO no_such_table VALUES (1)")


@pytest.fixture
def with_steps(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Has the newsroom know these steps from now on."""

    def know(*steps: Step) -> None:
        for act in (migrate.bring_forward, migrate.hold_readable):
            monkeypatch.setitem(act.__kwdefaults__, "steps", (*STEPS, *steps))

    return know


def tables_of(store: Store) -> dict[str, list[object]]:
    return {
        table._meta.table_name: store.engine.fetch(f'SELECT * FROM "{table._meta.table_name}"')
        for table in TABLES
    }


def test_the_tables_are_those_that_the_models_declare(store: Store) -> None:
    # Words and their index are made by hand (store.schema).
    said = str(diff_models(store.engine.db, TABLES))
    kept = [
        line
        for line in said.splitlines()
        if line.strip() and not any(part in line for _table, part in SERVER_ONLY)
    ]
    assert [line for line in kept if "search_fts" not in line] == []


@pytest.mark.parametrize("number", range(1, migrate.FORMAT))
def test_a_store_of_any_older_format_becomes_what_a_new_one_is(
    opener: Callable[..., Store], number: int
) -> None:
    with opener() as old:
        nadia = person(old)
        kept = keep(old, assignee=nadia.id)
        make_older(old, number)
    store = opener()
    assert store.info.format == migrate.FORMAT
    said = str(diff_models(store.engine.db, TABLES))
    assert [
        line
        for line in said.splitlines()
        if line.strip()
        and not any(part in line for _table, part in SERVER_ONLY)
        and "search_fts" not in line
    ] == []
    assert store.articles.get(kept.id) == kept
    assert save(store, kept, body="On.").version == 2
    if number < 3:
        assert set(store.staff.get(nadia.id).rights) == set(Right), "everybody could do everything"


def test_a_store_says_what_it_is(opener: Callable[..., Store]) -> None:
    store = opener()
    assert store.info.format == migrate.FORMAT
    assert store.info.change_seq == 0
    assert len(store.uid) == 36
    keep(store)
    assert opener().info.change_seq == 1
    if isinstance(store.target, Path):
        assert store.engine.fetch("PRAGMA user_version")[0][0] == migrate.FORMAT
        assert store.engine.fetch("PRAGMA application_id")[0][0] == 0x4E455753


def test_an_older_store_is_brought_forward_after_a_copy_was_taken(
    opener: Callable[..., Store], with_steps: Callable[..., None]
) -> None:
    with opener() as old:
        kept = keep(old)
        target = old.target
    with_steps(add_mood, add_weather)
    store = opener()
    assert store.info.format == migrate.FORMAT + 2
    assert store.articles.get(kept.id) == kept
    assert store.engine.fetch("SELECT mood FROM article")[0][0] == "calm"
    assert store.engine.fetch("SELECT count(*) FROM weather")[0][0] == 0
    assert save(store, kept, body="On.").version == 2
    # The second time there is nothing to do.
    assert opener().notes == ()
    if isinstance(target, str):
        assert store.notes == ()  # the administrator's own dump is the copy
        return
    (note,) = store.notes
    copy = target.with_name(f"{target.name}.format{migrate.FORMAT}.backup")
    assert str(copy) in note
    with sqlite3.connect(copy) as before:
        assert before.execute("SELECT format FROM store_info").fetchone() == (migrate.FORMAT,)
        assert before.execute("SELECT slug FROM article").fetchall() == [("ferry-timetable",)]
        assert before.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert "mood" not in str(before.execute("SELECT sql FROM sqlite_master").fetchall())
    before.close()
    assert not list(target.parent.glob("*.part"))


def test_a_step_that_fails_leaves_the_store_as_it_was(
    opener: Callable[..., Store],
    with_steps: Callable[..., None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with opener() as store:
        kept = keep(store)
        before = tables_of(store)
    with_steps(add_weather, fail_half_way)
    with pytest.raises(Exception, match="no_such_table"):
        opener()
    monkeypatch.undo()
    with opener() as store:
        assert store.info.format == migrate.FORMAT
        assert tables_of(store) == before
        assert store.articles.get(kept.id) == kept
        assert store.search.find("ferries")
        assert "weather" not in store.engine.db.get_tables()


def test_a_store_whose_copy_can_not_be_taken_is_left_as_it_was(
    store_file: Path, with_steps: Callable[..., None]
) -> None:
    with open_store(store_file) as store:
        keep(store)
    store_file.with_name(f"{store_file.name}.format{migrate.FORMAT}.backup").mkdir()
    with_steps(add_mood)
    with pytest.raises(StoreError) as told:
        open_store(store_file)
    assert "No copy" in sentence(told.value)
    with sqlite3.connect(store_file) as left:
        assert left.execute("SELECT format FROM store_info").fetchone() == (migrate.FORMAT,)
    left.close()
    assert not list(store_file.parent.glob("*.part"))


def test_an_older_store_is_only_read_where_nothing_may_be_written(
    opener: Callable[..., Store], with_steps: Callable[..., None]
) -> None:
    with opener() as old:
        kept = keep(old)
    with_steps(add_mood)
    store = opener(read_only=True)
    assert store.info.format == migrate.FORMAT
    assert store.articles.get(kept.id) == kept


def test_two_windows_bring_a_store_forward_once(
    opener: Callable[..., Store], with_steps: Callable[..., None], store_url: str | Path
) -> None:
    with opener() as old:
        keep(old)
    with_steps(add_weather)
    formats: list[int] = []
    start = threading.Barrier(2)

    def open_it() -> None:
        start.wait()
        with open_store(store_url) as store:
            formats.append(store.info.format)

    threads = [threading.Thread(target=open_it) for _n in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert formats == [migrate.FORMAT + 1] * 2


def make_newer(store: Store, **columns: object) -> None:
    for name, value in {"format": migrate.FORMAT + 1, "app_version": "9.4", **columns}.items():
        store.engine.execute(f"UPDATE store_info SET {name} = {store.engine.db.param}", (value,))


def test_a_store_of_a_newer_newsroom_is_refused_in_one_sentence(
    opener: Callable[..., Store],
) -> None:
    with opener() as store:
        kept = keep(store)
        make_newer(store)
        before = tables_of(store)
    with pytest.raises(StoreTooNew) as told:
        opener()
    said = sentence(told.value)
    for part in ("9.4", f"format {migrate.FORMAT + 1}", f"knows {migrate.FORMAT}", "read-only"):
        assert part in said
    with opener(read_only=True) as store:
        assert store.articles.get(kept.id) == kept
        assert store.articles.count(Filter()) == 1
        assert tables_of(store) == before


def test_a_store_that_only_newer_newsrooms_can_read_is_not_opened_at_all(
    opener: Callable[..., Store],
) -> None:
    with opener() as store:
        make_newer(store, min_reader=migrate.FORMAT + 1, min_writer=migrate.FORMAT + 1)
    for options in ({}, {"read_only": True}):
        with pytest.raises(StoreTooNew) as told:
            opener(**options)
        said = sentence(told.value)
        assert "read-only" not in said
        assert f"format {migrate.FORMAT + 1}" in said, "versions of newsroom may be the same"


def test_a_store_without_its_own_row_is_told(opener: Callable[..., Store]) -> None:
    with opener() as store:
        store.engine.execute("DELETE FROM store_info")
    with pytest.raises(NotAStore) as told:
        opener()
    assert sentence(told.value)


def test_a_half_made_store_is_never_found(
    tmp_path: Path, clock: HandClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "new.newsroom"

    def power_cut(*_ignored: object, **_too: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(migrate, "make_tables", power_cut)
    with pytest.raises(KeyboardInterrupt):
        open_store(path, create=True, clock=clock)
    assert list(tmp_path.iterdir()) == []


def test_of_two_windows_that_make_a_store_one_is_quicker(tmp_path: Path, clock: HandClock) -> None:
    path = tmp_path / "new.newsroom"
    with open_store(path, create=True) as store:
        kept = keep(store)
        migrate.make_file(path, str(path), clock)
    with open_store(path) as store:
        assert store.articles.get(kept.id) == kept
