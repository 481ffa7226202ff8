"""What the site says at one moment: its stories and what stands around them, as plain values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field
from datetime import UTC, datetime, timedelta, tzinfo

from newsroom.news.correction import Correction, Withdrawal
from newsroom.news.out import Out
from newsroom.news.recent import Teaser
from newsroom.news.site import Site
from newsroom.news.staff import Person
from newsroom.values import dataclass

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """The site's content.

    ``stories`` and ``withdrawn`` come newest first; ``sections`` gives names by key in the order
    of the masthead; ``modified`` holds when readers would have noticed a change of a story, in
    microseconds; ``names`` the file name of each story's page, without suffix; ``former`` the
    names that pages had before, each with its story; ``recent`` one teaser more than the box shows.
    ``corrections`` holds those that stand, by story; ``taken`` how the withdrawn ones were, where
    that is on record; ``gone`` are stories in whose place there is no page at all.
    ``shared`` has pages take the Recent Posts box in from one shared file.
    """

    stories: Sequence[Out]
    withdrawn: Sequence[Out] = ()
    gone: Sequence[Out] = ()
    corrections: Mapping[int, Sequence[Correction]] = field(default_factory=dict)
    taken: Mapping[int, Withdrawal] = field(default_factory=dict)
    people: Mapping[int, Person] = field(default_factory=dict)
    sections: Mapping[str, str] = field(default_factory=dict)
    modified: Mapping[int, int] = field(default_factory=dict)
    names: Mapping[int, str] = field(default_factory=dict)
    former: Mapping[str, int] = field(default_factory=dict)
    recent: Sequence[Teaser] = ()
    site: Site
    zone: tzinfo
    now: datetime
    shared: bool = False


def moment_of(micros: int) -> datetime:
    """The aware moment, in UTC, of microseconds since the epoch."""
    return _EPOCH + timedelta(microseconds=micros)


def tidy(text: str) -> str:
    """One line of plain text that can't upset its surroundings."""
    if text.isprintable():
        return " ".join(text.split())
    from newsroom.export.makeup import line

    return line(text)
