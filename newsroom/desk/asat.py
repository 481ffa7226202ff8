"""The page and the front page as they will be at a moment: what is scheduled is out by then, what
is under embargo is free. For the house alone; nothing of it is written to a site."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from newsroom.desk.recent import Recent
from newsroom.desk.site import read_site
from newsroom.export.site.arrivals import teaser_of
from newsroom.news.article import Article
from newsroom.news.clock import fixed_clock
from newsroom.news.recent import Teaser
from newsroom.news.workflow import INDEFINITE, PubState

if TYPE_CHECKING:
    from newsroom.desk.pages import Pages
    from newsroom.desk.seat import Seat
    from newsroom.news.out import Out

MOST_MOMENTS = 12  # that are offered to look at


class AsAt:
    """Looks ahead."""

    def __init__(self, seat: Seat, pages: Pages, *, cache: Path) -> None:
        """``cache`` is where what the site keeps of its texts lies."""
        self._seat = seat
        self._pages = pages
        self._cache = cache

    def moments(self) -> tuple[datetime, ...]:
        """The next moments at which readers will see something else, the first one first."""
        store, now = self._seat.store, self._seat.clock()
        found = {at for _number, at in store.schedules.waiting()} | set(store.public.freed(now))
        return tuple(sorted(at for at in found if now < at < INDEFINITE)[:MOST_MOMENTS])

    def box(self, at: datetime, *, count: int | None = None) -> tuple[Teaser, ...]:
        """The Recent Posts box as it will be."""
        return self._recent(at).box(now=at, count=count)

    def page_html(self, article: Article, at: datetime) -> str:
        """The story's page as it will be; a scheduled one is out from its time on."""
        from newsroom.export.html import HtmlPage

        if article.publish_at is not None and article.publish_at <= at:
            article = replace(article, pubstate=PubState.PUBLISHED, published_at=article.publish_at)
        pages = self._pages.beside(self._recent(at))
        page = pages.make(article, now=at, suffix=HtmlPage.suffix, preview=True)
        return HtmlPage(pages.templates).render(page).decode("utf-8")

    def front_html(self, at: datetime) -> str:
        """The front page as it will be, in one piece: style and pictures inside, no script."""
        from newsroom.desk.edition import make_edition
        from newsroom.export.site.contents import Contents
        from newsroom.export.site.frames import Frames
        from newsroom.export.site.inside import front_inside
        from newsroom.export.site.kept import Kept
        from newsroom.export.words import read_words

        recent = self._recent(at)
        seat = replace(self._seat, clock=fixed_clock(at))
        pages = self._pages.beside(recent)
        with Kept(self._cache / "texts.sqlite") as kept:
            edition, _changes, restated = make_edition(
                seat, recent, pages, kept, None, shared=False, coming=recent.coming
            )
            templates = pages.templates
            contents = Contents(
                edition, Frames(templates), read_words(edition.site.language, templates)
            )
            return front_inside(
                contents,
                templates=templates,
                texts=restated.bodies(self._seat.store.public.bodies),
                picture=pages._file,
                kept=kept,
            )

    def _recent(self, at: datetime) -> _Coming:
        return _Coming(self._seat, self._seat.store.public.coming(at))


class _Coming(Recent):
    """The box with what comes out until then."""

    def __init__(self, seat: Seat, coming: list[Out]) -> None:
        super().__init__(seat)
        self.coming = coming

    def box(
        self,
        *,
        now: datetime | None = None,
        count: int | None = None,
        exclude: Collection[int] = (),
        draft: Article | None = None,
    ) -> tuple[Teaser, ...]:
        """The teasers, those that come among them in their place."""
        at = now or self._seat.clock()
        count = read_site(self._seat).recent_count if count is None else count
        teasers = list(super().box(now=at, count=count, exclude=exclude, draft=draft))
        coming = [teaser_of(out, at) for out in self.coming if out.id not in exclude]
        teasers += self.as_shown(coming)
        teasers.sort(key=lambda one: (one.pinned, one.published_at), reverse=True)
        return tuple(teasers[:count])
