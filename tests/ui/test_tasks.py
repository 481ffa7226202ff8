import os
import sys
import threading
import time
from collections.abc import Iterator

import pytest
import shiboken6
from PySide6.QtCore import QObject, QTimer
from pytestqt.qtbot import QtBot

from newsroom.news.changes import Changes, Done
from newsroom.news.errors import Cancelled, NewsroomError, StoreMissing
from newsroom.ui import tasks as tasks_module
from newsroom.ui.tasks import Tasks
from tests.ui.fakes import FakeDesk


@pytest.fixture
def desk() -> FakeDesk:
    return FakeDesk()


@pytest.fixture
def tasks(qtbot: QtBot, desk: FakeDesk) -> Iterator[Tasks]:
    made = Tasks(lambda: desk)
    made.start()
    yield made
    made.stop()


def test_a_verb_runs_elsewhere_and_its_answer_comes_home(tasks: Tasks) -> None:
    seen: list[str] = []
    tasks.run(
        lambda desk: (desk.name, threading.current_thread().name),
        then=lambda answer: seen.extend([*answer, threading.current_thread().name]),
    )
    assert seen == []
    assert tasks.wait_idle()
    assert seen == ["fake", "newsroom-desk", threading.main_thread().name]


@pytest.mark.usefixtures("qapp")
def test_whoever_waits_for_the_interpreter_gets_it_within_a_millisecond(desk: FakeDesk) -> None:
    before = sys.getswitchinterval()
    sys.setswitchinterval(0.005)
    made = Tasks(lambda: desk)
    made.start()
    try:
        assert sys.getswitchinterval() <= 0.001
    finally:
        made.stop()
        sys.setswitchinterval(before)


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("refused", [False, True])
def test_a_start_stands_still_for_a_desk_that_opens_and_for_no_other(
    desk: FakeDesk, refused: bool
) -> None:
    before = sys.getswitchinterval()
    sys.setswitchinterval(0.005)
    gate = threading.Event()

    def slow() -> FakeDesk:
        gate.wait()
        return desk

    def quick() -> FakeDesk:
        if refused:
            raise NewsroomError("no store")
        return desk

    waited, stood = Tasks(slow), Tasks(quick)
    try:
        assert not waited.start(still=0.01), "it opens for longer than that"
        assert sys.getswitchinterval() <= 0.001, "and works meanwhile"
        sys.setswitchinterval(0.005)
        assert stood.start(still=30)
        assert sys.getswitchinterval() == 0.005
        stood.share()
        assert sys.getswitchinterval() <= 0.001
    finally:
        gate.set()
        for made in (waited, stood):
            made.refused.connect(lambda _error: None)
            made.stop()
        sys.setswitchinterval(before)


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere a thread has no niceness")
def test_no_thread_that_may_hold_the_interpreter_stands_back_behind_other_programs(
    tasks: Tasks,
) -> None:
    def niceness() -> int:
        return os.getpriority(os.PRIO_PROCESS, threading.get_native_id())

    seen: list[int] = []
    for ask in (tasks.crunch, tasks.background):
        ask(niceness, then=seen.append)
    for ask in (tasks.run, tasks.journal):
        ask(lambda _desk: niceness(), then=seen.append)
    assert tasks.wait_idle()
    assert seen == [niceness()] * 4


def test_jobs_run_in_their_order(tasks: Tasks) -> None:
    order: list[int] = []
    for number in range(20):
        tasks.run(lambda _desk, n=number: n, then=order.append)
    tasks.wait_idle()
    assert order == list(range(20))


def test_a_change_is_answered_first_and_told_to_all_afterwards(tasks: Tasks) -> None:
    told: list[object] = []
    changes = Changes(listing=True)
    tasks.changed.connect(told.append)
    tasks.change(lambda _desk: Done("value", changes), then=lambda done: told.append(done.value))
    tasks.wait_idle()
    assert told == ["value", changes]
    tasks.change(lambda _desk: Changes())
    tasks.wait_idle()
    assert len(told) == 2, "a change of nothing is no news"


def test_a_change_is_told_in_a_turn_of_its_own_and_is_under_way_until_then(tasks: Tasks) -> None:
    told: list[object] = []
    first, second = Changes(listing=True), Changes(lists=True)
    tasks.wait_idle()
    tasks.changed.connect(told.append)
    tasks.quiet.connect(lambda: told.append("quiet"))

    def answered(_done: object) -> None:
        told.append("answer")
        QTimer.singleShot(0, tasks, lambda: told.append("between"))

    tasks.change(lambda _desk: Done("value", first), then=answered)
    tasks.wait_idle()
    assert told == ["answer", "between", first, "quiet"]
    del told[:]
    tasks.change(lambda _desk: first)
    tasks.change(lambda _desk: second)
    tasks.wait_idle()
    assert told == [first, second, "quiet"]


