"""The web editor publishes the whole site from the window: planned, done, done again, stopped."""

from __future__ import annotations

from pathlib import Path

import pytest

from newsroom.desk.siting import Siting
from newsroom.ui.dialogs.export import SITE, ExportDialog
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
    window.workbench.set_settings({"export_folder": str(to)})
    dialog: ExportDialog = over(window, ExportDialog, "publish.export_all")
    dialog.format.setCurrentIndex(dialog.format.findData(SITE))
    patient(window)
    return dialog


def test_a_plan_then_just_that_and_nothing_the_second_time(window: Window, tmp_path: Path) -> None:
    to = tmp_path / "www"
    dialog = site_dialog(window, to)
    assert dialog.go.text() == "Publish"
    assert not to.exists(), "a plan touches nothing"
    count = int(dialog.plan.text().split()[0])
    assert dialog.plan.text() == f"{count} to write, 0 to delete, 0 unchanged."
    assert dialog.steps.item(0).text().endswith(": new")
    click(dialog.go)
    patient(window)
    assert "The site is published:" in said(window)[-1]
    assert (to / "index.html").exists()
    before = files(to)
    assert len(before) == count + 1, "the pictures were planned too; the manifest is none of them"
    # One story's words, and the dialog says what that takes.
    window.workbench.set_settings({"export_format": SITE})
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
        dialog._site.cancel()  # somebody presses Stop as it begins
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
    dialog.folder.setText(str(tmp_path / "file"))
    settle(window)
    assert "is a file, not a folder" in words_of(dialog)
    assert not dialog.go.isEnabled()
    to.mkdir()
    (to / "index.html").write_text("somebody else's")
    dialog.folder.setText(str(to))
    settle(window)
    assert "is no part of the site" in dialog.refused.text()
    click(dialog.go)
    patient(window)
    assert "is no part of the site" in dialog.plan.text()
    assert (to / "index.html").read_text() == "somebody else's"
    dialog.close()
