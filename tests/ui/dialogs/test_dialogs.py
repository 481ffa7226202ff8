"""Each dialog over a real newsroom, as a person meets it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import (
    QLoggingCategory,
    QMessageLogContext,
    QObject,
    QStandardPaths,
    Qt,
    QtMsgType,
    QUrl,
    Slot,
    qInstallMessageHandler,
)
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QFileDialog,
    QLabel,
    QLineEdit,
    QPushButton,
)
from pytestqt.qtbot import QtBot
from shiboken6 import getCppPointer

from newsroom import __version__
from newsroom import settings as settings_module
from newsroom.desk.export import Outcome
from newsroom.desk.journal import Recovered
from newsroom.news.errors import DiskFull
from newsroom.news.revision import Draft
from newsroom.settings import SETTINGS_FACES
from newsroom.ui.dialogs.about import About
from newsroom.ui.dialogs.conflict import ConflictDialog
from newsroom.ui.dialogs.differences import differences
from newsroom.ui.dialogs.export import ExportDialog
from newsroom.ui.dialogs.exportchoices import documents, usual_folder
from newsroom.ui.dialogs.preferences import SITE_PAGE, Preferences
from newsroom.ui.dialogs.recovery import RecoveryDialog
from newsroom.ui.dialogs.start import Choice, Start, StartDialog
from newsroom.ui.editor.counts import figures
from newsroom.ui.recovery import _measured
from newsroom.ui.story import OpenStory
from newsroom.ui.window import Window
from newsroom.ui.workbench import Workbench
from tests.ui.real import NOW, ask, click, key, opened, said, settle


def button(dialog: QDialog, words: str) -> QPushButton:
    return next(b for b in dialog.findChildren(QPushButton) if b.text() == words)


def over(window: Window, kind: type[QDialog], command: str) -> Any:
    window.commands.run(command)
    settle(window)
    return next(one for one in window.findChildren(kind) if one.isVisible())


def words_of(dialog: QDialog) -> str:
    return "\n".join(label.text() for label in dialog.findChildren(QLabel) if label.isVisible())


# The start.


@pytest.fixture
def start(qtbot: QtBot, tmp_path: Path) -> Callable[..., StartDialog]:
    def make(**more: Any) -> StartDialog:
        made = StartDialog(own=tmp_path / "mine" / "day.newsroom", **more)
        qtbot.addWidget(made)
        made.show()
        return made

    return make


def test_three_ways_to_begin_and_nothing_is_made_before_one_is_taken(
    start: Callable[..., StartDialog], tmp_path: Path
) -> None:
    for name, choice in (("empty", Choice(Start.EMPTY)), ("sample", Choice(Start.SAMPLE))):
        dialog = start()
        assert dialog.choice is None
        click(getattr(dialog, name))
        assert dialog.choice == choice
        assert not dialog.isVisible()
    dialog = start()
    assert not dialog.open_button.isEnabled()
    QTest.keyClicks(dialog.target, "  postgresql://desk@example.org/news ")
    assert dialog.open_button.isEnabled()
    key(dialog.target, Qt.Key.Key_Return)
    assert dialog.choice == Choice(Start.OPEN, "postgresql://desk@example.org/news")
    assert not (tmp_path / "mine").exists()


def test_a_password_for_a_server_is_typed_unseen(start: Callable[..., StartDialog]) -> None:
    dialog = start(complaint="It refused the password.", tried="postgresql://wim:old@db.test/news")
    assert dialog.target.text() == "postgresql://wim@db.test/news"
    assert dialog.password.isVisible()
    assert dialog.password.displayText() == ""
    QTest.keyClicks(dialog.password, "a b@/:?")
    assert "a b" not in dialog.password.displayText()
    key(dialog.password, Qt.Key.Key_Return)
    word = "a%20b%40%2F%3A%3F"
    assert dialog.choice == Choice(Start.OPEN, f"postgresql://wim:{word}@db.test/news")
    assert not start(tried="/srv/day.newsroom").password.isVisible()


def test_the_first_start_says_where_stories_will_lie(
    start: Callable[..., StartDialog], tmp_path: Path
) -> None:
    dialog = start()
    assert dialog.empty.text() == "Start empty"
    assert str(tmp_path / "mine") in dialog.empty.description()
    assert start(own_exists=True).empty.text() == "Open my own newsroom"


def test_why_a_newsroom_does_not_open_is_said_and_it_can_be_tried_again(
    start: Callable[..., StartDialog],
) -> None:
    dialog = start(complaint="<b>It is away.</b>", again=True)
    complaint = dialog.findChild(QLabel, "complaint")
    assert complaint is not None
    assert complaint.textFormat() is Qt.TextFormat.PlainText
    click(dialog.again)
    assert dialog.choice == Choice(Start.AGAIN)
    assert not hasattr(start(complaint="It is no store."), "again")


def test_a_file_is_picked(
    start: Callable[..., StartDialog], monkeypatch: pytest.MonkeyPatch
) -> None:
    picked = iter(["", "/far/away.newsroom"])
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_what: (next(picked), ""))
    dialog = start()
    click(button(dialog, "Choose a file…"))
    assert dialog.choice is None
    click(button(dialog, "Choose a file…"))
    assert dialog.choice == Choice(Start.OPEN, "/far/away.newsroom")


def test_leaving_the_start_chooses_nothing(start: Callable[..., StartDialog]) -> None:
    dialog = start()
    key(dialog, Qt.Key.Key_Escape)
    assert dialog.choice is None
    assert not dialog.isVisible()


# Preferences.


def form(dialog: Any, page: str) -> Any:
    return dialog.forms[page]


def test_every_setting_has_its_control_with_what_holds_now(window: Window) -> None:
    dialog = over(window, Preferences, "edit.preferences")
    names = [name for page in dialog.forms for name in dialog.forms[page].names]
    elsewhere = {name for name, face in SETTINGS_FACES.items() if not face["page"]}
    assert elsewhere == {"export_format"}, "the export itself offers formats by their names"
    assert set(SETTINGS_FACES) - elsewhere <= set(names)
    assert not elsewhere & set(names)
    for page, shown in dialog.forms.items():
        source = window.workbench.lists.site if page == SITE_PAGE else window.workbench.settings
        for name in shown.names:
            assert shown.value(name) == getattr(source, name), name
    for row in range(dialog.pages.count()):
        dialog.pages.setCurrentRow(row)
        assert dialog.stack.currentIndex() == row
    dialog.close()


def test_a_setting_holds_at_once_and_is_kept(window: Window, tmp_path: Path) -> None:
    dialog = over(window, Preferences, "edit.preferences")
    (box,) = form(dialog, "Appearance").field("theme").controls()
    row = box.findData("dark")
    box.setCurrentIndex(row)
    box.activated.emit(row)
    settle(window)
    assert str(window.workbench.theme.look) == "dark"
    assert settings_module.load(tmp_path / "state").theme == "dark"
    (spin,) = form(dialog, "Writing").field("story_font_size").controls()
    spin.setValue(200)
    assert window.workbench.settings.story_font_size == 32
    window.workbench.set_settings({"theme": "light"})
    assert form(dialog, "Appearance").value("theme") == "light", "and it follows other ways"
    dialog.close()


def test_what_pages_say_is_kept_for_everybody(window: Window) -> None:
    dialog = over(window, Preferences, "edit.preferences")
    (line,) = form(dialog, SITE_PAGE).field("name").controls()
    line.selectAll()
    QTest.keyClicks(line, "Quay News")
    settle(window)
    assert ask(window, lambda desk: desk.site()).name == "Quay News"
    dialog.close()


def test_a_site_value_that_is_refused_is_told_beside_it(window: Window) -> None:
    dialog = over(window, Preferences, "edit.preferences")
    dialog.pages.setCurrentRow(list(dialog.forms).index(SITE_PAGE))
    (line,) = form(dialog, SITE_PAGE).field("timezone").controls()
    line.setText("")
    QTest.keyClicks(line, "Mars")
    settle(window)
    assert "no time zone" in form(dialog, SITE_PAGE).problem("timezone")
    assert ask(window, lambda desk: desk.site()).timezone == "UTC"
    dialog.close()


def test_a_site_value_that_is_refused_after_closing_is_told_in_the_bar(window: Window) -> None:
    dialog = over(window, Preferences, "edit.preferences")
    (line,) = form(dialog, SITE_PAGE).field("timezone").controls()
    line.setText("Mars")
    line.textEdited.emit("Mars")
    dialog.accept()
    settle(window)
    assert "no time zone" in said(window)[-1]


# Export.


class Opened(QObject):
    """Stands where the system's file manager and browser do."""

    def __init__(self) -> None:
        super().__init__()
        self.paths: list[Path] = []

    @Slot(QUrl)
    def show(self, address: QUrl) -> None:
        self.paths.append(Path(address.toLocalFile()))


