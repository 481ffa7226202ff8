"""What a row stands on: nothing, the pointer's hover, or being chosen with the keyboard there or
elsewhere."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle

from newsroom.ui.theme import Theme
from newsroom.ui.tokens import RADIUS, SPACE


def ground_of(state: QStyle.StateFlag) -> str:
    """The token that a row in this state is filled with; "" for none."""
    flag = QStyle.StateFlag
    if state & flag.State_Selected:
        return "selected" if state & flag.State_Active else "selected-idle"
    return "hover" if state & flag.State_MouseOver else ""


def paint_ground(
    painter: QPainter, rect: QRect, state: QStyle.StateFlag, theme: Theme, *, aside: int = SPACE[0]
) -> None:
    """Fill a row's rounded ground, ``aside`` pixels from its sides."""
    name = ground_of(state)
    if name:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.token(name))
        painter.drawRoundedRect(rect.adjusted(aside, 1, -aside, -1), RADIUS, RADIUS)
