"""A Word document as data: paragraphs with all that was done to them, comments, and its views."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from newsroom.intake.dropped import Dropped
from newsroom.text.blocks import Run
from newsroom.text.retell import Para


@dataclass(frozen=True, slots=True)
class Drawing:
    """A picture: the part of the package that it lies in, or its address; its description."""

    target: str
    alt: str = ""
    outside: bool = False


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words, and who put them in or took them out ("" for nobody).

    ``note`` is the name of the footnote or endnote that it is the mark of; a ``picture`` has no
    words.
    """

    run: Run
    ins: str = ""
    cut: str = ""
    note: str = ""
    picture: Drawing | None = None

    def stands(self, accept: Callable[[str], bool]) -> bool:
        """Whether it is there when the changes of those are accepted and all others rejected."""
        return not (self.ins and not accept(self.ins)) and not (self.cut and accept(self.cut))


@dataclass(slots=True)
class Paragraph:
    """A paragraph with all that was done to it; a table has rows of cells of paragraphs.

    ``listed`` names the list that it is an item of, ``start`` is where that counts from;
    ``outline`` is the level of a heading that is none by name; ``boxes`` are the words of text
    boxes that hang on it.
    """

    style: str = ""
    depth: int = 0
    ordered: bool | None = None  # None: no item of a list
    listed: str = ""
    start: int = 1
    outline: int = 0
    boxes: list[Paragraph] = field(default_factory=list)
    pieces: list[Piece] = field(default_factory=list)
    ins: str = ""  # who put in its end, and so the paragraph
    cut: str = ""
    rows: list[Row] = field(default_factory=list)


@dataclass(slots=True)
class Row:
    """A row of a table; ``spans`` says over how many columns each cell reaches, and whether it
    goes on from the row above."""

    cells: list[list[Paragraph]]
    ins: str = ""
    cut: str = ""
    spans: tuple[tuple[int, bool], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """A comment: by whom, when, what, on which words. ``ours`` is the number of our comment that it
    is, ``parent`` the name of the one that it answers ("" for none)."""

    name: str
    author: str
    initials: str
    at: datetime | None
    words: str
    quote: str = ""
    parent: str = ""
    ours: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class WordFile:
    """What came back. ``by`` is who saved it last, ``people`` those who changed something.

    ``notes`` are the footnotes and endnotes by name, ``facts`` what the document says of itself
    (title, creator, created, modified, keywords), ``dropped`` what was seen and not taken.
    """

    story: str
    version: int
    by: str
    paragraphs: tuple[Paragraph, ...]
    remarks: tuple[Remark, ...]
    people: tuple[str, ...]
    notes: Mapping[str, tuple[Paragraph, ...]] = field(default_factory=dict)
    facts: Mapping[str, str] = field(default_factory=dict)
    dropped: Mapping[Dropped, int] = field(default_factory=dict)

    def view(self, accept: Callable[[str], bool]) -> tuple[Para, ...]:
        """The text with the changes of those accepted and all others rejected."""
        return tuple(_viewed(self.paragraphs, accept))


def every(paragraphs: Iterable[Paragraph]) -> Iterator[Paragraph]:
    """Each paragraph, those in tables too."""
    for one in paragraphs:
        yield one
        for row in one.rows:
            for cell in row.cells:
                yield from every(cell)


# Views.


def _viewed(paragraphs: Iterable[Paragraph], accept: Callable[[str], bool]) -> Iterator[Para]:
    carried: list[Run] = []
    for one in paragraphs:
        if one.rows:
            rows = tuple(
                tuple(_cell(cell, accept) for cell in row.cells)
                for row in one.rows
                if not (row.ins and not accept(row.ins)) and not (row.cut and accept(row.cut))
            )
            if rows:
                yield Para("table", rows=rows)
            continue
        runs = [p.run for p in one.pieces if p.run.text and p.stands(accept)]
        if (one.ins and not accept(one.ins)) or (one.cut and accept(one.cut)):
            carried += runs  # its end is not there: it goes on in the next one
            continue
        runs, carried = carried + runs, []
        if any(run.text.strip() for run in runs):
            yield _para(one, tuple(runs))
    if any(run.text.strip() for run in carried):
        yield Para(runs=tuple(carried))


def _cell(cell: Iterable[Paragraph], accept: Callable[[str], bool]) -> tuple[Run, ...]:
    runs: list[Run] = []
    for para in _viewed(cell, accept):
        runs += [Run(" "), *para.runs] if runs else para.runs
    return tuple(runs)


ROLES = {
    "kicker": "kicker", "title": "title", "subtitle": "dek", "byline": "byline",
    "caption": "caption", "figure": "figure", "box title": "box",
}  # fmt: skip
"""What a paragraph is by the name of its style."""


def _para(one: Paragraph, runs: tuple[Run, ...]) -> Para:
    style = one.style
    if style in ROLES:
        return Para(runs=runs, role=ROLES[style])
    if style.startswith("heading ") and style[8:].isdigit():
        return Para("h", runs, level=min(6, int(style[8:]) + 1))  # the headline is the first
    if one.ordered is not None:
        return Para("li", runs, level=one.depth, ordered=one.ordered)
    if style in ("quote", "intense quote"):
        return Para("quote", runs)
    if style == "html preformatted":
        return Para("code", runs)
    return Para(runs=runs)
