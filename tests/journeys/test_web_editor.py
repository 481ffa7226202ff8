"""The web editor's morning: what is ready and what it lacks, out with it, and the site twice."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

from PySide6.QtWidgets import QApplication, QDialog, QFileDialog
from shiboken6 import isValid

from newsroom.desk.desk import open_desk
from newsroom.news.staff import Person
from newsroom.news.workflow import INDEFINITE, PubState, Stage
from newsroom.ui.dialogs.export import ExportDialog
from newsroom.ui.panels.inspector import Inspector
from newsroom.ui.panels.ready import ReadyPanel
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
    assert not ready.publish.isEnabled()

    # Step 5: the plan first, then the site. Step 6: again, and no file is touched.
    site = tmp_path / "site"
    hand.bench.set_settings({"export_folder": str(site)})
    assert re.match(r"[1-9]\d* to write, 0 to delete, 0 unchanged\.$", site_run(hand, ready))
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
    hand.bench.set_settings({"export_folder": str(site), "export_format": "site"})

    def over() -> ExportDialog:
        hand.window.commands.run("publish.export_all")
        dialog = hand.find(QDialog, "export")
        assert isinstance(dialog, ExportDialog)
        hand.until(dialog.go.isEnabled)
        hand.settle()
        return dialog

    first = over()
    assert not first.back.isVisible(), "there is no earlier one"
    first.reject()
    before = files(site)
    hand.ask(lambda desk: desk.publish.publish([ferry]))
    dialog = over()
    hand.click(dialog.go)
    hand.until(lambda: (site / "ferry.html").exists() and gone(dialog))
    dialog = over()
    hand.until(dialog.back.isVisible)
    hand.click(dialog.back)
    hand.until(lambda: gone(dialog))
    assert not (site / "ferry.html").exists()
    now = files(site)
    pages = [name for name in before if name.endswith(".html")]
    assert [now[name][2] for name in pages] == [before[name][2] for name in pages]
    (message,) = hand.window.messages.standing
    assert message.text.startswith("The earlier site is back: ")
    message.answers[0].run()
    hand.until(lambda: (site / "ferry.html").exists())


def site_run(hand: Hand, ready: ReadyPanel) -> str:
    """Publish the site from the panel: the plan that is shown, then one click."""
    hand.window.activateWindow()
    hand.until(lambda: QApplication.activeWindow() is hand.window)
    hand.click(ready.site)
    dialog = hand.find(QDialog, "export")
    assert isinstance(dialog, ExportDialog)
    hand.until(dialog.go.isEnabled)
    assert dialog.windowTitle() == "Publish the whole site"
    said = dialog.plan.text()
    hand.click(dialog.go)
    hand.until(lambda: gone(dialog))
    hand.settle()
    return said


def test_one_page_opens_after_two_keys(opener: Opener, day: Path, tmp_path: Path) -> None:
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
    assert (dialog.windowTitle(), dialog.format.currentData()) == ("Export the story", "html")
    assert not (tmp_path / "out").exists(), "nothing before it is wanted"
    hand.key("Return")
    hand.until(lambda: (tmp_path / "out" / "crane.html").exists())
    page = (tmp_path / "out" / "crane.html").read_text("utf-8")
    assert page.count("<h1") == 1

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
