"""The story as a Word document: real styles, lists, tables, footnotes, pictures and directions.

Written by ourselves: python-docx knows no footnotes, and brings nothing else that would be easier.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC
from pathlib import Path
from typing import ClassVar

from newsroom.export import prose, wire, wordflow, wordstyle
from newsroom.export.grid import Cell, grid
from newsroom.export.packed import pack
from newsroom.export.page import Author, PageData
from newsroom.export.prose import Element, File, Note, escape
from newsroom.export.wordflow import By, Numbers
from newsroom.export.wordreview import BODY, Review, Written, show
from newsroom.export.wordstyle import BULLETS, HEAD, LEVELS, NUMBERS, STEP, R, W
from newsroom.export.wordtext import Place, letters, paragraph, runs, trimmed, turned
from newsroom.i18n import N_
from newsroom.text.direction import first_strong

EMU = 9525  # English Metric Units of a pixel at 96 to the inch
TEXT_WIDTH = 5_760_000  # EMU: A4 less two margins of 2.5 cm
TEXT_HEIGHT = 8_640_000  # EMU: no picture is higher than the page's text

_DRAWING = (
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"'
)
_PICTURE = "http://schemas.openxmlformats.org/drawingml/2006/picture"
_PAGE = (
    '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1417" w:right="1417" '
    'w:bottom="1417" w:left="1417" w:header="709" w:footer="709" w:gutter="0"/>{bidi}</w:sectPr>'
)

_MARKS = {
    "strong": "b", "b": "b", "th": "b", "em": "i", "i": "i", "cite": "i", "dfn": "i", "var": "i",
    "u": "u", "ins": "u", "del": "strike", "s": "strike", "code": "code", "kbd": "code",
    "samp": "code", "sub": "sub", "sup": "sup", "mark": "mark", "small": "small",
}  # fmt: skip

_HEADING = re.compile("h[1-6]")
_NOTE_CHANGES = 1_000_000  # numbers of changes in notes, beyond those of the text


class WordDocument:
    """A .docx file that Word and LibreOffice open as it is meant."""

    id: ClassVar[str] = "docx"
    title: ClassVar[str] = N_("Word document (DOCX)")
    suffix: ClassVar[str] = ".docx"

    def __init__(self, templates: Path | None = None) -> None:
        """The document has no template."""

    def render(self, page: PageData) -> bytes:
        """The document; the same story is the same bytes."""
        return _Document(page).packed()

    def beside(self, _page: PageData) -> Mapping[str, bytes]:
        """Nothing: the pictures are in it."""
        return {}


def reviewed(page: PageData, review: Review) -> bytes:
    """The document with talk as comments and suggestions as tracked changes.

    It knows which story and version it is, so that ``intake.wordreturn`` can take it back.
    """
    return _Document(page).packed(review)


class _Document:
    """One document being written."""

    def __init__(self, page: PageData) -> None:
        self._begin(page)
        self._written: dict[str, int] = {}  # notes by their number in the file
        self._footnotes: dict[int, str] = {}
        self._reviewing = False
        self._links: dict[str, list[tuple[str, str, str]]] = {"document": [], "footnotes": []}
        self._part = "document"
        self._lists: list[tuple[int, int, int]] = []
        self._media: dict[str, File] = {}
        self._drawn = 0

    def _begin(self, page: PageData) -> None:
        """Write this page from now on: the story, or the story as somebody would have it."""
        self._page = page
        self._body = prose.read(page.body)
        self._notes = prose.take_notes(self._body)
        self._named: set[str] = set()  # notes that this page has referred to

    def packed(self, review: Review | None = None) -> bytes:
        page = self._page
        rtl = page.direction == "rtl"
        if review is None:
            text, shown = "".join(self._text(Place(rtl))), None
        else:
            shown = self._shown(review, Place(rtl))
            text = shown.text
        at = wire.created(page).isoformat().replace("+00:00", "Z")
        writers = [a.name for c in page.credits if c.role == "story" for a in c.authors]
        parts = {
            "[Content_Types].xml": wordstyle.TYPES,
            "_rels/.rels": wordstyle.PACKAGE_RELATIONS,
            "docProps/core.xml": wordstyle.core(
                title=page.headline or page.words["untitled"],
                authors="; ".join(writers),
                keywords=", ".join(page.tags),
                language=page.language,
                created=at,
                dek=page.dek,
            ),
            "docProps/app.xml": wordstyle.APP,
            "word/document.xml": (
                f"{HEAD}<w:document {W} {R} {_DRAWING}><w:body>{text}"
                f"{_PAGE.format(bidi='<w:bidi/>' if rtl else '')}</w:body></w:document>"
            ),
            "word/styles.xml": wordstyle.styles(language=page.language, rtl=rtl),
            "word/numbering.xml": wordstyle.numbering(self._lists),
            "word/footnotes.xml": self._all_notes(),
            "word/settings.xml": wordstyle.SETTINGS,
            "word/_rels/document.xml.rels": wordstyle.relations(
                self._links["document"], standing=True
            ),
            "word/_rels/footnotes.xml.rels": wordstyle.relations(
                self._links["footnotes"], standing=False
            ),
        }
        if shown is not None:
            parts |= _beside(parts, shown)
        pictures = [(f"word/{name}", file.content) for name, file in self._media.items()]
        return pack([*((name, said.encode("utf-8")) for name, said in parts.items()), *pictures])

    def _shown(self, review: Review, place: Place) -> Written:
        """The story's text with all that is open on it; notes show their changes too."""
        self._reviewing = True
        base = wordflow.read(list(self._text(place)))
        notes = dict(self._footnotes)
        proposals = []
        for proposed in review.proposals:
            self._begin(proposed.page)
            proposals.append(wordflow.read(list(self._text(place))))
            by = By(proposed.author, proposed.at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"))
            for number, note in self._footnotes.items():
                if notes.setdefault(number, note) != note:
                    old, new = wordflow.read([notes[number]]), wordflow.read([note])
                    numbers = Numbers(_NOTE_CHANGES + 100 * number)
                    notes[number] = "".join(wordflow.merge(old, new, by, numbers))
            self._footnotes = dict(notes)
        return show(review, base, proposals)

    def _text(self, place: Place) -> Iterator[str]:
        page = self._page
        for style, words in (
            ("Kicker", page.kicker),
            ("Title", page.headline or page.words["untitled"]),
            ("Subtitle", page.dek),
        ):
            if words:
                yield self._line(words, replace(place, style=style))
        for credit in page.credits:
            names = [author.name for author in credit.authors]
            said = page.words["comma"].join(names[:-1])
            said = f"{said}{page.words['and']}{names[-1]}" if said else names[-1]
            words = " ".join(filter(None, (credit.before, said, credit.after)))
            yield self._line(words, replace(place, style="Byline"))
        for said, moment in page.times:
            yield self._line(f"{said} {moment.words}", replace(place, style="Byline"))
        yield from self._lead(place)
        if self._reviewing:
            yield f'<w:bookmarkStart w:id="1" w:name="{BODY}"/>'
        yield from self._blocks(self._body, place)
        if self._reviewing:
            yield '<w:bookmarkEnd w:id="1"/>'
        for author in page.authors:
            yield from self._bio(author, place)

    def _lead(self, place: Place) -> Iterator[str]:
        picture, file = self._page.picture, prose.lead(self._page.picture)
        if picture is None or file is None:
            return
        drawn = self._drawing(file, picture.width, picture.height, picture.alt)
        yield paragraph(drawn, replace(place, style="Figure"))
        credit = f"{self._page.words['photo_credit']} {picture.credit}" if picture.credit else ""
        if words := " ".join(filter(None, (picture.caption, credit))):
            yield self._line(words, replace(place, style="Caption"))

    def _bio(self, author: Author, place: Place) -> Iterator[str]:
        yield self._line(author.name, replace(place, style="Heading2"))
        if author.title:
            yield self._line(author.title, replace(place, style="Byline"))
        for words in author.bio:
            yield self._line(words, place)

    def _line(self, words: str, place: Place) -> str:
        """A paragraph of plain words, which runs as its first strong letter says."""
        if way := first_strong(words):
            place = replace(place, rtl=way == "rtl")
        return self._run([words], place)

    # Blocks.

    def _blocks(self, element: Element, place: Place) -> Iterator[str]:
        """What stands in an element; words between blocks are a paragraph too."""
        run: list[Element | str] = []
        for one in element.inside:
            if isinstance(one, Element) and one.tag in prose.BLOCKS:
                if said := self._run(run, place):
                    yield said
                    place = replace(place, item=0)
                run = []
                yield from self._block(one, turned(one, place))
                place = replace(place, item=0)
            else:
                run.append(one)
        yield self._run(run, place)

    def _run(self, inside: list[Element | str], place: Place) -> str:
        """A paragraph of what runs within a line, "" if that says nothing."""
        whole = Element(inside=inside)
        if not whole.text.strip() and not any(one.tag == "img" for one in whole.walk()):
            return ""
        said = "".join(self._inline(trimmed(inside), place, frozenset()))
        return paragraph(said, place)

    def _block(self, one: Element, place: Place) -> Iterator[str]:
        tag = one.tag
        if _HEADING.fullmatch(tag):
            level = max(1, int(tag[1]) - 1)  # the headline is the document's title
            style = "BoxTitle" if place.style == "Box" else f"Heading{level}"
            yield from self._blocks(one, replace(place, style=style))
        elif tag in ("ul", "ol"):
            yield from self._list(one, place)
        elif tag == "blockquote":
            style = place.style if place.style == "IntenseQuote" else "Quote"
            deeper = STEP if place.style == "Quote" else 0
            yield from self._blocks(one, replace(place, style=style, indent=place.indent + deeper))
        elif tag == "aside":
            style = "IntenseQuote" if one.has("pullquote") else "Box"
            yield from self._blocks(one, replace(place, style=style))
        elif tag == "pre":
            lines = one.text.rstrip("\n").split("\n")
            said = "<w:br/>".join(letters(line, "") for line in lines)
            yield paragraph(said, replace(place, style="HTMLPreformatted", rtl=False))
        elif tag == "hr":
            yield paragraph("", place, border=True)
        elif tag == "table":
            yield self._table(one, place)
        elif tag in ("dt", "summary"):
            yield from self._blocks(one, replace(place, style="Term"))
        elif tag == "dd":
            yield from self._blocks(one, replace(place, style="Definition"))
        elif tag == "figcaption":
            yield from self._blocks(one, replace(place, style="Caption"))
        elif tag == "figure":
            yield from self._blocks(one, replace(place, style="Figure"))
        else:
            yield from self._blocks(one, place)

    def _list(self, element: Element, place: Place) -> Iterator[str]:
        level = min(place.depth, LEVELS - 1)
        start = element.get("start")
        number = int(start) if start.isdigit() else 1
        self._lists.append((BULLETS if element.tag == "ul" else NUMBERS, level, number))
        item = len(self._lists)
        inner = replace(place, style=place.style or "ListParagraph", depth=place.depth + 1)
        for one in (child for child in element.elements if child.tag == "li"):
            # A task begins with a box of its own.
            begins = 0 if one.has("task") else item
            yield from self._blocks(one, turned(one, replace(inner, item=begins)))

    def _table(self, table: Element, place: Place) -> str:
        rows = [row for row in table.walk() if row.tag == "tr"]
        cells = grid(rows)
        width = max((len(row) for row in cells), default=0)
        if not width:
            return ""
        bidi = "<w:bidiVisual/>" if place.rtl else ""
        out = [
            (
                f'<w:tbl><w:tblPr><w:tblStyle w:val="TableGrid"/>{bidi}'
                '<w:tblW w:w="5000" w:type="pct"/></w:tblPr><w:tblGrid>'
            ),
            f'<w:gridCol w:w="{9072 // width}"/>' * width,
            "</w:tblGrid>",
        ]
        for row in cells:
            header = all(cell is None or cell.element.tag == "th" for cell in row)
            out.append(f"<w:tr>{'<w:trPr><w:tblHeader/></w:trPr>' if header else ''}")
            for n, cell in enumerate(row):
                if cell is None or cell.column != n:
                    if cell is None:
                        out.append("<w:tc><w:p/></w:tc>")
                    continue
                out.append(self._cell(cell, place))
            out += ["<w:tc><w:p/></w:tc>"] * (width - len(row)) + ["</w:tr>"]
        # Word wants a paragraph behind a table.
        return "".join((*out, "</w:tbl>", paragraph("", place, small=True)))

    def _cell(self, cell: Cell, place: Place) -> str:
        span = f'<w:gridSpan w:val="{cell.wide}"/>' if cell.wide > 1 else ""
        merge = {"": "", "restart": '<w:vMerge w:val="restart"/>', "on": "<w:vMerge/>"}[cell.merge]
        said = ""
        if cell.merge != "on":
            element = cell.element
            align = next((a for a in ("left", "right", "center") if element.has(a)), "")
            style = "TableHead" if element.tag == "th" else "TableText"
            inner = turned(element, replace(place, style=style, align=align, item=0))
            said = "".join(self._blocks(element, inner))
        return f"<w:tc><w:tcPr>{span}{merge}</w:tcPr>{said or '<w:p/>'}</w:tc>"

    # Lines.

    def _inline(
        self, inside: list[Element | str], place: Place, marks: frozenset[str], lang: str = ""
    ) -> Iterator[str]:
        for one in inside:
            if isinstance(one, str):
                words = re.sub(r"[ \t\n]+", " ", one)
                yield from runs(words, marks, rtl=place.rtl, lang=lang)
            elif one.tag == "br":
                yield "<w:r><w:br/></w:r>"
            elif one.tag == "img":
                yield self._image(one, place, marks)
            elif one.has("footnote-ref"):
                yield self._reference(one, place)
            else:
                more = _MARKS.get(one.tag)
                now = marks | {more} if more else marks
                if any(child.has("footnote-ref") for child in one.elements):
                    now = marks  # Word raises the number by itself
                deeper = self._inline(one.inside, place, now, one.get("lang") or lang)
                address = one.get("href") if one.tag == "a" else ""
                if address and not address.startswith("#") and "link" not in marks:
                    linked = "".join(self._inline(one.inside, place, now | {"link"}, lang))
                    yield f'<w:hyperlink r:id="{self._link(address)}">{linked}</w:hyperlink>'
                else:
                    yield from deeper

    def _link(self, address: str) -> str:
        links = self._links[self._part]
        for name, kind, target in links:
            if (kind, target) == ("hyperlink", address):
                return name
        links.append((f"link{len(links) + 1}", "hyperlink", address))
        return links[-1][0]

    def _reference(self, one: Element, place: Place) -> str:
        """A footnote where it is first named; Word knows each note at one place alone."""
        name = one.get("href").removeprefix("#")
        note = self._notes.get(name)
        if note is None:
            return ""
        if name in self._named or self._part == "footnotes":
            return "".join(runs(one.text, frozenset({"sup"}), rtl=place.rtl))
        self._named.add(name)
        # 0 and 1 are the lines above the notes
        number = self._written.setdefault(name, len(self._written) + 2)
        self._footnotes[number] = self._note(note)
        style = '<w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr>'
        return f'<w:r>{style}<w:footnoteReference w:id="{number}"/></w:r>'

    def _note(self, note: Note) -> str:
        part, self._part = self._part, "footnotes"
        place = Place(self._page.direction == "rtl", style="FootnoteText")
        said = "".join(self._blocks(Element(inside=list(note.inside)), place)) or paragraph(
            "", place
        )
        self._part = part
        mark = '<w:r><w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr><w:footnoteRef/></w:r>'
        space = '<w:r><w:t xml:space="preserve"> </w:t></w:r>'
        return said.replace("</w:pPr>", f"</w:pPr>{mark}{space}", 1)

    def _all_notes(self) -> str:
        lines = (
            '<w:footnote w:type="separator" w:id="0"><w:p><w:r><w:separator/></w:r></w:p>'
            '</w:footnote><w:footnote w:type="continuationSeparator" w:id="1"><w:p><w:r>'
            "<w:continuationSeparator/></w:r></w:p></w:footnote>"
        )
        notes = "".join(
            f'<w:footnote w:id="{number}">{said}</w:footnote>'
            for number, said in self._footnotes.items()
        )
        return f"{HEAD}<w:footnotes {W} {R} {_DRAWING}>{lines}{notes}</w:footnotes>"

    def _image(self, one: Element, place: Place, marks: frozenset[str]) -> str:
        """A picture that is in the page; of one that lies elsewhere, its words with a link."""
        alt, file = one.get("alt"), prose.held(one.get("src"))
        width, height = one.get("width"), one.get("height")
        if file is not None and width.isdigit() and height.isdigit() and self._part == "document":
            return self._drawing(file, int(width), int(height), alt)
        address = one.get("src")
        said = "".join(runs(f"[{alt}]" if alt else address[:80], marks, rtl=place.rtl))
        if not address.startswith(("http://", "https://")):
            return said if alt else ""
        return f'<w:hyperlink r:id="{self._link(address)}">{said}</w:hyperlink>'

    def _drawing(self, file: File, width: int, height: int, alt: str) -> str:
        name = f"media/{file.name.rpartition('/')[2]}"
        if name not in self._media:
            self._media[name] = file
            self._links["document"].append((f"picture{len(self._media)}", "image", name))
        link = next(i for i, kind, target in self._links["document"] if target == name)
        self._drawn += 1
        scale = min(1.0, TEXT_WIDTH / (width * EMU), TEXT_HEIGHT / (height * EMU))
        size = f'cx="{max(1, int(width * EMU * scale))}" cy="{max(1, int(height * EMU * scale))}"'
        plain = name.removeprefix("media/")
        said = f'id="{self._drawn}" name="{plain}" descr="{escape(alt, value=True)}"'
        return (
            '<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0">'
            f"<wp:extent {size}/><wp:docPr {said}/><wp:cNvGraphicFramePr/>"
            f'<a:graphic><a:graphicData uri="{_PICTURE}">'
            f"<pic:pic><pic:nvPicPr><pic:cNvPr {said}/><pic:cNvPicPr/></pic:nvPicPr>"
            f'<pic:blipFill><a:blip r:embed="{link}"/><a:stretch><a:fillRect/></a:stretch>'
            f'</pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext {size}/></a:xfrm>'
            '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic>'
            "</a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
        )


def _beside(parts: Mapping[str, str], shown: Written) -> dict[str, str]:
    """The parts of a document that is under review, in place of plainer ones."""
    more = {"docProps/custom.xml": shown.properties}
    if shown.comments:
        more |= {
            "word/comments.xml": shown.comments,
            "word/commentsExtended.xml": shown.extended,
        }
    return {
        **more,
        "[Content_Types].xml": wordstyle.with_types(parts["[Content_Types].xml"], more),
        "_rels/.rels": wordstyle.with_properties(parts["_rels/.rels"]),
        "word/_rels/document.xml.rels": wordstyle.with_comments(
            parts["word/_rels/document.xml.rels"], more
        ),
    }
