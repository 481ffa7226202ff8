"""Atom (RFC 4287), and the 0.3 that came before it."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from newsroom.intake.feeditem import MOST_ITEMS, entry, language_of, plain, whole
from newsroom.intake.feedmedia import media
from newsroom.intake.feedtree import XML, base_of, local, space, text
from newsroom.intake.newsdates import news_date
from newsroom.news.wire import Bulletin, Item, ItemPicture

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

ATOM = "{http://www.w3.org/2005/Atom}"
ATOM_03 = "{http://purl.org/atom/ns#}"
_XHTML = "{http://www.w3.org/1999/xhtml}"


def read_atom(root: Element, address: str) -> Bulletin:
    """The feed; relative links in it start from ``address``."""
    atom = space(root)
    base = base_of(root, address)
    language = root.get(f"{XML}lang", "")
    return Bulletin(
        kind="Atom 0.3" if atom == ATOM_03 else "Atom",
        title=plain(_construct(root.find(f"{atom}title"))),
        link=_atom_link(root, atom, base),
        language=language_of(language),
        rights=plain(
            _construct(root.find(f"{atom}rights")) or _construct(root.find(f"{atom}copyright"))
        ),
        items=tuple(
            _atom_item(one, atom, base, root) for one in root.findall(f"{atom}entry")[:MOST_ITEMS]
        ),
    )


def _atom_item(one: Element, atom: str, base: str, root: Element) -> Item:
    base = base_of(one, base)
    link = _atom_link(one, atom, base)
    content = one.find(f"{atom}content")
    summary = one.find(f"{atom}summary")
    source = one.find(f"{atom}source")
    people = one.findall(f"{atom}author") or (
        source.findall(f"{atom}author") if source is not None else []
    )
    people = people or root.findall(f"{atom}author")
    rights = _construct(one.find(f"{atom}rights"))
    if not rights and source is not None:
        rights = _construct(source.find(f"{atom}rights"))
    dates = {
        name: news_date(text(one.find(f"{atom}{name}")))
        for name in ("published", "updated", "issued", "created", "modified")
    }
    pictures = [*media(one, base)]
    for child in one.findall(f"{atom}link"):
        named, mime = whole(child.get("href", ""), base), child.get("type", "").lower()
        if child.get("rel") == "enclosure" and named and mime.startswith("image/"):
            pictures.append(ItemPicture(address=named, mime=mime))
    where = content if content is not None else summary
    return entry(
        key=text(one.find(f"{atom}id")),
        title=plain(_construct(one.find(f"{atom}title"))),
        link=link,
        authors=[text(person.find(f"{atom}name")) for person in people],
        published=dates["published"] or dates["issued"] or dates["created"],
        updated=dates["updated"] or dates["modified"],
        summary=_construct(summary),
        html=_construct(content),
        base=base_of(where, base) if where is not None else base,
        categories=[
            child.get("label") or child.get("term") or ""
            for child in one.findall(f"{atom}category")
        ],
        pictures=pictures,
        rights=plain(rights),
        source=plain(_construct(source.find(f"{atom}title"))) if source is not None else "",
        language=one.get(f"{XML}lang", ""),
    )


def _atom_link(parent: Element, atom: str, base: str) -> str:
    """The page itself: rel "alternate", which is also what no rel means; HTML before others."""
    links = [
        one for one in parent.findall(f"{atom}link") if one.get("rel", "alternate") == "alternate"
    ]
    links.sort(key=lambda one: one.get("type", "text/html") not in ("text/html", ""))
    return next((whole(one.get("href", ""), base) for one in links), "")


def _construct(part: Element | None) -> str:
    """A text construct (RFC 4287 3.1) as HTML; Atom 0.3 says "mode" instead of "type"."""
    if part is None:
        return ""
    kind = part.get("type", "text").lower()
    if part.get("mode") == "escaped" or kind in ("html", "text/html"):
        return text(part)
    if kind in ("xhtml", "application/xhtml+xml") or part.get("mode") == "xml" or len(part):
        return _inner(part)
    if kind.startswith("text") or not kind:
        return escape(text(part), quote=False)
    return ""  # base64 and other kinds of file


def _inner(part: Element) -> str:
    """The markup inside, as HTML without namespaces; Atom's own div around it is kept."""
    from xml.etree.ElementTree import tostring

    for child in part.iter():
        if child is not part and isinstance(child.tag, str):
            name = local(child)
            child.tag = name if space(child) in (_XHTML, "") else f"x-{name}"
            child.attrib = {key: value for key, value in child.attrib.items() if key[0] != "{"}
    inside = "".join(tostring(child, encoding="unicode", method="html") for child in part)
    return escape(part.text or "", quote=False) + inside
