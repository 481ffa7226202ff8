"""Typed text that no save has taken in: written down as people type, shown at the next start."""

from __future__ import annotations

from dataclasses import dataclass

from newsroom.news.article import Article
from newsroom.news.revision import Draft


@dataclass(frozen=True, slots=True)
class Recovered:
    """A draft of a window that is gone, and the story as it stands now (None if never saved)."""

    draft: Draft
    current: Article | None
