"""Packages: stories put together in an order."""

from __future__ import annotations

import json
import unicodedata
from datetime import datetime
from typing import Any

from newsroom.i18n import _
from newsroom.news.errors import BadInput, NotFound, Refused
from newsroom.news.package import Package, Piece
from newsroom.store.after_tables import Package as P
from newsroom.store.engine import Engine
from newsroom.store.history import History
from newsroom.store.prepared import Prepared, slot
from newsroom.store.state import hold_storable
from newsroom.store.tables import micros, moment

_COLUMNS = (P.id, P.version, P.name, P.intro, P.pieces, P.updated_at, P.updated_by)


class Packages:
    """The packages of a store."""

    def __init__(self, engine: Engine, history: History) -> None:
        self._engine = engine
        self._history = history
        rows = P.select(*_COLUMNS)
        self._one = Prepared(engine, rows.where(P.id == slot("id")))
        self._named = Prepared(engine, rows.where(P.name_key == slot("key")))
        self._all = Prepared(engine, rows.order_by(P.name_key))

    def all(self) -> tuple[Package, ...]:
        """Every package, by name."""
        return tuple(_package(row) for row in self._all.all())

    def get(self, number: int) -> Package:
        """The package of that number. Raises NotFound."""
        row = self._one.one(id=number)
        if row is None:
            raise NotFound(_("This package is not in the store any more."))
        return _package(row)

    def find(self, name: str) -> Package | None:
        """The package of that name, whatever its case."""
        row = self._named.one(key=_key(name))
        return None if row is None else _package(row)

    def put(self, made: Package, *, at: datetime, who: int | None) -> Package:
        """Keep a package, a new one or one read at ``version``.

        Raises BadInput for a name that another has, Refused where somebody saved it since.
        """
        hold_storable({"name": made.name, "intro": made.intro})
        values = {
            "name": made.name,
            "name_key": _key(made.name),
            "intro": made.intro,
            "pieces": [[piece.article, piece.words] for piece in made.pieces],
            "updated_at": micros(at),
            "updated_by": who,
        }
        with self._engine.joined():
            other = self.find(made.name)
            if other is not None and other.id != made.id:
                raise BadInput(_("There is a package “{name}” already.").format(name=made.name))
            if made.id == 0:
                number = self._engine.insert(P.insert(version=1, **values), P.id)
            else:
                number = made.id
                done = self._engine.run(
                    P.update(version=P.version + 1, **values).where(
                        P.id == number, P.version == made.version
                    )
                )
                if done.rowcount != 1:
                    raise Refused(
                        _(
                            "Somebody changed “{name}” since it was opened; look at it again."
                        ).format(name=made.name)
                    )
            self._history.note("lists", None, "package", actor=who)
        return self.get(number)

    def remove(self, number: int, *, who: int | None) -> None:
        """Take a package away; its stories stay."""
        with self._engine.joined():
            self._engine.run(P.delete().where(P.id == number))
            self._history.note("lists", None, "package", actor=who)


def _key(name: str) -> str:
    return unicodedata.normalize("NFC", " ".join(name.split())).casefold()


def _package(row: Any) -> Package:
    number, version, name, intro, pieces, at, who = row
    return Package(
        id=number,
        version=version,
        name=name,
        intro=intro,
        pieces=tuple(Piece(article, words) for article, words in json.loads(pieces or "[]")),
        updated_at=moment(at),
        updated_by=who,
    )
