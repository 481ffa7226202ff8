"""What search engines ask for: site maps by month, the news of two days, and robots.txt.

sitemaps.org/protocol.html; Google's news site map: publication, publication_date and title, at
most 1,000 stories of the last two days.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import partial
from html import escape
from itertools import takewhile
from typing import TYPE_CHECKING

from newsroom.export.site.feeds import _NO_XML
from newsroom.export.site.frames import Kind
from newsroom.export.site.names import SUFFIX

if TYPE_CHECKING:
    from newsroom.export.site.contents import Contents, Leaf
    from newsroom.export.site.press import Press

_NEWS_SPAN = 2 * 24 * 3600 * 1_000_000  # microseconds
_NEWS_MOST = 1000
_HEAD = '<?xml version="1.0" encoding="utf-8"?>\n'
_SCHEMA = "http://www.sitemaps.org/schemas/sitemap/0.9"
_NEWS = "http://www.google.com/schemas/sitemap-news/0.9"


def leaves(contents: Contents, wanted: Collection[str] | None = None) -> list[Leaf]:
    """The index, a map for each month, one for all other pages, the news, robots.txt.

    With ``wanted`` the maps of these months alone, and that of the news.
    """
    edition = contents.edition
    found = []
    for month, places in contents.months.items():
        if wanted is not None and month not in wanted:
            continue
        shows = [(edition.names[edition.stories[n].id], _changed(contents, n)) for n in places]
        make = partial(_month, places)
        found.append(contents.leaf(f"sitemaps/{month}.xml", Kind.SITEMAP, make, shows))
    news = _news(contents)
    shown = [(edition.names[edition.stories[n].id], edition.stories[n].headline,
              edition.stories[n].language) for n in news]  # fmt: skip
    make = partial(_news_map, news)
    found.append(
        contents.leaf("sitemap-news.xml", Kind.SITEMAP, make, shown, contents.edition.site.name)
    )
    if wanted is not None:
        return found
    pages = ["", "archive/", "corrections.html"]
    pages += [group.path for group in contents.sections]
    pages += [group.path for group in contents.authors.values()]
    pages += [contents.tags[tag].path for tag in sorted(contents.tags)]
    months = sorted(contents.months, reverse=True)
    return [
        *found,
        contents.leaf("sitemaps/pages.xml", Kind.SITEMAP, partial(_pages, pages), pages),
        contents.leaf("sitemap.xml", Kind.SITEMAP, partial(_index, months), months),
        contents.leaf("robots.txt", Kind.SITEMAP, _robots),
    ]


def _changed(contents: Contents, place: int) -> int:
    story = contents.edition.stories[place]
    return contents.edition.modified.get(story.id) or story.published_at


def _news(contents: Contents) -> list[int]:
    """The stories of the two days before the newest one; by the clock alone no file changes."""
    stories = contents.edition.stories
    if not stories:
        return []
    first = stories[0].published_at - _NEWS_SPAN
    most = min(_NEWS_MOST, len(stories))
    return list(takewhile(lambda n: stories[n].published_at >= first, range(most)))


def _stamp(micros: int, press: Press) -> str:
    return press.contents.moments.iso(micros)


def _month(places: Sequence[int], press: Press) -> bytes:
    stories, base = press.edition.stories, press.address("")
    rows = [
        f"<url><loc>{_xml(base + press.contents.href(stories[n]))}</loc>"
        f"<lastmod>{_stamp(_changed(press.contents, n), press)}</lastmod></url>\n"
        for n in places
    ]
    return f'{_HEAD}<urlset xmlns="{_SCHEMA}">\n{"".join(rows)}</urlset>\n'.encode()


def _pages(pages: Sequence[str], press: Press) -> bytes:
    rows = [f"<url><loc>{_xml(press.address(page))}</loc></url>\n" for page in pages]
    return f'{_HEAD}<urlset xmlns="{_SCHEMA}">\n{"".join(rows)}</urlset>\n'.encode()


def _index(months: Sequence[str], press: Press) -> bytes:
    files = [f"sitemaps/{month}.xml" for month in months] + ["sitemaps/pages.xml"]
    rows = [f"<sitemap><loc>{_xml(press.address(file))}</loc></sitemap>\n" for file in files]
    return f'{_HEAD}<sitemapindex xmlns="{_SCHEMA}">\n{"".join(rows)}</sitemapindex>\n'.encode()


def _news_map(places: Sequence[int], press: Press) -> bytes:
    edition = press.edition
    rows = []
    for n in places:
        story = edition.stories[n]
        if not story.headline.strip():
            continue
        rows.append(
            f"<url><loc>{_xml(press.address(edition.names[story.id] + SUFFIX))}</loc><news:news>"
            f"<news:publication><news:name>{_xml(edition.site.name)}</news:name>"
            f"<news:language>{_xml(_language(story.language))}</news:language></news:publication>"
            f"<news:publication_date>{_stamp(story.published_at, press)}</news:publication_date>"
            f"<news:title>{_xml(story.headline)}</news:title></news:news></url>\n"
        )
    return (
        f'{_HEAD}<urlset xmlns="{_SCHEMA}" xmlns:news="{_NEWS}">\n{"".join(rows)}</urlset>\n'
    ).encode("utf-8", "replace")


def _language(tag: str) -> str:
    """As the news site map wants it: ISO 639, but for Chinese with its script."""
    parts = tag.lower().split("-")
    if parts[0] == "zh":
        return "zh-tw" if {"tw", "hant", "hk"} & set(parts[1:]) else "zh-cn"
    return parts[0]


def _robots(press: Press) -> bytes:
    return (
        "User-agent: *\nAllow: /\n\n"
        f"Sitemap: {press.address('sitemap.xml')}\n"
        f"Sitemap: {press.address('sitemap-news.xml')}\n"
    ).encode()


def _xml(text: str) -> str:
    return escape(text if text.isprintable() else _NO_XML.sub("", text))
