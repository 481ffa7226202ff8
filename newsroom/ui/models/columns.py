"""The columns that the list can show, what stands in them, and how they are sorted."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta, tzinfo
from types import MappingProxyType

from newsroom.i18n import N_, _, figure
from newsroom.news.age import age
from newsroom.news.article import Row, Sort
from newsroom.news.workflow import INDEFINITE, PUBSTATE_LABELS, stage_label
from newsroom.ui.hours import clock_time, day, day_time
from newsroom.ui.lists import Lists
from newsroom.values import dataclass

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def moment(microseconds: int) -> datetime:
    """A row's time as an aware datetime in UTC."""
    return _EPOCH + timedelta(microseconds=microseconds)


@dataclass(frozen=True, slots=True)
class Setting:
    """What a cell's words depend on besides its row."""

    lists: Lists
    now: datetime
    zone: tzinfo

    def when(self, microseconds: int | None) -> str:
        """A time on the newsroom's clock, in the person's own way of writing it."""
        if microseconds is None:
            return ""
        there = moment(microseconds)
        if there >= INDEFINITE:
            return _("until further notice")
        return f"{day(there, self.zone)}, {clock_time(there, self.zone)}"

    def soon(self, microseconds: int) -> str:
        """The same, where there is little room: today is not named."""
        there = moment(microseconds)
        if there >= INDEFINITE:
            return _("until further notice")
        return day_time(there, self.zone, self.now)

    def age(self, microseconds: int | None) -> str:
        """How long ago, in words."""
        return "" if microseconds is None else age(moment(microseconds), self.now)


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column: its heading, its words, its width in pixels, and the order that it sorts by."""

    id: str
    label: str
    words: Callable[[Row, Setting], str]
    width: int
    sort: Sort | None = None
    right: bool = False  # numbers stand on the right
    shown: bool = False  # at first


def _person(row: Row, setting: Setting) -> str:
    person = setting.lists.person(row.assignee)
    return person.name if person else ""


def _length(row: Row, setting: Setting) -> str:
    words = figure(row.words)
    if not row.commissioned_length:
        return words
    return f"{words}/{figure(row.commissioned_length)}"


COLUMNS: tuple[Column, ...] = (
    Column(
        id="headline", label=N_("Headline"), width=320, sort=Sort.HEADLINE, shown=True,
        words=lambda row, setting: row.headline or row.slug,
    ),
    Column(
        id="stage", label=N_("Stage"), width=90, shown=True,
        words=lambda row, setting: _(stage_label(row.stage)),
    ),
    Column(
        id="section", label=N_("Section"), width=100, shown=True,
        words=lambda row, setting: setting.lists.name("sections", row.section),
    ),
    Column(
        id="byline", label=N_("Byline"), width=150, shown=True,
        words=lambda row, setting: row.byline,
    ),
    Column(
        id="due_at", label=N_("Due"), width=130, sort=Sort.DUE, shown=True,
        words=lambda row, setting: setting.when(row.due_at),
    ),
    Column(
        id="words", label=N_("Words"), width=80, sort=Sort.WORDS, right=True, shown=True,
        words=_length,
    ),
    Column(
        id="updated_at", label=N_("Changed"), width=110, sort=Sort.UPDATED, shown=True,
        words=lambda row, setting: setting.age(row.updated_at),
    ),
    Column(
        id="published_at", label=N_("Published"), width=130, sort=Sort.PUBLISHED,
        words=lambda row, setting: setting.when(row.published_at),
    ),
    Column(
        id="pubstate", label=N_("State"), width=110,
        words=lambda row, setting: _(PUBSTATE_LABELS.get(row.pubstate, row.pubstate)),  # type: ignore[call-overload]
    ),
    Column(
        id="kicker", label=N_("Kicker"), width=140, words=lambda row, setting: row.kicker,
    ),
    Column(id="slug", label=N_("Slug"), width=160, words=lambda row, setting: row.slug),
    Column(
        id="desk", label=N_("Desk"), width=120,
        words=lambda row, setting: setting.lists.name("desks", row.desk),
    ),
    Column(id="assignee", label=N_("Assignee"), width=130, words=_person),
    Column(
        id="priority", label=N_("Priority"), width=70, sort=Sort.PRIORITY, right=True,
        words=lambda row, setting: str(row.priority),
    ),
    Column(
        id="language", label=N_("Language"), width=80, words=lambda row, setting: row.language,
    ),
    Column(
        id="planned_at", label=N_("Planned for"), width=130,
        words=lambda row, setting: setting.when(row.planned_at),
    ),
    Column(
        id="embargo_until", label=N_("Embargo until"), width=130,
        words=lambda row, setting: setting.when(row.embargo_until),
    ),
    Column(
        id="publish_at", label=N_("Goes out at"), width=130,
        words=lambda row, setting: setting.when(row.publish_at),
    ),
    Column(
        id="created_at", label=N_("Created"), width=110, sort=Sort.CREATED,
        words=lambda row, setting: setting.age(row.created_at),
    ),
)  # fmt: skip
"""Every column, in the order in which they stand at first."""

BY_ID: Mapping[str, Column] = MappingProxyType({column.id: column for column in COLUMNS})

SORTS: tuple[tuple[Sort, bool, str], ...] = (
    (Sort.UPDATED, True, N_("Changed last")),
    (Sort.PUBLISHED, True, N_("Published last")),
    (Sort.DUE, False, N_("Due first")),
    (Sort.PRIORITY, False, N_("Highest priority")),
    (Sort.HEADLINE, False, N_("Headline, A to Z")),
    (Sort.CREATED, True, N_("Created last")),
    (Sort.WORDS, True, N_("Longest")),
)
"""The orders that the list offers: (sort, descending, name)."""
