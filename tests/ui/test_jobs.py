"""The few threads for work that comes now and then."""

from __future__ import annotations

import threading
import time
import weakref
from functools import partial

import pytest

from newsroom.ui.jobs import Pool

SOON, LONG = 0.02, 60  # seconds


def threads(name: str) -> list[threading.Thread]:
    return [thread for thread in threading.enumerate() if thread.name.startswith(name)]


def ended(name: str) -> bool:
    """Whether all its threads end, now that nothing waits."""
    for thread in threads(name):
        thread.join(5)
    return not threads(name)


def test_so_many_work_at_once_and_none_stays() -> None:
    begun: list[str] = []
    pool = Pool(2, "quay", linger=SOON)
    go, both, done = threading.Event(), threading.Barrier(3), list[int]()

    def first() -> None:
        begun.append(threading.current_thread().name)
        both.wait(5)
        go.wait(5)

    for _n in range(2):
        pool.submit(first)
    for number in range(4):
        pool.submit(lambda number=number: done.append(number))  # type: ignore[misc]
    both.wait(5)
    assert (len(threads("quay")), done) == (2, [])
    go.set()
    assert ended("quay")
    assert sorted(done) == [0, 1, 2, 3]
    assert sorted(begun) == ["quay-1", "quay-2"]
    pool.submit(lambda: done.append(4))
    assert ended("quay")
    assert done[-1] == 4


def test_work_that_comes_one_by_one_starts_no_thread_anew() -> None:
    pool, begun = Pool(2, "berth", linger=LONG), set[threading.Thread]()
    for _n in range(20):
        done = threading.Event()
        pool.submit(lambda done=done: (begun.add(threading.current_thread()), done.set()))  # type: ignore[misc]
        assert done.wait(5)
        while not pool._idle:
            time.sleep(0)  # until it waits for more
    assert len(begun) == 1
    # Two at once are still done by two.
    both = threading.Barrier(3)
    for _n in range(2):
        pool.submit(lambda: (begun.add(threading.current_thread()), both.wait(5)))
    both.wait(5)
    pool.close()
    assert ended("berth"), "closing does not wait for more"
    assert len(begun) == 2


def test_what_waits_when_it_is_closed_is_not_done() -> None:
    pool, go, here, done = (
        Pool(1, "pier", linger=SOON),
        threading.Event(),
        threading.Event(),
        list[int](),
    )
    pool.submit(lambda: (here.set(), go.wait(5), done.append(0)))
    assert here.wait(5)
    pool.submit(lambda: done.append(1))
    pool.close()
    pool.submit(lambda: done.append(2))
    go.set()
    assert ended("pier")
    assert done == [0], "what was begun is finished"


def test_work_that_fails_takes_no_thread_with_it(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[object] = []
    monkeypatch.setattr(threading, "excepthook", lambda args: told.append(args.exc_value))
    pool, done = Pool(1, "lock", linger=SOON), threading.Event()

    def fail() -> None:
        raise OSError("gone")

    pool.submit(fail)
    assert ended("lock")
    assert [str(error) for error in told] == ["gone"]
    pool.submit(done.set)
    assert done.wait(5)
    assert ended("lock")


def test_a_job_goes_before_what_it_held_is_asked_about_elsewhere() -> None:
    """What a piece of work knew last is let go when it is done, not with the next one."""

    class Held:
        pass

    gone = threading.Event()

    def work(held: Held) -> None:
        weakref.finalize(held, gone.set)

    pool, go = Pool(1, "rope"), threading.Event()
    pool.submit(partial(work, Held()))
    pool.submit(lambda: go.wait(5))
    assert gone.wait(2)
    go.set()
    assert ended("rope")
