"""A picture's point: lists show what is around it, and only they are made anew when it moves."""

from __future__ import annotations

import base64
import io
import re
from dataclasses import replace
from pathlib import Path

from PIL import Image

from newsroom.desk.desk import Desk
from tests.desk.conftest import HandClock
from tests.export.scenes import a_picture, change, out
from tests.export.site.conftest import clock, desk, paper, renderer, to, written

__all__ = ["clock", "desk", "paper", "renderer", "to"]


def shown(page: Path) -> set[str]:
    return set(re.findall(r"pictures/[0-9a-f]{16}[^\"?]*", page.read_text(encoding="utf-8")))


def test_lists_show_what_is_around_the_point(paper: Desk, to: Path) -> None:
    paper.siting.publish(to)
    section = to / "city" / "index.html"
    if not section.exists():
        (section,) = to.rglob("city*/index.html")
    before = shown(section)
    story = paper.articles.by_slug("crane")
    assert story.picture is not None
    change(paper, story.id, picture=replace(story.picture, focus_x=100, focus_y=500))
    report = paper.siting.publish(to)
    after = shown(section)
    (part,) = after - before
    assert part == f"pictures/{story.picture.sha256[:16]}-640-3x2-100x500.png"
    assert part in written(report)
    made = Image.open(io.BytesIO((to / part).read_bytes()))
    assert made.size == (640, 427)
    assert not any(one in after for one in before if "-640" in one)
    whole = to / f"pictures/{story.picture.sha256[:16]}.png"
    assert Image.open(io.BytesIO(whole.read_bytes())).size == (900, 600), "its own page: whole"
    assert written(paper.siting.publish(to)) == set(), "nothing is new"
    assert written(paper.siting.publish(to, rebuild=True)) == set(), "made anew it is the same"


def say(desk: Desk, sha256: str, **fields: object) -> None:
    desk.library.describe(sha256, desk.library.facts(sha256).version, fields)


def split_shot() -> bytes:
    """A wide picture whose left tenth is red."""
    made = Image.new("RGB", (900, 300), "navy")
    made.paste("red", (0, 0, 90, 300))
    file = io.BytesIO()
    made.save(file, "PNG")
    return file.getvalue()


def red(data: bytes) -> float:
    """How much of a picture is red."""
    pixels = Image.open(io.BytesIO(data)).convert("RGB")
    found = pixels.getcolors(1_000_000) or []
    return sum(n for n, (r, _g, b) in found if r > b) / (pixels.width * pixels.height)


def og_image(page: str) -> str:
    (found,) = re.findall(r'og:image" content="https://harbour.example/([^"]+)"', page)
    return str(found)


def test_small_pictures_in_recent_posts_show_the_point(
    paper: Desk, clock: HandClock, to: Path
) -> None:
    picture = a_picture(paper, split_shot())
    number = out(paper, clock, "wide", picture=picture)
    paper.siting.publish(to)
    page = to / "lamp.html"
    (before,) = {one for one in shown(page) if picture.sha256[:16] in one}
    assert red((to / before).read_bytes()) < 0.2
    say(paper, picture.sha256, focus_x=0, focus_y=0.5)
    report = paper.siting.publish(to)
    (after,) = {one for one in shown(page) if picture.sha256[:16] in one}
    assert after in written(report)
    assert after.endswith("-240-4x3-0x500.png")
    wide, high = Image.open(io.BytesIO((to / after).read_bytes())).size
    assert abs(wide / high - 4 / 3) < 0.01
    assert red((to / after).read_bytes()) > 0.2
    assert written(paper.siting.publish(to, rebuild=True)) == set()
    teaser = next(one for one in paper.recent.box() if one.article == number)
    assert (teaser.picture, teaser.focus) == (picture.sha256, (0, 500))
    story = paper.articles.open(paper.articles.by_slug("lamp").id)
    alone = paper.publish.page_html(story, preview=True)
    assert base64.b64encode((to / after).read_bytes()).decode() in alone


def test_networks_are_shown_the_point(paper: Desk, clock: HandClock, to: Path) -> None:
    picture = a_picture(paper, split_shot())
    number = out(paper, clock, "wide", picture=picture)
    paper.siting.publish(to)
    page = to / "wide.html"
    whole = f"pictures/{picture.sha256[:16]}.png"
    assert og_image(page.read_text("utf-8")) == whole, "networks show the middle by themselves"
    say(paper, picture.sha256, focus_x=0, focus_y=0.5)
    report = paper.siting.publish(to)
    part = og_image(page.read_text("utf-8"))
    assert part == f"pictures/{picture.sha256[:16]}-1200-40x21-0x500.png"
    assert part in written(report)
    told = page.read_text("utf-8")
    assert 'og:image:width" content="571"' in told
    assert 'og:image:height" content="300"' in told
    assert red((to / part).read_bytes()) > 0.15
    assert whole in told, "the page itself shows all of it"
    assert written(paper.siting.publish(to, rebuild=True)) == set()
    folder = to.parent / "alone"
    paper.publish.export([number], to=folder)
    alone = (folder / "wide.html").read_text("utf-8")
    assert og_image(alone) == part
    assert (folder / part).read_bytes() == (to / part).read_bytes()
    story = paper.articles.open(number)
    assert base64.b64encode((to / part).read_bytes()).decode() in paper.publish.cards(story)


def test_portraits_show_the_point(paper: Desk, to: Path) -> None:
    picture = a_picture(paper, split_shot())
    ada = paper.staff.find("Ada Quill")
    assert ada is not None
    paper.staff.save(ada.id, ada.version, {"portrait": picture.sha256})
    paper.siting.publish(to)
    say(paper, picture.sha256, focus_x=0, focus_y=0.5)
    report = paper.siting.publish(to)
    faces = {one for one in shown(to / "lamp.html") if picture.sha256[:16] in one}
    assert {f"pictures/{picture.sha256[:16]}-160-1x1-0x500.png"} == faces
    assert faces <= written(report)
    for page in to.rglob("*.html"):
        for face in (one for one in shown(page) if picture.sha256[:16] in one):
            assert face in written(report)
            assert red((to / face).read_bytes()) > 0.25
    assert written(paper.siting.publish(to, rebuild=True)) == set()
