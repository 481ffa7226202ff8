"""Which way a paste is read: a short one on another thread, much in a process of its own."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import TYPE_CHECKING, Final, TypeVar

from newsroom.intake.pasted import (
    Came,
    Opened,
    Plain,
    opened,
    plain_lines,
    plain_paragraphs,
    walk,
)
from newsroom.ui.editor.pouring import MANY, MANY_LETTERS

if TYPE_CHECKING:
    from newsroom.intake.pasteprocess import Given, Held, PasteProcess

OWN_PROCESS: Final = 40_000
"""Characters that a thread reads in up to a second, while the window waits for it again and again;
a process takes 0.2 s to start."""

_log = logging.getLogger(__name__)

Answer = TypeVar("Answer")


class Reading:
    """The reading of one text. All but ``stop`` is called on another thread than the window's."""

    def __init__(self, text: str) -> None:
        self._text = text
        self.much = len(text) > OWN_PROCESS
        self._process: PasteProcess | None = None
        if self.much:
            from newsroom.intake.pasteprocess import PasteProcess

            self._process = PasteProcess(text, few=MANY, short=MANY_LETTERS)

    def stop(self) -> None:
        """Nobody waits for it any more."""
        if self._process is not None:
            self._process.stop()

    def html(self) -> Came | Held:
        """HTML. Raises BadInput, as do the others."""
        return self._read(lambda process: process.html(), lambda: walk(self._text))

    def markdown(self, story: str) -> Opened | Held:
        """Markdown of ours; where there is much of it, its footnotes are named apart from those of
        ``story``."""
        return self._read(lambda process: process.markdown(story), lambda: opened(self._text))

    def words(self, *, lines: bool) -> Plain | Given:
        """Plain words, as paragraphs or as lines."""

        def here() -> Plain | Given:
            return plain_lines(self._text) if lines else plain_paragraphs(self._text)

        return self._read(lambda process: process.words(lines=lines), here)

    def _read(self, there: Callable[[PasteProcess], Answer], here: Callable[[], Answer]) -> Answer:
        if self._process is not None:
            from newsroom.intake.pasteprocess import Unstarted

            try:
                return there(self._process)
            except Unstarted:
                _log.info("no process to read a paste in; it is read on a thread", exc_info=True)
        return here()
