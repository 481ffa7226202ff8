"""Pictures, embeds, pull quotes, boxes and cards on the page."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QImage, QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QPushButton
from pytestqt.qtbot import QtBot

from newsroom.news.article import Picture
from newsroom.ui.editor.cards import label_of, why_source
from newsroom.ui.editor.formats import EDGES, LEAD, TAIL
from tests.ui.editor.conftest import Hand, Opens

SHA = "a" * 64
FIGURE = f'![A boat](media:{SHA} "The Selma"){{: credit="M. Ridley" }}\n'


def at_picture(hand: Hand, nth: int = 0) -> None:
    raw = hand.view.document().toRawText()
    at = -1
    for _ in range(nth + 1):
        at = raw.index("\ufffc", at + 1)
    hand._put(at, at)


def test_the_fields_below_a_picture_show_what_is_known(opens: Opens) -> None:
    hand = opens("Before.\n\n" + FIGURE + "\nAfter.\n")
    at_picture(hand)
    bar = hand.pane.commands.figures.bar
    assert bar.isVisible()
    assert [line.text() for line in bar.lines] == ["The Selma", "M. Ridley", "A boat"]
    hand.caret("After")
    assert not bar.isVisible()


def test_the_fields_stay_below_a_picture_that_comes_late(opens: Opens, qtbot: QtBot) -> None:
    hand = opens("Before.\n\n" + FIGURE + "\nAfter.\n")
    at_picture(hand)
    hand.key("Tab")
    bar = hand.pane.commands.figures.bar
    assert bar.caption.hasFocus()
    before = bar.y()
    image = QImage(800, 600, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.darkBlue)
    hand.rich.pictures._came(SHA, image)
    block = hand.rich.textCursor().block()
    layout = hand.rich.document().documentLayout()
    scroll = hand.rich.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.y() + scroll.value() > before + 100)
    foot = layout.blockBoundingRect(block).bottom() - scroll.value()
    assert foot - 60 < bar.geometry().bottom() <= foot
    assert bar.geometry().bottom() <= hand.rich.viewport().height(), "and can be seen"


def test_tab_walks_through_the_fields_and_back_into_the_story(opens: Opens) -> None:
    body = "Before.\n\n![](p.png)\n\nAfter.\n"
    hand = opens(body)
    at_picture(hand)
    bar = hand.pane.commands.figures.bar
    hand.key("Tab")
    assert bar.caption.hasFocus()
    hand.type("The Selma at dusk")
    hand.key("Tab")
    hand.type("M. Ridley")
    hand.key("Tab")
    hand.type("A boat")
    hand.key("Tab")
    assert hand.view.hasFocus()
    assert hand.around == "¦After."
    assert hand.text == (
        'Before.\n\n![A boat](p.png "The Selma at dusk"){: credit="M. Ridley" }\n\nAfter.\n'
    )
    hand.undo_all()
    assert hand.text == body
    hand.redo_all()
    assert "M. Ridley" in hand.text


@pytest.mark.parametrize(
    "below",
    [
        "| a | b |\n| --- | --- |\n| 1 | 2 |\n",
        "![](q.png)\n",
        "<https://example.org/watch>\n",
        "```\ncode\n```\n",
        "[^1]: A note.\n",
        "---\n",
        "",
    ],
)
@pytest.mark.parametrize("key", ["Return", "Tab"])
def test_behind_the_fields_one_writes_on_whatever_stands_there(
    opens: Opens, below: str, key: str
) -> None:
    body = f"Before[^1].\n\n![](p.png)\n\n{below}"
    hand = opens(body)
    at_picture(hand)
    hand.key("Tab")
    hand.pane.commands.figures.bar.alt.setFocus()
    hand.type("A boat")
    hand.key(key)
    assert hand.view.hasFocus()
    picture = "Before[^1].\n\n![A boat](p.png)"
    assert hand.text.rstrip() == f"{picture}\n\n{below}".rstrip()
    hand.type("And on.")
    assert hand.text.rstrip() == f"{picture}\n\nAnd on.\n\n{below}".rstrip()
    hand.undo_all()
    assert hand.text == body


def test_arrows_lead_out_of_the_fields_with_what_was_written(opens: Opens) -> None:
    hand = opens("Before.\n\n![](p.png)\n\nAfter.\n")
    at_picture(hand)
    hand.key("Tab")
    assert hand.pane.commands.figures.bar.caption.hasFocus()
    hand.type("Quay")
    hand.key("Ctrl+End")  # no field wants it
    assert hand.pane.commands.figures.bar.caption.hasFocus()
    hand.key("Down")
    assert hand.rich.hasFocus()
    hand.type("X")
    assert hand.text == 'Before.\n\n![](p.png "Quay")\n\nXAfter.\n'
    at_picture(hand)
    hand.key("Tab", "Up")
    assert hand.rich.hasFocus()
    assert hand.pane.commands.figures.here is not None


@pytest.mark.parametrize("words", ['say "cheese"', "it's", "a & b", "[x]", "سلام", "*b*"])
def test_what_is_said_of_a_picture_is_kept_to_the_letter(opens: Opens, words: str) -> None:
    hand = opens("Before.\n\n![](p.png)\n\nAfter.\n")
    at_picture(hand)
    hand.pane.commands.figures.describe(caption=words, credit=words, alt=words)
    again = opens(hand.text)
    at_picture(again)
    bar = again.pane.commands.figures.bar
    assert [line.text() for line in bar.lines] == [words] * 3


def test_a_picture_that_comes_in_asks_for_its_words(opens: Opens) -> None:
    hand = opens("Before.\n")
    hand.end()
    picture = Picture(
        sha256=SHA, filename="a.jpg", mime="image/jpeg", width=9, height=9, credit="Me"
    )
    hand.pane.commands.inserts.put_picture(picture)
    bar = hand.pane.commands.figures.bar
    assert bar.caption.hasFocus()
    assert bar.credit.text() == "Me"
    assert hand.text == f'Before.\n\n![](media/{SHA}.jpg){{: credit="Me" }}\n'
    hand.pane.focus_body()
    hand.undo_all()
    assert hand.text == "Before.\n"


def test_a_picture_among_words_has_no_fields(opens: Opens) -> None:
    hand = opens("Words ![A](p.png) words.\n")
    at_picture(hand)
    assert hand.pane.commands.figures.here is None


@pytest.mark.parametrize("source", [False, True])
def test_an_embed_is_an_address_of_its_own(opens: Opens, source: bool) -> None:
    hand = opens("Before.\n")
    if source:
        hand.toggle()
    hand.end()
    hand.apply("embed")
    bar = hand.pane.commands.inserts.bar
    address = bar.inputs["address"]
    address.setText("not an address at all")  # type: ignore[union-attr]
    hand.key("Return")
    assert bar.isVisible(), "it says why not"
    address.setText("example.org/watch")  # type: ignore[union-attr]
    hand.key("Return")
    assert not bar.isVisible()
    assert hand.text.rstrip("\n") == "Before.\n\n<https://example.org/watch>"


@pytest.mark.parametrize(("name", "fence"), [("pull", "::: pullquote"), ("box", "::: box")])
def test_a_pull_quote_and_a_box_are_put_around_and_taken_off(
    opens: Opens, name: str, fence: str
) -> None:
    body = "Before.\n\nOne _here_.\n\n- two\n- three\n\nAfter.\n"
    hand = opens(body)
    hand.select("One", "three")
    hand.apply(name)
    assert hand.text == (f"Before.\n\n{fence}\n\nOne _here_.\n\n- two\n- three\n\n:::\n\nAfter.\n")
    hand.select("One", "three")
    assert name in hand.on
    hand.apply(name)
    assert hand.text == body
    hand.undo_all()
    assert hand.text == body


def test_a_box_has_a_title(opens: Opens) -> None:
    hand = opens("::: box\nOne.\n\nTwo.\n:::\n\nAfter.\n")
    hand.caret("Two")
    hand.apply("box_title")
    bar = hand.pane.commands.inserts.bar
    bar.inputs["title"].setText("Night  fares")  # type: ignore[union-attr]
    hand.key("Return")
    assert hand.text.startswith("::: box Night fares\n")
    hand.caret("One")
    assert hand.cursor.blockFormat().property(EDGES) == LEAD
    hand.caret("Two")
    assert hand.cursor.blockFormat().property(EDGES) == TAIL
    hand.key("Ctrl+Z")
    assert hand.text.startswith("::: box\n")


def test_two_boxes_that_stand_together_stay_two(opens: Opens) -> None:
    body = "::: box A\nOne.\n:::\n\n::: box B\nTwo.\n:::\n"
    hand = opens(body)
    hand.caret("One")
    hand.type("X")
    assert hand.text == body.replace("One", "OneX")
    hand.caret("Two")
    hand.apply("box")
    assert hand.text.startswith("::: box A")
    assert hand.text.rstrip().endswith("Two.")


def test_enter_twice_leaves_a_box(opens: Opens) -> None:
    hand = opens("::: box\nOne.\n:::\n")
    hand.end()
    hand.type("\n\nOut.")
    assert hand.text.rstrip().endswith(":::\n\nOut.")


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("---\na: b\n---", "Front matter"),
        ("<!-- x -->", "Comment"),
        ("[^1]: x", "Footnote"),
        ("[r]: https://example.org", "Reference"),
        ("*[HTML]: x", "Abbreviation"),
        ("<div>x</div>", "HTML"),
        ("Term\n:   What it is", "Source"),
    ],
)
def test_a_card_says_what_it_is_and_why(text: str, label: str) -> None:
    assert label_of(text) == label
    assert why_source(text).endswith(".")


def test_a_card_tells_why_it_is_source(opens: Opens) -> None:
    hand = opens("Before.\n\n<div>\nx\n</div>\n")
    ground = hand.view.viewport()
    for words, tells in (("<div>", True), ("Before", False)):
        hand.caret(words)
        QTest.mouseMove(ground, hand.view.cursorRect().center())
        QApplication.processEvents()
        assert ("HTML" in ground.toolTip()) is tells


@pytest.mark.parametrize("card", ["<div>\nx\n</div>", "<!-- x -->", "[r]: https://example.org/x"])
def test_a_card_is_cut_and_pasted_whole(opens: Opens, card: str) -> None:
    body = f"One.\n\n{card}\n\nTwo.\n\nThree [r].\n"
    hand = opens(body)
    first = card.split("\n")[0]
    hand.select(first, card.split("\n")[-1] if "\n" in card else None)
    cursor = hand.cursor
    low = hand.view.document().findBlock(cursor.selectionStart())
    hand._put(low.position(), low.next().position())
    hand.key("Ctrl+X")
    assert card not in hand.text
    hand.caret("Two.")
    hand.type("\n")
    hand.key("Ctrl+V")
    assert card in hand.text
    assert hand.text.index(card) > hand.text.index("Two.")
    hand.undo_all()
    assert hand.text == body


def test_a_card_that_was_rewritten_is_read_again_when_it_is_left(opens: Opens) -> None:
    hand = opens("<div>\nx\n</div>\n\nAfter.\n")
    hand.caret("<div>", after=False)
    hand.type("Words\n\n")
    hand.caret("After")
    hand.pane.body.settle()
    again = opens(hand.text)
    assert again.shown == hand.shown


def test_a_new_definition_gives_links_their_address(opens: Opens) -> None:
    body = "A [word][r].\n\n[r]: https://example.org/a\n"
    hand = opens(body)
    hand.caret("example.org/a")
    hand.type("b")
    hand.caret("word")
    hand.pane.body.settle()
    assert hand.pane.commands.link_here()[0] == "https://example.org/ab"
    hand.key("Ctrl+Z")
    assert hand.text == body
    hand.caret("word")
    assert hand.pane.commands.link_here()[0] == "https://example.org/a"
    hand.key("Ctrl+Shift+Z")
    hand.caret("word")
    assert hand.pane.commands.link_here()[0] == "https://example.org/ab"


def test_a_right_click_in_a_table_offers_rows_and_columns(opens: Opens) -> None:
    hand = opens("| a | b |\n|---|---|\n| c | d |\n")
    hand.caret("c")
    menu = hand.rich.createStandardContextMenu()
    under = menu.actions()[0].menu()
    assert isinstance(under, QMenu)
    names = [action.text() for action in under.actions()]
    assert "Row below" in names
    under.actions()[names.index("Row below")].trigger()
    table = next(block for block in hand.rich.mirror.blocks() if block.rows)
    assert len(table.rows) == 3
    menu.deleteLater()


def test_the_caret_never_stands_inside_a_mark(opens: Opens) -> None:
    hand = opens("One[^1] two.\n\n[^1]: Note.\n")
    hand.caret("One")
    hand.key("Right")
    assert hand.around == "One[^1]¦ two."
    hand.key("Left")
    assert hand.around == "One¦[^1] two."
    hand.key("Shift+Right")
    assert hand.chosen == "[^1]"


def test_ctrl_and_a_click_follow_a_footnote(opens: Opens) -> None:
    hand = opens("One[^1] two.\n\n[^1]: Note.\n")
    hand.caret("One[^1")
    cursor = QTextCursor(hand.cursor)
    place = hand.view.cursorRect(cursor).center() - QPoint(1, 0)
    hand.caret("two")
    QTest.mouseClick(
        hand.rich.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ControlModifier, place
    )
    assert hand.around.endswith("Note.¦")


def test_a_footnote_runs_as_its_words_do_and_a_tag_as_tags_do(opens: Opens) -> None:
    hand = opens("متن[^1].\n\n[^1]: یادداشت.\n\n<div>\nمتن\n</div>\n")
    ways = {}
    block = hand.rich.document().begin()
    while block.isValid():
        ways[block.text()[:2]] = block.textDirection()
        block = block.next()
    assert ways["[^"] == Qt.LayoutDirection.RightToLeft
    assert ways["<d"] == Qt.LayoutDirection.LeftToRight
    assert hand.text.count("یادداشت") == 1


def test_an_address_that_is_asked_for_has_the_room_of_its_bar(opens: Opens) -> None:
    hand = opens("Words.\n")
    for name in ("table", "embed", "link"):
        hand.caret("Words")
        hand.apply(name)
        bar = hand.pane.commands.inserts.bar
        QApplication.processEvents()
        if name != "table":
            (line,) = bar.inputs.values()
            taken = sum(button.width() for button in bar.findChildren(QPushButton))
            assert line.width() > (bar.width() - taken) * 0.8, name
        bar.dismiss()


def test_the_field_of_a_picture_that_is_written_in_has_most_of_the_room(opens: Opens) -> None:
    hand = opens("Before.\n\n" + FIGURE + "\nAfter.\n")
    at_picture(hand)
    hand.key("Tab")
    bar = hand.pane.commands.figures.bar
    for line in bar.lines:
        QApplication.processEvents()
        assert line.hasFocus()
        assert all(line.width() > 2 * other.width() for other in bar.lines if other is not line)
        hand.key("Tab")


def _ink(image: QImage, columns: range, rows: range, paper: QColor) -> list[int]:
    """The rows of a part of an image that hold something else than paper."""
    return [y for y in rows if any(image.pixelColor(x, y) != paper for x in columns)]


@pytest.mark.parametrize("size", [18, 32])
def test_the_word_in_the_corner_of_a_card_stands_clear_of_its_text(
    opens: Opens, monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    hand = opens("Cited.[^1]\n\n[^1]: " + "HHHH " * 60 + "\n")
    hand.pane.workbench.set_settings({"story_font_size": size})
    view = hand.rich
    QApplication.processEvents()
    with_word = view.viewport().grab().toImage()
    monkeypatch.setattr("newsroom.ui.editor.paper.label_of", lambda _text: "")
    view.viewport().update()
    without = view.viewport().grab().toImage()
    changed = [
        (x, y)
        for y in range(without.height())
        for x in range(without.width())
        if with_word.pixelColor(x, y) != without.pixelColor(x, y)
    ]
    assert changed, "the word was drawn"
    left, right = min(x for x, _y in changed), max(x for x, _y in changed)
    top, bottom = min(y for _x, y in changed), max(y for _x, y in changed)
    paper = without.pixelColor(left, top)
    assert not _ink(without, range(left, right), range(top, bottom + 2), paper)
    assert _ink(without, range(left, right), range(bottom, bottom + 40), paper), "text is below"
