"""Opening a store: what stands at a path, who lets us in, and what people are told."""

from __future__ import annotations

import os
import random
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from newsroom.news.article import Filter, Sort
from newsroom.news.errors import (
    BadInput,
    DiskFull,
    NewsroomError,
    NotAStore,
    StoreAway,
    StoreBusy,
    StoreError,
    StoreMissing,
    StoreReadOnly,
)
from newsroom.store import faults, places
from newsroom.store.connect import Store, files_folder, is_store_url, open_store, safe_name
from newsroom.store.sqlite import SqliteEngine
from newsroom.store.verify import verify
from tests import postgres
from tests.store.making import HandClock, full_story, keep, person, save, sentence

NOBODY = 65534


def refused(kind: type[NewsroomError], target: str | Path, **options: bool) -> str:
    """What is said when the store does not open."""
    with pytest.raises(kind) as told:
        open_store(target, **options)
    assert type(told.value) is kind
    return sentence(told.value)


# Files.


def test_a_new_store_is_made_whole_and_only_when_asked(tmp_path: Path, clock: HandClock) -> None:
    path = tmp_path / "a folder" / "نشریه ü.newsroom"
    assert str(path) in refused(StoreMissing, path)
    assert not path.parent.exists()
    with open_store(path, create=True, clock=clock) as store:
        uid = store.uid
        kept = keep(store)
        assert (store.name, store.target, store.notes) == (str(path), path, ())
        assert store.folder == files_folder(path)
        assert store.info.created_at == clock()
        assert not store.read_only
    assert sorted(p.name for p in path.parent.iterdir()) == [path.name]
    # "create" opens what stands there already.
    with open_store(path, create=True) as again:
        assert again.uid == uid
        assert again.articles.get(kept.id) == kept
    again.close()


def test_a_path_may_begin_at_home(own_folders: Path) -> None:
    open_store("~/mine.newsroom", create=True).close()
    assert (own_folders / "mine.newsroom").is_file()


def write_text(path: Path) -> None:
    path.write_text("Dear diary,\n" * 50, encoding="utf-8")


def write_database(path: Path) -> None:
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE recipe (name)")
    other.close()


def write_magic(path: Path) -> None:
    path.write_bytes(b"SQLite format 3\0")


@pytest.mark.parametrize(
    ("make", "word"),
    [
        (Path.mkdir, "folder"),
        (Path.touch, "empty"),
        (write_text, "not a newsroom store"),
        (write_magic, "not a newsroom store"),
        (write_database, "another program"),
    ],
    ids=["folder", "empty file", "text file", "header alone", "other database"],
)
def test_what_is_no_store_is_named_and_left_as_it_is(
    tmp_path: Path, make: Callable[[Path], None], word: str
) -> None:
    path = tmp_path / "there"
    make(path)
    before = path.read_bytes() if path.is_file() else b""
    for options in ({}, {"create": True}, {"read_only": True}):
        said = refused(NotAStore, path, **options)
        assert word in said
        assert str(path) in said
    assert (path.read_bytes() if path.is_file() else b"") == before
    assert [p.name for p in tmp_path.iterdir()] == ["there"]


@pytest.mark.parametrize("name", ["text/below.newsroom", "x" * 300, "text/../../y/z\0"])
def test_a_path_that_can_not_be_is_one_sentence(tmp_path: Path, name: str) -> None:
    (tmp_path / "text").write_text("no folder")
    for options in ({}, {"create": True}):
        with pytest.raises(NewsroomError) as told:
            open_store(f"{tmp_path}/{name}", **options)
        assert sentence(told.value)


@contextmanager
def nobody() -> Iterator[None]:
    """As a person without rights: root may write everything, whatever the files say."""
    if os.geteuid():
        yield
        return
    os.setresuid(NOBODY, NOBODY, 0)
    try:
        yield
    finally:
        os.setresuid(0, 0, 0)


@pytest.fixture
def locked_file(store_file: Path) -> Iterator[Path]:
    """A store with one story that may be read by everybody and written by nobody."""
    with open_store(store_file) as store:
        keep(store)
    # pytest's own folder is closed to others.
    folder = Path(tempfile.mkdtemp(prefix="newsroom-locked-", dir="/tmp"))
    path = Path(shutil.copyfile(store_file, folder / "locked.newsroom"))
    path.chmod(0o444)
    folder.chmod(0o555)
    yield path
    folder.chmod(0o755)
    shutil.rmtree(folder)


def test_a_file_that_may_not_be_written_opens_for_reading_alone(locked_file: Path) -> None:
    with nobody():
        assert str(locked_file) in refused(StoreReadOnly, locked_file)
        with open_store(locked_file, read_only=True) as store:
            assert store.read_only
            (row,) = store.articles.page(Filter()).rows
            assert store.search.find("ferries")[0].row == row
            kept = store.articles.get(row.id)
            with pytest.raises(StoreReadOnly) as told:
                save(store, kept, headline="No")
            assert sentence(told.value)
    assert [p.name for p in locked_file.parent.iterdir()] == [locked_file.name]


