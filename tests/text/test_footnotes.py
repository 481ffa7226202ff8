"""Footnotes in the source: found, named, renumbered."""

from __future__ import annotations

import time

import pytest

from newsroom.text.footnotes import apart, footnotes, next_id, parted, renumber
from newsroom.text.parse import render

STORY = """First[^b] and second[^2], again[^b], none[^x], `[^2]` and \\[^2].

[^2]: Two,
lazily.

    And a paragraph.

[^b]: Bee[^2].
"""


def test_footnotes_are_found_with_their_places() -> None:
    notes = footnotes(STORY)
    assert [(n.id, n.number, len(n.references)) for n in notes] == [
        ("2", 1, 2),
        ("b", 2, 2),
        ("x", 0, 1),
    ]
    two, bee, lost = notes
    assert two.text == "Two,\nlazily.\n\n    And a paragraph."
    assert bee.text == "Bee[^2]."
    assert lost.definition is None
    for note in notes:
        for start, end in note.references:
            assert STORY[start:end] == f"[^{note.id}]"
        if note.definition:
            start, end = note.definition
            assert STORY[start:end] == f"[^{note.id}]: {note.text}"


def test_numbers_are_the_pages() -> None:
    html = render(STORY)
    for note in footnotes(STORY):
        if note.number:
            assert f'href="#fn:{note.id}">{note.number}</a>' in html


def test_the_next_name() -> None:
    assert next_id("") == "1"
    assert next_id("a[^3] b[^x]\n\n[^3]: c") == "4"


def test_renumbering_follows_the_reading() -> None:
    source = "a[^7] b[^3] c[^7] d[^9]\n\n[^3]: three\n[^7]: seven[^3]\n\n[^1]: uncited\n[^9]: nine"
    made = renumber(source)
    assert made == (
        "a[^1] b[^2] c[^1] d[^3]\n\n[^1]: seven[^2]\n[^2]: three\n\n[^3]: nine\n[^4]: uncited"
    )
    assert renumber(made) == made


@pytest.mark.parametrize(
    "source",
    [
        "",
        "no notes",
        "a[^1]\n\n[^1]: one\n[^1]: two\n",
        "a[^x]\n\n[^x]: named\n",
        "`a[^2]`\n\n```\n[^2]: x\n```\n",
        "a[^1]\r\n\r\n[^1]: one\r\n",
    ],
)
def test_renumbering_leaves_alone_what_it_must_not_touch(source: str) -> None:
    assert renumber(source) == source


def test_five_thousand_footnotes() -> None:
    source = " ".join(f"a[^{n}]" for n in range(5000, 0, -1)) + "\n\n"
    source += "\n".join(f"[^{n}]: note {n}" for n in range(1, 5001))
    start = time.process_time()
    assert len(footnotes(source)) == 5000
    made = renumber(source)
    assert made.startswith("a[^1] a[^2] ")
    assert "[^1]: note 5000\n" in made
    assert time.process_time() - start < 10


def test_notes_of_a_text_that_comes_in_are_named_apart() -> None:
    here = "One[^1] two[^a].\n\n[^1]: First.\n\n[^a]: Ay.\n"
    there = "Three[^1] `[^1]` four[^a] five[^b].\n\n[^1]: Third.\n[^a]: Other.\n[^b]: Bee.\n"
    assert apart(there, here) == (
        "Three[^2] `[^1]` four[^3] five[^b].\n\n[^2]: Third.\n[^3]: Other.\n[^b]: Bee.\n"
    )
    assert apart(there, "None.") == there
    assert apart("None.", here) == "None."


def test_a_text_and_its_notes() -> None:
    assert parted("One[^1].\n\n[^1]: First.\n\n    And more.\n\nTwo.\n") == (
        "One[^1].\n\nTwo.",
        "[^1]: First.\n\n    And more.",
    )
    assert parted("One[^1].\r\n\r\n[^1]: First.\r\n") == ("One[^1].", "[^1]: First.")
    assert parted("One.\n") == ("One.\n", "")
