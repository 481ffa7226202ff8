"""What the window showed when it was left, on the screen again while the next start goes on."""

from __future__ import annotations

import json
import mmap
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject, QPoint, QPointF
from PySide6.QtGui import QEnterEvent, QImage, QPaintEvent
from PySide6.QtWidgets import QApplication, QTextEdit, QWidget
from pytestqt.qtbot import QtBot

from newsroom.desk.desk import open_desk
from newsroom.settings import Settings
from newsroom.store.glance import glance
from newsroom.ui.application import show_glimpse
from newsroom.ui.build import build
from newsroom.ui.editor.rich import RichView
from newsroom.ui.glimpse import kept
from newsroom.ui.glimpse.taken import unlight
from newsroom.ui.layout import session_file
from newsroom.ui.listing.pane import ListPane
from newsroom.ui.storyhead import StoryHead
from newsroom.ui.window import Window
from tests.ui.real import NOW, MovedClock

Start = Callable[..., Window]


@pytest.fixture
def store(tmp_path: Path) -> Path:
    path = tmp_path / "day.newsroom"
    with open_desk(path, create=True, clock=lambda: NOW) as desk:
        for number in range(30):
            desk.articles.create(
                {"slug": f"ferry-{number}", "headline": f"Ferry {number}", "body": "A boat.\n"}
            )
    return path


@pytest.fixture
def start(qtbot: QtBot, store: Path, tmp_path: Path, clock: MovedClock) -> Iterator[Start]:
    made: list[Window] = []

    def start_(slug: str = "ferry-7", frame: Window | None = None) -> Window:
        window = build(
            lambda: open_desk(store, clock=clock),
            settings=Settings(),
            state_folder=tmp_path / "state",
            store=str(store),
            clock=clock,
            frame=frame,
            standing=lambda: glance(store),
        )
        made.append(window)
        window.resize(1200, 700)
        window.show()
        if slug:
            window.workbench.open(slug, new_tab=True)
        qtbot.waitUntil(lambda: window.editor is not None, timeout=10_000)
        assert window.tasks.wait_idle()
        qtbot.waitUntil(lambda: window.glimpse is None, timeout=10_000)
        assert window.tasks.wait_idle()
        return window

    yield start_
    for window in made:
        window.close()
        window.tasks.stop()
        window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def left(store: Path, tmp_path: Path) -> tuple[dict[str, Any], bytes]:
    found = kept.read(kept.place(tmp_path / "state" / "cache", str(store)))
    assert found is not None
    head, pixels = found
    return head, bytes(pixels)  # some tests write over the file


def same(store: Path, tmp_path: Path, *, slug: str = "ferry-7", who: str = "") -> bool:
    head, _pixels = left(store, tmp_path)
    return kept.holds(
        head,
        standing=glance(store),
        session=kept.digest(session_file(tmp_path / "state", str(store))),
        settings=kept.digest(tmp_path / "state" / "settings.json"),
        slug=slug,
        who=who,
    )


def image_of(window: Window) -> QImage:
    return window.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)


def different(one: QImage, other: QImage, window: Window, part: Any) -> int:
    """How many pixels of a part of the window are not the same in both."""
    corner = part.mapTo(window, part.rect().topLeft())
    box = part.rect().translated(corner)
    a, b = one.copy(box), other.copy(box)
    pairs = zip(bytes(a.constBits())[::4], bytes(b.constBits())[::4], strict=True)
    return sum(x != y for x, y in pairs)


