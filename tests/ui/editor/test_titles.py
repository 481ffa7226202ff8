"""Kicker, headline, dek and dateline above the text: counts, limits, walking, no line breaks."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from newsroom.news.article import ARTICLE_FIELDS
from newsroom.ui.editor.titles import TITLES, TitleField, count
from tests.ui.editor.conftest import Hand, Opens


def field(hand: Hand, name: str) -> TitleField:
    return hand.pane.titles.fields[name]


def test_the_fields_show_the_story(opens: Opens) -> None:
    given = {name: f"Some {name} 😀 سلام" for name in TITLES}
    hand = opens("Body.\n", **given)
    assert {name: field(hand, name).text() for name in TITLES} == given
    assert not hand.story.dirty


@pytest.mark.parametrize("name", TITLES)
def test_what_is_typed_is_in_the_story_and_undo_takes_it_back(opens: Opens, name: str) -> None:
    hand = opens("Body.\n", **{name: "Old"})
    hand.pane.focus_title(name)
    hand.type(" new سلام 😀")
    assert hand.story.get(name) == "Old new سلام 😀"
    assert hand.story.dirty
    hand.key(*["Ctrl+Z"] * 5)
    assert hand.story.get(name) == "Old"
    assert not hand.story.dirty
    hand.key("Ctrl+Shift+Z")
    assert hand.story.get(name) != "Old"


@pytest.mark.parametrize("key", ["Tab", "Return"])
def test_enter_and_tab_walk_down_into_the_body(opens: Opens, key: str) -> None:
    hand = opens("Body.\n", headline="")
    hand.pane.focus_title(TITLES[0])
    walked = []
    for _ in TITLES:
        found = hand.pane.titles.focused()
        walked.append(found.name if found else "")
        hand.key(key)
    assert walked == list(TITLES)
    assert hand.view.hasFocus()
    assert hand.text == "Body.\n"
    assert not hand.story.dirty


def test_shift_tab_walks_back_up_from_the_body(opens: Opens) -> None:
    hand = opens("Body.\n")
    walked = []
    for _ in TITLES:
        hand.key("Shift+Tab")
        found = hand.pane.titles.focused()
        walked.append(found.name if found else "")
    assert walked == list(reversed(TITLES))


def test_the_arrows_walk_too(opens: Opens) -> None:
    hand = opens("Body.\n")
    hand.key("Up")
    found = hand.pane.titles.focused()
    assert found is not None
    assert found.name == TITLES[-1]
    hand.key("Down")
    assert hand.view.hasFocus()


@pytest.mark.parametrize("name", ["kicker", "headline", "dateline"])
def test_no_line_break_gets_into_a_field_of_one_line(opens: Opens, name: str) -> None:
    hand = opens("Body.\n", **{name: ""})
    hand.pane.focus_title(name)
    hand.type("a")
    hand.key("Shift+Return")
    hand.pane.focus_title(name)
    hand.paste("b\nc\r\nd\u2028e\u2029f\x00g\x0bh\x85i")
    text = hand.story.get(name)
    assert not set(text) & set("\n\r\u2028\u2029\x00\x0b\x0c\x85")
    assert text.split() == ["ab", "c", "d", "e", "fg", "h", "i"] or "".join(text.split()) == (
        "abcdefghi"
    )


def test_formats_do_not_come_in_with_a_paste(opens: Opens) -> None:
    hand = opens("Body.\n", headline="")
    hand.pane.focus_title("headline")
    hand.paste("Bold news", html="<b>Bold</b> <span style='color:red'>news</span>")
    assert hand.story.get("headline") == "Bold news"
    assert "<b" not in field(hand, "headline").toHtml().split("<body")[1].replace("<body", "")


def test_words_that_come_as_a_page_alone_are_pasted_too(opens: Opens) -> None:
    hand = opens("Body.\n", headline="")
    hand.pane.focus_title("headline")
    hand.paste(html="<p>Bold <i>news</i></p><style>p{color:red}</style>")
    assert hand.story.get("headline") == "Bold news"


@pytest.mark.parametrize("name", [n for n in TITLES if ARTICLE_FIELDS[n].most])
def test_the_hard_limit_holds_for_keys_and_pastes(opens: Opens, name: str) -> None:
    most = ARTICLE_FIELDS[name].most
    assert most is not None
    hand = opens("Body.\n", **{name: "x" * (most - 1)})
    said: list[str] = []
    hand.pane.titles.refused.connect(said.append)
    hand.pane.focus_title(name)
    hand.type("yz")
    assert hand.story.get(name) == "x" * (most - 1) + "y"
    assert len(said) == 1
    hand.key("Ctrl+A")
    hand.paste("w" * (most + 50))
    assert hand.story.get(name) == "w" * most
    assert len(said) == 2
    hand.key("Backspace")
    assert hand.story.get(name) == "w" * (most - 1)


def test_a_longer_title_that_was_there_before_stays(opens: Opens) -> None:
    most = ARTICLE_FIELDS["headline"].most or 100
    hand = opens("Body.\n", headline="x" * (most + 20))
    assert hand.story.get("headline") == "x" * (most + 20)
    assert not hand.story.dirty
    hand.pane.focus_title("headline")
    hand.key("Backspace")
    assert hand.story.get("headline") == "x" * (most + 19)


def test_the_counter_says_how_long_it_is_and_warns(opens: Opens) -> None:
    spec = ARTICLE_FIELDS["headline"]
    limit = spec.advice or spec.most
    assert limit is not None
    assert count(3, spec).state == ""
    assert count(limit, spec).state == "near"
    assert count(limit + 2, spec).state == "over"
    assert "2 over" in count(limit + 2, spec).text
    hand = opens("Body.\n", headline="x" * (limit - 1))
    counter = hand.pane.titles._counter("headline")
    hand.pane.focus_title("headline")
    assert counter.isVisible()
    assert counter.text() == f"{limit - 1}/{limit}"
    hand.type("yz")
    assert "1 over" in counter.text()
    assert counter.property("state") == "over"


@pytest.mark.parametrize("language", ["en", "fa"])
def test_the_counter_never_stands_on_the_words(opens: Opens, language: str) -> None:
    word = "فارسی " if language == "fa" else "Ferry "
    hand = opens("Body.\n", headline=word)
    hand.pane.window().resize(500, 700)
    hand.pane.setFixedWidth(500)  # no room beside the column
    hand.pane.focus_title("headline")
    headline = field(hand, "headline")
    body = hand.pane.view
    places = set()
    for _word in range(22):
        hand.type(word)
        QApplication.processEvents()
        counter = hand.pane.titles._counter("headline")
        assert counter.isVisible()
        assert counter.geometry().left() >= 0
        assert counter.geometry().right() <= hand.pane.titles.width()
        block = headline.document().firstBlock()
        at = headline.document().documentLayout().blockBoundingRect(block).topLeft()
        lines = [block.layout().lineAt(n) for n in range(block.layout().lineCount())]
        text = [line.naturalTextRect().translated(at).toAlignedRect() for line in lines]
        beneath = [box.translated(headline.pos()) for box in text]
        assert not any(box.intersects(counter.geometry()) for box in beneath)
        below = counter.geometry().top() > headline.geometry().bottom()
        places.add(below)
        if below:
            dek = hand.pane.titles.fields["dek"]
            assert dek.y() > counter.geometry().bottom() - 1
    assert places == {False, True}
    assert body.isVisible()


def test_the_counter_of_a_short_field_shows_only_while_it_is_written(opens: Opens) -> None:
    hand = opens("Body.\n", headline="Ferry")
    counter = hand.pane.titles._counter("headline")
    assert not counter.isVisible()
    hand.pane.focus_title("headline")
    assert counter.isVisible()
    hand.pane.focus_body()
    assert not counter.isVisible()


def test_a_field_changed_elsewhere_is_shown(opens: Opens) -> None:
    hand = opens("Body.\n")
    hand.story.set("headline", "From the inspector")
    assert field(hand, "headline").text() == "From the inspector"
    assert not field(hand, "headline").document().isUndoAvailable()


def test_typing_does_not_move_the_caret_in_its_field(opens: Opens) -> None:
    hand = opens("Body.\n", headline="Ferry runs")
    hand.pane.focus_title("headline")
    cursor = field(hand, "headline").textCursor()
    cursor.setPosition(5)
    field(hand, "headline").setTextCursor(cursor)
    hand.type(" now")
    assert hand.story.get("headline") == "Ferry now runs"
    assert field(hand, "headline").textCursor().position() == 9


def test_a_field_grows_with_its_text_and_the_body_goes_down(opens: Opens) -> None:
    hand = opens("Body.\n", headline="Short")
    top = hand.view.y()
    hand.pane.focus_title("headline")
    hand.type(" and longer" * 12)
    assert hand.view.y() > top
    assert hand.window.isVisible()


def test_a_half_space_and_a_no_break_space_stay(opens: Opens) -> None:
    hand = opens("Body.\n", headline="می\u200cشود 10\u00a0km")
    hand.pane.focus_title("headline")
    hand.type("!")
    assert hand.story.get("headline") == "می\u200cشود 10\u00a0km!"


def test_everything_in_a_field_can_be_chosen_cut_and_put_back(opens: Opens) -> None:
    hand = opens("Body.\n", headline="Ferry")
    hand.pane.focus_title("headline")
    hand.key("Ctrl+A", "Ctrl+X")
    assert hand.story.get("headline") == ""
    hand.key("Ctrl+V", "Ctrl+V")
    assert hand.story.get("headline") == "FerryFerry"
    assert hand.text == "Body.\n"


def test_a_field_runs_by_its_first_strong_letter(opens: Opens) -> None:
    hand = opens("Body.\n", headline="سلام", dek="Hello")
    right = field(hand, "headline").document().firstBlock().textDirection()
    left = field(hand, "dek").document().firstBlock().textDirection()
    assert right.name == "RightToLeft"
    assert left.name == "LeftToRight"
    assert (
        field(hand, "headline").textCursor().position()
        == QTextCursor(field(hand, "headline").document()).position()
    )


def test_the_button_of_styles_names_the_style_and_gives_another(opens: Opens, qtbot: QtBot) -> None:
    hand = opens("# Head\n")
    styles = hand.pane.toolbar.styles
    qtbot.waitUntil(lambda: styles.text() == "Heading 1")
    menu = styles.make_menu()
    assert [a.text() for a in menu.actions() if a.isChecked()] == ["Heading 1"]
    menu.actions()[2].trigger()
    qtbot.waitUntil(lambda: styles.text() == "Heading 2")
    assert hand.text == "## Head\n"


def test_the_button_of_styles_is_as_wide_without_a_style(opens: Opens, qtbot: QtBot) -> None:
    hand = opens("Words.\n\n<div>\ncard\n</div>\n")
    styles = hand.pane.toolbar.styles
    wide = styles.sizeHint()
    hand.caret("card")
    qtbot.waitUntil(lambda: not styles.text())
    assert styles.sizeHint() == wide


def test_a_counter_tells_all_of_how_much_is_too_much(opens: Opens) -> None:
    hand = opens("Body.\n", headline="Ferry")
    hand.pane.window().resize(560, 700)
    hand.pane.setFixedWidth(560)
    hand.pane.focus_title("dek")
    field(hand, "dek").setPlainText("A word too many. " * 24)
    hand.type("!")
    QApplication.processEvents()
    counter = hand.pane.titles._counter("dek")
    assert "over" in counter.text()
    assert counter.width() >= counter.sizeHint().width()
    assert counter.geometry().right() <= hand.pane.titles.width()
