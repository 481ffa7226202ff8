"""Stories put together in an order: a package, and the digest that goes out by mail."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

EXCERPT_WORDS = 30
"""Words of an excerpt where nobody says how long: two lines of a mail."""

LEAST_WORDS, MOST_EXCERPT = 0, 200
"""How short and long an excerpt may be; none at 0."""

MOST_STORIES = 100
MOST_NAME = 200
MOST_INTRO = 4_000


@dataclass(frozen=True, slots=True)
class Piece:
    """A story in its place, and how many words of it are shown."""

    article: int
    words: int = EXCERPT_WORDS


@dataclass(frozen=True, slots=True, kw_only=True)
class Package:
    """A list of stories in an order. ``id`` and ``version`` are 0 until it is kept."""

    id: int = 0
    version: int = 0
    name: str = ""
    intro: str = ""
    pieces: tuple[Piece, ...] = ()
    updated_at: datetime | None = None
    updated_by: int | None = None
