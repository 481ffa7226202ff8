"""ninjs: what stands in an object; its shape is held by schemas, ours and IPTC's (verdicts)."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from newsroom.export import wire
from newsroom.export.makeup import make_page
from newsroom.export.ninjs import Ninjs2, Ninjs3
from newsroom.export.page import PageData
from newsroom.export.worker import Renderer
from newsroom.news.workflow import INDEFINITE, PubState
from tests.export import jsonjudge
from tests.export.gold_files import gold
from tests.export.many import stories
from tests.export.parade import BAD, around, hostile, parade, story
from tests.export.scenes import NOW
from tests.export.verdicts import iptc_ninjs_faults, library_faults, ninjs_faults, ninjs_schema

MANY = 300


def both(page: PageData) -> Iterator[tuple[str, Any]]:
    """The story as both versions, each with its number."""
    for kind in (Ninjs3, Ninjs2):
        yield kind.version, json.loads(kind().render(page))


def test_the_object_is_as_it_was_looked_at(renderer: Renderer) -> None:
    gold("story.ninjs.json", Ninjs3().render(parade(renderer)).decode("utf-8"))


@pytest.mark.parametrize("name", [None, *BAD])
def test_every_key_is_known_and_holds_what_it_should(renderer: Renderer, name: str | None) -> None:
    page = parade(renderer) if name is None else hostile(renderer, BAD[name])
    for version, said in both(page):
        assert ninjs_faults(said, version) == []
        assert said["uri"].startswith("urn:uuid:")


def test_every_story_keeps_our_schemas(renderer: Renderer) -> None:
    for page in stories(renderer, MANY):
        for version, said in both(page):
            assert ninjs_faults(said, version) == [], page.story


@pytest.mark.judge
def test_iptcs_own_schemas_agree(renderer: Renderer) -> None:
    pages = [parade(renderer), *(hostile(renderer, BAD[bad]) for bad in BAD)]
    for page in (*pages, *stories(renderer, MANY)):
        for version, said in both(page):
            assert iptc_ninjs_faults(said, version) == [], page.story


def put(**new: Any) -> Callable[[dict[str, Any]], None]:
    return lambda said: said.update(new)


def gone(*names: str) -> Callable[[dict[str, Any]], None]:
    def go(said: dict[str, Any]) -> None:
        for name in names:
            said.pop(name, None)

    return go


def inside(name: str, **new: Any) -> Callable[[dict[str, Any]], None]:
    return lambda said: said[name][0].update(new)


BREAKS: dict[str, Callable[[dict[str, Any]], None]] = {
    "a key of nobody's": put(teaser="A"),
    "a key of ninjs 1": put(headline="A"),
    "no identity": gone("uri"),
    "an identity that is no address": put(uri="lily leaves"),
    "an address in other letters": put(uri="https://harbour.example/راه"),
    "a percent sign too many": put(uri="https://harbour.example/100%"),
    "another kind": put(type="article"),
    "a number for the version": put(version=3),
    "urgency in words": put(urgency="3"),
    "urgency 0": put(urgency=0),
    "urgency 10": put(urgency=10),
    "a truth for urgency": put(urgency=True),
    "headlines that are words": put(headlines="A"),
    "a headline without words": put(headlines=[{"role": "main"}]),
    "a misspelt key of a headline": inside("headlines", contentTyp="text/plain"),
    "a misspelt key of a person": inside("people", relation="author"),
    "a person's address that is none": inside("people", uri="Ana Lima"),
    "words for the count of words": inside("bodies", wordCount="sixty", wordcount="sixty"),
    "a misspelt key of a picture": inside("associations", credits="A"),
    "a picture without a name": put(associations=[{"uri": "urn:a:b", "type": "picture"}]),
    "a rendition without a name": put(renditions=[{"href": "https://harbour.example/"}]),
    "a standard with another key": put(standard={"name": "ninjs", "versions": "3.1"}),
}
"""What IPTC's schemas refuse, in either version."""

OF_3 = {
    "a key in small letters": put(pubstatus="usable"),
    "the embargo's older name": put(embargoed="2026-11-24T12:00:00Z"),
    "a state of our own": put(pubStatus="ready"),
    "a moment in words": put(versionCreated="today"),
    "no such day": put(versionCreated="2026-11-31T12:00:00Z"),
    "a moment without its zone": put(versionCreated="2026-11-24T12:00:00"),
}
OF_2 = {
    "a key in large letters": put(pubStatus="usable"),
    "the embargo's newer name": put(embargoeduntil="2026-11-24T12:00:00Z"),
    "a state of our own": put(pubstatus="ready"),
    "a moment in words": put(versioncreated="today"),
    "how a picture belongs to the story": inside("associations", rel="featured"),
}
NARROWER = {
    "nothing in a field": put(by=""),
    "nothing in a list": put(subjects=[]),
    "a relation of nobody's": inside("people", rel="friend"),
    "no urgency": gone("urgency"),
    "another standard": put(standard={"name": "own", "version": "1", "schema": "urn:a:b"}),
    "a text that is no text": inside("bodies", role="caption"),
}
"""What IPTC's let pass and we never write."""


def breaks(version: str) -> dict[str, Callable[[dict[str, Any]], None]]:
    return {**BREAKS, **(OF_3 if version == "3.1" else OF_2)}


def broken(renderer: Renderer, version: str, change: Callable[[dict[str, Any]], None]) -> Any:
    said = dict(both(parade(renderer)))[version]
    change(said)
    return said


