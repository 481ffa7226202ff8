"""A dialog as high as its words ask for: Qt does not ask wrapped words how high they get."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QDialog


def fit(dialog: QDialog, *, shrink: bool = True) -> None:
    """Make it so now; what was put in just now has to be shown already. Without ``shrink`` it
    only grows: a person may have made it larger to see more."""
    layout = dialog.layout()
    if layout is None:
        return
    layout.activate()
    width = max(dialog.width(), dialog.minimumWidth())
    height = max(layout.totalHeightForWidth(width), layout.totalSizeHint().height())
    dialog.setMinimumHeight(height)
    dialog.resize(width, height if shrink else max(height, dialog.height()))


def fit_soon(dialog: QDialog, *, shrink: bool = True) -> None:
    """Make it so once the sheet has dressed what is in it."""
    QTimer.singleShot(0, dialog, lambda: fit(dialog, shrink=shrink))
