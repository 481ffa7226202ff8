"""The XML of a Word document read into paragraphs, pieces and remarks. Nothing is followed."""

from __future__ import annotations

import posixpath
import re
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from newsroom.intake import wordparts
from newsroom.intake.dropped import Dropped
from newsroom.intake.package import tree
from newsroom.intake.wordfile import Drawing, Paragraph, Piece, Remark, Row
from newsroom.intake.wordparts import W14, W15, Level, R, Style, W, is_on, value
from newsroom.text.blocks import Link, Marks, Run
from newsroom.text.retell import NOTE

PARA_IDS = 0x10000000
"""What our own comments' names are counted from."""

_INS = frozenset({f"{W}ins", f"{W}moveTo"})
_REFORMATS = frozenset(f"{W}{of}PrChange" for of in ("r", "p", "tbl", "tr", "tc", "sect"))
_DEL = frozenset({f"{W}del", f"{W}moveFrom"})
_RANGES = frozenset({f"{W}commentRangeStart", f"{W}commentRangeEnd"})
_AROUND = frozenset({f"{W}smartTag", f"{W}sdt", f"{W}sdtContent", f"{W}fldSimple", f"{W}customXml"})
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_V = "{urn:schemas-microsoft-com:vml}"
_CHOICE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_FIELD = re.compile(r"\s*HYPERLINK\s+(?:\\\w\s+)*\"([^\"]+)\"")
_NOTES = (("footnote", "footnotes"), ("endnote", "endnotes"))
_FRAMES = re.compile(r"word/(?:header|footer)\d*\.xml")


@dataclass(frozen=True, slots=True)
class _Here:
    """What holds for the runs that are read: who put them in or took them out, a link."""

    ins: str = ""
    cut: str = ""
    link: Link | None = None


