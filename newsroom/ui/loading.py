"""Modules that an act needs for the first time: read on another thread, before it is wanted or as
it is. On the window's own thread those of the Markdown alone were a turn of 50 ms."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject

if TYPE_CHECKING:
    from newsroom.ui.tasks import Tasks

MARKDOWN: Final = (
    "newsroom.ui.editor.crossing",
    "newsroom.ui.editor.source",
    "newsroom.ui.editor.onestack",
)
"""What the first switch of views needs, with all that these import."""

WRITING: Final = (
    "newsroom.text.respell",
    "newsroom.ui.editor.keys",
    "newsroom.text.typography",
    "newsroom.ui.snippets",
    "newsroom.ui.editor.proof",
    *MARKDOWN,
)
"""What comes with writing, in the order in which it is wanted: a touched block is written, a word
ends, the story is saved, its other view is looked at."""


def missing(names: Sequence[str]) -> tuple[str, ...]:
    """Those of the modules that are not there, or not complete yet."""
    return tuple(name for name in names if not _is_there(name))


def load(names: Sequence[str]) -> None:
    """Read the modules, on any thread."""
    for name in names:
        import_module(name)


def make_classes() -> None:
    """Make those of Qt's classes that nothing may have named before, on the window's thread.

    PySide makes a class when it is first named, and runs Python code meanwhile: where two threads
    name one at the same time, both make it, and the process falls over (``incarnateType`` of
    libshiboken 6.11, which takes it out of its table twice).
    """
    from PySide6.QtCore import QBuffer, QIODevice, QTextBoundaryFinder  # noqa: F401


def ahead(tasks: Tasks, names: Sequence[str]) -> None:
    """Have what is missing read on another thread: it may be wanted soon."""
    if wanted := missing(names):
        make_classes()
        tasks.background(partial(load, wanted))


def once_there(
    tasks: Tasks, names: Sequence[str], act: Callable[[], object], *, owner: QObject
) -> None:
    """Call ``act`` now if the modules are there, else when another thread has read them; not if
    ``owner`` is gone by then."""
    if wanted := missing(names):
        make_classes()
        tasks.background(partial(load, wanted), then=lambda _none: act(), owner=owner)
    else:
        act()


def _is_there(name: str) -> bool:
    module = sys.modules.get(name)
    # It stands in the table while it is read; to import it then is to wait for that.
    return module is not None and not getattr(module.__spec__, "_initializing", False)
