"""Who is at a story: taking it to edit, giving signs of life, taking it over without losing a word.

Unsaved text lies in the journal of its computer and, with every sign of life, beside the lock. On
a take-over it becomes a revision of its own; the story itself stays as it was saved.
"""

from __future__ import annotations

import os
import platform
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from newsroom.desk.seat import Seat
from newsroom.desk.setaside import keep_text
from newsroom.desk.site import own_zone
from newsroom.i18n import _
from newsroom.news.article import Article
from newsroom.news.changes import NOTHING, Changes, Done
from newsroom.news.errors import BadInput, Locked, Refused
from newsroom.news.inbox import Notice, NoticeKind
from newsroom.news.presence import GONE_AFTER, IDLE_AFTER, Hold, Lock, Visitor
from newsroom.news.rights import Right
from newsroom.store.alive import SignOfLife, is_dead
from newsroom.store.journal import drafts_of
from newsroom.store.locks import LockRow, VisitRow
from newsroom.store.tables import micros, moment
from newsroom.values import dataclass

_SCOPE, _IDLE = "presence", "idle_minutes"
_MOST_IDLE = 24 * 60  # minutes
_MOST_ASKED = 200  # characters


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenOver:
    """What came of a take-over: the story as it stands and is mine now, who had it, and the
    revisions that keep what they had typed and not saved."""

    article: Article
    lock: Lock
    before: Lock | None
    unsaved: tuple[int, ...]


def computer() -> str:
    """What this computer is called. ``platform`` says the same and takes half a megabyte for it."""
    return os.uname().nodename if hasattr(os, "uname") else platform.node()


