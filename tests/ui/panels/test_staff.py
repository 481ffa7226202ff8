"""The staff directory on a real newsroom."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from newsroom.news.article import Byline
from newsroom.news.staff import Person, Role
from newsroom.ui.delegates.staff_row import StaffRow, initials
from newsroom.ui.models.staff import LOAD, on_hand
from newsroom.ui.panels.staff import StaffPanel
from newsroom.ui.staffentry import read_entries
from newsroom.ui.window import Window
from newsroom.ui.workbench import Workbench
from tests.ui.real import act, ask, click, key, opened, said, settle


@pytest.fixture
def panel(bench: Workbench, qtbot: QtBot) -> Iterator[StaffPanel]:
    made = StaffPanel(bench)
    qtbot.addWidget(made)
    bench.tasks.changed.connect(made.on_changed)
    made.resize(340, 900)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is made)
    settle(bench)
    return made


def names(panel: StaffPanel) -> list[str]:
    return [panel.model.index(row).data() for row in range(panel.model.rowCount())]


def called(bench: Workbench, name: str) -> Person:
    return next(person for person in bench.lists.staff if person.name == name)


def open_entry(panel: StaffPanel, name: str) -> Any:
    """Click on somebody's row; gives the entry."""
    row = names(panel).index(name)
    place = panel.rows.visualRect(panel.model.index(row)).center()
    QTest.mouseClick(
        panel.rows.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place
    )
    settle(panel._bench)
    assert panel.pages.currentWidget() is panel.entry
    return panel.entry


def retype(entry: Any, name: str, words: str) -> None:
    control = entry.form.field(name).controls()[0]
    control.setFocus()
    control.selectAll()
    QTest.keyClicks(control, words)


# The directory.


def test_who_works_here_stands_in_it_and_who_left_only_when_asked_for(
    panel: StaffPanel, bench: Workbench
) -> None:
    here = ask(bench, lambda desk: desk.staff.all())
    everybody = ask(bench, lambda desk: desk.staff.all(include_left=True))
    assert sorted(names(panel)) == sorted(person.name for person in here)
    assert names(panel)[0] == "Editorial Staff", "the house itself comes first"
    click(panel.left)
    assert sorted(names(panel)) == sorted(person.name for person in everybody)
    assert names(panel)[-1] == "Ruth Galloway", "who left comes last"
    click(panel.left)
    assert "Ruth Galloway" not in names(panel)


@pytest.mark.parametrize(
    ("words", "found"),
    [("mara", "Mara Ridley"), ("RIDLEY m", "Mara Ridley"), ("NK", "Nasrin Kaveh")],
)
def test_people_are_found_by_parts_of_what_they_are_called(
    panel: StaffPanel, words: str, found: str
) -> None:
    QTest.keyClicks(panel.search, words)
    assert found in names(panel)
    assert len(names(panel)) < 4


def test_people_are_found_by_their_desk_and_their_title(
    panel: StaffPanel, bench: Workbench
) -> None:
    desk = called(bench, "Nasrin Kaveh").desks[0]
    panel.search.setText(desk)
    assert "Nasrin Kaveh" in names(panel)
    panel.search.setText(called(bench, "Mara Ridley").title)
    assert "Mara Ridley" in names(panel)


def test_a_search_that_finds_nobody_says_what_to_do(panel: StaffPanel) -> None:
    QTest.keyClicks(panel.search, "zzz")
    assert panel.none.isVisible()
    assert panel.none.text() == "Nobody is found. Try another name, or add the person."
    panel.search.clear()
    assert not panel.none.isVisible()


