"""The web editor publishes the whole site from the window: planned, done, done again, stopped."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog

from newsroom.desk.desk import open_desk
from newsroom.desk.sitereport import SiteReport, Step
from newsroom.desk.siting import Siting
from newsroom.ui.dialogs.export import ExportDialog
from newsroom.ui.dialogs.siteplan import MOST_STEPS, lines, part_of, parts
from newsroom.ui.window import Window
from tests.export.scenes import files
from tests.ui.dialogs.test_dialogs import over, words_of
from tests.ui.real import ask, click, opened, said, settle


def patient(window: Window) -> None:
    """Until it is done; a whole site takes a while on a busy machine."""
    for _turn in range(10):
        if window.tasks.wait_idle():
            break
    settle(window)


def site_dialog(window: Window, to: Path) -> ExportDialog:
    dialog: ExportDialog = over(window, ExportDialog, "publish.export_all")
    dialog.choices.mean_site()
    dialog.choices.folder.setText(str(to))
    settle(window)
    patient(window)
    return dialog


def test_a_plan_then_just_that_and_nothing_the_second_time(window: Window, tmp_path: Path) -> None:
    to = tmp_path / "www"
    dialog = site_dialog(window, to)
    assert dialog.go.text() == "Publish"
    assert not to.exists(), "a plan touches nothing"
    count = int(dialog.plan.text().split()[0])
    assert dialog.plan.text() == f"{count} to write, 0 to delete, 0 unchanged."
    stories = ask(window, lambda desk: desk.articles.counts()).pubstates["published"]
    named = [dialog.steps.item(n).text() for n in range(dialog.steps.count())]
    assert named[0].endswith(" stories")
    assert named[1].endswith(".html: new")
    assert dialog.parts.text().startswith(f"{named[0]}, the front page, ")
    assert int(named[0].split()[0]) >= stories
    assert sum(": new" in name for name in named) == count
    click(dialog.go)
    patient(window)
    assert "The site is published:" in said(window)[-1]
    assert (to / "index.html").exists()
    before = files(to)
    assert len(before) == count + 1, "the pictures were planned too; the manifest is none of them"
    # One story's words, and the dialog says what that takes.
    window.workbench.set_settings({"export_format": "site"})
    story = opened(window.workbench, "oyster-reef")
    ask(
        window,
        lambda desk: desk.articles.save(
            story.id, desk.articles.open(story.id).version, {"body": "Oysters, once more."}
        ),
    )
    dialog = site_dialog(window, to)
    assert "oyster-reef.html: what it shows changed" in [
        dialog.steps.item(n).text() for n in range(dialog.steps.count())
    ]
    click(dialog.go)
    patient(window)
    assert "Oysters, once more." in (to / "oyster-reef.html").read_text("utf-8")
    after = files(to)
    assert before["tram-line-4-survey.html"] == after["tram-line-4-survey.html"]
    dialog = site_dialog(window, to)
    assert dialog.plan.text() == "The site is up to date; nothing needs to be written."
    assert not dialog.steps.isVisible()
    dialog.close()


def test_it_is_stopped_on_the_way_and_what_stands_in_the_way_is_told(
    window: Window, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    to = tmp_path / "www"
    dialog = site_dialog(window, to)
    publish = Siting.publish

    def slow(self: Siting, *given: object, **more: object) -> object:
        dialog.site.run.cancel()  # somebody presses Stop as it begins
        return publish(self, *given, **more)  # type: ignore[arg-type]

    with monkeypatch.context() as stopping:
        stopping.setattr(Siting, "publish", slow)
        click(dialog.go)
        assert dialog.leave.text() == "Stop"
        patient(window)
    assert dialog.plan.text() == "Stopped; the site stands as it did."
    assert not to.exists()
    assert dialog.leave.text() == "Cancel"
    (tmp_path / "file").write_text("mine")
    dialog.choices.folder.setText(str(tmp_path / "file"))
    settle(window)
    assert "is a file, not a folder" in words_of(dialog)
    assert not dialog.go.isEnabled()
    to.mkdir()
    (to / "index.html").write_text("somebody else's")
    dialog.choices.folder.setText(str(to))
    settle(window)
    assert "is no part of the site" in dialog.refused.text()
    assert not dialog.go.isEnabled(), "nobody presses it to be refused"
    assert (to / "index.html").read_text() == "somebody else's"
    click(dialog.force)
    patient(window)
    assert dialog.go.isEnabled(), "who says so may"
    dialog.close()


def test_what_came_in_the_way_since_the_plan_is_offered_to_be_replaced(
    window: Window, tmp_path: Path
) -> None:
    to = tmp_path / "www"
    dialog = site_dialog(window, to)
    assert not dialog.force.isVisible(), "nothing is in the way"
    to.mkdir()
    (to / "index.html").write_text("somebody else's")
    click(dialog.go)
    patient(window)
    assert "is no part of the site" in dialog.plan.text()
    assert (to / "index.html").read_text() == "somebody else's"
    click(dialog.force)
    patient(window)
    click(dialog.go)
    patient(window)
    assert "Harbour Post" in (to / "index.html").read_text("utf-8")


def test_the_site_has_its_own_folder_and_pages_have_theirs(window: Window, tmp_path: Path) -> None:
    site, pages = tmp_path / "www", tmp_path / "pages"
    ask(window, lambda desk: desk.siting.publish(site))
    window.workbench.set_settings({"export_folder": str(pages), "export_format": "html"})
    dialog: ExportDialog = over(window, ExportDialog, "publish.export_all")
    patient(window)
    choices = dialog.choices
    assert choices.to() == pages
    assert choices.span.isVisible()
    choices.mean_site()
    patient(window)
    assert choices.to() == site, "where it was published last, whoever did"
    assert not choices.span.isVisible()
    assert dialog.plan.text() == "The site is up to date; nothing needs to be written."
    choices.format.setCurrentIndex(choices.format.findData("html"))
    assert choices.to() == pages
    choices.mean_site()
    patient(window)
    click(dialog.go)
    patient(window)
    assert window.workbench.settings.export_folder == str(pages)
    assert window.workbench.settings.export_format == "site"
    dialog = over(window, ExportDialog, "publish.export_all")
    patient(window)
    assert dialog.choices.to() == site
    dialog.close()


def test_a_site_without_a_folder_asks_for_one(window: Window, tmp_path: Path) -> None:
    window.workbench.set_settings({"export_folder": str(tmp_path / "pages")})
    dialog: ExportDialog = over(window, ExportDialog, "publish.export_all")
    dialog.choices.mean_site()
    patient(window)
    assert dialog.choices.to() is None, "pages lie elsewhere"
    assert dialog.go.text() == "Choose a folder…"
    click(dialog.go)
    (chooser,) = [one for one in dialog.findChildren(QFileDialog) if one.isVisible()]
    chooser.fileSelected.emit(str(tmp_path / "www"))
    chooser.reject()
    settle(window)
    patient(window)
    assert dialog.go.text() == "Publish"
    assert dialog.go.isEnabled()
    dialog.close()


def test_another_newsrooms_site_is_told_before_it_would_be_replaced(
    window: Window, tmp_path: Path
) -> None:
    to = tmp_path / "www"
    with open_desk(tmp_path / "other.newsroom", create=True) as other:
        other.siting.publish(to)
    dialog = site_dialog(window, to)
    assert "site of another newsroom" in dialog.refused.text()
    assert not dialog.go.isEnabled()
    dialog.close()


@pytest.mark.parametrize(
    ("path", "part"),
    [
        ("a-story.html", "story"), ("index.html", "front"), ("section/city/2.html", "section"),
        ("section/city/feed.xml", "feed"),
        ("author/index.html", "author"), ("tag/bay/index.html", "tag"), ("404.html", "rest"),
        ("archive/2026-11/index.html", "archive"), ("pictures/ab.jpg", "picture"),
        ("feed.json", "feed"), ("atom.xml", "feed"), ("sitemap-news.xml", "feed"),
        ("sitemaps/2026-11.xml", "feed"), ("robots.txt", "feed"), ("search/2026-11.js", "rest"),
        ("site.css", "rest"), (".htaccess", "rest"), ("else/what.html", "rest"),
    ],
)  # fmt: skip
def test_what_a_file_of_the_site_is(path: str, part: str) -> None:
    assert part_of(path) == part


def test_of_very_many_files_the_first_are_named() -> None:
    steps = tuple(Step(f"s-{n}.html", "new") for n in range(MOST_STEPS + 2))
    report = SiteReport(to="www", dry_run=True, written=steps, deleted=(Step("x.html", "gone"),))
    (gone, _), (name, named) = lines(report)
    assert (gone, name) == ("1 file is deleted", "202 stories")
    assert named[-1] == "and 2 more"
    assert len(named) == MOST_STEPS + 1
    assert parts(SiteReport(to="www", dry_run=True)) == ""
