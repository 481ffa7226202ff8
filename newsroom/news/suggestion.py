"""Suggested changes: one person's proposed version of a story, beside the base of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from enum import StrEnum

from newsroom.news.article import Article
from newsroom.values import dataclass

PICTURE_WORDS = ("caption", "credit", "alt")
"""Words of the lead picture, as fields of their own in a suggestion."""

SUGGESTED: tuple[str, ...] = (
    "kicker", "headline", "short_headline", "dek", "dateline", *PICTURE_WORDS, "body",
)  # fmt: skip
"""The texts of a story that can be suggested, in the order of the page."""


def texts_of(story: Article, names: Iterable[str] = SUGGESTED) -> dict[str, str]:
    """These texts of a story; the words of a picture that it does not have are empty."""
    found: dict[str, str] = {}
    for name in names:
        owner: object = story.picture if name in PICTURE_WORDS else story
        found[name] = str(getattr(owner, name)) if owner is not None else ""
    return found


def fields_of(story: Article, texts: Mapping[str, str]) -> dict[str, object]:
    """The fields of the story that these texts make, for a save; those that differ alone.

    Words of a picture that the story does not have are left out.
    """
    stands = texts_of(story, texts)
    news = {name: text for name, text in texts.items() if text != stands[name]}
    fields: dict[str, object] = {n: t for n, t in news.items() if n not in PICTURE_WORDS}
    words = {name: text for name, text in news.items() if name in PICTURE_WORDS}
    if words and story.picture is not None:
        fields["picture"] = replace(story.picture, **words)  # type: ignore[arg-type]
    return fields


class SetState(StrEnum):
    """What became of a set of suggestions."""

    OPEN = "open"
    SETTLED = "settled"
    WITHDRAWN = "withdrawn"


Words = tuple[str, str, str]
"""A change by what it says: its field, its words before and after."""


@dataclass(frozen=True, slots=True)
class Group:
    """Changes of a set that were made together; ``name`` is the key of the rule that made them."""

    name: str
    changes: tuple[Words, ...]


def joined(groups: Iterable[Group]) -> tuple[Group, ...]:
    """Groups of one name as one, each change in it once."""
    found: dict[str, dict[Words, None]] = {}
    for group in groups:
        found.setdefault(group.name, {}).update(dict.fromkeys(group.changes))
    return tuple(Group(name, tuple(changes)) for name, changes in found.items())


@dataclass(frozen=True, slots=True, kw_only=True)
class SuggestionSet:
    """One person's proposal for a story.

    ``base`` and ``proposal`` hold the same fields (``SUGGESTED``): as they stood in the story's
    revision ``base_version``, and as they are proposed. What was accepted is in both, what was
    rejected in neither. ``changes`` is how many are not settled; ``version`` goes up with every
    change of the set itself. ``groups`` tell which changes were made together.
    """

    id: int = 0
    version: int = 1
    article: int
    author: int | None
    base_version: int
    base: Mapping[str, str]
    proposal: Mapping[str, str]
    changes: int
    state: SetState = SetState.OPEN
    note: str = ""
    created_at: datetime
    updated_at: datetime
    groups: tuple[Group, ...] = ()
    slug: str = ""
    headline: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """Says of one change that it is accepted or rejected; ``change`` describes it in plain data.

    The log keeps it as it is: kind, field, words before and after, the group that it was part of.
    """

    accepted: bool
    change: Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """A verdict of the log: who gave it when, on whose suggestion. ``undone`` was taken back."""

    id: int
    suggestion: int
    article: int
    author: int | None
    at: datetime
    who: int | None
    accepted: bool
    change: Mapping[str, object]
    undone: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Clash:
    """A place that the story's writer and the proposal both changed.

    Characters ``start`` to ``end`` of the carried proposal are what stands there: the proposal's
    words, or the writer's where the proposal cut them.
    """

    field: str
    base: str
    proposed: str
    standing: str
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Carried:
    """A set on top of the story as it stands now; at a clash the proposal's words stand."""

    set: SuggestionSet
    clashes: tuple[Clash, ...] = ()
