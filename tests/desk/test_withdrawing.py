"""Taking stories back: a kill takes two people and is not undone, a takedown is one step."""

from __future__ import annotations

import pytest

from newsroom.desk.desk import Desk
from newsroom.news.correction import PageLeft, WithdrawalKind, WithdrawalState
from newsroom.news.errors import BadInput, GateClosed, Refused
from newsroom.news.inbox import NoticeKind
from newsroom.news.workflow import PubState
from tests.desk.conftest import HandClock
from tests.desk.people import staffed
from tests.desk.test_articles import make
from tests.desk.test_correcting import published


def killed(desk: Desk, number: int) -> None:
    desk.sit("Nadia Brandt")
    desk.withdrawing.ask_kill(number, reason="The court said so.")
    desk.sit("Tomas Keel")
    desk.withdrawing.agree(number)


def test_a_kill_takes_two(shared: Desk, clock: HandClock) -> None:
    number = published(shared, "a")
    shared.articles.pin(number, True)
    nadia = shared.me
    assert nadia is not None
    changes = shared.withdrawing.ask_kill(
        number, reason=" The court said so. ", notice="By order of the court.", page="gone"
    )
    asked = shared.withdrawing.asked(number)
    assert asked is not None
    assert shared.withdrawing.waiting() == (asked,)
    assert (asked.kind, asked.state) == (WithdrawalKind.KILL, WithdrawalState.ASKED)
    assert (asked.asked_by, asked.reason) == (nadia.id, "The court said so.")
    assert changes.step is None
    assert shared.articles.open(number).pubstate is PubState.PUBLISHED, "one is not enough"
    with pytest.raises(Refused, match=r"You asked for it yourself.*Tomas Keel"):
        shared.withdrawing.agree(number)
    with pytest.raises(Refused, match="Nadia Brandt has asked for that already"):
        shared.withdrawing.ask_kill(number, reason="Again.")

    tomas = shared.sit("Tomas Keel")
    assert tomas is not None
    assert changes.inbox == {tomas.id}
    (entry,) = shared.inbox.all()
    assert (entry.kind, entry.words) == (NoticeKind.WITHDRAWAL, "The court said so.")
    clock.forward(minutes=5)
    changes = shared.withdrawing.agree(number, "Agreed.")
    assert changes.label == "Withdrew “a”"
    assert changes.inbox == {nadia.id, tomas.id}
    assert shared.inbox.all() == (), "what was asked for is done: nobody is asked any more"
    story = shared.articles.open(number)
    assert (story.pubstate, story.pinned) == (PubState.WITHDRAWN, False)
    assert shared.articles.revisions(number)[0].kind == "kill"
    made = shared._seat.store.withdrawals.standing()[number]
    assert (made.settled_by, made.settled_at, made.words) == (tomas.id, clock(), "Agreed.")
    assert (made.page, made.notice) == (PageLeft.GONE, "By order of the court.")
    with pytest.raises(Refused, match="settled already"):
        shared.withdrawing.agree(number)
    with pytest.raises(Refused, match="was withdrawn already"):
        shared.withdrawing.ask_kill(number, reason="Again.")
    assert shared.recent.box() == ()


def test_nothing_takes_a_kill_back_but_publishing_again(desk: Desk, clock: HandClock) -> None:
    number = published(desk, "a")
    desk.correcting.correct(number, "correction", wrong="12", right="21")
    killed(desk, number)
    for name in ("Nadia Brandt", "Tomas Keel"):
        desk.sit(name)
        for _try in range(3):
            with pytest.raises(Refused):
                desk.undo.undo()
    with pytest.raises(Refused, match="was withdrawn"):
        desk.publish.publish([number])
    with pytest.raises(BadInput, match="Say why"):
        desk.withdrawing.republish(number, reason=" ")
    clock.forward(days=1)
    assert desk.withdrawing.republish(number, reason="Won the appeal.").recent
    story = desk.articles.open(number)
    assert story.pubstate is PubState.CORRECTED, "its corrections stand"
    (gone,) = desk.withdrawing.of(number)
    assert (gone.state, gone.words) == (WithdrawalState.ENDED, "Won the appeal.")
    assert gone.settled_by is not None, "who withdrew it stays on record"
    with pytest.raises(Refused, match="was not withdrawn"):
        desk.withdrawing.republish(number, reason="Once more.")


def test_a_story_that_was_withdrawn_elsewhere_may_come_back(desk: Desk) -> None:
    number = published(desk, "a")
    store = desk._seat.store
    store.articles.set_many((number,), {"pubstate": PubState.WITHDRAWN}, author=None, kind="save")
    desk.withdrawing.republish(number, reason="It was a mistake.")
    assert desk.articles.open(number).pubstate is PubState.PUBLISHED


