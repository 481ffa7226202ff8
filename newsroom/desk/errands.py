"""What is done for the wire away from the desk, on any thread: feeds read, pictures fetched."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from newsroom.i18n import _
from newsroom.news.errors import NewsroomError
from newsroom.news.wire import Bulletin, Entry, Feed

if TYPE_CHECKING:
    from newsroom.intake.fetching import Fetcher, Got
    from newsroom.intake.picture import Checked

MOST_PICTURES = 12  # of one entry, that are brought along
MOST_PICTURE = 32 * 1024 * 1024  # bytes
ACCEPT = (
    "application/rss+xml, application/atom+xml, application/feed+json, application/xml;q=0.9, "
    "text/xml;q=0.9, application/json;q=0.8, */*;q=0.5"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Errand:
    """A feed to be read now, and how."""

    feed: Feed
    private: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Came:
    """What came of reading a feed: a bulletin, nothing new (both None), or an error."""

    errand: Errand
    got: Got | None = None
    bulletin: Bulletin | None = None
    error: NewsroomError | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """What a feed had: how many new entries, how many that say something else; or why not.

    ``told`` is a sentence on what else became of it: a feed that moved to where another one is
    read already is that one from now on, and ``feed`` is that one.
    """

    feed: Feed
    new: int = 0
    changed: int = 0
    problem: str = ""
    told: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """An entry that is to become a story."""

    entry: Entry
    feed: Feed
    private: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Brought:
    """The entry with its pictures, as far as they came, by address."""

    order: Order
    pictures: Mapping[str, Checked] = field(default_factory=dict)
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """The story of an entry. ``made`` says that it was made now, ``proposed`` how many changes of
    an updated entry were proposed on it; neither where it was here already."""

    article: int
    slug: str
    headline: str
    made: bool = False
    proposed: int = 0
    notes: tuple[str, ...] = ()


def ask(errand: Errand, fetcher: Fetcher | None = None) -> Came:
    """Read a feed. Needs no desk; what went wrong stands in what comes back."""
    from newsroom.intake.feeds import read_feed
    from newsroom.intake.fetching import Fetcher

    feed = errand.feed
    try:
        got = (fetcher or Fetcher(private=errand.private)).get(
            feed.address, etag=feed.etag, modified=feed.modified, accept=ACCEPT
        )
        if got.body is None:
            return Came(errand=errand, got=got)
        bulletin = read_feed(got.body, address=got.address, charset=got.charset)
    except NewsroomError as error:
        return Came(errand=errand, error=error)
    return Came(errand=errand, got=got, bulletin=bulletin)


def bring(order: Order, fetcher: Fetcher | None = None) -> Brought:
    """Fetch the pictures of an entry. Needs no desk; one that does not come is told, no more."""
    from newsroom.intake.feedarrival import pictures_of
    from newsroom.intake.fetching import Bounds, Fetcher
    from newsroom.intake.picture import check

    if order.entry.article is not None:
        return Brought(order=order)
    asking = fetcher or Fetcher(private=order.private, bounds=Bounds(most=MOST_PICTURE))
    found: dict[str, Checked] = {}
    problems: list[str] = []
    wanted = pictures_of(order.entry.item)
    for address in wanted[:MOST_PICTURES]:
        try:
            got = asking.get(address, accept="image/*")
            name = urlsplit(got.address).path.rpartition("/")[2]
            found[address] = check(got.body or b"", name or "picture")
        except NewsroomError as error:
            problems.append(_("A picture did not come along: {reason}").format(reason=error))
    return Brought(order=order, pictures=found, problems=tuple(problems))
