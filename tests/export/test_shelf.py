"""Renditions on the disk: found again, made again where they are broken, gone where too many."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from newsroom.export import shelf as shelves
from newsroom.export.pictures import Pictures, Rendition, rendition
from newsroom.export.shelf import DiskShelf
from newsroom.news.errors import NotFound
from tests.export.scenes import no_pictures, png

SHA = "ab" * 32


def test_what_was_laid_down_is_found_again(tmp_path: Path) -> None:
    shelf = DiskShelf(tmp_path)
    assert shelf.get(SHA, 100) is None
    for mime in ("image/png", "image/jpeg"):
        made = Rendition(b"bytes", mime, 100, 40)
        shelf.put(SHA, 100, made)
        assert DiskShelf(tmp_path).get(SHA, 100) == made
    assert shelf.get(SHA, 50) is None


@pytest.mark.parametrize("harm", [b"", b"p", b"x" * 60])
def test_what_is_broken_is_not_there(tmp_path: Path, harm: bytes) -> None:
    shelf = DiskShelf(tmp_path)
    shelf.put(SHA, 100, Rendition(b"bytes", "image/png", 100, 40))
    (file,) = (path for path in tmp_path.rglob("*") if path.is_file())
    file.write_bytes(harm)
    assert shelf.get(SHA, 100) is None
    file.write_bytes(b"p" + bytes(8) + bytes(16) + b"other bytes")
    assert shelf.get(SHA, 100) is None


def test_the_longest_unused_go(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shelves, "_LOOK_EVERY", 4)
    shelf = DiskShelf(tmp_path, most=400)
    for n in range(4):
        shelf.put(f"{n}" * 64, 100, Rendition(bytes(76), "image/png", 1, 1))
        (file,) = tmp_path.glob(f"{n}{n}/*")
        if n < 3:
            os.utime(file, (n, n))
    assert [n for n in range(4) if shelf.get(f"{n}" * 64, 100)] == [1, 2, 3]
    shelf.tidy()
    assert shelf.get("1" * 64, 100), "there is room now"


def test_a_folder_that_can_not_be_used_costs_time_alone(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    shelf = DiskShelf(tmp_path / "file")
    pictures = Pictures(lambda _sha: png(20, 10), shelf)
    assert pictures.get(SHA, 10).width == 10
    assert shelf.get(SHA, 10) is None
    shelf.tidy()


def test_half_a_file_is_never_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shelf = DiskShelf(tmp_path)

    def full(*_paths: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(shelves.os, "replace", full)
    shelf.put(SHA, 100, Rendition(b"bytes", "image/png", 1, 1))
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_pictures_come_from_the_shelf_while_the_original_is_there(tmp_path: Path) -> None:
    shelf = DiskShelf(tmp_path)
    data = png(20, 10)
    assert Pictures(lambda _sha: data, shelf).get(SHA, 10) == rendition(data, 10)
    again = Pictures(lambda _sha: b"never looked into", shelf)
    assert again.get(SHA, 10) == rendition(data, 10)
    with pytest.raises(NotFound):
        Pictures(no_pictures, shelf).get(SHA, 10)
