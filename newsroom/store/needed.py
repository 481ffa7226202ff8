"""Whether anything but certain stories needs a section, a desk or somebody of the staff."""

from __future__ import annotations

from typing import Any

from newsroom.news.spans import Spans
from newsroom.store import tables
from newsroom.store.columns import to_json
from newsroom.store.engine import Engine
from newsroom.store.orm import peewee

_A, _B, _P = tables.Article, tables.Byline, tables.Staff


class Needed:
    """Looks who else uses what some stories brought along."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def term(self, name: str, key: str, stories: Spans) -> bool:
        """Whether an entry of the sections or desks is used outside these stories."""
        column = _A.section if name == "sections" else _A.desk
        if self._beyond(_A.select(_A.id).where(column == key), stories):
            return True
        said = to_json(key)
        for table, kept in (
            (tables.Template, tables.Template.fields),
            (tables.SavedFilter, tables.SavedFilter.filter),
            (_P, _P.desks),
            (tables.Setting, tables.Setting.value),
        ):
            if any(said in str(text) for (text,) in self._engine.rows(table.select(kept))):
                return True
        return False

    def person(self, number: int, stories: Spans) -> bool:
        """Whether somebody is credited or has a story outside these, or has done anything here."""
        acts = tables.Activity.select(tables.Activity.id).where(tables.Activity.actor == number)
        return (
            self._beyond(_B.select(_B.article).where(_B.staff == number), stories)
            or self._beyond(_A.select(_A.id).where(_A.assignee == number), stories)
            or self._engine.one(acts.limit(1)) is not None
        )

    def _beyond(self, query: peewee.Select, stories: Spans) -> bool:
        found: list[Any] = self._engine.rows(query)
        return any(number not in stories for (number,) in found)