def test_a_file_that_may_not_be_read_is_one_sentence(locked_file: Path) -> None:
    locked_file.chmod(0o000)
    with nobody():
        assert str(locked_file) in refused(StoreError, locked_file)
        assert str(locked_file) in refused(StoreError, locked_file, read_only=True)


def test_a_new_store_in_a_folder_that_may_not_be_written_is_one_sentence(
    locked_file: Path,
) -> None:
    with nobody():
        assert refused(StoreError, locked_file.parent / "new.newsroom", create=True)


def test_a_store_opened_for_reading_takes_no_change(opener: Callable[..., Store]) -> None:
    kept = keep(opener())
    store = opener(read_only=True)
    assert store.articles.get(kept.id) == kept
    for act in (
        lambda: save(store, kept, body="No."),
        lambda: person(store),
        lambda: store.settings.put("a", "b", 1),
        lambda: store.engine.execute("UPDATE article SET words = 0"),
    ):
        with pytest.raises(StoreReadOnly) as told:
            act()
        assert sentence(told.value)
    assert store.articles.get(kept.id) == kept


def test_a_reader_sees_what_a_window_beside_it_just_saved(opener: Callable[..., Store]) -> None:
    here, reader = opener(), opener(read_only=True)
    kept = keep(here)
    assert reader.articles.get(kept.id) == kept


def test_a_store_that_was_moved_while_open_takes_no_more_saves(
    store_file_open: Store, store_file: Path
) -> None:
    store = store_file_open
    kept = keep(store)
    away = store_file.rename(store_file.with_name("moved.newsroom"))
    with pytest.raises(StoreError) as told:
        save(store, kept, body="Lost?")
    assert str(store_file) in sentence(told.value)
    away.rename(store_file)
    assert save(store, kept, body="Kept.").version == 2


def test_a_store_that_another_window_holds_is_busy(store_file: Path) -> None:
    with open_store(store_file) as here, open_store(store_file) as there:
        there.engine.execute("PRAGMA busy_timeout = 20")
        with here.transaction():
            kept = keep(here)
            with pytest.raises(StoreBusy) as told:
                keep(there, "other")
            assert sentence(told.value)
            assert there.articles.count(Filter()) == 0
        assert there.articles.get(kept.id) == kept
        assert keep(there, "other").version == 1


