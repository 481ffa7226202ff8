"""Find and replace over many stories: what is looked for, and each place where it was found."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from newsroom.news.suggestion import SUGGESTED


class Inside(StrEnum):
    """What a place stands in; outside of plain text a change deserves a second look."""

    TEXT = "text"
    ADDRESS = "address"
    CODE = "code"
    NOTE_OUT = "note_out"


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """What to look for and what to put in its place, in which texts (``SUGGESTED``).

    With ``pattern`` it is a regular expression and the replacement may take up its groups; without
    ``case`` capitals do not matter; ``word`` asks for whole words.
    """

    find: str
    replacement: str
    fields: tuple[str, ...] = SUGGESTED
    pattern: bool = False
    case: bool = True
    word: bool = False


class Place(NamedTuple):
    """Names a hit: the story, the field, and the characters in it."""

    article: int
    field: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundPlace:
    """A hit: the words found, what they become, and the words around them."""

    place: Place
    found: str
    replacement: str
    before: str
    after: str
    inside: Inside = Inside.TEXT


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundStory:
    """A story with hits. ``refused`` says why it can't be changed now, "" where it can."""

    article: int
    slug: str
    headline: str
    version: int
    hits: tuple[FoundPlace, ...]
    refused: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What a search found, story by story. ``more`` says that it was stopped by its limits."""

    search: Search
    stories: tuple[FoundStory, ...]
    searched: int
    more: bool = False

    @property
    def hits(self) -> int:
        """How many places were found."""
        return sum(len(story.hits) for story in self.stories)


@dataclass(frozen=True, slots=True, kw_only=True)
class Replaced:
    """What was replaced: stories, places, and the stories that were left with the reason why."""

    stories: int
    places: int
    refused: tuple[tuple[int, str], ...] = ()
