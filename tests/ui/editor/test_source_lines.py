"""Lists, quotes and tables of the Markdown view as pictures: lines before, lines after."""

from __future__ import annotations

import pytest

from newsroom.ui.editor.grid import aligned, around, width
from newsroom.ui.editor.items import going_on, left, moved


@pytest.mark.parametrize(
    ("line", "lead"),
    [
        ("- one", "- "),
        ("* one", "* "),
        ("+   one", "+   "),
        ("    - one", "    - "),
        ("1. one", "2. "),
        ("9) one", "10) "),
        ("- [x] done", "- [ ] "),
        ("3. [ ] todo", "4. [ ] "),
        ("> words", "> "),
        (">> words", ">> "),
        ("> - item", "> - "),
        ("۹. واژه", "۱۰. "),
        ("words", None),
        ("-words", None),
        ("12.5 per cent", None),
        ("", None),
    ],
)
def test_how_enter_goes_on(line: str, lead: str | None) -> None:
    found = going_on(line)
    assert (found[1] if found else None) == lead


@pytest.mark.parametrize(
    ("lines", "after"),
    [
        ("- a\n- ", ""),
        ("1. a\n2. ", ""),
        ("- a\n    - b\n    - ", "- "),
        ("1. a\n    - b\n    - ", "- "),
        ("1. a\n    1. b\n    2. ", "2. "),
        ("- [ ] a\n    - [ ] ", "- [ ] "),
        ("> a\n> ", ""),
        ("> > a\n> > ", ">"),
        ("> - a\n> - ", "> "),
    ],
)
def test_an_empty_item_is_left(lines: str, after: str) -> None:
    made = lines.split("\n")
    assert left(made, len(made) - 1) == after


@pytest.mark.parametrize(
    ("lines", "way", "after"),
    [
        ("- a\n- b", 1, "    - b"),
        ("    - b", -1, "- b"),
        ("\t- b", -1, "- b"),
        ("  - b", -1, "- b"),
        ("- b", -1, "- b"),
        ("1. a\n2. b", 1, "    1. b"),
        ("1. a\n    1. b\n2. c", 1, "    2. c"),
        ("1. a\n    1. b\n    2. c", -1, "2. c"),
        ("3. a\n    1. b", -1, "4. b"),
        ("1. a\n\n2. b", 1, "    1. b"),
        ("> 1. a\n> 2. b", 1, ">     1. b"),
        ("words", 1, "    words"),
        ("    words", -1, "words"),
        ("", 1, ""),
        ("- [x] a", 1, "    - [x] a"),
    ],
)
def test_an_item_changes_its_level(lines: str, way: int, after: str) -> None:
    made = lines.split("\n")
    assert moved(made, len(made) - 1, way) == after


@pytest.mark.parametrize(
    ("text", "columns"),
    [("abc", 3), ("سلام", 4), ("می‌رود", 5), ("漢字", 4), ("é", 1), ("e\u0301", 1), ("😀", 2)],
)
def test_wide_letters_take_two_columns_and_marks_none(text: str, columns: int) -> None:
    assert width(text) == columns


TABLES = {
    "ragged": (
        "|a|b|\n|-|-|\n|1|long words|",
        "| a   | b          |\n| --- | ---------- |\n| 1   | long words |",
    ),
    "marks": (
        "|a|b|c|\n|:-|:-:|-:|\n|one|two|three|",
        "| a    |   b   |     c |\n| :--- | :---: | ----: |\n| one  |  two  | three |",
    ),
    "no edges": ("a|b\n-|-\n1|2", "a   | b\n--- | ---\n1   | 2"),
    "wide": (
        "|a|b|\n|-|-|\n|漢字|x|",
        "| a    | b   |\n| ---- | --- |\n| 漢字 | x   |",
    ),
    "a bar in a cell": (
        "|a|b|\n|-|-|\n|`x|y`|q \\| r|",
        "| a     | b      |\n| ----- | ------ |\n| `x|y` | q \\| r |",
    ),
    "short row": (
        "|a|b|\n|-|-|\n|1|",
        "| a   | b   |\n| --- | --- |\n| 1   |",
    ),
}


@pytest.mark.parametrize("name", TABLES)
def test_a_table_is_set_straight(name: str) -> None:
    before, after = TABLES[name]
    assert aligned(before.split("\n")) == after.split("\n")
    assert aligned(after.split("\n")) == after.split("\n"), "once is enough"


def test_which_lines_are_the_table() -> None:
    lines = ["a | b is no table", "", "| x |", "|---|", "| 1 |", "", "| alone |"]
    assert [around(lines, at) for at in range(len(lines))] == [
        None, None, (2, 5), (2, 5), (2, 5), None, None,
    ]  # fmt: skip
    assert around(["words | more", "| x |", "|---|", "| 1 |"], 2) == (1, 4)
