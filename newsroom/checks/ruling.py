"""The rule book at work: rules made ready once, then held against passage after passage."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from time import thread_time
from typing import Final, NamedTuple

from newsroom.checks import check_of
from newsroom.checks.passage import BLANK, Passage
from newsroom.checks.patterns import Faulty, compiled, matches, proposals
from newsroom.checks.wordings import Hit, Spelling, Wording, Wordings, folded, like
from newsroom.news.rule import HEADLINES, Part, RuleKind, Severity, StyleRule

LONGEST: Final = 20_000  # characters of a passage; a longer one is no paragraph that anybody wrote
SLOW_SECONDS: Final = 0.2  # of this thread, so that a busy machine blames no rule
"""What one rule may take for one passage; a whole story takes less with all of them."""

_RANK: Final = {Severity.FIX: 0, Severity.CHECK: 1, Severity.ADVICE: 2}


class Match(NamedTuple):
    """What a rule found in a passage, in its characters."""

    rule: str
    start: int
    end: int
    fixes: tuple[str, ...] = ()
    said: str = ""


@dataclass(slots=True)
class _Ready:
    """A rule that looks by a pattern or in Python."""

    number: int
    pattern: re.Pattern[str] | None
    check: object | None


def entries(rule: StyleRule) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The wordings of a rule with what is written instead.

    A word list holds lines as "wrong = right / other" or "wrong"; the lines of a replacement share
    the lines of ``put``.
    """
    lines = [line.strip() for line in rule.find.split("\n")]
    lines = [line for line in lines if line and not line.startswith("#")]
    if rule.kind is RuleKind.REPLACEMENT:
        fixes = tuple(line.strip() for line in rule.put.split("\n") if line.strip())
        return tuple((line, fixes) for line in lines)
    found = []
    for line in lines:
        wrong, _sign, right = line.partition(" = ")
        fixes = tuple(part.strip() for part in right.split(" / ") if part.strip())
        found.append((wrong.strip(), fixes))
    return tuple(found)


class Rules:
    """Rules, ready to look. ``names`` are passed over by all of them.

    A rule that can't be used is left out, and ``faulty`` says why; one that took too long for a
    passage is not asked again, and ``slow`` names it.
    """

    def __init__(self, rules: Iterable[StyleRule], names: Iterable[str] = ()) -> None:
        self.rules = tuple(rules)
        self.faulty: dict[str, str] = {}
        self.slow: set[str] = set()
        self._ready: list[_Ready] = []
        wordings: list[Wording] = []
        spellings: list[Spelling] = []
        for number, rule in enumerate(self.rules):
            try:
                if rule.kind in (RuleKind.REPLACEMENT, RuleKind.WORDS):
                    wordings += (
                        Wording(words, fixes, number, rule.exact) for words, fixes in entries(rule)
                    )
                elif rule.kind is RuleKind.DICTIONARY:
                    spellings += (Spelling(words, number) for words, _fixes in entries(rule))
                elif rule.kind is RuleKind.PATTERN:
                    pattern = compiled(rule.find, exact=rule.exact)
                    self._ready.append(_Ready(number, pattern, None))
                else:
                    self._ready.append(_Ready(number, None, check_of(rule.find.strip())))
            except (Faulty, LookupError) as error:
                self.faulty[rule.key] = str(error)
        self._wordings = Wordings(wordings, spellings)
        self._names = Wordings([Wording(name, (), 0, True) for name in names if name.strip()])
        self._named = any(name.strip() for name in names)

    def look(self, passage: Passage, *, alone: bool = False) -> tuple[Match, ...]:
        """What the rules find in a passage, in its order, none upon another.

        ``alone`` leaves what stands upon another in: of one rule that is tried.
        """
        text = passage.seen
        if not text or len(text) > LONGEST:
            return ()
        found = [hit for hit in self._hits(passage, text) if self._counts(passage, text, hit)]
        if found and self._named:
            named = [(name.start, name.end) for name in self._names.look(text)]
            # A house spelling is about a name, so that the name does not stop it.
            found = [hit for hit in found if self._is_spelling(hit) or not _touches(hit, named)]
        found = sorted(found, key=lambda hit: hit.start) if alone else self._settled(found)
        return tuple(
            Match(self.rules[hit.rule].key, hit.start, hit.end, hit.fixes, hit.said)
            for hit in found
        )

    def _hits(self, passage: Passage, text: str) -> Iterator[Hit]:
        yield from self._wordings.look(text)
        for ready in self._ready:
            rule = self.rules[ready.number]
            if rule.key in self.slow or not _fits(rule, passage):
                continue
            began = thread_time()
            yield from self._of(ready, rule, passage, text)
            if thread_time() - began > SLOW_SECONDS:
                self.slow.add(rule.key)

    def _of(self, ready: _Ready, rule: StyleRule, passage: Passage, text: str) -> Iterable[Hit]:
        if ready.pattern is None:
            check = ready.check
            assert callable(check)
            return [Hit(ready.number, *hit) for hit in check(passage)]
        hits = []
        for start, end, found in matches(ready.pattern, text):
            words = text[start:end]
            fixes = proposals(rule.put, found)
            if not rule.exact:
                fixes = tuple(like(words, fix) for fix in fixes)
            if words not in fixes:
                hits.append(Hit(ready.number, start, end, fixes))
        return hits

    def _counts(self, passage: Passage, text: str, hit: Hit) -> bool:
        rule = self.rules[hit.rule]
        if not _fits(rule, passage) or BLANK in text[hit.start : hit.end]:
            return False
        return rule.quoted or not passage.is_quoted(hit.start, hit.end)

    def _is_spelling(self, hit: Hit) -> bool:
        return self.rules[hit.rule].kind is RuleKind.DICTIONARY

    def _settled(self, found: Sequence[Hit]) -> list[Hit]:
        """One finding at each place: a rule beats a house spelling, what has to be fixed beats
        what is only advice, and the longer stretch beats the shorter."""

        def rank(hit: Hit) -> tuple[bool, int, int, int, int]:
            severity = _RANK[self.rules[hit.rule].severity]
            return self._is_spelling(hit), severity, hit.start - hit.end, hit.start, hit.rule

        kept: list[Hit] = []
        for hit in sorted(found, key=rank):
            if not _touches(hit, [(other.start, other.end) for other in kept]):
                kept.append(hit)
        return sorted(kept, key=lambda hit: hit.start)


def _fits(rule: StyleRule, passage: Passage) -> bool:
    if rule.language and rule.language != passage.language:
        return False
    if rule.part is Part.ALL:
        return True
    return (rule.part is Part.HEADLINES) == (passage.field in HEADLINES)


def _touches(hit: Hit, spans: Iterable[tuple[int, int]]) -> bool:
    return any(hit.start < last and first < hit.end for first, last in spans)


def examples_failed(rule: StyleRule, rules: Rules) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The examples that it should find something in and does not; those that it should not and
    does. ``rules`` holds the rule alone."""
    field = "headline" if rule.part is Part.HEADLINES else "body"

    def finds(example: str) -> bool:
        return bool(rules.look(Passage(example, field, rule.language or "en"), alone=True))

    return (
        tuple(example for example in rule.must if not finds(example)),
        tuple(example for example in rule.must_not if finds(example)),
    )


__all__ = ["LONGEST", "Match", "Rules", "entries", "examples_failed", "folded"]
