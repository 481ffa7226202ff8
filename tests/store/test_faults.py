"""What the world does to a store, told in sentences; and a full disk that loses nothing."""

from __future__ import annotations

import sqlite3

import pytest

from newsroom.news.article import Filter
from newsroom.news.errors import (
    BadInput,
    Cancelled,
    DiskFull,
    NewsroomError,
    NotAStore,
    NotFound,
    StoreAway,
    StoreBusy,
    StoreDamaged,
    StoreError,
    StoreReadOnly,
)
from newsroom.store import faults
from newsroom.store.connect import Store
from newsroom.store.orm import peewee
from tests.store.making import keep, person, save, sentence


class DriverError(Exception):
    """An error as a driver raises it, with its code."""

    def __init__(self, code: str, words: str = "") -> None:
        super().__init__(words)
        if code.startswith("SQLITE"):
            self.sqlite_errorname = code
        else:
            self.sqlstate = code


CODES = {
    "SQLITE_FULL": DiskFull,
    "SQLITE_IOERR_WRITE": DiskFull,
    "SQLITE_READONLY_DBMOVED": StoreError,
    "SQLITE_READONLY_DIRECTORY": StoreReadOnly,
    "SQLITE_BUSY_SNAPSHOT": StoreBusy,
    "SQLITE_LOCKED": StoreBusy,
    "SQLITE_CORRUPT_VTAB": StoreDamaged,
    "SQLITE_NOTADB": NotAStore,
    "SQLITE_CANTOPEN_ISDIR": StoreError,
    "SQLITE_IOERR_READ": StoreError,
    "SQLITE_TOOBIG": BadInput,
    "08006": StoreAway,
    "57P01": StoreAway,
    "57014": StoreBusy,
    "40P01": StoreBusy,
    "55P03": StoreBusy,
    "53300": StoreBusy,
    "53100": DiskFull,
    "25006": StoreReadOnly,
    "42501": StoreReadOnly,
    "28P01": StoreError,
    "XX001": StoreDamaged,
    "54000": BadInput,
    "22003": BadInput,
}


@pytest.mark.parametrize(("code", "kind"), CODES.items())
def test_every_fault_of_the_world_has_its_sentence(code: str, kind: type[NewsroomError]) -> None:
    told = faults.told(peewee.OperationalError(DriverError(code)), "paper.newsroom")
    assert isinstance(told, NewsroomError)
    assert type(told) is kind
    said = sentence(told)
    assert "paper.newsroom" in said or kind is BadInput


@pytest.mark.parametrize("code", ["SQLITE_ERROR", "SQLITE_CONSTRAINT_UNIQUE", "42601", "23505"])
def test_our_own_mistakes_stay_what_they_are(code: str) -> None:
    assert faults.told(DriverError(code, "no such column: x"), "paper") is None
    assert faults.told(KeyError("x"), "paper") is None


def test_what_was_called_off_is_silent() -> None:
    assert isinstance(faults.told(DriverError("SQLITE_INTERRUPT"), "x"), Cancelled)


def test_errors_without_a_code_are_told_by_their_words() -> None:
    for error, kind in (
        (UnicodeDecodeError("utf-8", b"\xff", 0, 1, "bad"), StoreDamaged),
        (sqlite3.OperationalError("Could not decode to UTF-8 column 'a'"), StoreDamaged),
        (UnicodeEncodeError("utf-8", "\ud800", 0, 1, "surrogates"), BadInput),
        (OverflowError("Python int too large"), BadInput),
    ):
        told = faults.told(error, "paper")
        assert isinstance(told, kind)
        assert sentence(told)


def raised_while_handling(first: Exception, second: Exception) -> Exception:
    try:
        try:
            raise first
        except type(first):
            raise second  # noqa: B904 - the hidden context is the subject
    except type(second) as error:
        return error


