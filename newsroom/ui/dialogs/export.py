"""Stories to files: where to, what would be written, and then doing it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QProgressBar,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from newsroom.i18n import N_, _, ngettext
from newsroom.news.errors import NewsroomError
from newsroom.news.months import month_of
from newsroom.ui import pages
from newsroom.ui.dialogs.exportgate import GateLine
from newsroom.ui.dialogs.exportreport import report_answer
from newsroom.ui.dialogs.exportresult import ExportResult, headed
from newsroom.ui.dialogs.exportseen import Look, Seen, seen
from newsroom.ui.dialogs.exportwords import counts, exported, files, planned, refusals
from newsroom.ui.dialogs.fitting import fit_soon
from newsroom.ui.dialogs.siterun import SiteRun, put_back, show, steps
from newsroom.ui.dialogs.siterun import planned as planned_site
from newsroom.ui.dialogs.siterun import published as published_site
from newsroom.ui.hours import said as said_moment
from newsroom.ui.messages import Answer, Tone
from newsroom.ui.zones import zone_of

if TYPE_CHECKING:
    from newsroom.desk.desk import Desk
    from newsroom.desk.export import ExportReport
    from newsroom.desk.sitereport import SiteReport
    from newsroom.ui.actions.context import Window

    Verb = Callable[[Desk], ExportReport]
    Rehearsed = tuple[ExportReport, Seen | None]

LEFT_WIDTH = 372  # pixels: what is chosen, and the sentences on it
PART = 0.78  # of the window, that the dialog takes at first
LEAST_SIZE, MOST_SIZE = (860, 500), (1320, 900)  # pixels
SETTLE_MS = 250  # of no typing in the folder, before it is looked at
SITE = "site"  # the whole site, in the list of formats


SPANS = (("", N_("All of them")), ("0", N_("Published this month")),
         ("1", N_("Published last month")))  # fmt: skip
"""Of which month the published stories are: how many months back, "" for all."""


class ExportDialog(QDialog):
    """Shows what would happen before it does; remembers the folder. ``ids`` None: all published."""

    def __init__(self, window: Window, ids: tuple[int, ...] | None) -> None:
        super().__init__()
        self.setObjectName("export")
        self._window = window
        self._ids = ids
        one = ids is not None and len(ids) == 1
        title = (
            _("Export all published stories")
            if ids is None
            else ngettext("Export the story", "Export {n} stories", len(ids)).format(n=len(ids))
        )
        self._title, self._one = title, one
        self.head = head = QLabel(title)
        head.setProperty("role", "title")
        label = QLabel(_("Folder"))
        label.setProperty("role", "label")
        self.folder = QLineEdit(window.workbench.settings.export_folder)
        self.folder.setPlaceholderText(_("Where the files go"))
        self.folder.setAccessibleName(_("Folder"))
        label.setBuddy(self.folder)
        kind = QLabel(_("Format"))
        kind.setProperty("role", "label")
        self.format = self._formats(window.workbench.settings.export_format)
        kind.setBuddy(self.format)
        self.span = QComboBox()
        self.span.setAccessibleName(_("Which of them"))
        for name, words in SPANS:
            self.span.addItem(_(words), name)
        self.choose = QPushButton(_("Choose…"))
        self.choose.clicked.connect(self._choose)
        self.plan = QLabel()
        self.plan.setWordWrap(True)
        self.plan.setAccessibleName(_("What would be written"))
        self.refused = QLabel()
        self.refused.setWordWrap(True)
        self.refused.setProperty("role", "caption")
        self.gate = GateLine(window)
        self.gate.reasoned.connect(self._reasoned)
        self.force = QCheckBox(_("Replace files that newsroom did not make"))
        self.force.toggled.connect(self._look)
        self.open_it = QCheckBox(_("Open it afterwards"))
        self.steps = QListWidget()
        self.steps.setAccessibleName(_("Files, and why each is written"))
        self.steps.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.preview = ExportResult(window)
        self.right = QStackedWidget()  # the story's file, or the plan of many
        self.right.addWidget(self.preview)
        self.right.addWidget(headed(_("What would be written"), self.steps))
        self.bar = QProgressBar()
        self.bar.setAccessibleName(_("How far the publishing is"))
        self.bar.setTextVisible(False)
        self.bar.hide()
        self._site = SiteRun(window, self)
        self._site.progressed.connect(self._progressed)
        self._running = False
        self._turn = 0  # of looking; what an earlier one made is not shown any more
        self.go = QPushButton(_("Export"))
        self.go.setProperty("role", "primary")
        self.go.setDefault(True)
        self.go.clicked.connect(self._export)
        self.leave = leave = QPushButton(_("Cancel"))
        leave.clicked.connect(self.reject)
        self.back = QPushButton(_("Put the earlier site back"))
        self.back.setAutoDefault(False)
        self.back.clicked.connect(self._put_back)
        line = QHBoxLayout()
        line.addWidget(self.folder, 1)
        line.addWidget(self.choose)
        buttons = QHBoxLayout()
        buttons.addWidget(self.back)
        buttons.addStretch(1)
        buttons.addWidget(leave)
        buttons.addWidget(self.go)
        left = QVBoxLayout()
        left.setSpacing(8)
        asked: tuple[QWidget, ...] = (kind, self.format, self.span, label)
        for widget in asked:
            left.addWidget(widget)
        left.addLayout(line)
        told: tuple[QWidget, ...] = (
            self.plan, self.refused, self.gate, self.force, self.open_it, self.bar,
        )  # fmt: skip
        for widget in told:
            left.addWidget(widget)
        left.addStretch(1)
        choices = QWidget()
        choices.setFixedWidth(LEFT_WIDTH)
        choices.setLayout(left)
        left.setContentsMargins(0, 0, 0, 0)
        sides = QHBoxLayout()
        sides.setSpacing(24)
        sides.addWidget(choices)
        sides.addWidget(self.right, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 16)
        layout.setSpacing(8)
        layout.addWidget(head)
        layout.addSpacing(4)
        layout.addLayout(sides, 1)
        self.gate.show_gate((), ())
        self.back.hide()
        self.open_it.setVisible(one)  # not before it is in the dialog: it would be a window
        layout.addSpacing(8)
        layout.addLayout(buttons)
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(SETTLE_MS)
        self._settle.timeout.connect(self._look)
        self.folder.textChanged.connect(self._typed)
        self.format.currentIndexChanged.connect(self._look)
        self.span.currentIndexChanged.connect(self._look)
        self._size()
        self._look()

    def _size(self) -> None:
        """As large as the window has room for, so that a page can be read in it."""
        room = (self._window.width(), self._window.height())
        wide, high = (
            max(least, min(most, round(PART * there)))
            for least, most, there in zip(LEAST_SIZE, MOST_SIZE, room, strict=True)
        )
        self.setMinimumWidth(LEAST_SIZE[0])
        self.resize(wide, high)

    def _formats(self, last: str) -> QComboBox:
        """Every format there is, the last one chosen."""
        from newsroom.desk.publish import formats

        box = QComboBox()
        box.setAccessibleName(_("Format"))
        box.addItem(_("The whole site"), SITE)
        for kind in formats():
            box.addItem(kind.title, kind.id)
        # Who exports a story does not mean the site, whatever was published last.
        found = -1 if last == SITE and self._ids is not None else box.findData(last)
        box.setCurrentIndex(found if found >= 0 else 1)  # a single file, not the whole site
        return box

    def to(self) -> Path | None:
        """The folder, None while there is none."""
        text = self.folder.text().strip()
        return Path(text).expanduser() if text else None

    def _choose(self) -> None:
        dialog = QFileDialog(self, _("Folder for exported pages"), self.folder.text())
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.fileSelected.connect(self.folder.setText)
        dialog.open()

    def _typed(self) -> None:
        self.go.setEnabled(False)
        self._settle.start()

    def _look(self) -> None:
        """Rehearse it."""
        self._turn += 1
        self.go.setEnabled(False)
        to = self.to()
        site = self.format.currentData() == SITE
        self.go.setText(_("Publish") if site else _("Export"))
        title = _("Publish the whole site") if site else self._title
        self.head.setText(title)
        self.setWindowTitle(title)
        self.open_it.setVisible(self._one and not site)
        self.span.setVisible(self._ids is None and not site)
        self.refused.hide()
        self.back.hide()
        self.gate.show_gate((), ())
        self.right.setCurrentWidget(self.preview)
        if self._one and not site:
            self.preview.wait()
        else:
            self.preview.say("")
        self.plan.setText(
            _("Looking…") if to else _("Choose the folder that the files are written into.")
        )
        if to is None and (site or not self._one):
            self.preview.say(_("What would be written is shown here."))
            return
        if site and to is not None:
            self._site.plan(to, self._site_planned, self._failed)
            self._site.earlier(to, self._offer_back)
            return
        # Without a folder the story is made all the same; what lies in no folder is never the same.
        verb, one = self._verb(to or pages.folder() / "nowhere", dry_run=True), self._one

        def rehearsed(desk: Desk) -> Rehearsed:
            report = verb(desk)
            return report, seen(report) if one else None

        self._window.tasks.run(
            rehearsed,
            then=self._planned,
            failed=self._failed,
            owner=self,
            key="plan",
        )

    def _verb(self, to: Path, *, dry_run: bool) -> Verb:
        ids, force, kind = self._ids, self.force.isChecked(), str(self.format.currentData())
        reason, span = self.gate.reason, str(self.span.currentData())
        since = until = None
        if ids is None and span:
            now, zone = self._window.workbench.clock(), zone_of(self._site_zone)
            since, until = month_of(now, zone, back=int(span))
        return lambda desk: desk.publish.export(
            ids, to=to, format=kind, dry_run=dry_run, force=force, override=reason,
            since=since, until=until, keep=dry_run and self._one,
        )  # fmt: skip

    @property
    def _site_zone(self) -> str:
        return str(self._window.workbench.lists.site.timezone)

    def _reasoned(self) -> None:
        self.activateWindow()
        self._look()

    def _site_planned(self, report: SiteReport) -> None:
        if self.format.currentData() != SITE:
            return  # somebody chose another since
        self.plan.setText(planned_site(report))
        self._list(steps(report))
        self.refused.setText("\n".join(report.notes))
        self.refused.setVisible(bool(report.notes))
        self.go.setEnabled(True)
        fit_soon(self, shrink=False)

    def _list(self, lines: list[str]) -> None:
        """The plan of many, a line a file."""
        self.steps.clear()
        for words in lines:
            item = QListWidgetItem(words, self.steps)
            item.setToolTip(words)
        if lines:
            self.right.setCurrentIndex(1)
        else:
            self.preview.say(_("There is nothing to write."))

    def _planned(self, made: Rehearsed) -> None:
        report, result = made
        if self.format.currentData() == SITE:
            return
        written, same, refused = counts(report)
        if self.to() is not None:
            self.plan.setText(planned(written, same))
            self.go.setEnabled(bool(written or same))
        # What was left out of a file that is shown stands beneath it.
        here = result is None or result.look is Look.NOTHING
        self.refused.setText(refusals(report, notes=here))
        self.refused.setVisible(bool(refused))
        self.gate.show_gate(report.shut, report.forced)
        if report.forced:
            self.go.setFocus()  # the button that asked for a reason is gone
        # The button is ready first: who knows what they want does not wait for what is shown.
        turn = self._turn
        QTimer.singleShot(0, self, lambda: self._show(turn, report, result))

    def _show(self, turn: int, report: ExportReport, result: Seen | None) -> None:
        if turn != self._turn:
            return
        if result is None:
            self._list(files(report))
        elif result.look is Look.NOTHING:
            self.preview.say(_("There is no file to show: the story can't go out as it is."))
        else:
            self.preview.show_result(result)
        fit_soon(self, shrink=False)

    def _failed(self, error: NewsroomError) -> None:
        self.plan.setText(str(error))
        self.preview.say(_("There is no file to show."))

    def _export(self) -> None:
        to = self.to()
        if to is None:
            return
        self.go.setEnabled(False)
        self._window.workbench.set_settings(
            {"export_folder": str(to), "export_format": str(self.format.currentData())}
        )
        if self.format.currentData() == SITE:
            self._publish_site(to)
            return
        self._window.tasks.run(
            self._verb(to, dry_run=False), then=self._exported, failed=self._stopped, owner=self
        )

    # The whole site.

    def _publish_site(self, to: Path) -> None:
        self._busy(True)
        self.plan.setText(_("Publishing…"))
        self._site.publish(
            to, force=self.force.isChecked(), then=self._site_published,
            failed=self._site_failed, stopped=self._site_stopped,
        )  # fmt: skip

    def _offer_back(self, at: datetime | None) -> None:
        if self.format.currentData() != SITE or self._running:
            return
        self.back.setVisible(at is not None)
        if at is not None:
            moment = said_moment(at, self._window.workbench.lists)
            self.back.setToolTip(_("The site as it was published {moment}").format(moment=moment))

    def _put_back(self) -> None:
        if (to := self.to()) is not None:
            put_back(self._window, self._site, to, failed=self._failed, then=self.accept)

    def _busy(self, busy: bool) -> None:
        self._running = busy
        self.bar.setRange(0, 0)  # until it is known how much there is
        self.bar.setVisible(busy)
        for widget in (self.format, self.folder, self.choose, self.force, self.back):
            widget.setEnabled(not busy)
        self.leave.setText(_("Stop") if busy else _("Cancel"))
        self.leave.setEnabled(True)

    def _progressed(self, done: int, total: int) -> None:
        if self._running and total and done:
            self.bar.setRange(0, total)
            self.bar.setValue(done)
            self.plan.setText(
                _("{done} of {total} files are ready.").format(done=done, total=total)
            )

    def _site_published(self, report: SiteReport) -> None:
        self._busy(False)
        folder = Path(report.to)
        answers = [
            Answer(_("Open the site"), lambda: show(folder / "index.html")),
            Answer(_("Open the folder"), lambda: show(folder)),
            report_answer(self._window, report),
        ]
        said = "\n".join((published_site(report, folder), *report.notes))
        tone = Tone.CAUTION if report.notes else Tone.NOTE
        self._window.messages.say(said, *answers, tone=tone, key="export")
        self.accept()

    def _site_failed(self, error: NewsroomError) -> None:
        self._busy(False)
        self._stopped(error)

    def _site_stopped(self) -> None:
        self._busy(False)
        self.plan.setText(_("Stopped; the site stands as it did."))
        self.go.setEnabled(True)

    def reject(self) -> None:
        """Leave; while the site is being published that is to stop it first."""
        if self._running:
            self.leave.setEnabled(False)
            self.plan.setText(_("Stopping…"))
            self._site.cancel()
            return
        super().reject()

    def _stopped(self, error: NewsroomError) -> None:
        self.plan.setText(str(error))
        self.go.setEnabled(True)  # the disk may have room in a moment

    def _exported(self, report: ExportReport) -> None:
        written, same, refused = counts(report)
        paths = [Path(path) for path in dict.fromkeys(i.path for i in report.items if i.path)]
        folder = Path(report.to)
        answers = [Answer(_("Open the folder"), lambda: show(folder))]
        if len(paths) == 1:
            answers.insert(0, Answer(_("Open it"), lambda: show(paths[0])))
        answers.append(report_answer(self._window, report))
        self._window.messages.say(
            exported(written, same, refused, folder),
            *answers,
            tone=Tone.CAUTION if refused else Tone.NOTE,
            key="export",
        )
        if self.open_it.isChecked() and len(paths) == 1:
            show(paths[0])
        self.accept()
