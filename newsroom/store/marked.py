"""What an act wrote beside its stories, so that taking the act back takes it along."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from newsroom.news.spans import Spans
from newsroom.store import after_tables as after
from newsroom.store import review_tables as review
from newsroom.store import tables
from newsroom.store.engine import Engine
from newsroom.store.orm import peewee
from newsroom.store.prepared import constant
from newsroom.store.suggestions import recount
from newsroom.store.tables import Table, to_json
from newsroom.values import dataclass

_MARKED: Mapping[str, tuple[type[Table], frozenset[str]]] = {
    "movement": (review.Movement, frozenset({"undone"})),
    "notice": (review.Notice, frozenset({"undone"})),
    "signoff": (review.Signoff, frozenset({"undone"})),
    "correction": (after.Correction, frozenset({"undone"})),
    "origin": (after.Origin, frozenset({"undone"})),
    "staff": (tables.Staff, frozenset({"active"})),
    "settlement": (review.Settlement, frozenset({"undone"})),
    "suggestion": (
        review.Suggestion,
        frozenset({"base_version", "base", "proposal", "changes", "state"}),
    ),
}
"""The tables of which a step may write rows, and the columns that it may set back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Marked:
    """Rows of a table, what stood in them before an act, and after it."""

    table: str
    ids: tuple[int, ...] | Spans
    before: Mapping[str, Any]
    after: Mapping[str, Any]

    def plain(self) -> dict[str, object]:
        """As a step keeps it."""
        if isinstance(self.ids, Spans):
            which: dict[str, object] = {"spans": self.ids.pairs()}
        else:
            which = {"ids": list(self.ids)}
        return {
            "table": self.table,
            **which,
            "before": dict(self.before),
            "after": dict(self.after),
        }


def written(table: str, ids: Sequence[int] | Spans) -> Marked:
    """Rows that an act added: they count until it is taken back."""
    kept = ids if isinstance(ids, Spans) else tuple(ids)
    return Marked(table=table, ids=kept, before={"undone": 1}, after={"undone": 0})


class MarkedRows:
    """Sets such rows back, and forth again."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def stands(self, kept: Mapping[str, Any], side: str) -> bool:
        """Whether every row is still what the act (``side`` "after") or its undoing left."""
        table, names = _table(kept)
        if table is review.Suggestion and self._stands_twice(kept, side):
            return False
        columns = [getattr(table, name) for name in sorted(names & set(kept[side]))]
        wanted = tuple(_plain(kept[side][column.name]) for column in columns)
        ids = _ids(kept)
        rows = self._engine.rows(table.select(*columns).where(self._among(table, ids)))
        return len(rows) == len(ids) and all(tuple(row) == wanted for row in rows)

    def _stands_twice(self, kept: Mapping[str, Any], side: str) -> bool:
        """Whether a set would open again beside a newer one of the same person."""
        other = "before" if side == "after" else "after"
        if kept[other].get("state") != "open":
            return False
        one, two = review.Suggestion.alias(), review.Suggestion
        query = (
            two.select(two.id)
            .join(one, on=((one.article == two.article) & (one.author == two.author)))
            .where(one.id.in_(kept["ids"]), two.id != one.id, review.IS_PROPOSED)
        )
        return self._engine.one(query) is not None

    def set(self, kept: Mapping[str, Any], side: str) -> tuple[int, ...]:
        """Give every row the values of that side; gives the stories that they belong to.

        People are not set so: they leave and come back by a verb of their own.
        """
        table, names = _table(kept)
        values = {name: _plain(kept[side][name]) for name in names & set(kept[side])}
        if table is review.Suggestion:
            values["version"] = review.Suggestion.version + 1
        here = self._among(table, _ids(kept))
        self._engine.run(table.update(values).where(here))
        owner = table._meta.fields["article"]
        stories = tuple(row[0] for row in self._engine.rows(table.select(owner).where(here)))
        if table is review.Suggestion:
            for story in stories:
                recount(self._engine, story)
        return stories

    def _among(self, table: type[Table], ids: Sequence[int]) -> peewee.Node:
        return self._engine.among(table._meta.fields["id"], constant(self._engine.array(ids)))


def _ids(kept: Mapping[str, Any]) -> Sequence[int]:
    """The numbers of the rows of a part of a step."""
    return kept["ids"] if "ids" in kept else tuple(Spans(kept["spans"]))


def _table(kept: Mapping[str, Any]) -> tuple[type[Table], frozenset[str]]:
    return _MARKED[kept["table"]]


def _plain(value: object) -> object:
    return to_json(value) if isinstance(value, (dict, list)) else value
