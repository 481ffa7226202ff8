"""Work off the GUI thread: one thread for the desk, one for the journal, a small pool for the rest.

Answers come back to the GUI thread by one queued signal; no job ever touches a widget.
"""

from __future__ import annotations

import itertools
import os
import sys
import threading
import time
from collections import deque
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

import shiboken6
from PySide6.QtCore import QEventLoop, QObject, Qt, QTimer, Signal, SignalInstance

from newsroom.news.changes import Changes, Done
from newsroom.news.errors import Cancelled, NewsroomError, StoreAway
from newsroom.ui.jobs import Answer, Job, JobQueue, Pool
from newsroom.ui.nextturn import NextTurn

if TYPE_CHECKING:
    from newsroom.desk.desk import Desk

T = TypeVar("T")

WATCH_SECONDS = 0.8
"""How often an idle desk looks for what others did to the store: it is shown within a second. Each
look wakes a processor that sleeps, which costs more than the look itself."""

_TURN_SECONDS = 0.0002
"""How long a thread at work keeps Python's lock from one that waits for it. Painting lets go of it
at each call into Qt: with Python's own 5 ms, a turn of 30 ms took a second beside a thread of ours
that works (``python -m tests.bench.bench_paste``)."""

OPEN_SECONDS = 0.05
"""How long a start stands still for a desk that opens. Both are Python at work, of which one runs
at a time: side by side they woke each other a thousand times to find the lock taken, which cost a
start 12 ms of CPU and brought nothing (``python -m tests.bench.bench_start``)."""

CRUNCHING = (os.cpu_count() or 1) + 1
"""One of them may wait for the disk. None stands back behind other programs: a thread that does,
and is stopped for one of them while it has Python's lock, stops the window with it. On a processor
that others kept busy the window stood still for 1.7 s at a time while photographs came in so."""

POOL_THREADS = 2  # files, network and worker processes wait more than they work


def _stop_search(desk: Desk) -> None:
    """Break off the search that runs, if one does. Where nobody searched yet there is none to ask:
    what runs is a page of the list, and to make a search loads what a window at rest has no use
    for."""
    search = vars(desk).get("search")
    if search is not None:
        search.interrupt()


