"""A feed's bytes as a tree: strict about what attacks, lenient about what real feeds get wrong.

A document type definition is refused (every entity attack needs one), and so is depth that no
feed has. Wrong encodings, HTML's named characters, bare ampersands and control characters, which
make a third of all feeds no XML, are set right and told.
"""

from __future__ import annotations

import codecs
import re
import xml.etree.ElementTree as ET
from collections.abc import Callable
from html.entities import html5

from newsroom.i18n import _
from newsroom.news.errors import BadInput

MOST_DEPTH = 400  # elements in each other; XHTML inside Atom goes as deep as its page
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARED = re.compile(rb"""^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9._:-]{2,40})["']""")
_DECLARATION = re.compile(r"^\s*<\?xml[^>]{0,300}?\?>")
_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_APART = re.compile(r"<!\[CDATA\[.*?\]\]>|<!--.*?-->", re.DOTALL)
_NAMED = re.compile(r"&([A-Za-z][A-Za-z0-9]{1,31});")
_BARE = re.compile(r"&(?!#\d{1,7};|#x[0-9A-Fa-f]{1,6};|[A-Za-z][A-Za-z0-9]{1,31};)")
_XML_OWN = frozenset({"amp", "lt", "gt", "quot", "apos"})
_LATIN = frozenset({"iso-8859-1", "latin-1", "latin1", "us-ascii", "ascii", "iso8859-1"})


class _Builder(ET.TreeBuilder):
    """Builds a tree of bounded depth, and no document with a DOCTYPE.

    defusedxml refuses the same a layer above, but takes the tree builder of others out of
    ``sys.modules`` while it is imported, which threads of the pool run into.
    """

    def __init__(self) -> None:
        super().__init__()
        self._depth = 0

    def doctype(self, _name: str, _public: str | None, _system: str | None) -> None:
        """It begins before anything that it could declare is read."""
        raise BadInput(
            _("This feed holds a DOCTYPE, which newsroom does not read; ask its publisher.")
        )

    def start(self, tag: str, attrs: dict[str, str], /) -> ET.Element:
        """An element begins."""
        self._depth += 1
        if self._depth > MOST_DEPTH:
            raise BadInput(_("This feed is nested too deep to be read."))
        return super().start(tag, attrs)

    def end(self, tag: str, /) -> ET.Element:
        """An element ends."""
        self._depth -= 1
        return super().end(tag)


def text_of(data: bytes, *, charset: str = "") -> tuple[str, tuple[str, ...]]:
    """The bytes as text and what had to be done for it, told.

    A byte order mark is believed first, then that the bytes are UTF-8 if they can be, then what
    the document says of itself, then ``charset`` (what the server said, which is wrong more
    often: RFC 7303 3.2 has it the other way round), then Windows-1252 as browsers take it.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "replace"), ()
    head = data[:200]
    if len(head) > 3 and head[1::2].count(0) > len(head) // 3:
        return data.decode("utf-16-le", "replace"), ()
    if len(head) > 3 and head[0::2].count(0) > len(head) // 3:
        return data.decode("utf-16-be", "replace"), ()
    found = _DECLARED.match(head)
    declared = found[1].decode("ascii").lower() if found else ""
    if b"\x1b" not in data:  # ISO-2022 shifts its letters by it and looks like ASCII
        try:
            return data.decode("utf-8"), ()
        except UnicodeDecodeError:
            pass
    for wanted in (declared, charset.lower()):
        used = "windows-1252" if wanted in _LATIN else wanted
        if not used or used.replace("_", "-") in ("utf-8", "utf8"):
            continue
        try:
            return data.decode(used), ()
        except (LookupError, UnicodeError):
            continue
    said = _("Its encoding is broken; it was read as {encoding}.").format(encoding="Windows-1252")
    return data.decode("windows-1252", "replace"), (said,)


def tree(text: str) -> tuple[ET.Element, tuple[str, ...]]:
    """The document's root and what was set right in it. Raises BadInput with a sentence."""
    text = _DECLARATION.sub("", _NO_XML.sub("", text.lstrip("\ufeff \t\r\n")), count=1)
    text = _outside(text, lambda part: _NAMED.sub(_letter, part))
    try:
        return _parse(text), ()
    except ET.ParseError as error:
        mended = _outside(text, lambda part: _BARE.sub("&amp;", part))
        if mended != text:
            try:
                return _parse(mended), (_("It is not well-formed XML and was mended."),)
            except ET.ParseError:
                pass
        line, _column = getattr(error, "position", (0, 0))
        raise BadInput(
            _("This feed is damaged: it is no XML from line {line} on.").format(line=line)
        ) from None


def _parse(text: str) -> ET.Element:
    parser = ET.XMLParser(target=_Builder())
    parser.feed(text)
    root: ET.Element = parser.close()
    return root


def _outside(text: str, change: Callable[[str], str]) -> str:
    """The text with what is no comment and no CDATA changed."""
    made: list[str] = []
    at = 0
    for found in _APART.finditer(text):
        made += (change(text[at : found.start()]), found[0])
        at = found.end()
    return "".join((*made, change(text[at:])))


def _letter(found: re.Match[str]) -> str:
    """The character of HTML's name for it; XML knows five of two thousand."""
    name = found[1]
    if name in _XML_OWN:
        return found[0]
    letters = html5.get(f"{name};")
    if letters is None:
        return f"&amp;{name};"
    return letters.replace("&", "&amp;").replace("<", "&lt;")
