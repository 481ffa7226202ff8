"""The source of a few blocks as a row of tokens: words with their looks, and the seams between.

Joined, the tokens are the source, byte for byte. Each carries the signs that belong to it, so that
a stretch between two tokens that are the same in two texts can be exchanged without breaking marks.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import NamedTuple

from newsroom.text.blocks import PLAIN, Block, BlockKind, Image, Marks, Run, unite
from newsroom.text.trace import Leaf, trace, trace_runs
from newsroom.text.words import words

Looks = tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Shape:
    """What a block is, without its words. ``around`` are its containers from the outside in;
    ``cells`` is how many cells a table's row has. ``picture`` is a picture's file, whose cells are
    its alternative text, its caption and its credit."""

    kind: BlockKind = BlockKind.PARAGRAPH
    level: int = 0
    around: tuple[str, ...] = ()
    item: bool = False
    task: bool | None = None
    cells: int = 0
    picture: str = ""


PROSE = Shape()


_PICTURE = re.compile(
    r"!\[(?P<alt>[^\[\]\\]*)\]\((?P<address>[^\s()<>\"']*)"
    r"(?:[ ]+\"(?P<caption>[^\"\\]*)\")?\)(?:\{:[ ]*credit=\"(?P<credit>[^\"\n]*)\"[ ]*\})?[ \t]*"
)


class Token(NamedTuple):
    """A word, a blank, or a seam (``text`` is empty: the edge of a block or cell).

    ``key`` is what makes two tokens the same word; ``looks`` how it is set; ``frame`` what it
    stands in, as spelt; ``held``: it can't be parted from the next one. A seam tells in ``shape``
    which block begins after it, None where one only ends; ``cell``: it is a cell of a row.
    """

    key: Hashable
    text: str
    source: str
    looks: Looks = ()
    frame: Hashable = ()
    held: bool = False
    shape: Shape | None = None
    cell: bool = False

    @property
    def seam(self) -> bool:
        """Whether it holds no words."""
        return not self.text


def plain_tokens(text: str) -> tuple[Token, ...]:
    """A plain text's words."""
    return tuple(Token(_key(word), word, word, (Run(word, PLAIN),)) for word in words(text))


def _key(word: str) -> str:
    return "\n" if word == "\n" else " " if word.isspace() else word


def shape_of(block: Block) -> Shape:
    """The block's shape."""
    around = tuple(c.kind + c.title for c in block.stack)
    return Shape(block.kind, block.level, around, block.item is not None, block.task)


def start(shape: Shape, source: str = "", *, cell: bool = False) -> Token:
    """The seam before a block; a row's cells are alike, so that they are counted, not compared."""
    return Token(("start", shape), "", source, shape=shape, cell=cell)


def end(source: str = "") -> Token:
    """The seam after the last block."""
    return Token(("end",), "", source)


def verbatim(source: str, shape: Shape) -> tuple[Token, ...]:
    """A card's or a code block's source as it stands, the fences of code left out of its words."""
    if shape.kind is BlockKind.RULE:
        return (start(shape, source), end())
    if shape.kind is BlockKind.CODE and source[:3] in ("```", "~~~"):
        first, after = source.find("\n") + 1, source.rfind("\n")
        if 0 < first <= after:
            inside = plain_tokens(source[first:after])
            return (start(shape, source[:first]), *inside, end(source[after:]))
    return (start(shape), *plain_tokens(source), end())


def of_blocks(source: str, blocks: Sequence[Block]) -> tuple[Token, ...] | None:
    """Paragraphs and headings that stand one after the other; None where the walk got lost."""
    leaves: list[Leaf] = []
    at = 0
    for block in blocks:
        leaf = trace(source, block, at)
        if leaf is None:
            return None
        leaves.append(leaf)
        at = leaf.closed
    return _tokens(source, leaves, [shape_of(block) for block in blocks], cells=False)


def of_row(source: str, row: Sequence[tuple[Run, ...]], shape: Shape) -> tuple[Token, ...] | None:
    """One row of a table. None if its cells are not those that the parser saw."""
    spans = cells(source)
    if len(spans) != len(row):
        return None
    leaves: list[Leaf] = []
    for (first, after), runs in zip(spans, row, strict=True):
        leaf = trace_runs(source, runs, first, after)
        if leaf is None:
            return None
        leaves.append(leaf)
    return _tokens(source, leaves, [shape] * len(leaves), cells=True)


def of_picture(source: str, image: Image, shape: Shape) -> tuple[Token, ...] | None:
    """A picture that stands alone. None if its words stand otherwise in the source."""
    texts = (image.alt, image.title or "", image.credit)
    found = _PICTURE.fullmatch(source)
    if found is None:
        return None
    out: list[Token] = []
    at = 0
    for name, text in zip(("alt", "caption", "credit"), texts, strict=True):
        if (found[name] or "") != text:
            return None
        first = found.start(name) if found[name] is not None else max(at, found.end("address"))
        out.append(start(shape, source[at:first], cell=True))
        out += plain_tokens(text)
        at = first + len(text)
    return (*out, end(source[at:]))


