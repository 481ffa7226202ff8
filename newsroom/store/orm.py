"""Peewee, loaded without the database drivers that it would load with itself.

Peewee imports every driver that is installed; psycopg alone costs more than Peewee does
(design/performance.md 0.6). Only ``store.postgres`` loads psycopg, and only for a server's address.
"""

from __future__ import annotations

import importlib
import sys

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

__all__ = ["peewee"]
