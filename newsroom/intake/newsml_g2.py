"""NewsML-G2, the agencies' XML: one item, or a message of many.

https://iptc.org/standards/newsml-g2/ – an item's text is XHTML in ``inlineXML``; older senders put
it into ``inlineData`` as plain text, or NITF.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from html import escape
from pathlib import Path

from newsroom.i18n import N_, _
from newsroom.intake.arrival import Arrival, ArrivedByline, ArrivedPicture, Setting
from newsroom.intake.credit import names_in
from newsroom.intake.decode import without_unstorable
from newsroom.intake.moments import moment
from newsroom.intake.nitf import Nitf, read_nitf
from newsroom.intake.posthtml import markdown_of
from newsroom.intake.within import Get, beside, picture_of
from newsroom.intake.xmltree import bare, local, tree
from newsroom.news.article import BylineRole
from newsroom.news.errors import BadInput
from newsroom.news.origin import Original

_SIGNS = (b"iptc.org/std/nar", b"<newsItem", b"<newsMessage", b'standard="NewsML-G2"')
_SPACE = "{http://www.w3.org/XML/1998/namespace}"


@dataclass(frozen=True, slots=True)
class NewsMLFile:
    """News items as XML."""

    id: str = "newsml-g2"
    title: str = N_("NewsML-G2 (news in XML)")
    suffixes: tuple[str, ...] = (".newsml.xml", ".newsml", ".xml")

    def knows(self, path: Path, head: bytes) -> bool:
        """Whether it is called NewsML, or reads like it."""
        plain = head.replace(b"\0", b"")
        return path.name.lower().endswith((".newsml.xml", ".newsml")) or any(
            sign in plain for sign in _SIGNS
        )

    def read(self, path: Path, setting: Setting) -> tuple[Arrival, ...]:
        """The text items of the file. Raises BadInput: no XML, a DOCTYPE, no items."""
        root = tree(path)
        get = beside(path.parent)
        items = [one for one in root.iter() if _name(one) == "newsItem"]
        found = [_arrival(one, path.name, setting, get) for one in items if _is_text(one)]
        if not found:
            raise BadInput(_("{name} holds no text of NewsML-G2.").format(name=path.name))
        return tuple(found)


def _is_text(item: ET.Element) -> bool:
    kind = _find(item, "itemMeta", "itemClass")
    qcode = kind.get("qcode", "") if kind is not None else ""
    return not qcode or qcode.endswith(":text")


def _arrival(item: ET.Element, name: str, setting: Setting, get: Get) -> Arrival:
    meta, content = _find(item, "itemMeta"), _find(item, "contentMeta")
    meta = meta if meta is not None else ET.Element("itemMeta")
    content = content if content is not None else ET.Element("contentMeta")
    guid = item.get("guid", "")
    headline = _said(content, "headline") or _said(meta, "title")
    slug = _said(content, "slugline")
    source = f"{name}: {slug or headline[:60] or guid}"
    problems: list[str] = []
    body, original, lead, inner = _body(item, headline, get, problems)
    headline = headline or inner.headline
    walked = markdown_of(body, get, name=source)
    dateline = _said(content, "dateline") or inner.dateline
    dateline = dateline or _said_in(content, "located", "name")
    text = walked.markdown.strip("\n")
    text = text.removeprefix(f"{dateline} — ") if dateline else text
    title = _said(meta, "title")
    fields: dict[str, object] = {
        "headline": headline,
        "short_headline": title if title != headline else "",
        "dek": _summary(content) or inner.abstract,
        "dateline": dateline,
        "slug": slug,
        "language": _language(item, content),
        "ed_note": _said(meta, "edNote"),
        "body": f"{text}\n" if text else "",
    }
    urgency = _said(content, "urgency")
    if urgency.isascii() and urgency.isdigit() and 1 <= int(urgency) <= 9:
        fields["priority"] = int(urgency)
    subjects = [one for one in _all(content, "subject") if _said(one, "name")]
    tags = [_said(one, "name") for one in subjects]
    if subjects:
        fields["section"] = tags.pop(0)
    tags += [_line(one) for one in _all(content, "keyword")]
    if tags:
        fields["tags"] = tuple(dict.fromkeys(tags))
    status = _find(meta, "pubStatus")
    qcode = status.get("qcode", "stat:usable") if status is not None else "stat:usable"
    moments: dict[str, datetime | None] = {
        "created_at": _moment(meta, "firstCreated", setting),
        "updated_at": _moment(meta, "versionCreated", setting),
        "embargo_until": _moment(meta, "embargoed", setting),
    }
    published = _moment(content, "contentCreated", setting) if qcode.endswith(":usable") else None
    if qcode.endswith(":canceled"):
        problems.append(_("Its source has withdrawn it; it is not for publication."))
        fields["not_for_publication"] = True
    fields |= {field: at for field, at in moments.items() if at is not None}
    rights = list(_all(item, "rightsInfo"))
    facts = {
        "file": name,
        "rights": "; ".join(
            _line(said)
            for wanted in ("copyrightNotice", "usageTerms")
            for one in rights
            for said in _all(one, wanted)
        ),
        "holder": next(filter(None, (_said_in(r, "copyrightHolder", "name") for r in rights)), ""),
        "version": item.get("version", ""),
        "address": _address(meta),
        "published": "" if published is None else published.isoformat(),
    }  # fmt: skip
    return Arrival(
        source=source,
        fields={
            field: without_unstorable(value, name="")[0] if isinstance(value, str) else value
            for field, value in fields.items()
            if value != ""
        },
        bylines=_bylines(content, inner),
        picture=lead,
        media=walked.media,
        notes=walked.notes,
        problems=(*problems, *walked.problems),
        key=guid,
        facts={key: value for key, value in facts.items() if value},
        original=original,
    )


_NO_NITF = Nitf("", "", "", "", "")


def _body(
    item: ET.Element, headline: str, get: Get, problems: list[str]
) -> tuple[str, Original | None, ArrivedPicture | None, Nitf]:
    """The text as HTML without its headline, as it came, the picture that stands above it, and
    what NITF said in its head."""
    inline = next((one for one in item.iter() if _name(one) == "inlineXML"), None)
    if inline is None:
        data = next((one for one in item.iter() if _name(one) == "inlineData"), None)
        words = "".join(data.itertext()) if data is not None else ""
        if not words.strip():
            return "", None, None, _NO_NITF
        if data is not None and "html" in (data.get("contenttype") or ""):
            return words, Original(words, "text/html"), None, _NO_NITF
        html = "".join(f"<p>{escape(part)}</p>" for part in words.split("\n") if part.strip())
        return html, Original(words, "text/plain"), None, _NO_NITF
    plain = bare(inline)
    words = "".join(ET.tostring(one, "unicode") for one in plain)
    kept = Original(words, "application/xhtml+xml") if words else None
    nitf = next((one for one in plain.iter("nitf")), None)
    if nitf is not None:
        inner = read_nitf(nitf)
        return inner.html, kept, None, inner
    body = next(plain.iter("body"), plain)
    for one in list(body):
        if one.tag == "h1" and _line(one) == headline:
            body.remove(one)
    lead = _lead(body, get, problems)
    html = "".join([escape(body.text or ""), *(ET.tostring(o, "unicode", "html") for o in body)])
    return html, kept, lead, _NO_NITF


def _lead(body: ET.Element, get: Get, problems: list[str]) -> ArrivedPicture | None:
    """A figure at the head of the text, where its picture is at hand."""
    first = body[0] if len(body) and not (body.text or "").strip() else None
    if first is None or first.tag != "figure":
        return None
    image = first.find(".//img")
    address = image.get("src", "") if image is not None else ""
    try:
        file = picture_of(get(address), address) if address else None
    except BadInput as error:
        problems.append(str(error))
        return None
    if file is None or image is None:
        return None
    body.remove(first)
    caption = first.find("figcaption")
    return ArrivedPicture(
        file=file, caption=_line(caption) if caption is not None else "", alt=image.get("alt", "")
    )


def _bylines(content: ET.Element, inner: Nitf) -> tuple[ArrivedByline, ...] | None:
    found = [
        ArrivedByline(_said(one, "name") or one.get("literal", ""))
        for one in _all(content, "creator")
    ]
    found += [
        ArrivedByline(_said(one, "name") or one.get("literal", ""), BylineRole.ADDITIONAL)
        for one in _all(content, "contributor")
    ]
    found = [one for one in found if one.name]
    if not found:
        found = [ArrivedByline(name) for name in names_in(_said(content, "by") or inner.byline)]
    return tuple(found) or None


def _summary(content: ET.Element) -> str:
    """The description of the story: that called a summary, else the first that is no caption."""
    found = [one for one in _all(content, "description") if "caption" not in one.get("role", "")]
    found.sort(key=lambda one: not one.get("role", "").endswith(":summary"))
    return _line(found[0]) if found else ""


def _address(meta: ET.Element) -> str:
    pages = (one for one in _all(meta, "link") if one.get("contenttype") == "text/html")
    return next((one.get("href", "") for one in pages), "")


def _language(item: ET.Element, content: ET.Element) -> str:
    one = _find(content, "language")
    return (one.get("tag", "") if one is not None else "") or item.get(f"{_SPACE}lang", "")


def _moment(element: ET.Element, name: str, setting: Setting) -> datetime | None:
    words = _said(element, name)
    try:
        return moment(words, zone=setting.zone) if words else None
    except ValueError:
        return None


def _name(element: ET.Element) -> str:
    return local(element.tag) if isinstance(element.tag, str) else ""


def _all(element: ET.Element, name: str) -> Iterator[ET.Element]:
    return (one for one in element if _name(one) == name)


def _find(element: ET.Element, *names: str) -> ET.Element | None:
    found: ET.Element | None = element
    for name in names:
        found = next(_all(found, name), None) if found is not None else None
    return found


def _said(element: ET.Element, name: str) -> str:
    found = _find(element, name)
    return _line(found) if found is not None else ""


def _said_in(element: ET.Element, outer: str, name: str) -> str:
    found = _find(element, outer)
    return (_said(found, name) or found.get("literal", "")) if found is not None else ""


def _line(element: ET.Element) -> str:
    return " ".join("".join(element.itertext()).split())
