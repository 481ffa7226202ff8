"""Where a story stands: its stage in the house and its publication state, which never mix.

The stages and the states are those of the terms page. Each desk may use some of the stages, under
names of its own, with its own moves between them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from newsroom.i18n import N_


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