@pytest.fixture
def shown() -> Iterator[Opened]:
    made = Opened()
    QDesktopServices.setUrlHandler("file", made, "show")
    yield made
    QDesktopServices.unsetUrlHandler("file")


def test_an_export_is_rehearsed_before_it_is_done(
    window: Window, tmp_path: Path, shown: Opened
) -> None:
    docs = Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation))
    opened(window.workbench, "ferry-night-service")
    dialog = over(window, ExportDialog, "publish.export")
    dialog.choices.folder.clear()
    settle(window)
    click(dialog.go)
    chooser = dialog.findChild(QFileDialog)
    line = chooser.findChild(QLineEdit)
    assert line.text() == "", "a folder that is not there can't be chosen"
    chooser.reject()
    chooser.setParent(None)
    docs.mkdir(parents=True)
    assert dialog.windowTitle() == "Export the story"
    assert dialog.open_it.isVisible()
    assert dialog.open_it.isChecked()
    assert dialog.plan.text() == "Choose the folder that the files are written into."
    assert dialog.go.text() == "Choose a folder…"
    click(dialog.go)
    chooser = dialog.findChild(QFileDialog)
    assert Path(chooser.directory().path()) == docs
    chooser.reject()
    QTest.keyClicks(dialog.choices.folder, str(tmp_path / "site"))
    settle(window)
    assert dialog.plan.text() == "1 file will be written."
    assert not (tmp_path / "site").exists(), "looking writes nothing"
    assert dialog.go.text() == "Export"
    click(dialog.go)
    settle(window)
    page = tmp_path / "site" / "ferry-night-service.html"
    assert page.exists()
    assert shown.paths == [page]
    assert said(window)[-1] == f"Exported 1 file to {tmp_path / 'site'}."
    answers = window.messages.standing[-1].answers
    assert [answer.label for answer in answers] == [
        "Open it", "Open the folder", "Save a report…",
    ]  # fmt: skip
    assert window.workbench.settings.export_folder == str(tmp_path / "site")
    dialog = over(window, ExportDialog, "publish.export")
    assert dialog.plan.text() == "The file is up to date; nothing needs to be written."
    key(dialog.open_it, Qt.Key.Key_Space)
    click(dialog.go)
    settle(window)
    assert shown.paths == [page], "not wanted, and not wanted the next time either"
    dialog = over(window, ExportDialog, "publish.export")
    assert not dialog.open_it.isChecked()
    dialog.close()


