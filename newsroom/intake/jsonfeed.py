"""JSON Feed 1.0 and 1.1 (jsonfeed.org/version/1.1), as lenient as it asks of readers."""

from __future__ import annotations

import json
from html import escape
from typing import Any

from newsroom.i18n import _
from newsroom.intake.feeditem import MOST_ITEMS, entry, language_of, plain, whole
from newsroom.intake.newsdates import news_date
from newsroom.news.errors import BadInput
from newsroom.news.wire import Bulletin, Item, ItemPicture

_VERSION = "jsonfeed.org/version/1"


def read_json_feed(text: str, *, address: str = "") -> Bulletin:
    """The feed. Raises BadInput with a sentence for other JSON and for what is none."""
    try:
        said = json.loads(text)
    except RecursionError:
        raise BadInput(_("This feed is nested too deep to be read.")) from None
    except ValueError as error:
        line = getattr(error, "lineno", 0)
        raise BadInput(
            _("This feed is damaged: it is no JSON from line {line} on.").format(line=line)
        ) from None
    if not isinstance(said, dict) or _VERSION not in _words(said, "version"):
        raise BadInput(_("This is JSON, but no feed: its version names no JSON Feed."))
    found = said.get("items")
    items = [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []
    home = whole(_words(said, "home_page_url"), address)
    base = home or address
    return Bulletin(
        kind=f"JSON Feed {_words(said, 'version').rpartition('/')[2][:8]}",
        title=plain(_words(said, "title")),
        link=home,
        language=language_of(_words(said, "language")),
        rights=plain(_words(said, "_copyright") or _words(said, "copyright")),
        items=tuple(_item(one, said, base) for one in items[:MOST_ITEMS]),
    )


def _item(one: dict[str, Any], feed: dict[str, Any], base: str) -> Item:
    link = whole(_words(one, "url") or _words(one, "external_url"), base)
    pictures = [
        ItemPicture(address=found)
        for name in ("image", "banner_image")
        if (found := whole(_words(one, name), link or base))
    ]
    for part in _dicts(one, "attachments"):
        mime = _words(part, "mime_type").lower()
        where = whole(_words(part, "url"), link or base)
        if mime.startswith("image/") and where:
            caption = plain(_words(part, "title"))
            pictures.append(ItemPicture(address=where, mime=mime, caption=caption))
    people = _people(one) or _people(feed)
    tags = one.get("tags")
    return entry(
        key=_words(one, "id"),
        title=plain(_words(one, "title")),
        link=link,
        authors=people,
        published=news_date(_words(one, "date_published")),
        updated=news_date(_words(one, "date_modified")),
        summary=escape(_words(one, "summary"), quote=False),
        html=_words(one, "content_html") or _paragraphs(_words(one, "content_text")),
        base=link or base,
        categories=[str(tag) for tag in tags] if isinstance(tags, list) else [],
        pictures=pictures,
        rights=plain(_words(one, "_copyright")),
        source="",
        language=_words(one, "language") or _words(feed, "language"),
    )


def _people(part: dict[str, Any]) -> list[str]:
    """Version 1.1 has several authors, 1.0 one."""
    found = _dicts(part, "authors")
    if not found and isinstance(one := part.get("author"), dict):
        found = [one]
    return [name for person in found if (name := _words(person, "name"))]


def _dicts(part: dict[str, Any], name: str) -> list[dict[str, Any]]:
    found = part.get(name)
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def _words(part: dict[str, Any], name: str) -> str:
    """A value as words: 1.1 has readers take a number for an id."""
    found = part.get(name)
    if isinstance(found, bool) or not isinstance(found, str | int | float):
        return ""
    return str(found)


def _paragraphs(text: str) -> str:
    """Plain text as HTML: a blank line parts paragraphs, a line's end is kept."""
    parts = (part.strip() for part in text.replace("\r\n", "\n").split("\n\n"))
    return "".join(
        f"<p>{escape(part, quote=False).replace(chr(10), '<br>')}</p>" for part in parts if part
    )
