"""Pictures made ready on any thread: what comes out is what the desk's own way makes."""

from __future__ import annotations

import io
import os
import threading
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageStat
from PIL.ImageFile import MAXBLOCK
from PIL.JpegImagePlugin import JpegImageFile

from newsroom.desk.darkroom import THUMBNAIL, Developed
from newsroom.desk.desk import Desk
from newsroom.export.pictures import LEAD_WIDTH, NARROW, rendition
from newsroom.news.errors import BadInput, NotFound
from newsroom.news.media import Shelf


def photograph(width: int = 2400, height: int = 1600, *, turned: int = 1) -> bytes:
    exif = Image.Exif()
    exif[0x0112] = turned
    exif[0x013B] = "Ana Lima"
    out = io.BytesIO()
    grain = Image.effect_noise((width // 8, height // 8), 50).convert("RGB")
    grain.resize((width, height)).save(out, "JPEG", exif=exif)
    return out.getvalue()


@pytest.mark.parametrize("turned", [1, 6])
def test_a_photograph_is_ready_for_pages_when_it_is_in(desk: Desk, turned: int) -> None:
    data = photograph(turned=turned)
    room = desk.darkroom
    found: list[Developed] = []
    thread = threading.Thread(target=lambda: found.append(room.develop(data, "shot.jpg")))
    thread.start()
    thread.join()
    (made,) = found
    assert made.checked.data == b""
    assert made.size == len(data)
    assert desk.library.page(Shelf.ALL).pictures == (), "not written down yet"
    (picture,) = desk.intake.admit([made]).value
    assert (picture.sha256, picture.credit) == (made.sha256, "Ana Lima")
    assert desk.media(picture.sha256) == data
    upright = (1600, 2400) if turned == 6 else (2400, 1600)
    assert (picture.width, picture.height) == upright
    assert room._shelf.get(made.sha256, LEAD_WIDTH) == rendition(data, LEAD_WIDTH)
    for width in NARROW:
        assert room._shelf.get(made.sha256, width) is None, "no page asked for it"
    small = Image.open(io.BytesIO(room.thumbnail(made.sha256)))
    assert small.size == (THUMBNAIL, round(THUMBNAIL * upright[1] / upright[0]))
    assert room.fitting(made.sha256, 1000) == rendition(data, LEAD_WIDTH).content
    assert len(room.fitting(made.sha256, 200)) == len(room.thumbnail(made.sha256))


def test_a_photograph_smaller_than_a_cell_is_its_own_small_picture(desk: Desk) -> None:
    data = photograph(200, 120)
    made = desk.darkroom.develop(data, "shot.jpg")
    assert desk.darkroom._shelf.get(made.sha256, THUMBNAIL) == rendition(data, LEAD_WIDTH)


def test_other_kinds_are_made_small_when_they_are_asked_for(desk: Desk) -> None:
    out = io.BytesIO()
    Image.new("RGB", (800, 400), "teal").save(out, "PNG")
    made = desk.darkroom.develop(out.getvalue(), "a.png")
    assert desk.darkroom._shelf.get(made.sha256, LEAD_WIDTH) is None
    assert Image.open(io.BytesIO(desk.darkroom.thumbnail(made.sha256))).size == (360, 180)
    small = photograph(96, 64)
    made = desk.darkroom.develop(small, "b.jpg")
    assert Image.open(io.BytesIO(desk.darkroom.thumbnail(made.sha256))).size == (96, 64)


def test_the_memory_of_many_photographs_goes_from_one_to_the_next(desk: Desk) -> None:
    room, core = desk.darkroom, Image.core
    room.develop(photograph(), "first.jpg", more=True)
    assert core.get_stats()["blocks_cached"] > 0
    again = photograph()
    taken = core.get_stats()
    room.develop(again, "second.jpg", more=True)
    after = core.get_stats()
    assert after["reused_blocks"] > taken["reused_blocks"]
    assert after["allocated_blocks"] == taken["allocated_blocks"], "nothing new was needed"
    room.clear_away()
    assert core.get_stats()["blocks_cached"] == 0
    room.develop(photograph(), "third.jpg")
    assert core.get_stats()["blocks_cached"] == 0, "one alone keeps nothing"


@pytest.mark.skipif(not hasattr(os, "posix_fadvise"), reason="the system has no such advice")
def test_many_photographs_do_not_fill_the_systems_memory(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[tuple[int, int, int]] = []
    plain = os.posix_fadvise

    def advise(handle: int, start: int, length: int, advice: int) -> None:
        told.append((start, length, advice))
        plain(handle, start, length, advice)

    monkeypatch.setattr(os, "posix_fadvise", advise)
    desk.darkroom.develop(photograph(), "alone.jpg")
    assert told == [], "it is shown in a moment"
    data = photograph()
    made = desk.darkroom.develop(data, "one of many.jpg", more=True)
    assert told == [(0, 0, os.POSIX_FADV_DONTNEED)]
    assert desk.darkroom.file(made.sha256).read_bytes() == data


def test_a_small_picture_looks_as_if_it_was_scaled_with_all_care(desk: Desk) -> None:
    data = photograph(3200, 2000)
    made = desk.darkroom.develop(data, "shot.jpg")
    small = Image.open(io.BytesIO(desk.darkroom.thumbnail(made.sha256)))
    careful = Image.open(io.BytesIO(data)).resize(small.size, Image.Resampling.LANCZOS)
    out = io.BytesIO()
    careful.save(out, "JPEG", quality=82)
    assert apart(small, careful) < 1.5 * apart(Image.open(out), careful), "more than JPEG does"


def apart(one: Image.Image, other: Image.Image) -> float:
    return max(ImageStat.Stat(ImageChops.difference(one, other)).mean)


def test_a_photograph_is_decoded_in_one_go(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []
    plain = JpegImageFile.load_read

    def load_read(picture: JpegImageFile, read_bytes: int) -> bytes:
        asked.append(read_bytes)
        return plain(picture, read_bytes)

    monkeypatch.setattr(JpegImageFile, "load_read", load_read)
    data = photograph()
    assert len(data) > MAXBLOCK
    desk.darkroom.develop(data, "shot.jpg")
    assert asked == [len(data)]


def test_what_is_no_picture_lies_nowhere(desk: Desk, tmp_path: Path) -> None:
    broken = tmp_path / "broken.jpg"
    broken.write_bytes(photograph()[:-4000])
    for source in (broken, b"<svg onload='x'/>", tmp_path / "missing.jpg"):
        with pytest.raises(BadInput) as told:
            desk.darkroom.develop(source)
        assert str(told.value).endswith(".")
    media = desk._seat.store.folder / "media"
    assert not media.exists() or not [p for p in media.rglob("*") if p.is_file()]
    with pytest.raises(NotFound):
        desk.darkroom.thumbnail("ab" * 32)
