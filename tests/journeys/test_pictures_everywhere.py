"""What is said of a picture in one place is seen in all: library, inspector, other stories."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QPoint, QSize
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from newsroom.ui.dialogs.picture import PictureSheet
from newsroom.ui.editor.rich import RichView
from newsroom.ui.panels.inspector import Inspector
from newsroom.ui.panels.pictures import PicturesPanel
from newsroom.ui.widgets.picture import PictureField
from tests.journeys.conftest import Hand, Opener
from tests.journeys.test_first_story import staffed, story
from tests.journeys.test_pictures import choose, drop, facts, shot


def field(hand: Hand) -> PictureField:
    inspector = hand.window.show_panel("inspector")
    assert isinstance(inspector, Inspector)
    found = inspector.form.field("picture")
    assert isinstance(found, PictureField)
    return found


def sheet(hand: Hand) -> PictureSheet:
    hand.settle()
    found = hand.find(PictureSheet)
    assert isinstance(found, PictureSheet)
    hand.until(lambda: found.keep.isEnabled() and not found.view.place().isEmpty())
    return found


def shape(image: QImage) -> bool:
    """Whether it is higher than wide."""
    return image.height() > image.width()


def test_credit_and_turn_are_the_pictures_own(
    opener: Opener, tmp_path: Path, day: Path | str
) -> None:
    hand = opener(staffed(day), who="Nadia Brandt")
    panel = hand.window.show_panel("pictures")
    assert isinstance(panel, PicturesPanel)
    drop(panel, shot(tmp_path, "ferry.jpg"))
    hand.until(lambda: len(panel.model.pictures) == 1)
    sha256 = panel.model.pictures[0].sha256

    # It stands in one story's text, and leads another.
    hand.key("Ctrl+N")
    hand.type("One ferry")
    editor = hand.window.editor
    assert editor is not None
    editor.focus_body()
    choose(panel, 0)
    hand.click(panel.insert)
    hand.until(lambda: f"media/{sha256}" in story(hand).body)
    hand.key("Ctrl+S")
    hand.until(lambda: facts(hand, sha256).uses == 1)
    first = story(hand)
    hand.key("Ctrl+N")
    hand.type("Another ferry")
    choose(panel, 0)
    hand.click(panel.lead)
    hand.until(lambda: story(hand).picture is not None)
    hand.key("Ctrl+S")
    hand.until(lambda: facts(hand, sha256).uses == 2)

    # The credit that is written beside the lead picture is the picture's.
    lead = field(hand)
    hand.until(lambda: "Credit" in lead.want.text())
    credit = lead.words["credit"]
    credit.setFocus()
    hand.type("A. Lnes")
    hand.key("Tab")
    hand.until(lambda: facts(hand, sha256).credit == "A. Lnes")
    hand.key("Ctrl+S")
    hand.settle()

    # A colleague sets it right in the library; the inspector and the gate know.
    hand.click(lead.sheet)
    told = sheet(hand)
    assert told.reach.text() == "Shown in 2 stories."
    told.lines["credit"].setText("Ana Lens/HA")
    hand.click(told.turns[1])
    assert told.facts.text().startswith("600 × 900")
    assert shape(told.view._image)
    hand.click(told.keep)
    hand.until(lambda: facts(hand, sha256).turn == 1)
    hand.until(lambda: credit.text() == "Ana Lens/HA")  # type: ignore[union-attr]
    hand.until(lambda: shape(lead.well._image))
    hand.until(lambda: "600 × 900" in lead.facts.text())
    hand.window.show_panel("pictures")
    small = panel.model._small
    hand.until(lambda: sha256 in small and shape(small[sha256]))
    message = hand.bench.messages.standing[-1]
    assert message.text == "ferry.jpg is changed. Shown in 2 stories."
    assert story(hand).picture.credit == "A. Lnes", "the story is as it was saved"

    # So does the text of the other story.
    hand.bench.open(first.id)
    hand.until(lambda: story(hand).id == first.id)
    view = editor.view
    assert isinstance(view, RichView)
    hand.until(lambda: view.pictures.credit(f"media/{sha256}.jpg", "") == "Ana Lens/HA")
    hand.until(lambda: (image := view.pictures.get(f"media/{sha256}.jpg")) is not None
               and shape(image))  # fmt: skip
    editor.focus_body()
    cursor = view.textCursor()
    cursor.setPosition(0)
    while editor.commands.figures.here is None:
        assert cursor.movePosition(cursor.MoveOperation.NextBlock)
        view.setTextCursor(cursor)
    bar = editor.commands.figures.bar
    hand.until(lambda: bar.credit.text() == "Ana Lens/HA")

    # And what is written there is the picture's, too.
    hand.window.activateWindow()
    hand.until(lambda: QApplication.activeWindow() is hand.window)
    bar.credit.setFocus()
    bar.credit.selectAll()
    hand.type("Ana Lens")
    hand.key("Return")
    hand.until(lambda: facts(hand, sha256).credit == "Ana Lens")
    assert 'credit="Ana Lens"' in story(hand).body

    # Undo takes the last change in the sheet back, all of it.
    view.setTextCursor(cursor)
    hand.settle()
    editor.commands.figures.open_details()
    told = sheet(hand)
    hand.click(told.turns[-1])
    hand.click(told.keep)
    hand.until(lambda: facts(hand, sha256).turn == 0)
    hand.until(lambda: "ferry.jpg is changed" in hand.bench.messages.standing[-1].text)
    hand.bench.messages.standing[-1].answers[0].run()
    hand.until(lambda: facts(hand, sha256).turn == 1)


def test_faces_are_cut_round_their_point(opener: Opener, tmp_path: Path, day: Path | str) -> None:
    """A portrait that is wider than high was squeezed into its circle."""
    hand = opener(staffed(day), who="Nadia Brandt")
    picture = QImage(QSize(900, 300), QImage.Format.Format_RGB32)
    picture.fill("navy")
    for x in range(300):
        for y in range(300):
            picture.setPixelColor(QPoint(x, y), "red")
    file = tmp_path / "face.png"
    assert picture.save(str(file))

    def portray(desk):  # type: ignore[no-untyped-def]
        made = desk.intake.picture(file).value
        known = desk.library.facts(made.sha256)
        desk.library.describe(made.sha256, known.version, {"focus_x": 0.0})
        nadia = desk.staff.find("Nadia Brandt")
        return desk.staff.save(nadia.id, nadia.version, {"portrait": made.sha256}).value.portrait

    sha256 = hand.ask(portray)
    panel = hand.window.show_panel("staff")
    hand.settle()
    portraits = panel._portraits
    hand.until(lambda: portraits(sha256) is not None)
    face = portraits(sha256).toImage()
    assert face.width() == face.height()
    assert face.pixelColor(face.width() - 2, 5).red() > 200
