"""The dialect is what resources/help/markdown.md says: every example, on the page and in the model.

The file is written for journalists; each ``markdown`` example is followed by the HTML that a
reader's page gets from it.
"""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from newsroom.export.clean import clean
from newsroom.text.blocks import BlockKind, blocks_key, embed_of, picture_of
from newsroom.text.document import Container, Document, Image, Run
from newsroom.text.parse import render

HELP = Path(__file__).parents[2] / "resources" / "help" / "markdown.md"
TEXT = HELP.read_text("utf-8")
_PAIR = re.compile(
    r"^````markdown\n(.*?)\n````\n\n````html\n(.*?)\n````$", re.DOTALL | re.MULTILINE
)
PAIRS = [pair.groups() for pair in _PAIR.finditer(TEXT)]
A_SCREEN = 45  # lines that a person reads of one construct without turning a page


def page(source: str) -> str:
    return re.sub(r"\n{2,}", "\n", clean(render(source), back="Back to {n}"))


@pytest.mark.parametrize(("source", "html"), PAIRS, ids=[source[:30] for source, _ in PAIRS])
def test_the_page_gets_what_the_help_says(source: str, html: str) -> None:
    assert page(source) == html


@pytest.mark.parametrize("source", [source for source, _ in PAIRS], ids=lambda s: s[:30])
def test_every_example_opens_and_is_written_anew(source: str) -> None:
    document = Document.open(source)
    assert document.write(document.blocks).source == source
    cards = [b for b in document.blocks if b.kind is BlockKind.SOURCE]
    if cards or "[" in source:
        return  # what is a card stands as it is, and definitions are the old document's
    written = Document.open("").write([replace(b, segment=-1) for b in document.blocks])
    assert written.unproven == ()
    assert blocks_key(Document.open(written.source).blocks) == blocks_key(document.blocks)
    assert page(written.source) == page(source)


def test_every_example_says_what_comes_of_it() -> None:
    assert TEXT.count("\n````markdown\n") == TEXT.count("\n````html\n") == len(PAIRS)
    assert len(PAIRS) > 25


def test_a_construct_is_one_screen() -> None:
    for section in re.split(r"^## ", TEXT, flags=re.MULTILINE)[1:]:
        outside = re.sub(r"````html\n.*?````", "", section, flags=re.DOTALL)
        assert outside.count("\n") < A_SCREEN, section[:40]


def test_a_picture_has_its_caption_and_credit() -> None:
    source = '![Boats](b.jpg "Last *ones*"){: credit="A \'B\' & C" }\n'
    (block,) = Document.open(source).blocks
    image = Image("b.jpg", "Boats", "Last *ones*", credit="A 'B' & C")
    assert picture_of(block) == image
    for change in (
        {"credit": ""},
        {"credit": "Both \"double\" and 'single'"},
        {"title": 'Said "it\'s" &amp; done'},
        {"title": None},
        {"alt": "a [b] `c` *d* &amp; \\e"},
        {"src": "a b(c.jpg"},
    ):
        new = replace(image, **change)
        runs = (Run("\ufffc", replace(block.runs[0].marks, image=new)),)
        written = Document.open(source).write([replace(block, runs=runs)])
        assert written.unproven == ()
        assert picture_of(Document.open(written.source).blocks[0]) == new
        assert page(written.source).startswith("<figure>")


def test_a_picture_among_words_or_with_other_attributes_is_none() -> None:
    for source in ("![a](b.png) words", '![a](b.png){: .wide credit="X" }', "words"):
        assert picture_of(Document.open(source).blocks[0]) is None


def test_an_address_alone_is_an_embed() -> None:
    for source in ("<https://example.org/x>", "> <https://example.org/x>"):
        (block,) = Document.open(source).blocks
        assert embed_of(block) == "https://example.org/x"
        assert '<p class="embed">' in page(source)
    for source in (
        "see <https://example.org/x>",
        "[https://example.org/x](https://example.org/x)",
        "- <https://example.org/x>",
        "- <https://example.org/x>\n\n- b",
        "<mailto:a@example.org>",
        "<desk@example.org>",
        "**<https://example.org/x>**",
    ):
        assert embed_of(Document.open(source).blocks[0]) is None
        assert 'class="embed"' not in page(source)


def test_boxes_and_pull_quotes_are_containers() -> None:
    source = "::: box A title\n# H\n- a\n:::\n\n::: pullquote\nWords.\n:::\n"
    heading, item, words = Document.open(source).blocks
    box, bullets, pull = heading.stack[0], item.stack[1], words.stack[0]
    assert (box.kind, box.title) == ("box", "A title")
    assert item.stack[0] == box
    assert bullets.kind == "ul"
    assert pull == Container("pull", pull.id)
    assert pull.id != box.id


@pytest.mark.parametrize(
    "source",
    [
        "::: box A\n\n::: box B\n\nb\n\n:::\n",
        "::: box never\n\nb\n",
        ":::\n\nb\n",
        "::: note\n\nb\n\n:::\n",
        "::: pullquote with words\n\nb\n\n:::\n",
        "> ::: box A\n> b\n> :::\n",
        "- ::: box A\n- :::\n",
        "::: box A\n\n:::\n",
        "::: box A\n\n<div>x</div>\n\n:::\n",
        "::: box A\n\n```\n:::\n```\n\nb\n\n:::\n",
        "```\n::: box\n```\n\nb\n\n:::\n",
        "text\n::: box A\nb\n:::\ntext\n",
    ],
)
def test_odd_fences_lose_nothing(source: str) -> None:
    document = Document.open(source)
    assert document.write(document.blocks).source == source
    for word in re.findall(r"\b[a-z]+\b", re.sub(r"^.*:::.*$|```", "", source, flags=re.MULTILINE)):
        assert word in page(source)


def test_colons_that_a_writer_types_open_nothing() -> None:
    for text in ("::: box A", ":::", "::: pullquote", "::::"):
        document = Document.open("")
        block = replace(Document.open("x").blocks[0], runs=(Run(text),), segment=-1)
        written = document.write([block])
        assert written.unproven == ()
        assert blocks_key(Document.open(written.source).blocks) == blocks_key([block])
