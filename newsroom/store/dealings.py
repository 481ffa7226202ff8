"""What was done about stories, as plain data: corrections, withdrawals, talk, packages and more.

Here is what a newsroom's own file keeps beside stories, people, lists and pictures, and brings into
an empty store again. Stories and people stand in it by their uid, which is the same everywhere;
all else keeps the number that it has. What only belongs to a running window (locks, who looks at
what), the steps that can be taken back and the day book of acts are not among it.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from newsroom.news.plain import iso
from newsroom.store import after_tables as after
from newsroom.store import media_tables as media
from newsroom.store import outbox_tables as outbox
from newsroom.store import review_tables as review
from newsroom.store import rules_tables as rules
from newsroom.store import tables
from newsroom.store import wire_tables as wire
from newsroom.store.columns import JsonField, UtcField, micros, moment, to_json
from newsroom.store.engine import Engine
from newsroom.store.orm import peewee
from newsroom.store.suggestions import recount

Rows = Sequence[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class _Book:
    """A table whose rows are kept: which columns name stories and which name people.

    ``travels`` tells that its rows go along with single stories as well.
    """

    table: type[tables.Table]
    stories: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    travels: bool = False

    @property
    def name(self) -> str:
        """The book's name in a file."""
        return str(self.table._meta.table_name)


_BOOKS: tuple[_Book, ...] = (
    _Book(after.Correction, ("article",), ("who",), travels=True),
    _Book(after.Withdrawal, ("article",), ("asked_by", "settled_by")),
    _Book(after.Schedule, ("article",), ("who",)),
    _Book(after.Package, (), ("updated_by",)),
    _Book(after.Kin, ("article", "parent", "family"), travels=True),
    _Book(after.Origin, ("article",), ("who",), travels=True),
    _Book(tables.Redirect, ("article",), travels=True),
    _Book(tables.Publication, (), ("who",)),
    _Book(tables.SavedFilter, (), ("owner",)),
    _Book(tables.Setting),
    _Book(review.Thread, ("article",), ("author", "resolved_by")),
    _Book(review.Comment, (), ("author",)),
    _Book(review.Mention, (), ("person",)),
    _Book(review.ReadMark, ("article",), ("person",)),
    _Book(review.Suggestion, ("article",), ("author",)),
    _Book(review.Settlement, ("article",), ("who",)),
    _Book(review.Movement, ("article",), ("who", "person")),
    _Book(review.Notice, ("article",), ("person", "who")),
    _Book(review.Tick, ("article",), ("who",)),
    _Book(review.Signoff, ("article",), ("who",)),
    _Book(outbox.Delivery, ("article",), ("who",)),
    _Book(outbox.Remote),
    _Book(rules.StyleRule, (), ("owner", "updated_by")),
    _Book(rules.StyleAllowance, ("article",), ("who",)),
    _Book(media.MediaFacts, (), ("added_by", "updated_by")),
    _Book(wire.WireFeed),
    _Book(wire.WireEntry),
    _Book(wire.WireRead, (), ("person",)),
)
"""What is kept, each after what it points to."""

_SITE = ("site", "site")
"""The setting that stands in a file by itself."""

_WHO = ("desk", "who")
"""The setting that holds a person."""

_OF_A_WINDOW = frozenset({"holder", "held_at"})
"""Columns of a running window, which are empty in a file."""


