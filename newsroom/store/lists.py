"""The lists that people edit as data, and the templates that stories start from."""

from __future__ import annotations

from collections.abc import Mapping

from newsroom.news.lists import LIST_NAMES, Template, Term
from newsroom.store import shapes, tables
from newsroom.store.engine import Engine
from newsroom.store.history import History
from newsroom.store.prepared import Prepared, slot
from newsroom.store.state import hold_storable

_T, _M = tables.Term, tables.Template


class Lists:
    """Sections, desks, tags, kickers and templates of a store."""

    def __init__(self, engine: Engine, history: History) -> None:
        self._engine = engine
        self._history = history
        self._terms = Prepared(
            engine,
            _T.select(_T.key, _T.name, _T.position)
            .where(_T.list == slot("list"))
            .order_by(_T.position, _T.name, _T.key),
        )
        self._templates = Prepared(
            engine,
            _M.select(_M.name, _M.fields, _M.position).order_by(_M.position, _M.name),
        )

    def terms(self, name: str) -> tuple[Term, ...]:
        """The entries of a list ("sections", "desks", "tags", "kickers") in their order."""
        return tuple(
            Term(key=key, name=words, position=position)
            for key, words, position in self._terms.all(list=_known(name))
        )

    def put(self, name: str, term: Term) -> None:
        """Add an entry, or change the one of that key."""
        hold_storable({"key": term.key, "name": term.name})
        with self._engine.joined():
            self._engine.run(
                _T.insert(
                    list=_known(name), key=term.key, name=term.name, position=term.position
                ).on_conflict(conflict_target=[_T.list, _T.key], preserve=[_T.name, _T.position])
            )
            self._history.note("lists", None, f"put {name}")

    def remove(self, name: str, key: str) -> None:
        """Take an entry away; stories that carry it keep it."""
        with self._engine.joined():
            self._engine.run(_T.delete().where(_T.list == _known(name), _T.key == key))
            self._history.note("lists", None, f"remove {name}")

    def templates(self) -> tuple[Template, ...]:
        """The stories to start from, in their order."""
        return tuple(
            Template(name=name, fields=shapes.from_json(kept), position=position)
            for name, kept, position in self._templates.all()
        )

    def put_template(self, template: Template) -> None:
        """Add a template, or change the one of that name."""
        fields: Mapping[str, object] = template.fields
        hold_storable({"name": template.name, **fields})
        with self._engine.joined():
            self._engine.run(
                _M.insert(
                    name=template.name,
                    fields=shapes.to_json_fields(fields),
                    position=template.position,
                ).on_conflict(conflict_target=[_M.name], preserve=[_M.fields, _M.position])
            )
            self._history.note("lists", None, "put template")

    def remove_template(self, name: str) -> None:
        """Take a template away."""
        with self._engine.joined():
            self._engine.run(_M.delete().where(_M.name == name))
            self._history.note("lists", None, "remove template")


def _known(name: str) -> str:
    if name not in LIST_NAMES:
        raise ValueError(f"no such list: {name}")
    return name