def test_the_first_person_is_added_saved_by_key_and_sits_down(
    bare: Workbench, qtbot: QtBot
) -> None:
    panel = StaffPanel(bare)
    qtbot.addWidget(panel)
    panel.resize(340, 360)  # lower than the entry
    panel.show()
    panel.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is panel)
    settle(bare)
    assert panel.none.text() == "Nobody is on the staff yet. Add yourself first."
    click(panel.add)
    entry = panel.entry
    assert not entry.stories.isVisible()
    assert not entry.save.isVisible()
    retype(entry, "name", "Mina Rahimi")
    assert entry.save.isVisible()
    corner = entry.save.mapTo(panel, entry.save.rect().bottomRight())
    assert panel.rect().contains(corner), "it can be reached without scrolling"
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    settle(bare)
    assert [person.name for person in bare.lists.staff] == ["Mina Rahimi"]
    assert not entry.save.isVisible()
    (message,) = bare.messages.standing
    assert [answer.label for answer in message.answers] == ["That is me"]
    assert message.stays
    message.answers[0].run()
    settle(bare)
    assert bare.me is not None
    assert bare.me.name == "Mina Rahimi"
    retype(entry, "title", "Editor")
    click(entry.save)
    settle(bare)
    assert bare.messages.standing[-1].answers == ()


def test_each_row_tells_what_somebody_has_on_hand(panel: StaffPanel, bench: Workbench) -> None:
    loads = ask(bench, lambda desk: desk.staff.workloads())
    assert loads
    for row, name in enumerate(names(panel)):
        load = panel.model.index(row).data(LOAD)
        number = called(bench, name).id
        if number in loads:
            assert load == loads[number]
            words = panel.model.index(row).data(Qt.ItemDataRole.AccessibleTextRole)
            assert words.endswith(on_hand(load))
    delegate: Any = panel.rows.itemDelegate()
    assert isinstance(delegate, StaffRow)
    notes = [
        delegate._note(called(bench, name), panel.model.index(row).data(LOAD))[0]
        for row, name in enumerate(names(panel))
    ]
    assert any("late" in note for note in notes)


def test_what_somebody_has_on_hand_follows_the_work(panel: StaffPanel, bench: Workbench) -> None:
    mara = called(bench, "Mara Ridley")
    row = names(panel).index("Mara Ridley")
    before = panel.model.index(row).data(LOAD).open
    panel.rows.setCurrentIndex(panel.model.index(row))
    act(
        bench,
        lambda desk: desk.articles.create({"headline": "Hers", "assignee": mara.id}),
    )
    assert panel.model.index(row).data(LOAD).open == before + 1
    assert panel.rows.currentIndex().row() == row, "the keyboard stays where it was"


def test_a_missing_portrait_is_made_good_by_initials() -> None:
    assert initials(Person(name="Ida Newman")) == "IN"
    assert initials(Person(name="Ida Newman", initials="IDAN")) == "IDA"
    assert initials(Person(name="")) == ""


def test_the_rows_are_painted_with_portraits(panel: StaffPanel, bench: Workbench) -> None:
    panel.rows.viewport().repaint()
    settle(bench)
    known = panel._portraits._known
    wanted = {person.portrait for person in bench.lists.staff if person.portrait and person.active}
    assert wanted <= set(known)
    assert all(known[one] is not None and not known[one].isNull() for one in wanted)  # type: ignore[union-attr]


# An entry.


def test_an_entry_shows_the_person_their_load_and_their_stories(
    panel: StaffPanel, bench: Workbench
) -> None:
    entry = open_entry(panel, "Mara Ridley")
    mara = called(bench, "Mara Ridley")
    load = ask(bench, lambda desk: desk.staff.workload(mara.id))
    page = ask(bench, lambda desk: desk.staff.stories(mara.id, 12))
    assert entry.name.text() == "Mara Ridley"
    assert entry.load.text() == on_hand(load)
    assert load.open > 0
    assert load.published > 0
    for name in entry.form.names:
        assert entry.form.value(name) == getattr(mara, name), name
    links = [
        button
        for button in entry.stories.findChildren(QPushButton)
        if button.property("role") == "link"
    ]
    assert [link.toolTip() for link in links] == [row.headline for row in page.rows]
    click(links[0])
    settle(bench)
    assert bench.current is not None
    assert bench.current.id == page.rows[0].id


