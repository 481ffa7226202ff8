"""Stories that go out at a time, by whoever looks first, once."""

from __future__ import annotations

import threading
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from newsroom.desk.desk import Desk, open_desk
from newsroom.desk.scheduling import DueReport
from newsroom.news.errors import BadInput, GateClosed, Refused
from newsroom.news.inbox import NoticeKind
from newsroom.news.workflow import INDEFINITE, PubState, Stage
from tests.desk.conftest import START, HandClock
from tests.desk.people import staffed
from tests.desk.test_articles import make
from tests.desk.test_correcting import published

HOUR = timedelta(hours=1)


def ready(desk: Desk, slug: str, **fields: object) -> int:
    return make(desk, slug, stage=Stage.READY, **fields)


def test_it_goes_out_at_its_time_and_once(shared: Desk, clock: HandClock) -> None:
    at = START + HOUR
    a, b = ready(shared, "a", planned_at=START + 9 * HOUR), ready(shared, "b")
    assert shared.next_due() is None
    changes = shared.scheduling.schedule([a, b], at)
    assert changes.label == "Scheduled 2 stories"
    assert [(w.row.slug, w.at) for w in shared.scheduling.waiting()] == [("a", at), ("b", at)]
    assert shared.next_due() == at
    story = shared.articles.open(a)
    assert (story.pubstate, story.publish_at) == (PubState.SCHEDULED, at)
    assert story.planned_at == START + 9 * HOUR, "what we mean is not what we do"
    assert shared.recent.box() == ()
    assert shared.scheduling.publish_due() == DueReport()

    clock.forward(hours=1, seconds=30)
    report = shared.scheduling.publish_due()
    assert [(due.slug, due.late) for due in report.published] == [("a", False), ("b", False)]
    assert report.changes.recent
    story = shared.articles.open(a)
    assert (story.pubstate, story.published_at) == (PubState.PUBLISHED, at), "to the minute"
    assert story.publish_at is None
    assert shared.articles.revisions(a)[0].kind == "publish"
    assert shared.scheduling.publish_due() == DueReport()
    assert shared.scheduling.waiting() == ()


def test_a_machine_that_slept_catches_up_and_says_so(shared: Desk, clock: HandClock) -> None:
    number = ready(shared, "a")
    shared.scheduling.schedule([number], START + HOUR)
    clock.forward(hours=5)
    (due,) = shared.scheduling.publish_due().published
    assert due.late
    assert shared.articles.open(number).published_at == clock(), "readers are not told a fib"
    (entry,) = shared.inbox.all()
    assert entry.kind is NoticeKind.SCHEDULE
    assert entry.words == (
        "It went out at 24 Nov 2026, 17:00 (UTC+00:00); "
        "it was due at 24 Nov 2026, 13:00 (UTC+00:00)."
    )


def test_what_may_not_go_out_waits_and_is_told_once(shared: Desk, clock: HandClock) -> None:
    number = ready(shared, "a")
    shared.scheduling.schedule([number], START + HOUR)
    shared.review.embargo([number], START + 3 * HOUR)
    clock.forward(hours=2)
    report = shared.scheduling.publish_due()
    assert report.published == ()
    assert report.held[0].held == "“a” is under embargo until 24 Nov 2026, 15:00 (UTC+00:00)."
    assert shared.scheduling.publish_due().held == report.held
    assert len(shared.inbox.all()) == 1, "once for each reason"
    shared.review.flag([number], legal="required")
    clock.forward(hours=2)
    (held,) = shared.scheduling.publish_due().held
    assert "Legal check" in held.held or "legal check" in held.held
    assert len(shared.inbox.all()) == 2
    shared.review.flag([number], legal="complete")
    assert shared.scheduling.publish_due().published[0].slug == "a"


def test_nobody_is_told_where_nobody_is_known(desk: Desk, clock: HandClock) -> None:
    number = ready(desk, "a")
    desk.sit(None)
    desk.scheduling.schedule([number], START + HOUR)
    desk.articles.move([number], Stage.HOLD)
    clock.forward(hours=1)
    report = desk.scheduling.publish_due()
    assert report.held[0].held == "“a” is on hold; move it on first."
    assert report.changes.inbox == frozenset()


