"""Words alone are read without the parser, and as the parser would read them."""

from __future__ import annotations

import random

import pytest

from newsroom.text.document import Document, blocks_key
from newsroom.text.parse import Parser
from newsroom.text.plain import is_line, is_words, printed, stands_apart
from newsroom.text.segments import SegmentKind

LETTERS = "ab Z.,;:!?'\"()/-–—…=+#$@«»“”0123456789 سلام‌ها é😀\u00a0é "
NOT = (
    "", " a", "1. one", "- a", "# a", "> a", ": a", "a\nb", "a\tb", "a  \nb", "*a*", "a_b_",
    "a `b`", "a [b]", "a <b>", "a &amp; b", "a\\*", "a ~b~", "a ^b^", "a %%b%%", "a {: .b}",
    "a | b", "a ", "a credit=b", "a\x02b", "a\u2028b", "a\u00a0", "_", "***", "---", "=a",
)  # fmt: skip


@pytest.mark.parametrize("text", NOT)
def test_whatever_may_be_a_mark_goes_to_the_parser(text: str) -> None:
    assert not is_words(text)


def test_words_are_what_the_parser_reads(monkeypatch: pytest.MonkeyPatch) -> None:
    dice = random.Random(5)
    slow = Parser()
    monkeypatch.setattr("newsroom.text.parse.is_words", lambda _text: False)
    tried = 0
    for _turn in range(400):
        text = "".join(dice.choice(LETTERS) for _ in range(dice.randrange(1, 40)))
        if not is_words(text):
            continue
        tried += 1
        read = slow.blocks(text)
        assert len(read) == 1
        assert [run.text for run in read[0].runs] == [text]
        assert not read[0].stack
        assert slow.prints(slow.tree(text)) == [printed(text)]
        with monkeypatch.context() as quick:
            quick.setattr("newsroom.text.parse.is_words", is_words)
            assert blocks_key(slow.blocks(text)) == blocks_key(read)
    assert tried > 50


def test_words_under_words_are_one_paragraph_and_a_line_below_a_heading() -> None:
    whole = Document.open("One\n\nTwo\n===\n\nThree\n: four\n\nFive\n")
    kinds = [piece.kind for piece in whole._pieces]
    assert kinds == [SegmentKind.TEXT, SegmentKind.TEXT, SegmentKind.TEXT, SegmentKind.TEXT]
    assert whole.write(whole.blocks).source == whole.source


def test_a_paragraph_of_words_costs_the_parser_one_look(monkeypatch: pytest.MonkeyPatch) -> None:
    looks: list[str] = []
    tree = Parser.tree

    def watched(self: Parser, text: str, *more: object) -> object:
        looks.append(text)
        return tree(self, text, *more)  # type: ignore[arg-type]

    monkeypatch.setattr(Parser, "tree", watched)
    text = "Words alone.\n\nMore of them.\n"
    assert [block.runs[0].text for block in Document.open(text).blocks] == [
        "Words alone.",
        "More of them.",
    ]
    assert looks == [text]


OPENING = (
    "- a", "* a", "1. a", "# a", "> a", ": a", "***", "___", "*[HTML]: a", "[a]: b", "```", "a\nb",
    "::: box", "    a", "a <b>", "", "| a |", "a\tb", "^a", "~~~",
)  # fmt: skip


@pytest.mark.parametrize("text", OPENING)
def test_what_may_open_a_block_is_no_line(text: str) -> None:
    assert not is_line(text)


def test_lines_stay_apart_whatever_marks_are_in_them() -> None:
    dice = random.Random(9)
    parser = Parser()
    letters = LETTERS + "*_`[]{}:|^~&\\%!"
    for _turn in range(200):
        lines = [
            dice.choice(("a", "Z", "س", "*b", "**c", "_d", "# e", "### *f", "g"))
            + "".join(dice.choice(letters) for _ in range(dice.randrange(1, 30)))
            for _ in "ab"
        ]
        assert all(map(stands_apart, lines))
        alone = [parser.prints(parser.tree(line)) for line in lines]
        for line, seen in zip(lines, alone, strict=True):
            assert seen == [printed(line)] or not is_line(line)
        assert parser.prints(parser.tree("\n\n".join(lines))) == [*alone[0], *alone[1]]
