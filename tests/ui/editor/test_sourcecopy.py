"""What is copied out of the Markdown, and what a page makes of it."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QGuiApplication

from newsroom.ui.editor.sourcecopy import with_whole_tables
from tests.ui.editor.conftest import Opens

TABLE = ("| Port | Ships |", "| --- | --- |", "| Oslo | 12 |", "| Riga | 7 |")
LINES = ("Before **it**.", "", *TABLE, "", "Behind it.")
WHOLE = "\n".join(TABLE)


@pytest.mark.parametrize(
    ("start", "end", "passage"),
    [
        ((0, 7), (0, 13), "**it**"),
        ((0, 7), (1, 0), "**it**."),
        ((4, 2), (7, 6), f"{WHOLE}\n\nBehind"),
        ((0, 7), (5, 3), f"**it**.\n\n{WHOLE}"),
        ((4, 3), (4, 5), "sl"),
        ((4, 2), (4, 10), "| Oslo | 12 |\n| --- | --- |"),
        ((4, 9), (5, 3), "| Oslo | 12 |\n| --- | --- |\n| Riga | 7 |"),
        ((3, 2), (3, 5), "---"),
        ((5, 12), (7, 6), "\nBehind"),
        ((0, 0), (2, 0), "Before **it**.\n"),
    ],
)
def test_no_table_is_cut(start: tuple[int, int], end: tuple[int, int], passage: str) -> None:
    assert with_whole_tables(LINES, start, end) == passage


def test_a_selection_across_a_table_is_laid_out_where_it_is_pasted(opens: Opens) -> None:
    hand = opens("\n".join(LINES) + "\n")
    hand.toggle()
    hand.select("Oslo", "Behind")
    hand.key("Ctrl+C")
    data = QGuiApplication.clipboard().mimeData()
    assert data.text() == "Oslo | 12 |\n| Riga | 7 |\n\nBehind", "the signs, for other programs"
    assert not data.hasHtml()
    page = opens("Ships:\n")
    page.caret("Ships:")
    page.key("Ctrl+V")
    assert page.text == f"Ships:\n\n{WHOLE}\n\nBehind\n"
    page = opens("Ships:\n")
    page.caret("Ships:")
    page.key("Ctrl+Shift+V")
    assert "|" not in page.text
    assert "Oslo\t12\nRiga\t7" in page.text


@pytest.mark.parametrize(
    ("first", "last", "pasted"),
    [
        ("Port", "Port", "Port"),
        ("Before", "Port", f"Before **it**.\n\n{WHOLE}"),
        ("Oslo", "Oslo", "Oslo"),
        ("Before", "Oslo", f"Before **it**.\n\n{WHOLE}"),
        ("Port", "Riga", WHOLE),
    ],
)
def test_a_selection_may_end_in_a_table_that_goes_on(
    opens: Opens, first: str, last: str, pasted: str
) -> None:
    """What looked for the table's end went past it, and on behind the end of the text, for ever."""
    hand = opens("\n".join(LINES) + "\n")
    hand.toggle()
    hand.select(first, last)
    hand.key("Ctrl+C")
    page = opens("")
    page.key("Ctrl+V")
    assert page.text.strip() == pasted


def test_what_is_copied_out_of_the_source_comes_into_source_as_it_was(opens: Opens) -> None:
    hand = opens("\n".join(LINES) + "\n")
    hand.toggle()
    hand.select("Oslo", "Behind")
    hand.key("Ctrl+C")
    card = opens("<div>card</div>\n")
    card.caret("card")
    card.key("Ctrl+V")
    assert card.text == "<div>cardOslo | 12 |\n| Riga | 7 |\n\nBehind</div>\n"
    other = opens("Ships:\n")
    other.toggle()
    other.caret("Ships:")
    other.key("Ctrl+V")
    assert other.text == "Ships:Oslo | 12 |\n| Riga | 7 |\n\nBehind\n"


def test_an_address_that_is_copied_out_of_the_source_links_words(opens: Opens) -> None:
    hand = opens("See https://example.org/ships there.\n")
    hand.toggle()
    hand.select("https://example.org/ships")
    hand.key("Ctrl+C")
    page = opens("All ships.\n")
    page.select("ships")
    page.key("Ctrl+V")
    assert page.text == "All [ships](https://example.org/ships).\n"
