"""Where a story came from, as values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import datetime
from typing import Any

from newsroom.values import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """One taking in of a story.

    ``source`` is the kind of source ("wordpress"), ``key`` what it calls the story, ``version`` the
    story's when it had been taken, ``marks`` is
    a hash of each field as it was taken. ``facts`` are plain data that
    the source said beside the story: ``address``, ``rights``, ``file``, ``feed``.
    """

    id: int
    article: int
    source: str
    key: str
    at: datetime
    who: int | None
    version: int
    marks: Mapping[str, str]
    facts: Mapping[str, Any] = field(default_factory=dict)
    undone: bool = False


@dataclass(frozen=True, slots=True)
class Original:
    """A story as its source had it: text, and what kind ("text/html")."""

    text: str
    kind: str = "text/plain"
