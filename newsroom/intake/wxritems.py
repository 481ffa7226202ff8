"""A WordPress export file as items: gone through as a stream, and surveyed for what posts point to.

What WordPress writes was read in its ``wp-admin/includes/export.php``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path

from newsroom.i18n import _
from newsroom.intake.arrival import Setting
from newsroom.intake.wxrattached import Attachment, Attachments
from newsroom.intake.xmltree import Stream
from newsroom.news.errors import BadInput

_PLAIN = frozenset({
    "title", "link", "pubDate", "dc:creator", "guid", "content:encoded", "excerpt:encoded",
    "wp:post_id", "wp:post_date", "wp:post_date_gmt", "wp:post_modified_gmt", "wp:post_name",
    "wp:status", "wp:post_type", "wp:post_parent", "wp:post_password", "wp:attachment_url",
})  # fmt: skip
_OF_ATTACHMENTS = frozenset(
    {"title", "excerpt:encoded", "wp:post_id", "wp:post_type", "wp:attachment_url"}
)
_OF_AUTHORS = frozenset({
    "wp:author_login", "wp:author_email", "wp:author_display_name", "wp:author_first_name",
    "wp:author_last_name",
})  # fmt: skip
_OF_TERMS = frozenset({"wp:term_id", "wp:cat_name", "wp:category_nicename"})
_OF_CHANNEL = frozenset({"wp:wxr_version", "wp:base_blog_url", "wp:base_site_url", "language"})
_META = frozenset({
    "newsroom_guid", "newsroom_slug", "newsroom_kicker", "newsroom_byline", "newsroom_bylines",
    "newsroom_credits", "newsroom_published",
    "newsroom_dateline", "newsroom_short_headline", "newsroom_language", "newsroom_modified",
    "newsroom_corrections",
    "newsroom_credit", "kicker", "_kicker",
    "_thumbnail_id", "_wp_attachment_image_alt", "_yoast_wpseo_primary_category", "subtitle",
})  # fmt: skip
_MARKUP = re.compile(r"<[^<>]*>")


@dataclass(slots=True)
class Item:
    """An item of the file while it is read."""

    said: dict[str, str] = field(default_factory=dict)
    terms: list[tuple[str, str, str]] = field(default_factory=list)  # domain, nicename, name
    meta: dict[str, str] = field(default_factory=dict)
    comments: int = 0


@dataclass(frozen=True, slots=True)
class Writer:
    """An author of the site. ``login`` is what posts name them by."""

    name: str
    email: str
    login: str


@dataclass(slots=True)
class Site:
    """What the posts point to."""

    address: str = ""
    language: str = ""
    version: str = ""
    posts: int = 0
    writers: dict[str, Writer] = field(default_factory=dict)
    sections: dict[str, str] = field(default_factory=dict)  # by term id
    attachments: Attachments = field(default_factory=Attachments)


class _Reader:
    """Gathers items, and hands each over when it ends. ``survey`` reads no content."""

    def __init__(self, path: Path, *, survey: bool) -> None:
        self.stream = Stream(path, self)
        self.site = Site()
        self.ready: list[Item] = []
        self.root = ""
        self._survey = survey
        self._wanted = _OF_ATTACHMENTS if survey else _PLAIN
        self._item: Item | None = None
        self._holder: dict[str, str] | None = None  # an author or a term of the channel
        self._term: tuple[str, str] = ("", "")
        self._key = ""
        self._talk = 0  # how deep inside a comment
        self._heard = ""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        if not self.root:
            self.root = name
        if self._talk:
            self._talk += 1
            return
        item = self._item
        if item is None:
            if name == "item":
                self._item = Item()
            elif name in ("wp:author", "wp:category"):
                self._holder = {}
            elif name in _OF_CHANNEL or (
                self._holder is not None and (name in _OF_AUTHORS or name in _OF_TERMS)
            ):
                self._listen(name)
        elif name in self._wanted or name in ("wp:meta_key", "wp:meta_value"):
            if name != "wp:meta_value" or self._key in _META:
                self._listen(name)
        elif name == "category" and not self._survey:
            self._term = (attributes.get("domain", "category"), attributes.get("nicename", ""))
            self._listen(name)
        elif name == "wp:comment":
            item.comments += 1
            self._talk = 1

    def _listen(self, name: str) -> None:
        self._heard = name
        self.stream.listen()

    def end(self, name: str) -> None:
        """An element ends."""
        if self._talk:
            self._talk -= 1
            return
        if name == self._heard:
            self._take(name, self.stream.heard())
            self._heard = ""
        elif name == "item" and self._item is not None:
            self.ready.append(self._item)
            self._item = None
        elif name == "wp:author" and self._holder is not None:
            self._author(self._holder)
            self._holder = None
        elif name == "wp:category" and self._holder is not None:
            number = self._holder.get("wp:term_id", "")
            self.site.sections[number] = self._holder.get("wp:cat_name", "")
            self._holder = None

    def _take(self, name: str, words: str) -> None:
        item = self._item
        if item is not None:
            if name == "category":
                item.terms.append((*self._term, words.strip()))
            elif name == "wp:meta_key":
                self._key = words.strip()
            elif name == "wp:meta_value":
                item.meta[self._key] = words.strip()
            else:
                item.said[name] = words
        elif self._holder is not None:
            self._holder[name] = words.strip()
        elif name == "language":
            self.site.language = words.strip()
        elif name == "wp:wxr_version":
            self.site.version = words.strip()
        elif words.strip():
            self.site.address = words.strip().rstrip("/")

    def _author(self, said: dict[str, str]) -> None:
        login = said.get("wp:author_login", "")
        both = f"{said.get('wp:author_first_name', '')} {said.get('wp:author_last_name', '')}"
        name = said.get("wp:author_display_name", "") or both.strip() or login
        if login:
            self.site.writers[login] = Writer(name, said.get("wp:author_email", ""), login)


def survey(path: Path, setting: Setting) -> Site:
    """What the posts point to; the whole file is looked through for it."""
    reader = _Reader(path, survey=True)
    site = reader.site
    for _bytes in reader.stream.run():
        setting.pulse()
        for item in reader.ready:
            said = item.said
            if said.get("wp:post_type", "post").strip() == "attachment":
                number = said.get("wp:post_id", "").strip()
                if number.isascii() and number.isdigit():
                    made = Attachment(
                        said.get("wp:attachment_url", "").strip(),
                        line_of(said.get("title", "")),
                        line_of(said.get("excerpt:encoded", "")),
                        line_of(item.meta.get("_wp_attachment_image_alt", "")),
                        line_of(item.meta.get("newsroom_credit", "")),
                    )
                    site.attachments.put(int(number), made)
            else:
                site.posts += 1
        reader.ready.clear()
    if reader.root != "rss" or not (site.version or site.address or site.posts):
        raise BadInput(
            _("{name} is XML, but no export of WordPress (Tools, Export).").format(name=path.name)
        )
    if not site.posts:
        raise BadInput(_("{name} holds no posts.").format(name=path.name))
    return site


def items_of(path: Path) -> Iterator[Item]:
    """Every item with its content, as it comes. Raises BadInput where the file breaks off."""
    reader = _Reader(path, survey=False)
    for _bytes in reader.stream.run():
        items, reader.ready = reader.ready, []
        yield from items


def line_of(words: str) -> str:
    """Words without markup, on one line."""
    if "<" in words:
        words = _MARKUP.sub("", words)
    return " ".join((unescape(words) if "&" in words else words).split())


def plain_of(words: str) -> str:
    """Words without markup; their paragraphs stay."""
    parts = re.split(r"\n\s*\n|</p>", words)
    return "\n\n".join(filter(None, (line_of(part) for part in parts)))
