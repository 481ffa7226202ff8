"""Where each character of a block's words stands in its source.

Python-Markdown keeps no places. The words of a block are known from its parse; this walks the
source beside them, past the signs that no reader sees. None where the walk loses its way: then the
source is compared as it stands.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from newsroom.text.blocks import HARD_BREAK, PLAIN, Block, BlockKind, Marks, Run, Runs

SIGNS = frozenset("*_~^`[]<>=%")
_SOFT = re.compile(r"[ \t]*\n[ \t>]*")
_HARD = re.compile(r"[ \t]*\\?\n[ \t>]*")
_TICKS = re.compile(r"[ \t\n]*`+")
_FENCE = r"(?::{3,}[^\n]*\n[ \t\n]*)*"


@dataclass(frozen=True, slots=True)
class Leaf:
    """The words of one block or cell. Character ``n`` of ``text`` is ``source[starts[n]:ends[n]]``;
    its words' own signs begin at ``opened`` and end at ``closed``."""

    text: str
    marks: tuple[Marks, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    opened: int
    closed: int


def trace(source: str, block: Block, at: int) -> Leaf | None:
    """A paragraph's or heading's words in the source from ``at`` on."""
    if block.kind not in (BlockKind.PARAGRAPH, BlockKind.HEADING):
        return None
    found = _prefix(block.item is not None, block.task is not None, block.kind).match(source, at)
    if found is None:
        return None
    return trace_runs(source, block.runs, found.end(), len(source))


@lru_cache(maxsize=32)
def _prefix(item: bool, task: bool, kind: BlockKind) -> re.Pattern[str]:
    """What stands before a block's words."""
    return re.compile(
        r"[ \t\n>]*"
        + _FENCE
        + (r"(?:[-*+]|\d+\.)(?:[ \t]+|(?=\n|\Z))[ \t>]*" if item else r"[ \t>]*")
        + (r"\[[ xX]\](?: +|(?=\n|\Z))" if task else "")
        + (r"(?:#{1,6}[ \t]*)?" if kind is BlockKind.HEADING else "")
    )


def trace_runs(source: str, runs: Runs, start: int, stop: int) -> Leaf | None:
    """The runs' words between ``start`` and ``stop``, which is where their signs begin."""
    text = "".join(run.text for run in runs)
    if not text:
        return Leaf("", (), (), (), start, start)
    for eager in (True, False):
        walk = _Walk(source, start, stop, eager=eager)
        if walk.all(runs):
            marks = tuple(run.marks for run in runs for _ in run.text)
            closed = walk.closed(walk.ends[-1], marks[-1])
            return Leaf(text, marks, tuple(walk.starts), tuple(walk.ends), start, closed)
    return None


class _Walk:
    """One pass over the source beside the runs. ``eager``: signs at the edge of a mark are taken
    for its own even where they look like the next letter."""

    def __init__(self, source: str, start: int, stop: int, *, eager: bool) -> None:
        self._source = source
        self._at = start
        self._stop = stop
        self._eager = eager
        self.starts: list[int] = []
        self.ends: list[int] = []

    def all(self, runs: Sequence[Run]) -> bool:
        """Walk; False where a run is not found."""
        before = PLAIN
        for run in runs:
            marks = run.marks
            whole = _whole(run)
            if (whole or marks != before) and not self._edge(before, marks, run, whole):
                return False
            if marks.image or (whole and whole == marks.entity):
                end = self._image_end() if marks.image else self._at + len(whole or "")
                if end < 0 or not self._one(self._at, end):
                    return False
            elif marks.code:
                if not self._code(run.text):
                    return False
            elif marks.raw:
                for _ in run.text:
                    self._one(self._at, self._at + 1)
            elif not self._plain(run.text, marks):
                return False
            before = marks
        return self._at <= self._stop

    def _one(self, start: int, end: int) -> bool:
        self.starts.append(start)
        self.ends.append(end)
        self._at = end
        return end <= self._stop

    def _edge(self, before: Marks, after: Marks, run: Run, whole: str | None) -> bool:
        """Past the signs between two runs."""
        left = before.link is not None and before.link != after.link
        source = self._source
        if before.code and (ticks := _TICKS.match(source, self._at)):
            self._at = ticks.end()
        while self._at < self._stop:
            sign = source[self._at]
            if sign == "]" and left:
                self._at, left = _tail(source, self._at), False
            elif whole and source.startswith(whole, self._at):
                return True
            elif sign in SIGNS and (whole or self._eager or sign != run.text[0]):
                self._at += 1
            else:
                break
        return whole is None

    def _plain(self, text: str, marks: Marks) -> bool:
        source, n = self._source, 0
        after = self._at + len(text)
        if after <= self._stop and "\\" not in text and source.startswith(text, self._at):
            self.starts += range(self._at, after)
            self.ends += range(self._at + 1, after + 1)
            self._at = after
            return True
        while n < len(text):
            sign = text[n]
            if self._at >= self._stop:
                return False
            here = source[self._at]
            if sign in ("\n", HARD_BREAK):
                found = (_SOFT if sign == "\n" else _HARD).match(source, self._at)
                if found:
                    self._one(self._at, found.end())
                    n += 1
                    continue
            elif here == "\\" and source.startswith(sign, self._at + 1):
                self._one(self._at, self._at + 2)
                n += 1
                continue
            elif here == sign:
                self._one(self._at, self._at + 1)
                n += 1
                continue
            elif here == "\t" and sign == " ":
                self._one(self._at, self._at + 1)
                n += 1
                while n < len(text) and text[n] == " " and source[self._at : self._at + 1] != " ":
                    self._one(self._at, self._at)
                    n += 1
                continue
            if here == "]" and marks.link:
                self._at = _tail(source, self._at)
            elif here in SIGNS:
                self._at += 1
            else:
                return False
        return True

    def _code(self, text: str) -> bool:
        found = re.compile("`+").match(self._source, self._at)
        if not found:
            return False
        start = self._source.find(text, found.end(), found.end() + len(text) + 8)
        if start < 0 or self._source[found.end() : start].strip():
            return False
        for n in range(start, start + len(text)):
            self._one(n, n + 1)
        return True

    def _image_end(self) -> int:
        shut = _bracket(self._source, self._at + 1)
        return _tail(self._source, shut) if shut >= 0 else -1

    def closed(self, at: int, marks: Marks) -> int:
        """Where the signs that close the last run's marks end."""
        if marks.code and (ticks := _TICKS.match(self._source, at)):
            at = ticks.end()
        link = marks.link is not None
        bare = replace(marks, raw=False, entity=None, image=None, code=False)
        dressed = bare != PLAIN
        if marks.image and not link:
            credit = re.compile(r"\{:[^{}\n]*\}").match(self._source, at)
            return credit.end() if credit else at
        while dressed and at < self._stop:
            if self._source[at] == "]" and link:
                at, link = _tail(self._source, at), False
            elif self._source[at] in SIGNS:
                at += 1
            else:
                break
        return at


def _whole(run: Run) -> str | None:
    """What a run begins with in the source, where that is known."""
    marks = run.marks
    if marks.image:
        return "!["
    if marks.code:
        return "`"
    if marks.entity:
        return marks.entity
    return run.text if marks.raw else None


def _bracket(source: str, at: int) -> int:
    """The bracket that closes the one at ``at``; -1 if none does."""
    depth = 0
    while at < len(source):
        sign = source[at]
        if sign == "\\":
            at += 1
        elif sign == "[":
            depth += 1
        elif sign == "]":
            depth -= 1
            if depth == 0:
                return at
        at += 1
    return -1


def _tail(source: str, at: int) -> int:
    """Past ``](address "title")``, ``][name]`` or the bare bracket at ``at``."""
    found = re.compile(r"\][ \n]?\[[^\]]*\]").match(source, at)
    if found:
        return found.end()
    if source[at + 1 : at + 2] != "(":
        return at + 1
    depth, n, quote = 0, at + 1, ""
    while n < len(source):
        sign = source[n]
        if sign == "\\":
            n += 1
        elif quote:
            if sign == quote and source[n + 1 : n + 2] in (")", " ", "\n", ""):
                quote = ""
        elif sign in "\"'" and source[n - 1] in " \n\t":
            quote = sign
        elif sign == "<":
            end = source.find(">", n)
            n = end if end > 0 else n
        elif sign == "(":
            depth += 1
        elif sign == ")":
            depth -= 1
            if depth == 0:
                return n + 1
        n += 1
    return at + 1
