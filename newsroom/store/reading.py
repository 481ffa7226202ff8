"""One story read whole: its row, its text, its bylines and tags."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any

from newsroom.i18n import _
from newsroom.news.article import Article, Byline, BylineRole
from newsroom.news.errors import NotFound, StoreDamaged
from newsroom.store import tables
from newsroom.store.engine import Engine
from newsroom.store.prepared import Prepared, slot
from newsroom.store.state import STORY_COLUMNS, story

_A, _T, _B, _G = tables.Article, tables.ArticleText, tables.Byline, tables.ArticleTag


class Reading:
    """Reads stories in three statements, however many there are."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        whole = _A.select(*STORY_COLUMNS, _T.digest).join(_T, on=(_T.article == _A.id))
        bylines = _B.select(_B.article, _B.name, _B.staff, _B.role)
        tags = _G.select(_G.article, _G.tag)
        self._one = (
            Prepared(engine, whole.where(_A.id == slot("id"))),
            Prepared(engine, bylines.where(_B.article == slot("id")).order_by(_B.position)),
            Prepared(engine, tags.where(_G.article == slot("id")).order_by(_G.position)),
        )
        held = engine.locked(whole.where(_A.id == slot("id")))
        self._one_held = (Prepared(engine, held), *self._one[1:])
        ids = slot("ids")
        self._many_held = (
            Prepared(engine, engine.locked(whole.where(engine.among(_A.id, ids)).order_by(_A.id))),
            Prepared(engine, bylines.where(engine.among(_B.article, ids)).order_by(_B.position)),
            Prepared(engine, tags.where(engine.among(_G.article, ids)).order_by(_G.position)),
        )

    def get(self, number: int, *, held: bool = False) -> Article:
        """The story; ``held`` keeps others from changing it until the transaction ends.

        Raises NotFound, and StoreDamaged where the body is not what was saved.
        """
        whole, bylines, tags = self._one_held if held else self._one
        row = whole.one(id=number)
        if row is None:
            raise missing()
        return _story(row, bylines.all(id=number), tags.all(id=number))

    def hold(self, ids: Sequence[int]) -> dict[int, Article]:
        """These stories by id, held until the transaction ends; what is not there is left out."""
        wanted = self._engine.array(ids)
        whole, bylines, tags = (query.all(ids=wanted) for query in self._many_held)
        by_story: dict[int, tuple[list[Any], list[Any]]] = {row[0]: ([], []) for row in whole}
        for place, rows in enumerate((bylines, tags)):
            for row in rows:
                if row[0] in by_story:
                    by_story[row[0]][place].append(row)
        return {row[0]: _story(row, *by_story[row[0]]) for row in whole}


def _story(row: Any, bylines: Sequence[Any], tags: Sequence[Any]) -> Article:
    made = story(
        row[:-1],
        [Byline(name, staff, BylineRole(role)) for _of, name, staff, role in bylines],
        [tag for _of, tag in tags],
    )
    if hashlib.sha256(made.body.encode()).digest() != bytes(row[-1]):
        raise StoreDamaged(
            _(
                "The text of “{slug}” is damaged on the disk. Its revisions are kept apart from "
                "it: open the last good one, or restore a backup."
            ).format(slug=made.slug)
        )
    return made


def missing() -> NotFound:
    """The story is not in the store."""
    return NotFound(_("This story is not in the store any more."))
