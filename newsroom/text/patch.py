"""The way from one body to another as places that stay, go, come or move, and its partial walk.

With every change made the result is the new text, with none it is the old one, byte for byte; with
some of them each piece that no change touches keeps its bytes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from newsroom.text.hunks import Weave
from newsroom.text.reading import Unit
from newsroom.text.segments import SegmentKind
from newsroom.text.tokens import joined

GAP = "\n\n"
WALL = "<!-- -->"
"""Stands between two lists or quotes that would run into one where what parted them went."""


class Fate(StrEnum):
    """What becomes of a place."""

    STAYS = "stays"
    CUT = "cut"
    ADDED = "added"
    FROM = "from"  # what stood here stands elsewhere in the new text
    TO = "to"


@dataclass(slots=True)
class Region:
    """Matched pieces of both texts; ``weave`` is how one became the other, None if it did not
    change. One side is empty for what was cut or added."""

    old: tuple[Unit, ...]
    new: tuple[Unit, ...]
    weave: Weave | None = None

    def text(self, chosen: set[int]) -> str:
        """What stands here with the changes of these numbers made."""
        if self.weave is not None:
            return joined(self.weave.mixed(chosen))
        return source_of(self.old or self.new)


@dataclass(slots=True)
class Slot:
    """A place. ``old`` and ``new`` are the numbers of the pieces there, first and end; ``change``
    takes or brings the whole of it. ``inside`` numbers the list or table whose part it is."""

    fate: Fate
    region: Region
    old: tuple[int, int] | None = None
    new: tuple[int, int] | None = None
    change: int = 0
    inside: int = -1

    def stands(self, chosen: set[int]) -> bool:
        """Whether anything stands here with these changes made."""
        if self.fate in (Fate.CUT, Fate.FROM):
            return self.change not in chosen
        return self.fate is Fate.STAYS or self.change in chosen

    @property
    def unit(self) -> Unit:
        """One piece of it, for what kind it is."""
        return (self.region.new or self.region.old)[0]


def source_of(units: Sequence[Unit]) -> str:
    """Neighbouring pieces as they stand in their text."""
    return "".join(u.source + u.gap for u in units[:-1]) + units[-1].source if units else ""


@dataclass(slots=True)
class Script:
    """All places in order. ``old_gaps`` and ``new_gaps`` stand after each piece (the first before
    all); ``gaps`` numbers the changes of those that differ between the same neighbours, by the
    place in ``old_gaps``."""

    slots: list[Slot]
    old_gaps: list[str]
    new_gaps: list[str]
    gaps: dict[int, int]

    def text(self, chosen: set[int]) -> str:
        """The text with the changes of these numbers made."""
        out: list[str] = []
        before: Slot | None = None
        old: int | None = 0
        new: int | None = 0
        for slot in self.slots:
            if not slot.stands(chosen):
                continue
            out.append(self._gap(old, new, slot, before, chosen))
            out.append(slot.region.text(chosen))
            before = slot
            old = slot.old[1] if slot.old else None
            new = slot.new[1] if slot.new else None
        out.append(self._gap(old, new, None, before, chosen))
        return "".join(out)

    def _gap(
        self,
        old: int | None,
        new: int | None,
        slot: Slot | None,
        before: Slot | None,
        chosen: set[int],
    ) -> str:
        """What stands between two places that have become neighbours."""
        next_old = len(self.old_gaps) - 1 if slot is None else slot.old and slot.old[0]
        next_new = len(self.new_gaps) - 1 if slot is None else slot.new and slot.new[0]
        were = old is not None and old == next_old
        will = new is not None and new == next_new
        if were and will and old is not None and new is not None:
            made = self.gaps.get(old, 0) in chosen
            return self.new_gaps[new] if made else self.old_gaps[old]
        if were and old is not None:
            return self.old_gaps[old]
        if will and new is not None:
            return self.new_gaps[new]
        return self._made(old, new, slot, before)

    def _made(
        self, old: int | None, new: int | None, slot: Slot | None, before: Slot | None
    ) -> str:
        """A gap between two that never were neighbours."""
        if before is None or slot is None:
            kept = self.old_gaps[0 if before is None else -1]
            return kept if before is None or "\n" in kept else "\n"
        kept = self.old_gaps[old] if old is not None else self.new_gaps[new or 0]
        if before.inside == slot.inside >= 0:
            return kept if kept.count("\n") == 1 else self._inside(slot.inside)
        gap = kept if kept.count("\n") >= len(GAP) else GAP
        fused = fuses(before.unit.kind, slot.unit.kind)
        return f"{gap}{WALL}{GAP}" if fused else gap

    def _inside(self, number: int) -> str:
        """What stands between the parts of a list or table."""
        parts = [slot for slot in self.slots if slot.inside == number and slot.old]
        gaps = [self.old_gaps[slot.old[0]] for slot in parts[1:] if slot.old]
        return GAP if gaps and all(gap.count("\n") > 1 for gap in gaps) else "\n"


def fuses(before: SegmentKind, after: SegmentKind) -> bool:
    """Would two segments of these kinds be read as one?"""
    if after is SegmentKind.DEFINITION:
        return True
    if after is SegmentKind.INDENTED:
        return before in (
            SegmentKind.LIST,
            SegmentKind.FOOTNOTE,
            SegmentKind.DEFINITION,
            SegmentKind.INDENTED,
        )
    return before is after and before in (SegmentKind.LIST, SegmentKind.QUOTE)
