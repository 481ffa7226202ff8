"""Where the newsroom sends to: a list, and what the chosen target is."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QWidget

from newsroom.i18n import _
from newsroom.news.errors import NewsroomError
from newsroom.news.outward import TARGET_LABELS, Target, TargetKind
from newsroom.news.rights import Right
from newsroom.ui.courier import courier
from newsroom.ui.dialogs.entry import HostSheet, PasswordSheet
from newsroom.ui.dialogs.listandform import ListAndForm

if TYPE_CHECKING:
    from newsroom.ui.actions.context import Window

_WORDPRESS, _SFTP, _S3, _FOLDER = TargetKind


class TargetsDialog(ListAndForm):
    """Adds, changes, tries and removes targets. Passwords are asked apart and never shown."""

    def __init__(self, window: Window) -> None:
        super().__init__(
            "targets", _("Other systems to send to"), listed=_("Targets"), height=520,
            empty=_("None yet. What you keep on the right comes here."),
        )  # fmt: skip
        self._window = window
        self._targets: tuple[Target, ...] = ()
        self._chosen: Target | None = None
        self.kind = QComboBox(self)
        self.kind.setAccessibleName(_("Kind"))
        for kind, label in TARGET_LABELS.items():
            self.kind.addItem(_(label), str(kind))
        self.address = self.line(_("Address"))
        self.user = self.line(_("User"))
        self.folder = self.line(_("Folder there"))
        self.endpoint = self.line(_("Endpoint"), _("Empty for Amazon's own"))
        self.region = self.line(_("Region"))
        self.key_file = self.line(_("Private key"), _("A file, in place of a password"))
        self.fallback = QCheckBox(_("Who is not known there goes under our own name"), self)
        self.password = self.button(_("Password…"), self._password)
        self.attempt = self.button(_("Try it"), self._try)
        every = frozenset(TargetKind)
        fields = (
            (_("Name"), self.name, every),
            (_("Kind"), self.kind, every),
            (_("Address"), self.address, every),
            (_("User"), self.user, every - {_FOLDER}),
            (_("Folder there"), self.folder, frozenset({_SFTP, _S3})),
            (_("Endpoint"), self.endpoint, frozenset({_S3})),
            (_("Region"), self.region, frozenset({_S3})),
            (_("Private key"), self.key_file, frozenset({_SFTP})),
            ("", self.fallback, frozenset({_WORDPRESS})),
        )
        self._parts: dict[QWidget, frozenset[TargetKind]] = {w: kinds for _l, w, kinds in fields}
        self._form = self.lay_out(
            [(label, widget) for label, widget, _kinds in fields],
            acts=(self.password, self.attempt),
        )
        self.kind.currentIndexChanged.connect(lambda _row: self._fit())
        self._why_not = window.workbench.refusals.get(Right.MANAGE_RULES, "")
        for button in (self.add, self.keep) if self._why_not else ():
            button.setEnabled(False)
            button.setToolTip(self._why_not)
        self._load()

    # What is shown.

    def _load(self, wanted: str = "", note: str = "") -> None:
        def loaded(found: tuple[Target, ...]) -> None:
            self._targets = found
            names = [target.name for target in found]
            self.fill(names, names.index(wanted) if wanted in names else 0)
            if note:
                self.tell(note)

        self._window.tasks.run(
            lambda desk: desk.pushing.targets(), then=loaded, failed=self.tell, owner=self
        )

    def show_row(self, row: int) -> None:
        """Show that target, a new one for -1."""
        target = self._targets[row] if 0 <= row < len(self._targets) else None
        self._chosen = target
        shown = target or Target(name="", kind=_WORDPRESS, address="")
        self.name.setText(shown.name)
        self.kind.setCurrentIndex(self.kind.findData(str(shown.kind)))
        self.address.setText(shown.address)
        self.user.setText(shown.user)
        for name, line in self._more().items():
            line.setText(shown.more.get(name, ""))
        self.fallback.setChecked(shown.more.get("fallback") == "me")
        self.remove.setEnabled(target is not None and not self._why_not)
        # Who may not set one up hears so before they have typed one.
        self.note.setText(
            self._why_not
            or (
                ""
                if target is not None
                else _("No password is kept with a target: it goes into the system's keyring.")
            )
        )
        self._fit()

    def _more(self) -> dict[str, QLineEdit]:
        return {
            "folder": self.folder,
            "endpoint": self.endpoint,
            "region": self.region,
            "key_file": self.key_file,
        }

    def _fit(self) -> None:
        """Show what this kind of target needs."""
        kind = TargetKind(self.kind.currentData())
        for widget, kinds in self._parts.items():
            self._form.setRowVisible(widget, kind in kinds)
        hints = {
            _WORDPRESS: "https://magazine.example",
            _SFTP: _("host, or host:port"),
            _S3: _("the bucket"),
            _FOLDER: _("a whole path"),
        }
        self.address.setPlaceholderText(hints[kind])
        self.password.setEnabled(kind is not _FOLDER and self._chosen is not None)
        self.attempt.setEnabled(self._chosen is not None)

    def target(self) -> Target:
        """What the form says."""
        kind = TargetKind(self.kind.currentData())
        kept = self._chosen or Target(name="", kind=kind, address="")
        more = {
            name: line.text().strip()
            for name, line in self._more().items()
            if kind in self._parts[line] and line.text().strip()
        }
        if "host_key" in kept.more and kept.address == self.address.text().strip():
            more["host_key"] = kept.more["host_key"]
        if kind is _WORDPRESS and self.fallback.isChecked():
            more["fallback"] = "me"
        return replace(
            kept,
            name=self.name.text().strip(),
            kind=kind,
            address=self.address.text().strip(),
            user=self.user.text().strip() if kind is not _FOLDER else "",
            more=more,
        )

    # What is done.

    def keep_it(self) -> None:
        """Keep the target as the form says."""
        target = self.target()
        before = self._chosen.name if self._chosen is not None else ""

        def kept(_changes: object) -> None:
            asked = before or target.kind is _FOLDER
            self._load(
                target.name, _("Kept.") if asked else _("Kept. Now say its password: Password…")
            )

        self._window.tasks.change(
            lambda desk: desk.pushing.put_target(target, before=before),
            then=kept,
            failed=self.tell,
            owner=self,
        )

    def remove_it(self) -> None:
        """Remove the chosen one, with its password."""
        if self._chosen is None:
            return
        target, runner = self._chosen, courier(self._window)
        door = (target.service, target.user)
        if [(one.service, one.user) for one in self._targets].count(door) == 1:
            self._window.tasks.background(lambda: runner.known().forget(target))
        self._window.tasks.change(
            lambda desk: desk.pushing.remove_target(target.name),
            then=lambda _changes: self._load(),
            failed=self.tell,
            owner=self,
        )

    def _password(self) -> None:
        if self._chosen is not None:
            self._window.open_dialog(PasswordSheet(self._window, self._chosen))

    def _try(self) -> None:
        """Log in there, and say as whom."""
        if self._chosen is None:
            return
        target, runner = self._chosen, courier(self._window)
        self.tell(_("Trying…"))

        def attempt() -> str:
            from newsroom.desk.deploying import answer_of

            return answer_of(target, runner.known(), runner.send)

        self._window.tasks.background(attempt, then=self.tell, failed=self._unknown, owner=self)

    def _unknown(self, error: NewsroomError) -> None:
        from newsroom.export.outbound.place import UnknownHost

        if isinstance(error, UnknownHost):
            self._window.open_dialog(HostSheet(self._window, error))
        self.tell(error)
