"""Several who paint over one text: one after the other."""

from __future__ import annotations

from PySide6.QtCore import QRect
from PySide6.QtGui import QTextBlock

from newsroom.ui.editor.hooks import Overpaint


def layered(below: Overpaint | None, above: Overpaint) -> Overpaint:
    """Both, ``above`` last; alone where nobody paints yet."""
    if below is None:
        return above

    def both(rect: QRect, alone: QTextBlock | None) -> None:
        below(rect, alone)
        above(rect, alone)

    return both