def test_the_first_export_has_a_folder_named_after_the_newsroom(
    window: Window, tmp_path: Path, shown: Opened
) -> None:
    docs = Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation))
    assert usual_folder("").parent == docs.parent, "no documents: at home"
    docs.mkdir(parents=True)
    own = docs / window.workbench.lists.site.name
    opened(window.workbench, "ferry-night-service")
    dialog = over(window, ExportDialog, "publish.export")
    assert dialog.choices.to() == own
    assert not own.exists(), "looking makes no folder"
    assert (dialog.go.text(), dialog.go.isEnabled()) == ("Export", True)
    key(dialog, Qt.Key.Key_Return)
    settle(window)
    assert shown.paths == [own / "ferry-night-service.html"]
    assert shown.paths[0].exists()
    assert window.workbench.settings.export_folder == "", "another newsroom has another"
    dialog = over(window, ExportDialog, "publish.export")
    assert dialog.choices.to() == own
    dialog.choices.folder.setText(str(tmp_path / "elsewhere"))
    settle(window)
    key(dialog, Qt.Key.Key_Return)
    settle(window)
    dialog = over(window, ExportDialog, "publish.export")
    assert dialog.choices.to() == tmp_path / "elsewhere"
    dialog.close()


@pytest.mark.parametrize(
    ("name", "folder"),
    [
        ("The Harbour Post", "The Harbour Post"),
        ("بندر امروز", "بندر امروز"),
        ("../etc: <Daily> ", "etc Daily"),
        ("CON", "CON-story"),
        (" ", "Newsroom"),
    ],
)
def test_a_newsrooms_name_is_a_folders_on_every_system(name: str, folder: str) -> None:
    assert usual_folder(name).name == folder
    assert usual_folder(name).parent == documents()


