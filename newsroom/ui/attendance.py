"""Who is at which story: takes a story when it is typed in, gives signs of life, hands text in.

What was typed into a story that somebody else took meanwhile becomes a version of its own; the
story then shows what is saved. No word is thrown away before the desk says that it is kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal

from newsroom.news.changes import NOTHING, Changes, Done
from newsroom.news.errors import NewsroomError, NotFound
from newsroom.news.presence import BEAT, Lock, Visitor
from newsroom.ui.story import OpenStory, State, listener
from newsroom.values import dataclass

if TYPE_CHECKING:
    from newsroom.desk.desk import Desk
    from newsroom.desk.presence import TakenOver
    from newsroom.ui.workbench import Workbench

_TYPED = frozenset({State.UNSAVED, State.KEPT, State.CONFLICT})
_IDLE_MS = 30_000  # words such as "idle for 12 minutes" are looked at again so often


@dataclass(frozen=True, slots=True)
class _Sign:
    """A sign of life of a story that is mine."""

    active: bool
    base: int
    draft: Mapping[str, Any] | None


@dataclass(frozen=True, slots=True)
class _Seen:
    """What the desk knows of locks and visitors."""

    locks: Mapping[int, Lock]
    visitors: tuple[Visitor, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedIn:
    """A story went to somebody else; ``version`` keeps what was typed here, None where all of it
    is in the story. ``was_mine``: it was taken from this window, which had it; else it was
    somebody else's when it was typed in here. ``typed``: something was not saved."""

    story: OpenStory
    lock: Lock
    version: int | None
    was_mine: bool
    typed: bool


