"""What became of every story of an import, to be read and kept."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QStandardPaths, Qt
from PySide6.QtWidgets import QDialog, QFileDialog, QHBoxLayout, QLabel, QPushButton, QVBoxLayout

from newsroom.desk.arriving import Action
from newsroom.i18n import _, ngettext
from newsroom.news.errors import NewsroomError
from newsroom.ui.dialogs.planview import PlanView
from newsroom.ui.models.importplan import PLANNED, PlanModel

if TYPE_CHECKING:
    from newsroom.desk.arriving import IntakeReport
    from newsroom.ui.window import Window

_NAMED = 8  # people that a line names; the file that is kept has all of them
_GONE = frozenset({Action.REFUSED, Action.SKIPPED})


class ReportDialog(QDialog):
    """The report: what holds for all, and a row for each story. Enter opens one."""

    def __init__(self, window: Window, report: IntakeReport) -> None:
        super().__init__()
        self.setObjectName("import_report")
        self.setWindowTitle(_("Report of the import"))
        self.resize(900, 560)
        self._window = window
        self._report = report
        head = QLabel(report.summary() or _("Nothing came in."), self)
        head.setProperty("role", "title")
        head.setWordWrap(True)
        self.said = QLabel("\n".join(_of_all(report)), self)
        self.said.setObjectName("import_report.said")
        self.said.setProperty("role", "caption")
        self.said.setTextFormat(Qt.TextFormat.PlainText)
        self.said.setWordWrap(True)
        self.said.setVisible(bool(self.said.text()))
        self.model = PlanModel(self, planning=False)
        self.view = PlanView(window.workbench.theme, self.model, self)
        self.view.show_report(report)
        self.view.table.activated.connect(self._open)
        keep = QPushButton(_("Keep as a file…"), self)
        keep.setObjectName("import_report.keep")
        keep.setAutoDefault(False)
        keep.clicked.connect(self._ask)
        close = QPushButton(_("Close"), self)
        close.setAutoDefault(False)
        close.clicked.connect(self.accept)
        buttons = QHBoxLayout()
        buttons.addWidget(keep)
        buttons.addStretch(1)
        buttons.addWidget(close)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 16)
        column.setSpacing(12)
        column.addWidget(head)
        column.addWidget(self.said)
        column.addWidget(self.view, 1)
        column.addLayout(buttons)
        self.view.table.setFocus()

    def _open(self, index: QModelIndex) -> None:
        item = index.data(PLANNED)
        if item is not None and item.article is not None and item.action not in _GONE:
            self._window.workbench.open(item.article, new_tab=True)
            self.accept()

    def _ask(self) -> None:
        dialog = QFileDialog(self, _("Keep the report"))
        dialog.setObjectName("import_report_file")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("txt")
        dialog.setNameFilters([_("Text (*.txt)")])
        places = QStandardPaths.StandardLocation
        dialog.setDirectory(QStandardPaths.writableLocation(places.DocumentsLocation))
        dialog.selectFile("import.txt")
        dialog.fileSelected.connect(lambda name: self.keep(Path(name)))
        self._window.open_dialog(dialog)

    def keep(self, path: Path) -> None:
        """Write the report there and say so."""
        report, messages = self._report, self._window.messages

        def write() -> None:
            try:
                path.write_text(report.as_text(), encoding="utf-8")
            except OSError as error:
                raise NewsroomError(
                    _("The report can't be written to {path}: {reason}.").format(
                        path=path, reason=error.strerror
                    )
                ) from None

        self._window.tasks.background(
            write,
            then=lambda _none: messages.say(_("The report is kept as {path}.").format(path=path)),
            failed=messages.fault,
        )


def _of_all(report: IntakeReport) -> list[str]:
    """What holds for many stories, who stands as what, and what was left out."""
    guests = [one.name for one in report.authors if one.staff is None and not one.joins]
    joined = [one.name for one in report.authors if one.joins]
    people = [
        words.format(names=_some(names))
        for words, names in (
            (_("Guests: {names}"), guests),
            (_("New on the staff: {names}"), joined),
        )
        if names
    ]
    left = " ".join(f"{words} ({n:,}×)" for words, n in report.left.items())
    return list(filter(None, [*report.sentences, *people, left]))


def _some(names: Sequence[str]) -> str:
    named, more = ", ".join(names[:_NAMED]), len(names) - _NAMED
    if more <= 0:
        return named
    return ngettext("{names} and {n} more", "{names} and {n} more", more).format(
        names=named, n=f"{more:,}"
    )
