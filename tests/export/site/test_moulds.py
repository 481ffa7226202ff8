"""Pages that are cast again are the pages that are made anew, and nothing is made up for them."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from newsroom.assets import asset
from newsroom.desk.desk import Desk
from newsroom.export.files import digest
from newsroom.export.site import manifest as manifests
from newsroom.export.site.cards import Cards
from newsroom.export.site.forms import Forms
from newsroom.export.site.moulds import SETTLED, list_mould, story_mould
from newsroom.export.site.sheet import Sheets
from newsroom.news.out import Out
from newsroom.news.workflow import PubState
from newsroom.paths import cache_dir
from tests.desk.conftest import HandClock
from tests.export.scenes import change, files, foreign, out
from tests.export.site.conftest import written

NAME = 'The <"Mould"> & Caster’s Post'


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The slugs of the stories that were made up, and the places of cards that were filled in."""
    seen: list[str] = []
    page, plain = Sheets.page, Cards.plain

    def story(self: Sheets, story: Out, *rest: object) -> object:
        seen.append(story.slug)
        return page(self, story, *rest)  # type: ignore[arg-type]

    def card(self: Cards, place: int) -> object:
        seen.append(f"card {place}")
        return plain(self, place)

    monkeypatch.setattr(Sheets, "page", story)
    monkeypatch.setattr(Cards, "plain", card)
    return seen


def anew(paper: Desk, folder: Path) -> dict[str, str]:
    """The site as it is made with nothing kept: its files' digests, ages aside."""
    for kept in cache_dir().rglob("texts.sqlite"):
        kept.unlink()
    paper.siting.publish(folder)
    return digests(folder)


def digests(folder: Path) -> dict[str, str]:
    return {path: digest(data) for path, (_inode, _time, data) in files(folder).items()
            if path != manifests.NAME}  # fmt: skip


def test_another_name_casts_every_page_again(
    paper: Desk, clock: HandClock, to: Path, tmp_path: Path, made: list[str]
) -> None:
    change(
        paper, paper.articles.by_slug("lamp").id, headline='Tom & <b>"lamp"</b>', dateline="OSLO"
    )
    foreign(paper, paper.articles.by_slug("old").id, pubstate=PubState.CORRECTED)
    clock.forward(hours=1)
    paper.correcting.correct(
        paper.articles.by_slug("news-1").id, "correction", wrong="1", right="2"
    )
    paper.siting.publish(to)
    made.clear()
    paper.set_site({"name": NAME, "publisher": '"P" & <Sons>'})
    paper.siting.publish(to)
    feeds = {"old", "lamp", "crane", "باران", *(f"news-{n}" for n in range(5))}
    assert len([slug for slug in made if slug in feeds]) == len(feeds), "once each, for the feeds"
    page = (to / "crane.html").read_text("utf-8")
    assert page.count("The &lt;&#34;Mould&#34;&gt; &amp; Caster’s Post") >= 4
    assert '"publisher":{"@type":"Organization","name":"\\"P\\" \\u0026 \\u003cSons\\u003e"' in page
    assert "Harbour Post" not in page
    assert digests(to) == anew(paper, tmp_path / "other")


def test_a_list_is_cast_without_its_cards(paper: Desk, to: Path, made: list[str]) -> None:
    paper.siting.publish(to)
    made.clear()
    paper.set_site({"name": NAME})
    touched = written(paper.siting.publish(to))
    assert {"tag/ships/index.html", "author/bo-reed/index.html", "archive/2026-11/index.html",
            "sitemap-news.xml"} <= touched  # fmt: skip
    assert not {"site.css", "site.js", "search/2026-11.js", "sitemaps/2026-11.xml"} & touched, (
        "they do not show it"
    )
    front = set(range(9))  # all nine stand there
    assert {one for one in made if one.startswith("card")} == {f"card {n}" for n in front}
    by_front = len([one for one in made if one.startswith("card")])
    made.clear()
    paper.siting.publish(to, rebuild=True)
    assert len([one for one in made if one.startswith("card")]) > by_front, "asked for, made anew"


@pytest.mark.parametrize("text", ["a\0b", "a\0 1\0b", "a\0box\0b", "\0\0\0"])
def test_a_text_that_holds_the_mark_is_no_mould(text: str) -> None:
    assert list_mould(text, [b"1"], (), ()) is None
    made = list_mould("a\0001\0b", [b"1"], (), ())
    assert made is not None
    assert made.cast({b"1": b"&"}) == b"a&b"


