"""Taking stories from the readers: a kill, which needs two people, and a takedown; and back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

from newsroom.desk.refusing import who_may
from newsroom.desk.seat import Seat
from newsroom.desk.steps import Beside, Part, rows_of, take_step
from newsroom.i18n import _, ngettext
from newsroom.news.changes import Changes
from newsroom.news.correction import PageLeft, Withdrawal, WithdrawalKind, WithdrawalState
from newsroom.news.errors import BadInput, Refused
from newsroom.news.inbox import Notice, NoticeKind
from newsroom.news.rights import Right
from newsroom.news.staff import Person
from newsroom.news.workflow import PUBLIC, PubState

if TYPE_CHECKING:
    from newsroom.desk.gates import Gates

MOST_WORDS = 4_000


class Withdrawing:
    """What takes stories back."""

    def __init__(self, seat: Seat) -> None:
        self._seat = seat

    @cached_property
    def _gates(self) -> Gates:
        """Only who brings something back has to pass them."""
        from newsroom.desk.gates import Gates

        return Gates(self._seat)

    # Looking.

    def of(self, number: int) -> tuple[Withdrawal, ...]:
        """Every withdrawal of a story, the first one first: they are kept for good."""
        return self._seat.store.withdrawals.of(number)

    def asked(self, number: int) -> Withdrawal | None:
        """The kill of a story that waits for a second person."""
        return self._seat.store.withdrawals.newest(number, WithdrawalState.ASKED)

    def waiting(self) -> tuple[Withdrawal, ...]:
        """Every kill that waits for a second person."""
        return self._seat.store.withdrawals.asked()

    # Taking down.

    def take_down(
        self,
        ids: Iterable[int],
        *,
        reason: str,
        notice: str = "",
        page: PageLeft | str = PageLeft.NOTICE,
    ) -> Changes:
        """Take stories from our own site, with the reason and what readers find there instead; a
        WordPress to which they were sent is told as well.

        One step that can be taken back. Raises BadInput without a reason, Refused.
        """
        self._seat.hold(Right.PUBLISH)
        reason = _said(reason, _("Say why it is taken down; it stays on record."))
        notice = _short(notice)
        rows = [row for row in rows_of(self._seat, ids) if row.pubstate in PUBLIC]
        now = self._seat.clock()
        sent: set[int] = set()

        def beside() -> Beside:
            for row in rows:
                self._seat.store.withdrawals.add(
                    Withdrawal(
                        article=row.id,
                        kind=WithdrawalKind.TAKEDOWN,
                        state=WithdrawalState.DONE,
                        asked_at=now,
                        asked_by=self._seat.author,
                        settled_at=now,
                        settled_by=self._seat.author,
                        reason=reason,
                        notice=notice,
                        page=PageLeft(page),
                    )
                )
            sent.update(self._recall([row.id for row in rows]))
            # None of this needs taking back: it counts only while the story is not public.
            return Beside(review={row.id for row in rows})

        label = ngettext("Took down {n} story", "Took down {n} stories", len(rows))
        changes = take_step(
            self._seat,
            label.format(n=len(rows)),
            [Part(tuple(row.id for row in rows), {"pubstate": PubState.UNPUBLISHED})],
            kind="unpublish",
            beside=beside,
        )
        return replace(changes, outbox=frozenset(sent))

    # The kill: one asks, another agrees.

    def ask_kill(
        self,
        number: int,
        *,
        reason: str,
        notice: str = "",
        page: PageLeft | str = PageLeft.NOTICE,
    ) -> Changes:
        """Ask that a story be withdrawn for good; a second person has to agree.

        Raises BadInput without a reason, Refused where I may not, nobody else may, or it was asked
        already.
        """
        me = self._me()
        self._seat.hold(Right.KILL)
        reason = _said(reason, _("Say why it must go; the second person reads it."))
        notice = _short(notice)
        others = self._others(me)
        if not others:
            raise Refused(
                _(
                    "Nobody else here may withdraw stories for good, and it takes two. "
                    "Give somebody the right in the staff directory."
                )
            )
        store, now = self._seat.store, self._seat.clock()
        with store.transaction():
            (row,) = rows_of(self._seat, (number,))
            if row.pubstate == PubState.WITHDRAWN:
                raise Refused(_("“{slug}” was withdrawn already.").format(slug=row.slug))
            if row.published_at is None:
                raise Refused(_("“{slug}” was never published; spike it.").format(slug=row.slug))
            if (asked := self.asked(number)) is not None:
                raise Refused(
                    _("{name} has asked for that already; a second person has to agree.").format(
                        name=self._name(asked.asked_by)
                    )
                )
            made = store.withdrawals.add(
                Withdrawal(
                    article=number,
                    kind=WithdrawalKind.KILL,
                    state=WithdrawalState.ASKED,
                    asked_at=now,
                    asked_by=me.id,
                    reason=reason,
                    notice=notice,
                    page=PageLeft(page),
                )
            )
            told = self._tell(number, made, [person.id for person in others], reason)
        label = _("Asked to withdraw “{slug}”").format(slug=row.slug)
        return Changes(review=frozenset({number}), listing=True, inbox=told, label=label)

    def agree(self, number: int, words: str = "") -> Changes:
        """Agree, as the second person: the story is withdrawn, and nothing takes that back but
        publishing it again.

        Raises Refused where I may not, asked for it myself, or nobody asks for it any more.
        """
        me = self._me()
        self._seat.hold(Right.KILL)
        store = self._seat.store
        with store.transaction():
            asked = self._asked(number)
            if asked.asked_by == me.id:
                raise Refused(
                    _("You asked for it yourself: a second person has to agree ({names}).").format(
                        names=", ".join(person.name for person in self._others(me))
                    )
                )
            (row,) = rows_of(self._seat, (number,))
            read = self._settle(asked, WithdrawalState.DONE, words)
            store.articles.set_many(
                (number,),
                {"pubstate": PubState.WITHDRAWN, "pinned": False, "publish_at": None},
                author=me.id,
                kind="kill",
            )
            told = read | self._tell(number, asked.id, [asked.asked_by], words)
            sent = self._recall([number])
        return Changes(
            articles=frozenset({number}),
            listing=True,
            recent=True,
            review=frozenset({number}),
            inbox=told,
            outbox=sent,
            label=_("Withdrew “{slug}”").format(slug=row.slug),
        )

    def decline(self, number: int, words: str = "") -> Changes:
        """Say no to a kill, or take back that I asked for it. Raises Refused."""
        me = self._me()
        self._seat.hold(Right.KILL)
        with self._seat.store.transaction():
            asked = self._asked(number)
            told = self._settle(asked, WithdrawalState.DECLINED, words)
            if asked.asked_by != me.id:
                told |= self._tell(number, asked.id, [asked.asked_by], words)
        (row,) = rows_of(self._seat, (number,))
        label = _("Kept “{slug}” published").format(slug=row.slug)
        return Changes(review=frozenset({number}), listing=True, inbox=told, label=label)

    def republish(self, number: int, *, reason: str, override: str = "") -> Changes:
        """Publish a withdrawn story again, with the reason, which is kept with the withdrawal.

        Raises BadInput without one, Refused, GateClosed.
        """
        from newsroom.desk.export import refusal

        self._seat.hold(Right.KILL)
        self._seat.hold(Right.PUBLISH)
        reason = _said(reason, _("Say why it may be published again; it stays on record."))
        store, now = self._seat.store, self._seat.clock()
        with store.transaction():
            (row,) = rows_of(self._seat, (number,))
            story = store.articles.get(number)
            if story.pubstate is not PubState.WITHDRAWN:
                raise Refused(_("“{slug}” was not withdrawn.").format(slug=row.slug))
            if why := refusal(self._seat, replace(story, pubstate=PubState.UNPUBLISHED), now):
                raise Refused(why)
            gone = store.withdrawals.newest(number, WithdrawalState.DONE)
            if gone is not None:
                store.withdrawals.settle(
                    gone.id,
                    number,
                    before=WithdrawalState.DONE,
                    after=WithdrawalState.ENDED,
                    at=now,
                    who=self._seat.author,
                    words=reason,
                )
            from newsroom.news.gate import Gate

            passed = self._gates.through([row], Gate.PUBLISH, override)
            corrected = any(not made.undone and made.info.corrects
                            for made in store.corrections.of(number))  # fmt: skip
            store.articles.set_many(
                (number,),
                {"pubstate": PubState.CORRECTED if corrected else PubState.PUBLISHED},
                author=self._seat.author,
                kind="publish",
            )
        return Changes(
            articles=frozenset({number}),
            listing=True,
            recent=True,
            review=frozenset(passed.review | {number}),
            label=_("Published “{slug}” again").format(slug=row.slug),
        )

    # Inside.

    def _me(self) -> Person:
        if self._seat.me is None:
            raise Refused(
                _("Say first who you are (Go, Work as…): a withdrawal is signed by two people.")
            )
        return self._seat.me

    def _others(self, me: Person) -> Sequence[Person]:
        """Who else may agree."""
        store = self._seat.store
        if not store.staff.governed():
            found: Iterable[Person] = (p for p in store.staff.all() if not p.collective)
        else:
            found = who_may(store, Right.KILL)
        return [person for person in found if person.id != me.id]

    def _asked(self, number: int) -> Withdrawal:
        asked = self.asked(number)
        if asked is None:
            raise Refused(_("Nobody asks to withdraw this story, or it is settled already."))
        return asked

    def _recall(self, ids: list[int]) -> frozenset[int]:
        # Brings what talks to servers with it, which a window at rest has no use for.
        from newsroom.desk.recalling import recall

        return recall(self._seat, ids)

    def _settle(self, asked: Withdrawal, state: WithdrawalState, words: str) -> frozenset[int]:
        """Settle it, and take it out of the inboxes in which it waits. Gives whose they are."""
        if not self._seat.store.withdrawals.settle(
            asked.id,
            asked.article,
            before=WithdrawalState.ASKED,
            after=state,
            at=self._seat.clock(),
            who=self._seat.author,
            words=_short(words),
        ):
            raise Refused(_("Nobody asks to withdraw this story, or it is settled already."))
        return self._seat.store.notices.take_back(NoticeKind.WITHDRAWAL, asked.id)

    def _tell(
        self, article: int, subject: int, people: Iterable[int | None], words: str
    ) -> frozenset[int]:
        told = [number for number in people if number is not None and number != self._seat.author]
        self._seat.store.notices.add(
            Notice(
                person=number,
                at=self._seat.clock(),
                kind=NoticeKind.WITHDRAWAL,
                article=article,
                subject=subject,
                who=self._seat.author,
                words=words,
            )
            for number in told
        )
        return frozenset(told)

    def _name(self, number: int | None) -> str:
        return self._seat.store.staff.get(number).name if number is not None else _("Somebody")


def _said(words: str, without: str) -> str:
    words = _short(words)
    if not words:
        raise BadInput(without)
    return words


def _short(words: str) -> str:
    words = words.strip()
    if len(words) > MOST_WORDS:
        raise BadInput(
            _("The words have {n} characters; at most {most} fit. Shorten them.").format(
                n=f"{len(words):,}", most=f"{MOST_WORDS:,}"
            )
        )
    return words
