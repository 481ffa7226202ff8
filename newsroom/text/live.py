"""A comparison that follows a text while somebody types: only what lies around the edits is
compared anew, against the pieces of the last whole comparison.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from newsroom.text.compare import Comparison, Story, compare
from newsroom.text.parse import Parser
from newsroom.text.patch import Fate, Slot
from newsroom.text.reading import Reading
from newsroom.text.rendered import Passage, Piece, passages, slot_passages

MOST_CHARACTERS = 6_000
"""Longer stretches, of about a thousand words, are left to the next whole comparison."""

Laid = Sequence[tuple[Slot, tuple[Passage, ...]]]
"""Places with their passages."""

_APART = 1_000_000  # numbers of changes that a glance found begin here: none of the whole's


class Live:
    """One body against its base. ``whole`` is the comparison that glances go from; a ``parser``
    given is used by the thread that calls ``glance``."""

    def __init__(self, whole: Comparison, parser: Parser | None = None) -> None:
        self.whole = whole
        self._parser = parser
        self._slots: Laid | None = None

    @property
    def text(self) -> str:
        """The body that the whole comparison was made of."""
        return self.whole.new.body

    def passages(self) -> tuple[Passage, ...]:
        """The body as the last whole comparison has it."""
        return passages(self.whole)

    def glance(self, text: str) -> tuple[Passage, ...] | None:
        """The body as it stands now, with the pieces around the edits compared anew; None where
        they reach too far for a glance, or past a passage that moved."""
        body = self.whole.body
        if "\r" in text or body.new.newline != "\n" or body.old.newline != "\n":
            return None
        if body.new.card or body.old.card:
            return None
        slots = self._laid_out()
        window = self._window(text, slots)
        if window is None:
            return None
        first, after, old, new = window
        if max(len(old), len(new)) > MOST_CHARACTERS:
            return None
        near = compare(Story(old), Story(new), self._parser)
        if near.body.old.card or near.body.new.card:
            return None
        before = [passage for _slot, own in slots[:first] for passage in own]
        behind = [passage for _slot, own in slots[after:] for passage in own]
        old_at, new_at = _begin(slots, first)
        made = list(_moved(passages(near), old_at, new_at, _APART))
        grown = _count(near.body.new) - _blocks_between(slots, first, after, body.new)
        return (*before, *made, *_moved(behind, 0, grown, 0))

    def _laid_out(self) -> Laid:
        if self._slots is None:
            body = self.whole.body
            self._slots = [(slot, tuple(slot_passages(body, slot))) for slot in body.script.slots]
        return self._slots

    def _window(self, text: str, slots: Laid) -> tuple[int, int, str, str] | None:
        """Which slots the edits lie in, and both texts from there to there."""
        was = self.text
        head = _shared(was, text)
        tail = _shared(was[head:][::-1], text[head:][::-1])
        low, high = head, len(was) - tail
        first, after = 0, len(slots)
        for n, (slot, _own) in enumerate(slots):
            if not _calm(slot):
                continue
            unit = slot.region.new[0]
            if slot.region.new[-1].end < low:
                first = n
            elif unit.start > high and n < after:
                after = n + 1
                break
        between = [slot for slot, _own in slots[first:after]]
        if any(slot.fate in (Fate.FROM, Fate.TO) for slot in between):
            return None
        old_text = self.whole.old.body
        old_start = slots[first][0].region.old[0].start if first else 0
        new_start = slots[first][0].region.new[0].start if first else 0
        old_end, new_end = len(old_text), len(was)
        if after < len(slots):
            last = slots[after - 1][0].region
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


def _begin(slots: Laid, first: int) -> tuple[int, int]:
    """The numbers of the first blocks of both texts in the window."""
    if not first:
        return 0, 0
    own = slots[first][1]
    return own[0].old, own[0].new


def _blocks_between(slots: Laid, first: int, after: int, reading: Reading) -> int:
    """How many blocks of the new text lay in the window before."""
    start = reading.place(slots[first][0].region.new[0]) if first else 0
    if after == len(slots):
        return _count(reading) - start
    last = slots[after - 1][0].region.new[0]
    return reading.place(last) + len(reading.blocks(last)) - start


def _count(reading: Reading) -> int:
    return sum(len(reading.blocks(unit)) for unit in reading.units)


def _moved(found: Iterable[Passage], old: int, new: int, number: int) -> Iterator[Passage]:
    """Passages that stand further down, with their changes numbered apart."""

    def apart(change: int) -> int:
        return change + number if change else 0

    for passage in found:
        cells = passage.cells
        if number:
            cells = tuple(
                tuple(_renumbered(piece, apart(piece.change)) for piece in cell)
                for cell in passage.cells
            )
        yield replace(
            passage,
            cells=cells,
            change=apart(passage.change),
            reshaped=apart(passage.reshaped),
            old=passage.old + old if passage.old >= 0 else -1,
            new=passage.new + new if passage.new >= 0 else -1,
        )


def _renumbered(piece: Piece, change: int) -> Piece:
    return piece if piece.change == change else replace(piece, change=change)
