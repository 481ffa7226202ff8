"""Stories that were taken back, taken back wherever they were sent as well."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from newsroom.desk.seat import Seat
from newsroom.desk.site import own_zone
from newsroom.desk.targets import read_targets
from newsroom.news.correction import WithdrawalState
from newsroom.news.outward import (
    OPEN_DELIVERIES,
    Delivery,
    DeliveryState,
    Standing,
    Target,
    TargetKind,
)
from newsroom.news.workflow import PubState

if TYPE_CHECKING:
    from newsroom.export.outbound.parcel import Parcel

TAKEN_BACK = frozenset({PubState.WITHDRAWN, PubState.UNPUBLISHED})


def recall(seat: Seat, ids: Iterable[int]) -> frozenset[int]:
    """Have these stories taken back at every WordPress at which they stand or are about to.

    Inside the transaction of the act; what was still on its way there is called off. Gives the
    stories for which something is to be done.
    """
    targets = [one for one in read_targets(seat) if one.kind is TargetKind.WORDPRESS]
    if not targets:
        return frozenset()
    store, now = seat.store, seat.clock()
    told: set[int] = set()
    for number in ids:
        story = store.articles.get(number)
        stands = store.outbox.stands("post", story.uid)
        for target in targets:
            found = [o for o in store.outbox.of(number, target.name) if o.state in OPEN_DELIVERIES]
            for one in found:
                if one.state is not DeliveryState.SENDING:
                    store.outbox.put(replace(one, state=DeliveryState.CANCELLED, done_at=now))
                    told.add(number)
            under_way = any(one.state is DeliveryState.SENDING for one in found)
            if target.name not in stands and not under_way:
                continue
            store.outbox.add(
                Delivery(
                    target=target.name,
                    article=number,
                    standing=Standing.WITHDRAW,
                    who=seat.author,
                    queued_at=now,
                )
            )
            told.add(number)
    return frozenset(told)


def notice(seat: Seat, delivery: Delivery, target: Target) -> Parcel | None:
    """What is to stand there instead of the story; None where readers may have it again."""
    from newsroom.desk.pages import TEMPLATES
    from newsroom.export.outbound.recall import pack_notice
    from newsroom.export.words import read_words

    store = seat.store
    story = store.articles.get(delivery.article)
    if story.pubstate not in TAKEN_BACK:
        return None
    words = read_words(story.language, store.folder / TEMPLATES)
    parcel = pack_notice(
        story,
        store.withdrawals.newest(story.id, WithdrawalState.DONE),
        delivery,
        target,
        guid=_guid(story.uid),
        words=words,
        zone=own_zone(seat),
    )
    return replace(parcel, post=store.outbox.remote(target.name, "post", parcel.key))


def _guid(uid: str) -> str:
    """As the story was marked there when it was sent (``export.wire.guid``)."""
    try:
        return f"urn:uuid:{uuid.UUID(uid)}"
    except ValueError:
        return uid
