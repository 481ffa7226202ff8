"""The board: open work by stage, what waits for its time, what went out today; all of it pages and
sums of queries, however many stories there are."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from newsroom.desk.site import own_zone
from newsroom.i18n import N_
from newsroom.news.article import Filter, Page, Sort
from newsroom.news.workflow import PUBLIC, Column, PubState, Stage, Workflow

if TYPE_CHECKING:
    from newsroom.desk.seat import Seat

_APART: tuple[tuple[PubState, str], ...] = (
    (PubState.SCHEDULED, N_("Scheduled")),
    (PubState.PUBLISHED, N_("Published today")),
)


def columns(seat: Seat, flow: Workflow, person: int | None) -> tuple[Column, ...]:
    """The board's columns in their order, with their sums."""
    counted = seat.store.movements.board(seat.clock(), _day(seat), person)
    found: list[Column] = []

    def add(stage: Stage, label: str, pubstate: PubState = PubState.NONE) -> None:
        blank = Column(stage=stage, label=label, pubstate=pubstate)
        stories, words, late = counted.get(blank.key, (0, 0, 0))
        found.append(replace(blank, stories=stories, words=words, late=late))

    for info in flow.stages:
        if info.stage is not Stage.SPIKED:
            add(info.stage, info.label)
        if info.stage is Stage.READY:
            for pubstate, label in _APART:
                add(Stage.READY, label, pubstate)
    return tuple(found)


def page(
    seat: Seat,
    key: str,
    *,
    person: int | None,
    after: tuple[object, ...] | None,
    limit: int,
) -> Page:
    """Stories of a column: those due first first, what went out newest first."""
    sort, descending = Sort.DUE, False
    if key == PubState.PUBLISHED:
        states = frozenset(map(str, PUBLIC))
        which = Filter(pubstates=states, published_after=_day(seat))
        sort, descending = Sort.PUBLISHED, True
    elif key == PubState.SCHEDULED:
        which = Filter(pubstates=frozenset({key}))
    else:
        stage = Stage(key)
        which = Filter(stages=frozenset({str(stage)}), pubstates=frozenset({str(PubState.NONE)}))
    return seat.store.articles.page(
        replace(which, assignee=person), sort=sort, descending=descending, after=after, limit=limit
    )


def _day(seat: Seat) -> datetime:
    """When the newsroom's day began."""
    return (
        seat.clock().astimezone(own_zone(seat)).replace(hour=0, minute=0, second=0, microsecond=0)
    )
