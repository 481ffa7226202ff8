"""Hostile text: opened at once, kept to the byte."""

import time

import pytest

from newsroom.news.recent import EXCERPT_LENGTH
from newsroom.text.counts import characters, count_words
from newsroom.text.document import Document
from newsroom.text.excerpt import plain_text, teaser
from newsroom.text.guard import guard
from newsroom.text.notes import count_open
from newsroom.text.outline import headings

SECONDS = 10  # of CPU; each takes well under one, unguarded they take minutes

KILLERS = {
    "brackets": "[",
    "cdata": "<![CDATA[",
    "pairs": "[a][b",
    "links": "[a](b ",
    "open links": "[a](",
    "pictures": "![",
    "addresses": "<http://a ",
    "attributes": '<a b="',
    "ticks": "`a``",
    "quotes": "> ",
    "bullets": "- ",
    "stars": "* ",
    "numbers": "1. ",
    "emphasis": "*a **a ",
    "unpaired emphasis": "*a **b** snake_case ",
    "entities": "&a;",
    "comments": "<!--",
    "tags": "<div>",
    "headings": "# a\n",
    "rows": "- a\n",
    "breaks": "a  \n",
    "tables": "|a",
    "notes": "[^a]",
    "definitions": "[^a]: b\n\n",
    "abbreviations": "*[a]: b\n",
    "braces": "{: a",
    "underscores": "_a_ ",
    "tildes": "~~a",
    "nested": "    - a\n",
    "note-outs": "%%",
    "open note-outs": "%%a ",
    "closed note-outs": "%%a%%b",
    "note-outs and ticks": "%%a`",
    "subscripts": "~a",
    "superscripts": "^a",
    "high and low": "~a^b",
    "colons": ":::",
    "fences of boxes": ":::\n",
    "open boxes": "::: box\n",
    "open boxes apart": "::: box a\n\nb\n\n",
    "boxes": "::: box a\n\nb\n\n:::\n\n",
    "credits": '![a](b){: credit="',
    "facts to come": "TK ",
    "one long TK": "TK",
}


@pytest.mark.parametrize("name", KILLERS)
def test_hostile_text_never_stalls(name: str) -> None:
    source = KILLERS[name] * 32_000
    start = time.process_time()
    document = Document.open(source)
    assert document.write(document.blocks).source == source
    assert count_words(source) >= 0
    assert characters(source) >= 0
    assert len(teaser(plain_text(source))) <= EXCERPT_LENGTH
    headings(source)
    count_open(source)
    assert time.process_time() - start < SECONDS


@pytest.mark.parametrize("name", KILLERS)
def test_between_honest_paragraphs_only_the_hostile_one_is_a_card(name: str) -> None:
    source = f"Before.\n\n{KILLERS[name] * 600}\n\nAfter.\n"
    start = time.process_time()
    document = Document.open(source)
    assert document.write(document.blocks).source == source
    assert time.process_time() - start < SECONDS


def test_nesting_beyond_the_parsers_stack_stays_source() -> None:
    source = "".join("    " * n + "- a\n" for n in range(400))
    document = Document.open(source)
    assert document.write(document.blocks).source == source


def test_a_reason_is_given_in_a_sentence() -> None:
    assert guard("honest text") is None
    for text in ("a" * 60_000, "[" * 500, "a\n" * 3_000, "> " * 30):
        assert (guard(text) or "").endswith("shown as source.")


def test_a_long_line_under_a_heading_is_no_nesting() -> None:
    assert guard("A title\n" + "-" * 60) is None
    assert guard("-" * 80) is None
    assert guard("***" * 20) is None
