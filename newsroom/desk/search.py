"""Finding stories by their words."""

from __future__ import annotations

from newsroom.desk.seat import Seat
from newsroom.news.article import Filter, Hit


class Search:
    """The search as people type it."""

    def __init__(self, seat: Seat) -> None:
        self._seat = seat

    def find(
        self,
        words: str,
        filter: Filter | None = None,
        *,
        best: bool = False,
        after: tuple[object, ...] | None = None,
        limit: int = 50,
    ) -> tuple[Hit, ...]:
        """The stories with these words, newest first or best first, each with its passage.

        The last word may be the beginning of one. ``after`` is the key of the page before.
        """
        return self._seat.store.search.find(
            words, filter or Filter(), best=best, after=after, limit=limit
        )

    def interrupt(self) -> None:
        """Stop the search that runs now; may be called from any thread."""
        self._seat.store.search.interrupt()
