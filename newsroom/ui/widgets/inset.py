"""Room between the frame of a number or a moment and its figures."""

from __future__ import annotations

from typing import Final, TypeVar

from PySide6.QtWidgets import QAbstractSpinBox

INSET: Final = 6  # px, as in the other fields

Box = TypeVar("Box", bound=QAbstractSpinBox)


def inset(box: Box) -> Box:
    """The box, with that room.

    WORKAROUND: Qt places the line inside such a box at its very edge, whatever padding the style
    sheet gives to either.
    """
    box.lineEdit().setTextMargins(INSET, 0, INSET, 0)
    return box