def test_what_keeps_a_story_in_keeps_it_in(desk: Desk) -> None:
    number = published(desk, "a")
    killed(desk, number)
    desk.articles.set_fields([number], {"not_for_publication": True})
    with pytest.raises(Refused, match="not for publication"):
        desk.withdrawing.republish(number, reason="Try.")
    desk.articles.set_fields([number], {"not_for_publication": False, "legal": "required"})
    with pytest.raises(GateClosed):
        desk.withdrawing.republish(number, reason="Try.")
    assert desk.withdrawing.of(number)[0].state is WithdrawalState.DONE, "all or nothing"
    assert desk.withdrawing.republish(number, reason="Try.", override="Told to.").review == {number}


def test_no_is_an_answer_and_so_is_thinking_better(desk: Desk) -> None:
    number = published(desk, "a")
    nadia = desk.me
    assert nadia is not None
    desk.withdrawing.ask_kill(number, reason="Wrong.")
    tomas = desk.sit("Tomas Keel")
    assert tomas is not None
    assert desk.inbox.count() == 1
    desk.sit(nadia.id)
    assert desk.withdrawing.decline(number).inbox == {tomas.id}
    assert desk.withdrawing.asked(number) is None
    desk.withdrawing.ask_kill(number, reason="Wrong, really.")
    desk.sit("Tomas Keel")
    (entry,) = desk.inbox.all()
    assert entry.words == "Wrong, really.", "what was asked and taken back is not asked any more"
    desk.inbox.read([entry.id])
    assert desk.withdrawing.decline(number, "It is right.").inbox == {nadia.id}
    assert desk.inbox.all(), "what was read stays"
    assert [made.state for made in desk.withdrawing.of(number)] == [WithdrawalState.DECLINED] * 2
    with pytest.raises(Refused, match="settled already"):
        desk.withdrawing.decline(number)
    assert desk.articles.open(number).pubstate is PubState.PUBLISHED


def test_two_who_settle_at_once_settle_once(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    number = published(desk, "a")
    desk.withdrawing.ask_kill(number, reason="Wrong.")
    desk.sit("Tomas Keel")
    stale = desk.withdrawing.asked(number)
    desk.withdrawing.decline(number)
    monkeypatch.setattr(desk.withdrawing, "asked", lambda _number: stale)
    with pytest.raises(Refused, match="settled already"):
        desk.withdrawing.agree(number)
    assert desk.articles.open(number).pubstate is PubState.PUBLISHED


def test_who_may_and_what_may(desk: Desk) -> None:
    number = published(desk, "a")
    with pytest.raises(BadInput, match="Say why it must go"):
        desk.withdrawing.ask_kill(number, reason="")
    with pytest.raises(BadInput, match="at most 4,000"):
        desk.withdrawing.ask_kill(number, reason="x" * 4001)
    with pytest.raises(Refused, match="never published; spike it"):
        desk.withdrawing.ask_kill(make(desk, "b"), reason="Wrong.")
    desk.sit(None)
    with pytest.raises(Refused, match="who you are"):
        desk.withdrawing.ask_kill(number, reason="Wrong.")
    staffed(desk)
    desk.sit("Edda Editor")
    with pytest.raises(Refused, match="You may not withdraw stories for good here"):
        desk.withdrawing.ask_kill(number, reason="Wrong.")
    desk.sit("Paul Publisher")
    desk.withdrawing.ask_kill(number, reason="Wrong.")
    desk.sit("Ada Admin")
    desk.withdrawing.agree(number)
    assert desk.articles.open(number).pubstate is PubState.WITHDRAWN


def test_alone_nobody_can_kill(desk: Desk) -> None:
    people = staffed(desk)
    number = published(desk, "a")
    paul = next(person for person in people.values() if person.name == "Paul Publisher")
    desk.staff.leave(paul.id)
    with pytest.raises(Refused, match="Nobody else here may withdraw"):
        desk.withdrawing.ask_kill(number, reason="Wrong.")


def test_an_anonymous_asker_is_named_somebody(desk: Desk) -> None:
    number = published(desk, "a")
    desk.withdrawing.ask_kill(number, reason="Wrong.")
    assert desk.withdrawing._name(None) == "Somebody"


def test_a_takedown_is_one_step_that_can_be_taken_back(shared: Desk) -> None:
    a, b, c = published(shared, "a"), published(shared, "b"), make(shared, "c")
    with pytest.raises(BadInput, match="Say why it is taken down"):
        shared.withdrawing.take_down([a], reason="")
    changes = shared.withdrawing.take_down([a, b, c], reason="Rights ran out.", notice="Expired.")
    assert changes.label == "Took down 2 stories"
    assert shared.articles.open(a).pubstate is PubState.UNPUBLISHED
    assert shared.articles.open(c).pubstate is PubState.NONE
    (made,) = shared.withdrawing.of(a)
    assert (made.kind, made.page, made.notice) == (
        WithdrawalKind.TAKEDOWN,
        PageLeft.NOTICE,
        "Expired.",
    )
    assert {story.slug for story in shared._seat.store.public.taken()} == {"a", "b"}
    shared.undo.undo()
    assert shared.articles.open(a).pubstate is PubState.PUBLISHED
    assert shared._seat.store.public.taken() == []
