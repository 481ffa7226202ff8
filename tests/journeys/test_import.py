"""Stories come in by the window: a plan, a choice, a way to stop, a way back; and by dropping."""

from __future__ import annotations

import json
import threading
import zipfile
from collections.abc import Iterable
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QTimer, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from newsroom.desk.arriving import JOINS, Action, Author
from newsroom.news.article import Filter
from newsroom.news.workflow import Stage
from newsroom.ui.dialogs.importing import ImportDialog
from newsroom.ui.dialogs.importreport import ReportDialog
from newsroom.ui.dropping import Dropping
from newsroom.ui.models.importplan import BECOMES, FROM, PLANNED, TONE, WHAT, WHY
from newsroom.ui.story import State
from newsroom.ui.window import Window
from tests.desk.test_wire import feed_of, item
from tests.journeys.conftest import Hand, Opener, on_both_engines

CONTENT = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/word/document.xml" ContentType="application/'
    'vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r1" Target="word/document.xml" Type="http://schemas.openxmlformats.org/'
    'officeDocument/2006/relationships/officeDocument"/></Relationships>'
)
WORD = (
    '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>'
    "<w:p><w:r><w:t>From Word.</w:t></w:r></w:p></w:body></w:document>"
)
ODT = (
    '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:version="1.2">'
    "<office:body><office:text><text:p>From a text.</text:p></office:text></office:body>"
    "</office:document-content>"
)
PAGE = (
    "<!doctype html><html><head><title>Of a page</title></head><body><article><h1>Of a page</h1>"
    f"<p>{'Words of the page. ' * 20}</p></article></body></html>"
)
MAIL = (
    "From: Ann Bee <ann@a.example>\nTo: desk@b.example\nSubject: Of a mail\n"
    "Date: Tue, 24 Nov 2026 11:00:00 +0000\nMessage-ID: <1@a.example>\n"
    "Content-Type: text/plain; charset=utf-8\n\nThe text of the mail.\n"
)
WXR = (
    '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" '
    'xmlns:content="http://purl.org/rss/1.0/modules/content/" '
    'xmlns:wp="http://wordpress.org/export/1.2/"><channel><title>A</title>'
    "<wp:wxr_version>1.2</wp:wxr_version><item><title>Of WordPress</title>"
    "<content:encoded><![CDATA[<p>Posted.</p>]]></content:encoded><wp:post_id>1</wp:post_id>"
    "<wp:status>draft</wp:status><wp:post_type>post</wp:post_type></item></channel></rss>"
)
STORY = "---\nheadline: {title}\nslug: {slug}\nbylines: [{who}]\n---\n\n{text}\n"


def story(folder: Path, slug: str, *, who: str = "Ann Bee", text: str = "Text.") -> Path:
    path = folder / f"{slug}.md"
    path.write_text(STORY.format(title=slug.title(), slug=slug, who=who, text=text), "utf-8")
    return path


def planned(hand: Hand) -> ImportDialog:
    dialog = hand.find(ImportDialog, "import")
    assert isinstance(dialog, ImportDialog)
    hand.settle()
    return dialog


def actions(dialog: ImportDialog) -> dict[str, Action]:
    model = dialog.model
    rows = [model.index(row, 0).data(PLANNED) for row in range(model.rowCount())]
    return {one.slug or one.source: one.action for one in rows}


def row_of(dialog: ImportDialog, slug: str) -> int:
    return list(actions(dialog)).index(slug)


def titles(hand: Hand) -> set[str]:
    found = hand.ask(lambda desk: [row.slug for row in desk.articles.page(Filter()).rows])
    assert isinstance(found, list)
    return set(found)


