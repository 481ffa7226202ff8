"""A story as the site needs it, as raw as the store gives it, so that thousands cost little."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import datetime
from typing import NamedTuple

from newsroom.values import dataclass


class Out(NamedTuple):
    """A story that readers see, or saw before it was withdrawn, without its text.

    Times are microseconds since the epoch in UTC. ``digest`` is the SHA-256 of the body,
    ``picture`` the lead picture as JSON text, "" without one; ``bylines`` are (name, staff or
    None, role).
    """

    id: int
    version: int
    slug: str
    kicker: str
    headline: str
    section: str
    pubstate: str
    language: str
    published_at: int
    updated_at: int
    embargo_until: int | None
    pinned: int
    excerpt: str
    digest: bytes
    dek: str
    dateline: str
    short_headline: str
    direction: str
    picture: str
    bylines: tuple[tuple[str, int | None, str], ...] = ()
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    """One publishing of the site on record: when, by whom, to where, and what it came to.

    ``root`` is the digest over every file of the site; ``files`` are the SHA-256 digests of those
    that were written, and "" for those that were deleted, by path. They are read when asked for.
    """

    uid: str
    at: datetime
    who: int | None
    target: str
    written: int
    deleted: int
    total: int
    root: str
    files: Mapping[str, str] = field(default_factory=dict)
