"""A story's text as a flat list of blocks and runs: what the rich view shows, without Qt."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from enum import StrEnum
from typing import Any

from newsroom.text import atoms
from newsroom.values import dataclass

SOFT_BREAK = "\n"
HARD_BREAK = "\u2028"
IMAGE = "\ufffc"


class BlockKind(StrEnum):
    """What a block is. SOURCE is shown and kept verbatim: all that the rich view can't edit."""

    PARAGRAPH = "p"
    HEADING = "h"
    CODE = "code"
    RULE = "hr"
    TABLE = "table"
    SOURCE = "source"


@dataclass(frozen=True, slots=True)
class Link:
    """A link. ``ref`` is the reference's name where it was written as one; ``auto``: ``<…>``."""

    href: str
    title: str | None = None
    ref: str | None = None
    auto: bool = False


@dataclass(frozen=True, slots=True)
class Image:
    """A picture in a line of text; ``ref`` as in Link.

    ``title`` is its caption. ``credit`` says who made it; only a picture that is alone in its
    paragraph has one (``picture_of``).
    """

    src: str
    alt: str = ""
    title: str | None = None
    ref: str | None = None
    credit: str = ""


@dataclass(frozen=True, slots=True)
class Marks:
    """How a run looks and what it is. ``raw`` text is Markdown source that stays as it is.

    ``entity`` is how a single character was spelt in the source (``&nbsp;``). ``sub`` and ``sup``
    never cover white space. ``noted`` words are parked: kept in the source, on no page.
    """

    bold: bool = False
    italic: bool = False
    strike: bool = False
    code: bool = False
    raw: bool = False
    link: Link | None = None
    image: Image | None = None
    entity: str | None = None
    sub: bool = False
    sup: bool = False
    noted: bool = False


PLAIN = Marks()


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text with the same marks."""

    text: str
    marks: Marks = PLAIN


@dataclass(frozen=True, slots=True)
class Container:
    """What stands around a block: a quote ("quote"), a list ("ul", "ol"), a pull quote ("pull") or
    a box ("box", with its ``title``, plain words). ``id`` tells neighbours of one kind apart.

    Pull quotes and boxes stand in nothing: they are the outermost of a stack.
    """

    kind: str
    id: int = 0
    start: int = 1
    title: str = ""


LISTS = frozenset({"ul", "ol"})
ASIDES = frozenset({"pull", "box"})


Runs = tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """One block. ``stack`` are its containers from the outside in; ``item`` is the depth (index in
    ``stack``) of the list item that begins with this block, None where none begins.

    ``text`` is the content of CODE and SOURCE (lines parted by newline), ``info`` and ``fence`` a
    code block's info string and fence character (" " for an indented one). ``rows`` are a table's
    cells, the head first, ``align`` its columns. ``segment`` says which piece of the source it was
    read from; -1 is new.
    """

    kind: BlockKind
    stack: tuple[Container, ...] = ()
    item: int | None = None
    level: int = 0
    text: str = ""
    info: str = ""
    fence: str = ""
    runs: Runs = ()
    tight: bool = False
    task: bool | None = None
    rows: tuple[tuple[Runs, ...], ...] = ()
    align: tuple[str | None, ...] = ()
    segment: int = -1


_EMPHASIS = ("noted", "bold", "italic", "strike")
_SPACES = re.compile(r"(\s+)")
_EDGE = " \n\t\x0b\x0c"
_BREAKS = "\n" + HARD_BREAK


def _loose(marks: Marks) -> bool:
    """May white space move out of this run?"""
    return not (marks.code or marks.raw or marks.image or marks.entity)


def unite(runs: Iterable[Run]) -> Runs:
    """Adjacent runs of equal marks made one; pictures and entities stay apart."""
    out: list[Run] = []
    for run in runs:
        if not run.text:
            continue
        if out and out[-1].marks == run.marks and not (run.marks.image or run.marks.entity):
            out[-1] = Run(out[-1].text + run.text, run.marks)
        else:
            out.append(run)
    return tuple(out)


def _without(marks: Marks, mark: str) -> Marks:
    off: dict[str, Any] = {mark: False}
    return replace(marks, **off)


def _hoist(runs: list[Run], mark: str) -> list[Run]:
    """White space at the edges of an emphasis moved out of it."""
    out: list[Run] = []
    at = 0
    while at < len(runs):
        if not getattr(runs[at].marks, mark):
            out.append(runs[at])
            at += 1
            continue
        end = at
        link = runs[at].marks.link
        while (
            end < len(runs)
            and getattr(runs[end].marks, mark)
            and (runs[end].marks.link == link or _whole_links(runs, at, end + 1, mark))
        ):
            end += 1
        span = runs[at:end]
        lead: list[Run] = []
        tail: list[Run] = []
        while span and _loose(span[0].marks):
            text = span[0].text
            kept = text.lstrip()
            if kept == text:
                break
            lead.append(Run(text[: len(text) - len(kept)], _without(span[0].marks, mark)))
            span = ([Run(kept, span[0].marks)] if kept else []) + span[1:]
            if kept:
                break
        while span and _loose(span[-1].marks):
            text = span[-1].text
            kept = text.rstrip()
            if kept == text:
                break
            tail.insert(0, Run(text[len(kept) :], _without(span[-1].marks, mark)))
            span = span[:-1] + ([Run(kept, span[-1].marks)] if kept else [])
            if kept:
                break
        out += lead + span + tail
        at = end
    return out


def _low_and_high(runs: Iterable[Run]) -> Iterator[Run]:
    """White space taken out of sub- and superscripts, which can't hold any."""
    for run in runs:
        if not (run.marks.sub or run.marks.sup) or not _loose(run.marks):
            yield run
            continue
        level = replace(run.marks, sub=False, sup=False)
        for part in _SPACES.split(run.text):
            yield Run(part, level if _SPACES.fullmatch(part) else run.marks)


