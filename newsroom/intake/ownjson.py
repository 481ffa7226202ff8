"""Our own JSON, as ``export.jsonfile`` writes it: its stories, or all that a newsroom was made of.

resources/help/export.md describes the file.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from pathlib import Path
from typing import Any

from newsroom.i18n import N_, _
from newsroom.intake.arrival import Arrival, ArrivedByline, ArrivedPicture, Setting
from newsroom.intake.decode import read_bytes, without_unstorable
from newsroom.intake.picture import Checked, check, safe_filename
from newsroom.news.article import Article, Byline, Picture
from newsroom.news.errors import BadInput
from newsroom.news.lists import LIST_NAMES, Term
from newsroom.news.plain import article_fields
from newsroom.news.workflow import PUBLIC, PubState

FORMAT = 2  # the newest that is read; 1 had no dealings

MOST_BYTES = 1024 * 1024 * 1024
"""The largest file that is taken: a newsroom of 20 000 stories with all their saves has a tenth."""

_FIELDS = frozenset(item.name for item in fields(Article))
_ARRIVES = _FIELDS - {
    "id", "uid", "version", "assignee", "bylines", "picture", "pubstate", "created_at",
    "updated_at", "updated_by", "stage_before", "pinned", "words", "excerpt", "extra",
    "publish_at",
}  # fmt: skip
"""What a story brings into another newsroom; the rest is the old one's own affair."""

