"""The lines of a table, by pixels: one between two cells, each as strong as the next, none missing,
whatever stands in the cells, around the table and on the screen."""

from __future__ import annotations

from itertools import groupby
from math import floor

import pytest
from PySide6.QtCore import QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QRegion, QTextBlock, QTextCursor, QTextTable
from PySide6.QtWidgets import QApplication

from newsroom.text.signs import Sign
from newsroom.ui.editor.formats import LINE, PADDING
from newsroom.ui.editor.nesting import stack_at
from newsroom.ui.editor.rich import RichView
from newsroom.ui.editor.suggestmarks import Mark, Owner, SuggestMarks
from tests.ui.editor.conftest import Hand, Opens

LONG = "Some words that are so long that they need a second line or even a third one in their cell"
TABLE = f"| Ship | Count | Notes |\n|:--|:-:|--:|\n| Ferry | 12 | {LONG} |\n| Tug |  | x **b** |\n"
PERSIAN = "| نام | شمار |\n|:--|--:|\n| کشتی | ۱۲ |\n| بندر |  |\n| لنج | ۳ |\n"


def indented(by: str, text: str) -> str:
    return "".join(f"{by}{line}\n" for line in text.splitlines())


STORIES = {
    "alone": (TABLE, "en"),
    "between": (f"Before.\n\n{TABLE}\nAfter.\n", "en"),
    "in a quote": (f"> Before.\n>\n{indented('> ', TABLE)}\nAfter.\n", "en"),
    "in a list": (f"- Before.\n\n{indented('    ', TABLE)}\n- After.\n", "en"),
    "before a heading": (f"{TABLE}\n# After\n", "en"),
    "behind another": (f"| x |\n|---|\n| y |\n\n{TABLE}", "en"),
    "from the right": (f"پیش.\n\n{PERSIAN}\nپس.\n", "fa"),
    "from the right in a quote": (f"> پیش.\n>\n{indented('> ', PERSIAN)}\nپس.\n", "fa"),
    "very wide": ("".join("|" + f"{cell}|" * 14 + "\n" for cell in ("ab", "---", "cd")), "en"),
}


def last_table(view: RichView) -> QTextTable:
    found = [
        one for one in view.document().rootFrame().childFrames() if isinstance(one, QTextTable)
    ]
    return found[-1]


def place(view: RichView, table: QTextTable) -> QRectF:
    """Where Qt says that the table stands with its own lines, without its margins."""
    layout = view.document().documentLayout()
    fmt = table.format()
    first = layout.blockBoundingRect(table.cellAt(0, 0).firstCursorPosition().block())
    out = fmt.cellPadding() + fmt.cellSpacing()
    size = layout.frameBoundingRect(table).size()
    return QRectF(
        first.left() - out,
        first.top() - out,
        size.width() - fmt.leftMargin() - fmt.rightMargin(),
        size.height() - fmt.topMargin() - fmt.bottomMargin(),
    )


def painted(view: RichView, ratio: float) -> QImage:
    """What is drawn beneath the words of the whole document, on a screen of that ratio."""
    document = view.document()
    size = document.size().toSize()
    image = QImage(
        round(size.width() * ratio), round(size.height() * ratio), QImage.Format.Format_RGB32
    )
    image.setDevicePixelRatio(ratio)
    image.fill(view.paper.colours.paper)
    painter = QPainter(image)
    view.paper.paint(
        painter, document.firstBlock(), until=size.height(), width=document.textWidth(), shape=0
    )
    painter.end()
    return image


def lines(colours: list[QColor], ink: QColor, ground: QColor) -> list[tuple[int, int]]:
    """Where lines begin along a cut, and how thick they are; each wholly of its ink."""
    found, at = [], 0
    for colour, run in groupby(colours):
        assert colour in (ink, ground), f"{colour.name()}: a line of half its strength"
        long = len(list(run))
        if colour == ink:
            found.append((at, long))
        at += long
    return found


