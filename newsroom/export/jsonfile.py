"""Our own JSON: stories with all that is theirs, from which a newsroom can be made again.

resources/help/export.md describes it for people; ``intake.ownjson`` reads it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any, ClassVar

from newsroom.export.originals import named_in
from newsroom.export.page import PageData
from newsroom.export.record import Kept, Record
from newsroom.i18n import N_
from newsroom.news.article import Article, Picture
from newsroom.news.plain import iso, plain

FORMAT = 2  # 1 had no dealings

_OF_THE_STORE = frozenset({"id", "words", "excerpt"})
"""What every store works out for itself."""

_SUFFIXES = {
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "image/gif": ".gif",
    "image/webp": ".webp",
}


class OwnJson:
    """One file with everything, and the pictures beside it under their hashes."""

    id: ClassVar[str] = "json"
    title: ClassVar[str] = N_("newsroom JSON (everything, to make a newsroom of again)")
    suffix: ClassVar[str] = ".newsroom.json"

    def __init__(self, templates: Path | None = None) -> None:
        """The file has no template."""

    def render(self, page: PageData) -> bytes:
        """The story alone, without its past."""
        return self.keep(_of_page(page))

    def beside(self, page: PageData) -> Mapping[str, bytes]:
        """Its pictures as they were taken in. Raises NotFound where one is missing."""
        return self.pictures(_of_page(page))

    def keep(self, record: Record) -> bytes:
        """The file in UTF-8; the same record is the same bytes."""
        names = {person.id: person.uid for person in record.staff}
        said = {
            "newsroom": {"format": FORMAT},
            "site": plain(record.site),
            "staff": [_without(plain(person), "id", "version") for person in record.staff],
            "lists": plain(record.lists),
            "templates": [_template(plain(template), names) for template in record.templates],
            "pictures": {
                sha256: {
                    "filename": picture.filename,
                    "mime": picture.mime,
                    "width": picture.width,
                    "height": picture.height,
                    "file": _place(picture),
                }
                for sha256, picture in sorted(record.pictures.items())
            },
            "stories": [_story(kept, names) for kept in record.stories],
            "dealings": record.dealings,
        }
        text = json.dumps(said, ensure_ascii=False, indent=1)
        return (text + "\n").encode("utf-8", "backslashreplace")

    def pictures(self, record: Record) -> Mapping[str, bytes]:
        """The pictures by path. Raises NotFound where one is missing."""
        return {_place(one): record.read(one.sha256) for one in record.pictures.values()}


def _of_page(page: PageData) -> Record:
    named = {
        sha256: Picture(sha256=sha256, filename="", mime="", width=0, height=0)
        for sha256 in named_in(page.story.body).values()
    }
    if (lead := page.story.picture) is not None:
        named[lead.sha256] = lead
    return Record(
        site=page.site,
        stories=(Kept(page.story),),
        staff=tuple(page.people.values()),
        pictures=named,
        read=page.original,
    )


def _place(picture: Picture) -> str:
    return f"media/{picture.sha256}{_SUFFIXES.get(picture.mime, '')}"


def _without(data: object, *names: str) -> dict[str, Any]:
    assert isinstance(data, dict)
    return {key: value for key, value in data.items() if key not in names}


def _template(data: object, names: Mapping[int, str]) -> dict[str, Any]:
    template = _without(data)
    template["fields"] = _people_named(template["fields"], names)
    return template


def _story(kept: Kept, names: Mapping[int, str]) -> dict[str, Any]:
    said = _people_named(_without(plain(kept.article), *_OF_THE_STORE), names)
    before: dict[str, Any] = {}
    saves: list[dict[str, Any]] = []
    for saved in kept.past:
        state = _state(saved.state, names)
        saves.append(
            {
                "number": saved.revision.number,
                "at": iso(saved.revision.created_at),
                "by": _who(saved.revision.author, names),
                "kind": saved.revision.kind,
                "note": saved.revision.note,
                "fields": {
                    name: value
                    for name, value in state.items()
                    if name not in before or before[name] != value
                },
            }
        )
        before = state
    return {**said, "revisions": saves}


def _state(article: Article, names: Mapping[int, str]) -> dict[str, Any]:
    """What a save kept, apart from what its own entry says."""
    own = {"uid", "version", "created_at", "updated_at", "updated_by"} | _OF_THE_STORE
    values = {
        item.name: plain(getattr(article, item.name))
        for item in fields(article)
        if item.name not in own
    }
    return _people_named(values, names)


def _people_named(data: dict[str, Any], names: Mapping[int, str]) -> dict[str, Any]:
    """The fields with people by their uid, which is the same in every store."""
    said = dict(data)
    for name in ("assignee", "updated_by"):
        if name in said:
            said[name] = _who(said[name], names)
    if "bylines" in said:
        said["bylines"] = [{**one, "staff": _who(one["staff"], names)} for one in said["bylines"]]
    return said


def _who(number: int | None, names: Mapping[int, str]) -> str | None:
    return names.get(number) if number is not None else None
