"""The wire desk: the feeds that the newsroom reads, what came in, and stories made of it.

``take`` gives the next feed that is due, ``ask`` (which needs no desk and may run on any thread)
reads it, ``record`` writes down what came. In the same way ``order``, ``bring`` and ``fetch`` make
a story of an entry. Nothing comes to a desk by itself.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from newsroom.desk.errands import Brought, Came, Errand, Fetched, Order, Read, ask
from newsroom.desk.fields import checked
from newsroom.desk.seat import Seat
from newsroom.i18n import _
from newsroom.news.article import ARTICLE_FIELDS
from newsroom.news.changes import Changes, Done
from newsroom.news.errors import BadInput, NewsroomError, NotFound
from newsroom.news.rights import Right
from newsroom.news.wire import (
    LEAST_DAYS,
    LEAST_MINUTES,
    MOST_DAYS,
    MOST_MINUTES,
    Entry,
    Feed,
    Wanted,
    WireRules,
)

if TYPE_CHECKING:
    from datetime import datetime

    from newsroom.desk.intake import Intake
    from newsroom.intake.fetching import Got

_SCOPE, _KEY = "wire", "rules"
GONE_AFTER = timedelta(minutes=5)
"""How long nothing was heard of a window that reads a feed before another takes it over."""
LONGEST = timedelta(days=1)  # between two askings of a feed that fails
GONE = timedelta(days=7)  # until a feed is asked again that is said to be gone for good
MOST_FEEDS = 500
MOST_WORDS = 400  # of a name, a rights line


class Wire:
    """The wire of the newsroom."""

    def __init__(self, seat: Seat, intake: Callable[[], Intake]) -> None:
        self._seat = seat
        self._intake = intake
        self.holder = os.urandom(16).hex()

    # What is read, and how.

    def feeds(self) -> tuple[Feed, ...]:
        """The newsroom's feeds, by name."""
        return self._seat.store.wire.feeds()

    def feed(self, name: str) -> Feed:
        """The feed of that name or address. Raises NotFound with a sentence saying which exist."""
        every = self.feeds()
        for feed in every:
            if name in (feed.name, feed.address, str(feed.id)):
                return feed
        names = ", ".join(feed.name for feed in every)
        raise NotFound(
            _("There is no feed “{name}”; there are: {names}.").format(name=name[:60], names=names)
            if names
            else _("No feed has been set up yet.")
        )

    def put_feed(self, feed: Feed) -> Done[Feed]:
        """Keep a feed; ``id`` 0 is a new one. Raises BadInput with a sentence, Refused."""
        self._seat.hold(Right.MANAGE_RULES)
        made = replace(feed, name=feed.name.strip(), address=self._address(feed.address))
        others = [other for other in self.feeds() if other.id != feed.id]
        if not made.name:
            raise BadInput(_("A feed needs a name."))
        if any(other.name.casefold() == made.name.casefold() for other in others):
            raise BadInput(_("Another feed is called “{name}”.").format(name=made.name))
        if any(other.address == made.address for other in others):
            raise BadInput(_("This feed is read already."))
        if len(others) >= MOST_FEEDS:
            raise BadInput(_("{n} feeds are the most that are read.").format(n=MOST_FEEDS))
        if max(len(made.name), len(made.rights)) > MOST_WORDS:
            raise BadInput(_("Names and rights of feeds have at most 400 characters."))
        if not LEAST_MINUTES <= made.minutes <= MOST_MINUTES:
            raise BadInput(
                _("A feed is read every {least} minutes at most, and once a week at least.").format(
                    least=LEAST_MINUTES
                )
            )
        if made.language:
            checked({"language": made.language}, ARTICLE_FIELDS)
        with self._seat.store.transaction():
            kept = self._seat.store.wire.put(made, who=self._seat.author)
        return Done(kept, Changes(wire=True))

    def _address(self, address: str) -> str:
        from newsroom.intake.webaddress import Unfetched, whole_address

        said = address.strip()
        if said.startswith("feed:"):  # as browsers hand them on
            said = said.removeprefix("feed:").removeprefix("//")
        if "://" not in said:
            said = f"https://{said}"
        try:
            return whole_address(said)
        except Unfetched as error:
            raise BadInput(str(error)) from None

    def remove_feed(self, number: int) -> Changes:
        """Read a feed no more; stories that were made of it stay. Raises Refused."""
        self._seat.hold(Right.MANAGE_RULES)
        with self._seat.store.transaction():
            self._seat.store.wire.remove(number, who=self._seat.author)
        return Changes(wire=True)

    def rules(self) -> WireRules:
        """How long entries are kept, and which hosts inside the house may be asked."""
        kept = self._seat.store.settings.get(_SCOPE, _KEY)
        if not isinstance(kept, Mapping):
            return WireRules()
        days, private = kept.get("days"), kept.get("private")
        return WireRules(
            days=days if isinstance(days, int) else WireRules().days,
            private=tuple(map(str, private)) if isinstance(private, list) else (),
        )

    def set_rules(self, rules: WireRules) -> Changes:
        """Set them. Raises BadInput, Refused."""
        self._seat.hold(Right.MANAGE_RULES)
        if not LEAST_DAYS <= rules.days <= MOST_DAYS:
            raise BadInput(_("Entries are kept from one day to ten years."))
        hosts = tuple(dict.fromkeys(filter(None, (one.strip().lower() for one in rules.private))))
        for host in hosts:
            if urlsplit(f"//{host}").netloc != host or any(sign in host for sign in "/@ ?#"):
                raise BadInput(
                    _("“{host}” is no host; write it as host or host:port.").format(host=host[:60])
                )
        with self._seat.store.transaction():
            self._seat.store.settings.put(
                _SCOPE, _KEY, {"days": rules.days, "private": list(hosts)}
            )
        return Changes(wire=True)

    # Looking.

    def list(self, wanted: Wanted | None = None) -> tuple[Entry, ...]:
        """The entries, newest first, without their text."""
        return self._seat.store.wire.list(wanted or Wanted(), self._seat.author)

    def entry(self, number: int) -> Entry:
        """One entry with its text. Raises NotFound."""
        found = self._seat.store.wire.get(number, self._seat.author)
        if found is None:
            raise NotFound(_("This entry is not kept any more."))
        return found

    def unread(self) -> Mapping[int, int]:
        """How many entries I have not read, by feed."""
        return self._seat.store.wire.unread(self._seat.author)

    def mark(self, numbers: Iterable[int], *, read: bool = True) -> Changes:
        """I have read these entries, or want to read them again."""
        with self._seat.store.transaction():
            self._seat.store.wire.mark(numbers, self._seat.author, read=read)
        return Changes(wire=True)

    def put_aside(self, numbers: Iterable[int], *, on: bool = True) -> Changes:
        """Nobody here has to look at these any more; or bring them back. Raises Refused."""
        self._seat.hold(Right.EDIT)
        with self._seat.store.transaction():
            self._seat.store.wire.put_aside(numbers, who=self._seat.author, on=on)
        return Changes(wire=True)

    # Reading the feeds.

    def take(self, only: int | None = None) -> Errand | None:
        """The next feed that is due, mine from now on; with ``only`` that one, due or not."""
        self._seat.hold(Right.EDIT)
        now = self._seat.clock()
        found = self._seat.store.wire.take(self.holder, now, now - GONE_AFTER, only=only)
        return None if found is None else Errand(feed=found, private=self._private())

    def record(self, came: Came) -> Done[Read]:
        """Write down what came of a feed, and drop what has been kept long enough."""
        store, now = self._seat.store, self._seat.clock()
        with store.transaction():
            read = self._failed(came, now) if came.got is None else self._came(came, came.got, now)
            store.wire.prune(now - timedelta(days=self.rules().days))
        return Done(read, Changes(wire=True))  # when it is asked next is news too

    def _failed(self, came: Came, now: datetime) -> Read:
        feed, error = came.errand.feed, came.error
        assert error is not None
        made = replace(
            feed,
            polled_at=now,
            failures=feed.failures + 1,
            problem=str(error),
            next_at=self._later(feed, error),
        )
        self._seat.store.wire.settle(made, holder=self.holder)
        return Read(feed=made, problem=made.problem)

    def _came(self, came: Came, got: Got, now: datetime) -> Read:
        feed = came.errand.feed
        others = [one for one in self.feeds() if one.id != feed.id and one.address == got.moved]
        if others:
            return self._moved_onto(others[0], came, now)
        moved = got.moved if self._seat.may(Right.MANAGE_RULES) else ""
        made = replace(
            feed,
            polled_at=now,
            address=moved or feed.address,
            etag=got.etag or (feed.etag if got.body is None else ""),
            modified=got.modified or (feed.modified if got.body is None else ""),
            failures=0,
            problem="",
            # As the newsroom set it: a server's Cache-Control is about copies, and would have a
            # feed of every five minutes asked twice an hour.
            next_at=now + timedelta(minutes=feed.minutes),
        )
        new, changed = self._entries(came, feed, now)
        self._seat.store.wire.settle(made, holder=self.holder)
        return Read(feed=made, new=new, changed=changed)

    def _moved_onto(self, other: Feed, came: Came, now: datetime) -> Read:
        """Where the server sends it for good another feed is read: the two are one from now on."""
        feed, wire = came.errand.feed, self._seat.store.wire
        if not self._seat.may(Right.MANAGE_RULES):
            problem = _(
                "This feed has moved to the address of “{name}”, which is read already; whoever "
                "manages the newsroom's lists can remove one of the two."
            ).format(name=other.name)
            at = now + timedelta(minutes=feed.minutes)
            made = replace(feed, polled_at=now, next_at=at, failures=0, problem=problem)
            wire.settle(made, holder=self.holder)
            return Read(feed=made, problem=problem)
        kept = replace(
            other,
            rights=other.rights or feed.rights,
            section=other.section or feed.section,
            language=other.language or feed.language,
            live=True,
        )
        if kept != other:
            kept = wire.put(kept, who=self._seat.author)
        wire.join(feed.id, kept.id, who=self._seat.author)
        new, changed = self._entries(came, kept, now)
        told = _(
            "“{feed}” has moved to the address of “{name}”; the two are one feed now, “{name}”."
        ).format(feed=feed.name, name=kept.name)
        return Read(feed=kept, new=new, changed=changed, told=told)

    def _entries(self, came: Came, feed: Feed, now: datetime) -> tuple[int, int]:
        """Keep what came as entries of that feed; how many are new, and how many changed."""
        from newsroom.intake.feedarrival import story_key

        if came.bulletin is None:
            return 0, 0
        link = came.bulletin.link or feed.address
        items = [(story_key(item, link), item) for item in came.bulletin.items]
        return self._seat.store.wire.record(feed.id, items, now)

    def _later(self, feed: Feed, error: NewsroomError) -> datetime:
        """Twice as long with each failure, a day at most; what the server says is kept to."""
        from newsroom.export.outbound.faults import wait
        from newsroom.intake.webaddress import Unfetched

        now = self._seat.clock()
        if isinstance(error, Unfetched) and error.gone:
            return now + GONE
        doubled: int = 2 ** min(feed.failures, 10)
        span = min(
            timedelta(minutes=feed.minutes) * doubled, max(LONGEST, timedelta(minutes=feed.minutes))
        )
        after = error.after if isinstance(error, Unfetched) else ""
        return max(now + span, wait(1, now, after))

    def poll(self, *, only: int | None = None, told: Callable[[Read], None] | None = None) -> int:
        """Read every feed that is due, one after the other; how many new entries came."""
        new = 0
        while (errand := self.take(only)) is not None:
            read = self.record(ask(errand)).value
            new += read.new
            if told is not None:
                told(read)
            if only is not None:
                break
        return new

    def _private(self) -> frozenset[str]:
        return frozenset(self.rules().private)

    # Stories.

    def order(self, number: int) -> Order:
        """An entry that is to become a story. Raises NotFound, Refused."""
        self._seat.hold(Right.EDIT)
        entry = self.entry(number)
        feed = self._seat.store.wire.feed(entry.feed)
        assert feed is not None  # its entries go with it
        return Order(entry=entry, feed=feed, private=self._private())

    def fetch(self, brought: Brought) -> Done[Fetched]:
        """Make a story of an entry: a draft on my desk, with where it comes from and its original.

        An entry that is a story already is that story; where the entry has changed since, what is
        new is proposed on it as suggestions. Raises Refused, BadInput.
        """
        from newsroom.desk.wirestory import Stories

        stories = Stories(self._seat, self._intake())
        with self._seat.store.transaction():
            done = stories.make(brought)
            self._seat.store.wire.mark([brought.order.entry.id], self._seat.author, read=True)
        return Done(done.value, done.changes | Changes(wire=True))
