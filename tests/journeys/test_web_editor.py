"""The web editor's morning: what is ready and what it lacks, out with it, and the site twice."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import pytest
from PySide6.QtGui import QDesktopServices, QFontInfo
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QWidget
from shiboken6 import isValid

from newsroom.desk.desk import open_desk
from newsroom.news.staff import Person
from newsroom.news.workflow import INDEFINITE, PubState, Stage
from newsroom.ui import pages
from newsroom.ui.dialogs import exportresult
from newsroom.ui.dialogs.export import ExportDialog
from newsroom.ui.dialogs.exportresult import FILE, ExportResult
from newsroom.ui.panels.inspector import Inspector
from newsroom.ui.panels.ready import ReadyPanel
from newsroom.ui.storyhead import StoryHead
from tests.export.scenes import files
from tests.journeys.conftest import Hand, Opener, on_both_engines

SLUGS = ("crane", "ferry", "fog", "lamp", "pilot", "quay", "tide")


def seven(place: Path | str) -> None:
    """Seven stories that are ready, one of which has a TK left in it; and one that is not ready."""
    with open_desk(place, create=True) as desk:
        desk.set_site({"name": "Harbour Post", "url": "https://harbour.example"})
        desk.staff.add(Person(name="Wanda Web"))
        desk.sit("Wanda Web")
        byline = desk.staff.byline("Wanda Web")
        for slug in SLUGS:
            fact = "It weighs TK tonnes." if slug == "fog" else "It weighs 12 tonnes."
            desk.articles.create(
                {
                    "slug": slug,
                    "headline": f"The {slug} in the harbour",
                    "body": f"This is about the {slug}. {fact}\n",
                    "bylines": (byline,),
                    "stage": Stage.READY,
                }
            )
        desk.articles.create({"slug": "draft", "headline": "Not ready", "body": "One.\n"})


def panel(hand: Hand) -> ReadyPanel:
    found = hand.find(ReadyPanel)
    assert isinstance(found, ReadyPanel)
    return found


def gone(dialog: QDialog) -> bool:
    return not isValid(dialog) or not dialog.isVisible()


def shown(ready: ReadyPanel) -> dict[str, bool]:
    return {one.row.slug: one.report.passes for one in ready.found}


@on_both_engines
def test_what_is_ready_goes_out_and_the_site_is_written_once(
    opener: Opener, day: Path | str, tmp_path: Path
) -> None:
    seven(day)
    hand = opener(who="Wanda Web")
    # Step 1: one key; a result a story, and the way to what one lacks.
    hand.key("Ctrl+Alt+R")
    ready = panel(hand)
    hand.until(lambda: len(ready.blocks) == 7)
    assert shown(ready) == {slug: slug != "fog" for slug in SLUGS}
    assert ready.head.text() == "7 stories are ready, 6 in order."
    assert ready.publish.text() == "Publish 6 stories"
    held = next(block for block in ready.blocks if "Not in order" in block.accessibleName())
    assert [line.finding.check for line in held.findings.lines] == ["tk"]
    (line,) = held.findings.lines
    assert line.there is not None
    hand.click(line.there)
    hand.until(lambda: hand.bench.current is not None)
    editor = hand.window.editor
    assert editor is not None
    hand.until(lambda: editor.view.textCursor().selectedText() == "TK")
    hand.type("14")
    hand.key("Ctrl+S")
    hand.until(lambda: all(shown(ready).values()))
    assert ready.publish.text() == "Publish 7 stories"

    # Out with them: one click.
    hand.click(ready.publish)
    hand.until(lambda: ready.found == ())
    states = hand.ask(lambda desk: [desk.articles.by_slug(slug).pubstate for slug in SLUGS])
    assert states == [PubState.PUBLISHED] * 7
    head = hand.window.editor.findChild(StoryHead)
    hand.until(lambda: head.chip("pubstate").text() == "Published")
    assert not ready.publish.isEnabled()

    # Step 5: the plan first, then the site. Step 6: again, and no file is touched.
    site = tmp_path / "site"
    assert re.match(r"[1-9]\d* to write, 0 to delete, 0 unchanged\.$", site_run(hand, ready, site))
    written = files(site)
    assert {f"{slug}.html" for slug in SLUGS} <= {Path(name).name for name in written}
    assert "draft.html" not in written
    assert site_run(hand, ready).startswith("The site is up to date")
    assert files(site) == written, "neither inode nor time nor a byte"


def test_the_way_to_a_field_of_the_inspector_ends_in_it(opener: Opener, day: Path) -> None:
    seven(day)
    with open_desk(day) as desk:
        number = desk.articles.by_slug("tide").id
        desk.articles.set_fields([number], {"embargo_until": INDEFINITE})
    hand = opener(who="Wanda Web")
    hand.key("Ctrl+Alt+R")
    ready = panel(hand)
    hand.until(lambda: len(ready.blocks) == 7)
    for _time in ("the story is opened for it", "it is in front already"):
        (line,) = next(b for b in ready.blocks if "The tide" in b.accessibleName()).findings.lines
        assert line.there is not None
        hand.click(line.there)
        inspector = hand.find(Inspector)
        assert isinstance(inspector, Inspector)
        wanted = inspector.form.field("embargo_until").controls()[0]
        hand.until(wanted.hasFocus)
        hand.until(lambda w=wanted: w.visibleRegion().boundingRect().height() == w.height())  # type: ignore[misc]
        inspector.form.focus("slug")
        hand.settle()
        hand.key("Ctrl+Alt+R")
        hand.until(lambda: len(ready.blocks) == 7 and ready.isVisible())


def test_a_wrong_site_is_put_back_with_one_click(opener: Opener, day: Path, tmp_path: Path) -> None:
    seven(day)
    site = tmp_path / "site"
    with open_desk(day) as desk:
        crane, ferry = (desk.articles.by_slug(slug).id for slug in ("crane", "ferry"))
        desk.publish.publish([crane])
        desk.siting.publish(site)
    hand = opener(who="Wanda Web")
    hand.bench.set_settings({"export_format": "site"})

    def over() -> ExportDialog:
        hand.window.commands.run("publish.export_all")
        dialog = hand.find(QDialog, "export")
        assert isinstance(dialog, ExportDialog)
        hand.until(lambda: dialog.choices.to() == site and dialog.go.isEnabled())
        hand.settle()
        return dialog

    first = over()
    assert not first.site.back.isVisible(), "there is no earlier one"
    first.reject()
    before = files(site)
    hand.ask(lambda desk: desk.publish.publish([ferry]))
    dialog = over()
    hand.click(dialog.go)
    hand.until(lambda: (site / "ferry.html").exists() and gone(dialog))
    dialog = over()
    hand.until(dialog.site.back.isVisible)
    hand.click(dialog.site.back)
    hand.until(lambda: gone(dialog))
    assert not (site / "ferry.html").exists()
    now = files(site)
    pages = [name for name in before if name.endswith(".html")]
    assert [now[name][2] for name in pages] == [before[name][2] for name in pages]
    (message,) = hand.window.messages.standing
    assert message.text.startswith("The earlier site is back: ")
    message.answers[0].run()
    hand.until(lambda: (site / "ferry.html").exists())


def site_run(hand: Hand, ready: ReadyPanel, first: Path | None = None) -> str:
    """Publish the site from the panel: the plan that is shown, then one click. ``first`` is the
    folder that is chosen the first time; afterwards the newsroom knows where its site lies."""
    hand.window.activateWindow()
    hand.until(lambda: QApplication.activeWindow() is hand.window)
    hand.click(ready.site)
    dialog = hand.find(QDialog, "export")
    assert isinstance(dialog, ExportDialog)
    if first is not None:
        hand.until(lambda: dialog.go.text() == "Choose a folder…")
        dialog.choices.folder.setText(str(first))
    hand.until(lambda: dialog.go.text() == "Publish" and dialog.go.isEnabled())
    assert dialog.windowTitle() == "Publish the whole site"
    said = dialog.plan.text()
    hand.click(dialog.go)
    hand.until(lambda: gone(dialog))
    hand.settle()
    return said


def test_one_page_opens_after_two_keys(
    opener: Opener, day: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser: list[str] = []
    monkeypatch.setattr(
        QDesktopServices, "openUrl", lambda url: bool(browser.append(url.toLocalFile())) or True
    )
    seven(day)
    with open_desk(day) as desk:
        number = desk.articles.by_slug("crane").id
        desk.publish.publish([number])
    hand = opener(who="Wanda Web")
    # Who published the site last does not mean it when they export a story.
    hand.bench.set_settings({"export_folder": str(tmp_path / "out"), "export_format": "site"})
    hand.bench.open(number)
    hand.settle()
    hand.key("Ctrl+E")
    dialog = hand.find(QDialog, "export")
    assert isinstance(dialog, ExportDialog)
    dialog.activateWindow()
    hand.until(lambda: QApplication.activeWindow() is dialog and dialog.go.isEnabled())
    assert (dialog.windowTitle(), dialog.choices.format.currentData()) == (
        "Export the story",
        "html",
    )
    assert not (tmp_path / "out").exists(), "nothing before it is wanted"
    hand.key("Return")
    hand.until(lambda: (tmp_path / "out" / "crane.html").exists())
    page = (tmp_path / "out" / "crane.html").read_text("utf-8")
    assert page.count("<h1") == 1
    hand.until(lambda: browser == [str(tmp_path / "out" / "crane.html")])

    # What went out is kept as a report, with the digest of every file.
    hand.until(lambda: hand.window.messages.standing)
    (message,) = hand.window.messages.standing
    assert [answer.label for answer in message.answers] == [
        "Open it", "Open the folder", "Save a report…",
    ]  # fmt: skip
    message.answers[2].run()
    asked = hand.find(QFileDialog, "export_report")
    assert isinstance(asked, QFileDialog)
    asked.fileSelected.emit(str(tmp_path / "report.txt"))
    asked.close()
    hand.until(lambda: (tmp_path / "report.txt").exists())
    said = (tmp_path / "report.txt").read_text("utf-8")
    assert "Wanda Web" in said
    digest = hashlib.sha256((tmp_path / "out" / "crane.html").read_bytes()).hexdigest()
    assert f"write  {digest}  {tmp_path / 'out' / 'crane.html'}  (crane)" in said


# Step 2: the result beside what is chosen.


def exporting(hand: Hand, number: int, to: Path) -> ExportDialog:
    hand.bench.set_settings({"export_folder": str(to), "export_format": "html"})
    hand.bench.open(number)
    hand.settle()
    hand.key("Ctrl+E")
    dialog = hand.find(QDialog, "export")
    assert isinstance(dialog, ExportDialog)
    dialog.activateWindow()
    hand.until(lambda: QApplication.activeWindow() is dialog and dialog.go.isEnabled())
    return dialog


def choose(hand: Hand, dialog: ExportDialog, kind: str, suffix: str) -> ExportResult:
    """Another format by the keyboard, and its result."""
    dialog.choices.format.setFocus()
    row = dialog.choices.format.findData(kind)
    while dialog.choices.format.currentIndex() != row:
        hand.key("Down" if dialog.choices.format.currentIndex() < row else "Up")
    hand.until(lambda: dialog.preview.head.text().startswith(f"crane{suffix}, "))
    assert dialog.go.isEnabled()
    return dialog.preview


def words_of(hand: Hand, result: ExportResult) -> str:
    """What the page in the engine says."""
    view = result.findChild(QWidget, "page")
    assert view is not None
    got: list[str] = []
    view.page().toPlainText(got.append)  # type: ignore[attr-defined]
    hand.until(lambda: got)
    return got[0]


def test_the_result_is_seen_beside_its_format_and_is_what_is_written(
    opener: Opener, day: Path, tmp_path: Path
) -> None:
    pytest.importorskip("PySide6.QtWebEngineWidgets")
    seven(day)
    with open_desk(day) as desk:
        number = desk.articles.by_slug("crane").id
        desk.publish.publish([number])
    hand, to = opener(who="Wanda Web"), tmp_path / "out"
    dialog = exporting(hand, number, to)
    result = dialog.preview
    hand.until(lambda: result.findChild(QWidget, "page"))
    hand.until(lambda: "The crane in the harbour" in words_of(hand, result))
    assert result.head.text().startswith("crane.html, ")

    for kind, suffix, said in (
        ("fragment", ".fragment.html", "This is about the crane."),
        ("markdown", ".md", "The crane in the harbour"),
        ("json", ".newsroom.json", '"The crane in the harbour"'),
        ("wxr", ".wxr.xml", "The crane in the harbour"),
        ("ninjs", ".ninjs.json", '"The crane in the harbour"'),
    ):
        choose(hand, dialog, kind, suffix)
        hand.until(result.text.isVisible)
        assert said in result.text.toPlainText(), kind
        assert QFontInfo(result.text.font()).family() != QFontInfo(dialog.plan.font()).family()
    seen = result.text.toPlainText()
    choose(hand, dialog, "docx", ".docx")
    assert re.fullmatch(r"crane\.docx, \d+ kB", result.head.text())
    assert result.line.isVisible()
    assert not to.exists(), "looking writes nothing"

    # By keyboard: into the text, copied, and Enter there exports what is seen.
    choose(hand, dialog, "ninjs", ".ninjs.json")
    assert result.text.toPlainText() == seen
    result.text.setFocus()
    hand.key("Ctrl+A", "Ctrl+C")
    assert QApplication.clipboard().text() == seen
    hand.key("Return")
    hand.until(lambda: gone(dialog))
    assert (to / "crane.ninjs.json").read_bytes() == seen.encode("utf-8")
    assert hand.bench.settings.export_format == "ninjs", "remembered"

    dialog = exporting(hand, number, to)
    hand.until(lambda: dialog.preview.findChild(QWidget, "page"))
    hand.until(lambda: "The crane in the harbour" in words_of(hand, dialog.preview))
    shown = (pages.folder() / FILE).read_bytes()
    view = dialog.preview.findChild(QWidget, "page")
    assert view is not None
    view.setFocus()  # who has read the page presses Enter there
    hand.until(lambda: view.focusProxy().hasFocus())
    hand.key("Return")
    hand.until(lambda: gone(dialog))
    assert (to / "crane.html").read_bytes() == shown


def test_two_keys_export_before_the_engine_is_even_asked_for(
    opener: Opener, day: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seven(day)
    with open_desk(day) as desk:
        number = desk.articles.by_slug("crane").id
    hand = opener(who="Wanda Web")
    loaded: list[bool] = []
    monkeypatch.setattr(exportresult, "page_view", lambda *_given: loaded.append(True))
    monkeypatch.setattr(exportresult, "started", lambda: False)
    dialog = exporting(hand, number, tmp_path / "out")
    hand.key("Return")
    hand.until(lambda: gone(dialog))
    assert (tmp_path / "out" / "crane.html").exists()
    assert not loaded


def test_where_there_is_no_engine_the_source_is_shown(
    opener: Opener, day: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seven(day)
    with open_desk(day) as desk:
        number = desk.articles.by_slug("crane").id
    hand = opener(who="Wanda Web")
    monkeypatch.setattr(exportresult, "page_view", lambda *_given: None)
    dialog = exporting(hand, number, tmp_path / "out")
    hand.until(dialog.preview.text.isVisible)
    assert "<h1" in dialog.preview.text.toPlainText()
    hand.key("Escape")


def test_what_cannot_go_shows_no_file_and_without_a_folder_it_is_seen_all_the_same(
    opener: Opener, day: Path, tmp_path: Path
) -> None:
    seven(day)
    with open_desk(day) as desk:
        held = desk.articles.by_slug("tide").id
        desk.articles.set_fields([held], {"embargo_until": INDEFINITE})
        number = desk.articles.by_slug("crane").id
    hand = opener(who="Wanda Web")
    hand.bench.set_settings({"export_folder": str(tmp_path / "out"), "export_format": "ninjs"})
    hand.bench.open(held)
    hand.settle()
    hand.key("Ctrl+E")
    dialog = hand.find(QDialog, "export")
    assert isinstance(dialog, ExportDialog)
    hand.until(lambda: dialog.preview.line.text().startswith("There is no file to show: "))
    assert "embargo" in dialog.refused.text()
    assert not dialog.go.isEnabled()
    dialog.reject()

    hand.bench.open(number)
    hand.settle()
    hand.window.activateWindow()
    hand.key("Ctrl+E")
    dialog = hand.find(QDialog, "export")
    assert isinstance(dialog, ExportDialog)
    dialog.choices.folder.clear()
    said = "Choose the folder that the files are written into."
    hand.until(lambda: dialog.plan.text() == said and dialog.preview.text.isVisible())
    assert "The crane in the harbour" in dialog.preview.text.toPlainText()
    assert dialog.go.text() == "Choose a folder…"
    dialog.reject()


def test_the_plan_of_many_is_named_file_by_file(opener: Opener, day: Path, tmp_path: Path) -> None:
    seven(day)
    with open_desk(day) as desk:
        desk.publish.publish([desk.articles.by_slug(slug).id for slug in ("crane", "ferry")])
    hand = opener(who="Wanda Web")
    hand.bench.set_settings({"export_folder": str(tmp_path / "out"), "export_format": "html"})
    hand.window.commands.run("publish.export_all")
    dialog = hand.find(QDialog, "export")
    assert isinstance(dialog, ExportDialog)
    hand.until(dialog.steps.isVisible)
    named = [dialog.steps.item(n).text() for n in range(dialog.steps.count())]
    assert sorted(named) == ["crane.html: new", "ferry.html: new"]
    dialog.reject()
