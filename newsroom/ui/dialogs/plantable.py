"""The table of an import's plan."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHeaderView, QTableView, QWidget

from newsroom.i18n import _
from newsroom.ui.models.importplan import BECOMES, FROM, WHAT, WHY

_MEASURED = 100  # rows that a column's width goes by: more takes the plan of a whole site long


class PlanTable(QTableView):
    """The plan. The space bar ticks the story that the keyboard is at."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName(_("Plan of the import"))
        self.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        self.setWordWrap(False)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        self.setTextElideMode(Qt.TextElideMode.ElideRight)

    def fit(self) -> None:
        """The columns take what there is."""
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setResizeContentsPrecision(_MEASURED)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(BECOMES, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(WHAT, QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(WHY, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(FROM, QHeaderView.ResizeMode.Interactive)
        self.setColumnWidth(FROM, 160)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Whatever column the keyboard is in, the space bar means the box."""
        here: QModelIndex = self.currentIndex()
        if event.key() == Qt.Key.Key_Space and here.isValid():
            box = here.siblingAtColumn(BECOMES)
            if box.flags() & Qt.ItemFlag.ItemIsUserCheckable:
                on = box.data(Qt.ItemDataRole.CheckStateRole) is Qt.CheckState.Checked
                turned = Qt.CheckState.Unchecked if on else Qt.CheckState.Checked
                self.model().setData(box, turned, Qt.ItemDataRole.CheckStateRole)
            return
        super().keyPressEvent(event)