@on_both_engines
def test_a_folder_is_planned_chosen_from_taken_in_and_taken_back(
    opener: Opener, tmp_path: Path
) -> None:
    hand = opener()
    folder = tmp_path / "in"
    folder.mkdir()
    for slug in ("ferry", "storm", "budget"):
        story(folder, slug)
    (folder / "bad.newsroom.json").write_text("{", "utf-8")

    hand.key("Ctrl+Shift+L")
    dialog = planned(hand)
    assert dialog.model.rowCount() == 0
    assert not dialog.go.isEnabled()
    assert not dialog.stop.isVisible()
    dialog.look([folder])
    hand.settle()
    assert actions(dialog) == {
        "bad.newsroom.json": Action.REFUSED,
        "budget": Action.NEW,
        "ferry": Action.NEW,
        "storm": Action.NEW,
    }
    assert titles(hand) == set()  # a plan touches nothing
    assert dialog.table.hasFocus()

    # By keyboard: down to the budget, and the space bar leaves it out.
    dialog.table.setCurrentIndex(dialog.model.index(0, 0))
    hand.key("Down", "Space")
    assert dialog.go.text() == "Take in 2 stories"
    assert "Ann Bee is not on the staff" in dialog.why.text()
    assert "not JSON" in dialog.model.index(0, 2).data()

    # The author becomes new on the staff.
    box = dialog.authors.who["Ann Bee"]
    box.setCurrentIndex(box.findData(JOINS))
    dialog.go.setFocus()
    hand.key("Return")
    hand.until(lambda: titles(hand) == {"ferry", "storm"})
    hand.until(lambda: not dialog_open(hand))
    message = next(m for m in hand.window.messages.standing if "came in" in m.text)
    assert message.text == "2 stories came in. 1 could not be taken."
    assert [answer.label for answer in message.answers] == ["Undo", "Show report"]
    hand.until(lambda: hand.window.listing.model.rowCount() == 2)  # the list has looked again
    assert hand.ask(lambda desk: desk.staff.find("Ann Bee")) is not None

    # The report is read and kept.
    message.answers[1].run()
    report = hand.find(ReportDialog, "import_report")
    assert isinstance(report, ReportDialog)
    rows = {
        report.model.index(row, FROM).data(): report.model.index(row, WHAT).data()
        for row in range(report.model.rowCount())
    }
    assert rows["ferry.md"] == "New"
    assert "Refused" in rows.values()
    assert report.said.text().startswith("New on the staff: Ann Bee")
    report.keep(tmp_path / "report.txt")
    hand.settle()
    kept = (tmp_path / "report.txt").read_text("utf-8")
    assert "ferry.md" in kept
    assert "not JSON" in kept
    report.keep(tmp_path / "nowhere" / "report.txt")
    hand.settle()
    assert any("can't be written" in m.text for m in hand.window.messages.standing)
    report.close()

    # And all of it is taken back.
    message.answers[0].run()
    hand.settle()
    stages = hand.ask(
        lambda desk: {desk.articles.by_slug(slug).stage for slug in ("ferry", "storm")}
    )
    assert stages == {Stage.SPIKED}


def dialog_open(hand: Hand) -> bool:
    return any(isinstance(one, ImportDialog) and one.isVisible() for one in tops())


def tops() -> list[QWidget]:
    return QApplication.topLevelWidgets()


def test_the_same_again_changes_nothing_and_what_both_changed_is_doubtful(
    opener: Opener, tmp_path: Path
) -> None:
    hand = opener()
    path = story(tmp_path, "ferry")
    for _turn in range(2):
        hand.window.open_dialog(ImportDialog(hand.window, [path]))
        dialog = planned(hand)
        if dialog.go.isEnabled():
            hand.click(dialog.go)
            hand.until(lambda: not dialog_open(hand))
        else:
            assert actions(dialog) == {"ferry": Action.UNCHANGED}
            dialog.close()
    number = hand.ask(lambda desk: desk.articles.by_slug("ferry").id)
    assert isinstance(number, int)
    hand.ask(lambda desk: desk.articles.save(number, 1, {"body": "Mine."}))
    story(tmp_path, "ferry", text="Theirs.")
    hand.window.open_dialog(ImportDialog(hand.window, [path]))
    dialog = planned(hand)
    assert actions(dialog) == {"ferry": Action.DOUBTFUL}
    assert not dialog.go.isEnabled()
    box = dialog.model.index(0, BECOMES)
    assert box.data(Qt.ItemDataRole.CheckStateRole) is Qt.CheckState.Unchecked
    assert "edited here" in dialog.model.index(0, 2).data()
    dialog.table.setFocus()
    dialog.table.setCurrentIndex(box)
    hand.key("Space")
    hand.click(dialog.go)
    hand.until(lambda: not dialog_open(hand))
    assert "Theirs." in str(hand.ask(lambda desk: desk.articles.open(number).body))


