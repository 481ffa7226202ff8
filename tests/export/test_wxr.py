"""WXR by what WordPress's importer asks for, read with a parser of its kind."""

from __future__ import annotations

import re
import xml.etree.ElementTree as etree
from base64 import b64encode
from dataclasses import replace
from datetime import UTC, datetime
from html import unescape
from pathlib import Path

import pytest

from newsroom.desk.desk import Desk
from newsroom.desk.export import Outcome
from newsroom.export import prose
from newsroom.export.page import PageData
from newsroom.export.worker import Renderer
from newsroom.export.wxr import Wxr
from newsroom.news.article import Byline
from newsroom.news.site import Site
from newsroom.news.staff import Person
from newsroom.news.workflow import PubState
from tests.desk.conftest import HandClock
from tests.export.gold_files import gold
from tests.export.parade import BAD, hostile, parade
from tests.export.scenes import a_picture, out, png, put

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
    assert said(item, "title") == "The “Lily” leaves & &lt;goes&gt;", "its titles are HTML"
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


def test_it_is_told_once_that_pictures_stay_behind(desk: Desk, tmp_path: Path) -> None:
    numbers = [put(desk, slug, picture=a_picture(desk)) for slug in ("a", "b")]
    numbers.append(put(desk, "c"))
    desk.publish.publish(numbers, override="It is meant.")

    def told() -> list[str]:
        report = desk.publish.export(numbers, format="wxr", to=tmp_path, dry_run=True)
        return [note for item in report.items for note in item.notes]

    (note,) = told()
    assert note.startswith("The pictures stay behind")
    desk.set_site({"url": "https://harbour.example"})
    assert told() == []
    desk.set_site({"url": ""})
    numbers[:] = numbers[2:]
    assert told() == []


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


def logins_of(page: PageData) -> list[str]:
    authors = read(Wxr().render(page)).findall("wp:author", NS)
    return [said(author, "wp:author_login") for author in authors]


def test_each_picture_is_where_the_site_has_it(desk: Desk, tmp_path: Path) -> None:
    """The importer, and every receiver of an agency's format, fetches it there."""
    desk.set_site({"name": "Post", "url": "https://harbour.example"})
    inside = [a_picture(desk, png(40 + n, 30, "navy")) for n in range(2)]
    body = "\n\n".join(
        f'![A quay](media/{picture.sha256}){{: credit="A. Lens"}}' for picture in inside
    )
    number = put(desk, "quays", body=body, picture=a_picture(desk, png(50, 30, "red")))
    desk.publish.publish([number], override="It is meant.")
    desk.siting.publish(tmp_path / "site")
    for format, count in (("wxr", 3), ("ninjs", 3), ("newsml-g2", 3)):
        folder = tmp_path / format
        desk.publish.export([number], format=format, to=folder)
        (file,) = (one for one in folder.iterdir() if one.name.startswith("quays"))
        told = set(re.findall(r"https://harbour\.example/(pictures/[\w.-]+)", file.read_text()))
        assert len(told) == count
        for name in told:
            there = (tmp_path / "site" / name).read_bytes()
            assert there == (folder / name).read_bytes(), "and lies beside the file"
    desk.publish.export([number], format="fragment", to=tmp_path / "one")
    (page,) = (tmp_path / "one").glob("*.html")
    named = set(re.findall(r'src="(pictures/[^"]+)"', page.read_text()))
    assert len(named) == 3
    assert all((tmp_path / "one" / name).is_file() for name in named)


def test_logins_are_ascii_and_one_each(renderer: Renderer) -> None:
    names = ("نرگس کاوه", "رضا", "Ana Lima", "ana-lima", "Ána Lima")
    page = parade(renderer, bylines=tuple(Byline(name) for name in names))
    first, second, *others = logins_of(page)
    assert others == ["ana-lima", "ana-lima-2", "ana-lima-3"]
    assert re.fullmatch("author-[0-9a-f]{8}", first)
    assert re.fullmatch("author-[0-9a-f]{8}", second)
    # In another file, which has one of them alone, nobody is taken for somebody else.
    assert logins_of(parade(renderer, bylines=(Byline("رضا"),))) == [second]
    nasrin = Person(id=5, uid="person-5", name="نسرین کاوه", email="nasrin.kaveh@harbour.example")
    page = parade(renderer, bylines=(Byline(nasrin.name, 5),))
    assert logins_of(replace(page, people={5: nasrin})) == ["nasrin-kaveh"]


