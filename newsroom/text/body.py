"""Two bodies laid beside each other: places matched, words inside them, every change numbered."""

from __future__ import annotations

import itertools
from bisect import bisect_right
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from functools import cached_property

from newsroom.text.changes import BODY, Change, Span, told, united
from newsroom.text.hunks import ChangeKind, Weave
from newsroom.text.match import Pair, align
from newsroom.text.parse import Parser
from newsroom.text.patch import Fate, Region, Script, Slot, fuses, source_of
from newsroom.text.proof import holds
from newsroom.text.reading import Reading, Unit
from newsroom.text.segments import SegmentKind
from newsroom.text.tokens import Token, end

_SPACING = Change(0, ChangeKind.SPELLING, BODY, "", "", (), ())
"""Blank lines, or how lines end: nothing that a reader sees, and no words."""


class Body:
    """Two bodies compared. Its changes are numbered on from ``count``."""

    def __init__(self, old: str, new: str, parser: Parser, count: int = 0) -> None:
        self.source, self.target = old, new
        self._count = count
        for card in (False, True):
            self.old, self.new = Reading(old, parser, card=card), Reading(new, parser, card=card)
            self._lay_out()
            if self.text(set()) == old and self.text(self._numbers()) == new:
                break  # never seen otherwise; then the source is compared as it stands

    def _lay_out(self) -> None:
        self._whole: dict[int, list[Slot]] = {}
        self._ties: dict[int, int] = {}
        self._last = self._count
        self.script = self._script()
        self._number()

    def _numbers(self) -> set[int]:
        return {change.number for change in self.changes}

    def text(self, chosen: set[int]) -> str:
        """The old body with the changes of these numbers made."""
        text = self.script.text(chosen)
        newline = self.new.newline if self._newline in chosen else self.old.newline
        return text if newline == "\n" else text.replace("\n", newline)

    def _fresh(self) -> int:
        self._last += 1
        return self._last

    # Places.

    def _script(self) -> Script:
        """Everything laid out, its changes numbered in passing."""
        pairs = align(self.old.units, self.new.units)
        old_units, new_units, flat, inside = self._flattened(pairs)
        self._inside = inside
        slots = self._slots(flat, old_units, new_units)
        script = Script(
            slots,
            [self.old.lead, *(unit.gap for unit in old_units)],
            [self.new.lead, *(unit.gap for unit in new_units)],
            {},
        )
        self._gaps(script)
        self._newline = self._fresh() if self.old.newline != self.new.newline else 0
        return script

    def _flattened(
        self, pairs: Sequence[Pair]
    ) -> tuple[list[Unit], list[Unit], list[Pair], dict[tuple[bool, int], int]]:
        """Lists and tables that stayed are matched by their items and rows."""
        split: dict[int, int] = {}
        for pair in pairs:
            if not pair.moved and pair.old_end - pair.old == 1 == pair.new_end - pair.new:
                was, now = self.old.units[pair.old], self.new.units[pair.new]
                if was.source != now.source and self._splits(was, now):
                    split[pair.old] = pair.new
        old_units, old_at = _flat(self.old, split)
        new_units, new_at = _flat(self.new, set(split.values()))
        out: list[Pair] = []
        inside: dict[tuple[bool, int], int] = {}
        for pair in pairs:
            o, n = old_at[pair.old], new_at[pair.new]
            if pair.old not in split:
                o_end = o + pair.old_end - pair.old
                n_end = n + pair.new_end - pair.new
                out.append(Pair(o, o_end, n, n_end, pair.moved))
                continue
            olds = self.old.parts(self.old.units[pair.old])
            news = self.new.parts(self.new.units[pair.new])
            inside |= {(False, o + k): pair.old for k in range(len(olds))}
            inside |= {(True, n + k): pair.old for k in range(len(news))}
            head = 1 if self.old.columns(self.old.units[pair.old]) else 0
            if head:
                out.append(Pair(o, o + 1, n, n + 1))
            for p in align(olds[head:], news[head:]):
                out.append(
                    Pair(
                        o + head + p.old, o + head + p.old_end,
                        n + head + p.new, n + head + p.new_end, p.moved,
                    )
                )  # fmt: skip
        return old_units, new_units, out, inside

    def _splits(self, was: Unit, now: Unit) -> bool:
        if was.kind is now.kind is SegmentKind.LIST:
            return bool(self.old.parts(was) and self.new.parts(now))
        columns = self.old.columns(was)
        same = columns > 0 and columns == self.new.columns(now)
        return same and bool(self.old.parts(was) and self.new.parts(now))

    def _slots(
        self, pairs: Sequence[Pair], olds: Sequence[Unit], news: Sequence[Unit]
    ) -> list[Slot]:
        from_at: dict[int, Slot] = {}
        to_at: dict[int, Slot] = {}
        for pair in pairs:
            if pair.moved:
                region = self._region(pair, olds, news)
                number = self._fresh()
                from_at[pair.old] = Slot(Fate.FROM, region, old=_of(pair), change=number)
                to_at[pair.new] = Slot(Fate.TO, region, new=(pair.new, pair.new_end), change=number)
        out: list[Slot] = []
        o = n = 0
        ends = Pair(len(olds), len(olds), len(news), len(news))
        spine = [*(pair for pair in pairs if not pair.moved), ends]
        for pair in spine:
            first = len(out)
            for at in range(o, pair.old):
                out.append(
                    from_at.get(at)
                    or Slot(Fate.CUT, Region((olds[at],), ()), old=(at, at + 1))
                )  # fmt: skip
            middle = len(out)
            for at in range(n, pair.new):
                out.append(
                    to_at.get(at)
                    or Slot(Fate.ADDED, Region((), (news[at],)), new=(at, at + 1))
                )  # fmt: skip
            _front_first(out, first)
            for slot in out[first:]:
                slot.change = slot.change or self._fresh()
            if pair is not ends:
                region = self._region(pair, olds, news)
                out.append(Slot(Fate.STAYS, region, old=_of(pair), new=(pair.new, pair.new_end)))
                if first and first < middle < len(out) - 1:
                    self._keep_apart(out, first)
            o, n = pair.old_end, pair.new_end
        self._turned(out)
        for slot in out:
            if slot.old and (False, slot.old[0]) in self._inside:
                slot.inside = self._inside[False, slot.old[0]]
            elif slot.new and (True, slot.new[0]) in self._inside:
                slot.inside = self._inside[True, slot.new[0]]
        return out

    def _keep_apart(self, slots: Sequence[Slot], first: int) -> None:
        """Where two lists would run into one if all between them went, that goes as one."""
        before, after = slots[first - 1], slots[-1]
        between = [slot for slot in slots[first:-1] if slot.fate in (Fate.CUT, Fate.ADDED)]
        if between and fuses(before.unit.kind, after.unit.kind):
            for slot in between:
                slot.change = between[0].change

    def _turned(self, slots: Sequence[Slot]) -> None:
        """What became a list or a quote goes with the lists or quotes that came or went beside it:
        one without the other would run into them."""
        for at, slot in enumerate(slots):
            weave = slot.region.weave
            if weave is None or slot.fate is not Fate.STAYS:
                continue
            kinds = {slot.region.old[0].kind, slot.region.new[0].kind}
            if len(kinds) == 1:
                continue
            number = weave.hunks[0].change
            for hunk in weave.hunks:
                hunk.change = number
            for step in (-1, 1):
                near = at + step
                while 0 <= near < len(slots) and slots[near].fate is not Fate.STAYS:
                    other = slots[near].unit.kind
                    alike = any(fuses(kind, other) or fuses(other, kind) for kind in kinds)
                    if alike and slots[near].fate in (Fate.CUT, Fate.ADDED):
                        slots[near].change = number
                    near += step

    def _region(self, pair: Pair, olds: Sequence[Unit], news: Sequence[Unit]) -> Region:
        was, now = tuple(olds[pair.old : pair.old_end]), tuple(news[pair.new : pair.new_end])
        region = Region(was, now)
        if source_of(was) == source_of(now):
            return region
        region.weave = weave = Weave(row_of(self.old, was), row_of(self.new, now))
        if not holds(weave, self.old, self.new, was, now):
            for hunk in weave.hunks:
                hunk.change = 1
        base = self._last
        for hunk in weave.hunks:
            hunk.change += base
            self._last = max(self._last, hunk.change)
        return region

    def _gaps(self, script: Script) -> None:
        """Blank lines that differ between the same neighbours: one change of spelling for all, one
        for each list whose items came apart."""
        numbers: dict[int, int] = {}
        o = n = 0
        inside = -1
        for slot in [*script.slots, None]:
            if slot is not None and slot.fate is not Fate.STAYS:
                o = n = -1
                continue
            next_o = slot.old[0] if slot and slot.old else len(script.old_gaps) - 1
            next_n = slot.new[0] if slot and slot.new else len(script.new_gaps) - 1
            if (o, n) == (next_o, next_n) and script.old_gaps[o] != script.new_gaps[n]:
                within = slot.inside if slot and slot.inside == inside else -1
                if within not in numbers:
                    numbers[within] = self._fresh()
                script.gaps[o] = numbers[within]
            o = slot.old[1] if slot and slot.old else -1
            n = slot.new[1] if slot and slot.new else -1
            inside = slot.inside if slot else -1

    # Numbers.

    def _number(self) -> None:
        """The changes told and numbered anew as they are read."""
        self._tie_lists()
        found: dict[int, list[Change]] = {}
        for slot in self.script.slots:
            for number, change in self._of_slot(slot):
                found.setdefault(number, []).append(change)
        for number in self.script.gaps.values():
            found.setdefault(number, []).append(_SPACING)
        if self._newline:
            found[self._newline] = [_SPACING]
        fresh = {number: n for n, number in enumerate(found, self._count + 1)}
        self.changes = tuple(united(fresh[number], BODY, parts) for number, parts in found.items())
        self._newline = fresh.get(self._newline, 0)
        self.script.gaps = {o: fresh[n] for o, n in self.script.gaps.items()}
        for slot in self.script.slots:
            slot.change = fresh.get(slot.change, 0)
        for weave in self._weaves():
            for hunk in weave.hunks:
                hunk.change = fresh[hunk.change]

    def _weaves(self) -> Iterator[Weave]:
        for slot in self.script.slots:
            if slot.region.weave is not None and slot.fate is not Fate.TO:
                yield slot.region.weave

    def _tie_lists(self) -> None:
        """A list that became one of another kind does so as a whole, and so does its spelling."""
        first: dict[tuple[int, ChangeKind], int] = {}
        for slot in self.script.slots:
            weave = slot.region.weave
            if weave is None or slot.inside < 0:
                continue
            for hunk in weave.hunks:
                turned = hunk.i == 0 and _around(weave.old) != _around(weave.new)
                if hunk.kind is ChangeKind.SPELLING or turned:
                    kind = ChangeKind.STRUCTURE if turned else hunk.kind
                    number = first.setdefault((slot.inside, kind), hunk.change)
                    for other in weave.hunks:
                        if other is not hunk and other.change == hunk.change:
                            other.change = number
                    hunk.change = number

    def _of_slot(self, slot: Slot) -> Iterator[tuple[int, Change]]:
        """The changes at a place by their provisional numbers."""
        region = slot.region
        if slot.change:
            old = slot.region.old if slot.fate in (Fate.CUT, Fate.FROM) else ()
            new = slot.region.new if slot.fate in (Fate.ADDED, Fate.TO) else ()
            kind = {Fate.CUT: ChangeKind.CUT, Fate.ADDED: ChangeKind.ADDED}
            yield (
                slot.change,
                Change(
                    0,
                    kind.get(slot.fate, ChangeKind.MOVED),
                    BODY,
                    "\n\n".join(self.old.words(unit) for unit in old),
                    "\n\n".join(self.new.words(unit) for unit in new),
                    (self._whole_span(old, new=False),) if old else (),
                    (self._whole_span(new, new=True),) if new else (),
                ),
            )
        if region.weave is not None and slot.fate is not Fate.TO:
            weave = region.weave
            for number in dict.fromkeys(hunk.change for hunk in weave.hunks):
                hunks = [hunk for hunk in weave.hunks if hunk.change == number]
                one = told(0, BODY, weave, hunks, region.old[0].start, region.new[0].start)
                yield (
                    number,
                    replace(
                        one,
                        old=tuple(self._placed(span, new=False) for span in one.old),
                        new=tuple(self._placed(span, new=True) for span in one.new),
                    ),
                )

    def _whole_span(self, units: Sequence[Unit], *, new: bool) -> Span:
        return self._placed(Span(units[0].start, units[-1].end), new=new)

    # Places in the source.

    @cached_property
    def _feeds(self) -> tuple[list[int], list[int]]:
        """Where lines end, for texts whose lines end in two characters."""
        return _ends(self.old), _ends(self.new)

    def _placed(self, span: Span, *, new: bool) -> Span:
        feeds = self._feeds[new]
        if not feeds:
            return span
        return Span(span.start + bisect_right(feeds, span.start - 1),
                    span.end + bisect_right(feeds, span.end - 1))  # fmt: skip

    def around(self, place: int, *, new: bool = True) -> list[int]:
        """The changes of the piece that stands at ``place`` of the new source, or of the old one.
        A piece that stands for another goes with it."""
        feeds = self._feeds[new]
        place -= bisect_right(feeds, place - 1) if feeds else 0
        at = -1
        for n, slot in enumerate(self.script.slots):
            units = slot.region.new if new else slot.region.old
            if (slot.new if new else slot.old) and units[0].start <= place:
                at = n
        if at < 0:
            return []
        near = self.script.slots[at]
        numbers = {near.change, *self._instead(at)}
        if near.region.weave is not None:
            numbers |= {hunk.change for hunk in near.region.weave.hunks}
        return sorted(numbers - {0})

    def _instead(self, at: int) -> set[int]:
        """What came for the one piece that went here, or went for the one that came."""
        slots = self.script.slots
        first, after = at, at
        while after < len(slots) and slots[after].fate is not Fate.STAYS:
            after += 1
        while first > 0 and slots[at].fate is not Fate.STAYS is not slots[first - 1].fate:
            first -= 1
        pair = [slot for slot in slots[first:after] if slot.fate in (Fate.CUT, Fate.ADDED)]
        fates = {slot.fate for slot in pair}
        return {slot.change for slot in pair} if len(pair) == 2 == len(fates) else set()


