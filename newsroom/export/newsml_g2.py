"""NewsML-G2 2.35, the agencies' XML, at its power conformance level.

https://iptc.org/standards/newsml-g2/ – the order of elements is that of the schema
(NewsML-G2_2.35-spec-All-Power.xsd). Notes to editors stay in the house.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import ClassVar

from newsroom.export import prose, wire
from newsroom.export.page import Author, PageData
from newsroom.export.prose import Element, escape
from newsroom.i18n import N_

VERSION = "2.35"
CATALOG = "http://www.iptc.org/std/catalog/catalog.IPTC-G2-Standards_40.xml"
NAMESPACE = "http://iptc.org/std/nar/2006-10-01/"
XHTML = "http://www.w3.org/1999/xhtml"


class NewsMLG2:
    """A news item with its text as XHTML; pictures by their address on the site."""

    id: ClassVar[str] = "newsml-g2"
    title: ClassVar[str] = N_("NewsML-G2 2.35 (news in XML)")
    suffix: ClassVar[str] = ".newsml.xml"

    def __init__(self, templates: Path | None = None) -> None:
        """The item has no template."""

    def render(self, page: PageData) -> bytes:
        """The item in UTF-8."""
        return ("\n".join(_item(page)) + "\n").encode("utf-8")

    def beside(self, page: PageData) -> Mapping[str, bytes]:
        """The pictures, under the names that they have on the site."""
        return prose.beside_of(page)


def _item(page: PageData) -> Iterator[str]:
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield _start(
        "newsItem",
        xmlns=NAMESPACE,
        guid=wire.guid(page),
        version=str(wire.version(page)),
        standard="NewsML-G2",
        standardversion=VERSION,
        conformance="power",
        dir=page.direction,
        xml_lang=page.language,
    )
    yield f'<catalogRef href="{CATALOG}"/>'
    if page.publisher:
        yield f"<rightsInfo>{_party('copyrightHolder', page.publisher)}</rightsInfo>"
    yield "<itemMeta>"
    yield from _item_meta(page)
    yield "</itemMeta>"
    yield "<contentMeta>"
    yield from _content_meta(page)
    yield "</contentMeta>"
    yield from _content(page)
    yield "</newsItem>"


def _item_meta(page: PageData) -> Iterator[str]:
    yield '<itemClass qcode="ninat:text"/>'
    yield _party("provider", page.publisher or page.words["untitled"])
    yield _said("versionCreated", _moment(wire.created(page)))
    yield _said("firstCreated", _moment(wire.first_created(page)))
    if until := wire.embargo(page):
        yield _said("embargoed", _moment(until))
    yield f'<pubStatus qcode="stat:{wire.status(page)}"/>'
    if title := page.short_headline or page.headline:
        yield _said("title", title)
    if signal := wire.signal(page):
        yield f'<signal qcode="sig:{signal}"/>'
    if page.canonical:
        yield _start(
            "link", rel="irel:seeAlso", href=page.canonical, contenttype="text/html", end="/"
        )
    file, picture = prose.lead(page.picture), page.picture
    if file is not None and picture is not None and page.site.url:
        yield _start(
            "link",
            rel="irel:seeAlso",
            href=wire.address(page, file.name),
            contenttype=file.mime,
            size=str(len(file.content)),
            title=picture.alt,
            end="/",
        )


def _content_meta(page: PageData) -> Iterator[str]:
    yield _said("urgency", str(wire.urgency(page)))
    if page.published:
        yield _said("contentCreated", _moment(page.published.at))
    if page.modified:
        yield _said("contentModified", _moment(page.modified.at))
    if page.dateline:
        yield _concept("located", page.dateline, "cpnat:poi")
    for credit in page.credits:
        for author in credit.authors:
            if author.name:
                yield _author("creator" if credit.role == "story" else "contributor", author, page)
    yield _start("language", tag=page.language, end="/")
    for subject in wire.subjects(page):
        if subject.topic:
            yield _concept("subject", subject.name, "cpnat:abstract", f"medtop:{subject.topic}")
        elif subject.rel == "section":
            yield _concept("subject", subject.name, "cpnat:abstract")
        else:
            yield _said("keyword", subject.name)
    yield _said("slugline", " ".join(page.story.slug.split()))
    if page.headline:
        yield _said("headline", page.headline)
    for name, value in (
        ("dateline", page.dateline),
        ("by", wire.credit_line(page)),
        ("description", page.dek),
    ):
        if value:
            yield _said(name, value)


def _content(page: PageData) -> Iterator[str]:
    root, _files = wire.body(page)
    words, _characters = wire.counts(root)
    yield "<contentSet>"
    yield _start("inlineXML", contenttype="application/xhtml+xml", wordcount=str(words))
    yield _start("html", xmlns=XHTML, xml_lang=page.language, dir=page.direction)
    title = page.headline or page.words["untitled"]
    yield f"<head>{_said('title', title)}</head>"
    yield "<body>"
    yield _said("h1", title)
    if picture := _picture(page):
        yield prose.write(picture, xml=True)
    yield prose.write(root, xml=True).strip()
    yield "</body>"
    yield "</html>"
    yield "</inlineXML>"
    yield "</contentSet>"


def _picture(page: PageData) -> Element | None:
    picture, file = page.picture, prose.lead(page.picture)
    if picture is None or file is None:
        return None
    source = wire.address(page, file.name) or file.name
    inside: list[Element | str] = [Element("img", {"src": source, "alt": picture.alt})]
    credit = f"{page.words['photo_credit']} {picture.credit}" if picture.credit else ""
    if said := " ".join(filter(None, (picture.caption, credit))):
        inside.append(Element("figcaption", {}, [said]))
    return Element("figure", {}, inside)


def _author(tag: str, author: Author, page: PageData) -> str:
    start = _start(tag, uri=wire.person_uri(author, page))
    return f"{start}{_said('name', author.name)}</{tag}>"


def _party(tag: str, name: str) -> str:
    return f"{_start(tag, literal=name)}{_said('name', name)}</{tag}>"


def _concept(tag: str, name: str, kind: str, qcode: str = "") -> str:
    """A concept by its code, else by its name alone."""
    start = _start(tag, type=kind, qcode=qcode, literal="" if qcode else name)
    return f"{start}{_said('name', name)}</{tag}>"


def _said(tag: str, words: str) -> str:
    return f"<{tag}>{escape(words)}</{tag}>"


def _start(element: str, /, end: str = "", **attributes: str) -> str:
    """A start tag with those attributes that say something (``xml_lang`` is xml:lang)."""
    said = "".join(
        f' {name.replace("_", ":")}="{escape(value, value=True)}"'
        for name, value in attributes.items()
        if value
    )
    return f"<{element}{said}{end}>"


def _moment(at: datetime) -> str:
    return at.isoformat().replace("+00:00", "Z")
