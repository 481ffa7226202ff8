"""A text that went out as plain paragraphs and came back changed, told in the words of its source.

What was sent is compared with what came back; whatever is the same keeps the bytes of the source,
with all that never went out (passages noted out, remarks, how a link was spelt).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from typing import Any

from newsroom.text.anchor import plain
from newsroom.text.blocks import (
    LISTS,
    PLAIN,
    Block,
    BlockKind,
    Container,
    Marks,
    Run,
    Runs,
    is_empty,
    normal,
    unite,
)
from newsroom.text.document import Document

_TOKENS = re.compile(r"\w+|\s+|[^\w\s]")
_WORDS = re.compile(r"\w+|[^\w\s]")
NOTE = "\ue0f2"
"""Stands for a footnote's sign."""

_LIKE = 0.5  # texts that share less are not the same paragraph rewritten
_NEAR = 30  # paragraphs ahead in which one that was rewritten is looked for
_MANY = 4_000  # words of two texts beyond which common words are not weighed one by one


@dataclass(frozen=True, slots=True)
class Para:
    """A paragraph, or a table, as a word processor has it.

    ``kind`` is "p", "h", "li", "quote", "code" or "table"; ``level`` a heading's (1 to 6) or a list
    item's depth (from 0), ``ordered`` whether the list counts. ``role`` is a style that says more
    ("title", "kicker" …).
    """

    kind: str = "p"
    runs: Runs = ()
    level: int = 0
    ordered: bool = False
    rows: tuple[tuple[Runs, ...], ...] = ()
    role: str = ""

    @property
    def text(self) -> str:
        """Its words."""
        if self.rows:
            return "\n".join("\t".join(_said(cell) for cell in row) for row in self.rows)
        return _said(self.runs)

    @property
    def key(self) -> tuple[object, ...]:
        """What makes two of them the same to a reader."""
        return (
            self.kind,
            self.level,
            self.ordered,
            self.role,
            _key(self.runs),
            tuple(tuple(_key(cell) for cell in row) for row in self.rows),
        )


def _said(runs: Runs) -> str:
    return "".join(run.text for run in runs)


def _look(marks: Marks) -> tuple[object, ...]:
    # Some programs add the slash that an address of a host alone has anyway.
    href = marks.link.href.removesuffix("/") if marks.link else ""
    return marks.bold, marks.italic, marks.strike, marks.code, marks.sub, marks.sup, href


def _key(runs: Runs) -> tuple[object, ...]:
    return tuple((text, _look(marks)) for text, marks in _tokens(runs))


def _tokens(runs: Runs) -> list[tuple[str, Marks]]:
    return [(word, run.marks) for run in runs for word in _TOKENS.findall(run.text)]


def opcodes(
    sent: Sequence[Para], came: Sequence[Para]
) -> Iterator[tuple[int, int | None, list[int]]]:
    """What became of each paragraph that was sent: (its number, the one that it became or None,
    the new ones that stand before it); the last entry has the number after the last."""
    matcher = _matcher([p.key for p in sent], [p.key for p in came])
    waiting: list[int] = []
    for how, i1, i2, j1, j2 in matcher.get_opcodes():
        if how == "equal":
            for i, j in zip(range(i1, i2), range(j1, j2), strict=True):
                yield i, j, waiting
                waiting = []
            continue
        j = j1
        for i in range(i1, i2):
            ahead = range(j, min(j2, j + _NEAR))
            other = next((n for n in ahead if _alike(sent[i], came[n])), None)
            if other is None:
                yield i, None, waiting
                waiting = []
                continue
            yield i, other, waiting + list(range(j, other))
            waiting = []
            j = other + 1
        waiting += list(range(j, j2))
    yield len(sent), None, waiting


def _alike(one: Para, other: Para) -> bool:
    if bool(one.rows) != bool(other.rows) or (one.role != other.role and "p" not in (one.role,)):
        return False
    if one.role and one.role == other.role:
        return True
    return _like(one.text, other.text)


