"""WordPress's own export format, WXR 1.2: its importer takes stories, authors, terms and pictures.

What the importer asks for was read in its source (wordpress-importer, parsers and
class-wp-import) and asked of itself (tests/judges): a version, no DOCTYPE, logins in ASCII,
pictures at an address that it can fetch. What has the title and the date of something that is
there already is left out as known, of whatever story or picture that is.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from pathlib import Path
from typing import ClassVar

from newsroom.export import posted, prose, wire
from newsroom.export.page import Author, PageData
from newsroom.export.prose import cdata, escape
from newsroom.export.wxrnames import Names, begun, mail_of, nice, title_of
from newsroom.i18n import N_
from newsroom.news.correction import Place
from newsroom.news.workflow import PUBLIC, PubState

VERSION = "1.2"

_NAMESPACES = " ".join(
    f'xmlns:{name}="{address}"'
    for name, address in (
        ("excerpt", "http://wordpress.org/export/1.2/excerpt/"),
        ("content", "http://purl.org/rss/1.0/modules/content/"),
        ("wfw", "http://wellformedweb.org/CommentAPI/"),
        ("dc", "http://purl.org/dc/elements/1.1/"),
        ("wp", "http://wordpress.org/export/1.2/"),
    )
)


class Wxr:
    """One file for any number of stories. Without a site address pictures can't come along."""

    id: ClassVar[str] = "wxr"
    title: ClassVar[str] = N_("WordPress import file (WXR)")
    suffix: ClassVar[str] = ".wxr.xml"
    fetched: ClassVar[bool] = True

    def __init__(self, templates: Path | None = None) -> None:
        """The file has no template."""

    def render(self, page: PageData) -> bytes:
        """The file with one story."""
        return self.bind([page])

    def bind(self, pages: Sequence[PageData]) -> bytes:
        """The file with all stories, in their order."""
        return ("\n".join(_Writing(pages).lines()) + "\n").encode("utf-8")

    def beside(self, page: PageData) -> Mapping[str, bytes]:
        """The pictures, to be put where their addresses say; the importer fetches them there."""
        return prose.beside_of(page)


@dataclass(frozen=True, slots=True)
class _Attachment:
    """A picture that the importer fetches."""

    number: int
    address: str
    title: str
    at: datetime
    login: str
    alt: str = ""
    caption: str = ""
    credit: str = ""


