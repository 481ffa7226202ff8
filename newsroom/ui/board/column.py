"""A column of the board: its sums, and its stories to be chosen, opened and dragged."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from PySide6.QtCore import QItemSelectionModel, QModelIndex, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QFocusEvent,
    QKeyEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QFrame, QLabel, QListView, QVBoxLayout, QWidget

from newsroom.i18n import _, figure, ngettext
from newsroom.news.workflow import Column, PubState
from newsroom.ui.board.card import BoardCard
from newsroom.ui.board.model import ColumnModel
from newsroom.ui.models.stories import ROW, STORIES_MIME

if TYPE_CHECKING:
    from newsroom.ui.workbench import Workbench

WIDE, WIDEST = 172, 280  # px: from where a headline fits on two lines to where it is a line
NARROW = 96  # px: a column without stories
_MOVE = Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ShiftModifier


class BoardColumn(QFrame):
    """``dropped`` carries ids; ``stepped`` asks for the neighbour (-1, 1); ``moved`` sends what is
    chosen to it."""

    dropped = Signal(object)
    stepped = Signal(int)
    moved = Signal(int)
    opened = Signal(int)
    chosen = Signal()
    menu_wanted = Signal(object)  # QPoint on the screen

    def __init__(self, column: Column, workbench: Workbench, card: BoardCard) -> None:
        super().__init__()
        self.column = column
        self.setProperty("role", "list")
        self.model = ColumnModel(column.key)
        self.name = QLabel(_(column.label), self)
        self.name.setProperty("role", "strong")
        self.sums = QLabel(self)
        self.sums.setProperty("role", "caption")
        self.late = QLabel(self)
        self.late.setProperty("role", "problem")
        self.view = _Cards(self)
        self.view.setModel(self.model)
        self.view.setItemDelegate(card)
        self.view.activated.connect(self._activated)
        self.view.selectionModel().selectionChanged.connect(lambda *_what: self.chosen.emit())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(4, 8, 4, 4)
        layout.setSpacing(2)
        for label in (self.name, self.sums, self.late):
            label.setContentsMargins(6, 0, 6, 0)
            layout.addWidget(label)
        layout.addSpacing(4)
        layout.addWidget(self.view, 1)
        self.show_sums(column)

    @property
    def takes(self) -> bool:
        """Whether stories can be dropped here."""
        return self.column.pubstate is not PubState.SCHEDULED

    def show_sums(self, column: Column) -> None:
        """Show how much stands here."""
        self.column = column
        stories = ngettext("{n} story", "{n} stories", column.stories).format(
            n=figure(column.stories)
        )
        words = ngettext("{n} word", "{n} words", column.words).format(n=figure(column.words))
        late = ngettext("{n} late", "{n} late", column.late).format(n=figure(column.late))
        self.sums.setText(f"{stories} · {words}" if column.stories else _("Empty"))
        self.late.setText(late if column.late else "")
        self.late.setVisible(bool(column.late))
        name = _(column.label)
        spoken = [name, stories, words, *([late] if column.late else [])]
        self.view.setAccessibleName(", ".join(spoken))
        self.name.setToolTip(name)

    def ids(self) -> tuple[int, ...]:
        """The chosen stories, from the top."""
        rows = sorted(index.row() for index in self.view.selectionModel().selectedIndexes())
        found = (self.model.row(row) for row in rows)
        return tuple(row.id for row in found if row is not None)

    def choose(self, place: int) -> None:
        """The keyboard goes to the story at that place, or the last one before it."""
        last = self.model.rowCount() - 1
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)
        if last >= 0:
            index = self.model.index(max(0, min(place, last)))
            flag = QItemSelectionModel.SelectionFlag
            self.view.selectionModel().setCurrentIndex(index, flag.ClearAndSelect)
            self.view.scrollTo(index)

    def keep(self, story: int, ids: tuple[int, ...]) -> None:
        """Choose these again, if they are still here."""
        at = self.model.place(story)
        model = self.view.selectionModel()
        flag = QItemSelectionModel.SelectionFlag
        if at >= 0:
            model.setCurrentIndex(self.model.index(at), flag.NoUpdate)
        for number in ids:
            if (place := self.model.place(number)) >= 0:
                model.select(self.model.index(place), flag.Select)

    def current(self) -> int:
        """The story that the keyboard is at; 0 for none."""
        row = self.model.row(self.view.currentIndex().row())
        return row.id if row is not None else 0

    def _activated(self, index: QModelIndex) -> None:
        row = index.data(ROW)
        if row is not None:
            self.opened.emit(row.id)


class _Cards(QListView):
    """The stories of one column."""

    def __init__(self, column: BoardColumn) -> None:
        super().__init__(column)
        self._column = column
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setDragEnabled(True)
        self.setAcceptDrops(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragDrop)
        self.setDropIndicatorShown(False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left and right go to the neighbours; with Alt and Shift the chosen stories go there."""
        key, mods = event.key(), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            by = 1 if (key == Qt.Key.Key_Right) is self.isLeftToRight() else -1
            if mods == _MOVE:
                self._column.moved.emit(by)
                return
            if not mods:
                self._column.stepped.emit(by)
                return
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not mods:
            self.activated.emit(self.currentIndex())
            return
        super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """What is chosen here counts."""
        super().focusInEvent(event)
        if not self.selectionModel().hasSelection() and self.model().rowCount():
            # Qt makes the first one current and chooses nothing.
            self._column.choose(max(0, self.currentIndex().row()))
        self._column.chosen.emit()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The usual commands for the chosen stories."""
        self._column.menu_wanted.emit(event.globalPos())

    def _welcome(self, event: QDragMoveEvent | QDropEvent) -> bool:
        there = event.mimeData().hasFormat(STORIES_MIME) and event.source() is not self
        return there and self._column.takes

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Stories of other columns are welcome."""
        self._over(self._welcome(event))
        event.setAccepted(self._welcome(event))

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Anywhere in the column is the same place."""
        event.setAccepted(self._welcome(event))

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """They went elsewhere."""
        self._over(False)

    def dropEvent(self, event: QDropEvent) -> None:
        """Send them to this stage."""
        self._over(False)
        if not self._welcome(event):
            event.ignore()
            return
        event.setDropAction(Qt.DropAction.CopyAction)  # the store moves them, not the view
        event.accept()
        ids = tuple(json.loads(bytes(event.mimeData().data(STORIES_MIME).data())))
        self._column.dropped.emit(ids)

    def _over(self, on: bool) -> None:
        column: QWidget = self._column
        if bool(column.property("over")) != on:
            column.setProperty("over", on)
            column.style().unpolish(column)
            column.style().polish(column)
