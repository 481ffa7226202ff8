"""Pictures on pages: small, upright, without what the camera wrote into them; or a sentence."""

from __future__ import annotations

import base64
import hashlib
import io
import os
import time
from dataclasses import replace
from pathlib import Path
from typing import IO

import pytest
from PIL import Image, ImageCms
from PIL.PngImagePlugin import PngInfo

from newsroom.desk.desk import Desk
from newsroom.desk.export import Outcome
from newsroom.export.makeup import make_page
from newsroom.export.parts import Part
from newsroom.export.pictures import KEPT_BYTES, Pictures, Rendition, rendition, renditions
from newsroom.export.worker import Renderer
from newsroom.news.article import Picture
from newsroom.news.errors import BadInput, NotFound
from newsroom.news.staff import Person
from tests.desk.conftest import HandClock
from tests.export.reading import meta, read_page, record, story
from tests.export.scenes import (
    a_picture,
    article,
    foreign,
    no_pictures,
    out,
    page_html,
    png,
    png_header,
    put,
    sources,
)

SHA = "ab" * 32


def opened(made: Rendition) -> Image.Image:
    picture = Image.open(io.BytesIO(made.content))
    picture.load()
    return picture


def jpeg(width: int = 40, height: int = 20, **how: object) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (width, height), "maroon").save(file, "JPEG", **how)
    return file.getvalue()


def held(data: bytes) -> Pictures:
    return Pictures(lambda _sha256: data)


def test_where_a_picture_was_taken_stays_with_the_newsroom() -> None:
    exif = Image.Exif()
    exif[0x010F] = "Secret Camera"  # Make
    exif.get_ifd(0x8825)[2] = (35.0, 41.0, 22.0)  # GPSLatitude
    exif.get_ifd(0x8769)[0x9286] = b"ASCII\0\0\0the informant's flat"  # UserComment
    data = jpeg(exif=exif, comment=b"taken at the informant's flat", dpi=(300, 300))
    with Image.open(io.BytesIO(data)) as before:
        assert dict(before.getexif().get_ifd(0x8825)), "the test has nothing to strip"
    made = rendition(data, 100)
    after = opened(made)
    assert not dict(after.getexif())
    assert not dict(after.getexif().get_ifd(0x8825))
    assert "comment" not in after.info
    for trace in (b"Exif", b"Secret", b"informant"):
        assert trace in data
        assert trace not in made.content


def test_words_inside_a_png_stay_with_the_newsroom() -> None:
    words = PngInfo()
    words.add_text("Comment", "the informant's flat")
    words.add_itxt("XML:com.adobe.xmp", "<x>the informant's flat</x>")
    file = io.BytesIO()
    Image.new("RGBA", (9, 9), (1, 2, 3, 100)).save(file, "PNG", pnginfo=words, dpi=(300, 300))
    assert b"informant" in file.getvalue()
    made = rendition(file.getvalue(), 100)
    assert b"informant" not in made.content
    assert made.mime == "image/png"
    assert opened(made).mode == "RGBA", "what was clear stays clear"


def test_a_picture_that_lies_on_its_side_is_set_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # Orientation: turned by 90 degrees
    made = rendition(jpeg(40, 20, exif=exif), 100)
    assert (made.width, made.height) == (20, 40)
    assert opened(made).size == (20, 40)


@pytest.mark.parametrize(
    ("size", "width", "becomes"),
    [((400, 200), 100, (100, 50)), ((90, 60), 100, (90, 60)), ((3000, 1), 100, (100, 1))],
)
def test_a_picture_is_never_wider_than_the_page_needs(
    size: tuple[int, int], width: int, becomes: tuple[int, int]
) -> None:
    made = rendition(png(*size), width)
    assert (made.width, made.height) == opened(made).size == becomes


