"""One import, carried out: story after story, in one transaction or prepared beside it.

An import of many stories into a store of one file is prepared in private stores, so that nobody
has to wait for it, and comes in by one short transaction (``store.staging``). What has to be done
in the store itself (a story that was taken back, comes in again and brings other comments than
before) is kept until then. A story that somebody saved in the
meantime stays as they saved it, which is told. Where somebody changed the store so that what was
prepared does not fit, or where too much would have to be kept, all of it is begun again in one
transaction.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from newsroom.desk.admitting import Admission, Later, passed_over
from newsroom.desk.arriving import Action, Cancel, Choices, IntakeReport, Planned
from newsroom.desk.matching import Cast
from newsroom.desk.packedplan import PackedPlan
from newsroom.desk.reception import Reception, Run
from newsroom.desk.seat import Seat
from newsroom.i18n import _, ngettext
from newsroom.intake.arrival import Arrival, Left
from newsroom.news.changes import Done
from newsroom.news.errors import Cancelled, NewsroomError, StoreError
from newsroom.news.rights import Right

if TYPE_CHECKING:
    from newsroom.store.staging import Staging

log = logging.getLogger(__name__)

_MOST_KEPT = 200  # stories for the transaction itself: they are held in memory until then

Arrivals = Iterator[tuple[str, Arrival | Left | Planned]]
"""What comes, each with its kind of source, or settled already."""


class Importing:
    """Carries out one import."""

    def __init__(
        self,
        seat: Seat,
        reception: Reception,
        *,
        choices: Choices,
        name: str,
        cancel: Cancel | None,
    ) -> None:
        self._seat = seat
        self._reception = reception
        self._choices = choices
        self._name = name
        self._cancel = cancel

    def rehearse(self, arrivals: Arrivals) -> Done[IntakeReport]:
        """What would become of them; nothing is touched."""
        round_ = self._round(write=False)
        round_.go_through(arrivals)
        return round_.done(dry_run=True)

    def carry(self, arrivals: Arrivals) -> Done[IntakeReport]:
        """Take them in, in one transaction."""
        self._seat.hold(Right.EDIT)
        round_ = self._round(write=True)
        with self._seat.store.transaction():
            round_.go_through(arrivals)
            round_.record(self._name)
        return round_.done()

    def prepare_and_carry(self, arrivals: Callable[[], Arrivals]) -> Done[IntakeReport]:
        """Take in many, so that nobody has to wait for it; ``arrivals`` may be begun twice."""
        from newsroom.store.staging import Meanwhile, Staging

        self._seat.hold(Right.EDIT)
        staging = Staging.begin(self._seat.store)
        if staging is None:
            return self.carry(arrivals())
        with staging:
            round_ = self._round(write=True, staging=staging)
            try:
                round_.go_through(arrivals())
                staging.seal()
                with self._seat.store.transaction():
                    round_.take_over()
                    round_.record(self._name)
            except Meanwhile:
                log.info("the store changed while an import was prepared")
            else:
                round_.find()
                return round_.done()
        return self.carry(arrivals())

    def _round(self, *, write: bool, staging: Staging | None = None) -> _Round:
        return _Round(
            self._seat,
            self._reception,
            Run(
                write=write,
                cast=Cast(self._seat, write, self._choices.people, staged=staging is not None),
                staging=staging,
            ),
            self._choices,
            self._cancel,
        )


class _Round:
    """One going through of the stories."""

    def __init__(
        self,
        seat: Seat,
        reception: Reception,
        run: Run,
        choices: Choices,
        cancel: Cancel | None,
    ) -> None:
        self._seat = seat
        self._reception = reception
        self._run = run
        self._staging = run.staging
        self._cancel = cancel
        self._admission = Admission(seat, reception, run, choices)
        self._items = PackedPlan()
        self._left: dict[str, int] = {}
        self._kept: list[tuple[int, str, Arrival]] = []

    def go_through(self, arrivals: Arrivals) -> None:
        """Settle all that comes. Raises Cancelled, Meanwhile."""
        for kind, one in arrivals:
            self._pulse()
            if isinstance(one, Left):
                self._left[one.sentence] = self._left.get(one.sentence, 0) + 1
            elif isinstance(one, Planned):
                self._items.append(one)
            else:
                self._items.append(self._settled(kind, one))
        self._pulse()

    def take_over(self) -> None:
        """Bring in what was prepared and settle what was kept, inside the transaction."""
        from newsroom.store.staging import Meanwhile

        assert self._staging is not None
        if not self._fits():
            raise Meanwhile  # by itself: the store tells an error by what is behind it
        taken = self._staging.take_over()
        self._admission.adopt(taken)
        settled = {place: self._settled(kind, one) for place, kind, one in self._kept}
        left = frozenset(taken.left)

        def now(place: int, item: Planned) -> Planned:
            if place in settled:
                return settled[place]
            if item.article in left and item.action in (Action.NEW, Action.CHANGED):
                return passed_over(item)
            return _renumbered(item, taken.delta)

        self._items.replace(now)

    def _fits(self) -> bool:
        """Write down whom and what the stories need; False where that is refused by now."""
        try:
            self._run.cast.join()
            self._reception.add_terms(self._run)
            self._reception.admit_all(self._run)
        except StoreError:
            raise
        except NewsroomError:
            return False
        return True

    def record(self, name: str) -> None:
        """Write the step."""
        self._run.changes |= self._admission.record(_label(self._admission, name))

    def find(self) -> None:
        """Have the stories found by their words. They are in, whatever comes of this: who opens
        the store next goes on where it ended."""
        assert self._staging is not None
        try:
            self._staging.write_words()
        except StoreError as error:
            log.info("words are to come: %s", type(error).__name__)

    def done(self, *, dry_run: bool = False) -> Done[IntakeReport]:
        """The report, and what was touched."""
        report = IntakeReport(
            dry_run=dry_run,
            items=self._items,
            authors=self._run.cast.authors(),
            sentences=self._admission.sentences(),
            left=self._left,
        )
        return Done(report, self._run.changes)

    def _pulse(self) -> None:
        if self._cancel is not None and self._cancel():
            raise Cancelled

    def _settled(self, kind: str, one: Arrival) -> Planned:
        """Find out what the story is to us, and make or change it if this is not a rehearsal."""
        try:
            return self._admission.settle(kind, one)
        except Later:
            return self._keep(kind, one)
        except StoreError:
            raise
        except NewsroomError as error:
            said = refused(
                one.source, _("{name}: {problem}").format(name=one.source, problem=error)
            )
            return replace(said, ref=self._admission.ref(kind, one))

    def _keep(self, kind: str, one: Arrival) -> Planned:
        """Put a story off until the transaction; its place is held by what stands for nothing."""
        from newsroom.store.staging import Meanwhile

        if len(self._kept) >= _MOST_KEPT:
            raise Meanwhile
        self._kept.append((len(self._items), kind, one))
        return refused(one.source, "")


def refused(source: str, sentence: str) -> Planned:
    """A story that is not taken, and why."""
    return Planned(source=source, action=Action.REFUSED, problems=(sentence,))


def _renumbered(item: Planned, delta: int) -> Planned:
    """A prepared story has a number below 0 until it is in."""
    if item.article is None or item.article > 0:
        return item
    return replace(item, article=delta - item.article)


def _label(admission: Admission, name: str) -> str:
    words = ngettext("Took in {n} story", "Took in {n} stories", admission.count).format(
        n=f"{admission.count:,}"
    )
    return _("{words} from {name}").format(words=words, name=name) if name else words
