from __future__ import annotations

import io
import struct
import zlib
from pathlib import Path

import pytest
from PIL import Image

from newsroom.intake.picture import MOST_BYTES, check, safe_filename
from newsroom.news.errors import BadInput


def picture(kind: str, size: tuple[int, int] = (40, 30), **more: object) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", size, (10, 90, 160)).save(file, kind, **more)
    return file.getvalue()


def png_of_size(width: int, height: int) -> bytes:
    """A PNG that says it is that large and holds next to nothing."""

    def chunk(name: bytes, data: bytes) -> bytes:
        crc = struct.pack(">I", zlib.crc32(name + data))
        return struct.pack(">I", len(data)) + name + data + crc

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b"\0" * 64))
        + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize(
    ("kind", "mime", "name"),
    [
        ("JPEG", "image/jpeg", "a.jpg"),
        ("PNG", "image/png", "a.png"),
        ("GIF", "image/gif", "a.gif"),
        ("WEBP", "image/webp", "a.webp"),
    ],
)
def test_the_four_kinds_are_taken(kind: str, mime: str, name: str, tmp_path: Path) -> None:
    data = picture(kind)
    kept = check(data, name)
    assert (kept.mime, kept.width, kept.height, kept.filename) == (mime, 40, 30, name)
    assert kept.data == data
    path = tmp_path / name
    path.write_bytes(data)
    assert check(path) == kept
    assert len(kept.sha256) == 64


def test_a_renamed_picture_gets_the_suffix_that_is_true() -> None:
    assert check(picture("JPEG"), "shot.png").filename == "shot.jpg"
    assert check(picture("JPEG"), "shot.JPEG").filename == "shot.jpeg"


def test_a_picture_lying_on_its_side_is_measured_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    kept = check(picture("JPEG", (40, 30), exif=exif), "a.jpg")
    assert (kept.width, kept.height) == (30, 40)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "is empty"),
        (b"just words, no picture", "not a picture that we know"),
        (b"BM" + b"\0" * 60, "not a picture that we know"),
        (b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>', "SVG"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 40, "damaged"),
        (b"\xff\xd8\xff" + b"\0" * 40, "damaged"),
        (b"GIF89a" + b"\0" * 3, "damaged"),
        (b"RIFF\0\0\0\0WEBPVP8 " + b"\0" * 40, "damaged"),
    ],
)
def test_what_is_no_picture_is_said(data: bytes, said: str) -> None:
    with pytest.raises(BadInput, match=said) as caught:
        check(data, "shot.png")
    assert str(caught.value).startswith("shot.png")


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "GIF", "WEBP"])
def test_half_a_picture_is_damaged(kind: str) -> None:
    data = picture(kind, (400, 300))
    with pytest.raises(BadInput, match="damaged"):
        check(data[: len(data) // 2], "half")


def test_every_cut_and_flip_is_an_answer_or_a_sentence() -> None:
    """Damage at any place is told, or the picture opens; nothing else comes out."""
    for kind in ("JPEG", "PNG", "GIF", "WEBP"):
        data = picture(kind, (16, 16))
        for place in range(0, len(data), 7):
            broken = bytearray(data)
            broken[place] ^= 0xFF
            for attempt in (bytes(broken), data[:place]):
                sentence = said_of(attempt)
                assert sentence == "" or sentence.startswith("x ")


def said_of(data: bytes) -> str:
    try:
        check(data, "x")
    except BadInput as error:
        return str(error)
    return ""


def test_200_megapixels_are_named_before_anything_is_decoded() -> None:
    with pytest.raises(BadInput) as caught:
        check(png_of_size(16_000, 12_500), "huge.png")
    assert "16\u202f000 × 12\u202f500 pixels" in str(caught.value)
    with pytest.raises(BadInput, match="at most 100 megapixels"):
        check(png_of_size(30_000, 30_000), "huge.png")


def test_a_huge_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="MB large"):
        check(b"\xff\xd8\xff" + bytes(MOST_BYTES), "huge.jpg")
    path = tmp_path / "huge.jpg"
    with path.open("wb") as file:
        file.truncate(MOST_BYTES + 1)
    with pytest.raises(BadInput, match="MB large"):
        check(path)


def test_a_missing_picture_is_said(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"no file gone\.jpg"):
        check(tmp_path / "gone.jpg")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("../../etc/shot.png", "shot.png"),
        ("C:\\shots\\a.png", "a.png"),
        ("a\0b\u202e.png", "ab.png"),
        (".png", "picture.png"),
        ("noend", "noend.png"),
        ("بندر.png", "بندر.png"),
        ("a.b.exe", "a.b.png"),
        ("x" * 300 + ".png", "x" * 100 + ".png"),
    ],
)
def test_file_names_are_plain(name: str, expected: str) -> None:
    assert safe_filename(name, ".png", (".png",)) == expected
