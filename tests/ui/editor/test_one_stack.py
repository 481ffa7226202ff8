"""What was done in one view is undone and done again step by step in the other."""

from __future__ import annotations

import random
from statistics import median
from time import process_time

import pytest
from PySide6.QtWidgets import QApplication

from tests.ui.editor.conftest import Hand, Opens
from tests.ui.editor.test_one_undo import STORY

PARAGRAPHS = ("The ferry left late.", "Nobody was told.", "The next goes at six.")


def states(hand: Hand, key: str) -> list[str]:
    """The texts that one key leads to, until it leads no further."""
    found = [hand.text]
    idle = 0
    while idle < 5:
        hand.key(key)
        idle = 0 if hand.text != found[-1] else idle + 1
        if not idle:
            found.append(hand.text)
        assert len(found) < 500, "the key has no end"
    return found


def write(hand: Hand, paragraphs: tuple[str, ...] = PARAGRAPHS) -> None:
    """Write paragraphs at the end, in the view on top."""
    hand.end()
    for words in paragraphs:
        hand.type(words)
        hand.type("\n\n" if hand.pane.body.as_source else "\n")


def test_what_the_page_wrote_is_undone_in_the_markdown_in_its_steps(opens: Opens) -> None:
    hand = opens("")
    write(hand)
    steps = states(hand, "Ctrl+Z")
    assert len(steps) > len(PARAGRAPHS)
    states(hand, "Ctrl+Shift+Z")
    hand.toggle()
    assert states(hand, "Ctrl+Z") == steps
    assert steps[-1] == ""
    assert not hand.story.dirty
    assert states(hand, "Ctrl+Shift+Z") == steps[::-1]


def test_what_the_markdown_wrote_is_undone_on_the_page_in_its_steps(opens: Opens) -> None:
    hand = opens(STORY)
    hand.toggle()
    write(hand)
    steps = states(hand, "Ctrl+Z")
    assert len(steps) > len(PARAGRAPHS)
    states(hand, "Ctrl+Shift+Z")
    hand.toggle()
    assert states(hand, "Ctrl+Z") == steps
    assert not hand.story.dirty
    assert states(hand, "Ctrl+Shift+Z") == steps[::-1]


@pytest.mark.parametrize("at_last", ["page", "Markdown"])
def test_many_turns_from_view_to_view_are_one_stack(opens: Opens, at_last: str) -> None:
    hand = opens(STORY)
    seen = [hand.text]
    for turn in range(8):
        for words in ("one", "two"):
            hand.caret("First" if turn % 3 else "Last")
            hand.type(f" {words}{turn}")
            seen.append(hand.text)
            hand.caret("Head", after=False)
            hand.type("h")
            seen.append(hand.text)
        hand.toggle()
    if at_last == "Markdown":
        hand.toggle()
    assert states(hand, "Ctrl+Z") == seen[::-1]
    assert not hand.story.dirty
    assert states(hand, "Ctrl+Shift+Z") == seen


@pytest.mark.parametrize("at_last", ["page", "Markdown"])
def test_formats_and_tables_among_them(opens: Opens, at_last: str) -> None:
    hand = opens(STORY)
    seen = [hand.text]
    hand.select("First")
    hand.apply("bold")
    seen.append(hand.text)
    hand.caret("Last")
    hand.apply("heading2")
    seen.append(hand.text)
    hand.toggle()
    hand.select("here")
    hand.apply("italic")
    seen.append(hand.text)
    hand.toggle()
    hand.caret("1")
    hand.apply("row_below")
    seen.append(hand.text)
    hand.caret("b")
    hand.apply("quote")
    seen.append(hand.text)
    hand.paste("pasted")
    seen.append(hand.text)
    if at_last == "Markdown":
        hand.toggle()
    assert states(hand, "Ctrl+Z") == seen[::-1]
    assert not hand.story.dirty
    assert states(hand, "Ctrl+Shift+Z") == seen


def test_a_turn_in_the_middle_of_the_steps_goes_on_in_the_other_view(opens: Opens) -> None:
    hand = opens(STORY)
    write(hand)
    hand.toggle()
    write(hand, ("In the Markdown.",))
    back = states(hand, "Ctrl+Z")
    states(hand, "Ctrl+Shift+Z")
    found = [hand.text]
    for _ in range(300):
        hand.key("Ctrl+Z")
        if hand.text != found[-1]:
            found.append(hand.text)
            hand.toggle()
        if hand.text == STORY:
            break
    assert found == back
    for _ in range(300):
        hand.key("Ctrl+Shift+Z")
        if hand.text != found[-1]:
            found.append(hand.text)
            hand.toggle()
        if hand.text == back[0]:
            break
    assert found == [*back, *back[-2::-1]]


