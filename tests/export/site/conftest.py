"""A desk with a small newsroom whose site is published into a folder."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from newsroom.desk.desk import Desk
from newsroom.desk.siting import SiteReport
from newsroom.news.lists import Term
from newsroom.news.staff import Person
from tests.desk.conftest import HandClock
from tests.export.conftest import clock, desk, renderer
from tests.export.scenes import a_picture, out, png

__all__ = ["clock", "desk", "renderer"]


@pytest.fixture
def to(tmp_path: Path) -> Path:
    return tmp_path / "web" / "site"


@pytest.fixture
def paper(desk: Desk, clock: HandClock) -> Desk:
    """Nine stories: two sections, two writers, tags, a picture, one in Persian."""
    desk.set_site({"name": "The Harbour Post", "url": "https://harbour.example"})
    for place, key in enumerate(("city", "culture")):
        desk.lists.put("sections", Term(key=key, name=key.capitalize(), position=place))
    portrait = a_picture(desk, png(40, 40, "navy")).sha256
    desk.staff.add(Person(name="Ada Quill", bio="Writes of ships.\n\nAnd fog.", portrait=portrait))
    desk.staff.add(Person(name="Bo Reed"))
    ada, bo = desk.staff.byline("Ada Quill"), desk.staff.byline("Bo Reed")
    out(desk, clock, "old", section="city", bylines=(bo,), tags=("ships",), body="Old text.")
    out(desk, clock, "lamp", section="culture", bylines=(ada, bo), body="A lamp[^1].\n\n[^1]: Lit.")
    picture = a_picture(desk, png(900, 600, "teal"), alt="A crane", credit="Ada Quill")
    out(desk, clock, "crane", section="city", bylines=(ada,), tags=("ships", "port"),
        picture=picture, dek="It <b>moves</b> & lifts.", body="The crane.")  # fmt: skip
    out(desk, clock, "باران", section="culture", language="fa", headline="باران آمد",
        body="باران آمد.", bylines=(ada,))  # fmt: skip
    for n in range(5):
        out(desk, clock, f"news-{n}", section="city", body=f"News number {n}.")
    return desk


Paths = Callable[[SiteReport], set[str]]


def written(report: SiteReport) -> set[str]:
    return {step.path for step in report.written}


def why(report: SiteReport) -> dict[str, str]:
    return {step.path: step.why for step in report.written}
