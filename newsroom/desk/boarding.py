"""The board: open work by stage, what waits for its time, what went out today; all of it pages and
sums of queries, however many stories there are."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, cast

from newsroom.desk.site import own_zone
from newsroom.i18n import N_
from newsroom.news.article import Page
from newsroom.news.workflow import Column, PubState, Stage, Workflow

if TYPE_CHECKING:
    from newsroom.desk.seat import Seat
    from newsroom.store.board import Key

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
    """Stories of a column: those due first first, what waits by its time, what went out newest
    first. Raises ValueError for a column that there is not."""
    board, at = seat.store.board, cast("Key | None", after)
    if key == PubState.PUBLISHED:
        found = board.out(_day(seat), after=at, limit=limit + 1, person=person)
    elif key == PubState.SCHEDULED:
        found = board.scheduled(after=at, limit=limit + 1, person=person)
    else:
        found = board.of_stage(str(Stage(key)), after=at, limit=limit + 1, person=person)
    rows = seat.store.articles.rows(number for _at, number in found[:limit])
    return Page(rows, found[limit - 1] if len(found) > limit else None)


def _day(seat: Seat) -> datetime:
    """When the newsroom's day began."""
    return (
        seat.clock().astimezone(own_zone(seat)).replace(hour=0, minute=0, second=0, microsecond=0)
    )