def test_what_cannot_be_opened_is_told_where_it_lies(
    window: Window, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda _url: False)
    window.workbench.set_settings({"export_folder": str(tmp_path)})
    opened(window.workbench, "ferry-night-service")
    dialog = over(window, ExportDialog, "publish.export")
    click(dialog.go)
    settle(window)
    page = tmp_path / "ferry-night-service.html"
    assert said(window)[-1] == f"Nothing here opens it. It lies at {page}."


def test_every_format_is_offered_and_the_last_one_remembered(
    window: Window, tmp_path: Path, shown: Opened
) -> None:
    from newsroom.export import EXPORTERS

    window.workbench.set_settings({"export_folder": str(tmp_path)})
    opened(window.workbench, "ferry-night-service")
    dialog = over(window, ExportDialog, "publish.export")
    offered = [dialog.choices.format.itemData(n) for n in range(dialog.choices.format.count())]
    assert offered == ["site", *(kind.id for kind in EXPORTERS)]
    assert dialog.choices.format.currentData() == "html"
    dialog.choices.format.setCurrentIndex(offered.index("docx"))
    settle(window)
    assert dialog.plan.text() == "1 file will be written."
    click(dialog.go)
    settle(window)
    assert (tmp_path / "ferry-night-service.docx").read_bytes().startswith(b"PK")
    assert window.workbench.settings.export_format == "docx"
    dialog = over(window, ExportDialog, "publish.export_all")
    assert dialog.choices.format.currentData() == "docx"
    dialog.choices.format.setCurrentIndex(offered.index("wxr"))
    settle(window)
    assert dialog.plan.text() == "1 file will be written.", "all stories are one file"
    dialog.close()


def test_a_story_is_copied_for_another_system(window: Window) -> None:
    opened(window.workbench, "ferry-night-service")
    window.commands.run("publish.copy")
    settle(window)
    data = QApplication.clipboard().mimeData()
    assert "<h1>" in data.html()
    assert "style=" not in data.html()
    assert "class=" not in data.html()
    assert data.text().strip()
    assert bytes(data.data("text/markdown").data()).decode().count("\n# ") == 1
    assert said(window)[-1].startswith("The story is on the clipboard")


def test_all_published_stories_go_and_those_that_cannot_are_named(
    window: Window, tmp_path: Path
) -> None:
    window.workbench.set_settings({"export_folder": str(tmp_path / "site")})
    dialog = over(window, ExportDialog, "publish.export_all")
    report = ask(window, lambda desk: desk.publish.export(None, to=tmp_path / "site", dry_run=True))
    assert not dialog.open_it.isVisible()
    assert dialog.plan.text().split()[0] == str(report.count(Outcome.WRITE))
    refused = [item.why for item in report.items if item.action is Outcome.REFUSED]
    assert dialog.refused.isVisible() == bool(refused)
    for why in refused[:6]:
        assert why in dialog.refused.text()
    dialog.close()


