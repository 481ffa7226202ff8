"""Stories that come in all at once, without anybody having to wait for them.

A store in one file lets one window write at a time, and to take in ten thousand stories takes half
a minute. So they are written into a private store first, as any story is. Then one short
transaction takes over all their rows, or none: until its end nobody sees a story of them, and
whatever ends the process before it leaves the store as it was. Only the word index follows
(``store.latewords``). On a server nobody waits for another one's rows, and nothing of this is
needed.
"""

from __future__ import annotations

import shutil
import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import IO, Any

from newsroom.news.article import Article
from newsroom.news.errors import StoreError
from newsroom.news.spans import Spans
from newsroom.store import after_tables, latewords, media_tables, tables
from newsroom.store.settings import PRIVATE
from newsroom.store.sqlite import SqliteEngine

TYPE_CHECKING = False
if TYPE_CHECKING:
    from newsroom.store.connect import Store

_TOGETHER = 250  # stories of a transaction in the private store
_AT_ONCE = 1000  # rows that a statement brings over
_AS = "arriving"  # what the private store is called beside the other
_BESIDE: tuple[type[tables.Table], ...] = (
    tables.ArticleText,
    tables.Byline,
    tables.ArticleTag,
    media_tables.MediaUse,
)
_NUMBERED: tuple[type[tables.Table], ...] = (tables.Revision, after_tables.Origin)


class Meanwhile(Exception):
    """Somebody changed the store so that what was prepared can't come in as it is."""


