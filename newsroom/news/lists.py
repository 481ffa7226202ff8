"""The lists that people edit as data: sections, desks, tags, kickers, templates, filters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field

from newsroom.news.article import Filter
from newsroom.values import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """An entry of a list: ``key`` is what stories keep, ``name`` what people read."""

    key: str
    name: str
    position: int = 0


HOUSE_WORDS = "words"
"""The house dictionary; a term's key is the word itself."""

HOUSE_NAMES = "names"
"""Names that no rule of style touches; a term's key is the name itself."""

LIST_NAMES = ("sections", "desks", "tags", "kickers", HOUSE_WORDS, HOUSE_NAMES)
"""The lists that hold plain terms."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """A story to start from: a name and the fields that it fills."""

    name: str
    fields: Mapping[str, object] = field(default_factory=dict)
    position: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedFilter:
    """A filter that somebody named; it stays live in the sidebar."""

    name: str
    filter: Filter
    position: int = 0
