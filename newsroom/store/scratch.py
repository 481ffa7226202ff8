"""What has to be remembered of each of very many things for a while, in a temporary file of
SQLite's own: memory stays the same however many there are."""

from __future__ import annotations

import sqlite3
import threading
import weakref

from newsroom.i18n import _
from newsroom.store import faults

_PRAGMAS = (
    # Nobody else knows the file, and nothing of it is to be there after us.
    "journal_mode = memory",
    "synchronous = off",
    "locking_mode = exclusive",
    "cache_size = -512",  # KiB; what is more goes to the disk
    "temp_store = file",
)


class Scratch:
    """Numbers that were seen, and parcels of bytes in their order. Any thread may ask.

    Raises DiskFull and StoreError where the folder for temporary files can't be written.
    """

    def __init__(self) -> None:
        # An empty name is a file that SQLite makes once its cache is full, and deletes at the end
        # (https://sqlite.org/inmemorydb.html#temp_db).
        self._db = sqlite3.connect("", isolation_level=None, check_same_thread=False)
        self._guard = threading.Lock()
        weakref.finalize(self, self._db.close)
        for pragma in _PRAGMAS:
            self._db.execute(f"PRAGMA {pragma}")
        self._db.execute("CREATE TABLE seen (number INTEGER PRIMARY KEY)")
        self._db.execute("CREATE TABLE parcel (place INTEGER PRIMARY KEY, data BLOB)")

    def see(self, number: int) -> None:
        """Remember a number of 64 bits."""
        self._ask("INSERT OR IGNORE INTO seen VALUES (?)", number)

    def saw(self, number: int) -> bool:
        """Whether it was seen."""
        return self._ask("SELECT 1 FROM seen WHERE number = ?", number) is not None

    def put(self, place: int, data: bytes) -> None:
        """Keep bytes at a place, instead of what was there."""
        self._ask("INSERT OR REPLACE INTO parcel VALUES (?, ?)", place, data)

    def get(self, place: int) -> bytes:
        """The bytes that were put there. Raises KeyError."""
        row = self._ask("SELECT data FROM parcel WHERE place = ?", place)
        if row is None:
            raise KeyError(place)
        return bytes(row[0])

    def _ask(self, sql: str, *values: object) -> tuple[bytes, ...] | None:
        try:
            with self._guard:
                found: tuple[bytes, ...] | None = self._db.execute(sql, values).fetchone()
        except sqlite3.Error as error:
            said = faults.told(error, _("The folder for temporary files"))
            if said is None:
                raise
            raise said from error
        return found