def test_a_changed_entry_is_saved_and_shown_everywhere(panel: StaffPanel, bench: Workbench) -> None:
    entry = open_entry(panel, "Jonas Pike")
    assert not entry.save.isEnabled()
    retype(entry, "title", "Night editor")
    assert entry.save.isEnabled()
    click(entry.save)
    assert not entry.save.isEnabled(), "a second click is no second save"
    settle(bench)
    assert said(bench)[-1] == "Saved Jonas Pike"
    assert called(bench, "Jonas Pike").title == "Night editor"
    assert not entry.save.isEnabled()
    retype(entry, "phone", "123")
    click(entry.save)
    settle(bench)
    assert called(bench, "Jonas Pike").phone == "123", "and it can be saved again"


def test_changes_can_be_undone_before_they_are_saved(panel: StaffPanel, bench: Workbench) -> None:
    entry = open_entry(panel, "Jonas Pike")
    title = entry.form.value("title")
    retype(entry, "title", "Wrong")
    assert entry.revert.isVisible()
    click(entry.revert)
    assert entry.form.value("title") == title
    assert not entry.save.isEnabled()


def test_what_was_changed_stays_while_another_entry_is_looked_at(
    panel: StaffPanel, bench: Workbench
) -> None:
    first, second = names(panel)[1:3]
    entry = open_entry(panel, first)
    retype(entry, "phone", "0123 456")
    click(entry.back)
    assert open_entry(panel, first).form.values()["phone"] == "0123 456", "back and in again"
    click(entry.back)
    open_entry(panel, second)
    assert entry.form.values()["phone"] != "0123 456"
    assert any(first in words and "not saved yet" in words for words in said(bench))
    click(entry.back)
    open_entry(panel, first)
    assert entry.form.values()["phone"] == "0123 456"
    assert entry.save.isEnabled()
    click(entry.save)
    settle(bench)
    person = ask(bench, lambda desk: desk.staff.find(first))
    assert person.phone == "0123 456"
    click(entry.back)
    click(panel.add)
    retype(entry, "name", "Half a name")
    panel.show_item(person.id)
    settle(bench)
    click(entry.back)
    click(panel.add)
    assert entry.form.values()["name"] == "Half a name"
    click(entry.revert)
    assert entry.form.values()["name"] == ""


def test_a_refused_value_is_told_beside_its_field(panel: StaffPanel, bench: Workbench) -> None:
    entry = open_entry(panel, "Jonas Pike")
    retype(entry, "email", "nowhere")
    click(entry.save)
    settle(bench)
    assert "no e-mail address" in entry.form.problem("email")
    assert entry.form.problem("name") == ""
    retype(entry, "email", "jonas@example.org")
    click(entry.save)
    settle(bench)
    assert entry.form.problem("email") == ""
    assert called(bench, "Jonas Pike").email == "jonas@example.org"


def test_a_name_that_is_taken_is_told_beside_the_name(panel: StaffPanel, bench: Workbench) -> None:
    entry = open_entry(panel, "Jonas Pike")
    retype(entry, "name", "Mara Ridley")
    click(entry.save)
    settle(bench)
    assert "already a Mara Ridley" in entry.form.problem("name")


def test_a_save_of_somebody_else_in_between_is_told_and_can_be_taken_over(
    panel: StaffPanel, bench: Workbench
) -> None:
    entry = open_entry(panel, "Jonas Pike")
    jonas = called(bench, "Jonas Pike")
    retype(entry, "title", "Mine")
    act(bench, lambda desk: desk.staff.save(jonas.id, jonas.version, {"title": "Theirs"}))
    assert entry.form.value("title") == "Mine", "what is being typed stays"
    click(entry.save)
    settle(bench)
    assert entry.form.problem("name")
    click(entry.revert)
    assert entry.form.value("title") == "Theirs"
    retype(entry, "title", "Both")
    click(entry.save)
    settle(bench)
    assert called(bench, "Jonas Pike").title == "Both"