class Staging:
    """A private store for the stories of one import, and the way of its rows into the other."""

    def __init__(self, store: Store, held: IO[bytes]) -> None:
        """``held`` is the file that only one import holds (``latewords.hold_alone``)."""
        self._into = store
        self._engine = store.engine
        self._held = held
        self._ends = ExitStack()
        self._ends.callback(held.close)
        self._own: Store | None = None
        self._path: Path | None = None
        self._bracket = ExitStack()
        self._written = 0
        self._delta = 0
        self._attached = False
        self._origins_before = self._highest(after_tables.Origin)

    @classmethod
    def begin(cls, store: Store) -> Staging | None:
        """A new one; None where nothing is gained by it, or where another import is at it."""
        if not isinstance(store.engine, SqliteEngine) or store.read_only:
            return None
        held = latewords.hold_alone(store.folder)
        if held is None:
            return None
        try:
            latewords.sweep(store.folder)
            latewords.write_words(store)
            return cls(store, held)
        except BaseException:
            held.close()
            raise

    def __enter__(self) -> Staging:
        return self

    def __exit__(self, *_ignored: object) -> None:
        if self._attached:
            self._engine.execute(f"DETACH {_AS}")
        self._close_own()
        self._ends.close()

    # What is written.

    @property
    def own(self) -> Store:
        """The private store, made when the first story comes. Raises StoreError, DiskFull."""
        if self._own is None:
            self._own = self._made()
        if self._written % _TOGETHER == 0:
            self._bracket.close()
        if not self._own.engine.in_transaction:
            self._bracket.enter_context(self._own.transaction())
        return self._own

    def insert(self, article: Article, *, author: int | None, kind: str) -> Article:
        """Write a story; its number is one of the private store, counted from 1."""
        made = self.own.articles.insert(article, author=author, kind=kind)
        self._written = made.id
        return made

    def has_uid(self, uid: str) -> bool:
        """Whether a story of the import has that name for all time."""
        return self._own is not None and self._own.articles.id_of_uid(uid) is not None

    def _made(self) -> Store:
        from newsroom.store.connect import open_store

        try:
            folder = Path(tempfile.mkdtemp(prefix=PRIVATE, dir=self._into.folder))
        except OSError as error:
            raise StoreError(str(error)) from error
        self._ends.callback(shutil.rmtree, folder, ignore_errors=True)
        self._path = folder / "stories.newsroom"
        own = open_store(self._path, create=True, clock=self._into.clock)
        # It is thrown away however it ends: nothing has to be safe on the disk, people and pictures
        # are in the other store, and lists and words are made there.
        for pragma in ("journal_mode = memory", "synchronous = off", "foreign_keys = 0"):
            own.engine.execute(f"PRAGMA {pragma}")
        for (name,) in own.engine.fetch("SELECT name FROM sqlite_master WHERE type = 'trigger'"):
            own.engine.execute(f'DROP TRIGGER "{name}"')
        for (name,) in own.engine.fetch(
            "SELECT name FROM sqlite_master WHERE type = 'index' AND sql LIKE 'CREATE INDEX%'"
        ):
            own.engine.execute(f'DROP INDEX "{name}"')
        return own

    def _close_own(self) -> None:
        own, self._own = self._own, None
        if own is not None:
            try:
                self._bracket.close()
            finally:
                own.close()

    # Taking over.

    def seal(self) -> None:
        """Nothing more is written; to be called before the transaction that takes over."""
        self._close_own()
        if self._written:
            assert self._path is not None
            self._engine.execute(f"ATTACH ? AS {_AS}", (str(self._path),))
            self._attached = True

    def take_over(self) -> tuple[int, Spans]:
        """Bring all stories in, inside a transaction of the store; they are not found by their
        words yet.

        Gives what is added to their numbers, and the numbers of their origins. Raises Meanwhile.
        """
        if not self._written:
            return 0, Spans()
        self._hold_fitting()
        delta = self._delta = self._highest(tables.Article)
        self._copy(tables.Article, {"id": delta})
        for table in _BESIDE:
            self._copy(table, {"article": delta})
        before = self._highest(after_tables.Origin)
        for table in _NUMBERED:
            self._copy(table, {"article": delta}, leave="id")
        origins = self._highest(after_tables.Origin)
        self._into.history.bring(lambda seq: self._note(seq, delta))
        latewords.note(self._engine, delta + 1, delta + self._written)
        return delta, Spans([(before + 1, origins)] if origins > before else ())

    def write_words(self) -> None:
        """Have the stories found by their words; after the transaction."""
        if not self._written:
            return
        delta = self._delta

        def given(first: int, last: int) -> None:
            # One that somebody changed since has other words by now.
            self._engine.execute(
                "INSERT INTO main.search_doc (article, headline, meta, body) "
                "SELECT d.article + ?, d.headline, d.meta, d.body "
                f"FROM {_AS}.search_doc AS d JOIN main.article AS a ON a.id = d.article + ? "
                "WHERE d.article BETWEEN ? AND ? AND a.version = 1",
                (delta, delta, first - delta, last - delta),
            )

        latewords.write_words(self._into, given=given)

    def _hold_fitting(self) -> None:
        """Whether nobody took a name, or took in one of the stories, in the meantime."""
        same = {
            "article": "a.slug_key = n.slug_key OR a.uid = n.uid",
            "origin": f"a.id > {self._origins_before} AND a.source = n.source AND a.key = n.key",
        }
        clashes = [
            # A cross join keeps this order: what is here has the indexes.
            f"SELECT 1 FROM {_AS}.{table} AS n CROSS JOIN main.{table} AS a "
            f"WHERE {condition} LIMIT 1"
            for table, condition in same.items()
        ]
        if any(self._engine.fetch(clash) for clash in clashes):
            raise Meanwhile

    def _copy(
        self, table: type[tables.Table], added: dict[str, int], *, leave: str | None = None
    ) -> None:
        meta: Any = table._meta
        names = [f.column_name for f in meta.sorted_fields if f.column_name != leave]
        values = [f'"{name}" + {added[name]}' if name in added else f'"{name}"' for name in names]
        listed = ", ".join(f'"{name}"' for name in names)
        last = self._engine.fetch(f'SELECT coalesce(max(rowid), 0) FROM {_AS}."{meta.table_name}"')
        for first in range(1, last[0][0] + 1, _AT_ONCE):
            # SQLite keeps what a statement may have to take back in memory until its end.
            self._engine.execute(
                f'INSERT INTO main."{meta.table_name}" ({listed}) SELECT {", ".join(values)} '
                f'FROM {_AS}."{meta.table_name}" WHERE rowid BETWEEN ? AND ? ORDER BY rowid',
                (first, first + _AT_ONCE - 1),
            )

    def _note(self, seq: int, delta: int) -> None:
        self._engine.execute(
            "INSERT INTO main.activity (seq, at, actor, session, subject, number, verb, recent) "
            "SELECT ?, at, actor, ?, subject, number + ?, verb, recent "
            f"FROM {_AS}.activity WHERE subject = 'article' ORDER BY id",
            (seq, self._into.history.session, delta),
        )

    def _highest(self, table: type[tables.Table]) -> int:
        name = table._meta.table_name
        ((found,),) = self._engine.fetch(f'SELECT coalesce(max(id), 0) FROM main."{name}"')
        return int(found)
