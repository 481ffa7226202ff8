"""Find and replace in the story, its titles included, in both views."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication

from newsroom.ui.editor.find import FindBar
from tests.ui.editor.conftest import Hand, Opens

STORY = (
    "# The ferry\n\nA Ferry and a **ferry**, ferries 😀 too.\n\n- ferry\n\n"
    "| ferry | x |\n|--|--|\n| y | z |\n"
)
TITLES = {"headline": "Night ferry", "dek": "No FERRY today", "kicker": "", "dateline": ""}


def search(hand: Hand, words: str, *, replacement: str = "", **boxes: bool) -> FindBar:
    hand.key("Ctrl+F")
    bar = hand.pane.find_bar
    for name in ("case", "whole", "pattern"):
        getattr(bar, name).setChecked(boxes.get(name, False))
    bar.words.setText(words)
    bar.replacement.setText(replacement)
    bar.search()
    return bar


@pytest.mark.parametrize("source", [False, True])
def test_titles_and_text_are_counted_together(opens: Opens, source: bool) -> None:
    hand = opens(STORY, **TITLES)
    if source:
        hand.toggle()
    assert "7 places" in search(hand, "ferry").told_count.text()
    assert "5 places" in search(hand, "ferry", case=True).told_count.text()
    assert "7 places" in search(hand, "ferry", whole=True).told_count.text()
    assert "8 places" in search(hand, "ferr").told_count.text()
    assert "1 place" in search(hand, r"ferr\w{2,}", pattern=True).told_count.text().replace("8", "")


def walked(hand: Hand, bar: FindBar, way: int) -> list[str]:
    found = []
    for _ in range(len(bar._places)):
        bar.step(way)
        place = bar._places[bar._current]
        cursor = place.editor.textCursor()
        assert cursor.selectedText().lower() == "ferry"
        found.append(place.editor.objectName())
    return found


@pytest.mark.parametrize("source", [False, True])
def test_next_and_previous_walk_all_places_round(opens: Opens, source: bool) -> None:
    hand = opens(STORY, **TITLES)
    if source:
        hand.toggle()
    bar = search(hand, "ferry")
    view = "sourceView" if source else "richView"
    hand.view.moveCursor(hand.cursor.MoveOperation.Start)
    assert walked(hand, bar, 1) == [view] * 5 + ["title_headline", "title_dek"]
    assert walked(hand, bar, -1) == ["title_headline"] + [view] * 5 + ["title_dek"]


def test_the_count_says_which_place_the_caret_is_at(opens: Opens) -> None:
    hand = opens(STORY, **TITLES)
    bar = search(hand, "ferry")
    bar.step(1)
    first = bar.told_count.text()
    bar.step(1)
    assert "3 of 7" in first
    assert "4 of 7" in bar.told_count.text()


def test_enter_and_shift_enter_walk_and_escape_goes_back_to_the_text(opens: Opens) -> None:
    hand = opens(STORY)
    bar = search(hand, "ferry")
    bar.words.setFocus()
    hand.key("Return")
    low = hand.cursor.selectionStart()
    hand.key("Return")
    assert hand.cursor.selectionStart() > low
    hand.key("Shift+Return")
    assert hand.cursor.selectionStart() == low
    hand.key("Escape")
    assert not bar.isVisible()
    assert hand.view.hasFocus()
    assert hand.chosen == "ferry"


def test_f3_walks_from_the_text(opens: Opens) -> None:
    hand = opens(STORY)
    search(hand, "ferry")
    hand.view.setFocus()
    hand.key("F3")
    low = hand.cursor.selectionStart()
    hand.key("F3")
    assert hand.cursor.selectionStart() > low
    hand.key("Shift+F3")
    assert hand.cursor.selectionStart() == low


def test_the_selected_words_are_what_is_looked_for(opens: Opens) -> None:
    hand = opens(STORY)
    hand.select("ferries")
    hand.key("Ctrl+F")
    assert hand.pane.find_bar.words.text() == "ferries"


@pytest.mark.parametrize("source", [False, True])
def test_no_hit_says_so_and_touches_nothing(opens: Opens, source: bool) -> None:
    hand = opens(STORY)
    if source:
        hand.toggle()
    bar = search(hand, "submarine", replacement="x")
    assert bar.told_count.text()
    assert not any(sign.isdigit() and sign != "0" for sign in bar.told_count.text())
    bar.step(1)
    bar.replace()
    bar.replace_everywhere()
    assert hand.text == STORY
    assert not hand.story.dirty


def test_a_broken_pattern_is_told_and_does_no_harm(opens: Opens) -> None:
    hand = opens(STORY)
    bar = search(hand, "ferry(", replacement="x", pattern=True)
    assert bar.told_count.text()
    bar.step(1)
    bar.replace_everywhere()
    assert hand.text == STORY


def test_one_place_is_replaced_and_the_next_is_chosen(opens: Opens) -> None:
    hand = opens("one ferry two ferry three\n")
    bar = search(hand, "ferry", replacement="boat")
    bar.replace()
    assert hand.text == "one ferry two ferry three\n", "the first press only goes there"
    bar.replace()
    assert hand.text == "one boat two ferry three\n"
    assert hand.chosen == "ferry"
    bar.replace()
    assert hand.text == "one boat two boat three\n"
    hand.view.setFocus()
    hand.key("Ctrl+Z")
    assert hand.text == "one boat two ferry three\n"


def test_a_replacement_that_holds_the_words_does_not_go_round_for_ever(opens: Opens) -> None:
    hand = opens("ferry ferry\n")
    bar = search(hand, "ferry", replacement="ferry boat")
    for _ in range(3):
        bar.replace()
    assert hand.text == "ferry boat ferry boat\n"


@pytest.mark.parametrize("source", [False, True])
def test_everything_is_replaced_as_one_step(opens: Opens, source: bool) -> None:
    hand = opens(STORY, **TITLES)
    if source:
        hand.toggle()
    bar = search(hand, "ferry", replacement="Boat")
    bar.replace_everywhere()
    assert hand.text == STORY.replace("ferry", "Boat").replace("Ferry", "Boat")
    assert hand.story.get("headline") == "Night Boat"
    assert hand.story.get("dek") == "No Boat today"
    hand.view.setFocus()
    hand.key("Ctrl+Z")
    assert hand.text == STORY
    hand.pane.focus_title("headline")
    hand.key("Ctrl+Z")
    assert hand.story.get("headline") == "Night ferry"


def test_what_is_replaced_keeps_its_looks(opens: Opens) -> None:
    hand = opens("a **bold ferry** and [ferry](https://example.org) `ferry`\n")
    search(hand, "ferry", replacement="boat").replace_everywhere()
    assert hand.text == "a **bold boat** and [boat](https://example.org) `boat`\n"


def test_groups_of_a_pattern_come_back_in_the_replacement(opens: Opens) -> None:
    hand = opens("Ridley, Mara and Stone, Jo\n")
    bar = search(hand, r"(\w+), (\w+)", replacement=r"\2 $1", pattern=True)
    bar.replace_everywhere()
    assert hand.text == "Mara Ridley and Jo Stone\n"


def test_signs_of_markdown_and_patterns_are_words_as_they_stand(opens: Opens) -> None:
    hand = opens("a (b) c.d x\n")
    search(hand, "(b) c.d", replacement=r"*\1* $1").replace_everywhere()
    assert hand.shown == r"a *\1* $1 x"


def test_a_place_behind_an_emoji_is_the_right_one(opens: Opens) -> None:
    hand = opens("😀😀 👩‍🚀 ferry سلام ferry\n")
    search(hand, "سلام", replacement="hello").replace_everywhere()
    assert hand.text == "😀😀 👩‍🚀 ferry hello ferry\n"


def test_an_empty_replacement_takes_the_words_out(opens: Opens) -> None:
    hand = opens("one ferry two\n")
    search(hand, "ferry ").replace_everywhere()
    assert hand.text == "one two\n"


def test_a_replacement_is_not_longer_than_its_title_may_be(opens: Opens) -> None:
    hand = opens("x\n", headline="ferry " * 40)
    most = hand.pane.titles.fields["headline"].spec.most
    search(hand, "ferry", replacement="a much longer boat").replace_everywhere()
    assert most is None or len(hand.story.get("headline")) <= most


def test_a_line_break_never_gets_into_a_title_of_one_line(opens: Opens) -> None:
    hand = opens("x\n", headline="one ferry two")
    search(hand, "ferry", replacement=r"\n", pattern=True).replace_everywhere()
    assert "\n" not in hand.story.get("headline")


def test_places_are_marked_and_unmarked(opens: Opens) -> None:
    hand = opens(STORY)
    bar = search(hand, "ferry")
    assert len(hand.view.extraSelections()) == 5
    bar.dismiss()
    assert hand.view.extraSelections() == []


def test_the_other_view_is_searched_after_a_switch(opens: Opens) -> None:
    hand = opens("**fer**ry\n", headline="")
    bar = search(hand, "ferry")
    assert len(bar._places) == 1
    hand.view.setFocus()
    hand.toggle()
    assert all(place.editor is hand.view for place in bar._places)
    bar.words.setText("**fer")
    bar.search()
    assert len(bar._places) == 1


def test_a_narrow_bar_has_room_for_the_words_and_makes_the_page_no_wider(opens: Opens) -> None:
    hand = opens(STORY)
    hand.pane.setFixedWidth(560)
    bar = search(hand, "ferry(", pattern=True)
    QApplication.processEvents()
    assert bar.words.width() >= 160
    assert bar.replacement.width() >= 160
    assert bar.width() <= 560
    assert bar.minimumSizeHint().width() <= 560
    assert bar.told_count.y() + bar._options.y() > bar.replacement.y()
    assert bar.told_count.toolTip() == bar.told_count.text()
    hand.pane.setFixedWidth(900)
    hand.pane.window().resize(900, 700)
    QApplication.processEvents()
    assert bar._options.geometry().top() <= bar.replacement.geometry().bottom()


@pytest.mark.parametrize("chosen", [False, True])
def test_the_key_of_replace_asks_for_what_is_not_known(opens: Opens, chosen: bool) -> None:
    hand = opens(STORY)
    if chosen:
        hand.select("ferry")
    hand.pane.open_find(replace=True)
    bar = hand.pane.find_bar
    assert (bar.replacement if chosen else bar.words).hasFocus()


@pytest.mark.parametrize("source", [False, True])
def test_only_what_is_selected_is_looked_through_and_replaced(opens: Opens, source: bool) -> None:
    body = "One ferry.\n\nferry ferry two.\n\nLast ferry.\n"
    hand = opens(body, headline="A ferry")
    if source:
        hand.toggle()
    hand.select("ferry ferry", "Last fer")
    hand.key("Ctrl+H")
    bar = hand.pane.find_bar
    assert bar.chosen.isChecked(), "more than a line is where to look"
    assert bar.words.text() == ""
    bar.words.setText("ferry")
    bar.replacement.setText("ferry boat")
    bar.search()
    assert bar.told_count.text() == "2 places"
    assert not hand.chosen, "it would be painted over the places"
    bar.dismiss()
    assert hand.chosen.startswith("ferry ferry two.")
    hand.key("Ctrl+H")
    bar.replace()
    bar.replace()
    assert hand.text == "One ferry.\n\nferry boat ferry two.\n\nLast ferry.\n"
    assert bar.told_count.text() == "2 of 2", "what came into it belongs to it"
    bar.replace_everywhere()
    assert hand.text == "One ferry.\n\nferry boat boat ferry boat two.\n\nLast ferry.\n"
    assert hand.story.get("headline") == "A ferry"
    bar.chosen.setChecked(False)
    assert bar.told_count.text() == "5 places"
    hand.view.setFocus()
    hand.undo_all()
    assert hand.text == body


def test_a_selection_is_taken_when_it_is_asked_for(opens: Opens) -> None:
    hand = opens("A ferry, a ferry, a boat.\n", headline="Boats")
    bar = search(hand, "ferry")
    bar.chosen.click()
    assert not bar.chosen.isChecked(), "nothing is selected"
    hand.select("ferry, a")
    bar.chosen.click()
    assert bar.told_count.text() == "1 place"
    hand.toggle()
    assert not bar.chosen.isChecked(), "the other view has another text"
    assert bar.told_count.text() == "2 places"
    bar.dismiss()
    assert bar.stretch is None


def test_each_place_of_a_title_is_come_to(opens: Opens) -> None:
    hand = opens("No boat.\n\nA ferry.\n", headline="ferry, ferry, ferry")
    hand.end()
    bar = search(hand, "ferry", replacement="boat")
    for _ in range(3):
        bar.replace()
    assert hand.story.get("headline") == "boat, boat, ferry"


def test_the_keyboard_stays_at_the_words_when_nothing_is_left_to_replace(opens: Opens) -> None:
    hand = opens("A ferry.\n")
    bar = search(hand, "ferry", replacement="boat")
    bar.all.setFocus()
    bar.all.click()
    assert hand.text == "A boat.\n"
    assert bar.words.hasFocus()
    hand.key("Ctrl+Z")
    assert hand.text == "A ferry.\n", "and the step back is the story's"
    assert bar.words.text() == "ferry"
    hand.key("Ctrl+Shift+Z")
    assert hand.text == "A boat.\n"
    hand.type("x")
    hand.key("Ctrl+Z")
    assert hand.text == "A boat.\n", "but what is typed into the bar is the bar's"
