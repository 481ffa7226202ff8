"""A picture's point: lists show what is around it, and only they are made anew when it moves."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from pathlib import Path

from PIL import Image

from newsroom.desk.desk import Desk
from tests.export.scenes import change
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
