"""Which stages a desk uses, and where its stories may go, by keys and mouse."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QListWidget, QListWidgetItem
from pytestqt.qtbot import QtBot

from newsroom.news.rights import Right
from newsroom.news.workflow import Stage, Workflow
from newsroom.ui.dialogs.stages import STAGE, StagesDialog
from newsroom.ui.workbench import Workbench
from tests.ui.real import act, ask, click, settle


@pytest.fixture
def sheet(bench: Workbench, qtbot: QtBot) -> StagesDialog:
    made = StagesDialog(bench)
    qtbot.addWidget(made)
    made.show()
    settle(bench)
    return made


def line(rows: QListWidget, stage: Stage) -> QListWidgetItem:
    found = [rows.item(row) for row in range(rows.count())]
    return next(item for item in found if item.data(STAGE) == stage)


def ticked(rows: QListWidget) -> set[str]:
    items = [rows.item(row) for row in range(rows.count())]
    return {item.data(STAGE) for item in items if item.checkState() == Qt.CheckState.Checked}


def choose(sheet: StagesDialog, desk: str) -> None:
    sheet.desk.setCurrentIndex(sheet.desk.findData(desk))
    sheet.desk.activated.emit(sheet.desk.currentIndex())


def test_what_came_along_is_shown(sheet: StagesDialog) -> None:
    assert ticked(sheet.stages) == {str(stage) for stage in Stage}
    assert sheet.any.isChecked()
    assert not sheet.ways.isEnabled()
    assert not sheet.own.isEnabled()
    for stage in (Stage.DRAFT, Stage.READY, Stage.SPIKED):
        assert not line(sheet.stages, stage).flags() & Qt.ItemFlag.ItemIsUserCheckable


def test_a_desk_gets_stages_and_moves_of_its_own_and_loses_them(
    sheet: StagesDialog, bench: Workbench
) -> None:
    choose(sheet, "sport")
    for stage in (Stage.PITCH, Stage.ASSIGNED, Stage.HOLD):
        line(sheet.stages, stage).setCheckState(Qt.CheckState.Unchecked)
    sheet.any.click()
    sheet.stages.setCurrentItem(line(sheet.stages, Stage.DRAFT))
    assert sheet.ways.isEnabled()
    assert ticked(sheet.ways) == {"desk", "copy", "revise", "ready"}
    line(sheet.ways, Stage.READY).setCheckState(Qt.CheckState.Unchecked)
    click(sheet.go)
    settle(bench)
    flow = ask(bench, lambda desk: desk.review.workflow("sport"))
    assert [info.stage for info in flow.stages] == [
        Stage.DRAFT, Stage.DESK, Stage.COPY, Stage.REVISE, Stage.READY, Stage.SPIKED,
    ]  # fmt: skip
    assert flow.right(Stage.DRAFT, Stage.READY) is None
    assert flow.right(Stage.COPY, Stage.READY) is Right.APPROVE
    assert flow.right(Stage.DRAFT, Stage.COPY) is Right.SEND
    assert ask(bench, lambda desk: desk.review.workflow("city")) == Workflow()
    made = act(bench, lambda desk: desk.articles.create({"slug": "m", "desk": "sport"})).value
    ways = ask(bench, lambda desk: desk.review.ways([made.id]))
    assert [stage for stage, _name in ways] == [Stage.DESK, Stage.COPY, Stage.REVISE]
    click(sheet.own)
    settle(bench)
    assert ask(bench, lambda desk: desk.review.workflow("sport")) == Workflow()
    assert ticked(sheet.stages) == {str(stage) for stage in Stage}


def test_a_stage_that_goes_takes_its_ways_along(sheet: StagesDialog, bench: Workbench) -> None:
    choose(sheet, "sport")
    sheet.any.click()
    line(sheet.stages, Stage.HOLD).setCheckState(Qt.CheckState.Unchecked)
    click(sheet.go)
    settle(bench)
    assert sheet.fault.isHidden()
    flow = ask(bench, lambda desk: desk.review.workflow("sport"))
    assert flow.moves is not None
    assert all(Stage.HOLD not in (move.before, move.after) for move in flow.moves)


def test_what_no_story_could_live_with_is_said_and_not_kept(
    sheet: StagesDialog, bench: Workbench
) -> None:
    choose(sheet, "sport")
    sheet.any.click()
    for row in range(sheet.stages.count()):
        sheet.stages.setCurrentRow(row)
        for way in range(sheet.ways.count()):
            if sheet.ways.item(way).data(STAGE) == Stage.READY:
                sheet.ways.item(way).setCheckState(Qt.CheckState.Unchecked)
    click(sheet.go)
    settle(bench)
    assert "No move leads to Ready" in sheet.fault.text()
    assert sheet.fault.isVisible()
    assert ask(bench, lambda desk: desk.review.workflow("sport")) == Workflow()


def test_who_may_not_manage_rules_is_told_so(bench: Workbench, qtbot: QtBot) -> None:
    bench.refusals = {Right.MANAGE_RULES: "You may not change rules here."}
    made = StagesDialog(bench)
    qtbot.addWidget(made)
    made.show()
    settle(bench)
    assert made.fault.text() == "You may not change rules here."
    assert not made.go.isEnabled()
