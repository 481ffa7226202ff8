"""The journal: what is acknowledged is on the disk, whatever happens to the process."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing, suppress
from datetime import UTC, datetime
from pathlib import Path

import pytest

from newsroom.news.article import Byline
from newsroom.news.errors import DiskFull, StoreDamaged
from newsroom.news.revision import Draft
from newsroom.news.workflow import Stage
from newsroom.store.journal import FILE, JournalFile, drafts_of

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


def draft(body: str = "Words.", *, key: str = "k", article: int = 3) -> Draft:
    return Draft(
        key=key,
        article=article,
        base_version=2,
        fields={
            "body": body,
            "stage": Stage.DESK,
            "bylines": (Byline("Nadia", 4),),
            "due_at": NOON,
        },
        written_at=NOON,
        words=2,
    )


def left_behind(folder: Path) -> tuple[Draft, ...]:
    """What a next window finds."""
    journal = JournalFile(folder)
    try:
        return journal.claim()
    finally:
        journal.close()


def test_what_a_lost_window_typed_comes_back_as_it_was(tmp_path: Path) -> None:
    lost = JournalFile(tmp_path)
    lost.put(draft("One."))
    lost.put(draft("One, two: «سلام» 😀\r\n"))
    lost.close()
    found = JournalFile(tmp_path)
    assert found.claim() == (draft("One, two: «سلام» 😀\r\n"),)
    assert found.claim() == (), "it is this window's now"
    found.drop("k")
    found.close()
    assert left_behind(tmp_path) == ()


def test_what_another_window_types_right_now_is_left_alone(tmp_path: Path) -> None:
    here, there = JournalFile(tmp_path), JournalFile(tmp_path)
    here.put(draft("Mine.", key="a"))
    there.put(draft("Theirs.", key="b"))
    assert here.claim() == ()
    there.close()
    assert [one.key for one in here.claim()] == ["b"]
    here.close()


def test_two_windows_that_start_at_once_never_get_the_same_text(tmp_path: Path) -> None:
    lost = JournalFile(tmp_path)
    for key in "abc":
        lost.put(draft(key=key))
    lost.close()
    one, other = JournalFile(tmp_path), JournalFile(tmp_path)
    assert len(one.claim()) == 3
    assert other.claim() == ()
    one.close()
    other.close()


def test_a_journal_that_is_being_made_is_looked_into_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / FILE).write_bytes(b"")  # its window has not come further yet
    other = JournalFile(tmp_path)
    monkeypatch.setattr(
        "newsroom.store.journal.time.sleep", lambda _seconds: other.put(draft("Typed."))
    )
    (found,) = drafts_of(tmp_path, 3, but="mine")
    assert found.fields == draft("Typed.").fields
    other.close()


def test_a_journal_that_is_held_by_somebody_is_waited_for_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stray_log_lines: list[str]
) -> None:
    monkeypatch.setattr("newsroom.store.journal._WAIT", 0.0)
    naps: list[float] = []
    monkeypatch.setattr("newsroom.store.journal.time.sleep", naps.append)
    with closing(sqlite3.connect(tmp_path / FILE, isolation_level=None)) as holder:
        holder.execute("CREATE TABLE draft (key)")
        holder.execute("BEGIN EXCLUSIVE")
        assert drafts_of(tmp_path, 3, but="mine") == ()
    assert naps == []
    (line,) = stray_log_lines
    assert line.endswith("the journal of typed text can't be read: database is locked")
    stray_log_lines.clear()


def test_looking_makes_no_file(tmp_path: Path) -> None:
    journal = JournalFile(tmp_path / "new")
    assert journal.claim() == ()
    journal.drop("k")
    journal.close()
    assert not (tmp_path / "new").exists()


def test_no_locks_pile_up(tmp_path: Path) -> None:
    for _start in range(5):
        journal = JournalFile(tmp_path)
        journal.put(draft())
        journal.close()
    last = JournalFile(tmp_path)
    last.claim()
    last.close()
    assert sorted(path.name for path in tmp_path.iterdir()) == [FILE]


def test_a_full_disk_is_told_and_what_was_kept_stays(tmp_path: Path) -> None:
    journal = JournalFile(tmp_path)
    journal.put(draft("Kept."))
    assert journal._db is not None
    (pages,) = journal._db.execute("PRAGMA page_count").fetchone()
    journal._db.execute(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(DiskFull):
        journal.put(draft("x" * 100_000))
    journal._db.execute("PRAGMA max_page_count = 100000")
    journal.put(draft("Kept as well.", key="b"))
    journal.close()
    assert {one.fields["body"] for one in left_behind(tmp_path)} == {
        "Kept.",
        "Kept as well.",
    }


@pytest.mark.parametrize("garbage", [b"not a database at all, but text", b"", b"\0" * 5000])
def test_a_damaged_journal_is_kept_aside_and_typing_goes_on(tmp_path: Path, garbage: bytes) -> None:
    (tmp_path / FILE).write_bytes(garbage)
    journal = JournalFile(tmp_path)
    journal.put(draft("Still safe."))
    if garbage:
        with pytest.raises(StoreDamaged, match="was damaged"):
            journal.claim()
        (aside,) = tmp_path.glob(f"{FILE}.damaged-*")
        assert aside.read_bytes() == garbage
    journal.close()
    assert [one.fields["body"] for one in left_behind(tmp_path)] == ["Still safe."]


def test_flipped_bytes_cost_at_most_the_journal(tmp_path: Path) -> None:
    journal = JournalFile(tmp_path)
    for number in range(40):
        journal.put(draft(f"{number} " * 400, key=f"k{number}"))
    journal.close()
    whole = (tmp_path / FILE).read_bytes()
    for place in range(0, len(whole), len(whole) // 31):
        folder = tmp_path / str(place)
        folder.mkdir()
        flipped = bytearray(whole)
        flipped[place : place + 64] = os.urandom(64)
        (folder / FILE).write_bytes(flipped)
        journal = JournalFile(folder)
        with suppress(StoreDamaged):
            journal.claim()
        journal.put(draft("Typed on.", key="new"))
        journal.close()
        assert "new" in {one.key for one in left_behind(folder)}
