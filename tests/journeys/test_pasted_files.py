"""Files copied in a file manager and pasted with a key do what a drop of them does."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QMimeData, QPoint, QUrl
from PySide6.QtWidgets import QApplication

from newsroom.ui import build
from newsroom.ui.dialogs.importing import ImportDialog
from newsroom.ui.window import Window
from tests.journeys.conftest import Hand, Opener
from tests.journeys.test_import import drop

BOTH = pytest.mark.parametrize("source", [False, True], ids=["page", "Markdown"])


def copied(paths: Sequence[Path], *, manager: str = "uris") -> None:
    """What a file manager lays on the clipboard."""
    data = QMimeData()
    if manager == "gnome":  # older ones: a list of their own and the paths as words
        listed = "\n".join(["copy", *(path.as_uri() for path in paths)])
        data.setData("x-special/gnome-copied-files", listed.encode())
        data.setText("\n".join(map(str, paths)))
    else:
        data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    QApplication.clipboard().setMimeData(data)


def opened(opener: Opener, body: str, *, source: bool = False, at: str = "") -> Hand:
    """A story in front, the caret behind ``at``."""
    hand = opener()
    number = hand.ask(
        lambda desk: desk.articles.create({"headline": "Open", "body": body}).value.id
    )
    assert isinstance(number, int)
    hand.bench.open(number)
    hand.until(lambda: hand.window.editor is not None)
    hand.settle()
    hand.window.editor.focus_body(start=True)
    if source:
        hand.key("Ctrl+/")
    view = hand.window.editor.view
    found = view.document().find(at) if at else view.textCursor()
    found.setPosition(found.position())
    view.setTextCursor(found)
    return hand


def text(hand: Hand) -> str:
    return str(hand.bench.current.get("body"))


def story(folder: Path, name: str, words: str) -> Path:
    path = folder / name
    path.write_text(words, "utf-8")
    return path


def picture(folder: Path, name: str = "quay.png", colour: str = "navy") -> Path:
    path = folder / name
    Image.new("RGB", (60, 40), colour).save(path)
    return path


@BOTH
@pytest.mark.parametrize("manager", ["uris", "gnome"])
def test_a_text_comes_in_at_the_caret(
    opener: Opener, tmp_path: Path, source: bool, manager: str
) -> None:
    hand = opened(opener, "First.\n\nLast.\n", source=source, at="First.")
    copied([story(tmp_path, "ferry.md", "From **the file**.\n\nAnd more.")], manager=manager)
    hand.key("Ctrl+V")
    hand.until(lambda: "And more." in text(hand))
    body = text(hand)
    assert body.index("First.") < body.index("From **the file**.") < body.index("Last.")
    assert "file:" not in body
    hand.key("Ctrl+Z")
    assert text(hand) == "First.\n\nLast.\n"


@BOTH
def test_pictures_become_figures(opener: Opener, tmp_path: Path, source: bool) -> None:
    hand = opened(opener, "First.\n\nLast.\n", source=source, at="First.")
    copied([picture(tmp_path), picture(tmp_path, "boat.png", "red")])
    hand.key("Ctrl+V")
    hand.until(lambda: text(hand).count("](media/") == 2)
    assert "file:" not in text(hand)


@BOTH
def test_a_text_beside_a_picture_both_come_in(opener: Opener, tmp_path: Path, source: bool) -> None:
    hand = opened(opener, "First.\n", source=source, at="First.")
    copied([picture(tmp_path), story(tmp_path, "ferry.txt", "The head\n\nOf the ferry.\n")])
    hand.key("Ctrl+V")
    hand.until(lambda: "](media/" in text(hand) and "Of the ferry." in text(hand))


def test_what_is_no_story_and_no_picture_is_told(opener: Opener, tmp_path: Path) -> None:
    hand = opened(opener, "First.\n", at="First.")
    copied([story(tmp_path, "setup.exe", "MZ")])
    hand.key("Ctrl+V")
    assert text(hand) == "First.\n"
    (message,) = hand.window.messages.standing
    assert message.text == ("setup.exe is no picture and no file of a story; nothing was pasted.")


def test_plain_gives_the_words_that_a_file_manager_gives(opener: Opener, tmp_path: Path) -> None:
    hand = opened(opener, "First.\n", at="First.")
    path = story(tmp_path, "ferry.md", "From the file.")
    copied([path], manager="gnome")
    hand.key("Ctrl+Shift+V")
    assert str(path) in text(hand).replace("\\", "")


def dialog_of(hand: Hand) -> ImportDialog:
    def found() -> list[ImportDialog]:
        tops = QApplication.topLevelWidgets()
        return [one for one in tops if isinstance(one, ImportDialog) and one.isVisible()]

    hand.until(found)
    (dialog,) = found()
    hand.until(lambda: dialog.model.rowCount())
    return dialog


@pytest.mark.parametrize("where", ["list", "headline", "folder"])
def test_elsewhere_it_is_an_import(opener: Opener, tmp_path: Path, where: str) -> None:
    hand = opened(opener, "First.\n")
    folder = tmp_path / "in"
    folder.mkdir()
    path = story(folder, "ferry.md", "From the file.")
    copied([folder if where == "folder" else path])
    if where == "list":
        hand.window.listing.focus_list()
    elif where == "headline":
        hand.window.editor.titles.focus("headline")
    hand.key("Ctrl+V")
    dialog = dialog_of(hand)
    assert dialog.model.taken == 1
    assert text(hand) == "First.\n"
    assert hand.bench.current.get("headline") == "Open"
    dialog.close()


def test_a_file_pasted_on_the_plan_is_planned(opener: Opener, tmp_path: Path) -> None:
    hand = opener()
    hand.window.commands.run("story.import")
    tops = QApplication.topLevelWidgets()
    (dialog,) = [one for one in tops if isinstance(one, ImportDialog) and one.isVisible()]
    copied([story(tmp_path, "ferry.md", "From the file.")])
    dialog.activateWindow()
    hand.until(lambda: QApplication.activeWindow() is dialog)
    hand.key("Ctrl+V")
    assert dialog_of(hand).model.taken == 1
    dialog.close()


def test_footnotes_of_a_file_are_not_those_of_the_story(opener: Opener, tmp_path: Path) -> None:
    hand = opened(opener, "First[^1].\n\n[^1]: One.\n", at="First")
    copied([story(tmp_path, "ferry.md", "Ferry[^1].\n\n[^1]: Two.\n")])
    hand.key("Ctrl+V")
    hand.until(lambda: "Ferry" in text(hand))
    body = text(hand)
    assert "Ferry[^1]" in body
    assert "[^1]: Two." in body
    assert "[^2]: One." in body
    hand.key("Ctrl+Z")
    assert text(hand) == "First[^1].\n\n[^1]: One.\n"


def test_another_story_gets_nothing_of_what_was_on_its_way(opener: Opener, tmp_path: Path) -> None:
    hand = opened(opener, "First.\n", at="First.")
    other = hand.ask(
        lambda desk: desk.articles.create({"headline": "Other", "body": "Other."}).value.id
    )
    copied([story(tmp_path, "ferry.md", "From the file.")])
    hand.window.editor.view.paste()
    hand.bench.open(other)
    hand.settle()
    hand.settle()
    assert str(hand.bench.current.get("body")).strip() == "Other."


def test_a_file_is_dropped_after_one_was_pasted_before_the_clock_was_watched(
    opener: Opener, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clocks: list[Window] = []
    watching = build._watch_the_clock
    monkeypatch.setattr(build, "CLOCK_MS", 0)
    monkeypatch.setattr(build, "_watch_the_clock", lambda window, _backups: clocks.append(window))
    hand = opener()
    hand.until(lambda: clocks)
    path = story(tmp_path, "ferry.md", "From the file.")
    copied([path])
    hand.window.listing.focus_list()
    hand.key("Ctrl+V")
    dialog_of(hand).close()
    hand.settle()
    watching(hand.window, None)
    drop(hand, [path], hand.window.listing.mapTo(hand.window, QPoint(40, 200)))
    assert dialog_of(hand).model.rowCount() == 1