class Presence:
    """Locks and presence of this window."""

    def __init__(self, seat: Seat) -> None:
        self._seat = seat
        self._place = computer()[:80]
        self._life = SignOfLife(seat.store.folder, seat.store.locks.session)

    # Looking.

    def lock(self, number: int) -> Lock | None:
        """Who is editing the story; None for nobody."""
        row = self._seat.store.locks.get(number)
        return None if row is None else self._lock(row)

    def locks(self) -> dict[int, Lock]:
        """Who is editing what, by story; windows that are gone are left out."""
        found = (self._lock(row) for row in self._seat.store.locks.all())
        return {lock.article: lock for lock in found if lock.hold is not Hold.GONE}

    def visitors(self, number: int | None = None) -> tuple[Visitor, ...]:
        """Who has the story open, or, without a story, who has which open."""
        locks = self._seat.store.locks
        return tuple(
            Visitor(
                article=row.article,
                person=row.person,
                place=row.place,
                since=_moment(row.since),
                mine=row.session == locks.session,
            )
            for row in locks.visits(locks.now() - _span(GONE_AFTER))
            if (number is None or row.article == number) and not self._died(row)
        )

    def idle_after(self) -> timedelta:
        """How long nobody types before a lock is stale."""
        kept = self._seat.store.settings.get(_SCOPE, _IDLE)
        return timedelta(minutes=kept) if isinstance(kept, int) else IDLE_AFTER

    def set_idle_after(self, minutes: int) -> Changes:
        """Set that time for the whole newsroom. Raises BadInput, Refused."""
        self._seat.hold(Right.MANAGE_RULES)
        if not 1 <= minutes <= _MOST_IDLE:
            raise BadInput(
                _("A lock goes stale after between 1 and {most} minutes.").format(most=_MOST_IDLE)
            )
        with self._seat.store.transaction():
            self._seat.store.settings.put(_SCOPE, _IDLE, minutes)
        return Changes(lists=True)

    def may_take_over(self, lock: Lock) -> bool:
        """Whether I may take the story from who holds it."""
        return self._seat.may(self._needed(lock))

    # At a story.

    def enter(self, number: int) -> None:
        """I have the story open; to be said again with every beat."""
        self._life.hold()
        self._seat.store.locks.enter(number, person=self._seat.author, place=self._place)

    def leave(self, number: int) -> Changes:
        """I have closed the story; a lock on it goes too."""
        store = self._seat.store
        with store.transaction():
            store.locks.leave(number)
            gone = store.locks.release(number)
        return Changes(presence=frozenset(gone)) if gone else NOTHING

    def take(self, number: int, base_version: int = 0) -> Done[Lock]:
        """Begin to edit. The lock is ``mine``, or somebody else's whose window lives.

        What a window that is gone left beside its lock is kept as a revision. Raises Refused where
        I may not edit, NotFound.
        """
        self._seat.hold(Right.EDIT)
        store = self._seat.store
        with store.transaction():
            row = store.locks.hold(number)
            if row is not None:
                lock = self._lock(row)
                if lock.mine:
                    return Done(lock)
                if lock.hold is not Hold.GONE:
                    return Done(lock)
            article, kept = self._inherit(number, row)
            self._claim(number, base_version or article.version)
            mine = store.locks.get(number)
        assert mine is not None
        return Done(self._lock(mine), _changes(number, kept))

    def beat(
        self,
        number: int,
        *,
        active: bool,
        base_version: int = 0,
        draft: Mapping[str, object] | None = None,
    ) -> Lock | None:
        """I live; ``active`` says that I typed since the last time, ``draft`` are the fields that
        are not saved yet ({}: all is).

        Gives the lock as it stands; if it is not ``mine`` any more, ``hand_in`` what was typed.
        """
        store = self._seat.store
        with store.transaction():
            store.locks.enter(number, person=self._seat.author, place=self._place)
            store.locks.beat(number, active=active, base_version=base_version, draft=draft)
        return self.lock(number)

    def release(self, number: int) -> Changes:
        """I have done editing; the story is free."""
        gone = self._seat.store.locks.release(number)
        return Changes(presence=frozenset(gone)) if gone else NOTHING

    def close(self) -> None:
        """This window ends: all that it held is free."""
        store = self._seat.store
        try:
            with store.transaction():
                store.locks.release()
                store.locks.leave()
        finally:
            self._life.close()

    def take_over(self, number: int) -> Done[TakenOver]:
        """Take the story from who holds it; their unsaved text becomes a revision of its own.

        They are told. From a live window of somebody else it takes the right to approve; a stale
        lock, and one's own in another window, may be had by who may edit. Raises Refused, NotFound.
        """
        self._seat.hold(Right.EDIT)
        store = self._seat.store
        with store.transaction():
            row = store.locks.hold(number)
            before = self._lock(row) if row is not None else None
            if before is not None and not before.mine:
                self._seat.hold(self._needed(before))
            article, kept = self._inherit(number, row)
            self._claim(number, article.version)
            inbox = self._tell(number, before, kept)
            mine = store.locks.get(number)
        assert mine is not None
        taken = TakenOver(article=article, lock=self._lock(mine), before=before, unsaved=kept)
        return Done(taken, _changes(number, kept) | Changes(inbox=inbox))

    def ask(self, number: int, words: str = "") -> Changes:
        """Ask who is editing the story to let me have it; they find it in their inbox.

        Raises Refused where nobody can be told, NotFound.
        """
        self._seat.hold(Right.COMMENT)
        lock = self.lock(number)
        if lock is None or lock.mine:
            return NOTHING
        if lock.person is None:
            raise Refused(
                _("Whoever edits it on {place} did not say who they are.").format(
                    place=lock.place or _("another computer")
                )
            )
        self._seat.store.notices.add(
            [
                Notice(
                    person=lock.person,
                    at=self._seat.clock(),
                    kind=NoticeKind.ASKED,
                    article=number,
                    who=self._seat.author,
                    words=words[:_MOST_ASKED],
                )
            ]
        )
        return Changes(inbox=frozenset({lock.person}))

    def hand_in(
        self, number: int, base_version: int, fields: Mapping[str, object]
    ) -> Done[int | None]:
        """Keep what I typed and can't save any more as a revision of its own.

        Gives its number; None where every word of it is in the story already. Who has the story
        now is told of words that were not kept yet: they took it over without the last of them.
        """
        store, inbox = self._seat.store, frozenset[int]()
        with store.transaction():
            newest = max((r.number for r in store.revisions.list(number, 1)), default=0)
            kept = keep_text(self._seat, number, base_version, fields, self._seat.author)
            lock = self.lock(number)
            if kept is not None and kept > newest and lock is not None and not lock.mine:
                inbox = self._word(number, NoticeKind.HANDED_IN, lock.person, kept)
        kept_now = () if kept is None else (kept,)
        return Done(kept, _changes(number, kept_now) | Changes(inbox=inbox))

    # Inside.

    def _claim(self, number: int, base_version: int) -> None:
        self._life.hold()
        self._seat.store.locks.claim(
            number, person=self._seat.author, place=self._place, base_version=base_version
        )

    def _needed(self, lock: Lock) -> Right:
        own = lock.person is not None and lock.person == self._seat.author
        return Right.EDIT if own or lock.hold is not Hold.LIVE else Right.APPROVE

    def _inherit(self, number: int, row: LockRow | None) -> tuple[Article, tuple[int, ...]]:
        """Keep every unsaved text of who held the story; gives the story and the revisions."""
        store = self._seat.store
        kept: list[int] = []
        if row is not None and row.session != store.locks.session:
            texts: list[tuple[int, int, Mapping[str, object]]] = []
            if row.draft and not self._recovered(number):
                texts.append((row.seen_at, row.base_version, row.fields))
            # By this computer's clock; a little of the past does no harm, it is kept only once.
            begun = row.since - _span(GONE_AFTER)
            for draft in drafts_of(store.folder, number, but=self._seat.journal):
                written = micros(draft.written_at) or 0
                if written >= begun:
                    texts.append((written, draft.base_version, draft.fields))
            for _at, base_version, fields in sorted(texts, key=lambda text: text[0]):
                made = keep_text(self._seat, number, base_version, fields, row.person)
                if made is not None and made not in kept:
                    kept.append(made)
        return store.articles.get(number), tuple(kept)

    def _recovered(self, number: int) -> bool:
        """Whether this window took over from the journal what was typed: it is in front of who
        typed it, and newer than what stands beside the lock."""
        folder, journal = self._seat.store.folder, self._seat.journal
        every = drafts_of(folder, number, but="")
        return bool(journal) and len(every) > len(drafts_of(folder, number, but=journal))

    def _tell(self, number: int, before: Lock | None, kept: tuple[int, ...]) -> frozenset[int]:
        """Word to who lost the story."""
        person = None if before is None else before.person
        return self._word(number, NoticeKind.TAKEN_OVER, person, kept[-1] if kept else 0)

    def _word(
        self, number: int, kind: NoticeKind, person: int | None, subject: int
    ) -> frozenset[int]:
        """An entry in somebody's inbox, unless it is my own; gives whose."""
        if person is None or person == self._seat.author:
            return frozenset()
        notice = Notice(
            person=person, at=self._seat.clock(), kind=kind, article=number, subject=subject,
            who=self._seat.author,
        )  # fmt: skip
        self._seat.store.notices.add([notice])
        return frozenset({person})

    def _died(self, row: LockRow | VisitRow) -> bool:
        """Whether a window of this computer ended without a word: nobody has to wait for it."""
        return row.place == self._place and is_dead(self._seat.store.folder, row.session)

    def _lock(self, row: LockRow) -> Lock:
        locks = self._seat.store.locks
        now = locks.now()
        hold = Hold.LIVE
        if now - row.seen_at > _span(GONE_AFTER) or self._died(row):
            hold = Hold.GONE
        elif now - row.active_at > _span(self.idle_after()):
            hold = Hold.STALE
        return Lock(
            article=row.article,
            person=row.person,
            place=row.place,
            since=_moment(row.since),
            active_at=_moment(row.active_at),
            hold=hold,
            mine=row.session == locks.session,
        )