def _like(one: str, other: str) -> bool:
    """Whether two texts share enough words to be one text rewritten."""
    left, right = Counter(_WORDS.findall(one)), Counter(_WORDS.findall(other))
    most = max(left.total(), right.total())
    return bool(most) and (left & right).total() >= _LIKE * most


def _matcher(left: Sequence[object], right: Sequence[object]) -> SequenceMatcher[Any]:
    return SequenceMatcher(None, left, right, autojunk=len(left) + len(right) > _MANY)


def retell(
    body: str, sent: Sequence[Para], came: Sequence[Para], *, lead: Callable[[str], bool]
) -> str:
    """The body with what changed between ``sent`` and ``came``.

    ``lead`` tells a role that is no part of the body (title, byline); such paragraphs are left
    out on both sides.
    """
    document = Document.open(body)
    sent = [para for para in sent if not lead(para.role)]
    came = [para for para in came if not lead(para.role)]
    if [para.key for para in sent] == [para.key for para in came]:
        return body
    owners = _owners(sent, document.blocks)
    out: list[Block] = []
    at = 0  # blocks of the source that are told already

    def upto(number: int) -> None:
        nonlocal at
        out.extend(document.blocks[at:number])
        at = max(at, number)

    for i, j, fresh in opcodes(sent, came):
        owner = owners.get(i)
        if fresh:
            upto(owner if owner is not None else _next(owners, i, len(document.blocks)))
            for n in fresh:
                out.append(_new(came[n], out))
        if i == len(sent) or owner is None:
            continue
        upto(owner)
        at = max(at, owner + 1)
        if j is None:
            continue  # it is gone
        block = document.blocks[owner]
        same = sent[i].key == came[j].key
        out.append(block if same else _changed(block, sent[i], came[j], out))
    upto(len(document.blocks))
    return document.write(tuple(out)).source


def _next(owners: dict[int, int], i: int, last: int) -> int:
    """The block that stands behind what was sent as ``i``."""
    later = [block for number, block in owners.items() if number >= i]
    return min(later, default=last)


def _owners(sent: Sequence[Para], blocks: Sequence[Block]) -> dict[int, int]:
    """Which block each paragraph that was sent was made of."""
    texts = [_bare(para.text) for para in sent]
    theirs = [_bare("" if is_empty(block) else plain(block)) for block in blocks]
    found: dict[int, int] = {}
    for how, i1, i2, j1, j2 in _matcher(texts, theirs).get_opcodes():
        if how == "equal":
            found.update(zip(range(i1, i2), range(j1, j2), strict=True))
            continue
        j = j1
        for i in range(i1, i2):
            for n in range(j, min(j2, j + _NEAR)):
                if _like(texts[i], theirs[n]):
                    found[i] = n
                    j = n + 1
                    break
    return {i: n for i, n in found.items() if texts[i]}


def _bare(text: str) -> str:
    return " ".join(re.sub(f"{NOTE}|\\[\\^[^\\]]*\\]|\ufffc", "", text).split())


def _changed(block: Block, sent: Para, came: Para, out: Sequence[Block]) -> Block:
    """The block with what became of it."""
    if block.kind is BlockKind.SOURCE:
        return block  # what a word processor can't show it can't have changed for sure
    if block.kind is BlockKind.TABLE:
        return _table(block, sent, came)
    if block.kind is BlockKind.CODE:
        return replace(block, text=came.text)
    runs = _woven(block.runs, sent.runs, came.runs)
    made = replace(block, runs=runs)
    if (sent.kind, sent.level) == (came.kind, came.level):
        return made
    other = _new(came, out)
    return replace(made, kind=other.kind, level=other.level, stack=other.stack, item=other.item)


