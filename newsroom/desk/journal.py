"""Typed text that no save has taken in: written down as people type, shown at the next start."""

from __future__ import annotations

import os
import threading
import uuid
from dataclasses import dataclass

from newsroom.desk.seat import Seat
from newsroom.news.article import Article
from newsroom.news.errors import NotFound
from newsroom.news.revision import Draft
from newsroom.store import journal as store_journal


@dataclass(frozen=True, slots=True)
class Recovered:
    """A draft of a window that is gone, and the story as it stands now (None if never saved)."""

    draft: Draft
    current: Article | None
