"""Stories sent to other systems: queued and packed here, brought there by whoever has the network.

``take`` gives the next parcel, ``deliver`` (which needs no desk and may run on any thread) brings
it there, ``record`` writes down what came of it. A window that dies between two of them leaves a
delivery that the next one takes up, and nothing is posted twice (``export.outbound.push``).
"""

from __future__ import annotations

import os
import platform
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from newsroom.desk.behind import Behind
from newsroom.desk.export import refusal
from newsroom.desk.gates import Gates
from newsroom.desk.gates import held as why_held
from newsroom.desk.recalling import TAKEN_BACK, notice, recall
from newsroom.desk.seat import Seat
from newsroom.desk.secrets import PasswordNeeded
from newsroom.desk.targets import find_target, put_target, read_targets, remove_target
from newsroom.export.html import HtmlPage
from newsroom.export.outbound.faults import MOST_TRIES, Asks, Undelivered, wait
from newsroom.export.outbound.http import Send, Unanswered
from newsroom.export.outbound.parcel import Parcel, pack
from newsroom.export.outbound.push import Sent, push
from newsroom.export.outbound.recall import take_back
from newsroom.export.outbound.wordpress import WordPress
from newsroom.i18n import _
from newsroom.news.article import Article
from newsroom.news.changes import NOTHING, Changes, Done
from newsroom.news.errors import BadInput, GateClosed, NewsroomError, NotFound, Refused
from newsroom.news.gate import Gate
from newsroom.news.outward import (
    OPEN_DELIVERIES,
    WANTED,
    Asked,
    Delivery,
    DeliveryState,
    Standing,
    Target,
    TargetKind,
    on_its_way,
)
from newsroom.news.rights import Right

if TYPE_CHECKING:
    from newsroom.desk.pages import Pages
    from newsroom.desk.secrets import Secrets

GONE_AFTER = timedelta(minutes=10)
"""How long nothing was heard of a window that was sending before another takes the delivery up."""

_AUTHOR = "author:"  # before a name, what an answer is kept by


def _said_before(sent: Iterable[Delivery], there: Target) -> dict[str, str]:
    """Who was said to be whom there when the story was sent before, newest first: who may not
    change the target would be asked again each time. What the target says goes before it.
    """
    for one in sent:
        told = {
            key: said
            for key, said in one.answers.items()
            if key.startswith(_AUTHOR) and key.removeprefix(_AUTHOR) not in there.authors
        }
        if told:
            return told
    return {}


@dataclass(frozen=True, slots=True)
class Delivered:
    """What came of bringing a parcel there."""

    parcel: Parcel
    sent: Sent = field(default_factory=Sent)
    error: NewsroomError | None = None


