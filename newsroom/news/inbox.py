"""What somebody should know of: the entries of their inbox, as values."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from newsroom.values import dataclass


class NoticeKind(StrEnum):
    """Why it concerns them."""

    MENTION = "mention"  # named by @name; ``subject`` is the thread
    REPLY = "reply"  # somebody answered in their thread
    RESOLVED = "resolved"  # their thread was settled
    SENT = "sent"  # a story was handed to them; ``subject`` is the movement
    SETTLED = "settled"  # their suggestions were settled; ``subject`` is the set
    WITHDRAWAL = "withdrawal"  # a kill was asked for, agreed to or declined
    SCHEDULE = "schedule"  # a story that they scheduled could not go out, or went out late
    ASKED = "asked"  # somebody would like to have a story that they are editing
    RULE = "rule"  # somebody says that a rule of theirs is wrong in that story
    TAKEN_OVER = "taken_over"  # a story that they were editing; ``subject`` is the revision
    HANDED_IN = "handed_in"  # typed into a story that is theirs now; ``subject`` is the revision


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """One entry. ``who`` did it, ``words`` is what they said with it; ``slug`` names the story."""

    id: int = 0
    person: int
    at: datetime
    kind: NoticeKind
    article: int
    subject: int = 0
    who: int | None = None
    words: str = ""
    read_at: datetime | None = None
    slug: str = ""
    headline: str = ""
