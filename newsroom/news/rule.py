"""House style as values: a rule of the book, what it found, and what people let stand."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType

from newsroom.i18n import N_
from newsroom.values import dataclass


class RuleKind(StrEnum):
    """How a rule says what it looks for."""

    REPLACEMENT = "replacement"  # wordings, one a line, and what is written instead
    PATTERN = "pattern"  # a regular expression
    WORDS = "words"  # a list: "wrong = right" or "wrong", one a line
    DICTIONARY = "dictionary"  # how the house spells a name; other ways to write it are found
    CODE = "code"  # written in Python: a module of ``newsroom.checks``


class Severity(StrEnum):
    """What is asked of the writer."""

    FIX = "fix"
    CHECK = "check"
    ADVICE = "advice"


class Part(StrEnum):
    """Which parts of a story a rule looks at."""

    ALL = ""
    HEADLINES = "headlines"
    TEXT = "text"


KIND_LABELS: Mapping[RuleKind, str] = MappingProxyType(
    {
        RuleKind.REPLACEMENT: N_("Replacement"),
        RuleKind.PATTERN: N_("Pattern"),
        RuleKind.WORDS: N_("Word list"),
        RuleKind.DICTIONARY: N_("House spellings"),
        RuleKind.CODE: N_("Written in Python"),
    }
)

SEVERITY_LABELS: Mapping[Severity, str] = MappingProxyType(
    {Severity.FIX: N_("To fix"), Severity.CHECK: N_("To check"), Severity.ADVICE: N_("Advice")}
)

PART_LABELS: Mapping[Part, str] = MappingProxyType(
    {
        Part.ALL: N_("All of a story"),
        Part.HEADLINES: N_("Headlines only"),
        Part.TEXT: N_("All but headlines"),
    }
)

HEADLINES = frozenset({"headline", "short_headline"})
"""Fields that are set as headlines."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StyleRule:
    """A rule of the book. ``key`` is its name for good ("numbers.percent").

    ``find`` and ``put`` are read as ``kind`` says; each line of ``put`` is one proposal, the first
    is the fix. ``language`` is the first part of a language tag, "" for every language. A rule
    that is not ``live`` is a draft: it finds nothing but what it is tried on. ``quoted`` has it
    look into quotations too, ``exact`` has capitals matter. ``must`` and ``must_not`` are sentences
    in which it has to find something, or nothing; they are tried whenever it is saved.
    """

    key: str
    kind: RuleKind
    find: str
    put: str = ""
    why: str = ""
    source: str = ""  # where the convention is written down
    category: str = ""
    severity: Severity = Severity.CHECK
    owner: int | None = None
    live: bool = False
    language: str = "en"
    part: Part = Part.ALL
    quoted: bool = False
    exact: bool = False
    must: tuple[str, ...] = ()
    must_not: tuple[str, ...] = ()
    version: int = 0  # 0: not in the book yet


@dataclass(frozen=True, slots=True, kw_only=True)
class Book:
    """The rules, and the names that none of them touches. ``number`` is another with each change,
    so that an answer of an older book is known as one."""

    rules: tuple[StyleRule, ...] = ()
    names: tuple[str, ...] = ()
    number: int = 0

    @property
    def live(self) -> tuple[StyleRule, ...]:
        """The rules that hold."""
        return tuple(rule for rule in self.rules if rule.live)

    def rule(self, key: str) -> StyleRule | None:
        """The rule of that key."""
        return next((rule for rule in self.rules if rule.key == key), None)


class Scope(StrEnum):
    """How far a finding is let stand."""

    PLACE = "place"  # these words at this place
    STORY = "story"  # these words in this story
    HOUSE = "house"  # these words in every story


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowance:
    """Words that somebody let stand against a rule, and why. ``article`` is 0 for the house;
    ``before`` and ``after`` are what stands around a place."""

    id: int = 0
    rule: str
    words: str
    scope: Scope
    article: int = 0
    before: str = ""
    after: str = ""
    reason: str = ""
    who: int | None = None
    at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """An allowance with the story that it is of; both names are empty for the house."""

    allowance: Allowance
    slug: str = ""
    headline: str = ""


AROUND = 24
"""Characters on either side that tell one place from another."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a rule found in a story: the words, from where to where in the field (characters of
    the source), what may stand there instead, and what stands around them."""

    rule: str
    field: str
    start: int
    end: int
    words: str
    fixes: tuple[str, ...] = ()
    said: str = ""  # what a check written in Python says of this place
    before: str = ""
    after: str = ""


def allowed(found: Found, among: tuple[Allowance, ...], article: int) -> Allowance | None:
    """What lets the finding stand in that story; None where nothing does."""
    for item in among:
        if item.rule != found.rule or item.words.casefold() != found.words.casefold():
            continue
        if item.scope is Scope.HOUSE:
            return item
        if item.article != article:
            continue
        if item.scope is Scope.STORY or (item.before, item.after) == (found.before, found.after):
            return item
    return None
