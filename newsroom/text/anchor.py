"""Where a comment stands: on words, wherever these go.

An anchor never stands in the text. Step by step it follows an edit through the comparison of both
texts (``follow``); after edits that nobody saw it finds its words again by what they are and what
stood around them (``place``). Words that are gone leave an orphan that says which they were.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from typing import NamedTuple

from newsroom.text.blocks import Block
from newsroom.text.body import Body
from newsroom.text.compare import BODY, Story
from newsroom.text.parse import Parser
from newsroom.text.patch import Region
from newsroom.text.reading import Reading, Unit
from newsroom.text.words import common, words

CONTEXT = 32  # characters kept from before and behind the words
ENOUGH = 0.6  # share of the words that must be left for them to be the same words
ALIKE = 0.5  # likeness of a passage written anew that still carries the comment
PLAINLY = 8  # characters of a quotation that is told by itself, without what stands around it
NEAR = 4  # characters around a shorter one that must be the same
MOST_PLACES = 400  # places of the same words that are weighed
MOST_WEIGHED = 4_000  # characters; longer passages are not compared letter by letter
CELL = "\t"
ROW = "\n"
BLOCK = "\n"


class Spot(NamedTuple):
    """A place in a text as it is read: a block and a character of its plain text."""

    block: int
    offset: int


@dataclass(frozen=True, slots=True)
class Anchor:
    """Words that a comment stands on, ``start`` to ``end``; ``field`` is BODY or a field's name.

    ``quote`` are the words themselves, ``before`` and ``after`` what stands around them, ``print``
    tells the block that they begin in. Offsets count characters of ``plain(block)``; a field is
    one block.
    """

    field: str
    start: Spot
    end: Spot
    quote: str
    before: str = ""
    after: str = ""
    print: str = ""


@dataclass(frozen=True, slots=True)
class Orphan:
    """An anchor whose words are gone; as it was last."""

    anchor: Anchor

    @property
    def quote(self) -> str:
        """The words that it stood on."""
        return self.anchor.quote


def plain(block: Block) -> str:
    """A block's words in one string: cells parted by tabs, rows by newlines."""
    if block.rows:
        rows = (CELL.join("".join(r.text for r in cell) for cell in row) for row in block.rows)
        return ROW.join(rows)
    return block.text or "".join(run.text for run in block.runs)


class Page:
    """A text as it is read, block by block."""

    def __init__(self, texts: Sequence[str], field: str = BODY) -> None:
        self.field = field
        self.texts = tuple(texts)
        self._starts = [0]
        for text in self.texts:
            self._starts.append(self._starts[-1] + len(text) + len(BLOCK))
        self.whole = BLOCK.join(self.texts)

    @classmethod
    def of_body(cls, body: str, parser: Parser | None = None) -> Page:
        """A body of Markdown."""
        return cls(list(map(plain, _blocks(Reading(body, parser)))))

    @classmethod
    def of(cls, story: Story, field: str, parser: Parser | None = None) -> Page:
        """A field of a story."""
        if field == BODY:
            return cls.of_body(story.body, parser)
        return cls((story.fields.get(field, ""),), field)

    def flat(self, spot: Spot) -> int:
        """The spot's place in the whole text."""
        if spot.block >= len(self.texts):
            return len(self.whole)
        return self._starts[spot.block] + min(spot.offset, len(self.texts[spot.block]))

    def spot(self, at: int) -> Spot:
        """The place ``at`` of the whole text as a spot."""
        block = max(0, min(bisect_right(self._starts, at), len(self.texts)) - 1)
        return Spot(block, at - self._starts[block])

    def anchor(self, start: Spot, end: Spot) -> Anchor:
        """An anchor on the words between two spots."""
        return self.between(self.flat(start), self.flat(end))

    def between(self, first: int, last: int) -> Anchor:
        """An anchor on these characters of the whole text."""
        start = self.spot(first)
        return Anchor(
            self.field,
            start,
            self.spot(last),
            self.whole[first:last],
            self.whole[max(0, first - CONTEXT) : first],
            self.whole[last : last + CONTEXT],
            _print(self.texts[start.block]) if self.texts else "",
        )


