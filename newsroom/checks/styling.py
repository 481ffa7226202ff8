"""The owner's end of the process of the house style: asks it, waits, ends it when it hangs.

It is a process of its own because a pattern keeps Python's interpreter to itself while it looks,
and because nothing else can stop one that goes back and forth for ever.
"""

from __future__ import annotations

import logging
import subprocess
import threading
import weakref
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass
from typing import Any, Final

from newsroom import processes
from newsroom.checks.passage import Passage
from newsroom.checks.ruling import Match
from newsroom.news.rule import Book, StyleRule

LOOK_SECONDS: Final = 5.0
"""For some passages: a story of 2,000 words takes a fiftieth of it."""
PROVE_SECONDS: Final = 5.0  # a good rule takes a hundredth
TRIAL_SECONDS: Final = 20.0  # for some hundred stories; a good rule takes a hundredth
REST_SECONDS: Final = 20.0
"""Without a question the process ends after so long: it holds some 20 MiB and starts in 0.3 s."""

PART: Final = 10_000  # characters of one question: some 1,700 words, in half a second at worst
KEPT: Final = 4_000  # passages whose findings are remembered: some long stories

SWITCH: Final = "--style-worker"
"""How the program, frozen into one file, is told to be the process (``__main__`` knows it)."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Looked:
    """What was found in each passage, and the rules that are off: why, by key."""

    found: tuple[tuple[Match, ...], ...]
    off: Mapping[str, str]


class Gone(Exception):
    """The process ended, or did not answer in time; ``at`` is the rule that it was at."""

    def __init__(self, at: str = "") -> None:
        super().__init__(at)
        self.at = at


@dataclass(frozen=True, slots=True)
class Proof:
    """Whether a rule holds: ``fault`` is what is wrong with it, ``slow`` that it takes too long,
    ``missed`` and ``hit`` are the examples that failed."""

    fault: str = ""
    slow: bool = False
    missed: tuple[str, ...] = ()
    hit: tuple[str, ...] = ()

    @property
    def good(self) -> bool:
        """Whether nothing is wrong."""
        return self == Proof()


class StyleProcess:
    """Holds a rule book against passages in another process, started at the first question.

    Usable from any thread, one question at a time; a forgotten one ends with its owner. A rule that
    hangs is found out and left out from then on.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._forget: weakref.finalize[Any, Any] | None = None
        self._book: Book | None = None  # that the process holds
        self._number: int | None = None  # of the book that ``_known`` and ``_off`` are of
        self._known: dict[Passage, tuple[Match, ...]] = {}
        self._proven: dict[str, Any] = {}  # the last rule that held
        self._off: dict[str, str] = {}
        self._rest: threading.Timer | None = None

    def look(self, book: Book, passages: Sequence[Passage]) -> Looked:
        """What the live rules of the book find in each passage. Raises Gone where the process can't
        be had."""
        found: list[tuple[Match, ...]] = []
        for part in _parts(passages):
            # One after the other, so that who else asks need not wait for the end of a long story.
            with self._lock:
                if self._number != book.number:
                    self._number, self._off, self._known = book.number, {}, {}
                fresh = tuple(dict.fromkeys(item for item in part if item not in self._known))
                if fresh and len(self._known) > KEPT:
                    self._known = {}
                    fresh = tuple(dict.fromkeys(part))
                if fresh:
                    self._known |= zip(fresh, self._asked(book, fresh), strict=True)
                found += (self._known[item] for item in part)
        return Looked(tuple(found), dict(self._off))

    def _asked(self, book: Book, passages: Sequence[Passage]) -> tuple[tuple[Match, ...], ...]:
        """What the process finds in each. Raises Gone."""
        asked = [
            (item.text, item.field, item.language, item.quote, item.heading) for item in passages
        ]
        for careful in (False, True, True, True):
            try:
                self._take(book)
                answer = self._ask({"look": asked, "careful": careful}, LOOK_SECONDS)
            except Gone as gone:
                self._end()
                if gone.at:
                    _log.info("the rule %s took too long and is left out", gone.at)
                    self._off[gone.at] = "slow"
                continue
            for key in answer["slow"]:
                self._off[key] = "slow"
            return tuple(tuple(_match(item) for item in one) for one in answer["found"])
        raise Gone

    def prove(self, rule: StyleRule) -> Proof:
        """Try a rule on its own examples, and on texts that a bad pattern would hang on."""
        data = rule_data(rule)
        with self._lock:
            if data == self._proven:
                return Proof()
            try:
                answer = self._ask({"prove": data}, PROVE_SECONDS)
            except Gone:
                self._end()
                return Proof(slow=True)
        proof = Proof(
            fault=answer.get("fault", ""),
            slow=bool(answer.get("slow")),
            missed=tuple(answer.get("missed", ())),
            hit=tuple(answer.get("hit", ())),
        )
        if proof.good:
            self._proven = data
        return proof

    def trial(
        self,
        rule: StyleRule,
        names: Sequence[str],
        stories: Sequence[tuple[int, str, Mapping[str, str]]],
    ) -> dict[int, tuple[tuple[str, str, str, str], ...]]:
        """What one rule, live or not, finds in stories (number, language, texts by field).

        Gives (field, words, before, after) of each place, by story. Raises Gone.
        """
        request = {"trial": rule_data(rule), "names": list(names), "stories": list(stories)}
        with self._lock:
            try:
                answer = self._ask(request, TRIAL_SECONDS)
            except Gone:
                self._end()
                raise
        return {
            number: tuple((field, words, before, after) for field, words, before, after in places)
            for number, places in answer["stories"]
        }

    def close(self) -> None:
        """End the process. The next question starts another."""
        with self._lock:
            self._end()

    def stop(self) -> None:
        """End it in the middle of a question, whose asker then hears ``Gone``; from any thread."""
        process = self._process
        if process is not None:
            process.kill()

    def _take(self, book: Book) -> None:
        """Have the process hold the book."""
        if self._running() and self._book is not None and self._book.number == book.number:
            return
        rules = [rule_data(rule) for rule in book.live if rule.key not in self._off]
        answer = self._ask({"book": rules, "names": list(book.names)}, LOOK_SECONDS)
        self._off |= answer["faulty"]
        self._book = book

    def _running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def _ask(self, request: dict[str, Any], seconds: float) -> dict[str, Any]:
        if self._rest is not None:
            self._rest.cancel()
        process = self._process if self._running() else self._start()
        assert process is not None
        answer = self._exchange(process, request, seconds)
        self._rest = threading.Timer(REST_SECONDS, _let_rest, (weakref.ref(self), process))
        self._rest.daemon = True
        self._rest.start()
        return answer

    def _start(self) -> subprocess.Popen[bytes]:
        self._end()
        try:
            process = processes.start("newsroom.checks.stylechild", SWITCH)
        except OSError as error:
            raise Gone from error
        self._process = process
        self._forget = weakref.finalize(self, processes.kill, process)
        self._exchange(process, None, processes.START_SECONDS)
        return process

    def _exchange(
        self, process: subprocess.Popen[bytes], request: dict[str, Any] | None, seconds: float
    ) -> dict[str, Any]:
        at = ""
        with closing(processes.answers(process, request, seconds)) as said:
            for answer in said:
                if "at" not in answer:
                    return answer
                at = answer["at"]
        raise Gone(at)

    def _end(self) -> None:
        if self._rest is not None:
            self._rest.cancel()
            self._rest = None
        if self._forget is not None:
            self._forget()
        self._process = self._forget = self._book = None


def _parts(passages: Sequence[Passage]) -> Iterator[list[Passage]]:
    """Passages in their order, some ten thousand characters at a time."""
    part: list[Passage] = []
    size = 0
    for item in passages:
        part.append(item)
        size += len(item.text)
        if size > PART:
            yield part
            part, size = [], 0
    if part:
        yield part


def _let_rest(owner: weakref.ref[StyleProcess], process: subprocess.Popen[bytes]) -> None:
    """End the process if its owner has not asked it anything meanwhile."""
    style = owner()
    if style is None or not style._lock.acquire(blocking=False):
        return  # it is being asked something, and rests later
    try:
        if style._process is process and threading.current_thread() is style._rest:
            style._end()
    finally:
        style._lock.release()


def rule_data(rule: StyleRule) -> dict[str, Any]:
    """A rule as JSON holds it, without what only people read."""
    data = asdict(rule)
    for name in ("why", "source", "owner", "category", "version", "live"):
        del data[name]
    return data


def _match(item: Sequence[Any]) -> Match:
    rule, start, end, fixes, said = item
    return Match(rule, start, end, tuple(fixes), said)
