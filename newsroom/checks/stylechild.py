"""The process of the house style: holds a rule book against passages until its owner is gone."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from newsroom.checks.passage import Passage, tongue
from newsroom.checks.patterns import Faulty, compiled, is_slow, proposals
from newsroom.checks.prose import Prose, passages
from newsroom.checks.ruling import Match, Rules, examples_failed
from newsroom.news.rule import Part, RuleKind, Severity, StyleRule
from newsroom.processes import answering, receive, send

_AROUND = 40  # characters of context on either side of what was found in the archive


class Service:
    """Answers requests. ``say`` is called with what is about to be done, if the owner asks."""

    def __init__(self, say: Callable[[dict[str, Any]], object] = lambda _message: None) -> None:
        self._say = say
        self._rules = Rules(())

    def answer(self, request: dict[str, Any]) -> dict[str, Any]:
        """What the request asks for: ``book``, ``look``, ``prove`` or ``trial``."""
        if "book" in request:
            rules = (rule_from(data) for data in request["book"])
            self._rules = Rules(rules, request["names"])
            return {"faulty": self._rules.faulty}
        if "prove" in request:
            return _proved(rule_from(request["prove"]))
        if "trial" in request:
            rule = rule_from(request["trial"])
            return {"stories": _tried(Rules([rule], request["names"]), request["stories"])}
        found = self._look(request["look"], careful=bool(request.get("careful")))
        return {"found": found, "slow": sorted(self._rules.slow)}

    def _look(self, asked: Sequence[Sequence[Any]], *, careful: bool) -> list[list[Match]]:
        said = [Passage(*item) for item in asked]
        if not careful:
            return [list(self._rules.look(passage)) for passage in said]
        # One of the rules did not come back: each is named before it is asked.
        for rule in self._rules.rules:
            if rule.kind is RuleKind.PATTERN and rule.key not in self._rules.slow:
                self._say({"at": rule.key})
                alone = Rules([rule])
                for passage in said:
                    alone.look(passage)
        self._say({"at": ""})
        return [list(self._rules.look(passage)) for passage in said]


def rule_from(data: dict[str, Any]) -> StyleRule:
    """A rule as ``styling.rule_data`` sent it."""
    kept = dict(data)
    return StyleRule(
        kind=RuleKind(kept.pop("kind")),
        severity=Severity(kept.pop("severity")),
        part=Part(kept.pop("part")),
        must=tuple(kept.pop("must")),
        must_not=tuple(kept.pop("must_not")),
        live=True,
        **kept,
    )


def _proved(rule: StyleRule) -> dict[str, Any]:
    """What is wrong with a rule: ``fault``, or the examples that failed."""
    rules = Rules([rule])
    if rules.faulty:
        return {"fault": next(iter(rules.faulty.values()))}
    if rule.kind is RuleKind.PATTERN:
        try:
            pattern = compiled(rule.find, exact=rule.exact)
            for match in pattern.finditer(" ".join(rule.must)):
                proposals(rule.put, match)
        except (Faulty, LookupError, ValueError, re.error) as error:
            return {"fault": str(error)}
        if is_slow(pattern, rule.find, (*rule.must, *rule.must_not)):
            return {"slow": True}
    missed, hit = examples_failed(rule, rules)
    return {"missed": missed, "hit": hit}


def _tried(rules: Rules, stories: Iterable[Sequence[Any]]) -> list[list[Any]]:
    """What a rule finds in stories (number, language, texts by field): for each story with
    something its number and (field, words, before, after) of each place."""
    out: list[list[Any]] = []
    for number, language, texts in stories:
        places: list[tuple[str, str, str, str]] = []
        for field, text in texts.items():
            said: Iterable[Prose] = (
                passages(text) if field == "body" else (Prose(text, []),) if text else ()
            )
            for piece in said:
                passage = Passage(
                    piece.text, field, tongue(piece.text, language), piece.quote, piece.heading
                )
                for match in rules.look(passage, alone=True):
                    before = piece.text[max(0, match.start - _AROUND) : match.start]
                    after = piece.text[match.end : match.end + _AROUND]
                    places.append((field, piece.text[match.start : match.end], before, after))
        if places:
            out.append([number, places])
    return out


def main() -> None:
    """Serve until the owner closes its end."""
    with answering() as (asked, answers):
        service = Service(lambda message: send(answers, message))
        while (request := receive(asked)) is not None:
            send(answers, service.answer(request))
