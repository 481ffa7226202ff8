"""One undo over two views: what was done in one is taken back step by step in the other.

Each view keeps its own steps. Where one took over what was done in the other, its stack has a
single step, a *fold*, that stands for a stretch of the other's. A step back at the end of a fold is
made in the other view, and shown here as a change of the fold. Each is done only while both say the
same letters; where they do not, the fold is one step as it stands, so that nothing is lost by it.

To change a fold ends what its view could do again. That, and what was taken back inside the fold,
is kept as what it made of the text, for either view.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from PySide6.QtGui import QTextDocument

from newsroom.text.amend import shared, shared_end
from newsroom.values import dataclass


class Become(Protocol):
    """Lets a side say ``text``: as a step of its own, or as a part of the last one."""

    def __call__(self, text: str, *, join: bool) -> object:
        """Do it."""


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two views, as a stack of steps."""

    document: QTextDocument
    undo: Callable[[], object]
    """One of its own steps back."""
    redo: Callable[[], object]
    text: Callable[[], str]
    """The Markdown that it says."""
    become: Become


@dataclass(slots=True)
class Fold:
    """A step of one view that stands for what was done in the other. Numbers are Qt's
    (``availableUndoSteps``)."""

    start: int
    end: int
    other_start: int
    other_end: int
    broken: bool = False
    """The other went back into it and was written in there: it stands for other steps now."""


@dataclass(frozen=True, slots=True)
class Ahead:
    """A step that can be done again, as what it makes of the text."""

    length: int
    place: int
    gone: str
    came: str

    @classmethod
    def between(cls, before: str, after: str) -> Ahead:
        """What leads from one text to another."""
        head = shared(before, after)
        tail = shared_end(before, after, min(len(before), len(after)) - head)
        gone, came = before[head : len(before) - tail], after[head : len(after) - tail]
        return cls(len(before), head, gone, came)

    def fits(self, text: str) -> bool:
        """Whether ``text`` is what it was taken back to."""
        return len(text) == self.length and text.startswith(self.gone, self.place)

    def of(self, text: str) -> str:
        """What it makes of ``text``."""
        return text[: self.place] + self.came + text[self.place + len(self.gone) :]


