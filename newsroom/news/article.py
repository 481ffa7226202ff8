"""A story, its bylines and its lead picture, as values detached from any store."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple

from newsroom.i18n import N_
from newsroom.news.fields import Kind, Spec, specs, told
from newsroom.news.workflow import NEED_CHOICES, Need, PubState, Stage
from newsroom.values import dataclass


class Direction(StrEnum):
    """Which way a story runs; ``auto`` follows its language and its first strong letter."""

    AUTO = "auto"
    LTR = "ltr"
    RTL = "rtl"


class BylineRole(StrEnum):
    """What a person did for the story."""

    STORY = "story"
    PHOTO = "photo"
    DATA = "data"
    ADDITIONAL = "additional"
    EDITING = "editing"


@dataclass(frozen=True, slots=True)
class Byline:
    """One name in the credit line. ``staff`` is None for a guest, whose ``name`` stands alone."""

    name: str
    staff: int | None = None
    role: BylineRole = BylineRole.STORY


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A picture in use: the file's facts (by content hash) and this use's words.

    ``sha256`` names the file in the media folder; ``width`` and ``height`` are pixels. The focus,
    in thousandths of both, is what stays in sight where a list shows a part of it.
    """

    sha256: str
    filename: str
    mime: str
    width: int
    height: int
    caption: str = ""
    credit: str = ""
    alt: str = ""
    rights: str = ""
    focus_x: int = 500
    focus_y: int = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One story. Times are aware and in UTC. ``id`` is 0 and ``version`` 0 until it is stored."""

    id: int = 0
    uid: str = ""
    version: int = 0

    # On the page, in the order of the page.
    kicker: str = told(
        Spec(
            label=N_("Kicker"), most=200, advice=30, matter="kicker", column=True, search="headline"
        ),
        "",
    )
    headline: str = told(
        Spec(
            label=N_("Headline"),
            most=1000,
            advice=70,
            matter="headline",
            column=True,
            search="headline",
        ),
        "",
    )
    dek: str = told(
        Spec(label=N_("Dek"), kind=Kind.TEXT, most=4000, advice=160, matter="dek", search="meta"),
        "",
    )
    dateline: str = told(Spec(label=N_("Dateline"), most=200, advice=40, matter="dateline"), "")
    body: str = told(Spec(label=N_("Body"), kind=Kind.MARKDOWN, search="body"), "")

    # In the inspector.
    slug: str = told(
        Spec(
            label=N_("Slug"),
            kind=Kind.SLUG,
            page=N_("Story"),
            most=120,
            matter="slug",
            column=True,
            search="meta",
        ),
        "",
    )
    short_headline: str = told(
        Spec(
            label=N_("Short headline"),
            page=N_("Story"),
            most=1000,
            advice=40,
            matter="short_headline",
            search="headline",
            hint=N_("For lists and social cards"),
        ),
        "",
    )
    section: str = told(
        Spec(
            label=N_("Section"),
            kind=Kind.CHOICE,
            page=N_("Story"),
            source="sections",
            matter="section",
            column=True,
        ),
        "",
    )
    tags: tuple[str, ...] = told(
        Spec(label=N_("Tags"), kind=Kind.TAGS, page=N_("Story"), matter="tags"), ()
    )
    language: str = told(
        Spec(
            label=N_("Language"),
            kind=Kind.LANGUAGE,
            page=N_("Story"),
            matter="language",
            column=True,
        ),
        "en",
    )
    direction: Direction = told(
        Spec(
            label=N_("Direction"),
            kind=Kind.CHOICE,
            page=N_("Story"),
            matter="direction",
            choices=(
                ("auto", N_("By language")),
                ("ltr", N_("Left to right")),
                ("rtl", N_("Right to left")),
            ),
        ),
        Direction.AUTO,
    )
    bylines: tuple[Byline, ...] = told(
        Spec(
            label=N_("Bylines"),
            kind=Kind.BYLINES,
            page=N_("Bylines"),
            matter="bylines",
            column=True,
            search="meta",
        ),
        (),
    )
    picture: Picture | None = told(
        Spec(label=N_("Lead picture"), kind=Kind.PICTURE, page=N_("Picture"), matter="image"), None
    )
    stage: Stage = told(
        Spec(
            label=N_("Stage"),
            kind=Kind.CHOICE,
            page=N_("Work"),
            source="stages",
            matter="stage",
            column=True,
        ),
        Stage.DRAFT,
    )
    desk: str = told(
        Spec(
            label=N_("Desk"),
            kind=Kind.CHOICE,
            page=N_("Work"),
            source="desks",
            matter="desk",
            column=True,
        ),
        "",
    )
    assignee: int | None = told(
        Spec(label=N_("Assignee"), kind=Kind.PERSON, page=N_("Work"), column=True), None
    )
    due_at: datetime | None = told(
        Spec(label=N_("Due"), kind=Kind.MOMENT, page=N_("Work"), matter="due_at", column=True), None
    )
    planned_at: datetime | None = told(
        Spec(
            label=N_("Planned for"),
            kind=Kind.MOMENT,
            page=N_("Work"),
            matter="planned_at",
            column=True,
            hint=N_("When we mean to run it; not when it was published"),
        ),
        None,
    )
    priority: int = told(
        Spec(
            label=N_("Priority"),
            kind=Kind.NUMBER,
            page=N_("Work"),
            lowest=1,
            highest=9,
            matter="priority",
            column=True,
            hint=N_("1 is the highest, as in IPTC urgency"),
        ),
        5,
    )
    commissioned_length: int | None = told(
        Spec(
            label=N_("Commissioned length"),
            kind=Kind.NUMBER,
            page=N_("Work"),
            lowest=0,
            highest=100_000,
            matter="commissioned_length",
            column=True,
            hint=N_("In words"),
        ),
        None,
    )
    ed_note: str = told(
        Spec(
            label=N_("Note to editors"),
            kind=Kind.TEXT,
            page=N_("Work"),
            most=10_000,
            matter="ed_note",
            search="meta",
            hint=N_("Never on the page"),
        ),
        "",
    )
    embargo_until: datetime | None = told(
        Spec(
            label=N_("Embargo until"),
            kind=Kind.MOMENT,
            page=N_("Publishing"),
            matter="embargo_until",
            column=True,
        ),
        None,
    )
    legal: Need = told(
        Spec(
            label=N_("Legal check"),
            kind=Kind.CHOICE,
            page=N_("Publishing"),
            matter="legal",
            choices=NEED_CHOICES,
            hint=N_("While it is required, the story can't go out"),
        ),
        Need.NA,
    )
    pictures: Need = told(
        Spec(
            label=N_("Picture check"),
            kind=Kind.CHOICE,
            page=N_("Publishing"),
            matter="pictures",
            choices=NEED_CHOICES,
            hint=N_("While it is required, the story can't go out"),
        ),
        Need.NA,
    )
    sensitive: bool = told(
        Spec(
            label=N_("Sensitive"),
            kind=Kind.FLAG,
            page=N_("Publishing"),
            matter="sensitive",
            hint=N_("To be handled with care; never on the page"),
        ),
        False,
    )
    not_for_publication: bool = told(
        Spec(
            label=N_("Not for publication"),
            kind=Kind.FLAG,
            page=N_("Publishing"),
            matter="not_for_publication",
        ),
        False,
    )

    # Kept by the desk.
    pubstate: PubState = told(
        Spec(label=N_("Published state"), kind=Kind.HIDDEN, column=True), PubState.NONE
    )
    published_at: datetime | None = told(
        Spec(label=N_("Published"), kind=Kind.HIDDEN, matter="published_at", column=True), None
    )
    publish_at: datetime | None = told(
        Spec(label=N_("Goes out at"), kind=Kind.HIDDEN, column=True), None
    )
    created_at: datetime | None = told(
        Spec(label=N_("Created"), kind=Kind.HIDDEN, column=True), None
    )
    updated_at: datetime | None = told(
        Spec(label=N_("Changed"), kind=Kind.HIDDEN, column=True), None
    )
    updated_by: int | None = None
    stage_before: str = ""  # where a spiked story goes when it is restored
    pinned: bool = False  # kept at the top of the Recent Posts box
    words: int = told(Spec(label=N_("Words"), kind=Kind.HIDDEN, column=True), 0)
    excerpt: str = ""  # the body's first words as plain text, made when it is saved
    extra: Mapping[str, object] = field(default_factory=dict)  # front matter that we do not know


ARTICLE_FIELDS: Mapping[str, Spec] = MappingProxyType(specs(Article))
"""Every field of a story that has a face, by name, in the order of the page and the form."""

EDITABLE: frozenset[str] = frozenset(
    {name for name, spec in ARTICLE_FIELDS.items() if spec.kind is not Kind.HIDDEN}
)
"""The fields that a save may carry."""

ON_PAGE: frozenset[str] = frozenset(
    {"kicker", "headline", "dek", "dateline", "body", "slug", "short_headline", "section"}
    | {"tags", "language", "direction", "bylines", "picture"}
)
"""The fields that readers see something of."""


class Row(NamedTuple):
    """One line of the article list, as raw as the store gives it.

    Times are microseconds since the epoch in UTC (None where unset), so that a page of rows costs
    no conversion until it is painted. ``byline`` is the credit line as one text.
    """

    id: int
    slug: str
    kicker: str
    headline: str
    section: str
    desk: str
    stage: str
    pubstate: str
    byline: str
    assignee: int | None
    language: str
    priority: int
    due_at: int | None
    planned_at: int | None
    embargo_until: int | None
    published_at: int | None
    created_at: int
    updated_at: int
    words: int
    commissioned_length: int | None
    pinned: int
    excerpt: str
    version: int
    legal: str = "na"
    pictures: str = "na"
    sensitive: int = 0
    not_for_publication: int = 0
    comments_open: int = 0  # threads that nobody has settled
    suggestions_open: int = 0  # changes in the open suggestion sets
    publish_at: int | None = None


class Sort(StrEnum):
    """The list's orders; each has an index, newest or first in the alphabet first."""

    UPDATED = "updated_at"
    PUBLISHED = "published_at"
    DUE = "due_at"
    CREATED = "created_at"
    HEADLINE = "headline"
    PRIORITY = "priority"
    WORDS = "words"


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """Which stories a list shows; every condition that is set must hold.

    ``stages`` empty means every stage but spiked. ``staff`` is a person's byline, ``assignee``
    whose work it is. Moments are aware datetimes. ``words`` is what was typed into the search box.

    ``due`` names a span that moves with the clock ("late", "today"): whoever shows the filter fills
    in the moments, so that a filter that was kept yesterday means today.
    """

    stages: frozenset[str] = frozenset()
    pubstates: frozenset[str] = frozenset()
    sections: frozenset[str] = frozenset()
    desks: frozenset[str] = frozenset()
    tag: str = ""
    staff: int | None = None
    assignee: int | None = None
    language: str = ""
    due_before: datetime | None = None
    due_after: datetime | None = None
    updated_after: datetime | None = None
    published_after: datetime | None = None
    published_before: datetime | None = None
    words: str = ""
    due: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the list. ``next`` is handed back to get the one after, None at the end."""

    rows: tuple[Row, ...]
    next: tuple[object, ...] | None


@dataclass(frozen=True, slots=True)
class Hit:
    """A row found by its words: the passage that holds them and where (character offsets)."""

    row: Row
    passage: str = ""
    marks: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """How many stories stand where. Spiked stories count under their stage alone; ``ready`` are
    those in Ready that readers have not seen yet."""

    stages: Mapping[str, int] = field(default_factory=dict)
    pubstates: Mapping[str, int] = field(default_factory=dict)
    desks: Mapping[str, int] = field(default_factory=dict)
    sections: Mapping[str, int] = field(default_factory=dict)
    ready: int = 0
    mine: int = 0
    due_today: int = 0
    late: int = 0
    total: int = 0  # all but spiked
