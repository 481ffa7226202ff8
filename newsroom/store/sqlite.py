"""A store in one SQLite file."""

from __future__ import annotations

import json
import os
import sqlite3
import time
import weakref
from collections.abc import Iterable
from pathlib import Path

from newsroom.store import faults, places
from newsroom.store.engine import Engine
from newsroom.store.orm import peewee

OLDEST_SQLITE = (3, 38, 0)  # the JSON functions are always built in from here on

# design/store.md 1. FULL costs one fsync a save and is what survives a power cut.
PRAGMAS = {
    "journal_mode": "wal",
    "synchronous": "full",
    "foreign_keys": 1,
    "cache_size": -16000,  # KiB
    "mmap_size": 0,  # mapped pages count as memory of ours, and reads are no quicker here
    "temp_store": "memory",
    "journal_size_limit": 67108864,
}
WAIT = 5.0  # seconds that a writer waits for another one
_STATEMENTS = 256  # kept compiled; the lists alone have some dozens of shapes

_STAMPS = os.name == "posix"  # Windows stamps a file that is held open when it likes
_TICK_NS = (
    50_000_000  # a kernel's clock moves in steps of up to 10 ms: two writes may look like one
)
_MOST_UNASKED = 4  # looks at the stamp alone, between two that ask SQLite


class SqliteEngine(Engine):
    """One connection to a store's file.

    ``read_only`` opens it without a byte changing on disk, ``still`` also without its write-ahead
    log, for folders that may not be written at all.
    """

    driver_errors = (sqlite3.Error,)

    def __init__(
        self, path: Path, name: str, *, read_only: bool = False, still: bool = False
    ) -> None:
        super().__init__(name, read_only=read_only)
        self.path = path
        mode = "mode=ro" if read_only else "mode=rw"
        if still:
            mode += "&immutable=1"
        pragmas = dict(PRAGMAS)
        if read_only:
            del pragmas["journal_mode"]
            pragmas["query_only"] = 1
        self.db = peewee.SqliteDatabase(
            f"{path.absolute().as_uri()}?{mode}",
            pragmas=pragmas,
            timeout=WAIT,
            lock_type="IMMEDIATE",
            autoconnect=False,
            uri=True,
            cached_statements=_STATEMENTS,
        )
        # Let go of also where nobody closes it.
        self._held = weakref.finalize(self, places.hold(path))
        try:
            self.db.connect()
            self._raw: sqlite3.Connection = self.db.connection()  # type: ignore[no-untyped-call]
            self._opened = places.identity(path)
            self._log = f"{path.absolute()}-wal"
            self._stamp: tuple[int, int, int] | None = None
            self._unasked = 0
            self._version = self._data_version()
        except BaseException as error:
            self.close()
            said = self.explain(error)
            if said is error:
                raise
            raise said from error

    def ensure(self) -> None:
        """Raises StoreError where the file was moved, replaced or deleted."""
        # A file that was moved away still takes every write and loses it at the end.
        if places.identity(self.path) != self._opened:
            raise faults.moved(self.name)

    def copy_to(self, target: sqlite3.Connection) -> None:
        """Copy the whole file into an open, empty database, as it is at this moment."""
        self._raw.backup(target)

    def begin(self) -> None:
        """Take the right to write."""
        self.execute("BEGIN IMMEDIATE")

    def _has_bracket(self) -> bool:
        return self._raw.in_transaction  # a full disk rolls back by itself

    def settle(self) -> None:
        """Have everything in the one file, before that file is copied or takes a place.

        Closing does the same and says nothing where the disk is full: the rest then stays in the
        log beside the file. Raises DiskFull, StoreBusy.
        """
        busy, _log, _moved = self.fetch("PRAGMA wal_checkpoint(TRUNCATE)")[0]
        if busy:
            raise faults.busy(self.name)

    def close(self) -> None:
        """Let go of the connection."""
        if not self.db.is_closed():
            self.db.close()
        self._held()

    def interrupt(self) -> None:
        """Stop the statement that runs now."""
        self._raw.interrupt()

    def rest(self) -> None:
        """Give the pages back that SQLite keeps: the system has them in its own cache."""
        self._raw.execute("PRAGMA shrink_memory")

    def _data_version(self) -> int:
        # Straight from the driver: it is asked all the time and counts as no query.
        return int(self._raw.execute("PRAGMA data_version").fetchone()[0])

    def stirred(self) -> bool:
        """Whether the write-ahead log was touched since this was last asked, or nobody knows.

        Whoever writes, writes into it. To ask for its stamp is a twentieth of what it takes to ask
        SQLite, which locks for it; SQLite is asked now and then all the same.
        """
        if not _STAMPS:
            return True
        try:
            found = os.stat(self._log)
        except OSError:
            return True  # opened without one
        stamp = (found.st_mtime_ns, found.st_size, found.st_ino)
        if stamp == self._stamp and self._unasked < _MOST_UNASKED:
            self._unasked += 1
            return False
        self._unasked = 0
        self._stamp = stamp if abs(time.time_ns() - stamp[0]) > _TICK_NS else None
        return True

    def news(self) -> bool:
        """Whether others may have written since this was last asked."""
        try:
            version = self._data_version()
        except sqlite3.Error as error:
            raise self.explain(error) from error
        fresh, self._version = version != self._version, version
        return fresh

    def tell_others(self, session: str) -> None:
        """Nothing to do: the file itself tells."""

    def among(self, field: peewee.Node, slot: peewee.Node, *, never: bool = False) -> peewee.Node:
        """The field is one of the values, or none of them."""
        inside = "NOT IN" if never else "IN"
        return peewee.NodeList(
            (field, peewee.SQL(f"{inside} (SELECT value FROM json_each("), slot, peewee.SQL("))"))
        )

    def array(self, values: Iterable[object]) -> object:
        """The values as one parameter."""
        return json.dumps(list(values))

    def weak(self, field: peewee.Field) -> peewee.Node:
        """The field, hidden from the choice of an index."""
        # A unary plus takes the column away from the planner, which has no statistics to go by.
        return peewee.NodeList((peewee.SQL("+"), field), glue="")

    def locked(self, query: peewee.Select) -> peewee.Select:
        """The query with its rows held."""
        return query  # BEGIN IMMEDIATE has locked everything