def test_an_entry_that_nobody_types_in_follows_what_others_save(
    panel: StaffPanel, bench: Workbench
) -> None:
    entry = open_entry(panel, "Jonas Pike")
    jonas = called(bench, "Jonas Pike")
    act(bench, lambda desk: desk.staff.save(jonas.id, jonas.version, {"title": "Theirs"}))
    assert entry.form.value("title") == "Theirs"


def test_a_new_person_is_added_and_found(panel: StaffPanel, bench: Workbench) -> None:
    click(panel.add)
    entry: Any = panel.entry
    assert entry.name.text() == "A new entry"
    assert not entry.leave.isVisible()
    click(entry.save)
    assert not entry.save.isEnabled()
    QTest.keyClicks(QApplication.focusWidget(), "Ida Newman")
    click(entry.save)
    settle(bench)
    ida = called(bench, "Ida Newman")
    assert ida.active
    assert entry.person == ida
    assert entry.load.text() == "0 open, 0 published"
    click(entry.back)
    panel.search.setText("ida")
    assert names(panel) == ["Ida Newman"]


def test_somebody_who_leaves_keeps_the_bylines(panel: StaffPanel, bench: Workbench) -> None:
    mara = called(bench, "Mara Ridley")
    before = ask(bench, lambda desk: desk.staff.stories(mara.id)).rows
    entry = open_entry(panel, "Mara Ridley")
    click(entry.leave)
    settle(bench)
    assert panel.pages.currentWidget() is panel.directory
    assert "Mara Ridley" not in names(panel)
    assert said(bench)[-1] == "Mara Ridley left"
    after = ask(bench, lambda desk: desk.staff.stories(mara.id)).rows
    assert [row.byline for row in after] == [row.byline for row in before]
    click(panel.left)
    assert "Mara Ridley" in names(panel)


def test_the_keyboard_goes_in_and_back(panel: StaffPanel, bench: Workbench) -> None:
    panel.rows.setFocus()
    panel.rows.setCurrentIndex(panel.model.index(2))
    key(panel.rows, Qt.Key.Key_Return)
    settle(bench)
    assert panel.pages.currentWidget() is panel.entry
    assert QApplication.focusWidget() is panel.entry.form.field("name").controls()[0]
    click(panel.entry.back)
    assert panel.rows.hasFocus()
    assert panel.rows.currentIndex().row() == 2


# From the window.


def test_a_byline_in_the_inspector_opens_its_entry(window: Window) -> None:
    bench = window.workbench
    story = opened(bench, "ferry-night-service")
    inspector: Any = window.show_panel("inspector")
    settle(window)
    click(inspector.form.field("bylines")._rows[0].name)
    settle(window)
    panel: Any = window.column.widget("staff")
    assert window.panel_shown("staff")
    assert panel.entry.person.id == story.get("bylines")[0].staff


def test_a_person_who_is_asked_for_before_the_lists_are_there_comes_with_them(
    panel: StaffPanel, bench: Workbench
) -> None:
    mara = called(bench, "Mara Ridley")
    lists, bench.lists = bench.lists, type(bench.lists)()
    panel.show_item(mara.id)
    assert panel.pages.currentWidget() is panel.directory
    bench.lists = lists
    bench.lists_changed.emit()
    assert panel.entry.person == mara


def test_a_byline_of_a_guest_changes_nobodys_load(panel: StaffPanel, bench: Workbench) -> None:
    before = ask(bench, lambda desk: desk.staff.workloads())
    act(
        bench,
        lambda desk: desk.articles.create({"headline": "G", "bylines": (Byline("Ida Guest"),)}),
    )
    assert ask(bench, lambda desk: desk.staff.workloads()) == before


def test_what_is_no_field_of_an_entry_does_not_come_back() -> None:
    kept = {"3": {"phone": "7", "role": "editor", "desks": ["city"], "id": 9, "bio": 5, "x": "y"},
            "x": {"phone": "7"}, "4": {"role": "king", "desks": "city"}, "5": "phone"}  # fmt: skip
    assert read_entries(kept) == {3: {"phone": "7", "role": Role.EDITOR, "desks": ("city",)}}
