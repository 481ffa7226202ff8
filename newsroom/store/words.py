"""The word index of each engine behind one face: expressions, conditions and orders."""

from __future__ import annotations

from newsroom.store.engine import Engine
from newsroom.store.orm import peewee
from newsroom.store.tokens import Wanted, fts5, tsquery


class Words:
    """How the open engine is asked for words."""

    def __init__(self, engine: Engine) -> None:
        self.is_sqlite = isinstance(engine.db, peewee.SqliteDatabase)

    def expression(self, asked: tuple[Wanted, ...]) -> str:
        """The words as the engine's own search expression."""
        return fts5(asked) if self.is_sqlite else tsquery(asked)

    def condition(self, number: peewee.Node, words: peewee.Node) -> peewee.Node:
        """The story of that id holds the words of an expression."""
        if self.is_sqlite:
            found = (peewee.SQL("IN (SELECT rowid FROM search_fts WHERE search_fts MATCH"), words)
        else:
            found = (peewee.SQL("IN (SELECT article FROM search_doc WHERE tsv @@ CAST("), words)
        end = ")" if self.is_sqlite else " AS tsquery))"
        return peewee.NodeList((number, *found, peewee.SQL(end)))
