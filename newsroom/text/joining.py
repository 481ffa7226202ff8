"""Pieces of source put one behind the other so that none flows into its neighbour.

Two pieces that always stood side by side keep what stood between them. Where new neighbours would
be read as something else (a list and a list, a line under a paragraph), the gap is made wider, in
the end with a comment between: what each of them says stays what it says.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from newsroom.text.blocks import LISTS, Block, BlockKind, blocks_key
from newsroom.text.guard import guard
from newsroom.text.parse import Parser, Unsupported
from newsroom.text.plain import stands_apart
from newsroom.text.segments import cut, front_matter
from newsroom.values import dataclass

GAP = "\n\n"
SEPARATOR = "\n\n<!-- -->\n\n"
FRONT_FENCES = ("---", "+++")
_KEPT = 256  # prints of pieces that are remembered, so that a key costs a parse or two


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of the text that is put together. ``number`` is the segment that it was read from,
    -1 for none; ``untouched``: its bytes are those of the source. ``text`` and ``gap`` (what stood
    behind it) have bare newlines, ``raw`` and ``raw_gap`` are the bytes to write."""

    text: str
    gap: str
    untouched: bool
    number: int
    blocks: tuple[Block, ...]
    raw: str
    raw_gap: str
    at: int  # the place of its first block in what is written


class Joiner:
    """Joins the parts of one document, whose definitions it knows."""

    def __init__(
        self,
        parser: Parser,
        references: Mapping[str, Any] | None = None,
        footnotes: Mapping[str, Any] | None = None,
    ) -> None:
        self._parser = parser
        self._references = references or {}
        self._footnotes = footnotes or {}
        self._prints: dict[str, list[str] | None] = {}
        self._gaps: dict[tuple[str, str, str], tuple[str, bool]] = {}
        self._out: list[str] = []  # what was joined last: the lead, then each part and its gap
        self._swallowed: set[int] = set()

    def use(self, parser: Parser) -> None:
        """Read with that one from now on."""
        self._parser = parser

    def join(
        self, lead: str, parts: Sequence[Part], last: int, newline: str
    ) -> tuple[str, list[int]]:
        """The text of the parts behind ``lead``, and which of them (by their places) could not be
        kept apart from what stands before. ``last`` is the number of the source's last segment,
        ``newline`` how new lines end."""
        self._out = [lead]
        self._swallowed = set()
        for at in range(len(parts)):
            self._out += ("", "")
            self._put(parts, at, last, newline)
        return self._joined(parts, newline)

    def again(
        self, parts: Sequence[Part], changed: Iterable[int], last: int, newline: str
    ) -> tuple[str, list[int]]:
        """The same as ``join`` of the parts joined last, but that those at ``changed`` are others
        now: nothing else is looked at."""
        places = set()
        for place in changed:
            places |= {place - 1, place}
            while place + 1 < len(parts) and _is_card(parts[place + 1]):
                place += 1
                places.add(place)
        for at in sorted(places - {-1}):
            self._put(parts, at, last, newline)
        return self._joined(parts, newline)

    def _put(self, parts: Sequence[Part], at: int, last: int, newline: str) -> None:
        """Put a part and what stands behind it into what is joined."""
        part, out = parts[at], self._out
        raw = part.raw
        fresh = not part.untouched and part.blocks[0].kind is BlockKind.RULE
        if at == 0 and fresh and _is_front(part, out[0]) and raw[:3] == "---":
            raw = "***" + raw[3:]  # it would be read as front matter
        out[2 * at + 1] = raw
        self._swallowed.discard(at + 1)
        if at + 1 == len(parts):
            out[2 * at + 2] = part.raw_gap if 0 <= part.number == last else newline
            return
        following = parts[at + 1]
        beside = _as_they_were(part, following)
        whole = beside and part.untouched and following.untouched
        if whole and not _is_card(part):
            out[2 * at + 2] = part.raw_gap
            return
        first = self._reaches_back(parts, at)
        if (
            whole
            and all(_as_they_were(*parts[n : n + 2]) for n in range(first, at + 1))
            and all(parts[n].untouched for n in range(first, at + 2))
        ):
            out[2 * at + 2] = part.raw_gap
            return
        own = part.gap if beside or part.gap.count("\n") > 1 else ""
        left = part
        if first < at:
            before = "".join(part.text + (part.gap or GAP) for part in parts[first:at])
            left = replace(part, text=before + part.text)
        gap, holds = self._gap(left, following, own)
        if not holds:
            self._swallowed.add(at + 1)
        out[2 * at + 2] = part.raw_gap if gap == part.gap else gap.replace("\n", newline)

    def _reaches_back(self, parts: Sequence[Part], at: int) -> int:
        """The first of the parts that what comes behind ``at`` may flow into: definitions between
        a quotation and a quotation part nothing, since they say nothing."""
        while at and _is_card(parts[at]) and self._printed(parts[at].text) == []:
            at -= 1
        return at

    def _joined(self, parts: Sequence[Part], newline: str) -> tuple[str, list[int]]:
        lead = self._out[0]
        text = "".join(self._out)
        if parts and _is_front(parts[0], lead) and front_matter(text[len(lead) :].split("\n")):
            text = lead + newline + text[len(lead) :]
        return text, sorted(self._swallowed)

    def _gap(self, left: Part, right: Part, own: str) -> tuple[str, bool]:
        key = (left.text, own, right.text)
        kept = self._gaps.get(key)
        if kept is None:
            if len(self._gaps) > _KEPT:
                self._gaps.clear()
            kept = self._gaps[key] = self._found(left, right, own)
        return kept

    def _found(self, left: Part, right: Part, own: str) -> tuple[str, bool]:
        cards = any(b.kind is BlockKind.SOURCE for b in (*left.blocks[-1:], *right.blocks[:1]))
        for gap in filter(None, (own, GAP)):
            # Without an empty line one may be cut as a part of the other, and so be a card with it.
            close = gap.count("\n") < len(GAP)
            if self._apart(left.text, gap, right.text) and not (
                (cards or close) and self._grown(left.text, gap, right.text)
            ):
                return gap, True
        for gap in _flowing(left.blocks, right.blocks):
            if self._flows(left, gap, right):
                return gap, True
        holds = self._apart(left.text, SEPARATOR, right.text) and not (
            cards and self._grown(left.text, SEPARATOR, right.text)
        )
        return (SEPARATOR, True) if holds else (own or GAP, False)

    def _apart(self, left: str, gap: str, right: str) -> bool:
        """Are the two read side by side as each is read alone?"""
        if stands_apart(left) and stands_apart(right) and gap.count("\n") > 1 and not gap.strip():
            return True
        one, other = self._printed(left), self._printed(right)
        if one is None or other is None:
            return gap.count("\n") > 1
        between = self._printed(gap) if gap.strip() else []
        both = self._printed(left + gap + right)
        return both is None or both == [*one, *(between or []), *other]

    def _grown(self, left: str, gap: str, right: str) -> bool:
        """Would the source be cut otherwise than between the two, one card with both in it?"""
        made = cut(left + gap + right, self._parser)
        return not any(piece.end == len(left) for piece in made.segments)

    def _printed(self, text: str) -> list[str] | None:
        if text not in self._prints:
            if len(self._prints) > _KEPT:
                self._prints.clear()
            self._prints[text] = self._read(text)
        return self._prints[text]

    def _read(self, text: str) -> list[str] | None:
        if guard(text):
            return None
        try:
            tree = self._parser.tree(text, self._references, self._footnotes)
            return self._parser.prints(tree)
        except RecursionError:
            return None

    def _flows(self, left: Part, gap: str, right: Part) -> bool:
        """Are a list and a list (a quotation and a quotation) read as one that says the same?"""
        try:
            read = self._parser.blocks(
                left.text + gap + right.text, self._references, self._footnotes
            )
        except (Unsupported, RecursionError):
            return False
        return blocks_key(read) == blocks_key(united(left.blocks, right.blocks))


