"""Memory that is only there to be quick goes back when nobody does anything."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from newsroom.desk.desk import Desk, open_desk
from newsroom.ui.rest import Rest, give_back
from newsroom.ui.tasks import Tasks


def test_once_after_each_stretch_of_work(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rested: list[int] = []
    monkeypatch.setattr(Desk, "rest", lambda _self: rested.append(1))
    monkeypatch.setattr("newsroom.ui.rest.REST_MS", 20)
    tasks = Tasks(lambda: open_desk(tmp_path / "s.newsroom", create=True))
    parent = QObject()
    Rest(tasks, parent)
    tasks.start()
    try:
        tasks.run(lambda desk: desk.articles.counts())
        qtbot.waitUntil(lambda: len(rested) == 1)
        assert tasks.wait_idle()
        qtbot.wait(100)
        assert len(rested) == 1, "the rest is no work to rest from"
        tasks.run(lambda desk: desk.articles.counts())
        qtbot.waitUntil(lambda: len(rested) == 2)
    finally:
        tasks.stop()
        parent.deleteLater()


def test_the_store_answers_as_before(tmp_path: Path) -> None:
    with open_desk(tmp_path / "s.newsroom", create=True) as desk:
        number = desk.articles.create({"headline": "Ferry"}).value.id
        give_back(desk)
        assert desk.articles.open(number).headline == "Ferry"
