"""What an editor shows of a comparison, of either text; and what follows the keys."""

from __future__ import annotations

import random

import pytest

from newsroom.text.blocks import BlockKind, picture_of
from newsroom.text.compare import Comparison, Story, compare
from newsroom.text.document import Document
from newsroom.text.live import Live
from newsroom.text.parse import Parser
from newsroom.text.signs import BEFORE, BEHIND, Line, Place, Sign, field_line, signs_of, source_line
from tests.text.editing import pair

PAIRS = 80


@pytest.fixture(scope="module")
def parser() -> Parser:
    return Parser()


def drawn(line: Line) -> str:
    """A line as a picture: {added} of its text, [-ghost] and [+ghost] between."""
    marks = [(m.start, 2, "{") for m in line.stretches]
    marks += [(m.end, 0, "}") for m in line.stretches]
    marks += [(g.at, 1, f"[{'-' if g.sign is Sign.CUT else '+'}{g.text}]") for g in line.ghosts]
    text = line.text
    for at, _order, sign in sorted(marks, reverse=True):
        text = text[:at] + sign + text[at:]
    return text


def body(old: str, new: str, *, side: bool) -> list[str]:
    return [drawn(line) for line in signs_of(compare(Story(old), Story(new)), new=side).values()]


def test_additions_are_stretches_of_the_new_text_and_ghosts_over_the_old_one() -> None:
    old, new = "The last boat leaves at ten.\n", "The boat leaves at noon.\n"
    assert body(old, new, side=True) == ["The [-last ]boat leaves at [-ten]{noon}."]
    assert body(old, new, side=False) == ["The {last }boat leaves at {ten}[+noon]."]


def test_a_split_a_join_a_paragraph_that_went_and_a_row_that_changed() -> None:
    assert body("One two.\n", "One\n\ntwo.\n", side=True) == ["One[+¶][- ]"]
    assert body("One.\n\nTwo.\n", "One. Two.\n", side=True) == ["One.[-¶]{ }Two."]
    (line,) = body("One.\n\nGone it is.\n\nThree.\n", "One.\n\nThree.\n", side=True)
    assert line == "One.[-Gone it is.]"
    table = "| a | b |\n| - | - |\n| one | two |\n"
    found = signs_of(compare(Story(table), Story(table.replace("two", "six"))), new=True)
    assert list(found) == [(0, 1, 1)]


def test_what_stands_behind_a_table_stands_in_none_of_its_cells() -> None:
    rows = "| Port | Ships |\n| - | - |\n| Oslo | 12 |\n"
    row, words = "| Riga | 7 |\n", "\nMore ships came.\n"
    for more in (row, words, row + words):
        for tail in ("", "\nThe end.\n"):
            old, new = rows + tail, rows + more + tail
            for made, side in ((compare(Story(old), Story(new)), False),
                               (compare(Story(new), Story(old)), True)):  # fmt: skip
                found = signs_of(made, new=side)
                assert list(found) == [(0, BEHIND, 0)], (more, tail, side)
                ghosts = [ghost.text for ghost in found[0, BEHIND, 0].ghosts]
                here = ["Riga · 7"] * (row in more) + ["More ships came."] * (words in more)
                assert ghosts == here
                told = {number for line in found.values() for number in line.changes}
                assert told == {change.number for change in made.shown}
    between = signs_of(
        compare(Story(rows), Story(rows.replace("| Oslo", row + "| Oslo"))), new=False
    )
    assert [(place, drawn(line)) for place, line in between.items()] == [
        ((0, 0, 1), "Ships[+Riga · 7]")
    ]


def test_what_stands_before_a_table_that_begins_the_text_stands_in_none_of_its_cells() -> None:
    rows, words = "| Port | Ships |\n| - | - |\n| Oslo | 12 |\n", "More ships came.\n\n"
    for old, new, side in ((rows, words + rows, False), (words + rows, rows, True)):
        made = compare(Story(old), Story(new))
        found = signs_of(made, new=side)
        assert [(place, drawn(line)) for place, line in found.items()] == [
            ((0, BEFORE, 0), f"[{'-' if side else '+'}More ships came.]")
        ]
        assert {n for line in found.values() for n in line.changes} == {
            change.number for change in made.shown
        }
    both = signs_of(compare(Story(rows), Story(words + rows.replace("Port", "Port x"))), new=False)
    assert list(both) == [(0, BEFORE, 0), (0, 0, 0)], "a cell keeps what is its own"


def test_fields_and_source_are_lines_of_their_own() -> None:
    made = compare(Story("A b.\n", {"headline": "Old"}), Story("A **b**.\n", {"headline": "New"}))
    assert "{New}" in drawn(field_line(made, "headline", new=True))
    source = source_line(made, new=True)
    assert source.text == "A **b**.\n"
    assert source.stretches


def said(source: str, place: Place) -> str | None:
    """What the block, cell or picture of that place says."""
    blocks = Document.open(source).blocks
    if not 0 <= place[0] < len(blocks):
        return None
    block = blocks[place[0]]
    if block.kind is BlockKind.TABLE:
        if place[1] < 0:
            return ""
        return "".join(run.text for run in block.rows[place[1]][place[2]])
    if picture_of(block):
        return "\ufffc"
    return block.text or "".join(run.text for run in block.runs)


def fitting(lines: dict[Place, Line], source: str) -> tuple[int, int]:
    """How many lines say what their place says, of how many. The others are source of several
    blocks, which an editor marks as a whole."""
    right = [line.text == said(source, place) for place, line in lines.items() if place[0] >= 0]
    return sum(right), len(right)


def test_lines_are_the_texts_own_and_every_change_shows(parser: Parser) -> None:
    right = lines = shown = lacking = 0
    for seed in range(1, PAIRS + 1):
        old, new = pair(seed)
        if "\r" in old + new:
            continue
        made: Comparison = compare(Story(old), Story(new), parser)
        for side, source in ((True, new), (False, old)):
            found = signs_of(made, new=side)
            good, all_ = fitting(found, source)
            right, lines = right + good, lines + all_
            told = {number for line in found.values() for number in line.changes}
            shown += len(made.shown)
            lacking += len({change.number for change in made.shown} - told)
    assert right / lines > 0.95
    assert lacking / shown < 0.005


def test_a_glance_marks_what_a_whole_comparison_marks(parser: Parser) -> None:
    """Words typed, cut and pasted into the middle of a text that was compared before."""
    same = all_ = 0
    for seed in range(1, PAIRS // 2):
        old, new = pair(seed)
        if "\r" in old + new:
            continue
        made = compare(Story(old), Story(new), parser)
        live = Live(made, signs_of(made, new=True))
        dice = random.Random(seed)
        at = dice.randrange(len(new) + 1)
        text = new[:at] + dice.choice([" typed ", "x", "\n\nnew here\n\n", ""]) + new[at + 7 :]
        found = live.glance(text, parser)
        if found is None:
            continue  # too far for a glance: the whole comparison tells it
        near = {place: drawn(line) for place, line in found.items()}
        whole = compare(Story(old), Story(text), parser)
        far = {place: drawn(line) for place, line in signs_of(whole, new=True).items()}
        same += near == far
        all_ += 1
    assert all_ > PAIRS // 5
    assert same / all_ > 0.8
