"""Where a story stands: its stage in the house and its publication state, which never mix.

The stages and the states are those of the terms page. Each desk may use some of the stages, under
names of its own, with its own moves between them.
"""

from __future__ import annotations

from datetime import UTC, datetime
from enum import StrEnum

from newsroom.i18n import N_
from newsroom.news.rights import Right
from newsroom.values import dataclass


class Stage(StrEnum):
    """A step of the work inside the house."""

    PITCH = "pitch"
    ASSIGNED = "assigned"
    DRAFT = "draft"
    DESK = "desk"
    COPY = "copy"
    REVISE = "revise"
    READY = "ready"
    HOLD = "hold"
    SPIKED = "spiked"


class PubState(StrEnum):
    """What readers can see of a story."""

    NONE = "none"
    SCHEDULED = "scheduled"
    PUBLISHED = "published"
    CORRECTED = "corrected"
    WITHDRAWN = "withdrawn"
    UNPUBLISHED = "unpublished"


class Need(StrEnum):
    """Whether a story needs a look by somebody, and whether it had it."""

    NA = "na"
    REQUIRED = "required"
    COMPLETE = "complete"


NEED_CHOICES = (
    (str(Need.NA), N_("Not needed")),
    (str(Need.REQUIRED), N_("Required")),
    (str(Need.COMPLETE), N_("Complete")),
)

INDEFINITE = datetime(9999, 12, 31, tzinfo=UTC)
"""An embargo until further notice: a moment that never comes, so that whatever looks at an embargo
is held by it."""

PUBLIC = frozenset({PubState.PUBLISHED, PubState.CORRECTED})
"""The states in which a story stands on the site."""


@dataclass(frozen=True, slots=True)
class StageInfo:
    """A stage's name on screen and the one sentence that explains it."""

    stage: Stage
    label: str
    hint: str


STAGES: tuple[StageInfo, ...] = (
    StageInfo(Stage.PITCH, N_("Pitch"), N_("An idea that nobody has said yes to yet")),
    StageInfo(Stage.ASSIGNED, N_("Assigned"), N_("Somebody is to write it")),
    StageInfo(Stage.DRAFT, N_("Draft"), N_("Being written")),
    StageInfo(Stage.DESK, N_("Desk"), N_("With the desk that ordered it")),
    StageInfo(Stage.COPY, N_("Copy"), N_("With the copy desk")),
    StageInfo(Stage.REVISE, N_("Revise"), N_("A last read before it goes")),
    StageInfo(Stage.READY, N_("Ready"), N_("Cleared to publish")),
    StageInfo(Stage.HOLD, N_("Hold"), N_("Not to be used for now")),
    StageInfo(Stage.SPIKED, N_("Spiked"), N_("Dropped; can be restored")),
)

PUBSTATE_LABELS: dict[PubState, str] = {
    PubState.NONE: N_("Not published"),
    PubState.SCHEDULED: N_("Scheduled"),
    PubState.PUBLISHED: N_("Published"),
    PubState.CORRECTED: N_("Corrected"),
    PubState.WITHDRAWN: N_("Withdrawn"),
    PubState.UNPUBLISHED: N_("Unpublished"),
}


def stage_label(stage: str) -> str:
    """The stage's name (untranslated msgid); an unknown stage shows as it is kept."""
    return next((info.label for info in STAGES if info.stage == stage), stage)


@dataclass(frozen=True, slots=True)
class Move:
    """A way from one stage to another, and the right that it takes."""

    before: Stage
    after: Stage
    right: Right = Right.SEND


@dataclass(frozen=True, slots=True, kw_only=True)
class Workflow:
    """The stages of a desk, in their order and under its names, and the moves between them.

    ``desk`` "" is the newsroom's own, which desks without one of theirs follow. ``moves`` None lets
    a story go from any stage to any other. The spike takes every story and gives it back.
    """

    desk: str = ""
    stages: tuple[StageInfo, ...] = STAGES
    moves: tuple[Move, ...] | None = None

    def right(self, before: Stage, after: Stage) -> Right | None:
        """The right that this move takes, None where there is no such way."""
        if Stage.SPIKED in (before, after):
            return Right.SEND
        if not self.has(after):
            return None
        if self.moves is None or not self.has(before):
            return Right.APPROVE if after is Stage.READY else Right.SEND
        found = [move.right for move in self.moves if (move.before, move.after) == (before, after)]
        return found[0] if found else None

    def has(self, stage: Stage) -> bool:
        """Whether the desk uses the stage."""
        return any(info.stage == stage for info in self.stages)

    def label(self, stage: Stage) -> str:
        """The stage's name here (a msgid, or the desk's own words)."""
        return next((info.label for info in self.stages if info.stage == stage), stage_label(stage))

    def ways(self, before: Stage) -> tuple[StageInfo, ...]:
        """The stages that a story may go to from there, but for the spike."""
        return tuple(
            info
            for info in self.stages
            if info.stage not in (before, Stage.SPIKED) and self.right(before, info.stage)
        )


class MoveKind(StrEnum):
    """What happened to a story on its way."""

    SEND = "send"
    BACK = "back"
    ASSIGN = "assign"
    SPIKE = "spike"
    RESTORE = "restore"


@dataclass(frozen=True, slots=True, kw_only=True)
class Movement:
    """One step of a story's way through the house.

    ``person`` is whom it was handed to, ``due_at`` the deadline that came with it. ``undone`` is
    one that was taken back.
    """

    id: int = 0
    article: int
    at: datetime
    who: int | None
    kind: MoveKind
    before: str
    after: str
    person: int | None = None
    due_at: datetime | None = None
    note: str = ""
    undone: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column of the board: stories, their words, and how many are late.

    Open work stands under its stage. What waits for its time and what went out since the day
    began stand apart, under their ``pubstate``.
    """

    stage: Stage
    label: str
    stories: int = 0
    words: int = 0
    late: int = 0
    pubstate: PubState = PubState.NONE

    @property
    def key(self) -> str:
        """The column's name: a stage's, or "scheduled" or "published"."""
        return str(self.stage if self.pubstate is PubState.NONE else self.pubstate)
