"""What is published lasts through a power cut: the disk it lies on is asked, and no other."""

from __future__ import annotations

import ctypes
import errno
import os
import sys
from pathlib import Path

import pytest

from newsroom.desk.desk import Desk
from newsroom.export.site import stage
from newsroom.export.site.tree import sync_disk


def test_the_disk_of_the_site_is_asked(tmp_path: Path) -> None:
    assert sync_disk(tmp_path)
    with pytest.raises(FileNotFoundError):
        sync_disk(tmp_path / "none")


@pytest.mark.skipif(sys.platform != "linux", reason="syncfs is Linux's")
def test_what_the_disk_could_not_keep_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Library:
        @staticmethod
        def syncfs(_handle: int) -> int:
            return -1

    monkeypatch.setattr(ctypes, "CDLL", lambda *_args, **_more: Library)
    monkeypatch.setattr(ctypes, "get_errno", lambda: errno.EIO)
    with pytest.raises(OSError, match=os.strerror(errno.EIO)):
        sync_disk(tmp_path)


def test_without_such_a_call_every_disk_is_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    monkeypatch.setattr(ctypes, "CDLL", lambda *_args, **_more: object())
    monkeypatch.setattr(os, "sync", lambda: asked.append("all"), raising=False)
    assert sync_disk(tmp_path)
    monkeypatch.setattr(sys, "platform", "darwin")
    assert sync_disk(tmp_path)
    assert asked == ["all", "all"]
    monkeypatch.delattr(os, "sync")
    assert not sync_disk(tmp_path)


@pytest.mark.parametrize("at_once", [True, False])
def test_many_files_are_made_to_last_at_once_or_one_by_one(
    paper: Desk, to: Path, monkeypatch: pytest.MonkeyPatch, at_once: bool
) -> None:
    asked: list[Path] = []
    synced: list[int] = []
    fsync = os.fsync

    def disk(folder: Path) -> bool:
        asked.append(folder)
        return at_once

    def one(handle: int) -> None:
        synced.append(handle)
        fsync(handle)

    monkeypatch.setattr(stage, "_FEW", 3)
    monkeypatch.setattr(stage, "sync_disk", disk)
    monkeypatch.setattr(os, "fsync", one)
    report = paper.siting.publish(to)
    assert len(asked) == 1
    assert (len(synced) > len(report.written)) is not at_once
