"""What must be in order before a story passes: checks, what they found and where, sign-offs."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from newsroom.i18n import N_
from newsroom.values import dataclass


class Level(StrEnum):
    """Whether a check holds a story up."""

    MUST = "must"
    SHOULD = "should"


class Gate(StrEnum):
    """What a story passes through: into a stage of its own name, to the readers, into a file."""

    PUBLISH = "publish"
    EXPORT = "export"
    EMBARGO = "embargo"  # broken before its time; no checks, a reason stands in the sign-offs


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """A kind of check. One made by ``hand`` is ticked by a person, who puts their initials to it.

    ``firm`` ones can't be overridden: they say that the story is not to go out at all.
    """

    id: str
    label: str
    hint: str = ""
    hand: bool = False
    firm: bool = False


CHECKS: tuple[Check, ...] = (
    Check(id="suggestions", label=N_("No suggestion is open")),
    Check(id="comments", label=N_("No comment is open")),
    Check(id="facts", label=N_("Every fact is confirmed")),
    Check(id="note_outs", label=N_("No passage is noted out")),
    Check(id="tk", label=N_("No TK is left")),
    Check(id="legal", label=N_("Legal check complete")),
    Check(id="pictures", label=N_("Picture check complete")),
    Check(id="embargo", label=N_("No embargo holds"), firm=True),
    Check(id="not_for_publication", label=N_("May be published"), firm=True),
    Check(id="headline", label=N_("There is a headline"), firm=True),
    Check(id="byline", label=N_("There is a byline")),
    Check(id="alt", label=N_("Every picture is described")),
    Check(id="credit", label=N_("Every picture is credited")),
    Check(id="rights", label=N_("Every picture may be used")),
    Check(id="headline_length", label=N_("The headline is not too long")),
    Check(id="links", label=N_("Links to our own stories lead somewhere")),
    Check(id="length", label=N_("The story has the length that was ordered")),
    Check(id="style", label=N_("House style: nothing that must be fixed")),
)
"""Every check that judges by itself; a newsroom adds those that are made by hand."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A check at a gate: ``gate`` is a stage's name, "publish" or "export"."""

    gate: str
    check: str
    level: Level
    label: str = ""  # of a check made by hand; others have their own


def _rules() -> tuple[Rule, ...]:
    must, should = Level.MUST, Level.SHOULD
    table = (
        # check                 ready   publish export
        ("suggestions",         must,   must,   must),
        ("comments",            should, should, None),
        ("facts",               should, should, None),
        ("note_outs",           should, must,   must),
        ("tk",                  must,   must,   must),
        ("legal",               should, must,   must),
        ("pictures",            should, must,   must),
        ("embargo",             None,   must,   must),
        ("not_for_publication", should, must,   must),
        ("headline",            should, must,   None),
        ("byline",              should, should, None),
        ("alt",                 should, must,   must),
        ("credit",              should, must,   must),
        ("rights",              should, must,   must),
        ("headline_length",     should, should, None),
        ("links",               should, should, None),
        ("length",              should, None,   None),
        ("style",               should, None,   None),
    )  # fmt: skip
    gates = ("ready", Gate.PUBLISH, Gate.EXPORT)
    return (
        *(
            Rule(gate=str(gate), check=check, level=level)
            for check, *levels in table
            for gate, level in zip(gates, levels, strict=True)
            if level is not None
        ),
        Rule(gate="ready", check="read", level=should, label=N_("Read through by a second person")),
    )


RULES: tuple[Rule, ...] = _rules()
"""The table that a newsroom begins with; it is the newsroom's own to change."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Where:
    """Where to take somebody: a field, and in it a range of characters; a thread; a set."""

    field: str = ""
    start: int | None = None
    end: int | None = None
    thread: int | None = None
    suggestion: int | None = None
    quote: str = ""  # the words that stand there


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A check that is not met: what is wrong, and each place where."""

    check: str
    level: Level
    label: str
    sentence: str
    where: tuple[Where, ...] = ()
    hand: bool = False
    firm: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick:
    """A check by hand that was made; ``version`` is what the story stood at."""

    item: str
    at: datetime
    who: int | None
    initials: str
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A line of the checklist: met or not, and what is wrong where it is not."""

    check: str
    label: str
    level: Level
    hand: bool
    met: bool
    finding: Finding | None = None
    tick: Tick | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What a gate says of a story."""

    article: int
    slug: str
    gate: str
    items: tuple[Item, ...]

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What is not in order, what must be first."""
        found = [item.finding for item in self.items if item.finding is not None]
        return tuple(sorted(found, key=lambda finding: finding.level is not Level.MUST))

    @property
    def stopping(self) -> tuple[Finding, ...]:
        """What keeps the story from passing."""
        return tuple(finding for finding in self.findings if finding.level is Level.MUST)

    @property
    def passes(self) -> bool:
        """Whether nothing that must be is missing."""
        return not self.stopping


@dataclass(frozen=True, slots=True, kw_only=True)
class Signoff:
    """Somebody answered for a story at a gate. ``reason`` is set where the gate was shut."""

    id: int = 0
    article: int
    at: datetime
    who: int | None
    initials: str
    gate: str
    version: int
    reason: str = ""
    findings: tuple[str, ...] = ()
    undone: bool = False