def _whole_links(runs: Sequence[Run], start: int, end: int, mark: str) -> bool:
    """Does an emphasis from ``start`` to ``end`` cover each link that it touches entirely?"""
    for edge in (start, end - 1):
        link = runs[edge].marks.link
        if link is None:
            continue
        first = last = edge
        while first > 0 and runs[first - 1].marks.link == link:
            first -= 1
        while last + 1 < len(runs) and runs[last + 1].marks.link == link:
            last += 1
        if any(not getattr(run.marks, mark) for run in runs[first : last + 1]):
            return False
    return True


def normal(runs: Iterable[Run]) -> Runs:
    """Runs as a parser would give them back: no white space at the edges of the block, of an
    emphasis, of code or of a line; no line break at the edges; equal neighbours united; what is
    left of a tag that was cut is words."""
    work = list(unite(runs))
    if any(run.marks.raw for run in work):
        work = list(unite(part for run in work for part in _whole_tags(run)))
    if any(run.marks.code for run in work):
        work = list(unite(part for run in work for part in _bare_code(run)))
    if any(run.marks.sub or run.marks.sup for run in work):
        work = list(unite(_low_and_high(work)))
    for mark in _EMPHASIS:
        if any(getattr(run.marks, mark) for run in work):
            work = list(unite(_hoist(work, mark)))
    if any(run.marks.link and run.marks.link.auto for run in work):
        work = list(_honest_links(work))
    while work and _loose(work[0].marks):
        kept = work[0].text.lstrip(_EDGE + HARD_BREAK)
        if kept:
            work[0] = Run(kept, work[0].marks)
            break
        work.pop(0)
    while work and _loose(work[-1].marks):
        kept = work[-1].text.rstrip(_EDGE + HARD_BREAK)
        if kept:
            work[-1] = Run(kept, work[-1].marks)
            break
        work.pop()
    out: list[Run] = []
    for at, run in enumerate(work):
        text = run.text
        if _loose(run.marks):
            text = re.sub(f"[ \n]*{HARD_BREAK}[ \n{HARD_BREAK}]*", HARD_BREAK, text)
            text = re.sub(r"[ ]*\n[ \n]*", "\n", text)
            if out and out[-1].text[-1] in _BREAKS:
                text = text.lstrip(" \n" if out[-1].text[-1] == HARD_BREAK else " ")
            if at + 1 < len(work) and work[at + 1].text[0] in _BREAKS:
                text = text.rstrip(" ")
        if text:
            out.append(Run(text, run.marks))
    return unite(out)


def _whole_tags(run: Run) -> Iterator[Run]:
    """Raw source that is no whole piece of any as words."""
    if not run.marks.raw or atoms.whole(run.text):
        yield run
        return
    words = replace(run.marks, raw=False)
    for text, kept in atoms.parted(run.text):
        yield Run(text, run.marks if kept else words)


def _bare_code(run: Run) -> Iterator[Run]:
    """Code without white space at its edges, which stands beside it; a line break in it is a
    space."""
    if not run.marks.code:
        yield run
        return
    text = re.sub(f"[ ]*[\n{HARD_BREAK}][ ]*", " ", run.text)
    kept = text.strip(_EDGE)
    beside = replace(run.marks, code=False)
    at = text.find(kept) if kept else len(text)
    yield Run(text[:at], beside)
    yield Run(kept, run.marks)
    yield Run(text[at + len(kept) :], beside)