@pytest.mark.parametrize("ratio", [1, 1.25, 1.5, 2, 3])
@pytest.mark.parametrize("story", STORIES)
def test_one_line_stands_between_two_cells(opens: Opens, story: str, ratio: float) -> None:
    body, language = STORIES[story]
    view = opens(body, language=language).rich
    QApplication.processEvents()
    table, image = last_table(view), painted(view, ratio)
    ink, ground = view.paper.colours.bar, view.paper.colours.paper
    box = place(view, table)
    thick = max(1, int(ratio + 0.5))
    left, top = floor(box.left() * ratio + 0.5), floor(box.top() * ratio + 0.5)
    right, bottom = (floor((edge - 1) * ratio + 0.5) for edge in (box.right(), box.bottom()))
    # A cut right below the first line, and one right behind the left one.
    row = [image.pixelColor(x, top + thick + 1) for x in range(left, right + thick)]
    column = [image.pixelColor(left + thick + 1, y) for y in range(top, bottom + thick)]
    across, down = lines(row, ink, ground), lines(column, ink, ground)
    assert [long for _at, long in across] == [thick] * (table.columns() + 1)
    assert [long for _at, long in down] == [thick] * (table.rows() + 1)
    assert across[0][0] == 0
    assert across[-1][0] == right - left
    assert down[0][0] == 0
    assert abs(down[-1][0] - (bottom - top)) <= 1  # Qt rounds what it says of a frame
    layout = view.document().documentLayout()
    for at, (y, _thick) in enumerate(down[:-1]):
        for number, (x, _long) in enumerate(across[:-1]):
            words = layout.blockBoundingRect(table.cellAt(at, number).firstCursorPosition().block())
            assert abs(words.left() - PADDING - LINE - (left + x) / ratio) < 1
            assert abs(words.top() - PADDING - LINE - (top + y) / ratio) < 1
    for at, _thick in across:
        whole = {image.pixelColor(left + at, y).rgb() for y in range(top, top + down[-1][0])}
        assert whole == {ink.rgb()}
    for at, _thick in down:
        whole = {image.pixelColor(x, top + at).rgb() for x in range(left, right + thick)}
        assert whole == {ink.rgb()}
    beside = {image.pixelColor(x, top + 2 * thick).rgb() for x in (left - 1, right + thick)}
    assert beside == {ground.rgb()}


def test_qt_is_not_asked_to_share_lines(opens: Opens) -> None:
    """It takes twice as long to set a table, at each key in it."""
    fmt = last_table(opens(TABLE).rich).format()
    assert not fmt.borderCollapse()
    assert fmt.border() == 0


def test_lines_stand_around_chosen_cells_and_suggested_words(opens: Opens) -> None:
    hand = opens(TABLE)
    view = hand.rich
    table = last_table(view)
    box = place(view, table)
    at = view.document().toRawText().index("Tug")
    marks = SuggestMarks(view, view.looks)
    who = Owner("MR", QColor("#0a0"), "M")
    marks.show([Mark(at, at + 3, Sign.ADDED, who, 1), Mark(at, at, Sign.CUT, who, 2, ghost="old")])
    cursor = view.textCursor()
    cursor.setPosition(table.cellAt(0, 0).firstPosition())
    cursor.setPosition(table.cellAt(2, 1).lastPosition(), QTextCursor.MoveMode.KeepAnchor)
    view.setTextCursor(cursor)
    QApplication.processEvents()
    image = view.viewport().grab().toImage()
    ink, ground = view.paper.colours.bar, view.paper.colours.paper
    y = round(place(view, table).top()) + 3
    row = [image.pixelColor(x, y) for x in range(round(box.left()), round(box.right()))]
    assert len(lines(row, ink, ground)) == table.columns() + 1
    x = round(box.left())
    column = {image.pixelColor(x, y).rgb() for y in range(round(box.top()), round(box.bottom()))}
    assert column == {ink.rgb()}


def shown(view: RichView, part: QRect) -> QImage:
    """What is painted when Qt asks for that part of the viewport alone."""
    image = QImage(part.size(), QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.red)
    view.viewport().render(image, QPoint(), QRegion(part))
    return image


def at_words(hand: Hand, words: str) -> QRect:
    """The caret behind the words; the strip of the viewport that a key there paints anew."""
    hand.caret(words)
    strip = hand.rich.cursorRect().adjusted(0, -10, 0, 14)
    strip.setLeft(0)
    strip.setRight(hand.rich.viewport().width() - 1)
    return strip & hand.rich.viewport().rect()


@pytest.mark.parametrize("words", ["Ferry", "x b", "Above.", "Below."])
def test_a_key_leaves_the_lines_where_they_are(opens: Opens, words: str) -> None:
    hand = opens(f"Above.\n\n{TABLE}\nBelow.\n")
    view = hand.rich
    part = at_words(hand, words)
    hand.type("y")
    QApplication.processEvents()
    view.setCursorWidth(0)
    whole = view.viewport().grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    assert shown(view, part) == whole.copy(part)
    if words in ("Ferry", "x b"):
        ink = view.paper.colours.bar.rgb()
        row = [whole.pixel(x, part.center().y()) for x in range(whole.width())]
        assert row.count(ink) >= last_table(view).columns() + 1


def test_a_table_that_is_folded_away_has_no_lines(opens: Opens) -> None:
    view = opens(f"# Head\n\n{TABLE}\n# Next\n").rich
    QApplication.processEvents()
    block = view.document().firstBlock().next()
    while block.text() != "Next":
        block.setVisible(False)
        block = block.next()
    view.document().markContentsDirty(0, view.document().characterCount())
    image = painted(view, 1)
    ink = view.paper.colours.bar.rgb()
    found = {image.pixel(x, y) for x in range(image.width()) for y in range(image.height())}
    assert ink not in found


BOX = "::: box Facts\n{}\n:::\n"


def blocks_of(view: RichView) -> list[QTextBlock]:
    document = view.document()
    return [document.findBlockByNumber(at) for at in range(document.blockCount())]


def column_of(image: QImage, x: float, top: float, bottom: float) -> set[int]:
    return {image.pixel(round(x), y) for y in range(round(top), round(bottom))}


