"""Numbers of a list's items behind one that came or went: as the writer was counting."""

from __future__ import annotations

from dataclasses import replace

import pytest

from newsroom.text.document import Document, Run

COUNTED = "1. a\n2. b\n3. c\n"


@pytest.mark.parametrize(
    ("source", "longer", "shorter"),
    [
        (COUNTED, "1. a\n2. new\n3. b\n4. c\n", "1. a\n2. c\n"),
        ("1. a\n1. b\n1. c\n", "1. a\n1. new\n1. b\n1. c\n", "1. a\n1. c\n"),
        ("7.  a\n8.  b\n9.  c\n", "7.  a\n8.  new\n9.  b\n10.  c\n", "7.  a\n8.  c\n"),
        ("1. a\n5. b\n9. c\n", "1. a\n2. new\n5. b\n9. c\n", "1. a\n9. c\n"),  # no counting
    ],
)
def test_the_later_items_go_on_counting(source: str, longer: str, shorter: str) -> None:
    document = Document.open(source)
    blocks = list(document.blocks)
    new = replace(blocks[0], runs=(Run("new"),))
    assert document.write([blocks[0], new, *blocks[1:]]).source == longer
    assert document.write([blocks[0], blocks[2]]).source == shorter


def test_a_word_in_an_item_touches_no_number() -> None:
    document = Document.open("1. a\n3. b\n4. c\n")
    blocks = list(document.blocks)
    blocks[2] = replace(blocks[2], runs=(Run("c d"),))
    assert document.write(blocks).source == "1. a\n3. b\n4. c d\n"
