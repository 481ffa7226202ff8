"""Spaces in a text's first line are no code, in the editor as on the page."""

from __future__ import annotations

import pytest

from newsroom.text.document import BlockKind, Document
from newsroom.text.parse import render


@pytest.mark.parametrize("lead", ["", " ", "    ", "\t", "      \n"])
def test_a_blank_first_line_says_nothing(lead: str) -> None:
    source = f"{lead}\nOne.\n\n- two\n"
    document = Document.open(source)
    assert render(source).replace("\n", "") == "<p>One.</p><ul><li>two</li></ul>"
    assert [block.kind for block in document.blocks] == [BlockKind.PARAGRAPH, BlockKind.PARAGRAPH]
    assert document.blocks[1].item is not None
    assert document.write(document.blocks).source == source


def test_code_in_the_first_line_is_code() -> None:
    assert render("    x = 1\n") == "<pre><code>x = 1\n</code></pre>"