class Dealings:
    """The dealings of a store."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def read(self, stories: Sequence[str] | None = None) -> dict[str, list[dict[str, Any]]]:
        """All that there is by the books' names, or what goes along with the stories of these uids.

        Books without an entry are left out.
        """
        names = _Names(
            dict(self._engine.rows(tables.Article.select(tables.Article.id, tables.Article.uid))),
            dict(self._engine.rows(tables.Staff.select(tables.Staff.id, tables.Staff.uid))),
        )
        wanted = None if stories is None else set(stories)
        found: dict[str, list[dict[str, Any]]] = {}
        for book in _BOOKS:
            if wanted is not None and not book.travels:
                continue
            rows = [
                row
                for row in self._rows(book, names)
                if wanted is None or all(row[name] in wanted for name in book.stories)
            ]
            if rows:
                found[book.name] = rows
        return found

    def _rows(self, book: _Book, names: _Names) -> Iterator[dict[str, Any]]:
        fields = _fields(book)
        table: Any = book.table
        keys = table._meta.get_primary_keys()
        for row in self._engine.rows(book.table.select(*fields).order_by(*keys)):
            told: dict[str, Any] = {}
            for field, value in zip(fields, row, strict=True):
                name = field.column_name
                if name in book.stories:
                    told[name] = names.stories.get(value, "")
                elif name in book.people:
                    told[name] = None if value is None else names.people.get(value, "")
                elif name not in _OF_A_WINDOW and not (isinstance(field, JsonField) and not value):
                    told[name] = _told(field, value)
            if book.table is tables.Setting and (told["scope"], told["key"]) == _SITE:
                continue
            yield _renamed(book, told, names.people, names.stories)

    def write(
        self, data: Mapping[str, Rows], *, stories: Mapping[str, int], people: Mapping[str, int]
    ) -> None:
        """Bring dealings into a store that has none yet, inside the transaction of the act.

        ``stories`` and ``people`` are the numbers here by uid. Raises TypeError, ValueError or
        KeyError where the data is not as ``read`` gives it.
        """
        if unknown := data.keys() - {book.name for book in _BOOKS}:
            raise ValueError(f"dealings: {min(unknown)[:60]!r}")
        for book in _BOOKS:
            rows = [
                self._row(book, row, stories=stories, people=people)
                for row in data.get(book.name, ())
            ]
            if not rows:
                continue
            try:
                for start in range(0, len(rows), _ROWS_AT_ONCE):
                    some = rows[start : start + _ROWS_AT_ONCE]
                    self._engine.run(peewee.Insert(book.table, some, columns=_fields(book)))
            except peewee.IntegrityError as error:
                raise ValueError(f"{book.name}: an entry stands twice or points nowhere") from error
        self._count(data, stories)
        self._engine.renumber([book.table for book in _BOOKS])
        if self._engine.guarded:
            self._engine.execute("SELECT guard.learn()")

    def _row(
        self,
        book: _Book,
        row: Mapping[str, Any],
        *,
        stories: Mapping[str, int],
        people: Mapping[str, int],
    ) -> tuple[Any, ...]:
        said = _renamed(book, dict(row), people, stories)
        made: list[Any] = []
        for field in _fields(book):
            name = field.column_name
            if name in book.stories:
                value = said[name]
                made.append(stories[value] if value else 0)
            elif name in book.people:
                value = said[name]
                made.append(None if value is None else people[value] if value else 0)
            elif name in _OF_A_WINDOW:
                made.append(None if field.null else field.default)
            else:
                made.append(_kept(field, said, name))
        return tuple(made)

    def _count(self, data: Mapping[str, Rows], stories: Mapping[str, int]) -> None:
        """Write into the stories what the list counts of it."""
        thread = review.Thread
        for number in {stories[row["article"]] for row in data.get("thread", ())}:
            talked = thread.select(peewee.fn.COUNT(peewee.SQL("*"))).where(
                thread.article == number, review.IS_TALKED_OF
            )
            story = tables.Article.id == number
            self._engine.run(tables.Article.update(comments_open=talked).where(story))
        for number in {stories[row["article"]] for row in data.get("suggestion", ())}:
            recount(self._engine, number)


@dataclass(frozen=True, slots=True)
class _Names:
    """The uid of each story and person by number."""

    stories: Mapping[int, str]
    people: Mapping[int, str]


_ROWS_AT_ONCE = 100  # of at most 19 columns: SQLite takes 32,766 values a statement


def _fields(book: _Book) -> list[Any]:
    return list(book.table._meta.sorted_fields)


def _told(field: Any, value: Any) -> Any:
    """A column's value as JSON could hold it."""
    if isinstance(field, UtcField):
        at = moment(value)
        return None if at is None else iso(at)
    if isinstance(field, JsonField):
        return json.loads(value)
    if isinstance(field, peewee.BlobField):
        return None if value is None else json.loads(zlib.decompress(bytes(value)))
    return value


def _kept(field: Any, said: Mapping[str, Any], name: str) -> Any:
    """The value that the column keeps. Raises TypeError, ValueError, KeyError."""
    if isinstance(field, JsonField):
        return to_json(said[name]) if name in said else ""
    value = said[name]
    if isinstance(field, UtcField):
        if value is None and field.null:
            return None
        at = datetime.fromisoformat(value)
        if at.tzinfo is None:
            raise ValueError(f"{name}: {value} has no zone")
        return micros(at)
    if isinstance(field, peewee.BlobField):
        if value is None and field.null:
            return None
        if not isinstance(value, dict):
            raise TypeError(f"{name}: {value!r:.60}")
        return zlib.compress(to_json(value).encode(), 1)
    wanted = str if isinstance(field, peewee.TextField) else int
    if not (value is None and field.null) and type(value) is not wanted:
        raise TypeError(f"{name}: {value!r:.60}")
    return value


def _renamed(
    book: _Book,
    row: dict[str, Any],
    people: Mapping[Any, Any],
    stories: Mapping[Any, Any],
) -> dict[str, Any]:
    """The row with the stories and people that stand inside its columns by their other name.

    ``people`` and ``stories`` give numbers for uids, or uids for numbers: both ways are one.
    """
    if book.table is after.Package and "pieces" in row:
        return {**row, "pieces": [[stories[one], words] for one, words in row["pieces"]]}
    if book.table is tables.SavedFilter and "filter" in row:
        found = dict(row["filter"])
        for name in ("staff", "assignee"):
            if found.get(name) is not None:
                found[name] = people[found[name]]
        return {**row, "filter": found}
    if book.table is tables.Setting and (row["scope"], row["key"]) == _WHO:
        return {**row, "value": people[row["value"]] if row.get("value") is not None else None}
    return row
