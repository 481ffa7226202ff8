"""Stories and people as plain data: the shapes of ``--json``, of an undo step, and of a file.

Each shape follows the fields of the values, so that a new field is in it by itself. The shapes are
described for people in resources/help/cli.md; a test holds the two together.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from newsroom.news.article import (
    ARTICLE_FIELDS,
    Article,
    Byline,
    BylineRole,
    Direction,
    Picture,
    Row,
)
from newsroom.news.staff import Person, Workload
from newsroom.news.workflow import Need, PubState, Stage
from newsroom.text.matter import join_matter

_ROW_MOMENTS = frozenset(
    {"due_at", "planned_at", "embargo_until", "published_at", "created_at", "updated_at"}
)

_ROW_FLAGS = frozenset({"pinned", "sensitive", "not_for_publication"})


def plain(value: object) -> object:
    """The value as JSON could hold it: moments in ISO 8601 UTC, choices as words."""
    if isinstance(value, StrEnum):
        return str(value)
    if isinstance(value, datetime):
        return _iso(value)
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, (tuple, list)):
        return [plain(item) for item in value]
    if is_dataclass(value) and not isinstance(value, type):
        return {item.name: plain(getattr(value, item.name)) for item in fields(value)}
    return value


def article_fields(data: Mapping[str, object]) -> dict[str, object]:
    """Fields of a story as values again, out of what ``plain`` made of them."""
    return {name: _article_value(name, value) for name, value in data.items()}


def _article_value(name: str, value: object) -> object:
    if name.endswith(("_at", "_until")):
        return datetime.fromisoformat(value) if isinstance(value, str) else None
    if name == "stage":
        return Stage(str(value))
    if name == "pubstate":
        return PubState(str(value))
    if name in ("legal", "pictures"):
        return Need(str(value))
    if name == "direction":
        return Direction(str(value))
    if name == "tags" and isinstance(value, list):
        return tuple(value)
    if name == "bylines" and isinstance(value, list):
        return tuple(
            Byline(item["name"], item["staff"], BylineRole(item["role"])) for item in value
        )
    if name == "picture" and isinstance(value, Mapping):
        return Picture(**value)
    return value


def story(article: Article, people: Mapping[int, Person]) -> dict[str, object]:
    """The shape of ``show --json``: every field, people by id and name."""
    shape = plain(article)
    assert isinstance(shape, dict)
    shape["assignee"] = _who(article.assignee, people)
    shape["updated_by"] = _who(article.updated_by, people)
    return shape


def line(row: Row, people: Mapping[int, Person]) -> dict[str, object]:
    """The shape of one story of ``list --json``."""
    shape: dict[str, object] = {}
    values: dict[str, Any] = row._asdict()
    for name, value in values.items():
        if name in _ROW_MOMENTS:
            shape[name] = _iso(moment_of(value)) if value is not None else None
        elif name in _ROW_FLAGS:
            shape[name] = bool(value)
        elif name == "assignee":
            shape[name] = _who(value, people)
        else:
            shape[name] = value
    return shape


def person(entry: Person, load: Workload | None = None) -> dict[str, object]:
    """The shape of one entry of ``staff list --json`` and of ``staff show --json``."""
    shape = plain(entry)
    assert isinstance(shape, dict)
    shape["credit"] = entry.credit
    if load is not None:
        shape["workload"] = plain(load)
    return shape


def markdown(article: Article) -> str:
    """The story as ``import`` takes it: YAML front matter, then the body.

    Fields that say nothing are left out; keys that we did not know stand at the end.
    """
    import yaml

    empty = Article()
    matter: dict[str, object] = {}
    for name, spec in ARTICLE_FIELDS.items():
        value = getattr(article, name)
        said = value != getattr(empty, name) or name in ("slug", "headline", "language", "stage")
        if spec.matter and said:
            matter[spec.matter] = _matter_value(value)
    for key, item in article.extra.items():
        matter.setdefault(key, plain(item))
    head = yaml.safe_dump(matter, sort_keys=False, allow_unicode=True, width=10_000)
    return join_matter(head, f"\n{article.body}")


def _matter_value(value: object) -> object:
    if isinstance(value, Picture):
        words = ("caption", "credit", "alt", "rights")
        said = {word: getattr(value, word) for word in words if getattr(value, word)}
        return {"sha256": value.sha256, **said}
    if isinstance(value, tuple):
        return [_matter_value(item) for item in value]
    if isinstance(value, Byline):
        if value.role is BylineRole.STORY:
            return value.name
        return {"name": value.name, "role": str(value.role)}
    return plain(value)


def _who(number: int | None, people: Mapping[int, Person]) -> dict[str, object] | None:
    if number is None:
        return None
    entry = people.get(number)
    return {"id": number, "name": entry.name if entry else ""}


def _iso(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


def moment_of(value: int) -> datetime:
    """A row's moment (microseconds since the epoch) as a value."""
    seconds, micros = divmod(value, 1_000_000)
    return datetime.fromtimestamp(seconds, UTC).replace(microsecond=micros)
