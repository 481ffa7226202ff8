"""ninjs, IPTC's news in JSON, 1.3 to 3.1: one object, a list of them, or a package.

https://iptc.org/standards/ninjs/ – versions before 3 write their keys in small letters.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from html import escape
from pathlib import Path
from typing import Any

from newsroom.i18n import N_, _
from newsroom.intake.arrival import Arrival, ArrivedByline, ArrivedPicture, Setting
from newsroom.intake.credit import names_in
from newsroom.intake.decode import decode, read_bytes, without_unstorable
from newsroom.intake.moments import moment
from newsroom.intake.posthtml import markdown_of
from newsroom.intake.within import Get, beside, picture_of
from newsroom.news.article import BylineRole
from newsroom.news.errors import BadInput
from newsroom.news.origin import Original

MOST_BYTES = 64 * 1024 * 1024
MOST_DEPTH = 4  # of packages in packages

_ROLES = {
    "author": BylineRole.STORY,
    "photographer": BylineRole.PHOTO,
    "data": BylineRole.DATA,
    "contributor": BylineRole.ADDITIONAL,
    "editor": BylineRole.EDITING,
}
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
        parts = small.get("associations", small.get("items", ()))
        if isinstance(parts, Mapping):
            parts = [{"name": name, **one} for name, one in parts.items() if isinstance(one, dict)]
            small["associations"] = parts
        yield small
        if small.get("type") == "composite" or "items" in small:
            yield from _objects(list(parts), depth + 1)


def _small(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(key).lower(): _small(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_small(item) for item in value]
    return without_unstorable(value, name="")[0] if isinstance(value, str) else value


def _is_text(said: Mapping[str, Any]) -> bool:
    return said.get("type", "text") == "text" and any(
        name in said or any(key.startswith(f"{name}_") for key in said)
        for name in ("bodies", "headlines", "body", "headline", "uri")
    )


def _arrival(said: Mapping[str, Any], name: str, setting: Setting, get: Get) -> Arrival:
    uri = _text(said.get("uri"))
    headline = _role(said, "headline", "main") or _text(said.get("title"))
    source = f"{name}: {_text(said.get('slugline')) or headline[:60] or uri}"
    html, original = _body(said)
    walked = markdown_of(html, get, name=source)
    dateline = _text(said.get("located"))
    body = walked.markdown.strip("\n")
    body = body.removeprefix(f"{dateline} — ") if dateline else body
    notes, problems = list(walked.notes), list(walked.problems)
    fields: dict[str, object] = {
        "headline": headline,
        "short_headline": _role(said, "headline", "short"),
        "kicker": _role(said, "headline", "kicker"),
        "dek": _role(said, "description", "summary") or _text(said.get("description_text")),
        "dateline": dateline,
        "slug": _text(said.get("slugline")),
        "language": _text(said.get("language")),
        "ed_note": _text(said.get("ednote")),
        "body": f"{body}\n" if body else "",
    }
    urgency = said.get("urgency", said.get("priority"))
    if type(urgency) is int and 1 <= urgency <= 9:
        fields["priority"] = urgency
    subjects = [one for one in _list(said.get("subjects", said.get("subject"))) if one.get("name")]
    sections = [_text(one["name"]) for one in subjects if one.get("rel") == "section"]
    if sections:
        fields["section"] = sections[0]
    tags = tuple(_text(one["name"]) for one in subjects if one.get("rel") != "section")
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
        bylines=_bylines(said),
        picture=_lead(said, get, problems),
        media=walked.media,
        notes=tuple(notes),
        problems=tuple(problems),
        key=uri,
        facts={
            key: value
            for key, value in (
                ("file", name),
                ("rights", _text(said.get("copyrightnotice")) or _text(said.get("usageterms"))),
                ("holder", _text(said.get("copyrightholder"))),
                ("address", _address(said)),
                ("published", "" if published is None else published.isoformat()),
            )
            if value
        },
        original=original,
    )


def _body(said: Mapping[str, Any]) -> tuple[str, Original | None]:
    """The text as HTML, and as it came: in a list of bodies (2 and 3), or by its kind (1)."""
    bodies = [one for one in _list(said.get("bodies")) if isinstance(one.get("value"), str)]
    bodies.sort(
        key=lambda one: (one.get("role") != "main", "html" not in str(one.get("contenttype")))
    )
    if bodies:
        value, kind = bodies[0]["value"], str(bodies[0].get("contenttype") or "text/html")
    else:
        value, kind = _text_of(said, "body_xhtml", "body_html"), "text/html"
        if not value:
            value, kind = _text_of(said, "body_text", "body"), "text/plain"
    if not value:
        return "", None
    html = value if "html" in kind or "xml" in kind else _paragraphs(value)
    return html, Original(value, kind)


def _text_of(said: Mapping[str, Any], *names: str) -> str:
    return next((said[name] for name in names if isinstance(said.get(name), str)), "")


def _paragraphs(text: str) -> str:
    return "".join(f"<p>{escape(part)}</p>" for part in text.split("\n") if part.strip())


def _role(said: Mapping[str, Any], name: str, role: str) -> str:
    found = _list(said.get(f"{name}s"))
    for one in found:
        if one.get("role", "main") == role:
            return _text(one.get("value"))
    if role in ("main", "summary"):
        if found and not any(one.get("role") for one in found):
            return _text(found[0].get("value"))
        return _text(said.get(name))
    return ""


def _bylines(said: Mapping[str, Any]) -> tuple[ArrivedByline, ...] | None:
    people = [*_list(said.get("people", said.get("person"))), *_list(said.get("organisations"))]
    found = [
        ArrivedByline(_text(one.get("name")), _ROLES[str(one.get("rel"))])
        for one in people
        if str(one.get("rel")) in _ROLES and _text(one.get("name"))
    ]
    if not any(one.role is BylineRole.STORY for one in found):
        line = _text(said.get("by", said.get("byline")))
        found = [*(ArrivedByline(name) for name in names_in(line)), *found]
    return tuple(found) or None


def _lead(said: Mapping[str, Any], get: Get, problems: list[str]) -> ArrivedPicture | None:
    for one in _list(said.get("associations")):
        if one.get("type") != "picture":
            continue
        words = {"caption": "", "alt": ""}
        for told in _list(one.get("descriptions")):
            if told.get("role") in words:
                words[str(told["role"])] = _text(told.get("value"))
        words["caption"] = words["caption"] or _text(one.get("description_text"))
        hrefs = [_text(r.get("href")) for r in _list(one.get("renditions")) if r.get("href")]
        for href in hrefs:
            try:
                file = picture_of(get(href), href)
            except BadInput as error:
                problems.append(str(error))
                continue
            if file is not None:
                return ArrivedPicture(
                    file=file,
                    credit=_text(one.get("by", one.get("byline"))),
                    rights=_text(one.get("usageterms")),
                    caption=words["caption"],
                    alt=words["alt"],
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
    for one in _list(said.get("renditions")):
        if one.get("contenttype") == "text/html":
            return _text(one.get("href"))
    return ""


def _moment(said: object, setting: Setting) -> datetime | None:
    try:
        return moment(said, zone=setting.zone) if isinstance(said, str) and said else None
    except ValueError:
        return None


def _list(said: object) -> list[dict[str, Any]]:
    if isinstance(said, dict):
        said = [{"name": name, **one} for name, one in said.items() if isinstance(one, dict)]
    return [one for one in said if isinstance(one, dict)] if isinstance(said, list) else []


def _text(said: object) -> str:
    return " ".join(said.split()) if isinstance(said, str) else ""