def test_of_a_key_only_the_newest_waiting_job_runs_and_only_its_answer_counts(
    tasks: Tasks,
) -> None:
    started, go = threading.Event(), threading.Event()
    ran: list[int] = []
    answers: list[int] = []

    def work(number: int) -> int:
        ran.append(number)
        if number == 0:
            started.set()
            go.wait(5)
        return number

    tasks.run(lambda _desk: work(0), then=answers.append, key="search")
    assert started.wait(5)
    for number in (1, 2, 3):
        tasks.run(lambda _desk, n=number: work(n), then=answers.append, key="search")
    go.set()
    assert tasks.wait_idle()
    assert ran == [0, 3]
    assert answers == [3]


def test_keys_belong_to_their_owner(tasks: Tasks) -> None:
    one, other = QObject(), QObject()
    answers: list[str] = []
    tasks.run(lambda _desk: "one", then=answers.append, owner=one, key="count")
    tasks.run(lambda _desk: "other", then=answers.append, owner=other, key="count")
    tasks.wait_idle()
    assert answers == ["one", "other"]


def test_a_running_search_of_the_key_is_broken_off(tasks: Tasks, desk: FakeDesk) -> None:
    started = threading.Event()

    def slow(desk: FakeDesk) -> str:
        started.set()
        if desk.search.broken.wait(5):
            raise Cancelled
        return "slow"

    answers: list[str] = []
    tasks.run(slow, then=answers.append, key="search")
    assert started.wait(5)
    tasks.run(lambda _desk: "quick", then=answers.append, key="search", interrupt=True)
    assert tasks.wait_idle()
    assert answers == ["quick"]


def test_no_search_is_made_to_be_broken_off(tasks: Tasks, desk: FakeDesk) -> None:
    started, go, answers = threading.Event(), threading.Event(), list[str]()
    vars(desk).pop("search")  # as before somebody searches
    tasks.run(lambda _desk: (started.set(), go.wait(5)), key="stories")
    assert started.wait(5)
    tasks.run(lambda _desk: "page", then=answers.append, key="stories", interrupt=True)
    go.set()
    assert tasks.wait_idle()
    assert answers == ["page"]


def test_another_job_is_not_broken_off_by_a_new_search(tasks: Tasks, desk: FakeDesk) -> None:
    started, go = threading.Event(), threading.Event()
    tasks.run(lambda _desk: (started.set(), go.wait(5)))
    assert started.wait(5)
    tasks.run(lambda _desk: 1, key="search", interrupt=True)
    assert not desk.search.broken.is_set()
    go.set()
    tasks.wait_idle()


def test_the_answer_of_a_dead_owner_is_dropped_but_its_change_is_told(tasks: Tasks) -> None:
    owner, go = QObject(), threading.Event()
    answers: list[object] = []
    told: list[object] = []
    tasks.changed.connect(told.append)
    tasks.change(
        lambda _desk: (go.wait(5), Changes(staff=True))[1], then=answers.append, owner=owner
    )
    shiboken6.delete(owner)
    go.set()
    tasks.wait_idle()
    assert answers == []
    assert told == [Changes(staff=True)]


def test_faults_go_to_who_asked_or_else_to_all(tasks: Tasks) -> None:
    mine: list[str] = []
    everybody: list[str] = []
    bugs: list[BaseException] = []
    tasks.fault.connect(lambda error: everybody.append(str(error)))
    tasks.bug.connect(bugs.append)

    def fails(error: BaseException) -> object:
        raise error

    tasks.run(lambda _d: fails(NewsroomError("one")), failed=lambda error: mine.append(str(error)))
    tasks.run(lambda _d: fails(NewsroomError("two")))
    tasks.run(lambda _d: fails(Cancelled()))
    tasks.run(lambda _d: fails(ZeroDivisionError("ours")), failed=lambda error: mine.append("?"))
    tasks.wait_idle()
    assert (mine, everybody) == (["one"], ["two"])
    assert [type(bug) for bug in bugs] == [ZeroDivisionError]


