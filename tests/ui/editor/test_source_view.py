"""The Markdown view under the hand: lists, links, tables, folds, and how its lines are set."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt
from PySide6.QtGui import QFont, QGuiApplication, QImage, QTextBlock, QTextCharFormat, QTextFormat
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from newsroom.ui.editor.clip import holds_other_files, holds_picture
from newsroom.ui.editor.highlight import IN_FENCE
from newsroom.ui.editor.signs import heading_level
from newsroom.ui.editor.source import SourceView
from tests.ui.editor.conftest import Hand, Opens

_SIZE = int(QTextFormat.Property.FontSizeAdjustment.value)


@pytest.fixture
def source(opens: Opens):  # type: ignore[no-untyped-def]
    """Opens a story with its Markdown on top."""

    def open_(body: str, **fields: object) -> Hand:
        hand = opens(body, **fields)
        hand.toggle()
        hand.end()
        return hand

    return open_


def view(hand: Hand) -> SourceView:
    assert isinstance(hand.view, SourceView)
    return hand.view


def line(hand: Hand, number: int) -> QTextBlock:
    return view(hand).document().findBlockByNumber(number)


def looks(hand: Hand, words: str) -> QTextCharFormat:
    """How the first letter of ``words`` is set."""
    document = view(hand).document()
    found = document.find(words)
    at = found.selectionStart() - found.block().position()
    for piece in found.block().layout().formats():
        if piece.start <= at < piece.start + piece.length:
            return QTextCharFormat(piece.format)
    return QTextCharFormat()


def ink(hand: Hand, words: str) -> str:
    return looks(hand, words).foreground().color().name()


# Lists and quotes.


@pytest.mark.parametrize(
    ("body", "typed", "after"),
    [
        ("* one", "\ntwo", "* one\n* two"),
        ("7. one", "\ntwo", "7. one\n8. two"),
        ("- [x] one", "\ntwo", "- [x] one\n- [ ] two"),
        ("> one", "\ntwo", "> one\n> two"),
        ("- one", "\n\nwords", "- one\n\nwords"),
        ("- a\n    - b", "\n\nc", "- a\n    - b\n- c"),
        ("- a\n    - b", "\n\n\nc", "- a\n    - b\n\nc"),
        ("> one", "\n\ntwo", "> one\n\ntwo"),
        ("> > one", "\n\ntwo", "> > one\n>\n>two"),
        ("> - one", "\n\ntwo", "> - one\n>\n> two"),
        ("one", "\ntwo", "one\ntwo"),
    ],
)
def test_enter_goes_on_and_leaves(source, body: str, typed: str, after: str) -> None:  # type: ignore[no-untyped-def]
    hand = source(body)
    hand.type(typed)
    assert hand.text == after
    hand.undo_all()
    assert hand.text == body


def test_enter_inside_an_item_parts_it(source) -> None:  # type: ignore[no-untyped-def]
    hand = source("- one two")
    hand.caret("one ")
    hand.type("\n")
    assert hand.text == "- one \n- two"


def test_tab_and_shift_tab_change_the_level_of_items(source) -> None:  # type: ignore[no-untyped-def]
    hand = source("1. a\n2. b\n3. c\n")
    hand.caret("b")
    hand.key("Tab")
    assert hand.text == "1. a\n    1. b\n3. c\n"
    hand.key("Shift+Tab")
    assert hand.text == "1. a\n2. b\n3. c\n"
    hand.select("b", "c")
    hand.key("Tab")
    assert hand.text == "1. a\n    1. b\n    2. c\n"
    hand.key("Ctrl+Z")
    assert hand.text == "1. a\n2. b\n3. c\n"


# The clipboard.


@pytest.mark.parametrize(
    ("chosen", "pasted", "after"),
    [
        ("words", "https://example.org/a", "[words](https://example.org/a) here"),
        ("words", " https://example.org/a\n", "[words](https://example.org/a) here"),
        ("words", "https://example.org/a_(b)", "[words](<https://example.org/a_(b)>) here"),
        ("words ", "https://example.org", "[words](https://example.org) here"),
        ("words", "not an address", "not an address here"),
        ("words", "javascript:alert(1)", "javascript:alert(1) here"),
    ],
)
def test_an_address_pasted_over_words_links_them(
    source,  # type: ignore[no-untyped-def]
    chosen: str,
    pasted: str,
    after: str,
) -> None:
    hand = source("words here")
    hand.select(chosen)
    hand.paste(pasted)
    assert hand.text == after
    hand.key("Ctrl+Z")
    assert hand.text == "words here"


def test_very_much_is_not_copied_to_see_whether_it_is_an_address(
    source,  # type: ignore[no-untyped-def]
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class Words(str):
        copied = 0

        def strip(self, *signs: str) -> str:  # type: ignore[override]
            Words.copied += 1
            return str.strip(self, *signs)

    hand = source("words here")
    words = Words(" https://example.org/a\n")
    monkeypatch.setattr("newsroom.ui.editor.source.words_of", lambda *_what, **_how: words)
    hand.paste(str(words))
    assert Words.copied == 0, "nothing is selected that it could link"
    assert "https" in hand.text
    hand.select("words")
    hand.paste(str(words))
    assert Words.copied == 1
    assert "[words](https://example.org/a)" in hand.text


def test_a_picture_pasted_goes_the_newsrooms_road(source, monkeypatch, tmp_path) -> None:  # type: ignore[no-untyped-def]
    hand = source("words")
    taken: list[tuple[object, str]] = []
    monkeypatch.setattr(
        hand.pane.commands.inserts, "take_picture", lambda what, name: taken.append((what, name))
    )
    hand.view.picture.disconnect()
    hand.view.picture.connect(lambda what, name: taken.append((what, name)))
    image = QImage(3, 2, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.red)
    data = QMimeData()
    data.setImageData(image)
    assert holds_picture(data)
    QGuiApplication.clipboard().setMimeData(data)
    hand.key("Ctrl+V")
    assert [name for _what, name in taken] == ["pasted.png"]
    assert bytes(taken[0][0]).startswith(b"\x89PNG")  # type: ignore[call-overload]
    assert hand.text == "words"
    named = QMimeData()
    path = tmp_path / "quay.jpg"
    named.setUrls([path.as_uri()])
    assert holds_picture(named)
    hand.view.insertFromMimeData(named)
    assert taken[1:] == [(path, "quay.jpg")]
    assert hand.text == "words"
    named.setUrls([path.as_uri(), (tmp_path / "quay.md").as_uri()])
    assert not holds_picture(named)
    assert holds_other_files(named)
    assert not hand.view.canInsertFromMimeData(named), "a drop of these is the window's"
    words = QMimeData()
    words.setText("words")
    assert not holds_picture(words)


# Tables.


def test_a_table_is_set_straight_on_request_as_one_step(source) -> None:  # type: ignore[no-untyped-def]
    body = "above\n\n|a|b|\n|-|-|\n|one|two|\n\nbelow\n"
    hand = source(body)
    hand.caret("tw")
    assert hand.apply("align_table")
    assert hand.text == ("above\n\n| a   | b   |\n| --- | --- |\n| one | two |\n\nbelow\n")
    assert hand.around == "| one | tw¦o |"
    hand.key("Ctrl+Z")
    assert hand.text == body
    hand.caret("below")
    hand.apply("align_table")
    assert hand.text == body


# How lines are set.


@pytest.mark.parametrize(
    ("body", "words", "size"),
    [
        ("# One\n", "One", 2),
        ("## Two\n", "Two", 1),
        ("Three\n===\n", "Three", 2),
        ("Four\n---\n", "Four", 1),
        ("a\nFive\n---\n", "Five", 0),
        ("- six\n---\n", "six", 0),
        ("#seven\n", "seven", 2),
    ],
)
def test_headings_are_in_size(source, body: str, words: str, size: int) -> None:  # type: ignore[no-untyped-def]
    hand = source(body)
    assert int(looks(hand, words).property(_SIZE) or 0) == size
    assert bool(heading_level(view(hand).document().find(words).block())) == bool(size)


def test_a_line_typed_under_words_makes_a_heading_and_unmakes_it(source) -> None:  # type: ignore[no-untyped-def]
    hand = source("Words")
    hand.type("\n===")
    assert looks(hand, "Words").fontWeight() == QFont.Weight.Bold
    assert heading_level(line(hand, 0)) == 1
    hand.type("x")
    assert looks(hand, "Words").fontWeight() != QFont.Weight.Bold
    hand.key("Backspace", "Backspace", "Backspace", "Backspace")
    assert heading_level(line(hand, 0)) == 0


def test_signs_are_quiet_and_words_are_not(source) -> None:  # type: ignore[no-untyped-def]
    body = (
        "plain **bold** ~sub~ ^sup^ [words](https://example.org){: .lead }\n\n"
        "::: box Title\n\ninside\n\n:::\n\n[^n]: a note\n\nSee[^n] TK\n"
    )
    hand = source(body)
    colours = hand.pane._inks
    muted, accent = colours.muted.name(), colours.accent.name()
    assert looks(hand, "plain").isEmpty()
    assert looks(hand, "bold").fontWeight() == QFont.Weight.Bold
    for sign in ("**bold", "~sub", "^sup", "https", "{: .lead", "::: box", ":::\n", "[^n]:"):
        assert ink(hand, sign.rstrip("\n")) == muted, sign
    assert ink(hand, "words") == accent
    assert ink(hand, "[^n] TK") == accent
    assert looks(hand, "TK").background().color() == colours.missing
    assert looks(hand, "inside").isEmpty()


def test_a_note_out_is_greyed_over_lines_and_only_when_it_is_closed(source) -> None:  # type: ignore[no-untyped-def]
    hand = source("a %%one\ntwo")
    striped = Qt.BrushStyle.BDiagPattern
    assert looks(hand, "one").background().style() != striped
    hand.type("%%")
    assert looks(hand, "one").background().style() == striped
    assert looks(hand, "two").background().style() == striped
    assert looks(hand, "a ").background().style() != striped
    hand.key("Backspace")
    assert looks(hand, "one").background().style() != striped
    assert looks(hand, "two").background().style() != striped


def test_hidden_signs_are_faint_but_on_the_carets_line(source, qtbot: QtBot) -> None:  # type: ignore[no-untyped-def]
    hand = source("**one** x\n\n**two** x\n")
    muted = hand.pane._inks.muted.name()
    hand.pane.workbench.set_settings({"hide_marks": True})
    hand.caret("one")
    qtbot.waitUntil(lambda: not view(hand).looks.waiting)
    assert ink(hand, "**one") == muted
    assert ink(hand, "**two") != muted
    hand.caret("two")
    assert ink(hand, "**one") != muted
    assert ink(hand, "**two") == muted
    hand.pane.workbench.set_settings({"hide_marks": False})
    qtbot.waitUntil(lambda: not view(hand).looks.waiting)
    assert ink(hand, "**one") == ink(hand, "**two") == muted


def test_a_fence_takes_what_follows_along(source, qtbot: QtBot) -> None:  # type: ignore[no-untyped-def]
    hand = source("x\n\n**bold**\n\n```\n\nafter\n")
    hand.caret("x")
    hand.type("\n```")
    assert line(hand, 3).userState() >= IN_FENCE
    assert looks(hand, "bold").fontWeight() != QFont.Weight.Bold
    assert line(hand, 7).userState() < IN_FENCE
    hand.key("Ctrl+Z")
    assert looks(hand, "bold").fontWeight() == QFont.Weight.Bold


def test_a_long_text_is_coloured_in_slices_and_all_of_it_in_the_end(
    source,  # type: ignore[no-untyped-def]
    qtbot: QtBot,
) -> None:
    hand = source("".join(f"## Head {n}\n\nsome **bold{n}** words\n\n" for n in range(1200)))
    qtbot.waitUntil(lambda: not view(hand).looks.waiting, timeout=20_000)
    for n in (0, 600, 1199):
        assert looks(hand, f"bold{n}*").fontWeight() == QFont.Weight.Bold
        assert heading_level(line(hand, 4 * n)) == 2
    hand.caret("Head 0", after=False)
    hand.key("Home")
    hand.type("```\n")
    assert view(hand).looks.waiting, "what can't be seen waits"
    qtbot.waitUntil(lambda: not view(hand).looks.waiting, timeout=20_000)
    assert line(hand, 4000).userState() >= IN_FENCE
    hand.undo_all()
    qtbot.waitUntil(lambda: not view(hand).looks.waiting, timeout=20_000)
    assert heading_level(line(hand, 4000)) == 2


def test_what_comes_into_sight_waits_no_longer(source) -> None:  # type: ignore[no-untyped-def]
    hand = source("".join(f"some **bold{n}** words\n\n" for n in range(3000)))
    assert view(hand).looks.waiting
    view(hand).ensureCursorVisible()
    assert looks(hand, "bold2999*").fontWeight() == QFont.Weight.Bold


def test_the_face_is_a_typewriters_or_the_storys(source) -> None:  # type: ignore[no-untyped-def]
    hand = source("words `code`")
    mono = view(hand).document().defaultFont().families()
    hand.pane.workbench.set_settings({"source_face": "story"})
    assert view(hand).document().defaultFont().families() != mono
    assert view(hand).document().defaultFont().families()[0] == "Source Serif 4"
    hand.pane.workbench.set_settings({"story_face": "sans"})
    assert "Source Serif 4" not in view(hand).document().defaultFont().families()[:1]


# Folds.

SECTIONS = "top\n\n# A\n\na words\n\n## B\n\nb words\n\nC\n=\n\nc words\n"


def shown(hand: Hand) -> str:
    """The words of the lines that can be seen, without blank lines."""
    block = view(hand).document().begin()
    found = []
    while block.isValid():
        if block.isVisible() and block.text():
            found.append(block.text())
        block = block.next()
    return " / ".join(found)


def test_a_section_folds_under_its_heading_and_the_text_never_knows(source) -> None:  # type: ignore[no-untyped-def]
    hand = source(SECTIONS)
    hand.caret("a words")
    assert hand.apply("fold")
    assert shown(hand) == "top / # A / C / = / c words"
    assert hand.around == "# A¦"
    assert hand.text == SECTIONS
    assert not view(hand).document().isUndoAvailable()
    assert hand.apply("fold")
    assert shown(hand) == SECTIONS.replace("\n\n", "\n").strip().replace("\n", " / ")


def test_all_folds_and_all_opens(source) -> None:  # type: ignore[no-untyped-def]
    hand = source(SECTIONS)
    hand.apply("fold_all")
    assert shown(hand) == "top / # A / C / ="
    hand.caret("# A")
    hand.apply("fold")
    assert shown(hand) == "top / # A / a words / ## B / C / ="
    hand.apply("unfold_all")
    assert "b words" in shown(hand)
    assert hand.text == SECTIONS


def test_the_arrows_pass_over_a_fold_and_find_opens_it(source) -> None:  # type: ignore[no-untyped-def]
    hand = source(SECTIONS)
    hand.caret("a words")
    hand.apply("fold")
    hand.key("Down")
    assert hand.cursor.block().text() == "C"
    hand.key("Up")
    assert hand.cursor.block().text() == "# A"
    assert "a words" not in shown(hand)
    hand.pane.open_find()
    bar = hand.pane.find_bar
    bar.words.setText("b words")
    bar.search()
    bar.step(1)
    assert "b words" in shown(hand)
    assert "a words" in shown(hand)


def test_a_fold_opens_where_its_heading_is_no_more(source) -> None:  # type: ignore[no-untyped-def]
    hand = source("# A\n\nwords\n")
    hand.caret("# A")
    hand.apply("fold")
    assert shown(hand) == "# A"
    hand.key("Home", "Delete")
    assert shown(hand) == " A / words"


def test_a_click_on_the_triangle_folds(source) -> None:  # type: ignore[no-untyped-def]
    hand = source(SECTIONS)
    place = view(hand).folding._place(line(hand, 2)).center()
    assert isinstance(place, QPointF)
    QTest.mouseClick(view(hand).viewport(), Qt.MouseButton.LeftButton, pos=place.toPoint())
    assert "a words" not in shown(hand)
    QTest.mouseClick(view(hand).viewport(), Qt.MouseButton.LeftButton, pos=place.toPoint())
    assert "a words" in shown(hand)


def test_on_the_page_there_is_nothing_to_fold(opens: Opens) -> None:
    hand = opens("# A\n\nwords\n")
    assert not hand.apply("fold")
    assert hand.text == "# A\n\nwords\n"


@pytest.mark.parametrize(
    ("key", "sign"), [("Ctrl+B", "**"), ("Ctrl+I", "*"), ("Ctrl+Shift+X", "~~")]
)
def test_the_key_that_began_bold_ends_it_behind_its_signs(
    source: Callable[..., Hand], key: str, sign: str
) -> None:
    hand = source("Said 😀 .\n")
    hand.caret("😀 ")
    hand.key(key)
    hand.type("yes")
    hand.key(key)
    hand.type(" twice")
    assert hand.text == f"Said 😀 {sign}yes{sign} twice.\n"


def test_the_key_ends_bold_in_persian_too(source: Callable[..., Hand]) -> None:
    hand = source("سلام \n")
    hand.caret("سلام ")
    hand.key("Ctrl+B")
    hand.type("نو")
    hand.key("Ctrl+B")
    hand.type(" خبر")
    assert hand.text == "سلام **نو** خبر\n"


def test_the_key_puts_signs_where_none_was_opened(source: Callable[..., Hand]) -> None:
    hand = source("a **b** c\n")
    hand.caret("a ")
    hand.key("Ctrl+B")  # what stands behind the caret opens
    hand.type("x")
    assert hand.text == "a **x****b** c\n"