def _table(block: Block, sent: Para, came: Para) -> Block:
    """The table cell by cell where it has its shape, else as it came."""
    shapes = {tuple(len(row) for row in rows) for rows in (block.rows, sent.rows, came.rows)}
    if len(shapes) > 1:
        return replace(block, rows=tuple(tuple(normal(c) for c in row) for row in came.rows))
    rows = tuple(
        tuple(_woven(b, s, c) for b, s, c in zip(*cells, strict=True))
        for cells in zip(block.rows, sent.rows, came.rows, strict=True)
    )
    return replace(block, rows=rows)


def _woven(own: Runs, sent: Runs, came: Runs) -> Runs:
    """The words that came, each that was sent already with all that the source has of it."""
    left, right, source = _tokens(sent), _tokens(came), _tokens(own)
    owners = _share([t for t, _m in left], [t for t, _m in source])
    before = [(text, _look(marks)) for text, marks in left]
    after = [(text, _look(marks)) for text, marks in right]
    out: list[Run] = []
    told = owners.get(-1, [])
    out += [Run(*source[n]) for n in told]
    for how, i1, i2, j1, j2 in _matcher(before, after).get_opcodes():
        if how == "equal":
            out += [Run(*source[n]) for i in range(i1, i2) for n in owners.get(i, [])]
            continue
        # Parked words go with nobody else's.
        kept = [n for i in range(i1, i2) for n in owners.get(i, []) if source[n][1].noted]
        out += [Run(text, marks) for text, marks in right[j1:j2] if not text.startswith(NOTE)]
        out += [Run(*source[n]) for n in kept]
    return normal(unite(out))


def _share(left: Sequence[str], right: Sequence[str]) -> dict[int, list[int]]:
    """Which words of the source each word that was sent stands for; those that were not sent go
    with the one before them (-1: with none)."""
    found: dict[int, list[int]] = {}
    for how, i1, i2, j1, j2 in _matcher(left, right).get_opcodes():
        if how == "equal":
            for i, j in zip(range(i1, i2), range(j1, j2), strict=True):
                found.setdefault(i, []).append(j)
        elif j2 > j1:
            found.setdefault(i1 if i2 > i1 else i1 - 1, []).extend(range(j1, j2))
    return found


def _new(para: Para, out: Sequence[Block]) -> Block:
    """A paragraph that came new, as a block."""
    ids = [container.id for block in out for container in block.stack]
    fresh = max(ids, default=0) + 1_000  # apart from those that the document gives
    runs = normal(Run(run.text.replace(NOTE, ""), run.marks) for run in para.runs)
    if para.rows:
        rows = tuple(tuple(normal(cell) for cell in row) for row in para.rows)
        return Block(
            BlockKind.TABLE, rows=rows, align=(None,) * max(len(row) for row in rows), segment=-1
        )
    if para.kind == "code":
        return Block(BlockKind.CODE, text=para.text, fence="`")
    if para.kind == "h":
        return Block(BlockKind.HEADING, level=max(2, para.level), runs=runs)
    if para.kind == "quote":
        return Block(BlockKind.PARAGRAPH, stack=(Container("quote", fresh),), runs=runs)
    if para.kind != "li":
        return Block(BlockKind.PARAGRAPH, runs=runs)
    kind = "ol" if para.ordered else "ul"
    before = out[-1].stack if out else ()
    lists = [n for n, container in enumerate(before) if container.kind in LISTS]
    if len(lists) > para.level:
        stack = before[: lists[para.level] + 1]
    else:
        stack = (*before[: lists[-1] + 1 if lists else 0], Container(kind, fresh))
    tight = out[-1].tight if out and lists else True
    # An item of a list that stands there is spelt as the list is.
    segment = out[-1].segment if out and lists else -1
    return Block(
        BlockKind.PARAGRAPH,
        stack=stack,
        item=len(stack) - 1,
        runs=runs,
        tight=tight,
        segment=segment,
    )


__all__ = ["NOTE", "PLAIN", "Para", "opcodes", "retell"]