def test_a_network_share_is_refused_for_a_new_store_and_noted_for_an_old_one(
    store_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    share = store_file.parent.resolve()
    monkeypatch.setattr(
        places, "_mounts", lambda: [("/", "ext4"), (str(share), "fuse.sshfs"), ("/proc", "proc")]
    )
    assert "PostgreSQL" in refused(StoreError, share / "deep" / "new.newsroom", create=True)
    with open_store(store_file) as store:
        (note,) = store.notes
        assert "network" in note
    assert not places.on_network(Path("/"))


def test_mounts_are_read_as_the_system_writes_them() -> None:
    assert places._linux_mount(r"host:/x /mnt/our\040share nfs4 rw 0 0") == (
        "/mnt/our share",
        "nfs4",
    )
    assert places._darwin_mount("//me@host/x on /Volumes/Our (old) share (smbfs, nodev)") == (
        "/Volumes/Our (old) share",
        "smbfs",
    )


# Damage.


@pytest.fixture
def busy_store(store_file: Path) -> Path:
    """A store of some pages, closed."""
    with open_store(store_file) as store:
        kept = store.articles.insert(full_story(store), author=None)
        for n in range(12):
            kept = save(store, kept, body=kept.body + f"Take {n}. " * 20)
            keep(store, f"story-{n}", body=f"Fog over the harbour, day {n}. " * 30)
    return store_file


def use(path: Path) -> set[str]:
    """Everything that people do with a store; gives what they were told."""
    told: set[str] = set()

    def act(did: Callable[[], object]) -> None:
        try:
            did()
        except NewsroomError as error:
            told.add(sentence(error))

    def opened() -> None:
        with open_store(path) as store:
            rows = [number for (number,) in store.engine.fetch("SELECT id FROM article")]
            for number in rows:
                act(lambda n=number: save(store, store.articles.get(n), headline="New"))  # type: ignore[misc]
                act(lambda n=number: store.revisions.state(n, 1))  # type: ignore[misc]
            for sort in Sort:
                act(lambda s=sort: store.articles.page(Filter(), sort=s))  # type: ignore[misc]
            act(lambda: store.search.find("harbour"))
            act(lambda: store.search.find("fog", best=True))
            act(lambda: store.staff.all())
            act(lambda: store.articles.counts(me=1, now=store.clock()))
            act(lambda: store.history.of("article", 1))
            act(lambda: keep(store, "one-more"))
            act(lambda: verify(store))
            act(store.poll)

    act(opened)
    return told


def test_a_store_with_flipped_bytes_never_answers_with_a_traceback(
    busy_store: Path, tmp_path: Path
) -> None:
    whole = busy_store.read_bytes()
    path = tmp_path / "flipped.newsroom"
    dice = random.Random(7)
    told: set[str] = set()
    # What a scratch leaves: some bytes in one place; now and then a torn page.
    for n in range(45):
        broken = bytearray(whole)
        place = dice.randrange(100, len(whole)) if n > 6 else dice.randrange(100)
        for _byte in range(dice.choice([1, 16, 64])):
            broken[min(place, len(whole) - 1)] ^= dice.randrange(1, 256)
            place += 1
        if n % 10 == 9:
            page = dice.randrange(len(whole) // 4096) * 4096
            broken[page : page + 4096] = dice.randbytes(4096)
        for end in ("", "-wal", "-shm"):
            path.with_name(path.name + end).unlink(missing_ok=True)
        path.write_bytes(broken)
        told |= use(path)
    assert any("damaged" in said for said in told)
    path.write_bytes(whole)
    assert use(path) == set()


@pytest.mark.parametrize("length", [0, 50, 100, 4095, 4096, 20_000])
def test_a_store_that_was_cut_short_is_one_sentence(busy_store: Path, length: int) -> None:
    os.truncate(busy_store, length)
    assert use(busy_store)
    assert busy_store.stat().st_size == length


# Addresses.


def test_a_password_is_never_shown() -> None:
    for address, shown in (
        ("postgresql://nb:s3cret@host/db", "postgresql://nb@host/db"),
        ("postgres://nb:s3:c@r/et@host:5432/db?sslmode=x", "postgres://nb@host:5432/db"),
        ("postgresql:///db?user=nb&password=s3cret", "postgresql:///db"),
        ("postgresql://host/db#s3cret", "postgresql://host/db"),
        ("POSTGRESQL://nb:s3cret@/db", "POSTGRESQL://nb@/db"),
        ("/srv/paper.newsroom", "/srv/paper.newsroom"),
    ):
        assert safe_name(address) == shown
    assert is_store_url("PostgreS://x")
    assert not is_store_url("mysql://x")
    assert not is_store_url(Path("postgresql://x"))


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://nb:s3cret@host:port/db",
        "postgresql://nb:s3cret@host/db?colour=red",
        "postgresql://nb:s3cret@[::1/db",
        "postgresql://nb:s3cret@news.example.org/db?sslmode=disable",
        "postgresql://nb:s3cret@localhost,news.example.org/db?sslmode=prefer",
    ],
)
def test_an_address_that_can_not_be_used_is_one_sentence(url: str) -> None:
    for options in ({}, {"create": True}):
        assert "s3cret" not in refused(BadInput, url, **options)


@pytest.mark.parametrize(
    "url", ["postgresql://nb:s3cret@127.0.0.1:1/db", "postgresql:///db?host=/nowhere"]
)
def test_a_server_that_is_not_there_is_away(url: str) -> None:
    assert "s3cret" not in refused(StoreAway, url)


def test_a_database_that_the_server_does_not_have_is_missing(pg_server: postgres.Server) -> None:
    assert "database" in refused(StoreMissing, pg_server.url("never_made"))


def test_an_empty_database_becomes_a_store_only_when_asked(
    pg_server: postgres.Server, own_folders: Path
) -> None:
    with pg_server.database() as url:
        assert "empty" in refused(StoreMissing, url)
        assert "empty" in refused(StoreMissing, url, create=True, read_only=True)
        with open_store(url, create=True) as store:
            kept = keep(store)
            assert store.folder.is_relative_to(own_folders)
            uid = store.uid
        with open_store(url, create=True) as store:
            assert store.uid == uid
            assert store.articles.get(kept.id) == kept


def test_a_database_with_other_tables_is_left_as_it_is(pg_server: postgres.Server) -> None:
    with pg_server.database() as url:
        name = url.partition("@/")[2].partition("?")[0]
        pg_server.sql("CREATE TABLE recipe (name text)", database=name)
        for options in ({}, {"create": True}):
            assert "other tables" in refused(NotAStore, url, **options)
        pg_server.sql("INSERT INTO recipe VALUES ('soup')", database=name)


