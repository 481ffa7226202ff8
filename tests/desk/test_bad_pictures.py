"""Odd and bad pictures: taken as they should be, or refused with one sentence, and nothing kept."""

from __future__ import annotations

import io
import tracemalloc
from pathlib import Path

import pytest
from PIL import Image, ImageCms
from PIL.PngImagePlugin import PngInfo

from newsroom.desk.desk import Desk
from newsroom.news.errors import BadInput
from newsroom.news.media import Shelf
from tests.export.scenes import png, png_header

GREY = 120


def made(kind: str, mode: str = "RGB", **more: object) -> bytes:
    out = io.BytesIO()
    colour: object = {"RGB": (GREY, GREY, GREY), "CMYK": (0, 0, 0, 255 - GREY), "I;16": GREY * 256,
                      "L": GREY, "LA": (GREY, 255), "RGBA": (GREY, GREY, GREY, 255),
                      "1": 1}[mode]  # fmt: skip
    Image.new(mode, (40, 30), colour).save(out, kind, **more)  # type: ignore[arg-type]
    return out.getvalue()


def animated(kind: str) -> bytes:
    out = io.BytesIO()
    frames = [Image.new("RGB", (40, 30), colour) for colour in ("grey", "teal", "navy")]
    frames[0].save(out, kind, save_all=True, append_images=frames[1:], loop=0)
    return out.getvalue()


ODD = {
    "cmyk.jpg": made("JPEG", "CMYK"),
    "grey.jpg": made("JPEG", "L"),
    "sixteen.png": made("PNG", "I;16"),
    "clear.png": made("PNG", "LA"),
    "bits.png": made("PNG", "1"),
    "moves.gif": animated("GIF"),
    "moves.webp": animated("WEBP"),
    "profile.jpg": made(
        "JPEG", icc_profile=ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    ),
    "behind.jpg": made("JPEG") + b"what follows the picture" * 1000,
}


@pytest.mark.parametrize("name", list(ODD))
def test_odd_pictures_are_taken_and_shown(desk: Desk, name: str) -> None:
    picture = desk.intake.admit([desk.darkroom.develop(ODD[name], name)]).value[0]
    assert (picture.width, picture.height) == (40, 30)
    assert desk.media(picture.sha256) == ODD[name], "as it came"
    small = Image.open(io.BytesIO(desk.darkroom.thumbnail(picture.sha256))).convert("RGB")
    assert small.size == (40, 30)
    if name not in ("bits.png",):
        seen = small.getpixel((20, 15))
        assert isinstance(seen, tuple)
        assert all(abs(part - GREY) < 14 for part in seen), seen


def test_a_wrong_suffix_is_put_right(desk: Desk) -> None:
    assert desk.intake.picture(made("PNG"), "photo.jpg").value.filename == "photo.png"
    assert desk.intake.picture(made("JPEG"), "../../etc/passwd").value.filename == "passwd.jpg"


def bomb() -> bytes:
    info = PngInfo()
    info.add_text("Comment", "a" * 40_000_000, zip=True)
    out = io.BytesIO()
    Image.new("RGB", (4, 3)).save(out, "PNG", pnginfo=info)
    return out.getvalue()


BAD = {
    "empty.jpg": (b"", "empty.jpg is empty, not a picture."),
    "words.jpg": (b"words", "words.jpg is not a picture that we know"),
    "half.jpg": (made("JPEG")[:200], "half.jpg is damaged"),
    "half.png": (png(200, 200)[:150], "half.png is damaged"),
    "drawing.svg": (
        b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>x</script></svg>',
        "drawing.svg is an SVG drawing, which may hold programs; save it as PNG.",
    ),
    "page.jpg": (b"<!doctype html><img src=x onerror=alert(1)>", "is not a picture that we know"),
    "film.mp4": (b"\0\0\0 ftypisom" + b"\0" * 99, "is not a picture that we know"),
    "huge.png": (png_header(20_000, 10_000), "20\u202f000 × 10\u202f000 pixels; at most 100"),
    "words.png": (bomb(), "words.png is damaged"),
}


@pytest.mark.parametrize("name", list(BAD))
def test_bad_pictures_are_one_sentence_at_once_and_nothing_is_kept(desk: Desk, name: str) -> None:
    data, said = BAD[name]
    tracemalloc.start()
    for take in (desk.darkroom.develop, desk.intake.picture):
        with pytest.raises(BadInput) as told:
            take(data, name)
        assert said in str(told.value)
        assert str(told.value).endswith(".")
        assert "\n" not in str(told.value)
    _now, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 100_000_000
    assert desk.library.page(Shelf.ALL).total == 0
    media = desk._seat.store.folder / "media"
    assert not media.exists() or not [p for p in media.rglob("*") if p.is_file()]


def test_missing_files_and_folders(desk: Desk, tmp_path: Path) -> None:
    for source in (tmp_path / "gone.jpg", tmp_path):
        with pytest.raises(BadInput) as told:
            desk.darkroom.develop(source)
        assert str(told.value).endswith(".")
