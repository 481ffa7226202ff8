"""What the export says of a gate that is shut: the way to what is missing, and a reason to go."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from newsroom.i18n import _, ngettext
from newsroom.news.errors import GateClosed
from newsroom.news.rights import Right

if TYPE_CHECKING:
    from newsroom.news.gate import Report
    from newsroom.ui.actions.context import Window


class GateLine(QWidget):
    """Not there while every story may go. ``reason`` is why they go out all the same."""

    reasoned = Signal()  # somebody gave one

    def __init__(self, window: Window) -> None:
        super().__init__()
        self._window = window
        self._shut: tuple[Report, ...] = ()
        self.reason = ""
        self.forced = QLabel()
        self.forced.setWordWrap(True)
        self.forced.setTextFormat(Qt.TextFormat.PlainText)
        self.forced.setProperty("role", "caption")
        self.override = QPushButton()
        self.override.setObjectName("export.override")
        self.override.setAutoDefault(False)
        self.override.clicked.connect(self._override)
        line = QHBoxLayout()
        line.addWidget(self.override)
        line.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.forced)
        column.addLayout(line)

    def show_gate(self, shut: tuple[Report, ...], forced: tuple[int, ...]) -> None:
        """Offer to give a reason for what a gate keeps back, or say for what one is given."""
        self._shut = shut
        may = Right.PUBLISH not in self._window.workbench.refusals and any(map(_passable, shut))
        self.override.setText(_("&Override…") if may else _("What is &missing…"))
        self.override.setVisible(bool(shut))
        said = ngettext(
            "{n} story goes out through the gate all the same: “{reason}”",
            "{n} stories go out through the gate all the same: “{reason}”",
            len(forced),
        )
        self.forced.setText(said.format(n=len(forced), reason=self.reason) if forced else "")
        self.forced.setVisible(bool(forced))
        self.setVisible(bool(shut or forced))

    def _override(self) -> None:
        """What each of them lacks, and a reason to take it out all the same."""
        from newsroom.ui.dialogs.gate import GateDialog

        closed = GateClosed("", tuple(filter(_passable, self._shut)) or self._shut)
        gate = GateDialog(self._window, closed, again=self._with_reason)
        self._window.open_dialog(gate)
        if gate.reason.isVisible():
            gate.reason.setFocus()  # it is what the button asked for

    def _with_reason(self, reason: str) -> None:
        self.reason = reason
        self.reasoned.emit()


def _passable(report: Report) -> bool:
    """Whether a reason is enough to go through; an embargo is lifted by itself."""
    return not any(finding.firm for finding in report.stopping)
