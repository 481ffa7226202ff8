"""What goes out of a picture's file where the file itself goes out: nothing but the picture."""

from __future__ import annotations

import base64
import io
import re
import struct
import zipfile
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageCms, ImageOps
from PIL.PngImagePlugin import PngInfo

from newsroom.desk.desk import Desk
from newsroom.export import EXPORTERS
from newsroom.export.bare import bare
from newsroom.export.pictures import rendition
from newsroom.news.errors import BadInput
from tests.desk.conftest import HandClock
from tests.export.scenes import a_picture, out

SECRET = b"the informant's flat"
PROFILE = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def told(turned: int = 6) -> Image.Exif:
    """EXIF as a camera writes it: where it was, and that it was held upright."""
    exif = Image.Exif()
    exif[0x010F] = "Secret Camera"
    exif[0x0112] = turned
    exif.get_ifd(0x8825)[2] = (35.0, 41.0, 22.0)
    exif.get_ifd(0x8769)[0x9286] = b"ASCII\0\0\0" + SECRET
    return exif


def camera(kind: str, **more: object) -> bytes:
    """A picture with all that its kind can hold."""
    file = io.BytesIO()
    picture = Image.effect_noise((40, 20), 60).convert("RGB")
    if kind == "PNG":
        words = PngInfo()
        words.add_text("Comment", SECRET.decode())
        words.add_text("Comment", SECRET.decode(), zip=True)
        words.add_itxt("XML:com.adobe.xmp", f"<x>{SECRET.decode()}</x>")
        picture.save(file, kind, pnginfo=words, exif=told(), icc_profile=PROFILE)
    elif kind == "GIF":
        others = [Image.new("P", (40, 20), n) for n in range(3)]
        picture.convert("P").save(
            file, kind, comment=SECRET, save_all=True, append_images=others, loop=0
        )
    else:
        more = {"comment": SECRET, **more} if kind == "JPEG" else more
        picture.save(
            file, kind, exif=told(), xmp=b"<x>" + SECRET + b"</x>", icc_profile=PROFILE, **more
        )
    return file.getvalue()


@pytest.mark.parametrize(
    ("kind", "more"),
    [("JPEG", {}), ("JPEG", {"progressive": True}), ("PNG", {}), ("WEBP", {}), ("GIF", {}),
     ("WEBP", {"lossless": True}), ("JPEG", {"restart_marker_rows": 1})],
)  # fmt: skip
def test_the_picture_stays_and_all_else_goes(kind: str, more: dict[str, object]) -> None:
    data = camera(kind, **more)
    after = bare(data)
    assert SECRET not in after
    assert b"Secret" not in after
    with Image.open(io.BytesIO(data)) as one, Image.open(io.BytesIO(after)) as other:
        assert other.format == kind
        assert getattr(other, "n_frames", 1) == getattr(one, "n_frames", 1)
        for frame in range(getattr(one, "n_frames", 1)):
            one.seek(frame)
            other.seek(frame)
            assert one.convert("RGB").tobytes() == other.convert("RGB").tobytes()
        assert other.info.get("icc_profile") == one.info.get("icc_profile")
        assert other.info.get("loop") == one.info.get("loop")
        exif = dict(other.getexif())
        assert exif == ({} if kind == "GIF" else {0x0112: 6})
        assert not dict(other.getexif().get_ifd(0x8825))
        assert "xmp" not in other.info
    assert bare(after) == after, "there is nothing left to take out"


def test_what_hangs_behind_a_jpeg_goes() -> None:
    data = camera("JPEG")
    after = bare(data + b"\0" * 9 + camera("JPEG") + b"a film with its own place " + SECRET)
    assert after == bare(data)


def test_further_pictures_and_filling_in_a_jpeg() -> None:
    plain = io.BytesIO()
    Image.new("RGB", (8, 8)).save(plain, "JPEG")
    data = plain.getvalue()
    index = b"\xff\xe2" + struct.pack(">H", 6) + b"MPF\0"
    assert bare(data[:2] + index + b"\xff\xff" + data[3:]) == data
    exif = b"\xff\xe1" + struct.pack(">H", 16) + b"Exif\0\0" + b"XX*\0\0\0\0\0"
    assert bare(data[:2] + exif + data[2:]) == data
    cut = b"\xff\xe1" + struct.pack(">H", 16) + b"Exif\0\0" + b"II*\0\xff\xff\0\0"
    assert bare(data[:2] + cut + data[2:]) == data
    odd = b"Exif\0\0" + b"MM\0*\0\0\0\x08" + struct.pack(">HHHIHH", 1, 0x0112, 3, 1, 99, 0)
    segment = b"\xff\xe1" + struct.pack(">H", len(odd) + 2) + odd
    assert bare(data[:2] + segment + data[2:]) == data, "there is no such orientation"