class Pushing:
    """The queue of stories on their way out."""

    def __init__(self, seat: Seat, pages: Pages) -> None:
        self._seat = seat
        self._pages = pages
        self._gates = Gates(seat)
        self._behind = Behind(seat, pages)
        self.holder = f"{_place()} {os.getpid()} {seat.store.history.session}"

    # Targets.

    def targets(self) -> tuple[Target, ...]:
        """Where the newsroom sends to."""
        return read_targets(self._seat)

    def target(self, name: str) -> Target:
        """One target. Raises NotFound."""
        return find_target(self._seat, name)

    def put_target(self, target: Target, *, before: str = "") -> Changes:
        """Keep a target. Raises BadInput, Refused."""
        return put_target(self._seat, target, before=before)

    def remove_target(self, name: str) -> Changes:
        """Send nothing there any more. Raises Refused."""
        return remove_target(self._seat, name)

    # Looking.

    def last(self, limit: int = 200) -> tuple[Delivery, ...]:
        """The last deliveries, those with something left to do first."""
        return self._behind.told(self._seat.store.outbox.last(limit))

    def of(self, article: int) -> tuple[Delivery, ...]:
        """The deliveries of a story, newest first."""
        return self._behind.told(self._seat.store.outbox.of(article))

    def get(self, number: int) -> Delivery:
        """One delivery. Raises NotFound."""
        found = self._seat.store.outbox.get(number)
        if found is None:
            raise NotFound(_("This delivery is not in the queue any more."))
        return found

    def why_not(self, article: Article, standing: Standing = Standing.DRAFT) -> str:
        """Why a story can't go out now, "" if it can."""
        if why := refusal(self._seat, article, self._seat.clock()):
            return why
        gates = [Gate.EXPORT] if standing is Standing.DRAFT else [Gate.EXPORT, Gate.PUBLISH]
        for gate in gates:
            report = self._gates.judge(article, gate)
            if not report.passes:
                return why_held(report)
        return ""

    # Queueing.

    def queue(
        self,
        ids: Iterable[int],
        target: str,
        *,
        standing: Standing = Standing.DRAFT,
        at: datetime | None = None,
        answers: Mapping[str, str] | None = None,
    ) -> Done[tuple[Delivery, ...]]:
        """Send stories to a WordPress: all of these or none.

        A story that is on its way there already takes the new wish instead of going twice. Raises
        Refused where one may not go out or I may not send it, GateClosed where something is not in
        order, BadInput, NotFound.
        """
        there = find_target(self._seat, target)
        if there.kind is not TargetKind.WORDPRESS:
            raise BadInput(_("“{name}” takes whole sites, not stories.").format(name=there.name))
        if standing not in WANTED:
            raise BadInput(_("Withdraw or unpublish the story; it is taken back there by itself."))
        self._seat.hold(Right.SEND if standing is Standing.DRAFT else Right.PUBLISH)
        now = self._seat.clock()
        if standing is Standing.SCHEDULE and (at is None or at <= now):
            raise BadInput(_("Say a moment to come at which it is published there."))
        store = self._seat.store
        made: list[int] = []
        stories = [store.articles.get(number) for number in dict.fromkeys(ids)]
        for story in stories:
            self._hold(story, standing, at)
        with store.transaction():
            for story in stories:
                sent = store.outbox.of(story.id, there.name)
                waiting = [
                    one
                    for one in sent
                    if one.state in OPEN_DELIVERIES and one.state is not DeliveryState.SENDING
                ]
                for old in waiting:
                    store.outbox.put(replace(old, state=DeliveryState.CANCELLED, done_at=now))
                made.append(
                    store.outbox.add(
                        Delivery(
                            target=there.name,
                            article=story.id,
                            standing=standing,
                            at=at if standing is Standing.SCHEDULE else None,
                            answers={**_said_before(sent, there), **(answers or {})},
                            who=self._seat.author,
                            queued_at=now,
                        )
                    )
                )
            found = tuple(self.get(number) for number in made)
        label = on_its_way(len(found), there.name)
        changes = Changes(outbox=frozenset(story.id for story in stories), label=label)
        return Done(found, changes)

    def _hold(self, story: Article, standing: Standing, at: datetime | None) -> None:
        now = self._seat.clock()
        if why := refusal(self._seat, story, now):
            raise Refused(why)
        for gate in (Gate.EXPORT, Gate.PUBLISH)[: 1 if standing is Standing.DRAFT else 2]:
            report = self._gates.judge(story, gate)
            if not report.passes:
                raise GateClosed(why_held(report), (report,))

    def answer(self, number: int, answers: Mapping[str, str], *, lasting: bool = True) -> Changes:
        """Say what a delivery asks; it goes on its way again.

        Who is whom there is kept with the target where ``lasting``, if I may change it.
        """
        self._seat.hold(Right.SEND)
        found = self.get(number)
        with self._seat.store.transaction():
            question = found.question
            if (
                lasting
                and question is not None
                and question.asked is Asked.AUTHOR
                and self._seat.may(Right.MANAGE_RULES)
                and (said := answers.get(_AUTHOR + question.about, "")).isdigit()
            ):
                target = find_target(self._seat, found.target)
                authors = {**target.authors, question.about: int(said)}
                put_target(self._seat, replace(target, authors=authors))
            self._seat.store.outbox.put(
                replace(
                    found,
                    state=DeliveryState.WAITING,
                    answers={**found.answers, **answers},
                    question=None,
                    problem="",
                    next_at=None,
                )
            )
        return Changes(outbox=frozenset({found.article}))

    def again(self, number: int) -> Changes:
        """Try now, whatever the wait was to be."""
        self._seat.hold(Right.SEND)
        found = self.get(number)
        if found.state is DeliveryState.SENDING:
            return NOTHING
        self._seat.store.outbox.put(
            replace(
                found, state=DeliveryState.WAITING, tries=0, next_at=None, question=None, problem=""
            )
        )
        return Changes(outbox=frozenset({found.article}))

    def call_off(self, number: int) -> Changes:
        """Don't send it; what is under way at this moment still arrives."""
        self._seat.hold(Right.SEND)
        found = self.get(number)
        if found.state in (DeliveryState.DONE, DeliveryState.CANCELLED):
            return NOTHING
        self._seat.store.outbox.put(
            replace(found, state=DeliveryState.CANCELLED, done_at=self._seat.clock())
        )
        return Changes(outbox=frozenset({found.article}))

    # Sending.

    def take(self) -> Parcel | None:
        """The next parcel that is due, mine from now on; None where nothing is.

        A story that may not go out any more (an embargo, a gate) is told in the queue instead.
        """
        store, now = self._seat.store, self._seat.clock()
        if gone := [holder for holder in store.outbox.holders() if _is_gone(holder)]:
            store.outbox.free(gone)
        while True:
            found = store.outbox.take(self.holder, now, now - GONE_AFTER)
            if found is None:
                return None
            try:
                parcel = self._packed(found)
            except NewsroomError as error:
                self._fail(found, str(error))
                continue
            if parcel is not None:
                return parcel
            store.outbox.put(
                replace(found, state=DeliveryState.CANCELLED, done_at=now), holder=self.holder
            )

    def _packed(self, delivery: Delivery) -> Parcel | None:
        """The parcel; None where a story is not to be taken back any more."""
        store = self._seat.store
        target = find_target(self._seat, delivery.target)
        if delivery.standing is Standing.WITHDRAW:
            return notice(self._seat, delivery, target)
        story = store.articles.get(delivery.article)
        self._hold(story, delivery.standing, delivery.at)
        page = self._pages.make(story, now=self._seat.clock(), suffix=HtmlPage.suffix)
        parcel = pack(page, delivery, target)
        media = {
            picture.sha256: known
            for picture in parcel.pictures
            if (known := store.outbox.remote(target.name, "media", picture.sha256)) is not None
        }
        post = store.outbox.remote(target.name, "post", parcel.key)
        return replace(parcel, media=media, post=post, said=self._behind.print_of(story))

    def record(self, came: Delivered, *, chance: float = 0.5) -> Changes:
        """Write down what came of a parcel. ``chance`` (0 to 1) spreads the next tries."""
        store, now, delivery = self._seat.store, self._seat.clock(), came.parcel.delivery
        error, sent = came.error, came.sent
        made = replace(delivery, notes=tuple(sent.notes), link=sent.link or delivery.link)
        if error is None:
            made = replace(
                made,
                state=DeliveryState.DONE,
                question=None,
                problem="",
                next_at=None,
                version=came.parcel.version,
                done_at=now,
            )
        elif isinstance(error, Asks):
            made = replace(
                made, state=DeliveryState.ASKS, question=error.question, problem=str(error)
            )
        elif isinstance(error, PasswordNeeded):
            made = replace(made, state=DeliveryState.FAILED, problem=str(error))
        else:
            made = self._failed(made, error, chance)
        with store.transaction():
            store.outbox.keep(sent.remotes)
            if error is None and came.parcel.said:
                store.outbox.keep([self._behind.arrived(came.parcel)])
            store.outbox.put(made, holder=self.holder)
            story = store.articles.get(delivery.article)
            if delivery.standing is not Standing.WITHDRAW and story.pubstate in TAKEN_BACK:
                recall(self._seat, [story.id])  # it was taken back while it was on its way
        return Changes(outbox=frozenset({delivery.article}))

    def _failed(self, made: Delivery, error: NewsroomError, chance: float) -> Delivery:
        tries = made.tries + 1
        again = isinstance(error, Unanswered) or (isinstance(error, Undelivered) and error.again)
        made = replace(made, tries=tries, problem=str(error))
        if not again or tries >= MOST_TRIES:
            return replace(made, state=DeliveryState.FAILED, next_at=None)
        after = error.after if isinstance(error, Undelivered) else ""
        return replace(
            made,
            state=DeliveryState.WAITING,
            next_at=wait(tries, self._seat.clock(), after, chance),
        )

    def _fail(self, delivery: Delivery, problem: str) -> None:
        self._seat.store.outbox.put(
            replace(delivery, state=DeliveryState.FAILED, problem=problem, next_at=None),
            holder=self.holder,
        )

    def run(
        self, secrets: Secrets, send: Send, *, told: Callable[[Delivery], None] | None = None
    ) -> int:
        """Send everything that is due, one after the other; how many arrived."""
        arrived = 0
        while (parcel := self.take()) is not None:
            came = deliver(parcel, secrets, send)
            self.record(came)
            arrived += came.error is None
            if told is not None:
                told(self.get(parcel.delivery.id))
        return arrived


def deliver(
    parcel: Parcel,
    secrets: Secrets,
    send: Send,
    *,
    progress: Callable[[str], None] = lambda _words: None,
) -> Delivered:
    """Bring a parcel there. Needs no desk; what went wrong stands in what comes back."""
    sent = Sent()
    target = parcel.target
    try:
        password = secrets.get(target)
        there = WordPress(target.address, target.user, password, send)
        bring = push if parcel.left is None else take_back
        bring(parcel, there, sent, progress=progress)
    except NewsroomError as error:
        return Delivered(parcel, sent, error)
    return Delivered(parcel, sent)


def _place() -> str:
    return platform.node().replace(" ", "-")[:80] or "-"


def _is_gone(holder: str) -> bool:
    """Whether a window that was sending is known to have died: a process of this computer that is
    not there any more. Of other computers, and where a process can't be asked, time tells."""
    place, _blank, rest = holder.partition(" ")
    process = rest.partition(" ")[0]
    if place != _place() or not process.isdigit() or sys.platform == "win32":
        return False
    try:
        os.kill(int(process), 0)
    except ProcessLookupError:
        return True
    except OSError:
        return False
    return False
