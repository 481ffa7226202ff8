"""The inboxes: what each person should know of, until they have read it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from newsroom.news.inbox import Notice, NoticeKind
from newsroom.store.engine import Engine
from newsroom.store.history import History, _at
from newsroom.store.orm import peewee
from newsroom.store.prepared import Prepared, constant, slot
from newsroom.store.review_tables import IS_NEWS
from newsroom.store.review_tables import Notice as N
from newsroom.store.tables import Article, micros, moment

_NAMES = ("id", "person", "at", "kind", "article", "subject", "who", "words", "read_at")


class Notices:
    """Entries by person."""

    def __init__(self, engine: Engine, history: History) -> None:
        self._engine = engine
        self._history = history
        rows = (
            N.select(*(getattr(N, name) for name in _NAMES), Article.slug, Article.headline)
            .join(Article, on=(Article.id == N.article))
            .where(N.person == slot("person"), N.undone == peewee.SQL("0"), N.id < slot("before"))
            .order_by(N.id.desc())
            .limit(slot("limit"))
        )
        self._all = Prepared(engine, rows)
        self._news = Prepared(engine, rows.where(IS_NEWS))
        self._count = Prepared(
            engine,
            N.select(peewee.fn.COUNT(peewee.SQL("*"))).where(N.person == slot("person"), IS_NEWS),
        )

    def add(self, notices: Iterable[Notice]) -> tuple[int, ...]:
        """Put entries in, inside the transaction of the act. Gives their numbers."""
        numbers = []
        for notice in notices:
            number = self._engine.insert(
                N.insert(
                    person=notice.person,
                    at=micros(notice.at),
                    kind=str(notice.kind),
                    article=notice.article,
                    subject=notice.subject,
                    who=notice.who,
                    words=notice.words,
                    undone=0,
                ),
                N.id,
            )
            numbers.append(number)
            self._history.note("inbox", notice.person, str(notice.kind), actor=notice.who)
        return tuple(numbers)

    def take_back(self, kind: NoticeKind, subject: int) -> frozenset[int]:
        """What these entries ask for is settled: those that nobody has read go, inside the
        transaction of the act. Gives whose they were."""
        asked = (N.kind == str(kind)) & (N.subject == subject) & IS_NEWS
        people = frozenset(row[0] for row in self._engine.rows(N.select(N.person).where(asked)))
        if people:
            self._engine.run(N.update(undone=1).where(asked))
            for person in people:
                self._history.note("inbox", person, "taken back", actor=None)
        return people

    def of(
        self, person: int, *, unread: bool, before: int | None, limit: int
    ) -> tuple[Notice, ...]:
        """Somebody's entries, newest first; ``before`` is the number of the last one known."""
        query = self._news if unread else self._all
        found = query.all(person=person, before=before or 2**62, limit=limit)
        return tuple(_notice(row) for row in found)

    def count(self, person: int) -> int:
        """How many somebody has not read."""
        return int(self._count.one(person=person)[0])

    def mark(self, person: int, ids: Iterable[int] | None, at: datetime | None) -> int:
        """Have somebody's entries (None: all) read at ``at``, or unread. Tells how many changed."""
        changed = N.read_at.is_null() if at is not None else N.read_at.is_null(False)
        query = N.update(read_at=micros(at)).where(N.person == person, changed)
        if ids is not None:
            query = query.where(self._engine.among(N.id, constant(self._engine.array(ids))))
        with self._engine.joined():
            count = int(self._engine.run(query).rowcount)
            if count:
                self._history.note("inbox", person, "read", actor=person)
        return count


def _notice(row: Any) -> Notice:
    *kept, slug, headline = row
    data = dict(zip(_NAMES, kept, strict=True))
    data["at"] = _at(data["at"])
    data["kind"] = NoticeKind(data["kind"])
    data["read_at"] = moment(data["read_at"])
    return Notice(**data, slug=slug, headline=headline)
