"""Feeds for readers and programs: RSS 2.0, Atom and JSON Feed 1.1, with whole stories.

rssboard.org/rss-specification, RFC 4287, jsonfeed.org/version/1.1
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from datetime import datetime
from functools import partial
from html import escape
from typing import TYPE_CHECKING

from newsroom.export.site.frames import Kind
from newsroom.values import dataclass

if TYPE_CHECKING:
    from newsroom.export.site.contents import Contents, Leaf
    from newsroom.export.site.heads import Group
    from newsroom.export.site.press import Press

ITEMS = 30  # stories of a feed

_XML = '<?xml version="1.0" encoding="utf-8"?>\n'
_RSS_HEAD = (
    f'{_XML}<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"'
    ' xmlns:content="http://purl.org/rss/1.0/modules/content/"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/">\n<channel>\n'
)
_ADDRESS = re.compile(r'(<(?:a|img)\b[^<>]*\b(?:href|src)=")([^"]*)(")')
_CHOICE = re.compile(  # as ``makeup`` writes it
    r'(?:<picture><source [^<>]*>)?(<img src="[^"]*")(?: srcset="[^"]*" sizes="[^"]*")?([^<>]*>)'
    r"(?:</picture>)?"
)
_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A story in a feed."""

    address: str
    title: str
    summary: str
    html: str
    authors: tuple[tuple[str, str], ...]  # name, address
    published: datetime
    modified: datetime
    tags: tuple[str, ...]
    section: str
    language: str
    image: str
    pictures: frozenset[str]  # the site's own that it shows


def leaves(contents: Contents) -> list[Leaf]:
    """The feeds of the whole site."""
    newest = range(min(ITEMS, len(contents.edition.stories)))
    keys = contents.items_of(newest)
    return [
        contents.leaf(path, Kind.FEED, partial(make, newest), keys)
        for path, make in (("feed.xml", rss), ("atom.xml", atom), ("feed.json", json_feed))
    ]


def section_feed(group: Group, press: Press) -> bytes:
    """The newest stories of a section, as RSS."""
    return _rss(
        press,
        group.stories[:ITEMS],
        title=f"{group.name} | {press.edition.site.name}",
        link=press.address(group.path),
        own=press.address(f"{group.path}feed.xml"),
    )


def rss(places: Sequence[int], press: Press) -> bytes:
    """The newest stories, as RSS 2.0."""
    title = press.edition.site.name
    return _rss(press, places, title=title, link=press.address(""), own=press.address("feed.xml"))


def _rss(press: Press, places: Sequence[int], *, title: str, link: str, own: str) -> bytes:
    from email.utils import format_datetime  # 10 ms that only a changed feed is worth

    items = _items(press, places)
    out = [
        _RSS_HEAD,
        _tag("title", title),
        _tag("link", link),
        _tag("description", title),
        _tag("language", press.language),
        f'<atom:link rel="self" type="application/rss+xml" href="{_xml(own)}"/>\n',
    ]
    if items:
        built = format_datetime(max(item.modified for item in items))
        out += [_tag("pubDate", format_datetime(items[0].published)), _tag("lastBuildDate", built)]
    for item in items:
        out += [
            "<item>\n",
            _tag("title", item.title),
            _tag("link", item.address),
            f'<guid isPermaLink="true">{_xml(item.address)}</guid>\n',
            _tag("pubDate", format_datetime(item.published)),
            *(_tag("dc:creator", name) for name, _address in item.authors),
            *(_tag("category", word) for word in (item.section, *item.tags) if word),
            _tag("description", item.summary),
            _tag("content:encoded", item.html),
            "</item>\n",
        ]
    out.append("</channel>\n</rss>\n")
    return "".join(out).encode("utf-8", "replace")