def _print(text: str) -> str:
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


def _blocks(reading: Reading) -> Iterator[Block]:
    for unit in reading.units:
        yield from reading.blocks(unit)


def as_data(anchor: Anchor) -> dict[str, object]:
    """The anchor as plain data, for JSON."""
    return {
        "field": anchor.field,
        "start": list(anchor.start),
        "end": list(anchor.end),
        "quote": anchor.quote,
        "before": anchor.before,
        "after": anchor.after,
        "print": anchor.print,
    }


def from_data(data: Mapping[str, object]) -> Anchor:
    """The anchor that ``as_data`` made this of. Raises KeyError, TypeError or ValueError."""

    def spot(value: object) -> Spot:
        if not isinstance(value, list | tuple):
            raise TypeError("a spot is two numbers")
        block, offset = value
        return Spot(int(block), int(offset))

    words_of = {name: str(data[name]) for name in ("field", "quote", "before", "after", "print")}
    return Anchor(start=spot(data["start"]), end=spot(data["end"]), **words_of)


# Found again by what they are.


def place(anchor: Anchor, page: Page) -> Anchor | Orphan:
    """Where the anchor's words stand in a text whose way from the last one is not known."""
    if not anchor.quote.strip():
        return Orphan(anchor)
    found = _same_block(anchor, page) or _same_words(anchor, page) or _like_words(anchor, page)
    return page.between(*found) if found else Orphan(anchor)


def _same_block(anchor: Anchor, page: Page) -> tuple[int, int] | None:
    """In the block that they stood in, if it says what it said."""
    near = sorted(range(len(page.texts)), key=lambda n: abs(n - anchor.start.block))
    for number in near:
        if _print(page.texts[number]) == anchor.print:
            first = page.flat(Spot(number, anchor.start.offset))
            last = first + len(anchor.quote)
            if page.whole[first:last] == anchor.quote:
                return first, last
    return None


def _same_words(anchor: Anchor, page: Page) -> tuple[int, int] | None:
    """Where the very words stand; of several places the one with the likest surroundings."""
    best: tuple[int, int, int] | None = None
    count = 0
    at = page.whole.find(anchor.quote)
    while at >= 0 and count < MOST_PLACES:
        count += 1
        score = _around(anchor, page.whole, at)
        far = abs(page.spot(at).block - anchor.start.block)
        if best is None or (score, -far) > best[:2]:
            best = (score, -far, at)
        at = page.whole.find(anchor.quote, at + 1)
    if best is None:
        return None
    told = len(anchor.quote) >= PLAINLY or best[0] >= NEAR or (count == 1 and best[1] == 0)
    return (best[2], best[2] + len(anchor.quote)) if told else None


def _around(anchor: Anchor, text: str, at: int) -> int:
    """How many characters on both sides of a place are as they were."""
    before = text[max(0, at - CONTEXT) : at]
    after = text[at + len(anchor.quote) : at + len(anchor.quote) + CONTEXT]
    return _shared(before[::-1], anchor.before[::-1]) + _shared(after, anchor.after)


def _shared(a: str, b: str) -> int:
    count = 0
    while count < min(len(a), len(b)) and a[count] == b[count]:
        count += 1
    return count


def _like_words(anchor: Anchor, page: Page) -> tuple[int, int] | None:
    """Where most of the words stand together in one block."""
    quote = words(anchor.quote)
    wanted = Counter(word for word in quote if word[0].isalnum())
    letters = sum(len(word) * many for word, many in wanted.items())
    best: tuple[float, int, int, int] | None = None
    for number, text in enumerate(page.texts):
        bag = words(text)
        there = Counter(bag)
        most = sum(len(word) * min(many, there[word]) for word, many in wanted.items())
        if not letters or most < ENOUGH * letters:
            continue
        found = _kept(quote, bag)
        if found is None or found[0] < ENOUGH * letters:
            continue
        kept, first, last = found
        if last - first > 2 * len(anchor.quote) + CONTEXT:
            continue
        at = page.flat(Spot(number, 0))
        far = abs(number - anchor.start.block)
        if best is None or (kept, -far) > best[:2]:
            best = (kept, -far, at + first, at + last)
    return (best[2], best[3]) if best else None


