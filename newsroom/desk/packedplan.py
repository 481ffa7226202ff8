"""The planned stories of an import, packed: the plan of a whole site takes little memory."""

from __future__ import annotations

import pickle
import zlib
from collections import Counter, OrderedDict
from collections.abc import Callable, Iterator, Sequence
from itertools import chain
from typing import TYPE_CHECKING, overload

if TYPE_CHECKING:
    from newsroom.desk.arriving import Action, Planned

_TOGETHER = 128  # stories of a pack: their notes are much alike
_UNPACKED = 4  # packs that are kept as they are read; a page of a list lies in two


class PackedPlan(Sequence["Planned"]):
    """Planned stories in their order; equal to any sequence of the same."""

    def __init__(self) -> None:
        self._packs: list[bytes] = []  # never from elsewhere: pickled here and read here
        self._last: list[Planned] = []  # not full yet
        self._read: OrderedDict[int, list[Planned]] = OrderedDict()
        self._counts: Counter[Action] = Counter()

    def append(self, item: Planned) -> None:
        """Add one at the end."""
        self._counts[item.action] += 1
        self._last.append(item)
        if len(self._last) == _TOGETHER:
            self._packs.append(_packed(self._last))
            self._last = []

    def replace(self, change: Callable[[int, Planned], Planned]) -> None:
        """Put ``change(place, item)`` in the place of each."""
        packs, last = self._packs, self._last
        self._packs, self._last = [], []
        self._read.clear()
        self._counts.clear()
        place = 0
        for pack in chain(map(_unpacked, packs), (last,)):
            for item in pack:
                self.append(change(place, item))
                place += 1

    def count_of(self, action: Action) -> int:
        """How many are to be treated so."""
        return self._counts[action]

    def __len__(self) -> int:
        return len(self._packs) * _TOGETHER + len(self._last)

    @overload
    def __getitem__(self, place: int) -> Planned: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Planned]: ...
    def __getitem__(self, place: int | slice) -> Planned | Sequence[Planned]:
        if isinstance(place, slice):
            return tuple(self[n] for n in range(*place.indices(len(self))))
        if place < 0:
            place += len(self)
        if not 0 <= place < len(self):
            raise IndexError(place)
        pack, at = divmod(place, _TOGETHER)
        return (self._pack(pack) if pack < len(self._packs) else self._last)[at]

    def __iter__(self) -> Iterator[Planned]:
        for pack in self._packs:
            yield from _unpacked(pack)
        yield from self._last

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Sequence):
            return NotImplemented
        return len(self) == len(other) and all(a == b for a, b in zip(self, other, strict=True))

    __hash__ = None  # type: ignore[assignment]

    def _pack(self, number: int) -> list[Planned]:
        found = self._read.get(number)
        if found is None:
            found = self._read[number] = _unpacked(self._packs[number])
            if len(self._read) > _UNPACKED:
                self._read.popitem(last=False)
        return found


def _packed(items: list[Planned]) -> bytes:
    return zlib.compress(pickle.dumps(items, pickle.HIGHEST_PROTOCOL), 1)


def _unpacked(pack: bytes) -> list[Planned]:
    items: list[Planned] = pickle.loads(zlib.decompress(pack))
    return items
