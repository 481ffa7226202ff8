"""The newsroom's own rules of style, and what it lets stand; on both engines."""

from __future__ import annotations

from dataclasses import replace

import pytest

from newsroom.news.errors import Refused
from newsroom.news.rule import Allowance, Part, RuleKind, Scope, Severity, StyleRule
from newsroom.store.connect import Store
from tests.store.making import START, person

RULE = StyleRule(
    key="own.ی",
    kind=RuleKind.PATTERN,
    find=r"(\w+) \U0001f30a",
    put="a\nb",
    why="Because.",
    source="The house",
    category="Own",
    severity=Severity.FIX,
    live=True,
    language="",
    part=Part.HEADLINES,
    quoted=True,
    exact=True,
    must=("a 🌊",),
    must_not=("a", "b"),
)


def test_a_rule_comes_back_as_it_was_and_knows_its_version(store: Store) -> None:
    nadia = person(store)
    kept = store.rules.put(replace(RULE, owner=nadia.id), at=START, who=nadia.id)
    assert kept == replace(RULE, owner=nadia.id, version=1)
    again = store.rules.put(replace(kept, live=False), at=START, who=None)
    assert store.rules.all() == (again,)
    assert (again.version, again.live) == (2, False)
    for stale in (kept, RULE):
        with pytest.raises(Refused, match="changed by somebody else"):
            store.rules.put(stale, at=START, who=None)
    store.rules.remove(RULE.key, who=None)
    store.rules.remove("never there", who=None)
    assert store.rules.all() == ()


def test_what_is_let_stand_is_found_by_its_story_and_the_house(store: Store) -> None:
    made = [
        Allowance(rule="a", words="wet", scope=Scope.STORY, article=4, reason="so", at=START),
        Allowance(
            rule="a", words="wet", scope=Scope.PLACE, article=5, before="x", after="y", at=START
        ),
        Allowance(rule="b", words="dry", scope=Scope.HOUSE, at=START),
    ]
    numbers = [store.rules.allow(item) for item in made]
    kept = [replace(item, id=number) for item, number in zip(made, numbers, strict=True)]
    assert list(store.rules.allowances()) == kept
    assert list(store.rules.allowances(5)) == kept[1:]
    store.rules.disallow(numbers[2], who=None)
    assert list(store.rules.allowances(5)) == kept[1:2]