@pytest.mark.parametrize(
    ("wide", "widths"),
    [
        (3000, {480: 480, 960: 960, 1600: 1600}),
        (961, {480: 480, 960: 960, 1600: 961}),
        (960, {480: 480, 1600: 960}),
        (480, {1600: 480}),
        (90, {1600: 90}),
    ],
)
def test_narrower_ones_are_never_enlarged(wide: int, widths: dict[int, int]) -> None:
    for data in (jpeg(wide, wide // 3), png(wide, wide // 3)):
        made = renditions(data, 1600)
        assert {width: one.width for (width, _webp), one in made.items()} == widths
        assert made[(1600, False)] == rendition(data, 1600)
        for one in made.values():
            assert opened(one).size == (one.width, one.height)
            assert one.height == pytest.approx(one.width / 3, abs=1)
            assert one.mime == made[(1600, False)].mime


def tables(data: bytes) -> list[bytes]:
    """The Huffman tables of a JPEG: its DHT segments (ITU T.81, B.2.4.2), up to the picture."""
    found, at = [], 2
    while data[at + 1] != 0xDA:
        end = at + 2 + int.from_bytes(data[at + 2 : at + 4], "big")
        if data[at + 1] == 0xC4:
            found.append(data[at:end])
        at = end
    return found


def test_a_drawing_has_tables_of_its_own_and_a_photograph_those_of_everybody() -> None:
    grain = io.BytesIO()
    Image.effect_noise((800, 400), 50).convert("RGB").save(grain, "JPEG")
    drawn, taken = rendition(jpeg(800, 400), 400), rendition(grain.getvalue(), 400)
    assert tables(taken.content) == tables(grain.getvalue()), "Pillow's, which are the standard's"
    assert tables(drawn.content) != tables(jpeg(800, 400))
    assert len(drawn.content) < len(jpeg(400, 200, quality=82))


def test_narrower_ones_of_a_part_show_that_part() -> None:
    made = renditions(jpeg(3000, 1000), 1600, Part(1.5, 0.5, 0.5))
    assert {width: (one.width, one.height) for (width, _webp), one in made.items()} == {
        1600: (1500, 1000), 960: (960, 640), 480: (480, 320)
    }  # fmt: skip


def test_a_photograph_in_a_png_is_jpeg_in_every_width() -> None:
    file = io.BytesIO()
    Image.effect_noise((1000, 300), 90).convert("RGB").save(file, "PNG")
    made = renditions(file.getvalue(), 1600)
    assert {one.mime for one in made.values()} == {"image/jpeg"}
    sizes = [len(made[width].content) for width in sorted(made)]
    assert sizes == sorted(sizes)


@pytest.mark.parametrize("clear", [True, False])
def test_webp_stands_beside_each_and_tells_as_little(clear: bool) -> None:
    exif = Image.Exif()
    exif[0x010F] = "Secret Camera"  # Make
    file = io.BytesIO()
    picture = Image.linear_gradient("L").resize((1000, 500))
    if clear:
        picture = picture.convert("RGBA")
        picture.putalpha(120)
        picture.save(file, "PNG", exif=exif)
    else:
        picture.convert("RGB").save(file, "JPEG", exif=exif)
    assert b"Secret" in file.getvalue()
    plain = renditions(file.getvalue(), 1600)
    made = renditions(file.getvalue(), 1600, webp=True)
    assert {key: one for key, one in made.items() if not key[1]} == plain
    assert {width for width, webp in made if webp} == {480, 960, 1600}
    for (width, webp), one in made.items():
        beside = made[(width, False)]
        assert (one.width, one.height) == (beside.width, beside.height)
        if webp:
            assert (one.mime, one.suffix) == ("image/webp", ".webp")
            assert b"Secret" not in one.content
            assert opened(one).mode == ("RGBA" if clear else "RGB")
            assert not dict(opened(one).getexif())
    if clear:
        pixels = [opened(made[(480, webp)]).tobytes() for webp in (True, False)]
        assert pixels[0] == pixels[1], "nothing is lost of what has sharp edges"


def test_every_kind_that_is_taken_in_goes_out_as_one_that_all_readers_know() -> None:
    for kind in ("PNG", "JPEG", "GIF", "WEBP"):
        file = io.BytesIO()
        Image.new("RGB", (12, 8), "teal").save(file, kind)
        made = rendition(file.getvalue(), 100)
        assert made.mime in ("image/png", "image/jpeg")
        assert made.suffix == {"image/png": ".png", "image/jpeg": ".jpg"}[made.mime]
        assert opened(made).convert("RGB").getpixel((6, 4))[1] == pytest.approx(128, abs=4)


def test_colours_of_another_space_and_broken_profiles_come_out_as_plain_ones() -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    for data in (jpeg(icc_profile=profile), jpeg(icc_profile=b"no profile at all" * 20)):
        after = opened(rendition(data, 100))
        assert "icc_profile" not in after.info
        assert after.getpixel((3, 3))[0] == pytest.approx(128, abs=4)
    file = io.BytesIO()
    Image.new("CMYK", (10, 10), (0, 255, 255, 0)).save(file, "JPEG")
    assert opened(rendition(file.getvalue(), 100)).mode == "RGB"


def test_a_photograph_in_a_png_goes_out_as_jpeg() -> None:
    noise = Image.effect_noise((700, 700), 90).convert("RGB")
    file = io.BytesIO()
    noise.save(file, "PNG")
    made = rendition(file.getvalue(), 1600)
    assert made.mime == "image/jpeg"
    assert len(made.content) < len(file.getvalue())


@pytest.mark.parametrize(
    ("width", "height"), [(20_000, 10_000), (10_001, 10_000), (65_000, 60_000)]
)
def test_a_picture_of_too_many_pixels_is_refused_by_its_header(width: int, height: int) -> None:
    start = time.monotonic()
    with pytest.raises(BadInput) as error:
        rendition(png_header(width, height), 1600)
    assert str(error.value) == (f"The picture is {width} × {height} pixels, too many for a page.")
    assert time.monotonic() - start < 1


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "not a picture"),
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "not a picture"),
        (b"<!doctype html><script>alert(1)</script>", "not a picture"),
        (b"MZ\x90\x00" * 50, "not a picture"),
        (b"\xff\xd8\xff", "damaged"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 50, "damaged"),
        (png()[:-30], "damaged"),
        (png_header(100, 100), "damaged"),
        (b"GIF89a", "damaged"),
        (b"RIFF\x04\0\0\0WEBPVP8 ", "damaged"),
    ],
)
def test_what_is_no_whole_picture_is_one_sentence(data: bytes, said: str) -> None:
    with pytest.raises(BadInput, match=said) as error:
        rendition(data, 100)
    assert str(error.value).endswith(".")


