"""The wire in the store: feeds, each entry of them once, and who has read what.

Two windows never ask the same feed: whoever puts its name to it first has it, until it is through
or has not been heard of for too long.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from newsroom.news.plain import plain
from newsroom.news.wire import Entry, EntryState, Feed, Item, ItemPicture, Wanted
from newsroom.store.after_tables import Origin as O
from newsroom.store.columns import micros, moment, to_json
from newsroom.store.engine import Engine
from newsroom.store.history import History, _at
from newsroom.store.orm import peewee
from newsroom.store.state import hold_storable
from newsroom.store.wire_tables import WireEntry as E
from newsroom.store.wire_tables import WireFeed as F
from newsroom.store.wire_tables import WireRead as R

SOURCE = "feed"
"""The kind of source that stories of the wire come from (``store.origins``)."""

_FEED = (
    "id", "name", "address", "minutes", "rights", "section", "language", "live", "etag",
    "modified", "polled_at", "next_at", "failures", "problem",
)  # fmt: skip
_SET = ("name", "address", "minutes", "rights", "section", "language", "live")
_ENTRY = ("id", "feed", "key", "story", "digest", "head", "state", "arrived_at", "changed_at")
_AT_ONCE = 200  # keys in a statement


class Wire:
    """The feeds and entries of a store."""

    def __init__(self, engine: Engine, history: History) -> None:
        self._engine = engine
        self._history = history

    # Feeds.

    def feeds(self) -> tuple[Feed, ...]:
        """Every feed, by name."""
        rows = self._engine.rows(F.select(*_columns(F, _FEED)))
        return tuple(sorted(map(_feed, rows), key=lambda feed: (feed.name.casefold(), feed.id)))

    def feed(self, number: int) -> Feed | None:
        """One feed, None where there is none."""
        row = self._engine.one(F.select(*_columns(F, _FEED)).where(F.id == number))
        return None if row is None else _feed(row)

    def put(self, feed: Feed, *, who: int | None) -> Feed:
        """Keep a feed as it is set; at another address it is read anew from the beginning."""
        said: dict[str, Any] = {name: getattr(feed, name) for name in _SET}
        hold_storable({name: value for name, value in said.items() if isinstance(value, str)})
        said["live"] = int(feed.live)
        with self._engine.joined():
            before = self.feed(feed.id) if feed.id else None
            number = feed.id
            if before is None:
                number = self._engine.insert(
                    F.insert(
                        **said, etag="", modified="", failures=0, problem="", reading=0, holder=""
                    ),
                    F.id,
                )
            else:
                fresh = {"etag": "", "modified": "", "failures": 0, "problem": "", "next_at": None}
                anew = before.address != feed.address or feed.live != before.live
                self._engine.run(F.update(**said, **(fresh if anew else {})).where(F.id == number))
            self._history.note("wire", None, f"feed {number}", actor=who)
        found = self.feed(number)
        assert found is not None
        return found

    def remove(self, number: int, *, who: int | None) -> None:
        """Read a feed no more; what came in by it goes, stories that were made of it stay."""
        with self._engine.joined():
            entries = E.select(E.id).where(E.feed == number)
            self._engine.run(R.delete().where(R.entry.in_(entries)))
            self._engine.run(E.delete().where(E.feed == number))
            self._engine.run(F.delete().where(F.id == number))
            self._history.note("wire", None, f"remove feed {number}", actor=who)

    def join(self, feed: int, into: int, *, who: int | None) -> None:
        """Two feeds become one: entries of ``feed`` go over to ``into``, those that both have once.

        An entry of both that says the same counts as read by whoever has read either, and as put
        aside where either was.
        """
        with self._engine.joined():
            reading = self._engine.one(F.select(F.reading).where(F.id == into))
            assert reading is not None
            kept = {
                key: (number, digest)
                for key, number, digest in self._engine.rows(
                    E.select(E.key, E.id, E.digest).where(E.feed == into)
                )
            }
            query = E.select(E.key, E.id, E.digest, E.state).where(E.feed == feed)
            for key, number, digest, state in self._engine.rows(query):
                there, says = kept.get(key, (0, ""))
                if not there:
                    moved = E.update(feed=into, reading=reading[0])
                    self._engine.run(moved.where(E.id == number))
                    continue
                if says == digest:
                    readers = self._engine.rows(R.select(R.person).where(R.entry == number))
                    for (person,) in readers:
                        self.mark([there], person, read=True)
                    if state == EntryState.ASIDE:
                        self._engine.run(E.update(state=state).where(E.id == there))
                self._engine.run(R.delete().where(R.entry == number))
                self._engine.run(E.delete().where(E.id == number))
            self._engine.run(F.delete().where(F.id == feed))
            self._history.note("wire", None, f"feed {feed} into {into}", actor=who)

    # Reading them.

    def take(
        self, holder: str, now: datetime, gone: datetime, *, only: int | None = None
    ) -> Feed | None:
        """The next feed that is due, held by ``holder`` from now on; None without one.

        With ``only`` that one, due or not. One whose holder has not been heard of since ``gone`` is
        taken from it.
        """
        free = (F.holder == "") | (F.held_at < micros(gone))
        due = (F.live == 1) & (F.next_at.is_null() | (F.next_at <= micros(now)))
        wanted = due if only is None else F.id == only
        query = F.select(F.id, F.holder).where(wanted, free).order_by(F.next_at, F.id)
        for number, before in self._engine.rows(query):
            with self._engine.joined():
                done = self._engine.run(
                    F.update(holder=holder, held_at=micros(now)).where(
                        F.id == number, F.holder == before
                    )
                )
            if done.rowcount:
                return self.feed(number)
        return None

    def settle(self, feed: Feed, *, holder: str) -> bool:
        """Keep how a feed stands after it was asked; False where ``holder`` has it no more."""
        names = ("address", "etag", "modified", "failures", "problem")
        said: dict[str, Any] = {name: getattr(feed, name) for name in names}
        said |= {"polled_at": micros(feed.polled_at), "next_at": micros(feed.next_at)}
        with self._engine.joined():
            mine = (F.id == feed.id) & (F.holder == holder)
            done = self._engine.run(F.update(**said, holder="", held_at=None).where(mine))
        return bool(done.rowcount)

    def record(
        self, feed: int, items: Sequence[tuple[str, Item]], now: datetime
    ) -> tuple[int, int]:
        """Write down what a feed has now, each with what its story is known by.

        Gives how many are new and how many say something else than before; those are unread again.
        """
        new = changed = 0
        with self._engine.joined():
            self._engine.run(F.update(reading=F.reading + 1).where(F.id == feed))
            row = self._engine.one(F.select(F.reading).where(F.id == feed))
            if row is None:
                return 0, 0  # it was removed meanwhile
            reading = row[0]
            known = {
                key: (number, digest)
                for key, number, digest in self._engine.rows(
                    E.select(E.key, E.id, E.digest).where(E.feed == feed)
                )
            }
            for story, item in items:
                number, digest = known.get(item.key, (0, ""))
                if not number:
                    said = _kept(item, story, now)
                    self._engine.run(
                        E.insert(
                            feed=feed,
                            key=item.key,
                            state=str(EntryState.NEW),
                            arrived_at=micros(now),
                            reading=reading,
                            **said,
                        )
                    )
                    new += 1
                elif digest != item.digest:
                    said = _kept(item, story, now)
                    self._engine.run(
                        E.update(changed_at=micros(now), state=str(EntryState.NEW), **said).where(
                            E.id == number
                        )
                    )
                    self._engine.run(R.delete().where(R.entry == number))
                    changed += 1
            keys = [item.key for _story, item in items]
            for start in range(0, len(keys), _AT_ONCE):
                some = keys[start : start + _AT_ONCE]
                self._engine.run(E.update(reading=reading).where(E.feed == feed, E.key.in_(some)))
            if new or changed:
                self._history.note("wire", None, f"read feed {feed}")
        return new, changed

    def prune(self, before: datetime) -> int:
        """Drop what came in before that moment and is in its feed no more; how many that were."""
        old = (
            E.select(E.id)
            .join(F, on=(E.feed == F.id))
            .where(E.arrived_at < micros(before), E.reading < F.reading)
        )
        numbers = [row[0] for row in self._engine.rows(old)]
        with self._engine.joined():
            for start in range(0, len(numbers), _AT_ONCE):
                some = numbers[start : start + _AT_ONCE]
                self._engine.run(R.delete().where(R.entry.in_(some)))
                self._engine.run(E.delete().where(E.id.in_(some)))
            if numbers:
                self._history.note("wire", None, "prune")
        return len(numbers)

    # Entries.

    def list(self, wanted: Wanted, person: int | None) -> tuple[Entry, ...]:
        """The entries, newest first, without their text."""
        aside = EntryState.ASIDE if wanted.aside else EntryState.NEW
        conditions: list[Any] = [E.state == str(aside)]
        if wanted.feed is not None:
            conditions.append(E.feed == wanted.feed)
        if wanted.unread:
            conditions.append(R.entry.is_null())
        conditions += [E.sought.contains(word) for word in wanted.words.casefold().split()]
        return self._found(conditions, person, limit=wanted.limit)

    def get(self, number: int, person: int | None) -> Entry | None:
        """One entry with its text, None where there is none."""
        found = self._found([E.id == number], person, limit=1)
        if not found:
            return None
        row = self._engine.one(E.select(E.body).where(E.id == number))
        html = "" if row is None or row[0] is None else json.loads(zlib.decompress(row[0]))["html"]
        return replace(found[0], item=replace(found[0].item, html=html))

    def unread(self, person: int | None) -> Mapping[int, int]:
        """How many entries that person has not read, by feed."""
        query = (
            E.select(E.feed, peewee.fn.COUNT(E.id))
            .join(R, peewee.JOIN.LEFT_OUTER, on=_mine(person))
            .where(E.state == str(EntryState.NEW), R.entry.is_null())
            .group_by(E.feed)
        )
        return {feed: int(n) for feed, n in self._engine.rows(query)}

    def mark(self, numbers: Iterable[int], person: int | None, *, read: bool) -> None:
        """That person has read these entries, or has not."""
        who = person or 0
        with self._engine.joined():
            for number in dict.fromkeys(numbers):
                mine = (R.person == who) & (R.entry == number)
                if not read:
                    self._engine.run(R.delete().where(mine))
                elif self._engine.one(R.select(R.entry).where(mine)) is None:
                    self._engine.run(R.insert(person=who, entry=number))

    def put_aside(self, numbers: Iterable[int], *, who: int | None, on: bool = True) -> None:
        """Nobody has to look at these entries any more, or has to again."""
        state = EntryState.ASIDE if on else EntryState.NEW
        with self._engine.joined():
            self._engine.run(E.update(state=str(state)).where(E.id.in_(tuple(numbers))))
            self._history.note("wire", None, "aside" if on else "back", actor=who)

    def _found(
        self, conditions: Sequence[Any], person: int | None, *, limit: int
    ) -> tuple[Entry, ...]:
        query = (
            E.select(*_columns(E, _ENTRY), F.name, R.entry)
            .join(F, on=(E.feed == F.id))
            .switch(E)
            .join(R, peewee.JOIN.LEFT_OUTER, on=_mine(person))
            .where(*conditions)
            .order_by(E.at.desc(), E.id.desc())
            .limit(limit)
        )
        rows = self._engine.rows(query)
        taken = self._taken([row[3] for row in rows])
        return tuple(_entry(row, taken) for row in rows)

    def _taken(self, stories: Sequence[str]) -> dict[str, tuple[int, str]]:
        """The story that was made of each and the digest that it had, where it was not undone."""
        found: dict[str, tuple[int, str]] = {}
        for start in range(0, len(stories), _AT_ONCE):
            some = stories[start : start + _AT_ONCE]
            query = (
                O.select(O.key, O.article, O.facts, O.undone)
                .where(O.source == SOURCE, O.key.in_(some))
                .order_by(O.id)
            )
            for key, article, facts, undone in self._engine.rows(query):
                if undone:
                    found.pop(key, None)
                else:
                    said = json.loads(facts) if facts else {}
                    found[key] = article, str(said.get("digest", ""))
        return found


def _mine(person: int | None) -> Any:
    return (R.entry == E.id) & (R.person == (person or 0))


def _columns(table: Any, names: Sequence[str]) -> list[Any]:
    return [getattr(table, name) for name in names]


def _feed(row: Any) -> Feed:
    data: dict[str, Any] = dict(zip(_FEED, row, strict=True))
    for name in ("polled_at", "next_at"):
        data[name] = moment(data[name])
    return Feed(**data | {"live": bool(data["live"])})


def _kept(item: Item, story: str, now: datetime) -> dict[str, Any]:
    """What is kept of an entry; text that no store can hold was taken out before."""
    head = plain(replace(item, html=""))
    assert isinstance(head, dict)
    del head["html"], head["key"]
    body = zlib.compress(to_json({"html": item.html}).encode("utf-8", "replace"), 1)
    said = item.published or item.updated
    return {
        "story": story,
        "digest": item.digest,
        "at": micros(now if said is None else min(said, now)),
        "sought": f"{item.title}\n{item.summary}".casefold(),
        "head": to_json(head),
        "body": body,
    }


def _entry(row: Any, taken: Mapping[str, tuple[int, str]]) -> Entry:
    number, feed, key, story, digest, head, state, arrived, changed, name, read = row
    said: dict[str, Any] = json.loads(head)
    for part in ("published", "updated"):
        said[part] = None if said[part] is None else datetime.fromisoformat(said[part])
    for part in ("authors", "categories"):
        said[part] = tuple(said[part])
    said["pictures"] = tuple(ItemPicture(**one) for one in said["pictures"])
    article, had = taken.get(story, (None, ""))
    return Entry(
        id=number,
        feed=feed,
        item=Item(key=key, **said),
        story=story,
        digest=digest,
        state=EntryState(state),
        arrived_at=_at(arrived),
        changed_at=moment(changed),
        article=article,
        taken=had,
        read=read is not None,
        feed_name=name,
    )
