"""Filters that people named and keep."""

from __future__ import annotations

from dataclasses import asdict

from newsroom.news.lists import SavedFilter
from newsroom.store import shapes, tables
from newsroom.store.engine import Engine
from newsroom.store.history import History
from newsroom.store.prepared import Prepared, slot
from newsroom.store.state import hold_storable

_F = tables.SavedFilter


class Saved:
    """The saved filters of a store, by person; those of nobody are everybody's."""

    def __init__(self, engine: Engine, history: History) -> None:
        self._engine = engine
        self._history = history
        self._all = Prepared(
            engine,
            _F.select(_F.name, _F.filter, _F.position)
            .where(_F.owner == slot("owner"))
            .order_by(_F.position, _F.name),
        )

    def all(self, who: int | None) -> tuple[SavedFilter, ...]:
        """Somebody's filters in their order."""
        return tuple(
            SavedFilter(name=name, filter=shapes.filter_from_json(kept), position=position)
            for name, kept, position in self._all.all(owner=who or 0)
        )

    def put(self, who: int | None, saved: SavedFilter) -> None:
        """Keep a filter, or change the one of that name. Raises BadInput."""
        hold_storable({"name": saved.name, "filter": asdict(saved.filter)})
        with self._engine.joined():
            self._engine.run(
                _F.insert(
                    owner=who or 0,
                    name=saved.name,
                    filter=shapes.filter_to_json(saved.filter),
                    position=saved.position,
                ).on_conflict(
                    conflict_target=[_F.owner, _F.name], preserve=[_F.filter, _F.position]
                )
            )
            self._history.note("lists", None, "put filter", actor=who)

    def remove(self, who: int | None, name: str) -> None:
        """Forget a filter."""
        with self._engine.joined():
            self._engine.run(_F.delete().where(_F.owner == (who or 0), _F.name == name))
            self._history.note("lists", None, "remove filter", actor=who)
