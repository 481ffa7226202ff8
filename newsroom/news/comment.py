"""Talk about a story: threads on its words or on the whole of it, facts to check, @names."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType

from newsroom.i18n import N_
from newsroom.news.staff import Person
from newsroom.values import dataclass


class ThreadKind(StrEnum):
    """A comment, or a fact that somebody should check."""

    COMMENT = "comment"
    FACT = "fact"


class ThreadState(StrEnum):
    """Whether something is left to say; ``removed`` where every comment was taken away."""

    OPEN = "open"
    RESOLVED = "resolved"
    REMOVED = "removed"


class FactState(StrEnum):
    """How far the check of a fact has come."""

    UNCHECKED = "unchecked"
    ASKED = "asked"
    CONFIRMED = "confirmed"
    WRONG = "wrong"


FACT_LABELS: Mapping[FactState, str] = MappingProxyType(
    {
        FactState.UNCHECKED: N_("Not checked"),
        FactState.ASKED: N_("Source asked"),
        FactState.CONFIRMED: N_("Confirmed"),
        FactState.WRONG: N_("Wrong"),
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A line of the ledger: what is claimed, who or what says so, and how far the check is."""

    claim: str
    source: str = ""
    state: FactState = FactState.UNCHECKED


@dataclass(frozen=True, slots=True, kw_only=True)
class Comment:
    """What somebody said in a thread. ``mentions`` are the ids of those named by @name.

    One that was removed keeps its place without its words.
    """

    id: int
    thread: int
    author: int | None
    created_at: datetime
    words: str
    mentions: tuple[int, ...] = ()
    edited_at: datetime | None = None
    removed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Thread:
    """A talk. ``anchor`` is what text/anchor.py made of the words it stands on, None for the
    whole story; ``version`` is the story's that it was made on.

    An ``orphan`` has lost its words; ``quote`` says which they were.
    """

    id: int
    article: int
    kind: ThreadKind
    state: ThreadState
    author: int | None
    created_at: datetime
    touched_at: datetime
    version: int
    anchor: Mapping[str, object] | None = None
    quote: str = ""
    orphan: bool = False
    fact: Fact | None = None
    resolved_by: int | None = None
    resolved_at: datetime | None = None
    comments: tuple[Comment, ...] = ()
    slug: str = ""
    headline: str = ""

    @property
    def key(self) -> tuple[datetime, int]:
        """What ``after`` takes to go on behind this thread."""
        return self.touched_at, self.id


@dataclass(frozen=True, slots=True, kw_only=True)
class Talk:
    """Which threads a list shows; every condition that is set must hold.

    ``mine`` is somebody who began the thread or spoke in it, ``mentions`` somebody named in it.
    """

    article: int | None = None
    open: bool = True  # only what nobody has settled
    mine: int | None = None
    mentions: int | None = None
    facts: bool = False
    orphans: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchored:
    """Where a thread stands after the text around it changed."""

    anchor: Mapping[str, object] | None
    quote: str
    orphan: bool = False


@dataclass(frozen=True, slots=True)
class Mention:
    """A @name in a text: its characters, the sign included, and whom it means."""

    start: int
    end: int
    person: int


def mentions(words: str, people: Iterable[Person]) -> tuple[Mention, ...]:
    """Who is named by @name: by name, byline or initials, or by a first name that only one has.

    Case does not matter; the longest name counts. An address such as a@b.example names nobody.
    """
    names = _names(people)
    longest = max(map(len, names), default=0)
    found: list[Mention] = []
    at = words.find("@")
    while at >= 0:
        end = at + 1
        if at == 0 or not (words[at - 1].isalnum() or words[at - 1] in "._-"):
            for length in range(min(longest, len(words) - at - 1), 0, -1):
                stop = at + 1 + length
                if words[stop - 1].isspace() or (
                    stop < len(words) and _inside(words[stop - 1], words[stop])
                ):
                    continue
                person = names.get(_folded(words[at + 1 : stop]))
                if person is not None:
                    found.append(Mention(at, stop, person))
                    end = stop
                    break
        at = words.find("@", end)
    return tuple(found)


def _names(people: Iterable[Person]) -> dict[str, int]:
    names: dict[str, int] = {}
    firsts: dict[str, set[int]] = {}
    for person in people:
        for name in (person.name, person.byline, person.initials):
            if name.strip():
                names.setdefault(_folded(name), person.id)
        if first := person.name.partition(" ")[0]:
            firsts.setdefault(_folded(first), set()).add(person.id)
    for first, owners in firsts.items():
        if len(owners) == 1:
            names.setdefault(first, *owners)
    return names


def _inside(before: str, after: str) -> bool:
    """Whether a word goes on between these two signs."""
    return before.isalnum() and (after.isalnum() or unicodedata.category(after) in ("Mn", "Mc"))


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", " ".join(name.split())).casefold()
