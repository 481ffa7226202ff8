"""The article list: pages by key, counts and sets of ids, for any filter and order.

Each kind of page is one statement, written once. One condition of a filter leads, so that the page
is a range of an index; the others are only looked at on the way. The planner is not left to guess:
SQLite has no statistics here, so the conditions that must not lead are hidden from it.
"""

from __future__ import annotations

import operator
from collections.abc import Iterable
from dataclasses import replace
from functools import reduce
from typing import Any

from newsroom.news.article import Filter, Page, Row, Sort
from newsroom.news.workflow import PUBLIC, PubState, Stage
from newsroom.store.engine import Engine
from newsroom.store.orm import peewee
from newsroom.store.prepared import Prepared, slot
from newsroom.store.tables import (
    IS_OPEN,
    NOT_SPIKED,
    SORTS,
    ArticleTag,
    Byline,
    micros,
)
from newsroom.store.tables import Article as A
from newsroom.store.tokens import wanted
from newsroom.store.watch import Watch
from newsroom.store.words import Words
from newsroom.values import dataclass

FEW = 2_000  # stories that are sorted quicker than the whole list is walked
_ALL = 2**31 - 1  # rows: no limit
_MOST_RANGES = 16  # ranges that one page merges; more are looked at on the way
_OLDEST = peewee.SQL("-9223372036854775807")  # before any moment: leaves out what is unset
_NULLABLE = frozenset({Sort.PUBLISHED, Sort.DUE})
_OPEN_STATES = frozenset({PubState.NONE, PubState.SCHEDULED})

ROW_COLUMNS = tuple(getattr(A, name) for name in Row._fields)


@dataclass(frozen=True, slots=True)
class _Shape:
    """What a filter asks, without its values: the same shape is the same statement."""

    leader: str  # the condition that chooses the index
    ranges: int  # how many values it has
    standing: str  # "", "listed" or "open"
    others: tuple[tuple[str, int], ...]  # (condition, how many values)


