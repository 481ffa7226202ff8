"""Sentences with marks at what a rule has to find: ``cases/README.md`` says how they look."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from newsroom.checks.passage import Passage, tongue
from newsroom.checks.prose import passages
from newsroom.checks.ruling import Rules
from newsroom.checks.shipped import shipped

CASES = Path(__file__).parent / "cases"
_MARK = re.compile(r"‹(?P<words>[^›|]*)(?:\|(?P<fix>[^›]*))?›")


@dataclass(frozen=True, slots=True)
class Case:
    """A sentence without its marks, what has to be found in it (from, to, first proposal)."""

    file: str
    line: int
    text: str
    marks: tuple[tuple[int, int, str | None], ...]

    @property
    def trap(self) -> bool:
        """Whether nothing is to be found."""
        return not self.marks


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of a case: findings that were wanted, not wanted, and marks that were missed."""

    case: Case
    right: int
    wrong: tuple[str, ...]
    missed: tuple[str, ...]


def cases() -> Iterator[Case]:
    """All of them."""
    for path in sorted(CASES.glob("*.md")):
        if path.name == "README.md":
            continue
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if line.startswith("- "):
                yield _case(path.name, number, line[2:])


def _case(file: str, number: int, line: str) -> Case:
    parts: list[str] = []
    marks = []
    at = length = 0
    for found in _MARK.finditer(line):
        parts.append(line[at : found.start()])
        length += len(parts[-1])
        marks.append((length, length + len(found["words"]), found["fix"]))
        parts.append(found["words"])
        length += len(found["words"])
        at = found.end()
    return Case(file, number, "".join((*parts, line[at:])), tuple(marks))


def book() -> Rules:
    """The live rules that we ship."""
    return Rules(rule for rule in shipped() if rule.live)


def judged(case: Case, rules: Rules) -> Verdict:
    """Hold the rules against the case."""
    language = "fa" if case.file == "persian.md" else "en"
    if case.file == "headlines.md":
        looked = [(Passage(case.text, "headline", language), None)]
    else:
        looked = [
            (Passage(p.text, "body", tongue(p.text, language), p.quote, p.heading), p)
            for p in passages(case.text)
        ]
    hits: list[tuple[int, int, str, tuple[str, ...]]] = []
    for passage, prose in looked:
        for match in rules.look(passage):
            span = prose.span(match.start, match.end) if prose else (match.start, match.end)
            hits.append((*span, match.rule, match.fixes))
    wrong = []
    right = 0
    met: set[int] = set()
    for start, end, rule, fixes in hits:
        number = next(
            (n for n, (low, high, _fix) in enumerate(case.marks) if start < high and low < end),
            None,
        )
        if number is None:
            wrong.append(f"{rule}: {case.text[start:end]!r}")
            continue
        low, high, fix = case.marks[number]
        met.add(number)
        wanted = None if fix is None else case.text[:low] + fix + case.text[high:]
        if wanted is not None and (
            not fixes or case.text[:start] + fixes[0] + case.text[end:] != wanted
        ):
            wrong.append(f"{rule}: {case.text[start:end]!r} to {fixes}, not {fix!r}")
        else:
            right += 1
    missed = [case.text[low:high] for n, (low, high, _fix) in enumerate(case.marks) if n not in met]
    return Verdict(case, right, tuple(wrong), tuple(missed))
