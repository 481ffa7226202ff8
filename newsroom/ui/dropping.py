"""A Word document that comes back, dropped anywhere on the window, is taken over."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QMimeData, QObject
from PySide6.QtGui import QDropEvent

if TYPE_CHECKING:
    from newsroom.ui.window import Window

SUFFIX = ".docx"


class Dropping(QObject):
    """Takes what nothing inside the window wanted: a place that takes drops itself comes first."""

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._window = window
        window.setAcceptDrops(True)
        # No filter: every key and paint that comes to the window would go through it.
        window.dropping = self._dragged

    def _dragged(self, event: QDropEvent) -> None:
        """Let documents in, and take them when they are let go."""
        found = documents(event.mimeData())
        if not found:
            return
        event.acceptProposedAction()
        if event.type() == QEvent.Type.Drop:
            from newsroom.ui.dialogs.word import take

            for path in found:
                take(self._window, path)


def documents(data: QMimeData) -> tuple[Path, ...]:
    """The Word documents of this computer among what is dragged."""
    paths = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
    return tuple(path for path in paths if path.suffix.lower() == SUFFIX)
