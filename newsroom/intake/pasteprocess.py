"""A very large paste is read in a process of its own: it keeps no other thread waiting, takes its
memory with it, and can be ended at any moment.
"""

from __future__ import annotations

import contextlib
import subprocess
import threading
import weakref
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from newsroom import i18n, processes
from newsroom.i18n import _
from newsroom.intake.dropped import Dropped
from newsroom.intake.packing import cut, joined, unpack_blocks, unpack_lines
from newsroom.intake.pasted import Came, Opened
from newsroom.news.errors import BadInput, Cancelled
from newsroom.text.blocks import Block
from newsroom.values import dataclass

SWITCH: Final = "--paste-worker"
"""How the program, frozen into one file, is told to be the process (``__main__`` knows it)."""

MOST_SECONDS: Final = 60.0
SECONDS_A_MEGABYTE: Final = 60.0
"""More than twice what the slowest text takes: HTML of nothing but short paragraphs."""


class Unstarted(Exception):
    """The process could not be started: the text is to be read here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """Blocks or lines, packed: they are unpacked as they are put in. ``endless`` and ``cut`` as in
    ``pasted.Plain``."""

    count: int
    pieces: Sequence[bytes]
    endless: bool = False
    cut: int = 0

    def blocks(self) -> Iterator[Block]:
        """The blocks."""
        return unpack_blocks(self.pieces)

    def lines(self) -> Iterator[str]:
        """The lines."""
        return unpack_lines(self.pieces)


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """HTML or Markdown that was read, and lies in the process. ``notes`` tells that footnotes come
    last in it; the rest as in ``Walked`` and ``Came``."""

    process: PasteProcess
    notes: bool
    dropped: Mapping[Dropped, int]
    pictures: tuple[str, ...]
    trackers: tuple[str, ...]
    files: Mapping[str, tuple[Path | bytes, str]]


class PasteProcess:
    """One text on its way through one process. ``stop`` may be called from any thread."""

    def __init__(self, text: str, *, few: int, short: int) -> None:
        """A text of no more than ``few`` blocks and ``short`` letters of Markdown is given whole
        once it is read."""
        self._text = text
        self._small = {"few": few, "short": short}
        self._lock = threading.Lock()
        self._stopped = False
        self._process: subprocess.Popen[bytes] | None = None
        self._forget: weakref.finalize[Any, Any] | None = None
        self.seconds = MOST_SECONDS + SECONDS_A_MEGABYTE * len(text) / 1_000_000

    def stop(self) -> None:
        """End it now: whoever waits for an answer gets Cancelled."""
        with self._lock:
            self._stopped = True
            if self._process is not None:
                self._process.kill()

    def html(self) -> Came | Held:
        """Read HTML. Raises BadInput with a sentence, Cancelled, Unstarted."""
        answer = self._read("html")
        files: dict[str, tuple[Path | bytes, str]] = {}
        for address, name, path in answer["files"]:
            files[address] = (self._pieces()[0] if path is None else Path(path), name)
        facts: dict[str, Any] = {
            "dropped": {Dropped(kind): n for kind, n in answer["dropped"].items()},
            "pictures": tuple(answer["pictures"]),
            "trackers": tuple(answer["trackers"]),
        }
        if not answer["few"]:
            return Held(process=self, notes=answer["notes"], files=files, **facts)
        from newsroom.intake.html import Walked

        blocks, markdown = self._whole()
        embedded = {a: source for a, (source, _name) in files.items() if isinstance(source, bytes)}
        return Came(Walked(blocks=blocks, markdown=markdown, embedded=embedded, **facts), files)

    def markdown(self, story: str) -> Opened | Held:
        """Read Markdown of ours whose footnotes are none of those of ``story``. Raises as above."""
        answer = self._read("markdown", story=story)
        if answer["few"]:
            return Opened(*self._whole())
        return Held(
            process=self, notes=answer["notes"], dropped={}, pictures=(), trackers=(), files={}
        )

    def words(self, *, lines: bool) -> Given:
        """Read plain words, as paragraphs or as ``lines``. Raises as above."""
        self._read("lines" if lines else "paragraphs")
        return self.give(lines=lines)

    def give(
        self,
        *,
        lines: bool,
        addresses: Mapping[str, str | None] | None = None,
        first: int = 1,
        around: tuple[str, str] = ("", ""),
    ) -> Given:
        """What was read, with other ``addresses`` for its pictures and its notes counted from
        ``first`` on; as ``lines`` with so much ``around``. The process ends. Raises as above."""
        try:
            answer = self._ask(
                {
                    "as": "lines" if lines else "blocks",
                    "addresses": dict(addresses or {}),
                    "first": first,
                    "around": around,
                }
            )
            return Given(
                count=answer["count"],
                pieces=self._pieces(),
                endless=bool(answer.get("endless")),
                cut=answer.get("cut", 0),
            )
        finally:
            self._end()

    # The process.

    def _read(self, kind: str, **more: str) -> dict[str, Any]:
        self._begin()
        request = {"kind": kind, "language": i18n.language(), **self._small, **more}
        return self._ask(request, self._text)

    def _begin(self) -> None:
        try:
            process = processes.start("newsroom.intake.pastechild", SWITCH)
        except OSError as error:
            raise Unstarted from error
        with self._lock:
            self._process = process
            self._forget = weakref.finalize(self, processes.kill, process)
            stopped = self._stopped
        if not stopped and processes.exchange(process, None, processes.START_SECONDS) is None:
            self._end()
            if not self._stopped:
                raise Unstarted
        if self._stopped:
            self._end()
            raise Cancelled

    def _ask(self, request: dict[str, Any], text: str | None = None) -> dict[str, Any]:
        process = self._process
        assert process is not None
        assert process.stdin is not None
        late = threading.Event()
        answer: dict[str, Any] | None = None
        with contextlib.suppress(OSError, ValueError):  # it is gone, and its pipe with it
            processes.send(process.stdin, request)
            if text is not None:
                processes.send_pieces(process.stdin, cut(text))
            answer = processes.exchange(process, None, self.seconds, late=late)
        if answer is None or answer.keys() & {"refused", "memory", "trace"}:
            self._end()
            raise self._fault(answer or {}, late=late.is_set())
        return answer

    def _fault(self, answer: Mapping[str, Any], *, late: bool) -> Exception:
        if self._stopped:
            return Cancelled()
        if "refused" in answer:
            return BadInput(answer["refused"])
        if "trace" in answer:
            return RuntimeError(f"the paste worker failed:\n{answer['trace']}")
        if late:
            return BadInput(
                _("Reading what was pasted takes too long; nothing was pasted. Paste it in parts.")
            )
        return BadInput(
            _(
                "What was pasted needs more memory than a paste may take; nothing was pasted. "
                "Paste it in parts."
            )
        )

    def _pieces(self) -> list[bytes]:
        process = self._process
        assert process is not None
        assert process.stdout is not None
        try:
            return list(processes.receive_pieces(process.stdout))
        except (EOFError, OSError, ValueError) as error:
            self._end()
            raise self._fault({}, late=False) from error

    def _whole(self) -> tuple[tuple[Block, ...], str]:
        """A short text that comes along; the process ends."""
        blocks, markdown = tuple(unpack_blocks(self._pieces())), joined(self._pieces())
        self._end()
        return blocks, markdown

    def _end(self) -> None:
        with self._lock:
            if self._forget is not None:
                self._forget()
            self._process = self._forget = None
