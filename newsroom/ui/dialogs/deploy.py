"""The site to where readers find it: what would be sent, then sending it, to be called off."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QProgressBar

from newsroom.i18n import _, ngettext
from newsroom.news.errors import BadInput, NewsroomError, Refused
from newsroom.news.outward import Target, TargetKind
from newsroom.ui.courier import courier
from newsroom.ui.dialogs.entry import HostSheet, PasswordSheet
from newsroom.ui.dialogs.sheet import Sheet

if TYPE_CHECKING:
    from newsroom.desk.desk import Desk
    from newsroom.export.outbound.deploy import DeployPlan, Load
    from newsroom.ui.actions.context import Window


class DeploySheet(Sheet):
    """Shows the plan before anything is sent; broken off, it goes on the next time."""

    went_on = Signal(int, int, str)  # files done, of, path; told by the pool

    def __init__(self, window: Window) -> None:
        super().__init__("deploy", _("Deploy the site"))
        self._window = window
        self._load: Load | None = None
        self._stop = threading.Event()
        self._sending = False
        self._nowhere = False
        self._targets: tuple[Target, ...] = ()
        self.target = QComboBox(self)
        self.add(self.target, _("To"))
        self.space()
        self.plan = self.words(_("Looking…"))
        self.progress = QProgressBar(self)
        self.progress.setAccessibleName(_("How far it is"))
        self.progress.setTextVisible(False)
        self.add(self.progress)
        self.progress.hide()
        self.button(_("Targets…"), self._open_targets, name="targets")
        self.publish = self.button(_("Publish the site first"), self._publish, name="publish")
        self.publish.hide()
        self.leave = self.button(_("Cancel"), self.reject, name="cancel")
        self.go = self.button(_("Send"), self._send, name="go", primary=True)
        self.go.setEnabled(False)
        self.finish()
        self.went_on.connect(self._show_progress)
        self.target.currentIndexChanged.connect(lambda _row: self._look())
        self._ask_targets()

    def _ask_targets(self) -> None:
        def found(targets: tuple[Target, ...]) -> None:
            self._targets = tuple(t for t in targets if t.kind is not TargetKind.WORDPRESS)
            self.target.blockSignals(True)
            self.target.clear()
            self.target.addItems([target.name for target in self._targets])
            self.target.blockSignals(False)
            self._look()

        self._window.tasks.run(
            lambda desk: desk.pushing.targets(), then=found, failed=self.tell, owner=self
        )

    def _chosen(self) -> Target | None:
        row = self.target.currentIndex()
        return self._targets[row] if 0 <= row < len(self._targets) else None

    def _open_targets(self) -> None:
        from newsroom.ui.dialogs.targets import TargetsDialog

        dialog = TargetsDialog(self._window)
        dialog.finished.connect(lambda _how: self._ask_targets())
        self._window.open_dialog(dialog)

    # The plan.

    def _look(self) -> None:
        self.go.setEnabled(False)
        self.tell("")
        if self._chosen() is None:
            self.plan.setText(
                _("No server, storage or folder is set up yet. Set one up under Targets.")
            )
            return
        self.plan.setText(_("Looking…"))
        self._window.tasks.run(
            lambda desk: desk.deploying.load(),
            then=self._loaded,
            failed=self._refused,
            owner=self,
            key="load",
        )

    def _loaded(self, load: Load) -> None:
        self.publish.hide()
        self._load = load
        target, runner = self._chosen(), courier(self._window)
        if target is None:
            return

        def look() -> DeployPlan:
            from newsroom.desk.deploying import look as look_there

            return look_there(target, load, runner.known())

        self._window.tasks.background(
            look, then=self._planned, failed=self._failed, owner=self, key="look"
        )

    def _planned(self, plan: DeployPlan) -> None:
        if plan.nothing:
            self.plan.setText(_("All of it lies there; nothing has to be sent."))
            return
        sent = ngettext("{n} file is sent", "{n} files are sent", len(plan.writes))
        gone = ngettext("{n} deleted", "{n} deleted", len(plan.deletes))
        self.plan.setText(
            _("{sent}, {gone}, {n} unchanged.").format(
                sent=sent.format(n=len(plan.writes)),
                gone=gone.format(n=len(plan.deletes)),
                n=plan.unchanged,
            )
        )
        self.go.setEnabled(True)

    def _refused(self, error: NewsroomError) -> None:
        self.plan.setText(str(error))
        self.publish.setVisible(isinstance(error, (Refused, BadInput)))
        self._nowhere = isinstance(error, BadInput)  # no site lies anywhere yet

    def _publish(self) -> None:
        if self._nowhere:
            self.reject()
            self._window.commands.run("publish.site")
            return
        self.publish.setEnabled(False)
        self.plan.setText(_("Publishing…"))

        def publish(desk: Desk) -> None:
            if (folder := desk.deploying.folder()) is not None:
                desk.siting.publish(folder)

        def published(_nothing: None) -> None:
            self.publish.setEnabled(True)
            self._look()

        self._window.tasks.run(publish, then=published, failed=self._refused, owner=self)

    # Sending.

    def _send(self) -> None:
        target, load, runner = self._chosen(), self._load, courier(self._window)
        if target is None or load is None:
            return
        self._stop.clear()
        self._sending = True
        self.go.setEnabled(False)
        self.target.setEnabled(False)
        self.progress.show()
        self.leave.setText(_("Break off"))

        def send() -> DeployPlan:
            from newsroom.desk.deploying import send_site

            return send_site(
                target,
                load,
                runner.known(),
                progress=self.went_on.emit,
                cancelled=self._stop.is_set,
            )

        self._window.tasks.background(
            send,
            then=lambda plan: self._sent(target, load, plan),
            failed=self._failed,
            owner=self,
        )

    def _show_progress(self, done: int, total: int, path: str) -> None:
        self.progress.setMaximum(max(1, total))
        self.progress.setValue(done)
        if path:
            self.plan.setText(_("{done} of {total}: {path}").format(
                done=done, total=total, path=path
            ))  # fmt: skip

    def _sent(self, target: Target, load: Load, plan: DeployPlan) -> None:
        self._sending = False
        self._window.tasks.run(lambda desk: desk.deploying.record(target, load, plan))
        self._window.messages.say(
            _("The site stands at {target}: {sent} sent, {gone} deleted.").format(
                target=target.name, sent=len(plan.writes), gone=len(plan.deletes)
            ),
            key="deploy",
        )
        self.accept()

    def _failed(self, error: NewsroomError) -> None:
        from newsroom.desk.secrets import PasswordNeeded
        from newsroom.export.outbound.place import UnknownHost

        # What broke off goes on at once; what could not be looked at can't be sent.
        self.go.setEnabled(self._sending)
        self._sending = False
        self.progress.hide()
        self.target.setEnabled(True)
        self.leave.setText(_("Cancel"))
        self.plan.setText("")
        self.tell(error)
        if isinstance(error, PasswordNeeded):
            self._window.open_dialog(PasswordSheet(self._window, error.target))
        elif isinstance(error, UnknownHost):
            sheet = HostSheet(self._window, error)
            sheet.accepted.connect(self._ask_targets)
            self._window.open_dialog(sheet)

    def reject(self) -> None:
        """Break off between two files, or leave."""
        if self._sending:
            self._stop.set()
            self._window.messages.say(
                _("Broken off. What was sent stays; the next time it goes on from there."),
                key="deploy",
            )
        super().reject()