def _as_they_were(part: Part, following: Part) -> bool:
    """Whether two parts stood side by side in the source."""
    return 0 <= part.number == following.number - 1


def _is_card(part: Part) -> bool:
    return len(part.blocks) == 1 and part.blocks[0].kind is BlockKind.SOURCE


def _is_front(part: Part, lead: str) -> bool:
    """Does the part, the first, begin as front matter does, and is none?"""
    fence = part.text.split("\n", 1)[0].rstrip() in FRONT_FENCES
    return fence and part.blocks[0].kind is not BlockKind.SOURCE and not lead.strip("\ufeff")


def _flowing(left: Sequence[Block], right: Sequence[Block]) -> Iterator[str]:
    """The gaps with which what ``left`` ends with may go on in what ``right`` begins with."""
    if not (left and right and left[-1].stack and right[0].stack):
        return
    one, other = left[-1].stack[0], right[0].stack[0]
    if one.kind == other.kind == "quote":
        yield GAP
    elif one.kind == other.kind == "ul":
        yield "\n"
        yield GAP


def united(left: Sequence[Block], right: Sequence[Block]) -> tuple[Block, ...]:
    """Both, the list that ``right`` begins with as the rest of that which ``left`` ends with."""
    one = left[-1].stack[0] if left and left[-1].stack else None
    other = right[0].stack[0] if right and right[0].stack else None
    if one is None or other is None or one.kind != other.kind or one.kind not in LISTS:
        return (*left, *right)
    goes_on = tuple(
        replace(block, stack=(one, *block.stack[1:])) if block.stack[:1] == (other,) else block
        for block in right
    )
    return (*left, *goes_on)
