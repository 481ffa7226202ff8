"""Pictures in the folder beside the store: kept once, whole, checked when they are read."""

from __future__ import annotations

import errno
import hashlib
import os
from pathlib import Path

import pytest

from newsroom.news.article import Picture
from newsroom.news.errors import DiskFull, NotFound, StoreDamaged, StoreError, StoreReadOnly
from newsroom.store.connect import Store, open_store
from newsroom.store.disk import is_full
from tests.store.making import sentence

BYTES = b"\x89PNG and so on"


def put(store: Store, data: bytes = BYTES) -> str:
    return store.media.put(data, filename="dawn.png", mime="image/png", width=40, height=30)


def test_a_picture_is_kept_and_read_back(store: Store) -> None:
    sha256 = put(store)
    assert sha256 == hashlib.sha256(BYTES).hexdigest()
    assert store.media.has(sha256)
    assert store.media.read(sha256) == BYTES
    assert store.media.path(sha256).is_relative_to(store.folder)
    assert store.media.get(sha256) == Picture(
        sha256=sha256, filename="dawn.png", mime="image/png", width=40, height=30
    )


def test_the_same_bytes_are_kept_once(store: Store) -> None:
    first = put(store)
    written = store.media.path(first).stat().st_ino
    assert put(store) == first
    assert store.media.path(first).stat().st_ino == written
    assert store.engine.fetch("SELECT count(*) FROM media")[0][0] == 1
    assert [p.name for p in store.folder.rglob("*") if p.is_file()] == [first]


def test_a_picture_that_is_not_there_is_said_to_be_missing(store: Store) -> None:
    other = "0" * 64
    assert not store.media.has(other)
    for act in (store.media.get, store.media.path, store.media.read):
        with pytest.raises(NotFound) as told:
            act(other)
        assert sentence(told.value)
    sha256 = put(store)
    store.media.path(sha256).unlink()
    assert not store.media.has(sha256)
    with pytest.raises(NotFound) as told:
        store.media.read(sha256)
    assert sha256 in sentence(told.value)


@pytest.mark.parametrize("name", ["", "../../../etc/passwd", "/etc/passwd", "AB" * 32, "0" * 63])
def test_what_is_no_hash_leads_nowhere(store: Store, name: str) -> None:
    with pytest.raises(NotFound):
        store.media.path(name)


def test_a_damaged_picture_is_told_and_put_right_by_putting_it_in_again(store: Store) -> None:
    sha256 = put(store)
    path = store.media.path(sha256)
    for damage in (b"\x88" + BYTES[1:], b"", BYTES + b"x"):
        path.write_bytes(damage)
        with pytest.raises(StoreDamaged) as told:
            store.media.read(sha256)
        assert "put it in again" in sentence(told.value)
        assert put(store) == sha256
        assert store.media.read(sha256) == BYTES


def test_a_folder_that_can_not_be_used_is_told(store: Store) -> None:
    store.folder.mkdir(parents=True, exist_ok=True)
    (store.folder / "media").write_text("a file where the folder should be")
    with pytest.raises(StoreError) as told:
        put(store)
    assert sentence(told.value)
    assert store.engine.fetch("SELECT count(*) FROM media")[0][0] == 0


def test_a_picture_that_can_not_be_read_is_told(store: Store) -> None:
    sha256 = put(store)
    path = store.media.path(sha256)
    path.unlink()
    path.symlink_to(path)
    with pytest.raises((StoreError, NotFound)) as told:
        store.media.read(sha256)
    assert sentence(told.value)


def test_a_full_disk_leaves_no_half_picture(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_room(_handle: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    # The one fault that can't be had for real without a disk of our own.
    monkeypatch.setattr(os, "fsync", no_room)
    with pytest.raises(DiskFull) as told:
        put(store)
    assert sentence(told.value)
    monkeypatch.undo()
    assert [p for p in store.folder.rglob("*") if p.is_file()] == []
    assert store.engine.fetch("SELECT count(*) FROM media")[0][0] == 0
    assert store.media.read(put(store)) == BYTES


def test_quotas_and_limits_are_full_disks_too() -> None:
    assert is_full(OSError(errno.ENOSPC, ""))
    assert is_full(OSError(errno.EFBIG, ""))
    assert not is_full(OSError(errno.EACCES, ""))


def test_a_store_that_is_only_read_takes_no_pictures(store_file: Path) -> None:
    with open_store(store_file) as store:
        sha256 = put(store)
    with open_store(store_file, read_only=True) as store:
        with pytest.raises(StoreReadOnly) as told:
            put(store, b"other")
        assert sentence(told.value)
        assert store.media.read(sha256) == BYTES
