"""The XML of an OpenDocument text read into the same paragraphs as a Word document."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace

from newsroom.intake.dropped import Dropped
from newsroom.intake.odtstyles import OFFICE, TABLE, TEXT, Looks, Styles
from newsroom.intake.wordfile import Drawing, Paragraph, Piece, Remark, Row
from newsroom.intake.wordreading import moment
from newsroom.text.blocks import PLAIN, Link, Marks, Run
from newsroom.text.retell import NOTE

DC = "{http://purl.org/dc/elements/1.1/}"
_DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
_SVG = "{urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0}"
_HREF = "{http://www.w3.org/1999/xlink}href"
_XML_ID = "{http://www.w3.org/XML/1998/namespace}id"
_MOST_SPACES = 100  # that one element may stand for

_AROUND = frozenset({
    f"{TEXT}section", f"{TEXT}index-body", f"{TEXT}table-of-content", f"{TEXT}alphabetical-index",
    f"{TEXT}illustration-index", f"{TEXT}bibliography", f"{TEXT}index-title",
})  # fmt: skip
_SILENT = frozenset({
    f"{TEXT}tracked-changes", f"{TEXT}sequence-decls", f"{TEXT}variable-decls",
    f"{TEXT}user-field-decls", f"{OFFICE}forms", f"{TEXT}note-citation", f"{TEXT}ruby-text",
    f"{TEXT}soft-page-break", f"{OFFICE}annotation-end", f"{TEXT}table-of-content-source",
})  # fmt: skip


class OdtReading:
    """One document being read."""

    def __init__(self, styles: Styles) -> None:
        self._styles = styles
        self.people: dict[str, None] = {}
        self.dropped: Counter[Dropped] = Counter()
        self.notes: dict[str, tuple[Paragraph, ...]] = {}
        self.remarks: list[Remark] = []
        self._fonts: set[str] = set()
        self._colours: set[str] = set()
        self._regions: dict[str, tuple[str, list[ET.Element]]] = {}  # who, and what was cut
        self._ins: dict[str, str] = {}  # insertions that are open, by name
        self._out = ""  # who took out what is read
        self._open: dict[str, list[str]] = {}  # words of comments that are open
        self._quotes: dict[str, str] = {}
        self._closed: list[Paragraph] = []  # paragraphs that a cut ended inside of another
        self._made = Paragraph()

    def read(self, body: ET.Element) -> tuple[Paragraph, ...]:
        """The paragraphs of a text."""
        for region in body.iter(f"{TEXT}changed-region"):
            self._region(region)
        found = tuple(self._blocks(body))
        self.remarks = [
            replace(remark, quote=" ".join(self._quotes.get(remark.name, "").split()))
            for remark in self.remarks
        ]
        self.dropped[Dropped.FONTS] = len(self._fonts)
        self.dropped[Dropped.COLOURS] = len(self._colours)
        return found

    def _region(self, region: ET.Element) -> None:
        name = region.get(f"{TEXT}id") or region.get(_XML_ID) or ""
        for kind in region:
            info = kind.find(f"{OFFICE}change-info/{DC}creator")
            who = " ".join((info.text or "").split() if info is not None else ()) or "?"
            if kind.tag == f"{TEXT}insertion":
                self._regions[name] = who, []
            elif kind.tag == f"{TEXT}deletion":
                self._regions[name] = who, list(_own_paragraphs(kind))
            else:
                # It says who and when, and not how the words looked before.
                self.dropped[Dropped.REFORMATTED] += 1
                continue
            self.people.setdefault(who)

    # Blocks.

    def _blocks(
        self, parent: Iterable[ET.Element], listed: str = "", depth: int = -1
    ) -> Iterator[Paragraph]:
        for one in parent:
            if one.tag in (f"{TEXT}p", f"{TEXT}h"):
                yield from self._paragraph(one, listed, depth)
            elif one.tag == f"{TEXT}list":
                name = one.get(f"{TEXT}style-name") or listed
                for item in one:
                    yield from self._item(item, name, depth + 1)
            elif one.tag == f"{TABLE}table":
                yield Paragraph(rows=list(self._rows(one)))
            elif one.tag in _AROUND:
                yield from self._blocks(one)
            elif one.tag == f"{_DRAW}frame":
                made = Paragraph()
                self._frame(one, made)
                yield made
            elif one.tag in (f"{TEXT}change-start", f"{TEXT}change-end"):
                self._change(one, PLAIN)
            elif one.tag == f"{TEXT}change":  # whole paragraphs, between two that stand
                made = self._made = Paragraph()
                self._change(one, PLAIN)
                made = self._made
                made.cut = self._regions.get(one.get(f"{TEXT}change-id", ""), ("",))[0]
                closed, self._closed = self._closed, []
                yield from closed
                yield made

    def _item(self, item: ET.Element, listed: str, depth: int) -> Iterator[Paragraph]:
        """The first paragraph of an item begins it; what follows is told as items of their own."""
        yield from self._blocks(item, listed, depth)

    def _paragraph(self, element: ET.Element, listed: str, depth: int) -> Iterator[Paragraph]:
        style = self._styles.of("paragraph", element.get(f"{TEXT}style-name"))
        made = self._made = Paragraph(style=style.name)
        if element.tag == f"{TEXT}h":
            level = element.get(f"{TEXT}outline-level") or "1"
            made.outline = min(6, int(level)) if level.isdigit() else 1
        elif depth >= 0:
            name = listed or style.listed
            made.ordered, made.start = self._styles.level(name, depth)
            made.depth, made.listed = depth, name
        self._inside(element, PLAIN)
        made = self._made
        made.ins = next(iter(self._ins.values()), "")
        closed, self._closed = self._closed, []
        yield from closed
        yield made

    def _rows(self, table: ET.Element) -> Iterator[Row]:
        for row in _own_rows(table):
            cells: list[list[Paragraph]] = []
            spans: list[tuple[int, bool]] = []
            for cell in row:
                if cell.tag == f"{TABLE}covered-table-cell":
                    cells.append([])
                    spans.append((1, True))
                elif cell.tag == f"{TABLE}table-cell":
                    closed, made = self._closed, self._made
                    cells.append(list(self._blocks(cell)))
                    self._closed, self._made = closed, made
                    spans.append((1, False))
            if cells:
                yield Row(cells, spans=tuple(spans))

    # Words.

    def _inside(self, parent: ET.Element, marks: Marks) -> None:
        self._say(parent.text, marks)
        for one in parent:
            self._one(one, marks)
            self._say(one.tail, marks)

    def _say(self, text: str | None, marks: Marks, *, note: str = "") -> None:
        if not text:
            return
        who = next(iter(self._ins.values()), "")
        words = text if note else " ".join(f"|{text}|".split())[1:-1]
        self._made.pieces.append(Piece(Run(words, marks), who, self._out, note))
        if not who:
            for heard in self._open.values():
                heard.append("" if note else words)

    def _one(self, one: ET.Element, marks: Marks) -> None:
        tag = one.tag
        if tag == f"{TEXT}span":
            self._span(one, marks)
        elif tag == f"{TEXT}a":
            href = one.get(_HREF, "")
            self._inside(one, replace(marks, link=Link(href)) if href else marks)
        elif tag == f"{TEXT}s":
            count = one.get(f"{TEXT}c") or "1"
            self._say(" " * min(_MOST_SPACES, int(count) if count.isdigit() else 1), marks)
        elif tag == f"{TEXT}tab":
            self._say(" ", marks)
        elif tag == f"{TEXT}line-break":
            who = next(iter(self._ins.values()), "")
            self._made.pieces.append(Piece(Run("\n"), who, self._out))
        elif tag == f"{TEXT}note":
            self._note(one, marks)
        elif tag == f"{OFFICE}annotation":
            self._remark(one)
        elif tag == f"{OFFICE}annotation-end":
            name = one.get(f"{OFFICE}name", "")
            self._quotes[name] = "".join(self._open.pop(name, []))
        elif tag in (f"{TEXT}change-start", f"{TEXT}change-end", f"{TEXT}change"):
            self._change(one, marks)
        elif tag == f"{_DRAW}frame":
            self._frame(one, self._made)
        elif tag == f"{_DRAW}a":
            for frame in one.iter(f"{_DRAW}frame"):
                self._frame(frame, self._made)
        elif tag.startswith(_DRAW):
            self.dropped[Dropped.DRAWINGS] += 1
        elif tag not in _SILENT:
            self._inside(one, marks)

    def _span(self, one: ET.Element, marks: Marks) -> None:
        style = self._styles.of("text", one.get(f"{TEXT}style-name"))
        looks = style.looks
        if looks.hidden:
            self.dropped[Dropped.HIDDEN] += bool("".join(one.itertext()).strip())
            return
        self._note_looks(looks, linked=marks.link is not None)
        self._inside(
            one,
            replace(
                marks,
                bold=marks.bold if looks.bold is None else looks.bold,
                italic=marks.italic if looks.italic is None else looks.italic,
                strike=marks.strike if looks.strike is None else looks.strike,
                sup=looks.raised == "super" or (marks.sup and not looks.raised),
                sub=looks.raised == "sub" or (marks.sub and not looks.raised),
                code=marks.code or style.name in ("source text", "teletype"),
            ),
        )

    def _note_looks(self, looks: Looks, *, linked: bool) -> None:
        if looks.font:
            self._fonts.add(looks.font)
        if looks.colour and not linked:
            self._colours.add(looks.colour)
        self.dropped[Dropped.CAPITALS] += looks.capitals
        self.dropped[Dropped.UNDERLINES] += looks.underline and not linked

    def _apart(self, parent: Iterable[ET.Element]) -> tuple[Paragraph, ...]:
        """Paragraphs that stand elsewhere: of a note, a text box."""
        made, closed = self._made, self._closed
        self._closed = []
        found = tuple(self._blocks(parent))
        self._made, self._closed = made, closed
        return found

    def _note(self, note: ET.Element, marks: Marks) -> None:
        name = f"{note.get(f'{TEXT}note-class', 'footnote')} {len(self.notes) + 1}"
        self.notes[name] = ()
        body = note.find(f"{TEXT}note-body")
        self._say(NOTE, marks, note=name)
        if body is not None:
            self.notes[name] = self._apart(body)

    def _remark(self, one: ET.Element) -> None:
        name = one.get(f"{OFFICE}name") or f"#{len(self.remarks) + 1}"
        words = "\n".join("".join(p.itertext()) for p in one.iter(f"{TEXT}p")).strip()
        author = " ".join("".join(c.text or "" for c in one.iter(f"{DC}creator")).split())
        at = next((moment(d.text or "") for d in one.iter(f"{DC}date")), None)
        self.remarks.append(Remark(name=name, author=author, initials="", at=at, words=words))
        self._open[name] = []

    def _change(self, one: ET.Element, marks: Marks) -> None:
        name = one.get(f"{TEXT}change-id", "")
        who, content = self._regions.get(name, ("", []))
        if not who:
            return
        if one.tag == f"{TEXT}change-start":
            self._ins[name] = who
        elif one.tag == f"{TEXT}change-end":
            self._ins.pop(name, None)
        else:
            self._cut(who, content)

    def _cut(self, who: str, content: list[ET.Element]) -> None:
        """What somebody took out here: words, and the ends of all paragraphs but the last."""
        for number, element in enumerate(content):
            if number:
                ended = self._made
                ended.cut = who
                self._closed.append(ended)
                self._made = replace(ended, pieces=[], boxes=[], cut="")
            self._out = who
            self._inside(element, PLAIN)
            self._out = ""

    def _frame(self, frame: ET.Element, made: Paragraph) -> None:
        """A picture, a text box, or something that we can't show."""
        alt = next(
            (" ".join((e.text or "").split()) for name in ("desc", "title")
             for e in frame.iter(f"{_SVG}{name}") if (e.text or "").strip()),
            "",
        )  # fmt: skip
        image = next((e for e in frame if e.tag == f"{_DRAW}image" and e.get(_HREF)), None)
        box = frame.find(f"{_DRAW}text-box")
        if image is not None:
            target = image.get(_HREF, "")
            outside = "://" in target
            picture = Drawing(target.removeprefix("./"), alt, outside)
            who = next(iter(self._ins.values()), "")
            made.pieces.append(Piece(Run(""), who, self._out, picture=picture))
        elif box is not None:
            self.dropped[Dropped.BOXES] += 1
            made.boxes += self._apart(box)
        else:
            self.dropped[Dropped.DRAWINGS] += 1


def _own_paragraphs(parent: ET.Element) -> Iterator[ET.Element]:
    """The paragraphs in order, those of lists and tables too; not those that stand elsewhere."""
    for one in parent:
        if one.tag in (f"{TEXT}p", f"{TEXT}h"):
            yield one
        elif one.tag != f"{OFFICE}change-info":
            yield from _own_paragraphs(one)


def _own_rows(table: ET.Element) -> Iterator[ET.Element]:
    """The rows of a table, those of its head first; not those of tables in its cells."""
    for one in table:
        if one.tag == f"{TABLE}table-row":
            yield one
        elif one.tag in (
            f"{TABLE}table-header-rows",
            f"{TABLE}table-rows",
            f"{TABLE}table-row-group",
        ):
            yield from _own_rows(one)
