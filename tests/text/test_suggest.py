"""Suggestions: nothing leaks, nothing is a phantom, and each can be settled in any order."""

import random

import pytest

from newsroom.text.compare import ChangeKind, Story
from newsroom.text.parse import Parser
from newsroom.text.suggest import (
    Suggestions,
    accept_all,
    as_data,
    changes,
    compared,
    group_of,
    groups,
    made_between,
    names,
    rebase,
    reject_all,
    settle,
    story_of,
    texts_of,
)
from tests.text.editing import pair

PARSER = Parser()
BASE = {
    "headline": "Ferry stops",
    "caption": "The quay",
    "body": (
        "The last boat leaves at 8 pm from the quay.\n\n"
        "- bread at 9 pm\n- milk\n\n"
        "| when | what |\n|---|---|\n| 8 pm | boat |\n\n"
        "A note[^1] to read here.\n\n[^1]: The note at 7 pm.\n"
    ),
}


def proposed(**texts: str) -> Suggestions:
    return Suggestions.of(BASE, texts, 7)


def body(*edits: tuple[str, str]) -> str:
    text = BASE["body"]
    for old, new in edits:
        assert old in text
        text = text.replace(old, new)
    return text


def test_every_kind_of_text_is_covered() -> None:
    made = proposed(
        headline="Ferries stop",
        caption="The old quay",
        body=body(("- milk", "- cold milk"), ("| boat |", "| last boat |"), ("The note", "A note"),
                  ("to read here", "**to read** here")),
    )  # fmt: skip
    assert [(c.field, c.kind) for c in changes(made)] == [
        ("headline", ChangeKind.REPLACED), ("caption", ChangeKind.ADDED),
        ("body", ChangeKind.ADDED), ("body", ChangeKind.ADDED), ("body", ChangeKind.FORMAT),
        ("body", ChangeKind.REPLACED),
    ]  # fmt: skip
    assert as_data(changes(made)[0]) == {
        "kind": "replaced", "field": "headline", "before": "Ferry stops", "after": "Ferries stop",
    }  # fmt: skip
    assert texts_of(made.base, BASE) == BASE
    assert story_of(BASE) == made.base
    assert made.author == 7


def test_one_correction_in_many_places_is_a_group() -> None:
    made = proposed(body=body((" pm", " p.m."), ("milk", "tea")))
    found = changes(made)
    (group,) = groups(found)
    assert len(group) == 4
    assert group_of(group[2], found) == group
    other = next(c.number for c in found if c.after == "tea")
    assert group_of(other, found) == (other,)
    done = settle(made, accept=group)
    assert done.left.base.body == body((" pm", " p.m."))
    assert [c.after for c in changes(done.left)] == ["tea"]
    assert len(done.accepted) == 4
    assert not done.left.settled


def test_all_at_once_is_byte_for_byte() -> None:
    made = proposed(headline="New", body=BASE["body"].replace("- ", "* ") + "\n\n")
    assert accept_all(made).left.base == made.proposal
    assert reject_all(made).left.proposal == made.base
    assert accept_all(made).left.settled
    assert reject_all(made).left.settled
    numbers = [c.number for c in changes(made)]
    assert settle(made, accept=numbers).left.base == made.proposal
    assert settle(made, reject=numbers).left.base == made.base
    assert settle(made, reject=numbers).left.proposal == made.base


def test_what_only_spells_otherwise_is_no_suggestion() -> None:
    made = proposed(body=BASE["body"].replace("- ", "* "))
    assert changes(made) == ()
    assert not made.settled
    assert settle(made).left.settled


