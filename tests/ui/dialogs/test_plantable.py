"""The plan of a whole site is shown as quickly as that of a few stories."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from newsroom.desk.arriving import Action, IntakeReport, Planned
from newsroom.desk.packedplan import PackedPlan
from newsroom.ui.dialogs.plantable import PlanTable
from newsroom.ui.models.importplan import NOTED, PlanModel


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
