"""Stories that readers had where they come from: whether they have them here too, since when.

Who takes them in without the right to publish gets them unpublished, told once for all of them.
"""

from __future__ import annotations

from datetime import datetime

from newsroom.desk.refusing import refused
from newsroom.desk.seat import Seat
from newsroom.i18n import _, ngettext
from newsroom.news.article import Article
from newsroom.news.rights import Right
from newsroom.news.workflow import PUBLIC, PubState, Stage, stage_label


class Former:
    """Settles the publication dates of one import."""

    def __init__(self, seat: Seat) -> None:
        self._seat = seat
        self._publishes = seat.may(Right.PUBLISH)
        # As the server holds it: who may not approve can't begin a story at the end.
        self._stage = Stage.READY if seat.may(Right.APPROVE) else Stage.DESK
        self._waiting = 0

    def settle(
        self,
        kept: dict[str, object],
        published: object,
        stands: Article | None,
        notes: list[str],
    ) -> bool:
        """Write into ``kept`` what a date of publication means here; True if it waits for somebody.

        A story that was published in the past is published; where that is not for me to do it
        keeps the date as the planned one. One of the future is planned.
        """
        if not isinstance(published, datetime):
            return False
        if published > self._seat.clock():
            kept.setdefault("planned_at", published)
            notes.append(
                _("published_at of {slug} lies ahead; it was kept as the planned date.").format(
                    slug=kept["slug"]
                )
            )
            return False
        if stands is not None and stands.pubstate in PUBLIC:
            was = stands.published_at
            same = was is not None and was.replace(microsecond=0) == published  # as files tell it
            kept["published_at"] = was if same else published
            return False
        if not self._publishes:
            kept.setdefault("planned_at", published)
            if stands is None and kept.get("stage", Stage.READY) == Stage.READY:
                kept["stage"] = self._stage
            return True
        kept["published_at"] = published
        kept["pubstate"] = PubState.PUBLISHED
        if stands is None or stands.planned_at == published:  # it waited for somebody
            kept.setdefault("stage", Stage.READY)
        return False

    def count(self) -> None:
        """One more story comes in that waits for somebody who may publish."""
        self._waiting += 1

    def sentences(self) -> tuple[str, ...]:
        """What is to be said of all that came in unpublished, and whom to ask; often nothing."""
        if not self._waiting:
            return ()
        said = ngettext(
            "{n} story was published there. {why} It comes in unpublished, in the stage “{stage}”, "
            "and keeps that date as the planned one. Taken in once more by somebody who may "
            "publish, it is published with it.",
            "{n} stories were published there. {why} They come in unpublished, in the stage "
            "“{stage}”, and keep those dates as the planned ones. Taken in once more by somebody "
            "who may publish, they are published with them.",
            self._waiting,
        )
        why = refused(self._seat.store, Right.PUBLISH)
        stage = _(stage_label(self._stage))
        return (said.format(n=f"{self._waiting:,}", why=why, stage=stage),)