def test_split_join_and_move_are_taken_back_alone() -> None:
    base = {"body": "One here. Two here.\n\nThree stands.\n\nFour stands.\n\nFive moves down.\n"}
    new = "Five moves down.\n\nOne here.\n\nTwo here.\n\nThree stands. Four stands.\n"
    made = Suggestions.of(base, {"body": new})
    found = {c.kind: c.number for c in changes(made)}
    kinds = sorted(c.kind for c in changes(made))
    assert kinds == [ChangeKind.MOVED, ChangeKind.STRUCTURE, ChangeKind.STRUCTURE]
    moved = settle(made, reject=[found[ChangeKind.MOVED]]).left
    assert moved.proposal.body == (
        "One here.\n\nTwo here.\n\nThree stands. Four stands.\n\nFive moves down.\n"
    )
    (first, second) = (c.number for c in changes(made) if c.kind is ChangeKind.STRUCTURE)
    assert settle(made, accept=[first]).left.base.body.startswith("One here.\n\nTwo here.\n\nThree")
    assert "Three stands. Four stands.\n" in settle(made, accept=[second]).left.base.body


@pytest.mark.parametrize("seed", range(200))
def test_settled_one_by_one_nothing_is_left_over(seed: int) -> None:
    old, new = pair(seed)
    dice = random.Random(seed)
    made = Suggestions(Story(old), Story(new))
    first = compared(made, PARSER)
    numbers = [change.number for change in first.shown]
    some = {number for number in numbers if dice.random() < 0.5}
    done = settle(made, accept=some, reject=set(numbers) - some, comparison=first)
    assert done.left.settled
    assert len(done.accepted) + len(done.rejected) == len(numbers)
    if seed % 2:
        return
    left, verdict = made, dice.random() < 0.5
    for _ in range(4 * len(numbers) + 4):
        now = compared(left, PARSER)
        if left.settled or not now.shown:
            break
        one = [dice.choice(now.shown).number]
        left = settle(
            left, accept=one if verdict else (), reject=() if verdict else one, comparison=now
        ).left
    assert changes(left, PARSER) == ()
    final = settle(left, **{"accept" if verdict else "reject": [0]}).left  # type: ignore[arg-type]
    assert final.base.body == (new if verdict else old)


def test_a_set_is_carried_over_to_what_the_writer_wrote_meanwhile() -> None:
    made = proposed(headline="Ferries stop", body=body(("last boat", "final boat")))
    standing = story_of({**BASE, "body": body(("milk", "oat milk"))})
    carried = rebase(made, standing)
    assert not carried.conflicts
    assert carried.carried.base == standing
    assert [c.after for c in changes(carried.carried)] == ["Ferries stop", "final"]
    assert carried.carried.proposal.body == body(("milk", "oat milk"), ("last boat", "final boat"))
    clashing = rebase(made, story_of({**BASE, "body": body(("last boat", "only boat"))}))
    (clash,) = clashing.conflicts["body"]
    assert (clash.base, clash.mine, clash.theirs) == ("last", "final", "only")
    assert [c.before for c in changes(clashing.carried)] == ["Ferry stops", "only"]
    assert rebase(made, made.base).carried is made


def test_what_the_writer_took_over_by_hand_is_open_no_more() -> None:
    made = proposed(body=body(("last boat", "final boat")))
    assert rebase(made, made.proposal).carried.settled


def test_what_one_act_made_is_a_group_of_its_name() -> None:
    before = story_of({**BASE, "body": body(("milk", "tea"))})
    after = story_of({**BASE, "body": body(("milk", "tea"), (" pm", " p.m."), ("last", "final"))})
    made = made_between(story_of(BASE), before, after, PARSER)
    assert {words[2] for words in made} == {"p.m.", "final"}, "what was there before is no part"
    assert len(made) == 2, "each is kept by what it says, once"
    found = changes(proposed(body=after.body))
    named = names(found, [("times", made), ("later", made)])
    assert set(named.values()) == {"times"}, "the first one to name it"
    assert len(named) == 5
    assert groups(found, named) == (tuple(named),)
    rest = [change for change in found if change.number not in named]
    assert [as_data(change, named.get(change.number, ""))["after"] for change in rest] == ["tea"]
    first = next(change for change in found if change.number in named)
    assert as_data(first, named[first.number])["group"] == "times"
    assert made_between(story_of(BASE), after, before, PARSER) == ()
