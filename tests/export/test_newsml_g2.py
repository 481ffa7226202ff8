"""NewsML-G2: what stands in an item; its shape is held by schemas, ours and IPTC's (verdicts)."""

from __future__ import annotations

import re
import xml.etree.ElementTree as etree
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from newsroom.export.makeup import make_page
from newsroom.export.newsml_g2 import CATALOG, NAMESPACE, XHTML, NewsMLG2
from newsroom.export.page import PageData
from newsroom.export.worker import Renderer
from newsroom.news.correction import Correction, CorrectionKind
from newsroom.news.workflow import PubState
from tests.export.gold_files import gold
from tests.export.many import stories
from tests.export.parade import BAD, around, hostile, parade, story
from tests.export.scenes import NOW
from tests.export.verdicts import iptc_newsml_faults, newsml_faults

MANY = 300


def name(element: etree.Element) -> str:
    return element.tag.removeprefix(f"{{{NAMESPACE}}}")


def read(content: bytes) -> etree.Element:
    """The item; holds that it keeps our schema."""
    assert newsml_faults(content) == []
    return etree.fromstring(content)


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


def test_every_story_keeps_our_schema(renderer: Renderer) -> None:
    for page in stories(renderer, MANY):
        assert newsml_faults(NewsMLG2().render(page)) == [], page.story


@pytest.mark.judge
def test_iptcs_own_schema_agrees(renderer: Renderer) -> None:
    pages = [parade(renderer), *(hostile(renderer, BAD[bad]) for bad in BAD)]
    for page in (*pages, *stories(renderer, MANY)):
        assert iptc_newsml_faults(NewsMLG2().render(page)) == [], page.story


def swapped(first: str, second: str) -> Callable[[str], str]:
    """The text with two lines of it, each known by its start, in the other order."""

    def swap(text: str) -> str:
        lines = text.split("\n")
        a, b = (next(n for n, line in enumerate(lines) if line.startswith(f"<{s}"))
                for s in (first, second))  # fmt: skip
        lines[a], lines[b] = lines[b], lines[a]
        return "\n".join(lines)

    return swap


def before(text: str, moved: str, mark: str) -> str:
    """The text with one element in front of another."""
    found = re.search(rf"<{moved}>.*?</{moved}>", text, re.DOTALL)
    assert found
    return text.replace(found[0], "").replace(f"<{mark}>", f"{found[0]}<{mark}>")


def without(start: str) -> Callable[[str], str]:
    return lambda text: "\n".join(
        line for line in text.split("\n") if not line.startswith(f"<{start}")
    )


def doubled(start: str) -> Callable[[str], str]:
    return lambda text: "\n".join(
        f"{line}{line}" if line.startswith(f"<{start}") else line for line in text.split("\n")
    )


def turned(old: str, new: str) -> Callable[[str], str]:
    def turn(text: str) -> str:
        assert old in text
        return text.replace(old, new, 1)

    return turn


BREAKS: dict[str, Callable[[str], str]] = {
    "a misspelt element": lambda text: text.replace("headline>", "headlin>"),
    "an element of nobody's": turned("<dateline>", "<place>A</place><dateline>"),
    "a misspelt attribute": turned("<language tag=", "<language tags="),
    "an attribute more": turned("<headline>", '<headline class="a">'),
    "rights after the item's metadata": swapped("rightsInfo", "itemMeta>"),
    "content before its metadata": lambda text: before(text, "contentSet", "contentMeta"),
    "class after provider": swapped("itemClass", "provider"),
    "created after first created": swapped("versionCreated", "firstCreated"),
    "status before embargo": swapped("pubStatus", "firstCreated"),
    "a link before the title": swapped("link", "title"),
    "urgency after creation": swapped("urgency", "contentCreated"),
    "modified before created": swapped("contentModified", "contentCreated"),
    "language before creators": swapped("language", "creator"),
    "no class": without("itemClass"),
    "no provider": without("provider"),
    "no moment of this version": without("versionCreated"),
    "two urgencies": doubled("urgency"),
    "two states": doubled("pubStatus"),
    "two moments of creation": doubled("contentCreated"),
    "no standard": turned(' standard="NewsML-G2"', ""),
    "no version of the standard": turned(' standardversion="2.35"', ""),
    "no version of the standard that there may be": turned('"2.35"', '"2"'),
    "no identity": turned(" guid=", " id="),
    "a catalogue of nowhere": turned("catalogRef href=", "catalogRef link="),
    "version 0": turned('version="3"', 'version="0"'),
    "a turned text": turned('dir="ltr"', 'dir="down"'),
    "urgency 0": turned("<urgency>3", "<urgency>0"),
    "urgency 10": turned("<urgency>3", "<urgency>10"),
    "urgency in words": turned("<urgency>3", "<urgency>high"),
    "a day without a time": turned("T12:00:00Z</versionC", "</versionC"),
    "no such day": turned("<versionCreated>2026-11-24", "<versionCreated>2026-11-31"),
    "a moment in words": turned("<contentCreated>2026-11-24T10:00:00Z", "<contentCreated>today"),
    "a language in words": turned('<language tag="en"', '<language tag="English, I think"'),
    "a code without a scheme": turned('"stat:usable"', '"usable"'),
    "a code with a space": turned('"ninat:text"', '"ninat: text"'),
    "a line within a keyword": turned("<keyword>harbour", "<keyword>har\nbour"),
    "a tab within a name": turned("<name>Ana Lima", "<name>Ana\tLima"),
    "a line within a slug": turned("<slugline>lily-", "<slugline>lily\n"),
    "a size in words": turned('size="113"', 'size="much"'),
    "fewer words than none": turned('wordcount="69"', 'wordcount="-1"'),
    "words beside the text": turned("<html xmlns", "words<html xmlns"),
}  # fmt: skip
"""What IPTC's schema refuses, each made of the page with everything."""