def test_a_file_of_somebody_else_is_replaced_only_when_asked_for(
    window: Window, tmp_path: Path
) -> None:
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "ferry-night-service.html").write_text("mine")
    window.workbench.set_settings({"export_folder": str(tmp_path / "site")})
    opened(window.workbench, "ferry-night-service")
    dialog = over(window, ExportDialog, "publish.export")
    assert dialog.plan.text() == "There is nothing to write."
    assert not dialog.go.isEnabled()
    assert "ferry-night-service" in dialog.refused.text()
    assert dialog.force.isVisible()
    key(dialog.force, Qt.Key.Key_Space)
    settle(window)
    assert dialog.go.isEnabled()
    assert dialog.force.isVisible(), "it can be taken back"
    key(dialog.force, Qt.Key.Key_Space)
    dialog.choices.folder.setText(str(tmp_path / "elsewhere"))
    settle(window)
    assert not dialog.force.isVisible(), "nothing is in the way"
    dialog.close()
    assert (tmp_path / "site" / "ferry-night-service.html").read_text() == "mine"


def test_what_was_left_out_stands_under_what_is_shown_and_only_there(
    window: Window, tmp_path: Path
) -> None:
    window.workbench.set_settings({"export_folder": str(tmp_path), "export_format": "fragment"})
    story = opened(window.workbench, "ferry-night-service")
    ask(
        window,
        lambda desk: desk.articles.save(
            story.id,
            desk.articles.open(story.id).version,
            {"body": "Kept.\n\n<script>x()</script>\n"},
        ),
    )
    dialog = over(window, ExportDialog, "publish.export")
    settle(window)
    for kind in ("fragment", "docx"):
        dialog.choices.format.setCurrentIndex(dialog.choices.format.findData(kind))
        dialog.choices.folder.setFocus()
        settle(window)
        assert "<script>" in dialog.preview.notes.text(), kind
        assert dialog.preview.notes.isVisible()
        assert "<script>" not in dialog.refused.text()
    assert dialog.preview.line.isVisible()
    # Two formats in one breath: the later one is what is shown.
    dialog.choices.format.setCurrentIndex(dialog.choices.format.findData("docx"))
    dialog.choices.format.setCurrentIndex(dialog.choices.format.findData("ninjs"))
    settle(window)
    assert dialog.preview.head.text().startswith("ferry-night-service.ninjs.json, ")
    assert dialog.preview.text.isVisible()
    dialog.close()


def test_an_export_that_failed_can_be_tried_again(
    window: Window, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, shown: Opened
) -> None:
    from newsroom.desk.publish import Publish

    export, full = Publish.export, [True]

    def once(self: Publish, ids: Any, **more: Any) -> Any:
        if not more["dry_run"] and full:
            full.clear()
            raise DiskFull("The disk is full.")
        return export(self, ids, **more)

    monkeypatch.setattr(Publish, "export", once)
    window.workbench.set_settings({"export_folder": str(tmp_path / "site")})
    opened(window.workbench, "ferry-night-service")
    dialog = over(window, ExportDialog, "publish.export")
    click(dialog.go)
    settle(window)
    assert dialog.plan.text() == "The disk is full."
    assert dialog.preview.head.text().startswith("ferry-night-service.html, "), "it is still there"
    click(dialog.go)
    settle(window)
    assert (tmp_path / "site" / "ferry-night-service.html").exists()


_SHOWN = re.compile(r"visibility of QWidgetWindow\((0x\w+), name=\"(.*)\"\) to true")


def test_nothing_flashes_up_as_a_window_of_its_own(window: Window) -> None:
    opened(window.workbench, "ferry-night-service")
    shown: list[str] = []

    def told(kind: QtMsgType, context: QMessageLogContext, message: str) -> None:
        if context.category != "qt.widgets.showhide":
            before(kind, context, message)
        elif found := _SHOWN.search(message):
            tops = [getCppPointer(top)[0] for top in QGuiApplication.topLevelWindows()]
            if int(found[1], 16) in tops:  # the ground of a page has a window inside of ours
                shown.append(found[2])

    # Qt tells. A filter on the application would be handed the web engine's own objects, too, and
    # PySide 6.11 falls over those that say no class of theirs, as soon as one has the keyboard.
    before: Any = qInstallMessageHandler(told)
    QLoggingCategory.setFilterRules("qt.widgets.showhide.debug=true")
    try:
        window.show_panel("inspector")
        window.show_panel("staff")
        dialog = over(window, ExportDialog, "publish.export")
    finally:
        QLoggingCategory.setFilterRules("")
        qInstallMessageHandler(before)
    assert shown == [dialog.windowHandle().objectName()]
    dialog.close()


