"""The writer's eighth step: a photograph is dropped, asked about where it stands, and has a point;
then the library: found, described, used again, removed and brought back."""

from __future__ import annotations

import io
from pathlib import Path

from PIL import Image
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLineEdit, QPushButton, QWidget

from newsroom.news.media import PictureFacts, RightsKind, Shelf
from newsroom.ui.dialogs.picture import PictureSheet
from newsroom.ui.editor.rich import RichView
from newsroom.ui.panels.pictures import PicturesPanel
from tests.export.scenes import png
from tests.intake.test_imagemeta import iim
from tests.journeys.conftest import Hand, Opener, on_both_engines
from tests.journeys.test_first_story import staffed, story


def drop(widget: QWidget, *files: Path, at: QPoint | None = None) -> None:
    """Let files fall onto a widget, as from a folder's window."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file)) for file in files])
    place = at if at is not None else widget.rect().center()
    action, button = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    none = Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(place, action, data, button, none)
    widget.dragEnterEvent(enter)
    assert enter.isAccepted()
    widget.dropEvent(QDropEvent(QPointF(place), action, data, button, none))


def shot(folder: Path, name: str, *words: tuple[int, int, bytes], colour: str = "teal") -> Path:
    """A photograph from an agency; every one is another."""
    path = folder / name
    file = io.BytesIO()
    Image.new("RGB", (900, 600), colour).save(file, "JPEG")
    data = iim(*words) if words else file.getvalue()
    path.write_bytes(data + name.encode())
    return path


def choose(panel: PicturesPanel, row: int) -> None:
    model = panel.grid.selectionModel()
    model.setCurrentIndex(panel.model.index(row), model.SelectionFlag.ClearAndSelect)


def facts(hand: Hand, sha256: str) -> PictureFacts:
    found = hand.ask(lambda desk: desk.library.facts(sha256))
    assert isinstance(found, PictureFacts)
    return found


@on_both_engines
def test_a_photograph_is_dropped_and_asked_about_where_it_stands(
    opener: Opener, tmp_path: Path, day: Path | str
) -> None:
    hand = opener(staffed(day), who="Nadia Brandt")
    window = hand.window
    hand.key("Ctrl+N")
    hand.type("A quay at dawn")
    editor = window.editor
    assert editor is not None
    editor.focus_body()
    hand.type("The first paragraph.\n")
    file = shot(
        tmp_path, "quay.jpg", (1, 90, b"\x1b%G"), (2, 120, "Die Kräne".encode()),
        (2, 80, b"Ana Lima"), (2, 110, b"HA"), (2, 90, b"Bushehr"),
    )  # fmt: skip
    view = editor.view
    assert isinstance(view, RichView)
    drop(view, file)
    hand.until(lambda: "media/" in story(hand).body)
    hand.settle()

    # What the agency wrote stands there already; what it did not is asked for, Tab by Tab.
    bar = editor.commands.figures.bar
    hand.until(lambda: bar.rights.isVisible())
    assert bar.caption.hasFocus()
    assert (bar.caption.text(), bar.credit.text(), bar.alt.text()) == (
        "Die Kräne",
        "Ana Lima/HA",
        "",
    )
    assert bar.alt.property("state") == "over"
    assert bar.rights.property("state") == "over"
    hand.type("Cranes at dawn")
    hand.key("Tab")
    assert bar.credit.hasFocus()
    hand.key("Tab")
    hand.type("Two cranes over a quay")
    hand.key("Tab")
    assert bar.rights.hasFocus()
    QTest.keyClick(bar.rights, Qt.Key.Key_Down)
    QTest.keyClick(bar.rights, Qt.Key.Key_Down)
    bar.rights.activated.emit(bar.rights.currentIndex())
    hand.settle()
    hand.key("Tab")
    body = story(hand).body
    sha256 = body.partition("media/")[2][:64]
    assert f'![Two cranes over a quay](media/{sha256}.jpg "Cranes at dawn")' in body
    assert 'credit="Ana Lima/HA"' in body
    kept = facts(hand, sha256)
    assert (kept.rights, kept.place) == (RightsKind.AGENCY, "Bushehr")
    assert kept.uses == 0, "not saved yet"

    # Its point, by the mouse and by the arrow keys, in the sheet behind the three dots.
    editor.commands.figures.open_details()
    hand.settle()
    sheet = hand.find(PictureSheet)
    assert isinstance(sheet, PictureSheet)
    hand.until(lambda: not sheet.view.place().isEmpty())
    place = sheet.view.place()
    spot = QPoint(
        round(place.left() + place.width() * 0.25), round(place.top() + place.height() * 0.5)
    )
    hand.click(sheet.view, spot)
    QTest.keyClick(sheet.view, Qt.Key.Key_Up)
    hand.key("Ctrl+Return")
    hand.until(lambda: facts(hand, sha256).focus_x != 0.5)
    kept = facts(hand, sha256)
    assert abs(kept.focus_x - 0.25) < 0.01
    assert abs(kept.focus_y - 0.48) < 0.01
    assert kept.credit == "Ana Lima/HA"

    # Saved, it is known where it is shown; and one Undo in the text takes it out again.
    hand.key("Ctrl+S")
    hand.until(lambda: facts(hand, sha256).uses == 1)


def test_a_missing_or_ended_right_keeps_a_story_back(
    opener: Opener, tmp_path: Path, day: Path | str
) -> None:
    hand = opener(staffed(day), who="Nadia Brandt")
    file = shot(tmp_path, "ferry.jpg")
    panel = hand.window.show_panel("pictures")
    assert isinstance(panel, PicturesPanel)
    drop(panel, file)
    hand.until(lambda: len(panel.model.pictures) == 1)
    sha256 = panel.model.pictures[0].sha256
    hand.key("Ctrl+N")
    hand.type("A ferry")
    choose(panel, 0)
    hand.click(panel.lead)
    hand.until(lambda: story(hand).picture is not None)
    assert "ferry.jpg is the lead picture now." in [
        message.text for message in hand.bench.messages.standing
    ]
    hand.key("Ctrl+S")
    hand.until(lambda: hand.bench.current is not None and hand.bench.current.id)
    number = hand.bench.current.id  # type: ignore[union-attr]
    report = hand.ask(lambda desk: desk.gates.check(number, "publish"))
    said = {finding.check: finding.sentence for finding in report.stopping}  # type: ignore[attr-defined]
    assert said["rights"] == "Nobody said on what ground 1 picture may be used."
    assert said["credit"] == "1 picture has no credit."
    assert "alt" in said
    assert facts(hand, sha256).uses == 1


@on_both_engines
def test_the_library(opener: Opener, tmp_path: Path, day: Path | str) -> None:
    hand = opener(staffed(day), who="Nadia Brandt")
    hand.key("Ctrl+Alt+L")
    panel = hand.window.show_panel("pictures")
    assert isinstance(panel, PicturesPanel)
    hand.settle()
    assert "No picture yet" in panel.told.text()
    broken = tmp_path / "broken.jpg"
    broken.write_bytes(shot(tmp_path, "x.jpg").read_bytes()[:900])
    drawing = tmp_path / "drawing.svg"
    drawing.write_text("<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>")
    good = [
        shot(tmp_path, f"{name}.jpg", colour=colour)
        for name, colour in (("crane", "navy"), ("ferry", "teal"), ("quay", "olive"))
    ]
    drop(panel, *good, broken, drawing, tmp_path / "gone.jpg")
    hand.until(lambda: len(panel.model.pictures) == 3 and not panel.cancel.isVisible())
    (fault,) = hand.bench.messages.standing
    for word in ("broken.jpg is damaged", "drawing.svg is an SVG drawing", "gone.jpg"):
        assert word in fault.text
    assert panel.told.text() == "3 pictures"

    # Found by a word, described, found by what was said.
    hand.click(panel.words)
    hand.type("ferry")
    hand.until(lambda: len(panel.model.pictures) == 1)
    hand.key("Return")
    choose(panel, 0)
    hand.key("Return")
    hand.settle()
    sheet = hand.find(PictureSheet)
    assert isinstance(sheet, PictureSheet)
    hand.until(lambda: sheet.keep.isEnabled())
    credit = sheet.lines["credit"]
    assert isinstance(credit, QLineEdit)
    credit.setFocus()
    hand.type("Ana Lima")
    assert isinstance(sheet.rights, QComboBox)
    sheet.rights.setCurrentIndex(sheet.rights.findData("own"))
    assert isinstance(sheet.keep, QPushButton)
    hand.click(sheet.keep)
    panel.words.setText("ana")
    hand.until(lambda: [one.credit for one in panel.model.pictures] == ["Ana Lima"])
    sha256 = panel.model.pictures[0].sha256

    # Into the story, with what is known of it.
    hand.key("Ctrl+N")
    hand.type("A ferry")
    assert hand.window.editor is not None
    hand.window.editor.focus_body()
    choose(panel, 0)
    hand.click(panel.insert)
    hand.until(lambda: f"media/{sha256}" in story(hand).body)
    assert 'credit="Ana Lima"' in story(hand).body
    hand.window.editor.focus_body()
    hand.key("Ctrl+S")
    hand.until(lambda: facts(hand, sha256).uses == 1)

    # Dragged into the text it comes once more, and is the same picture.
    data = panel.model.mimeData([panel.model.index(panel.model.row_of(sha256))])
    (file,) = (Path(url.toLocalFile()) for url in data.urls())
    hand.window.editor.focus_body()
    drop(hand.window.editor.view, file)
    hand.until(lambda: story(hand).body.count(f"media/{sha256}.jpg") == 2)
    assert facts(hand, sha256).filename == "ferry.jpg"
    hand.key("Ctrl+S")
    hand.settle()

    # What is shown can't be removed; what is not goes, and comes back by Undo.
    panel.words.setText("")
    hand.until(lambda: len(panel.model.pictures) == 3)
    choose(panel, panel.model.row_of(sha256))
    panel.remove()
    hand.settle()
    assert "is shown in 1 place" in hand.bench.messages.standing[-1].text
    panel.shelf.setCurrentIndex(panel.shelf.findData(Shelf.UNUSED))
    hand.until(lambda: len(panel.model.pictures) == 2)
    panel.grid.selectAll()
    panel.remove()
    hand.until(lambda: not panel.model.pictures)
    message = hand.bench.messages.standing[-1]
    assert message.text == "2 pictures are removed."
    message.answers[0].run()
    hand.until(lambda: len(panel.model.pictures) == 2)
    panel.shelf.setCurrentIndex(panel.shelf.findData(Shelf.REMOVED))
    hand.until(lambda: panel.told.text() == "No picture is like that.")


def test_other_pictures_are_seen_from_the_first_on(opener: Opener) -> None:
    hand = opener()
    for n in range(40):
        name = f"{'crane' if n < 11 else 'quay'}-{n}.png"
        hand.ask(lambda desk, n=n, name=name: desk.intake.picture(png(8, 8 + n), name))  # type: ignore[misc]
    panel = hand.window.show_panel("pictures")
    assert isinstance(panel, PicturesPanel)
    hand.until(lambda: panel.told.text() == "40 pictures")
    bar = panel.grid.verticalScrollBar()
    hand.until(lambda: bar.maximum() > 0)
    bar.setValue(bar.maximum())
    panel.words.setText("crane")
    hand.until(lambda: panel.told.text() == "11 pictures")
    assert bar.value() == 0
    # The same pictures looked at again stay where they are.
    hand.until(lambda: bar.maximum() > 0)
    bar.setValue(bar.maximum())
    panel.read()
    hand.settle()
    assert bar.value() == bar.maximum()