@pytest.mark.parametrize("version", ["3.1", "2.1"])
def test_our_schemas_can_refuse(renderer: Renderer, version: str) -> None:
    for name, change in {**breaks(version), **NARROWER}.items():
        assert ninjs_faults(broken(renderer, version, change), version), name


@pytest.mark.judge
@pytest.mark.parametrize("version", ["3.1", "2.1"])
def test_iptcs_schemas_refuse_what_ours_do(renderer: Renderer, version: str) -> None:
    for name, change in breaks(version).items():
        assert iptc_ninjs_faults(broken(renderer, version, change), version), name
    for name, change in NARROWER.items():
        assert iptc_ninjs_faults(broken(renderer, version, change), version) == [], name


@pytest.mark.judge
@pytest.mark.parametrize("version", ["3.1", "2.1"])
def test_the_library_reads_our_schemas_as_we_do(renderer: Renderer, version: str) -> None:
    schema = ninjs_schema(version)
    for page in stories(renderer, 30, seed=2):
        assert library_faults(dict(both(page))[version], schema) == []
    for name, change in {**breaks(version), **NARROWER}.items():
        assert library_faults(broken(renderer, version, change), schema), name


def test_a_rule_that_the_judge_does_not_know_is_no_rule() -> None:
    with pytest.raises(AssertionError, match="not known"):
        jsonjudge.faults({"a": 1}, {"type": "object", "minProperties": 2})


def test_what_the_story_says_stands_there(renderer: Renderer) -> None:
    until = NOW + timedelta(hours=1)
    page = parade(renderer, embargo_until=until, tags=("medtop:20000350", "Sport", "own"))
    said = json.loads(Ninjs3().render(page))
    assert (said["version"], said["urgency"], said["pubStatus"]) == ("3", 3, "usable")
    assert said["embargoedUntil"] == "2026-11-24T13:00:00Z"
    assert json.loads(Ninjs2().render(page))["embargoed"] == "2026-11-24T13:00:00Z"
    assert [subject.get("uri", "") for subject in said["subjects"]] == [
        "",
        "http://cv.iptc.org/newscodes/mediatopic/20000350",
        "http://cv.iptc.org/newscodes/mediatopic/15000000",
        "",
    ]
    assert said["by"] == "By Ana Lima and Guest Writer"
    assert "PHONENUMBER" not in json.dumps(said)
    (picture,) = said["associations"]
    (rendition,) = picture["renditions"]
    assert rendition["href"] == "https://harbour.example/pictures/abababababababab.png"
    assert 'src="https://harbour.example/pictures/' in said["bodies"][0]["value"]


@pytest.mark.parametrize(
    ("state", "status"),
    [
        (PubState.CORRECTED, "usable"),
        (PubState.NONE, "withheld"),
        (PubState.UNPUBLISHED, "withheld"),
        (PubState.WITHDRAWN, "canceled"),
    ],
)
def test_whether_it_may_be_used(renderer: Renderer, state: PubState, status: str) -> None:
    page = parade(renderer, pubstate=state, embargo_until=INDEFINITE)
    said = json.loads(Ninjs3().render(page))
    assert said["pubStatus"] == status
    assert "embargoedUntil" not in said


def test_every_version_has_the_same_name_and_each_story_its_own(renderer: Renderer) -> None:
    uid = "6b3f1f0c-2f6e-4a0e-9f5d-3a9f3a1f2b3c"
    first = json.loads(Ninjs3().render(parade(renderer, uid=uid)))
    later = json.loads(Ninjs3().render(parade(renderer, uid=uid, version=9, slug="other")))
    other = json.loads(Ninjs3().render(parade(renderer, uid="other")))
    assert first["uri"] == later["uri"] == f"urn:uuid:{uid}"
    assert other["uri"] != first["uri"]


@pytest.mark.parametrize(("stored", "said"), [(-3, 1), (0, 1), (7, 7), (10, 9)])
def test_a_foreign_urgency_is_brought_between_1_and_9(
    renderer: Renderer, stored: int, said: int
) -> None:
    page = parade(renderer)
    page = replace(page, story=replace(page.story, priority=stored))
    assert [one["urgency"] for _, one in both(page)] == [said, said]


@pytest.mark.parametrize(
    ("typed", "uri"),
    [
        ("", ""),
        ("https://a.example/x%20y?a=1#b", "https://a.example/x%20y?a=1#b"),
        ("https://a.example:8443/راه?q=س#ف", "https://a.example:8443/%D8%B1%D8%A7%D9%87?q=%D8%B3#%D9%81"),
        # As browsers and registries have it: the joiner is a letter of the name (IDNA 2008).
        ("https://نامه‌ای.com", "https://xn--mgba3gch31f060k.com"),
        ("https://BÜCHER.example:80?ü", "https://xn--bcher-kva.example:80?%C3%BC"),
        (f"https://{'سم' * 40}.example", "https://" + "%D8%B3%D9%85" * 40 + ".example"),
        ("http://\ud800.example/\udc00", "http://xn--ib9b.example/?"),
    ],
)  # fmt: skip
def test_an_address_in_other_letters_is_a_uri(typed: str, uri: str) -> None:
    assert wire.uri(typed) == uri


def test_a_site_in_other_letters_has_addresses_that_hold(renderer: Renderer) -> None:
    given = around(renderer)
    given = replace(given, site=replace(given.site, url="https://روزنامه.example/خبر"))
    for version, said in both(make_page(story(), given)):
        assert ninjs_faults(said, version) == []
        (web,) = said["renditions"]
        assert web["href"].startswith("https://xn--mgbtd1fdic.example/%D8%AE%D8%A8%D8%B1/")