def test_a_bug_in_the_answer_does_not_stop_the_desk(qtbot: QtBot, tasks: Tasks) -> None:
    with qtbot.capture_exceptions() as caught:
        tasks.run(lambda _desk: 1, then=lambda answer: answer / 0)
        assert tasks.wait_idle()
    assert [kind for kind, _error, _trace in caught] == [ZeroDivisionError]
    answers: list[int] = []
    tasks.run(lambda _desk: 2, then=answers.append)
    tasks.wait_idle()
    assert answers == [2]


def test_the_pool_works_beside_the_desk(tasks: Tasks) -> None:
    go = threading.Event()
    answers: list[str] = []
    tasks.background(lambda: (go.wait(5), "file")[1], then=answers.append)
    tasks.run(lambda _desk: "desk", then=lambda answer: (answers.append(answer), go.set()))
    tasks.wait_idle()
    assert answers == ["desk", "file"]


def test_the_journal_has_a_thread_of_its_own(tasks: Tasks) -> None:
    names: list[str] = []
    tasks.journal(lambda _desk: threading.current_thread().name, then=names.append)
    tasks.wait_idle()
    assert names == ["newsroom-journal"]


def test_what_others_did_is_told(
    tasks: Tasks, desk: FakeDesk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    with qtbot.waitSignal(tasks.changed) as seen:
        desk.news.append(Changes(listing=True))
    assert seen.args == [Changes(listing=True)]


def test_who_is_told_that_nothing_opened_may_stop_at_once(qtbot: QtBot) -> None:
    """The window is closed in answer to it; it must not wait for its own answer."""

    def refuse() -> FakeDesk:
        raise StoreMissing("There is no newsroom there.")

    tasks = Tasks(refuse)
    stopped: list[float] = []

    def stop(_error: object) -> None:
        begun = time.monotonic()
        tasks.stop(timeout_ms=20_000)
        stopped.append(time.monotonic() - begun)

    tasks.refused.connect(stop)
    tasks.start()
    qtbot.waitUntil(lambda: bool(stopped), timeout=30_000)
    assert stopped[0] < 10


def test_a_store_that_is_away_is_told_once_and_again_when_it_is_back(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tasks_module, "WATCH_SECONDS", 0.01)
    desk = FakeDesk()
    desk.news += [NewsroomError("away"), NewsroomError("away"), NewsroomError("away")]
    tasks = Tasks(lambda: desk)
    faults: list[object] = []
    reached: list[bool] = []
    tasks.fault.connect(faults.append)
    tasks.reached.connect(reached.append)
    tasks.start()
    qtbot.waitUntil(lambda: reached == [False, True])
    assert len(faults) == 1
    tasks.stop()


def test_a_desk_that_cannot_be_opened_refuses_once_and_everything_else_is_quiet(
    qtbot: QtBot,
) -> None:
    def refuse() -> FakeDesk:
        raise StoreMissing("There is no newsroom there.")

    tasks = Tasks(refuse)
    refused: list[str] = []
    faults: list[object] = []
    failed: list[str] = []
    tasks.refused.connect(lambda error: refused.append(str(error)))
    tasks.fault.connect(faults.append)
    tasks.run(lambda desk: desk.name)
    tasks.run(lambda desk: desk.name, failed=lambda error: failed.append(str(error)))
    tasks.journal(lambda desk: desk.journal.recovered())
    tasks.start()
    assert tasks.wait_idle()
    assert refused == ["There is no newsroom there."]
    assert failed == refused
    assert faults == []
    tasks.stop()


def test_stopping_finishes_what_was_asked_for_then_closes_the_desk(qtbot: QtBot) -> None:
    desk = FakeDesk()
    tasks = Tasks(lambda: desk)
    tasks.start()
    done: list[str] = []
    tasks.run(lambda _desk: (time.sleep(0.05), done.append("save")))
    tasks.journal(lambda _desk: (time.sleep(0.05), done.append("journal")))
    tasks.stop()
    assert sorted(done) == ["journal", "save"]
    assert desk.closed
    tasks.run(lambda _desk: done.append("late"))
    tasks.background(lambda: done.append("late"))
    tasks.stop()
    assert "late" not in done


def test_an_answer_that_asks_for_more_still_gets_it_while_stopping(qtbot: QtBot) -> None:
    desk = FakeDesk()
    tasks = Tasks(lambda: desk)
    tasks.start()
    dropped: list[str] = []
    tasks.run(
        lambda _desk: time.sleep(0.05),
        then=lambda _none: tasks.journal(lambda _desk: dropped.append("draft")),
    )
    tasks.stop()
    assert dropped == ["draft"], "a save at the very end must still be able to drop its draft"
