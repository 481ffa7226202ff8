"""ninjs, IPTC's news in JSON, in its versions 3.1 and 2.1.

https://iptc.org/standards/ninjs/ – a key that the schema does not know makes a file invalid, so
only what stands there is written. Notes to editors stay in the house.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, ClassVar

from newsroom.export import prose, wire
from newsroom.export.page import PageData
from newsroom.i18n import N_

_RELATIONS = {
    "story": "author",
    "photo": "photographer",
    "data": "data",
    "additional": "contributor",
    "editing": "editor",
}


class Ninjs3:
    """A news object with its text as HTML; pictures by their address on the site."""

    id: ClassVar[str] = "ninjs"
    title: ClassVar[str] = N_("ninjs 3.1 (news in JSON)")
    suffix: ClassVar[str] = ".ninjs.json"
    version: ClassVar[str] = "3.1"

    def __init__(self, templates: Path | None = None) -> None:
        """The object has no template."""

    def render(self, page: PageData) -> bytes:
        """The object in UTF-8."""
        text = json.dumps(self._said(page), ensure_ascii=False, indent=1)
        return (text + "\n").encode("utf-8", "replace")

    def beside(self, page: PageData) -> Mapping[str, bytes]:
        """The pictures, under the names that they have on the site."""
        return prose.beside_of(page)

    def _said(self, page: PageData) -> dict[str, Any]:
        return news_object(page, self.version)


class Ninjs2(Ninjs3):
    """The same for receivers of the older version, whose keys are in small letters."""

    id: ClassVar[str] = "ninjs2"
    title: ClassVar[str] = N_("ninjs 2.1 (news in JSON)")
    suffix: ClassVar[str] = ".ninjs2.json"
    version: ClassVar[str] = "2.1"

    def _said(self, page: PageData) -> dict[str, Any]:
        said = _older(news_object(page, self.version))
        assert isinstance(said, dict)
        return said


def news_object(page: PageData, version: str) -> dict[str, Any]:
    """The story as ninjs 3.1 has it."""
    root, _files = wire.body(page)
    words, characters = wire.counts(root)
    until = wire.embargo(page)
    said: dict[str, Any] = {
        "uri": wire.guid(page),
        "type": "text",
        "representationType": "full",
        "version": str(wire.version(page)),
        "firstCreated": _moment(wire.first_created(page)),
        "versionCreated": _moment(wire.created(page)),
        "contentCreated": _moment(page.published.at) if page.published else "",
        "embargoedUntil": _moment(until) if until else "",
        "pubStatus": wire.status(page),
        "urgency": wire.urgency(page),
        "copyrightHolder": page.publisher,
        "language": page.language,
        "descriptions": [{"role": "summary", "contentType": "text/plain", "value": page.dek}]
        if page.dek
        else [],
        "bodies": [
            {
                "role": "main",
                "contentType": "text/html",
                "charCount": characters,
                "wordCount": words,
                "value": prose.write(root).strip(),
            }
        ],
        "headlines": [
            {"role": role, "contentType": "text/plain", "value": value}
            for role, value in (
                ("main", page.headline),
                ("short", page.short_headline),
                ("kicker", page.kicker),
            )
            if value
        ],
        "people": [
            {
                "name": author.name,
                "rel": _RELATIONS[credit.role],
                "uri": wire.person_uri(author, page),
            }
            for credit in page.credits
            for author in credit.authors
            if author.name and not author.collective
        ],
        "organisations": [
            {"name": author.name, "rel": _RELATIONS[credit.role]}
            for credit in page.credits
            for author in credit.authors
            if author.name and author.collective
        ],
        "subjects": [_subject(subject) for subject in wire.subjects(page)],
        "title": page.short_headline or page.headline,
        "by": wire.credit_line(page),
        "slugline": prose.legal(page.story.slug),
        "located": page.dateline,
        "renditions": [
            {"name": "web", "href": wire.uri(page.canonical), "contentType": "text/html"}
        ]
        if page.canonical
        else [],
        "associations": _pictures(page),
        "standard": {
            "name": "ninjs",
            "version": version,
            "schema": f"http://www.iptc.org/std/ninjs/ninjs-schema_{version}.json#",
        },
    }
    return {key: value for key, value in said.items() if value not in ("", [])}


def _moment(at: datetime) -> str:
    return at.isoformat().replace("+00:00", "Z")


def _subject(subject: wire.Subject) -> dict[str, Any]:
    said = {"name": subject.name, "rel": subject.rel}
    if subject.topic:
        said["uri"] = wire.TOPIC_ADDRESS + subject.topic
    return said


def _pictures(page: PageData) -> list[dict[str, Any]]:
    """The lead picture as a news object of its own."""
    picture, file = page.picture, prose.lead(page.picture)
    if picture is None or file is None:
        return []
    use = page.story.picture
    rendition: dict[str, Any] = {
        "name": "main",
        "contentType": file.mime,
        "width": picture.width,
        "height": picture.height,
        "sizeInBytes": len(file.content),
        "href": wire.address(page, file.name),
    }
    said: dict[str, Any] = {
        "name": "featured",
        "uri": f"{wire.guid(page)}#picture",
        "type": "picture",
        "rel": "featured",
        "usageTerms": " ".join(prose.legal(use.rights).split()) if use else "",
        "descriptions": [
            {"role": role, "contentType": "text/plain", "value": value}
            for role, value in (("caption", picture.caption), ("alt", picture.alt))
            if value
        ],
        "by": picture.credit,
        "renditions": [{key: value for key, value in rendition.items() if value != ""}],
    }
    return [{key: value for key, value in said.items() if value not in ("", [])}]


def _older(value: object) -> object:
    """What 3.1 says in the words of 2.1."""
    if isinstance(value, list):
        return [_older(item) for item in value]
    if not isinstance(value, dict):
        return value
    said: dict[str, object] = {}
    for key, item in value.items():
        if key == "rel" and value.get("type") == "picture":
            continue  # associations have no relation there
        said["embargoed" if key == "embargoedUntil" else key.lower()] = _older(item)
    return said