@pytest.mark.parametrize("language", ["en", "fa"])
def test_the_bar_of_a_quote_goes_on_beside_its_table(opens: Opens, language: str) -> None:
    table, words = (TABLE, "Words.") if language == "en" else (PERSIAN, "واژه.")
    view = opens(f"> {words}\n>\n{indented('> ', table)}>\n> {words}\n", language=language).rich
    QApplication.processEvents()
    image, layout = painted(view, 1), view.document().documentLayout()
    top, bottom = (
        layout.blockBoundingRect(block).center().y()
        for block in (view.document().firstBlock(), view.document().lastBlock())
    )
    x = view.document().documentMargin() + 7
    x = x if language == "en" else view.document().textWidth() - x
    assert column_of(image, x, top, bottom) == {view.paper.colours.bar.rgb()}


@pytest.mark.parametrize(
    "body", [TABLE, f"Words.\n\n{TABLE}", f"{TABLE}\nWords.", f"{TABLE}\n{TABLE}"]
)
def test_the_ground_of_a_box_goes_on_behind_its_tables(opens: Opens, body: str) -> None:
    view = opens(f"Before.\n\n{BOX.format(body)}\nAfter.\n").rich
    QApplication.processEvents()
    document, image = view.document(), painted(view, 1)
    layout, colours = document.documentLayout(), view.paper.colours
    words = layout.blockBoundingRect(document.firstBlock()).bottom()
    after = layout.blockBoundingRect(document.lastBlock()).top()
    x = round(document.documentMargin()) + 4
    seen = [image.pixelColor(x, y) for y in range(round(words), round(after))]
    # Paper, the box without a gap, paper.
    bare = [way for way, _run in groupby(colour == colours.paper for colour in seen)]
    assert bare == [True, False, True]
    inside = [b for b in blocks_of(view) if b.text() and b != document.lastBlock()][-1]
    assert len(seen) - seen[::-1].index(colours.card) > (
        layout.blockBoundingRect(inside).bottom() - words
    )
    line = round(words) + seen.index(colours.card)
    if body.startswith("|"):
        first = document.firstBlock().next()
        while first.text() != "Ship":
            first = first.next()
        top = round(layout.blockBoundingRect(first).top()) - PADDING - LINE
        rows = [
            any(image.pixelColor(x, y) == colours.text for x in range(40, 200))
            for y in range(line, top)
        ]
        assert any(rows), "its title stands above the table"
        assert not any(rows[-4:])


@pytest.mark.parametrize("act", ["row_below", "column_after"])
@pytest.mark.parametrize(
    "body", [TABLE, f"Words.\n\n{TABLE}\nWords.", f"{TABLE}\nWords.", f"{TABLE}\n{TABLE}"]
)
def test_a_table_in_a_box_stands_as_it_would_be_opened(opens: Opens, body: str, act: str) -> None:
    hand = opens(f"Before.\n\n{BOX.format(body)}\nAfter.\n")
    hand.caret("Ferry")
    assert hand.apply(act)
    again = opens(hand.text)
    standing = [
        [(t.format().topMargin(), t.format().bottomMargin())
         for t in one.rich.document().rootFrame().childFrames() if isinstance(t, QTextTable)]
        for one in (hand, again)
    ]  # fmt: skip
    assert standing[0] == standing[1]


def test_a_table_in_a_new_box_has_room_for_its_title_until_it_is_taken_out(opens: Opens) -> None:
    hand = opens(f"{TABLE}\nAfter.\n")
    plain = last_table(hand.rich).format()
    hand.select("Ship", "After")
    assert hand.apply("box")
    boxed = last_table(hand.rich).format()
    hand.caret("After")
    hand.rich.structure.wraps.entitle(hand.cursor, "Facts")
    titled = last_table(hand.rich).format()
    assert "::: box Facts\n\n| Ship" in hand.text
    assert plain.topMargin() < boxed.topMargin() < titled.topMargin()
    assert plain.bottomMargin() == titled.bottomMargin(), "there is more below it"
    hand.select("Ship", "After")
    assert hand.apply("box")
    assert last_table(hand.rich).format() == plain


def test_a_table_as_an_item_has_its_mark_and_counts(opens: Opens) -> None:
    view = opens("1. | a | b |\n   |---|---|\n   | c | d |\n2. Second\n3. Third\n").rich
    QApplication.processEvents()
    document, image = view.document(), painted(view, 1)
    layout = document.documentLayout()
    (container,) = stack_at(document.lastBlock())
    assert view.paper.number_of(document.lastBlock(), container, 0, shape=-2) == 3
    table = last_table(view)
    box = layout.blockBoundingRect(table.cellAt(0, 0).firstCursorPosition().block())
    left = range(round(document.documentMargin()), round(box.left()) - PADDING - LINE)
    inked = {
        image.pixelColor(x, y) == view.paper.colours.paper
        for x in left
        for y in range(round(box.top()), round(box.bottom()))
    }
    assert False in inked
