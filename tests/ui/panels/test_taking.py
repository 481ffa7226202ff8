"""Many pictures coming in: counted, stopped, refused one by one."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from newsroom.news.errors import StoreError
from newsroom.news.media import Shelf
from newsroom.ui.taking import Taking
from newsroom.ui.workbench import Workbench
from tests.ui.real import ask


def shots(folder: Path, n: int) -> list[tuple[Path | bytes, str]]:
    made: list[tuple[Path | bytes, str]] = []
    for place in range(n):
        out = io.BytesIO()
        Image.new("RGB", (30 + place, 20), "teal").save(out, "JPEG")
        file = folder / f"shot-{place}.jpg"
        file.write_bytes(out.getvalue())
        made.append((file, file.name))
    return made


def taken(qtbot: QtBot, taking: Taking) -> tuple[list[object], list[str]]:
    with qtbot.waitSignal(taking.finished, timeout=15_000) as heard:
        taking.start()
    assert heard.args is not None
    pictures, faults = heard.args
    return pictures, faults


def test_all_are_counted_and_kept(bench: Workbench, qtbot: QtBot, tmp_path: Path) -> None:
    before = ask(bench, lambda desk: desk.library.page(Shelf.ALL).total)
    owner = QObject()
    sources = [*shots(tmp_path, 40), (b"words", "words.jpg")]
    taking = Taking(bench.tasks, sources, owner)
    counted: list[tuple[int, int]] = []
    taking.progressed.connect(lambda done, of: counted.append((done, of)))
    reused = Image.core.get_stats()["reused_blocks"]
    pictures, faults = taken(qtbot, taking)
    assert Image.core.get_stats()["reused_blocks"] > reused, "the memory went to the next ones"
    assert Image.core.get_stats()["blocks_cached"] == 0, "and is given back"
    assert len(pictures) == 40
    assert len(faults) == 1
    assert "words.jpg is not a picture" in faults[0]
    assert counted[-1] == (41, 41)
    assert counted == sorted(counted)
    assert ask(bench, lambda desk: desk.library.page(Shelf.ALL).total) == before + 40


def test_what_was_taken_before_it_was_stopped_stays(
    bench: Workbench, qtbot: QtBot, tmp_path: Path
) -> None:
    before = ask(bench, lambda desk: desk.library.page(Shelf.ALL).total)
    owner = QObject()
    taking = Taking(bench.tasks, shots(tmp_path, 60), owner)
    taking.progressed.connect(lambda done, _of: taking.cancel() if done >= 3 else None)
    pictures, faults = taken(qtbot, taking)
    assert faults == []
    assert 1 <= len(pictures) < 60
    total = ask(bench, lambda desk: desk.library.page(Shelf.ALL).total)
    assert total == before + len(pictures)


def test_none_at_all(bench: Workbench, qtbot: QtBot) -> None:
    owner = QObject()
    assert taken(qtbot, Taking(bench.tasks, [], owner)) == ([], [])


def test_a_store_that_can_not_write_is_told(
    bench: Workbench, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from newsroom.desk.intake import Intake

    def refuse(_self: Intake, _made: object) -> None:
        raise StoreError("The disk is full.")

    monkeypatch.setattr(Intake, "admit", refuse)
    owner = QObject()
    pictures, faults = taken(qtbot, Taking(bench.tasks, shots(tmp_path, 2), owner))
    assert pictures == []
    assert faults == ["The disk is full."]
