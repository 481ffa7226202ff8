"""The model page: handed in as a file, exported, and read word by word."""

from __future__ import annotations

from pathlib import Path

import pytest

from newsroom.desk.desk import Desk
from newsroom.export.page import PageData
from tests.export.harmless import harmless_page
from tests.export.model import PARTS, TEASERS, TOLD, bring_in
from tests.export.reading import Node, read_page, record, story


@pytest.fixture
def page(desk: Desk, tmp_path: Path) -> Node:
    bring_in(desk, tmp_path)
    desk.publish.export(None, to=tmp_path / "site")
    assert len(list((tmp_path / "site").glob("*.html"))) == 8
    found = read_page((tmp_path / "site" / "model-page.html").read_text(encoding="utf-8"))
    harmless_page(found)
    return found


def test_every_word_of_it_stands_on_the_page_in_its_order(page: Node) -> None:
    kicker, headline, *paragraphs, staff, bio = TOLD
    assert page.one("p", class_="kicker").text == kicker
    assert page.one("h1").text == headline
    assert [node.words for node in story(page).all("p")] == paragraphs
    box = page.one("section", class_="author")
    assert box.one("h2").text == staff
    assert [node.text for node in box.all("p")] == [bio]
    assert page.one("address").words == f"By {staff}"
    words, place = page.one("body").words, 0
    for part in PARTS[: PARTS.index("Recent Posts") + 1]:
        place = words.index(part, place) + len(part)


def test_its_box_has_six_titles_with_cut_excerpts_and_ages(page: Node) -> None:
    items = page.one("aside").all("li")
    assert page.one("aside").one("h2").text == "Recent Posts"
    assert len(items) == len(TEASERS) == 6
    for item, (title, excerpt, age) in zip(items, TEASERS, strict=True):
        assert item.one("h3").words == title
        cut, shown_age = (node.words for node in item.all("p"))
        assert shown_age == age
        assert cut == excerpt
        assert item.one("time")["title"].startswith(("24 November 2026, ", "23 November 2026, "))


def test_its_record_names_the_collective_as_what_it_is(page: Node) -> None:
    assert record(page)["author"] == [{"@type": "Organization", "name": TOLD[-2]}]


def test_each_link_of_the_box_leads_to_a_page(page: Node, tmp_path: Path) -> None:
    for link in page.one("aside").all("a"):
        target = read_page((tmp_path / "site" / link["href"]).read_text(encoding="utf-8"))
        assert target.one("h1").words == link.words


def test_the_page_is_plain_data_before_it_is_html(desk: Desk, tmp_path: Path) -> None:
    """What the preview, the print and other formats are made of."""
    number = bring_in(desk, tmp_path)
    made = desk.publish._pages.make(
        desk.articles.open(number), now=desk._seat.clock(), suffix=".html"
    )
    assert isinstance(made, PageData)
    assert made.kicker == TOLD[0]
    assert [(t.headline, t.age) for t in made.teasers] == [(t, age) for t, _e, age in TEASERS]
    assert made.authors[0].href == "#page-author-1"