def test_a_file_that_says_nothing_is_the_same_file() -> None:
    for kind in ("JPEG", "PNG", "GIF", "WEBP"):
        file = io.BytesIO()
        Image.new("RGB", (12, 8), "teal").save(file, kind)
        assert bare(file.getvalue()) == file.getvalue(), kind


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "GIF", "WEBP"])
def test_half_a_file_is_one_sentence(kind: str) -> None:
    data = camera(kind)
    for length in (0, 3, 8, 12, 20, 40, len(data) // 2, len(data) - 3):
        if kind == "WEBP" and length > 12:
            continue  # its pieces are looked at one by one below
        with pytest.raises(BadInput, match="damaged"):
            bare(data[:length])
    with pytest.raises(BadInput):
        bare(b"<svg/>")


def test_broken_pieces_are_one_sentence() -> None:
    for data in (
        b"RIFF\x04\0\0\0WAVE",
        b"RIFF\x04\0\0\0WEBP",
        b"RIFF\x40\0\0\0WEBPVP8 \xff\0\0\0abc",
        b"\xff\xd8\xff\xe1\0\x01",
        b"\xff\xd8\xff\xe1\0\x09abcdefgno marker",
        b"\xff\xd8\xff\xd0\xff\xda\0\x02abc",
        b"GIF89a" + b"\0" * 7 + b"\x99",
    ):
        with pytest.raises(BadInput, match="damaged"):
            bare(data)


@pytest.mark.parametrize("exporter", [e.id for e in EXPORTERS if e.id not in ("json",)])
def test_no_format_lets_out_where_a_picture_was_taken(
    desk: Desk, clock: HandClock, tmp_path: Path, exporter: str
) -> None:
    desk.set_site({"url": "https://harbour.example"})
    lead = a_picture(desk, camera("JPEG"))
    inside = a_picture(desk, camera("PNG"))
    for picture in (lead, inside):
        assert SECRET in desk.media(picture.sha256), "the newsroom's own file is as it came"
    body = f'One.\n\n![A quay](media/{inside.sha256}.png){{: credit="Ana"}}\n\nTwo.'
    number = out(desk, clock, "a", picture=lead, body=body)
    to = tmp_path / "site"
    report = desk.publish.export([number], format=exporter, to=to)
    assert [item.action for item in report.items] == ["write"], report.items
    files = [path for path in to.rglob("*") if path.is_file()]
    assert files
    for path in files:
        held = path.read_bytes()
        if held.startswith(b"PK"):
            with zipfile.ZipFile(path) as packed:
                held = b"".join(packed.read(name) for name in packed.namelist())
        inside_it = re.findall(rb"data:image/[a-z]+;base64,([A-Za-z0-9+/=]+)", held)
        held += b"".join(map(base64.b64decode, inside_it))
        for trace in (SECRET, b"Secret Camera", b"GPS"):
            assert trace not in held, path.name


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "WEBP simple", "WEBP lossless"])
@pytest.mark.parametrize("held", range(1, 9))
def test_a_picture_is_turned_as_it_is_looked_at(kind: str, held: int) -> None:
    """However the camera was held, and whatever the file's container."""
    name, _space, way = kind.partition(" ")
    shown = Image.new("RGB", (48, 32), "blue")
    shown.paste("red", (0, 0, 16, 16))
    file = io.BytesIO()
    exif = Image.Exif()
    exif[0x0112] = held
    more = {"exif": exif} if held != 1 and way != "simple" else {}
    shown.save(file, name, lossless=way == "lossless", **more)
    upright = ImageOps.exif_transpose(Image.open(io.BytesIO(file.getvalue())))
    for turn in range(4):
        made = bare(file.getvalue(), turn=turn)
        found = ImageOps.exif_transpose(Image.open(io.BytesIO(made)))
        wanted = upright.rotate(-90 * turn, expand=True)
        assert found.size == wanted.size
        apart = ImageChops.difference(found.convert("RGB"), wanted.convert("RGB"))
        assert max(high for _low, high in apart.getextrema()) == 0
        assert rendition(made, 1600).width == wanted.width


def test_a_clear_webp_stays_clear_when_it_is_turned() -> None:
    file = io.BytesIO()
    Image.new("RGBA", (300, 20), (255, 0, 0, 90)).save(file, "WEBP", lossless=True)
    made = Image.open(io.BytesIO(bare(file.getvalue(), turn=1)))
    assert (made.mode, made.size, made.getexif()[0x0112]) == ("RGBA", (300, 20), 6)


def test_a_gif_is_not_turned() -> None:
    with pytest.raises(BadInput, match="A GIF can't be turned"):
        bare(camera("GIF"), turn=2)
