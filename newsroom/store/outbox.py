"""What goes out to targets: the queue of deliveries, and what our things are there.

Two windows never send the same delivery: whoever puts its name to it first has it, until it is
through or has not been heard of for too long.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime
from typing import Any

from newsroom.news.outward import (
    Asked,
    Delivery,
    DeliveryState,
    Question,
    Remote,
    Standing,
)
from newsroom.store import tables
from newsroom.store.columns import micros, moment, to_json
from newsroom.store.engine import Engine
from newsroom.store.history import History
from newsroom.store.outbox_tables import Delivery as D
from newsroom.store.outbox_tables import Remote as R
from newsroom.store.prepared import Prepared, slot
from newsroom.store.state import hold_storable

_NAMES = (
    "id", "target", "article", "standing", "at", "state", "answers", "question", "tries",
    "next_at", "problem", "notes", "link", "version", "who", "queued_at", "done_at",
)  # fmt: skip
_MOMENTS = ("at", "next_at", "queued_at", "done_at")
_OPEN = tuple(
    str(state)
    for state in (
        DeliveryState.WAITING, DeliveryState.SENDING, DeliveryState.ASKS, DeliveryState.FAILED,
    )
)  # fmt: skip


class Outbox:
    """Deliveries and remote things of a store."""

    def __init__(self, engine: Engine, history: History) -> None:
        self._engine = engine
        self._history = history
        self._remote = Prepared(
            engine,
            R.select(R.target, R.kind, R.key, R.number, R.stamp, R.digest, R.link).where(
                R.target == slot("target"), R.kind == slot("kind"), R.key == slot("key")
            ),
        )

    # The queue.

    def add(self, made: Delivery) -> int:
        """Queue a delivery; gives its number."""
        number = self._engine.insert(D.insert(holder="", held_at=None, **_kept(made)), D.id)
        self._history.note("outbox", made.article, "queue", actor=made.who)
        return number

    def get(self, number: int) -> Delivery | None:
        """One delivery, None where there is none."""
        found = self._rows(D.id == number, limit=1)
        return found[0] if found else None

    def last(self, limit: int = 200) -> tuple[Delivery, ...]:
        """The last deliveries: those with something left to do first, then the newest."""
        left = self._rows(D.state.in_(_OPEN), limit=limit)
        rest = self._rows(D.state.not_in(_OPEN), limit=limit)
        return (*left, *rest)[:limit]

    def of(self, article: int, target: str | None = None) -> tuple[Delivery, ...]:
        """The deliveries of a story, newest first."""
        found = self._rows(D.article == article, limit=200)
        return tuple(one for one in found if target is None or one.target == target)

    def open(self) -> tuple[Delivery, ...]:
        """The deliveries that have something left to do, newest first."""
        return self._rows(D.state.in_(_OPEN), limit=10_000)

    def take(self, holder: str, now: datetime, gone: datetime) -> Delivery | None:
        """The next delivery that is due, held by ``holder`` from now on; None without one.

        One whose holder has not been heard of since ``gone`` is taken from it. Of a story and
        target only one is ever under way.
        """
        due = (
            D.select(D.id, D.holder)
            .where(
                (
                    (D.state == str(DeliveryState.WAITING))
                    & (D.next_at.is_null() | (D.next_at <= micros(now)))
                )
                | ((D.state == str(DeliveryState.SENDING)) & (D.held_at < micros(gone)))
            )
            .order_by(D.id)
        )
        busy = {
            (article, target)
            for article, target in self._engine.rows(
                D.select(D.article, D.target).where(
                    D.state == str(DeliveryState.SENDING), D.held_at >= micros(gone)
                )
            )
        }
        for number, before in self._engine.rows(due):
            found = self.get(number)
            if found is None or (found.article, found.target) in busy:
                continue
            with self._engine.joined():
                done = self._engine.run(
                    D.update(
                        state=str(DeliveryState.SENDING), holder=holder, held_at=micros(now)
                    ).where(D.id == number, D.holder == before, D.state == str(found.state))
                )
                if not done.rowcount:
                    continue  # another window was quicker
                self._history.note("outbox", found.article, "send")
            return self.get(number)
        return None

    def hold(self, number: int, holder: str, now: datetime) -> None:
        """A sign of life of who is sending it."""
        with self._engine.joined():
            self._engine.run(
                D.update(held_at=micros(now)).where(D.id == number, D.holder == holder)
            )

    def free(self, holders: Iterable[str]) -> int:
        """Put back what these windows, which are gone, were sending; how many that were."""
        with self._engine.joined():
            done = self._engine.run(
                D.update(state=str(DeliveryState.WAITING), holder="", held_at=None).where(
                    D.state == str(DeliveryState.SENDING), D.holder.in_(tuple(holders))
                )
            )
        return int(done.rowcount)

    def holders(self) -> tuple[str, ...]:
        """The windows that are sending something."""
        rows = self._engine.rows(
            D.select(D.holder).where(D.state == str(DeliveryState.SENDING)).distinct()
        )
        return tuple(row[0] for row in rows)

    def put(self, made: Delivery, *, holder: str | None = None) -> bool:
        """Keep how a delivery stands now, held by nobody any more.

        False where ``holder`` does not have it any more: then nothing is kept.
        """
        kept = _kept(made)
        for name in ("target", "article", "queued_at", "who"):
            del kept[name]
        query = D.update(holder="", held_at=None, **kept).where(D.id == made.id)
        if holder is not None:
            query = query.where(D.holder == holder)
        with self._engine.joined():
            done = self._engine.run(query)
            if not done.rowcount:
                return False
            self._history.note("outbox", made.article, str(made.state), actor=made.who)
        return True

    # What things are there.

    def remote(self, target: str, kind: str, key: str) -> Remote | None:
        """What a thing of ours is at a target, None where nothing is known."""
        row = self._remote.one(target=target, kind=kind, key=key)
        return None if row is None else Remote(**dict(zip(_REMOTE, row, strict=True)))

    def stands(self, kind: str, key: str) -> frozenset[str]:
        """The targets at which a thing of ours is known to be."""
        rows = self._engine.rows(R.select(R.target).where(R.kind == kind, R.key == key))
        return frozenset(row[0] for row in rows)

    def keep(self, remotes: Iterable[Remote]) -> None:
        """Write down what things are there, in place of what was known."""
        with self._engine.joined():
            for one in remotes:
                self._engine.run(
                    R.insert(**{name: getattr(one, name) for name in _REMOTE}).on_conflict(
                        conflict_target=[R.target, R.kind, R.key],
                        preserve=[R.number, R.stamp, R.digest, R.link],
                    )
                )

    def forget(self, target: str, kind: str, key: str) -> None:
        """A thing is not there any more."""
        with self._engine.joined():
            self._engine.run(R.delete().where(R.target == target, R.kind == kind, R.key == key))

    def _rows(self, condition: Any, *, limit: int) -> tuple[Delivery, ...]:
        article = tables.Article
        query = (
            D.select(*(getattr(D, name) for name in _NAMES), article.slug, article.headline)
            .join(article, on=(D.article == article.id))
            .where(condition)
            .order_by(D.id.desc())
            .limit(limit)
        )
        return tuple(_delivery(row) for row in self._engine.rows(query))


_REMOTE = ("target", "kind", "key", "number", "stamp", "digest", "link")


def _kept(made: Delivery) -> dict[str, Any]:
    hold_storable({"problem": made.problem, "link": made.link})
    kept: dict[str, Any] = {name: getattr(made, name) for name in _NAMES if name != "id"}
    for name in _MOMENTS:
        kept[name] = micros(kept[name])
    kept["standing"], kept["state"] = str(made.standing), str(made.state)
    kept["answers"] = to_json(dict(made.answers)) if made.answers else ""
    kept["notes"] = to_json(list(made.notes)) if made.notes else ""
    kept["question"] = to_json(asdict(made.question)) if made.question else ""
    return kept


def _delivery(row: Any) -> Delivery:
    *values, slug, headline = row
    data: dict[str, Any] = dict(zip(_NAMES, values, strict=True))
    for name in _MOMENTS:
        data[name] = moment(data[name])
    data["standing"] = Standing(data["standing"])
    data["state"] = DeliveryState(data["state"])
    data["answers"] = json.loads(data["answers"]) if data["answers"] else {}
    data["notes"] = tuple(json.loads(data["notes"])) if data["notes"] else ()
    data["question"] = _question(data["question"])
    return Delivery(slug=slug, headline=headline, **data)


def _question(kept: str) -> Question | None:
    if not kept:
        return None
    data = json.loads(kept)
    return Question(
        asked=Asked(data["asked"]),
        sentence=data["sentence"],
        about=data["about"],
        choices=tuple((str(value), str(words)) for value, words in data["choices"]),
    )
