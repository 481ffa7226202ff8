"""The news list of a day: what is planned for it, one line a story."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A story on the list: slug, one line, length, art, due, who.

    ``at`` is when it is meant to run; ``words`` what is written, ``ordered`` what was ordered.
    """

    article: int
    slug: str
    line: str
    desk: str
    stage: str
    pubstate: str
    words: int
    ordered: int | None
    art: bool
    due_at: datetime | None
    at: datetime | None
    who: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NewsList:
    """The list of one day of the newsroom's own calendar, earliest first."""

    day: date
    lines: tuple[Line, ...]

    @property
    def words(self) -> int:
        """All its words: what is written, or where nothing is, what was ordered."""
        return sum(line.words or line.ordered or 0 for line in self.lines)
