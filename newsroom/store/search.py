"""Finding stories by their words, newest first as people type, or best first when asked."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterable
from itertools import islice
from typing import Any

from newsroom.news.article import Filter, Hit, Row
from newsroom.news.errors import StoreError
from newsroom.store import tables
from newsroom.store.engine import Engine
from newsroom.store.listing import ROW_COLUMNS, Listing
from newsroom.store.orm import peewee
from newsroom.store.passage import find, passage
from newsroom.store.prepared import Prepared, slot
from newsroom.store.tokens import Wanted, wanted
from newsroom.store.words import Words
from newsroom.text.counts import readable

BEST_OF = 2_000  # the newest hits that are ranked; ranking all of 100,000 takes most of a second
_PROBE = 600  # newest stories that a server looks through first (design/store.md 1)
_NEAR = 60  # newest stories that a file's are looked through, where one in five is enough
_AROUND = 240  # characters of Markdown on each side of a hit, before marks are taken off
_TRIES = 4  # hits that may turn out to stand in an address
_MARKS = re.compile(r"[*_`#>~\[\]|\\]+|!(?=\[)")

_A, _T = tables.Article, tables.ArticleText


class Search:
    """The word search of a store."""

    def __init__(self, engine: Engine, listing: Listing, words: Words) -> None:
        self._engine = engine
        self._listing = listing
        self._words = words
        self._made: dict[tuple[object, ...], Prepared] = {}
        self._guard = threading.Lock()
        self._running = False
        self._texts = Prepared(
            engine,
            _T.select(_T.article, _T.body, _T.dek, _T.ed_note).where(
                engine.among(_T.article, slot("ids"))
            ),
        )

    def find(
        self,
        words: str,
        filter: Filter | None = None,
        *,
        best: bool = False,
        after: tuple[object, ...] | None = None,
        limit: int = 50,
    ) -> tuple[Hit, ...]:
        """The stories that hold every word, the last word as the beginning of one.

        Newest first; ``after`` is ``(id,)`` of the last hit of the page before. ``best`` ranks the
        newest two thousand hits instead and has one page. Words that hold no letter or digit find
        nothing. Raises Cancelled if ``interrupt`` was called.
        """
        asked = wanted(words)
        if not asked:
            return ()
        with self._guard:
            self._running = True
        try:
            rows = self._rows(asked, filter or Filter(), best=best, after=after, limit=limit)
            return self._hits(rows, asked)
        finally:
            with self._guard:
                self._running = False
                self._engine.calm()

    def interrupt(self) -> None:
        """Stop the search that runs now, if one does; may be called from any thread.

        Nothing else is ever stopped: a save that follows the search is out of reach.
        """
        with self._guard:
            if self._running:
                self._engine.interrupt()

    # Rows.

    def _rows(
        self,
        asked: tuple[Wanted, ...],
        filter: Filter,
        *,
        best: bool,
        after: tuple[object, ...] | None,
        limit: int,
    ) -> list[Row]:
        shape, conditions, values = self._listing.conditions(filter)
        values = {**values, "words": self._words.expression(asked), "limit": limit}
        if after is not None and not best:
            values["after"] = after[0]
        follows = "after" in values
        if self._words.is_sqlite:
            nearly = self._words.nearly(asked) if not best and not follows else None
            if nearly is not None and limit * 5 <= _NEAR:
                near = self._prepared((shape, "near"), lambda: self._near(conditions))
                found = near.all(**values, nearly=nearly[0], word=nearly[1])
                if len(found) >= limit:
                    return [Row._make(row) for row in found]
            query = self._prepared(
                (shape, best, follows), lambda: self._fts(conditions, best=best, follows=follows)
            )
            return [Row._make(row) for row in query.all(**values)]
        if not best and not follows:
            probe = self._prepared((shape, "probe"), lambda: self._probe(conditions))
            found = probe.all(**values)
            if len(found) >= limit:
                return [Row._make(row) for row in found]
        query = self._prepared(
            (shape, best, follows), lambda: self._tsv(conditions, best=best, follows=follows)
        )
        return [Row._make(row) for row in query.all(**values)]

    def _prepared(self, key: tuple[object, ...], make: Any) -> Prepared:
        query = self._made.get(key)
        if query is None:
            query = self._made[key] = Prepared(self._engine, make())
        return query

    def _compiled(self, conditions: list[Any]) -> tuple[str, list[Any]]:
        """The columns and conditions of the article table as SQL; its alias is ``t1``."""
        query = _A.select(*ROW_COLUMNS).where(*conditions or [peewee.SQL("1 = 1")])
        sql, params = self._engine.compile(query)
        return sql, params

    def _fts(self, conditions: list[Any], *, best: bool, follows: bool) -> tuple[str, list[Any]]:
        sql, params = self._compiled(conditions)
        head, _sep, tail = sql.partition(" WHERE ")
        index = "search_fts"
        given: list[Any] = [slot("words").value]
        # A plain subquery would be flattened, and the newest hits found again by sorting.
        matched = f"SELECT rowid AS number FROM {index} WHERE {index} MATCH ?"
        if best:
            ranked = (
                f"SELECT rowid AS number, bm25({index}, 10.0, 4.0, 1.0) AS score FROM {index} "
                f"WHERE {index} MATCH ? AND rowid >= coalesce((SELECT min(number) FROM "
                f"({matched} ORDER BY rowid DESC LIMIT {BEST_OF})), 0)"
            )
            sql = (
                f"{head} JOIN ({ranked}) AS hit ON hit.number = t1.id "
                f"WHERE {tail} ORDER BY hit.score, t1.id DESC LIMIT ?"
            )
            return sql, [*given, *given, *params, slot("limit").value]
        where = f"{index} MATCH ?"
        if follows:
            where += f" AND {index}.rowid < ?"
            given.append(slot("after").value)
        columns = head.partition(" FROM ")[0]
        sql = (
            f"{columns} FROM {index} CROSS JOIN article AS t1 ON t1.id = {index}.rowid "
            f"WHERE {where} AND {tail} ORDER BY {index}.rowid DESC LIMIT ?"
        )
        return sql, [*given, *params, slot("limit").value]

    def _near(self, conditions: list[Any]) -> tuple[str, list[Any]]:
        """The newest stories with the beginning of a word looked through for the whole of it."""
        sql, params = self._compiled(conditions)
        head, _sep, tail = sql.partition(" WHERE ")
        index = "search_fts"
        sql = (
            f"{head.partition(' FROM ')[0]} FROM (SELECT rowid AS number FROM {index} "
            f"WHERE {index} MATCH ? ORDER BY rowid DESC LIMIT {_NEAR}) AS near "
            "CROSS JOIN search_doc AS d ON d.article = near.number "
            "CROSS JOIN article AS t1 ON t1.id = near.number "
            "WHERE instr(' ' || d.headline || ' ' || d.meta || ' ' || d.body, ?) > 0 "
            f"AND {tail} ORDER BY near.number DESC LIMIT ?"
        )
        given: list[Any] = [slot("nearly").value, slot("word").value]
        return sql, [*given, *params, slot("limit").value]

    def _probe(self, conditions: list[Any]) -> tuple[str, list[Any]]:
        """The newest stories looked through one by one: quick for words that many stories have."""
        sql, params = self._compiled(conditions)
        head, _sep, tail = sql.partition(" WHERE ")
        sql = (
            f"{head} JOIN ({self._words.newest.format(reach=_PROBE)}) "
            f"AS hit ON hit.article = t1.id WHERE {tail} ORDER BY t1.id DESC LIMIT %s"
        )
        return sql, [slot("words").value, *params, slot("limit").value]

    def _tsv(self, conditions: list[Any], *, best: bool, follows: bool) -> tuple[str, list[Any]]:
        sql, params = self._compiled(conditions)
        head, _sep, tail = sql.partition(" WHERE ")
        given: list[Any] = [slot("words").value]
        # Materialised, or the planner walks the primary key for words that few stories have.
        hits = self._words.hits
        if follows:
            hits += " AND article < %s"
            given.append(slot("after").value)
        if not best:
            sql = (
                f"WITH hit AS MATERIALIZED ({hits}) {head} JOIN hit ON hit.article = t1.id "
                f"WHERE {tail} ORDER BY t1.id DESC LIMIT %s"
            )
            return sql, [*given, *params, slot("limit").value]
        newest = f"SELECT article FROM hit ORDER BY article DESC LIMIT {BEST_OF}"
        sql = (
            f"WITH hit AS MATERIALIZED ({hits}), ranked AS MATERIALIZED ("
            "SELECT d.article, ts_rank('{0.1, 0.2, 0.4, 1.0}', d.tsv, CAST(%s AS tsquery)) "
            f"AS score FROM search_doc d JOIN ({newest}) AS n ON n.article = d.article) "
            f"{head} JOIN ranked ON ranked.article = t1.id "
            f"WHERE {tail} ORDER BY ranked.score DESC, t1.id DESC LIMIT %s"
        )
        return sql, [*given, slot("words").value, *params, slot("limit").value]

    # Passages.

    def _hits(self, rows: list[Row], asked: tuple[Wanted, ...]) -> tuple[Hit, ...]:
        if not rows:
            return ()
        texts = {
            row[0]: row[1:]
            for row in self._texts.all(ids=self._engine.array(row.id for row in rows))
        }
        return tuple(
            Hit(row, *_passage(row, texts.get(row.id, ("", "", "")), asked)) for row in rows
        )


def _passage(
    row: Row, texts: Iterable[str], asked: tuple[Wanted, ...]
) -> tuple[str, tuple[tuple[int, int], ...]]:
    """Where the words stand: in the body if they do, else in what stands around it."""
    body, dek, ed_note = texts
    found = _in_markdown(body, asked)
    if found[0]:
        return found
    for text in (dek, row.headline, row.kicker, row.byline, row.slug, ed_note):
        found = passage(text, asked)
        if found[0]:
            return found
    return row.excerpt[:_AROUND], ()


def _in_markdown(body: str, asked: tuple[Wanted, ...]) -> tuple[str, tuple[tuple[int, int], ...]]:
    """The passage of a Markdown text without its marks; hits in addresses do not count."""
    seen = -1
    for start, end in islice(find(body, asked), _TRIES):
        if start < seen:
            continue
        seen = min(len(body), end + _AROUND)
        begin = max(0, start - _AROUND)
        plain = " ".join(_MARKS.sub("", readable(body[begin:seen])).split())
        found, marks = passage(plain, asked)
        if found:
            if begin and not found.startswith("…"):
                found, marks = "…" + found, tuple((a + 1, b + 1) for a, b in marks)
            if seen < len(body) and not found.endswith("…"):
                found += "…"
            return found, marks
    return "", ()


def check_index(engine: Engine) -> bool:
    """Whether SQLite's word index fits the stories; a server's index can't come apart from them."""
    try:
        engine.execute("INSERT INTO search_fts(search_fts, rank) VALUES ('integrity-check', 1)")
    except StoreError:
        return False
    return True


def rebuild_index(engine: Engine) -> None:
    """Make SQLite's word index anew out of the kept tokens."""
    engine.execute("INSERT INTO search_fts(search_fts) VALUES ('rebuild')")