class _Writing:
    """One file being written. Posts are numbered from 1, their pictures after them."""

    def __init__(self, pages: Sequence[PageData]) -> None:
        self._pages = pages
        self._next = len(pages) + 1
        self._attachments: dict[str, _Attachment] = {}
        self._names = Names()

    def lines(self) -> Iterator[str]:
        """The file, line by line."""
        authors = list(self._authors())
        dates = self._names.dates(self._pages)
        items = [
            self._item(n, page, at)
            for n, (page, at) in enumerate(zip(self._pages, dates, strict=True), start=1)
        ]
        site, newest = self._pages[0].site, max(wire.created(page) for page in self._pages)
        yield '<?xml version="1.0" encoding="UTF-8"?>'
        yield f'<rss version="2.0" {_NAMESPACES}>'
        yield "<channel>"
        yield _tag("title", site.name)
        yield _bare("link", site.url)
        yield _tag("description", self._pages[0].publisher)
        yield _bare("pubDate", format_datetime(newest))
        yield _bare("language", self._pages[0].language)
        yield _bare("wp:wxr_version", VERSION)
        yield _bare("wp:base_site_url", site.url)
        yield _bare("wp:base_blog_url", site.url)
        yield from authors
        yield from self._terms()
        for item in items:
            yield from item
        for attachment in self._attachments.values():
            yield from self._picture(attachment)
        yield "</channel>"
        yield "</rss>"

    # People and terms.

    def _authors(self) -> Iterator[str]:
        for page in self._pages:
            for author in _writers(page):
                if self._names.known(author, page):
                    continue
                login = self._names.login(author, page)
                first, _blank, last = author.name.partition(" ")
                if author.collective:
                    first = last = ""
                parts = [
                    _bare("wp:author_id", self._names.people),
                    _tag("wp:author_login", login),
                    _tag("wp:author_email", mail_of(author, page)),
                    _tag("wp:author_display_name", author.name),
                    _tag("wp:author_first_name", first if last else ""),
                    _tag("wp:author_last_name", last),
                ]
                yield f"<wp:author>{''.join(parts)}</wp:author>"

    def _terms(self) -> Iterator[str]:
        categories = {nice(page.story.section or page.section): page.section
                      for page in self._pages if page.section}  # fmt: skip
        tags = {nice(tag): tag for page in self._pages for tag in page.tags}
        number = 0
        for number, (slug, name) in enumerate(categories.items(), start=1):
            yield (
                f"<wp:category>{_bare('wp:term_id', number)}"
                f"{_tag('wp:category_nicename', slug)}{_tag('wp:category_parent', '')}"
                f"{_tag('wp:cat_name', name)}</wp:category>"
            )
        for more, (slug, name) in enumerate(tags.items(), start=number + 1):
            yield (
                f"<wp:tag>{_bare('wp:term_id', more)}{_tag('wp:tag_slug', slug)}"
                f"{_tag('wp:tag_name', name)}</wp:tag>"
            )

    # Stories.

    def _item(self, number: int, page: PageData, at: datetime) -> list[str]:
        root, files = wire.body(page)
        story, title, slug = page.story, title_of(page), posted.address_of(page.story.slug)
        writers, published = _writers(page), page.published
        login = self._names.login(writers[0], page) if writers else ""
        for image in (one for one in root.walk() if one.tag == "img"):
            if any(image.get("src").endswith(name) for name in files):
                self._attach(page, image.get("src"), login, alt=image.get("alt"))
        thumbnail = self._lead(page, login)
        changed = page.modified.at if page.modified else at
        meta = [
            ("newsroom_guid", wire.guid(page)),
            ("newsroom_slug", story.slug if story.slug != slug else ""),
            ("newsroom_kicker", page.kicker),
            ("newsroom_byline", wire.credit_line(page)),
            ("newsroom_bylines", _named(page)),
            ("newsroom_credits", posted.credit_of(page)),
            ("newsroom_dateline", page.dateline),
            ("newsroom_short_headline", page.short_headline),
            ("newsroom_language", page.language),
            ("newsroom_published", published.iso if published and published.at != at else ""),
            ("newsroom_modified", page.modified.iso if page.modified else ""),
            ("newsroom_corrections", _corrected(page)),
            ("_thumbnail_id", str(thumbnail.number) if thumbnail else ""),
        ]
        terms = [("post_tag", nice(tag), tag) for tag in page.tags]
        if page.section:
            terms.insert(0, ("category", nice(story.section or page.section), page.section))
        return [
            "<item>",
            _tag("title", posted.plain(title)),
            _bare("link", page.canonical),
            _bare("pubDate", format_datetime(at.astimezone(UTC))),
            _tag("dc:creator", login),
            f'<guid isPermaLink="false">{escape(wire.guid(page))}</guid>',
            _tag("description", ""),
            _tag("content:encoded", posted.posted(posted.stand(root, page))),
            _tag("excerpt:encoded", posted.plain(page.dek)),
            _bare("wp:post_id", number),
            *_dates(at, changed),
            _tag("wp:comment_status", "closed"),
            _tag("wp:ping_status", "closed"),
            _tag("wp:post_name", slug),
            _tag("wp:status", _status(page)),
            *_rest("post"),
            *(
                f'<category domain="{domain}" nicename="{escape(slug, value=True)}">'
                f"{cdata(name)}</category>"
                for domain, slug, name in terms
            ),
            *(_meta(key, value) for key, value in meta if value),
            "</item>",
        ]

    def _lead(self, page: PageData, login: str) -> _Attachment | None:
        picture, file = page.picture, prose.lead(page.picture)
        if picture is None or file is None:
            return None
        caption = picture.caption
        if picture.credit:
            credit = f"{page.words['photo_credit']} {picture.credit}"
            caption = f"{caption} {credit}".strip()
        return self._attach(
            page,
            wire.address(page, file.name),
            login,
            alt=picture.alt,
            caption=posted.caption(caption, page),
            credit=picture.credit,
        )

    def _attach(
        self,
        page: PageData,
        address: str,
        login: str,
        *,
        alt: str = "",
        caption: str = "",
        credit: str = "",
    ) -> _Attachment | None:
        if not address.startswith(("http://", "https://")):
            return None
        if address not in self._attachments:
            title = alt or title_of(page)
            at = self._names.free(title, begun(page))
            self._attachments[address] = _Attachment(
                self._next, address, title, at, login, alt, caption, credit
            )
            self._next += 1
        return self._attachments[address]

    def _picture(self, one: _Attachment) -> Iterator[str]:
        yield "<item>"
        yield _tag("title", posted.plain(one.title))
        yield _bare("link", one.address)
        yield _bare("pubDate", format_datetime(one.at.astimezone(UTC)))
        yield _tag("dc:creator", one.login)
        yield f'<guid isPermaLink="false">{escape(one.address)}</guid>'
        yield _tag("description", "")
        yield _tag("content:encoded", "")
        yield _tag("excerpt:encoded", one.caption)
        yield _bare("wp:post_id", one.number)
        yield from _dates(one.at, one.at)
        yield _tag("wp:comment_status", "closed")
        yield _tag("wp:ping_status", "closed")
        yield _tag("wp:post_name", one.address.rpartition("/")[2].partition(".")[0])
        yield _tag("wp:status", "inherit")
        yield from _rest("attachment")
        yield _bare("wp:attachment_url", one.address)
        if one.alt:
            yield _meta("_wp_attachment_image_alt", one.alt)
        if one.credit:
            yield _meta("newsroom_credit", one.credit)
        yield "</item>"