# A conflict.


def clash(bench: Workbench) -> OpenStory:
    """A story whose headline two people changed."""
    story = opened(bench, "rent-explainer")
    number, version = story.id, story.article.version
    story.set("headline", "Mine <b>bold</b>")
    ask(bench, lambda desk: desk.articles.save(number, version, {"headline": "Theirs"}))
    story.save()
    settle(bench)
    assert story.theirs is not None
    return story


@pytest.mark.parametrize("how", ["mine", "theirs", "both", "later"])
def test_a_conflict_shows_both_texts_and_settles_it_as_chosen(window: Window, how: str) -> None:
    bench = window.workbench
    story = clash(bench)
    dialog: Any = next(one for one in window.findChildren(ConflictDialog) if one.isVisible())
    assert "rent" in dialog.windowTitle().casefold() or "Mine" in dialog.windowTitle()
    assert "Mine <b>bold</b>" in dialog.mine.toPlainText(), "as it was typed, not as markup"
    assert "Theirs" not in dialog.mine.toPlainText().replace("Headline", "")
    assert "Theirs" in dialog.theirs.toPlainText()
    assert "Mara Ridley saved this story while you were writing" in words_of(dialog)
    chosen = dialog.findChild(QPushButton, f"conflict.{how}")
    click(chosen)
    settle(window)
    kept = ask(window, lambda desk: desk.articles.by_slug("rent-explainer"))
    if how == "later":
        assert story.theirs is not None
        assert kept.headline == "Theirs"
        bench.settling.emit(story)
        settle(window)
        again = [one for one in window.findChildren(ConflictDialog) if one.isVisible()]
        assert len(again) == 1, "it can be looked at again"
        again[0].close()
        return
    assert story.theirs is None
    assert kept.headline == {"mine": "Mine <b>bold</b>"}.get(how, "Theirs")
    past = ask(window, lambda desk: desk.articles.revisions(kept.id))
    heads = {
        ask(window, lambda desk, n=one.number: desk.articles.state(kept.id, n)).headline
        for one in past
    }
    assert "Theirs" in heads
    if how == "both":
        assert bench.current is not None
        assert bench.current.get("headline") == "Mine <b>bold</b> (set aside)"
    else:
        assert "Mine <b>bold</b>" in heads, "whichever way, neither text is lost"


# Recovery.


@pytest.fixture
def recovery(bench: Workbench, qtbot: QtBot) -> Iterator[Any]:
    found = []
    for number, slug in enumerate(("rent-explainer", "ferry-night-service", "museum-night")):
        article = ask(bench, lambda desk, slug=slug: desk.articles.by_slug(slug))
        fields = {"body": article.body + f"Typed text {number}.\n"}
        draft = Draft(
            key=slug, article=article.id, base_version=article.version, fields=fields,
            written_at=NOW,
        )  # fmt: skip
        found.append((draft, article.headline, differences(article, fields)))
    made = RecoveryDialog(tuple(found), theme=bench.theme)
    qtbot.addWidget(made)
    made.show()
    return made


def test_what_is_new_in_each_recovered_story_is_shown(recovery: Any) -> None:
    assert recovery.list.count() == 3
    assert "3 words newer than the last version" in words_of(recovery)
    for row in range(3):
        recovery.list.setCurrentRow(row)
        assert f"Typed text {row}." in recovery.view.toPlainText()


