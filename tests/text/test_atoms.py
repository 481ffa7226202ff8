"""What an edit leaves of a tag is words; what the parser took for source stays whole."""

from __future__ import annotations

import random

import pytest

from newsroom.text import atoms
from newsroom.text.blocks import Block, BlockKind, Marks, Run, normal
from newsroom.text.document import Document
from tests.text.odd import ODD
from tests.text.stories import story

RAW = Marks(raw=True)


@pytest.mark.parametrize(
    "source",
    [
        "<b>",
        "</font>",
        "<br/>",
        '<a href="x>y" data-n=1 hidden>',
        "<span\nclass='x'>",
        "<!-- a -- b -->",
        "<?php echo 1 ?>",
        "<![CDATA[a > b]]>",
        "&nosuch;",
        "&#8203;",
        "&#x200b;",
        "[^1]",
        "[^a note]",
        "{: .lead }",
        "{ #here }",
        "{{ x }",
        '{: credit="A } B" }',
    ],
)
def test_a_whole_piece_of_source_stays_source(source: str) -> None:
    assert atoms.whole(source)
    assert normal([Run(source, RAW)]) == (Run(source, RAW),)
    for cut in range(1, len(source)):
        left, right = normal([Run(source[:cut], RAW)]), normal([Run(source[cut:], RAW)])
        assert not any(run.marks.raw and run.text == source for run in (*left, *right))
    assert normal([Run(source[:2], RAW), Run(source[2:], RAW)]) == (Run(source, RAW),)


def test_two_that_met_stay_source_and_what_is_left_of_one_is_words() -> None:
    assert normal([Run("<b><i>", RAW)]) == (Run("<b><i>", RAW),)
    bold = Marks(raw=True, bold=True)
    assert normal([Run("ont><b>x</", bold)]) == (
        Run("ont>", Marks(bold=True)),
        Run("<b>", bold),
        Run("x</", Marks(bold=True)),
    )


def test_half_a_tag_is_written_as_the_words_that_it_is() -> None:
    document = Document.open("Before <font>after</font>.\n\nMore > less.\n")
    first, more = document.blocks
    halves = (
        Block(BlockKind.PARAGRAPH, runs=(Run("Before "), Run("<f", RAW)), segment=first.segment),
        Block(
            BlockKind.PARAGRAPH,
            runs=(Run("ont>", RAW), Run("after"), Run("</font>", RAW), Run(".")),
            segment=first.segment,
        ),
    )
    written = document.write((*halves, more))
    assert written.source == "Before &lt;f\n\nont>after</font>.\n\nMore > less.\n"
    assert not written.unproven


def test_what_the_parser_takes_for_source_is_whole() -> None:
    dice = random.Random(11)
    found = 0
    for text in [*ODD, *(story(dice) for _ in range(60))]:
        for block in Document.open(text).blocks:
            for run in [*block.runs, *(r for row in block.rows for cell in row for r in cell)]:
                if run.marks.raw:
                    found += 1
                    assert all(kept for _text, kept in atoms.parted(run.text)), run.text
    assert found > 100


@pytest.mark.parametrize(
    ("text", "open_"),
    [
        ("a <f\n\nb > c", True),
        ("a <f\n  \nb", True),
        ("`a </f`\n\nb", True),
        ("a <f\nb>\n\nc", False),
        ("a <f", False),
        ("a < b\n\nc", False),
        ("plain\n\nwords", False),
    ],
)
def test_a_tag_that_its_block_does_not_close_reaches_on(text: str, open_: bool) -> None:
    assert atoms.reaches_on(text) is open_


@pytest.mark.parametrize("hostile", ["<a ", "<a b='", "<!--", "{", "[^", "<a\n", "<?", "<a \n \t"])
def test_no_pattern_stalls(hostile: str) -> None:
    text = hostile * 4_000
    assert not atoms.whole(text)
    assert "".join(piece for piece, _kept in atoms.parted(text[:4_000])) == text[:4_000]
    assert not atoms.reaches_on(text)
