"""Stories taken back from the readers, and those that somebody asked to take back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from newsroom.news.correction import PageLeft, Withdrawal, WithdrawalKind, WithdrawalState
from newsroom.store.after_tables import Withdrawal as W
from newsroom.store.engine import Engine
from newsroom.store.history import History, _at
from newsroom.store.prepared import Prepared, slot
from newsroom.store.state import hold_storable
from newsroom.store.tables import micros, moment

_NAMES = (
    "id", "article", "kind", "state", "asked_at", "asked_by", "reason", "notice", "page",
    "settled_at", "settled_by", "words",
)  # fmt: skip


class Withdrawals:
    """The withdrawals of a store."""

    def __init__(self, engine: Engine, history: History) -> None:
        self._engine = engine
        self._history = history
        rows = W.select(*(getattr(W, name) for name in _NAMES))
        self._of = Prepared(engine, rows.where(W.article == slot("article")).order_by(W.id))
        newest = rows.where(W.article == slot("article"), W.state == slot("state"))
        self._newest = Prepared(engine, newest.order_by(W.id.desc()).limit(1))
        self._in_state = Prepared(engine, rows.where(W.state == slot("state")).order_by(W.id))

    def add(self, made: Withdrawal) -> int:
        """Write one down, inside the transaction of the act. Gives its number."""
        hold_storable({"reason": made.reason, "notice": made.notice})
        self._history.note("review", made.article, str(made.kind), actor=made.asked_by)
        return self._engine.insert(
            W.insert(
                article=made.article,
                kind=str(made.kind),
                state=str(made.state),
                asked_at=micros(made.asked_at),
                asked_by=made.asked_by,
                reason=made.reason,
                notice=made.notice,
                page=str(made.page),
                settled_at=micros(made.settled_at),
                settled_by=made.settled_by,
                words=made.words,
            ),
            W.id,
        )

    def settle(
        self,
        number: int,
        article: int,
        *,
        before: WithdrawalState,
        after: WithdrawalState,
        at: datetime,
        who: int | None,
        words: str = "",
    ) -> bool:
        """Bring one from a state to the next, inside the transaction of the act.

        False where somebody else has done so already.
        """
        hold_storable({"words": words})
        values: dict[str, object] = {"state": str(after), "words": words}
        if after is not WithdrawalState.ENDED:  # who withdrew it stays on record
            values.update(settled_at=micros(at), settled_by=who)
        done = self._engine.run(W.update(values).where(W.id == number, W.state == str(before)))
        if done.rowcount != 1:
            return False
        self._history.note("review", article, str(after), actor=who)
        return True

    def of(self, article: int) -> tuple[Withdrawal, ...]:
        """Those of a story, the first one first."""
        return tuple(_withdrawal(row) for row in self._of.all(article=article))

    def newest(self, article: int, state: WithdrawalState) -> Withdrawal | None:
        """The last one of a story in that state."""
        row = self._newest.one(article=article, state=str(state))
        return None if row is None else _withdrawal(row)

    def asked(self) -> tuple[Withdrawal, ...]:
        """Those that wait for a second person, the oldest first."""
        return tuple(_withdrawal(row) for row in self._in_state.all(state="asked"))

    def standing(self) -> Mapping[int, Withdrawal]:
        """What was taken back, by story, for the site."""
        found = (_withdrawal(row) for row in self._in_state.all(state="done"))
        return {made.article: made for made in found}


def _withdrawal(row: Any) -> Withdrawal:
    data = dict(zip(_NAMES, row, strict=True))
    data["kind"] = WithdrawalKind(data["kind"])
    data["state"] = WithdrawalState(data["state"])
    data["page"] = PageLeft(data["page"])
    data["asked_at"] = _at(data["asked_at"])
    data["settled_at"] = moment(data["settled_at"])
    return Withdrawal(**data)
