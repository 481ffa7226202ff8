"""The news list (budget) of a day: what is planned, scheduled or due on it."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

from newsroom.desk.seat import Seat
from newsroom.desk.shapes import moment_of
from newsroom.desk.site import own_zone, read_site
from newsroom.news.newslist import Line, NewsList
from newsroom.news.workflow import PubState, Stage

if TYPE_CHECKING:
    from newsroom.news.article import Row

_GONE = frozenset({PubState.WITHDRAWN, PubState.UNPUBLISHED})


class NewsLists:
    """Makes news lists."""

    def __init__(self, seat: Seat) -> None:
        self._seat = seat

    def today(self) -> date:
        """The day by the newsroom's own clock."""
        return self._seat.clock().astimezone(own_zone(self._seat)).date()

    def of(self, day: date | None = None) -> NewsList:
        """What is meant for a day: planned or scheduled for it, or due on it with no plan.

        What is spiked or was taken back is not on it.
        """
        day = day or self.today()
        zone = own_zone(self._seat)
        begins = datetime.combine(day, time(), zone).astimezone(UTC)
        ends = datetime.combine(day + timedelta(days=1), time(), zone).astimezone(UTC)
        store = self._seat.store
        rows = [
            row
            for row in store.articles.rows(store.articles.planned(begins, ends))
            if row.stage != Stage.SPIKED and row.pubstate not in _GONE
        ]
        names = {person.id: person.name for person in store.staff.all(include_left=True)}
        lines = [self._line(row, names) for row in rows]
        lines.sort(key=lambda line: (line.at or line.due_at or ends, line.slug))
        return NewsList(day=day, lines=tuple(lines))

    def page(self, day: date | None = None) -> str:
        """The list as a page to print or mail."""
        from newsroom.export.makeup import line
        from newsroom.export.newslist import newslist_page

        return newslist_page(
            self.of(day), site_name=line(read_site(self._seat).name), zone=own_zone(self._seat)
        )

    def _line(self, row: Row, names: dict[int, str]) -> Line:
        story = self._seat.store.articles.get(row.id)
        at = row.publish_at or row.planned_at
        return Line(
            article=row.id,
            slug=row.slug,
            line=row.headline or story.dek or row.excerpt,
            desk=row.desk,
            stage=row.stage,
            pubstate=row.pubstate,
            words=row.words,
            ordered=row.commissioned_length,
            art=story.picture is not None,
            due_at=moment_of(row.due_at) if row.due_at is not None else None,
            at=moment_of(at) if at is not None else None,
            who=names.get(row.assignee or 0, "") or row.byline,
        )
