"""Going through a story's open suggestions, one by one or many at once, and settling them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from newsroom.desk.settling import ALL, Verdicts
from newsroom.news.changes import Done
from newsroom.news.errors import NewsroomError
from newsroom.news.suggestion import SUGGESTED, SuggestionSet
from newsroom.text.suggest import Key

if TYPE_CHECKING:
    from newsroom.ui.review.looking import Open
    from newsroom.ui.review.review import StoryReview
    from newsroom.ui.workbench import Workbench

Where = tuple[int, Key]
"""A change of an open set: the set's number and the change's key."""

_ORDER = {name: place for place, name in enumerate(SUGGESTED)}


def followed(was: list[Key], now: list[Key]) -> dict[Key, Key]:
    """The changes of before among those of now, by what they say and in the order of reading; what
    a move that was accepted took along stands elsewhere in it, and is found by its words."""
    found: dict[Key, Key] = {}
    said, says = [key[:4] for key in was], [key[:4] for key in now]
    for a, b, size in SequenceMatcher(None, said, says, autojunk=False).get_matching_blocks():
        found.update(zip(was[a : a + size], now[b : b + size], strict=True))
    taken = set(found.values())
    spare: dict[tuple[str, str, str, str], list[Key]] = {}
    for key in now:
        if key not in taken:
            spare.setdefault(key[:4], []).append(key)
    for key in was:
        if key not in found and spare.get(key[:4]):
            found[key] = spare[key[:4]].pop(0)
    return found


class Walk(QObject):
    """What is looked at, and the verdicts on the way to the desk."""

    chosen = Signal()  # another one is looked at

    def __init__(self, review: StoryReview, bench: Workbench) -> None:
        super().__init__(review)
        self.current: Where | None = None
        self._review = review
        self._bench = bench
        self._wanted: dict[int, tuple[set[Key] | None, set[Key] | None]] = {}
        self._settling = False
        self._gone: set[Where] = set()  # settled by us, not told by the store yet
        self._given: set[Where] = set()  # those of them that are on their way
        self._awaited: tuple[SuggestionSet, ...] | None = None
        self._known: dict[int, list[Key]] = {}

    def looked(self) -> None:
        """The story was compared again: what was said of its changes holds for those of now."""
        review = self._review
        for item in review.open:
            now = [key for key, _number in sorted(item.keys.items(), key=lambda one: one[1])]
            was = self._known.get(item.number)
            if was is not None and was != now:
                self._follow(item.number, was, now)
            self._known[item.number] = now
        there = {(item.number, key) for item in review.open for key in item.keys}
        self._gone &= there
        if self.current is not None and self.current not in there:
            self.current = None
        if self._awaited is not None and self._come(self._awaited):
            self._awaited = None
            self._settling = False
            self._given = set()
            self._settle()

    def _come(self, awaited: tuple[SuggestionSet, ...]) -> bool:
        """Whether what is open now is what the last verdicts left."""
        versions = {item.number: item.version for item in self._review.open}
        stands = self._review.story.article.version
        return all(
            stands >= made.base_version and versions.get(made.id, made.version) >= made.version
            for made in awaited
        )

    def _follow(self, number: int, was: list[Key], now: list[Key]) -> None:
        """Find the changes of before among those of now: keys count those that say the same."""
        left = [key for key in was if (number, key) not in self._given]
        if len(now) > len(left):
            left = was  # the verdicts have not come yet
        found = followed(left, now)

        def moved(keys: set[Key] | None) -> set[Key] | None:
            return keys if keys is None else {found[key] for key in keys if key in found}

        self._gone = {
            (which, found.get(key, key)) if which == number else (which, key)
            for which, key in self._gone
            if which != number or key in found
        }
        if number in self._wanted:
            yes, no = self._wanted[number]
            self._wanted[number] = (moved(yes), moved(no))
        if self.current is not None and self.current[0] == number:
            key = found.get(self.current[1])
            self.current = (number, key) if key is not None else None

    # Settling.

    def waiting(self, item: Open) -> tuple[Key, ...]:
        """The changes of a set that are still to be settled, in the order of reading."""
        keys = sorted(item.keys.items(), key=lambda one: one[1])
        return tuple(key for key, _number in keys if (item.number, key) not in self._gone)

    def settle(self, where: Iterable[Where], *, accept: bool, whole: Collection[int] = ()) -> None:
        """Accept or reject changes; ``whole`` are sets of which it is all that is open.

        Verdicts that are given while others are under way go together, as one step.
        """
        for number in whole:
            yes, no = self._wanted.get(number, (set(), set()))
            self._wanted[number] = (ALL, no) if accept else (yes, ALL)
        for number, key in where:
            yes, no = self._wanted.setdefault(number, (set(), set()))
            side = yes if accept else no
            if side is not None:
                side.add(key)
            self._gone.add((number, key))
        self._review.changed.emit()
        self._settle()

    def _settle(self) -> None:
        if self._settling or not self._wanted:
            return
        self._settling = True
        if (self._review.on and 0 in self._wanted) or self._review.story.suggested:
            self._review.store(self._settle_stored)
        else:
            self._settle_stored()

    def _settle_stored(self) -> None:
        proposal = self._review.story.proposal
        mine = proposal.number if proposal is not None else 0
        given, self._wanted = self._wanted, {}
        self._given = set(self._gone)
        wanted = {
            number or mine: Verdicts(accept=yes, reject=no) for number, (yes, no) in given.items()
        }

        def save() -> None:
            self._bench.tasks.change(
                lambda desk: desk.settling.settle(wanted),
                then=self._was_settled,
                failed=self._not_settled,
                owner=self,
            )

        self._bench.saved_first((self._review.story.id,), save)

    def _was_settled(self, done: Done[tuple[SuggestionSet, ...]]) -> None:
        """Go on once the story and its sets were read and compared again."""
        self._awaited = done.value
        self._review.refresh()

    def _not_settled(self, error: NewsroomError) -> None:
        self._settling = False
        self._awaited = None
        self._wanted.clear()
        self._given, self._gone = set(), set()
        self._bench.messages.fault(error)
        self._review.refresh()

    # Which one is looked at.

    def order(self) -> tuple[Where, ...]:
        """What is open, in the order of the page, whoever proposes it."""
        found: list[tuple[tuple[int, int, int], Where]] = []
        for item in self._review.open:
            places = item.places()
            for key in self.waiting(item):
                number = item.keys[key]
                place = (_ORDER.get(key[1], 0), places[number], number)
                found.append((place, (item.number, key)))
        return tuple(where for _place, where in sorted(found, key=lambda row: row[0]))

    def choose(self, where: Where | None) -> None:
        """Look at that one."""
        if where != self.current:
            self.current = where
            self.chosen.emit()

    def step(self, by: int) -> Where | None:
        """Look at the next (1) or the previous (-1) one, round the ends."""
        order = self.order()
        if not order:
            self.choose(None)
            return None
        if self.current in order:
            place = (order.index(self.current) + by) % len(order)
        else:
            place = 0 if by > 0 else len(order) - 1
        self.choose(order[place])
        return self.current

    def decide(self, *, accept: bool) -> None:
        """Accept or reject the one that is looked at, and go on to the next."""
        if self.current is None:
            self.step(1)
            return
        order, was = self.order(), self.current
        if was not in order:
            self.step(1)
            return
        place = order.index(was)
        rest = order[place + 1 :] or order[:place]
        self.settle((was,), accept=accept)
        self.choose(rest[0] if rest else None)
