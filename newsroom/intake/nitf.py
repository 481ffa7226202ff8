"""NITF, the agencies' older markup of one text, as it stands inside NewsML-G2 and ninjs.

https://iptc.org/standards/nitf/ – the head of its body (headline, byline, dateline, abstract) is
not part of the text; what follows is HTML but for a few names.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from dataclasses import dataclass

from newsroom.intake.xmltree import bare, tree

_DECLARATION = re.compile(r"\s*<\?xml[^>]*\?>")  # of an encoding that the words no longer have
_ROOT = re.compile(r"\s*(?:<\?xml[^>]*\?>\s*)?<(?:\w+:)?nitf[\s>]")

_AS_HTML = {"block": "div", "bq": "blockquote", "hl1": "h2", "hl2": "h2"}


@dataclass(frozen=True, slots=True)
class Nitf:
    """A text with what its head says of it; ``html`` is the content alone."""

    headline: str
    byline: str
    dateline: str
    abstract: str
    html: str


def is_nitf(words: str) -> bool:
    """Whether a text is NITF as XML."""
    return _ROOT.match(words) is not None


def parse_nitf(words: str, name: str) -> Nitf:
    """The text that ``words`` hold. Raises BadInput: no XML, or with a DOCTYPE."""
    plain = _DECLARATION.sub("", words, count=1).encode("utf-8", "replace")
    return read_nitf(bare(tree(plain, name)))


def read_nitf(root: ET.Element) -> Nitf:
    """The text of an element ``nitf`` whose names are bare. ``root`` is changed on the way."""
    head = root.find(".//body.head")
    head = head if head is not None else ET.Element("body.head")
    content = root.find(".//body.content")
    content = content if content is not None else ET.Element("body.content")
    for element in list(content.iter()):
        _as_html(element)
    html = (ET.tostring(one, "unicode", "html") for one in content)
    byline = head.find("byline")
    return Nitf(
        headline=_line(head.find(".//hl1")),
        byline=_name(byline) or _line(byline),
        dateline=_line(head.find("dateline/location")) or _line(head.find("dateline")),
        abstract=_line(head.find("abstract")),
        html="".join(html),
    )


def _as_html(element: ET.Element) -> None:
    element.tag = _AS_HTML.get(element.tag, element.tag)
    if element.tag != "media":
        return
    source = element.find("media-reference")
    caption = _line(element.find("media-caption"))
    tail, kind = element.tail, element.get("media-type", "")
    element.clear()
    element.tag, element.tail = "figure", tail
    if source is not None and source.get("source") and kind in ("", "image"):
        words = {"src": source.get("source", ""), "alt": source.get("alternate-text", "")}
        ET.SubElement(element, "img", words)
    ET.SubElement(element, "figcaption").text = caption


def _name(byline: ET.Element | None) -> str:
    """The credit line without the titles of those in it."""
    if byline is None:
        return ""
    said = [byline.text or ""]
    for one in byline:
        said += ["" if one.tag == "byttl" else "".join(one.itertext()), one.tail or ""]
    return " ".join("".join(said).split()).strip(" ,")


def _line(element: ET.Element | None) -> str:
    return " ".join("".join(element.itertext()).split()) if element is not None else ""
