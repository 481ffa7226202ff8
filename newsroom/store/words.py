"""The word index of each engine behind one face: expressions, conditions and orders."""

from __future__ import annotations

from newsroom.store.engine import Engine
from newsroom.store.orm import peewee
from newsroom.store.tokens import Wanted, fts5, tsquery


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

    def condition(self, number: peewee.Node, words: peewee.Node) -> peewee.Node:
        """The story of that id holds the words of an expression."""
        if self.is_sqlite:
            found = (peewee.SQL("IN (SELECT rowid FROM search_fts WHERE search_fts MATCH"), words)
            return peewee.NodeList((number, *found, peewee.SQL(")")))
        before, _mark, after = self.hits.partition("%s")
        return peewee.NodeList(
            (number, peewee.SQL(f"IN ({before}"), words, peewee.SQL(f"{after})"))
        )