class OneStack:
    """The steps of two sides in one order; one of them is on top."""

    def __init__(self, page: Side, source: Side) -> None:
        self._sides = page, source
        self._folds: tuple[list[Fold], list[Fold]] = ([], [])
        self._met = 0, 0  # where both said the same last
        self._ended: list[int | None] = [None, None]  # from there on a side's redo is of old
        self._ahead: list[Ahead] = []  # what can be done again behind Qt's own, the next at the end
        self._busy = self._redoing = False
        for number, side in enumerate(self._sides):
            side.document.redoAvailable.connect(
                lambda on, number=number: None if on else self._cut(number)
            )
            side.document.undoCommandAdded.connect(self._added)

    def forget(self) -> None:
        """Another text is opened: there are no steps."""
        self._folds = [], []
        self._met = 0, 0
        self._ahead, self._ended = [], [None, None]

    def _at(self, number: int) -> int:
        return self._sides[number].document.availableUndoSteps()

    def _cut(self, number: int) -> None:
        """Somebody wrote where steps could be done again: those are gone."""
        if self._redoing:  # or all of them were done again
            return
        at = self._at(number) - 1  # told once the first part of the new step is there
        own, others = self._folds[number], self._folds[1 - number]
        self._ended[number] = None
        own[:] = [fold for fold in own if fold.end <= at]
        for fold in others:
            if fold.other_end > at:
                fold.other_end = max(fold.other_start, at)
                fold.broken = True

    def _added(self) -> None:
        """A new step: if it is somebody's, nothing can be done again any more, in neither view."""
        if not self._busy:
            self._ahead.clear()
            for number, side in enumerate(self._sides):
                if side.document.isRedoAvailable():
                    at, before = self._at(number), self._ended[number]
                    self._ended[number] = at if before is None else min(at, before)

    def _redo(self, number: int) -> None:
        self.again(self._sides[number].redo)

    def _can_redo(self, number: int) -> bool:
        ended = self._ended[number]
        there = self._sides[number].document.isRedoAvailable()
        return there and (ended is None or self._at(number) < ended)

    def _top(self, number: int) -> Fold | None:
        at = self._at(number)
        return next((fold for fold in reversed(self._folds[number]) if fold.end == at), None)

    def _meet(self) -> None:
        self._met = (self._at(0), self._at(1))

    def followed(self, number: int, before: int) -> None:
        """A side took over what the other says, from where it stood ``before`` it did."""
        at, other = self._at(number), self._at(1 - number)
        since = self._met[1 - number] if self._met[number] == before else None
        if since is None and not before:
            since = 0
        if since is not None and since <= other and before < at:
            self._folds[number].append(Fold(before, at, since, other))
        self._meet()

    def place(self, number: int) -> int:
        """Where a side stands, for ``followed``."""
        return self._at(number)

    def moved(self, number: int, before: int) -> None:
        """A side's last step grew by what is no act of anybody."""
        at = self._at(number)
        for fold in self._folds[number]:
            if fold.end == before:
                fold.end = at
        met = list(self._met)
        if met[number] == before:
            met[number] = at
            self._met = met[0], met[1]

    def follow(self, number: int, text: str) -> None:
        """Let a side say ``text``, as the other does: by its own steps where it went there and
        back, else by a fold."""
        side, other = self._sides[number], self._at(1 - number)
        if side.text() != text:
            top = self._top(number)
            while top is not None and top.other_start >= other:
                side.undo()
                top = self._top(number)
            self._follow_forth(number, other, text)
            if side.text() != text:
                if top is not None and (top.broken or other <= top.other_end):
                    self._join(number, top, text)
                else:
                    before = self._at(number)
                    self.become(number, text)
                    self.followed(number, before)
        self._meet()

    def _follow_forth(self, number: int, other: int, text: str) -> None:
        """Do again what a side took over already, where it leads to what the other says: to write
        it anew would end all that could be done again behind it."""
        at = self._at(number)
        known = any(
            fold.start == at and fold.other_end == other and not fold.broken
            for fold in self._folds[number]
        )
        if known and self._can_redo(number):
            self._redo(number)
            if self._sides[number].text() != text:
                self._sides[number].undo()

    def become(self, number: int, text: str, *, join: bool = False) -> None:
        """Let a side say ``text``, by no act of anybody."""
        self._busy = True
        try:
            self._sides[number].become(text, join=join)
        finally:
            self._busy = False

    def anew(self, number: int, text: str) -> None:
        """A side says ``text`` but does not show it as it is read: let it, as a part of its last
        step. What it could do again is kept for the other side where that is on top."""
        if not self._can_redo(1 - number) and not self.goes_on(text):
            self._gather_below(1 - number, text)
        before = self._at(number)
        self.become(number, text)
        self.moved(number, before)

    def _join(self, number: int, fold: Fold, text: str) -> None:
        self.become(number, text, join=True)
        fold.end, fold.other_end, fold.broken = self._at(number), self._at(1 - number), False
        self._meet()

    # Back and forth.

    def is_own(self, number: int) -> bool:
        """Whether the last step of the side on top is its own, and may be taken back there without
        a word to the other."""
        if self._top(number) is not None:
            return False
        text = self._sides[number].text()
        if not self._can_redo(number) and not self.goes_on(text):
            self._gather_below(number, text)
        return True

    def goes_forth_alone(self, number: int) -> bool:
        """Whether the next step forth is one of the side on top, and stands for none of the
        other's."""
        at = self._at(number)
        if not self._can_redo(number) or any(fold.start == at for fold in self._folds[number]):
            return False
        return not self.goes_on(self._sides[number].text())

    def again(self, step: Callable[[], object]) -> None:
        """Let a part of such a step be done again."""
        self._redoing = True
        try:
            step()
        finally:
            self._redoing = False

    def back(self, number: int) -> bool:
        """One step back on the side on top. Says whether it was made in the other."""
        side, other = self._sides[number], self._sides[1 - number]
        text = side.text()
        fold = self._top(number)
        if fold is None:
            if not self._can_redo(number) and not self.goes_on(text):
                self._gather_below(number, text)
            side.undo()
            return False
        if fold.broken or not self._stands(1 - number, fold.other_end, text):
            side.undo()
            return False
        while self._at(1 - number) > fold.other_start and other.text() == text:
            other.undo()
        if self._at(1 - number) <= fold.other_start:
            while self._at(number) > fold.start:  # what was settled since is a step for Qt
                side.undo()
            if self._at(1 - number) == fold.other_start:
                self._meet()
            return False
        now = other.text()
        self._gather(number)
        self._ahead.append(Ahead.between(now, text))
        self._join(number, fold, now)
        return True

    def forth(self, number: int) -> bool:
        """One step forth on the side on top. Says whether it was one of the other's."""
        side = self._sides[number]
        text = side.text()
        if self._can_redo(number) and not self._unfold(number, text):
            self._redo(number)
            now = side.text()
            if self.goes_on(text) and self._ahead[-1].of(text) == now:
                self._ahead.pop()
            fold = self._top(number)
            if fold is not None and not fold.broken:
                self._stands(1 - number, fold.other_end, now)
            return False
        if not self.goes_on(text):
            self._gather_below(number, text)
        if not self.goes_on(text):
            return False
        self.become(number, self._ahead.pop().of(text))
        return True

    def _unfold(self, number: int, text: str) -> bool:
        """Keep the single steps of the fold that would be done again next; False for one step."""
        side, other, at = self._sides[number], self._sides[1 - number], self._at(number)
        fold = next((fold for fold in self._folds[number] if fold.start == at), None)
        if (
            fold is None
            or fold.broken
            or self._at(1 - number) != fold.other_start
            or other.text() != text
        ):
            return False
        found = self._steps(1 - number, until=fold.other_end)
        said = text
        for step in found:
            said = step.of(said)
        if len(found) < 2:
            return False
        self._redo(number)
        same = side.text() == said
        if same:
            self._gather(number)
            self._ahead += reversed(found)
        side.undo()
        return same

    def can_forth(self, number: int, text: str) -> bool:
        """Whether the side on top, which says ``text``, has a step forth."""
        return self._can_redo(number) or self.goes_on(text) or self._meets_below(number, text)

    def goes_on(self, text: str) -> bool:
        """Whether more can be done again than Qt knows of, from this text on."""
        return bool(self._ahead) and self._ahead[-1].fits(text)

    def _gather_below(self, number: int, text: str) -> None:
        """Keep what the other side could do again, where both say the same."""
        if self._meets_below(number, text):
            self._gather(1 - number)

    def _meets_below(self, number: int, text: str) -> bool:
        """Whether the other side says the same and could do something again."""
        return (
            self._met == (self._at(0), self._at(1))
            and self._can_redo(1 - number)
            and self._sides[1 - number].text() == text
        )

    def _gather(self, number: int) -> None:
        """Keep what a side could do again: a change of it would end that."""
        self._ahead += reversed(self._steps(number))

    def _steps(self, number: int, until: int | None = None) -> list[Ahead]:
        """What a side could do again, to its end or to a place."""
        side, here = self._sides[number], self._at(number)
        found, text = [], side.text()
        while self._can_redo(number) and (until is None or self._at(number) < until):
            self._redo(number)
            now = side.text()
            if now != text:
                found.append(Ahead.between(text, now))
            text = now
        while self._at(number) > here:
            side.undo()
        return found

    def _stands(self, number: int, place: int, text: str) -> bool:
        """Bring a side to a place among its own steps; False where it does not say ``text``
        there."""
        side = self._sides[number]
        while self._at(number) > place and side.document.isUndoAvailable():
            side.undo()
        while self._at(number) < place and side.document.isRedoAvailable():
            self._redo(number)
        if self._at(number) != place or side.text() != text:
            return False
        self._meet()
        return True
