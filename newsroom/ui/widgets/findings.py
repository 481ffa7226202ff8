"""What a gate says of a story, line by line, each with the way to where it is wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from newsroom.i18n import _
from newsroom.news.gate import Finding, Level, Where
from newsroom.ui.icons import Icons
from newsroom.ui.widgets.sign import Sign

TOP = 5  # px: sign and words begin where the letters of the button do


class FindingLine(QWidget):
    """One thing that is not in order. "Take me there" walks through its places, one a press."""

    def __init__(
        self,
        finding: Finding,
        icons: Icons,
        go: Callable[[Where], object],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.finding = finding
        self._at = 0
        must = finding.level is Level.MUST
        sign = Sign(
            icons,
            "error" if must else "warning",
            "danger" if must else "warning",
            self,
            spoken=_("Must be in order") if must else _("Should be in order"),
        )
        self.words = QLabel(finding.sentence, self)
        self.words.setWordWrap(True)
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.words.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 2, 0, 2)
        row.setSpacing(8)
        self.words.setContentsMargins(0, TOP, 0, 0)
        self.words.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeading)
        held = QVBoxLayout()  # the sign begins where the letters do
        held.setContentsMargins(0, TOP, 0, 0)
        held.addWidget(sign)
        held.addStretch(1)
        row.addLayout(held)
        row.addWidget(self.words, 1, Qt.AlignmentFlag.AlignTop)
        self.there: QPushButton | None = None
        if finding.where:
            self.there = QPushButton(self)
            self.there.setProperty("role", "link")
            self.there.setAutoDefault(False)
            self.there.clicked.connect(partial(self._go, go))
            row.addWidget(self.there, 0, Qt.AlignmentFlag.AlignTop)
            self._name()
        self.setAccessibleName(finding.sentence)

    def _go(self, go: Callable[[Where], object], _on: bool = False) -> None:
        where = self.finding.where[self._at]
        self._at = (self._at + 1) % len(self.finding.where)
        self._name()
        go(where)

    def _name(self) -> None:
        assert self.there is not None
        many = len(self.finding.where)
        self.there.setText(
            _("Take me there")
            if many == 1
            else _("Take me to {at} of {all}").format(at=self._at + 1, all=many)
        )
        quote = self.finding.where[self._at].quote
        self.there.setToolTip(quote)
        self.there.setAccessibleName(
            _("Take me there: {sentence}").format(sentence=self.finding.sentence)
        )


class Findings(QWidget):
    """Several of them."""

    def __init__(
        self, icons: Icons, go: Callable[[Where], object], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._icons = icons
        self._go = go
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self.lines: list[FindingLine] = []

    def show_findings(self, findings: Iterable[Finding]) -> None:
        """Show these, what must be in order first."""
        for line in self.lines:
            self._column.removeWidget(line)
            line.hide()
            line.deleteLater()
        self.lines = [FindingLine(found, self._icons, self._go, self) for found in findings]
        for line in self.lines:
            self._column.addWidget(line)
            line.show()  # at once: who asks how high this is wants to know it now
