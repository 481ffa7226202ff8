"""The planned stories of an import, packed and laid aside: the plan of a whole site takes no more
memory than that of a few stories."""

from __future__ import annotations

import pickle
import zlib
from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, overload

from newsroom.store.scratch import Scratch
from newsroom.values import dataclass

if TYPE_CHECKING:
    from newsroom.desk.arriving import Action, Planned

_TOGETHER = 128  # stories of a pack: their notes are much alike
_UNPACKED = 4  # packs that are kept as they are read; a page of a list lies in two


@dataclass(frozen=True, slots=True)
class Glance:
    """What is seen of a planned story at a glance, without unpacking it: what is done with it,
    whether there are doubts, problems, notes, and whether it stands here."""

    action: Action
    doubts: bool
    problems: bool
    notes: bool
    stands: bool


class PackedPlan(Sequence["Planned"]):
    """Planned stories in their order; equal to any sequence of the same."""

    def __init__(self) -> None:
        self._scratch: Scratch | None = None
        self._full = 0  # packs
        self._last: list[Planned] = []  # not full yet
        self._read: OrderedDict[int, list[Planned]] = OrderedDict()
        self._kinds: dict[Glance, int] = {}  # some dozens, numbered as they come
        self._glances = bytearray()  # the kind of each story

    def append(self, item: Planned) -> None:
        """Add one at the end."""
        self._glances.append(self._kind(item))
        self._last.append(item)
        if len(self._last) == _TOGETHER:
            self._lay(self._full, self._last)
            self._full += 1
            self._last = []

    def replace(self, change: Callable[[int, Planned], Planned]) -> None:
        """Put ``change(place, item)`` in the place of each."""
        self._read.clear()
        for number in range(self._full):
            self._lay(number, self._changed(number, self._unpacked(number), change))
        self._last = self._changed(self._full, self._last, change)

    def count_of(self, action: Action) -> int:
        """How many are to be treated so."""
        kinds = (n for glance, n in self._kinds.items() if glance.action is action)
        return sum(map(self._glances.count, kinds))

    def glances(self) -> tuple[Glance, ...]:
        """Each story at a glance."""
        return tuple(map(tuple(self._kinds).__getitem__, self._glances))

    def __len__(self) -> int:
        return self._full * _TOGETHER + len(self._last)

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
        return (self._pack(pack) if pack < self._full else self._last)[at]

    def __iter__(self) -> Iterator[Planned]:
        for number in range(self._full):
            yield from self._unpacked(number)
        yield from self._last

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Sequence):
            return NotImplemented
        return len(self) == len(other) and all(a == b for a, b in zip(self, other, strict=True))

    __hash__ = None  # type: ignore[assignment]

    def _changed(
        self, number: int, pack: list[Planned], change: Callable[[int, Planned], Planned]
    ) -> list[Planned]:
        first = number * _TOGETHER
        changed = [change(place, item) for place, item in enumerate(pack, first)]
        self._glances[first : first + len(changed)] = bytes(map(self._kind, changed))
        return changed

    def _kind(self, item: Planned) -> int:
        glance = glance_of(item)
        return self._kinds.setdefault(glance, len(self._kinds))

    def _pack(self, number: int) -> list[Planned]:
        found = self._read.get(number)
        if found is None:
            found = self._read[number] = self._unpacked(number)
            if len(self._read) > _UNPACKED:
                self._read.popitem(last=False)
        return found

    def _lay(self, number: int, items: list[Planned]) -> None:
        if self._scratch is None:
            self._scratch = Scratch()
        data = pickle.dumps(items, pickle.HIGHEST_PROTOCOL)
        self._scratch.put(number, zlib.compress(data, 1))

    def _unpacked(self, number: int) -> list[Planned]:
        assert self._scratch is not None
        # Never from elsewhere: it was pickled here.
        items: list[Planned] = pickle.loads(zlib.decompress(self._scratch.get(number)))
        return items


def glance_of(item: Planned) -> Glance:
    """A planned story at a glance."""
    return Glance(
        item.action,
        bool(item.doubts),
        bool(item.problems),
        bool(item.notes),
        item.article is not None,
    )