def test_the_gate_is_judged_as_it_will_be(desk: Desk, clock: HandClock) -> None:
    number = ready(desk, "a", embargo_until=START + 6 * HOUR)
    with pytest.raises(Refused, match=r"under embargo until 24 Nov 2026, 18:00 \(UTC"):
        desk.scheduling.schedule([number], START + 5 * HOUR)
    desk.scheduling.schedule([number], START + 6 * HOUR + timedelta(minutes=5))
    with pytest.raises(Refused, match="under embargo"):
        desk.publish.publish([number])
    clock.forward(hours=6, minutes=5)
    assert desk.scheduling.publish_due().published

    b = ready(desk, "b", embargo_until=INDEFINITE)
    with pytest.raises(Refused, match="until further notice"):
        desk.scheduling.schedule([b], clock() + HOUR)
    c = ready(desk, "c", body="A TK here.")
    with pytest.raises(GateClosed):
        desk.scheduling.schedule([c], clock() + HOUR)
    desk.scheduling.schedule([c], clock() + HOUR, override="The place is named at six.")
    clock.forward(hours=1)
    assert desk.scheduling.publish_due().published[0].slug == "c"
    assert desk.gates.signoffs(c)[-1].reason == "The place is named at six."


def test_a_moment_that_is_none(desk: Desk) -> None:
    number = ready(desk, "a")
    with pytest.raises(BadInput, match=r"24 Nov 2026, 12:00 \(UTC\+00:00\) is past"):
        desk.scheduling.schedule([number], START)
    with pytest.raises(TypeError):
        desk.scheduling.schedule([number], datetime(2027, 1, 1))  # noqa: DTZ001
    with pytest.raises(Refused, match="is published already"):
        desk.scheduling.schedule([published(desk)], START + HOUR)
    desk.set_site({"timezone": "Asia/Tehran"})
    with pytest.raises(BadInput, match=r"24 Nov 2026, 15:29 \(UTC\+03:30\) is past"):
        desk.scheduling.schedule([number], START - timedelta(seconds=1))


def test_off_the_schedule_and_undone(desk: Desk, clock: HandClock) -> None:
    a, b = ready(desk, "a"), published(desk, "b")
    desk.correcting.correct(b, "correction", wrong="12", right="21")
    desk.publish.unpublish([b])
    desk.scheduling.schedule([a, b], START + HOUR)
    assert desk.scheduling.unschedule([a, b]).label == "Took 2 stories off the schedule"
    states = [(desk.articles.open(n).pubstate, desk.articles.open(n).publish_at) for n in (a, b)]
    assert states == [(PubState.NONE, None), (PubState.UNPUBLISHED, None)]
    desk.undo.undo()
    assert desk.articles.open(a).publish_at == START + HOUR
    assert not desk.scheduling.unschedule([published(desk, "c")])
    first = desk.articles.open(b).published_at
    clock.forward(hours=1)
    desk.scheduling.publish_due()
    again = desk.articles.open(b)
    assert (again.pubstate, again.published_at) == (PubState.CORRECTED, first)


def test_published_by_hand_it_is_due_no_more(desk: Desk, clock: HandClock) -> None:
    number = ready(desk, "a")
    desk.scheduling.schedule([number], START + HOUR)
    desk.publish.publish([number])
    assert desk.articles.open(number).publish_at is None
    clock.forward(hours=1)
    assert desk.scheduling.publish_due() == DueReport()
    assert desk.scheduling._publish(number, clock()) is None
    assert desk.scheduling._keep(number, "Why") is None
    assert desk.articles.duplicate(number).value.publish_at is None


def test_who_may(desk: Desk) -> None:
    staffed(desk)
    number = ready(desk, "a")
    desk.sit("Edda Editor")
    with pytest.raises(Refused, match="You may not publish here"):
        desk.scheduling.schedule([number], START + HOUR)
    with pytest.raises(Refused, match="You may not publish here"):
        desk.scheduling.unschedule([number])


