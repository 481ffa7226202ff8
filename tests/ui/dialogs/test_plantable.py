"""The plan of a whole site is shown as quickly as that of a few stories."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from newsroom.desk.arriving import Action, Author, IntakeReport, Planned
from newsroom.desk.packedplan import PackedPlan
from newsroom.ui.dialogs.importreport import ReportDialog
from newsroom.ui.dialogs.plantable import PlanTable
from newsroom.ui.models.importplan import BECOMES, NOTED, WHAT, PlanModel
from newsroom.ui.window import Window


class Watched(PlanModel):
    """Tells which rows were asked for."""

    def data(
        self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        self.asked.add(index.row())
        return super().data(index, role)

    asked: set[int]


def test_few_rows_are_read_and_few_packs(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    plan = PackedPlan()
    for n in range(3000):
        notes = ("A note.",) if n % 2 else ()
        plan.append(Planned(source=f"s: {n}", action=Action.NEW, slug=f"s-{n}", notes=notes))
    table = PlanTable(None)  # type: ignore[arg-type]
    qtbot.addWidget(table)
    model = Watched(table)
    model.asked = set()
    table.setModel(model)
    table.fit()
    table.resize(800, 400)
    table.show()
    read: list[int] = []
    unpacked = PackedPlan._unpacked

    def reading(self: PackedPlan, number: int) -> list[Planned]:
        read.append(number)
        return unpacked(self, number)

    monkeypatch.setattr(PackedPlan, "_unpacked", reading)
    model.show_plan(IntakeReport(dry_run=True, items=plan))
    assert model.parts() == {"": 3000, NOTED: 1500}
    assert (model.taken, model.doubted, model.fates) == (3000, False, {})
    table.setCurrentIndex(model.index(0, 0))
    QApplication.processEvents()
    assert 5 < len(model.asked) < 300
    assert set(read) <= {0, 1, 2}


@pytest.mark.parametrize("count", [200, 10_000])
def test_the_report_of_a_site_opens_with_the_rows_that_are_seen(
    window: Window, monkeypatch: pytest.MonkeyPatch, count: int
) -> None:
    plan = PackedPlan()
    for n in range(count):
        notes = ("A note.",) if n % 2 else ()
        plan.append(Planned(source=f"s: {n}", action=Action.NEW, slug=f"s-{n}", notes=notes))
    authors = tuple(Author(name=f"Guest {n}", stories=1) for n in range(30))
    report = IntakeReport(
        dry_run=False, items=plan, authors=authors, sentences=("All is well.",), left={"Pages.": 9}
    )
    read: list[int] = []
    unpacked = PackedPlan._unpacked

    def reading(self: PackedPlan, number: int) -> list[Planned]:
        read.append(number)
        return unpacked(self, number)

    monkeypatch.setattr(PackedPlan, "_unpacked", reading)
    dialog = ReportDialog(window, report)
    dialog.show()
    QApplication.processEvents()
    assert set(read) <= {0, 1, 2}
    assert len(read) < 6
    assert dialog.model.rowCount() == count
    said = dialog.said.text().splitlines()
    assert said[0] == "All is well."
    assert said[1].startswith("Guests: Guest 0, ")
    assert said[1].endswith(" and 22 more")
    assert said[2] == "Pages. (9×)"
    first = dialog.model.index(0, BECOMES)
    assert first.data(Qt.ItemDataRole.CheckStateRole) is None
    assert not first.flags() & Qt.ItemFlag.ItemIsUserCheckable
    assert dialog.model.headerData(WHAT, Qt.Orientation.Horizontal) == "What happened"
    dialog.close()
