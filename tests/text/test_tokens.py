"""A piece's source as tokens: nothing lost, and each word with its own signs."""

import pytest

from newsroom.text.parse import Parser
from newsroom.text.reading import Reading
from newsroom.text.tokens import cells, joined, said

PARSER = Parser()


@pytest.mark.parametrize(
    ("source", "cut"),
    [
        ("a **b c** d", "|a| |**b| |c**| |d|"),
        ("**b***i* x", "|**b***i*| |x|"),
        ('a [b c](http://x "a (t)") d', '|a| |[b| |c](http://x "a (t)")| |d|'),
        ("a [b](<http://x y>) c", "|a| |[b](<http://x y>)| |c|"),
        ("a [b](http://x/(y)) c", "|a| |[b](http://x/(y))| |c|"),
        ("<http://a.example> x", "|<http|:|/|/|a|.|example>| |x|"),
        ("a \\*b\\* c", "|a| |\\*|b|\\*| |c|"),
        ("un**believ**able", "|un**believ**able|"),
        ("a `b  c` d", "|a| |`b|  |c`| |d|"),
        ("a &nbsp; b", "|a| |&nbsp;| |b|"),
        ("a  \nb", "|a|  \n|b|"),
        ("> a\n> b", "> |a|\n> |b|"),
        ("- a\n    - b", "- |a|\n    - |b|"),
        ("- [x] done", "- [x] |done|"),
        ("Title\n=====", "|Title|\n====="),
        ("## Head ##", "## |Head| ##"),
        ("%%parked words%% out", "|%%parked| |words%%| |out|"),
        ("H~2~O and x^2^", "|H~2~O| |and| |x^2^|"),
        ("***a** b* c", "|***a**| |b*| |c|"),
        ("::: box Facts\n\nOne here.\n\n:::", "::: box Facts\n\n|One| |here|.|\n\n:::"),
    ],
)
def test_each_word_has_its_own_signs(source: str, cut: str) -> None:
    reading = Reading(source, PARSER)
    tokens = reading.tokens(reading.units[0])
    assert joined(tokens) == source
    assert "|".join(token.source for token in tokens).rstrip("|") == cut.rstrip("|")
    assert reading.traced(reading.units[0])


@pytest.mark.parametrize(
    "source",
    [
        "```py\nx\n```",
        "    code",
        "<div>x</div>",
        "---",
        "[a]: http://x",
        "```\n```",
        "- a\n\n        x",
    ],
)
def test_what_has_no_words_of_its_own_stands_as_it_is(source: str) -> None:
    reading = Reading(source, PARSER)
    assert joined(reading.tokens(reading.units[0])) == source
    assert not reading.traced(reading.units[0])


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("| a | b |", ["a", "b"]),
        ("a | b", ["a", "b"]),
        ("| a |  | `x \\| y` |", ["a", "", "`x \\| y`"]),
        ("| `a|b` | c", ["`a|b`", "c"]),
        ("| a \\| b |", ["a \\| b"]),
        ("| ` | c |", ["`", "c"]),
    ],
)
def test_cells_of_a_row(line: str, found: list[str]) -> None:
    assert [line[first:end] for first, end in cells(line)] == found


def test_words_of_a_piece_are_its_lines() -> None:
    reading = Reading("- a **b**\n    - c\n", PARSER)
    assert reading.words(reading.units[0]) == "a b\nc"
    assert said(reading.tokens(reading.units[0])) == "\na b\nc\n"