def test_a_headline_may_say_what_a_record_says() -> None:
    paper = {"@type": "Organization", "name": "P"}
    trick = '"publisher":{"@type":"Organization","name":"P"}'
    record = {"headline": trick, "author": [{"name": trick}], "publisher": paper, "url": trick}
    made = story_mould("x", [], (), record, paper)
    assert made is not None
    said = json.loads(made.before + b'{"name": "Q"}' + made.after)
    assert said == {**record, "publisher": {"name": "Q"}}


def test_a_picture_that_is_lost_is_missed_and_told(paper: Desk, to: Path, tmp_path: Path) -> None:
    paper.siting.publish(to)
    picture = paper.articles.by_slug("crane").picture
    assert picture is not None
    (place,) = (paper._seat.store.folder / "media").rglob(picture.sha256)
    data = place.read_bytes()
    place.unlink()
    paper.set_site({"name": NAME})
    report = paper.siting.publish(to)
    assert any("crane" in note for note in report.notes)
    assert '<figure class="lead">' not in (to / "crane.html").read_text("utf-8")
    section = (to / "section/city/index.html").read_text("utf-8")
    assert 'class="picture"' not in section
    place.write_bytes(data)
    paper.set_site({"name": "Once more"})
    assert not paper.siting.publish(to).notes
    assert '<figure class="lead">' in (to / "crane.html").read_text("utf-8")
    assert 'class="picture"' in (to / "section/city/index.html").read_text("utf-8")
    assert digests(to) == anew(paper, tmp_path / "other")


def test_what_is_kept_may_be_damaged(paper: Desk, to: Path, tmp_path: Path) -> None:
    paper.siting.publish(to)
    for place in cache_dir().rglob("texts.sqlite"):
        with sqlite3.connect(place) as db:
            db.execute("UPDATE mould SET beside = x'00'")
            db.execute("UPDATE listing SET beside = substr(beside, 1, 12)")
    paper.set_site({"name": NAME})
    paper.siting.publish(to)
    assert digests(to) == anew(paper, tmp_path / "other")


def test_a_section_of_another_name_is_named_so(paper: Desk, to: Path, tmp_path: Path) -> None:
    paper.siting.publish(to)
    term = next(term for term in paper.lists.terms("sections") if term.key == "city")
    paper.lists.put("sections", replace(term, name="Town"))
    paper.siting.publish(to)
    assert 'article:section" content="Town"' in (to / "crane.html").read_text("utf-8")
    assert digests(to) == anew(paper, tmp_path / "other")


@pytest.mark.parametrize("name", ["site/story.html", "site/list.html", "site/archive.html"])
def test_our_templates_can_be_cast(name: str) -> None:
    stamp = Forms(None, None).stamp(name)
    assert stamp is not None
    assert stamp.mixed <= SETTLED
    assert 3 <= len(stamp.holes(SETTLED)) <= 8, "a page is joined from a handful of pieces"


def test_new_words_of_a_language_are_on_every_page(paper: Desk, to: Path, tmp_path: Path) -> None:
    paper.siting.publish(to)
    own = paper.siting._templates / "words"
    own.mkdir(parents=True)
    (own / "en.json").write_text('{"published": "Out since"}', encoding="utf-8")
    paper.siting.publish(to)
    assert "Out since <time" in (to / "crane.html").read_text("utf-8")
    assert digests(to) == anew(paper, tmp_path / "other")


def test_a_copy_of_our_template_is_the_newsrooms_own(paper: Desk, to: Path, tmp_path: Path) -> None:
    paper.siting.publish(to)
    own = paper.siting._templates / "site"
    own.mkdir(parents=True)
    for name in ("story.html", "list.html", "archive.html"):
        (own / name).write_bytes(asset("templates", "site", name).read_bytes())
    paper.set_site({"name": NAME})
    assert "tag/ships/index.html" in written(paper.siting.publish(to))
    assert digests(to) == anew(paper, tmp_path / "other")


Change = Callable[[Desk], object]


@pytest.mark.parametrize(
    "act",
    [
        lambda paper: paper.set_site({"url": "https://elsewhere.example/post"}),
        lambda paper: paper.set_site({"timezone": "Asia/Tehran"}),
        lambda paper: paper.set_site({"language": "fa"}),
        lambda paper: paper.set_site({"recent_count": 2}),
        lambda paper: out(paper, paper._seat.clock, "fresh", section="city", tags=("ships",)),
    ],
    ids=["url", "zone", "language", "box", "new story"],
)
def test_whatever_changes_it_is_the_site_made_anew(
    paper: Desk, to: Path, tmp_path: Path, act: Change
) -> None:
    paper.siting.publish(to)
    act(paper)
    paper.siting.publish(to)
    assert digests(to) == anew(paper, tmp_path / "other")
