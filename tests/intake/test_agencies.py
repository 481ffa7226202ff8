"""What agencies send: what stands in more than one place of it, and IPTC's own examples of it."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from newsroom.intake.arrival import Arrival
from newsroom.intake.newsml_g2 import NewsMLFile
from newsroom.intake.ninjs import NinjsFile
from newsroom.intake.nitf import parse_nitf
from tests.export.scenes import png
from tests.intake.told import SETTING

NAMESPACE = "http://iptc.org/std/nar/2006-10-01/"


def ninjs(folder: Path, said: object) -> tuple[Arrival, ...]:
    path = folder / "in.ninjs.json"
    path.write_text(json.dumps(said), encoding="utf-8")
    return NinjsFile().read(path, SETTING)


def one(folder: Path, **said: Any) -> Arrival:
    (arrival,) = ninjs(folder, {"uri": "urn:a:b", "type": "text", **said})
    return arrival


def test_a_pictures_words_are_found_by_any_name(tmp_path: Path) -> None:
    (tmp_path / "quay.png").write_bytes(png())
    words = {"role": "text", "contentType": "text/plain", "value": "The Lily at the quay"}
    marked = {"role": "richtext", "contentType": "text/html", "value": "<p>The Lily</p>"}
    arrival = one(
        tmp_path,
        type="composite",
        bodies=[{"value": "<p>One.</p>"}],
        associations=[
            {"name": "logo", "uri": "urn:a:c", "type": "graphic"},
            {
                "name": "main",
                "uri": "urn:a:d",
                "type": "picture",
                "by": "Ilse Moreau",
                "copyrightNotice": "© Moreau",
                "usageTerms": "Once",
                "descriptions": [marked, words, {"role": "alt", "value": "A ship"}],
                "renditions": [{"name": "none"}, {"name": "main", "href": "quay.png"}],
            },
        ],
    )
    picture = arrival.picture
    assert picture is not None
    assert picture.file is not None
    assert (picture.caption, picture.alt) == ("The Lily at the quay", "A ship")
    assert (picture.credit, picture.rights) == ("Ilse Moreau", "© Moreau; Once")


@pytest.mark.parametrize(
    ("bodies", "text"),
    [
        # Marks before none, and the main text before others with marks.
        ([("main", "text/plain", "a b c"), ("rich", "text/html", "<p>a <b>b</b> c</p>")],
         "a **b** c"),
        ([("rich", "text/html", "<p>d e f</p>"), ("main", "application/xhtml+xml", "<p>a</p>")],
         "a"),
        # What is shorter by more than a fifth is another text.
        ([("main", "text/plain", "a b c d e"), ("lead", "text/html", "<p>a b c</p>")], "a b c d e"),
        ([("", "", "<p>a</p>")], "a"),
        ([("", "", "a &amp; b\nc")], "a &amp;amp; b\n\nc"),
        ([("main", "text/plain", "a"), ("own", "application/xml", "<A>b</A>")], "a"),
        ([("own", "application/xml", "<A>b</A>")], "b"),
        ([("nitf", "text/xml", "<nitf><body/></nitf>"), ("main", "text/plain", "a")], "a"),
        ([("nitf", "text/xml", "<!DOCTYPE a><nitf>b</nitf>")], "b"),
        ([], ""),
    ],
)  # fmt: skip
def test_the_text_with_most_of_its_marks_is_taken(
    tmp_path: Path, bodies: list[tuple[str, str, str]], text: str
) -> None:
    said = [dict(zip(("role", "contentType", "value"), body, strict=True)) for body in bodies]
    assert str(one(tmp_path, bodies=said).fields.get("body", "")).strip() == text


LONG = (
    "No ship came in on Monday because the fog was so thick that the pilots would not go out to "
    "sea, and nobody expects one before Thursday morning at the earliest"
)


@pytest.mark.parametrize(
    ("said", "dek"),
    [
        ({"descriptions": [{"role": "lead", "value": "b"}, {"role": "summary", "value": "a"}]},
         "a"),
        ({"descriptions": [{"value": "a"}]}, "a"),
        ({"descriptions": [{"role": "alt", "value": "b"}]}, ""),
        ({"description_text": "a"}, "a"),
        ({"descriptions": [{"role": "text", "value": LONG[:-3]}]}, ""),
        ({"descriptions": [{"role": "text", "value": f"Fog. {LONG}"}]}, f"Fog. {LONG}"),
        ({"descriptions": [{"role": "summary", "value": LONG}]}, LONG),
        ({"descriptions": [{"role": "text", "value": "No ship came in"}]}, "No ship came in"),
    ],
)  # fmt: skip
def test_a_summary_is_one(tmp_path: Path, said: dict[str, Any], dek: str) -> None:
    html = f"<p>AGENCY</p><p>{LONG}, they <i>said</i>.</p>"
    arrival = one(tmp_path, bodies=[{"contentType": "text/html", "value": html}], **said)
    assert arrival.fields.get("dek", "") == dek


def test_a_headline_above_the_text_again_is_left_out(tmp_path: Path) -> None:
    body = {"contentType": "text/html", "value": "<h1>A &amp; <i>b</i></h1><p>c</p>"}
    same = one(tmp_path, headlines=[{"role": "simple", "value": "A & b"}], bodies=[body])
    assert (same.fields["headline"], same.fields["body"]) == ("A & b", "c\n")
    other = one(tmp_path, headlines=[{"value": "d"}], bodies=[body])
    assert str(other.fields["body"]).startswith("# A & *b*")


def test_the_agency_itself_is_no_author_beside_one(tmp_path: Path) -> None:
    both = one(tmp_path, by="By Ana Lima, Agency", copyrightHolder="Agency")
    alone = one(tmp_path, by="Agency", copyrightHolder="Agency")
    assert [b.name for b in both.bylines or ()] == ["Ana Lima"]
    assert [b.name for b in alone.bylines or ()] == ["Agency"]


@pytest.mark.parametrize(
    ("head", "said"),
    [
        ("", ("", "", "", "")),
        ("<byline>By Ana Lima</byline>", ("", "By Ana Lima", "", "")),
        ("<byline>By <person>Ana</person>, <byttl>Boss</byttl></byline>", ("", "By Ana", "", "")),
        ("<dateline>QUAY</dateline>", ("", "", "QUAY", "")),
    ],
)  # fmt: skip
def test_the_head_of_nitf(head: str, said: tuple[str, str, str, str]) -> None:
    words = f"<nitf><body><body.head>{head}</body.head></body></nitf>"
    for whole in (words, words.replace("<body.head></body.head>", "")):
        found = parse_nitf(whole, "a")
        assert (found.headline, found.byline, found.dateline, found.abstract) == said
        assert found.html == ""


def newsml(folder: Path, meta: str) -> Arrival:
    path = folder / "in.newsml"
    path.write_text(
        f'<newsItem xmlns="{NAMESPACE}"><itemMeta/><contentMeta><headline>A</headline>{meta}'
        "</contentMeta></newsItem>",
        encoding="utf-8",
    )
    (arrival,) = NewsMLFile().read(path, SETTING)
    return arrival


@pytest.mark.parametrize(
    ("meta", "dek"),
    [
        ("", ""),
        ('<description role="drol:caption">b</description>', ""),
        ("<description>a</description><description>b</description>", "a"),
        ('<description>b</description><description role="drol:summary">a</description>', "a"),
    ],
)
def test_a_description_is_of_the_text(tmp_path: Path, meta: str, dek: str) -> None:
    assert newsml(tmp_path, meta).fields.get("dek", "") == dek


def examples(pattern: str) -> list[Path]:
    folder = os.environ.get("NEWSROOM_IPTC")
    if not folder:
        pytest.skip("NEWSROOM_IPTC names no folder with IPTC's repositories; make judge says how")
    return sorted(path for path in Path(folder).rglob(pattern) if "examples" in path.parts)


@pytest.mark.judge
def test_iptcs_own_ninjs_arrives() -> None:
    """Of each example that is a text: its words, whose it is, and when; nothing of its marks."""
    came = 0
    for path in examples("*.json"):
        try:
            said = json.loads(path.read_text("utf-8"))
        except ValueError:
            continue
        if not isinstance(said, dict) or said.get("type") not in ("text", "composite"):
            continue
        small = {key.lower(): value for key, value in said.items()}
        if said["type"] == "composite" and not ({"bodies", "body_xhtml", "body_text"} & set(small)):
            continue
        arrival = NinjsFile().read(path, SETTING)[0]
        came += 1
        headlines = [one["value"] for one in small.get("headlines", ())]
        headlines += [small[name] for name in ("headline", "title") if name in small]
        known = [" ".join(words.split()) for words in headlines] or [""]
        assert arrival.fields.get("headline", "") in known, path
        assert arrival.fields.get("language", "") == small.get("language", ""), path
        assert ("updated_at" in arrival.fields) == ("versioncreated" in small), path
        assert ("rights" in arrival.facts) == bool(
            small.get("copyrightnotice") or small.get("usageterms")
        ), path
        assert bool(arrival.bylines) == bool(small.get("by") or small.get("byline")), path
        body = str(arrival.fields.get("body", ""))
        assert bool(body) == any(key.startswith(("body", "bodies")) for key in small), path
        assert "&lt;" not in body, path
        assert "<p" not in body, path
    assert came, "the folder holds no example"


@pytest.mark.judge
def test_iptcs_own_newsml_arrives() -> None:
    came = 0
    for path in examples("LISTING*.xml"):
        text = path.read_text("utf-8")
        if "<newsItem" not in text or 'qcode="ninat:text"' not in text or "<groupSet" in text:
            continue
        if "....." in text:
            continue  # IPTC left words out of it
        for arrival in NewsMLFile().read(path, SETTING):
            came += 1
            assert arrival.fields["headline"], path
            assert arrival.fields["language"], path
            assert arrival.fields["updated_at"], path
            assert arrival.bylines, path
            assert str(arrival.fields["headline"])[:20] not in str(arrival.fields.get("body")), path
    assert came, "the folder holds no example"
