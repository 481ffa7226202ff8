"""The first start, or a newsroom that can't be opened: which one shall it be?"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from urllib.parse import quote

from PySide6.QtCore import Qt
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import (
    QCommandLinkButton,
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from newsroom.i18n import _


class Start(StrEnum):
    """What a person may begin with."""

    EMPTY = "empty"  # the person's own store, made new
    SAMPLE = "sample"  # a throw-away copy of the sample newsroom
    OPEN = "open"  # a store file or an address
    AGAIN = "again"  # the same as was tried


@dataclass(frozen=True, slots=True)
class Choice:
    """What was chosen; ``target`` is the path or address for OPEN."""

    start: Start
    target: str = ""


class StartDialog(QDialog):
    """Three ways to begin. Nothing is made before one of them is taken.

    ``complaint`` is the sentence why the newsroom that was asked for can't be opened; ``own`` is
    where the person's own store would lie, and ``own_exists`` that it does already. ``tried`` is
    what was asked for, to be put right; a password in it is left out.
    """

    def __init__(
        self,
        *,
        own: Path,
        own_exists: bool = False,
        complaint: str = "",
        again: bool = False,
        tried: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("start")
        self.setWindowTitle(_("newsroom"))
        self.choice: Choice | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(32, 32, 32, 24)
        column.setSpacing(12)
        heading = QLabel(_("Which newsroom?") if complaint else _("Welcome"), self)
        heading.setProperty("role", "heading")
        column.addWidget(heading)
        if complaint:
            sentence = QLabel(complaint, self)
            sentence.setObjectName("complaint")
            sentence.setProperty("role", "error")
            sentence.setTextFormat(Qt.TextFormat.PlainText)
            sentence.setWordWrap(True)
            sentence.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            column.addWidget(sentence)
        if again:
            self.again = self._way(
                "startAgain", _("Try again"), _("It may only have been busy or away.")
            )
            self.again.clicked.connect(lambda: self._take(Choice(Start.AGAIN)))
            column.addWidget(self.again)
        self.empty = self._way(
            "startEmpty",
            _("Open my own newsroom") if own_exists else _("Start empty"),
            _("Your stories are kept in {folder}.").format(folder=own.parent),
        )
        self.empty.clicked.connect(lambda: self._take(Choice(Start.EMPTY)))
        self.sample = self._way(
            "startSample",
            _("Look around the sample newsroom"),
            _("A throw-away copy: try anything, nothing is kept."),
        )
        self.sample.clicked.connect(lambda: self._take(Choice(Start.SAMPLE)))
        column.addWidget(self.empty)
        column.addWidget(self.sample)
        label = QLabel(_("Open another: a file, or a postgresql:// address"), self)
        self.target = QLineEdit(self)
        self.target.setObjectName("startTarget")
        self.target.setAccessibleName(label.text())
        self.target.setPlaceholderText("postgresql://desk@news.example.org/newsroom")
        self.target.returnPressed.connect(self._open)
        label.setBuddy(self.target)
        pick = QPushButton(_("Choose a file…"), self)
        pick.setAutoDefault(False)
        pick.clicked.connect(self._pick)
        self.open_button = QPushButton(_("Open"), self)
        self.open_button.setEnabled(False)
        self.target.textChanged.connect(
            lambda text: self.open_button.setEnabled(bool(text.strip()))
        )
        self.open_button.setAutoDefault(False)
        self.open_button.clicked.connect(self._open)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.target, 1)
        row.addWidget(pick)
        row.addWidget(self.open_button)
        self.password = QLineEdit(self)
        self.password.setObjectName("startPassword")
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.password.setPlaceholderText(_("Password; empty where ~/.pgpass has it"))
        self.password.setAccessibleName(_("Password"))
        self.password.returnPressed.connect(self._open)
        self.password.hide()
        self.target.textChanged.connect(
            lambda text: self.password.setVisible(_is_address(text) and ":" not in _login(text))
        )
        column.addSpacing(12)
        column.addWidget(label)
        column.addLayout(row)
        column.addWidget(self.password)
        self.target.setText(_without_password(tried))
        self.target.setCursorPosition(0)  # its beginning says most
        self.setMinimumWidth(560)

    def _way(self, name: str, title: str, description: str) -> QCommandLinkButton:
        button = QCommandLinkButton(title, description, self)
        button.setIcon(QIcon())
        button.setObjectName(name)
        button.setAccessibleName(title)
        button.setAccessibleDescription(description)
        return button

    def _pick(self) -> None:
        path, _filter = QFileDialog.getOpenFileName(
            self, _("Open a newsroom"), "", _("Newsrooms (*.newsroom);;All files (*)")
        )
        if path:
            self.target.setText(path)
            self._open()

    def _open(self) -> None:
        if target := self.target.text().strip():
            word = self.password.text()
            if word and not self.password.isHidden() and (login := _login(target)):
                target = target.replace(login, f"{login}:{quote(word, safe='')}", 1)
            self._take(Choice(Start.OPEN, target))

    def _take(self, choice: Choice) -> None:
        self.choice = choice
        self.accept()


def _is_address(text: str) -> bool:
    return text.strip().lower().startswith(("postgresql://", "postgres://"))


def _login(address: str) -> str:
    """Who comes in by an address: what stands before its last @, with a password if it has one."""
    return address.partition("://")[2].rpartition("@")[0]


def _without_password(text: str) -> str:
    login = _login(text)
    if not _is_address(text) or ":" not in login:
        return text
    return text.replace(f"{login}@", f"{login.partition(':')[0]}@", 1)
