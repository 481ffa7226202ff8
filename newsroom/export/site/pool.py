"""Texts rendered by as many worker processes as there are cores to spare."""

from __future__ import annotations

import os
import threading
from collections.abc import Mapping
from typing import TYPE_CHECKING, Protocol

from newsroom.news.errors import BadInput
from newsroom.values import dataclass

if TYPE_CHECKING:
    from newsroom.export.worker import Renderer

WORTH_A_PROCESS = 40  # texts; starting a worker takes as long as rendering so many


@dataclass(frozen=True, slots=True)
class Job:
    """A text to be rendered for a page that runs ``direction``; ``back`` labels footnotes."""

    markdown: str
    direction: str
    back: str


class Rendering(Protocol):
    """What renders texts."""

    def one(self, job: Job) -> str:
        """One text. Raises BadInput for one that can't be rendered within the bounds."""

    def render(self, jobs: Mapping[int, Job]) -> dict[int, str]:
        """These texts by their keys; those that can't be rendered are left out."""

    def close(self) -> None:
        """End what was started here."""


class Pool:
    """Renderers, started as they are needed. ``first`` is one that runs already."""

    def __init__(self, first: Renderer | None = None, *, most: int | None = None) -> None:
        self._lent = first
        self._own: list[Renderer] = []
        self._most = most or cores()
        self._local = threading.local()
        self._lock = threading.Lock()

    def one(self, job: Job) -> str:
        """One text. Raises BadInput for one that can't be rendered within the bounds."""
        return _rendered(self._main(), job)

    def render(self, jobs: Mapping[int, Job]) -> dict[int, str]:
        """These texts by their keys; those that can't be rendered are left out."""
        count = min(self._most, 1 + len(jobs) // WORTH_A_PROCESS)
        if count == 1:
            done = ((key, _tried(self._main(), job)) for key, job in jobs.items())
            return {key: html for key, html in done if html is not None}
        from concurrent.futures import ThreadPoolExecutor

        with ThreadPoolExecutor(count, initializer=self._take_one) as threads:
            results = threads.map(self._tried_here, jobs.values())
            return {key: html for key, html in zip(jobs, results, strict=True) if html is not None}

    def close(self) -> None:
        """End the processes that were started here."""
        for renderer in self._own:
            renderer.close()
        self._own.clear()

    def _main(self) -> Renderer:
        if self._lent is not None:
            return self._lent
        if not self._own:
            self._own.append(_renderer())
        return self._own[0]

    def _take_one(self) -> None:
        with self._lock:
            taken: set[Renderer] = getattr(self, "_taken", set())
            free = next((r for r in self._own if r not in taken), None)
            if free is None:
                free = _renderer()
                self._own.append(free)
            self._local.renderer = free
            self._taken = taken | {free}

    def _tried_here(self, job: Job) -> str | None:
        return _tried(self._local.renderer, job)


def _renderer() -> Renderer:
    from newsroom.export.worker import EXPORT_SECONDS, Renderer

    return Renderer(limit=EXPORT_SECONDS)


def _rendered(renderer: Renderer, job: Job) -> str:
    from newsroom.export.worker import EXPORT_SECONDS

    return renderer.render(
        job.markdown, direction=job.direction, back=job.back, limit=EXPORT_SECONDS
    )


def _tried(renderer: Renderer, job: Job) -> str | None:
    try:
        return _rendered(renderer, job)
    except BadInput:
        return None


def cores() -> int:
    """Cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