def _kept(quote: Sequence[str], bag: Sequence[str]) -> tuple[int, int, int] | None:
    """How many letters of the words are left in a row of others, and from where to where."""
    shared = common(quote, bag)
    places = [
        (b + n, quote[a + n])
        for a, b, size in shared
        for n in range(size)
        if quote[a + n][0].isalnum()
    ]
    if not places:
        return None
    ends = [0]
    for word in bag:
        ends.append(ends[-1] + len(word))
    return sum(len(word) for _n, word in places), ends[places[0][0]], ends[places[-1][0] + 1]


# Followed step by step.


def follow(
    anchors: Iterable[Anchor], old: Story, new: Story, parser: Parser | None = None
) -> list[Anchor | Orphan]:
    """Where the anchors of the old state stand in the new one, in their order."""
    parser = parser or Parser()
    ways: dict[str, _Way] = {}
    out: list[Anchor | Orphan] = []
    for anchor in anchors:
        if anchor.field not in ways:
            ways[anchor.field] = _Way(old, new, anchor.field, parser)
        out.append(ways[anchor.field].to(anchor))
    return out


class _Stretch(NamedTuple):
    """A part of a page: from where on in the whole text, and its words."""

    at: int
    text: str


class _Way:
    """From one text of a field to the next."""

    def __init__(self, old: Story, new: Story, field: str, parser: Parser) -> None:
        self._pairs: list[tuple[list[_Stretch], list[_Stretch]]] = []
        if field != BODY:
            self._old, self._new = Page.of(old, field), Page.of(new, field)
            self._pairs.append(([_Stretch(0, self._old.whole)], [_Stretch(0, self._new.whole)]))
            return
        body = Body(old.body, new.body, parser)
        readings = body.old, body.new
        self._old, self._new = (Page(list(map(plain, _blocks(side)))) for side in readings)
        seen: set[int] = set()
        for slot in body.script.slots:
            region = slot.region
            if region.old and region.new and id(region) not in seen:
                seen.add(id(region))
                self._pairs.append(self._of(region, readings))

    def _of(
        self, region: Region, readings: tuple[Reading, Reading]
    ) -> tuple[list[_Stretch], list[_Stretch]]:
        def all_of(units: Sequence[Unit], reading: Reading, page: Page) -> list[_Stretch]:
            return [part for unit in units for part in _stretches(unit, reading, page)]

        return all_of(region.old, readings[0], self._old), all_of(
            region.new, readings[1], self._new
        )

    def to(self, anchor: Anchor) -> Anchor | Orphan:
        """Where the anchor stands now."""
        first, last = self._old.flat(anchor.start), self._old.flat(anchor.end)
        if self._old.whole[first:last] != anchor.quote:
            return place(anchor, self._new)  # it was not made on this text
        found: list[tuple[int, int]] = []
        for olds, news in self._pairs:
            if olds and first < olds[-1].at + len(olds[-1].text) and last > olds[0].at:
                found += _through(olds, news, first, last)
        span = self._best(found)
        if span is None:
            return place(anchor, self._new)
        near = self._exact(anchor, span)
        return self._new.between(*near)

    def _best(self, found: Sequence[tuple[int, int]]) -> tuple[int, int] | None:
        """Pieces that are neighbours again as one; of those torn apart the longest."""
        chains: list[tuple[int, int]] = []
        for first, last in sorted(found):
            if chains and self._touch(chains[-1][1], first):
                chains[-1] = (chains[-1][0], last)
            else:
                chains.append((first, last))
        return max(chains, key=lambda one: one[1] - one[0], default=None)

    def _touch(self, last: int, first: int) -> bool:
        """Whether nothing but blanks, or the end of a block, stands between two places."""
        near = self._new.spot(first).block - self._new.spot(last).block == 1
        return near or not self._new.whole[last:first].strip()

    def _exact(self, anchor: Anchor, span: tuple[int, int]) -> tuple[int, int]:
        """The very words, if they stand whole where the anchor was led to."""
        whole, quote = self._new.whole, anchor.quote
        first, last = span
        if whole[first:last] == quote:
            return span
        low = self._new.flat(Spot(self._new.spot(first).block, 0))
        block = self._new.spot(max(first, last - 1)).block
        high = self._new.flat(Spot(block, len(self._new.texts[block])))
        places: list[tuple[int, int, int]] = []
        at = whole.find(quote, low, high)
        while at >= 0 and len(places) < MOST_PLACES:
            places.append((-_around(anchor, whole, at), abs(at - first), at))
            at = whole.find(quote, at + 1, high)
        return (min(places)[2], min(places)[2] + len(quote)) if places else span


