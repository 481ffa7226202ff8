"""A story's safe HTML as a small tree, for formats that write it in another shape."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from html.parser import HTMLParser
from types import MappingProxyType

from newsroom.export.page import PageData, PagePicture
from newsroom.i18n import _
from newsroom.news.errors import BadInput

VOID = frozenset({"br", "col", "hr", "img", "wbr"})

_BLOCK_NAMES = """aside blockquote div dl figure h1 h2 h3 h4 h5 h6 hr ol p pre table ul details
summary li dd dt figcaption caption thead tbody tfoot tr td th header footer section article"""
BLOCKS = frozenset(_BLOCK_NAMES.split())
"""Elements that begin on a line of their own; all others run within one."""

MOST_DEPTH = 200
"""How deep elements may stand in each other: what reads the tree recurses."""

SUFFIXES = {"image/png": ".png", "image/jpeg": ".jpg"}

_DATA = re.compile(r"data:(image/(?:png|jpeg));base64,([A-Za-z0-9+/=]+)")
_BREAK = re.compile(r"[ \t]*\n[ \t]*")
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(slots=True, eq=False)
class Element:
    """An element of the tree; the root has no tag. Attributes without a value have ""."""

    tag: str = ""
    attributes: dict[str, str] = field(default_factory=dict)
    inside: list[Element | str] = field(default_factory=list)

    @property
    def elements(self) -> list[Element]:
        """The elements right inside."""
        return [one for one in self.inside if isinstance(one, Element)]

    @property
    def text(self) -> str:
        """All words inside, white space as it is."""
        return "".join(one if isinstance(one, str) else one.text for one in self.inside)

    @property
    def line(self) -> str:
        """All words inside, on one line."""
        return " ".join(self.text.split())

    def get(self, name: str) -> str:
        """The attribute, "" without it."""
        return self.attributes.get(name, "")

    def has(self, name: str) -> bool:
        """Whether ``name`` is among its classes."""
        return name in self.get("class").split()

    def walk(self) -> Iterator[Element]:
        """Itself and every element inside, in the order of the text."""
        yield self
        for one in self.elements:
            yield from one.walk()

    def replace(self, old: Element, new: Collection[Element | str]) -> None:
        """Put others in the place of an element right inside."""
        at = next(n for n, one in enumerate(self.inside) if one is old)
        self.inside[at : at + 1] = new


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element()
        self._open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs})
        self._open[-1].inside.append(element)
        if tag not in VOID:
            self._open.append(element)
        if len(self._open) > MOST_DEPTH:
            raise BadInput(
                _("This story's text is nested too deep to be handed over: lists, quotes or tags.")
            )

    def handle_endtag(self, tag: str) -> None:
        if any(element.tag == tag for element in self._open):
            while self._open.pop().tag != tag:
                pass

    def handle_data(self, data: str) -> None:
        self._open[-1].inside.append(data)


def read(html: str) -> Element:
    """The tree of HTML that ``clean`` wrote: every element in it is closed.

    Raises BadInput where it is nested deeper than any story is.
    """
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.root


def write(element: Element, *, xml: bool = False) -> str:
    """The tree as HTML, or as XML (XHTML without its namespace)."""
    out: list[str] = []
    _write(element, out, xml)
    return "".join(out)


def _write(element: Element, out: list[str], xml: bool) -> None:
    if element.tag:
        out.append(f"<{element.tag}")
        for name, value in element.attributes.items():
            bare = not value and not xml and name in ("open", "reversed")
            out.append(f" {name}" if bare else f' {name}="{escape(value, value=True)}"')
        if element.tag in VOID:
            out.append("/>" if xml else ">")
            return
        out.append(">")
    for one in element.inside:
        if isinstance(one, str):
            out.append(escape(one))
        else:
            _write(one, out, xml)
    if element.tag:
        out.append(f"</{element.tag}>")


def escape(text: str, *, value: bool = False) -> str:
    """Text as it may stand in HTML and XML, or in the value of an attribute.

    What XML 1.0 can't hold at all (controls, halves of characters) is gone; CR, which its readers
    turn into LF, is gone too.
    """
    text = legal(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text.replace('"', "&quot;").replace("\n", " ") if value else text


def legal(text: str) -> str:
    """The text without what XML 1.0 can't hold (https://www.w3.org/TR/xml/#charsets)."""
    return _NOT_XML.sub("", text).replace("\r", "")