def test_a_wrong_password_is_told_without_showing_it(pg_server: postgres.Server) -> None:
    rules = pg_server.home / "data" / "pg_hba.conf"
    before = rules.read_text()
    pg_server.sql("DROP ROLE IF EXISTS guarded", "CREATE ROLE guarded LOGIN PASSWORD 'r1ght'")
    try:
        rules.write_text(f"local all guarded scram-sha-256\n{before}")
        pg_server.sql("SELECT pg_reload_conf()")
        place = f"/{postgres.TEMPLATE}?host={pg_server.home}"
        for user in ("guarded:wr0ng@", "guarded@"):
            said = refused(StoreError, f"postgresql://{user}{place}")
            assert "password" in said
            assert "wr0ng" not in said
        # The right one gets in, as far as this role may.
        said = refused(StoreReadOnly, f"postgresql://guarded:r1ght@{place}")
        assert "r1ght" not in said
    finally:
        rules.write_text(before)
        pg_server.sql("SELECT pg_reload_conf()", "DROP ROLE guarded")


def test_a_lost_connection_is_told_once_and_made_anew(
    pg_server: postgres.Server, server_url: str
) -> None:
    with open_store(server_url) as store:
        kept = keep(store)

        def cut() -> None:
            pid = store.engine.fetch("SELECT pg_backend_pid()")[0][0]
            pg_server.sql(f"SELECT pg_terminate_backend({pid})")

        cut()
        with pytest.raises(StoreAway) as told:
            save(store, kept, body="Two.")
        assert sentence(told.value)
        kept = save(store, kept, body="Two.")
        assert store.articles.get(kept.id) == kept

        # In the middle of an act: all of it is taken back.
        def two_saves() -> None:
            with store.transaction():
                save(store, kept, body="Three.")
                cut()
                keep(store, "other")

        with pytest.raises(StoreAway):
            two_saves()
        assert store.articles.get(kept.id) == kept
        assert store.articles.id_of("other") is None

        # What others did meanwhile is not missed.
        cut()
        with open_store(server_url) as there:
            other = keep(there, "meanwhile")
        with pytest.raises(StoreAway):
            store.poll()
        assert store.poll().articles == {other.id}


def test_a_server_that_goes_away_and_comes_back(
    pg_server: postgres.Server, server_url: str
) -> None:
    with open_store(server_url) as store:
        # The tests' server does without what makes a commit outlive its crash.
        store.engine.execute("SET synchronous_commit = on")
        kept = keep(store)
        pg_server.stop()
        try:
            for act in (
                lambda: save(store, kept, body="Two."),
                lambda: store.articles.get(kept.id),
                lambda: store.articles.page(Filter()),
                lambda: store.search.find("ferries"),
                store.poll,
                lambda: open_store(server_url),
            ):
                with pytest.raises(StoreAway) as told:
                    act()
                assert sentence(told.value)
        finally:
            pg_server.start()
        assert store.articles.get(kept.id) == kept
        assert save(store, kept, body="Two.").version == 2
        assert store.search.find("ferries")


def test_people_who_may_only_read_are_told_so(pg_server: postgres.Server, server_url: str) -> None:
    database = server_url.partition("@/")[2].partition("?")[0]
    pg_server.sql(
        "DROP ROLE IF EXISTS looker",
        f"CREATE ROLE looker LOGIN PASSWORD '{postgres.PASSWORD}'",
        "GRANT SELECT ON ALL TABLES IN SCHEMA public TO looker",
        database=database,
    )
    with open_store(server_url) as store:
        kept = keep(store)
    with open_store(pg_server.url(database, "looker")) as store:
        assert store.articles.get(kept.id) == kept
        with pytest.raises(StoreReadOnly) as told:
            save(store, kept, body="Two.")
        assert sentence(told.value)
    pg_server.sql("DROP OWNED BY looker", "DROP ROLE looker", database=database)


@pytest.mark.parametrize("address", ["mysql://nb@host/db", "https://news.example.org", "file:///x"])
def test_another_kind_of_address_is_told(address: str) -> None:
    said = refused(BadInput, address, create=True)
    assert "postgresql://" in said
    assert address.partition(":")[0] in said


def test_a_store_that_does_not_fit_on_the_disk_is_not_half_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On a full disk SQLite closes quietly and leaves the rest in the log beside the file."""

    def full(self: SqliteEngine) -> None:
        raise faults.disk_full(self.name)

    monkeypatch.setattr(SqliteEngine, "settle", full)
    path = tmp_path / "new.newsroom"
    assert "disk is full" in refused(DiskFull, path, create=True)
    assert list(tmp_path.iterdir()) == []


def test_the_file_is_whole_once_it_is_settled(store_file: Path) -> None:
    with open_store(store_file) as store:
        kept = keep(store)
        assert isinstance(store.engine, SqliteEngine)
        store.engine.settle()
        assert store_file.with_name(f"{store_file.name}-wal").stat().st_size == 0
        with open_store(store_file, read_only=True) as other, other.engine.snapshot():
            assert other.articles.get(kept.id) == kept
            save(store, kept, body="Two.")
            with pytest.raises(StoreBusy):
                store.engine.settle()
