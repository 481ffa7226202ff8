"""The stages and moves of each desk, kept among the newsroom's settings."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from newsroom.desk.seat import Seat
from newsroom.i18n import _
from newsroom.news.changes import Changes
from newsroom.news.errors import BadInput
from newsroom.news.rights import Right
from newsroom.news.workflow import STAGES, Move, Stage, StageInfo, Workflow

SCOPE = "workflow"
MOST_LABEL = 40  # characters of a stage's name; it stands in a chip
_NEEDED = (Stage.DRAFT, Stage.READY, Stage.SPIKED)  # new stories, publishing and the spike use them


class Workflows:
    """Reads and keeps them."""

    def __init__(self, seat: Seat) -> None:
        self._seat = seat

    def of(self, desk: str) -> Workflow:
        """The desk's own, else the newsroom's, else the one that we came with."""
        kept = self._kept(desk) if desk else None
        return kept or self._kept("") or Workflow()

    def all(self) -> tuple[Workflow, ...]:
        """The newsroom's own, then those of the desks that have one, in the desks' order."""
        desks = [term.key for term in self._seat.store.lists.terms("desks")]
        own = [flow for desk in desks if (flow := self._kept(desk)) is not None]
        return (self.of(""), *own)

    def put(self, workflow: Workflow) -> Changes:
        """Keep one. Raises BadInput where stories could not live with it, Refused."""
        self._seat.hold(Right.MANAGE_RULES)
        stages = [info.stage for info in workflow.stages]
        if len(set(stages)) < len(stages):
            raise BadInput(_("A stage stands twice in this desk's list."))
        for needed in _NEEDED:
            if needed not in stages:
                raise BadInput(
                    _("Every desk needs the stage “{name}”.").format(
                        name=_(Workflow().label(needed))
                    )
                )
        for info in workflow.stages:
            if not info.label.strip() or len(info.label) > MOST_LABEL:
                raise BadInput(
                    _("A stage's name has between 1 and {most} characters.").format(most=MOST_LABEL)
                )
        for move in workflow.moves or ():
            if move.before not in stages or move.after not in stages:
                raise BadInput(_("A move leads from or to a stage that this desk does not have."))
        if workflow.moves is not None and not any(m.after is Stage.READY for m in workflow.moves):
            raise BadInput(_("No move leads to Ready, so nothing could ever be published."))
        with self._seat.store.transaction():
            self._seat.store.settings.put(SCOPE, workflow.desk, _plain(workflow))
        return Changes(lists=True)

    def remove(self, desk: str) -> Changes:
        """Forget the desk's own. Raises Refused."""
        self._seat.hold(Right.MANAGE_RULES)
        with self._seat.store.transaction():
            self._seat.store.settings.put(SCOPE, desk, None)
        return Changes(lists=True)

    def _kept(self, desk: str) -> Workflow | None:
        data = self._seat.store.settings.get(SCOPE, desk)
        return _read(desk, data) if isinstance(data, Mapping) else None


def _plain(workflow: Workflow) -> dict[str, object]:
    return {
        "stages": [[str(info.stage), info.label, info.hint] for info in workflow.stages],
        "moves": None
        if workflow.moves is None
        else [[str(m.before), str(m.after), str(m.right)] for m in workflow.moves],
    }


def _read(desk: str, data: Mapping[str, Any]) -> Workflow:
    """A workflow again; stages that a newer newsroom knows are left out."""
    known = {info.stage for info in STAGES}
    moves = data.get("moves")
    return Workflow(
        desk=desk,
        stages=tuple(
            StageInfo(Stage(stage), label, hint)
            for stage, label, hint in data.get("stages", ())
            if stage in known
        ),
        moves=None
        if moves is None
        else tuple(
            Move(Stage(before), Stage(after), Right(right))
            for before, after, right in moves
            if before in known and after in known and right in set(Right)
        ),
    )
