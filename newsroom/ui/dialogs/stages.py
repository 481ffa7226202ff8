"""The stages that a desk uses, and where a story may go from each."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, QSize, Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
)

from newsroom.i18n import _
from newsroom.news.rights import Right
from newsroom.news.workflow import STAGES, Move, Stage, StageInfo, Workflow
from newsroom.ui.dialogs.sheet import Sheet

if TYPE_CHECKING:
    from collections.abc import Callable

    from newsroom.desk.desk import Desk
    from newsroom.news.changes import Changes
    from newsroom.ui.workbench import Workbench

WIDTH, HEIGHT = 640, 300
STAGE = int(Qt.ItemDataRole.UserRole)
CHECKED, UNCHECKED = Qt.CheckState.Checked, Qt.CheckState.Unchecked
ALWAYS = frozenset({Stage.DRAFT, Stage.READY, Stage.SPIKED})
"""New stories, publishing and the spike use these."""


class StagesDialog(Sheet):
    """One desk at a time; what is changed is kept with Keep, for everybody."""

    def __init__(self, workbench: Workbench) -> None:
        super().__init__("stages", _("Stages and moves"))
        self.setMinimumWidth(WIDTH)
        self._bench = workbench
        self._kept: dict[str, Workflow] = {}
        self._flow = Workflow()
        self.desk = QComboBox(self)
        self.desk.addItem(_("The newsroom, and every desk without stages of its own"), "")
        for key, name in workbench.lists.choices("desks"):
            self.desk.addItem(name, key)
        self.add(self.desk, _("For"))
        self.any = QCheckBox(_("A story may go from any stage to any other"), self)
        self.add(self.any)
        self.stages, self.ways = QListWidget(self), QListWidget(self)
        self.ways_of = QLabel(self)
        self._place()
        self.hint = self.words(
            _("Draft, Ready and Spiked are part of every desk. Who sends a story on needs the "
              "right to send, to Ready the right to approve.")
        )  # fmt: skip
        self.own = self.button(_("As the newsroom"), self._reset, name="reset")
        self.own.setToolTip(_("The desk follows the newsroom's stages and moves again"))
        self.button(_("Close"), self.reject, name="close")
        self.go = self.button(_("Keep"), self._keep, name="go", primary=True)
        self.finish()
        self.desk.activated.connect(lambda _row: self._show())
        self.stages.currentRowChanged.connect(lambda _row: self._show_ways())
        self.stages.itemChanged.connect(self._stage_ticked)
        self.ways.itemChanged.connect(self._way_ticked)
        self.any.toggled.connect(self._turned)
        self._read()

    def _place(self) -> None:
        columns = QHBoxLayout()
        columns.setContentsMargins(0, 8, 0, 0)
        columns.setSpacing(16)
        for rows, head, name in (
            (self.stages, QLabel(_("Stages"), self), _("Stages")),
            (self.ways, self.ways_of, _("Where a story may go from there")),
        ):
            head.setProperty("role", "label")
            rows.setProperty("role", "card")
            rows.setAccessibleName(name)
            rows.setMinimumHeight(HEIGHT)
            column = QVBoxLayout()
            column.setSpacing(4)
            column.addWidget(head)
            column.addWidget(rows, 1)
            columns.addLayout(column, 1)
        self.add_row(columns)

    # What is shown.

    def _read(self) -> None:
        self._bench.tasks.run(
            lambda desk: desk.review.workflows(), then=self._came, failed=self.tell, owner=self
        )

    def _came(self, flows: tuple[Workflow, ...]) -> None:
        self._kept = {flow.desk: flow for flow in flows}
        self._show()

    def _show(self) -> None:
        """The desk's own stages and moves, else those of the newsroom."""
        desk = str(self.desk.currentData())
        self._flow = self._kept.get(desk) or replace(self._kept.get("", Workflow()), desk=desk)
        refused = self._bench.refusals.get(Right.MANAGE_RULES, "")
        self.tell(refused)
        self.go.setEnabled(not refused)
        self.own.setEnabled(not refused and bool(desk) and desk in self._kept)
        with QSignalBlocker(self.any):
            self.any.setChecked(self._flow.moves is None)
        current = max(0, self.stages.currentRow())
        with QSignalBlocker(self.stages):
            self.stages.clear()
            for info in STAGES:
                item = _tick(_(self._flow.label(info.stage)), info.stage)
                item.setCheckState(CHECKED if self._flow.has(info.stage) else UNCHECKED)
                if info.stage in ALWAYS:
                    item.setFlags(item.flags() & ~Qt.ItemFlag.ItemIsUserCheckable)
                item.setToolTip(_(info.hint))
                self.stages.addItem(item)
            self.stages.setCurrentRow(current)
        self._show_ways()

    def _show_ways(self) -> None:
        item = self.stages.currentItem()
        before = Stage(item.data(STAGE)) if item is not None else Stage.DRAFT
        label = _(self._flow.label(before))
        self.ways_of.setText(_("From {stage} a story may go to").format(stage=label))
        free = self._flow.moves is None or before is Stage.SPIKED or not self._flow.has(before)
        self.ways.setEnabled(not free)
        with QSignalBlocker(self.ways):
            self.ways.clear()
            for info in self._flow.stages:
                if info.stage in (before, Stage.SPIKED):
                    continue
                way = _tick(_(info.label), info.stage)
                allowed = self._flow.right(before, info.stage) is not None
                way.setCheckState(CHECKED if allowed else UNCHECKED)
                self.ways.addItem(way)

    # What is changed.

    def _stage_ticked(self, item: QListWidgetItem) -> None:
        stage, used = Stage(item.data(STAGE)), item.checkState() == CHECKED
        labels = {info.stage: info for info in (*STAGES, *self._flow.stages)}
        wanted = {info.stage for info in self._flow.stages} | {stage}
        if not used:
            wanted.discard(stage)
        stages = tuple(labels[info.stage] for info in STAGES if info.stage in wanted)
        moves = self._flow.moves
        if moves is not None:
            moves = tuple(m for m in moves if m.before in wanted and m.after in wanted)
        self._change(stages, moves)

    def _turned(self, free: bool) -> None:
        """Every way, or the ways one by one: then all are ticked to begin with."""
        flow = replace(self._flow, moves=None)
        self._change(flow.stages, None if free else tuple(_every(flow)))

    def _way_ticked(self, item: QListWidgetItem) -> None:
        current = self.stages.currentItem()
        if current is None or self._flow.moves is None:
            return
        before, after = Stage(current.data(STAGE)), Stage(item.data(STAGE))
        moves = [m for m in self._flow.moves if (m.before, m.after) != (before, after)]
        if item.checkState() == CHECKED:
            moves.append(Move(before, after, _right(after)))
        self._change(self._flow.stages, tuple(moves))

    def _change(self, stages: tuple[StageInfo, ...], moves: tuple[Move, ...] | None) -> None:
        self._flow = replace(self._flow, stages=stages, moves=moves)
        self.tell("")
        self._show_ways()

    def _keep(self) -> None:
        flow = self._flow
        self._put(lambda desk: desk.review.set_workflow(flow))

    def _reset(self) -> None:
        desk_key = str(self.desk.currentData())
        self._put(lambda desk: desk.review.reset_workflow(desk_key))

    def _put(self, verb: Callable[[Desk], Changes]) -> None:
        self._bench.tasks.change(
            verb, then=lambda _changes: self._told(), failed=self.tell, owner=self
        )

    def _told(self) -> None:
        self._bench.messages.say(
            _("Kept the stages for {desk}.").format(desk=self.desk.currentText()), key="stages"
        )
        self._read()


def _tick(label: str, stage: Stage) -> QListWidgetItem:
    item = QListWidgetItem(label)
    item.setData(STAGE, str(stage))
    item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
    item.setSizeHint(QSize(0, 28))
    return item


def _right(after: Stage) -> Right:
    return Right.APPROVE if after is Stage.READY else Right.SEND


def _every(flow: Workflow) -> list[Move]:
    """Each way between two stages of a desk, but for the spike, which needs none."""
    used = [info.stage for info in flow.stages if info.stage is not Stage.SPIKED]
    return [Move(a, b, _right(b)) for a in used for b in used if a is not b]
