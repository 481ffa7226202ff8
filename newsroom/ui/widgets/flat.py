"""The flat button of one icon, as it stands in every bar and panel."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QSize
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QToolButton, QWidget

SIDE: Final = 20  # px, of the icon; beside fields and in rows of words it is 16


def flat(icon: QIcon, name: str, parent: QWidget, *, side: int = SIDE) -> QToolButton:
    """A button without a frame; ``name`` is its tooltip and what a screen reader says."""
    button = QToolButton(parent)
    button.setIcon(icon)
    button.setIconSize(QSize(side, side))
    button.setAutoRaise(True)
    button.setProperty("role", "compact")
    button.setToolTip(name)
    button.setAccessibleName(name)
    return button
