"""Tables: put in, grown, cut, aligned, walked and pasted; each act is one undo step."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QFont, QTextBlockFormat, QTextFormat, QTextTable, QWheelEvent
from PySide6.QtWidgets import QApplication, QSpinBox

from newsroom.ui.editor.formats import Formats, kind_of
from newsroom.ui.editor.sheet import rows_of_html, rows_of_text
from tests.ui.editor.conftest import Hand, Opens

TABLE = "| a | b |\n|:--|--:|\n| c | **d** |\n| e | f |\n"
AROUND = {
    "alone": "{}",
    "first": "{}\nAfter _it_.\n",
    "last": "Before __it__.\n\n{}",
    "between": "Before __it__.\n\n{}\nAfter _it_.\n",
    "before another": "{}\n| x |\n|--|\n| y |\n",
    "behind another": "| x |\n|--|\n| y |\n\n{}",
    "behind a rule": "***\n\n{}\n***\n",
}


def head(align: str = ":--- | ---:") -> str:
    return f"|{align} |\n"


ACTS = {
    "row_above": ("c", ["a b", "", "c d", "e f"]),
    "row_below": ("c", ["a b", "c d", "", "e f"]),
    "row_up": ("c", ["c d", "a b", "e f"]),
    "row_down": ("c", ["a b", "e f", "c d"]),
    "row_remove": ("c", ["a b", "e f"]),
    "column_before": ("a", [" a b", " c d", " e f"]),
    "column_after": ("a", ["a  b", "c  d", "e  f"]),
    "column_remove": ("a", ["b", "d", "f"]),
}


def cells(hand: Hand) -> list[str]:
    """The rows of the first table that the view shows, as words."""
    table = next(block for block in hand.rich.mirror.blocks() if block.rows)
    return [" ".join("".join(run.text for run in cell) for cell in row) for row in table.rows]


def at_cell(hand: Hand, words: str) -> None:
    """The caret behind the words of a cell (there may be the same words elsewhere)."""
    document = hand.rich.document()
    block = document.begin()
    while block.isValid():
        cursor = hand.cursor
        cursor.setPosition(block.position())
        if block.text() == words and cursor.currentTable() is not None:
            hand._put(block.position() + len(words), block.position() + len(words))
            return
        block = block.next()
    raise AssertionError(words)


@pytest.mark.parametrize("place", AROUND)
@pytest.mark.parametrize("name", ACTS)
def test_rows_and_columns_come_move_and_go(opens: Opens, name: str, place: str) -> None:
    opened = AROUND[place].format(TABLE)
    hand = opens(opened)
    where, wanted = ACTS[name]
    at_cell(hand, where)
    assert hand.apply(name)
    tables = [block for block in hand.rich.mirror.blocks() if block.rows]
    own = tables[-1 if place == "behind another" else 0]
    shown = [" ".join("".join(run.text for run in cell) for cell in row) for row in own.rows]
    assert [line.split() for line in shown] == [line.split() for line in wanted]
    now = hand.text
    before, _sign, after = AROUND[place].partition("{}")
    assert now.startswith(before)
    assert now.endswith(after)
    hand.key("Ctrl+Z")
    assert hand.text == opened
    assert not hand.story.dirty
    assert not hand.view.document().isUndoAvailable()
    hand.key("Ctrl+Shift+Z")
    assert hand.text == now
    again = opens(now)
    assert again.shown == hand.shown


@pytest.mark.parametrize(
    ("name", "rule"),
    [
        ("align_left", "|:--- | ---:|"),
        ("align_center", "|:---:| ---:|"),
        ("align_right", "| ---:| ---:|"),
        ("align_none", "| --- | ---:|"),
    ],
)
def test_a_column_is_aligned(opens: Opens, name: str, rule: str) -> None:
    opened = "| a | b |\n| --- | ---:|\n| c | d |\n"
    hand = opens(opened)
    at_cell(hand, "c")
    hand.apply(name)
    wanted = rule.replace(" ", "")
    assert hand.text.split("\n")[1].replace(" ", "") == wanted
    if name != "align_none":
        hand.key("Ctrl+Z")
    assert hand.text == opened


def test_the_last_rows_and_the_last_column_stay(opens: Opens) -> None:
    hand = opens("| a |\n|---|\n| b |\n")
    at_cell(hand, "b")
    hand.apply("column_remove")
    assert not hand.view.document().isUndoAvailable()
    hand.apply("row_remove")
    assert cells(hand) == ["a", ""]
    hand.key("Ctrl+Z")
    at_cell(hand, "a")
    hand.apply("row_remove")
    assert cells(hand) == ["b", ""]


@pytest.mark.parametrize("place", AROUND)
def test_a_table_is_taken_away(opens: Opens, place: str) -> None:
    opened = AROUND[place].format(TABLE)
    hand = opens(opened)
    at_cell(hand, "c")
    hand.apply("table_remove")
    assert "**d**" not in hand.text
    for kept in ("Before __it__.", "After _it_.", "| x |\n|--|\n| y |"):
        assert (kept in hand.text) == (kept in opened)
    hand.type("x")
    hand.undo_all()
    assert hand.text == opened


def test_the_acts_do_nothing_outside_a_table(opens: Opens) -> None:
    hand = opens("Words.\n\n" + TABLE)
    hand.caret("Words")
    for name in (*ACTS, "align_left", "table_remove"):
        hand.apply(name)
    assert hand.text == "Words.\n\n" + TABLE


def test_a_table_of_the_size_that_was_asked_for(opens: Opens) -> None:
    hand = opens("Before.\n")
    hand.end()
    hand.key("Ctrl+Alt+T")
    bar = hand.pane.commands.inserts.bar
    assert bar.isVisible()
    rows, columns = bar.inputs["rows"], bar.inputs["columns"]
    assert isinstance(rows, QSpinBox)
    assert isinstance(columns, QSpinBox)
    rows.setValue(2)
    columns.setValue(4)
    columns.setFocus()
    hand.key("Return")
    assert not bar.isVisible()
    assert hand.view.hasFocus()
    hand.type("one")
    hand.key("Tab")
    hand.type("two")
    assert hand.text == (
        "Before.\n\n| one | two |  |  |\n| --- | --- | --- | --- |\n|  |  |  |  |\n"
    )
    hand.undo_all()
    assert hand.text == "Before.\n"


def test_escape_leaves_the_question(opens: Opens) -> None:
    hand = opens("Before.\n")
    hand.key("Ctrl+Alt+T")
    hand.key("Escape")
    assert hand.view.hasFocus()
    assert hand.text == "Before.\n"


def test_a_table_is_put_into_the_markdown_too(opens: Opens) -> None:
    hand = opens("Before.\n")
    hand.toggle()
    hand.end()
    hand.pane.commands.inserts.put_table(2, 2)
    hand.toggle()
    assert cells(hand) == [" ", " "]


def test_tab_walks_and_makes_a_new_row_at_the_end(opens: Opens) -> None:
    hand = opens(TABLE)
    at_cell(hand, "a")
    walked = []
    for _ in range(5):
        hand.key("Tab")
        walked.append(hand.cursor.block().text())
    assert walked == ["b", "c", "d", "e", "f"]
    hand.key("Tab")
    assert cells(hand) == ["a b", "c d", "e f", " "]
    hand.type("new")
    assert cells(hand)[-1] == "new "
    hand.key("Shift+Tab")
    assert hand.chosen == "f"
    hand.undo_all()
    assert hand.text == TABLE


def test_enter_goes_down_and_out(opens: Opens) -> None:
    hand = opens(TABLE + "\nAfter.\n")
    at_cell(hand, "b")
    hand.key("Return")
    assert hand.cursor.block().text() == "d"
    hand.key("Return", "Return")
    assert hand.cursor.currentTable() is None
    assert hand.text == TABLE + "\nAfter.\n"


SHEET = 'Name\tCount\nFerry\t3\n"two\nlines"\t\n'


def test_a_sheets_cells_become_a_table(opens: Opens) -> None:
    hand = opens("Before.\n")
    hand.end()
    hand.type("\n")
    hand.paste(SHEET)
    assert cells(hand) == ["Name Count", "Ferry 3", "two lines "]
    hand.key("Ctrl+Z")
    assert hand.text == "Before.\n"


def test_a_sheets_page_becomes_a_table(opens: Opens) -> None:
    hand = opens("Before.\n")
    hand.end()
    hand.type("\n")
    hand.paste(
        "Name\tCount\nFerry\t3\n",
        html="<html><style>td{x}</style><body><table><tr><td>Name</td><th>Count</th></tr>"
        "<tr><td><b>Ferry</b><br>boat</td><td>3</td></tr></table></body></html>",
    )
    assert cells(hand) == ["Name Count", "Ferry boat 3"]


@pytest.mark.parametrize(
    "html",
    [
        "<p>words</p>" * 10_000 + "<table><tr><td>a<td>b</table>",
        "<table>" + "<tr><td>a<td>b" * 3_000 + "</table>",
        "<table><tr><td>a</table><table><tr><td>b</table>",
        "<p>" + "<time>1</time>" * 50_000,
    ],
    ids=["page", "book", "two", "none"],
)
def test_what_can_be_no_sheet_is_not_read_for_one(
    html: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []
    monkeypatch.setattr(HTMLParser, "feed", lambda _self, data: read.append(data))
    assert rows_of_html(html) == ()
    assert read == []


def test_cells_fill_the_table_that_they_are_pasted_into(opens: Opens) -> None:
    hand = opens(TABLE)
    at_cell(hand, "d")
    hand.paste("1\t2\n3\t4\n5\t6\n")
    assert cells(hand) == ["a b ", "c 1 2", "e 3 4", " 5 6"]
    hand.key("Ctrl+Z")
    assert hand.text == TABLE


def test_cells_are_copied_and_pasted(opens: Opens) -> None:
    hand = opens(TABLE + "\nEnd\n")
    hand.select("b", "d")
    hand.key("Ctrl+C")
    at_cell(hand, "e")
    hand.key("Ctrl+V")
    assert cells(hand) == ["a b", "c d", "b f", "d "]
    assert "**d**" in hand.text.split("\n")[-4], "looks come along"
    hand.key("Ctrl+Z")
    hand.end()
    hand.key("Ctrl+V")
    assert hand.text.count("**d**") == 2


def test_chosen_cells_are_emptied(opens: Opens) -> None:
    hand = opens(TABLE)
    hand.select("c", "d")
    hand.key("Delete")
    assert cells(hand) == ["a b", " ", "e f"]
    hand.key("Ctrl+Z")
    assert hand.text == TABLE


def test_words_with_a_tab_are_no_table() -> None:
    assert rows_of_text("one\ttwo\nthree") == ()
    assert rows_of_text("plain words") == ()
    assert rows_of_text("a\tb\nc\td") == (("a", "b"), ("c", "d"))
    assert rows_of_html("<p>x</p><table><tr><td>a</td></tr></table>") == ()
    assert rows_of_html("<table><tr><td colspan=2>a</td></tr><tr><td>b<td>c</table>") == (
        ("a", ""),
        ("b", "c"),
    )


def test_a_bar_in_a_cell_stays_a_bar(opens: Opens) -> None:
    hand = opens(TABLE)
    at_cell(hand, "e")
    hand.type("|x`")
    shown = hand.shown
    hand.toggle()
    hand.toggle()
    assert hand.shown == shown
    again = opens(hand.text)
    assert again.shown == shown


def test_behind_a_table_that_ends_the_text_the_caret_stands_in_a_line_below(opens: Opens) -> None:
    text = "Above.\n\n| a | b |\n| --- | --- |\n| c | zz |\n"
    hand = opens(text)
    hand.caret("zz")
    hand.key("Down")
    table_bottom = hand.view.cursorRect(hand.view.document().find("zz")).bottom()
    caret = hand.view.cursorRect()
    assert caret.top() > table_bottom
    assert caret.left() < 40
    assert hand.text == text
    assert not hand.story.dirty
    hand.type("On")
    assert hand.text == text + "\nOn\n"
    hand.undo_all()
    assert hand.text == text
    assert not hand.story.dirty


def test_a_table_put_into_an_empty_line_takes_its_place(opens: Opens) -> None:
    hand = opens("Above.\n")
    hand.end()
    hand.type("\n")
    hand.pane.commands.inserts.put_table(1, 2)
    hand.type("a")
    document = hand.view.document()
    above, cell = document.firstBlock(), hand.cursor.block()
    layout = document.documentLayout()
    gap = layout.blockBoundingRect(cell).top() - layout.blockBoundingRect(above).bottom()
    assert gap < 2 * hand.view.fontMetrics().lineSpacing()
    assert hand.text == "Above.\n\n| a |  |\n| --- | --- |\n|  |  |\n"
    hand.undo_all()
    assert hand.text == "Above.\n"


def test_a_table_of_very_many_columns_is_read_sideways(opens: Opens) -> None:
    count = 60
    lines = ("Column", "---", "1234")
    hand = opens("Before.\n\n" + "".join("|" + f"{cell}|" * count + "\n" for cell in lines))
    QApplication.processEvents()
    view, table = hand.rich, hand.rich.document().rootFrame().childFrames()[0]
    assert isinstance(table, QTextTable)
    for column in (0, 1, count - 1):
        block = table.cellAt(1, column).firstCursorPosition().block()
        assert block.layout().lineCount() == 1, "its words are not set letter below letter"
    bar = view.horizontalScrollBar()
    assert bar.isVisible()
    assert bar.maximum() > view.viewport().width()
    for keys, angle in (
        (Qt.KeyboardModifier.NoModifier, QPoint(-120, 0)),
        (Qt.KeyboardModifier.ShiftModifier, QPoint(0, -120)),
    ):
        before = bar.value()
        at = QPointF(40, 40)
        event = QWheelEvent(
            at, at, QPoint(), angle, Qt.MouseButton.NoButton, keys,
            Qt.ScrollPhase.NoScrollPhase, False,
        )  # fmt: skip
        QApplication.sendEvent(view.viewport(), event)
        assert bar.value() > before
    hand.apply("column_after")
    assert hand.text.splitlines()[2].count("|") >= count + 1


def test_a_table_of_few_columns_stands_in_the_column_of_the_page(opens: Opens) -> None:
    hand = opens("Before.\n\n" + TABLE + "\n" + "word " * 200 + "x" * 400 + "\n")
    QApplication.processEvents()
    assert hand.rich.horizontalScrollBar().maximum() == 0
    assert not hand.rich.horizontalScrollBar().isVisible()


def dressed(table: QTextTable) -> list[list[str]]:
    """The cells of a table as they stand in the document: their kind, and the side they keep to."""
    found = []
    for row in range(table.rows()):
        line = []
        for column in range(table.columns()):
            block = table.cellAt(row, column).firstCursorPosition().block()
            fmt = block.blockFormat()
            side = fmt.alignment() & ~Qt.AlignmentFlag.AlignAbsolute
            way = fmt.layoutDirection() == Qt.LayoutDirection.RightToLeft
            bold = block.charFormat().fontWeight() > QFont.Weight.Medium
            line.append(
                f"{kind_of(fmt)} {side.name[5:] if fmt.hasProperty(_SIDE) else '-'}"
                f"{' bold' if bold else ''}{' from the right' if way else ''}"
            )
        found.append(line)
    return found


_SIDE = int(QTextFormat.Property.BlockAlignment.value)


def test_each_cell_keeps_to_the_side_of_its_column(opens: Opens) -> None:
    hand = opens("| a | b | c | d |\n|---|--:|---|:-:|\n| e |  | g | h |\n|  | j |  |  |\n")
    table = hand.rich.document().rootFrame().childFrames()[0]
    assert isinstance(table, QTextTable)
    head, *others = dressed(table)
    assert head == ["head - bold", "head Right bold", "head - bold", "head HCenter bold"]
    assert others == [["cell -", "cell Right", "cell -", "cell HCenter"]] * 2
    hand = opens("| نام | b | ۳ |\n|:--|---|---|\n|  | ب | x |\n", language="fa")
    table = hand.rich.document().rootFrame().childFrames()[0]
    assert isinstance(table, QTextTable)
    assert dressed(table) == [
        ["head - bold from the right", "head - bold", "head Left bold"],
        ["cell -", "cell -", "cell Left from the right"],
    ]


def test_cells_that_are_alike_take_their_formats_together(
    opens: Opens, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[str | None] = []
    cell = Formats.cell

    def counted(formats: Formats, align: str | None, **facts: bool) -> QTextBlockFormat:
        made.append(align)
        return cell(formats, align, **facts)

    monkeypatch.setattr(Formats, "cell", counted)
    hand = opens("| a | b |\n|---|---|\n" + "| c | d |\n" * 200)
    assert len(cells(hand)) == 201
    assert len(made) == 2, "those of the head, and those of the rows"
