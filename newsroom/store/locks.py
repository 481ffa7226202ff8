"""Who is editing a story and who has it open; one row each, kept fresh by signs of life.

A lock is a courtesy: what keeps texts from each other is the version that a save carries. On a
server everybody goes by the server's clock, however wrong the clock of a desk is.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from newsroom.news.clock import Clock, system_clock
from newsroom.store.engine import Engine
from newsroom.store.history import History
from newsroom.store.prepared import Prepared, slot
from newsroom.store.review_tables import EditLock as L
from newsroom.store.review_tables import Presence as P
from newsroom.store.shapes import from_json, to_json_fields
from newsroom.store.sqlite import SqliteEngine
from newsroom.store.tables import micros

_DAY = 86_400_000_000  # microseconds; rows of windows that never said goodbye go after it
_AGREED = 2_000_000  # microseconds: clocks that differ by less agree; the question takes time too


class LockRow(NamedTuple):
    """A lock as it is kept; moments are microseconds."""

    article: int
    session: str
    person: int | None
    place: str
    since: int
    active_at: int
    seen_at: int
    base_version: int
    draft: str

    @property
    def fields(self) -> dict[str, Any]:
        """What was typed and is not saved."""
        return from_json(self.draft) if self.draft else {}


class VisitRow(NamedTuple):
    """Somebody who has a story open; moments are microseconds."""

    article: int
    session: str
    person: int | None
    place: str
    since: int
    seen_at: int


class Locks:
    """Locks and presence of a store. ``session`` is this window's name in it."""

    def __init__(self, engine: Engine, clock: Clock, history: History) -> None:
        self._engine = engine
        self._clock = clock
        self._history = history
        self._ahead: int | None = None
        every = L.select(*(getattr(L, name) for name in LockRow._fields))
        one = every.where(L.article == slot("article"))
        self._all = Prepared(engine, every.order_by(L.article))
        self._one = Prepared(engine, one)
        self._held = Prepared(engine, engine.locked(one))
        self._visits = Prepared(
            engine,
            P.select(*(getattr(P, name) for name in VisitRow._fields))
            .where(P.seen_at >= slot("after"))
            .order_by(P.article, P.since),
        )

    @property
    def session(self) -> str:
        """This window's name in the store."""
        return self._history.session

    def now(self) -> int:
        """The moment that all windows agree on, in microseconds."""
        if self._ahead is None:
            self._ahead = 0
            if not isinstance(self._engine, SqliteEngine):
                ((there,),) = self._engine.fetch(
                    "SELECT (extract(epoch FROM clock_timestamp()) * 1000000)::bigint"
                )
                ahead = int(there) - (micros(system_clock()) or 0)
                self._ahead = ahead if abs(ahead) > _AGREED else 0
        return (micros(self._clock()) or 0) + self._ahead

    def get(self, article: int) -> LockRow | None:
        """Who is editing the story."""
        row = self._one.one(article=article)
        return None if row is None else LockRow._make(row)

    def hold(self, article: int) -> LockRow | None:
        """The same, kept as it is until the transaction ends."""
        row = self._held.one(article=article)
        return None if row is None else LockRow._make(row)

    def all(self) -> tuple[LockRow, ...]:
        """Every lock."""
        return tuple(LockRow._make(row) for row in self._all.all())

    def claim(self, article: int, *, person: int | None, place: str, base_version: int) -> None:
        """The story is this window's; whoever had it has it no more."""
        now = self.now()
        mine = {
            "session": self.session,
            "person": person,
            "place": place,
            "since": now,
            "active_at": now,
            "seen_at": now,
            "base_version": base_version,
            "draft": "",
        }
        with self._engine.joined():
            self._engine.run(
                L.insert(article=article, **mine).on_conflict(
                    conflict_target=[L.article], update=mine
                )
            )
            self._history.note("lock", article, "take", actor=person)

    def beat(
        self,
        article: int,
        *,
        active: bool,
        base_version: int,
        draft: Mapping[str, object] | None,
    ) -> bool:
        """A sign of life, with what is typed and not saved; False where the lock is lost."""
        now = self.now()
        news: dict[str, object] = {"seen_at": now}
        if active:
            news["active_at"] = now
        if draft is not None:
            news["draft"] = to_json_fields(draft) if draft else ""
            news["base_version"] = base_version
        mine = (L.article == article) & (L.session == self.session)
        with self._engine.joined():
            return bool(self._engine.run(L.update(news).where(mine)).rowcount == 1)

    def release(self, article: int | None = None) -> tuple[int, ...]:
        """Let go of a story, or of all; gives those that were this window's."""
        mine = L.session == self.session
        if article is not None:
            mine = mine & (L.article == article)
        with self._engine.joined():
            gone = tuple(row[0] for row in self._engine.rows(L.select(L.article).where(mine)))
            if gone:
                self._engine.run(L.delete().where(mine))
            for number in gone:
                self._history.note("lock", number, "release")
        return gone

    def enter(self, article: int, *, person: int | None, place: str) -> None:
        """This window has the story open; said again and again it is a sign of life."""
        now = self.now()
        with self._engine.joined():
            self._engine.run(P.delete().where(P.seen_at < now - _DAY))
            self._engine.run(
                P.insert(
                    article=article,
                    session=self.session,
                    person=person,
                    place=place,
                    since=now,
                    seen_at=now,
                ).on_conflict(
                    conflict_target=[P.article, P.session],
                    update={"seen_at": now, "person": person},
                )
            )

    def leave(self, article: int | None = None) -> None:
        """This window has closed the story, or all of them."""
        mine = P.session == self.session
        if article is not None:
            mine = mine & (P.article == article)
        with self._engine.joined():
            self._engine.run(P.delete().where(mine))

    def visits(self, after: int) -> tuple[VisitRow, ...]:
        """Who has what open and gave a sign of life since."""
        return tuple(VisitRow._make(row) for row in self._visits.all(after=after))