class Tasks(QObject):
    """Runs desk verbs and other work elsewhere and brings the answers home.

    ``then`` and ``failed`` are called on the GUI thread; the answer of a dead ``owner`` is dropped.
    A ``NewsroomError`` goes to ``failed`` or else out by ``fault``; ``Cancelled`` is silent; any
    other exception goes out by ``bug``. Of a ``key`` (each owner has its own) only the newest job
    and answer count.
    """

    opened = Signal(object)  # the Desk is open; for its constant facts (name, me) only
    refused = Signal(object)  # NewsroomError: the desk could not be opened; nothing will run
    changed = Signal(object)  # Changes, by us or by others
    fault = Signal(object)  # NewsroomError that nobody handles
    bug = Signal(object)  # BaseException: ours
    reached = Signal(bool)  # whether the store answers when we look for what others did
    quiet = Signal()  # nothing is under way any more

    _answered = Signal(int)  # the number of an answer that lies in ``_home``

    def __init__(self, open_desk: Callable[[], Desk], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._open_desk = open_desk
        self._desk: Desk | None = None
        self._refusal: NewsroomError | None = None
        self._desk_ready = threading.Event()
        self._desk_jobs = JobQueue()
        self._journal_jobs = JobQueue()
        self._pool = Pool(POOL_THREADS, "newsroom-pool")
        self._crunching = Pool(CRUNCHING, "newsroom-crunch")
        self._threads: list[threading.Thread] = []
        self._newest: dict[tuple[int, str], int] = {}
        self._numbers = itertools.count(1)
        self._home: dict[int, Answer] = {}
        self._under_way = 0
        self._at_hand = 0  # answers that are being handed over: who stops us then waits for others
        self._in_pool = 0
        self._stopped = False
        self._answers = True  # whether the store answered last; of the desk thread
        self._answered.connect(self._deliver, Qt.ConnectionType.QueuedConnection)
        self._later: deque[Changes] = deque()  # what is still to be announced
        self._turn = NextTurn(self, self._announce_next)

    # Asking.

    def start(self, *, still: float = 0.0) -> bool:
        """Start the threads; the desk is opened on its own one, and the caller stands still for it
        for at most so many seconds. Whether it was opened or refused by then: if not, it has long
        work to do, and turns are short from now on. Else ``share`` is to be called."""
        self._under_way += 1  # until it is known whether the desk opened
        for name, body in (("desk", self._run_desk), ("journal", self._run_journal)):
            # Daemons, so that a window that died without ``stop`` does not leave a process behind;
            # ``stop`` is what waits for saves and the journal.
            thread = threading.Thread(target=body, name=f"newsroom-{name}", daemon=True)
            self._threads.append(thread)
            thread.start()
        if still and self._desk_ready.wait(still):
            return True
        self.share()
        return False

    def share(self) -> None:
        """From now on a thread that works hands Python's lock to one that waits after a short turn:
        somebody may type, and there is more to do than to show the window."""
        sys.setswitchinterval(_TURN_SECONDS)

    def run(
        self,
        verb: Callable[[Desk], T],
        *,
        then: Callable[[T], object] | None = None,
        failed: Callable[[NewsroomError], object] | None = None,
        owner: QObject | None = None,
        key: str = "",
        interrupt: bool = False,
    ) -> None:
        """Call ``verb(desk)`` on the desk thread.

        ``interrupt`` also breaks off a search of the same key that is running right now.
        """
        job = self._job(verb, then, failed, owner, key)
        if interrupt and job.key is not None and (desk := self._desk) is not None:
            self._desk_jobs.while_running(job.key, partial(_stop_search, desk))
        self._put(self._desk_jobs, job)

    def change(
        self,
        verb: Callable[[Desk], Any],
        *,
        then: Callable[[Any], object] | None = None,
        failed: Callable[[NewsroomError], object] | None = None,
        owner: QObject | None = None,
    ) -> None:
        """Call a verb that gives ``Changes`` or ``Done``; then ``changed`` tells everybody."""
        self._put(self._desk_jobs, self._job(verb, then, failed, owner, "", announces=True))

    def journal(
        self,
        work: Callable[[Desk], T],
        *,
        then: Callable[[T], object] | None = None,
        failed: Callable[[NewsroomError], object] | None = None,
        owner: QObject | None = None,
        key: str = "",
    ) -> None:
        """Call ``work(desk)`` on the journal thread, where only ``desk.journal`` may be used."""
        self._put(self._journal_jobs, self._job(work, then, failed, owner, key))

    def background(
        self,
        work: Callable[[], T],
        *,
        then: Callable[[T], object] | None = None,
        failed: Callable[[NewsroomError], object] | None = None,
        owner: QObject | None = None,
        key: str = "",
    ) -> None:
        """Call ``work()`` in the pool: files, network, processes, long sums over a snapshot."""
        if self._stopped:
            return
        job = self._job(lambda _none: work(), then, failed, owner, key)
        self._under_way += 1
        self._pool.submit(partial(self._carry_out, [job], None))

    def crunch(
        self,
        work: Callable[[], T],
        *,
        then: Callable[[T], object] | None = None,
        failed: Callable[[NewsroomError], object] | None = None,
        owner: QObject | None = None,
        key: str = "",
    ) -> None:
        """Call ``work()``, which keeps a processor busy, on one of ``CRUNCHING`` threads."""
        if self._stopped:
            return
        job = self._job(lambda _none: work(), then, failed, owner, key)
        self._under_way += 1
        self._crunching.submit(partial(self._carry_out, [job], None))

    @property
    def stopped(self) -> bool:
        """Whether it has ended: nothing that is asked for any more is done."""
        return self._stopped

    @property
    def idle(self) -> bool:
        """Nothing is waiting, running or on its way home."""
        return self._under_way == self._at_hand

    def wait_idle(self, timeout_ms: int = 10_000) -> bool:
        """Let events run until nothing is under way; False if it took longer."""
        if self.idle:
            return True
        loop = QEventLoop()
        limit = QTimer()
        limit.setSingleShot(True)
        limit.timeout.connect(loop.quit)
        self.quiet.connect(loop.quit)
        limit.start(timeout_ms)
        while not self.idle and limit.isActive():
            loop.exec()
        self.quiet.disconnect(loop.quit)
        return self.idle

    def stop(self, timeout_ms: int = 30_000) -> None:
        """End: saves and the journal are finished, then the desk is closed. Once is enough.

        Answers are still delivered meanwhile, so that a save can drop its draft.
        """
        if self._stopped:
            return
        deadline = time.monotonic() + timeout_ms / 1000
        self.wait_idle(timeout_ms)
        self._stopped = True
        self._journal_jobs.close()
        self._desk_jobs.close()
        for pool in (self._pool, self._crunching):
            pool.close()
        for thread in reversed(self._threads):
            thread.join(max(0.0, deadline - time.monotonic()))

    # On the GUI thread.

    def _job(
        self,
        work: Callable[[Any], Any],
        then: Callable[[Any], object] | None,
        failed: Callable[[NewsroomError], object] | None,
        owner: QObject | None,
        key: str,
        *,
        announces: bool = False,
    ) -> Job:
        number = next(self._numbers)
        scope = (id(owner) if owner is not None else 0, key) if key else None
        if scope is not None:
            self._newest[scope] = number
        return Job(work, then, failed, owner, scope, number, announces)

    def _put(self, queue: JobQueue, job: Job) -> None:
        if queue.closed:
            return
        if queue.put(job) is None:
            self._under_way += 1

    def _deliver(self, number: int) -> None:
        answer = self._home.pop(number)
        job = answer.job
        self._at_hand += job.counted
        try:
            if self._wanted(job):
                self._hand_over(answer)
            elif job.announces and answer.error is None:
                self._announce(answer.result)
        finally:
            if job.counted:
                self._at_hand -= 1
                self._under_way -= 1
                if self.idle:
                    self.quiet.emit()

    def _wanted(self, job: Job) -> bool:
        if job.owner is not None and not shiboken6.isValid(job.owner):
            return False
        return job.key is None or self._newest.get(job.key) == job.number

    def _hand_over(self, answer: Answer) -> None:
        job, error = answer.job, answer.error
        if error is None:
            if job.then is not None:
                job.then(answer.result)
            if job.announces:
                self._announce(answer.result)
        elif isinstance(error, NewsroomError):
            if job.failed is not None:
                job.failed(error)
            elif error is not self._refusal:  # said once by ``refused``, not by every job
                self.fault.emit(error)
        elif not isinstance(error, Cancelled):
            self.bug.emit(error)

    def _announce(self, result: object) -> None:
        """In a turn of its own, after that of the one who asked: each has its own work with it.
        It is under way until then."""
        changes = result.changes if isinstance(result, Done) else result
        if isinstance(changes, Changes) and changes:
            self._under_way += 1
            self._later.append(changes)
            self._turn.ask()

    def _announce_next(self) -> None:
        self._at_hand += 1
        try:
            self.changed.emit(self._later.popleft())
        finally:
            self._at_hand -= 1
            self._under_way -= 1
            if self._later:
                self._turn.ask()
            if self.idle:
                self.quiet.emit()

    # On the other threads.

    def _run_desk(self) -> None:
        try:
            self._desk = self._open_desk()
        except NewsroomError as error:
            self._refusal = error
            self._tell(self.refused, error, counted=True)
        except BaseException as error:
            self._refusal = NewsroomError(str(error))
            self._tell(self.bug, error, counted=True)
        else:
            self._tell(self.opened, self._desk, counted=True)
        self._desk_ready.set()
        while True:
            job = self._desk_jobs.take(WATCH_SECONDS if self._desk else None)
            if job is not None:
                slot, job = [job], None
                self._carry_out(slot, self._desk)
            elif self._desk_jobs.closed:
                break
            elif self._desk is not None:
                self._look_around(self._desk)
        if self._desk is not None:
            # The journal is the desk's: its thread must be through before the desk closes.
            for thread in self._threads:
                if thread is not threading.current_thread():
                    thread.join()
            self._desk.close()

    def _look_around(self, desk: Desk) -> None:
        """Ask what others did. A store that is away is told once, and again when it is back."""
        try:
            changes = desk.watch()
        except NewsroomError as error:
            if self._answers and not isinstance(error, StoreAway):
                self._tell(self.fault, error)
            self._away()
            return
        except Exception as error:
            if self._answers:
                self._answers = False
                self._tell(self.bug, error)
            return
        if not self._answers:
            self._answers = True
            self._tell(self.reached, True)
        if changes:
            self._tell(self.changed, changes)

    def _away(self) -> None:
        if self._answers:
            self._answers = False
            self._tell(self.reached, False)

    def _run_journal(self) -> None:
        self._desk_ready.wait()
        while True:
            job = self._journal_jobs.take()
            if job is not None:
                slot, job = [job], None
                self._carry_out(slot, self._desk)
            elif self._journal_jobs.closed:
                break

    def _carry_out(self, slot: list[Job], desk: Desk | None) -> None:
        """Do the job of the slot, which is empty afterwards.

        A job may be the last to know a QObject, and those must die on the GUI thread. So nothing
        here holds the job any more when its answer is on its way.
        """
        job = slot.pop()
        try:
            if self._refusal is not None and desk is None and not self._is_pool():
                raise self._refusal
            self._home[job.number] = Answer(job, job.work(desk))
        except BaseException as error:
            self._home[job.number] = Answer(job, error=error)
            if isinstance(error, StoreAway) and desk is not None and self._on_desk():
                self._away()  # what waits for the store is told when it answers again
        number = job.number
        del job
        self._send(number)

    def _on_desk(self) -> bool:
        return bool(self._threads) and threading.current_thread() is self._threads[0]

    def _is_pool(self) -> bool:
        return threading.current_thread() not in self._threads

    def _tell(self, signal: SignalInstance, what: object, *, counted: bool = False) -> None:
        """Emit one of our signals on the GUI thread."""
        number = next(self._numbers)
        job = Job(lambda _none: None, signal.emit, None, None, None, number, counted=counted)
        self._home[number] = Answer(job, what)
        del job
        self._send(number)

    def _send(self, number: int) -> None:
        if shiboken6.isValid(self):
            self._answered.emit(number)