def test_a_collective_has_no_first_name(renderer: Renderer) -> None:
    channel = read(Wxr().render(parade(renderer, bylines=(Byline("Editorial Staff", 2),))))
    (author,) = channel.findall("wp:author", NS)
    assert said(author, "wp:author_display_name") == "Editorial Staff"
    assert said(author, "wp:author_first_name") == said(author, "wp:author_last_name") == ""


def dated(item: etree.Element) -> tuple[str, str]:
    return said(item, "title").casefold(), said(item, "wp:post_date")


def test_no_two_things_have_both_title_and_date(renderer: Renderer) -> None:
    """What has both is one thing to the importer: the second story, or picture, was lost."""
    pages = [
        parade(renderer, id=n, uid=str(n), slug=f"letters-{n}", headline=headline)
        for n, headline in ((1, "Letters"), (2, "LETTERS"), (3, "Léttérs"))
    ]
    body = "".join(
        f'<p><img src="data:image/png;base64,{b64encode(png(n + 1, 3)).decode()}" alt=""></p>'
        for n in range(3)
    )
    pages.append(replace(parade(renderer, id=4, uid="4", slug="quay"), body=body))
    pages.append(replace(pages[-1], published=None))
    for order in (pages, pages[::-1]):
        channel = read(Wxr().bind(order))
        known = [dated(item) for item in channel.findall("item")]
        assert len(known) == len(set(known)) == len(order) + 5
        posts = {said(item, "wp:post_name"): item for item in items(channel)}
        assert len({said(posts[f"letters-{n}"], "wp:post_date") for n in (1, 2, 3)}) == 3
    first, second = (
        {said(item, "wp:post_name"): dated(item) for item in items(read(Wxr().bind(order)))}
        for order in (pages[:3], pages[2::-1])
    )
    assert first == second, "whatever the order, each has its own"
    assert max(date for _title, date in first.values()) == "2026-11-24 10:00:00", "none to come"
    kept = [meta(item).get("newsroom_published") for item in items(read(Wxr().bind(pages[:3])))]
    assert sorted(filter(None, kept)) == ["2026-11-24T10:00:00+00:00"] * 2


def test_a_picture_belongs_to_its_own_story(renderer: Renderer) -> None:
    """What else stands in the file has no say in its date: it would come a second time."""
    old = parade(renderer, id=1, uid="1", slug="old", bylines=(Byline("Bo Old"),))
    old = replace(old, story=replace(old.story, created_at=datetime(2020, 1, 1, tzinfo=UTC)))
    other = parade(renderer, id=2, uid="2", slug="other", bylines=(Byline("Bo Old"),))
    other = replace(other, picture=None, body="<p>Words.</p>", story=old.story)
    story = parade(renderer)

    def told(*pages: PageData) -> list[tuple[str, str]]:
        channel = read(Wxr().bind(pages))
        return [(*dated(p), said(p, "dc:creator")) for p in items(channel, "attachment")]

    assert told(story) == told(other, story)
    assert [creator for *_rest, creator in told(story)] == ["ana-lima"] * 2


def test_dates_are_by_the_newsrooms_clock(renderer: Renderer) -> None:
    page = parade(renderer, pubstate=PubState.NONE)
    (item,) = items(read(Wxr().render(replace(page, site=Site(timezone="Asia/Tehran")))))
    assert said(item, "wp:post_date") == "2026-11-23 15:30:00"
    assert said(item, "wp:post_date_gmt") == "2026-11-23 12:00:00"
    (item,) = items(read(Wxr().render(replace(page, site=Site(timezone="../x")))))
    assert said(item, "wp:post_date") == "2026-11-23 12:00:00"


def test_words_in_brackets_are_no_shortcodes(renderer: Renderer) -> None:
    body = '<p title="[gallery]">[gallery] [/audio] [[video]] [sic] [ ] a[1]</p>'
    page = replace(parade(renderer, bylines=(Byline("Ana [Lima]", 1),)), body=body)
    (item,) = items(read(Wxr().render(page)))
    content = said(item, "content:encoded")
    assert re.findall(r"\[\W?\w", content) == []
    assert prose.read(content).text == prose.read(body).text


def test_footnotes_and_names_outlive_its_filter(renderer: Renderer) -> None:
    """It takes "#fn:1" for an address of the protocol "#fn", and knows no bdi."""
    (item,) = items(read(Wxr().render(parade(renderer))))
    content = said(item, "content:encoded")
    ids = set(re.findall(' id="([^"]*)"', content))
    assert ids == {"fnref-1", "fnref-two", "fn-1", "fn-two"}
    assert set(re.findall('href="#([^"]*)"', content)) == ids
    assert '<small>Photo: <span dir="auto">Ilse Moreau</span></small>' in content


