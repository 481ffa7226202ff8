from __future__ import annotations

import json
import re
from dataclasses import fields, replace
from datetime import UTC, datetime
from pathlib import Path

from newsroom.assets import asset
from newsroom.desk import shapes
from newsroom.intake.arrival import Setting
from newsroom.intake.markdown import read_story
from newsroom.news.article import Article, Byline, BylineRole, Direction, Picture, Row
from newsroom.news.site import SITE_FIELDS
from newsroom.news.staff import Person, Workload
from newsroom.news.workflow import PubState, Stage

MOMENT = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)

STORY = Article(
    id=3,
    uid="u",
    version=2,
    kicker="K: colon",
    headline='"Quoted" — بندر',
    dek="Two\nlines",
    body="Text.\n\n---\n\nMore.\n",
    slug="harbour",
    tags=("a", "b, c"),
    language="fa",
    direction=Direction.RTL,
    bylines=(Byline("Ana", 1), Byline("Guest", None, BylineRole.PHOTO)),
    picture=Picture(
        sha256="ab" * 32, filename="a.png", mime="image/png", width=4, height=3, alt="Alt: x"
    ),
    stage=Stage.READY,
    assignee=1,
    due_at=MOMENT,
    pubstate=PubState.PUBLISHED,
    published_at=MOMENT,
    extra={"legacy": 7, "list": ["x"]},
)

ROW = Row(
    id=3,
    slug="harbour",
    kicker="",
    headline="H",
    section="",
    desk="",
    stage="ready",
    pubstate="published",
    byline="Ana",
    assignee=1,
    language="en",
    priority=5,
    due_at=None,
    planned_at=None,
    embargo_until=None,
    published_at=1_795_512_600_000_001,
    created_at=1_795_512_600_000_000,
    updated_at=1_795_512_600_000_000,
    words=1,
    commissioned_length=None,
    pinned=1,
    excerpt="",
    version=2,
)

PEOPLE = {1: Person(id=1, name="Ana Lima", byline="A. Lima")}


def test_fields_come_back_as_they_were() -> None:
    values = {item.name: getattr(STORY, item.name) for item in fields(STORY)}
    through = json.loads(json.dumps(shapes.plain(values)))
    assert shapes.article_fields(through) == values


def test_nothing_comes_back_as_nothing() -> None:
    values = {"due_at": None, "picture": None, "assignee": None, "tags": (), "bylines": ()}
    through = json.loads(json.dumps(shapes.plain(values)))
    assert shapes.article_fields(through) == values


def test_a_story_names_its_people() -> None:
    shape = shapes.story(STORY, PEOPLE)
    assert shape["assignee"] == {"id": 1, "name": "Ana Lima"}
    assert shape["updated_by"] is None
    assert shape["due_at"] == "2026-11-24T09:30:00Z"
    assert shapes.story(STORY, {})["assignee"] == {"id": 1, "name": ""}
    json.dumps(shape)


def test_a_line_has_moments_in_words() -> None:
    shape = shapes.line(ROW, PEOPLE)
    assert shape["created_at"] == "2026-11-24T09:30:00Z"
    assert shape["published_at"] == "2026-11-24T09:30:00.000001Z"
    assert shape["due_at"] is None
    assert shape["pinned"] is True
    assert shape["assignee"] == {"id": 1, "name": "Ana Lima"}


def test_markdown_goes_out_and_comes_back(tmp_path: Path) -> None:
    text = shapes.markdown(STORY)
    back = read_story(text, path=tmp_path / "x.md", setting=Setting(zone=UTC))
    assert (back.notes, back.problems) == ((), ())
    for name, value in back.fields.items():
        assert value == getattr(STORY, name), name
    for name in ("kicker", "headline", "dek", "tags", "direction", "due_at", "published_at"):
        assert name in back.fields
    assert back.bylines is not None
    assert [(b.name, b.role) for b in back.bylines] == [
        ("Ana", BylineRole.STORY),
        ("Guest", BylineRole.PHOTO),
    ]
    assert back.picture is not None
    assert (back.picture.sha256, back.picture.alt) == ("ab" * 32, "Alt: x")
    assert back.extra == STORY.extra


def test_an_empty_story_has_a_short_front_matter() -> None:
    text = shapes.markdown(replace(Article(), slug="a"))
    assert text.startswith("---\nheadline: ''\nslug: a\nlanguage: en\nstage: draft\n---\n")


def help_shape(heading: str) -> dict[str, object]:
    """The JSON that help/cli.md shows under a heading."""
    text = asset("help", "cli.md").read_text(encoding="utf-8")
    part = text.split(f"\n## {heading}\n")[1].split("\n## ")[0]
    found = re.search(r"```json\n(.*?)```", part, re.DOTALL)
    assert found
    shape = json.loads(found[1])
    assert isinstance(shape, dict)
    return shape


def test_the_help_shows_the_shapes_as_they_are() -> None:
    story = help_shape("show")
    assert list(story) == list(shapes.story(STORY, PEOPLE))
    assert isinstance(story["picture"], dict)
    assert list(story["picture"]) == list(shapes.plain(STORY.picture))  # type: ignore[call-overload]
    (line,) = help_shape("list")["stories"]  # type: ignore[misc]
    assert list(line) == list(shapes.line(ROW, PEOPLE))
    (person,) = help_shape("staff")["staff"]  # type: ignore[misc]
    assert list(person) == list(shapes.person(PEOPLE[1], Workload()))
    assert list(help_shape("config")["site"]) == list(SITE_FIELDS)  # type: ignore[call-overload]