def test_renditions_are_made_once_and_forgotten_when_they_are_too_many() -> None:
    read: list[str] = []

    def source(sha256: str) -> bytes:
        read.append(sha256)
        return png()

    pictures = Pictures(source)
    assert pictures.get("a", 10) is pictures.get("a", 10)
    assert read == ["a"]
    pictures.get("a", 20)
    assert read == ["a", "a"]
    pictures._size = KEPT_BYTES + 1
    pictures.get("b", 10)
    pictures.get("a", 10)
    assert read == ["a", "a", "b", "a"]


# On the page.


def test_the_lead_picture_stands_inside_the_page_and_for_social_cards_beside_it(
    desk: Desk, clock: HandClock, tmp_path: Path
) -> None:
    picture = a_picture(
        desk, png(40, 20), alt="Two cranes", caption="The old quay.", credit="Ana Lima"
    )
    a = out(desk, clock, "a", picture=picture)
    to = tmp_path / "site"
    desk.publish.export([a], to=to)
    assert [path.name for path in to.iterdir()] == ["a.html"], "without an address nobody needs it"
    page = read_page((to / "a.html").read_text(encoding="utf-8"))
    (figure,) = page.all("figure")
    shown = figure.one("img")
    assert shown["src"].startswith("data:image/png;base64,")
    assert (shown["alt"], shown["width"], shown["height"]) == ("Two cranes", "40", "20")
    assert figure.one("figcaption").words == "The old quay. Photo: Ana Lima"
    assert "og:image" not in meta(page)

    desk.set_site({"url": "https://harbour.example/"})
    desk.publish.export([a], to=to)
    page = read_page((to / "a.html").read_text(encoding="utf-8"))
    (address,) = meta(page)["og:image"]
    assert address == f"https://harbour.example/pictures/{picture.sha256[:16]}.png"
    file = to / address.removeprefix("https://harbour.example/")
    inline = page.one("figure").one("img")["src"].partition(",")[2]
    assert file.read_bytes() == base64.b64decode(inline)
    assert meta(page)["twitter:card"] == ["summary_large_image"]
    assert record(page)["image"]["url"] == address


def test_a_page_with_its_pictures_inside_holds_each_once(renderer: Renderer) -> None:
    given = sources(renderer, pictures=held(jpeg(2000, 1000)))
    lead = Picture(sha256=SHA, filename="a", mime="image/jpeg", width=2000, height=1000)
    text = page_html(renderer, given, body=f"![A](media/{SHA})", picture=lead)
    assert text.count("data:image/jpeg") == 2
    assert "srcset" not in text