def test_a_rollback_with_nothing_to_roll_back_does_not_hide_the_reason() -> None:
    full = peewee.OperationalError(DriverError("SQLITE_FULL", "database or disk is full"))
    hiding = peewee.OperationalError(
        DriverError("SQLITE_ERROR"), "cannot rollback - no transaction is active"
    )
    told = faults.told(raised_while_handling(full, hiding), "paper")
    assert isinstance(told, DiskFull)


def test_an_older_error_is_not_told_in_place_of_a_new_one() -> None:
    busy = StoreBusy("Somebody writes.")
    full = DriverError("SQLITE_FULL")
    assert isinstance(faults.told(raised_while_handling(busy, full), "paper"), DiskFull)
    locked = DriverError("SQLITE_BUSY")
    assert faults.told(raised_while_handling(locked, ValueError("ours")), "paper") is None


# A full disk.


def fill(store: Store, *, spare: int = 0) -> None:
    """Let the file grow by no more than ``spare`` pages: SQLite then says what ENOSPC says."""
    pages = store.engine.fetch("PRAGMA page_count")[0][0]
    store.engine.fetch(f"PRAGMA max_page_count = {pages + spare}")


def make_room(store: Store) -> None:
    store.engine.fetch("PRAGMA max_page_count = 1000000")


LONG = "\n".join(f"Line {n} of a long report from the harbour." for n in range(8_000))


@pytest.mark.parametrize("spare", [0, 3, 10, 40, 90])
def test_a_full_disk_loses_nothing_and_the_save_works_when_there_is_room(
    store_file_open: Store, spare: int
) -> None:
    store = store_file_open
    kept = keep(store)
    fill(store, spare=spare)
    with pytest.raises(DiskFull) as told:
        save(store, kept, body=LONG)
    assert "disk is full" in sentence(told.value)
    # The store still reads, all of it as it was.
    assert store.articles.get(kept.id) == kept
    assert store.search.find("ferries")[0].row.id == kept.id
    assert store.search.find("report") == ()
    assert [r.number for r in store.revisions.list(kept.id)] == [1]
    assert len(store.history.of("article", kept.id)) == 1
    make_room(store)
    again = save(store, kept, body=LONG)
    assert again.version == 2
    assert store.articles.get(kept.id).body == LONG
    assert store.engine.fetch("PRAGMA integrity_check") == [("ok",)]


def test_a_disk_that_fills_up_inside_a_bracket_takes_all_of_it_back(
    store_file_open: Store,
) -> None:
    store = store_file_open
    kept = keep(store)

    def try_both() -> None:
        with store.transaction():
            save(store, kept, headline="First")
            fill(store)
            try:
                with store.transaction():
                    keep(store, "long", body=LONG)
            except DiskFull:
                make_room(store)
            # Whoever goes on regardless must not keep half of the bracket.
            keep(store, "after")

    with pytest.raises(DiskFull) as told:
        try_both()
    assert sentence(told.value)
    make_room(store)
    assert store.articles.get(kept.id) == kept
    assert store.articles.count(Filter()) == 1
    assert keep(store, "after").version == 1


def test_a_full_disk_is_told_by_every_room_of_the_store(store_file_open: Store) -> None:
    store = store_file_open
    kept = keep(store)
    fill(store)
    for act in (
        lambda: keep(store, "new", body=LONG),
        lambda: person(store, bio=LONG),
        lambda: store.settings.put("a", "b", LONG),
        lambda: store.steps.record("x", {"a": LONG}),
    ):
        with pytest.raises(DiskFull):
            act()
    make_room(store)
    assert store.articles.get(kept.id) == kept


def test_a_mistake_inside_a_bracket_is_raised_as_it_is(store: Store) -> None:
    def mistake() -> None:
        with store.transaction():
            raise KeyError("ours")

    with pytest.raises(KeyError):
        mistake()

    def caught_and_raised_anew() -> None:
        with store.transaction():
            try:
                store.articles.get(99)
            except NotFound:
                raise KeyError("ours") from None

    with pytest.raises(KeyError):
        caught_and_raised_anew()
    assert not store.engine.in_transaction
    assert keep(store).version == 1