def cells(line: str) -> list[tuple[int, int]]:
    """Where the cells of a table's row stand, blanks left out."""
    bars: list[int] = []
    at = 0
    while at < len(line):
        if line[at] == "\\":
            at += 1
        elif line[at] == "`":
            ticks = len(line[at:]) - len(line[at:].lstrip("`"))
            shut = line.find("`" * ticks, at + ticks)
            at = shut + ticks - 1 if shut >= 0 else at + ticks - 1
        elif line[at] == "|":
            bars.append(at)
        at += 1
    edges = [-1, *bars, len(line)]
    if bars and not line[: bars[0]].strip():
        edges.pop(0)
    if bars and not line[bars[-1] + 1 :].strip() and len(edges) > 2:
        edges.pop()
    out: list[tuple[int, int]] = []
    for left, right in itertools.pairwise(edges):
        inside = line[left + 1 : right]
        first = left + 1 + len(inside) - len(inside.lstrip())
        out.append((first, max(first, left + 1 + len(inside.rstrip()))))
    return out


def _tokens(
    source: str, leaves: Sequence[Leaf], shapes: Sequence[Shape], *, cells: bool
) -> tuple[Token, ...]:
    out: list[Token] = []
    at = 0
    for leaf, shape in zip(leaves, shapes, strict=True):
        around: Hashable = shape.around if not cells else ()
        seam = start(shape, source[at : leaf.opened], cell=cells)
        out.append(seam._replace(frame=around))
        out += _words(source, leaf, around)
        at = leaf.closed
    out.append(end(source[at:]))
    return tuple(out)


def _words(source: str, leaf: Leaf, around: Hashable) -> Iterable[Token]:
    """A leaf's words; the signs between two are given to the one they belong to."""
    if not leaf.text:
        return
    marks, starts, ends = leaf.marks, leaf.starts, leaf.ends
    opened: dict[str, str] = {}
    dressed = any(mark is not marks[0] for mark in marks) or marks[0] != PLAIN
    if dressed:
        _open(opened, PLAIN, marks[0], source[leaf.opened : starts[0]])
    first, at = 0, leaf.opened
    frame = (around, *opened.items())
    if not dressed:
        for word in words(leaf.text):
            after = first + len(word)
            last = after == len(leaf.text)
            stop = leaf.closed if last else starts[after]
            held = not last and stop != ends[after - 1]
            yield Token(_key(word), word, source[at:stop], (Run(word, PLAIN),), frame, held)
            first, at = after, stop
        return
    for word in words(leaf.text):
        after = first + len(word)
        frame = (around, *opened.items())
        for n in range(first + 1, after):
            if marks[n] is not marks[n - 1]:
                _open(opened, marks[n - 1], marks[n], source[ends[n - 1] : starts[n]])
        if after == len(leaf.text):
            stop, held = leaf.closed, False
        else:
            stop, held = _cut(source, ends[after - 1], starts[after], marks[after - 1 : after + 1])
            between = source[ends[after - 1] : starts[after]]
            _open(opened, marks[after - 1], marks[after], between)
        if all(marks[n] is marks[first] for n in range(first + 1, after)):
            looks: Looks = (Run(word, bare(marks[first])),)
        else:
            looks = unite(Run(leaf.text[n], bare(marks[n])) for n in range(first, after))
        yield Token(_key(word), word, source[at:stop], looks, frame, held)
        first, at = after, stop


@lru_cache(maxsize=512)
def bare(marks: Marks) -> Marks:
    """The marks without how a character was spelt."""
    return replace(marks, entity=None) if marks.entity else marks


@lru_cache(maxsize=512)
def _worn(marks: Marks) -> frozenset[tuple[str, object]]:
    """The marks that stand around words, by name."""
    names = ("bold", "italic", "strike", "sub", "sup", "noted", "code")
    worn = {(name, True) for name in names if getattr(marks, name)}
    return frozenset(worn | ({("link", marks.link)} if marks.link else set()))


def _open(opened: dict[str, str], before: Marks, after: Marks, signs: str) -> None:
    """Bring up to date in which spelling each mark was opened."""
    if before is after or before == after:
        return
    old, new = _worn(before), _worn(after)
    for name, _value in old - new:
        opened.pop(name, None)
    for name, _value in sorted(new - old, key=lambda item: item[0]):
        opened[name] = signs


def _cut(source: str, left: int, right: int, marks: Sequence[Marks]) -> tuple[int, bool]:
    """Where the signs between two words part, and whether the two can't be parted."""
    if left == right:
        return right, False
    old, new = _worn(marks[0]), _worn(marks[1])
    if new <= old and old != new:
        return right, False
    if old < new:
        return left, False
    return right, True


def joined(tokens: Iterable[Token]) -> str:
    """The tokens' source."""
    return "".join(token.source for token in tokens)


def said(tokens: Iterable[Token]) -> str:
    """The tokens' words as a reader sees them, seams as line ends."""
    return "".join(token.text or "\n" for token in tokens)
