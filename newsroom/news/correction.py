"""What happens to a story after readers have seen it: set right, taken back, brought up to date.

The kinds are the agencies' own (the terms page): AP and Reuters call a mistake by its name.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType

from newsroom.i18n import N_
from newsroom.values import dataclass


class CorrectionKind(StrEnum):
    """Why a published story is changed."""

    CORRECTION = "correction"  # a factual error set right
    CLARIFICATION = "clarification"  # right, but it could be misread
    UPDATE = "update"  # something new has happened
    REFILE = "refile"  # a slip that changes no meaning


class Place(StrEnum):
    """Where readers meet the notice; nowhere for a slip."""

    TOP = "top"
    BOTTOM = "bottom"
    NONE = ""


@dataclass(frozen=True, slots=True)
class KindInfo:
    """A kind's name and the sentence that explains it, where its notice stands, whether the story
    counts as corrected."""

    kind: CorrectionKind
    label: str
    hint: str
    place: Place
    corrects: bool


KINDS: tuple[KindInfo, ...] = (
    # Who was told something wrong reads it before all else; what only makes plainer waits below.
    KindInfo(
        CorrectionKind.CORRECTION,
        N_("Correction"),
        N_("A fact was wrong. The notice stands above the story and on the corrections page."),
        Place.TOP,
        True,
    ),
    KindInfo(
        CorrectionKind.CLARIFICATION,
        N_("Clarification"),
        N_("It was right, but could be misread. The notice stands below the story."),
        Place.BOTTOM,
        True,
    ),
    KindInfo(
        CorrectionKind.UPDATE,
        N_("Update"),
        N_("Something new has happened. The notice stands above the story."),
        Place.TOP,
        False,
    ),
    KindInfo(
        CorrectionKind.REFILE,
        N_("Refile"),
        N_("A slip that changes no meaning. Readers see no notice; the record does."),
        Place.NONE,
        False,
    ),
)

BY_KIND: Mapping[CorrectionKind, KindInfo] = MappingProxyType({info.kind: info for info in KINDS})

MOST_WORDS = 2_000  # characters of what was wrong, and of what is right: a notice, not an essay
MOST_WHERE = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """One change of a published story, on record.

    ``wrong`` is what stood there, ``right`` what is so, ``where`` the place in words
    ("third paragraph"). ``version`` is the story's that first had it right.
    """

    id: int = 0
    article: int
    at: datetime
    who: int | None
    kind: CorrectionKind
    wrong: str = ""
    right: str = ""
    where: str = ""
    version: int = 0
    undone: bool = False

    @property
    def info(self) -> KindInfo:
        """What its kind means."""
        return BY_KIND[self.kind]


class WithdrawalKind(StrEnum):
    """How a story is taken from the readers."""

    KILL = "kill"  # totally wrong or legally unsafe: all must remove it, and it needs two people
    TAKEDOWN = "takedown"  # removed at our own site


class PageLeft(StrEnum):
    """What readers meet at the address of a story that was taken back."""

    NOTICE = "notice"  # a page that says that it was withdrawn
    GONE = "gone"  # nothing; the server is told to answer 410 Gone


class WithdrawalState(StrEnum):
    """How far it is."""

    ASKED = "asked"  # waits for a second person
    DONE = "done"
    DECLINED = "declined"  # the second person said no, or who asked thought better of it
    ENDED = "ended"  # the story was published again


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawal:
    """A story taken back, or asked to be. ``reason`` stays in the house, ``notice`` is public."""

    id: int = 0
    article: int
    kind: WithdrawalKind
    state: WithdrawalState
    asked_at: datetime
    asked_by: int | None
    reason: str
    notice: str = ""
    page: PageLeft = PageLeft.NOTICE
    settled_at: datetime | None = None
    settled_by: int | None = None
    words: str = ""  # what the second person said, or why it was published again