class Listing:
    """Answers for the list."""

    def __init__(self, engine: Engine, watch: Watch, words: Words) -> None:
        self._engine = engine
        self._watch = watch
        self._words = words
        self._pages: dict[tuple[object, ...], Prepared] = {}
        self._kept: dict[tuple[object, ...], Any] = {}
        self._kept_at: tuple[int, int] | None = None

    # What the store offers.

    def page(
        self,
        filter: Filter,
        *,
        sort: Sort,
        descending: bool,
        after: tuple[object, ...] | None,
        limit: int,
        skip: int = 0,
    ) -> Page:
        """The next ``limit`` rows behind ``after``; unset moments come last either way.

        ``skip`` rows are passed over first: for a jump to a place whose key is not known.
        """
        shape, values = self._shape(filter)
        values["skip"] = skip
        unset = after is not None and after[0] is None and sort in _NULLABLE
        found: list[Any] = []
        if not unset:
            found = self._part(shape, values, sort, descending, after, limit + 1, unset=False)
            if skip and not found and sort in _NULLABLE:
                passed = self._length(shape, values, sort, descending, after)
                values["skip"] = max(0, skip - passed)
            elif found:
                values["skip"] = 0
            after = None
        if sort in _NULLABLE and len(found) <= limit:
            found += self._part(
                shape, values, sort, descending, after, limit + 1 - len(found), unset=True
            )
        last = found[limit - 1] if len(found) > limit else None
        return Page(
            tuple([Row._make(row[:-1]) for row in found[:limit]]),
            (last[-1], last[0]) if last is not None else None,
        )

    def rows(self, ids: Iterable[int]) -> tuple[Row, ...]:
        """These stories' rows, in this order; what is not there is left out."""
        wanted_ids = tuple(ids)
        if not wanted_ids:
            return ()
        found = self._prepared(
            ("rows",), lambda: A.select(*ROW_COLUMNS).where(self._engine.among(A.id, slot("ids")))
        ).all(ids=self._engine.array(wanted_ids))
        by_id = {row[0]: Row._make(row) for row in found}
        return tuple(by_id[number] for number in wanted_ids if number in by_id)

    def ids(self, filter: Filter, limit: int) -> tuple[int, ...]:
        """The stories of a filter, the last changed first."""
        shape, values = self._shape(filter)
        query = self._prepared(
            ("ids", shape),
            lambda: (
                A.select(A.id)
                .where(*self._conditions(shape))
                .order_by(A.updated_at.desc(), A.id.desc())
                .limit(slot("limit"))
            ),
        )
        return tuple(row[0] for row in query.all(**values, limit=limit))

    def count(self, filter: Filter) -> int:
        """How many stories a filter shows; kept until somebody changes the store."""
        kept = self._current()
        if ("count", filter) not in kept:
            shape, values = self._shape(filter)
            query = self._prepared(
                ("count", shape),
                lambda: A.select(peewee.fn.COUNT(peewee.SQL("*"))).where(*self._counted(shape)),
            )
            kept["count", filter] = query.one(**values)[0]
        return int(kept["count", filter])

    def conditions(self, filter: Filter) -> tuple[object, list[peewee.Node], dict[str, object]]:
        """A filter for a query that is led by something else: its shape, conditions and values.

        The columns are those of the article table, which the query has to join.
        """
        shape, values = self._shape(replace(filter, words=""), leads=False)
        return shape, self._others(shape), values

    # How a page is found.

    def _length(
        self,
        shape: _Shape,
        values: dict[str, object],
        sort: Sort,
        descending: bool,
        after: tuple[object, ...] | None,
    ) -> int:
        """How many rows with a set moment stand behind ``after``."""
        key = ("length", shape, sort, descending, after is not None)
        query = self._pages.get(key)
        if query is None:
            page = self._page_query(shape, sort, descending, follows=after is not None, unset=False)
            sql = f"SELECT COUNT(*) FROM ({page.sql}) AS behind"
            query = self._pages[key] = Prepared(self._engine, (sql, page.parameters))
        if after is not None:
            values = {**values, "after_key": after[0], "after_id": after[1]}
        return int(query.one(**{**values, "skip": 0, "reach": _ALL, "limit": _ALL})[0])

    def _part(
        self,
        shape: _Shape,
        values: dict[str, object],
        sort: Sort,
        descending: bool,
        after: tuple[object, ...] | None,
        limit: int,
        *,
        unset: bool,
    ) -> list[Any]:
        key = ("page", shape, sort, descending, after is not None, unset)
        query = self._pages.get(key)
        if query is None:
            query = self._pages[key] = self._page_query(
                shape, sort, descending, follows=after is not None, unset=unset
            )
        if after is not None:
            values = {**values, "after_key": after[0], "after_id": after[1]}
        skip = int(str(values["skip"]))
        return query.all(**values, limit=limit, reach=limit + skip)

    def _page_query(
        self, shape: _Shape, sort: Sort, descending: bool, *, follows: bool, unset: bool
    ) -> Prepared:
        column: Any = SORTS[sort]
        if shape.leader == "pubstate" and sort is not Sort.UPDATED:
            column = self._engine.weak(column)  # no index has these few in order: they are sorted
        conditions: list[peewee.Node] = []
        keys = [column, A.id]
        if unset:
            conditions.append(column.is_null())
            keys = [A.id]
        elif sort in _NULLABLE and not follows:
            conditions.append(column >= _OLDEST)
        if follows:
            here = peewee.Tuple(column, A.id)
            there = peewee.Tuple(slot("after_key"), slot("after_id"))
            if unset:
                here, there = A.id, slot("after_id")
            conditions.append(here < there if descending else here > there)
        order = [key.desc() if descending else key.asc() for key in keys]

        def ranged(leading: list[peewee.Node]) -> peewee.Select:
            return (
                A.select(*ROW_COLUMNS, column)
                .where(*leading, *conditions, *self._others(shape, sort))
                .order_by(*order)
                .limit(slot("reach"))
            )

        if shape.ranges <= 1:
            query = ranged(self._leading(shape)).limit(slot("limit")).offset(slot("skip"))
            return Prepared(self._engine, query)
        # Several values of the leading condition: each is a range of the index, merged in order.
        parts = [
            self._engine.compile(ranged([_LEADS[shape.leader] == slot(f"{shape.leader}_{place}")]))
            for place in range(shape.ranges)
        ]
        way, mark = "DESC" if descending else "ASC", self._engine.db.param
        order_by = f"1 {way}" if unset else f"{len(ROW_COLUMNS) + 1} {way}, 1 {way}"
        merged = " UNION ALL ".join(
            f"SELECT * FROM ({sql}) AS part_{place}" for place, (sql, _params) in enumerate(parts)
        )
        sql = f"{merged} ORDER BY {order_by} LIMIT {mark} OFFSET {mark}"
        params = [value for _sql, some in parts for value in some]
        return Prepared(self._engine, (sql, [*params, slot("limit").value, slot("skip").value]))

    # Filters.

    def _shape(self, filter: Filter, *, leads: bool = True) -> tuple[_Shape, dict[str, object]]:
        """The filter's shape and the values of its slots; with ``leads`` one condition leads."""
        values: dict[str, object] = {}
        conditions: dict[str, int] = {}
        standing = _standing(filter)
        # Open work has no other states, so that its indexes say it. Beside a stage it is said all
        # the same: a server tells by the states how few stories a stage holds.
        all_open = filter.pubstates == _OPEN_STATES and standing == "open" and not filter.stages
        for name, chosen in (
            ("stage", filter.stages),
            ("pubstate", () if all_open else filter.pubstates),
            ("section", filter.sections),
            ("desk", filter.desks),
        ):
            if chosen:
                conditions[name] = len(chosen)
                for place, value in enumerate(sorted(chosen)):
                    values[f"{name}_{place}"] = str(value)
        single: tuple[tuple[str, object], ...] = (
            ("assignee_0", filter.assignee),
            ("language_0", filter.language or None),
            ("due_before", micros(filter.due_before)),
            ("due_after", micros(filter.due_after)),
            ("updated_after", micros(filter.updated_after)),
            ("published_after", micros(filter.published_after)),
            ("published_before", micros(filter.published_before)),
        )
        for name, asked_for in single:
            if asked_for is not None:
                conditions[name.removesuffix("_0")] = 1
                values[name] = asked_for
        if filter.tag:
            conditions["tag" if self._is_few("tag", filter.tag) else "tag_often"] = 1
            values["tag"] = filter.tag
        if filter.staff is not None:
            conditions["staff" if self._is_few("staff", filter.staff) else "staff_often"] = 1
            values["staff"] = filter.staff
        asked = wanted(filter.words)
        if asked:
            conditions["words"] = 1
            values["words"] = self._words.expression(asked)
        leader = _leader(filter, conditions, standing) if leads else ""
        # Several values of a condition that does not lead go in as one list.
        for name in conditions.keys() & _LEADS.keys() - {leader}:
            if conditions[name] > 1:
                values[name] = self._engine.array(
                    [values.pop(f"{name}_{place}") for place in range(conditions[name])]
                )
        others = tuple((name, min(n, 2)) for name, n in conditions.items() if name != leader)
        return _Shape(leader, conditions.get(leader, 0), standing, others), values

    def _leading(self, shape: _Shape) -> list[peewee.Node]:
        return [self._condition(shape.leader, 1, weak=False)] if shape.leader else []

    def _others(self, shape: _Shape, sort: Sort | None = None) -> list[peewee.Node]:
        made = []
        for name, count in shape.others:
            # One stage of one section or desk has an index of its own in the usual order.
            pair = name == "stage" and count == 1 and shape.leader in ("section", "desk")
            weak = not (pair and sort is Sort.UPDATED)
            made.append(self._condition(name, count, weak=weak))
        if shape.standing:
            made.append(_STANDINGS[shape.standing])
        return made

    def _conditions(self, shape: _Shape) -> list[peewee.Node]:
        """All conditions, for queries that need no order of an index."""
        if shape.ranges > 1:
            return [self._ways(shape, weak=False), *self._others(shape)]
        return [*self._leading(shape), *self._others(shape)] or [peewee.SQL("1 = 1")]

    def _counted(self, shape: _Shape) -> list[peewee.Node]:
        """All conditions, for a count.

        What goes by stage, state, desk and section is counted from the one index that has them all
        (``article_counts``): any other has each of a hundred thousand stories looked up.
        """
        names = {shape.leader, *(name for name, _count in shape.others)} - {""}
        if "pubstate" not in names or not names <= _COUNTED:
            return self._conditions(shape)
        made = []
        if shape.leader:
            made.append(self._ways(shape, weak=shape.leader not in ("stage", "pubstate")))
        for name, count in shape.others:
            made.append(self._condition(name, count, weak=shape.leader != "stage"))
        if shape.standing:  # the rest of it is said by the states
            made.append(A.stage != peewee.SQL(f"'{Stage.SPIKED}'"))
        return made

    def _ways(self, shape: _Shape, *, weak: bool) -> peewee.Node:
        """The leading condition with each of its values."""
        lead = self._engine.weak(_LEADS[shape.leader]) if weak else _LEADS[shape.leader]
        ways = [
            peewee.Expression(lead, peewee.OP.EQ, slot(f"{shape.leader}_{place}"))
            for place in range(shape.ranges)
        ]
        return reduce(operator.or_, ways)

    def _condition(self, name: str, count: int, *, weak: bool) -> peewee.Node:
        if name in _LEADS:
            field = self._engine.weak(_LEADS[name]) if weak else _LEADS[name]
            if count > 1:
                return self._engine.among(field, slot(name))
            return peewee.Expression(field, peewee.OP.EQ, slot(f"{name}_0"))
        if name in _RANGES:
            field, before = _RANGES[name]
            return field < slot(name) if before else field >= slot(name)
        if name == "words":
            return self._words.condition(A.id, slot("words"))
        table, value = (
            (Byline, Byline.staff == slot("staff"))
            if name.startswith("staff")
            else (ArticleTag, ArticleTag.tag == slot("tag"))
        )
        if name.endswith("_often"):
            return peewee.fn.EXISTS(
                table.select(peewee.SQL("1")).where(value, table.article == A.id)
            )
        return A.id.in_(table.select(table.article).where(value))

    def _is_few(self, kind: str, value: object) -> bool:
        """Whether so few stories carry this that they lead; a collective byline has 90,000."""
        kept = self._current()
        if (kind, value) not in kept:
            column = Byline.staff if kind == "staff" else ArticleTag.tag
            some = self._prepared(
                ("few", kind),
                lambda: peewee.Select(
                    (
                        column.model.select(peewee.SQL("1").alias("one"))
                        .where(column == slot("value"))
                        .limit(FEW + 1)
                        .alias("some"),
                    ),
                    (peewee.fn.COUNT(peewee.SQL("*")),),
                ),
            )
            kept[kind, value] = some.one(value=value)[0] <= FEW
        return bool(kept[kind, value])

    def _current(self) -> dict[tuple[object, ...], Any]:
        """What was counted and still holds."""
        epoch = self._watch.epoch
        if epoch != self._kept_at:
            self._kept = {}
            self._kept_at = epoch
        return self._kept

    def _prepared(self, key: tuple[object, ...], make: Any) -> Prepared:
        query = self._pages.get(key)
        if query is None:
            query = self._pages[key] = Prepared(self._engine, make())
        return query


