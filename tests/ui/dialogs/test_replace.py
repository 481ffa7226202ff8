"""Replacing over what the list shows, with the hits ticked, and rights in the staff entry."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from newsroom.desk.desk import open_desk
from newsroom.news.rights import Right
from newsroom.ui.dialogs.replace import ReplaceDialog
from newsroom.ui.panels.staff import StaffPanel
from newsroom.ui.window import Window
from tests.ui.real import MovedClock, ask, said, settle


def joined(window: Window, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: window.workbench.attendance is not None)
    settle(window)


def opened(window: Window) -> ReplaceDialog:
    window.commands.run("review.replace")
    settle(window)
    found = window.findChildren(ReplaceDialog)[-1]
    assert isinstance(found, ReplaceDialog)
    return found


def test_hits_are_ticked_done_as_one_step_and_undone_as_one(
    window: Window, qtbot: QtBot, sample: Path, clock: MovedClock
) -> None:
    joined(window, qtbot)
    before = ask(window, lambda desk: {r.id: r.version for r in desk.articles.page(_all()).rows})
    dialog = opened(window)
    dialog.what.setText("ferry")
    dialog.put.setText("boat")
    dialog.look()
    settle(window)
    places = dialog.hits.places()
    stories = {place.article for place in places}
    assert len(stories) > 1
    held = min(stories)
    # Somebody takes one of the stories meanwhile: it is left, and that is said.
    with open_desk(sample, clock=clock, who="Tomas Okafor") as other:
        other.presence.take(held)
        first = dialog.hits.topLevelItem(0)
        assert first is not None
        child = first.child(0)
        assert child is not None
        child.setCheckState(0, Qt.CheckState.Unchecked)
        ticked = dialog.hits.places()
        assert len(ticked) == len(places) - 1
        assert dialog.go.text().startswith(f"Replace {len(ticked)} places")
        dialog.go.click()
        settle(window)
        assert any("Tomas Okafor has been editing" in sentence for sentence in said(window))
    after = ask(window, lambda desk: {r.id: r.version for r in desk.articles.page(_all()).rows})
    changed = {number for number in after if before.get(number) not in (None, after[number])}
    assert held not in changed
    assert changed == {place.article for place in ticked} - {held}
    window.workbench.undo()
    settle(window)
    texts = ask(window, lambda desk: [desk.articles.open(n).body for n in changed])
    assert not any("boat night" in text for text in texts)
    dialog = opened(window)
    dialog.what.setText("ferry")
    dialog.put.setText("boat")
    dialog.look()
    settle(window)
    assert dialog.hits.places() == places, "every word is back"
    dialog.reject()


def _all():  # type: ignore[no-untyped-def]
    from newsroom.news.article import Filter

    return Filter()


def test_a_pattern_that_is_none_is_told(window: Window, qtbot: QtBot) -> None:
    joined(window, qtbot)
    dialog = opened(window)
    dialog.pattern.setChecked(True)
    dialog.what.setText("(")
    dialog.look()
    settle(window)
    assert not dialog.go.isEnabled()
    assert "pattern" in dialog.said.text().lower()
    dialog.what.setText("nowhere-at-all")
    dialog.look()
    settle(window)
    assert dialog.said.text().startswith("In none of")
    dialog.reject()


def test_rights_beyond_the_role_are_given_and_taken_in_the_entry(
    window: Window, qtbot: QtBot
) -> None:
    joined(window, qtbot)
    panel = window.show_panel("staff")
    assert isinstance(panel, StaffPanel)
    person = ask(window, lambda desk: desk.staff.find("Tomas Okafor"))
    panel.show_item(person.id)
    settle(window)
    box = panel.entry.rights.boxes[Right.PUBLISH]
    own = panel.entry.rights.boxes[Right.COMMENT]
    assert own.isChecked()
    assert not own.isEnabled(), "it comes with the role"
    had = box.isChecked()
    assert box.isEnabled()
    box.click()
    settle(window)
    assert ask(window, lambda desk: desk.staff.get(person.id)).may(Right.PUBLISH) != had
    panel.entry.rights.boxes[Right.PUBLISH].click()
    settle(window)
    assert ask(window, lambda desk: desk.staff.get(person.id)).may(Right.PUBLISH) == had
    panel.entry.form.field("title").edited.emit("x")
    assert QApplication.activeWindow() is not None


def test_flags_and_comments_are_told_in_the_list(window: Window, qtbot: QtBot) -> None:
    from newsroom.news.workflow import Need
    from newsroom.ui.models.stories import ROW

    joined(window, qtbot)
    model = window.listing.model
    row = model.index(0).data(ROW)
    window.tasks.change(
        lambda desk: (
            desk.review.flag([row.id], legal=Need.REQUIRED, sensitive=True)
            | desk.comments.add(row.id, "Hm").changes
        )
    )
    settle(window)
    place = next(n for n in range(model.rowCount()) if model.story(n) == row.id)
    spoken = model.index(place).data(Qt.ItemDataRole.AccessibleTextRole)
    assert "Legal" in spoken
    assert "Sensitive" in spoken
    assert model.index(place).data(ROW).comments_open == row.comments_open + 1
    assert not window.listing.grab().isNull()
