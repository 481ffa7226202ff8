"""A Word document that went out from here and comes back: what its people changed and said.

Read with the standard library alone, as data: nothing in it is run or fetched.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from newsroom.i18n import _
from newsroom.intake.package import parts, tree
from newsroom.news.errors import BadInput
from newsroom.text.blocks import Link, Marks, Run
from newsroom.text.retell import NOTE, Para

MOST_LETTERS = 2_000_000  # of the text; three times the longest novel that a paper ran
MOST_PARAGRAPHS = 20_000

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_W15 = "{http://schemas.microsoft.com/office/word/2012/wordml}"
_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_CUSTOM = "{http://schemas.openxmlformats.org/officeDocument/2006/custom-properties}"
_CORE = "{http://schemas.openxmlformats.org/package/2006/metadata/core-properties}"

STORY, VERSION = "newsroom-story", "newsroom-version"
"""The document's own properties that say which story it is; ``export.wordreview`` writes them."""

PARA_IDS = 0x10000000
"""What our own comments' names are counted from."""

_INS = frozenset({f"{_W}ins", f"{_W}moveTo"})
_DEL = frozenset({f"{_W}del", f"{_W}moveFrom"})


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words, and who put them in or took them out ("" for nobody)."""

    run: Run
    ins: str = ""
    cut: str = ""

    def stands(self, accept: Callable[[str], bool]) -> bool:
        """Whether it is there when the changes of those are accepted and all others rejected."""
        return not (self.ins and not accept(self.ins)) and not (self.cut and accept(self.cut))


@dataclass(slots=True)
class Paragraph:
    """A paragraph with all that was done to it; a table has rows of cells of paragraphs."""

    style: str = ""
    depth: int = 0
    ordered: bool | None = None  # None: no item of a list
    pieces: list[Piece] = field(default_factory=list)
    ins: str = ""  # who put in its end, and so the paragraph
    cut: str = ""
    rows: list[Row] = field(default_factory=list)


@dataclass(slots=True)
class Row:
    """A row of a table."""

    cells: list[list[Paragraph]]
    ins: str = ""
    cut: str = ""


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
    """What came back. ``by`` is who saved it last, ``people`` those who changed something."""

    story: str
    version: int
    by: str
    paragraphs: tuple[Paragraph, ...]
    remarks: tuple[Remark, ...]
    people: tuple[str, ...]

    def view(self, accept: Callable[[str], bool]) -> tuple[Para, ...]:
        """The text with the changes of those accepted and all others rejected."""
        return tuple(_viewed(self.paragraphs, accept))


def read(source: Path | bytes) -> WordFile:
    """A document out of its file. Raises BadInput with a sentence."""
    try:
        data = source if isinstance(source, bytes) else source.read_bytes()
    except OSError as error:
        raise BadInput(_("{path} can't be read.").format(path=source)) from error
    found = parts(data)
    document = found.get("word/document.xml")
    if document is None:
        raise BadInput(_("This is no Word document."))
    own = _own_properties(found)
    reading = _Reading(found)
    body = tree(document).find(f"{_W}body")
    paragraphs = tuple(reading.blocks(body)) if body is not None else ()
    letters = sum(len(piece.run.text) for one in _every(paragraphs) for piece in one.pieces)
    if letters > MOST_LETTERS or len(paragraphs) > MOST_PARAGRAPHS:
        raise BadInput(_("This document is longer than any story; it was left."))
    version = own.get(VERSION, "")
    return WordFile(
        story=own.get(STORY, ""),
        version=int(version) if version.isascii() and version.isdigit() else 0,
        by=_last(found),
        paragraphs=paragraphs,
        remarks=tuple(reading.remarks()),
        people=tuple(reading.people),
    )


def _every(paragraphs: Iterable[Paragraph]) -> Iterator[Paragraph]:
    """Each paragraph, those in tables too."""
    for one in paragraphs:
        yield one
        for row in one.rows:
            for cell in row.cells:
                yield from _every(cell)


def _own_properties(parts: Mapping[str, bytes]) -> dict[str, str]:
    content = parts.get("docProps/custom.xml")
    if content is None:
        return {}
    return {
        one.get("name", ""): "".join(one.itertext()).strip()
        for one in tree(content).iter(f"{_CUSTOM}property")
    }


def _last(parts: Mapping[str, bytes]) -> str:
    content = parts.get("docProps/core.xml")
    found = tree(content).find(f"{_CORE}lastModifiedBy") if content is not None else None
    return (found.text or "").strip() if found is not None else ""


class _Reading:
    """One document being read."""

    def __init__(self, parts: Mapping[str, bytes]) -> None:
        self._parts = parts
        self._links = self._relations()
        self._styles = self._names()
        self._numbered = self._lists()
        self.people: dict[str, None] = {}
        self._ranges: dict[str, list[str]] = {}
        self._open: set[str] = set()

    # Parts.

    def _relations(self) -> dict[str, str]:
        content = self._parts.get("word/_rels/document.xml.rels")
        if content is None:
            return {}
        return {
            one.get("Id", ""): one.get("Target", "")
            for one in tree(content).iter(f"{_RELATION}Relationship")
        }

    def _names(self) -> dict[str, str]:
        """Styles by id, each as people see its name: ids are translated by some programs."""
        content = self._parts.get("word/styles.xml")
        if content is None:
            return {}
        found = {}
        for style in tree(content).iter(f"{_W}style"):
            name = style.find(f"{_W}name")
            if name is not None:
                found[style.get(f"{_W}styleId", "")] = name.get(f"{_W}val", "").lower()
        return found

    def _lists(self) -> dict[str, dict[str, bool]]:
        """By list and level: whether it counts."""
        content = self._parts.get("word/numbering.xml")
        if content is None:
            return {}
        root = tree(content)
        kinds: dict[str, dict[str, bool]] = {}
        for one in root.iter(f"{_W}abstractNum"):
            levels = {}
            for level in one.iter(f"{_W}lvl"):
                form = level.find(f"{_W}numFmt")
                shown = form.get(f"{_W}val", "") if form is not None else ""
                levels[level.get(f"{_W}ilvl", "0")] = shown not in ("bullet", "none")
            kinds[one.get(f"{_W}abstractNumId", "")] = levels
        found = {}
        for one in root.iter(f"{_W}num"):
            kind = one.find(f"{_W}abstractNumId")
            if kind is not None:
                found[one.get(f"{_W}numId", "")] = kinds.get(kind.get(f"{_W}val", ""), {})
        return found

    # Text.

    def blocks(self, parent: ET.Element) -> Iterator[Paragraph]:
        """Paragraphs and tables, whatever content controls stand around them."""
        for one in parent:
            if one.tag == f"{_W}p":
                yield self._paragraph(one)
            elif one.tag == f"{_W}tbl":
                yield Paragraph(rows=list(self._rows(one)))
            elif one.tag in (f"{_W}sdt", f"{_W}sdtContent", f"{_W}customXml"):
                yield from self.blocks(one)
            elif one.tag in (f"{_W}commentRangeStart", f"{_W}commentRangeEnd"):
                self._range(one)

    def _rows(self, table: ET.Element) -> Iterator[Row]:
        for row in table.iter(f"{_W}tr"):
            cells = [list(self.blocks(cell)) for cell in row.findall(f"{_W}tc")]
            yield Row(cells, *self._who(row.find(f"{_W}trPr")))

    def _who(self, properties: ET.Element | None) -> tuple[str, str]:
        """Who put it in, and who took it out."""
        if properties is None:
            return "", ""
        found = []
        for tag in ("ins", "del"):
            sign = properties.find(f"{_W}{tag}")
            found.append(self._author(sign) if sign is not None else "")
        return found[0], found[1]

    def _author(self, element: ET.Element) -> str:
        name = " ".join(element.get(f"{_W}author", "").split()) or "?"
        self.people.setdefault(name)
        return name

    def _paragraph(self, element: ET.Element) -> Paragraph:
        made = Paragraph()
        properties = element.find(f"{_W}pPr")
        if properties is not None:
            style = properties.find(f"{_W}pStyle")
            if style is not None:
                name = style.get(f"{_W}val", "")
                made.style = self._styles.get(name, name.lower())
            number = properties.find(f"{_W}numPr")
            if number is not None:
                level, which = number.find(f"{_W}ilvl"), number.find(f"{_W}numId")
                depth = level.get(f"{_W}val", "0") if level is not None else "0"
                made.depth = int(depth) if depth.isdigit() else 0
                kinds = self._numbered.get(which.get(f"{_W}val", "") if which is not None else "")
                made.ordered = bool((kinds or {}).get(depth))
            made.ins, made.cut = self._who(properties.find(f"{_W}rPr"))
        self._inside(element, made, "", "", None)
        return made

    def _inside(
        self, parent: ET.Element, made: Paragraph, ins: str, cut: str, link: Link | None
    ) -> None:
        for one in parent:
            if one.tag == f"{_W}r":
                self._run(one, made, ins, cut, link)
            elif one.tag in _INS:
                self._inside(one, made, self._author(one), cut, link)
            elif one.tag in _DEL:
                self._inside(one, made, ins, self._author(one), link)
            elif one.tag == f"{_W}hyperlink":
                target = self._links.get(one.get(f"{_R}id", ""), "")
                self._inside(one, made, ins, cut, Link(target) if target else link)
            elif one.tag in (f"{_W}commentRangeStart", f"{_W}commentRangeEnd"):
                self._range(one)
            elif one.tag in (f"{_W}smartTag", f"{_W}sdt", f"{_W}sdtContent", f"{_W}fldSimple"):
                self._inside(one, made, ins, cut, link)

    def _range(self, one: ET.Element) -> None:
        name = one.get(f"{_W}id", "")
        if one.tag == f"{_W}commentRangeStart":
            self._open.add(name)
            self._ranges[name] = []
        else:
            self._open.discard(name)

    def _run(self, run: ET.Element, made: Paragraph, ins: str, cut: str, link: Link | None) -> None:
        marks = self._marks(run.find(f"{_W}rPr"), link)
        for one in run:
            words = ""
            if one.tag in (f"{_W}t", f"{_W}delText"):
                words = one.text or ""
            elif one.tag == f"{_W}tab":
                words = "\t"
            elif one.tag in (f"{_W}br", f"{_W}cr"):
                words = "\n"
            elif one.tag == f"{_W}noBreakHyphen":
                words = "\u2011"
            elif one.tag == f"{_W}footnoteReference":
                words = NOTE  # its number is the program's own
            if words:
                made.pieces.append(Piece(Run(words, marks), ins, cut))
                if not ins:
                    for name in self._open:
                        self._ranges[name].append(words)

    def _marks(self, properties: ET.Element | None, link: Link | None) -> Marks:
        if properties is None:
            return Marks(link=link)

        def on(name: str) -> bool:
            found = properties.find(f"{_W}{name}")
            return found is not None and found.get(f"{_W}val", "1") not in ("0", "false", "none")

        style = properties.find(f"{_W}rStyle")
        named = self._styles.get(style.get(f"{_W}val", ""), "") if style is not None else ""
        height = properties.find(f"{_W}vertAlign")
        raised = height.get(f"{_W}val", "") if height is not None else ""
        return Marks(
            bold=on("b"),
            italic=on("i"),
            strike=on("strike"),
            code="code" in named,
            sub=raised == "subscript",
            sup=raised == "superscript",
            link=link,
        )

    # Talk.

    def remarks(self) -> Iterator[Remark]:
        """Every comment, with the words that it stands on."""
        content = self._parts.get("word/comments.xml")
        if content is None:
            return
        parents = self._parents()
        for one in tree(content).iter(f"{_W}comment"):
            paragraphs = one.findall(f"{_W}p")
            words = "\n".join(
                "".join(t.text or "" for t in p.iter(f"{_W}t")) for p in paragraphs
            ).strip()
            name = paragraphs[-1].get(f"{_W14}paraId", "") if paragraphs else ""
            yield Remark(
                name=name or f"#{one.get(f'{_W}id', '')}",
                author=" ".join(one.get(f"{_W}author", "").split()),
                initials=one.get(f"{_W}initials", ""),
                at=_moment(one.get(f"{_W}date", "")),
                words=words,
                quote=" ".join("".join(self._ranges.get(one.get(f"{_W}id", ""), [])).split()),
                parent=parents.get(name, ""),
                ours=_ours(name),
            )

    def _parents(self) -> dict[str, str]:
        content = self._parts.get("word/commentsExtended.xml")
        if content is None:
            return {}
        return {
            one.get(f"{_W15}paraId", ""): one.get(f"{_W15}paraIdParent", "")
            for one in tree(content).iter(f"{_W15}commentEx")
        }


def _ours(name: str) -> int:
    try:
        number = int(name, 16) - PARA_IDS
    except ValueError:
        return 0
    return number if 0 < number < PARA_IDS else 0


def _moment(words: str) -> datetime | None:
    try:
        at = datetime.fromisoformat(words)
    except ValueError:
        return None
    return at if at.tzinfo else at.replace(tzinfo=UTC)


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
        runs = [piece.run for piece in one.pieces if piece.stands(accept)]
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


_ROLES = {
    "kicker": "kicker", "title": "title", "subtitle": "dek", "byline": "byline",
    "caption": "caption", "figure": "figure", "box title": "box",
}  # fmt: skip


def _para(one: Paragraph, runs: tuple[Run, ...]) -> Para:
    style = one.style
    if style in _ROLES:
        return Para(runs=runs, role=_ROLES[style])
    if style.startswith("heading ") and style[8:].isdigit():
        return Para("h", runs, level=min(6, int(style[8:]) + 1))  # the headline is the first
    if one.ordered is not None:
        return Para("li", runs, level=one.depth, ordered=one.ordered)
    if style in ("quote", "intense quote"):
        return Para("quote", runs)
    if style == "html preformatted":
        return Para("code", runs)
    return Para(runs=runs)
