"""A package put together by hand: dragged in, ordered, cut, mailed."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import QByteArray, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QDropEvent, QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from newsroom.news.package import Piece
from newsroom.ui.dialogs.naming import NameSheet
from newsroom.ui.models.stories import STORIES_MIME
from newsroom.ui.panels.packages import PackagesPanel
from newsroom.ui.workbench import Workbench
from tests.ui.real import act, ask, click, said, settle

SLUGS = ("ferry-night-service", "port-strike-settled", "museum-night", "oyster-reef")


@pytest.fixture
def panel(bench: Workbench, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> PackagesPanel:
    made = PackagesPanel(bench)
    qtbot.addWidget(made)
    bench.tasks.changed.connect(made.on_changed)
    made.resize(320, 640)
    made.show()
    settle(bench)
    return made


@pytest.fixture
def ids(bench: Workbench) -> list[int]:
    found: list[int] = ask(bench, lambda desk: [desk.articles.by_slug(slug).id for slug in SLUGS])
    return found


def stories(panel: PackagesPanel) -> list[int]:
    return [piece.article for piece in panel.pieces()]


def kept(bench: Workbench, panel: PackagesPanel) -> tuple[Piece, ...]:
    panel.keep()
    settle(bench)
    assert panel._package is not None
    number = panel._package.id
    pieces: tuple[Piece, ...] = ask(bench, lambda desk: desk.packages.get(number).pieces)
    return pieces


def drop(panel: PackagesPanel, ids: list[int], at: QPoint) -> None:
    data = QMimeData()
    data.setData(STORIES_MIME, QByteArray(json.dumps(ids).encode()))
    panel.list.dropEvent(
        QDropEvent(
            QPointF(at),
            Qt.DropAction.CopyAction,
            data,
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )
    )


def test_drag_order_cut_and_mail(
    bench: Workbench,
    panel: PackagesPanel,
    ids: list[int],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert "begins a package" in panel.hint.text()
    assert panel.empty.isVisible()
    panel.create_package("Noon digest")
    settle(bench)
    assert panel.names.currentText() == "Noon digest"
    assert panel.empty.isVisible()
    drop(panel, ids[:2], QPoint(10, 10))
    settle(bench)
    assert stories(panel) == ids[:2]
    assert not panel.empty.isVisible()
    drop(panel, [ids[2]], panel.list.visualItemRect(panel.list.item(0)).topLeft() + QPoint(5, 2))
    settle(bench)
    assert stories(panel) == [ids[2], ids[0], ids[1]], "where it was dropped"

    panel.list.setCurrentRow(2)
    QTest.keyClick(panel.list, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    QTest.keyClick(panel.list, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    QTest.keyClick(panel.list, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    panel.length.setValue(12)
    assert kept(bench, panel) == (Piece(ids[1], 12), Piece(ids[2]), Piece(ids[0]))
    QTest.keyClick(panel.list, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert [piece.article for piece in kept(bench, panel)] == [ids[2], ids[1], ids[0]]
    panel.list.setCurrentRow(2)
    QTest.keyClick(panel.list, Qt.Key.Key_Delete)
    assert [piece.article for piece in kept(bench, panel)] == [ids[2], ids[1]]
    QTest.keyClicks(panel.intro, "Good noon.")

    click(panel.copy)
    settle(bench)
    settle(bench)
    mime = QGuiApplication.clipboard().mimeData()
    assert "Good noon." in mime.html()
    assert mime.text().startswith("Noon digest\n\nGood noon.")
    panel.export(tmp_path / "mail")
    settle(bench)
    assert sorted(path.suffix for path in (tmp_path / "mail").iterdir()) == [".html", ".txt"]
    assert any("Written" in line for line in said(bench))
    shown: list[QUrl] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: bool(shown.append(url)) or True)
    (answer,) = bench.messages.standing[-1].answers
    assert answer.label == "Open the folder"
    answer.run()
    assert [Path(url.toLocalFile()) for url in shown] == [tmp_path / "mail"]
    assert bench.settings.export_folder == str(tmp_path / "mail"), "where the next one begins"


def test_the_first_story_begins_a_package_of_now(
    bench: Workbench, panel: PackagesPanel, ids: list[int]
) -> None:
    assert panel.names.count() == 0
    drop(panel, ids[:2], QPoint(10, 10))
    settle(bench)
    assert panel.names.currentText() == panel.proposed_name()
    assert re.fullmatch(r"[A-Z][a-z]+, \d+ \w+ \d{4}", panel.proposed_name())
    assert stories(panel) == ids[:2]
    drop(panel, [ids[2]], QPoint(10, 400))
    settle(bench)
    assert panel.names.count() == 1
    assert stories(panel) == ids[:3]


@pytest.mark.parametrize(
    ("hour", "named"),
    [(1, "Night"), (6, "Morning"), (12, "Noon"), (16, "Afternoon"), (23, "Evening")],
)
def test_a_package_is_named_by_the_newsrooms_own_hour(
    bench: Workbench, panel: PackagesPanel, hour: int, named: str
) -> None:
    act(bench, lambda desk: desk.set_site({"timezone": "Asia/Tehran"}))
    tehran = ZoneInfo("Asia/Tehran")
    bench.clock = lambda: datetime(2026, 11, 29, hour, tzinfo=tehran).astimezone(UTC)
    assert panel.proposed_name() == f"{named}, 29 Nov 2026"


def test_what_is_not_published_is_told_and_left_out(
    bench: Workbench, panel: PackagesPanel, ids: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    draft = ask(bench, lambda desk: desk.articles.by_slug("pitch-night-bakers").id)
    panel.create_package("Noon")
    settle(bench)
    bench.select((ids[0], draft))
    click(panel.add_chosen)
    settle(bench)
    assert stories(panel) == [ids[0], draft]
    assert "1 is not published and stays out of the mail" in panel.hint.text()
    assert panel.list.item(1).text().endswith("(not published)")
    shown: list[QUrl] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: bool(shown.append(url)) or True)
    click(panel.look)
    settle(bench)
    assert Path(shown[0].toLocalFile()).read_text("utf-8").startswith("<!doctype html>")
    assert any("is not published" in line for line in said(bench))


def test_several_packages_and_one_taken_away(bench: Workbench, panel: PackagesPanel) -> None:
    for name in ("Noon", "Evening"):
        panel.create_package(name)
        settle(bench)
    assert panel.names.currentText() == "Evening"
    panel.names.setCurrentIndex(panel.names.findText("Noon"))
    settle(bench)
    assert panel._package is not None
    assert panel._package.name == "Noon"
    panel.create_package("NOON")
    settle(bench)
    assert any("There is a package “NOON” already" in line for line in said(bench))
    click(panel.drop)
    settle(bench)
    assert [panel.names.itemText(n) for n in range(panel.names.count())] == ["Evening"]
    message = next(m for m in bench.messages.standing if "is gone" in m.text)
    message.answers[0].run()
    settle(bench)
    assert panel.names.count() == 2
    panel.new.click()
    sheet = panel.findChild(NameSheet)
    assert sheet.name.selectedText() == panel.proposed_name(), "what is typed takes its place"
    sheet.name.setText(" ")
    assert not sheet.go.isEnabled()
    sheet.name.clear()
    QTest.keyClicks(sheet.name, "Night")
    QTest.keyClick(sheet.name, Qt.Key.Key_Return)
    settle(bench)
    assert panel.names.currentText() == "Night"


def test_what_others_do_is_seen(bench: Workbench, panel: PackagesPanel, ids: list[int]) -> None:
    panel.create_package("Noon")
    settle(bench)
    number = panel._package.id if panel._package else 0
    act(bench, lambda desk: desk.packages.add(number, ids[:3]))
    assert stories(panel) == ids[:3]
    panel.list.itemActivated.emit(panel.list.item(1))
    settle(bench)
    assert bench.current is not None
    assert bench.current.id == ids[1]


@pytest.fixture(autouse=True)
def _settled(bench: Workbench) -> Iterator[None]:
    yield
    settle(bench)
