"""Publishing and taking back, the page as readers will see it, and pages written into a folder."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from newsroom.desk.export import ExportReport, write_pages
from newsroom.desk.pages import Pages
from newsroom.desk.recent import Recent
from newsroom.desk.seat import Seat
from newsroom.desk.steps import Part, take_step
from newsroom.i18n import _, ngettext
from newsroom.news.article import Article
from newsroom.news.changes import Changes
from newsroom.news.errors import NotFound, Refused
from newsroom.news.workflow import PUBLIC, PubState, Stage, stage_label

if TYPE_CHECKING:
    from newsroom.export import Exporter

_NOT_FROM = frozenset({Stage.SPIKED, Stage.HOLD})


class Publish:
    """What brings stories to readers."""

    def __init__(self, seat: Seat, recent: Recent) -> None:
        self._seat = seat
        self._pages = Pages(seat, recent)

    def publish(self, ids: Iterable[int]) -> Changes:
        """Give stories to the readers: all of these or none.

        The first publication's moment is kept for good. Raises Refused with a sentence for a
        story that is spiked, on hold, under embargo, withdrawn or without a headline.
        """
        now = self._seat.clock()
        stories = [s for s in self._stories(ids) if s.pubstate not in PUBLIC]
        for story in stories:
            if reason := refusal(story, now):
                raise Refused(reason)
        again = tuple(s.id for s in stories if s.published_at and s.published_at <= now)
        fresh = tuple(s.id for s in stories if s.id not in again)
        label = ngettext("Published {n} story", "Published {n} stories", len(stories))
        return take_step(
            self._seat,
            label.format(n=len(stories)),
            (
                Part(fresh, {"pubstate": PubState.PUBLISHED, "published_at": now}),
                Part(again, {"pubstate": PubState.PUBLISHED}),
            ),
            kind="publish",
        )

    def unpublish(self, ids: Iterable[int]) -> Changes:
        """Take stories back from the readers; when they were published stays on record."""
        stories = [s for s in self._stories(ids) if s.pubstate in PUBLIC]
        label = ngettext("Unpublished {n} story", "Unpublished {n} stories", len(stories))
        return take_step(
            self._seat,
            label.format(n=len(stories)),
            [Part(tuple(s.id for s in stories), {"pubstate": PubState.UNPUBLISHED})],
            kind="unpublish",
        )

    def page_html(
        self, article: Article, *, now: datetime | None = None, preview: bool = False
    ) -> str:
        """The story's page, as the export writes it; ``article`` may be one that is being typed.

        Raises BadInput where its Markdown can't be rendered within the bounds.
        """
        return self._pages.html(article, now=now or self._seat.clock(), preview=preview)

    def export(
        self,
        ids: Iterable[int] | None,
        *,
        to: Path,
        format: str = "html",
        dry_run: bool = False,
        force: bool = False,
    ) -> ExportReport:
        """Write stories into the folder ``to``, one file each; None means all that are public.

        Raises BadInput for an unknown format, and DiskFull or BadInput where the folder can't be
        written; what can't be exported by a rule stands in the report with a sentence.
        """
        stories = self._public() if ids is None else self._stories(ids)
        return write_pages(
            self._seat,
            self._pages,
            stories,
            exporter=self._exporter(format),
            to=to,
            dry_run=dry_run,
            force=force,
        )