def test_a_story_of_the_other_direction_is_turned_round(renderer: Renderer) -> None:
    page = parade(renderer, bylines=(Byline("نسرین کاوه"), Byline("رضا")))
    body = '<p>سلام</p><ul><li>یک</li></ul><pre>a &lt; b</pre><p dir="ltr">One</p>'
    persian = replace(page, direction="rtl", language="fa", body=body)
    (item,) = items(read(Wxr().render(persian)))
    content = said(item, "content:encoded")
    turned = 'lang="fa" dir="rtl" class="has-text-align-right"'
    assert content == (
        f"<p {turned}>By نسرین کاوه and رضا</p>\n<p {turned}>سلام</p>"
        f'<ul {turned}><li>یک</li></ul><pre>a < b</pre><p dir="ltr">One</p>'
    ).replace("a < b", "a &lt; b")
    lead = items(read(Wxr().render(persian)), "attachment")[0]
    assert said(lead, "excerpt:encoded") == (
        '<span lang="fa" dir="rtl">The ship Photo: Ilse Moreau</span>'
    )
    at_home = replace(persian, site=replace(persian.site, language="fa"))
    (item,) = items(read(Wxr().render(at_home)))
    assert "lang=" not in said(item, "content:encoded")


def test_columns_stand_as_they_did(renderer: Renderer) -> None:
    (item,) = items(read(Wxr().render(parade(renderer))))
    cells = re.findall(r"<t[hd]\b([^>]*)>([^<]*)", said(item, "content:encoded"))
    assert cells[:2] == [
        (' scope="col" class="has-text-align-left"', "Ship"),
        (' scope="col" class="has-text-align-right"', "Tonnes"),
    ]
    assert cells[3] == (' class="has-text-align-right"', "1,200")


def test_who_else_made_it_stands_above_the_text(renderer: Renderer) -> None:
    (item,) = items(read(Wxr().render(parade(renderer))))
    line = "By Ana Lima and Guest Writer. Photographs by Ilse Moreau"
    assert said(item, "content:encoded").startswith(f"<p>{line}</p>\n<p>VELMORA — ")
    assert meta(item)["newsroom_credits"] == line
    (item,) = items(read(Wxr().render(parade(renderer, bylines=(Byline("Ana Lima", 1),)))))
    assert said(item, "content:encoded").startswith("<p>VELMORA — ")
    assert "newsroom_credits" not in meta(item)


def test_headline_dek_and_caption_are_words_there(renderer: Renderer) -> None:
    page = parade(renderer, headline="1 < 2 &amp; AT&T", dek="<b>Bold</b> & so on")
    assert page.picture is not None
    page = replace(page, picture=replace(page.picture, caption="<i>A</i>", credit=""))
    channel = read(Wxr().render(page))
    (item,) = items(channel)
    assert said(item, "title") == "1 &lt; 2 &amp;amp; AT&T"
    assert said(item, "excerpt:encoded") == "&lt;b&gt;Bold&lt;/b&gt; & so on"
    captions = [said(p, "excerpt:encoded") for p in items(channel, "attachment")]
    assert "&lt;i&gt;A&lt;/i&gt;" in captions


def test_a_name_in_addresses_is_cut_between_words(renderer: Renderer) -> None:
    long = "گزارش-ویژه-از-بازار-صنایع-دستی-میدان-بندر-و-جشن-پایان-هفته"
    (item,) = items(read(Wxr().render(parade(renderer, slug=long))))
    assert said(item, "wp:post_name") == "گزارش-ویژه-از-بازار-صنایع-دستی-میدان"
    assert meta(item)["newsroom_slug"] == long
    one = "ب" * 80
    (item,) = items(read(Wxr().render(parade(renderer, slug=one))))
    assert said(item, "wp:post_name") == one, "there is nothing to cut at"
    assert "newsroom_slug" not in meta(item)


def test_terms_without_letters_are_told_apart(renderer: Renderer) -> None:
    channel = read(Wxr().render(parade(renderer, tags=("!!!", "???"))))
    assert [said(tag, "wp:tag_name") for tag in channel.findall("wp:tag", NS)] == ["!!!", "???"]


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
    title = unescape(said(items(channel)[0], "title"))
    assert title == (page.headline or "Untitled story")
    assert len(items(channel)) == 2