def _honest_links(runs: Sequence[Run]) -> Iterator[Run]:
    """Links between angle brackets whose words are no longer their address as common links."""
    at = 0
    while at < len(runs):
        link = runs[at].marks.link
        end = at + 1
        while end < len(runs) and runs[end].marks.link == link:
            end += 1
        words = "".join(run.text for run in runs[at:end])
        plain = end == at + 1 and not (runs[at].marks.code or runs[at].marks.entity)
        own = link is not None and words in (link.href, link.href.removeprefix("mailto:"))
        if link is not None and link.auto and not (own and plain):
            common = replace(link, auto=False)
            yield from (Run(r.text, replace(r.marks, link=common)) for r in runs[at:end])
        else:
            yield from runs[at:end]
        at = end


def _runs_key(runs: Runs, *, heading: bool = False) -> tuple[object, ...]:
    if len(runs) == 1 and not heading:  # as most paragraphs are
        only = runs[0]
        if not only.marks.entity and not _dressed(only.marks):
            return ((only.text, only.marks),) if only.text else ()
    out: list[tuple[str, Marks]] = []
    for run in runs:
        bare = replace(run.marks, entity=None) if run.marks.entity else run.marks
        shown = re.sub(f"[\n{HARD_BREAK}]", " ", run.text) if heading and not bare.raw else run.text
        if _dressed(bare) and _loose(bare) and _SPACES.search(shown):
            # Nobody sees whether a space is bold.
            light = Marks(link=bare.link)
            parts = [(p, light if _SPACES.fullmatch(p) else bare) for p in _SPACES.split(shown)]
        else:
            parts = [(shown, bare)]
        for part, marks in parts:
            if part:
                _add_key(out, part, marks)
    return tuple(out)


def _dressed(marks: Marks) -> bool:
    return marks.bold or marks.italic or marks.strike or marks.noted or marks.sub or marks.sup


def _add_key(out: list[tuple[str, Marks]], shown: str, marks: Marks) -> None:
    if out and out[-1][1] == marks and not (marks.image or marks.code):
        out[-1] = (out[-1][0] + shown, marks)
    else:
        out.append((shown, marks))


def block_key(block: Block, lists: dict[int, int] | None = None) -> tuple[object, ...]:
    """What a block says, for comparison: list ids numbered from ``lists`` in order of appearance,
    segment and spelling of entities left out."""
    ids = {} if lists is None else lists
    stack: tuple[object, ...] = ()
    if block.stack:
        stack = tuple(
            (c.kind,)
            if c.kind == "quote"
            else (c.kind, ids.setdefault(c.id, len(ids)), c.start if c.kind == "ol" else 1, c.title)
            for c in block.stack
        )
    return (
        block.kind,
        stack,
        block.item,
        block.level,
        block.text,
        block.info,
        _runs_key(block.runs, heading=block.kind is BlockKind.HEADING),
        block.tight,
        block.task,
        block.rows and tuple(tuple(_runs_key(cell) for cell in row) for row in block.rows),
        block.align,
    )


def picture_of(block: Block) -> Image | None:
    """The picture of a paragraph that is nothing but a picture: a figure on the page, with
    ``title`` as its caption and ``credit``. None for any other block."""
    if block.kind is not BlockKind.PARAGRAPH or len(block.runs) != 1 or block.tight:
        return None
    return block.runs[0].marks.image


def embed_of(block: Block) -> str | None:
    """The address of a paragraph that is nothing but ``<https://…>``: a card on the page. None for
    any other block, and in lists, where an address stays a link."""
    if block.kind is not BlockKind.PARAGRAPH or len(block.runs) != 1:
        return None
    run = block.runs[0]
    link = run.marks.link
    if link is None or not link.auto or run.text != link.href:
        return None
    if run.marks != Marks(link=link) or any(c.kind in LISTS for c in block.stack):
        return None
    return link.href if re.match(r"https?://[^/]", link.href) else None


def is_empty(block: Block) -> bool:
    """An empty paragraph or heading outside a list item: Markdown has no such thing."""
    return (
        block.kind in (BlockKind.PARAGRAPH, BlockKind.HEADING)
        and not block.runs
        and block.item is None
    )


def blocks_key(blocks: Iterable[Block]) -> tuple[object, ...]:
    """What several blocks say together, empty ones left out."""
    lists: dict[int, int] = {}
    return tuple(block_key(block, lists) for block in blocks if not is_empty(block))


def with_segment(blocks: Iterable[Block], segment: int) -> tuple[Block, ...]:
    """The blocks as read from ``segment``."""
    return tuple(replace(block, segment=segment) for block in blocks)
