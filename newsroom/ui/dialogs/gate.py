"""A gate is shut: what each story lacks, the way to it, and a reason to go all the same."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from newsroom.i18n import _
from newsroom.news.errors import GateClosed
from newsroom.news.gate import Gate, Where
from newsroom.news.rights import Right
from newsroom.ui.there import go_there
from newsroom.ui.widgets.findings import Findings

if TYPE_CHECKING:
    from newsroom.ui.actions.context import Window

MOST_HEIGHT = 420  # px of the list; longer ones scroll


class GateDialog(QDialog):
    """``again`` is called with the reason when the story is to go through all the same."""

    def __init__(
        self, window: Window, closed: GateClosed, *, again: Callable[[str], object]
    ) -> None:
        super().__init__()
        self.setObjectName("gate")
        self.setWindowTitle(_("Not in order yet"))
        self.setMinimumWidth(520)
        self._window = window
        self._again = again
        self.lists: list[Findings] = []
        head = QLabel(_("This has to be in order first"))
        head.setProperty("role", "title")
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 16)
        column.setSpacing(12)
        column.addWidget(head)
        column.addWidget(self._reports(closed))
        column.addLayout(self._override(closed))

    def _reports(self, closed: GateClosed) -> QWidget:
        inner = QWidget()
        lines = QVBoxLayout(inner)
        lines.setContentsMargins(0, 0, 8, 0)
        lines.setSpacing(4)
        several = len(closed.reports) > 1
        for report in closed.reports:
            if several:
                name = QLabel(report.slug, inner)
                name.setProperty("role", "strong")
                lines.addWidget(name)

            def go(where: Where, article: int = report.article) -> None:
                go_there(self._window, article, where)

            found = Findings(self._window.workbench.icons, go, inner)
            found.show_findings(report.findings)
            self.lists.append(found)
            lines.addWidget(found)
        lines.addStretch(1)
        area = QScrollArea(self)
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(inner)
        area.setMinimumHeight(min(MOST_HEIGHT, inner.sizeHint().height() + 8))
        return area

    def _override(self, closed: GateClosed) -> QVBoxLayout:
        """A reason and a button; or why there is none."""
        reports = closed.reports
        firm = any(found.firm for report in reports for found in report.stopping)
        publishing = any(report.gate in (Gate.PUBLISH, Gate.EXPORT) for report in reports)
        right = Right.PUBLISH if publishing else Right.APPROVE
        why = self._window.workbench.refusals.get(right, "")
        if firm:
            why = _("What stands first can't be passed over, whatever the reason.")
        self.reason = QLineEdit(self)
        self.reason.setPlaceholderText(_("Why it goes out all the same"))
        self.reason.setAccessibleName(_("Reason"))
        self.go = QPushButton(_("Let it through"), self)
        self.go.setProperty("role", "danger")
        self.go.setAutoDefault(False)
        self.go.setEnabled(False)
        self.reason.textChanged.connect(self._reasoned)
        self.go.clicked.connect(self._let_through)
        self.leave = leave = QPushButton(_("Close"), self)
        leave.setDefault(True)
        leave.clicked.connect(self.reject)
        note = QLabel(
            why or _("The reason and your initials stay with the story's sign-offs."), self
        )
        note.setProperty("role", "caption")
        note.setWordWrap(True)
        for widget in (self.reason, self.go):
            widget.setVisible(not why)
        buttons = QHBoxLayout()
        buttons.addWidget(self.go)
        buttons.addStretch(1)
        buttons.addWidget(leave)
        part = QVBoxLayout()
        part.setSpacing(8)
        part.addWidget(note)
        part.addWidget(self.reason)
        part.addLayout(buttons)
        return part

    def _reasoned(self, text: str) -> None:
        """Enter closes, until there is a reason: who wrote one means it to go."""
        given = bool(text.strip())
        self.go.setEnabled(given)
        (self.go if given else self.leave).setDefault(True)

    def _let_through(self) -> None:
        reason = self.reason.text().strip()
        if reason:
            self.accept()
            self._again(reason)
