"""Pieces of work and their answers, the queue that a thread takes them from, and a few threads."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject

from newsroom.news.errors import NewsroomError
from newsroom.values import dataclass

LINGER_SECONDS = 1.0
"""How long a thread waits for more. Who starts one waits until it runs: a start for each word that
is looked up held the window up for milliseconds while another thread was at work."""


@dataclass(frozen=True, slots=True, eq=False)
class Job:
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
class Answer:
    """What came of a job, on its way to the GUI thread."""

    job: Job
    result: Any = None
    error: BaseException | None = None


class JobQueue:
    """First in, first out; a newer job of a key takes the place of a waiting one."""

    def __init__(self) -> None:
        self._jobs: deque[Job] = deque()
        self._ready = threading.Condition()
        self._closed = False
        self._running: tuple[int, str] | None = None  # its key; the taker alone holds the job

    def put(self, job: Job) -> Job | None:
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

    def take(self, timeout: float | None = None) -> Job | None:
        """The next job, None when ``timeout`` seconds went by or the queue closed and is empty."""
        with self._ready:
            self._running = None
            if not self._jobs and not self._closed:
                self._ready.wait(timeout)
            if not self._jobs:
                return None
            job = self._jobs.popleft()
            self._running = job.key
            return job

    def while_running(self, key: tuple[int, str], act: Callable[[], object]) -> None:
        """Call ``act`` if a job of that key runs at this moment, and keep it running meanwhile."""
        with self._ready:
            if self._running == key:
                act()

    def close(self) -> None:
        """Take no more jobs; what waits is still given out."""
        with self._ready:
            self._closed = True
            self._ready.notify_all()

    @property
    def closed(self) -> bool:
        """Whether no more jobs are taken."""
        return self._closed


class Pool:
    """Up to so many threads for work that comes now and then; each ends soon after nothing waits.

    They are waited for where the program ends, as the standard library's are, whose pool is a
    dozen modules more.
    """

    def __init__(
        self,
        most: int,
        name: str,
        *,
        linger: float = LINGER_SECONDS,
    ) -> None:
        """A thread that has nothing to do ends after ``linger`` seconds."""
        self._most, self._name, self._linger = most, name, linger
        self._waiting: deque[Callable[[], object]] = deque()
        self._guard = threading.Condition()
        self._at_work = 0
        self._idle = 0  # of them, waiting for more
        self._closed = False

    def submit(self, work: Callable[[], object]) -> None:
        """Have it done as soon as a thread is free."""
        with self._guard:
            if self._closed:
                return
            self._waiting.append(work)
            if len(self._waiting) <= self._idle:
                self._guard.notify()
                return
            if self._at_work == self._most:
                return
            self._at_work += 1
            name = f"{self._name}-{self._at_work}"
        threading.Thread(target=self._run, name=name).start()

    def close(self) -> None:
        """Do nothing more of what waits."""
        with self._guard:
            self._closed = True
            self._waiting.clear()
            self._guard.notify_all()

    def _run(self) -> None:
        try:
            while work := self._next():
                work()
                del work  # it may be the last to know what has to die on the GUI thread
        except BaseException:
            with self._guard:
                self._at_work -= 1
            raise

    def _next(self) -> Callable[[], object] | None:
        with self._guard:
            if not self._waiting and not self._closed:
                self._idle += 1
                self._guard.wait_for(lambda: self._waiting or self._closed, self._linger)
                self._idle -= 1
            if self._waiting:
                return self._waiting.popleft()
            self._at_work -= 1
            return None