_LEADS: dict[str, peewee.Field] = {
    "stage": A.stage,
    "pubstate": A.pubstate,
    "section": A.section,
    "desk": A.desk,
    "assignee": A.assignee,
    "language": A.language,
}
_RANGES: dict[str, tuple[peewee.Field, bool]] = {
    "due_before": (A.due_at, True),
    "due_after": (A.due_at, False),
    "updated_after": (A.updated_at, False),
    "published_after": (A.published_at, False),
    "published_before": (A.published_at, True),
}
_COUNTED = frozenset({"stage", "pubstate", "section", "desk"})
_STANDINGS = {"listed": NOT_SPIKED, "open": IS_OPEN}


def _standing(filter: Filter) -> str:
    """The standing that a filter implies, said so that partial indexes can be used."""
    if Stage.SPIKED in filter.stages:
        return ""
    if filter.pubstates and filter.pubstates <= _OPEN_STATES:
        return "open"
    return "listed"


def _leader(filter: Filter, conditions: dict[str, int], standing: str) -> str:
    """The condition that leaves fewest stories, told from what newsrooms are like.

    Open work is little beside what was published, so its own indexes lead: those under a stage, or
    those of all of it by themselves (""). What is scheduled is little of it.
    One stage is little unless it is Ready, where the published stories stay.
    """
    for name in ("assignee", "staff", "tag", "words"):
        if name in conditions:
            return name
    if standing == "open":
        if filter.pubstates == {PubState.SCHEDULED} and not filter.stages:
            return "pubstate"
        return "stage" if 1 <= conditions.get("stage", 0) <= _MOST_RANGES else ""
    usual = PUBLIC | _OPEN_STATES
    if filter.pubstates and filter.pubstates.isdisjoint(usual):
        return "pubstate"
    if not standing:
        return "stage"  # the other indexes leave spiked stories out
    usable = [
        name
        for name in ("stage", "desk", "section")
        if 1 <= conditions.get(name, 0) <= _MOST_RANGES
    ]
    if not usable:
        return ""
    if "stage" in usable and (len(usable) == 1 or Stage.READY not in filter.stages):
        return "stage"
    return next(name for name in usable if name != "stage")
