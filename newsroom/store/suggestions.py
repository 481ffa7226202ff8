"""Suggestion sets, the log of what became of each change, and their count for the list."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable
from typing import Any

from newsroom.i18n import _
from newsroom.news.clock import Clock
from newsroom.news.errors import NotFound
from newsroom.news.suggestion import Group, SetState, Settled, SuggestionSet, Verdict
from newsroom.store.engine import Engine
from newsroom.store.history import History, _at
from newsroom.store.orm import peewee
from newsroom.store.prepared import Prepared, slot
from newsroom.store.review_tables import IS_PROPOSED
from newsroom.store.review_tables import Settlement as L
from newsroom.store.review_tables import Suggestion as S
from newsroom.store.state import hold_storable
from newsroom.store.tables import Article, micros, to_json

_NAMES = (
    "id", "version", "article", "author", "base_version", "base", "proposal", "changes", "state",
    "note", "created_at", "updated_at", "named",
)  # fmt: skip


class Suggestions:
    """The suggestions of a store."""

    def __init__(self, engine: Engine, clock: Clock, history: History) -> None:
        self._engine = engine
        self._clock = clock
        self._history = history
        sets = S.select(*(getattr(S, name) for name in _NAMES), Article.slug, Article.headline)
        sets = sets.join(Article, on=(Article.id == S.article))
        self._one = Prepared(engine, sets.where(S.id == slot("id")))
        self._of = Prepared(
            engine, sets.where(S.article == slot("article"), IS_PROPOSED).order_by(S.id)
        )
        self._every = Prepared(engine, sets.where(S.article == slot("article")).order_by(S.id))
        self._by = Prepared(
            engine, sets.where(S.author == slot("author"), IS_PROPOSED).order_by(S.id.desc())
        )
        self._log = Prepared(
            engine,
            L.select(
                L.id, L.suggestion, L.article, S.author, L.at, L.who, L.accepted, L.change, L.undone
            )
            .join(S, on=(S.id == L.suggestion))
            .where(L.article == slot("article"))
            .order_by(L.id.desc())
            .limit(slot("limit")),
        )
        self._tally = Prepared(
            engine,
            L.select(L.accepted, peewee.fn.COUNT(peewee.SQL("*")))
            .where(L.suggestion == slot("id"), L.undone == peewee.SQL("0"))
            .group_by(L.accepted),
        )

    # Reading.

    def get(self, number: int) -> SuggestionSet:
        """One set. Raises NotFound."""
        row = self._one.one(id=number)
        if row is None:
            raise NotFound(_("These suggestions are not in the store any more."))
        return _set(row)

    def of(self, article: int, *, every: bool = False) -> tuple[SuggestionSet, ...]:
        """The open sets of a story, or with ``every`` the settled and withdrawn ones too."""
        query = self._every if every else self._of
        return tuple(_set(row) for row in query.all(article=article))

    def by(self, author: int | None) -> tuple[SuggestionSet, ...]:
        """Somebody's open sets, the newest first."""
        return tuple(_set(row) for row in self._by.all(author=author or 0))

    def log(self, article: int, limit: int) -> tuple[Settled, ...]:
        """What became of suggested changes of a story, the last first."""
        return tuple(
            Settled(
                id=number,
                suggestion=which,
                article=story,
                author=author or None,
                at=_at(at),
                who=who,
                accepted=bool(accepted),
                change=json.loads(change),
                undone=bool(undone),
            )
            for number, which, story, author, at, who, accepted, change, undone in self._log.all(
                article=article, limit=limit
            )
        )

    def tally(self, number: int) -> tuple[int, int]:
        """How many changes of a set were accepted, and how many rejected."""
        counted = dict(self._tally.all(id=number))
        return counted.get(1, 0), counted.get(0, 0)

    # Writing; all of it inside the transaction of the act.

    def add(self, made: SuggestionSet) -> int:
        """Keep a new set. Gives its number."""
        hold_storable({"base": made.base, "proposal": made.proposal, "note": made.note})
        number = self._engine.insert(
            S.insert(
                uid=str(uuid.uuid4()),
                version=1,
                article=made.article,
                author=made.author or 0,
                base_version=made.base_version,
                base=to_json(dict(made.base)),
                proposal=to_json(dict(made.proposal)),
                changes=made.changes,
                state=str(made.state),
                note=made.note,
                created_at=micros(made.created_at),
                updated_at=micros(made.updated_at),
                named=_named(made),
            ),
            S.id,
        )
        self._touched(made.article, "suggest", made.author)
        return number

    def put(self, made: SuggestionSet, base_version: int, *, verb: str, who: int | None) -> bool:
        """Keep a set that was read at ``base_version``; False where somebody was quicker."""
        hold_storable({"base": made.base, "proposal": made.proposal})
        done = self._engine.run(
            S.update(
                version=base_version + 1,
                updated_at=micros(self._clock()),
                note=made.note,
                **kept(made),
            ).where(S.id == made.id, S.version == base_version)
        )
        self._touched(made.article, verb, who)
        return bool(done.rowcount == 1)

    def settle(
        self, made: SuggestionSet, verdicts: Iterable[Verdict], *, who: int | None
    ) -> tuple[int, ...]:
        """Write verdicts into the log. Gives their numbers."""
        now = micros(self._clock())
        return tuple(
            self._engine.insert(
                L.insert(
                    suggestion=made.id,
                    article=made.article,
                    at=now,
                    who=who,
                    accepted=int(verdict.accepted),
                    change=to_json(dict(verdict.change)),
                    undone=0,
                ),
                L.id,
            )
            for verdict in verdicts
        )

    def _touched(self, article: int, verb: str, who: int | None) -> None:
        recount(self._engine, article)
        self._history.note("review", article, verb, actor=who)


def recount(engine: Engine, article: int) -> None:
    """Count a story's open changes for the list."""
    total = S.select(peewee.fn.COALESCE(peewee.fn.SUM(S.changes), peewee.SQL("0"))).where(
        S.article == article, IS_PROPOSED
    )
    engine.run(Article.update(suggestions_open=total).where(Article.id == article))


def kept(made: SuggestionSet) -> dict[str, Any]:
    """What a set is at: the columns that settling changes, and undoing sets back."""
    return {
        "base_version": made.base_version,
        "base": to_json(dict(made.base)),
        "proposal": to_json(dict(made.proposal)),
        "changes": made.changes,
        "state": str(made.state),
        "named": _named(made),
    }


def _named(made: SuggestionSet) -> str | None:
    kept = {group.name: [list(change) for change in group.changes] for group in made.groups}
    return to_json(kept) if kept else None


def _set(row: Any) -> SuggestionSet:
    *columns, slug, headline = row
    data: dict[str, Any] = dict(zip(_NAMES, columns, strict=True))
    data["author"] = data["author"] or None
    for name in ("base", "proposal"):
        data[name] = json.loads(data[name])
    data["state"] = SetState(data["state"])
    named = json.loads(data.pop("named") or "{}")
    data["groups"] = tuple(
        Group(name, tuple((field, before, after) for field, before, after in changes))
        for name, changes in named.items()
    )
    for name in ("created_at", "updated_at"):
        data[name] = _at(data[name])
    return SuggestionSet(**data, slug=slug, headline=headline)