class Reading:
    """One document being read."""

    def __init__(self, parts: Mapping[str, bytes]) -> None:
        self._parts = parts
        self._links = wordparts.relations(parts, "document")
        self._styles = wordparts.styles(parts)
        self._lists = wordparts.lists(parts)
        self.people: dict[str, None] = {}
        self.dropped: Counter[Dropped] = Counter()
        self._fonts: set[str] = set()
        self._colours: set[str] = set()
        self._ranges: dict[str, list[str]] = {}
        self._open: set[str] = set()
        self._field: list[str] = []  # codes of fields that are open, and the links they make
        self._coding = False

    def counted(self) -> Counter[Dropped]:
        """What was seen and is not taken."""
        self.dropped[Dropped.FONTS] = len(self._fonts)
        self.dropped[Dropped.COLOURS] = len(self._colours)
        self.dropped[Dropped.FRAMES] = sum(
            any((t.text or "").strip() for t in tree(content).iter(f"{W}t"))
            for name, content in self._parts.items()
            if _FRAMES.fullmatch(name)
        )
        return +self.dropped

    def reformatted(self, document: ET.Element) -> None:
        """Count the tracked changes of looks alone."""
        self.dropped[Dropped.REFORMATTED] = sum(one.tag in _REFORMATS for one in document.iter())

    def notes(self) -> dict[str, tuple[Paragraph, ...]]:
        """The footnotes and endnotes by name ("footnote 2")."""
        found = {}
        links = self._links
        for kind, part in _NOTES:
            content = self._parts.get(f"word/{part}.xml")
            if content is None:
                continue
            self._links = wordparts.relations(self._parts, part)
            for one in tree(content).iter(f"{W}{kind}"):
                if not one.get(f"{W}type"):  # others are the lines between text and notes
                    found[f"{kind} {one.get(f'{W}id', '')}"] = tuple(self.blocks(one))
        self._links = links
        return found

    # Text.

    def blocks(self, parent: ET.Element) -> Iterator[Paragraph]:
        """Paragraphs and tables, whatever content controls stand around them."""
        for one in parent:
            if one.tag == f"{W}p":
                yield self._paragraph(one)
            elif one.tag == f"{W}tbl":
                yield Paragraph(rows=list(self._rows(one)))
            elif one.tag in _AROUND or one.tag in _INS:
                yield from self.blocks(one)
            elif one.tag in _RANGES:
                self._range(one)

    def _rows(self, table: ET.Element) -> Iterator[Row]:
        for row in _direct(table, f"{W}tr"):
            own = list(_direct(row, f"{W}tc"))
            cells = [list(self.blocks(cell)) for cell in own]
            spans = tuple(map(_span, own))
            ins, cut = self._who(row.find(f"{W}trPr"))
            yield Row(cells, ins, cut, spans)

    def _who(self, properties: ET.Element | None) -> tuple[str, str]:
        """Who put it in, and who took it out."""
        if properties is None:
            return "", ""
        found = []
        for tag in ("ins", "del"):
            sign = properties.find(f"{W}{tag}")
            found.append(self._author(sign) if sign is not None else "")
        return found[0], found[1]

    def _author(self, element: ET.Element) -> str:
        name = " ".join(element.get(f"{W}author", "").split()) or "?"
        self.people.setdefault(name)
        return name

    def _paragraph(self, element: ET.Element) -> Paragraph:
        made = Paragraph()
        properties = element.find(f"{W}pPr")
        named = value(properties, "pStyle")
        style = self._styles.get(named, Style(named.lower()))
        made.style, made.outline = style.name, style.outline
        if properties is not None:
            if (level := value(properties, "outlineLvl")).isdigit() and int(level) < 6:
                made.outline = int(level) + 1
            made.ins, made.cut = self._who(properties.find(f"{W}rPr"))
        number = properties.find(f"{W}numPr") if properties is not None else None
        listed = value(number, "numId") or style.listed
        if listed and listed != "0":
            depth = value(number, "ilvl") or str(style.depth)
            kind = self._lists.get(listed, {}).get(depth, Level())
            if kind.shown:
                made.depth = int(depth) if depth.isdigit() else 0
                made.listed, made.ordered, made.start = listed, kind.ordered, kind.start
        self._inside(element, made, _Here())
        return made

    def _inside(self, parent: ET.Element, made: Paragraph, here: _Here) -> None:
        for one in parent:
            if one.tag == f"{W}r":
                self._run(one, made, here)
            elif one.tag in _INS:
                self._inside(one, made, replace(here, ins=self._author(one)))
            elif one.tag in _DEL:
                self._inside(one, made, replace(here, cut=self._author(one)))
            elif one.tag == f"{W}hyperlink":
                target, _outside = self._links.get(one.get(f"{R}id", ""), ("", False))
                self._inside(one, made, replace(here, link=Link(target)) if target else here)
            elif one.tag in _RANGES:
                self._range(one)
            elif one.tag in _AROUND:
                self._inside(one, made, here)
            elif one.tag.startswith(_MATH):
                words = "".join(t.text or "" for t in one.iter(f"{_MATH}t"))
                made.pieces.append(Piece(Run(words), here.ins, here.cut))

    def _range(self, one: ET.Element) -> None:
        name = one.get(f"{W}id", "")
        if one.tag == f"{W}commentRangeStart":
            self._open.add(name)
            self._ranges[name] = []
        else:
            self._open.discard(name)

    def _run(self, run: ET.Element, made: Paragraph, here: _Here) -> None:
        properties = run.find(f"{W}rPr")
        if is_on(properties, "vanish"):
            self.dropped[Dropped.HIDDEN] += any((t.text or "").strip() for t in run.iter(f"{W}t"))
            return
        link = here.link or next((Link(code) for code in reversed(self._field) if code), None)
        marks = self._marks(properties, link)
        for one in run:
            words, note = "", ""
            if one.tag in (f"{W}t", f"{W}delText"):
                words = one.text or ""
            elif one.tag == f"{W}tab":
                words = "\t"
            elif one.tag == f"{W}cr" or (
                one.tag == f"{W}br" and one.get(f"{W}type", "textWrapping") == "textWrapping"
            ):
                words = "\n"
            elif one.tag == f"{W}noBreakHyphen":
                words = "\u2011"
            elif one.tag in (f"{W}footnoteReference", f"{W}endnoteReference"):
                kind = one.tag[len(W) :].removesuffix("Reference")
                note = f"{kind} {one.get(f'{W}id', '')}"
                words = NOTE  # its number is the program's own
            elif one.tag in (f"{W}fldChar", f"{W}instrText"):
                self._code(one)
                continue
            elif one.tag in (f"{W}drawing", f"{W}pict", f"{W}object", f"{_CHOICE}AlternateContent"):
                self._drawn(one, made, here)
                continue
            if words:
                made.pieces.append(Piece(Run(words, marks), here.ins, here.cut, note))
                if not here.ins:
                    for name in self._open:
                        self._ranges[name].append(words)

    def _code(self, one: ET.Element) -> None:
        """A field that is spelt out: of those only links say something to us."""
        kind = one.get(f"{W}fldCharType", "")
        if kind == "begin":
            self._field.append("")
            self._coding = True
        elif kind == "separate":
            self._coding = False
            if self._field:
                found = _FIELD.match(self._field[-1])
                self._field[-1] = found[1] if found else ""
        elif kind == "end":
            self._coding = False
            if self._field:
                self._field.pop()
        elif one.tag == f"{W}instrText" and self._coding and self._field:
            self._field[-1] += one.text or ""

    def _drawn(self, drawing: ET.Element, made: Paragraph, here: _Here) -> None:
        """A picture, a text box, or something that we can't show."""
        choice = drawing.find(f"{_CHOICE}Choice")
        place = choice if choice is not None else drawing
        boxes = list(place.iter(f"{W}txbxContent"))
        for box in boxes:
            self.dropped[Dropped.BOXES] += 1
            made.boxes += list(self.blocks(box))
        inside = {e for box in boxes for e in box.iter()}
        told = next(place.iter(f"{_WP}docPr"), None)
        alt = (told.get("descr") or "") if told is not None else ""
        found = False
        for one in place.iter():
            name = ""
            if one.tag == f"{_A}blip":
                name = one.get(f"{R}embed") or one.get(f"{R}link") or ""
            elif one.tag == f"{_V}imagedata":
                name = one.get(f"{R}id") or ""
            if one in inside or not name:
                continue
            target, outside = self._links.get(name, ("", False))
            if target:
                found = True
                part = target if outside else posixpath.normpath(f"word/{target}").lstrip("/")
                part = target.lstrip("/") if target.startswith("/") else part
                picture = Drawing(part, " ".join(alt.split()), outside)
                made.pieces.append(Piece(Run(""), here.ins, here.cut, picture=picture))
        if not found and not boxes:
            self.dropped[Dropped.DRAWINGS] += 1

    def _marks(self, properties: ET.Element | None, link: Link | None) -> Marks:
        if properties is None:
            return Marks(link=link)
        style = self._styles.get(value(properties, "rStyle"), Style())
        raised = value(properties, "vertAlign")
        self._note_looks(properties, linked=link is not None)

        def on(name: str, by_style: bool | None) -> bool:
            own = is_on(properties, name)
            return bool(by_style if own is None else own)

        return Marks(
            bold=on("b", style.bold),
            italic=on("i", style.italic),
            strike=on("strike", style.strike),
            code="code" in style.name,
            sub=raised == "subscript",
            sup=raised == "superscript",
            link=link,
        )

    def _note_looks(self, properties: ET.Element, *, linked: bool) -> None:
        fonts = properties.find(f"{W}rFonts")
        if fonts is not None or value(properties, "sz"):
            face = next(iter(fonts.attrib.values()), "") if fonts is not None else ""
            self._fonts.add(f"{face} {value(properties, 'sz')}")
        if (colour := value(properties, "color")) and colour != "auto" and not linked:
            self._colours.add(colour)
        if value(properties, "highlight"):
            self._colours.add(value(properties, "highlight"))
        if is_on(properties, "caps") or is_on(properties, "smallCaps"):
            self.dropped[Dropped.CAPITALS] += 1
        if is_on(properties, "u") and not linked:
            self.dropped[Dropped.UNDERLINES] += 1

    # Talk.

    def remarks(self) -> Iterator[Remark]:
        """Every comment, with the words that it stands on."""
        content = self._parts.get("word/comments.xml")
        if content is None:
            return
        parents = self._parents()
        for one in tree(content).iter(f"{W}comment"):
            paragraphs = one.findall(f"{W}p")
            words = "\n".join(
                "".join(t.text or "" for t in p.iter(f"{W}t")) for p in paragraphs
            ).strip()
            name = paragraphs[-1].get(f"{W14}paraId", "") if paragraphs else ""
            yield Remark(
                name=name or f"#{one.get(f'{W}id', '')}",
                author=" ".join(one.get(f"{W}author", "").split())
                or " ".join(one.get(f"{W}initials", "").split()),
                initials=one.get(f"{W}initials", ""),
                at=moment(one.get(f"{W}date", "")),
                words=words,
                quote=" ".join("".join(self._ranges.get(one.get(f"{W}id", ""), [])).split()),
                parent=parents.get(name, ""),
                ours=_ours(name),
            )

    def _parents(self) -> dict[str, str]:
        content = self._parts.get("word/commentsExtended.xml")
        if content is None:
            return {}
        return {
            one.get(f"{W15}paraId", ""): one.get(f"{W15}paraIdParent", "")
            for one in tree(content).iter(f"{W15}commentEx")
        }


def _direct(parent: ET.Element, tag: str) -> Iterator[ET.Element]:
    """The rows of a table, the cells of a row, whatever controls stand around them."""
    for one in parent:
        if one.tag == tag:
            yield one
        elif one.tag in _AROUND or one.tag in _INS:
            yield from _direct(one, tag)


def _span(cell: ET.Element) -> tuple[int, bool]:
    """Over how many columns a cell reaches, and whether it goes on from the row above."""
    properties = cell.find(f"{W}tcPr")
    wide = value(properties, "gridSpan")
    merged = properties.find(f"{W}vMerge") if properties is not None else None
    goes_on = merged is not None and merged.get(f"{W}val", "continue") == "continue"
    return (min(100, int(wide)) if wide.isdigit() and wide != "0" else 1), goes_on


def _ours(name: str) -> int:
    try:
        number = int(name, 16) - PARA_IDS
    except ValueError:
        return 0
    return number if 0 < number < PARA_IDS else 0


def moment(words: str) -> datetime | None:
    """A moment as documents write it; one without an offset is UTC, as Word means it."""
    try:
        at = datetime.fromisoformat(words)
    except ValueError:
        return None
    return at if at.tzinfo else at.replace(tzinfo=UTC)
