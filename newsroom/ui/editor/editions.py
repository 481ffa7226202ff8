"""The readings of a source that a page has seen, and what of the page each of them says."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import replace
from operator import attrgetter
from typing import Final

from newsroom.text.amend import shared, shared_end
from newsroom.text.blocks import block_key, is_empty
from newsroom.text.document import Block, Document
from newsroom.ui.editor.formats import FRESH
from newsroom.values import dataclass


@dataclass(frozen=True, slots=True)
class Edition:
    """The source as it was read once, and which of its segments each of the page's ids means.

    Ids are never used twice: an undo may bring back blocks of an earlier edition, and with them
    that edition. The newest id on a page tells its edition; so whatever an edition reads otherwise
    than the one before, down to a blank line, carries an id of its own.
    """

    document: Document
    segments: dict[int, int]

    def own(self, blocks: Sequence[Block]) -> list[Block]:
        """The page's blocks, told by this edition's own segments.

        A list or quote is one segment, whichever its blocks came from: written apart, its items
        would be read as paragraphs of a loose list.
        """
        found = []
        for block in blocks:
            segment = self.segments.get(block.segment, FRESH)
            found.append(block if segment == block.segment else replace(block, segment=segment))
        start = 0
        for at in range(1, len(found) + 1):
            if at == len(found) or not _in_one(found[at - 1], found[at]):
                segments = {block.segment for block in found[start:at]}
                if len(segments) > 1:
                    own = next(b.segment for b in found[start:at] if b.segment != FRESH)
                    found[start:at] = [replace(block, segment=own) for block in found[start:at]]
                start = at
        return found


_SEGMENT: Final = attrgetter("segment")  # no frame of Python's for each block
_LIVE: Final = 8  # editions that are kept as they are; of older ones only what tells them apart


class _Faded:
    """An edition that only an undo may bring back: how its source differs from that of the next,
    and its ids."""

    def __init__(self, edition: Edition, following: str) -> None:
        source = edition.document.source
        self.head = shared(source, following)
        self.tail = shared_end(source, following, min(len(source), len(following)) - self.head)
        self.words = source[self.head : len(source) - self.tail]
        self.count = edition.document.count
        self.ids = array("q", edition.segments.keys())
        self.segments = array("q", edition.segments.values())

    def source(self, following: str) -> str:
        """Its source, by that of the next edition."""
        return following[: self.head] + self.words + following[len(following) - self.tail :]

    def edition(self, source: str) -> Edition:
        """The edition, read anew."""
        document = Document.open(source)
        if document.count != self.count:  # read otherwise than step by step: nothing is known
            return Edition(document, {})
        return Edition(document, dict(zip(self.ids, self.segments, strict=True)))


class Editions:
    """All editions of one story since it was opened."""

    def __init__(self, document: Document) -> None:
        self._all: list[Edition | _Faded] = []
        self._bases: list[int] = []  # the first id of each
        self._next = 0
        self._told: tuple[tuple[Block, ...], int] = ((), 0)  # the number of these blocks' edition
        self._owned: tuple[Edition, Sequence[Block], list[Block]] | None = None
        self.open(document)

    def open(self, document: Document) -> None:
        """Another story; its ids are the segments themselves."""
        count = 1 + max((block.segment for block in document.blocks), default=-1)
        self._all, self._bases = [Edition(document, {n: n for n in range(count)})], [0]
        self._next = count
        self._told = ((), 0)
        self._owned = None

    def __getitem__(self, number: int) -> Edition:
        found = self._all[number]
        if isinstance(found, _Faded):
            found = self._all[number] = found.edition(self._source(number))
        return found

    def _source(self, number: int) -> str:
        """The source of an edition: from the next that is whole back to it."""
        at = number
        while isinstance(self._all[at], _Faded):
            at += 1
        source = self[at].document.source
        for faded in reversed(self._all[number:at]):
            assert isinstance(faded, _Faded)
            source = faded.source(source)
        return source

    def number(self, blocks: tuple[Block, ...]) -> int:
        """The edition that a page with these blocks shows."""
        if self._told[0] is not blocks:
            newest = max(map(_SEGMENT, blocks), default=FRESH)
            if newest != FRESH:
                number = bisect_right(self._bases, newest) - 1
            else:  # nothing of any source is left
                number = 0 if all(map(is_empty, blocks)) else len(self._all) - 1
            self._told = blocks, number
        return self._told[1]

    def own(self, edition: Edition, blocks: tuple[Block, ...]) -> list[Block]:
        """``edition.own(blocks)``; only what is another than the last time is looked at."""
        last = self._owned
        found = None
        if last is not None and last[0] is edition:
            found = last[2] if last[1] is blocks else _mended(last[1], last[2], blocks)
        if found is None:
            found = edition.own(blocks)
        self._owned = edition, blocks, found
        return found

    def base(self) -> int:
        """The first id of the edition that comes next: its segment n is id ``base() + n``."""
        return self._next

    def add(self, document: Document, kept: dict[int, int], count: int) -> None:
        """A new edition of ``count`` segments. ``kept`` are older ids and the segments that they
        mean now. One more id than segments belongs to it: it stands for nothing, and marks a page
        on which nothing is left."""
        base = self._next
        segments = {**kept, **{base + n: n for n in range(count)}}
        self._all.append(Edition(document, segments))
        self._bases.append(base)
        old = len(self._all) - 1 - _LIVE
        if old > 0:
            fading, following = self._all[old], self._all[old + 1]
            if isinstance(fading, Edition) and isinstance(following, Edition):
                self._all[old] = _Faded(fading, following.document.source)
        self._next = base + count + 1


def _mended(blocks: Sequence[Block], own: list[Block], now: Sequence[Block]) -> list[Block] | None:
    """``own``, told of ``blocks``, for the blocks ``now``; None if more than words changed."""
    if len(blocks) != len(now):
        return None
    found = own
    for at, (was, block) in enumerate(zip(blocks, now, strict=True)):
        if was is block:
            continue
        if (was.segment, was.stack) != (block.segment, block.stack):
            return None
        if found is own:
            found = list(own)
        segment = own[at].segment
        found[at] = block if block.segment == segment else replace(block, segment=segment)
    return found


def _in_one(above: Block, below: Block) -> bool:
    """Whether two neighbours stand in the same outermost list or quote."""
    return bool(above.stack and below.stack) and above.stack[0] == below.stack[0]


def common(
    shown: Sequence[Block], wanted: Sequence[Block]
) -> tuple[slice, slice, list[tuple[int, int]]]:
    """Between which blocks at the beginning and at the end, that say the same, the two are others:
    of ``shown`` and of ``wanted``, by whole segments of that; and for each kept block of ``shown``
    its segment there. Empty paragraphs between what is kept, or behind it, are kept with what
    stands above them: somebody writes in one."""
    groups = _segments(wanted)
    kept: list[tuple[int, int]] = []
    head = first = 0
    while first < len(groups):
        start, end = groups[first]
        empty = _empty(shown, head) if head else 0
        top = head + empty
        if not _same(shown[top : top + end - start], wanted[start:end]):
            break
        kept += [(head + n, kept[-1][1]) for n in range(empty)]
        kept += [(top + n, wanted[start].segment) for n in range(end - start)]
        head = top + end - start
        first += 1
    empty = _empty(shown, head)
    if first == len(groups) and kept and head + empty == len(shown):
        kept += [(head + n, kept[-1][1]) for n in range(empty)]
        head += empty
    tail, last = 0, len(groups)
    while last > first:
        start, end = groups[last - 1]
        size = end - start + _empty_above(shown, len(shown) - tail)
        top = len(shown) - tail - size
        if top < head or not _same(shown[top : top + end - start], wanted[start:end]):
            break
        kept += [(top + n, wanted[start].segment) for n in range(size)]
        tail += size
        last -= 1
    came = slice(groups[first][0], groups[last - 1][1]) if first < last else slice(0, 0)
    return slice(head, len(shown) - tail), came, kept


def _empty(shown: Sequence[Block], at: int) -> int:
    """How many empty paragraphs stand from there on, in no quotation."""
    end = at
    while end < len(shown) and is_empty(shown[end]) and not shown[end].stack:
        end += 1
    return end - at


def _empty_above(shown: Sequence[Block], at: int) -> int:
    """How many stand right above that."""
    start = at
    while start > 0 and is_empty(shown[start - 1]) and not shown[start - 1].stack:
        start -= 1
    return at - start


def _segments(blocks: Sequence[Block]) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    start = 0
    for at in range(1, len(blocks) + 1):
        if at == len(blocks) or blocks[at].segment != blocks[start].segment:
            found.append((start, at))
            start = at
    return found if blocks else []


def _same(shown: Sequence[Block], wanted: Sequence[Block]) -> bool:
    if len(shown) != len(wanted):
        return False
    one: dict[int, int] = {}
    other: dict[int, int] = {}
    return all(
        _alike(a, b) or block_key(a, one) == block_key(b, other)
        for a, b in zip(shown, wanted, strict=True)
    )


def _alike(one: Block, other: Block) -> bool:
    """Whether blocks that stand in no list or quote are the same at first sight: most are."""
    return (
        one.kind is other.kind
        and one.runs == other.runs
        and one.text == other.text
        and one.level == other.level
        and not (one.stack or other.stack or one.rows or other.rows or one.info or other.info)
    )


def other_bytes(
    page: Sequence[tuple[int, int]],
    shown: Sequence[Block],
    old: Edition,
    new: Document,
) -> Iterable[tuple[int, int]]:
    """Of ``page``, kept blocks (index, segment of ``new``), the first of each segment whose bytes
    are others than they were in ``old``."""
    seen: set[int] = set()
    for at, segment in page:
        if segment in seen:
            continue
        seen.add(segment)
        before = old.segments.get(shown[at].segment)
        if before is None or old.document.bytes_of(before) != new.bytes_of(segment):
            yield at, segment


@dataclass(frozen=True, slots=True)
class Renewal:
    """How a page becomes another document: which of its blocks give way to which."""

    segments: dict[int, int]
    """Ids that stay, and the segments that they mean then."""
    place: tuple[int, int]
    """The page's blocks, from the first to behind the last, that give way."""
    fresh: Sequence[Block]
    """What comes in their place."""
    labels: Sequence[tuple[int, int]]
    """(index on the page, segment) of blocks that stay and whose id says otherwise."""
    kept: Sequence[tuple[int, int]]
    """(index on the page, segment) of all that stay."""


def renewal(edition: Edition, shown: Sequence[Block], document: Document) -> Renewal:
    """What a page that shows ``shown``, of ``edition``, keeps of itself as it becomes
    ``document``. Touches no widget, so that it can run on any thread."""
    wanted = document.blocks
    gone, came, kept = common(shown, wanted)
    segments: dict[int, int] = {}
    labels: list[tuple[int, int]] = []
    for at, segment in kept:
        own = shown[at].segment
        if own == FRESH or segments.setdefault(own, segment) != segment:
            labels.append((at, segment))
    known = {at for at, _segment in labels}
    same = [(at, segment) for at, segment in kept if at not in known]
    labels += other_bytes(same, shown, edition, document)
    return Renewal(segments, (gone.start, gone.stop), wanted[came], sorted(labels), kept)
