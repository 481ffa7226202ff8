"""A list of stories in an order that is made by hand: dragged in, moved up and down, taken out."""

from __future__ import annotations

import json

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QListWidget, QWidget

from newsroom.i18n import _
from newsroom.ui.models.stories import STORIES_MIME


class StoryOrder(QListWidget):
    """Says what is wanted; who holds the order does it.

    ``dropped`` carries the ids of stories of the list and the place; ``shifted`` by how many places
    the chosen row is to move.
    """

    dropped = Signal(object, int)
    shifted = Signal(int)
    taken_out = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setDragEnabled(True)
        self.setAcceptDrops(True)
        self.setDropIndicatorShown(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragDrop)
        self.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.setWordWrap(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setToolTip(_("Alt+Up and Alt+Down move a story, Delete takes it out"))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Stories and our own rows may come."""
        if event.mimeData().hasFormat(STORIES_MIME):
            event.acceptProposedAction()
        else:
            super().dragEnterEvent(event)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """The line where it would land is drawn by the list itself."""
        super().dragMoveEvent(event)
        if event.mimeData().hasFormat(STORIES_MIME):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Stories are put in where they are dropped; rows of ours change their place."""
        data = event.mimeData()
        if data.hasFormat(STORIES_MIME):
            ids = tuple(json.loads(bytes(data.data(STORIES_MIME).data())))
            self.dropped.emit(ids, self._place(event.position().toPoint()))
            event.acceptProposedAction()
            return
        if event.source() is self and self.currentRow() >= 0:
            to = self._place(event.position().toPoint())
            place = self.currentRow()
            self.shifted.emit((to if to <= place else to - 1) - place)
            event.setDropAction(Qt.DropAction.IgnoreAction)  # it is moved already
            event.accept()

    def _place(self, at: QPoint) -> int:
        index = self.indexAt(at)
        if not index.isValid():
            return self.count()
        below = at.y() > self.visualRect(index).center().y()
        return index.row() + int(below)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Alt+Up, Alt+Down and Delete."""
        alt = event.modifiers() == Qt.KeyboardModifier.AltModifier
        if alt and event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.shifted.emit(-1 if event.key() == Qt.Key.Key_Up else 1)
        elif event.key() == Qt.Key.Key_Delete:
            self.taken_out.emit()
        else:
            super().keyPressEvent(event)
