"""An act on several stories as one step: done, written down and so able to be taken back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from newsroom.desk.seat import Seat
from newsroom.desk.shapes import plain
from newsroom.news.changes import NOTHING, Changes

_PUBLISHING = frozenset(
    {"pubstate", "published_at", "pinned", "embargo_until", "headline", "slug", "body", "picture"}
)
"""Fields that the Recent Posts box may show."""


@dataclass(frozen=True, slots=True)
class Part:
    """The same new values for some stories."""

    ids: tuple[int, ...]
    fields: Mapping[str, object]


def take_step(seat: Seat, label: str, parts: Iterable[Part], *, kind: str) -> Changes:
    """Carry the parts out in one transaction and write down what stood there before.

    ``label`` says what was done ("Spiked 3 stories"); ``kind`` is the revisions' act. Parts
    without a story are passed over; nothing left to do touches nothing.
    """
    parts = [part for part in parts if part.ids]
    if not parts:
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
        step = store.steps.record(label, {"articles": items}, who=seat.author)
    touched = frozenset(number for part in parts for number in part.ids)
    names = {name for part in parts for name in part.fields}
    return Changes(
        articles=touched,
        listing=True,
        recent=touches_recent(names),
        step=step,
        label=label,
    )


def touches_recent(names: Iterable[str], *, public: bool = True) -> bool:
    """Whether a change of these fields may show in the Recent Posts box."""
    return public and not _PUBLISHING.isdisjoint(names)
