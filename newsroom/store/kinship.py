"""Which story rewrites which: an update is linked to its parent, all of them are a family."""

from __future__ import annotations

from collections.abc import Mapping

from newsroom.store.after_tables import Kin as K
from newsroom.store.engine import Engine
from newsroom.store.prepared import Prepared, slot


class Kinship:
    """The families of a store. A story without kin is a family of its own."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._one = Prepared(
            engine, K.select(K.parent, K.family).where(K.article == slot("article"))
        )
        self._family = Prepared(
            engine,
            K.select(K.article, K.parent).where(K.family == slot("family")).order_by(K.article),
        )
        self._all = Prepared(engine, K.select(K.article, K.parent).order_by(K.article))

    def add(self, article: int, parent: int) -> None:
        """``article`` rewrites ``parent``; inside the transaction of the act."""
        self._engine.run(K.insert(article=article, parent=parent, family=self.family_of(parent)))

    def parent(self, article: int) -> int | None:
        """The story that this one rewrites."""
        row = self._one.one(article=article)
        return None if row is None else int(row[0])

    def family_of(self, article: int) -> int:
        """The first story of the family."""
        row = self._one.one(article=article)
        return article if row is None else int(row[1])

    def members(self, article: int) -> tuple[int, ...]:
        """Every story of the family, the first one first."""
        family = self.family_of(article)
        return (family, *(row[0] for row in self._family.all(family=family)))

    def updates(self, article: int) -> tuple[int, ...]:
        """The stories that rewrite this one, the first one first."""
        family = self._family.all(family=self.family_of(article))
        return tuple(row[0] for row in family if row[1] == article)

    def parents(self) -> Mapping[int, int]:
        """All there is: the parent of each story that has one."""
        return dict(self._all.all())
