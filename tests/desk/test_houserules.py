"""House style as the desk keeps it: the book, stories held against it, owners, rights, the gate."""

from __future__ import annotations

from dataclasses import replace

import pytest

from newsroom.checks.shipped import shipped
from newsroom.desk.desk import Desk
from newsroom.desk.houserules import RuleFails, texts_of
from newsroom.news.article import Article
from newsroom.news.errors import BadInput, NotFound, Refused
from newsroom.news.inbox import NoticeKind
from newsroom.news.rule import AROUND, Found, RuleKind, Scope, Severity, StyleRule
from tests.desk.people import staffed

WET = StyleRule(
    key="own.wet",
    kind=RuleKind.WORDS,
    find="wet = dry",
    why="It is dry here.",
    category="Own",
    severity=Severity.FIX,
    live=True,
    must=("A wet day.",),
    must_not=("A dry day.",),
)


@pytest.fixture
def kept(shared: Desk) -> Article:
    return shared.articles.create(
        {"headline": "A wet day", "body": "It was *wet*, and 38 percent wetter. “Wet,” he said."}
    ).value


def words(desk: Desk, story: Article) -> list[str]:
    return [found.words for found in desk.rules.check(story)]


def test_our_rules_hold_until_the_house_lays_its_own_over_them(shared: Desk, kept: Article) -> None:
    assert shared.rules.book().rules == shipped()
    assert words(shared, kept) == ["38 percent"]
    saved = shared.rules.save(WET)
    assert saved.changes.rules
    assert words(shared, kept) == ["wet", "wet", "38 percent"]
    percent = shared.rules.rule("numbers.percent-sign")
    shared.rules.set_live(percent.key, False)
    assert words(shared, kept) == ["wet", "wet"]
    with pytest.raises(Refused):
        shared.rules.save(percent)
    shared.rules.remove(percent.key)
    shared.rules.remove(WET.key)
    assert shared.rules.book().rules == shipped()
    with pytest.raises(NotFound, match=r"own\.wet"):
        shared.rules.rule(WET.key)


def test_places_are_those_of_the_source(shared: Desk, kept: Article) -> None:
    shared.rules.save(WET)
    found = shared.rules.check(kept)
    assert [(f.field, f.fixes) for f in found] == [
        ("headline", ("dry",)), ("body", ("dry",)), ("body", ("38%",))
    ]  # fmt: skip
    assert [texts_of(kept)[f.field][f.start : f.end] for f in found] == [
        "wet", "wet", "38 percent"
    ]  # fmt: skip
    assert (found[1].before, found[1].after[:5]) == ("It was ", ", and")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"must": ("A dry day.",)}, "finds nothing in “A dry day.”"),
        ({"must_not": ("A wet day.",)}, "where it must not"),
        ({"kind": RuleKind.PATTERN, "find": "("}, "can't be used"),
        ({"kind": RuleKind.CODE, "find": "os"}, "can't be used"),
        ({"find": " "}, "looks for"),
        ({"why": ""}, "Say why"),
        ({"must": ()}, "has an example"),
        ({"key": "a b"}, "name of a rule"),
        ({"put": "x" * 30_000}, "at most 20,000"),
    ],
)
def test_a_rule_that_does_not_hold_is_not_kept(
    desk: Desk, change: dict[str, object], said: str
) -> None:
    with pytest.raises(BadInput, match=said):
        desk.rules.save(replace(WET, **change))  # type: ignore[arg-type]
    assert desk.rules.book().rules == shipped()


