"""Stories that wait for their time: which are due, who scheduled them, what they were told.

Every window looks here soon after its start, so that only the list's own table is needed for it.
"""

from __future__ import annotations

from datetime import datetime

from newsroom.store.engine import Engine
from newsroom.store.orm import peewee
from newsroom.store.prepared import Prepared, slot
from newsroom.store.tables import Article, micros, moment
from newsroom.values import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Scheduled:
    """Who scheduled a story. ``override`` is the reason to go out through a shut gate, ``told``
    what its scheduler was told last of what is in its way."""

    article: int
    who: int | None
    override: str = ""
    told: str = ""


class Schedules:
    """The schedule of a store."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        waiting = Article.select(Article.id, Article.publish_at).where(
            Article.publish_at.is_null(False), Article.pubstate == peewee.SQL("'scheduled'")
        )
        in_order = waiting.order_by(Article.publish_at, Article.id)
        self._waiting = Prepared(engine, in_order)
        self._due = Prepared(engine, in_order.where(Article.publish_at <= slot("now")))

    def waiting(self) -> tuple[tuple[int, datetime], ...]:
        """Every scheduled story and its time, the next one first."""
        return tuple((number, _moment(at)) for number, at in self._waiting.all())

    def due(self, now: datetime) -> tuple[tuple[int, datetime], ...]:
        """Those whose time has come."""
        return tuple((number, _moment(at)) for number, at in self._due.all(now=micros(now)))

    def put(self, made: Scheduled, at: datetime) -> None:
        """Write down who scheduled a story, inside the transaction of the act."""
        from newsroom.store.after_tables import Schedule as S

        kept = {"who": made.who, "at": micros(at), "override": made.override, "told": made.told}
        self._engine.run(
            S.insert(article=made.article, **kept).on_conflict(
                conflict_target=[S.article], update=kept
            )
        )

    def get(self, article: int) -> Scheduled:
        """Who scheduled a story; nobody where that is not known."""
        from newsroom.store.after_tables import Schedule as S

        row = self._engine.one(S.select(S.who, S.override, S.told).where(S.article == article))
        if row is None:
            return Scheduled(article=article, who=None)
        who, override, told = row
        return Scheduled(article=article, who=who, override=override, told=told)


def _moment(micros: int) -> datetime:
    found = moment(micros)
    assert found is not None
    return found
