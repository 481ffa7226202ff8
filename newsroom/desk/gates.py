"""Gates: what must be in order before a story passes, ticked, overridden with a reason, signed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from newsroom.desk.judging import JUDGES, Case
from newsroom.desk.seat import Seat
from newsroom.desk.steps import Beside, rows_of
from newsroom.i18n import _, ngettext
from newsroom.news.article import Article, Row
from newsroom.news.changes import Changes
from newsroom.news.errors import BadInput, GateClosed
from newsroom.news.gate import (
    CHECKS,
    RULES,
    Check,
    Finding,
    Gate,
    Item,
    Level,
    Report,
    Rule,
    Signoff,
    Tick,
)
from newsroom.news.rights import Right
from newsroom.news.workflow import Stage, stage_label
from newsroom.store.marked import written

SCOPE, _KEY = "gates", "rules"
MOST_REASON = 4_000
MOST_LABEL = 120  # characters of a check by hand: a line of a list
_MOST_INITIALS = 8  # as those of a person
_CHECKS: Mapping[str, Check] = {check.id: check for check in CHECKS}
_GATES = frozenset({*map(str, Stage), str(Gate.PUBLISH), str(Gate.EXPORT)})
_SAID = 3  # findings that a refusal names; the report has all


class Gates:
    """The checks of the newsroom, and who let stories through."""

    def __init__(self, seat: Seat) -> None:
        self._seat = seat

    # The table.

    def rules(self) -> tuple[Rule, ...]:
        """Which check stands at which gate."""
        kept = self._seat.store.settings.get(SCOPE, _KEY)
        return tuple(_read(kept)) if isinstance(kept, list) else RULES

    def at(self, gate: Stage | Gate | str) -> tuple[Rule, ...]:
        """The checks of one gate."""
        return tuple(rule for rule in self.rules() if rule.gate == gate)

    def set_rules(self, rules: Sequence[Rule]) -> Changes:
        """Keep the table. Raises BadInput, Refused."""
        self._seat.hold(Right.MANAGE_RULES)
        seen: set[tuple[str, str]] = set()
        for rule in rules:
            if rule.gate not in _GATES:
                raise BadInput(_("There is no gate “{name}”.").format(name=rule.gate[:60]))
            if (rule.gate, rule.check) in seen:
                raise BadInput(_("A check stands twice at the same gate."))
            seen.add((rule.gate, rule.check))
            if rule.check not in _CHECKS and not 1 <= len(rule.label.strip()) <= MOST_LABEL:
                raise BadInput(
                    _("A check by hand says in 1 to {most} characters what to look at.").format(
                        most=MOST_LABEL
                    )
                )
        with self._seat.store.transaction():
            self._seat.store.settings.put(SCOPE, _KEY, [_plain(rule) for rule in rules])
        return Changes(lists=True)

    def reset_rules(self) -> Changes:
        """Go back to the table that we came with. Raises Refused."""
        self._seat.hold(Right.MANAGE_RULES)
        with self._seat.store.transaction():
            self._seat.store.settings.put(SCOPE, _KEY, None)
        return Changes(lists=True)

    # Looking.

    def check(self, number: int, gate: Stage | Gate | str) -> Report:
        """What the gate says of the story as it is saved. Raises NotFound."""
        (row,) = rows_of(self._seat, (number,))
        return self._report(row, str(gate), self.at(str(gate)))

    def check_all(self, ids: Iterable[int], gate: Stage | Gate | str) -> tuple[Report, ...]:
        """What the gate says of each of these stories."""
        rules = self.at(str(gate))
        return tuple(self._report(row, str(gate), rules) for row in rows_of(self._seat, ids))

    def judge(
        self, story: Article, gate: Stage | Gate | str, rules: Sequence[Rule] | None = None
    ) -> Report:
        """The same of a story that is being typed, with what is open on it in the store.

        ``rules`` are those of the gate, for who asks about many.
        """
        found = self.at(gate) if rules is None else rules
        return self._judged(Case(self._seat, story), str(gate), found)

    def left_open(self, story: Article) -> tuple[Finding, ...]:
        """What is still open on the story, whatever gate it stands before."""
        from newsroom.desk.leftover import left_open

        return left_open(self._seat, story)

    # By hand.

    def ticks(self, number: int) -> dict[str, Tick]:
        """The checks that were made by hand, by name."""
        return self._seat.store.signoffs.ticks(number)

    def tick(self, number: int, check: str, *, initials: str = "") -> Changes:
        """I have made this check; my initials stand for it. Raises BadInput without any."""
        self._seat.hold(Right.EDIT)
        if check in _CHECKS or not any(rule.check == check for rule in self.rules()):
            raise BadInput(_("There is no check by hand of that name."))
        (row,) = rows_of(self._seat, (number,))
        self._seat.store.signoffs.tick(
            number,
            Tick(
                item=check,
                at=self._seat.clock(),
                who=self._seat.author,
                initials=self._initials(initials),
                version=row.version,
            ),
        )
        return Changes(review=frozenset({number}))

    def untick(self, number: int, check: str) -> Changes:
        """The check has to be made again."""
        self._seat.hold(Right.EDIT)
        self._seat.store.signoffs.untick(number, check, who=self._seat.author)
        return Changes(review=frozenset({number}))

    # Who answered for it.

    def signoffs(self, number: int) -> tuple[Signoff, ...]:
        """Who let the story through which gate, the first one first; what was undone says so."""
        return self._seat.store.signoffs.of(number)

    def initials(self, number: int) -> str:
        """The initials that have gathered, each once, as MR/LH."""
        found = (made.initials for made in self.signoffs(number) if not made.undone)
        return "/".join(dict.fromkeys(filter(None, found)))

    def sign(self, number: int, *, initials: str = "") -> Changes:
        """Put my initials to the story where it stands. Raises BadInput without any, Refused."""
        self._seat.hold(Right.EDIT)
        (row,) = rows_of(self._seat, (number,))
        with self._seat.store.transaction():
            self._seat.store.signoffs.add(
                [self._signoff(row.id, row.version, row.stage, self._initials(initials))]
            )
        return Changes(review=frozenset({number}))

    # Passing; inside the transaction of the act.

    def through(self, rows: Sequence[Row], gate: Stage | Gate | str, override: str = "") -> Beside:
        """Let stories through a gate and write down who did; ``override`` is the reason to do so
        where it is shut.

        Raises GateClosed with every report, Refused where I may not override it.
        """
        name = str(gate)
        rules = self.at(name)
        beside = Beside()
        if not rules or not rows:
            return beside
        reports = self.hold(rows, name, override)
        reason = override.strip()
        made = [
            self._signoff(
                row.id,
                row.version,
                name,
                self._own_initials(),
                reason="" if report.passes else reason,
                findings=() if report.passes else report.stopping,
            )
            for row, report in zip(rows, reports, strict=True)
            if self._seat.me is not None or not report.passes
        ]
        return self._gathered(beside, made)

    def hold(
        self, rows: Sequence[Row], gate: Stage | Gate | str, override: str = ""
    ) -> Sequence[Report]:
        """Raise what ``through`` raises, and write nothing; gives a report of each story."""
        name = str(gate)
        rules = self.at(name)
        reports = [self._report(row, name, rules) for row in rows]
        shut = [report for report in reports if not report.passes]
        reason = override.strip()
        firm = [r for r in shut if any(found.firm for found in r.stopping)]
        if firm or (shut and not reason):
            raise self._closed(firm or shut, shut)
        if shut:
            self.hold_override(name, reason)
        return reports

    def hold_override(self, gate: str, reason: str) -> None:
        """Refuse an override to who may not, or with a reason that is none. Raises BadInput."""
        publishing = gate in (Gate.PUBLISH, Gate.EXPORT)
        self._seat.hold(Right.PUBLISH if publishing else Right.APPROVE)
        if len(reason) > MOST_REASON:
            raise BadInput(
                _("The reason has {n} characters; at most {most} fit. Shorten it.").format(
                    n=f"{len(reason):,}", most=f"{MOST_REASON:,}"
                )
            )

    def answered(self, rows: Sequence[Row], gate: str, reason: str = "") -> Beside:
        """Write down who did something that is answered for: broke an embargo, cleared a check."""
        made = [
            self._signoff(row.id, row.version, gate, self._own_initials(), reason=reason)
            for row in rows
        ]
        return self._gathered(Beside(), made)

    def overridden(self, reports: Sequence[Report], reason: str) -> None:
        """Write down that stories went out through a gate that was shut."""
        versions = {
            row.id: row.version for row in rows_of(self._seat, (r.article for r in reports))
        }
        with self._seat.store.transaction():
            self._seat.store.signoffs.add(
                self._signoff(
                    report.article,
                    versions[report.article],
                    report.gate,
                    self._own_initials(),
                    reason=reason,
                    findings=report.stopping,
                )
                for report in reports
            )

    # Inside.

    def _report(self, row: Row, gate: str, rules: Sequence[Rule]) -> Report:
        if not rules:
            return Report(article=row.id, slug=row.slug, gate=gate, items=())
        case = Case(
            self._seat,
            self._seat.store.articles.get(row.id),
            comments=row.comments_open,
            suggestions=row.suggestions_open,
        )
        return self._judged(case, gate, rules)

    def _judged(self, case: Case, gate: str, rules: Sequence[Rule]) -> Report:
        by_hand = any(rule.check not in _CHECKS for rule in rules)
        ticks = self.ticks(case.story.id) if by_hand and case.story.id else {}
        items = tuple(_item(case, rule, ticks.get(rule.check)) for rule in rules)
        return Report(article=case.story.id, slug=case.story.slug, gate=gate, items=items)

    def _closed(self, said: Sequence[Report], shut: Sequence[Report]) -> GateClosed:
        report = said[0]
        sentence = _unable(report)
        found = " ".join(finding.sentence for finding in report.stopping[:_SAID])
        more = len(shut) - 1
        if more:
            others = ngettext(
                "The same goes for {n} more story.", "The same goes for {n} more stories.", more
            ).format(n=more)
            return GateClosed(f"{sentence} {found} {others}", tuple(shut))
        return GateClosed(f"{sentence} {found}", tuple(shut))

    def _gathered(self, beside: Beside, made: Sequence[Signoff]) -> Beside:
        if made:
            beside.rows.append(written("signoff", self._seat.store.signoffs.add(made)))
            beside.review.update(signoff.article for signoff in made)
        return beside

    def _signoff(
        self,
        article: int,
        version: int,
        gate: str,
        initials: str,
        *,
        reason: str = "",
        findings: Iterable[Finding] = (),
    ) -> Signoff:
        return Signoff(
            article=article,
            at=self._seat.clock(),
            who=self._seat.author,
            initials=initials,
            gate=gate,
            version=version,
            reason=reason,
            findings=tuple(found.sentence for found in findings),
        )

    def _own_initials(self) -> str:
        me = self._seat.me
        if me is None:
            return ""
        return me.initials or "".join(word[0] for word in me.name.split())[:_MOST_INITIALS]

    def _initials(self, given: str) -> str:
        initials = given.strip() or self._own_initials()
        if not initials or len(initials) > _MOST_INITIALS:
            raise BadInput(
                _("Put your initials to it, at most {most} letters.").format(most=_MOST_INITIALS)
            )
        return initials


def _item(case: Case, rule: Rule, tick: Tick | None) -> Item:
    check = _CHECKS.get(rule.check)
    if check is None:
        label = rule.label
        finding = None
        if tick is None:
            finding = Finding(
                check=rule.check,
                level=rule.level,
                label=label,
                sentence=_("Not ticked: {label}.").format(label=_(label)),
                hand=True,
            )
        return Item(
            check=rule.check,
            label=label,
            level=rule.level,
            hand=True,
            met=tick is not None,
            finding=finding,
            tick=tick,
        )
    fault = JUDGES[check.id](case)
    finding = None
    if fault is not None:
        finding = Finding(
            check=check.id,
            level=rule.level,
            label=check.label,
            sentence=fault.sentence,
            where=fault.where,
            firm=check.firm,
        )
    return Item(
        check=check.id,
        label=check.label,
        level=rule.level,
        hand=False,
        met=fault is None,
        finding=finding,
    )


def _unable(report: Report) -> str:
    if report.gate == Gate.PUBLISH:
        return _("“{slug}” can't be published yet.").format(slug=report.slug)
    if report.gate == Gate.EXPORT:
        return _("“{slug}” can't be exported yet.").format(slug=report.slug)
    return _("“{slug}” can't go to {stage} yet.").format(
        slug=report.slug, stage=_(stage_label(report.gate))
    )


def held(report: Report) -> str:
    """Why a gate keeps the story back, in a sentence or some; "" where it passes."""
    if report.passes:
        return ""
    found = " ".join(finding.sentence for finding in report.stopping[:_SAID])
    return f"{_unable(report)} {found}"


def _plain(rule: Rule) -> dict[str, str]:
    return {
        "gate": rule.gate,
        "check": rule.check,
        "level": str(rule.level),
        "label": rule.label.strip(),
    }


def _read(kept: list[Any]) -> Iterable[Rule]:
    """The rules again; what a newer newsroom checks by itself is left to it."""
    for entry in kept:
        if entry["level"] in set(Level) and (entry["check"] in _CHECKS or entry["label"]):
            yield Rule(
                gate=entry["gate"],
                check=entry["check"],
                level=Level(entry["level"]),
                label=entry["label"],
            )
