"""Our own bugs: the text goes into the journal first, then a report is shown to be copied."""

from __future__ import annotations

import faulthandler
import logging
import sys
import threading
import traceback
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import IO, TypeVar

import PySide6
from PySide6.QtCore import (
    QMessageLogContext,
    QObject,
    Qt,
    QtMsgType,
    Signal,
    qInstallMessageHandler,
    qVersion,
)
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLabel,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from newsroom import __version__
from newsroom.i18n import _

log = logging.getLogger("newsroom.crash")
qt_log = logging.getLogger("newsroom.qt")

LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}

T = TypeVar("T")

MOST_REPORTS = 20  # one bug in a paint event would fill the memory otherwise


class _Handled(Exception):
    """Nothing went wrong: see ``whole``."""


def whole(run: Callable[[], T]) -> T:
    """What ``run`` gives, called so that a bug in an override of Qt's ends in a report.

    WORKAROUND: where an override that Qt calls while our own code waits for Qt fails, PySide 6.11
    writes its name into the exception (``prependToExceptionMessage`` of libshiboken). Before
    Python 3.12 that is a mere text yet if C code raised it, as ``int("x")`` or too deep a
    recursion does: the process fell over, before any text was saved. While one exception is
    handled, Python makes every other one whole at once, so one is handled all the time.
    """
    try:
        raise _Handled
    except _Handled as handled:
        handled.__traceback__ = None
        try:
            return run()
        except BaseException as error:
            _forget(handled, error)
            raise


def _forget(handled: BaseException, error: BaseException) -> None:
    """Nobody has to read that one came while the other was handled."""
    at: BaseException | None = error
    while at is not None:
        if at.__context__ is handled:
            at.__context__ = None
        at = at.__context__


class Crash(QObject):
    """Takes what no code of ours expected. ``save`` is called before anything is shown."""

    _happened = Signal(object)

    def __init__(self, *, save: Callable[[], object], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._save = save
        self._parent = parent
        self._reports: list[str] = []
        self._dialog: CrashDialog | None = None
        self._busy = False
        self._happened.connect(self.report, Qt.ConnectionType.QueuedConnection)

    @property
    def dialog(self) -> CrashDialog | None:
        """The report on screen, if there is one."""
        return self._dialog

    def install(self) -> None:
        """Take the exceptions that reach the top of any thread from now on."""
        sys.excepthook = self._take
        threading.excepthook = lambda args: self._happened.emit(args.exc_value)

    def report(self, error: BaseException) -> None:
        """Save the text, write the log and show the report beside the window, not over it."""
        if self._busy:
            return  # a bug in here must not call itself
        self._busy = True
        try:
            try:
                self._save()
            except Exception:
                log.exception("saving after a bug failed too")
            text = report_text(error)
            log.error("%s", text)
            if text not in self._reports and len(self._reports) < MOST_REPORTS:
                self._reports.append(text)
            self._show()
        finally:
            self._busy = False

    def _take(
        self,
        kind: type[BaseException],
        error: BaseException,
        trace: TracebackType | None,
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):
            QGuiApplication.quit()
        elif threading.current_thread() is threading.main_thread():
            self.report(error)
        else:
            self._happened.emit(error)

    def _show(self) -> None:
        if self._dialog is None:
            self._dialog = CrashDialog(self._parent)
            self._dialog.finished.connect(self._closed)
        self._dialog.set_reports(self._reports)
        self._dialog.show()

    def _closed(self) -> None:
        if self._dialog is not None:
            self._dialog.deleteLater()
        self._dialog = None
        self._reports.clear()


class CrashDialog(QDialog):
    """The report: it stops nothing, and its text can be copied."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("crash")
        self.setWindowTitle(_("A fault in newsroom"))
        self.setModal(False)
        self.resize(640, 420)
        words = QLabel(
            _(
                "Something in newsroom itself went wrong. Your text is kept, and you can go on. "
                "If it happens again, send this report to whoever looks after newsroom; "
                "nothing of your stories is in it."
            ),
            self,
        )
        words.setWordWrap(True)
        self._text = QPlainTextEdit(self)
        self._text.setObjectName("crashReport")
        self._text.setAccessibleName(_("Report"))
        self._text.setReadOnly(True)
        buttons = QDialogButtonBox(self)
        copy = buttons.addButton(_("Copy the report"), QDialogButtonBox.ButtonRole.ActionRole)
        close = buttons.addButton(_("Close"), QDialogButtonBox.ButtonRole.RejectRole)
        copy.clicked.connect(self.copy)
        close.clicked.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 16)
        column.setSpacing(12)
        column.addWidget(words)
        column.addWidget(self._text, 1)
        column.addWidget(buttons)

    def set_reports(self, reports: list[str]) -> None:
        """Show these reports."""
        self._text.setPlainText("\n\n".join(reports))

    def copy(self) -> None:
        """Put the report on the clipboard."""
        QGuiApplication.clipboard().setText(self._text.toPlainText())


def report_text(error: BaseException) -> str:
    """The report: versions and where it happened. Values are left out: they may be a story."""
    import platform

    where = "".join(traceback.format_tb(error.__traceback__))
    versions = (
        f"newsroom {__version__}, Python {platform.python_version()}, "
        f"PySide {PySide6.__version__}, Qt {qVersion()}, {platform.platform()}"
    )
    return f"{versions}\n{where}{type(error).__name__}"


def watch_qt() -> None:
    """Put Qt's own warnings into the log instead of the terminal."""

    def take(kind: QtMsgType, context: QMessageLogContext, message: str) -> None:
        qt_log.log(LEVELS.get(kind, logging.WARNING), "%s", message)

    qInstallMessageHandler(take)


def watch_faults(folder: Path) -> IO[str] | None:
    """Write the stack into ``folder`` if the process itself falls over; gives the open file."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        file = (folder / "fault.log").open("a", encoding="utf-8")
    except OSError as error:
        log.warning("faults can't be written down: %s", error)
        return None
    faulthandler.enable(file)
    return file
