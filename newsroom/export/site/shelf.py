"""Stories of a site that were kept, unpacked as they are looked at."""

from __future__ import annotations

import marshal
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import Any

from newsroom.news.out import Out

PART = 128  # stories that are unpacked at once


class Shelf(Sequence[Out]):
    """Stories in their order.

    ``order`` holds the number of the story in each place: its place among those that were kept, or
    a negative one for a story that came since, -1 for the first. ``own`` are stories by number that
    were not kept, or not as they are now.
    """

    def __init__(self, parts: Sequence[bytes], count: int) -> None:
        self._parts = parts
        self.order = list(range(count))
        self.own: dict[int, Out] = {}
        self._open: dict[int, list[tuple[Any, ...]]] = {}

    def __len__(self) -> int:
        return len(self.order)

    def __getitem__(self, place: Any) -> Any:
        if isinstance(place, slice):
            return [self[n] for n in range(*place.indices(len(self.order)))]
        number = self.order[place]
        if (found := self.own.get(number)) is not None:
            return found
        part, rest = divmod(number, PART)
        rows = self._open.get(part)
        if rows is None:
            rows = self._open[part] = marshal.loads(self._parts[part])
        return Out._make(rows[rest])

    def __iter__(self) -> Iterator[Out]:
        return (self[n] for n in range(len(self.order)))

    def put(self, place: int, story: Out) -> None:
        """Have a changed story stand in its place."""
        self.own[self.order[place]] = story

    def add(self, story: Out) -> int:
        """Put a new story where its publication has it stand, and give its place."""
        when = (-story.published_at, -story.id)
        place = bisect_left(range(len(self.order)), when, key=self._when)
        number = min(0, *self.own, 0) - 1
        self.order.insert(place, number)
        self.own[number] = story
        return place

    def _when(self, place: int) -> tuple[int, int]:
        story = self[place]
        return -story.published_at, -story.id
