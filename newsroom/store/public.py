"""All stories that readers see, read in a few statements however many there are: for the site."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from newsroom.news.out import Out
from newsroom.news.workflow import PubState
from newsroom.store import tables
from newsroom.store.engine import Engine
from newsroom.store.orm import peewee
from newsroom.store.prepared import Prepared, slot
from newsroom.store.tables import IS_OUT, micros, moment

_A, _T, _B, _G = tables.Article, tables.ArticleText, tables.Byline, tables.ArticleTag
_WHOLE = len(Out._fields) - 2  # all but the bylines and the tags
_IS_TAKEN = _A.standing == peewee.SQL("2")


class Public:
    """The stories of the site, as the site is made of them."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        columns = [getattr(_A if hasattr(_A, name) else _T, name) for name in Out._fields[:_WHOLE]]
        rows = _A.select(*columns).join(_T, on=(_T.article == _A.id))
        newest = (_A.published_at.desc(), _A.id.desc())
        self._out = Prepared(
            engine,
            rows.where(
                IS_OUT,
                _A.published_at.is_null(False),
                _A.not_for_publication == peewee.SQL("0"),
            ).order_by(*newest),
        )
        self._taken = Prepared(
            engine, rows.where(_IS_TAKEN, _A.published_at.is_null(False)).order_by(*newest)
        )
        self._coming = Prepared(
            engine,
            rows.where(
                _A.publish_at.is_null(False),
                _A.publish_at <= slot("until"),
                _A.pubstate == peewee.SQL("'scheduled'"),
                _A.standing == peewee.SQL("0"),
                _A.not_for_publication == peewee.SQL("0"),
            ),
        )
        self._times = Prepared(
            engine,
            _A.select(_A.id, _A.publish_at).where(
                _A.publish_at.is_null(False), _A.publish_at <= slot("until")
            ),
        )
        self._freed = Prepared(
            engine,
            _A.select(_A.embargo_until).where(IS_OUT, _A.embargo_until > slot("now")).distinct(),
        )
        self._bylines_of = Prepared(
            engine,
            _B.select(_B.name, _B.staff, _B.role)
            .where(_B.article == slot("article"))
            .order_by(_B.position),
        )
        self._tags_of = Prepared(
            engine,
            _G.select(_G.tag).where(_G.article == slot("article")).order_by(_G.position),
        )
        self._bylines = Prepared(
            engine,
            _B.select(_B.article, _B.name, _B.staff, _B.role)
            .where(_B.out == peewee.SQL("1"))
            .order_by(_B.article, _B.position),
        )
        self._tags = Prepared(
            engine,
            _G.select(_G.article, _G.tag)
            .join(_A, on=(_A.id == _G.article))
            .where(IS_OUT)
            .order_by(_G.article, _G.position),
        )
        self._bodies = Prepared(
            engine,
            _T.select(_T.article, _T.body, _T.digest).where(engine.among(_T.article, slot("ids"))),
        )
        # For ``lean``: the same rows of some stories alone.
        self._some = {
            "stories": Prepared(
                engine,
                rows.where(
                    IS_OUT,
                    _A.published_at.is_null(False),
                    _A.not_for_publication == peewee.SQL("0"),
                    engine.among(_A.id, slot("ids")),
                ),
            ),
            "bylines": Prepared(
                engine,
                _B.select(_B.article, _B.name, _B.staff, _B.role)
                .where(engine.among(_B.article, slot("ids")))
                .order_by(_B.article, _B.position),
            ),
            "tags": Prepared(
                engine,
                _G.select(_G.article, _G.tag)
                .where(engine.among(_G.article, slot("ids")))
                .order_by(_G.article, _G.position),
            ),
            "bodies": self._bodies,
        }
        self._seq = Prepared(engine, tables.StoreInfo.select(tables.StoreInfo.change_seq))

    def statements(self) -> dict[str, str]:
        """The statements that ``lean`` sends: each takes one parameter, ids as a JSON list."""
        for name, query in self._some.items():
            if len(query.parameters) != 1:
                raise AssertionError(f"{name} takes more than ids")
        return {name: query.sql for name, query in self._some.items()}

    def seq(self) -> int:
        """Goes up with every transaction that changed anything that people made."""
        return int(self._seq.one()[0])

    def stories(self, now: datetime) -> tuple[list[Out], int | None]:
        """What readers may see at ``now``, the newest first, and when that changes by itself.

        The moment, in microseconds, is that at which an embargo ends or a publication date comes;
        None where nothing waits for one.
        """
        bylines: dict[int, tuple[tuple[str, int | None, str], ...]] = {}
        for number, *byline in self._bylines.all():
            bylines[number] = (*bylines.get(number, ()), tuple(byline))
        tags: dict[int, tuple[str, ...]] = {}
        for number, tag in self._tags.all():
            tags[number] = (*tags.get(number, ()), tag)
        moment = micros(now)
        assert moment is not None
        found: list[Out] = []
        ahead: list[int] = []
        for row in self._out.all():
            number = row[0]
            story = Out._make((*_plain(row), bylines.get(number, ()), tags.get(number, ())))
            waits = max(story.published_at, story.embargo_until or 0)
            if waits > moment:
                ahead.append(waits)
            else:
                found.append(story)
        return found, min(ahead, default=None)

    def coming(self, until: datetime) -> list[Out]:
        """What is scheduled to be out by then, as if it were, the newest first."""
        end = micros(until)
        assert end is not None
        times = dict(self._times.all(until=end))
        found = []
        for row in self._coming.all(until=end):
            number = row[0]
            made = Out._make(
                (
                    *_plain(row),
                    tuple(tuple(one) for one in self._bylines_of.all(article=number)),
                    tuple(tag for (tag,) in self._tags_of.all(article=number)),
                )
            )
            if (made.embargo_until or 0) <= end:
                at = made.published_at or times[number]
                found.append(made._replace(published_at=at, pubstate=PubState.PUBLISHED.value))
        return sorted(found, key=lambda out: (out.published_at, out.id), reverse=True)

    def freed(self, now: datetime) -> tuple[datetime, ...]:
        """The moments ahead at which embargoes of published stories end."""
        rows = self._freed.all(now=micros(now))
        return tuple(at for (end,) in rows if (at := moment(end)) is not None)

    def taken(self) -> list[Out]:
        """The stories that were taken back from the readers, the newest first."""
        return [Out._make((*_plain(row), (), ())) for row in self._taken.all()]

    def bodies(self, ids: Collection[int]) -> Iterable[tuple[int, str, bytes]]:
        """The texts of these stories: id, Markdown, and the SHA-256 that it was saved with."""
        for number, body, digest in self._bodies.all(ids=self._engine.array(ids)):
            yield number, body, bytes(digest)


_DIGEST = Out._fields.index("digest")


def _plain(row: Any) -> Any:
    """The row with its bytes as bytes: a server gives a view of them."""
    if isinstance(row[_DIGEST], bytes):
        return row
    return (*row[:_DIGEST], bytes(row[_DIGEST]), *row[_DIGEST + 1 :])
