"""The owner's end of the spelling process: asks it, waits for it, ends it when it takes too long.

It is a process of its own because Hunspell does not let go of the interpreter: a thread that
loads a dictionary or looks for suggestions would stop the window for up to half a second.
"""

from __future__ import annotations

import logging
import subprocess
import threading
import weakref
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from newsroom import processes
from newsroom.checks.engine import Lost, Off, Unavailable

CHECK_SECONDS = 20.0  # for a batch of words: the Arabic dictionary alone takes 0.5 s to load
SUGGEST_SECONDS = 5.0  # a person looks at the menu; some words make Hunspell think for minutes
MOST_ENDS = 3
"""Times that the process may come to grief before it is left alone."""

SWITCH = "--spelling-worker"
"""How the program, frozen into one file, is told to be the process (``__main__`` knows it)."""

_log = logging.getLogger(__name__)


class SpellingProcess:
    """A ``spelling.Speller`` that works in another process, started at the first question.

    Usable from any thread, one question at a time. A forgotten one ends with its owner.
    ``folders`` are searched for dictionaries before our own.
    """

    def __init__(self, folders: Sequence[Path] = ()) -> None:
        self._folders = [str(folder) for folder in folders]
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._forget: weakref.finalize[Any, Any] | None = None
        self._ends = 0

    def wrong(self, language: str, words: Sequence[str]) -> Mapping[str, tuple[str, ...]]:
        """The wrong ones. Raises Unavailable, and Lost if the process did not live to tell."""
        answer = self._ask({"language": language, "check": list(words)}, CHECK_SECONDS)
        if "wrong" not in answer:
            raise Lost
        return {word: tuple(parts) for word, parts in answer["wrong"].items()}

    def suggest(self, language: str, word: str) -> tuple[str, ...]:
        """What may have been meant; nothing if that takes too long. Raises Unavailable."""
        answer = self._ask({"language": language, "suggest": word}, SUGGEST_SECONDS)
        return tuple(answer.get("suggestions", ()))

    def close(self) -> None:
        """End the process. The next question starts another."""
        with self._lock:
            self._end()

    def _ask(self, request: dict[str, Any], seconds: float) -> dict[str, Any]:
        with self._lock:
            if self._ends >= MOST_ENDS:
                raise Unavailable(Off.ENGINE)
            process = self._running()
            answer = processes.exchange(process, request | {"folders": self._folders}, seconds)
            if answer is None:
                self._ends += 1
                _log.warning("the spelling process ended while it was asked something")
                self._end()
                return {}
        if "off" in answer:
            raise Unavailable(Off(answer["off"]))
        return answer

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is not None and self._process.poll() is None:
            return self._process
        self._end()
        try:
            process = processes.start("newsroom.checks.child", SWITCH)
        except OSError as error:
            raise Unavailable(Off.ENGINE) from error
        self._process = process
        self._forget = weakref.finalize(self, processes.kill, process)
        if processes.exchange(process, None, processes.START_SECONDS) is None:
            self._ends += 1
            self._end()
            raise Unavailable(Off.ENGINE)
        return process

    def _end(self) -> None:
        if self._forget is not None:
            self._forget()
        self._process = self._forget = None
