"""Feeds, site maps and pages by their own rules, and templates by what they are made of."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from datetime import datetime
from email.utils import parsedate_to_datetime
from pathlib import Path

import jinja2
import jinja2.meta
import pytest

from newsroom.assets import asset
from newsroom.desk.desk import Desk
from newsroom.export.site.frames import TEMPLATES, Kind
from newsroom.export.site.names import folder_names, page_names
from newsroom.news.workflow import PubState
from tests.desk.conftest import HandClock
from tests.export.reading import Node, misuses, read_page
from tests.export.scenes import change, files, foreign

ATOM = "{http://www.w3.org/2005/Atom}"
DC = "{http://purl.org/dc/elements/1.1/}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
NEWS = "{http://www.google.com/schemas/sitemap-news/0.9}"


@pytest.fixture
def site(paper: Desk, to: Path, clock: HandClock) -> Path:
    number = paper.articles.by_slug("lamp").id
    change(paper, number, headline="A lamp & its <light>")
    paper.siting.publish(to)
    return to


def read(path: Path) -> Node:
    """A page, without what the reader of the tests does not know."""
    return read_page(re.sub(r"<!--/?recent-->|<input [^>]*>|<noscript>.*?</noscript>", "",
                            path.read_text("utf-8")))  # fmt: skip


def texts(parent: ET.Element, tag: str) -> list[str]:
    return [found.text or "" for found in parent.iter(tag)]


def test_rss(site: Path) -> None:
    (channel,) = ET.parse(site / "feed.xml").getroot()
    assert [channel.findtext(name) for name in ("title", "link", "language")] == [
        "The Harbour Post", "https://harbour.example/", "en"
    ]  # fmt: skip
    link = channel.find(f"{ATOM}link")
    assert link is not None
    assert link.get("href") == "https://harbour.example/feed.xml"
    items = {item.findtext("link"): item for item in channel.iter("item")}
    assert len(items) == 9
    lamp = items["https://harbour.example/lamp.html"]
    assert lamp.findtext("title") == "A lamp & its <light>"
    assert texts(lamp, f"{DC}creator") == ["Ada Quill", "Bo Reed"]
    assert parsedate_to_datetime(lamp.findtext("pubDate") or "").tzinfo is not None
    body = lamp.findtext(f"{CONTENT}encoded") or ""
    assert 'href="https://harbour.example/lamp.html#fn' in body, "notes lead to the page"
    (section,) = ET.parse(site / "section" / "culture" / "feed.xml").getroot()
    assert len(list(section.iter("item"))) == 2


def test_atom(site: Path) -> None:
    feed = ET.parse(site / "atom.xml").getroot()
    assert feed.findtext(f"{ATOM}id") == "https://harbour.example/"
    updated = [datetime.fromisoformat(text) for text in texts(feed, f"{ATOM}updated")]
    assert updated[0] == max(updated), "the feed is as new as its newest change"
    entries = feed.findall(f"{ATOM}entry")
    assert len(entries) == 9
    for entry in entries:
        assert entry.findtext(f"{ATOM}id", "").startswith("https://harbour.example/")
        content = entry.find(f"{ATOM}content")
        assert content is not None
        assert content.get("type") == "html"
    assert "fa" in {entry.get("{http://www.w3.org/XML/1998/namespace}lang") for entry in entries}


def test_json_feed(site: Path) -> None:
    feed = json.loads((site / "feed.json").read_text("utf-8"))
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["feed_url"] == "https://harbour.example/feed.json"
    assert len({item["id"] for item in feed["items"]}) == 9
    crane = next(item for item in feed["items"] if item["url"].endswith("/crane.html"))
    assert crane["summary"] == "It <b>moves</b> & lifts."
    assert crane["content_html"] == "<p>The crane.</p>"
    assert crane["authors"] == [
        {"name": "Ada Quill", "url": "https://harbour.example/author/ada-quill/index.html"}
    ]
    assert crane["tags"] == ["City", "ships", "port"]
    image = crane["image"].removeprefix("https://harbour.example/")
    assert (site / image).read_bytes().startswith((b"\x89PNG", b"\xff\xd8"))
    assert datetime.fromisoformat(crane["date_published"]).tzinfo is not None


def test_site_maps(site: Path) -> None:
    index = ET.parse(site / "sitemap.xml").getroot()
    found: list[str] = []
    for address in texts(index, f"{MAP}loc"):
        part = ET.parse(site / address.removeprefix("https://harbour.example/")).getroot()
        found += texts(part, f"{MAP}loc")
        assert all(datetime.fromisoformat(text).tzinfo for text in texts(part, f"{MAP}lastmod"))
    assert len(found) == len(set(found))
    assert {"https://harbour.example/crane.html", "https://harbour.example/section/city/",
            "https://harbour.example/"} <= set(found)  # fmt: skip
    news = ET.parse(site / "sitemap-news.xml").getroot()
    assert "A lamp & its <light>" in texts(news, f"{NEWS}title")
    assert set(texts(news, f"{NEWS}language")) == {"en", "fa"}
    robots = (site / "robots.txt").read_text("utf-8")
    assert "Sitemap: https://harbour.example/sitemap.xml" in robots


def test_every_page_is_well_made(site: Path) -> None:
    for path in files(site):
        if path.endswith(".html"):
            page = read(site / path)
            assert list(misuses(page)) == [], path
            assert len(page.all("h1")) == 1, path
            assert len(page.all("main")) == 1, path
            assert all("alt" in image.attributes for image in page.all("img")), path


def test_a_storys_page_says_who_and_where(site: Path) -> None:
    text = (site / "crane.html").read_text("utf-8")
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', text, re.DOTALL)
    assert found
    said = json.loads(found[1])
    assert said["author"] == [
        {"@type": "Person", "name": "Ada Quill",
         "url": "https://harbour.example/author/ada-quill/index.html"}
    ]  # fmt: skip
    assert said["url"] == "https://harbour.example/crane.html"
    persian = (site / "باران.html").read_text("utf-8")
    assert '<html lang="fa" dir="rtl">' in persian
    assert re.search(r'<header class="masthead" lang="en" dir="ltr">', persian)
    writer = read(site / "author" / "ada-quill" / "index.html")
    words = writer.one("main").words
    assert "Writes of ships." in words
    assert "And fog." in words
    assert {"Crane", "باران آمد"} <= set(re.findall(r">([^<>]+)</a></h2>", (
        site / "author" / "ada-quill" / "index.html").read_text("utf-8")))  # fmt: skip


def test_corrections_stand_on_their_page(paper: Desk, to: Path) -> None:
    paper.siting.publish(to)
    assert "No story on this site has been corrected" in (to / "corrections.html").read_text()
    number = paper.articles.by_slug("crane").id
    foreign(paper, number, pubstate=PubState.CORRECTED, body="The crane, corrected.")
    paper.siting.publish(to)
    page = (to / "corrections.html").read_text("utf-8")
    assert 'href="crane.html"' in page
    assert "Corrected <time" in (to / "crane.html").read_text("utf-8")


def test_a_persian_newsroom(paper: Desk, to: Path) -> None:
    paper.set_site({"language": "fa", "timezone": "Asia/Tehran"})
    paper.siting.publish(to)
    page = (to / "index.html").read_text("utf-8")
    assert '<html lang="fa" dir="rtl">' in page
    assert "تازه‌ترین‌ها" in page
    months = {path.name for path in (to / "archive").iterdir()} - {"index.html"}
    assert months == {"1405-09"}, "the archive goes by the newsroom's own calendar"
    assert "آذر ۱۴۰۵" in (to / "archive" / "index.html").read_text("utf-8")


def test_the_table_of_templates_says_what_they_use() -> None:
    environment = jinja2.Environment()

    def used(name: str) -> set[str]:
        source = environment.parse(asset("templates", name).read_text("utf-8"))
        found = {one for one in jinja2.meta.find_referenced_templates(source) if one}
        return found.union(*(used(one) for one in found))

    furniture = {"site/masthead.html", "site/colophon.html"}
    for kind, names in TEMPLATES.items():
        assert used(names[0]) <= set(names), kind
        if "site/base.html" in names:
            assert furniture <= set(names), kind
    ours = {f"site/{path.name}" for path in asset("templates", "site").iterdir()}
    assert ours == {name for names in TEMPLATES.values() for name in names if "/" in name}
    assert set(TEMPLATES) | {
        Kind.FEED,
        Kind.SITEMAP,
        Kind.SEARCH,
        Kind.PICTURE,
        Kind.SERVER,
    } == set(Kind)


def test_names_are_unique_whatever_the_case() -> None:
    names = page_names([(3, "Crane"), (1, "crane"), (2, "index"), (4, "com1"), (5, "nul.x")])
    assert names == {1: "crane", 2: "index-2", 3: "Crane-2", 4: "com1-story", 5: "nul.x-story"}
    folders = folder_names({1: "Old Town", 2: "old town", 3: "…", 4: "CON"})
    assert len({name.casefold() for name in folders.values()}) == 4
    assert folders[1] == "old-town"
