"""The one QApplication of a run, and the window as it was left while the rest is being loaded."""

from __future__ import annotations

import os
from datetime import datetime
from typing import Any

from PySide6.QtCore import QByteArray, QCoreApplication, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from newsroom import __version__
from newsroom.ui.window import Window

_LEFT_TO_US = ("xcb", "wayland")
"""Where Qt looks for a shortcut by the letters of the layouts alone, not by a key's place."""

_CHOSEN = ("QT_IM_MODULES", "QT_IM_MODULE")
"""The environment's names of an input method of the desktop's own (IBus, Fcitx): it knows what Ctrl
is, and may itself be turned on and off with it."""


def make_application() -> QApplication:
    """The application, named as desktops know it."""
    QGuiApplication.setDesktopFileName("newsroom")
    # The page preview's engine is loaded long after the application is made.
    QCoreApplication.setAttribute(Qt.ApplicationAttribute.AA_ShareOpenGLContexts)
    app = QApplication(["newsroom"])
    app.setApplicationName("newsroom")
    app.setApplicationVersion(__version__)
    app.setQuitOnLastWindowClosed(False)  # one window goes before the next one comes
    if app.platformName().startswith(_LEFT_TO_US):
        from newsroom.ui.keyplaces import KeyPlaces

        own = any(os.environ.get(name) for name in _CHOSEN)
        KeyPlaces(app, composes=app.platformName() == "xcb" and not own)
    return app


def show_glimpse(head: dict[str, Any], pixels: bytes | memoryview, now: datetime) -> Window | None:
    """A window that shows what was kept of it (``ui.glimpse``); None where that can't be drawn."""
    from newsroom.ui.glimpse.shown import Glimpse

    window = Window()
    try:
        glimpse = Glimpse(head, pixels, now, window)
        if geometry := str(head["geometry"]) if head["session"] else "":
            window.restoreGeometry(QByteArray.fromHex(geometry.encode()))
    except (KeyError, TypeError, ValueError):
        window.deleteLater()
        return None
    window.show_glimpse(glimpse)
    return window
