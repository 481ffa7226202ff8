"""Peewee, loaded without the database drivers that it would load with itself.

Peewee imports every driver that is installed; psycopg alone costs more than Peewee does
(design/performance.md 0.6). Only ``store.postgres`` loads psycopg, and only for a server's address.
"""

from __future__ import annotations

import importlib
import sys
from typing import Any

# pysqlite3 too: the journal and the backups use Python's own sqlite3, and one process should not
# have one file open through two builds of SQLite (their POSIX locks do not see each other).
_DRIVERS = ("psycopg", "psycopg2", "psycopg2cffi", "pymysql", "MySQLdb", "pysqlite3")


def _load() -> None:
    masked = [name for name in _DRIVERS if name not in sys.modules]
    for name in masked:
        sys.modules[name] = None  # type: ignore[assignment] # None makes an import fail at once
    try:
        importlib.import_module("peewee")
    finally:
        for name in masked:
            sys.modules.pop(name, None)


_load()

import peewee  # noqa: E402 - after its drivers were masked

_column_sql: Any = peewee.Column.__sql__


def _is_table(source: object) -> bool:
    return type(source) is peewee.Table


def _quick_column(column: Any, context: Any) -> Any:
    """As Peewee writes the column of a table, in one piece: it goes through a dozen calls for each,
    which is half of what a query takes to be written."""
    source: Any = column.source
    state: Any = context.state
    if state.scope == peewee.SCOPE_VALUES or not _is_table(source):
        return _column_sql(column, context)
    aliases = context.alias_manager
    if source._alias:
        aliases[source] = source._alias
    before, after = state.quote or '""'
    named, name = aliases[source], column.name
    if before in named or before in name:
        return _column_sql(column, context)
    return context.literal(f"{before}{named}{after}.{before}{name}{after}")


setattr(peewee.Column, "__sql__", _quick_column)  # noqa: B010  # a type checker minds

__all__ = ["peewee"]
