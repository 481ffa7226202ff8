"""Where the newsroom sends to: a list, and what the chosen target is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from newsroom.i18n import _
from newsroom.news.errors import NewsroomError
from newsroom.news.outward import TARGET_LABELS, Target, TargetKind
from newsroom.ui.courier import courier
from newsroom.ui.dialogs.entry import HostSheet, PasswordSheet

if TYPE_CHECKING:
    from newsroom.ui.actions.context import Window

_WORDPRESS, _SFTP, _S3, _FOLDER = TargetKind


class TargetsDialog(QDialog):
    """Adds, changes, tries and removes targets. Passwords are asked apart and never shown."""

    def __init__(self, window: Window) -> None:
        super().__init__()
        self.setObjectName("targets")
        self.setWindowTitle(_("Other systems to send to"))
        self.resize(820, 520)
        self._window = window
        self._targets: tuple[Target, ...] = ()
        self._chosen: Target | None = None
        self.rows = QListWidget(self)
        self.rows.setProperty("role", "card")
        self.rows.setAccessibleName(_("Targets"))
        self.name = self._line(_("Name"))
        self.kind = QComboBox(self)
        self.kind.setAccessibleName(_("Kind"))
        for kind, label in TARGET_LABELS.items():
            self.kind.addItem(_(label), str(kind))
        self.address = self._line(_("Address"))
        self.user = self._line(_("User"))
        self.folder = self._line(_("Folder there"))
        self.endpoint = self._line(_("Endpoint"))
        self.endpoint.setPlaceholderText(_("Empty for Amazon's own"))
        self.region = self._line(_("Region"))
        self.key_file = self._line(_("Private key"))
        self.key_file.setPlaceholderText(_("A file, in place of a password"))
        self.fallback = QCheckBox(_("Who is not known there goes under our own name"), self)
        self.note = QLabel(self)
        self.note.setProperty("role", "caption")
        self.note.setWordWrap(True)
        self.note.setAccessibleName(_("What is said of it"))
        self.add = self._button(_("Add"), self._add)
        self.remove = self._button(_("Remove"), self._remove)
        self.password = self._button(_("Password…"), self._password)
        self.attempt = self._button(_("Try it"), self._try)
        self.keep = self._button(_("Keep"), self._keep)
        self.keep.setProperty("role", "primary")
        self.keep.setDefault(True)
        self._parts: dict[QWidget, frozenset[TargetKind]] = {}
        self._form = self._lay_out()
        self.rows.currentRowChanged.connect(self._show)
        self.kind.currentIndexChanged.connect(lambda _row: self._fit())
        self._load()

    def _line(self, name: str) -> QLineEdit:
        line = QLineEdit(self)
        line.setAccessibleName(name)
        return line

    def _button(self, label: str, act: Callable[[], object]) -> QPushButton:
        button = QPushButton(label, self)
        button.setAutoDefault(False)
        button.clicked.connect(lambda: act())
        return button

    def _lay_out(self) -> QFormLayout:
        form = QFormLayout()
        form.setSpacing(8)
        every = frozenset(TargetKind)
        for label, widget, kinds in (
            (_("Name"), self.name, every),
            (_("Kind"), self.kind, every),
            (_("Address"), self.address, every),
            (_("User"), self.user, every - {_FOLDER}),
            (_("Folder there"), self.folder, frozenset({_SFTP, _S3})),
            (_("Endpoint"), self.endpoint, frozenset({_S3})),
            (_("Region"), self.region, frozenset({_S3})),
            (_("Private key"), self.key_file, frozenset({_SFTP})),
            ("", self.fallback, frozenset({_WORDPRESS})),
        ):
            form.addRow(label, widget)
            self._parts[widget] = kinds
        left = QVBoxLayout()
        left.addWidget(self.rows, 1)
        few = QHBoxLayout()
        few.addWidget(self.add)
        few.addStretch(1)
        few.addWidget(self.remove)
        left.addLayout(few)
        buttons = QHBoxLayout()
        buttons.addWidget(self.password)
        buttons.addWidget(self.attempt)
        buttons.addStretch(1)
        buttons.addWidget(self._button(_("Close"), self.accept))
        buttons.addWidget(self.keep)
        right = QVBoxLayout()
        right.setSpacing(12)
        right.addLayout(form)
        right.addWidget(self.note)
        right.addStretch(1)
        right.addLayout(buttons)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(16)
        layout.addLayout(left, 2)
        layout.addLayout(right, 3)
        return form

    # What is shown.

    def _load(self, wanted: str = "", note: str = "") -> None:
        def loaded(found: tuple[Target, ...]) -> None:
            self._targets = found
            self.rows.clear()
            self.rows.addItems([target.name for target in found])
            names = [target.name for target in found]
            self.rows.setCurrentRow(names.index(wanted) if wanted in names else 0)
            if not found:
                self._add()
            if note:
                self.note.setText(note)

        self._window.tasks.run(
            lambda desk: desk.pushing.targets(), then=loaded, failed=self._failed, owner=self
        )

    def _show(self, row: int) -> None:
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
        self.remove.setEnabled(target is not None)
        self.note.setText(
            ""
            if target is not None
            else _("No password is kept with a target: it goes into the system's keyring.")
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

    def _add(self) -> None:
        self.rows.setCurrentRow(-1)
        self._show(-1)
        self.name.setFocus()

    def _keep(self) -> None:
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
            failed=self._failed,
            owner=self,
        )

    def _remove(self) -> None:
        if self._chosen is None:
            return
        target, runner = self._chosen, courier(self._window)
        door = (target.service, target.user)
        if [(one.service, one.user) for one in self._targets].count(door) == 1:
            self._window.tasks.background(lambda: runner.known().forget(target))
        self._window.tasks.change(
            lambda desk: desk.pushing.remove_target(target.name),
            then=lambda _changes: self._load(),
            failed=self._failed,
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
        self.note.setText(_("Trying…"))

        def attempt() -> str:
            from newsroom.desk.deploying import answer_of

            return answer_of(target, runner.known(), runner.send)

        self._window.tasks.background(
            attempt, then=self.note.setText, failed=self._unknown, owner=self
        )

    def _unknown(self, error: NewsroomError) -> None:
        from newsroom.export.outbound.place import UnknownHost

        if isinstance(error, UnknownHost):
            self._window.open_dialog(HostSheet(self._window, error))
        self._failed(error)

    def _failed(self, error: NewsroomError) -> None:
        self.note.setText(str(error))
