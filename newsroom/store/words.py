"""The word index of each engine behind one face: expressions, conditions and orders."""

from __future__ import annotations

from dataclasses import replace

from newsroom.store.engine import Engine
from newsroom.store.orm import peewee
from newsroom.store.tokens import Wanted, fts5, tsquery

LONGEST_PREFIX = 3  # letters; store.schema has an index of beginnings for a file


class Words:
    """How the open engine is asked for words."""

    def __init__(self, engine: Engine) -> None:
        self.is_sqlite = isinstance(engine.db, peewee.SqliteDatabase)
        # Row rules would keep the word index from being used: "@@" is not leak-proof to the
        # planner. The guard's own functions ask the index and give what this person may see.
        self.hits = "SELECT article FROM search_doc WHERE tsv @@ CAST(%s AS tsquery)"
        self.newest = (
            "SELECT article FROM (SELECT article, tsv FROM search_doc "
            "ORDER BY article DESC LIMIT {reach}) AS newest WHERE tsv @@ CAST(%s AS tsquery)"
        )
        if engine.guarded and not engine.keeper:
            self.hits = (
                "SELECT article FROM guard.found(CAST(%s AS tsquery)) AS hits(article) WHERE true"
            )
            self.newest = (
                "SELECT article FROM guard.newest(CAST(%s AS tsquery), {reach}) AS hits(article)"
            )

    def expression(self, asked: tuple[Wanted, ...]) -> str:
        """The words as the engine's own search expression."""
        return fts5(asked) if self.is_sqlite else tsquery(asked)

    def nearly(self, asked: tuple[Wanted, ...]) -> tuple[str, str] | None:
        """An expression for a file that finds little more and is answered from the newest on, and
        what must stand among a story's tokens besides; None where the words are that quick already.

        Of a beginning that is longer than its own index knows, FTS5 gathers every story first: of
        a word that most stories have, that takes longer than all else that a key costs.
        """
        last = asked[-1]
        word = last.phrases[0][-1]
        if not last.begins or len(last.phrases) > 1 or len(last.phrases[0]) > 1:
            return None
        if len(word) <= LONGEST_PREFIX:
            return None
        short = replace(last, phrases=((word[:LONGEST_PREFIX],),))
        return fts5((*asked[:-1], short)), f" {word}"

    def condition(self, number: peewee.Node, words: peewee.Node) -> peewee.Node:
        """The story of that id holds the words of an expression."""
        if self.is_sqlite:
            found = (peewee.SQL("IN (SELECT rowid FROM search_fts WHERE search_fts MATCH"), words)
            return peewee.NodeList((number, *found, peewee.SQL(")")))
        before, _mark, after = self.hits.partition("%s")
        return peewee.NodeList(
            (number, peewee.SQL(f"IN ({before}"), words, peewee.SQL(f"{after})"))
        )
