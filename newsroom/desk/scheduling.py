"""Stories that go out at a time: scheduled by hand, published when it has come."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from newsroom.desk.export import not_ready, refusal
from newsroom.desk.gates import Gates
from newsroom.desk.seat import Seat
from newsroom.desk.site import own_zone
from newsroom.desk.steps import Beside, Part, rows_of, take_step
from newsroom.i18n import _, ngettext
from newsroom.news.article import Row
from newsroom.news.changes import NOTHING, Changes
from newsroom.news.clock import fixed_clock
from newsroom.news.countdown import by_clocks
from newsroom.news.errors import BadInput, Conflict, Refused
from newsroom.news.gate import Gate
from newsroom.news.inbox import Notice, NoticeKind
from newsroom.news.rights import Right
from newsroom.news.workflow import PUBLIC, PubState
from newsroom.store.schedules import Scheduled
from newsroom.store.tables import micros

LATE = timedelta(minutes=2)
"""After this a story went out late, and that is said; a timer that looks each minute is on time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A story that waits for its time. ``held`` says what would keep it back, "" nothing."""

    row: Row
    at: datetime
    held: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """A story whose time has come: published, or held back with the reason.

    ``late`` tells whether nobody was there to publish it when its time came.
    """

    article: int
    slug: str
    at: datetime
    late: bool = False
    held: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DueReport:
    """What looking for due stories came to."""

    published: tuple[Due, ...] = ()
    held: tuple[Due, ...] = ()
    changes: Changes = NOTHING


class Scheduling:
    """The schedule of the newsroom."""

    def __init__(self, seat: Seat) -> None:
        self._seat = seat
        self._gates = Gates(seat)

    def waiting(self) -> tuple[Waiting, ...]:
        """Every scheduled story, the next one first."""
        times = dict(self._seat.store.schedules.waiting())
        rows = self._seat.store.articles.rows(times)
        return tuple(Waiting(row=row, at=times[row.id]) for row in rows)

    def schedule(self, ids: Iterable[int], at: datetime, *, override: str = "") -> Changes:
        """Have stories go out at a moment: one step.

        What must be in order is looked at now, as it will be then, and again when the time has
        come. ``override`` is the reason to go out all the same. Raises BadInput for a moment that
        is past, Refused for a story that may not go out then, GateClosed.
        """
        if at.tzinfo is None:
            raise TypeError("a schedule needs a time zone")
        self._seat.hold(Right.PUBLISH)
        now = self._seat.clock()
        if at <= now:
            raise BadInput(
                _("{moment} is past; publish it now, or choose a later time.").format(
                    moment=self._said(at)
                )
            )
        rows = rows_of(self._seat, ids)
        for row in rows:
            story = self._seat.store.articles.get(row.id)
            if story.pubstate in PUBLIC:
                raise Refused(_("“{slug}” is published already.").format(slug=row.slug))
            if why := not_ready(story) or refusal(self._seat, story, at):
                raise Refused(why)
        # The gate is judged as it will be then: an embargo that ends before does not stop it.
        then = Gates(replace(self._seat, clock=fixed_clock(at)))
        then.hold(rows, Gate.PUBLISH, override)
        label = ngettext("Scheduled {n} story", "Scheduled {n} stories", len(rows))

        def beside() -> Beside:
            for row in rows:
                self._seat.store.schedules.put(
                    Scheduled(article=row.id, who=self._seat.author, override=override.strip()), now
                )
            return Beside()

        return take_step(
            self._seat,
            label.format(n=len(rows)),
            [
                Part(
                    tuple(row.id for row in rows),
                    {"pubstate": PubState.SCHEDULED, "publish_at": at},
                )
            ],
            kind="schedule",
            beside=beside,
        )

    def unschedule(self, ids: Iterable[int]) -> Changes:
        """Have stories wait for no time any more."""
        self._seat.hold(Right.PUBLISH)
        rows = [row for row in rows_of(self._seat, ids) if row.pubstate == PubState.SCHEDULED]
        before = [row.id for row in rows if row.published_at is not None]
        fresh = [row.id for row in rows if row.published_at is None]
        label = ngettext(
            "Took {n} story off the schedule", "Took {n} stories off the schedule", len(rows)
        )
        return take_step(
            self._seat,
            label.format(n=len(rows)),
            [
                Part(tuple(fresh), {"pubstate": PubState.NONE, "publish_at": None}),
                Part(tuple(before), {"pubstate": PubState.UNPUBLISHED, "publish_at": None}),
            ],
            kind="schedule",
        )

    def arrange(
        self,
        ids: Iterable[int],
        *,
        embargo: datetime | None,
        at: datetime | None,
        reason: str = "",
    ) -> Changes:
        """Give stories both their moments, None for none: all of it or nothing.

        ``reason`` is why an embargo that holds is broken, or a gate that is shut is passed. Raises
        what ``Review.embargo`` and ``schedule`` raise.
        """
        from newsroom.desk.review import Review

        wanted = tuple(ids)
        changes = NOTHING
        with self._seat.store.transaction():
            rows = rows_of(self._seat, wanted)
            if any(row.embargo_until != micros(embargo) for row in rows):
                changes |= Review(self._seat).embargo(wanted, embargo, reason=reason)
            if at is None:
                if any(row.pubstate == PubState.SCHEDULED for row in rows):
                    changes |= self.unschedule(wanted)
            elif any(row.publish_at != micros(at) for row in rows):
                changes |= self.schedule(wanted, at, override=reason)
        return changes

    def publish_due(self) -> DueReport:
        """Publish what is due. Doing it twice, or from two places at once, does it once.

        A story that may not go out stays scheduled; who scheduled it is told once of each reason.
        It goes out when the reason is gone.
        """
        if self._seat.store.guarded and not self._seat.may(Right.EDIT):
            return DueReport()  # a server takes no signature of theirs; another window does it
        now = self._seat.clock()
        published: list[Due] = []
        held: list[Due] = []
        changes = NOTHING
        for number, _at in self._seat.store.schedules.due(now):
            try:
                done = self._publish(number, now)
            except Conflict:
                continue  # somebody else was quicker
            except Refused as error:
                done = self._keep(number, str(error))
            if done is None:
                continue
            due, touched = done
            (held if due.held else published).append(due)
            changes |= touched
        return DueReport(published=tuple(published), held=tuple(held), changes=changes)

    def _publish(self, number: int, now: datetime) -> tuple[Due, Changes] | None:
        """Publish one story that is due; None where it is not any more."""
        store = self._seat.store
        with store.transaction():
            story = store.articles.get(number)
            at = story.publish_at
            if story.pubstate is not PubState.SCHEDULED or at is None or at > now:
                return None
            if why := not_ready(story) or refusal(self._seat, story, now, here=False):
                raise Refused(why)
            kept = store.schedules.get(number)
            passed = self._gates.through(
                store.articles.rows((number,)), Gate.PUBLISH, kept.override
            )
            late = now - at > LATE
            corrected = any(
                not made.undone and made.info.corrects for made in store.corrections.of(number)
            )
            store.articles.update(
                number,
                story.version,
                {
                    "pubstate": PubState.CORRECTED if corrected else PubState.PUBLISHED,
                    "published_at": story.published_at or (now if late else at),
                    "publish_at": None,
                },
                author=kept.who,
                kind="publish",
            )
            told = frozenset[int]()
            if late:
                words = _("It went out at {now}; it was due at {at}.").format(
                    now=self._said(now), at=self._said(at)
                )
                told = self._tell(kept, words)
        changes = Changes(
            articles=frozenset({number}),
            listing=True,
            recent=True,
            review=frozenset(passed.review),
            inbox=told,
        )
        return Due(article=number, slug=story.slug, at=at, late=late), changes

    def _keep(self, number: int, why: str) -> tuple[Due, Changes] | None:
        """A story that may not go out stays where it is, and who scheduled it is told why."""
        store = self._seat.store
        with store.transaction():
            story = store.articles.get(number)
            if story.pubstate is not PubState.SCHEDULED or story.publish_at is None:
                return None
            kept = store.schedules.get(number)
            told = frozenset[int]()
            if kept.told != why:
                told = self._tell(kept, why)
                store.schedules.put(replace(kept, told=why), self._seat.clock())
        due = Due(article=number, slug=story.slug, at=story.publish_at, held=why)
        return due, Changes(inbox=told)

    def _tell(self, kept: Scheduled, words: str) -> frozenset[int]:
        if kept.who is None:
            return frozenset()
        self._seat.store.notices.add(
            [
                Notice(
                    person=kept.who,
                    at=self._seat.clock(),
                    kind=NoticeKind.SCHEDULE,
                    article=kept.article,
                    words=words,
                )
            ]
        )
        return frozenset({kept.who})

    def _said(self, at: datetime) -> str:
        return said_moment(at, self._seat)


def said_moment(at: datetime, seat: Seat) -> str:
    """A moment by the newsroom's own clock, with its offset said aloud."""
    return by_clocks(at, own_zone(seat), here=False)
