"""The texts of many stories, read in a few statements: for looking through all of them."""

from __future__ import annotations

import functools
import json
import operator
from collections.abc import Collection, Iterator, Sequence
from typing import Any, NamedTuple

from newsroom.store import tables
from newsroom.store.engine import Engine
from newsroom.store.prepared import Prepared, slot

_A, _T = tables.Article, tables.ArticleText
_AT_ONCE = 200  # stories a statement; some megabytes at most


class StoryTexts(NamedTuple):
    """A story's texts by field, the words of its lead picture among them."""

    id: int
    slug: str
    version: int
    pubstate: str
    stage: str
    texts: dict[str, str]


class Texts:
    """Reads texts."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._some = Prepared(
            engine,
            _A.select(
                _A.id,
                _A.slug,
                _A.version,
                _A.pubstate,
                _A.stage,
                _A.kicker,
                _A.headline,
                _T.short_headline,
                _T.dek,
                _T.dateline,
                _T.body,
                _T.picture,
            )
            .join(_T, on=(_T.article == _A.id))
            .where(engine.among(_A.id, slot("ids"))),
        )

    def holding(self, words: Collection[str]) -> tuple[int, ...]:
        """The stories whose body has any of these words, whatever their case, by number."""
        some = functools.reduce(operator.or_, (_T.body.contains(one) for one in words))
        rows = self._engine.rows(_T.select(_T.article).where(some).order_by(_T.article))
        return tuple(row[0] for row in rows)

    def of(self, ids: Sequence[int]) -> Iterator[StoryTexts]:
        """These stories' texts, in this order; what is not there is left out."""
        for start in range(0, len(ids), _AT_ONCE):
            part = ids[start : start + _AT_ONCE]
            found = {row[0]: row for row in self._some.all(ids=self._engine.array(part))}
            for number in part:
                if number in found:
                    yield _texts(found[number])


def _texts(row: Any) -> StoryTexts:
    number, slug, version, pubstate, stage, *fields, picture = row
    kicker, headline, short, dek, dateline, body = fields
    texts = {
        "kicker": kicker,
        "headline": headline,
        "short_headline": short,
        "dek": dek,
        "dateline": dateline,
        "body": body,
    }
    if picture:
        shown = json.loads(picture)
        texts |= {name: shown.get(name, "") for name in ("caption", "credit", "alt")}
    return StoryTexts(number, slug, version, pubstate, stage, texts)
