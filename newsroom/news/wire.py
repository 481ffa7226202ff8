"""The wire: the feeds that a newsroom reads, and what came in by them."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

LEAST_MINUTES = 5  # between two looks at a feed; publishers shut out who asks more often
MOST_MINUTES = 7 * 24 * 60
USUAL_MINUTES = 30
KEPT_DAYS = (
    14  # an entry that nobody fetched goes after so many days, unless the newsroom says else
)
LEAST_DAYS, MOST_DAYS = 1, 3650


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemPicture:
    """A picture that an entry of a feed names. ``address`` is whole (https://…)."""

    address: str
    mime: str = ""
    caption: str = ""
    credit: str = ""
    rights: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One entry as its feed has it.

    ``key`` is what the entry is known by: its guid, else its link, else a hash of its words.
    ``html`` is the text as the feed sent it (never safe to show as it is), ``summary`` plain words.
    ``base`` is the address that relative links in it start from.
    """

    key: str
    title: str = ""
    link: str = ""
    authors: tuple[str, ...] = ()
    published: datetime | None = None
    updated: datetime | None = None
    summary: str = ""
    html: str = ""
    base: str = ""
    categories: tuple[str, ...] = ()
    pictures: tuple[ItemPicture, ...] = ()
    rights: str = ""
    source: str = ""
    language: str = ""

    @property
    def digest(self) -> str:
        """What tells a changed entry: its words in their order.

        Markup and addresses are left out, as counters and advertisements in them differ with
        every asking.
        """
        words = " ".join(_MARKUP.sub(" ", f"{self.title}\n{self.summary}\n{self.html}").split())
        return hashlib.sha256(words.encode("utf-8", "replace")).hexdigest()[:32]


_MARKUP = re.compile(r"<[^>]*>")


@dataclass(frozen=True, slots=True, kw_only=True)
class Bulletin:
    """A feed as it was read: what it says of itself and its entries, in its own order."""

    kind: str  # "RSS 2.0", "Atom", "JSON Feed 1.1"
    title: str = ""
    link: str = ""
    language: str = ""
    rights: str = ""
    items: tuple[Item, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """A feed that the newsroom reads, as it was set, and how it stands.

    ``etag`` and ``modified`` are the server's own words of when it was last read. ``failures``
    counts the askings that came to nothing since; ``problem`` is a sentence, ``next_at`` when it is
    asked again.
    """

    id: int = 0
    name: str
    address: str
    minutes: int = USUAL_MINUTES
    rights: str = ""
    section: str = ""
    language: str = ""
    live: bool = True
    etag: str = ""
    modified: str = ""
    polled_at: datetime | None = None
    next_at: datetime | None = None
    failures: int = 0
    problem: str = ""


class EntryState(StrEnum):
    """What became of an entry here."""

    NEW = "new"
    ASIDE = "aside"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An entry of a feed as it came in here.

    ``arrived_at`` is when it was first seen, ``changed_at`` when its words were last seen
    otherwise. ``article`` is the story that was made of it, ``taken`` the digest that it had then.
    ``read`` is about who asks. In a list ``item`` has no html.
    """

    id: int
    feed: int
    item: Item
    story: str  # what a story of it is known by
    digest: str
    state: EntryState = EntryState.NEW
    arrived_at: datetime
    changed_at: datetime | None = None
    article: int | None = None
    taken: str = ""
    read: bool = False
    feed_name: str = ""

    @property
    def at(self) -> datetime:
        """When it was published as far as can be believed: never later than it came in."""
        said = self.item.published or self.item.updated
        return self.arrived_at if said is None else min(said, self.arrived_at)

    @property
    def has_news(self) -> bool:
        """Whether it says something else than the story that was made of it."""
        return self.article is not None and self.digest != self.taken


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which entries to list: of one feed, with these words, unread alone, those put aside."""

    feed: int | None = None
    words: str = ""
    unread: bool = False
    aside: bool = False
    limit: int = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class WireRules:
    """How the newsroom keeps its wire.

    ``private`` are hosts (host or host:port) inside the house that feeds may come from; all other
    private addresses are refused.
    """

    days: int = KEPT_DAYS
    private: tuple[str, ...] = field(default=())
