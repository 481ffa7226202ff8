"""Markdown rendered in a process of its own, which is ended when a story takes too long."""

from __future__ import annotations

import subprocess
import threading
import weakref
from typing import Any

from newsroom import processes
from newsroom.i18n import _
from newsroom.news.errors import BadInput, NewsroomError

PREVIEW_SECONDS = 2.0  # a person is waiting; 20 000 words take a tenth of it
EXPORT_SECONDS = 10.0  # 100 000 words take a tenth of it

SWITCH = "--render-worker"
"""How the program, frozen into one file, is told to be the worker (``__main__`` knows it)."""

Removed = tuple[tuple[str, int], ...]
"""What does not stand on the page, each kind with how often (``export.removed``)."""


class Renderer:
    """Renders Markdown to safe HTML in a worker process. Usable from any thread; one at a time.

    The process is started at the first use and again after it was ended. ``close`` it at the end;
    a forgotten one ends with its owner.
    """

    def __init__(self, *, limit: float = EXPORT_SECONDS) -> None:
        self.limit = limit
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._forget: weakref.finalize[Any, Any] | None = None
        self._refused: tuple[object, NewsroomError] | None = None

    def render(
        self, markdown: str, *, direction: str = "ltr", back: str = "", limit: float | None = None
    ) -> str:
        """As ``render_told`` gives it, without a look at what was taken out."""
        return self._render(markdown, direction, back, limit, told=False)[0]

    def render_told(
        self, markdown: str, *, direction: str = "ltr", back: str = "", limit: float | None = None
    ) -> tuple[str, Removed]:
        """Safe HTML for a page that runs ``direction``, and what was taken out to make it so.

        ``back`` labels ways back from footnotes; ``limit`` is in seconds. Raises BadInput with a
        sentence for a story that takes longer, or that is nested too deep.
        """
        return self._render(markdown, direction, back, limit, told=True)

    def _render(
        self, markdown: str, direction: str, back: str, limit: float | None, *, told: bool
    ) -> tuple[str, Removed]:
        seconds = self.limit if limit is None else limit
        request: dict[str, object] = {
            "markdown": markdown,
            "direction": direction,
            "back": back,
            "limit": seconds,
            "told": told,
        }
        with self._lock:
            asked = (markdown, direction, back, seconds)
            if self._refused is not None and self._refused[0] == asked:
                raise self._refused[1]  # it would only take as long again
            try:
                return self._answer(request, seconds)
            except BadInput as error:
                self._refused = (asked, error)
                raise

    def warm(self) -> None:
        """Start the process now, so that the first page does not wait for it."""
        with self._lock:
            self._running()

    def close(self) -> None:
        """End the process. The next rendering starts another."""
        with self._lock:
            self._end()

    def __enter__(self) -> Renderer:
        return self

    def __exit__(self, *_exception: object) -> None:
        self.close()

    def _answer(self, request: dict[str, object], seconds: float) -> tuple[str, Removed]:
        process = self._running()
        late = threading.Event()
        answer = processes.exchange(process, request, seconds, late=late)
        if answer is not None and "html" in answer:
            removed = tuple((str(what), int(n)) for what, n in answer.get("removed", ()))
            return str(answer["html"]), removed
        self._end()
        if late.is_set():
            raise BadInput(
                _(
                    "This story's text takes too long to render; it may hold very many brackets, "
                    "marks or nested lists. Split it, or take out what you do not need."
                )
            )
        if answer is None or answer.get("kind") == "memory":
            raise BadInput(_("This story's text needs more memory than a page may take. Split it."))
        if answer.get("kind") == "deep":
            raise BadInput(
                _("This story's text is nested too deep to render: lists, quotes or emphasis.")
            )
        raise RuntimeError(f"the render worker failed:\n{answer.get('trace', '')}")

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is not None and self._process.poll() is None:
            return self._process
        self._end()
        process = processes.start("newsroom.export.child", SWITCH)
        self._process = process
        self._forget = weakref.finalize(self, processes.kill, process)
        if processes.exchange(process, None, processes.START_SECONDS) is None:
            self._end()
            raise NewsroomError(
                _("The part of the program that renders pages did not start. Try again.")
            )
        return process

    def _end(self) -> None:
        if self._forget is not None:
            self._forget()
        self._process = self._forget = None