_FLAGS = frozenset({"pinned", "sensitive", "not_for_publication"})
_NUMBERS = frozenset({"priority", "commissioned_length"})
_HELD = re.compile(r"(?<![\w/.-])media[:/]([0-9a-f]{64})")
_HASH = re.compile("[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class OwnSave:
    """One save: when, by whom (a uid), which act, and the fields that changed, still as JSON."""

    at: datetime
    by: str
    kind: str
    note: str
    fields: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class OwnStory:
    """A story as JSON has it, and its saves from the first to the last."""

    uid: str
    slug: str
    fields: Mapping[str, Any]
    saves: tuple[OwnSave, ...]


@dataclass(frozen=True, slots=True)
class OwnPicture:
    """A picture that should lie beside the file."""

    filename: str
    path: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """What is in a file. Staff, site, templates and dealings are as JSON has them."""

    name: str
    site: Mapping[str, Any]
    staff: tuple[Mapping[str, Any], ...]
    lists: Mapping[str, tuple[Term, ...]]
    templates: tuple[Mapping[str, Any], ...]
    pictures: Mapping[str, OwnPicture]
    stories: tuple[OwnStory, ...]
    dealings: Mapping[str, tuple[Mapping[str, Any], ...]]

    def picture(self, sha256: str) -> Checked | None:
        """The picture of that hash; None where it does not lie beside the file.

        Raises BadInput for one that is damaged.
        """
        own = self.pictures.get(sha256)
        if own is None or not own.path.is_file():
            return None
        found = check(own.path, own.filename or own.path.name)
        if found.sha256 != sha256:
            raise BadInput(_("{name} is not the picture that it was.").format(name=own.path.name))
        return found


def read_document(path: Path) -> Document:
    """What is in the file. Raises BadInput with a sentence that names it."""
    data = read_bytes(path, most=MOST_BYTES)
    try:
        said = json.loads(data)
    except (ValueError, RecursionError):
        raise BadInput(_("{name} is not JSON.").format(name=path.name)) from None
    head = said.get("newsroom") if isinstance(said, dict) else None
    if not isinstance(head, dict) or not isinstance(head.get("format"), int):
        raise BadInput(_("{name} is JSON, but not of a newsroom.").format(name=path.name))
    if head["format"] > FORMAT:
        raise BadInput(
            _("{name} was made by a newer newsroom; bring this one up to date.").format(
                name=path.name
            )
        )
    try:
        return _document(said, path)
    except (TypeError, ValueError, KeyError, AttributeError) as error:
        raise BadInput(
            _("{name} is not as newsroom writes it ({error}).").format(name=path.name, error=error)
        ) from None


def values(data: Mapping[str, Any], people: Mapping[str, int]) -> dict[str, object]:
    """Fields of a story as values; ``people`` are the staff's numbers here by their uid.

    Raises TypeError, ValueError or KeyError where JSON holds something else than it should.
    """
    known = {name: _storable(value) for name, value in data.items() if name in _FIELDS}
    for name in ("assignee", "updated_by"):
        if name in known:
            known[name] = people.get(_text(known[name])) if known[name] is not None else None
    if "bylines" in known:
        known["bylines"] = [
            {
                "name": _text(one["name"]),
                "staff": people.get(_text(one["staff"])) if one.get("staff") else None,
                "role": _text(one["role"]),
            }
            for one in _list(known["bylines"])
        ]
    if known.get("picture") is not None:
        known["picture"] = _picture(known["picture"])
    for name in _FLAGS & known.keys():
        if not isinstance(known[name], bool):
            raise TypeError(f"{name}: {known[name]!r}"[:80])
    for name in _NUMBERS & known.keys():
        if known[name] is not None and type(known[name]) is not int:
            raise TypeError(f"{name}: {known[name]!r}"[:80])
    if "extra" in known and not isinstance(known["extra"], dict):
        raise TypeError("extra")
    if "tags" in known:
        known["tags"] = [_text(tag) for tag in _list(known["tags"])]
    made = article_fields(known)
    for name, value in made.items():
        if isinstance(getattr(Article(), name), str):
            _text(value)
        if isinstance(value, datetime) and value.tzinfo is None:
            raise ValueError(f"{name}: {value} has no zone")
    return made


@dataclass(frozen=True, slots=True)
class OwnJsonFile:
    """Stories of a newsroom's own JSON; people are known again by their names."""

    id: str = "json"
    title: str = N_("newsroom JSON")
    suffixes: tuple[str, ...] = (".newsroom.json",)

    def read(self, path: Path, setting: Setting) -> tuple[Arrival, ...]:
        """The stories in the file. Raises BadInput where it holds none."""
        document = read_document(path)
        if not document.stories:
            raise BadInput(_("{name} holds no story.").format(name=path.name))
        return tuple(_arrival(story, document) for story in document.stories)


def _arrival(story: OwnStory, document: Document) -> Arrival:
    source = f"{document.name}: {story.slug[:60]}"
    try:
        made = values(story.fields, {})
    except (TypeError, ValueError, KeyError, AttributeError) as error:
        raise BadInput(
            _("{name} is not as newsroom writes it ({error}).").format(name=source, error=error)
        ) from None
    problems: list[str] = []
    wanted = dict.fromkeys(_HELD.findall(str(made.get("body", ""))))
    media = tuple(
        file for sha256 in wanted if (file := _taken(document, sha256, problems)) is not None
    )
    picture = made.get("picture")
    arrived: ArrivedPicture | None = None
    if isinstance(picture, Picture):
        arrived = ArrivedPicture(
            file=_taken(document, picture.sha256, problems),
            sha256=picture.sha256,
            caption=picture.caption,
            credit=picture.credit,
            alt=picture.alt,
            rights=picture.rights,
            focus=(picture.focus_x, picture.focus_y),
        )
    bylines = made.get("bylines", ())
    assert isinstance(bylines, tuple)
    public = made.get("pubstate", PubState.NONE) in PUBLIC
    extra = made.get("extra")
    return Arrival(
        source=source,
        fields={
            name: value
            for name, value in made.items()
            if name in _ARRIVES and (name != "published_at" or public)
        },
        bylines=tuple(ArrivedByline(b.name, b.role) for b in bylines if isinstance(b, Byline)),
        picture=arrived,
        media=media,
        extra=extra if isinstance(extra, dict) else {},
        problems=tuple(problems),
        key=f"urn:uuid:{story.uid}" if story.uid else "",
        same_slug=True,
        facts={"file": document.name},
    )


def _taken(document: Document, sha256: str, problems: list[str]) -> Checked | None:
    try:
        return document.picture(sha256)
    except BadInput as error:
        problems.append(str(error))
        return None


def _document(said: Mapping[str, Any], path: Path) -> Document:
    pictures: dict[str, OwnPicture] = {}
    for sha256, one in _dict(said.get("pictures", {})).items():
        place = _text(one.get("file", ""))
        if not _HASH.fullmatch(sha256) or not re.fullmatch(r"media/[0-9a-f]{64}(\.\w+)?", place):
            raise ValueError(f"pictures: {place[:80]}")
        pictures[sha256] = OwnPicture(_text(one.get("filename", "")), path.parent / place)
    lists = {
        name: tuple(
            Term(
                key=_text(one["key"]),
                name=_text(one["name"]),
                position=_number(one.get("position", 0)),
            )
            for one in _list(_dict(said.get("lists", {})).get(name, []))
        )
        for name in LIST_NAMES
    }
    return Document(
        name=path.name,
        site=_dict(_storable(said.get("site", {}))),
        staff=tuple(_dict(_storable(one)) for one in _list(said.get("staff", []))),
        lists=lists,
        templates=tuple(_dict(_storable(one)) for one in _list(said.get("templates", []))),
        pictures=pictures,
        stories=tuple(_story(_dict(one)) for one in _list(said.get("stories", []))),
        dealings={
            name: tuple(_dict(one) for one in _list(rows))
            for name, rows in _dict(_storable(said.get("dealings", {}))).items()
        },
    )


def _story(said: Mapping[str, Any]) -> OwnStory:
    saves = tuple(
        OwnSave(
            at=_moment(one["at"]),
            by=_text(one.get("by") or ""),
            kind=_text(one["kind"]),
            note=_text(one.get("note", "")),
            fields=_dict(one["fields"]),
        )
        for one in _list(said.get("revisions", []))
    )
    fields = {name: value for name, value in said.items() if name != "revisions"}
    return OwnStory(_text(said.get("uid", "")), _text(said.get("slug", "")), fields, saves)


def _picture(one: object) -> dict[str, Any]:
    said = _dict(one)
    words = ("caption", "credit", "alt", "rights")
    if not _HASH.fullmatch(_text(said["sha256"])):
        raise ValueError("picture: sha256")
    return {
        "sha256": said["sha256"],
        "filename": safe_filename(_text(said["filename"]), "", (Path(said["filename"]).suffix,)),
        "mime": _text(said["mime"]),
        "width": _number(said["width"]),
        "height": _number(said["height"]),
        **{word: _text(said.get(word, "")) for word in words},
        **{name: _number(said.get(name, 500)) for name in ("focus_x", "focus_y")},
    }


def _storable(value: Any) -> Any:
    """The value without the characters that no store can hold, in whatever depth."""
    if isinstance(value, str):
        return without_unstorable(value, name="")[0]
    if isinstance(value, list):
        return [_storable(item) for item in value]
    if isinstance(value, dict):
        return {_storable(key): _storable(item) for key, item in value.items()}
    return value


def _moment(value: object) -> datetime:
    moment = datetime.fromisoformat(_text(value))
    if moment.tzinfo is None:
        raise ValueError(f"{value} has no zone")
    return moment


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{value!r:.60} instead of words")
    return value


def _number(value: object) -> int:
    if type(value) is not int:
        raise TypeError(f"{value!r:.60} instead of a number")
    return value


def _list(value: object) -> list[Any]:
    if not isinstance(value, list):
        raise TypeError(f"{value!r:.60} instead of a list")
    return value


def _dict(value: object) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise TypeError(f"{value!r:.60} instead of an object")
    return value
