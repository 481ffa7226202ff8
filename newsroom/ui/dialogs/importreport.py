"""What became of every story of an import, to be read and kept."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
)

from newsroom.i18n import _
from newsroom.news.errors import NewsroomError

if TYPE_CHECKING:
    from newsroom.desk.arriving import IntakeReport
    from newsroom.ui.window import Window


class ReportDialog(QDialog):
    """The report as text."""

    def __init__(self, window: Window, report: IntakeReport) -> None:
        super().__init__()
        self.setObjectName("import_report")
        self.setWindowTitle(_("Report of the import"))
        self.resize(720, 560)
        self._window = window
        head = QLabel(report.summary() or _("Nothing came in."), self)
        head.setProperty("role", "title")
        head.setWordWrap(True)
        self.text = QPlainTextEdit(report.as_text(), self)
        self.text.setReadOnly(True)
        self.text.setTabChangesFocus(True)
        self.text.setAccessibleName(_("Report of the import"))
        self.text.setProperty("role", "field")
        keep = QPushButton(_("Keep as a file…"), self)
        keep.setObjectName("import_report.keep")
        keep.setAutoDefault(False)
        keep.clicked.connect(self._ask)
        close = QPushButton(_("Close"), self)
        close.setDefault(True)
        close.clicked.connect(self.accept)
        buttons = QHBoxLayout()
        buttons.addWidget(keep)
        buttons.addStretch(1)
        buttons.addWidget(close)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 16)
        column.setSpacing(12)
        column.addWidget(head)
        column.addWidget(self.text, 1)
        column.addLayout(buttons)

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
        text, messages = self.text.toPlainText(), self._window.messages

        def write() -> None:
            try:
                path.write_text(text, encoding="utf-8")
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
