"""The way of stories through the house: every sending, in order, and the board over all of them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from newsroom.news.workflow import MoveKind, Movement, PubState
from newsroom.store.engine import Engine
from newsroom.store.history import _at
from newsroom.store.orm import peewee
from newsroom.store.prepared import Prepared, slot
from newsroom.store.review_tables import Movement as M
from newsroom.store.state import hold_storable
from newsroom.store.tables import (
    IS_OPEN,
    IS_OUT,
    NOT_SPIKED,
    Article,
    Revision,
    micros,
    moment,
)

_NAMES = (
    "id", "article", "at", "who", "kind", "before", "after", "person", "due_at", "note", "undone",
)  # fmt: skip


class Movements:
    """What was sent where."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        columns = [getattr(M, name) for name in _NAMES]
        self._of = Prepared(
            engine,
            M.select(*columns)
            .where(M.article == slot("article"))
            .order_by(M.id.desc())
            .limit(slot("limit")),
        )
        self._arrived = Prepared(
            engine,
            M.select(*columns)
            .where(
                M.article == slot("article"),
                M.after == slot("stage"),
                M.before != slot("stage"),
                M.undone == peewee.SQL("0"),
            )
            .order_by(M.id.desc())
            .limit(1),
        )
        late = peewee.Case(None, ((Article.due_at < slot("now"), peewee.SQL("1")),))
        board = (
            Article.select(
                Article.stage,
                Article.pubstate,
                peewee.fn.COUNT(peewee.SQL("*")),
                peewee.fn.COALESCE(peewee.fn.SUM(Article.words), peewee.SQL("0")),
                peewee.fn.COUNT(late),
            )
            .where(IS_OPEN)
            # In the order of article_board, which is read from end to end and nothing else.
            .group_by(Article.pubstate, Article.stage)
        )
        out = Article.select(
            peewee.fn.COUNT(peewee.SQL("*")),
            peewee.fn.COALESCE(peewee.fn.SUM(Article.words), peewee.SQL("0")),
        ).where(NOT_SPIKED, Article.published_at >= slot("since"), IS_OUT)
        whose = Article.assignee == slot("person")
        self._board = Prepared(engine, board), Prepared(engine, board.where(whose))
        self._out = Prepared(engine, out), Prepared(engine, out.where(whose))
        self._begun = Prepared(
            engine,
            Revision.select(Revision.author)
            .where(Revision.article == slot("article"), Revision.number == peewee.SQL("1"))
            .limit(1),
        )

    def add(self, movement: Movement) -> int:
        """Write one down, inside the transaction of the act. Gives its number."""
        hold_storable({"note": movement.note})
        return self._engine.insert(
            M.insert(
                article=movement.article,
                at=micros(movement.at),
                who=movement.who,
                kind=str(movement.kind),
                before=movement.before,
                after=movement.after,
                person=movement.person,
                due_at=micros(movement.due_at),
                note=movement.note,
                undone=0,
            ),
            M.id,
        )

    def of(self, article: int, limit: int = 200) -> tuple[Movement, ...]:
        """The story's way, the last step first."""
        return tuple(_movement(row) for row in self._of.all(article=article, limit=limit))

    def arrival(self, article: int, stage: str) -> Movement | None:
        """How the story came to the stage that it is in."""
        row = self._arrived.one(article=article, stage=stage)
        return None if row is None else _movement(row)

    def author(self, article: int) -> int | None:
        """Who began the story."""
        row = self._begun.one(article=article)
        return None if row is None else row[0]

    def board(
        self, now: datetime, since: datetime, person: int | None = None
    ) -> Mapping[str, tuple[int, int, int]]:
        """Open stories, their words and how many are late, by stage; what waits for its time by
        "scheduled", what went out since that moment by "published". Of everybody, or of what one
        person has. Two statements."""
        found: dict[str, tuple[int, int, int]] = {}
        which = int(person is not None)
        of: dict[str, object] = {"person": person} if person is not None else {}
        for stage, pubstate, stories, words, late in self._board[which].all(now=micros(now), **of):
            key = str(pubstate) if pubstate == PubState.SCHEDULED else stage
            before = found.get(key, (0, 0, 0))
            more = (stories, int(words), late)
            found[key] = (before[0] + more[0], before[1] + more[1], before[2] + more[2])
        stories, words = self._out[which].one(since=micros(since), **of)
        found[str(PubState.PUBLISHED)] = (stories, int(words), 0)
        return found


def _movement(row: Any) -> Movement:
    data = dict(zip(_NAMES, row, strict=True))
    data["at"] = _at(data["at"])
    data["kind"] = MoveKind(data["kind"])
    data["due_at"] = moment(data["due_at"])
    data["undone"] = bool(data["undone"])
    return Movement(**data)
