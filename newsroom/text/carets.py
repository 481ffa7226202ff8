"""A caret in a block, and in the source that the block is written as: a sign that crosses over."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from newsroom.text.blocks import HARD_BREAK, Block, BlockKind, Marks, Run

CARET = "\ue0f1"
"""A private-use character that stands for the caret while it crosses from one view to the other."""

_BREAKS = "\n" + HARD_BREAK
_BREAK_SIGNS = re.compile(r"(?:\\| *)\r?\Z")
_LINE_START = re.compile(r"[ \t]*(?:>[ \t]?)*[ \t]*")
"""What the lines of a quotation or an item begin with."""
STEPS_ASIDE = (0, -1, 1, -2, 2, -3, 3)
"""Where a caret fits into the source if it does not where it stands (beside an emphasis)."""


def length_of(block: Block) -> int:
    """How many letters of a block a caret can stand between; none in a table."""
    if block.rows:
        return 0
    return len(block.text) or sum(len(run.text) for run in block.runs)


def letters_between(block: Block, offset: int, step: int) -> str:
    """The letters of a block between a place in it and another beside that."""
    text = block.text or "".join(run.text for run in block.runs)
    return text[offset : offset + step] if step > 0 else text[offset + step : offset]


def stepped_back(plain: str, at: int, passed: str, step: int) -> int:
    """The place in ``plain`` that is meant, where the caret stands at ``at`` since it stepped over
    the letters ``passed``. A break that is one letter on the page is several in the source."""
    breaks = [n for n, sign in enumerate(passed) if sign in _BREAKS]
    if not breaks:  # in its line: a blank at the end of one is no sign of the source
        low, high = plain.rfind("\n", 0, at) + 1, plain.find("\n", at)
        at = max(low, min(at - step, high if high >= 0 else len(plain)))
    elif step < 0:  # on to behind the break, and the letters behind that
        for _ in breaks:
            at = plain.find("\n", at) + 1 or len(plain)
        at = _LINE_START.match(plain, at).end() + len(passed) - 1 - breaks[-1]  # type: ignore[union-attr]
    else:  # back to before the break
        for _ in breaks:
            at = max(0, plain.rfind("\n", 0, at))
        at = len(_BREAK_SIGNS.sub("", plain[:at], count=1)) - breaks[0]
    at = min(len(plain), max(0, at))
    return at - 1 if plain[at - 1 : at + 1] == "\r\n" else at


def places_near(source: str, at: int) -> Iterable[int]:
    """``at`` and its neighbours, the nearest first, within the line: where a caret can stand."""
    start = source.rfind("\n", 0, at) + 1
    end = source.find("\n", at)
    end = len(source) if end < 0 else end
    yield at
    for step in range(1, min(200, end - start + 1)):
        if at + step <= end:
            yield at + step
        if at - step >= start:
            yield at - step


def find_caret(block: Block) -> int:
    """Where in a block ``CARET`` stands, -1 for nowhere."""
    if block.text:
        return block.text.find(CARET)
    before = 0
    for run in block.runs:
        at = run.text.find(CARET)
        if at >= 0:
            return before + at
        before += len(run.text)
    return -1


def with_caret(block: Block, offset: int) -> Block:
    """The block with ``CARET`` at that place; beside what is one thing, as a picture is."""
    if block.kind in (BlockKind.CODE, BlockKind.SOURCE):
        return replace(block, text=block.text[:offset] + CARET + block.text[offset:])
    out: list[Run] = []
    left = offset
    placed = False
    for run in block.runs:
        if not placed and left <= len(run.text):
            whole = run.marks.image or run.marks.entity or run.marks.raw
            if whole and left > 0:
                out += [run, Run(CARET, Marks())] if left == len(run.text) else [run]
                placed = left == len(run.text)
                left = 0
                continue
            if whole:
                out += [Run(CARET, Marks()), run]
            else:
                out.append(Run(run.text[:left] + CARET + run.text[left:], run.marks))
            placed = True
        else:
            out.append(run)
            if not placed:
                left -= len(run.text)
    if not placed:
        out.append(Run(CARET, Marks()))
    return replace(block, runs=tuple(out))
