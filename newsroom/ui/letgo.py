"""What is let go over the window is copied, whatever key was held."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QDropEvent


def take_copy(event: QDropEvent) -> None:
    """Accept it as a copy. Where a move is accepted, as it is proposed with Shift held, a file
    manager deletes its own file (Windows: Explorer does, by DROPEFFECT_MOVE)."""
    event.setDropAction(Qt.DropAction.CopyAction)
    event.accept()


def copy_in(event: QDropEvent) -> None:
    """The same for what a view has accepted, if it comes from elsewhere: what is moved within a
    text is moved."""
    if event.source() is None and event.isAccepted():
        take_copy(event)
