"""What is told of a site that is planned or was published: every file, and why."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from newsroom.desk.sitereport import SiteReport, Step
from newsroom.export.site.plan import WHY, Plan, Why
from newsroom.export.site.publish import Outcome, Tried
from newsroom.i18n import _


def planned(
    to: Path, plan: Plan, tried: Tried | None, notes: Iterable[str], *, blocked: str = ""
) -> SiteReport:
    """What publishing would do. Where it was tried out, that is told to the last picture."""
    why = {write.leaf.path: _(WHY[write.why]) for write in plan.writes}
    why |= {path: _(WHY[Why.TOUCHED]) for path in plan.mend}
    new = _(WHY[Why.NEW])
    return SiteReport(
        to=str(to),
        dry_run=True,
        written=tuple(Step(path, why.get(path, new)) for path in (tried.written if tried else why)),
        deleted=tuple(
            Step(path, _(WHY[Why.NO_MORE])) for path in (tried.deleted if tried else plan.deletes)
        ),
        unchanged=tried.total - len(tried.written) if tried else len(plan.same),
        notes=(*((blocked,) if blocked else ()), *(tried.notes if tried else ()), *notes),
        pictures_told=tried is not None,
        blocked=blocked,
    )


def published(to: Path, plan: Plan, outcome: Outcome, notes: Iterable[str]) -> SiteReport:
    """What publishing came to."""
    words = {why: _(said) for why, said in WHY.items()}
    why = {write.leaf.path: words[write.why] for write in plan.writes}
    new = words[Why.NEW]
    return SiteReport(
        to=str(to),
        dry_run=False,
        written=tuple(Step(path, why.get(path, new)) for path in outcome.written),
        deleted=tuple(Step(path, words[Why.NO_MORE]) for path in outcome.deleted),
        unchanged=len(outcome.manifest.files) - len(outcome.written),
        notes=(*outcome.notes, *notes),
        uid=outcome.manifest.uid,
    )
