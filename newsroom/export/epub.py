"""One story or several as an EPUB 3 book: for e-readers, and for a package that people keep.

https://www.w3.org/TR/epub-33/ – the same stories are the same bytes.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import ClassVar

from newsroom.export import prose, wire
from newsroom.export.packed import pack
from newsroom.export.page import Credit, PageData
from newsroom.export.prose import Element, File, escape
from newsroom.i18n import N_

_XML = '<?xml version="1.0" encoding="UTF-8"?>\n'
_CONTAINER = (
    f'{_XML}<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">'
    '<rootfiles><rootfile full-path="EPUB/package.opf" '
    'media-type="application/oebps-package+xml"/></rootfiles></container>\n'
)
_STYLE = """\
body { line-height: 1.5; margin: 5%; }
h1 { line-height: 1.2; margin: 0.2em 0; }
h2, h3, h4, h5, h6 { line-height: 1.25; margin: 1.4em 0 0.4em; }
.kicker { font-weight: bold; margin: 0; }
.dek { font-size: 1.15em; margin: 0.3em 0 0.8em; }
.byline, figcaption, .author p { font-size: 0.85em; }
.byline { margin: 0; }
figure { margin: 1.2em 0; }
img { max-width: 100%; height: auto; }
blockquote { margin: 1em 5%; font-style: italic; }
aside { border-top: 1px solid; border-bottom: 1px solid; margin: 1.5em 0; padding: 0 0.5em; }
table { border-collapse: collapse; width: 100%; }
td, th { border: 1px solid; padding: 0.2em 0.4em; text-align: start; }
pre { white-space: pre-wrap; font-size: 0.85em; }
.notes { border: 0; border-top: 1px solid; font-size: 0.85em; }
.author { border-top: 1px solid; margin-top: 2em; }
"""


class Epub:
    """A book whose chapters are the stories, with pictures, footnotes and a table of contents."""

    id: ClassVar[str] = "epub"
    title: ClassVar[str] = N_("E-book (EPUB)")
    suffix: ClassVar[str] = ".epub"

    def __init__(self, templates: Path | None = None) -> None:
        """The book has no template."""

    def render(self, page: PageData) -> bytes:
        """The book with one story."""
        return self.bind([page])

    def bind(self, pages: Sequence[PageData]) -> bytes:
        """The book with all stories, in their order."""
        return _Book(pages).packed()

    def beside(self, _page: PageData) -> Mapping[str, bytes]:
        """Nothing: the pictures are in it."""
        return {}


class _Book:
    """One book being made."""

    def __init__(self, pages: Sequence[PageData]) -> None:
        self._pages = pages
        self._first = pages[0]
        self._files: dict[str, File] = {}

    def packed(self) -> bytes:
        chapters = [
            (f"EPUB/story-{n}.xhtml", self._chapter(page))
            for n, page in enumerate(self._pages, start=1)
        ]
        texts = [
            ("META-INF/container.xml", _CONTAINER),
            ("EPUB/package.opf", "".join(self._package())),
            ("EPUB/nav.xhtml", self._contents()),
            ("EPUB/style.css", _STYLE),
            *chapters,
        ]
        members = [(name, text.encode("utf-8")) for name, text in texts]
        pictures = [(f"EPUB/{name}", file.content) for name, file in self._files.items()]
        return pack([*members, *pictures], first=("mimetype", b"application/epub+zip"))

    @property
    def _title(self) -> str:
        if len(self._pages) == 1:
            return _headline(self._first)
        return self._first.site.name or _headline(self._first)

    def _identity(self) -> str:
        names = [wire.guid(page) for page in self._pages]
        if len(names) == 1:
            return names[0]
        return f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, ' '.join(names))}"

    def _package(self) -> Iterator[str]:
        first = self._first
        newest = max(wire.created(page) for page in self._pages)
        language = escape(first.language, value=True)
        yield (
            f'{_XML}<package xmlns="http://www.idpf.org/2007/opf" version="3.0" '
            f'unique-identifier="id" xml:lang="{language}" dir="{first.direction}">\n'
            '<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">\n'
            f'<dc:identifier id="id">{self._identity()}</dc:identifier>\n'
            f"<dc:title>{escape(self._title)}</dc:title>\n"
        )
        for tag in dict.fromkeys(page.language for page in self._pages):
            yield f"<dc:language>{escape(tag)}</dc:language>\n"
        writers = dict.fromkeys(
            author.name
            for page in self._pages
            for credit in page.credits
            if credit.role == "story"
            for author in credit.authors
            if author.name
        )
        for name in writers:
            yield f"<dc:creator>{escape(name)}</dc:creator>\n"
        if first.publisher:
            yield f"<dc:publisher>{escape(first.publisher)}</dc:publisher>\n"
        if first.published:
            yield f"<dc:date>{first.published.iso}</dc:date>\n"
        if len(self._pages) == 1 and first.dek:
            yield f"<dc:description>{escape(first.dek)}</dc:description>\n"
        for tag in dict.fromkeys(tag for page in self._pages for tag in page.tags):
            yield f"<dc:subject>{escape(tag)}</dc:subject>\n"
        yield (
            f'<meta property="dcterms:modified">{newest:%Y-%m-%dT%H:%M:%SZ}</meta>\n'
            '<meta property="schema:accessMode">textual</meta>\n'
            '<meta property="schema:accessModeSufficient">textual</meta>\n'
            '<meta property="schema:accessibilityFeature">structuralNavigation</meta>\n'
            '<meta property="schema:accessibilityHazard">none</meta>\n'
            "</metadata>\n<manifest>\n"
            '<item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" '
            'properties="nav"/>\n'
            '<item id="style" href="style.css" media-type="text/css"/>\n'
        )
        for n in range(1, len(self._pages) + 1):
            yield (
                f'<item id="story-{n}" href="story-{n}.xhtml" '
                'media-type="application/xhtml+xml"/>\n'
            )
        for n, file in enumerate(self._files.values(), start=1):
            yield f'<item id="picture-{n}" href="{file.name}" media-type="{file.mime}"/>\n'
        yield f'</manifest>\n<spine page-progression-direction="{first.direction}">\n'
        if len(self._pages) > 1:
            yield '<itemref idref="nav"/>\n'
        for n in range(1, len(self._pages) + 1):
            yield f'<itemref idref="story-{n}"/>\n'
        yield "</spine>\n</package>\n"

    def _contents(self) -> str:
        entries = "".join(
            f'<li><a href="story-{n}.xhtml"{_language(page, self._first)}>'
            f"{escape(_headline(page))}</a></li>\n"
            for n, page in enumerate(self._pages, start=1)
        )
        title = escape(self._title)
        return _file(
            self._first,
            title,
            f'<nav epub:type="toc" id="toc" role="doc-toc">\n<h1>{title}</h1>\n'
            f"<ol>\n{entries}</ol>\n</nav>",
        )

    # A story.

    def _chapter(self, page: PageData) -> str:
        root = prose.read(page.body)
        notes = prose.take_notes(root)
        self._files |= prose.take_out(root)
        prose.plainer(root)
        self._only_ours(root, notes)
        self._name_notes(root, notes)
        parts = [
            '<section epub:type="chapter" role="doc-chapter">',
            "<header>",
            f'<p class="kicker">{escape(page.kicker)}</p>' if page.kicker else "",
            f"<h1>{escape(_headline(page))}</h1>",
            f'<p class="dek">{escape(page.dek)}</p>' if page.dek else "",
            *(f'<p class="byline">{_credit(credit, page)}</p>' for credit in page.credits),
            *(
                f'<p class="byline">{escape(said)} '
                f'<time datetime="{moment.iso}">{escape(moment.words)}</time></p>'
                for said, moment in page.times
            ),
            "</header>",
            self._lead(page),
            prose.write(root, xml=True).strip(),
            *(self._note(Element(inside=list(note.inside)), note.id) for note in notes.values()),
            *self._bios(page),
            "</section>",
        ]
        return _file(page, escape(_headline(page)), "\n".join(filter(None, parts)))

    def _lead(self, page: PageData) -> str:
        picture, file = page.picture, prose.lead(page.picture)
        if picture is None or file is None:
            return ""
        self._files[file.name] = file
        inside: list[Element | str] = [Element("img", {"src": file.name, "alt": picture.alt})]
        credit = f"{page.words['photo_credit']} {picture.credit}" if picture.credit else ""
        if words := " ".join(filter(None, (picture.caption, credit))):
            inside.append(Element("figcaption", {}, [words]))
        return prose.write(Element("figure", {}, inside), xml=True)

    def _bios(self, page: PageData) -> Iterator[str]:
        for author in page.authors:
            said = [f"<h2>{escape(author.name)}</h2>"]
            said += [f"<p>{escape(words)}</p>" for words in (author.title, *author.bio) if words]
            yield f'<section class="author">{"".join(said)}</section>'

    def _note(self, inside: Element, name: str) -> str:
        self._files |= prose.take_out(inside)
        prose.plainer(inside)
        self._only_ours(inside, ())
        return (
            f'<aside class="notes" epub:type="footnote" role="doc-footnote" '
            f'id="{escape(_anchor(name), value=True)}">'
            f"{prose.write(inside, xml=True)}</aside>"
        )

    def _name_notes(self, root: Element, names: Collection[str]) -> None:
        """What leads to a note says so; a reader then shows the note where one reads."""
        for element in root.walk():
            target = element.get("href").removeprefix("#")
            if element.tag == "a" and element.get("href").startswith("#") and target in names:
                element.attributes |= {
                    "href": f"#{_anchor(target)}",
                    "epub:type": "noteref",
                    "role": "doc-noteref",
                }

    def _only_ours(self, root: Element, notes: Collection[str]) -> None:
        """A book shows no picture from elsewhere: in its place stand its words, with a link.

        Links within the text keep only those ends that are in the book.
        """
        ends = {element.get("id") for element in root.walk()} | set(notes)
        for parent in list(root.walk()):
            for one in list(parent.elements):
                source = one.get("src")
                if one.tag == "img" and source not in self._files:
                    words = f"[{one.get('alt') or source[:80]}]"
                    linked = source.startswith(("http://", "https://")) and parent.tag != "a"
                    link = Element("a", {"href": source}, [words])
                    parent.replace(one, [link if linked else words])
                elif one.tag == "a" and not _leads(one.get("href"), ends):
                    one.attributes.pop("href", None)


def _leads(address: str, ends: set[str]) -> bool:
    if address.startswith("#"):
        return address[1:] in ends
    return address.startswith(("http://", "https://", "mailto:", "tel:"))


def _anchor(name: str) -> str:
    return "note-" + name.replace(":", "-")


def _headline(page: PageData) -> str:
    return page.headline or page.words["untitled"]


def _language(page: PageData, around: PageData) -> str:
    said = ""
    if page.language != around.language:
        tag = escape(page.language, value=True)
        said += f' lang="{tag}" xml:lang="{tag}"'
    return said + (f' dir="{page.direction}"' if page.direction != around.direction else "")


def _credit(credit: Credit, page: PageData) -> str:
    names = [author.name for author in credit.authors]
    said = names[-1]
    if len(names) > 1:
        said = page.words["comma"].join(names[:-1]) + page.words["and"] + said
    return escape(" ".join(filter(None, (credit.before, said, credit.after))))


def _file(page: PageData, title: str, body: str) -> str:
    tag = escape(page.language, value=True)
    return (
        f'{_XML}<!DOCTYPE html>\n<html xmlns="http://www.w3.org/1999/xhtml" '
        f'xmlns:epub="http://www.idpf.org/2007/ops" lang="{tag}" xml:lang="{tag}" '
        f'dir="{page.direction}">\n<head>\n<title>{title}</title>\n'
        '<link rel="stylesheet" type="text/css" href="style.css"/>\n</head>\n'
        f"<body>\n{body}\n</body>\n</html>\n"
    )
