"""The Recent Posts box: the one function that makes it, for the window and for every page."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime

from newsroom.desk.seat import Seat
from newsroom.desk.site import read_site
from newsroom.news.age import age
from newsroom.news.article import Article
from newsroom.news.recent import Teaser
from newsroom.news.workflow import PUBLIC, Stage
from newsroom.text.excerpt import plain_text, teaser


class Recent:
    """The box of the newest stories that readers can see."""

    def __init__(self, seat: Seat) -> None:
        self._seat = seat

    def box(
        self,
        *,
        now: datetime | None = None,
        count: int | None = None,
        exclude: Collection[int] = (),
        draft: Article | None = None,
    ) -> tuple[Teaser, ...]:
        """The teasers, pinned ones first, then the newest, with their ages at ``now``.

        ``count`` is the site's own unless given; the stories in ``exclude`` are left out.
        ``draft`` is a story as it is being typed: it stands in its place with the typed words, and
        if readers can't see it yet, above the rest as it will once it is out.
        """
        moment = now or self._seat.clock()
        count = read_site(self._seat).recent_count if count is None else count
        stories = list(
            self._seat.store.articles.recent(count=count, exclude=tuple(exclude), before=moment)
        )
        teasers = [
            Teaser(
                article=story.id,
                slug=story.slug,
                headline=story.headline,
                excerpt=teaser(story.excerpt),
                published_at=story.published_at,
                age=age(story.published_at, moment),
                language=story.language,
                picture=story.picture,
                picture_alt=story.picture_alt,
                focus=story.focus,
                pinned=story.pinned,
            )
            for story in stories
        ]
        if draft is not None and draft.id not in exclude:
            teasers = _with(teasers, draft, moment)
        return self.as_shown(teasers[:count])

    def as_shown(self, teasers: Iterable[Teaser]) -> tuple[Teaser, ...]:
        """Teasers with their pictures as the library has them now."""
        teasers = tuple(teasers)
        names = {one.picture for one in teasers if one.picture}
        edited = self._seat.store.pictures.edited(sorted(names)) if names else {}
        if not edited:
            return teasers
        from newsroom.desk.restating import restated_teaser  # loads of the export

        return tuple(restated_teaser(one, edited) for one in teasers)


def _with(teasers: list[Teaser], draft: Article, now: datetime) -> list[Teaser]:
    """The box with the story as it is being typed."""
    public = draft.pubstate in PUBLIC
    published = draft.published_at if public and draft.published_at else now
    typed = Teaser(
        article=draft.id,
        slug=draft.slug,
        headline=draft.headline,
        excerpt=teaser(plain_text(draft.body) or draft.dek),
        published_at=published,
        age=age(published, now),
        language=draft.language,
        picture=draft.picture.sha256 if draft.picture else "",
        picture_alt=draft.picture.alt if draft.picture else "",
        focus=(draft.picture.focus_x, draft.picture.focus_y) if draft.picture else (500, 500),
        pinned=draft.pinned,
    )
    for place, other in enumerate(teasers):
        if draft.id and other.article == draft.id:
            return [*teasers[:place], typed, *teasers[place + 1 :]]
    if public or draft.stage in (Stage.SPIKED, Stage.HOLD):
        return teasers  # too old for the box, or not going to be in it
    pinned = sum(teaser.pinned for teaser in teasers)
    return [*teasers[:pinned], typed, *teasers[pinned:]]