def locked_by_others(seat: Seat, ids: Iterable[int]) -> dict[int, Lock]:
    """The stories among these that other windows are editing."""
    wanted = set(ids)
    presence = Presence(seat)
    return {
        number: lock
        for number, lock in presence.locks().items()
        if number in wanted and not lock.mine
    }


def hold_free(seat: Seat, number: int, slug: str) -> None:
    """Refuse to write over somebody who is editing. Raises Locked."""
    lock = Presence(seat).lock(number)
    if lock is not None and not lock.mine and lock.hold is not Hold.GONE:
        raise Locked(said(seat, lock, slug), lock)


def said(seat: Seat, lock: Lock, slug: str) -> str:
    """Who is editing, in a sentence."""
    since = lock.since.astimezone(own_zone(seat)).strftime("%H:%M")
    if lock.person is None:
        return _(
            "“{slug}” has been open for editing on {place} since {since}. "
            "Wait, or take it over; both texts are kept."
        ).format(slug=slug, place=lock.place or _("another computer"), since=since)
    return _(
        "{name} has been editing “{slug}” since {since}. "
        "Wait, ask, or take it over; both texts are kept."
    ).format(name=seat.store.staff.get(lock.person).name, slug=slug, since=since)


def _changes(number: int, kept: tuple[int, ...]) -> Changes:
    return Changes(
        articles=frozenset({number}) if kept else frozenset(),
        listing=bool(kept),
        presence=frozenset({number}),
    )


def _span(span: timedelta) -> int:
    return span // timedelta(microseconds=1)


def _moment(at: int) -> datetime:
    found = moment(at)
    assert found is not None
    return found
