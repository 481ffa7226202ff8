"""A comparison that follows a text while somebody types: only what lies around the edits is
compared anew, against the pieces of the last whole comparison.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from newsroom.text.compare import Comparison, Story, compare
from newsroom.text.parse import Parser
from newsroom.text.patch import Fate, Slot
from newsroom.text.reading import Reading
from newsroom.text.signs import Line, Place, signs_of

MOST_CHARACTERS = 6_000
"""Longer stretches, of about a thousand words, are left to the next whole comparison."""

_APART = 1_000_000  # numbers of changes that a glance found begin here: none of the whole's


class Live:
    """One body against its base. ``whole`` is the comparison that glances go from, ``lines`` its
    marked lines (``signs_of`` the new text)."""

    def __init__(self, whole: Comparison, lines: Mapping[Place, Line]) -> None:
        self.whole = whole
        self._lines = lines

    @property
    def text(self) -> str:
        """The body that the whole comparison was made of."""
        return self.whole.new.body

    def glance(self, text: str, parser: Parser) -> dict[Place, Line] | None:
        """The marked lines of the body as it stands now, with the pieces around the edits compared
        anew; None where they reach too far for a glance, or past a passage that moved. The parser
        is this thread's."""
        body = self.whole.body
        if "\r" in text or body.new.newline != "\n" or body.old.newline != "\n":
            return None
        if body.new.card or body.old.card:
            return None
        slots = body.script.slots
        window = self._window(text, slots)
        if window is None:
            return None
        first, after, old, new = window
        if max(len(old), len(new)) > MOST_CHARACTERS:
            return None
        near = compare(Story(old), Story(new), parser)
        if near.body.old.card or near.body.new.card:
            return None
        begin = body.new.place(slots[first].region.new[0]) if first else 0
        there = _blocks_between(slots, first, after, body.new)
        grown = _count(near.body.new) - there
        found: dict[Place, Line] = {}
        for place, line in self._lines.items():
            if place[0] < begin:
                found[place] = line
            elif place[0] >= begin + there:
                found[place[0] + grown, place[1], place[2]] = line
        for place, line in signs_of(near, new=True).items():
            found[max(0, place[0]) + begin, place[1], place[2]] = line.apart(_APART)
        return found

    def _window(self, text: str, slots: Sequence[Slot]) -> tuple[int, int, str, str] | None:
        """Which slots the edits lie in, and both texts from there to there."""
        was = self.text
        head = _shared(was, text)
        tail = _shared(was[head:][::-1], text[head:][::-1])
        low, high = head, len(was) - tail
        first, after = 0, len(slots)
        for n, slot in enumerate(slots):
            if not _calm(slot):
                continue
            unit = slot.region.new[0]
            if slot.region.new[-1].end < low:
                first = n
            elif unit.start > high and n < after:
                after = n + 1
                break
        if any(slot.fate in (Fate.FROM, Fate.TO) for slot in slots[first:after]):
            return None
        old_text = self.whole.old.body
        old_start = slots[first].region.old[0].start if first else 0
        new_start = slots[first].region.new[0].start if first else 0
        old_end, new_end = len(old_text), len(was)
        if after < len(slots):
            last = slots[after - 1].region
            old_end, new_end = last.old[-1].end, last.new[-1].end
        now_end = new_end + len(text) - len(was)
        return first, after, old_text[old_start:old_end], text[new_start:now_end]


def _shared(one: str, other: str) -> int:
    """How many characters both begin with."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        if one[low:middle] == other[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def _calm(slot: Slot) -> bool:
    """A whole segment that is the same in both texts: edits beyond it change nothing before it."""
    region = slot.region
    return (
        slot.fate is Fate.STAYS
        and region.weave is None
        and slot.inside < 0
        and len(region.old) == len(region.new) == 1
        and region.new[0].part < 0
    )


def _blocks_between(slots: Sequence[Slot], first: int, after: int, reading: Reading) -> int:
    """How many blocks of the new text lay in the window before."""
    start = reading.place(slots[first].region.new[0]) if first else 0
    if after == len(slots):
        return _count(reading) - start
    last = slots[after - 1].region.new[0]
    return reading.place(last) + len(reading.blocks(last)) - start


def _count(reading: Reading) -> int:
    return sum(len(reading.blocks(unit)) for unit in reading.units)
