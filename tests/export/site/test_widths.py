"""Pictures of the site in several widths: what pages offer, what lies there, nothing besides."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from PIL import Image

from newsroom.desk.desk import Desk
from newsroom.export.pictures import Choice
from newsroom.export.site import manifest as manifests
from newsroom.export.site.reel import Reel
from newsroom.news.article import Picture
from newsroom.paths import renditions_dir
from tests.desk.conftest import HandClock
from tests.export.reading import Node, read_page
from tests.export.scenes import a_picture, files, out
from tests.export.site.conftest import clock, desk, paper, renderer, to, written

__all__ = ["clock", "desk", "paper", "renderer", "to"]

_CHOICE = re.compile(r' srcset="[^"]*" sizes="[^"]*"')


def photograph(width: int, height: int, colour: str = "maroon") -> bytes:
    file = io.BytesIO()
    Image.linear_gradient("L").resize((width, height)).convert("RGB").save(file, "JPEG")
    return file.getvalue() + colour.encode()


def widths(image: Node) -> dict[str, int]:
    """What an image offers: file and width."""
    found = {}
    for one in filter(None, image.attributes.get("srcset", "").split(", ")):
        path, said = one.split(" ")
        found[path] = int(said.removesuffix("w"))
    return found


def of(to: Path, page: str) -> Node:
    return read_page(re.sub("<!--.*?-->", "", (to / page).read_text("utf-8")))


@pytest.fixture
def shot(paper: Desk, clock: HandClock) -> Picture:
    """The lead and a picture of the text of the newest story."""
    shot = a_picture(paper, photograph(2400, 1200), alt="A quay")
    small = a_picture(paper, photograph(300, 100))
    out(paper, clock, "shot", section="city", picture=shot,
        body=f"![A wall](media/{shot.sha256})\n\n![Small](media/{small.sha256})")  # fmt: skip
    return shot


def test_a_page_offers_each_picture_in_the_widths_that_are_no_enlargements(
    paper: Desk, shot: Picture, to: Path
) -> None:
    plan = paper.siting.plan(to)
    report = paper.siting.publish(to)
    assert written(plan) == written(report), "the narrower ones too"
    name = f"pictures/{shot.sha256[:16]}"
    offered = {f"{name}-480.jpg": 480, f"{name}-960.jpg": 960, f"{name}.jpg": 1600}
    lead, wall, small = of(to, "shot.html").one("article").all("img")
    for image in (lead, wall):
        assert widths(image) == offered
        assert image["sizes"].endswith("calc(100vw - 2.5rem)")
        assert (image["src"], image["width"], image["height"]) == (f"{name}.jpg", "1600", "800")
    assert (lead["alt"], wall["alt"]) == ("A quay", "A wall")
    assert "srcset" not in small.attributes
    for path, width in offered.items():
        assert Image.open(io.BytesIO((to / path).read_bytes())).width == width
    crane = of(to, "crane.html").one("article").all("img")[0]
    assert sorted(widths(crane).values()) == [480, 900]
    assert paper.siting.publish(to, rebuild=True).written == ()


def test_lists_offer_them_from_where_they_stand(paper: Desk, shot: Picture, to: Path) -> None:
    paper.siting.publish(to)
    large = of(to, "index.html").one("article", class_="card large").one("img")
    assert sorted(widths(large).values()) == [480, 960, 1600]
    for path in widths(large):
        assert (to / path).is_file()
    section = of(to, "section/city/index.html")
    images = [one for one in section.all("img") if shot.sha256[:16] in one["src"]]
    (image,) = images
    assert sorted(widths(image).values()) == [480, 640]
    assert image["loading"] == "lazy"
    for path in widths(image):
        assert path.startswith("../../")
        assert (to / "section" / "city" / path).resolve().is_file()


def test_pages_gain_the_choice_and_nothing_else(paper: Desk, shot: Picture, to: Path) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Reel, "choice", lambda *_given, **_more: Choice())
        paper.siting.publish(to)
    plain = files(to)
    paper.siting.publish(to, rebuild=True)
    now = files(to)
    assert now.keys() - plain.keys() == {
        path for path in now if path.endswith(("-480.jpg", "-480.png", "-960.jpg", "-960.png"))
    }
    for path in plain.keys() - {manifests.NAME}:
        assert _CHOICE.sub("", now[path][2].decode("latin-1")) == plain[path][2].decode("latin-1")


def test_webp_stands_before_the_same_image(paper: Desk, shot: Picture, to: Path) -> None:
    paper.siting.publish(to)
    before = files(to)
    assert not [path for path in before if path.endswith(".webp")], "nobody asked for it"
    paper.set_site({"pictures": "webp"})
    plan = paper.siting.plan(to)
    report = paper.siting.publish(to)
    assert written(plan) == written(report)
    name = f"pictures/{shot.sha256[:16]}"
    after = files(to)
    source = (
        f'<picture><source type="image/webp" srcset="{name}-480.webp 480w, {name}-960.webp 960w, '
        f'{name}.webp 1600w" sizes="(min-width: 45rem) 42rem, calc(100vw - 2.5rem)">'
    )
    text = after["shot.html"][2].decode()
    assert text.count(source) == 2
    for path in before.keys() - {manifests.NAME}:
        now = re.sub(r"<picture>(<source [^<>]*>)(<img [^<>]*>)</picture>", r"\2",
                     after[path][2].decode("latin-1"))  # fmt: skip
        assert now == before[path][2].decode("latin-1"), "the image itself is what it was"
    named = set(re.findall(r"pictures/[\w-]+\.webp", "".join(
        data.decode("latin-1") for path, (_i, _t, data) in after.items() if ".html" in path
    )))  # fmt: skip
    assert named == {path for path in after if path.endswith(".webp")}
    for path in named:
        assert Image.open(io.BytesIO(after[path][2])).format == "WEBP"
    (small,) = (one for one in named if Image.open(io.BytesIO(after[one][2])).size == (300, 100))
    assert f'srcset="{small} 300w"' in text
    assert paper.siting.publish(to, rebuild=True).written == ()
    assert paper.siting.publish(to).written == ()
    paper.set_site({"pictures": "jpeg"})
    gone = {step.path for step in paper.siting.publish(to).deleted}
    assert {path: told[2] for path, told in files(to).items() if path != manifests.NAME} == {
        path: told[2] for path, told in before.items() if path != manifests.NAME
    }
    assert gone == named


def test_feeds_name_one_address_of_each(paper: Desk, shot: Picture, to: Path) -> None:
    paper.set_site({"pictures": "webp"})
    paper.siting.publish(to)
    for feed in ("feed.xml", "atom.xml", "feed.json"):
        text = (to / feed).read_text("utf-8")
        assert f"https://harbour.example/pictures/{shot.sha256[:16]}.jpg" in text
        assert "srcset" not in text
        assert "<picture" not in text.replace("&lt;", "<")


def test_where_the_original_is_gone_the_page_does_with_what_it_has(
    paper: Desk, shot: Picture, to: Path
) -> None:
    paper.siting.publish(to)
    path = paper._seat.store.media.path(shot.sha256)
    path.write_bytes(b"damaged")
    for narrow in to.glob(f"pictures/{shot.sha256[:16]}-480.jpg"):
        narrow.unlink()
    (made,) = renditions_dir().glob(f"*/{shot.sha256}-480-*")
    made.unlink()
    paper.siting.publish(to, rebuild=True)
    lead = of(to, "shot.html").one("article").all("img")[0]
    assert sorted(widths(lead).values()) == [960, 1600]