NARROWER: dict[str, Callable[[str], str]] = {
    "a state of our own": turned("stat:usable", "stat:ready"),
    "another kind of item": turned("ninat:text", "ninat:video"),
    "no address": turned(' href="https://harbour', ' title="https://harbour'),
    "a moment without its zone": turned("Z</versionC", "</versionC"),
    "a script": turned("</body>", "<script>1</script></body>"),
    "a style": turned("<blockquote>", '<blockquote style="color: red">'),
    "what runs when it is touched": turned("<blockquote>", '<blockquote onclick="1">'),
    "a picture of nowhere": turned("<img src=", "<img title="),
    "two headlines": turned("</body>", "<h1>A</h1></body>"),
    "HTML of no namespace": turned(f' xmlns="{XHTML}"', ' xmlns=""'),
    "a topic that is no number": turned('literal="City"', 'qcode="medtop:City"'),
}  # fmt: skip
"""What IPTC lets pass and we never write."""


@pytest.mark.parametrize("broken", [*BREAKS, *NARROWER])
def test_our_schema_can_refuse(renderer: Renderer, broken: str) -> None:
    whole = NewsMLG2().render(parade(renderer)).decode("utf-8")
    item = {**BREAKS, **NARROWER}[broken](whole)
    assert item != whole
    assert newsml_faults(item.encode("utf-8")), broken


@pytest.mark.judge
def test_iptcs_schema_refuses_what_ours_does(renderer: Renderer) -> None:
    whole = NewsMLG2().render(parade(renderer)).decode("utf-8")
    passed = [
        broken for broken in BREAKS if not iptc_newsml_faults(BREAKS[broken](whole).encode("utf-8"))
    ]
    assert passed == []
    refused = [
        broken for broken in NARROWER if iptc_newsml_faults(NARROWER[broken](whole).encode("utf-8"))
    ]
    assert refused == []


@pytest.mark.judge
@pytest.mark.parametrize("bad", [None, *BAD])
def test_iptcs_own_reader_knows_all_that_is_in_it(renderer: Renderer, bad: str | None) -> None:
    document = pytest.importorskip("NewsMLG2.document")
    lxml = pytest.importorskip("lxml.etree")
    page = parade(renderer) if bad is None else hostile(renderer, BAD[bad])
    ours = NewsMLG2().render(page)
    # What its classes, which are IPTC's schema, do not know is lost when it writes the item again.
    again = lxml.tostring(document.NewsMLG2Document(ours).item.to_xml())
    assert sorted(_parts(etree.fromstring(again))) == sorted(_parts(read(ours)))


@pytest.mark.judge
def test_the_catalogue_that_we_name_has_every_scheme_that_we_use(renderer: Renderer) -> None:
    catalogs = pytest.importorskip("NewsMLG2.catalogstore").__file__
    catalog = Path(catalogs).parent / "catalogs" / CATALOG.rpartition("/")[2]
    known = {one.get("alias") for one in etree.parse(catalog).iter(f"{{{NAMESPACE}}}scheme")}
    used = set()
    for page in stories(renderer, MANY):
        for element in read(NewsMLG2().render(page)).iter():
            codes = [element.get(key) for key in ("qcode", "rel", "type")]
            used |= {code.partition(":")[0] for code in codes if code}
    assert used == {"ninat", "stat", "irel", "cpnat", "medtop", "sig"}
    assert used <= known


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


def corrected(renderer: Renderer, *kinds: CorrectionKind) -> PageData:
    made = tuple(
        Correction(article=7, at=NOW, who=None, kind=kind, wrong="ten", right="twelve")
        for kind in kinds
    )
    return make_page(story(), around(renderer, corrections=made))


@pytest.mark.parametrize(
    ("kinds", "signals"),
    [
        ((), []),
        ((CorrectionKind.REFILE,), []),
        ((CorrectionKind.CLARIFICATION,), ["sig:correction"]),
        ((CorrectionKind.UPDATE, CorrectionKind.CORRECTION), ["sig:correction"]),
        ((CorrectionKind.CORRECTION, CorrectionKind.UPDATE), ["sig:update"]),
    ],
)
def test_whoever_has_an_older_version_is_told(
    renderer: Renderer, kinds: tuple[CorrectionKind, ...], signals: list[str]
) -> None:
    item = read(NewsMLG2().render(corrected(renderer, *kinds)))
    assert [s.get("qcode") for s in item.iter(f"{{{NAMESPACE}}}signal")] == signals


@pytest.mark.parametrize(("stored", "said"), [(-3, "1"), (0, "1"), (7, "7"), (10, "9")])
def test_a_foreign_urgency_is_brought_between_1_and_9(
    renderer: Renderer, stored: int, said: str
) -> None:
    page = parade(renderer)
    page = replace(page, story=replace(page.story, priority=stored))
    assert one(read(NewsMLG2().render(page)), "urgency").text == said