def test_typing_after_an_undo_ends_what_can_be_done_again(opens: Opens) -> None:
    hand = opens("")
    write(hand)
    hand.toggle()
    states_before = states(hand, "Ctrl+Z")
    states(hand, "Ctrl+Shift+Z")
    for _ in range(3):
        hand.key("Ctrl+Z")
    here = hand.text
    assert here in states_before
    hand.end()
    hand.type("Other.")
    other = hand.text
    hand.key("Ctrl+Shift+Z")
    assert hand.text == other
    back = states(hand, "Ctrl+Z")
    assert back == [other, *states_before[states_before.index(here) :]]
    assert states(hand, "Ctrl+Shift+Z") == back[::-1]
    hand.toggle()
    assert states(hand, "Ctrl+Z") == back


def test_steps_undone_in_one_view_can_be_done_again_in_the_other(opens: Opens) -> None:
    hand = opens(STORY)
    hand.caret("First")
    hand.type("X")
    one = hand.text
    hand.toggle()
    hand.caret("Last")
    hand.type("Y")
    two = hand.text
    hand.key("Ctrl+Z")
    hand.toggle()
    hand.key("Ctrl+Z")
    assert hand.text == STORY
    hand.key("Ctrl+Shift+Z")
    assert hand.text == one
    hand.key("Ctrl+Shift+Z")
    assert hand.text == two


@pytest.mark.parametrize("seed", range(8))
def test_every_state_comes_back_whatever_the_order(opens: Opens, seed: int) -> None:
    """Words, turns to the other view, steps back and forth: a list of texts tells what must be."""
    dice = random.Random(seed)
    hand = opens(STORY)
    texts, at = [hand.text], 0
    for number in range(60):
        act = dice.choice(["write", "write", "write", "turn", "turn", "back", "back", "forth"])
        if act == "write":
            hand.caret(dice.choice(["Head", "First", "here", "Last"]))
            hand.type(f"{dice.choice('xyz')}{number}")
            at += 1
            texts[at:] = [hand.text]
        elif act == "turn":
            hand.toggle()
        elif act == "back" and at:
            hand.key("Ctrl+Z")
            at -= 1
        elif act == "forth" and at + 1 < len(texts):
            hand.key("Ctrl+Shift+Z")
            at += 1
        assert hand.text == texts[at], (number, act)
    assert states(hand, "Ctrl+Z")[-1] == STORY
    assert not hand.story.dirty
    assert states(hand, "Ctrl+Shift+Z")[-1] == texts[-1]


@pytest.mark.parametrize("first", ["page", "Markdown"])
def test_saves_among_them_are_no_steps(opens: Opens, first: str) -> None:
    hand = opens(STORY)
    tasks = hand.pane.workbench.tasks
    if first == "Markdown":
        hand.toggle()
    seen = [hand.text]
    for number in range(4):
        hand.caret("Last")
        hand.type(f" a{number}")
        seen.append(hand.text)
        hand.story.save()
        assert tasks.wait_idle()
        hand.caret("First")
        hand.type("b")
        seen.append(hand.text)
        if number == 1:
            hand.toggle()
    hand.toggle()
    hand.story.save()
    assert tasks.wait_idle()
    assert states(hand, "Ctrl+Z") == seen[::-1]
    hand.story.save()
    assert tasks.wait_idle()
    assert states(hand, "Ctrl+Shift+Z") == seen


def long(words: int) -> str:
    """So many words in paragraphs of thirty-six."""
    each = "word and *another* word of a text that is rather long, "
    return "\n\n".join(each * 3 for _ in range(words // 36)) + "\n"


def turned(opens: Opens, words: int) -> float:
    """Write on the page of a long story, undo it all in the Markdown: the time of a step."""
    hand = opens(long(words))
    assert hand.pane.workbench.tasks.wait_idle()
    for _ in range(50):
        QApplication.processEvents()
    hand.end()
    for number in range(12):
        hand.type(f"Sentence {number}.\n")
    hand.toggle()
    took, seen = [], [hand.text]
    for _ in range(24):
        began = process_time()
        hand.key("Ctrl+Z")
        took.append(process_time() - began)
        if hand.text != seen[-1]:
            seen.append(hand.text)
    assert len(seen) > 12
    assert seen[-1] == long(words)
    assert not hand.story.dirty
    assert states(hand, "Ctrl+Shift+Z") == seen[::-1]
    return median(took)


def test_ten_thousand_words_make_a_step_of_the_other_view_little_slower(opens: Opens) -> None:
    """What it does to the text goes by the block; to read and compare the whole remains, so that
    ten times the words may take a few times as long (seen: twice), never ten times."""
    assert turned(opens, 10_000) < 5 * turned(opens, 1_000)
