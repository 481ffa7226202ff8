"""An entry of a feed as a story on its way in: from the wire desk, or out of a feed's file."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from newsroom.i18n import N_, _
from newsroom.intake.arrival import Arrival, ArrivedByline, ArrivedPicture, Setting, file_key
from newsroom.intake.decode import read_bytes
from newsroom.intake.dropped import told
from newsroom.news.origin import Original
from newsroom.news.wire import Item

if TYPE_CHECKING:
    from newsroom.intake.picture import Checked

SOURCE = "feed"
"""The kind of source, in origins and on the command line."""

MOST_DEK = 300  # characters: a summary that is longer is a text of its own
MOST_TAGS = 8  # categories of a feed; blogs have fifty
_URI = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_WHOLE = re.compile(r"https?://[^\s<>]+")


def story_key(item: Item, link: str) -> str:
    """What a story of this entry is known by, in every feed and file that has it.

    A guid that is no address of its own ("17") is one of its site, which ``link`` names.
    """
    if _URI.match(item.key):
        return item.key
    host = urlsplit(item.link or link).hostname or ""
    return f"{host}:{item.key}"


def arrival(
    item: Item,
    *,
    key: str,
    name: str,
    rights: str = "",
    section: str = "",
    language: str = "",
    pictures: Mapping[str, Checked] | None = None,
    problems: tuple[str, ...] = (),
) -> Arrival:
    """The story of an entry, its text walked to our blocks, with what was dropped told.

    ``name`` is the feed's, ``rights``, ``section`` and ``language`` what was set for it; the
    entry's own rights come first. ``pictures`` are those of its pictures that came, by address;
    others in the text stand where they are, on the web.
    """
    from newsroom.intake.html import read_html

    came = pictures or {}
    walked = read_html(item.html, base=item.base or item.link)
    inside = {address: _held(came[address]) for address in walked.pictures if address in came}
    walked = walked.with_pictures(inside)
    notes = [sentence for sentence in (told(walked.dropped), *walked.trackers) if sentence]
    fields: dict[str, object] = {"headline": item.title, "body": walked.markdown}
    if dek := _dek(item, walked.markdown):
        fields["dek"] = dek
    if section:
        fields["section"] = section
    if spoken := language or item.language:
        fields["language"] = spoken
    if item.categories:
        fields["tags"] = item.categories[:MOST_TAGS]
    source = item.source or name
    line = item.rights or rights
    fields["ed_note"] = _ed_note(source, line, item.link)
    lead = next((one for one in item.pictures if one.address in came), None)
    extra = {"source": source, "source_url": item.link, "rights": line}
    return Arrival(
        source=item.title or key,
        fields=fields,
        bylines=tuple(ArrivedByline(author) for author in item.authors) or None,
        picture=None
        if lead is None
        else ArrivedPicture(
            file=came[lead.address],
            caption=lead.caption,
            credit=lead.credit,
            rights=lead.rights or line,
        ),
        media=tuple(came[address] for address in inside),
        extra={word: value for word, value in extra.items() if value},
        notes=tuple(notes),
        problems=problems,
        key=key,
        facts={
            "feed": name,
            "address": item.link,
            "rights": line,
            "source": source,
            "title": item.title,
            "digest": item.digest,
            "summary": item.summary,
            "base": item.base or item.link,
        },
        original=Original(item.html, "text/html"),
    )


def pictures_of(item: Item) -> tuple[str, ...]:
    """The addresses of the pictures that belong to an entry: its lead, then those in its text."""
    from newsroom.intake.html import read_html

    lead = [one.address for one in item.pictures[:1]]
    inside = read_html(item.html, base=item.base or item.link).pictures
    return tuple(dict.fromkeys([*lead, *(one for one in inside if _WHOLE.fullmatch(one))]))


_ENDS = {"image/jpeg": ".jpg", "image/png": ".png", "image/gif": ".gif", "image/webp": ".webp"}


def _held(picture: Checked) -> str:
    """How a text names a picture of the media folder (``text.pictures``)."""
    return f"media/{picture.sha256}{_ENDS.get(picture.mime, '')}"


def _dek(item: Item, body: str) -> str:
    """The summary, where it is one and not the text's own beginning."""
    words = item.summary
    if not words or len(words) > MOST_DEK or words.endswith("…"):
        return ""
    start = re.sub(r"[\W_]+", "", body[: 4 * MOST_DEK]).casefold()
    return "" if start.startswith(re.sub(r"[\W_]+", "", words).casefold()) else words


def _ed_note(source: str, rights: str, link: str) -> str:
    """What whoever edits it has to know."""
    lines = [_("From {source}.").format(source=source) if source else ""]
    lines += [_("Rights: {rights}").format(rights=rights) if rights else "", link]
    return "\n".join(filter(None, lines))


def _file_key(path: Path, item: Item, link: str) -> str:
    """As on the wire; where nothing says of which site the feed is, its file has to do."""
    key = story_key(item, link)
    return file_key(path, item.key) if key.startswith(":") else key


class FeedFile:
    """A feed that somebody kept as a file."""

    id = SOURCE
    title = N_("Feed (RSS, Atom, JSON Feed)")
    suffixes = (".rss", ".atom", ".rdf", ".xml", ".json")

    def knows(self, path: Path, head: bytes) -> bool:
        """Whether it begins as a feed does; WordPress's own export is RSS of another kind."""
        if path.name.lower().endswith((".rss", ".atom", ".rdf")):
            return True
        start = head.replace(b"\0", b"")
        if b"wordpress.org/export/" in start:
            return False
        if path.name.lower().endswith(".json"):
            return b"jsonfeed.org/version/1" in start
        return re.search(rb"<(?:rss|rdf:RDF|feed)[\s>]", start) is not None

    def read(self, path: Path, setting: Setting) -> Iterator[Arrival]:
        """Its entries as stories. Raises BadInput with a sentence for what is no feed."""
        from newsroom.intake.feeds import MOST_BYTES, read_feed

        data = read_bytes(path, most=MOST_BYTES)
        made = read_feed(data, charset=setting.encoding or "")
        return iter(
            [
                arrival(
                    item,
                    key=_file_key(path, item, made.link),
                    name=made.title,
                    rights=made.rights,
                    language=made.language,
                )
                for item in made.items
            ]
        )
