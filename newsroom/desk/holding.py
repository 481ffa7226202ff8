"""What not everybody may change: embargoes that hold, checks that are required, settled words."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from newsroom.desk.seat import Seat
from newsroom.i18n import _
from newsroom.news.article import Article, Row
from newsroom.news.errors import Refused
from newsroom.news.rights import Right
from newsroom.news.workflow import PUBLIC, Need, Stage
from newsroom.store.tables import micros

if TYPE_CHECKING:
    from newsroom.store.texts import StoryTexts


def hold_fields(seat: Seat, row: Row, fields: Mapping[str, object]) -> bool:
    """Refuse what I may not set. Tells whether an embargo that holds would be broken.

    Whoever may edit puts a story under embargo or asks for a check; who may publish lifts an
    embargo before its time, who may approve clears what was required.
    """
    for name in ("legal", "pictures"):
        if name in fields and getattr(row, name) == Need.REQUIRED != fields[name]:
            seat.hold(Right.APPROVE)
    if row.not_for_publication and not fields.get("not_for_publication", True):
        seat.hold(Right.APPROVE)
    if "embargo_until" not in fields or row.embargo_until is None:
        return False
    until = fields["embargo_until"]
    now = micros(seat.clock()) or 0
    ends = micros(until) if isinstance(until, datetime) else None
    if row.embargo_until <= now or (ends is not None and ends >= row.embargo_until):
        return False
    seat.hold(Right.PUBLISH)
    return True


def hold_words(seat: Seat, story: Article | Row | StoryTexts) -> None:
    """Refuse to change what readers see of a story that is out, or was passed to go out, to who
    may neither correct nor approve."""
    if story.pubstate in PUBLIC:
        seat.hold(Right.CORRECT)
    elif story.stage == Stage.READY and not seat.may(Right.APPROVE):
        raise Refused(
            _(
                "“{slug}” is ready to go out, so its words stay as they were approved. "
                "Send it back first, or ask who may approve stories."
            ).format(slug=story.slug)
        )
