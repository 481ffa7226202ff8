"""Queries that Peewee writes once and the driver runs many times, at the driver's own speed."""

from __future__ import annotations

from typing import Any

from newsroom.store.engine import Engine
from newsroom.store.orm import peewee


class _Slot:
    """Stands in a query's parameters for a value that comes with each run."""

    __slots__ = ("name",)

    def __init__(self, name: str) -> None:
        self.name = name


def slot(name: str) -> peewee.Value:
    """A place in a query for the value that a run gives as ``name``."""
    return peewee.Value(_Slot(name), converter=False, unpack=False)


def constant(value: object) -> peewee.Value:
    """A value that goes to the driver as it is, lists too (``Engine.array``)."""
    return peewee.Value(value, converter=False, unpack=False)


class Prepared:
    """A query with slots, written out as SQL once: at its first run, as Peewee takes a third of a
    millisecond for it and a day needs few of all. Values go to the driver as they are."""

    __slots__ = ("_engine", "_params", "_query", "_slots", "_sql")

    def __init__(self, engine: Engine, query: peewee.Node | tuple[str, list[Any]]) -> None:
        self._engine = engine
        self._query: peewee.Node | tuple[str, list[Any]] | None = query
        self._sql = ""
        self._params: list[Any] = []
        self._slots: list[tuple[int, str]] = []

    def _write(self, query: peewee.Node | tuple[str, list[Any]]) -> None:
        sql, params = query if isinstance(query, tuple) else self._engine.compile(query)
        self._slots = [
            (place, value.name) for place, value in enumerate(params) if isinstance(value, _Slot)
        ]
        self._sql, self._params = sql, params
        self._query = None  # last: who sees it on another thread may use the rest

    @property
    def sql(self) -> str:
        """The statement."""
        if self._query is not None:
            self._write(self._query)
        return self._sql

    @property
    def parameters(self) -> list[Any]:
        """The statement's parameters with their slots, to build another statement around it."""
        if self._query is not None:
            self._write(self._query)
        return list(self._params)

    def _filled(self, values: dict[str, object]) -> list[Any]:
        params = list(self._params)
        for place, name in self._slots:
            params[place] = values[name]
        return params

    def run(self, **values: object) -> Any:
        """Run it with these values and give the cursor."""
        return self._engine.execute(self.sql, self._filled(values))

    def all(self, **values: object) -> list[Any]:
        """All rows, as plain tuples."""
        return self._engine.fetch(self.sql, self._filled(values))

    def one(self, **values: object) -> Any:
        """The first row, or None."""
        found = self._engine.fetch(self.sql, self._filled(values))
        return found[0] if found else None
