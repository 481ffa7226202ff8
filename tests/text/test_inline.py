"""Patterns that are left out would have found nothing."""

from __future__ import annotations

import random

import pytest
from markdown import Markdown
from markdown.treeprocessors import InlineProcessor

from newsroom.assets import asset
from newsroom.text.dialect import converter, page_converter, render
from newsroom.text.inline import QuickInline
from newsroom.text.parse import Parser

PIECES = [
    "a", "b ", " c", "word", "`", "``", "\\", "\\*", "*", "**", "***", "_", "__", "[", "]", "](x)",
    "![", "![a](b)", "[^1]", "[^1]: note\n", "[r][r]", "\n\n[r]: http://x.y\n\n", "<", ">", "<b>",
    "</b>", "<http://a.b>", "<a@b.c>", "&", "&amp;", "&#38;", "%%", "%%x%%", "~", "~~", "~~x~~",
    "^", "^2^", "  \n", "\n", "\n\n", "# ", "- ", "> ", "1. ", "| a | b |\n|---|---|\n| c | d |\n",
    '{: credit="A" }', "{: .x }", "*[HTML]: Hyper\n", "HTML", "سلام", "\u200c", ":::", "::: box\n",
    "https://x.y/z",
]  # fmt: skip


def theirs(make: object) -> Markdown:
    """A converter with Python-Markdown's own step in the place of ours."""
    md: Markdown = make()  # type: ignore[operator]
    md.treeprocessors.register(InlineProcessor(md), "inline", 20)
    return md


def texts() -> list[str]:
    dice = random.Random(3)
    made = ["".join(dice.choices(PIECES, k=dice.randint(1, 25))) for _ in range(700)]
    return [asset("help", "markdown.md").read_text("utf-8"), *made]


@pytest.mark.parametrize("make", [converter, page_converter], ids=["editor", "page"])
def test_what_comes_out_is_the_same(make: object) -> None:
    ours: Markdown = make()  # type: ignore[operator]
    other = theirs(make)
    assert isinstance(ours.treeprocessors["inline"], QuickInline)
    for text in texts():
        # One converter for all texts, as the worker has it; the other is new to each.
        assert ours.reset().convert(text) == other.reset().convert(text), repr(text)


def test_a_converter_that_read_others_reads_as_a_new_one() -> None:
    md = page_converter()
    for text in texts():
        assert render(text, md) == render(text), repr(text)


def test_a_pattern_that_is_not_known_is_always_tried() -> None:
    parser = Parser()
    inline = parser._md.treeprocessors["inline"]
    assert isinstance(inline, QuickInline)
    parser.blocks("Plain words.")
    assert not inline._known, "the editor's own patterns stand among them"
