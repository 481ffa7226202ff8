"""A private store beside another one, for stories that are not in it yet, and the way of its rows
into the other: it is a file that only its maker knows, and thrown away however it ends."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from newsroom.news.errors import StoreError
from newsroom.store import tables

TYPE_CHECKING = False
if TYPE_CHECKING:
    from newsroom.store.connect import Store

AT_ONCE = (
    100  # rows that a statement brings over: SQLite keeps the pages that it may have to restore
)

_LOOKED_INTO = frozenset({"thread", "comment", "mention", "suggestion", "correction", "staff"})
"""Tables whose rows are looked for while more are written; of the others the indexes only cost."""

_TOGETHER = 250  # stories of a transaction in the private store
_PRAGMAS = (
    # Nothing has to be safe on the disk, and people, pictures, lists are in the other store.
    "journal_mode = memory",
    "synchronous = off",
    "foreign_keys = 0",
    # It is read once, row after row; what looks for a name twice needs a few pages.
    "cache_size = -4000",
)


class Aside:
    """Writes stories into ``path``; ``seal`` it, then its rows are ``name.table`` in the other
    store's own statements."""

    def __init__(self, into: Store, path: Path, name: str) -> None:
        """Raises StoreError, DiskFull."""
        from newsroom.store.connect import open_store

        self._into = into
        self._path = path
        self.name = name
        self.count = 0
        self._attached = False
        self._bracket = ExitStack()
        own = open_store(path, create=True, clock=into.clock)
        for pragma in _PRAGMAS:
            own.engine.execute(f"PRAGMA {pragma}")
        for (trigger,) in own.engine.fetch("SELECT name FROM sqlite_master WHERE type = 'trigger'"):
            own.engine.execute(f'DROP TRIGGER "{trigger}"')
        for index, table in own.engine.fetch(
            "SELECT name, tbl_name FROM sqlite_master "
            "WHERE type = 'index' AND sql LIKE 'CREATE INDEX%'"
        ):
            if table not in _LOOKED_INTO:
                own.engine.execute(f'DROP INDEX "{index}"')
        self._own: Store | None = own

    @property
    def own(self) -> Store:
        """The private store, to be written to until it is sealed."""
        assert self._own is not None
        if not self._own.engine.in_transaction:
            self._bracket.enter_context(self._own.transaction())
        return self._own

    def written(self) -> None:
        """One more story is in it."""
        self.count += 1
        if self.count % _TOGETHER == 0:
            self._bracket.close()

    def seal(self) -> None:
        """Nothing more is written: have its rows seen from the other store, outside of any
        transaction."""
        self._close_own()
        self._into.engine.execute(f"ATTACH ? AS {self.name}", (str(self._path),))
        self._attached = True

    def close(self) -> None:
        """Let go of the file."""
        if self._attached:
            self._attached = False
            self._into.engine.execute(f"DETACH {self.name}")
        self._close_own()

    def _close_own(self) -> None:
        own, self._own = self._own, None
        if own is not None:
            try:
                self._bracket.close()
            finally:
                own.close()

    # What is brought over, inside a transaction of the other store.

    def copy(
        self,
        table: type[tables.Table],
        *,
        added: dict[str, int] | None = None,
        leave: str | None = None,
        where: str = "TRUE",
        given: tuple[object, ...] = (),
    ) -> None:
        """Bring the rows of a table. ``added`` is what is added to the numbers in a column;
        ``leave`` is the column that the other store fills; ``where`` says which ones come."""
        added = added or {}
        meta: Any = table._meta
        names = [f.column_name for f in meta.sorted_fields if f.column_name != leave]
        values = [f'"{name}" + {added[name]}' if name in added else f'"{name}"' for name in names]
        listed = ", ".join(f'"{name}"' for name in names)
        for first, last in self.stretches(meta.table_name):
            self._into.engine.execute(
                f'INSERT INTO main."{meta.table_name}" ({listed}) SELECT {", ".join(values)} '
                f'FROM {self.name}."{meta.table_name}" WHERE rowid BETWEEN ? AND ? AND {where} '
                "ORDER BY rowid",
                (first, last, *given),
            )

    def stretches(self, table: str) -> Iterator[tuple[int, int]]:
        """The first and the last row number of each part of a table that one statement takes."""
        first: int | None = None
        while True:
            beyond = "" if first is None else f"WHERE rowid > {first}"
            ((low, last),) = self._into.engine.fetch(
                f"SELECT min(rowid), max(rowid) FROM (SELECT rowid FROM {self.name}.{table} "
                f"{beyond} ORDER BY rowid LIMIT {AT_ONCE})"
            )
            if last is None:
                return
            yield low, last
            first = last


def make_folder(into: Store, stack: ExitStack) -> Path:
    """A private folder beside a store, which goes with ``stack``. Raises StoreError."""
    import shutil
    import tempfile

    from newsroom.store.settings import PRIVATE

    try:
        folder = Path(tempfile.mkdtemp(prefix=PRIVATE, dir=into.folder))
    except OSError as error:
        raise StoreError(str(error)) from error
    stack.callback(shutil.rmtree, folder, ignore_errors=True)
    return folder
