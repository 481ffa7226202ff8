"""The rule book that we ship, held against its own examples and against the marked sentences."""

from __future__ import annotations

import tomllib
from collections import Counter
from pathlib import Path

import pytest

from newsroom.checks import CHECKS, check_of
from newsroom.checks.ruling import Rules, examples_failed
from newsroom.checks.shipped import rules_of, shipped
from newsroom.news.rule import RuleKind, Severity
from tests.checks.marked import book, cases, judged

KNOWN: frozenset[str] = frozenset()
"""Cases that do not hold, by "file:line"; they count against the figures of the bench."""


def test_the_book_is_large_and_every_rule_says_why() -> None:
    rules = shipped()
    assert not [key for key, count in Counter(rule.key for rule in rules).items() if count > 1]
    live = [rule for rule in rules if rule.live]
    assert sum(rule.language == "en" for rule in live) >= 150
    assert sum(rule.language in ("fa", "") for rule in live) >= 20
    assert len({rule.category for rule in rules}) >= 14
    assert {rule.severity for rule in live} == set(Severity)
    assert {rule.kind for rule in live} >= {
        RuleKind.PATTERN, RuleKind.WORDS, RuleKind.DICTIONARY, RuleKind.CODE
    }  # fmt: skip
    assert all(rule.why and rule.category and rule.must and rule.must_not for rule in rules)


@pytest.mark.parametrize("rule", shipped(), ids=lambda rule: rule.key)
def test_each_rule_holds_its_own_examples(rule) -> None:
    rules = Rules([rule])
    assert not rules.faulty
    assert examples_failed(rule, rules) == ((), ())


def test_every_marked_sentence_holds() -> None:
    rules = book()
    found = {f"{case.file}:{case.line}": judged(case, rules) for case in cases()}
    off = {
        place: (verdict.wrong, verdict.missed)
        for place, verdict in found.items()
        if verdict.wrong or verdict.missed
    }
    assert off.keys() == KNOWN, off
    assert len(found) >= 400
    assert sum(verdict.case.trap for verdict in found.values()) * 2 >= len(found)
    assert not rules.slow


def test_each_check_in_python_is_in_the_book_and_apart_from_the_others() -> None:
    used = {rule.find for rule in shipped() if rule.kind is RuleKind.CODE}
    assert used == set(CHECKS)
    assert all(callable(check_of(name)) for name in CHECKS)
    with pytest.raises(LookupError, match="unpaired"):
        check_of("os")
    project = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text("utf-8"))
    contract = next(c for c in project["tool"]["importlinter"]["contracts"] if c["id"] == "checks")
    assert contract["modules"] == [f"newsroom.checks.{name}" for name in CHECKS]


def test_a_file_of_rules_that_is_not_as_it_should_be_is_named() -> None:
    with pytest.raises(ValueError, match=r"x\.yaml: a\.b: .*'find'"):
        list(rules_of({"rules": [{"key": "a.b"}]}, "x.yaml"))
    with pytest.raises(ValueError, match="colour"):
        list(rules_of({"rules": [{"key": "a.b", "find": "x", "colour": "red"}]}, "x.yaml"))
