"""NewsML-G2 by the schema's order of elements; by the schema itself where it is at hand.

NEWSROOM_IPTC names a folder with ``NewsML-G2_2.35-spec-All-Power.xsd`` and its ``xml.xsd``.
"""

from __future__ import annotations

import os
import re
import xml.etree.ElementTree as etree
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from newsroom.export.newsml_g2 import NAMESPACE, XHTML, NewsMLG2
from newsroom.export.worker import Renderer
from newsroom.news.workflow import PubState
from tests.export.gold_files import gold
from tests.export.parade import BAD, hostile, parade
from tests.export.scenes import NOW

ITEM = ("catalogRef", "rightsInfo", "itemMeta", "contentMeta", "contentSet")
ITEM_META = ("itemClass", "provider", "versionCreated", "firstCreated", "embargoed", "pubStatus",
             "title", "link")  # fmt: skip
CONTENT_META = ("urgency", "contentCreated", "contentModified", "located creator contributor",
                "language subject keyword slugline headline dateline by description")  # fmt: skip
"""The schema's order; words in one string may stand in any order among themselves."""

NEEDED = {"itemClass", "provider", "versionCreated"}
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)")
QCODE = re.compile(r"[^\s:]+:[^\s]+")


def name(element: etree.Element) -> str:
    return element.tag.removeprefix(f"{{{NAMESPACE}}}")


def in_order(parent: etree.Element, order: tuple[str, ...]) -> bool:
    places = [next(n for n, names in enumerate(order) if name(child) in names.split())
              for child in parent]  # fmt: skip
    return places == sorted(places)


def read(content: bytes) -> etree.Element:
    """The item; holds that it keeps the schema's rules that we rely on."""
    item = etree.fromstring(content)
    assert item.tag == f"{{{NAMESPACE}}}newsItem"
    assert item.get("standard") == "NewsML-G2"
    assert item.get("standardversion") == "2.35"
    assert item.get("conformance") == "power"
    assert int(item.get("version", "0")) >= 1
    assert item.get("guid", "").startswith("urn:uuid:")
    assert in_order(item, ITEM)
    meta, content_meta = one(item, "itemMeta"), one(item, "contentMeta")
    assert in_order(meta, ITEM_META)
    assert {name(child) for child in meta} >= NEEDED
    assert in_order(content_meta, CONTENT_META)
    for element in item.iter():
        if element.get("qcode"):
            assert QCODE.fullmatch(element.get("qcode", ""))
        if name(element) in ("versionCreated", "firstCreated", "embargoed", "contentCreated"):
            assert MOMENT.fullmatch(element.text or "")
            datetime.fromisoformat(element.text or "")
        if name(element) == "language":
            assert re.fullmatch(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*", element.get("tag", ""))
        assert "style" not in element.attrib
    body = item.find(f".//{{{XHTML}}}body")
    assert body is not None
    assert body.find(f"{{{XHTML}}}h1") is not None
    return item


def one(parent: etree.Element, tag: str) -> etree.Element:
    found = parent.findall(f".//{{{NAMESPACE}}}{tag}")
    assert len(found) == 1, tag
    return found[0]


def test_the_item_is_as_it_was_looked_at(renderer: Renderer) -> None:
    gold("story.newsml.xml", NewsMLG2().render(parade(renderer)).decode("utf-8"))


@pytest.mark.parametrize("bad", [None, *BAD])
def test_it_keeps_the_rules_whatever_the_words(renderer: Renderer, bad: str | None) -> None:
    page = parade(renderer) if bad is None else hostile(renderer, BAD[bad])
    item = read(NewsMLG2().render(page))
    assert (one(item, "contentMeta").findtext(f"{{{NAMESPACE}}}headline") or "") == page.headline


@pytest.mark.judge
@pytest.mark.parametrize("bad", [None, *BAD])
def test_iptcs_own_schema_agrees(renderer: Renderer, bad: str | None) -> None:
    lxml = pytest.importorskip("lxml.etree")
    folder = os.environ.get("NEWSROOM_IPTC")
    if not folder:
        pytest.skip("NEWSROOM_IPTC names no folder with IPTC's schemas")
    schema = lxml.XMLSchema(file=str(Path(folder) / "NewsML-G2_2.35-spec-All-Power.xsd"))
    page = parade(renderer) if bad is None else hostile(renderer, BAD[bad])
    schema.assertValid(lxml.fromstring(NewsMLG2().render(page)))


@pytest.mark.judge
@pytest.mark.parametrize("bad", [None, *BAD])
def test_iptcs_own_reader_knows_all_that_is_in_it(renderer: Renderer, bad: str | None) -> None:
    document = pytest.importorskip("NewsMLG2.document")
    lxml = pytest.importorskip("lxml.etree")
    page = parade(renderer) if bad is None else hostile(renderer, BAD[bad])
    ours = NewsMLG2().render(page)
    # What its classes, which are IPTC's schema, do not know is lost when it writes the item again.
    again = lxml.tostring(document.NewsMLG2Document(ours).item.to_xml())
    assert sorted(_parts(read(again))) == sorted(_parts(read(ours)))


def _parts(element: etree.Element, above: str = "") -> Iterator[str]:
    """Every element and attribute of NewsML-G2 itself, by its way from the root."""
    if not element.tag.startswith(f"{{{NAMESPACE}}}"):
        return
    way = f"{above}/{name(element)}"
    yield way
    yield from (f"{way}@{key}={value}" for key, value in element.attrib.items())
    for one in element:
        yield from _parts(one, way)


def test_what_the_story_says_stands_there(renderer: Renderer) -> None:
    page = parade(renderer, embargo_until=NOW + timedelta(hours=1), tags=("sport", "own"))
    item = read(NewsMLG2().render(page))
    assert item.get("version") == "3"
    assert one(item, "urgency").text == "3"
    assert one(item, "embargoed").text == "2026-11-24T13:00:00Z"
    assert one(item, "pubStatus").get("qcode") == "stat:usable"
    assert [s.get("qcode") or s.get("literal") for s in item.iter(f"{{{NAMESPACE}}}subject")] == [
        "City",
        "medtop:15000000",
    ]
    assert one(item, "keyword").text == "own"
    assert one(item, "by").text == "By Ana Lima and Guest Writer"
    assert one(item, "located").get("literal") == "VELMORA"
    pictures = [image.get("src", "") for image in item.iter(f"{{{XHTML}}}img")]
    assert len(pictures) == 2
    assert all(p.startswith("https://harbour.example/pictures/") for p in pictures)
    paragraphs = [p for p in item.iter(f"{{{XHTML}}}p") if p.get("dir") == "rtl"]
    assert len(paragraphs) == 1


def test_a_story_that_is_not_out_is_withheld(renderer: Renderer) -> None:
    item = read(NewsMLG2().render(parade(renderer, pubstate=PubState.NONE)))
    assert one(item, "pubStatus").get("qcode") == "stat:withheld"


def test_a_persian_item_runs_from_the_right(renderer: Renderer) -> None:
    item = read(NewsMLG2().render(parade(renderer, language="fa")))
    assert item.get("dir") == "rtl"
    assert item.get("{http://www.w3.org/XML/1998/namespace}lang") == "fa"
