"""Whether a story says something else now than what arrived of it at a target.

What readers see is compared, pictures as the library has them: a credit that was set right there
changes every story that shows the picture, though no story was saved.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from newsroom.desk.pages import ON_THE_PAGE
from newsroom.news.errors import NotFound
from newsroom.news.outward import Delivery, DeliveryState, Remote, Standing
from newsroom.news.plain import plain

if TYPE_CHECKING:
    from newsroom.desk.pages import Pages
    from newsroom.desk.seat import Seat
    from newsroom.export.outbound.parcel import Parcel
    from newsroom.news.article import Article

_KIND = "said"
"""Of what is known of a story at a target: the print of what arrived."""


class Behind:
    """Which deliveries their stories have gone on from."""

    def __init__(self, seat: Seat, pages: Pages) -> None:
        self._seat = seat
        self._pages = pages

    def print_of(self, story: Article) -> str:
        """A sign of all that readers see of a story as it is shown now."""
        shown = self._pages.shown(story)
        if shown.picture is not None:  # its terms are for us to know
            shown = replace(shown, picture=replace(shown.picture, rights=""))
        notices = [made.id for made in self._seat.store.corrections.of(story.id) if not made.undone]
        said = [plain(getattr(shown, name)) for name in ON_THE_PAGE]
        told = json.dumps([said, notices], ensure_ascii=False)
        return hashlib.sha256(told.encode("utf-8", "replace")).hexdigest()[:32]

    def arrived(self, parcel: Parcel) -> Remote:
        """What is kept of a parcel that arrived."""
        return Remote(
            target=parcel.target.name,
            kind=_KIND,
            key=parcel.key,
            number=parcel.version,
            digest=parcel.said,
        )

    def told(self, found: Iterable[Delivery]) -> tuple[Delivery, ...]:
        """The deliveries, newest first, each with whether its story has changed since.

        Only the last one of a story and target is asked about, and only where it arrived.
        """
        made: list[Delivery] = []
        seen: set[tuple[int, str]] = set()
        for one in found:
            last = (one.article, one.target) not in seen
            seen.add((one.article, one.target))
            made.append(replace(one, behind=True) if last and self._is(one) else one)
        return tuple(made)

    def _is(self, one: Delivery) -> bool:
        if one.state is not DeliveryState.DONE or one.standing is Standing.WITHDRAW:
            return False
        try:
            story = self._seat.store.articles.get(one.article)
        except NotFound:  # I don't see it
            return False
        arrived = self._seat.store.outbox.remote(one.target, _KIND, story.uid)
        return arrived is not None and arrived.digest != self.print_of(story)