def cdata(text: str) -> str:
    """The text as a CDATA section, parted where it holds the sign of a section's end."""
    return "<![CDATA[" + legal(text).replace("]]>", "]]]]><![CDATA[>") + "]]>"


@dataclass(frozen=True, slots=True)
class File:
    """A picture as a file: its path from the story's own, and its bytes."""

    name: str
    mime: str
    content: bytes


def held(address: str, name: str = "") -> File | None:
    """The picture that a data: address holds, as the file ``name`` or one named for its bytes."""
    found = _DATA.fullmatch(address)
    if not found:
        return None
    content = base64.b64decode(found[2])
    return File(name or called(content, found[1]), found[1], content)


def called(content: bytes, mime: str) -> str:
    """The name of a picture's file by its bytes, where nothing better is known."""
    return f"pictures/{hashlib.sha256(content).hexdigest()[:16]}{SUFFIXES[mime]}"


def lead(picture: PagePicture | None) -> File | None:
    """The lead picture as a file."""
    return held(picture.source, picture.file) if picture is not None else None


def take_out(
    root: Element, before: str = "", names: Mapping[str, str] = MappingProxyType({})
) -> dict[str, File]:
    """Turn the pictures inside the tree into files, and give these by their path.

    ``before`` stands before the path in the tree: the address that the files will have. ``names``
    are the page's.
    """
    files: dict[str, File] = {}
    for image in [one for one in root.walk() if one.tag == "img"]:
        if file := held(image.get("src")):
            file = replace(file, name=names.get(file.name, file.name))
            files[file.name] = file
            image.attributes["src"] = before + file.name
    return files


def files_of(page: PageData) -> dict[str, File]:
    """Every picture of the story, the lead picture first, by path."""
    first = lead(page.picture)
    return {**({first.name: first} if first else {}), **take_out(read(page.body), names=page.names)}


def beside_of(page: PageData) -> dict[str, bytes]:
    """The files that ``fragment`` and other formats refer to."""
    return {name: file.content for name, file in files_of(page).items()}


@dataclass(frozen=True, slots=True)
class Note:
    """A footnote; ``inside`` is what it says, without the ways back."""

    id: str
    inside: tuple[Element | str, ...]


def take_notes(root: Element) -> dict[str, Note]:
    """Take the footnotes out of the tree and give them by their id, in their order."""
    notes: dict[str, Note] = {}
    for parent in list(root.walk()):
        for box in [one for one in parent.elements if one.has("footnotes")]:
            for item in [one for one in box.walk() if one.tag == "li" and one.get("id")]:
                _without_ways_back(item)
                inside = tuple(i for i in item.inside if not isinstance(i, str) or i.strip())
                notes[item.get("id")] = Note(item.get("id"), inside)
            parent.replace(box, ())
    return notes


def _without_ways_back(element: Element) -> None:
    kept = [
        one for one in element.inside if isinstance(one, str) or not one.has("footnote-backref")
    ]
    if len(kept) < len(element.inside) and kept and isinstance(kept[-1], str):
        kept[-1] = kept[-1].rstrip()
    element.inside[:] = kept
    for one in element.elements:
        _without_ways_back(one)


def plainer(root: Element) -> Element:
    """The tree without what only our own page's style knows: classes, spans, wrappers of tables.

    What a class said is said by the element where HTML has one for it. Lines are not broken within
    a paragraph: WordPress would take each break for one that was meant.
    """
    _unbroken(root)
    for element in list(root.walk()):
        unwrapped: list[Element | str] = []
        for one in element.inside:
            if isinstance(one, Element) and _is_wrapper(one):
                unwrapped.extend(plainer(one).inside)
                continue
            if isinstance(one, Element) and one.has("credit"):
                one.tag = "small"
            if isinstance(one, Element) and one.has("footnotes"):
                one.tag, one.attributes = "section", {"role": "doc-endnotes"}
            unwrapped.append(one)
        element.inside[:] = unwrapped
        for name in ("class", "style", "tabindex", "loading"):
            element.attributes.pop(name, None)
    return root


def _unbroken(element: Element) -> None:
    if element.tag == "pre":
        return
    runs = any(
        one.strip() if isinstance(one, str) else one.tag not in BLOCKS for one in element.inside
    )
    for n, one in enumerate(element.inside):
        if isinstance(one, Element):
            _unbroken(one)
        elif runs:
            element.inside[n] = _BREAK.sub(" ", one)


def _is_wrapper(element: Element) -> bool:
    if element.tag == "span":
        return not element.has("credit")
    return element.tag == "div" and element.has("table")
