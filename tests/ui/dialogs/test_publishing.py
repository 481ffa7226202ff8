"""Correcting, withdrawing and scheduling in the real window, as the web editor does."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QPushButton
from pytestqt.qtbot import QtBot

from newsroom.news.correction import PageLeft, WithdrawalState
from newsroom.news.outward import Target, TargetKind
from newsroom.news.workflow import INDEFINITE, PubState
from newsroom.ui.countdown import Countdown
from newsroom.ui.dialogs.correct import CorrectDialog
from newsroom.ui.dialogs.deploy import DeploySheet
from newsroom.ui.dialogs.export import ExportDialog
from newsroom.ui.dialogs.kill import KillDialog, UnpublishDialog
from newsroom.ui.dialogs.schedule import ScheduleDialog
from newsroom.ui.dialogs.sheet import Sheet
from newsroom.ui.dialogs.targets import TargetsDialog
from newsroom.ui.messages import Tone
from newsroom.ui.window import Window
from tests.ui.dialogs.test_dialogs import over, words_of
from tests.ui.real import MovedClock, act, ask, click, opened, said, settle

OUT = "ferry-night-service"
READY = "cup-final-tickets"


def press(dialog: QDialog, name: str) -> None:
    click(next(b for b in dialog.findChildren(QPushButton) if b.objectName().endswith(name)))


def open_ones(window: Window, kind: type[QDialog]) -> list[QDialog]:
    return [dialog for dialog in window.findChildren(kind) if dialog.isVisible()]


def sit(window: Window, name: str) -> None:
    person = ask(window, lambda desk: desk.staff.find(name))
    window.workbench.sit(person.id)
    settle(window)


def test_a_correction_in_four_fields(window: Window) -> None:
    story = opened(window.workbench, OUT)
    first = story.article.body.split()[:2]
    dialog: CorrectDialog = over(window, CorrectDialog, "publish.correct")
    QTest.keyClicks(dialog.wrong, " ".join(first))
    QTest.keyClicks(dialog.right, "Every boat")
    dialog._look()
    settle(window)
    assert dialog.where.text() == "paragraph 1"
    dialog.where.clear()
    dialog.where.setFocus()
    dialog._look()  # found while the keyboard is there already
    QTest.keyClicks(dialog.where, "first paragraph")
    assert dialog.where.text() == "first paragraph", "not behind what was found"
    dialog.where.clear()
    dialog._place_typed("")
    dialog._look()
    settle(window)
    assert dialog.where.text() == "paragraph 1"
    assert "1 place" in dialog.mend.text()
    assert "It should have said “Every boat”." in dialog.notice.text()
    press(dialog, "go")
    settle(window)
    assert not open_ones(window, CorrectDialog)
    assert story.article.pubstate is PubState.CORRECTED
    assert story.article.body.startswith("Every boat"), "the open story has it"
    made = ask(window, lambda desk: desk.correcting.of(story.id))
    assert [(one.wrong, one.right, one.where) for one in made] == [
        (" ".join(first), "Every boat", "paragraph 1")
    ]
    window.workbench.undo()
    settle(window)
    assert story.article.pubstate is PubState.PUBLISHED


def test_wrong_words_that_stand_nowhere_and_other_kinds(window: Window) -> None:
    story = opened(window.workbench, OUT)
    dialog: CorrectDialog = over(window, CorrectDialog, "publish.correct")
    press(dialog, "go")
    settle(window)
    assert "what was wrong and what is right" in dialog.fault.text()
    QTest.keyClicks(dialog.wrong, "zeppelin")
    QTest.keyClicks(dialog.where, "caption")
    dialog._look()
    assert "do not stand in the story" in dialog.mend.text()
    dialog.kind.setCurrentIndex(dialog.kind.findData("refile"))
    settle(window)
    assert not dialog.notice.isVisible(), "readers see none"
    dialog.kind.setCurrentIndex(dialog.kind.findData("clarification"))
    QTest.keyClicks(dialog.right, "It was a ship.")
    dialog._look()
    settle(window)
    assert "It was a ship" in dialog.notice.text()
    press(dialog, "go")
    settle(window)
    assert any("Now change the text" in line for line in said(window))
    (made,) = ask(window, lambda desk: desk.correcting.of(story.id))
    assert made.where == "caption"


def test_what_is_not_published_is_told_before_anything_is_typed(window: Window) -> None:
    opened(window.workbench, READY)
    dialog: CorrectDialog = over(window, CorrectDialog, "publish.correct")
    assert "is not published" in dialog.fault.text()
    assert not dialog.go.isEnabled()
    QTest.keyClicks(dialog.wrong, "last")
    QTest.keyClicks(dialog.right, "very last")
    dialog._look()
    settle(window)
    assert "is not published" in dialog.fault.text(), "typing takes it away for nobody"
    assert not dialog.go.isEnabled()
    assert not dialog.notice.isVisible(), "no notice is made up for readers who have nothing"


def test_who_may_set_up_no_target_hears_so_before_they_have_typed_one(window: Window) -> None:
    opened(window.workbench, OUT)
    sit(window, "Tomas Okafor")
    dialog: TargetsDialog = over(window, TargetsDialog, "publish.targets")
    assert "You may not change the newsroom's lists" in dialog.note.text()
    assert not dialog.keep.isEnabled()
    dialog.close()
    sit(window, "Mara Ridley")
    dialog = over(window, TargetsDialog, "publish.targets")
    assert "keyring" in dialog.note.text()
    assert dialog.keep.isEnabled()


def test_a_sheet_grows_once_it_is_on_the_screen(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Coming:
        """A window that the system has not shown yet, which takes some turns on X11."""

        def isExposed(self) -> bool:
            return False

    sheet = Sheet("grows", "Short")
    sheet.finish()
    qtbot.addWidget(sheet)
    sheet.show()
    qtbot.waitExposed(sheet)
    before = sheet.height()
    with monkeypatch.context() as soon:
        soon.setattr(sheet, "windowHandle", Coming)
        sheet.head.setText("A headline that does not stand in one line of a sheet any more " * 3)
        QCoreApplication.sendPostedEvents(sheet, QEvent.Type.LayoutRequest)
        assert sheet.height() == before, "it would be put into the corner of the screen"
    sheet.update()
    qtbot.waitUntil(lambda: sheet.height() > before)


def test_an_update_of_its_own_opens(window: Window) -> None:
    story = opened(window.workbench, OUT)
    window.commands.run("publish.rewrite")
    settle(window)
    current = window.workbench.current
    assert current is not None
    assert current.article.slug.startswith(OUT)
    parent = ask(window, lambda desk: desk.correcting.parent(current.id))
    assert parent.id == story.id


def test_unpublishing_asks_why(window: Window) -> None:
    story = opened(window.workbench, OUT)
    dialog: UnpublishDialog = over(window, UnpublishDialog, "publish.unpublish")
    assert dialog.head.text() == f"Unpublish “{story.title}”"
    press(dialog, "go")
    settle(window)
    assert "Say why" in dialog.fault.text()
    QTest.keyClicks(dialog.reason, "Rights ran out")
    dialog.page.setCurrentIndex(1)
    assert not dialog.notice.isEnabled()
    press(dialog, "go")
    settle(window)
    assert not open_ones(window, UnpublishDialog)
    assert story.article.pubstate is PubState.UNPUBLISHED
    (made,) = ask(window, lambda desk: desk.withdrawing.of(story.id))
    assert (made.page, made.notice) == (PageLeft.GONE, "")


@pytest.mark.parametrize("agrees", [True, False])
def test_a_kill_by_two(window: Window, agrees: bool, tmp_path: Path) -> None:
    story = opened(window.workbench, OUT)
    sit(window, "Mara Ridley")
    dialog: KillDialog = over(window, KillDialog, "publish.kill")
    QTest.keyClicks(dialog.reason, "A court order")
    QTest.keyClicks(dialog.notice, "By order of the court")
    press(dialog, "ask")
    settle(window)
    assert story.article.pubstate is PubState.PUBLISHED
    told = sorted(message.text for message in window.messages.standing)
    assert told[0] == "Asked. A second person finds it in the inbox and has to agree."
    assert told[1].startswith("You asked to withdraw this story; a second person has to agree.")
    assert len(told) == 2, "and nothing twice"
    dialog = over(window, KillDialog, "publish.kill")
    assert "It waits for a second person" in words_of(dialog)
    press(dialog, "close")
    others = ask(window, lambda desk: desk.staff.all())
    may = ask(window, lambda desk: desk.rights.who_may("kill"))
    second = next(p for p in (may or others) if not p.collective and p.name != "Mara Ridley")
    sit(window, second.name)
    dialog = over(window, KillDialog, "publish.kill")
    assert "Mara Ridley asked for it" in words_of(dialog)
    assert "A court order" in words_of(dialog)
    assert "Readers are told: By order of the court" in words_of(dialog)
    QTest.keyClicks(dialog.answer, "I see")
    press(dialog, "agree" if agrees else "decline")
    settle(window)
    (made,) = ask(window, lambda desk: desk.withdrawing.of(story.id))
    assert made.words == "I see"
    assert made.state is (WithdrawalState.DONE if agrees else WithdrawalState.DECLINED)
    wanted = PubState.WITHDRAWN if agrees else PubState.PUBLISHED
    assert story.article.pubstate is wanted
    if agrees:
        (note,) = window.messages.standing
        assert note.text.startswith("The story is withdrawn. Publish the site")
        (answer,) = note.answers
        other = ask(window, lambda desk: desk.articles.by_slug(READY)).id
        act(window, lambda desk: desk.articles.assign([other], None))
        assert note in window.messages.standing, "readers have the story still"
        answer.run()
        settle(window)
        (site,) = open_ones(window, ExportDialog)
        assert isinstance(site, ExportDialog)
        assert site.windowTitle() == "Publish the whole site"
        site.choices.folder.setText(str(tmp_path / "site"))
        settle(window)
        click(site.go)
        settle(window)
        assert note not in window.messages.standing, "they have it no more"


def test_what_readers_do_not_have_yet_leads_to_the_site(window: Window) -> None:
    number = opened(window.workbench, READY).id
    act(window, lambda desk: desk.publish.publish([number], override="It is in order"))
    told = window.messages.standing[-1]
    assert [answer.label for answer in told.answers] == ["Undo", "The site…"]
    told.answers[1].run()
    settle(window)
    (site,) = open_ones(window, ExportDialog)
    assert site.windowTitle() == "Publish the whole site"
    site.close()
    act(window, lambda desk: desk.articles.assign([number], None))
    assert [answer.label for answer in window.messages.standing[-1].answers] == ["Undo"]


def test_what_is_to_be_sent_is_published_first(window: Window, tmp_path: Path) -> None:
    disk = Target(name="Disk", kind=TargetKind.FOLDER, address=str(tmp_path / "disk"))
    act(window, lambda desk: desk.pushing.put_target(disk))
    sheet: DeploySheet = over(window, DeploySheet, "publish.deploy")
    settle(window)
    assert "Publish the site into a folder first" in sheet.plan.text()
    assert not sheet.go.isEnabled()
    click(sheet.publish)
    settle(window)
    assert not open_ones(window, DeploySheet)
    (site,) = open_ones(window, ExportDialog)
    assert site.windowTitle() == "Publish the whole site"
    site.close()


def test_the_selected_words_are_what_was_wrong(window: Window) -> None:
    story = opened(window.workbench, OUT)
    window.editor.view.setTextCursor(window.editor.view.document().find("Quay Street"))
    dialog: CorrectDialog = over(window, CorrectDialog, "publish.correct")
    assert dialog.wrong.toPlainText() == "Quay Street"
    assert dialog.right.hasFocus()
    assert "place" in dialog.mend.text()
    dialog.close()
    cursor = window.editor.view.textCursor()
    cursor.select(QTextCursor.SelectionType.Document)
    window.editor.view.setTextCursor(cursor)
    dialog = over(window, CorrectDialog, "publish.correct")
    assert dialog.wrong.toPlainText() == "", "a whole text is no slip"
    dialog.close()
    assert story.article.pubstate is PubState.PUBLISHED


def test_somebody_else_sits_down_at_this_computer(window: Window) -> None:
    story = opened(window.workbench, READY)
    sit(window, "Mara Ridley")
    bar = window.statusBar()
    assert bar.who.text() == "Mara Ridley"
    story.set("headline", "Cup final: where the very last tickets are")
    menu = bar.people()
    names = {action.text(): action for action in menu.actions()}
    assert names["Mara Ridley"].isChecked()
    assert "Harbour Post Editorial Staff" not in names, "a group does not sit here"
    names["Priya Waller"].trigger()
    settle(window)
    assert window.workbench.me is not None
    assert window.workbench.me.name == "Priya Waller"
    assert bar.who.text() == "Priya Waller"
    (last, *_) = ask(window, lambda desk: desk.articles.revisions(story.id))
    person = ask(window, lambda desk: desk.staff.find("Mara Ridley"))
    assert last.author == person.id, "what was typed goes under the name of who typed it"
    window.workbench.sit(None)
    settle(window)
    assert bar.who.text() == "Who are you?"


def test_a_kill_of_a_draft_is_refused(window: Window) -> None:
    opened(window.workbench, READY)
    sit(window, "Mara Ridley")
    dialog: KillDialog = over(window, KillDialog, "publish.kill")
    QTest.keyClicks(dialog.reason, "Wrong")
    press(dialog, "ask")
    settle(window)
    assert "was never published" in dialog.fault.text()


def countdown(window: Window) -> Countdown:
    (label,) = window.statusBar().findChildren(Countdown)
    return label


def test_two_fields_and_the_time_that_is_left(window: Window, clock: MovedClock) -> None:
    act(window, lambda desk: desk.set_site({"timezone": "Asia/Tehran"}))
    story = opened(window.workbench, READY)
    dialog: ScheduleDialog = over(window, ScheduleDialog, "publish.schedule")
    assert dialog.head.text() == f"When “{story.title}” goes out"
    until = clock().replace(second=0, microsecond=0) + timedelta(hours=2, minutes=14)
    dialog.embargo.show_value(until)
    dialog.publish.show_value(until + timedelta(minutes=5))
    dialog.embargo.edited.emit(until)
    assert dialog.embargo_left.text().startswith("in 2 h 1")
    assert "Asia/Tehran (UTC+03:30)" in dialog.embargo.other.text()
    press(dialog, "go")
    settle(window)
    if open_ones(window, ScheduleDialog):  # what is not in order in the sample story needs a reason
        assert dialog.reason.isVisible(), dialog.fault.text()
        QTest.keyClicks(dialog.reason, "It is seen to by six")
        press(dialog, "go")
        settle(window)
    assert not open_ones(window, ScheduleDialog)
    assert (story.article.embargo_until, story.article.publish_at) == (
        until, until + timedelta(minutes=5),
    )  # fmt: skip
    label = countdown(window)
    assert label.isVisible()
    assert label.text().startswith("Embargo ends in 2 h 1")
    assert "Goes out in 2 h 1" in label.text()
    assert "Tehran (UTC+03:30)" in label.toolTip()

    window.commands.run("publish.publish")
    settle(window)
    assert any("under embargo" in line for line in said(window))
    assert story.article.pubstate is PubState.SCHEDULED

    clock.go_on(timedelta(hours=5))
    label.count()
    assert not label.isVisible()
    from newsroom.ui.due import DueRunner

    runner = window.workbench.findChild(DueRunner)
    assert runner is not None
    runner.look()
    settle(window)
    assert story.article.pubstate is PubState.PUBLISHED
    assert any("went out only now" in line for line in said(window))


def test_an_embargo_for_good_and_off_again(window: Window) -> None:
    story = opened(window.workbench, READY)
    dialog: ScheduleDialog = over(window, ScheduleDialog, "publish.schedule")
    dialog.forever.setChecked(True)
    assert not dialog.embargo.isEnabled()
    press(dialog, "go")
    settle(window)
    assert story.article.embargo_until == INDEFINITE
    assert countdown(window).text() == "Embargo until further notice"
    dialog = over(window, ScheduleDialog, "publish.schedule")
    assert dialog.forever.isChecked()
    dialog.forever.setChecked(False)
    press(dialog, "go")
    settle(window)
    assert "say why it is broken" in dialog.fault.text()
    assert dialog.reason.isVisible()
    QTest.keyClicks(dialog.reason, "The minister has spoken")
    press(dialog, "go")
    settle(window)
    assert story.article.embargo_until is None
    made: Any = ask(window, lambda desk: desk.gates.signoffs(story.id))
    assert made[-1].reason == "The minister has spoken"
    opened(window.workbench, OUT)
    assert not countdown(window).isVisible()


def test_what_is_held_is_told_once_and_on_time_is_told_shortly(
    window: Window, clock: MovedClock
) -> None:
    from newsroom.ui.due import DueRunner

    runner = window.workbench.findChild(DueRunner)
    assert runner is not None
    ids = [opened(window.workbench, slug).id for slug in (READY, "city-x") if slug == READY]
    at = clock() + timedelta(hours=1)
    act(window, lambda desk: desk.scheduling.schedule(ids, at, override="Meant so."))
    assert runner._timer.isActive()
    act(window, lambda desk: desk.review.embargo(ids, at + timedelta(hours=1)))
    clock.go_on(timedelta(hours=1))
    runner.look()
    settle(window)
    assert sum("was to go out at" in line for line in said(window)) == 1
    window.messages.take_back(f"due {ids[0]}")
    runner.look()
    settle(window)
    assert not any("was to go out at" in line for line in said(window))
    act(window, lambda desk: desk.review.embargo(ids, None, reason="Over."))
    runner.look()
    settle(window)
    assert any("is out." in line for line in said(window))
    assert not runner._timer.isActive(), "nothing waits"


def test_escape_leaves_everything_as_it_was(window: Window) -> None:
    story = opened(window.workbench, OUT)
    for kind, command in (
        (CorrectDialog, "publish.correct"),
        (UnpublishDialog, "publish.unpublish"),
        (KillDialog, "publish.kill"),
        (ScheduleDialog, "publish.schedule"),
    ):
        dialog = over(window, kind, command)
        QTest.keyClick(dialog, Qt.Key.Key_Escape)
        settle(window)
    assert story.article.pubstate is PubState.PUBLISHED


def test_a_slug_with_its_links(window: Window) -> None:
    from newsroom.ui.dialogs.rename import RenameDialog

    story = opened(window.workbench, OUT)
    other = ask(window, lambda desk: desk.articles.by_slug(READY))
    act(
        window,
        lambda desk: desk.articles.save(
            other.id, other.version, {"body": f"See [the ferry]({OUT}.html)."}
        ),
    )
    dialog: RenameDialog = over(window, RenameDialog, "publish.rename")
    assert dialog.head.text() == f"Change the slug of “{story.title}”"
    assert "1 link" in dialog.fix.text()
    assert other.headline in dialog.links.text()
    dialog.slug.setText(READY)
    press(dialog, "go")
    settle(window)
    assert "has the slug" in dialog.fault.text()
    dialog.slug.setText("night-ferries")
    press(dialog, "go")
    settle(window)
    assert not open_ones(window, RenameDialog)
    assert story.article.slug == "night-ferries"
    body = ask(window, lambda desk: desk.articles.open(other.id).body)
    assert body == "See [the ferry](night-ferries.html)."


def test_the_news_list_of_the_day(window: Window, monkeypatch: pytest.MonkeyPatch) -> None:
    from pathlib import Path

    from PySide6.QtCore import QDate, QUrl
    from PySide6.QtGui import QDesktopServices, QGuiApplication

    from newsroom.ui.dialogs.news_list import NewsListDialog

    story = opened(window.workbench, READY)
    at = window.workbench.clock()
    act(
        window,
        lambda desk: desk.articles.save(story.id, story.article.version, {"planned_at": at}),
    )
    dialog: NewsListDialog = over(window, NewsListDialog, "publish.news_list")
    slugs = [dialog._cell(row, 1) for row in range(dialog.table.rowCount())]
    assert READY in slugs
    shown: list[QUrl] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: bool(shown.append(url)) or True)
    press(dialog, "print")
    settle(window)
    assert READY in Path(shown[0].toLocalFile()).read_text("utf-8")
    press(dialog, "copy")
    settle(window)
    assert READY in QGuiApplication.clipboard().mimeData().text()
    dialog.day.setDate(QDate(2031, 1, 1))
    settle(window)
    assert "Nothing is planned" in dialog.sum.text()
    assert dialog.table.rowCount() == 0


def test_a_proof_to_read_on_paper(
    window: Window, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    from pathlib import Path

    from PySide6.QtCore import QUrl
    from PySide6.QtGui import QDesktopServices

    opened(window.workbench, "letters-ferry")
    shown: list[QUrl] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: bool(shown.append(url)) or True)
    window.commands.run("publish.proof")
    # What makes PDF takes seconds to load where nothing has used it yet.
    qtbot.waitUntil(lambda: bool(shown), timeout=60_000)
    assert Path(shown[0].toLocalFile()).read_bytes().startswith(b"%PDF")


def test_what_nobody_approved_is_asked_about_once(window: Window) -> None:
    story = opened(window.workbench, "tide-tables-digital")
    window.commands.run("publish.publish")
    settle(window)
    (asked,) = (one for one in window.messages.standing if "nobody has approved" in one.text)
    assert asked.text == "“tide-tables-digital” stands in Copy: nobody has approved it."
    assert asked.tone is Tone.CAUTION, "a question, no fault"
    assert story.article.pubstate is PubState.NONE
    asked.answers[0].run()
    settle(window)
    assert story.article.pubstate is PubState.PUBLISHED