def test_pictures_of_the_text_are_put_into_the_page(renderer: Renderer) -> None:
    given = sources(renderer, pictures=held(png(30, 20)))
    body = (
        f'![A quay](media/{SHA}.png "The quay")\n\nBeside ![it](media/{SHA}) text.\n\n'
        f'<img src="media/{SHA}.jpg" width="9000" height="1" alt="Wide">'
    )
    page = read_page(page_html(renderer, given, body=body))
    pictures = story(page).all("img")
    assert [picture["alt"] for picture in pictures] == ["A quay", "it", "Wide"]
    for picture in pictures:
        assert picture["src"].startswith("data:image/png;base64,")
        assert (picture["width"], picture["height"]) == ("30", "20")
    first, wide = story(page).all("figure")
    assert first.one("figcaption").words == "The quay"
    assert not wide.all("figcaption")


@pytest.mark.parametrize("body", ["Text.", f"![A quay](media/{SHA}.png)"])
def test_an_export_without_a_picture_is_refused_and_a_preview_goes_on(
    renderer: Renderer, body: str
) -> None:
    given = sources(renderer, pictures=Pictures(no_pictures))
    lead = Picture(sha256=SHA, filename="a", mime="image/png", width=1, height=1)
    one = article(body=body, picture=None if "media" in body else lead)
    with pytest.raises(NotFound):
        make_page(one, given)
    page = make_page(one, given, preview=True)
    assert page.picture is None
    assert page.body


def test_a_missing_thumbnail_or_portrait_spoils_no_page(desk: Desk, clock: HandClock) -> None:
    kept = a_picture(desk, png(10, 10))
    person = Person(name="Ana Lima", bio="Covers the docks.", portrait=kept.sha256)
    desk.staff.add(person)
    out(desk, clock, "b", picture=kept)
    a = put(desk, "a", bylines=(desk.staff.byline("Ana Lima"),))
    page = read_page(desk.publish.page_html(desk.articles.open(a)))
    assert len(page.all("img")) == 2
    desk.publish.close()
    del desk.publish._pages._pictures
    desk._seat.store.media.path(kept.sha256).unlink()
    page = read_page(desk.publish.page_html(desk.articles.open(a)))
    assert not page.all("img")
    assert page.one("section", class_="author").one("h2").words == "Ana Lima"


@pytest.mark.parametrize("harm", ["missing", "damaged", "no picture", "too large"])
def test_a_picture_that_is_not_what_it_was_stops_its_story_alone(
    desk: Desk, clock: HandClock, tmp_path: Path, harm: str
) -> None:
    media = desk._seat.store.media
    kept = a_picture(desk, alt="A quay")
    a, b = out(desk, clock, "a", picture=kept), out(desk, clock, "b")
    path = media.path(kept.sha256)
    if harm == "missing":
        path.unlink()
    elif harm == "damaged":
        path.write_bytes(path.read_bytes()[:-9])
    else:  # a store that another program filled
        data = png_header(20_000, 10_000) if harm == "too large" else b"MZ" * 100
        sha256 = hashlib.sha256(data).hexdigest()
        other = media.put(data, filename="a.png", mime="image/png", width=8, height=6)
        assert other == sha256
        desk.library.describe(sha256, 0, {"rights": "own"})
        foreign(desk, a, picture=replace(kept, sha256=sha256))
    report = desk.publish.export([a, b], to=tmp_path / "site")
    bad, good = report.items
    assert bad.action is Outcome.REFUSED
    assert bad.why.startswith("“a”: ")
    assert "\n" not in bad.why
    assert bad.why.endswith(".")
    if harm == "too large":
        assert "20000 × 10000 pixels" in bad.why
    assert good.action is Outcome.WRITE
    assert [path.name for path in (tmp_path / "site").iterdir()] == ["b.html"]


@pytest.mark.parametrize("memory", [True, False])
def test_a_photograph_is_encoded_while_others_go_on(
    memory: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Pillow lets go of Python's lock for files of the system alone: into Python's own memory the
    window stood still for each photograph."""
    data, handles = jpeg(80, 40), []
    save = Image.Image.save

    def watched(self: Image.Image, file: IO[bytes], *what: object, **how: object) -> None:
        handles.append(file.fileno())
        save(self, file, *what, **how)

    monkeypatch.setattr(Image.Image, "save", watched)
    if not memory:
        monkeypatch.delattr(os, "memfd_create", raising=False)
    made = rendition(data, 40)
    assert (made.mime, opened(made).size) == ("image/jpeg", (40, 20))
    assert len(handles) == 1
    with pytest.raises(OSError, match="Bad file descriptor"):
        os.fstat(handles[0])
