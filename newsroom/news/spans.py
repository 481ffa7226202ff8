"""Many numbers that mostly follow each other, in few: what an import made is a handful of them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator


class Spans:
    """Whole numbers, each once, kept as stretches from a first to a last."""

    __slots__ = ("_firsts", "_lasts")

    def __init__(self, pairs: Iterable[Iterable[int]] = ()) -> None:
        """``pairs`` as ``pairs()`` gives them."""
        both = [tuple(pair) for pair in pairs]
        self._firsts = [first for first, _last in both]
        self._lasts = [last for _first, last in both]

    def add(self, number: int) -> None:
        """Add a number; one that is there already changes nothing."""
        place = bisect_right(self._firsts, number)
        if place and number <= self._lasts[place - 1]:
            return
        behind = bool(place) and self._lasts[place - 1] == number - 1
        before = place < len(self._firsts) and self._firsts[place] == number + 1
        if behind and before:
            self._lasts[place - 1] = self._lasts[place]
            del self._firsts[place], self._lasts[place]
        elif behind:
            self._lasts[place - 1] = number
        elif before:
            self._firsts[place] = number
        else:
            self._firsts.insert(place, number)
            self._lasts.insert(place, number)

    def pairs(self) -> list[list[int]]:
        """The stretches, each as its first and its last number, ascending."""
        return [[first, last] for first, last in zip(self._firsts, self._lasts, strict=True)]

    def __contains__(self, number: int) -> bool:
        place = bisect_right(self._firsts, number)
        return bool(place) and number <= self._lasts[place - 1]

    def __iter__(self) -> Iterator[int]:
        for first, last in zip(self._firsts, self._lasts, strict=True):
            yield from range(first, last + 1)

    def __len__(self) -> int:
        return sum(self._lasts) - sum(self._firsts) + len(self._firsts)
