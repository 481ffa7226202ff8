"""The web engine, loaded when a page is first looked at: where it may start, and in what."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from newsroom.ui.widgets.webpage import PageView


def page_view(ground: QWidget, file: str) -> PageView | None:
    """A view of pages on ``ground``, which is its alone; None where the engine is missing.

    ``file`` is what the shown page is called in the folder of pages: each view has its own.
    """
    make_room_for_chromium()
    try:
        from newsroom.ui.widgets.webpage import PageView
    except ImportError:
        return None
    # The engine draws through the graphics card into a window of its own: in ours, Qt would
    # take the whole window down and put it up again where it is first shown. That alone gets
    # one: each part beside or around it would be drawn and moved by itself.
    QCoreApplication.setAttribute(Qt.ApplicationAttribute.AA_DontCreateNativeWidgetSiblings)
    ground.setAttribute(Qt.WidgetAttribute.WA_DontCreateNativeAncestors)
    ground.setAttribute(Qt.WidgetAttribute.WA_NativeWindow)
    view = PageView(ground, file)
    view.show()
    show_uncovered(ground.window())
    return view


def show_uncovered(window: QWidget) -> None:
    """See that what stood behind something is seen again in a window with a page in it."""
    if window.findChild(_Uncovered) is None:
        _Uncovered(window)


class _Uncovered(QObject):
    """Puts back on the screen what a dialog or another program's window stood over.

    WORKAROUND: for a window that holds a view of the engine, however deep, Qt 6.11 takes the part
    that was uncovered for one that the graphics card draws, and puts back nothing
    (QWidgetRepaintManager::sync, flush). Without a compositor the dialog's pixels stay then.
    """

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        window.winId()  # so that there is a window to listen to
        window.windowHandle().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QPaintEvent) and (store := self._window.backingStore()) is not None:
            store.flush(event.region())
        return False


def started() -> bool:
    """Whether a page was shown since the program began: the next one costs no start."""
    return "newsroom.ui.widgets.webpage" in sys.modules


def make_room_for_chromium() -> None:
    """Let the engine start where the system forbids its sandbox, instead of ending the program.

    Chromium aborts as root and where no user namespaces may be made. The page is our own, passed
    through the allow-list, without scripts and without a network; so it may be shown all the same.
    """
    if sys.platform != "linux" or "QTWEBENGINE_DISABLE_SANDBOX" in os.environ:
        return
    if os.geteuid() == 0 or not _namespaces():
        os.environ["QTWEBENGINE_DISABLE_SANDBOX"] = "1"


def _namespaces() -> bool:
    """Whether an ordinary user may make a namespace (https://man7.org/linux/man-pages/man7)."""
    limit = Path("/proc/sys/user/max_user_namespaces")
    if limit.exists() and limit.read_text().strip() == "0":
        return False
    unshare = shutil.which("unshare")
    if unshare is None:
        return True
    tried = subprocess.run([unshare, "--user", "true"], capture_output=True, timeout=5, check=False)
    return tried.returncode == 0
