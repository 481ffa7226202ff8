"""What both views of a story share: steps back and forth on its one stack, the menu of a right
click, and what is let go over them."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import Final

from PySide6.QtCore import QPoint
from PySide6.QtGui import (
    QContextMenuEvent,
    QDragEnterEvent,
    QDragMoveEvent,
    QDropEvent,
    QKeyEvent,
    QKeySequence,
)
from PySide6.QtWidgets import QMenu, QTextEdit, QWidget

from newsroom.ui.editor.afterkey import AfterKey
from newsroom.ui.editor.onscreen import OnScreen
from newsroom.ui.editor.poured import Poured
from newsroom.ui.letgo import copy_in

_UNDO: Final = QKeySequence.StandardKey.Undo
_REDO: Final = QKeySequence.StandardKey.Redo


class StoryView(QTextEdit):
    """A view of the story's text, of which another may be shown beside or below it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.sight = OnScreen(self)
        self.poured = Poured(self.document())
        self.back: Callable[[], object] = self.undo
        self.forth: Callable[[], object] = self.redo
        """One step back, and forth again; the text's owner may know better what a step is."""
        self.can_back: Callable[[], bool] = self.document().isUndoAvailable
        self.can_forth: Callable[[], bool] = self.document().isRedoAvailable

    @cached_property
    def after(self) -> AfterKey:
        """What waits for a key's letter to be painted."""
        return AfterKey(self)

    def turned(self, event: QKeyEvent) -> bool:
        """Go back or forth, if that is what the key asks for."""
        for wanted, turn in ((_UNDO, self.back), (_REDO, self.forth)):
            if event.matches(wanted):
                turn()
                event.accept()
                return True
        return False

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The menu where nobody else makes one; Qt's own would not ask ours."""
        from newsroom.ui.editor.turnmenu import pop_up

        pop_up(self.createStandardContextMenu(event.pos()), event)

    def createStandardContextMenu(self, *place: QPoint) -> QMenu:
        """The usual menu of a right click, which takes the steps of ``back`` and ``forth``."""
        from newsroom.ui.editor.turnmenu import hold, own_turns

        menu = super().createStandardContextMenu(*place)
        own_turns(menu, (self.back, self.can_back), (self.forth, self.can_forth))
        hold(menu, self)
        return menu

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """What comes from elsewhere is copied."""
        super().dragEnterEvent(event)
        copy_in(event)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """The same, while it is dragged."""
        super().dragMoveEvent(event)
        copy_in(event)

    def dropEvent(self, event: QDropEvent) -> None:
        """The same, once it is let go."""
        super().dropEvent(event)
        copy_in(event)