def test_a_hostile_pattern_is_not_kept(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("newsroom.checks.styling.PROVE_SECONDS", 0.7)
    bad = replace(WET, kind=RuleKind.PATTERN, find="(a+)+b", put="", must=("ab",), must_not=())
    with pytest.raises(RuleFails, match="takes too long"):
        desk.rules.save(bad)


def test_names_are_left_alone(shared: Desk, kept: Article) -> None:
    shared.rules.save(WET)
    shared.rules.add_name("A wet day")
    assert words(shared, kept) == ["wet", "38 percent"]
    shared.rules.remove_name("A wet day")
    assert words(shared, kept)[0] == "wet"
    with pytest.raises(BadInput):
        shared.rules.add_name("  ")


def test_what_is_let_stand_stays_away_as_far_as_was_said(shared: Desk, kept: Article) -> None:
    shared.rules.save(WET)
    other = shared.articles.create({"headline": "Another wet day"}).value
    first = shared.rules.check(kept)[0]
    place = shared.rules.allow(first, Scope.PLACE, article=kept.id).value
    assert words(shared, kept) == ["wet", "38 percent"]
    story = shared.rules.allow(first, Scope.STORY, article=kept.id).value
    assert words(shared, kept) == ["38 percent"]
    assert words(shared, other) == ["wet"]
    with pytest.raises(BadInput, match="Say why"):
        shared.rules.allow(first, Scope.HOUSE)
    house = shared.rules.allow(first, Scope.HOUSE, reason="A band's name").value
    assert (house.reason, house.who) == ("A band's name", shared.me.id if shared.me else 0)
    assert words(shared, other) == []
    for allowance in (place, story, house):
        assert shared.rules.disallow(allowance.id).rules
    assert words(shared, kept) == ["wet", "wet", "38 percent"]
    with pytest.raises(BadInput, match="Save the story"):
        shared.rules.allow(first, Scope.STORY)
    with pytest.raises(BadInput, match="Shorten"):
        shared.rules.allow(first, Scope.STORY, article=kept.id, reason="x" * 501)


def test_a_false_alarm_lands_in_the_inbox_of_the_owner(shared: Desk, kept: Article) -> None:
    tomas = next(person for person in shared.staff.all() if person.name == "Tomas Keel")
    shared.rules.save(replace(WET, owner=tomas.id))
    found = shared.rules.check(kept)[0]
    told = shared.rules.report(found, kept.id, "It is a name.")
    assert told.value == (tomas.id,)
    assert told.changes.inbox == {tomas.id}
    shared.sit("Tomas Keel")
    (notice,) = shared.inbox.all()
    assert (notice.kind, notice.article) == (NoticeKind.RULE, kept.id)
    assert notice.words == "It is a name. (own.wet: A [wet] day)"
    cut = replace(found, before="x" * AROUND + " budget ", after=" nobody " + "y" * AROUND)
    shared.rules.report(cut, kept.id, "")
    newest = max(shared.inbox.all(), key=lambda entry: entry.id)
    assert newest.words == "own.wet: … budget [wet] nobody …", "no word is cut in two"
    unowned = shared.rules.check(kept)[-1]
    others = {person.id for person in shared.staff.all()} - {tomas.id}
    assert set(shared.rules.report(unowned, kept.id, "").value) == others
    with pytest.raises(BadInput, match="Save the story"):
        shared.rules.report(unowned, 0, "")


def test_rules_are_changed_by_who_may(desk: Desk) -> None:
    story = desk.articles.create({"headline": "It is  late"}).value
    (found,) = desk.rules.check(story)
    staffed(desk)
    desk.sit("Wim Writer")
    for act in (
        lambda: desk.rules.save(WET),
        lambda: desk.rules.remove(WET.key),
        lambda: desk.rules.add_name("A"),
        lambda: desk.rules.remove_name("A"),
        lambda: desk.rules.allow(found, Scope.HOUSE, reason="x"),
    ):
        with pytest.raises(Refused):
            act()
    assert desk.rules.allow(found, Scope.STORY, article=story.id).value.id


def test_the_gate_says_what_has_to_be_fixed_and_where(desk: Desk) -> None:
    story = desk.articles.create({"headline": "Rain", "body": "It rose by 38 percent."}).value
    report = desk.gates.check(story.id, "ready")
    (finding,) = [found for found in report.findings if found.check == "style"]
    assert finding.sentence == "House style: 1 place has to be fixed."
    (where,) = finding.where
    assert (where.field, where.quote) == ("body", "38 percent")
    assert story.body[where.start : where.end] == "38 percent"


def test_a_story_too_long_for_one_question_is_looked_through(desk: Desk) -> None:
    body = "\n\n".join(f"It rose by {n} percent, they say." for n in range(10, 1_000))
    found = desk.rules.check(Article(body=body, language="en"))
    assert len(found) == 990
    assert isinstance(found[0], Found)


def test_what_is_let_stand_is_told_with_its_story_and_taken_back(
    shared: Desk, kept: Article
) -> None:
    (found,) = shared.rules.check(kept)
    here = shared.rules.allow(found, Scope.PLACE, article=kept.id).value
    house = shared.rules.allow(found, Scope.HOUSE, reason="The law says so.").value
    told = shared.rules.standing()
    assert [(one.allowance.id, one.slug) for one in told] == [(house.id, ""), (here.id, kept.slug)]
    assert (told[0].allowance.reason, told[1].headline) == ("The law says so.", "A wet day")
    for one in told:
        shared.rules.disallow(one.allowance.id)
    assert shared.rules.standing() == ()
    assert words(shared, kept) == ["38 percent"]
