"""Which version of a story somebody read last."""

from __future__ import annotations

from newsroom.news.clock import Clock
from newsroom.news.revision import ReadMark
from newsroom.store.engine import Engine
from newsroom.store.history import _at
from newsroom.store.prepared import Prepared, slot
from newsroom.store.review_tables import ReadMark as M
from newsroom.store.tables import micros


class Reads:
    """The read marks of a store. A person of None is kept as 0."""

    def __init__(self, engine: Engine, clock: Clock) -> None:
        self._engine = engine
        self._clock = clock
        self._one = Prepared(
            engine,
            M.select(M.version, M.at).where(
                M.article == slot("article"), M.person == slot("person")
            ),
        )

    def get(self, article: int, person: int | None) -> ReadMark | None:
        """What that person read last of the story; None for nothing."""
        row = self._one.one(article=article, person=person or 0)
        return None if row is None else ReadMark(version=row[0], at=_at(row[1]))

    def put(self, article: int, person: int | None, version: int) -> None:
        """That person has read the story at this version; inside a transaction."""
        who = {"article": article, "person": person or 0}
        now = {"version": version, "at": micros(self._clock())}
        # Not an upsert: the two engines spell it differently, and one person reads in one window.
        mine = (M.article == article) & (M.person == (person or 0))
        if not self._engine.run(M.update(**now).where(mine)).rowcount:
            self._engine.run(M.insert(**who, **now))
