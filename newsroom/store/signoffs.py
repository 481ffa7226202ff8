"""Checks that people made by hand, and who answered for a story at which gate."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from newsroom.news.gate import Signoff, Tick
from newsroom.store.engine import Engine
from newsroom.store.history import History, _at
from newsroom.store.prepared import Prepared, slot
from newsroom.store.review_tables import Signoff as S
from newsroom.store.review_tables import Tick as T
from newsroom.store.state import hold_storable
from newsroom.store.tables import micros, to_json

_NAMES = (
    "id", "article", "at", "who", "initials", "gate", "version", "reason", "findings", "undone",
)  # fmt: skip


class Signoffs:
    """Ticks and sign-offs of a store."""

    def __init__(self, engine: Engine, history: History) -> None:
        self._engine = engine
        self._history = history
        self._of = Prepared(
            engine,
            S.select(*(getattr(S, name) for name in _NAMES))
            .where(S.article == slot("article"))
            .order_by(S.id),
        )
        self._ticks = Prepared(
            engine,
            T.select(T.item, T.at, T.who, T.initials, T.version).where(
                T.article == slot("article")
            ),
        )

    def of(self, article: int) -> tuple[Signoff, ...]:
        """Who answered for the story, the first one first."""
        return tuple(_signoff(row) for row in self._of.all(article=article))

    def add(self, signoffs: Iterable[Signoff]) -> tuple[int, ...]:
        """Write sign-offs down, inside the transaction of the act. Gives their numbers."""
        numbers = []
        for made in signoffs:
            hold_storable({"reason": made.reason})
            number = self._engine.insert(
                S.insert(
                    article=made.article,
                    at=micros(made.at),
                    who=made.who,
                    initials=made.initials,
                    gate=made.gate,
                    version=made.version,
                    reason=made.reason,
                    findings=to_json(list(made.findings)) if made.findings else "",
                    undone=0,
                ),
                S.id,
            )
            numbers.append(number)
            self._history.note("review", made.article, "sign", actor=made.who)
        return tuple(numbers)

    def ticks(self, article: int) -> dict[str, Tick]:
        """The checks that were made by hand, by name."""
        return {
            item: Tick(item=item, at=_at(at), who=who, initials=initials, version=version)
            for item, at, who, initials, version in self._ticks.all(article=article)
        }

    def tick(self, article: int, tick: Tick) -> None:
        """Write a check down, in place of the one before."""
        made = {
            "at": micros(tick.at),
            "who": tick.who,
            "initials": tick.initials,
            "version": tick.version,
        }
        with self._engine.joined():
            self._engine.run(
                T.insert(article=article, item=tick.item, **made).on_conflict(
                    conflict_target=[T.article, T.item], update=made
                )
            )
            self._history.note("review", article, "tick", actor=tick.who)

    def untick(self, article: int, item: str, *, who: int | None) -> None:
        """Take a check back."""
        with self._engine.joined():
            self._engine.run(T.delete().where(T.article == article, T.item == item))
            self._history.note("review", article, "untick", actor=who)


def _signoff(row: Any) -> Signoff:
    data = dict(zip(_NAMES, row, strict=True))
    data["at"] = _at(data["at"])
    data["findings"] = tuple(json.loads(data["findings"])) if data["findings"] else ()
    data["undone"] = bool(data["undone"])
    return Signoff(**data)
