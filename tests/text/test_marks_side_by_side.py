"""Words with a mark directly beside words with another: each pair is written so that it is read."""

from __future__ import annotations

import itertools
from dataclasses import replace

import pytest

from newsroom.text.blocks import Marks, Run
from newsroom.text.document import Document
from newsroom.text.parse import render

SINGLE = [("bold",), ("italic",), ("strike",), ("sub",), ("sup",), ("noted",), ("code",)]
SETS = [(), *SINGLE, ("bold", "italic"), ("bold", "strike"), ("italic", "sub")]


def marks(names: tuple[str, ...]) -> Marks:
    return Marks(**dict.fromkeys(names, True))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("first", "second"), list(itertools.permutations(SETS, 2)), ids=lambda names: "+".join(names)
)
def test_two_marks_side_by_side_are_proven(first: tuple[str, ...], second: tuple[str, ...]) -> None:
    document = Document.open("a\n\nb\n")
    runs = (Run("one", marks(first)), Run("two", marks(second)), Run("end"))
    if not second:
        runs = (runs[0], Run("twoend"))
    written = document.write([document.blocks[0], replace(document.blocks[1], runs=runs)])
    assert not written.unproven, written.source
    assert Document.open(written.source).blocks[1].runs == runs


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("~~struck~~~2~ x", "<del>struck</del><sub>2</sub> x"),
        ("H~2~~~O~~ x", "H<sub>2</sub><del>O</del> x"),
        ("~~~2~ struck~~", "<del><sub>2</sub> struck</del>"),
        ("~~struck~2~~~", "<del>struck<sub>2</sub></del>"),
        ("~~struck~~~ x", "<del>struck~</del> x"),
        ("~a~~~b", "~a~~~b"),
    ],
)
def test_a_tilde_belongs_to_one_mark_alone(source: str, html: str) -> None:
    assert render(f"w {source}") == f"<p>w {html}</p>"
