"""WXR by what WordPress's importer asks for, read with a parser of its kind."""

from __future__ import annotations

import re
import xml.etree.ElementTree as etree
from dataclasses import replace

import pytest

from newsroom.desk.desk import Desk
from newsroom.desk.export import Outcome
from newsroom.export.worker import Renderer
from newsroom.export.wxr import Wxr
from newsroom.news.article import Byline
from newsroom.news.site import Site
from newsroom.news.workflow import PubState
from tests.desk.conftest import HandClock
from tests.export.gold_files import gold
from tests.export.parade import BAD, hostile, parade
from tests.export.scenes import out

NS = {
    "wp": "http://wordpress.org/export/1.2/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "excerpt": "http://wordpress.org/export/1.2/excerpt/",
}


def read(content: bytes) -> etree.Element:
    assert b"<!DOCTYPE" not in content.split(b"<channel>")[0]
    channel = etree.fromstring(content).find("channel")
    assert channel is not None
    assert re.fullmatch(r"\d+\.\d+", said(channel, "wp:wxr_version"))
    return channel


def said(item: etree.Element, name: str) -> str:
    found = item.findall(name, NS)
    assert len(found) == 1, name
    return found[0].text or ""


def items(channel: etree.Element, kind: str = "post") -> list[etree.Element]:
    return [item for item in channel.findall("item") if said(item, "wp:post_type") == kind]


def meta(item: etree.Element) -> dict[str, str]:
    return {said(m, "wp:meta_key"): said(m, "wp:meta_value")
            for m in item.findall("wp:postmeta", NS)}  # fmt: skip


def test_the_file_is_as_it_was_looked_at(renderer: Renderer) -> None:
    gold("story.wxr.xml", Wxr().render(parade(renderer)).decode("utf-8"))


def test_a_story_with_all_that_wordpress_takes(renderer: Renderer) -> None:
    channel = read(Wxr().render(parade(renderer)))
    (item,) = items(channel)
    assert said(item, "title") == "The “Lily” leaves & <goes>"
    assert said(item, "excerpt:encoded") == "A ship and its cargo"
    assert said(item, "wp:status") == "publish"
    assert said(item, "wp:post_name") == "lily-leaves"
    assert said(item, "wp:post_date") == said(item, "wp:post_date_gmt") == "2026-11-24 10:00:00"
    assert said(item, "pubDate") == "Tue, 24 Nov 2026 10:00:00 +0000"
    assert said(item, "guid").startswith("urn:uuid:")
    logins = {said(a, "wp:author_login"): a for a in channel.findall("wp:author", NS)}
    assert set(logins) == {"ana-lima", "guest-writer"}
    assert said(item, "dc:creator") == "ana-lima"
    assert said(logins["ana-lima"], "wp:author_email") == "ana@harbour.example"
    assert said(logins["ana-lima"], "wp:author_display_name") == "Ana Lima"
    terms = [(c.get("domain"), c.get("nicename"), c.text) for c in item.findall("category")]
    assert terms == [
        ("category", "city", "City"),
        ("post_tag", "harbour", "harbour"),
        ("post_tag", "ships-sea", "ships & sea"),
    ]
    assert [said(t, "wp:tag_slug") for t in channel.findall("wp:tag", NS)] == [
        "harbour",
        "ships-sea",
    ]
    assert meta(item)["newsroom_kicker"] == "Exclusive"
    assert meta(item)["newsroom_byline"] == "By Ana Lima and Guest Writer"
    pictures = {said(p, "wp:post_id"): p for p in items(channel, "attachment")}
    assert len(pictures) == 2
    lead = pictures[meta(item)["_thumbnail_id"]]
    assert said(lead, "wp:attachment_url").startswith("https://harbour.example/pictures/abab")
    assert meta(lead)["_wp_attachment_image_alt"] == "A ship at a quay"
    assert said(lead, "excerpt:encoded") == "The ship Photo: Ilse Moreau"
    body = said(item, "content:encoded")
    other = next(p for p in pictures.values() if p is not lead)
    assert said(other, "wp:attachment_url") in body
    assert "data:" not in body
    assert set(Wxr().beside(parade(renderer))) == {
        said(p, "wp:attachment_url").removeprefix("https://harbour.example/")
        for p in pictures.values()
    }


def test_without_a_site_no_picture_can_be_fetched(renderer: Renderer) -> None:
    page = parade(renderer)
    channel = read(Wxr().render(replace(page, site=Site(name="Post"))))
    assert items(channel, "attachment") == []
    assert "_thumbnail_id" not in meta(items(channel)[0])


def test_several_stories_share_authors_terms_and_pictures(
    desk: Desk, clock: HandClock, tmp_path: object, renderer: Renderer
) -> None:
    pages = [parade(renderer), parade(renderer, id=8, uid="2", slug="b", tags=("harbour",))]
    channel = read(Wxr().bind(pages))
    assert [said(item, "wp:post_id") for item in items(channel)] == ["1", "2"]
    assert len(channel.findall("wp:author", NS)) == 2
    assert len(channel.findall("wp:category", NS)) == 1
    assert len(items(channel, "attachment")) == 2


def test_at_the_desk_several_are_one_file(desk: Desk, clock: HandClock, tmp_path: object) -> None:
    from pathlib import Path

    folder = Path(str(tmp_path))
    desk.set_site({"name": "The Harbour Post", "url": "https://harbour.example"})
    ids = [out(desk, clock, slug) for slug in ("a", "b", "c")]
    desk.articles.spike([ids[1]])
    report = desk.publish.export(ids, format="wxr", to=folder)
    assert [item.action for item in report.items] == ["write", "refused", "write"]
    assert report.files(Outcome.WRITE) == 1
    (file,) = folder.glob("*.xml")
    assert file.name == "the-harbour-post.wxr.xml"
    assert len(items(read(file.read_bytes()))) == 2
    again = desk.publish.export(ids, format="wxr", to=folder)
    assert again.count(Outcome.UNCHANGED) == 2


def test_logins_are_ascii_and_one_each(renderer: Renderer) -> None:
    names = ("نرگس کاوه", "رضا", "Ana Lima", "ana-lima", "Ána Lima")
    page = parade(renderer, bylines=tuple(Byline(name) for name in names))
    logins = [said(a, "wp:author_login") for a in read(Wxr().render(page)).findall("wp:author", NS)]
    assert logins == ["author", "author-2", "ana-lima", "ana-lima-2", "ana-lima-3"]


@pytest.mark.parametrize(
    ("state", "status"),
    [
        (PubState.CORRECTED, "publish"),
        (PubState.NONE, "draft"),
        (PubState.UNPUBLISHED, "draft"),
        (PubState.SCHEDULED, "pending"),
    ],
)
def test_status(renderer: Renderer, state: PubState, status: str) -> None:
    (item,) = items(read(Wxr().render(parade(renderer, pubstate=state))))
    assert said(item, "wp:status") == status


@pytest.mark.parametrize("name", BAD)
def test_hostile_words_stay_words(renderer: Renderer, name: str) -> None:
    page = hostile(renderer, BAD[name])
    channel = read(Wxr().bind([page, page]))
    assert said(items(channel)[0], "title") == (page.headline or "Untitled story")
    assert len(items(channel)) == 2
