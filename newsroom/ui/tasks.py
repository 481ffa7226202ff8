"""Work off the GUI thread: one thread for the desk, one for the journal, a small pool for the rest.

Answers come back to the GUI thread by one queued signal; no job ever touches a widget.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

import shiboken6
from PySide6.QtCore import QEventLoop, QObject, Qt, QTimer, Signal, SignalInstance

from newsroom.news.changes import Changes, Done
from newsroom.news.errors import Cancelled, NewsroomError

if TYPE_CHECKING:
    from concurrent.futures import ThreadPoolExecutor

    from newsroom.desk.desk import Desk

T = TypeVar("T")

WATCH_SECONDS = 0.5
"""How often an idle desk looks for what others did to the store."""

POOL_THREADS = 2  # files, network and worker processes wait more than they work


@dataclass(frozen=True, slots=True, eq=False)
class _Job:
    """One piece of work and who waits for it. ``number`` tells old answers of a key from new."""

    work: Callable[[Any], Any]
    then: Callable[[Any], object] | None
    failed: Callable[[NewsroomError], object] | None
    owner: QObject | None
    key: tuple[int, str] | None
    number: int
    announces: bool = False
    counted: bool = True


@dataclass(frozen=True, slots=True)
class _Answer:
    """What came of a job, on its way to the GUI thread."""

    job: _Job
    result: Any = None
    error: BaseException | None = None


class _Queue:
    """First in, first out; a newer job of a key takes the place of a waiting one."""

    def __init__(self) -> None:
        self._jobs: deque[_Job] = deque()
        self._ready = threading.Condition()
        self._closed = False
        self.running: _Job | None = None

    def put(self, job: _Job) -> _Job | None:
        """Queue the job; gives the one that it replaced, if any."""
        with self._ready:
            if job.key is not None:
                for place, waiting in enumerate(self._jobs):
                    if waiting.key == job.key:
                        self._jobs[place] = job
                        return waiting
            self._jobs.append(job)
            self._ready.notify()
            return None

    def take(self, timeout: float | None = None) -> _Job | None:
        """The next job, None when ``timeout`` seconds went by or the queue closed and is empty."""
        with self._ready:
            self.running = None
            if not self._jobs and not self._closed:
                self._ready.wait(timeout)
            if self._jobs:
                self.running = self._jobs.popleft()
            return self.running

    def while_running(self, key: tuple[int, str], act: Callable[[], object]) -> None:
        """Call ``act`` if a job of that key runs at this moment, and keep it running meanwhile."""
        with self._ready:
            if self.running is not None and self.running.key == key:
                act()

    def close(self) -> None:
        with self._ready:
            self._closed = True
            self._ready.notify_all()

    @property
    def closed(self) -> bool:
        return self._closed


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

    _answered = Signal(object)

    def __init__(self, open_desk: Callable[[], Desk], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._open_desk = open_desk
        self._desk: Desk | None = None
        self._refusal: NewsroomError | None = None
        self._desk_ready = threading.Event()
        self._desk_jobs = _Queue()
        self._journal_jobs = _Queue()
        self._pool: ThreadPoolExecutor | None = None
        self._threads: list[threading.Thread] = []
        self._newest: dict[tuple[int, str], int] = {}
        self._count = 0
        self._under_way = 0
        self._in_pool = 0
        self._stopped = False
        self._answered.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    # Asking.

    def start(self) -> None:
        """Start the threads; the desk is opened on its own one."""
        for name, body in (("desk", self._run_desk), ("journal", self._run_journal)):
            # Daemons, so that a window that died without ``stop`` does not leave a process behind;
            # ``stop`` is what waits for saves and the journal.
            thread = threading.Thread(target=body, name=f"newsroom-{name}", daemon=True)
            self._threads.append(thread)
            thread.start()

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
            self._desk_jobs.while_running(job.key, desk.search.interrupt)
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
        if self._pool is None:
            from concurrent.futures import ThreadPoolExecutor

            self._pool = ThreadPoolExecutor(POOL_THREADS, thread_name_prefix="newsroom-pool")
        self._under_way += 1
        self._pool.submit(self._carry_out, job, None)

    @property
    def idle(self) -> bool:
        """Nothing is waiting, running or on its way home."""
        return self._under_way == 0

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
        if self._pool is not None:
            self._pool.shutdown(wait=False, cancel_futures=True)
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
    ) -> _Job:
        self._count += 1
        scope = (id(owner) if owner is not None else 0, key) if key else None
        if scope is not None:
            self._newest[scope] = self._count
        return _Job(work, then, failed, owner, scope, self._count, announces)

    def _put(self, queue: _Queue, job: _Job) -> None:
        if queue.closed:
            return
        if queue.put(job) is None:
            self._under_way += 1

    def _deliver(self, answer: _Answer) -> None:
        job = answer.job
        try:
            if self._wanted(job):
                self._hand_over(answer)
            elif job.announces and answer.error is None:
                self._announce(answer.result)
        finally:
            if job.counted:
                self._under_way -= 1
                if self._under_way == 0:
                    self.quiet.emit()

    def _wanted(self, job: _Job) -> bool:
        if job.owner is not None and not shiboken6.isValid(job.owner):
            return False
        return job.key is None or self._newest.get(job.key) == job.number

    def _hand_over(self, answer: _Answer) -> None:
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
        changes = result.changes if isinstance(result, Done) else result
        if isinstance(changes, Changes) and changes:
            self.changed.emit(changes)

    # On the other threads.

    def _run_desk(self) -> None:
        try:
            self._desk = self._open_desk()
        except NewsroomError as error:
            self._refusal = error
            self._tell(self.refused, error)
        except BaseException as error:
            self._refusal = NewsroomError(str(error))
            self._tell(self.bug, error)
        else:
            self._tell(self.opened, self._desk)
        self._desk_ready.set()
        answers = True
        while True:
            job = self._desk_jobs.take(WATCH_SECONDS if self._desk else None)
            if job is not None:
                self._carry_out(job, self._desk)
            elif self._desk_jobs.closed:
                break
            elif self._desk is not None:
                answers = self._look_around(self._desk, answers)
        if self._desk is not None:
            # The journal is the desk's: its thread must be through before the desk closes.
            for thread in self._threads:
                if thread is not threading.current_thread():
                    thread.join()
            self._desk.close()

    def _look_around(self, desk: Desk, answered: bool) -> bool:
        """Ask what others did. A store that is away is told once, and again when it is back."""
        try:
            changes = desk.watch()
        except NewsroomError as error:
            if answered:
                self._tell(self.fault, error)
                self._tell(self.reached, False)
            return False
        except Exception as error:
            if answered:
                self._tell(self.bug, error)
            return False
        if not answered:
            self._tell(self.reached, True)
        if changes:
            self._tell(self.changed, changes)
        return True

    def _run_journal(self) -> None:
        self._desk_ready.wait()
        while True:
            job = self._journal_jobs.take()
            if job is not None:
                self._carry_out(job, self._desk)
            elif self._journal_jobs.closed:
                break

    def _carry_out(self, job: _Job, desk: Desk | None) -> None:
        try:
            if self._refusal is not None and desk is None and not self._is_pool():
                raise self._refusal
            answer = _Answer(job, job.work(desk))
        except BaseException as error:
            answer = _Answer(job, error=error)
        self._send(answer)

    def _is_pool(self) -> bool:
        return threading.current_thread() not in self._threads

    def _tell(self, signal: SignalInstance, what: object) -> None:
        """Emit one of our signals on the GUI thread."""
        job = _Job(lambda _none: None, signal.emit, None, None, None, 0, counted=False)
        self._send(_Answer(job, what))

    def _send(self, answer: _Answer) -> None:
        if shiboken6.isValid(self):
            self._answered.emit(answer)
