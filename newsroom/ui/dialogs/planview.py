"""The stories of an import, planned or taken: the table, what narrows it, and all that is said of
the story that the keyboard is at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Qt, QTimer
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from newsroom.i18n import _
from newsroom.ui.delegates.chip import Chip
from newsroom.ui.dialogs.plantable import PlanTable
from newsroom.ui.importrun import sentence
from newsroom.ui.models.importplan import (
    ALL,
    BECOMES,
    PART_LABELS,
    PLANNED,
    TONE,
    WHAT,
    PlanModel,
)

if TYPE_CHECKING:
    from newsroom.desk.arriving import IntakeReport
    from newsroom.ui.theme import Theme

SETTLE_MS = 200  # a pause in typing after which the stories are looked through


class PlanView(QWidget):
    """Rows are read as they are seen: ten thousand stories stand there as soon as ten."""

    def __init__(self, theme: Theme, model: PlanModel, parent: QWidget) -> None:
        super().__init__(parent)
        self.model = model
        planned = model.planning
        self.table = PlanTable(self)
        if not planned:
            self.table.setAccessibleName(_("What came of each story"))
        self.table.setModel(model)
        self.table.setItemDelegateForColumn(WHAT, Chip(theme, TONE, self.table))
        self.table.fit()
        self.why = QLabel(self)
        self.why.setObjectName("import.why")
        self.why.setProperty("role", "caption")
        self.why.setWordWrap(True)
        self.why.setTextFormat(Qt.TextFormat.PlainText)
        self.why.setAccessibleName(_("What is said of it"))
        self.table.selectionModel().currentRowChanged.connect(self._explain)
        self.parts = QComboBox(self)
        name = _("What of the plan is shown") if planned else _("What of the report is shown")
        self.parts.setAccessibleName(name)
        self.parts.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.parts.activated.connect(lambda _row: self._narrow())
        self.words = QLineEdit(self)
        sought = _("Words in the plan") if planned else _("Words in the report")
        self.words.setPlaceholderText(sought)
        self.words.setAccessibleName(sought)
        self.words.setClearButtonEnabled(True)
        self._settle = QTimer(self, singleShot=True, interval=SETTLE_MS)
        self._settle.timeout.connect(self._narrow)
        self.words.textChanged.connect(lambda _text: self._settle.start())
        sieve = QHBoxLayout()
        sieve.setSpacing(8)
        sieve.addWidget(self.parts)
        sieve.addWidget(self.words, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(sieve)
        column.addWidget(self.table, 1)
        column.addWidget(self.why)

    def show_report(self, report: IntakeReport | None) -> None:
        """Show these stories, all of them."""
        self.why.clear()
        self.model.show_plan(report)
        parts = self.model.parts()
        self.parts.clear()
        for part, n in parts.items():
            self.parts.addItem(f"{_(PART_LABELS[part])} ({n:,})", part)
        self.words.clear()
        self._settle.stop()
        self.begin()

    def begin(self) -> None:
        """Have the keyboard at the first story."""
        if self.model.rowCount():
            self.table.setCurrentIndex(self.model.index(0, BECOMES))

    def _narrow(self) -> None:
        """Show what is asked for."""
        part = self.parts.currentData()
        self.model.narrow(part if isinstance(part, str) else ALL, self.words.text())
        self.begin()

    def _explain(self, now: QModelIndex, _before: QModelIndex) -> None:
        """All that is said of the story that the keyboard is at, in whole sentences."""
        item = now.data(PLANNED) if now.isValid() else None
        said = (*item.problems, *item.doubts, *item.notes) if item is not None else ()
        self.why.setText(" ".join(map(sentence, said)))
        self.why.setVisible(bool(said))