def test_two_runners_at_once_publish_once(store_url: str | Path, clock: HandClock) -> None:
    with open_desk(store_url, clock=clock) as desk:
        numbers = [ready(desk, f"s{n}") for n in range(8)]
        desk.scheduling.schedule(numbers, START + HOUR)
        clock.forward(hours=1)
        start = threading.Barrier(2)
        reports: list[DueReport] = []
        faults: list[BaseException] = []

        def run() -> None:
            try:
                with open_desk(store_url, clock=clock) as runner:
                    start.wait(20)
                    reports.append(runner.scheduling.publish_due())
            except BaseException as error:
                faults.append(error)

        threads = [threading.Thread(target=run) for _ in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
        assert not faults
        done = sorted(due.slug for report in reports for due in report.published)
        assert done == [f"s{n}" for n in range(8)], "each once, by one or the other"
        for number in numbers:
            kinds = [revision.kind for revision in desk.articles.revisions(number)]
            assert kinds.count("publish") == 1
            assert desk.articles.open(number).published_at == START + HOUR


def test_somebody_who_is_quicker_is_no_fault(
    desk: Desk, clock: HandClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = ready(desk, "a")
    desk.scheduling.schedule([number], START + HOUR)
    clock.forward(hours=1)
    store = desk._seat.store
    read = store.articles.get

    def get_and_be_late(wanted: int) -> object:
        story = read(wanted)
        store.articles.set_many((wanted,), {"headline": "Theirs"}, author=None, kind="save")
        return story

    monkeypatch.setattr(store.articles, "get", get_and_be_late)
    assert desk.scheduling.publish_due() == DueReport()
    monkeypatch.undo()
    assert desk.scheduling.publish_due().published[0].slug == "a"


def test_both_moments_at_once_or_none(shared: Desk, clock: HandClock) -> None:
    a, b = ready(shared, "a"), ready(shared, "b")
    until, at = START + HOUR, START + 2 * HOUR
    changes = shared.scheduling.arrange([a, b], embargo=until, at=at)
    assert changes.articles == {a, b}
    assert {shared.articles.open(n).publish_at for n in (a, b)} == {at}
    assert not shared.scheduling.arrange([a, b], embargo=until, at=at), "they have them"
    with pytest.raises(BadInput, match="say why it is broken"):
        shared.scheduling.arrange([a], embargo=None, at=None)
    assert shared.articles.open(a).publish_at == at
    with pytest.raises(Refused, match="under embargo"):
        shared.scheduling.arrange([a], embargo=at + HOUR, at=at + timedelta(minutes=1))
    assert shared.articles.open(a).embargo_until == until, "all or nothing"
    shared.scheduling.arrange([a], embargo=None, at=None, reason="Told to.")
    story = shared.articles.open(a)
    assert (story.embargo_until, story.publish_at) == (None, None)
    assert not shared.scheduling.arrange([a], embargo=None, at=None)


def test_a_story_that_was_scheduled_elsewhere_goes_out_unsigned(
    desk: Desk, clock: HandClock
) -> None:
    number = ready(desk, "a")
    store = desk._seat.store
    fields = {"pubstate": PubState.SCHEDULED, "publish_at": START}
    store.articles.set_many((number,), fields, author=None, kind="save")
    clock.forward(minutes=1)
    assert desk.scheduling.publish_due().published[0].slug == "a"
    assert desk.articles.revisions(number)[0].author is None


def test_a_story_that_is_being_moved_meanwhile_is_passed_over(
    desk: Desk, clock: HandClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = ready(desk, "a")
    desk.scheduling.schedule([number], START + HOUR)
    clock.forward(hours=1)
    due = desk._seat.store.schedules.due(clock())
    desk.publish.publish([number])
    monkeypatch.setattr(desk._seat.store.schedules, "due", lambda _now: due)
    assert desk.scheduling.publish_due() == DueReport(), "another runner was there first"
