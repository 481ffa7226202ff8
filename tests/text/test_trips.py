"""The promises of the text model: a quick share of ``tests.text.long_trips``."""

from __future__ import annotations

import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from newsroom.text.document import Document
from tests.text.acts import ACTS, act
from tests.text.odd import ODD, UNCLOSED
from tests.text.stories import stories, story
from tests.text.trip import judge, opens_and_saves

QUICK = settings(
    max_examples=100, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck)
)


@QUICK
@given(stories())
def test_opening_and_saving_changes_no_byte_of_any_story(source: str) -> None:
    assert opens_and_saves(source)


@pytest.mark.parametrize("source", [*ODD, *UNCLOSED])
def test_opening_and_saving_changes_no_byte_of_any_construct(source: str) -> None:
    for text in (source, f"Before.\n\n{source}\n\nAfter.\n", f"- a\n\n{source}\n> b\n"):
        assert opens_and_saves(text)


@QUICK
@given(
    st.lists(st.sampled_from([*ODD, *UNCLOSED]), min_size=2, max_size=6),
    st.sampled_from(["\n", "\n\n"]),
)
def test_constructs_beside_each_other_change_no_byte(pieces: list[str], gap: str) -> None:
    assert opens_and_saves(gap.join(pieces))


@QUICK
@given(st.randoms(use_true_random=False))
def test_an_edit_of_any_story_keeps_every_promise(dice: random.Random) -> None:
    document = Document.open(story(dice, most=5))
    made = act(dice, list(document.blocks))
    if made is not None:
        verdict = judge(document, made[1])
        assert verdict.broken == ()


def test_nearly_every_edit_is_proven_and_stays_in_its_line() -> None:
    """Some hundreds of edits; the thousands are the long run's."""
    edits, doubted, strayed, seen = 0, [], 0, set()
    for number in range(150):
        dice = random.Random(number)
        source = story(dice, most=6)
        document = Document.open(source)
        for _ in range(4):
            made = act(dice, list(document.blocks))
            if made is None:
                continue
            name, blocks = made
            verdict = judge(document, blocks)
            assert verdict.broken == (), (number, name)
            seen.add(name)
            edits += 1
            strayed += verdict.strayed
            if not verdict.proven and not verdict.swallowed:
                doubted.append((number, name))
    assert edits > 500
    assert seen == set(ACTS)
    assert len(doubted) <= 1, doubted
    assert strayed < edits / 50


def test_a_story_edited_many_times_comes_back_each_time() -> None:
    """Each edit is made on what the one before left."""
    for number in range(12):
        dice = random.Random(f"walk {number}")
        document = Document.open(story(dice, most=5))
        for _ in range(12):
            made = act(dice, list(document.blocks))
            if made is None:
                break
            verdict = judge(document, made[1])
            assert verdict.broken == (), (number, made[0])
            document = Document.open(verdict.source)
