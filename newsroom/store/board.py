"""What stands in a column of the board, in its order: a range of one index each, however many
stories there are."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from newsroom.news.workflow import PubState
from newsroom.store.engine import Engine
from newsroom.store.prepared import Prepared, slot
from newsroom.store.tables import IS_OPEN, IS_OUT, NOT_SPIKED, Article, micros

Key = tuple[int | None, int]
"""Where a page ended: the moment that the column goes by, in microseconds, and the story."""

_FIRST = -(2**62)  # before every moment
_LAST = 2**62


class Board:
    """The stories of the columns, by number."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        due, id_ = Article.due_at, Article.id
        behind = (due > slot("at")) | ((due == slot("at")) & (id_ > slot("id")))
        of_stage = (
            IS_OPEN,
            Article.pubstate == slot("pubstate"),
            Article.stage == slot("stage"),
        )
        base = Article.select(id_, due)
        self._due = self._both(
            base.where(*of_stage, due.is_null(False), due >= slot("at"), behind).order_by(due, id_)
        )
        self._undated = self._both(
            base.where(*of_stage, due.is_null(), id_ > slot("id")).order_by(id_)
        )
        at = Article.publish_at
        later = (at > slot("at")) | ((at == slot("at")) & (id_ > slot("id")))
        self._waiting = self._both(
            Article.select(id_, at)
            .where(
                at.is_null(False),
                at >= slot("at"),
                later,
                engine.weak(Article.pubstate) == slot("pubstate"),
                IS_OPEN,
            )
            .order_by(at, id_)
        )
        out = Article.published_at
        before = (out < slot("at")) | ((out == slot("at")) & (id_ < slot("id")))
        self._out = self._both(
            Article.select(id_, out)
            .where(NOT_SPIKED, out >= slot("since"), out <= slot("at"), before, IS_OUT)
            .order_by(out.desc(), id_.desc())
        )

    def _both(self, query: Any) -> tuple[Prepared, Prepared]:
        """Of everybody, and of what one person has."""
        limited = query.limit(slot("limit"))
        whose = self._engine.weak(Article.assignee) == slot("person")
        return Prepared(self._engine, limited), Prepared(self._engine, limited.where(whose))

    def of_stage(
        self, stage: str, *, after: Key | None, limit: int, person: int | None
    ) -> tuple[Key, ...]:
        """Open work of a stage: those due first first, those without a date behind them."""
        which, of = _whose(person)
        of |= {"stage": stage, "pubstate": str(PubState.NONE)}
        found: Sequence[tuple[int, int | None]] = ()
        if after is None or after[0] is not None:
            at, story = after or (_FIRST, 0)
            found = self._due[which].all(at=at, id=story, limit=limit, **of)
        if len(found) < limit:
            story = after[1] if after is not None and after[0] is None else 0
            rest = self._undated[which].all(id=story, limit=limit - len(found), **of)
            found = [*found, *rest]
        return tuple((at, number) for number, at in found)

    def scheduled(self, *, after: Key | None, limit: int, person: int | None) -> tuple[Key, ...]:
        """What waits for its time: what goes out first first."""
        which, of = _whose(person)
        at, story = after or (_FIRST, 0)
        of |= {"pubstate": str(PubState.SCHEDULED)}
        found = self._waiting[which].all(at=at, id=story, limit=limit, **of)
        return tuple((moment, number) for number, moment in found)

    def out(
        self, since: datetime, *, after: Key | None, limit: int, person: int | None
    ) -> tuple[Key, ...]:
        """What went out since that moment, the newest first."""
        which, of = _whose(person)
        at, story = after or (_LAST, _LAST)
        found = self._out[which].all(at=at, id=story, since=micros(since), limit=limit, **of)
        return tuple((moment, number) for number, moment in found)


def _whose(person: int | None) -> tuple[int, dict[str, object]]:
    return (0, {}) if person is None else (1, {"person": person})