class Attendance(QObject):
    """The window's locks. ``changed`` tells of stories that are held by others now, or free."""

    changed = Signal(object)  # frozenset of ids
    handed_in = Signal(object)  # HandedIn
    taken_over = Signal(object)  # TakenOver: a story is mine that somebody else was editing

    def __init__(self, workbench: Workbench) -> None:
        super().__init__(workbench)
        self._bench = workbench
        self._tasks = workbench.tasks
        self._mine: set[int] = set()
        self._asking: set[int] = set()
        self._typed: set[int] = set()  # since the last sign of life
        self._leaving: set[int] = set()  # text is being handed in
        self.locks: Mapping[int, Lock] = {}
        self.visitors: Mapping[int, tuple[Visitor, ...]] = {}
        self._beat = QTimer(self, interval=int(BEAT.total_seconds() * 1000))
        self._beat.timeout.connect(self.beat)
        self._beat.start()
        self._idle = QTimer(self, interval=_IDLE_MS)
        self._idle.timeout.connect(self._time_went_by)
        self._idle.start()
        workbench.story_opened.connect(self._opened)
        workbench.story_closed.connect(self._closed)
        workbench.tasks.changed.connect(self._on_changed)
        for story in workbench.stories:
            self._opened(story)
        self.beat()

    def _time_went_by(self) -> None:
        if self.locks:  # else nothing tells of anybody, and the whole list is painted for it
            self.changed.emit(frozenset(self.locks))

    # What others ask.

    def lock(self, number: int) -> Lock | None:
        """Who is editing the story, as far as this window knows."""
        return self.locks.get(number)

    def other(self, number: int) -> Lock | None:
        """Who else is editing the story."""
        lock = self.locks.get(number)
        return None if lock is None or lock.mine else lock

    def others_at(self, number: int) -> tuple[Visitor, ...]:
        """Who else has the story open."""
        return tuple(visitor for visitor in self.visitors.get(number, ()) if not visitor.mine)

    def take(self, story: OpenStory) -> None:
        """The story is to be edited here."""
        number = story.id
        if not number or number in self._mine or number in self._asking:
            return
        self._asking.add(number)
        base = story.article.version
        self._tasks.change(
            lambda desk: desk.presence.take(number, base),
            then=lambda done: self._took(story, done),
            failed=lambda error: self._not_taken(story, error),
            owner=self,
        )

    def take_over(self, number: int) -> None:
        """Take the story from who holds it; their text is kept."""

        def taken(done: Done[TakenOver]) -> None:
            self._mine.add(number)
            self._know(number, done.value.lock)
            self.taken_over.emit(done.value)

        self._tasks.change(
            lambda desk: desk.presence.take_over(number),
            then=taken,
            failed=self._bench.messages.fault,
            owner=self,
        )

    def hand_over(self, story: OpenStory) -> None:
        """Somebody asked for the story: what is typed is saved, then it is free."""
        number = story.id

        def let_go(_article: object) -> None:
            self._mine.discard(number)
            self._tasks.change(lambda desk: desk.presence.release(number))

        story.save(then=let_go)

    def free(self, ids: Iterable[int]) -> None:
        """These went on to somebody else: where nothing is unsaved they are free."""
        clean = self._mine & set(ids)
        for story in self._bench.stories:
            if story.id in clean and story.state is not State.SAVED:
                clean.discard(story.id)
        if clean:
            self._mine -= clean
            self._tasks.change(lambda desk: _release(desk, clean))

    # The open stories.

    def _opened(self, story: OpenStory) -> None:
        story.state_changed.connect(listener(story, self._edited))
        story.body_changed.connect(listener(story, self._was_typed))
        story.field_changed.connect(listener(story, self._was_typed))
        if story.id:
            self._look()
        self._edited(story)

    def _closed(self, story: OpenStory) -> None:
        number = story.id
        self._mine.discard(number)
        self._typed.discard(number)
        if number:
            self._tasks.change(lambda desk: desk.presence.leave(number), failed=_quietly)

    def _was_typed(self, story: OpenStory, _field: str = "body") -> None:
        self._typed.add(story.id)

    def _edited(self, story: OpenStory) -> None:
        # What is only suggested is not in the story: whoever edits it meanwhile is not in the way.
        edited = story.state in _TYPED and story.proposal is None
        if edited and story.id not in self._leaving:
            self.take(story)

    def _took(self, story: OpenStory, done: Done[Lock]) -> None:
        number, lock = story.id, done.value
        self._asking.discard(number)
        if lock.mine:
            self._mine.add(number)
        self._know(number, lock)
        if not lock.mine:
            self._lose(story, lock, was_mine=False)
        elif story not in self._bench.stories:
            self._closed(story)

    def _not_taken(self, story: OpenStory, error: NewsroomError) -> None:
        """The text is in the journal; a save will say what is wrong, if it still is."""
        self._asking.discard(story.id)
        if not isinstance(error, NotFound):
            self._bench.messages.fault(error, key=f"lock {story.id}")

    # Signs of life.

    def beat(self) -> None:
        """Say that this window lives, with what is typed and not saved."""
        now = self._bench.clock()
        idle_out: set[int] = set()
        signs: dict[int, _Sign] = {}
        for story in self._bench.stories:
            number = story.id
            if number not in self._mine:
                continue
            draft = story.draft()
            lock = self.locks.get(number)
            idle = lock is not None and number not in self._typed and _is_stale(lock, now)
            if draft is None and idle:
                idle_out.add(number)  # nobody is kept waiting for nothing
            signs[number] = _Sign(
                number in self._typed, story.article.version, draft.fields if draft else {}
            )
        self._typed.clear()
        if idle_out:
            self.free(idle_out)
        self._look({number: sign for number, sign in signs.items() if number not in idle_out})

    def _look(self, signs: Mapping[int, _Sign] | None = None) -> None:
        """Read who is where; with ``signs`` say that we are there too."""
        at = tuple(story.id for story in self._bench.stories if story.id)
        mine = frozenset(self._mine)
        self._tasks.run(
            lambda desk: _seen(desk, at, mine, signs),
            then=self._saw,
            failed=_quietly,  # the store is away: that is said elsewhere
            owner=self,
            key="beat" if signs is not None else "look",
        )

    def _on_changed(self, changes: Changes) -> None:
        if changes.presence:
            self._look()

    def _saw(self, seen: _Seen) -> None:
        before, self.locks = self.locks, seen.locks
        people: dict[int, tuple[Visitor, ...]] = {}
        for visitor in seen.visitors:
            people[visitor.article] = (*people.get(visitor.article, ()), visitor)
        seen_before, self.visitors = self.visitors, people
        touched = {
            number
            for number in before.keys() | seen.locks.keys()
            if before.get(number) != seen.locks.get(number)
        } | {
            number
            for number in seen_before.keys() | people.keys()
            if seen_before.get(number) != people.get(number)
        }
        if touched:
            self.changed.emit(frozenset(touched))
        for story in self._bench.stories:
            lock = self.locks.get(story.id)
            if story.id in self._mine and lock is not None and not lock.mine:
                self._lose(story, lock, was_mine=True)
            elif story.id in self._mine and lock is None:
                self._mine.discard(story.id)
                self._edited(story)

    def _know(self, number: int, lock: Lock) -> None:
        self.locks = {**self.locks, number: lock}
        self.changed.emit(frozenset({number}))

    # A story that went to somebody else.

    def _lose(self, story: OpenStory, lock: Lock, *, was_mine: bool) -> None:
        """Hand in what was typed here; until the desk has it, it stays where it is."""
        number = story.id
        self._mine.discard(number)
        if number in self._leaving:
            return
        self._leaving.add(number)
        story.keep()
        fields, base = story.unsaved(), story.article.version

        def tell(version: int | None) -> None:
            self.handed_in.emit(
                HandedIn(
                    story=story, lock=lock, version=version, was_mine=was_mine, typed=bool(fields)
                )
            )

        def kept(done: Done[int | None]) -> None:
            self._leaving.discard(number)
            if story.unsaved() != fields and story in self._bench.stories:
                self._lose(story, lock, was_mine=was_mine)  # a key that was under way
                return
            story.revert()
            tell(done.value)

        def failed(error: NewsroomError) -> None:
            self._leaving.discard(number)
            self._bench.messages.fault(error, key=f"lock {number}")

        if not fields:
            self._leaving.discard(number)
            tell(None)
            return
        self._tasks.change(
            lambda desk: desk.presence.hand_in(number, base, fields),
            then=kept,
            failed=failed,
            owner=self,
        )


def _seen(
    desk: Desk, at: tuple[int, ...], mine: frozenset[int], signs: Mapping[int, _Sign] | None
) -> _Seen:
    """Who is where, on the desk thread."""
    presence = desk.presence
    if signs is not None and not desk.read_only:
        for number, sign in signs.items():
            presence.beat(number, active=sign.active, base_version=sign.base, draft=sign.draft)
        for number in at:
            if number not in signs:
                presence.enter(number)
    locks = presence.locks()
    for number in mine - locks.keys():
        lock = presence.lock(number)  # this computer slept: the lock is old, but it is still mine
        if lock is not None and lock.mine:
            locks[number] = lock
    return _Seen(locks, presence.visitors())


def _release(desk: Desk, ids: Iterable[int]) -> Changes:
    changes = NOTHING
    for number in sorted(ids):
        changes |= desk.presence.release(number)
    return changes


def _is_stale(lock: Lock, now: Any) -> bool:
    from newsroom.news.presence import IDLE_AFTER

    return lock.idle(now) > IDLE_AFTER


def _quietly(_error: NewsroomError) -> None:
    """What can't be read now is read with the next beat."""
