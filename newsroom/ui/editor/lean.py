"""A line without words stands on the side where they are expected: that of the line it came from.

Qt puts an empty line on the left. In a Persian story the caret would jump there at each Enter, and
back with the first letter. The format that holds it says nothing of the text, and goes once a
letter tells the line's own way.
"""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QTextBlock, QTextBlockFormat, QTextCursor, QTextFormat

from newsroom.text.direction import first_strong
from newsroom.text.document import BlockKind
from newsroom.ui.editor.formats import KIND

_WAY: Final = QTextFormat.Property.LayoutDirection
_RIGHT_TO_LEFT: Final = Qt.LayoutDirection.RightToLeft
_PROSE: Final = frozenset({BlockKind.PARAGRAPH, BlockKind.HEADING})


def leans(fmt: QTextBlockFormat) -> bool:
    """Whether a line of prose is held on the right."""
    return fmt.hasProperty(_WAY) and fmt.property(KIND) in _PROSE


def is_right(block: QTextBlock) -> bool:
    """Whether a line runs from the right."""
    return block.textDirection() == _RIGHT_TO_LEFT


def lean(cursor: QTextCursor) -> None:
    """Hold the caret's line on the right, if it is prose without words. Call it inside a step."""
    block = cursor.block()
    fmt = block.blockFormat()
    if fmt.property(KIND) in _PROSE and first_strong(block.text()) is None:
        fmt.setLayoutDirection(_RIGHT_TO_LEFT)
        cursor.setBlockFormat(fmt)


def upright(cursor: QTextCursor, *, whatever: bool = False) -> None:
    """Let the caret's line go its own way, once it has words. Call it inside a step."""
    block = cursor.block()
    fmt = block.blockFormat()
    if leans(fmt) and (whatever or first_strong(block.text()) is not None):
        fmt.clearProperty(_WAY)
        cursor.setBlockFormat(fmt)
