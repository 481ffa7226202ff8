"""The web editor's evening: the newsroom is backed up and the backup tried, and nobody clicks."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QLabel

from newsroom.desk.backup import restore
from newsroom.desk.desk import open_desk
from newsroom.ui.dailybackup import DailyBackup
from tests.journeys.conftest import Hand, Opener


def evening(hand: Hand, folder: Path) -> DailyBackup:
    """What the window has once its clock is watched, without the wait until then."""
    made = DailyBackup(hand.window, folder)
    made.look()
    return made


def test_the_day_is_backed_up_and_the_backup_tried(
    opener: Opener, day: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hand = opener()
    hand.ask(lambda desk: desk.articles.create({"slug": "pier", "headline": "Pier"}))
    folder = tmp_path / "copies"
    backup = evening(hand, folder)
    hand.until(lambda: backup.chip.isVisible())
    assert backup.chip.text().startswith("Backed up ")
    assert backup.chip.text().endswith(", test-restored")
    assert backup.chip.property("tone") == "good"
    (file,) = folder.iterdir()
    assert str(file) in backup.chip.toolTip()
    restore(file, tmp_path / "again.newsroom")
    with open_desk(tmp_path / "again.newsroom") as again:
        assert again.articles.by_slug("pier").headline == "Pier"

    shown: list[QUrl] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: bool(shown.append(url)) or True)
    hand.click(backup.chip)
    assert [url.toLocalFile() for url in shown] == [str(folder)]

    last = hand.ask(lambda desk: desk.dailies.last(folder))
    backup._show(replace(last, at=last.at - timedelta(days=2)))  # type: ignore[type-var, attr-defined]
    assert re.match(r"Backed up \d+ \w+ \d{4}, \d", backup.chip.text()), "its month in letters"

    backup.look()
    hand.settle()
    assert not backup.working, "today has its backup"
    assert list(folder.iterdir()) == [file]


def test_a_backup_that_fails_is_told_and_tried_again(opener: Opener, tmp_path: Path) -> None:
    hand = opener()
    folder = tmp_path / "copies"
    folder.write_text("a file stands in the way", "utf-8")
    backup = evening(hand, folder)
    hand.until(lambda: hand.window.messages.standing)
    (message,) = hand.window.messages.standing
    assert message.text.startswith("There is no backup of today: ")
    assert str(folder) in message.text
    assert not backup.chip.isVisible()
    backup.look()
    hand.settle()
    assert not backup.working, "not again at once"
    folder.unlink()
    message.answers[0].run()
    hand.until(lambda: backup.chip.isVisible())
    assert hand.window.messages.standing == ()


def test_nothing_is_backed_up_where_the_person_says_never(opener: Opener, tmp_path: Path) -> None:
    hand = opener()
    hand.bench.set_settings({"backup_at": ""})
    backup = evening(hand, tmp_path / "copies")
    hand.settle()
    assert not backup.working
    assert not (tmp_path / "copies").exists()
    assert hand.find(QLabel, "place").isVisible()
