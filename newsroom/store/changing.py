"""Stories of a store that change all at once, prepared beside it: each is written as it will be,
and one short transaction changes them all. One that somebody saved in between stays as it is.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from itertools import chain
from typing import Any

from newsroom.news.article import Article
from newsroom.news.spans import Spans
from newsroom.store import after_tables, latewords, media_tables, tables
from newsroom.store.aside import AT_ONCE, Aside

TYPE_CHECKING = False
if TYPE_CHECKING:
    from newsroom.store.connect import Store

_A, _T = tables.Article, tables.ArticleText
_COLUMNS: Mapping[type[tables.Table], frozenset[str]] = {
    table: frozenset(field.column_name for field in table._meta.sorted_fields) for table in (_A, _T)
}
_BESIDE: Mapping[type[tables.Table], frozenset[str]] = {
    tables.Byline: frozenset({"bylines", "stage", "pubstate"}),
    tables.ArticleTag: frozenset({"tags"}),
    media_tables.MediaUse: frozenset({"body", "picture"}),
}
"""What stands in rows of its own, and the fields by which those change."""

_ADDED: tuple[type[tables.Table], ...] = (tables.Revision, after_tables.Origin)


class Changing:
    """Collects changed stories in ``aside`` and brings them in."""

    def __init__(self, into: Store, aside: Aside) -> None:
        self._into = into
        self._engine = into.engine
        self._aside = aside
        self._columns: set[str] = set()
        self._fields: set[str] = set()
        self._left = "[]"  # numbers of those that stay as they are, as JSON

    def __len__(self) -> int:
        """How many stories were written."""
        return self._aside.count

    @property
    def own(self) -> Store:
        """The private store."""
        return self._aside.own

    def put(
        self, stands: Article, fields: Mapping[str, object], *, author: int | None, kind: str
    ) -> Article:
        """Write down what becomes of a story, once; gives it as it will be. Raises BadInput,
        SlugTaken."""
        story, columns = self.own.articles.place(
            stands,
            fields,
            author=author,
            kind=kind,
            newest=self._into.revisions.newest(stands.id),
        )
        self._columns |= columns
        self._fields |= fields.keys()
        self._aside.written()
        return story

    def slug_taken(self) -> bool:
        """Whether somebody took a slug in the meantime that a story is to get."""
        if "slug_key" not in self._columns:
            return False
        query = (
            f"SELECT 1 FROM {self._aside.name}.article AS n CROSS JOIN main.article AS a "
            "WHERE a.slug_key = n.slug_key AND a.id <> n.id LIMIT 1"
        )
        return bool(self._engine.fetch(query))

    def take_over(self) -> tuple[int, ...]:
        """Change the stories, inside a transaction of the store; their words follow. Gives the
        numbers of those that somebody changed in the meantime and that are left as they are."""
        name = self._aside.name
        left = tuple(
            number
            for (number,) in self._engine.fetch(
                f"SELECT n.id FROM {name}.article AS n LEFT JOIN main.article AS a ON a.id = n.id "
                "WHERE a.version IS NOT n.version - 1 ORDER BY n.id"
            )
        )
        self._left = json.dumps(left)
        for written in _COLUMNS:
            self._update(written)
        for table, fields in _BESIDE.items():
            if self._fields & fields:
                self._replace(table)
        for added in _ADDED:
            self._aside.copy(
                added,
                leave="id",
                where='"article" NOT IN (SELECT value FROM json_each(?))',
                given=(self._left,),
            )
        self._into.history.bring(self._note)
        latewords.note_changed(self._engine, self._with_words())
        return left

    def write_words(self, first: int, last: int) -> frozenset[int]:
        """Have those of these stories found by their words that are still as they came in; gives
        their numbers."""
        name = self._aside.name
        rows = self._engine.fetch(
            "UPDATE main.search_doc SET headline = n.headline, meta = n.meta, body = n.body "
            f"FROM {name}.search_doc AS n JOIN {name}.article AS c ON c.id = n.article "
            "JOIN main.article AS a ON a.id = c.id AND a.version = c.version "
            "WHERE search_doc.article = n.article AND n.article BETWEEN ? AND ? "
            # Those have the same version: the one that was to be theirs.
            "AND n.article NOT IN (SELECT value FROM json_each(?)) "
            "RETURNING search_doc.article",
            (first, last, self._left),
        )
        return frozenset(number for (number,) in rows)

    def _update(self, table: type[tables.Table]) -> None:
        meta: Any = table._meta
        columns = sorted(self._columns & _COLUMNS[table])
        if not columns:
            return
        key = meta.primary_key.column_name
        sets = ", ".join(f'"{column}" = n."{column}"' for column in columns)
        for first, last in self._aside.stretches(meta.table_name):
            self._engine.execute(
                f'UPDATE main."{meta.table_name}" AS a SET {sets} '
                f'FROM {self._aside.name}."{meta.table_name}" AS n WHERE a."{key}" = n."{key}" '
                f'AND n."{key}" BETWEEN ? AND ? '
                f'AND n."{key}" NOT IN (SELECT value FROM json_each(?))',
                (first, last, self._left),
            )

    def _replace(self, table: type[tables.Table]) -> None:
        name = table._meta.table_name
        for first, last in self._aside.stretches("article"):
            self._engine.execute(
                f"DELETE FROM main.{name} WHERE article IN (SELECT id FROM "
                f"{self._aside.name}.article WHERE id BETWEEN ? AND ?) "
                "AND article NOT IN (SELECT value FROM json_each(?))",
                (first, last, self._left),
            )
        self._aside.copy(
            table,
            where='"article" NOT IN (SELECT value FROM json_each(?))',
            given=(self._left,),
        )

    def _with_words(self) -> Spans:
        spans = Spans()
        for number in self._worded():
            spans.add(number)
        return spans

    def _worded(self) -> Iterator[int]:
        last = 0
        while True:
            rows = self._engine.fetch(
                f"SELECT article FROM {self._aside.name}.search_doc WHERE article > ? AND article "
                f"NOT IN (SELECT value FROM json_each(?)) ORDER BY article LIMIT {AT_ONCE}",
                (last, self._left),
            )
            if not rows:
                return
            yield from chain.from_iterable(rows)
            last = rows[-1][0]

    def _note(self, seq: int) -> None:
        self._engine.execute(
            "INSERT INTO main.activity (seq, at, actor, session, subject, number, verb, recent) "
            "SELECT ?, at, actor, ?, subject, number, verb, recent "
            f"FROM {self._aside.name}.activity WHERE subject = 'article' "
            "AND number NOT IN (SELECT value FROM json_each(?)) ORDER BY id",
            (seq, self._into.history.session, self._left),
        )
