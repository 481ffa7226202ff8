"""The staff directory: people and collectives, found by name, with what they have on hand."""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping
from dataclasses import fields, replace
from typing import Any, NamedTuple

from newsroom.i18n import _
from newsroom.news.clock import Clock
from newsroom.news.errors import NotFound, Refused
from newsroom.news.rights import Right, rights_of
from newsroom.news.staff import Person, Role, Workload, name_key
from newsroom.store import tables
from newsroom.store.engine import Engine
from newsroom.store.history import History
from newsroom.store.orm import peewee
from newsroom.store.prepared import Prepared, slot
from newsroom.store.state import hold_storable
from newsroom.store.tables import IS_OPEN, micros, to_json
from newsroom.store.watch import Watch

_P, _A, _B = tables.Staff, tables.Article, tables.Byline
_NAMES = tuple(item.name for item in fields(Person))
_COLUMNS = tuple(getattr(_P, name) for name in _NAMES)
_FLAGS = frozenset({"collective", "active"})


class _May(NamedTuple):
    rights: Mapping[int, frozenset[Right]]
    governed: bool


class Staff:
    """The people of a store."""

    def __init__(self, engine: Engine, clock: Clock, history: History, watch: Watch) -> None:
        self._engine = engine
        self._clock = clock
        self._history = history
        self._watch = watch
        everybody = _P.select(*_COLUMNS).order_by(_P.name_key, _P.id)
        self._all = Prepared(engine, everybody)
        self._here = Prepared(engine, everybody.where(_P.active == peewee.SQL("1")))
        self._one = Prepared(engine, _P.select(*_COLUMNS).where(_P.id == slot("id")))
        self._held = Prepared(
            engine, engine.locked(_P.select(*_COLUMNS).where(_P.id == slot("id")))
        )
        key = slot("key")
        self._find = Prepared(
            engine,
            _P.select(*_COLUMNS)
            .where((_P.name_key == key) | (_P.byline_key == key))
            .order_by(_P.active.desc(), _P.id)
            .limit(1),
        )
        late = peewee.Case(None, ((_A.due_at < slot("now"), peewee.SQL("1")),))
        self._open = Prepared(
            engine,
            _A.select(
                _A.assignee,
                peewee.fn.COUNT(peewee.SQL("*")),
                peewee.fn.COALESCE(peewee.fn.SUM(_A.commissioned_length), peewee.SQL("0")),
                peewee.fn.COUNT(late),
            )
            .where(IS_OPEN, _A.assignee.is_null(False))
            .group_by(_A.assignee),
        )
        self._published = Prepared(
            engine,
            _B.select(_B.staff, peewee.fn.COUNT(_B.article.distinct()))
            .where(_B.staff.is_null(False), _B.out == peewee.SQL("1"))
            .group_by(_B.staff),
        )
        self._kept: tuple[object, dict[int, Workload]] | None = None
        self._may: tuple[object, _May] | None = None
        self._rights = Prepared(
            engine,
            _P.select(_P.id, _P.role, _P.rights, _P.collective).where(_P.active == peewee.SQL("1")),
        )

    def all(self, *, include_left: bool = False) -> tuple[Person, ...]:
        """Everybody who works here, by name; with ``include_left`` also who did."""
        rows = (self._all if include_left else self._here).all()
        return tuple(_person(row) for row in rows)

    def get(self, number: int) -> Person:
        """The entry. Raises NotFound."""
        row = self._one.one(id=number)
        if row is None:
            raise _missing()
        return _person(row)

    def find(self, name: str) -> Person | None:
        """Who has this name or byline, whatever the case; who works here comes first."""
        row = self._find.one(key=name_key(name)) if name.strip() else None
        return _person(row) if row is not None else None

    def rights(self) -> Mapping[int, frozenset[Right]]:
        """What everybody who works here may do, by id; kept until somebody changes the store."""
        return self._who_may().rights

    def governed(self) -> bool:
        """Whether anybody looks after the staff; until then everybody may do everything."""
        return self._who_may().governed

    def _who_may(self) -> _May:
        epoch = self._watch.epoch
        if self._may is None or self._may[0] != epoch:
            rights: dict[int, frozenset[Right]] = {}
            governed = False
            for number, role, more, collective in self._rights.all():
                rights[number] = rights_of(role, tuple(json.loads(more)) if more else ())
                governed |= Right.MANAGE_STAFF in rights[number] and not collective
            self._may = (epoch, _May(rights, governed))
        return self._may[1]

    def insert(self, person: Person) -> Person:
        """A new entry, given as it is kept."""
        made = replace(person, uid=person.uid or str(uuid.uuid4()), version=1)
        kept = _kept(made)
        with self._engine.joined():
            number = self._engine.insert(_P.insert(kept), _P.id)
            self._history.note("staff", number, "add")
        return replace(made, id=number)

    def update(self, number: int, base_version: int, fields: Mapping[str, object]) -> Person:
        """Change fields of an entry that was read at ``base_version``.

        Raises NotFound, and Refused if somebody saved it since.
        """
        with self._engine.joined():
            row = self._held.one(id=number)
            if row is None:
                raise _missing()
            stands = _person(row)
            if stands.version != base_version:
                raise Refused(
                    _(
                        "Somebody changed the entry of {name} since you opened it. "
                        "Look at it again and make your change once more."
                    ).format(name=stands.name)
                )
            made = replace(stands, **fields, version=stands.version + 1)  # type: ignore[arg-type]
            old, new = _kept(stands), _kept(made)
            changed = {name: value for name, value in new.items() if value != old[name]}
            self._engine.run(_P.update(changed).where(_P.id == number))
            self._history.note("staff", number, "save")
        return made

    def workload(self, number: int) -> Workload:
        """What somebody has on hand."""
        return self.workloads().get(number, Workload())

    def workloads(self) -> dict[int, Workload]:
        """What everybody with anything has on hand or has published, by id.

        Open is assigned work that is neither spiked nor out; published are bylines that readers
        see. Kept until somebody changes the store, at most a minute for what is late.
        """
        now = self._clock()
        key = (self._watch.epoch, now.replace(second=0, microsecond=0))
        if self._kept is not None and self._kept[0] == key:
            return dict(self._kept[1])
        published = dict(self._published.all())
        loads = {number: Workload(published=n) for number, n in published.items()}
        for number, open_, words, late in self._open.all(now=micros(now)):
            loads[number] = Workload(
                open=open_, words_due=int(words), late=late, published=published.get(number, 0)
            )
        self._kept = (key, loads)
        return dict(loads)


def _kept(person: Person) -> dict[str, Any]:
    """The entry's columns."""
    data: dict[str, Any] = {name: getattr(person, name) for name in _NAMES if name != "id"}
    hold_storable(data)
    for name in _FLAGS:
        data[name] = int(data[name])
    data["role"] = str(person.role)
    data["desks"] = to_json(list(person.desks)) if person.desks else ""
    data["rights"] = to_json([str(right) for right in person.rights]) if person.rights else ""
    data["name_key"] = name_key(person.name)
    data["byline_key"] = name_key(person.byline)
    return data


def _person(row: Any) -> Person:
    data = dict(zip(_NAMES, row, strict=True))
    for name in _FLAGS:
        data[name] = bool(data[name])
    data["role"] = Role(data["role"])
    data["desks"] = tuple(json.loads(data["desks"])) if data["desks"] else ()
    data["rights"] = tuple(json.loads(data["rights"])) if data["rights"] else ()
    return Person(**data)


def _missing() -> NotFound:
    return NotFound(_("This person is not in the staff directory."))
