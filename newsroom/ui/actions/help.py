"""The Help menu: keys, what this is, and where its log lies."""

from __future__ import annotations

from newsroom.i18n import N_
from newsroom.paths import state_dir
from newsroom.ui.actions.action import Action
from newsroom.ui.actions.context import Window


def _shortcuts(window: Window) -> None:
    from newsroom.ui.dialogs.shortcuts import Shortcuts

    window.open_dialog(Shortcuts(window))


def _about(window: Window) -> None:
    from newsroom.ui.dialogs.about import About

    window.open_dialog(About(window))


def _log(window: Window) -> None:
    from PySide6.QtCore import QUrl
    from PySide6.QtGui import QDesktopServices

    QDesktopServices.openUrl(QUrl.fromLocalFile(str(state_dir())))


ROWS: tuple[Action, ...] = (
    Action(
        id="help.shortcuts",
        label=N_("&Keyboard shortcuts"),
        menu="help",
        keys=("F1", "Ctrl+?"),
        icon="keys",
        run=_shortcuts,
    ),
    Action(
        id="help.log",
        label=N_("Open the folder of the &log"),
        menu="help",
        icon="log",
        run=_log,
    ),
    Action(
        id="help.about",
        label=N_("&About newsroom"),
        menu="help",
        icon="about",
        line=True,
        run=_about,
    ),
)
