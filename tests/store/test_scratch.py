"""What is remembered for a while lies in a temporary file."""

from __future__ import annotations

import gc
import sqlite3
import tracemalloc

import pytest

from newsroom.news.errors import DiskFull
from newsroom.store.scratch import Scratch


def test_numbers_that_were_seen() -> None:
    scratch, another = Scratch(), Scratch()
    scratch.see(-(2**63))
    scratch.see(7)
    scratch.see(7)
    assert scratch.saw(7)
    assert scratch.saw(-(2**63))
    assert not scratch.saw(8)
    assert not another.saw(7)


def test_parcels_stand_at_their_places() -> None:
    scratch = Scratch()
    scratch.put(0, b"one")
    scratch.put(1, b"two")
    scratch.put(0, b"three")
    assert (scratch.get(0), scratch.get(1)) == (b"three", b"two")
    with pytest.raises(KeyError):
        scratch.get(2)


def test_it_takes_no_memory_of_python_and_goes_with_who_had_it() -> None:
    scratch = Scratch()
    tracemalloc.start()
    try:
        for number in range(5_000):
            scratch.see(number)
        now, _peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert now < 20_000
    db = scratch._db
    del scratch
    gc.collect()
    with pytest.raises(sqlite3.ProgrammingError):
        db.execute("SELECT 1")


def test_a_full_disk_is_told_and_a_mistake_of_ours_is_ours() -> None:
    scratch = Scratch()
    scratch._db.execute("PRAGMA max_page_count = 4")
    with pytest.raises(DiskFull, match="temporary files"):
        scratch.put(0, bytes(100_000))
    scratch._db.execute("DROP TABLE seen")
    with pytest.raises(sqlite3.OperationalError):
        scratch.see(1)
