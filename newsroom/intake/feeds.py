"""Feeds as newsrooms get them: RSS 0.9x, 1.0 and 2.0, Atom, and JSON Feed, out of their bytes.

rssboard.org/rss-specification, web.resource.org/rss/1.0/spec, RFC 4287, jsonfeed.org/version/1.1;
media:… is Yahoo's Media RSS (rssboard.org/media-rss), dc:… Dublin Core, content:encoded RSS 1.0's
module.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from newsroom.i18n import _
from newsroom.intake.atom import ATOM, ATOM_03, read_atom
from newsroom.intake.feeditem import MOST_ITEMS, MOST_TITLE, entry, language_of, plain, whole
from newsroom.intake.feedmedia import enclosures, media, media_word
from newsroom.intake.feedtree import XML, base_of, first, local, own, spaced, text
from newsroom.intake.feedxml import text_of, tree
from newsroom.intake.newsdates import news_date
from newsroom.news.errors import BadInput
from newsroom.news.wire import Bulletin, Item

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

MOST_BYTES = 16 * 1024 * 1024  # a feed with whole stories of a year has five

_CONTENT = "{http://purl.org/rss/1.0/modules/content/}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_DC_TERMS = "{http://purl.org/dc/terms/}"
_RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"

_PAGE = re.compile(r"\s*(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.I | re.S)


def read_feed(data: bytes, *, address: str = "", charset: str = "") -> Bulletin:
    """The feed in these bytes, whatever kind it is.

    ``address`` is where it came from: relative links start there. ``charset`` is what the server
    said of its encoding. Raises BadInput with one sentence for what is no feed.
    """
    if len(data) > MOST_BYTES:
        raise BadInput(
            _("This feed is larger than {most} MB, the most that is read.").format(
                most=MOST_BYTES // (1024 * 1024)
            )
        )
    said, notes = text_of(data, charset=charset)
    start = said[:2000].lstrip("\ufeff \t\r\n\0")
    if not start:
        raise BadInput(_("There is nothing in this feed: it is empty."))
    if start[0] == "{":
        from newsroom.intake.jsonfeed import read_json_feed

        made = read_json_feed(said, address=address)
    elif _PAGE.match(start):
        raise BadInput(
            _("This is a web page, not a feed; perhaps an error page, or the site's own address.")
        )
    elif start[0] != "<":
        raise BadInput(_("This is no feed: neither RSS nor Atom nor JSON Feed."))
    else:
        root, more = tree(said)
        notes = (*notes, *more)
        made = _bulletin(root, address)
    return Bulletin(
        kind=made.kind,
        title=made.title,
        link=made.link,
        language=made.language,
        rights=made.rights,
        items=_once(made.items[:MOST_ITEMS]),
        notes=(*notes, *made.notes),
    )


def _once(items: tuple[Item, ...]) -> tuple[Item, ...]:
    """Each key once: the first stands."""
    found: dict[str, Item] = {}
    for item in items:
        found.setdefault(item.key, item)
    return tuple(found.values())


def _bulletin(root: Element, address: str) -> Bulletin:
    name = local(root)
    if name == "rss" or (name == "RDF" and root.tag.startswith(_RDF)):
        return _rss(root, address)
    if name == "feed" and root.tag.startswith((ATOM, ATOM_03)):
        return read_atom(root, address)
    if name == "html":
        raise BadInput(
            _("This is a web page, not a feed; perhaps an error page, or the site's own address.")
        )
    raise BadInput(_("This is XML, but no feed: it begins with <{name}>.").format(name=name[:40]))


# RSS.


def _rss(root: Element, address: str) -> Bulletin:
    channel = next((child for child in root if local(child) == "channel"), None)
    if channel is None:
        raise BadInput(_("This feed has no channel, as every RSS has; it is damaged or cut short."))
    base = base_of(root, address)
    base = base_of(channel, base)
    link = whole(first(channel, "link"), base)
    kind = "RSS 1.0" if local(root) == "RDF" else f"RSS {root.get('version', '2.0')[:8]}"
    language = first(channel, "language") or text(channel.find(f"{_DC}language"))
    rights = first(channel, "copyright") or text(channel.find(f"{_DC}rights"))
    # RSS 1.0 and 0.90 have their items beside the channel, all others in it.
    places = [child for part in (channel, root) for child in part if local(child) == "item"]
    return Bulletin(
        kind=kind,
        title=plain(first(channel, "title"))[:MOST_TITLE],
        link=link,
        language=language_of(language),
        rights=plain(rights),
        items=tuple(_rss_item(item, base_of(item, link or base)) for item in places[:MOST_ITEMS]),
    )


def _rss_item(item: Element, base: str) -> Item:
    link = whole(first(item, "link"), base)
    guid = next((child for child in item if local(child) == "guid" and not spaced(child)), None)
    named = text(guid)
    if not link and guid is not None and guid.get("isPermaLink", "true").lower() != "false":
        link = whole(named, base) if named.startswith(("http://", "https://")) else ""
    told = first(item, "description")
    encoded = item.find(f"{_CONTENT}encoded")
    title = plain(first(item, "title") or text(item.find(f"{_DC}title")))
    authors = [text(one) for one in item.findall(f"{_DC}creator")]
    authors += [_person(text(child)) for child in own(item, "author")]
    source = next(iter(own(item, "source")), None)
    made = first(item, "pubDate") or text(item.find(f"{_DC}date"))
    changed = text(item.find(f"{_DC_TERMS}modified")) or text(item.find(f"{ATOM}updated"))
    rights = text(item.find(f"{_DC}rights")) or media_word(item, "copyright")
    content = encoded if encoded is not None else item
    return entry(
        key=named or item.get(f"{_RDF}about", ""),
        title=title,
        link=link,
        authors=authors,
        published=news_date(made),
        updated=news_date(changed),
        summary=told,
        html=text(encoded),
        base=base_of(content, link or base),
        categories=[
            *(text(child) for child in own(item, "category")),
            *(text(child) for child in item.findall(f"{_DC}subject")),
        ],
        pictures=[*media(item, base), *enclosures(item, base)],
        rights=plain(rights),
        source=plain(text(source) or text(item.find(f"{_DC}publisher"))),
        language=text(item.find(f"{_DC}language")) or item.get(f"{XML}lang", ""),
    )


def _person(said: str) -> str:
    """RSS 2.0 has an address of mail with the name in brackets: "a@b.org (Ann Bee)"."""
    if found := re.fullmatch(r"\s*\S+@\S+\s*\((?P<name>[^)]*)\)\s*", said):
        return found["name"]
    return "" if re.fullmatch(r"\s*\S+@\S+\s*", said) else said