def atom(places: Sequence[int], press: Press) -> bytes:
    """The newest stories, as Atom."""
    site = press.edition.site
    items = _items(press, places)
    built = max((item.modified for item in items), default=press.edition.now)
    out = [
        f'{_XML}<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{_xml(press.language)}">\n',
        _tag("id", press.address("")),
        _tag("title", site.name),
        f'<link rel="self" href="{_xml(press.address("atom.xml"))}"/>\n',
        f'<link rel="alternate" type="text/html" href="{_xml(press.address(""))}"/>\n',
        _tag("updated", built.isoformat()),
        f"<author>{_tag('name', site.publisher or site.name)}</author>\n",
    ]
    for item in items:
        out += [
            f'<entry xml:lang="{_xml(item.language)}">\n',
            _tag("id", item.address),
            _tag("title", item.title),
            f'<link rel="alternate" type="text/html" href="{_xml(item.address)}"/>\n',
            _tag("published", item.published.isoformat()),
            _tag("updated", item.modified.isoformat()),
            *(f"<author>{_tag('name', name)}"
              + (_tag("uri", address) if address else "") + "</author>\n"
              for name, address in item.authors),
            *(f'<category term="{_xml(word)}"/>\n' for word in (item.section, *item.tags) if word),
            _tag("summary", item.summary),
            f'<content type="html">{_xml(item.html)}</content>\n',
            "</entry>\n",
        ]  # fmt: skip
    out.append("</feed>\n")
    return "".join(out).encode("utf-8", "replace")


def json_feed(places: Sequence[int], press: Press) -> bytes:
    """The newest stories, as JSON Feed 1.1."""
    site = press.edition.site
    items = []
    for item in _items(press, places):
        said: dict[str, object] = {
            "id": item.address,
            "url": item.address,
            "title": item.title,
            "summary": item.summary,
            "content_html": item.html,
            "image": item.image,
            "date_published": item.published.isoformat(),
            "date_modified": item.modified.isoformat(),
            "authors": [
                {"name": name, "url": address} if address else {"name": name}
                for name, address in item.authors
            ],
            "tags": [word for word in (item.section, *item.tags) if word],
            "language": item.language,
        }
        items.append({key: value for key, value in said.items() if value or key == "content_html"})
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": site.name,
        "home_page_url": press.address(""),
        "feed_url": press.address("feed.json"),
        "language": press.language,
        "authors": [{"name": site.publisher or site.name, "url": press.address("")}],
        "items": items,
    }
    return (json.dumps(feed, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "replace")


def _items(press: Press, places: Sequence[int]) -> list[Item]:
    edition = press.edition
    stories = [edition.stories[place] for place in places]
    missing = [story for story in stories if story.id not in press.items]
    press.prepare(missing)
    base = press.address("")
    for story in missing:
        press.reel.used = set()
        page = press.page_of(story)
        published = press.contents.moments.at(story.published_at)
        links = press.links(story)
        writers = [a for credit in page.credits if credit.role == "story" for a in credit.authors]
        press.items[story.id] = Item(
            address=page.canonical,
            title=page.headline or page.words["untitled"],
            summary=page.description,
            html=_absolute(page.body, page.canonical, base),
            authors=tuple(
                (a.name, press.address(links[a.name]) if a.name in links else a.link)
                for a in writers
            ),
            published=published,
            modified=page.modified.at if page.modified else published,
            tags=page.tags,
            section=page.section,
            language=page.language,
            image=page.picture.address if page.picture else "",
            pictures=frozenset(press.reel.used),
        )
    items = [press.items[story.id] for story in stories]
    press.reel.used = {path for item in items for path in item.pictures}
    return items


def _absolute(html: str, page: str, base: str) -> str:
    """The text with every address of it whole: a feed is read elsewhere, in other columns, so that
    each picture has one address alone."""
    from urllib.parse import urljoin

    return _ADDRESS.sub(
        lambda found: (
            found[1]
            + escape(urljoin(page if found[2].startswith("#") else base, _unescaped(found[2])))
            + found[3]
        ),
        _CHOICE.sub(r"\1\2", html),
    )


def _unescaped(address: str) -> str:
    return address.replace("&quot;", '"').replace("&amp;", "&")


def _xml(text: str) -> str:
    return escape(_NO_XML.sub("", text))


def _tag(name: str, text: str) -> str:
    return f"<{name}>{_xml(text)}</{name}>\n"
