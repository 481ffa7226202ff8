"""ninjs against the published facts; against IPTC's own schemas where they are at hand.

NEWSROOM_IPTC names a folder with ``ninjs-schema_3.1.json`` and ``ninjs-schema_2.1.json``.
"""

from __future__ import annotations

import json
import os
import re
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from newsroom.export.ninjs import Ninjs2, Ninjs3
from newsroom.export.worker import Renderer
from newsroom.news.workflow import INDEFINITE, PubState
from tests.export.gold_files import gold
from tests.export.parade import BAD, hostile, parade
from tests.export.scenes import NOW

TEXT = str
MOMENT, URI = "moment", "uri"
_PART = {"role": TEXT, "contentType": TEXT, "value": TEXT}
_ABOUT = {"name": TEXT, "rel": TEXT, "uri": URI, "literal": TEXT}

KNOWN: dict[str, Any] = {
    "uri": URI, "type": {"text", "picture"}, "representationType": {"full", "partial"},
    "version": TEXT, "firstCreated": MOMENT, "versionCreated": MOMENT, "contentCreated": MOMENT,
    "embargoedUntil": MOMENT, "pubStatus": {"usable", "withheld", "canceled"}, "urgency": int,
    "copyrightHolder": TEXT, "usageTerms": TEXT, "language": TEXT, "descriptions": [_PART],
    "bodies": [{**_PART, "charCount": int, "wordCount": int}], "headlines": [_PART],
    "people": [_ABOUT], "organisations": [_ABOUT], "subjects": [_ABOUT], "title": TEXT,
    "by": TEXT, "slugline": TEXT, "located": TEXT,
    "renditions": [{"name": TEXT, "href": URI, "contentType": TEXT, "width": int, "height": int,
                    "sizeInBytes": int}],
    "standard": {"name": TEXT, "version": TEXT, "schema": URI},
}  # fmt: skip
"""What we write of ninjs 3.1: the keys are those of its schema, each with what it holds."""

KNOWN["associations"] = [{**KNOWN, "name": TEXT, "rel": TEXT}]


def wrong(value: Any, known: Any, place: str = "") -> list[str]:
    """Where the object is not as the schema has it."""
    if isinstance(known, dict):
        found = [f"{place}.{key} is not known" for key in value.keys() - known.keys()]
        for key in value.keys() & known.keys():
            found += wrong(value[key], known[key], f"{place}.{key}")
        return found
    if isinstance(known, list):
        return [w for one in value for w in wrong(one, known[0], place)]
    if isinstance(known, set):
        return [] if value in known else [f"{place} is {value!r}"]
    if known in (MOMENT, URI):
        if known == MOMENT:
            assert datetime.fromisoformat(value).tzinfo
        ok = known == MOMENT or re.fullmatch(r"[a-z][a-z0-9+.-]*:[^\s<>\"{}|\\^`]+", value)
        return [] if ok else [f"{place} is {value!r}"]
    return [] if type(value) is known else [f"{place} is {value!r}"]


def in_small(known: Any) -> Any:
    if isinstance(known, list):
        return [in_small(known[0])]
    if not isinstance(known, dict):
        return known
    return {("embargoed" if k == "embargoedUntil" else k.lower()): in_small(v)
             for k, v in known.items()}  # fmt: skip


def schema_errors(said: dict[str, Any], version: str) -> list[str]:
    """IPTC's own judgement, where its schemas and jsonschema are at hand."""
    jsonschema = pytest.importorskip("jsonschema")
    referencing = pytest.importorskip("referencing")
    folder = os.environ.get("NEWSROOM_IPTC")
    if not folder:
        pytest.skip("NEWSROOM_IPTC names no folder with IPTC's schemas")
    schema = json.loads((Path(folder) / f"ninjs-schema_{version}.json").read_text("utf-8"))
    geo = referencing.Resource.from_contents(
        {"$schema": "https://json-schema.org/draft/2020-12/schema", "type": "object"}
    )
    registry = referencing.Registry().with_resource("https://geojson.org/schema/GeoJSON.json", geo)
    judge = jsonschema.Draft202012Validator(
        schema, registry=registry, format_checker=jsonschema.FormatChecker()
    )
    return [f"{list(error.path)}: {error.message}" for error in judge.iter_errors(said)]


def test_the_object_is_as_it_was_looked_at(renderer: Renderer) -> None:
    gold("story.ninjs.json", Ninjs3().render(parade(renderer)).decode("utf-8"))


@pytest.mark.parametrize("name", [None, *BAD])
def test_every_key_is_known_and_holds_what_it_should(renderer: Renderer, name: str | None) -> None:
    page = parade(renderer) if name is None else hostile(renderer, BAD[name])
    new = json.loads(Ninjs3().render(page))
    assert wrong(new, KNOWN) == []
    assert new["uri"].startswith("urn:uuid:")
    old = json.loads(Ninjs2().render(page))
    assert wrong(old, in_small(KNOWN)) == []
    assert all(key == key.lower() for key in old)
    assert "rel" not in old.get("associations", [{}])[0]


@pytest.mark.judge
@pytest.mark.parametrize("name", [None, *BAD])
def test_iptcs_own_schemas_agree(renderer: Renderer, name: str | None) -> None:
    page = parade(renderer) if name is None else hostile(renderer, BAD[name])
    assert schema_errors(json.loads(Ninjs3().render(page)), "3.1") == []
    assert schema_errors(json.loads(Ninjs2().render(page)), "2.1") == []


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
