"""The worker process: reads Markdown, writes safe HTML, until there is nothing more to read."""

from __future__ import annotations

import sys
import traceback
from typing import TYPE_CHECKING, Any

from newsroom.export.clean import clean
from newsroom.export.removed import removed
from newsroom.processes import answering, receive, send
from newsroom.text.dialect import page_converter, render

if TYPE_CHECKING:
    from markdown import Markdown

_GRACE_SECONDS = 5  # past the limit; our owner ends us earlier unless it was ended itself
_MOST_MEMORY = 2 * 1024**3  # bytes of address space


def main() -> None:
    """Serve until the owner closes its end."""
    bound_memory()
    with answering() as (asked, answers):
        reader = Reader()
        while (request := receive(asked)) is not None:
            _set_alarm(request["limit"] + _GRACE_SECONDS)
            send(answers, answer(request, reader))
            _set_alarm(0)


class Reader:
    """Reads Markdown with one converter for many texts; to make one takes a third of a text."""

    def __init__(self) -> None:
        self._md: Markdown | None = None

    def read(self, markdown: str) -> str:
        """The text as HTML, not yet safe."""
        md, self._md = self._md or page_converter(), None
        html = render(markdown, md)
        self._md = md  # not after an error: who knows what that left in it
        return html


def answer(request: dict[str, Any], reader: Reader | None = None) -> dict[str, Any]:
    """What one request comes to: ``html``, or ``kind`` and ``trace`` of what went wrong."""
    try:
        made = (reader or Reader()).read(request["markdown"])
        html = clean(made, direction=request["direction"], back=request["back"])
        return {"html": html, "removed": removed(made) if request.get("told") else ()}
    except RecursionError:
        return {"kind": "deep"}
    except MemoryError:
        return {"kind": "memory"}
    except Exception:
        return {"kind": "bug", "trace": traceback.format_exc()}


def _set_alarm(seconds: float) -> None:
    """Have the system end this process then, even inside one long call; 0 takes it back."""
    if sys.platform != "win32":
        import signal

        signal.setitimer(signal.ITIMER_REAL, seconds)


def bound_memory() -> None:
    """Let this process have no more memory than any page needs."""
    if sys.platform == "linux":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (_MOST_MEMORY, _MOST_MEMORY))
