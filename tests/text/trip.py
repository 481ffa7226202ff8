"""What the text model promises of an edit, judged: for the quick tests and for the long run."""

from __future__ import annotations

import difflib
import itertools
from collections.abc import Sequence
from dataclasses import dataclass, replace

from newsroom.text.blocks import (
    HARD_BREAK,
    LISTS,
    Block,
    BlockKind,
    block_key,
    blocks_key,
    is_empty,
)
from newsroom.text.document import Document
from newsroom.text.joining import SEPARATOR
from newsroom.text.settle import settled, tidied


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of one edit. ``broken`` are promises that were not kept, as sentences."""

    source: str
    proven: bool
    broken: tuple[str, ...]
    swallowed: bool  # what is new stands behind a tag or fence that nothing closes
    strayed: bool  # in a list or table, a line that was not the edited item's or row's changed


def opens_and_saves(source: str) -> bool:
    """Is a story that was only looked at the same, byte for byte?"""
    document = Document.open(source)
    written = document.write(document.blocks)
    return written.source == source and not written.unproven


def judge(document: Document, blocks: Sequence[Block]) -> Verdict:
    """The promises of ``document`` for an edit after which its view shows ``blocks``."""
    written = document.write(blocks)
    again = Document.open(written.source)
    broken: list[str] = []
    untouched = _untouched(document, blocks)
    broken += _bytes_kept(document, written.source, untouched)
    if not written.unproven:
        # What a tag that nothing closes takes in can't be kept apart; it is told as not proven.
        broken += _html_kept(document, again, untouched)
    if not written.unproven and not shows(again.blocks, blocks, untouched):
        broken.append("the saved text reopened is not what was shown")
    if document.write(document.blocks).source != document.source:
        broken.append("undone, the text is not what was opened")
    if again.write(again.blocks).source != written.source:
        broken.append("the saved text does not open and save")
    strayed = not written.unproven and _strays(document, again, blocks)
    swallowed = bool(written.unproven) and all(
        any(block.kind is BlockKind.SOURCE for block in blocks[max(0, at - 1) : at + 1])
        for at in written.unproven
    )
    return Verdict(written.source, not written.unproven, tuple(broken), swallowed, strayed)


def same(read: Sequence[Block], shown: Sequence[Block]) -> bool:
    """Do the blocks say the same? Two lists of bullets that met are one."""
    return blocks_key(_met(read)) == blocks_key(_met(shown))


def shows(read: Sequence[Block], blocks: Sequence[Block], untouched: Sequence[int]) -> bool:
    """Does what was read say ``blocks``, or what Markdown can say of them?"""
    groups = [list(g) for _, g in itertools.groupby(blocks, key=lambda block: block.segment)]
    as_is = [tidied(block) for block in blocks]
    at_best = [
        block
        for group in groups
        for block in (group if group[0].segment in untouched else settled(group))
    ]
    return any(
        same(read, [block for block in said if not is_empty(block)]) for said in (as_is, at_best)
    )


def _met(blocks: Sequence[Block]) -> list[Block]:
    out: list[Block] = []
    for block in blocks:
        if block.kind is BlockKind.SOURCE and block.text == SEPARATOR.strip():
            continue  # it parts what would flow together, and shows nothing
        above, own = (out[-1].stack if out else ()), block.stack
        if above and own and above[0].kind == own[0].kind == "ul":
            block = replace(block, stack=(replace(own[0], id=above[0].id), *own[1:]))
        out.append(block)
    return out


def _groups(blocks: Sequence[Block]) -> dict[int, list[Block]]:
    found: dict[int, list[Block]] = {}
    for block in blocks:
        found.setdefault(block.segment, []).append(block)
    return found


def _keys(blocks: Sequence[Block]) -> list[object]:
    lists: dict[int, int] = {}
    return [block_key(block, lists) for block in blocks]


def _untouched(document: Document, blocks: Sequence[Block]) -> list[int]:
    now, was = _groups(blocks), _groups(document.blocks)
    return [n for n, group in was.items() if n in now and _keys(now[n]) == _keys(group)]


def _bytes_kept(document: Document, source: str, untouched: Sequence[int]) -> list[str]:
    at = 0
    pieces = document._pieces
    for n, following in itertools.pairwise([*untouched, -1]):
        piece = pieces[n]
        # The blank lines between two untouched neighbours are nobody else's either.
        last = n == len(pieces) - 1
        own = piece.raw + (piece.raw_gap if following == n + 1 else "")
        found = source.find(own, at)
        if found < 0:
            return [f"other bytes changed: {own!r}"]
        at = found + len(own)
        if last and not source.endswith(own + piece.raw_gap) and at == len(source):
            return ["the end of the text changed"]
    return []


def _html_kept(document: Document, again: Document, untouched: Sequence[int]) -> list[str]:
    """Every untouched block is read as it was: the page's HTML of it follows from that."""
    now = [key for piece in again._pieces for key in piece.keys]
    lines = iter(map(repr, map(_bare, now)))
    for n in untouched:
        for key in document._pieces[n].keys:
            if not any(repr(_bare(key)) == line for line in lines):
                return [f"another block reads otherwise now: {document._pieces[n].source!r}"]
    return []


def _bare(key: tuple[object, ...]) -> tuple[object, ...]:
    """What a block says, whichever list of the text it stands in."""
    kind, stack, *rest = key
    assert isinstance(stack, tuple)
    return (kind, tuple((c[0], *c[2:]) if c[0] in LISTS else c[:1] for c in stack), *rest)


def _strays(document: Document, again: Document, blocks: Sequence[Block]) -> bool:
    """Did an edit inside one item or row of a list or table change other lines than its own?"""
    old, new = list(document.blocks), list(blocks)
    if len(old) != len(new):
        return False
    changed = [n for n, (a, b) in enumerate(zip(old, new, strict=True)) if a != b]
    if len(changed) != 1:
        return False
    was, now = old[changed[0]], new[changed[0]]
    if (was.stack, was.item, was.kind) != (now.stack, now.item, now.kind):
        return False
    if not was.rows and not was.stack:
        return False
    if was.rows and (len(was.rows) != len(now.rows) or was.align != now.align):
        return False
    lines = [text.replace("\r\n", "\n").split("\n") for text in (document.source, again.source)]
    matcher = difflib.SequenceMatcher(None, lines[0], lines[1], autojunk=False)
    hit = sum(max(i2 - i1, 0) for tag, i1, i2, *_ in matcher.get_opcodes() if tag != "equal")
    own = 1 + sum(run.text.count("\n") + run.text.count(HARD_BREAK) for run in was.runs)
    own += was.text.count("\n") + 3 * bool(was.text)
    own += bool(was.level)  # a heading may be underlined
    return hit > own