def test_a_recovered_table_has_as_many_words_as_the_strip_below_it_would_say(
    bench: Workbench, qtbot: QtBot
) -> None:
    article = ask(bench, lambda desk: desk.articles.by_slug("rent-explainer"))
    body = f"{article.body}\n| Street | Rent |\n|---|--:|\n| Quay | 900 |\n| | |\n"
    draft = Draft(
        key="rent", article=article.id, base_version=article.version, fields={"body": body},
        written_at=NOW,
    )  # fmt: skip
    found = differences(article, draft.fields)
    made = RecoveryDialog(((draft, article.headline, found),), theme=bench.theme)
    qtbot.addWidget(made)
    made.show()
    words = figures(body, speed=200).words - figures(article.body, speed=200).words
    assert words == 4
    assert f"{words} words newer than the last version" in words_of(made)


def test_the_recovered_stories_do_not_lie_over_each_other(recovery: Any) -> None:
    rows = [recovery.list.visualItemRect(recovery.list.item(row)) for row in range(3)]
    assert rows[0].bottom() < rows[1].top()
    assert rows[1].bottom() < rows[2].top()


@pytest.mark.parametrize("first", [0, 1, 2])
def test_keeping_or_discarding_one_shows_the_next(recovery: Any, first: int) -> None:
    settled: list[tuple[str, str]] = []
    recovery.kept.connect(lambda name: settled.append(("kept", name)))
    recovery.discarded.connect(lambda name: settled.append(("discarded", name)))
    slugs = ["rent-explainer", "ferry-night-service", "museum-night"]
    recovery.list.setCurrentRow(first)
    click(recovery.keep)
    assert settled == [("kept", slugs.pop(first))]
    row = recovery.list.currentRow()
    left = [number for number in range(3) if number != first]
    assert f"Typed text {left[row]}." in recovery.view.toPlainText(), (
        "text and line belong together"
    )
    click(recovery.discard)
    assert settled[-1] == ("discarded", slugs.pop(row))
    click(recovery.keep)
    assert settled[-1] == ("kept", slugs.pop())
    assert not recovery.isVisible()


def test_closing_the_recovery_settles_nothing(recovery: Any) -> None:
    settled: list[str] = []
    recovery.kept.connect(settled.append)
    recovery.discarded.connect(settled.append)
    key(recovery, Qt.Key.Key_Escape)
    assert settled == []
    assert not recovery.isVisible()


# Differences.


def test_what_differs_is_told_field_by_field(bench: Workbench) -> None:
    story = ask(bench, lambda desk: desk.articles.by_slug("ferry-night-service"))
    found = differences(
        story,
        {
            "headline": story.headline + " again",
            "tags": (*story.tags, "tide"),
            "picture": None,
            "dek": story.dek,
            "due_at": NOW,
        },
    )
    assert [one.name for one in found] == ["headline", "tags", "picture", "due_at"]
    assert found[0].words_added == 1
    added = {one.name: [p.text for p in one.pieces if p.kind == "added"] for one in found}
    assert "tide" in added["tags"][0]
    assert added["picture"] == []
    assert [one.words_added for one in found[1:]] == [0, 0, 0], "neither tags nor times are words"
    assert differences(story, {"headline": story.headline}) == ()
    same = replace(story)
    assert differences(same, {}) == ()


# About.


def test_what_this_is_and_its_facts_to_copy(window: Window) -> None:
    dialog = over(window, About, "help.about")
    assert f"Version {__version__}" in words_of(dialog)
    assert "MIT" in words_of(dialog)
    click(button(dialog, "Copy these facts"))
    copied = QApplication.clipboard().text()
    assert copied == dialog.facts.text()
    assert f"newsroom {__version__}" in copied
    assert "Qt " in copied
    story = ask(window, lambda desk: desk.articles.by_slug("rent-explainer"))
    assert story.headline not in copied
    click(button(dialog, "Close"))
    assert not dialog.isVisible()


def test_the_language_of_a_story_that_was_never_saved_is_no_change() -> None:
    fields = {"headline": "Harbour at night", "language": "en-GB"}
    draft = Draft(key="new", article=0, base_version=0, fields=fields, written_at=NOW)
    _draft, title, pieces = _measured(Recovered(draft, None))
    assert title == "Harbour at night"
    assert [(piece.name, piece.words_added) for piece in pieces] == [("headline", 3)]
