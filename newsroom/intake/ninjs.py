"""ninjs, IPTC's news in JSON, 1.3 to 3.1: one object, a list of them, or a package.

https://iptc.org/standards/ninjs/ – versions before 3 write their keys in small letters.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from newsroom.i18n import N_, _
from newsroom.intake.arrival import Arrival, ArrivedByline, ArrivedPicture, Setting
from newsroom.intake.credit import names_in
from newsroom.intake.decode import decode, read_bytes, without_unstorable
from newsroom.intake.moments import moment
from newsroom.intake.ninjstext import (
    caption_of,
    headline_of,
    line,
    parts,
    rights_of,
    summary_of,
    text_of,
    without_headline,
)
from newsroom.intake.posthtml import markdown_of
from newsroom.intake.within import Get, beside, picture_of
from newsroom.news.article import BylineRole
from newsroom.news.errors import BadInput

MOST_BYTES = 64 * 1024 * 1024
MOST_DEPTH = 4  # of packages in packages

_ROLES = {
    "author": BylineRole.STORY,
    "photographer": BylineRole.PHOTO,
    "data": BylineRole.DATA,
    "contributor": BylineRole.ADDITIONAL,
    "editor": BylineRole.EDITING,
}
_OF_BODY = ("bodies", "body")
_OF_TEXT = (*_OF_BODY, "headlines", "headline", "uri")
_SIGNS = (b'"representationtype"', b'"versioncreated"', b"iptc.org/std/ninjs", b'"pubstatus"')


@dataclass(frozen=True, slots=True)
class NinjsFile:
    """News objects as JSON."""

    id: str = "ninjs"
    title: str = N_("ninjs (news in JSON)")
    suffixes: tuple[str, ...] = (".ninjs.json", ".ninjs2.json", ".ninjs", ".json")

    def knows(self, path: Path, head: bytes) -> bool:
        """Whether it is called ninjs, or reads like it."""
        name = path.name.lower()
        return name.endswith((".ninjs.json", ".ninjs2.json", ".ninjs")) or any(
            sign in head.lower() for sign in _SIGNS
        )

    def read(self, path: Path, setting: Setting) -> tuple[Arrival, ...]:
        """The stories in the file. Raises BadInput where it is not JSON or holds none."""
        text, _notes = decode(read_bytes(path, most=MOST_BYTES), name=path.name)
        try:
            said = json.loads(text)
        except (ValueError, RecursionError):
            raise BadInput(_("{name} is not JSON.").format(name=path.name)) from None
        found = [one for one in _objects(said, 0) if _is_text(one)]
        if not found:
            raise BadInput(_("{name} is JSON, but no news in it.").format(name=path.name))
        get = beside(path.parent)
        return tuple(_arrival(one, path.name, setting, get) for one in found)


def _objects(said: object, depth: int) -> Iterator[Mapping[str, Any]]:
    """The news objects, those in packages too, their keys in small letters."""
    if depth > MOST_DEPTH:
        return
    if isinstance(said, list):
        for one in said:
            yield from _objects(one, depth + 1)
    elif isinstance(said, dict):
        small = _small(said)
        yield small
        if small.get("type") == "composite" or "items" in small:
            yield from _objects(parts(small.get("associations", small.get("items"))), depth + 1)


def _small(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(key).lower(): _small(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_small(item) for item in value]
    return without_unstorable(value, name="")[0] if isinstance(value, str) else value


def _is_text(said: Mapping[str, Any]) -> bool:
    """Whether it is a story: a text, or one that carries its pictures with it."""
    names = {"text": _OF_TEXT, "composite": _OF_BODY}.get(str(said.get("type", "text")), ())
    return any(key == name or key.startswith(f"{name}_") for key in said for name in names)


def _arrival(said: Mapping[str, Any], name: str, setting: Setting, get: Get) -> Arrival:
    uri = line(said.get("uri"))
    text = text_of(said, name)
    headline = headline_of(said) or text.headline or line(said.get("title"))
    source = f"{name}: {line(said.get('slugline')) or headline[:60] or uri}"
    walked = markdown_of(without_headline(text.html, headline), get, name=source)
    dateline = line(said.get("located"))
    body = walked.markdown.strip("\n")
    body = body.removeprefix(f"{dateline} — ") if dateline else body
    notes, problems = list(walked.notes), list(walked.problems)
    fields: dict[str, object] = {
        "headline": headline,
        "short_headline": headline_of(said, "short"),
        "kicker": headline_of(said, "kicker"),
        "dek": summary_of(said, text.html) or text.abstract,
        "dateline": dateline,
        "slug": line(said.get("slugline")),
        "language": line(said.get("language")),
        "ed_note": line(said.get("ednote")),
        "body": f"{body}\n" if body else "",
    }
    urgency = said.get("urgency", said.get("priority"))
    if type(urgency) is int and 1 <= urgency <= 9:
        fields["priority"] = urgency
    subjects = [one for one in parts(said.get("subjects", said.get("subject"))) if one.get("name")]
    sections = [line(one["name"]) for one in subjects if one.get("rel") == "section"]
    if sections:
        fields["section"] = sections[0]
    tags = tuple(line(one["name"]) for one in subjects if one.get("rel") != "section")
    if tags:
        fields["tags"] = tags
    moments = {
        field: _moment(said.get(key), setting)
        for field, key in (
            ("created_at", "firstcreated"),
            ("updated_at", "versioncreated"),
            ("embargo_until", "embargoeduntil"),
        )
    }
    moments["embargo_until"] = moments["embargo_until"] or _moment(said.get("embargoed"), setting)
    if said.get("pubstatus") == "canceled":
        problems.append(_("Its source has withdrawn it; it is not for publication."))
        fields["not_for_publication"] = True
    usable = said.get("pubstatus", "usable") == "usable"
    published = _moment(said.get("contentcreated"), setting) if usable else None
    fields |= {field: at for field, at in moments.items() if at is not None}
    return Arrival(
        source=source,
        fields={field: value for field, value in fields.items() if value != ""},
        bylines=_bylines(said, text.byline),
        picture=_lead(said, get, problems),
        media=walked.media,
        notes=tuple(notes),
        problems=tuple(problems),
        key=uri,
        facts={
            key: value
            for key, value in (
                ("file", name),
                ("rights", rights_of(said)),
                ("holder", line(said.get("copyrightholder"))),
                ("address", _address(said)),
                ("published", "" if published is None else published.isoformat()),
            )
            if value
        },
        original=text.original,
    )


def _bylines(said: Mapping[str, Any], inner: str) -> tuple[ArrivedByline, ...] | None:
    people = [*parts(said.get("people", said.get("person"))), *parts(said.get("organisations"))]
    found = [
        ArrivedByline(line(one.get("name")), _ROLES[str(one.get("rel"))])
        for one in people
        if str(one.get("rel")) in _ROLES and line(one.get("name"))
    ]
    if not any(one.role is BylineRole.STORY for one in found):
        names = names_in(line(said.get("by", said.get("byline"))) or inner)
        house = line(said.get("copyrightholder"))
        others = [name for name in names if name != house]  # "By Ana Lima, Agency"
        found = [*map(ArrivedByline, others or names), *found]
    return tuple(found) or None


def _lead(said: Mapping[str, Any], get: Get, problems: list[str]) -> ArrivedPicture | None:
    for one in parts(said.get("associations")):
        if one.get("type") != "picture":
            continue
        hrefs = [line(r.get("href")) for r in parts(one.get("renditions")) if r.get("href")]
        for href in hrefs:
            try:
                file = picture_of(get(href), href)
            except BadInput as error:
                problems.append(str(error))
                continue
            if file is not None:
                return ArrivedPicture(
                    file=file,
                    credit=line(one.get("by", one.get("byline"))),
                    rights=rights_of(one),
                    caption=caption_of(one, "caption"),
                    alt=caption_of(one, "alt"),
                )
        if hrefs:
            problems.append(
                _("The picture {name} is not beside the file.").format(
                    name=hrefs[0].rpartition("/")[2][:80]
                )
            )
        return None
    return None


def _address(said: Mapping[str, Any]) -> str:
    for one in parts(said.get("renditions")):
        if one.get("contenttype") == "text/html":
            return line(one.get("href"))
    return ""


def _moment(said: object, setting: Setting) -> datetime | None:
    try:
        return moment(said, zone=setting.zone) if isinstance(said, str) and said else None
    except ValueError:
        return None
