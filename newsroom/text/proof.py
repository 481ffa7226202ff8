"""Proof that the changes of a piece can be made one without the other.

Where some of them are made, the parser must read just the words and looks that were meant.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from newsroom.text.blocks import Block, BlockKind, Run
from newsroom.text.hunks import Weave
from newsroom.text.reading import Reading, Unit
from newsroom.text.segments import SegmentKind
from newsroom.text.tokens import Token, bare, joined
from newsroom.text.trace import SIGNS

_RISKY = SIGNS | frozenset("\\!|#-+:{}&\n")
Said = list[tuple[str, object]]


def holds(
    weave: Weave, old: Reading, new: Reading, was: Sequence[Unit], now: Sequence[Unit]
) -> bool:
    """Whether any of the piece's changes may be made alone. Every second one is tried, then the
    others: each then stands beside what it has not seen."""
    numbers = list(dict.fromkeys(hunk.change for hunk in weave.hunks))
    if len(numbers) < 2 or not any(_risky(weave, n) for n in range(len(weave.hunks))):
        return True
    traced = all(old.traced(u) for u in was) and all(new.traced(u) for u in now)
    if not traced:
        return was[0].kind is now[0].kind and old.parse(was[0].source, was[0].kind) is None
    return all(_reads(weave.mixed(set(numbers[n::2])), old, new, now[0]) for n in (0, 1))


def _risky(weave: Weave, n: int) -> bool:
    """Does the hunk touch anything but plain words?"""
    hunk = weave.hunks[n]
    tokens = (*weave.old[hunk.i : hunk.i_end], *weave.new[hunk.j : hunk.j_end])
    return any(token.source != token.text or not _RISKY.isdisjoint(token.text) for token in tokens)


def _reads(tokens: Sequence[Token], old: Reading, new: Reading, unit: Unit) -> bool:
    return reads(joined(tokens), tokens, new, unit) or reads(joined(tokens), tokens, old, unit)


def reads(source: str, tokens: Sequence[Token], reading: Reading, unit: Unit) -> bool:
    """Whether the parser reads the tokens out of their source, as part of this text."""
    shape = tokens[0].shape
    if shape is not None and shape.picture:
        blocks = reading.parse(source, SegmentKind.TEXT)
        return blocks is not None and len(blocks) == 1
    if shape is not None and shape.kind is BlockKind.TABLE:
        columns = shape.cells
        line, _, rule = source.partition("\n")
        row = f"{line}\n{rule}" if rule else _HEAD.format("| x " * columns, "| - " * columns, line)
        blocks = reading.parse(row, SegmentKind.TEXT)
        if blocks is None or len(blocks) != 1 or blocks[0].kind is not BlockKind.TABLE:
            return False
        found = blocks[0].rows[0 if rule else -1]
        return _spoken(run for cell in found for run in cell) == _meant(tokens)
    blocks = reading.parse(source, unit.kind)
    if blocks is None or any(block.text for block in blocks):
        return False
    seams = sum(1 for token in tokens if token.shape is not None)
    return len(blocks) == seams and _spoken(_runs(blocks)) == _meant(tokens)


_HEAD = "{}|\n{}|\n{}"


def _runs(blocks: Sequence[Block]) -> list[Run]:
    return [run for block in blocks for run in block.runs]


def _spoken(runs: Iterable[Run]) -> Said:
    return [(sign, bare(run.marks)) for run in runs for sign in run.text if not sign.isspace()]


def _meant(tokens: Sequence[Token]) -> Said:
    return _spoken(run for token in tokens for run in token.looks)
