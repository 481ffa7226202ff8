"""A story's past: one entry for every save that a person made."""

from __future__ import annotations

from datetime import datetime

from newsroom.values import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """One saved state; ``kind`` is the act ("create", "save", "send", "publish", "restore")."""

    article: int
    number: int
    author: int | None
    created_at: datetime
    kind: str
    note: str
    size: int  # bytes of the whole state


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadMark:
    """The version of a story that somebody read last, and when."""

    version: int
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """Typed text that no save has taken in yet, as the journal keeps it.

    ``article`` is 0 for a story that was never saved; ``key`` names the draft then. ``fields``
    holds only the fields that differ from the story as it was read at ``base_version``.
    ``proposal`` is what was typed as suggestions and is in no set of the store yet, None for
    nothing (``ui.review.proposal`` makes and reads it).
    ``saving`` says that the person has saved it and the save waits for a server that was away.
    """

    key: str
    article: int
    base_version: int
    fields: dict[str, object]
    written_at: datetime
    words: int = 0
    proposal: dict[str, object] | None = None
    saving: bool = False
