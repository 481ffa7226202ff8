"""What an export did, kept as a file: each story and file, its digest, and what could not go."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog, QWidget

from newsroom.i18n import _
from newsroom.news.errors import NewsroomError
from newsroom.ui.messages import Answer

if TYPE_CHECKING:
    from newsroom.desk.export import ExportReport
    from newsroom.desk.sitereport import SiteReport
    from newsroom.ui.actions.context import Window

SUFFIX = ".txt"


def report_answer(window: Window, report: ExportReport | SiteReport) -> Answer:
    """The answer that offers to keep the report."""
    at = window.workbench.clock()
    return Answer(_("Save a report…"), lambda: _ask(window, report, at))


def _ask(window: Window, report: ExportReport | SiteReport, at: datetime) -> None:
    dialog = QFileDialog(window if isinstance(window, QWidget) else None, _("Save the report"))
    dialog.setObjectName("export_report")
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix(SUFFIX.lstrip("."))
    dialog.selectFile(f"export-{at:%Y%m%d-%H%M}{SUFFIX}")
    dialog.fileSelected.connect(lambda name: save_report(window, report, at, Path(name)))
    window.open_dialog(dialog)


def save_report(
    window: Window, report: ExportReport | SiteReport, at: datetime, path: Path
) -> None:
    """Write the report there, off the window's thread; digests are those of the files now."""
    bench = window.workbench
    who = bench.me.name if bench.me is not None else "—"
    head = [
        f"{bench.lists.site.name or bench.name}: {at:%Y-%m-%d %H:%M} UTC, {who}",
        str(report.to),
        "",
    ]

    def write() -> Path:
        try:
            path.write_text("\n".join([*head, *lines_of(report)]) + "\n", "utf-8")
        except OSError as error:
            raise NewsroomError(
                _("{path} can't be written: {reason}.").format(
                    path=path, reason=error.strerror or error
                )
            ) from error
        return path

    window.tasks.background(
        write,
        then=lambda to: window.messages.say(_("The report is {path}.").format(path=to)),
        failed=window.messages.fault,
    )


def lines_of(report: ExportReport | SiteReport) -> Iterator[str]:
    """One line a file or story: what was done, the SHA-256 of the file, its name, and why."""
    items = getattr(report, "items", None)
    if items is None:  # a site
        yield from _site(report)  # type: ignore[arg-type]
        return
    for item in items:
        if item.path:
            yield f"{item.action}  {_digest(Path(item.path))}  {item.path}  ({item.slug})"
        else:
            yield f"{item.action}  {item.slug}: {item.why}"
        for note in item.notes:
            yield f"  {note}"


def _site(report: SiteReport) -> Iterator[str]:
    folder = Path(report.to)
    for step in report.written:
        yield f"write  {_digest(folder / step.path)}  {step.path}  ({step.why})"
    for step in report.deleted:
        yield f"delete  {step.path}  ({step.why})"
    yield from _told(report.notes)
    yield _("{n} unchanged").format(n=report.unchanged)


def _told(notes: Iterable[str]) -> Iterator[str]:
    return (f"  {note}" for note in notes)


def _digest(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return "—"
