"""An act on several stories as one step: done, written down and so able to be taken back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import field
from typing import TYPE_CHECKING

from newsroom.desk.seat import Seat
from newsroom.i18n import _
from newsroom.news.changes import NOTHING, Changes
from newsroom.news.errors import BadInput, NotFound
from newsroom.news.plain import plain
from newsroom.values import dataclass

if TYPE_CHECKING:
    from newsroom.news.article import Row
    from newsroom.store.marked import Marked

MOST_AT_ONCE = 1000
"""How many stories one act may take; a step of that size still fits into one transaction."""

_PUBLISHING = frozenset(
    {"pubstate", "published_at", "pinned", "embargo_until", "headline", "slug", "body", "picture"}
)
"""Fields that the Recent Posts box may show."""


@dataclass(frozen=True, slots=True)
class Part:
    """The same new values for some stories."""

    ids: tuple[int, ...]
    fields: Mapping[str, object]


@dataclass(slots=True)
class Beside:
    """What an act writes beside its stories, to be taken back with them; whose inbox has news."""

    rows: list[Marked] = field(default_factory=list)
    inbox: set[int] = field(default_factory=set)
    review: set[int] = field(default_factory=set)


def take_step(
    seat: Seat,
    label: str,
    parts: Iterable[Part],
    *,
    kind: str,
    beside: Callable[[], Beside] | None = None,
    alone: bool = False,
) -> Changes:
    """Carry the parts out in one transaction and write down what stood there before.

    ``label`` says what was done ("Spiked 3 stories"); ``kind`` is the revisions' act. Parts
    without a story are passed over; nothing left to do touches nothing. ``beside`` writes what
    belongs to the act, in its transaction; with ``alone`` that is enough for an act.
    """
    parts = [part for part in parts if part.ids]
    if not parts and not alone:
        return NOTHING
    store = seat.store
    items: list[dict[str, object]] = []
    with store.transaction():
        for part in parts:
            for before in store.articles.set_many(
                part.ids, part.fields, author=seat.author, kind=kind
            ):
                items.append(
                    {
                        "id": before.id,
                        "version": before.version_after,
                        "before": plain(before.fields_before),
                        "after": plain(part.fields),
                    }
                )
        extra = beside() if beside is not None else Beside()
        payload: dict[str, object] = {"articles": items}
        if extra.rows:
            payload["rows"] = [rows.plain() for rows in extra.rows]
        step = store.steps.record(label, payload, who=seat.author)
    touched = frozenset(number for part in parts for number in part.ids)
    names = {name for part in parts for name in part.fields}
    return Changes(
        articles=touched,
        listing=True,
        recent=touches_recent(names),
        review=frozenset(extra.review),
        inbox=frozenset(extra.inbox),
        step=step,
        label=label,
    )


def touches_recent(names: Iterable[str], *, public: bool = True) -> bool:
    """Whether a change of these fields may show in the Recent Posts box."""
    return public and not _PUBLISHING.isdisjoint(names)


def rows_of(seat: Seat, ids: Iterable[int]) -> tuple[Row, ...]:
    """The stories to act on. Raises NotFound if one is not there, BadInput if too many."""
    wanted = tuple(dict.fromkeys(ids))
    if len(wanted) > MOST_AT_ONCE:
        raise BadInput(
            _("{n} stories are too many at once; at most {most} go together.").format(
                n=len(wanted), most=MOST_AT_ONCE
            )
        )
    rows = seat.store.articles.rows(wanted)
    if len(rows) < len(wanted):
        raise NotFound(_("One of these stories is not in the store any more."))
    return rows
