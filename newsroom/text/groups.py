"""What was written last, group by group, so that one more letter costs one group and no story."""

from __future__ import annotations

from bisect import bisect_right

from newsroom.text.blocks import Block
from newsroom.text.joining import Part

MOST = 4
"""Blocks that may differ for the groups to be worth more than a look at everything."""


class Group:
    """Neighbouring blocks of one segment. ``number`` is the segment's, -1 where its bytes are not
    those to be kept; ``parts`` says what was written of them, from place ``first`` on."""

    __slots__ = ("end", "first", "number", "parts", "start")

    def __init__(self, start: int, end: int, number: int) -> None:
        self.start, self.end, self.number = start, end, number
        self.parts: list[Part] = []
        self.first = 0


class Last:
    """The blocks written last, their groups and parts, and where the groups begin that could not
    be proven. ``steady``: the parts stand in the order of their groups."""

    def __init__(self, blocks: tuple[Block, ...]) -> None:
        self.blocks = blocks
        self.groups: list[Group] = []
        self.said: list[Part] = []
        self.unproven: set[int] = set()
        self.steady = True
        self._starts: list[int] = []

    def add(self, group: Group, *, proven: bool) -> None:
        """One more group behind the others."""
        group.first = len(self.said)
        self.groups.append(group)
        self._starts.append(group.start)
        self.said += group.parts
        if not proven:
            self.unproven.add(group.start)

    def changed(self, blocks: tuple[Block, ...]) -> list[int] | None:
        """Which groups say something else in ``blocks``; None where more than that is different."""
        if not self.steady or len(blocks) != len(self.blocks):
            return None
        both = zip(self.blocks, blocks, strict=True)
        found = [at for at, (one, other) in enumerate(both) if one is not other]
        if len(found) > MOST or any(self.blocks[at].segment != blocks[at].segment for at in found):
            return None
        return sorted({bisect_right(self._starts, at) - 1 for at in found})

    def take(self, blocks: tuple[Block, ...], fresh: list[tuple[int, list[Part], bool]]) -> bool:
        """Take in what was written of some groups: (group, parts, proven). False, and nothing is
        taken in, if they are not as many parts as before."""
        if any(len(parts) != len(self.groups[at].parts) for at, parts, _proven in fresh):
            return False
        self.blocks = blocks
        for at, parts, proven in fresh:
            group = self.groups[at]
            group.parts = parts
            self.said[group.first : group.first + len(parts)] = parts
            (self.unproven.discard if proven else self.unproven.add)(group.start)
        return True

    def places(self, groups: list[int]) -> list[int]:
        """Where the parts of these groups stand among all."""
        return [
            self.groups[at].first + n for at in groups for n in range(len(self.groups[at].parts))
        ]
