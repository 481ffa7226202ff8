"""The Recent Posts box: six teasers with an age. The same values serve the window and the page."""

from __future__ import annotations

from datetime import datetime

from newsroom.values import dataclass

RECENT_COUNT = 6
"""How many teasers the box holds, as on the model page."""

EXCERPT_WORDS = 15
"""Words of an excerpt before its ellipsis, as on the model page."""

EXCERPT_LENGTH = 140
"""Most characters of an excerpt, however long its words are or where there are no blanks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Teaser:
    """One entry of the box. ``age`` is words for a reader; ``published_at`` is exact, in UTC."""

    article: int
    slug: str
    headline: str
    excerpt: str
    published_at: datetime
    age: str
    language: str = "en"
    picture: str = ""  # sha256 of the lead picture, if any
    picture_alt: str = ""
    focus: tuple[int, int] = (500, 500)  # the picture's point, in thousandths of width and height
    pinned: bool = False
