"""Stories: the list, one story opened, the Recent Posts box, and every way of writing one."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any

from newsroom.news.article import Article, Counts, Filter, Page, Row, Sort
from newsroom.news.workflow import PubState, Stage
from newsroom.store import tables
from newsroom.store.engine import Engine
from newsroom.store.listing import Listing
from newsroom.store.orm import peewee
from newsroom.store.prepared import Prepared, slot
from newsroom.store.reading import Reading
from newsroom.store.state import slug_key
from newsroom.store.tables import IS_OPEN, IS_OUT, NOT_SPIKED, micros, moment
from newsroom.store.watch import Watch
from newsroom.values import dataclass

if TYPE_CHECKING:
    from newsroom.store.revisions import Newest
    from newsroom.store.writing import Before, Writing

_A = tables.Article

__all__ = ["Articles", "RecentStory"]


@dataclass(frozen=True, slots=True, kw_only=True)
class RecentStory:
    """A story as the Recent Posts box needs it. ``picture`` is a file's SHA-256, or empty; its
    ``focus`` is in thousandths of width and height."""

    id: int
    slug: str
    headline: str
    excerpt: str
    published_at: datetime
    language: str
    pinned: bool
    picture: str = ""
    picture_alt: str = ""
    focus: tuple[int, int] = (500, 500)


class Articles:
    """The stories of a store."""

    def __init__(
        self,
        engine: Engine,
        watch: Watch,
        listing: Listing,
        reading: Reading,
        writing: Callable[[], Writing],
    ) -> None:
        """``writing`` gives what changes stories; it is called at the first change."""
        self._engine = engine
        self._watch = watch
        self._listing = listing
        self._reading = reading
        self._make_writing = writing
        self._counted: tuple[object, Counts] | None = None
        self._groups = Prepared(
            engine,
            _A.select(
                _A.stage, _A.pubstate, _A.desk, _A.section, peewee.fn.COUNT(peewee.SQL("*"))
            ).group_by(_A.stage, _A.pubstate, _A.desk, _A.section),
        )
        self._mine = Prepared(
            engine,
            _A.select(peewee.fn.COUNT(peewee.SQL("*"))).where(
                _A.assignee == slot("me"), NOT_SPIKED
            ),
        )
        due = _A.due_at
        self._due = Prepared(
            engine,
            _A.select(
                peewee.fn.COUNT(peewee.Case(None, ((due < slot("now"), peewee.SQL("1")),))),
                peewee.fn.COUNT(peewee.Case(None, ((due >= slot("day"), peewee.SQL("1")),))),
            ).where(IS_OPEN, due < slot("next_day")),
        )
        begins, ends = slot("begins"), slot("ends")

        def within(column: peewee.Field) -> peewee.Node:
            return (column >= begins) & (column < ends)

        self._planned = Prepared(
            engine,
            _A.select(_A.id)
            .where(
                NOT_SPIKED,
                within(_A.publish_at)
                | (_A.publish_at.is_null() & within(_A.planned_at))
                | (_A.publish_at.is_null() & _A.planned_at.is_null() & within(_A.due_at)),
            )
            .order_by(_A.id),
        )
        self._id_of = Prepared(engine, _A.select(_A.id).where(_A.slug_key == slot("key")))
        self._id_of_uid = Prepared(engine, _A.select(_A.id).where(_A.uid == slot("uid")))
        text = tables.ArticleText
        self._recent = Prepared(
            engine,
            _A.select(
                _A.id,
                _A.slug,
                _A.headline,
                _A.excerpt,
                _A.published_at,
                _A.language,
                _A.pinned,
                text.picture,
            )
            .join(text, on=(text.article == _A.id))
            .where(
                IS_OUT,
                _A.not_for_publication == peewee.SQL("0"),
                _A.published_at <= slot("before"),
                _A.embargo_until.is_null() | (_A.embargo_until <= slot("before")),
                engine.among(_A.id, slot("exclude"), never=True),
            )
            .order_by(_A.pinned.desc(), _A.published_at.desc(), _A.id.desc())
            .limit(slot("count")),
        )

    @cached_property
    def _writing(self) -> Writing:
        return self._make_writing()

    # The list.

    def page(
        self,
        filter: Filter,
        *,
        sort: Sort = Sort.UPDATED,
        descending: bool = True,
        after: tuple[object, ...] | None = None,
        limit: int = 50,
        skip: int = 0,
    ) -> Page:
        """A page of the list, found by its key: as quick at the end as at the start.

        ``after`` is the ``next`` of the page before. What has no moment to sort by comes last,
        newest first or oldest first as asked. ``skip`` rows are passed over first.
        """
        return self._listing.page(
            filter, sort=Sort(sort), descending=descending, after=after, limit=limit, skip=skip
        )

    def rows(self, ids: Iterable[int]) -> tuple[Row, ...]:
        """The rows of these stories, in this order; what is not there is left out."""
        return self._listing.rows(ids)

    def ids(self, filter: Filter, limit: int = 1000) -> tuple[int, ...]:
        """The stories that a filter shows, the last changed first."""
        return self._listing.ids(filter, limit)

    def planned(self, begins: datetime, ends: datetime) -> tuple[int, ...]:
        """The stories that are planned or scheduled for a span, or due in it with no plan."""
        span = {"begins": micros(begins), "ends": micros(ends)}
        return tuple(row[0] for row in self._planned.all(**span))

    def count(self, filter: Filter) -> int:
        """How many stories a filter shows."""
        return self._listing.count(filter)

    def counts(self, *, me: int | None, now: datetime) -> Counts:
        """How many stories stand where; kept until somebody changes the store.

        ``mine`` are those assigned to ``me``. ``due_today`` and ``late`` are open work (not
        spiked, not published) by ``now``, whose own time zone says when today begins.
        """
        day = now.replace(hour=0, minute=0, second=0, microsecond=0)
        key = (self._watch.epoch, me, now.replace(second=0, microsecond=0), now.tzinfo)
        if self._counted is not None and self._counted[0] == key:
            return self._counted[1]
        stages: dict[str, int] = {}
        pubstates: dict[str, int] = {}
        desks: dict[str, int] = {}
        sections: dict[str, int] = {}
        total = ready = 0
        for stage, pubstate, desk, section, n in self._groups.all():
            stages[stage] = stages.get(stage, 0) + n
            if stage == Stage.SPIKED:
                continue
            total += n
            if stage == Stage.READY and pubstate == PubState.NONE:
                ready += n
            for counter, name in ((pubstates, pubstate), (desks, desk), (sections, section)):
                if name:
                    counter[name] = counter.get(name, 0) + n
        late, today = self._due.one(
            now=micros(now), day=micros(day), next_day=micros(_next_day(day))
        )
        counts = Counts(
            stages=stages,
            pubstates=pubstates,
            desks=desks,
            sections=sections,
            ready=ready,
            mine=0 if me is None else self._mine.one(me=me)[0],
            due_today=today,
            late=late,
            total=total,
        )
        self._counted = (key, counts)
        return counts

    # One story.

    def get(self, number: int) -> Article:
        """The story as it stands. Raises NotFound, StoreDamaged."""
        return self._reading.get(number)

    def id_of(self, slug: str) -> int | None:
        """The story of that slug, whatever the case."""
        found = self._id_of.one(key=slug_key(slug))
        return None if found is None else int(found[0])

    def id_of_uid(self, uid: str) -> int | None:
        """The story that was made under that name."""
        found = self._id_of_uid.one(uid=uid)
        return None if found is None else int(found[0])

    def free_slug(self, slug: str) -> str:
        """The slug itself if no story has it, else the first free one with a number behind."""
        return self._writing.free_slug(slug)

    def recent(
        self, *, count: int, exclude: Collection[int] = (), before: datetime
    ) -> tuple[RecentStory, ...]:
        """What the Recent Posts box shows at ``before``: pinned stories, then the newest.

        Stories that readers see, neither spiked nor under embargo.
        """
        rows = self._recent.all(
            before=micros(before), exclude=self._engine.array(exclude), count=count
        )
        return tuple(_recent(row) for row in rows)

    # Writing.

    def hold_slug_free(self, story: Article) -> None:
        """Raises SlugTaken where another story has its slug."""
        self._writing.hold_slug_free(story)

    def place(
        self,
        stands: Article,
        fields: Mapping[str, object],
        *,
        author: int | None,
        kind: str,
        newest: Newest | None,
    ) -> tuple[Article, frozenset[str]]:
        """Write another store's story into this one as it is with these fields: for
        ``store.changing`` alone. Gives it, and the columns that change. Raises BadInput."""
        return self._writing.place(stands, fields, author=author, kind=kind, newest=newest)

    def insert(
        self, article: Article, *, author: int | None, kind: str = "create", note: str = ""
    ) -> Article:
        """Keep a new story and give it as it is kept, with its id. Raises SlugTaken, BadInput.

        Its ``created_at`` and ``updated_at`` are now unless it has them.
        """
        return self._writing.insert(article, author=author, kind=kind, note=note)

    def update(
        self,
        number: int,
        base_version: int,
        fields: Mapping[str, object],
        *,
        author: int | None,
        kind: str = "save",
        note: str = "",
    ) -> Article:
        """Change fields of a story that was read at ``base_version`` and give it as it is kept.

        A save that changes nothing writes nothing. Raises Conflict with both texts if somebody
        saved since, SlugTaken, NotFound, BadInput.
        """
        return self._writing.update(
            number, base_version, fields, author=author, kind=kind, note=note
        )

    def set_many(
        self, ids: Iterable[int], fields: Mapping[str, object], *, author: int | None, kind: str
    ) -> tuple[Before, ...]:
        """Give several stories the same values, whatever their versions; one revision each.

        Tells what stood there before, for taking it back. Raises NotFound, SlugTaken.
        """
        return self._writing.set_many(ids, fields, author=author, kind=kind)


def _next_day(day: datetime) -> datetime:
    """The next midnight of the zone: a day of a clock change has 23 or 25 hours."""
    return (day + timedelta(hours=36)).replace(hour=0)


def _recent(row: Any) -> RecentStory:
    number, slug, headline, excerpt, published, language, pinned, picture = row
    shown = tables.JsonField().python_value(picture) or {}
    published_at = moment(published)
    assert published_at is not None
    return RecentStory(
        id=number,
        slug=slug,
        headline=headline,
        excerpt=excerpt,
        published_at=published_at,
        language=language,
        pinned=bool(pinned),
        picture=shown.get("sha256", ""),
        picture_alt=shown.get("alt", ""),
        focus=(shown.get("focus_x", 500), shown.get("focus_y", 500)),
    )
