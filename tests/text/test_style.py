"""What is rewritten stays in the writer's own style, and only the touched line, item or row is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from newsroom.text.blocks import blocks_key
from newsroom.text.document import Block, BlockKind, Document, Marks, Run
from newsroom.text.parse import render


def typed(word: str, new: str) -> Callable[[list[Block]], list[Block]]:
    """Replaces a word in the block or cell that holds it."""

    def change(blocks: list[Block]) -> list[Block]:
        def runs(old: tuple[Run, ...]) -> tuple[Run, ...]:
            return tuple(Run(run.text.replace(word, new), run.marks) for run in old)

        return [
            replace(b, runs=runs(b.runs), rows=tuple(tuple(map(runs, row)) for row in b.rows))
            for b in blocks
        ]

    return change


def edited(source: str, change: Callable[[list[Block]], list[Block]]) -> str:
    document = Document.open(source)
    blocks = change(list(document.blocks))
    written = document.write(blocks)
    assert written.unproven == ()
    assert blocks_key(Document.open(written.source).blocks) == blocks_key(blocks)
    return written.source


@pytest.mark.parametrize(
    ("source", "word", "new", "expected"),
    [
        ("Old title\n=====\n", "Old", "New", "New title\n=====\n"),
        ("Old title\n---------\n", "Old", "Much newer", "Much newer title\n----------------\n"),
        ("## Old title ##\n", "title", "head", "## Old head ##\n"),
        ("##Old\n", "Old", "New", "##New\n"),
        ("* old\n* b\n", "old", "new", "* new\n* b\n"),
        ("*   old\n*   b\n", "old", "new", "*   new\n*   b\n"),
        ("+ a\n\n+ old\n", "old", "new", "+ a\n\n+ new\n"),
        ("1. a\n1. old\n1. c\n", "old", "new", "1. a\n1. new\n1. c\n"),
        ("3.  a\n7.  old\n", "old", "new", "3.  a\n7.  new\n"),
        ("- a\n    * old\n    + c\n", "old", "new", "- a\n    * new\n    + c\n"),
        ("* a\n\n\n* old\n\n    para _x_\n", "old", "new", "* a\n\n\n* new\n\n    para _x_\n"),
        ("* a __b__\n* old\n* c &amp; d\n", "old", "new", "* a __b__\n* new\n* c &amp; d\n"),
        ("> old\nlazy\n", "old", "new", "> new\nlazy\n"),
        (">old\n>\n>* x\n", "old", "new", ">new\n>\n>* x\n"),
        ("> a\n\n> old\n", "old", "new", "> a\n\n> new\n"),
        ("A __b__ and _c_ old.\n", "old", "new", "A __b__ and _c_ new.\n"),
        ("Old\nwrapped \nlines  \nend\n", "Old", "New", "New\nwrapped \nlines  \nend\n"),
        ("[sic] old &nbsp; AT&T\n", "old", "*x*", "[sic] \\*x\\* &nbsp; AT&T\n"),
        ("a | b\n--|--:\nold | `2`\n3 | 4\n", "old", "new", "a | b\n--|--:\nnew | `2`\n3 | 4\n"),
        (
            "| Name   | Age |\n|:-------|----:|\n| old    |   1 |\n|  x|  2|\n",
            "old",
            "longer",
            "| Name   | Age |\n|:-------|----:|\n| longer |   1 |\n|  x|  2|\n",
        ),
        ("see [the old][r] one\n\n[r]: /x\n", "one", "two", "see [the old][r] two\n\n[r]: /x\n"),
        ("::: box A\nold\n\n* b\n:::\n", "old", "new", "::: box A\nnew\n\n* b\n:::\n"),
        (":::: pullquote\n__old__\n::::\n", "old", "new", ":::: pullquote\n__new__\n::::\n"),
        ("`````\nold\n`````\n", "old", "new", "`````\nold\n`````\n"),
        ("- [x] old\n- [ ] b\n", "old", "new", "- [x] new\n- [ ] b\n"),
    ],
)
def test_only_the_touched_words_change(source: str, word: str, new: str, expected: str) -> None:
    assert edited(source, typed(word, new)) == expected


def after_first(block: Block) -> Callable[[list[Block]], list[Block]]:
    def change(blocks: list[Block]) -> list[Block]:
        first = blocks[0]
        made = replace(block, stack=first.stack, item=first.item, tight=first.tight, segment=0)
        return [first, made, *blocks[1:]]

    return change


NEW = Block(BlockKind.PARAGRAPH, runs=(Run("new "), Run("word", Marks(bold=True))))


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("* a\n* __b__\n", "* a\n* new __word__\n* __b__\n"),
        ("+   a\n+   b\n", "+   a\n+   new **word**\n+   b\n"),
        ("1. a\n1. b\n", "1. a\n1. new **word**\n1. b\n"),
        ("1. a\n2. b\n3. c\n", "1. a\n2. new **word**\n3. b\n4. c\n"),
    ],
)
def test_a_new_item_follows_the_list(source: str, expected: str) -> None:
    assert edited(source, after_first(NEW)) == expected


def test_a_new_row_follows_the_table() -> None:
    def add(blocks: list[Block]) -> list[Block]:
        table = blocks[0]
        return [replace(table, rows=(*table.rows, ((Run("5"),), (Run("6"),))))]

    assert edited("a | b\n--|--:\n1 |  2\n", add) == "a | b\n--|--:\n1 |  2\n5 | 6\n"
    assert edited("|a|b|\n|-|-|\n|1|  2|\n", add) == "|a|b|\n|-|-|\n|1|  2|\n| 5 | 6 |\n"


def test_a_level_is_changed_in_place() -> None:
    def deeper(blocks: list[Block]) -> list[Block]:
        return [replace(blocks[0], level=blocks[0].level + 1)]

    assert edited("# A _b_ #\n", deeper) == "## A _b_ ##\n"
    assert edited("A __b__\n===\n", deeper) == "A __b__\n---\n"
    assert edited("A __b__\n-------\n", deeper) == "### A __b__\n"


def test_what_is_new_in_a_text_is_spelt_as_the_text_is() -> None:
    source = "Some __strong__ words.\n\n* a\n* b\n"
    document = Document.open(source)
    fresh = Block(BlockKind.PARAGRAPH, runs=(Run("very", Marks(bold=True)), Run(" new")))
    written = document.write([*document.blocks, fresh])
    assert written.source == source + "\n__very__ new\n"


@pytest.mark.parametrize(
    ("source", "after"),
    [
        ("۱. یک\n۲. دو\n", "۱. یک\n۲. دو\n۳. سه\n"),
        ("۹. نه\n", "۹. نه\n۱۰. سه\n"),
        ("١. واحد\n", "١. واحد\n٢. سه\n"),
        ("1. یک\n", "1. یک\n2. سه\n"),
    ],
)
def test_a_list_goes_on_in_its_own_digits(source: str, after: str) -> None:
    document = Document.open(source)
    last = document.blocks[-1]
    written = document.write([*document.blocks, replace(last, runs=(Run("سه"),))])
    assert written.source == after
    assert not written.unproven


def test_a_new_list_is_counted_in_digits_that_every_program_reads() -> None:
    """Markdown elsewhere knows no others; the page shows those of its language."""
    document = Document.open("")
    (item,) = Document.open("1. یک\n").blocks
    assert document.write([replace(item, segment=-1)]).source == "1. یک\n"


@pytest.mark.parametrize(
    ("source", "start"), [("۱. یک\n", ""), ("۳. سه\n", ' start="3"'), ("4. x\n", ' start="4"')]
)
def test_a_page_counts_from_the_number_that_was_written(source: str, start: str) -> None:
    assert f"<ol{start}>" in render(source)
