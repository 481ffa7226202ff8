"""What the library says of a picture since its stories were published reaches the site: the plan
names the pages, a publishing writes them and no others, and a whole one comes to the same."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from newsroom.__main__ import main
from newsroom.desk.desk import Desk
from newsroom.news.edited import turned_name
from tests.desk.conftest import HandClock
from tests.export.scenes import a_picture, change, out, png
from tests.export.site.conftest import clock, desk, paper, renderer, to, why, written

__all__ = ["clock", "desk", "paper", "renderer", "to"]


def say(desk: Desk, sha256: str, **fields: object) -> None:
    desk.library.describe(sha256, desk.library.facts(sha256).version, fields)


@pytest.fixture
def inside(paper: Desk, clock: HandClock) -> str:
    """The hash of a picture that stands in the text of "berth"."""
    picture = a_picture(paper, png(700, 500, "navy"))
    body = f'A berth.\n\n![A berth](media/{picture.sha256}.png){{: credit="B. Lens" }}\n'
    out(paper, clock, "berth", section="city", body=body)
    return picture.sha256


def test_a_credit_reaches_the_site(paper: Desk, to: Path, inside: str) -> None:
    paper.siting.publish(to)
    crane = paper.articles.by_slug("crane")
    assert crane.picture is not None
    assert "B. Lens" in (to / "berth.html").read_text("utf-8")
    say(paper, inside, credit="Bo Lens/HP")
    plan = paper.siting.plan(to)
    assert why(plan)["berth.html"] == "what it shows changed"
    assert {path for path in written(plan) if path.endswith(".html")} == {"berth.html"}
    report = paper.siting.publish(to)
    assert written(report) == written(plan)
    told = (to / "berth.html").read_text("utf-8")
    assert "Bo Lens/HP" in told
    assert "B. Lens" not in told
    assert written(paper.siting.publish(to, rebuild=True)) == set(), "made anew it is the same"
    say(paper, crane.picture.sha256, credit="Ada Q./HP")
    report = paper.siting.publish(to)
    assert "crane.html" in written(report)
    assert "berth.html" not in written(report)
    assert "Ada Q./HP" in (to / "crane.html").read_text("utf-8")
    assert written(paper.siting.publish(to, rebuild=True)) == set()
    say(paper, inside, caption="Other words for the next story")
    assert written(paper.siting.publish(to)) == set(), "the words of a use are its own"


def test_a_turn_reaches_the_site(paper: Desk, to: Path, inside: str) -> None:
    paper.siting.publish(to)
    crane = paper.articles.by_slug("crane")
    assert crane.picture is not None
    lead = crane.picture.sha256
    for sha256 in (inside, lead):
        say(paper, sha256, turn=1)
    report = paper.siting.publish(to)
    for sha256, page, size in ((inside, "berth", (500, 700)), (lead, "crane", (600, 900))):
        name = f"pictures/{turned_name(sha256, 1)[:16]}.png"
        assert name in written(report)
        assert name in (to / f"{page}.html").read_text("utf-8")
        assert Image.open(io.BytesIO((to / name).read_bytes())).size == size
        assert f"pictures/{sha256[:16]}.png" in {one.path for one in report.deleted}
    assert written(paper.siting.publish(to, rebuild=True)) == set()
    name = f"pictures/{turned_name(lead, 1)[:16]}.png"
    (to / name).unlink()
    assert name in written(paper.siting.publish(to)), "what was lost is made again"


def test_small_changes_know_of_it(paper: Desk, to: Path, inside: str) -> None:
    """What was edited before is as it should be where a story's words alone are changed."""
    paper.siting.publish(to)
    say(paper, inside, turn=3, credit="Bo Lens/HP")
    paper.siting.publish(to)
    story = paper.articles.by_slug("berth")
    change(paper, story.id, body=story.body.replace("A berth.", "Another berth."))
    report = paper.siting.publish(to)
    told = (to / "berth.html").read_text("utf-8")
    assert "Another berth." in told
    assert "Bo Lens/HP" in told
    assert "B. Lens" not in told
    name = f"pictures/{turned_name(inside, 3)[:16]}.png"
    assert name in told
    assert "berth.html" in written(report)
    (to / name).unlink()
    change(paper, story.id, body=story.body.replace("A berth.", "A third berth."))
    paper.siting.publish(to)
    assert (to / name).is_file()
    assert written(paper.siting.publish(to, rebuild=True)) == set()


def test_the_command_sees_it_too(
    paper: Desk, to: Path, inside: str, capsys: pytest.CaptureFixture[str]
) -> None:
    store = str(paper._seat.store.target)
    assert main(["--store", store, "site", str(to)]) == 0
    say(paper, inside, credit="Bo Lens/HP")
    capsys.readouterr()
    assert main(["--store", store, "site", str(to)]) == 0
    assert "write  berth.html  (what it shows changed)" in capsys.readouterr().out
    assert "Bo Lens/HP" in (to / "berth.html").read_text("utf-8")


def test_a_portrait_that_is_turned(paper: Desk, to: Path) -> None:
    paper.siting.publish(to)
    ada = paper.staff.find("Ada Quill")
    assert ada is not None
    say(paper, ada.portrait, turn=2)
    report = paper.siting.publish(to)
    assert "lamp.html" in written(report)
    assert turned_name(ada.portrait, 2)[:16] in (to / "lamp.html").read_text("utf-8")
    assert written(paper.siting.publish(to, rebuild=True)) == set()


def test_a_use_that_is_younger(paper: Desk, clock: HandClock, to: Path) -> None:
    """A use that was written after the library was told stands as it was written."""
    picture = a_picture(paper, png(300, 200, "olive"))
    say(paper, picture.sha256, credit="Lib")
    out(paper, clock, "late", picture=replace(picture, credit="By hand"))
    paper.siting.publish(to)
    assert "By hand" in (to / "late.html").read_text("utf-8")
