"""One entry of a feed within its bounds, and the words and addresses in it, whatever its kind."""

from __future__ import annotations

import hashlib
import re
from html import unescape
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from newsroom.news.wire import Item, ItemPicture

if TYPE_CHECKING:
    from datetime import datetime

MOST_ITEMS = 1_000  # of one feed; the first ones, which are the newest in every feed seen
MOST_TITLE = 1_000  # characters, as a headline
MOST_TEXT = 2_000_000  # characters of one entry: a book
MOST_SUMMARY = 600
MOST_KEY = 500
MOST_LISTED = 40  # authors, categories, pictures of one entry

_TAG = re.compile(r"<(?:/?[A-Za-z!?])[^>]*>")
_SILENT = re.compile(r"<(script|style|template)\b.*?(?:</\1\s*>|\Z)", re.IGNORECASE | re.DOTALL)
_IN_WORDS = re.compile(
    r"</?(?:a|abbr|b|bdi|bdo|cite|code|em|font|i|mark|q|s|small|span|strong|sub|sup|u|wbr)"
    r"(?:\s[^>]*)?>",
    re.IGNORECASE,
)
_UNSTORABLE = re.compile("[\0\ud800-\udfff]")  # which no store and no page can hold
_IMAGE = re.compile(r"\.(?:jpe?g|png|gif|webp)$", re.IGNORECASE)


def entry(
    *,
    key: str,
    title: str,
    link: str,
    authors: list[str],
    published: datetime | None,
    updated: datetime | None,
    summary: str,
    html: str,
    base: str,
    categories: list[str],
    pictures: list[ItemPicture],
    rights: str,
    source: str,
    language: str,
) -> Item:
    """The entry within its bounds: its text, or its summary for one; a key where none is given."""
    html = _UNSTORABLE.sub("", html or summary)[:MOST_TEXT]
    title, key = _UNSTORABLE.sub("", title), _UNSTORABLE.sub("", key)
    words = plain(summary or html)
    named = (key.strip() or link).strip()
    if not named:
        told = "\0".join((title, html, "" if published is None else published.isoformat()))
        named = f"sha256:{hashlib.sha256(told.encode('utf-8', 'replace')).hexdigest()}"
    elif len(named) > MOST_KEY:
        named = f"sha256:{hashlib.sha256(named.encode('utf-8', 'replace')).hexdigest()}"
    seen: dict[str, ItemPicture] = {}
    for picture in pictures:
        seen.setdefault(picture.address, picture)
    return Item(
        key=named,
        title=(title or _cut(words, 80))[:MOST_TITLE],
        link=link,
        authors=_several(authors),
        published=published,
        updated=updated,
        summary=_cut(words, MOST_SUMMARY),
        html=html,
        base=base,
        categories=_several(categories),
        pictures=tuple(seen.values())[:MOST_LISTED],
        rights=_cut(rights, MOST_SUMMARY),
        source=_cut(source, 200),
        language=language_of(language),
    )


def _several(words: list[str]) -> tuple[str, ...]:
    told = dict.fromkeys(filter(None, (_cut(plain(one), 200) for one in words)))
    return tuple(told)[:MOST_LISTED]


def _cut(words: str, most: int) -> str:
    return words if len(words) <= most else f"{words[: most - 1].rsplit(' ', 1)[0]}…"


def plain(html: str) -> str:
    """Words without markup, one blank between them. "a < b" stays as it is."""
    html = _IN_WORDS.sub("", _SILENT.sub(" ", html))
    return " ".join(_UNSTORABLE.sub("", unescape(_TAG.sub(" ", html))).split())


def language_of(said: str) -> str:
    """The language as we name it ("en", "pt-br" is "pt"), "" for none."""
    found = re.match(r"[A-Za-z]{2,3}(?=$|[-_])", said.strip())
    return found[0].lower() if found else ""


def joined(base: str, address: str) -> str:
    """The address as seen from ``base``; ``base`` for what is no address."""
    try:
        return urljoin(base, address.strip()) if address.strip() else base
    except ValueError:
        return base


def whole(address: str, base: str) -> str:
    """The address made whole; "" for what no browser opens as a page."""
    if not address.strip():
        return ""
    try:
        made = urljoin(base, address.strip())
        parts = urlsplit(made)
    except ValueError:
        return ""
    good = parts.scheme in ("http", "https") and parts.netloc
    return made if good and not re.search(r"[\s\0-\x1f]", made) else ""


def is_image(address: str) -> bool:
    """Whether it ends as pictures do."""
    return _IMAGE.search(urlsplit(address).path) is not None