def test_an_import_is_stopped_and_nothing_has_come_in(
    opener: Opener, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hand = opener()
    folder = tmp_path / "in"
    folder.mkdir()
    for n in range(30):
        story(folder, f"story-{n:02}")
    hand.window.open_dialog(ImportDialog(hand.window, [folder]))
    dialog = planned(hand)
    assert dialog.model.taken == 30

    # The source waits in the middle, as a slow disk does, until somebody has pressed Stop.
    from newsroom.intake.markdown import MarkdownFile

    reached, go_on, read = threading.Event(), threading.Event(), MarkdownFile.read

    def slow(self: MarkdownFile, path: Path, setting: object) -> object:
        if path.stem == "story-10":
            reached.set()
            go_on.wait(10)
        return read(self, path, setting)  # type: ignore[arg-type]

    monkeypatch.setattr(MarkdownFile, "read", slow)
    dialog.go.click()
    hand.until(reached.is_set)
    assert dialog.stop.isVisible()
    assert dialog.bar.isVisible()
    # The window goes on meanwhile.
    hand.window.workbench.new()
    hand.until(lambda: hand.bench.current is not None)
    dialog.stop.click()
    go_on.set()
    hand.until(lambda: dialog.said.text() == "Stopped; nothing was taken in.")
    assert titles(hand) == set()
    assert dialog.go.isEnabled()

    # Closing it in the middle is the same.
    reached.clear()
    go_on.clear()
    dialog.go.click()
    hand.until(reached.is_set)
    dialog.close()
    assert dialog.isVisible()
    go_on.set()
    hand.until(lambda: not dialog_open(hand))
    assert titles(hand) == set()


@on_both_engines
def test_what_is_saved_beside_a_long_import_is_never_lost(
    opener: Opener, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, engine: str
) -> None:
    from newsroom.intake.markdown import MarkdownFile

    hand = opener()
    number = hand.ask(lambda desk: desk.articles.create({"headline": "Open"}).value.id)
    assert isinstance(number, int)
    hand.bench.open(number)
    hand.until(lambda: hand.bench.current is not None)
    open_story = hand.bench.current
    assert open_story is not None
    for slug in ("ferry", "storm"):
        story(tmp_path, slug)
    hand.window.open_dialog(
        ImportDialog(hand.window, [tmp_path / "ferry.md", tmp_path / "storm.md"])
    )
    dialog = planned(hand)
    reached, go_on, read = threading.Event(), threading.Event(), MarkdownFile.read

    def slow(self: MarkdownFile, path: Path, setting: object) -> object:
        if path.stem == "storm":
            reached.set()
            go_on.wait(30)
        return read(self, path, setting)  # type: ignore[arg-type]

    monkeypatch.setattr(MarkdownFile, "read", slow)
    dialog.go.click()
    hand.until(reached.is_set)
    open_story.set("headline", "Typed meanwhile")
    open_story.save()
    # A server takes it at once; a file has one writer, who is waited for, and then it is told.
    wanted = State.SAVED if engine == "postgresql" else State.FAULT
    hand.until(lambda: open_story.state is wanted)
    go_on.set()
    hand.until(lambda: not dialog_open(hand))
    hand.until(lambda: open_story.state is State.SAVED)
    assert hand.ask(lambda desk: desk.articles.open(number).headline) == "Typed meanwhile"
    assert titles(hand) >= {"ferry", "storm"}


def test_letters_that_were_guessed_are_shown_and_read_otherwise(
    opener: Opener, tmp_path: Path
) -> None:
    hand = opener()
    path = tmp_path / "note.txt"
    path.write_bytes("Привет из порта\n\nПаром ушёл в полдень.\n".encode("windows-1251"))
    hand.window.open_dialog(ImportDialog(hand.window, [path]))
    dialog = planned(hand)
    assert "not Unicode" in dialog.model.index(0, WHY).data()
    assert dialog.model.index(0, WHAT).data(TONE) == "warning"
    assert dialog.letters.isVisible()
    dialog.letters.setFocus()
    dialog.letters.setCurrentIndex(dialog.letters.findData("windows-1251"))
    dialog.letters.activated.emit(dialog.letters.currentIndex())
    hand.settle()
    assert dialog.model.index(0, BECOMES).data() == "Привет из порта"
    assert dialog.letters.isVisible()
    hand.click(dialog.go)
    hand.until(lambda: not dialog_open(hand))
    found = hand.ask(lambda desk: [row.headline for row in desk.articles.page(Filter()).rows])
    assert found == ["Привет из порта"]


def test_what_can_not_be_planned_is_a_sentence(opener: Opener, tmp_path: Path) -> None:
    hand = opener()
    (tmp_path / "none").mkdir()
    hand.window.open_dialog(ImportDialog(hand.window, [tmp_path / "none"]))
    dialog = planned(hand)
    assert "holds nothing that can be imported" in dialog.said.text()
    assert not dialog.go.isEnabled()
    hand.key("Escape")
    hand.until(lambda: not dialog_open(hand))


# Dropping.


def drop(hand: Hand, paths: Iterable[Path], at: QPoint, *, on: QWidget | None = None) -> None:
    """Let files go over a place of the window, as the system does: what lies there comes first."""
    top = on or hand.window
    target = top.childAt(at) or top
    place = QPointF(target.mapFrom(top, at))
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    how = (
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    enter = QDragEnterEvent(place.toPoint(), *how)
    QApplication.sendEvent(target, enter)
    if enter.isAccepted():
        event = QDropEvent(place, *how)
        QApplication.sendEvent(target, event)
    hand.settle()


def dropping(window: Window) -> Dropping:
    found = window.findChild(Dropping)
    return found if isinstance(found, Dropping) else Dropping(window)


def kinds(folder: Path) -> dict[str, Path]:
    """A file of each kind that stories come in here."""
    folder.mkdir()
    (folder / "feed.rss").write_bytes(feed_of(item(), item("tag:2", "Second")))
    (folder / "feed.json").write_text(
        json.dumps(
            {
                "version": "https://jsonfeed.org/version/1.1",
                "items": [{"id": "1", "title": "Of JSON", "content_text": "Words."}],
            }
        ),
        "utf-8",
    )
    story(folder, "ferry")
    with zipfile.ZipFile(folder / "word.docx", "w") as made:
        made.writestr("[Content_Types].xml", CONTENT)
        made.writestr("_rels/.rels", RELATIONS)
        made.writestr("word/document.xml", WORD)
    with zipfile.ZipFile(folder / "open.odt", "w") as made:
        made.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        made.writestr("content.xml", ODT)
    (folder / "plain.txt").write_text("A headline\n\nThe text of it.\n", "utf-8")
    (folder / "page.html").write_text(PAGE, "utf-8")
    (folder / "mail.eml").write_text(MAIL, "utf-8")
    (folder / "wordpress.xml").write_text(WXR, "utf-8")
    with zipfile.ZipFile(folder / "site.zip", "w") as made:
        made.writestr("posts/one.md", "One.")
        made.writestr("posts/two.md", "Two.")
    return {path.name: path for path in folder.iterdir()}


MANY = {"feed.rss": 2, "site.zip": 2}


@pytest.mark.parametrize(
    "kind",
    ["ferry.md", "plain.txt", "page.html", "mail.eml", "feed.rss", "feed.json", "wordpress.xml",
     "word.docx", "open.odt", "site.zip"],
)  # fmt: skip
def test_a_file_dropped_on_the_list_is_planned(opener: Opener, tmp_path: Path, kind: str) -> None:
    hand = opener()
    dropping(hand.window)
    path = kinds(tmp_path / "in")[kind]
    at = hand.window.listing.mapTo(hand.window, QPoint(40, 200))
    drop(hand, [path], at)
    dialog = planned(hand)
    assert dialog.go.isEnabled()
    assert set(actions(dialog).values()) == {Action.NEW}
    hand.click(dialog.go)
    hand.until(lambda: not dialog_open(hand))
    assert len(titles(hand)) == MANY.get(kind, 1)


def test_a_folder_dropped_on_the_window_is_planned(opener: Opener, tmp_path: Path) -> None:
    hand = opener()
    dropping(hand.window)
    kinds(tmp_path / "in")
    drop(hand, [tmp_path / "in"], QPoint(700, 400))
    dialog = planned(hand)
    assert set(actions(dialog).values()) == {Action.NEW}
    assert dialog.model.taken == 10  # an archive in a folder is no story
    dialog.close()


def test_files_dropped_on_the_dialog_are_planned(opener: Opener, tmp_path: Path) -> None:
    hand = opener()
    hand.window.commands.run("story.import")
    dialog = planned(hand)
    assert dialog.empty.isVisible()
    drop(hand, [story(tmp_path, "ferry")], QPoint(300, 300), on=dialog)
    assert actions(dialog) == {"ferry": Action.NEW}
    assert not dialog.empty.isVisible()
    dialog.close()


def test_what_is_no_file_of_a_story_is_not_taken(opener: Opener, tmp_path: Path) -> None:
    hand = opener()
    dropping(hand.window)
    (tmp_path / "a.exe").write_bytes(b"MZ")
    drop(hand, [tmp_path / "a.exe"], QPoint(700, 400))
    assert not [one for one in tops() if isinstance(one, QDialog) and one.isVisible()]


def test_a_picture_that_is_dropped_on_the_list_with_a_story_is_told(
    opener: Opener, tmp_path: Path
) -> None:
    hand = opener()
    dropping(hand.window)
    (tmp_path / "quay.jpg").write_bytes(b"a picture by its name")
    at = hand.window.listing.mapTo(hand.window, QPoint(40, 200))
    drop(hand, [story(tmp_path, "ferry"), tmp_path / "quay.jpg"], at)
    dialog = planned(hand)
    assert actions(dialog) == {"ferry": Action.NEW}
    said = [message.text for message in hand.window.messages.standing]
    assert said == ["A picture is pasted into the text of a story."]
    dialog.close()


@pytest.mark.parametrize("source", [False, True])
def test_a_file_dropped_on_an_open_story_puts_its_text_there(
    opener: Opener, tmp_path: Path, source: bool
) -> None:
    hand = opener()
    dropping(hand.window)
    number = hand.ask(lambda desk: desk.articles.create(
        {"headline": "Open", "body": "First.\n\nLast."}).value.id)  # fmt: skip
    assert isinstance(number, int)
    hand.bench.open(number)
    hand.until(lambda: hand.window.editor is not None)
    hand.settle()
    editor = hand.window.editor
    assert editor is not None
    if source:
        hand.key("Ctrl+/")
    view = editor.view
    path = story(tmp_path, "ferry", text="From **the file**.\n\nAnd more.")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    assert not view.canInsertFromMimeData(data)  # the window has it
    block = view.document().findBlockByNumber(0)
    end = view.textCursor()
    end.setPosition(block.position() + block.length() - 1)
    at = view.viewport().mapTo(hand.window, view.cursorRect(end).center())
    drop(hand, [path], at)
    front = hand.bench.current
    assert front is not None
    hand.until(lambda: "From **the file**." in str(front.get("body")))
    body = str(front.get("body"))
    assert body.index("First.") < body.index("From **the file**.") < body.index("Last.")
    assert "And more." in body
    hand.key("Ctrl+Z")
    assert "the file" not in str(front.get("body"))
    hand.key("Ctrl+S")


def test_a_file_of_several_stories_is_not_put_into_one(opener: Opener, tmp_path: Path) -> None:
    hand = opener()
    number = hand.ask(
        lambda desk: desk.articles.create({"headline": "Open", "body": "A."}).value.id
    )
    assert isinstance(number, int)
    hand.bench.open(number)
    hand.until(lambda: hand.window.editor is not None)
    hand.settle()
    editor = hand.window.editor
    assert editor is not None
    feed = tmp_path / "feed.rss"
    feed.write_bytes(feed_of(item(), item("tag:2", "Second")))
    dropping(hand.window).take((feed,), editor.view)
    hand.settle()
    assert any("several stories" in m.text for m in hand.window.messages.standing)


def test_a_word_document_that_comes_back_goes_to_its_story_wherever_it_is_dropped(
    opener: Opener, tmp_path: Path
) -> None:
    hand = opener()
    dropping(hand.window)
    path = tmp_path / "story.docx"

    def send(desk):  # type: ignore[no-untyped-def]
        made = desk.articles.create({"headline": "Open", "body": "A."}).value
        return desk.word.save_as(made.id, path)

    hand.ask(send)
    drop(hand, [path], QPoint(700, 400))
    hand.settle()
    assert any("Nothing in story.docx is new" in m.text for m in hand.window.messages.standing)
    assert not dialog_open(hand)


def sift(dialog: ImportDialog, hand: Hand, words: str) -> None:
    """Type into the field of words and let the pause go by."""
    dialog.words.setFocus()
    hand.type(words)
    hand.until(lambda: not dialog.findChild(QTimer).isActive())


def test_a_plan_is_looked_through_by_parts_and_words(opener: Opener, tmp_path: Path) -> None:
    hand = opener()
    for slug in ("ferry", "storm", "budget", "harbour"):
        story(tmp_path, slug)
    hand.window.open_dialog(
        ImportDialog(hand.window, [tmp_path / f"{s}.md" for s in ("ferry", "storm")])
    )
    dialog = planned(hand)
    hand.click(dialog.go)
    hand.until(lambda: not dialog_open(hand))
    number = hand.ask(lambda desk: desk.articles.by_slug("ferry").id)
    assert isinstance(number, int)
    hand.ask(lambda desk: desk.articles.save(number, 1, {"body": "Mine."}))
    story(tmp_path, "ferry", text="Theirs.")
    (tmp_path / "bad.newsroom.json").write_text("{", "utf-8")

    names = ("ferry.md", "storm.md", "budget.md", "harbour.md", "bad.newsroom.json")
    hand.window.open_dialog(ImportDialog(hand.window, [tmp_path / name for name in names]))
    dialog = planned(hand)
    parts = [dialog.parts.itemText(row) for row in range(dialog.parts.count())]
    assert parts == [
        "All stories (5)",
        "To be looked at (2)",
        "New (2)",
        "Unchanged (1)",
        "Doubtful (1)",
        "Refused (1)",
        "Something to know (4)",
    ]
    assert dialog.go.text() == "Take in 2 stories"

    # Of the new ones none; what is not shown keeps its box.
    dialog.parts.setCurrentIndex(2)
    dialog.parts.activated.emit(2)
    assert set(actions(dialog).values()) == {Action.NEW}
    dialog.none.click()
    assert not dialog.go.isEnabled()
    dialog.parts.setCurrentIndex(4)
    dialog.parts.activated.emit(4)
    assert list(actions(dialog)) == ["ferry"]
    hand.click(dialog.all)
    assert dialog.go.text() == "Take in 1 story"

    # Words, in all that is said of a story.
    dialog.parts.setCurrentIndex(0)
    dialog.parts.activated.emit(0)
    sift(dialog, hand, "not json")
    assert list(actions(dialog)) == ["bad.newsroom.json"]
    assert "not JSON" in dialog.why.text()
    sift(dialog, hand, " nowhere")
    assert dialog.model.rowCount() == 0
    assert dialog.table.isVisible()
    assert not dialog.empty.isVisible()
    assert not dialog.all.isEnabled()
    assert dialog.go.text() == "Take in 1 story", "what is not shown is taken all the same"
    dialog.words.clear()
    hand.until(lambda: dialog.model.rowCount() == 5)
    dialog.close()


def test_authors_of_most_stories_are_asked_about_first(opener: Opener, tmp_path: Path) -> None:
    hand = opener()
    authors = tuple(Author(name=f"Author {n}", stories=n) for n in range(70))
    dialog = ImportDialog(hand.window)
    hand.window.open_dialog(dialog)
    dialog.authors.show_authors(authors)
    assert list(dialog.authors.who)[:2] == ["Author 69", "Author 68"]
    assert len(dialog.authors.who) == 60
    assert dialog.authors.head.text().startswith("70 authors to match; those of most stories")
    dialog.authors.show_authors(authors[:1])
    assert dialog.authors.head.text() == "1 author to match"
    dialog.close()
