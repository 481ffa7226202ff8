"""What the sidebar offers: ready-made filters in groups, each with its count."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta, tzinfo

from newsroom.i18n import _
from newsroom.news.article import Counts, Filter
from newsroom.news.staff import Person
from newsroom.news.workflow import PUBLIC, STAGES, PubState, Stage
from newsroom.ui.lists import Lists
from newsroom.values import dataclass

OPEN = frozenset({str(PubState.NONE), str(PubState.SCHEDULED)})
"""The states in which a story is open work, which can be late; as the desk counts it."""

LATE, TODAY = "late", "today"
"""The spans that move with the clock (``Filter.due``)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelf:
    """One line of the sidebar. ``filter`` is made when it is chosen, as "today" moves on.

    ``stage`` names the stage that rows dropped here are sent to; ``saved`` a filter to forget.
    """

    key: str
    label: str
    icon: str
    count: int | None
    filter: Callable[[], Filter]
    stage: str = ""
    saved: str = ""
    urgent: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """Some shelves under a heading."""

    label: str
    shelves: tuple[Shelf, ...]


def day_of(now: datetime, zone: tzinfo) -> tuple[datetime, datetime]:
    """The beginning and the end of the newsroom's day that ``now`` is in."""
    begins = now.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0)
    return begins, begins + timedelta(days=1)


def moved(kept: Filter, now: datetime, zone: tzinfo) -> Filter:
    """A filter with its moments as they are now, where they move with the clock."""
    begins, ends = day_of(now, zone)
    match kept.due or _moving(kept):
        case "late":
            return replace(kept, due=LATE, due_after=None, due_before=now)
        case "today":
            return replace(kept, due=TODAY, due_after=begins, due_before=ends)
    return kept


def _moving(kept: Filter) -> str:
    """What a filter meant that was saved before ``due`` was kept with it."""
    if kept.due_before is None:
        return ""
    return LATE if kept.due_after is None else TODAY


def groups(
    lists: Lists,
    counts: Counts,
    me: Person | None,
    now: Callable[[], datetime],
    zone: tzinfo,
) -> Sequence[Group]:
    """The sidebar's groups, in their order."""

    first = [
        Shelf(key="all", label=_("All stories"), icon="list", count=counts.total, filter=Filter)
    ]
    if me is not None:
        first.append(
            Shelf(
                key="mine",
                label=_("Mine"),
                icon="person",
                count=counts.mine,
                filter=lambda: Filter(assignee=me.id),
            )
        )
    first += [
        Shelf(
            key="today",
            label=_("Due today"),
            icon="calendar",
            count=counts.due_today,
            filter=lambda: moved(Filter(pubstates=OPEN, due=TODAY), now(), zone),
        ),
        Shelf(
            key="late",
            label=_("Late"),
            icon="late",
            count=counts.late,
            filter=lambda: moved(Filter(pubstates=OPEN, due=LATE), now(), zone),
            urgent=True,
        ),
        *_scheduled(counts),
        Shelf(
            key="public",
            label=_("Published"),
            icon="publish",
            count=sum(counts.pubstates.get(state, 0) for state in PUBLIC),
            filter=lambda: Filter(pubstates=frozenset(str(state) for state in PUBLIC)),
        ),
    ]
    found = [Group("", tuple(first)), Group(_("Stages"), tuple(_stages(counts)))]
    found.append(Group(_("Desks"), _terms("desk", lists, counts)))
    found.append(Group(_("Sections"), _terms("section", lists, counts)))
    saved = tuple(
        Shelf(
            key=f"saved:{item.name}",
            label=item.name,
            icon="filter",
            count=None,
            filter=lambda kept=item.filter: moved(kept, now(), zone),  # type: ignore[misc]
            saved=item.name,
        )
        for item in lists.filters
    )
    found.append(Group(_("Saved filters"), saved))
    return tuple(group for group in found if group.shelves)


def _scheduled(counts: Counts) -> list[Shelf]:
    """What goes out by itself, as long as there is any."""
    state = str(PubState.SCHEDULED)
    if not counts.pubstates.get(state):
        return []
    return [
        Shelf(
            key="scheduled",
            label=_("Scheduled"),
            icon="calendar",
            count=counts.pubstates[state],
            filter=lambda: Filter(pubstates=frozenset({state})),
        )
    ]


def _stages(counts: Counts) -> list[Shelf]:
    """One a stage. What is out keeps its stage, and is no longer what may go out: as on the board,
    Ready is what readers have not seen yet."""

    def of(stage: str) -> Filter:
        waiting = frozenset({str(PubState.NONE)}) if stage == Stage.READY else frozenset()
        return Filter(stages=frozenset({stage}), pubstates=waiting)

    return [
        Shelf(
            key=f"stage:{info.stage}",
            label=_(info.label),
            icon="spike" if info.stage is Stage.SPIKED else "story",
            count=counts.ready if info.stage is Stage.READY else counts.stages.get(info.stage, 0),
            filter=lambda stage=str(info.stage): of(stage),  # type: ignore[misc]
            stage=str(info.stage),
        )
        for info in STAGES
    ]


def _terms(kind: str, lists: Lists, counts: Counts) -> tuple[Shelf, ...]:
    terms, numbers = (
        (lists.desks, counts.desks) if kind == "desk" else (lists.sections, counts.sections)
    )
    return tuple(
        Shelf(
            key=f"{kind}:{term.key}",
            label=term.name,
            icon="desk" if kind == "desk" else "tag",
            count=numbers.get(term.key, 0),
            filter=lambda key=term.key: Filter(**{f"{kind}s": frozenset({key})}),  # type: ignore[misc, arg-type]
        )
        for term in terms
    )
