"""What this program is, its version, what it is made with, and where things lie."""

from __future__ import annotations

import platform
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, qVersion
from PySide6.QtGui import QGuiApplication, QPixmap
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPushButton, QVBoxLayout

from newsroom import __version__
from newsroom.assets import asset
from newsroom.i18n import _
from newsroom.paths import config_dir, state_dir

if TYPE_CHECKING:
    from newsroom.ui.actions.context import Window

PICTURE = 72  # px


def facts(newsroom: str) -> str:
    """What a report about a fault should hold, one line each; nothing of any story."""
    return "\n".join(
        (
            f"newsroom {__version__}",
            f"Python {platform.python_version()}, Qt {qVersion()}",
            f"{platform.system()} {platform.release()}",
            _("Newsroom: {name}").format(name=newsroom),
            _("Settings: {path}").format(path=config_dir()),
            _("Log: {path}").format(path=state_dir()),
        )
    )


class About(QDialog):
    """Name, version, licence, and the facts to copy."""

    def __init__(self, window: Window) -> None:
        super().__init__()
        self.setObjectName("about")
        self.setWindowTitle(_("About newsroom"))
        bench = window.workbench
        picture = QLabel()
        scale = self.devicePixelRatioF()
        drawn = QPixmap(str(asset("icons", "newsroom-256.png"))).scaled(
            round(PICTURE * scale),
            round(PICTURE * scale),
            Qt.AspectRatioMode.KeepAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )
        drawn.setDevicePixelRatio(scale)
        picture.setPixmap(drawn)
        picture.setAccessibleName(_("The mark of newsroom"))
        name = QLabel("newsroom")
        name.setProperty("role", "heading")
        version = QLabel(_("Version {version}").format(version=__version__))
        version.setProperty("role", "caption")
        what = QLabel(
            _(
                "Write, review and publish from one window.\n"
                "Free software under the MIT licence. Stories are set in Source Serif 4 and "
                "Vazirmatn (SIL Open Font License); icons are Phosphor, through qtawesome."
            )
        )
        what.setWordWrap(True)
        told = facts(str(bench.name))
        self.facts = QLabel(told)
        self.facts.setProperty("role", "caption")
        self.facts.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.facts.setWordWrap(True)
        copy = QPushButton(_("Copy these facts"))
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(told))
        close = QPushButton(_("Close"))
        close.setDefault(True)
        close.clicked.connect(self.accept)
        top = QVBoxLayout()
        top.setSpacing(2)
        top.addWidget(name)
        top.addWidget(version)
        head = QHBoxLayout()
        head.setSpacing(16)
        head.addWidget(picture)
        head.addLayout(top)
        head.addStretch(1)
        buttons = QHBoxLayout()
        buttons.addWidget(copy)
        buttons.addStretch(1)
        buttons.addWidget(close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 24, 24, 16)
        layout.setSpacing(16)
        layout.addLayout(head)
        layout.addWidget(what)
        layout.addWidget(self.facts)
        layout.addLayout(buttons)
        self.setFixedWidth(440)