def _tag(name: str, value: str) -> str:
    return f"<{name}>{cdata(value)}</{name}>" if value else f"<{name}></{name}>"


def _bare(name: str, value: str | int) -> str:
    """Numbers and addresses without CDATA: the importer's simplest parser reads only these so."""
    return f"<{name}>{escape(str(value))}</{name}>"


def _meta(key: str, value: str) -> str:
    return f"<wp:postmeta>{_tag('wp:meta_key', key)}{_tag('wp:meta_value', value)}</wp:postmeta>"


def _rest(kind: str) -> Iterator[str]:
    yield _bare("wp:post_parent", 0)
    yield _bare("wp:menu_order", 0)
    yield _tag("wp:post_type", kind)
    yield _tag("wp:post_password", "")
    yield _bare("wp:is_sticky", 0)


def _dates(at: datetime, changed: datetime) -> Iterator[str]:
    """By the newsroom's own clock, and in UTC."""
    for name, moment in (("date", at), ("modified", changed)):
        yield _tag(f"wp:post_{name}", f"{moment:%Y-%m-%d %H:%M:%S}")
        yield _tag(f"wp:post_{name}_gmt", f"{moment.astimezone(UTC):%Y-%m-%d %H:%M:%S}")


def _status(page: PageData) -> str:
    if page.story.pubstate in PUBLIC:
        return "publish"
    return "pending" if page.story.pubstate is PubState.SCHEDULED else "draft"


def _writers(page: PageData) -> tuple[Author, ...]:
    """Those who wrote it; WordPress has one author, the whole byline stands in the meta."""
    return tuple(a for c in page.credits if c.role == "story" for a in c.authors if a.name)


def _named(page: PageData) -> str:
    """All names of the credit lines with their roles, for whoever takes the story in again.

    A story without a name says that, too: WordPress has an author for everything.
    """
    said = [
        {"name": author.name, "role": str(credit.role)}
        for credit in page.credits
        for author in credit.authors
        if author.name
    ]
    return json.dumps(said, ensure_ascii=False)


def _corrected(page: PageData) -> str:
    """What was set right, for whoever takes the story in again, and as what it stands in the text:
    there the notices are words like others. "" where readers were told of nothing.

    Themes may show such fields: what readers are not told (a refile) stays with the newsroom.
    """
    if not page.notices:
        return ""
    told = {
        "notices": [f"{notice.head} {notice.text}" for notice in page.notices],
        "made": [
            {
                "kind": str(made.kind),
                "at": made.at.astimezone(UTC).isoformat(),
                "wrong": made.wrong,
                "right": made.right,
                "where": made.where,
            }
            for made in page.corrections
            if made.info.place is not Place.NONE
        ],
    }
    return json.dumps(told, ensure_ascii=False)
