"""Blocks as Markdown can say them: what a view shows while somebody types, settled.

White space that says nothing goes; the credit of a picture that is no longer alone stands beside
it; a list's items are as far apart as a list's items can be.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import groupby

from newsroom.text.blocks import LISTS, Block, BlockKind, Marks, Run, Runs, normal

_ENTITY = re.compile(r"&(?=#?\w+;)")
_SPACES = re.compile(r"[ \t\n]+")
_READ = re.compile(r"\xa0|\[(?=[^\]]*\][\[(])|`|<(?=[A-Za-z/!?])|\\(?=[^\w\s])")
"""What even an attribute's words are read for: links, code, tags, backslashes."""


def settled(blocks: Iterable[Block]) -> tuple[Block, ...]:
    """The blocks that are read back when these are written. Most are the same object."""
    out = [tidied(block) for block in blocks]
    if any(container.kind in LISTS for block in out for container in block.stack):
        _spread(out, range(len(out)), 0)
    return tuple(out)


def tidied(block: Block) -> Block:
    """The block without white space that says nothing, and with no credit but a lone picture's."""
    runs = normal(block.runs)
    rows = tuple(tuple(_without_credits(normal(cell)) for cell in row) for row in block.rows)
    if len(runs) != 1 or runs[0].marks != Marks(image=runs[0].marks.image):
        runs = _without_credits(runs)
    if runs == block.runs and rows == block.rows:
        return block
    return replace(block, runs=runs, rows=rows)


def _without_credits(runs: Runs) -> Runs:
    """Pictures among words keep their credit as an attribute list, as it was written."""
    if not any(run.marks.image and run.marks.image.credit for run in runs):
        return runs
    out: list[Run] = []
    for run in runs:
        image = run.marks.image
        if image is None or not image.credit:
            out.append(run)
            continue
        out.append(Run(run.text, replace(run.marks, image=replace(image, credit=""))))
        said = f"{{: credit={quoted(image.credit)} }}"
        out.append(Run(said, replace(run.marks, image=None, raw=True)))
    return tuple(out)


def quoted(text: str) -> str:
    """Words between quotation marks that they do not hold themselves, as attributes have them."""
    said = _ENTITY.sub("&amp;", _SPACES.sub(" ", text).strip(" "))
    said = _READ.sub(lambda found: f"&#{ord(found[0])};", said)
    if '"' not in said:
        return f'"{said}"'
    return f"'{said}'" if "'" not in said else '"' + said.replace('"', "&quot;") + '"'


def _spread(blocks: list[Block], places: Sequence[int], depth: int) -> None:
    """Make the items of each list at ``depth`` tight or loose in a way that can be written."""

    def around(n: int) -> object:
        stack = blocks[n].stack
        return (stack[depth].kind, stack[depth].id) if len(stack) > depth else None

    for container, group in groupby(places, key=around):
        inside = list(group)
        if container is None:
            continue
        _spread(blocks, inside, depth + 1)
        if blocks[inside[0]].stack[depth].kind in LISTS:
            _spread_list(blocks, inside, depth)


def _spread_list(blocks: list[Block], places: Sequence[int], depth: int) -> None:
    items: list[list[int]] = []
    for n in places:
        if blocks[n].item == depth or not items:
            items.append([])
        items[-1].append(n)
    loose = [not blocks[item[0]].tight for item in items]
    for n, item in enumerate(items):
        inner = [blocks[m] for m in item[1:]]
        nested = [len(b.stack) > depth + 1 and b.stack[depth + 1].kind in LISTS for b in inner]
        loose[n] = loose[n] or not all(nested)
        if inner and all(b.kind is BlockKind.CODE for b in inner):
            loose[n] = False  # words that only code follows are read without a paragraph
        apart = (loose[n] and inner) or any(not b.tight for b in inner)
        if n + 1 < len(items) and apart:
            # What has a blank line inside ends with one: the next item stands apart.
            loose[n + 1] = True
    for n, item in enumerate(items):
        beside = loose[max(0, n - 1) : n] + loose[n + 1 : n + 2]
        if loose[n] and len(item) == 1 and not any(beside):
            loose[n] = False
        head = blocks[item[0]]
        if head.kind is BlockKind.PARAGRAPH and head.item == depth and head.tight == loose[n]:
            blocks[item[0]] = replace(head, tight=not loose[n])