def test_the_next_start_shows_what_was_left_and_then_the_same(
    start: Start, store: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    start().close()
    assert same(store, tmp_path)
    frame = show_glimpse(*left(store, tmp_path), now=NOW)
    assert frame is not None
    assert frame.glimpse is not None
    frame.resize(1200, 700)
    shown = image_of(frame)
    window = start(frame=frame)
    assert window is frame
    unlight(window)  # the mouse may be where another test left it
    real = image_of(window)
    texts = [text for text in window.tabs.findChildren(QTextEdit) if text.isVisible()]
    assert texts
    for part in (window.listing.rows.viewport(), *(text.viewport() for text in texts)):
        assert different(shown, real, window, part) < 60  # a caret
    assert different(shown, QImage(shown.size(), shown.format()), window, window.tabs) > 10_000


def kept_image(store: Path, tmp_path: Path) -> QImage:
    head, pixels = left(store, tmp_path)
    width, height, line = head["width"], head["height"], head["line"]
    return QImage(pixels, width, height, line, QImage.Format.Format_RGB32).copy()


def test_what_the_mouse_lit_when_the_window_was_left_is_not_lit_in_the_glimpse(
    start: Start, store: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    start().close()
    dark = kept_image(store, tmp_path)
    window = start()
    rows = window.listing.rows
    unlight(window)
    before = image_of(window)
    row = rows.visualRect(window.listing.model.index(1)).center()
    at = QPointF(row)
    for watched in (rows, rows.viewport()):
        QApplication.sendEvent(watched, QEnterEvent(at, at, QPointF(rows.mapToGlobal(row))))
    qtbot.mouseMove(rows.viewport(), row)
    qtbot.waitUntil(lambda: different(before, image_of(window), window, rows) > 10_000)
    window.close()
    assert different(dark, kept_image(store, tmp_path), window, rows) == 0


class Sizes(QObject):
    """Counts how often the list gets another size."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.count = 0

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Passes everything on."""
        if event.type() == QEvent.Type.Resize and isinstance(watched, ListPane):
            self.count += 1
        return False


def test_what_comes_beneath_a_glimpse_is_not_laid_out_for_each_bar(
    start: Start, store: Path, tmp_path: Path, qapp: QApplication
) -> None:
    start().close()
    frame = show_glimpse(*left(store, tmp_path), now=NOW)
    assert frame is not None
    sizes = Sizes(qapp)
    qapp.installEventFilter(sizes)
    try:
        start(frame=frame)
        assert sizes.count <= 2  # once by the window, once for the story beside it
    finally:
        qapp.removeEventFilter(sizes)


def test_ages_are_written_anew(
    start: Start, store: Path, tmp_path: Path, clock: MovedClock
) -> None:
    first = start()
    before = image_of(first)
    rows = first.listing.rows.viewport()
    first.close()
    head, pixels = left(store, tmp_path)
    assert len(head["ages"]) >= 5
    frame = show_glimpse(head, pixels, now=NOW + timedelta(days=3))
    assert frame is not None
    frame.resize(1200, 700)
    assert different(before, image_of(frame), first, rows) > 50
    frame.lift_glimpse()
    frame.deleteLater()


def test_nothing_is_shown_of_a_newsroom_that_changed(
    start: Start, store: Path, tmp_path: Path
) -> None:
    start().close()
    assert same(store, tmp_path)
    assert not same(store, tmp_path, slug="ferry-8")
    assert not same(store, tmp_path, who="Somebody")
    with open_desk(store) as desk:
        desk.articles.spike([1])
    assert not same(store, tmp_path)


def test_nothing_is_shown_after_a_crash(start: Start, store: Path, tmp_path: Path) -> None:
    start().close()
    session = session_file(tmp_path / "state", str(store))
    session.write_text(json.dumps(json.loads(session.read_text()) | {"clean": False}))
    assert not same(store, tmp_path)
    session.unlink()
    assert same(store, tmp_path), "laid out as at a first start"
    assert not same(store, tmp_path, slug="")


def test_other_settings_look_otherwise(start: Start, store: Path, tmp_path: Path) -> None:
    start().close()
    (tmp_path / "state" / "settings.json").write_text("{}")
    assert not same(store, tmp_path)


def test_unsaved_text_is_never_in_it(start: Start, store: Path, tmp_path: Path) -> None:
    window = start()
    window.workbench.current.set("headline", "Something else")
    window.close()
    assert kept.read(kept.place(tmp_path / "state" / "cache", str(store))) is None


def test_a_damaged_file_is_none(start: Start, store: Path, tmp_path: Path) -> None:
    start().close()
    place = kept.place(tmp_path / "state" / "cache", str(store))
    assert place.stat().st_mode & 0o077 == 0
    head, pixels = left(store, tmp_path)
    assert show_glimpse(head, pixels[:-10], now=NOW) is None
    assert show_glimpse({k: v for k, v in head.items() if k != "ages"}, pixels, now=NOW) is None
    place.write_bytes(b"\x00" * 50)
    assert kept.read(place) is None
    kept.write(place, head | {"program": "?"}, pixels)
    assert kept.read(place) is not None
    place.write_bytes(place.read_bytes().replace(b'"program": "', b'"program": "9', 1))
    assert kept.read(place) is None


def test_settings_name_the_store(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    assert kept.named_store(path) == ""
    path.write_text('{"store": "there.newsroom"}')
    assert kept.named_store(path) == "there.newsroom"
    path.write_text("[]")
    assert kept.named_store(path) == ""


def test_a_page_is_painted_where_it_stays(start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    places = set()
    paint = RichView.paintEvent

    def painted(view: RichView, event: QPaintEvent) -> None:
        places.add((view.mapTo(view.window(), QPoint()).y(), view.height()))
        paint(view, event)

    monkeypatch.setattr(RichView, "paintEvent", painted)
    window = start()
    assert window.findChild(StoryHead) is not None
    assert window.findChild(QObject, "afterwards") is not None
    assert len(places) == 1


def test_a_window_without_rows_is_lifted_by_itself(
    qtbot: QtBot, start: Start, store: Path, tmp_path: Path
) -> None:
    start().close()
    frame = show_glimpse(*left(store, tmp_path), now=NOW)
    assert frame is not None
    frame.lift_glimpse()
    assert frame.glimpse is None
    frame.deleteLater()


def test_nothing_is_painted_beneath_it_and_all_of_it_when_it_goes(
    start: Start, store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    start().close()
    frame = show_glimpse(*left(store, tmp_path), now=NOW)
    assert frame is not None
    seen: list[str] = []
    lift = Window.lift_glimpse

    def lifted(window: Window) -> None:
        middle, sidebar = window.centralWidget(), window.listing.sidebar
        if window.glimpse is not None:
            assert not middle.updatesEnabled()
            assert sidebar.filled
            seen.append("covered")
        lift(window)
        assert middle.updatesEnabled()
        assert window.menuBar().updatesEnabled()

    monkeypatch.setattr(Window, "lift_glimpse", lifted)
    window = start(frame=frame)
    assert seen == ["covered"]
    assert all(part.updatesEnabled() for part in window.findChildren(QWidget))


def test_the_pixels_are_not_copied_and_lie_where_words_begin(tmp_path: Path) -> None:
    place = tmp_path / "glimpse"
    for length in range(kept.ALIGNED + 1):
        kept.write(place, {"slug": "x" * length}, bytes(range(64)))
        found = kept.read(place)
        assert found is not None
        head, pixels = found
        assert head["slug"] == "x" * length
        assert isinstance(pixels.obj, mmap.mmap)
        assert pixels == bytes(range(64))
        assert (place.stat().st_size - len(pixels)) % kept.ALIGNED == 0
    line, _end, rest = place.read_bytes().partition(b"\n")
    for damaged in (b"", b"\n", line, b" " + line + b"\n" + rest):
        place.with_name("damaged").write_bytes(damaged)
        assert kept.read(place.with_name("damaged")) is None