def _ends(reading: Reading) -> list[int]:
    if reading.newline == "\n":
        return []
    return [at for at, sign in enumerate(reading.text) if sign == "\n"]


def _of(pair: Pair) -> tuple[int, int]:
    return pair.old, pair.old_end


def _flat(reading: Reading, split: Collection[int]) -> tuple[list[Unit], list[int]]:
    """The units with those of these numbers in parts, and where each unit begins there."""
    out: list[Unit] = []
    at: list[int] = []
    for number, unit in enumerate(reading.units):
        at.append(len(out))
        out += reading.parts(unit) if number in split else [unit]
    return out, at


def _front_first(slots: list[Slot], first: int) -> None:
    """Front matter is what it is only at the very top."""
    if first == 0:
        slots.sort(key=lambda slot: slot.unit.kind is not SegmentKind.FRONT)


def row_of(reading: Reading, units: Sequence[Unit]) -> tuple[Token, ...]:
    """Neighbouring pieces as one row of tokens, with a seam for each gap."""
    out = list(reading.tokens(units[0]))
    for before, unit in itertools.pairwise(units):
        head, *rest = reading.tokens(unit)
        tail = out.pop() if out[-1].key == end().key else end()
        out.append(head._replace(source=tail.source + before.gap + head.source))
        out += rest
    return tuple(out)


def _around(tokens: Sequence[Token]) -> tuple[str, ...]:
    shape = tokens[0].shape
    return shape.around if shape else ()
