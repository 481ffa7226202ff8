"""Everything by name: commands, stories and people, by a few letters."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from newsroom.news.workflow import Stage
from newsroom.ui.actions import ACTIONS
from newsroom.ui.dialogs.send import SendDialog
from newsroom.ui.dialogs.shortcuts import Shortcuts
from newsroom.ui.dialogs.snippets import SnippetsDialog
from newsroom.ui.fuzzy import match
from newsroom.ui.widgets.chooser import Choice, Chooser, narrowed
from newsroom.ui.window import Window
from tests.ui.real import act, ask, click, key, opened, said, settle


def palette(window: Window) -> Any:
    found = [one for one in window.findChildren(Chooser) if one.isVisible()]
    assert len(found) == 1
    return found[0]


def open_by(window: Window, command: str) -> Any:
    window.commands.run(command)
    return palette(window)


def typed(window: Window, chooser: Any, words: str) -> list[str]:
    QTest.keyClicks(chooser.line, words)
    settle(window)
    return [choice.label for choice in chooser.shown]


def test_a_command_is_found_by_a_few_letters_and_run(window: Window) -> None:
    chooser = open_by(window, "go.palette")
    assert QApplication.focusWidget() is chooser.line
    labels = typed(window, chooser, "outl")
    assert labels[0] == "Outline"
    key(chooser.line, Qt.Key.Key_Return)
    settle(window)
    assert window.panel_shown("outline")
    assert not [one for one in window.findChildren(Chooser) if one.isVisible()]


def test_every_command_stands_in_the_palette_with_its_key(window: Window) -> None:
    chooser = open_by(window, "go.palette")
    notes = {choice.label: choice.note for choice in chooser.shown}
    for row in ACTIONS:
        if row.id != "go.palette":
            assert notes[row.full_name] == row.shown_keys, row.id
    chooser.dismiss()


def test_a_command_of_a_submenu_is_found_by_the_submenu_too(window: Window) -> None:
    chooser = open_by(window, "go.palette")
    assert typed(window, chooser, "look dark")[0] == "Look: Dark"
    chooser.dismiss()


def test_where_nothing_is_found_that_is_said(window: Window) -> None:
    for command in ("go.palette", "story.template"):
        chooser = open_by(window, command)
        assert typed(window, chooser, "xqzzy wvvk") == []
        assert chooser.view.empty
        chooser.dismiss()


def test_before_a_word_is_typed_nothing_is_missed(window: Window) -> None:
    opened(window.workbench, "ferry-night-service")
    chooser = open_by(window, "edit.insert_snippet")
    assert not chooser.view.empty
    assert [choice.label for choice in chooser.shown] == ["Make or change snippets…"]
    key(chooser.line, Qt.Key.Key_Return)
    settle(window)
    (dialog,) = [one for one in window.findChildren(SnippetsDialog) if one.isVisible()]
    dialog.close()


def test_what_is_not_possible_now_is_shown_and_cannot_be_taken(window: Window) -> None:
    window.listing.rows.clearSelection()
    chooser = open_by(window, "go.palette")
    typed(window, chooser, "close tab")
    place = [choice.label for choice in chooser.shown].index("Close tab")
    assert not chooser.shown[place].possible
    chooser._take(place)
    assert chooser.isVisible()
    chooser.dismiss()


def test_stories_are_found_by_their_words_and_opened(window: Window) -> None:
    chooser = open_by(window, "go.palette")
    labels = typed(window, chooser, "mussel")
    row = ask(window, lambda desk: desk.articles.by_slug("mussel-farm-loan"))
    assert row.headline in labels
    chooser._take(labels.index(row.headline))
    settle(window)
    assert window.workbench.current is not None
    assert window.workbench.current.id == row.id
    assert window.editor is not None
    assert window.focusWidget() is window.editor.rich, "the next key goes into the story"


def test_two_stories_of_one_headline_can_both_be_found(window: Window) -> None:
    for _turn in range(2):
        act(window, lambda desk: desk.articles.create({"headline": "Zebra crossing"}))
    chooser = open_by(window, "story.open")
    labels = typed(window, chooser, "zebra")
    assert labels.count("Zebra crossing") == 2


def test_an_open_story_is_brought_forward_and_not_listed_twice(window: Window) -> None:
    first = opened(window.workbench, "mussel-farm-loan")
    opened(window.workbench, "ferry-night-service")
    chooser = open_by(window, "story.open")
    labels = typed(window, chooser, "mussel")
    assert labels.count(first.title) == 1
    assert chooser.shown[labels.index(first.title)].note == "open"
    chooser._take(labels.index(first.title))
    assert window.workbench.current is first
    assert window.editor is not None
    assert window.focusWidget() is window.editor.rich


def test_people_lead_to_their_entry(window: Window) -> None:
    chooser = open_by(window, "go.palette")
    labels = typed(window, chooser, "okafor")
    chooser._take(labels.index("Tomas Okafor"))
    settle(window)
    panel: Any = window.column.widget("staff")
    assert window.panel_shown("staff")
    assert panel.entry.person.name == "Tomas Okafor"


def test_keys_move_over_what_is_possible_and_escape_gives_the_keyboard_back(
    window: Window,
) -> None:
    window.listing.focus_list()
    before = QApplication.focusWidget()
    window.listing.rows.clearSelection()
    chooser = open_by(window, "go.palette")
    count = len(chooser.shown)
    seen = []
    for _turn in range(5):
        key(chooser.line, Qt.Key.Key_Down)
        seen.append(chooser.view.currentIndex().row())
    assert seen == sorted(set(seen))
    assert all(chooser.shown[row].possible for row in seen)
    key(chooser.line, Qt.Key.Key_PageDown)
    assert chooser.view.currentIndex().row() > seen[-1]
    for _turn in range(count // 5):
        key(chooser.line, Qt.Key.Key_PageDown)
    assert chooser.view.currentIndex().row() == max(
        row for row, choice in enumerate(chooser.shown) if choice.possible
    )
    key(chooser.line, Qt.Key.Key_Escape)
    assert QApplication.focusWidget() is before


def test_a_click_elsewhere_closes_it(window: Window) -> None:
    chooser = open_by(window, "go.palette")
    window.listing.search.setFocus()
    assert not chooser.isVisible()
    assert window.listing.search.hasFocus()


def test_a_late_answer_to_other_words_is_dropped(window: Window) -> None:
    chooser = open_by(window, "go.palette")
    labels = typed(window, chooser, "mussel")
    chooser.add("something else", [Choice("Wrong", lambda: None)])
    assert [choice.label for choice in chooser.shown] == labels
    chooser.dismiss()


def test_a_story_is_sent_and_handed_over_by_a_few_letters(window: Window) -> None:
    story = opened(window.workbench, "rent-explainer")
    number = story.id
    window.commands.run("story.send")
    settle(window)
    dialog = window.findChild(SendDialog)
    assert isinstance(dialog, SendDialog)
    assert "Spiked" not in [dialog.stage.itemText(n) for n in range(dialog.stage.count())]
    QTest.keyClicks(dialog.stage, "hold")
    key(dialog.stage, Qt.Key.Key_Return)
    settle(window)
    assert ask(window, lambda desk: desk.articles.open(number)).stage is Stage.HOLD
    chooser = open_by(window, "story.assign")
    assert [choice.label for choice in chooser.shown][:2] == ["Nobody", "Mara Ridley"]
    assert chooser.shown[1].note == "That is you"
    assert "Ruth Galloway" not in [choice.label for choice in chooser.shown]
    typed(window, chooser, "kafor")
    key(chooser.line, Qt.Key.Key_Return)
    settle(window)
    assert said(window)[-1] == "Assigned 1 story to Tomas Okafor"


def test_a_new_story_is_begun_from_a_template(window: Window) -> None:
    chooser = open_by(window, "story.template")
    typed(window, chooser, "match")
    key(chooser.line, Qt.Key.Key_Return)
    settle(window)
    story = window.workbench.current
    assert story is not None
    assert story.get("section") == "sport"


def test_several_rows_are_all_copied(window: Window) -> None:
    rows = window.listing.rows
    rows.setFocus()
    flag = rows.selectionModel().SelectionFlag.Select
    for number in (0, 1, 2):
        rows.selectionModel().select(rows.model().index(number, 0), flag)
    before = ask(window, lambda desk: desk.articles.counts()).total
    window.commands.run("story.duplicate")
    settle(window)
    assert ask(window, lambda desk: desk.articles.counts()).total == before + 3


def test_letters_find_the_best_first() -> None:
    names = ["Send to stage", "Insert", "Save", "New story from template"]
    choices = [Choice(name, lambda: None) for name in names]
    assert narrowed(choices, "se")[0].label == "Send to stage"
    assert narrowed(choices, "nsf")[0].label == "New story from template"
    assert [choice.label for choice in narrowed(choices, "  ")] == names
    found = match("نور", "ویژه‌نامه نوروز")
    assert found is not None
    assert len(found.places) == 3
    assert match("zz", "Save") is None
    assert match("staff", "Harbour wall reopens after two years of waiting and four") is None
    near = match("exprt", "Every paper of the day is an export")
    assert near is not None
    assert near.places == (29, 30, 31, 33, 34), "where they stand nearest"
    noted = [Choice("Ida", lambda: None, note="Night editor")]
    assert [choice.label for choice in narrowed(noted, "night")] == ["Ida"]


# The shortcut sheet.


def sheet(window: Window) -> Any:
    window.commands.run("help.shortcuts")
    return next(one for one in window.findChildren(Shortcuts) if one.isVisible())


def items(dialog: Any) -> list[Any]:
    tree = dialog.tree
    return [tree.topLevelItem(place) for place in range(tree.topLevelItemCount())]


def test_the_sheet_lists_every_command_with_all_its_keys(window: Window) -> None:
    dialog = sheet(window)
    found = {
        item.data(0, Qt.ItemDataRole.UserRole): item.text(1)
        for item in items(dialog)
        if item.data(0, Qt.ItemDataRole.UserRole)
    }
    assert list(found) == [row.id for row in ACTIONS]
    assert found["edit.redo"].split("   ") == ["Ctrl+Shift+Z", "Ctrl+Y"]
    dialog.close()


def test_the_sheet_is_narrowed_by_names_and_keys(window: Window) -> None:
    dialog = sheet(window)

    def left() -> list[str]:
        return [item.text(0) for item in items(dialog) if not item.isHidden()]

    dialog.line.setText("f11")
    assert left() == ["View", "Only the story"]
    dialog.line.setText("quotation")
    assert left() == ["Format", "Quotation"]
    dialog.line.clear()
    assert len(left()) == len(items(dialog))
    dialog.close()


def test_enter_on_the_sheet_does_the_command(window: Window) -> None:
    dialog = sheet(window)
    item = next(one for one in items(dialog) if one.text(0) == "Outline")
    dialog.tree.setFocus()
    dialog.tree.setCurrentItem(item)
    key(dialog.tree, Qt.Key.Key_Return)
    settle(window)
    assert window.panel_shown("outline")
    assert not [one for one in window.findChildren(Shortcuts) if one.isVisible()]


def test_a_click_takes_a_choice(window: Window) -> None:
    chooser = open_by(window, "story.template")
    place = chooser.view.visualRect(chooser.lines.index(0)).center()
    QTest.mouseClick(
        chooser.view.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place
    )
    settle(window)
    assert window.workbench.current is not None
    assert window.workbench.current.id == 0
    click(window.listing.search)
