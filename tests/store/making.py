"""Stories, people and clocks for the tests of the store."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

from newsroom.news.article import Article, Byline, BylineRole, Direction, Picture
from newsroom.news.changes import NOTHING, Changes
from newsroom.news.errors import NewsroomError
from newsroom.news.staff import Person
from newsroom.news.workflow import Need, PubState, Stage
from newsroom.store.connect import Store

START = datetime(2026, 3, 20, 9, 30, tzinfo=UTC)
TEHRAN = timezone(timedelta(hours=3, minutes=30))

# What a person must never read: the insides of a driver.
_INSIDES = re.compile(
    r"sqlite3|psycopg|peewee|traceback|sqlstate|operationalerror|errno|\bSELECT\b|\bINSERT\b",
    re.IGNORECASE,
)


class HandClock:
    """Time stands still until a test moves it."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **span: float) -> datetime:
        self.now += timedelta(**span)
        return self.now


def story(slug: str = "ferry-timetable", **fields: object) -> Article:
    """A story that was never stored."""
    return replace(
        Article(slug=slug, headline="Ferries run late", body="The ferries run late."),
        **fields,  # type: ignore[arg-type]
    )


def keep(store: Store, slug: str = "ferry-timetable", **fields: object) -> Article:
    """A story, stored."""
    return store.articles.insert(story(slug, **fields), author=None)


def save(store: Store, article: Article, **fields: object) -> Article:
    """The story saved with these fields, on top of how it was read."""
    return store.articles.update(article.id, article.version, fields, author=None)


def person(store: Store, name: str = "Nadia Brandt", **fields: object) -> Person:
    """Somebody in the staff directory."""
    return store.staff.insert(Person(name=name, **fields))  # type: ignore[arg-type]


def full_story(store: Store) -> Article:
    """A story with every field set, none to its default; not stored yet."""
    nadia = person(store)
    desk = person(store, "Editorial Staff", collective=True)
    return Article(
        uid="8c1f3f6e-0000-4000-8000-000000000001",
        kicker="Exclusive",
        headline="Hafen: ‘Nichts geht mehr’ 🚢",
        dek="What the strike means\nfor the islands",
        dateline="Rostock",
        body="The ferries *stand still*.\r\n\r\nنامه‌ها دیر می‌رسند.\n\n\tTail  \n",
        slug="strike-ferries",
        short_headline="Ferry strike",
        section="economy",
        tags=("strike", "ferries", "Ärger"),
        language="de",
        direction=Direction.LTR,
        bylines=(
            Byline("Nadia Brandt", nadia.id),
            Byline("Editorial Staff", desk.id, BylineRole.EDITING),
            Byline("A Guest", None, BylineRole.PHOTO),
        ),
        picture=Picture(
            sha256="ab" * 32,
            filename="harbour at dawn.jpg",
            mime="image/jpeg",
            width=4000,
            height=3000,
            caption="The harbour at dawn",
            credit="A. Guest",
            alt="Ships at the quay",
            rights="One use",
        ),
        stage=Stage.COPY,
        desk="business",
        assignee=nadia.id,
        due_at=START + timedelta(hours=5, microseconds=1),
        planned_at=START + timedelta(days=1),
        priority=2,
        commissioned_length=600,
        ed_note="Call the union again",
        embargo_until=START + timedelta(hours=6),
        legal=Need.REQUIRED,
        pictures=Need.COMPLETE,
        sensitive=True,
        not_for_publication=True,
        pubstate=PubState.SCHEDULED,
        published_at=START - timedelta(days=2),
        publish_at=START + timedelta(hours=7),
        created_at=START - timedelta(days=3),
        updated_at=START - timedelta(days=1),
        stage_before="desk",
        pinned=True,
        extra={"wire_id": "X-1", "list": [1, 2.5, None, True], "nested": {"ä": "ی"}},
    )


def sentence(error: NewsroomError) -> str:
    """The error's text, held to be one that a person can read."""
    said = str(error)
    assert said.endswith(".")
    assert "\n" not in said
    assert "{" not in said
    assert not _INSIDES.search(said), said
    return said


def heard(store: Store, *, until: Callable[[Changes], bool] = bool) -> Changes:
    """What a window hears of others; a server's notice takes a moment to arrive."""
    news = NOTHING
    for _try in range(500):
        news |= store.poll()
        if until(news):
            return news
        time.sleep(0.01)
    return news
