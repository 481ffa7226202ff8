"""Texts rendered by processes forked from this one, as many as there are cores to spare.

A fork costs a few milliseconds, a new interpreter a hundred; and what is to be rendered need not be
sent. It is for the command alone: where other threads run (the window), a fork may stand still.
"""

from __future__ import annotations

import gc
import marshal
import os
import select
import signal
import struct
import sys
import threading
from collections.abc import Mapping, Sequence

from newsroom.export.site.pool import WORTH_A_PROCESS, Job, Pool, cores

_HEADER = struct.Struct(">I")
_AT_ONCE = 1 << 16  # bytes that a child gathers before it hands them over


def may_fork() -> bool:
    """Whether this process can be forked without harm."""
    return (
        sys.platform == "linux"  # macOS's own libraries do not bear it
        and threading.active_count() == 1
        and "PySide6" not in sys.modules
    )


class Forked:
    """Renders texts in children of this process. One that takes too long ends with its child."""

    def __init__(self, *, most: int | None = None) -> None:
        self._most = most or cores()
        self._pool = Pool()

    def one(self, job: Job) -> str:
        """One text. Raises BadInput for one that can't be rendered within the bounds."""
        return self._pool.one(job)  # which says why, where it fails

    def render(self, jobs: Mapping[int, Job]) -> dict[int, str]:
        """These texts by their keys; those that can't be rendered are left out."""
        left = dict(jobs)
        made: dict[int, str] = {}
        count = max(1, min(self._most, len(jobs) // WORTH_A_PROCESS))
        if count > 1:
            pass  # once for all children
        careful = False
        while left:
            parts = [list(left.items())[n::count] for n in range(count)]
            for part, done in zip(parts, _rendered(parts, careful=careful), strict=True):
                made.update({key: html for key, html in done.items() if html is not None})
                for key in done:
                    del left[key]
                if careful and len(done) < len(part):
                    # The child ended at the text after the last one that it handed over.
                    del left[next(key for key, _job in part if key not in done)]
            careful = True
        return made

    def close(self) -> None:
        """End what was started here."""
        self._pool.close()


def _rendered(
    parts: Sequence[Sequence[tuple[int, Job]]], *, careful: bool
) -> list[dict[int, str | None]]:
    """What a child for each part made of it, as far as it came."""
    pipes: dict[int, int] = {}
    children = []
    for number, part in enumerate(parts):
        ours, theirs = os.pipe()
        pid = os.fork()
        if pid == 0:
            for other in (ours, *pipes):
                os.close(other)
            _serve(part, theirs, careful=careful)
        os.close(theirs)
        pipes[ours] = number
        children.append(pid)
    told = {pipe: bytearray() for pipe in pipes}
    waiting = set(pipes)
    try:
        while waiting:
            for pipe in select.select(list(waiting), [], [])[0]:
                data = os.read(pipe, 1 << 20)
                told[pipe] += data
                if not data:
                    waiting.discard(pipe)
    finally:
        for pipe in pipes:
            os.close(pipe)
        for pid in children:
            if waiting:
                os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)
    return [_answers(told[pipe]) for pipe in pipes]


def _answers(data: bytearray) -> dict[int, str | None]:
    """Whole answers; half of one is none."""
    found: dict[int, str | None] = {}
    at = 0
    while at + _HEADER.size <= len(data):
        (size,) = _HEADER.unpack_from(data, at)
        end = at + _HEADER.size + size
        if end > len(data):
            break
        key, html = marshal.loads(data[at + _HEADER.size : end])
        found[key] = html
        at = end
    return found


def _serve(part: Sequence[tuple[int, Job]], pipe: int, *, careful: bool) -> None:
    """Be the child: render, hand over, end. Never comes back."""
    code = 1
    try:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        signal.signal(signal.SIGALRM, signal.SIG_DFL)  # ends this process, wherever it is
        from newsroom.export.child import Reader, answer, bound_memory
        from newsroom.export.worker import EXPORT_SECONDS

        bound_memory()
        gc.disable()  # a few hundred texts leave little behind
        reader = Reader()
        gathered = bytearray()
        for key, job in part:
            signal.setitimer(signal.ITIMER_REAL, EXPORT_SECONDS)
            asked = {"markdown": job.markdown, "direction": job.direction, "back": job.back}
            said = answer(asked, reader)
            signal.setitimer(signal.ITIMER_REAL, 0)
            data = marshal.dumps((key, said.get("html")))
            gathered += _HEADER.pack(len(data)) + data
            if careful or len(gathered) >= _AT_ONCE:
                _hand_over(pipe, gathered)
        _hand_over(pipe, gathered)
        code = 0
    finally:
        os._exit(code)


def _hand_over(pipe: int, gathered: bytearray) -> None:
    with memoryview(bytes(gathered)) as view:
        at = 0
        while at < len(view):
            at += os.write(pipe, view[at:])
    gathered.clear()
