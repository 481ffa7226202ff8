"""How one gets in at a target: its password, and the key that a server is known by."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QLineEdit

from newsroom.i18n import _
from newsroom.news.outward import Target, TargetKind
from newsroom.ui.courier import courier
from newsroom.ui.dialogs.sheet import Sheet

if TYPE_CHECKING:
    from newsroom.export.outbound.place import UnknownHost
    from newsroom.ui.actions.context import Window


class PasswordSheet(Sheet):
    """The password of a target, for the keyring or, without one, for this session."""

    def __init__(self, window: Window, target: Target) -> None:
        super().__init__("password", _("Password of “{name}”").format(name=target.name))
        self._window = window
        self._target = target
        self.words(
            _("For {user} at {address}. It goes into the system's keyring; where there is none, it "
              "is forgotten when newsroom is closed.").format(
                user=target.user, address=target.address
            )
        )  # fmt: skip
        self.password = QLineEdit(self)
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        label = (
            _("Application password")
            if target.kind is TargetKind.WORDPRESS
            else _("Password, or secret key")
        )
        self.add(self.password, label)
        self.button(_("Cancel"), self.reject, name="cancel")
        self.go = self.button(_("Keep it"), self._keep, name="go", primary=True)
        self.go.setEnabled(False)
        self.password.textChanged.connect(lambda text: self.go.setEnabled(bool(text)))
        self.finish()

    def _keep(self) -> None:
        runner, target, said = courier(self._window), self._target, self.password.text()
        self._window.tasks.background(
            lambda: runner.known().put(target, said),
            then=lambda _kept: self.accept(),
            failed=self.tell,
            owner=self,
        )


class HostSheet(Sheet):
    """A server's key, to be compared once."""

    def __init__(self, window: Window, unknown: UnknownHost) -> None:
        super().__init__("host", _("Is it the right server?"))
        self._window = window
        self._unknown = unknown
        self.words(str(unknown), role="")
        self.button(_("Cancel"), self.reject, name="cancel")
        self.go = self.button(_("It is the right one"), self._keep, name="go", primary=True)
        self.finish()

    def _keep(self) -> None:
        target = self._unknown.target
        known = replace(target, more={**target.more, "host_key": self._unknown.key})
        self._window.tasks.change(
            lambda desk: desk.pushing.put_target(known),
            then=lambda _changes: self.accept(),
            failed=self.tell,
            owner=self,
        )
