"""Stories and people as plain data: the shapes of ``--json``.

Each shape follows the fields of the values, so that a new field is in it by itself. The shapes are
described for people in resources/help/cli.md; a test holds the two together.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from newsroom.news.article import Article, Row
from newsroom.news.plain import article_fields as article_fields
from newsroom.news.plain import iso
from newsroom.news.plain import plain as plain
from newsroom.news.staff import Person, Workload

if TYPE_CHECKING:
    from newsroom.news.rule import Found, StyleRule

_ROW_MOMENTS = frozenset(
    {"due_at", "planned_at", "embargo_until", "published_at", "created_at", "updated_at"}
    | {"publish_at"}
)

_ROW_FLAGS = frozenset({"pinned", "sensitive", "not_for_publication"})


def story(
    article: Article, people: Mapping[int, Person], row: Row | None = None
) -> dict[str, object]:
    """The shape of ``show --json``: every field, people by id and name, and what is open on it.

    ``row`` is the story's in the list, which knows its open comments and suggestions.
    """
    from newsroom.text.notes import count_open

    shape = plain(article)
    assert isinstance(shape, dict)
    shape["assignee"] = _who(article.assignee, people)
    shape["updated_by"] = _who(article.updated_by, people)
    shape["open"] = {
        "comments": row.comments_open if row else 0,
        "suggestions": row.suggestions_open if row else 0,
        **count_open(article.body)._asdict(),
    }
    return shape


def line(row: Row, people: Mapping[int, Person]) -> dict[str, object]:
    """The shape of one story of ``list --json``."""
    shape: dict[str, object] = {}
    values: dict[str, Any] = row._asdict()
    for name, value in values.items():
        if name in _ROW_MOMENTS:
            shape[name] = iso(moment_of(value)) if value is not None else None
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
    """The story as ``import`` takes it: YAML front matter, then the body."""
    from newsroom.export.markdown import story_file

    return story_file(article)


def _who(number: int | None, people: Mapping[int, Person]) -> dict[str, object] | None:
    if number is None:
        return None
    entry = people.get(number)
    return {"id": number, "name": entry.name if entry else ""}


def moment_of(value: int) -> datetime:
    """A row's moment (microseconds since the epoch) as a value."""
    seconds, micros = divmod(value, 1_000_000)
    return datetime.fromtimestamp(seconds, UTC).replace(microsecond=micros)


def finding(found: Found, rule: StyleRule, text: str) -> dict[str, Any]:
    """What a rule of style found, as ``check --json`` prints it; ``text`` is the field's."""
    line, column = line_and_column(text, found.start)
    return {
        "rule": rule.key,
        "severity": str(rule.severity),
        "category": rule.category,
        "field": found.field,
        "line": line,
        "column": column,
        "start": found.start,
        "end": found.end,
        "words": found.words,
        "fixes": list(found.fixes),
        "why": found.said or rule.why,
        "source": rule.source,
    }


def line_and_column(text: str, at: int) -> tuple[int, int]:
    """Where a character stands, both counted from 1."""
    return text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)
