"""Marks of emphasis: pairs are made of them, and no letter is ever lost between the pairs."""

from __future__ import annotations

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from newsroom.text.dialect import page_converter
from newsroom.text.document import Document
from newsroom.text.parse import Parser, render

PIECES = st.lists(
    st.sampled_from(
        ["*", "**", "***", "_", "__", " ", " ", "5*3", "snake_case", "**a**", "*b*", "_c_", "__d__",
         "e", "`f*g`", "**j *k* l_m**", "*n **o** p_q*", "۵*۳", "😀"]
    ),
    max_size=14,
).map(lambda pieces: "w " + "".join(pieces))  # fmt: skip


def letters(text: str) -> str:
    return re.sub(r"[\s*_`]", "", text)


@pytest.mark.parametrize(
    ("source", "html"),
    [
        (
            "5*3 **a** snake_case river _s_",
            "5*3 <strong>a</strong> snake_case river <em>s</em>",
        ),
        ("*3 **a** x_cde *b* _s_", "*3 <strong>a</strong> x_cde <em>b</em> <em>s</em>"),
        ("**a *b* c_d e** 5*3 _f_", "<strong>a <em>b</em> c_d e</strong> 5*3 <em>f</em>"),
        ("***a** b* c_d _e_", "<em><strong>a</strong> b</em> c_d <em>e</em>"),
        ("_a **b** c_ d*e", "<em>a <strong>b</strong> c</em> d*e"),
    ],
)
def test_no_letter_is_lost_beside_a_mark_of_no_pair(source: str, html: str) -> None:
    assert render(source) == f"<p>{html}</p>"


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(PIECES)
def test_page_and_editor_have_every_letter(source: str) -> None:
    wanted = letters(source)
    assert letters(re.sub(r"<[^>]*>", "", render(source))) == wanted
    blocks = Document.open(source).blocks
    shown = "".join([run.text for block in blocks for run in block.runs])
    assert letters(shown) == wanted


TWICE = "<b> on a\n**5*3.** court `x`\n*snake_case*\n"
"""A mark of no pair stands before the first pair, behind a placeholder."""


def test_a_text_is_read_the_same_whatever_was_read_before() -> None:
    parser = Parser()
    first, again = parser.blocks(TWICE), parser.blocks(TWICE)
    assert first == again == Parser().blocks(TWICE)
    converter = page_converter()
    assert render(TWICE, converter) == render(TWICE, converter) == render(TWICE)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(PIECES, min_size=2, max_size=4))
def test_no_text_depends_on_another(sources: list[str]) -> None:
    parser = Parser()
    for source in (*sources, *reversed(sources)):
        text = f"<b> {source}"
        assert Document.open(text, parser).blocks == Document.open(text).blocks
