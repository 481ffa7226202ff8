"""What writing a paragraph costs, told by calls and not by time."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace
from types import FrameType

import pytest

from newsroom.text.blocks import Block, BlockKind, Run, Runs
from newsroom.text.document import Document
from newsroom.text.write import Writer, _escape


def calls(act: Callable[[], str]) -> tuple[str, int]:
    """What it wrote, and how many functions it called, our own and Python's."""
    count = 0

    def called(_frame: FrameType, what: str, _arg: object) -> None:
        nonlocal count
        count += what in ("call", "c_call")

    sys.setprofile(called)
    try:
        written = act()
    finally:
        sys.setprofile(None)
    return written, count


PLAIN = "The ferry left the harbour at noon with forty on board " * 40


@pytest.mark.parametrize("level", [0, 1, 2])
def test_plain_words_are_not_looked_at_letter_by_letter(level: int) -> None:
    written, count = calls(lambda: _escape(PLAIN, level, cell=False))
    assert written == PLAIN
    assert count < 10


def test_a_letter_in_a_table_writes_one_of_its_cells(monkeypatch: pytest.MonkeyPatch) -> None:
    spelt: list[Runs] = []
    real = Writer._spelt_cell

    def cell(self: Writer, runs: Runs) -> str:
        spelt.append(runs)
        return real(self, runs)

    monkeypatch.setattr(Writer, "_spelt_cell", cell)
    rows = tuple(tuple((Run(f"r{n} *c*{at}"),) for at in range(4)) for n in range(30))
    table = Block(BlockKind.TABLE, rows=rows, align=(None,) * 4)
    document = Document.open("")
    before = document.write([table]).source
    assert len(spelt) == 120
    changed = ((*rows[0][:3], (Run("another"),)), *rows[1:])
    after = document.write([replace(table, rows=changed)]).source
    assert spelt[120:] == [(Run("another"),)]
    assert after == before.replace("r0 \\*c\\*3", "another")


def test_a_letter_in_a_paragraph_writes_that_one_with_few_calls() -> None:
    document = Document.open("\n\n".join(f"The {n}th ferry left at noon." for n in range(300)))
    blocks = list(document.blocks)

    def written(words: str) -> str:
        blocks[7] = replace(blocks[7], runs=(Run(words),))
        return document.write(blocks).source

    written("The ferry left at noon, o")
    written("The ferry left at noon, on")
    text, count = calls(lambda: written("The ferry left at noon, one"))
    assert "\n\nThe ferry left at noon, one\n\n" in text
    assert count < 400