def _stretches(unit: Unit, reading: Reading, page: Page) -> Iterator[_Stretch]:
    """The unit's parts of the page."""
    number = reading.place(unit)
    for n, block in enumerate(reading.own(unit)):
        at = page.flat(Spot(number + n, 0))
        if block.rows and unit.part >= 0:
            rows = [plain(replace(block, rows=(row,))) for row in block.rows]
            above = sum(len(row) + len(ROW) for row in rows[: unit.part])
            yield _Stretch(at + above, rows[unit.part])
        else:
            yield _Stretch(at, page.texts[number + n])


def _through(
    olds: Sequence[_Stretch], news: Sequence[_Stretch], first: int, last: int
) -> list[tuple[int, int]]:
    """Where characters ``first`` to ``last`` went in matched stretches, as places of the page."""
    old, new = _joined(olds), _joined(news)
    a, b = max(first - olds[0].at, 0), min(last - olds[0].at, len(old))
    # Neighbouring blocks of one piece are neighbours on the page too: one run of characters.
    found = (a, b) if old == new else _mapped(words(old), words(new), old, new, a, b)
    if found is None or found[1] <= found[0]:
        return []
    return [(news[0].at + found[0], news[0].at + found[1])]


def _joined(parts: Sequence[_Stretch]) -> str:
    return BLOCK.join(part.text for part in parts)


def _mapped(
    bag: Sequence[str], new_bag: Sequence[str], old: str, new: str, a: int, b: int
) -> tuple[int, int] | None:
    """Where characters ``a`` to ``b`` of the old words are among the new ones."""
    ends, new_ends = _ends(bag), _ends(new_bag)
    low: int | None = None
    high = 0
    alive = False
    needs_word = any(sign.isalnum() for sign in old[a:b])
    at = new_at = 0
    held: list[tuple[int, int, int, int]] = []  # replaced inside: old and new characters
    for i, j, size in [*common(bag, new_bag), (len(bag), len(new_bag), 0)]:
        held.append((ends[at], ends[i], new_ends[new_at], new_ends[j]))
        first, last = max(a, ends[i]), min(b, ends[i + size])
        if first < last:
            shift = new_ends[j] - ends[i]
            alive = alive or not needs_word or any(s.isalnum() for s in old[first:last])
            low = first + shift if low is None else low
            high = last + shift
        at, new_at = i + size, j + size
    inside = [h for h in held if h[0] < b and h[1] > a and h[0] < h[1] and h[2] < h[3]]
    if low is not None and alive:
        for start, end, new_start, new_end in inside:
            if a <= start and end <= b:
                low, high = min(low, new_start), max(high, new_end)
        return low, high
    return _written_anew(inside, old, new, a, b)


def _written_anew(
    inside: Sequence[tuple[int, int, int, int]], old: str, new: str, a: int, b: int
) -> tuple[int, int] | None:
    """The words that took the place of all of these, if they are like them."""
    if not inside:
        return None
    first, last = min(h[2] for h in inside), max(h[3] for h in inside)
    text, quote = new[first:last], old[a:b]
    if max(len(text), len(quote)) > MOST_WEIGHED:
        return None
    if SequenceMatcher(None, quote.casefold(), text.casefold(), autojunk=False).ratio() < ALIKE:
        return None
    lead = len(text) - len(text.lstrip())
    return first + lead, first + len(text.rstrip())


def _ends(bag: Sequence[str]) -> list[int]:
    ends = [0]
    for word in bag:
        ends.append(ends[-1] + len(word))
    return ends
