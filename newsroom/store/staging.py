"""Stories that come in all at once, without anybody having to wait for them.

A store in one file lets one window write at a time, and to take in ten thousand stories takes half
a minute. So they are written into private stores first, as any story is: new ones in one, numbered
from 1, changed ones in another, under their own numbers. Then one short transaction takes over all
their rows, or none: until its end nobody sees any of it, and whatever ends the process before it
leaves the store as it was. Only the word index follows (``store.latewords``). On a server nobody
waits for another one's rows, and nothing of this is needed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import ExitStack
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import IO

from newsroom.news.article import Article
from newsroom.news.spans import Spans
from newsroom.news.staff import Person
from newsroom.store import after_tables, besides, latewords, media_tables, tables
from newsroom.store.aside import Aside, make_folder
from newsroom.store.changing import Changing
from newsroom.store.sqlite import SqliteEngine
from newsroom.values import dataclass

TYPE_CHECKING = False
if TYPE_CHECKING:
    from newsroom.store.connect import Store

_NEW, _CHANGED = "arriving", "changing"  # what the private stores are called beside the other
_BESIDE: tuple[type[tables.Table], ...] = (
    tables.ArticleText,
    tables.Byline,
    tables.ArticleTag,
    media_tables.MediaUse,
)
_PICTURES: tuple[type[tables.Table], ...] = (tables.Media, media_tables.MediaFacts)
_NUMBERED: tuple[type[tables.Table], ...] = (tables.Revision, after_tables.Origin)


class Meanwhile(Exception):
    """Somebody changed the store so that what was prepared can't come in as it is."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What a takeover did: what is added to the numbers of new stories, the numbers of the origins
    that came, and those of the stories that were left because somebody changed them meanwhile."""

    delta: int
    origins: Spans
    left: tuple[int, ...]


class Staging:
    """The private stores of one import, and the way of their rows into the other."""

    def __init__(self, store: Store, held: IO[bytes]) -> None:
        """``held`` is the file that only one import holds (``latewords.hold_alone``)."""
        self._into = store
        self._engine = store.engine
        self._ends = ExitStack()
        self._ends.callback(held.close)
        self._parts: list[Aside] = []
        self._new: Aside | None = None
        self._changing: Changing | None = None
        self._besides = besides.Besides(store)
        self._delta = 0
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
        self._ends.close()

    # What is written.

    def insert(self, article: Article, *, author: int | None, kind: str) -> Article:
        """Write a new story; its number is below 0 until it is in. Raises StoreError, DiskFull."""
        made = self.new.articles.insert(article, author=author, kind=kind)
        assert self._new is not None
        self._new.written()
        return replace(made, id=-made.id)

    @property
    def new(self) -> Store:
        """The private store of what is new: stories, and pictures that the store lacks."""
        if self._new is None:
            self._new = self._aside(_NEW)
        return self._new.own

    def change(
        self, stands: Article, fields: Mapping[str, object], *, author: int | None, kind: str
    ) -> Article:
        """Write what becomes of a story of the store, once. Raises SlugTaken, BadInput, StoreError,
        DiskFull."""
        if "slug" in fields:
            story = replace(stands, slug=str(fields["slug"]))
            self._into.articles.hold_slug_free(story)
            if self._new is not None:  # where other stories have the numbers
                self._new.own.articles.hold_slug_free(replace(story, id=0))
        if self._changing is None:
            self._changing = Changing(self._into, self._aside(_CHANGED))
        return self._changing.put(stands, fields, author=author, kind=kind)

    def beside(self, number: int) -> Store:
        """Where that belongs which comes in with a story that was written here."""
        part = self._new if number < 0 else self._changing
        assert part is not None
        return part.own

    def talk(self, joining: Iterable[Person]) -> Store:
        """Where comments and suggestions of new stories are written, which knows the staff and
        those who are to join it."""
        self._besides.lend_staff(self.new, joining)
        return self.new

    def has_uid(self, uid: str) -> bool:
        """Whether a new story of the import has that name for all time."""
        return self._new is not None and self._new.own.articles.id_of_uid(uid) is not None

    @cached_property
    def _folder(self) -> Path:
        return make_folder(self._into, self._ends)

    def _aside(self, name: str) -> Aside:
        made = Aside(self._into, self._folder / f"{name}.newsroom", name)
        self._parts.append(made)
        self._ends.callback(made.close)
        return made

    # Taking over.

    def seal(self) -> None:
        """Nothing more is written; to be called before the transaction that takes over."""
        for part in self._parts:
            part.seal()

    def take_over(self) -> Taken:
        """Bring all stories in, inside a transaction of the store; they are not found by their
        words yet. Raises Meanwhile."""
        self._hold_fitting()
        before = self._highest(after_tables.Origin)
        left: tuple[int, ...] = ()
        if self._new is not None:
            self._bring_new(self._new)
        if self._changing is not None:
            left = self._changing.take_over()
        origins = self._highest(after_tables.Origin)
        came = Spans([(before + 1, origins)] if origins > before else ())
        return Taken(self._delta, came, left)

    def write_words(self) -> None:
        """Have the stories found by their words; after the transaction."""
        if self._parts:
            latewords.write_words(
                self._into,
                given=self._words_of_new if self._new is not None else None,
                changed=self._changing.write_words if self._changing is not None else None,
            )

    def _bring_new(self, new: Aside) -> None:
        delta = self._delta = self._highest(tables.Article)
        new.copy(tables.Article, added={"id": delta})
        for table in _BESIDE:
            new.copy(table, added={"article": delta})
        for table in _NUMBERED:
            new.copy(table, added={"article": delta}, leave="id")
        besides.bring(new, delta=delta, highest=self._highest)
        self._into.history.bring(lambda seq: self._note(seq, delta))
        if new.count:
            latewords.note(self._engine, delta + 1, delta + new.count)
        for table in _PICTURES:  # those that somebody else put in meanwhile are as they have them
            name = table._meta.table_name
            new.copy(table, where=f'"sha256" NOT IN (SELECT sha256 FROM main.{name})')
        if self._engine.fetch(f"SELECT 1 FROM {_NEW}.media LIMIT 1"):
            self._into.history.note("media", None, "put")

    def _words_of_new(self, first: int, last: int) -> frozenset[int]:
        delta = self._delta
        # One that somebody changed since has other words by now.
        rows = self._engine.fetch(
            "INSERT INTO main.search_doc (article, headline, meta, body) "
            "SELECT d.article + ?, d.headline, d.meta, d.body "
            f"FROM {_NEW}.search_doc AS d JOIN main.article AS a ON a.id = d.article + ? "
            "WHERE d.article BETWEEN ? AND ? AND a.version = 1 RETURNING article",
            (delta, delta, first - delta, last - delta),
        )
        return frozenset(number for (number,) in rows)

    def _hold_fitting(self) -> None:
        """Whether nobody took a name, or took in one of the stories, in the meantime."""
        same = {
            "article": "a.slug_key = n.slug_key OR a.uid = n.uid",
            "origin": f"a.id > {self._origins_before} AND a.source = n.source AND a.key = n.key",
        }
        clashes = [
            # A cross join keeps this order: what is here has the indexes.
            f"SELECT 1 FROM {_NEW}.{table} AS n CROSS JOIN main.{table} AS a "
            f"WHERE {condition} LIMIT 1"
            for table, condition in same.items()
            if self._new is not None
        ]
        if any(self._engine.fetch(clash) for clash in clashes):
            raise Meanwhile
        if self._changing is not None and self._changing.slug_taken():
            raise Meanwhile

    def _note(self, seq: int, delta: int) -> None:
        self._engine.execute(
            "INSERT INTO main.activity (seq, at, actor, session, subject, number, verb, recent) "
            "SELECT ?, at, actor, ?, subject, number + iif(subject = 'inbox', 0, ?), verb, recent "
            f"FROM {_NEW}.activity WHERE subject IN (?, ?, ?) ORDER BY id",
            (seq, self._into.history.session, delta, *besides.SUBJECTS),
        )

    def _highest(self, table: type[tables.Table]) -> int:
        name = table._meta.table_name
        ((found,),) = self._engine.fetch(f'SELECT coalesce(max(id), 0) FROM main."{name}"')
        return int(found)
