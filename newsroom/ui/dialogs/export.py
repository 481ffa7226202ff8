"""Stories to files: where to, what would be written, and then doing it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from newsroom.i18n import _, ngettext
from newsroom.news.errors import NewsroomError, Occupied
from newsroom.news.months import month_of
from newsroom.ui import pages
from newsroom.ui.dialogs.exportchoices import ExportChoices
from newsroom.ui.dialogs.exportgate import GateLine
from newsroom.ui.dialogs.exportplan import PlanList
from newsroom.ui.dialogs.exportreport import report_answer
from newsroom.ui.dialogs.exportresult import ExportResult, headed
from newsroom.ui.dialogs.exportseen import Look, Seen, seen
from newsroom.ui.dialogs.exportsite import SiteExport
from newsroom.ui.dialogs.exportwords import counts, exported, files, planned, refusals
from newsroom.ui.dialogs.fitting import fit_soon
from newsroom.ui.dialogs.siteplan import lines as site_lines
from newsroom.ui.dialogs.siteplan import parts as site_parts
from newsroom.ui.dialogs.siteplan import planned as planned_site
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


def publish_site(window: Window) -> None:
    """Show what publishing the whole site would do, and let it be done."""
    dialog = ExportDialog(window, None)
    dialog.choices.mean_site()
    window.open_dialog(dialog)


class ExportDialog(QDialog):
    """Shows what would happen before it does. ``ids`` None: all published stories."""

    def __init__(self, window: Window, ids: tuple[int, ...] | None) -> None:
        super().__init__()
        self.setObjectName("export")
        self._window = window
        self._ids = ids
        self._one = ids is not None and len(ids) == 1
        self._title = (
            _("Export all published stories")
            if ids is None
            else ngettext("Export the story", "Export {n} stories", len(ids)).format(n=len(ids))
        )
        self.head = QLabel(self._title)
        self.head.setProperty("role", "title")
        self.choices = ExportChoices(window, everything=ids is None)
        self.plan = _sentences(_("What would be written"), role="")
        self.parts = _sentences(_("How much of what"))
        self.refused = _sentences(_("What can't go, and what is told"))
        self.gate = GateLine(window)
        self.gate.reasoned.connect(self._reasoned)
        self.force = QCheckBox(_("Replace files that newsroom did not make"))
        self.force.toggled.connect(self._look)
        self.open_it = QCheckBox(_("Open it afterwards"))
        self.open_it.setChecked(window.workbench.settings.export_open)
        self.site = SiteExport(window, self)
        self.site.said.connect(self.plan.setText)
        self.site.turned.connect(self._turned)
        self.site.stopped.connect(self._site_stopped)
        self.site.done.connect(self.accept)
        self.steps = PlanList()
        self.preview = ExportResult(window)
        self.right = QStackedWidget()  # the story's file, or the plan of many
        self.right.addWidget(self.preview)
        self.right.addWidget(headed(_("What would be written"), self.steps))
        self._turn = 0  # of looking; what an earlier one made is not shown any more
        self.go = QPushButton(_("Export"))
        self.go.setProperty("role", "primary")
        self.go.setDefault(True)
        self.go.clicked.connect(self._go)
        self.leave = QPushButton(_("Cancel"))
        self.leave.setAutoDefault(False)
        self.leave.clicked.connect(self.reject)
        self._lay_out()
        self.gate.show_gate((), ())
        self.open_it.setVisible(self._one)  # not before it is here: it would be a window
        self._offer_force(False)
        self.choices.typed.connect(lambda: self.go.setEnabled(False))
        self.choices.changed.connect(self._look)
        self._size()
        self._look()

    def _lay_out(self) -> None:
        left = QVBoxLayout()
        left.setContentsMargins(0, 0, 0, 0)
        left.setSpacing(8)
        told: tuple[QWidget, ...] = (
            self.choices, self.plan, self.parts, self.refused, self.gate, self.force,
            self.open_it, self.site.bar,
        )  # fmt: skip
        for widget in told:
            left.addWidget(widget)
        left.addStretch(1)
        column = QWidget()
        column.setFixedWidth(LEFT_WIDTH)
        column.setLayout(left)
        sides = QHBoxLayout()
        sides.setSpacing(24)
        sides.addWidget(column)
        sides.addWidget(self.right, 1)
        buttons = QHBoxLayout()
        buttons.addWidget(self.site.back)
        buttons.addStretch(1)
        buttons.addWidget(self.leave)
        buttons.addWidget(self.go)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 16)
        layout.setSpacing(8)
        layout.addWidget(self.head)
        layout.addSpacing(4)
        layout.addLayout(sides, 1)
        layout.addSpacing(8)
        layout.addLayout(buttons)

    def _size(self) -> None:
        """As large as the window has room for, so that a page can be read in it."""
        room = (self._window.width(), self._window.height())
        wide, high = (
            max(least, min(most, round(PART * there)))
            for least, most, there in zip(LEAST_SIZE, MOST_SIZE, room, strict=True)
        )
        self.setMinimumWidth(LEAST_SIZE[0])
        self.resize(wide, high)

    # Looking.

    def _look(self) -> None:
        """Rehearse it."""
        self._turn += 1
        to, site = self.choices.to(), self.choices.site
        title = _("Publish the whole site") if site else self._title
        self.head.setText(title)
        self.setWindowTitle(title)
        # Without a folder the button asks for one: nobody has to find out what it waits for.
        self.go.setText(
            _("Choose a folder…") if to is None else _("Publish") if site else _("Export")
        )
        self.go.setEnabled(to is None)
        self.open_it.setVisible(self._one and not site)
        self._hush()
        self.site.forget()
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
            self.site.look(to, self._site_planned, self._failed)
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
        ids, force, kind = self._ids, self.force.isChecked(), self.choices.kind
        reason, back = self.gate.reason, self.choices.months_back
        since = until = None
        if back:
            bench = self._window.workbench
            zone = zone_of(str(bench.lists.site.timezone))
            since, until = month_of(bench.clock(), zone, back=int(back))
        return lambda desk: desk.publish.export(
            ids, to=to, format=kind, dry_run=dry_run, force=force, override=reason,
            since=since, until=until, keep=dry_run and self._one,
        )  # fmt: skip

    def _hush(self) -> None:
        for label in (self.parts, self.refused):
            label.hide()

    def _offer_force(self, needed: bool) -> None:
        """Only where something is in the way is anybody asked whether it is replaced."""
        self.force.setVisible(needed or self.force.isChecked())

    def _tell(self, label: QLabel, words: str) -> None:
        label.setText(words)
        label.setVisible(bool(words))

    def _reasoned(self) -> None:
        self.activateWindow()
        self._look()

    def _site_planned(self, report: SiteReport) -> None:
        if not self.choices.site:
            return  # somebody chose another since
        barred = bool(report.blocked) and not self.force.isChecked()
        self.plan.setText(planned_site(report))
        self._tell(self.parts, site_parts(report))
        self._tell(self.refused, "\n".join(report.notes))
        self._offer_force(bool(report.blocked))
        self._show_plan(site_lines(report))
        self.go.setEnabled(not barred)
        fit_soon(self, shrink=False)

    def _show_plan(self, parts: list[tuple[str, list[str]]]) -> None:
        self.steps.show_parts(parts)
        self._show_steps()

    def _show_steps(self) -> None:
        if self.steps.count():
            self.right.setCurrentIndex(1)
        else:
            self.preview.say(_("There is nothing to write."))

    def _planned(self, made: Rehearsed) -> None:
        report, result = made
        if self.choices.site:
            return
        written, same, refused = counts(report)
        if self.choices.to() is not None:
            self.plan.setText(planned(written, same))
            self.go.setEnabled(bool(written or same))
        # What was left out of a file that is shown stands beneath it.
        here = result is None or result.look is Look.NOTHING
        self.refused.setText(refusals(report, notes=here))
        self.refused.setVisible(bool(refused))
        self._offer_force(report.occupied)
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
            self.steps.show_files(files(report))
            self._show_steps()
        elif result.look is Look.NOTHING:
            self.preview.say(_("There is no file to show: the story can't go out as it is."))
        else:
            self.preview.show_result(result)
        fit_soon(self, shrink=False)

    def _failed(self, error: NewsroomError) -> None:
        self.plan.setText(str(error))
        self.preview.say(_("There is no file to show."))

    # Doing.

    def _go(self) -> None:
        to = self.choices.to()
        if to is None:
            self.choices.ask_folder()
            return
        self.go.setEnabled(False)
        self.choices.remember()
        if self.choices.site:
            self.site.publish(to, force=self.force.isChecked())
            return
        if self._one:
            self._window.workbench.set_settings({"export_open": self.open_it.isChecked()})
        self._window.tasks.run(
            self._verb(to, dry_run=False), then=self._exported, failed=self._stopped, owner=self
        )

    def _turned(self, on: bool) -> None:
        for widget in (self.choices, self.force, self.site.back):
            widget.setEnabled(not on)
        self._hush()
        self.leave.setText(_("Stop") if on else _("Cancel"))
        self.leave.setEnabled(True)

    def _site_stopped(self, error: NewsroomError | None) -> None:
        self._offer_force(isinstance(error, Occupied))  # put there since it was planned
        self._stopped(error or _("Stopped; the site stands as it did."))

    def _stopped(self, why: object) -> None:
        self.plan.setText(str(why))
        self.go.setEnabled(True)  # the disk may have room in a moment

    def reject(self) -> None:
        """Leave; while the site is being published that is to stop it first."""
        if self.site.running:
            self.leave.setEnabled(False)
            self.site.stop()
            return
        super().reject()

    def _exported(self, report: ExportReport) -> None:
        written, same, refused = counts(report)
        paths = [Path(path) for path in dict.fromkeys(i.path for i in report.items if i.path)]
        folder, window = Path(report.to), self._window
        answers = [Answer(_("Open the folder"), lambda: pages.show(folder, window.messages))]
        if len(paths) == 1:
            answers.insert(0, Answer(_("Open it"), lambda: pages.show(paths[0], window.messages)))
        answers.append(report_answer(window, report))
        window.messages.say(
            exported(written, same, refused, folder),
            *answers,
            tone=Tone.CAUTION if refused else Tone.NOTE,
            key="export",
        )
        if self._one and self.open_it.isChecked() and len(paths) == 1:
            pages.show(paths[0], window.messages)
        self.accept()


def _sentences(name: str, *, role: str = "caption") -> QLabel:
    label = QLabel()
    label.setWordWrap(True)
    label.setProperty("role", role)
    label.setAccessibleName(name)
    return label
