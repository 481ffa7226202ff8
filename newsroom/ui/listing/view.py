"""The list itself: rows as cards or in columns, keys, right click, and words when it is empty."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QItemSelectionModel, QPoint, QRect, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QStandardItemModel,
)
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QListView, QMenu, QWidget

from newsroom.i18n import _
from newsroom.news.article import Sort
from newsroom.ui.models.columns import BY_ID, COLUMNS, Column
from newsroom.ui.models.stories import StoryModel
from newsroom.ui.theme import Theme
from newsroom.ui.tokens import SPACE

OPENING = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class StoryList(QListView):
    """Rows of stories. Signals tell what the person wants; the pane does it."""

    wanted = Signal(int, bool)  # open the story of that id; True: in a tab that stays
    spiked = Signal()  # Delete was pressed
    menu_wanted = Signal(object)  # QPoint: right click, on the screen

    def __init__(self, model: StoryModel, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._stories = model
        self._theme = theme
        self.empty = ("", "")  # a title and a hint for when there is nothing
        self.setModel(model)
        self.setObjectName("stories")
        self.setProperty("role", "list")
        self.setAccessibleName(_("Stories"))
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setUniformItemSizes(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setDragEnabled(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragOnly)
        self.setMouseTracking(True)
        self.doubleClicked.connect(lambda index: self._open(index.row(), stay=True))

    # Rows by story.

    def chosen(self) -> tuple[int, ...]:
        """The ids of the selected rows that are held, from the top down."""
        numbers = sorted(index.row() for index in self.selectionModel().selectedIndexes())
        rows = (self._stories.row(number) for number in numbers)
        return tuple(row.id for row in rows if row is not None)

    def choose(self, ids: Sequence[int], current: int = 0) -> None:
        """Select these stories where they are held, without scrolling."""
        selection = self.selectionModel()
        flag = QItemSelectionModel.SelectionFlag
        selection.clearSelection()
        for story in ids:
            place = self._stories.place(story)
            if place >= 0:
                selection.select(self._stories.index(place), flag.Select)
        place = self._stories.place(current)
        if place >= 0:
            selection.setCurrentIndex(self._stories.index(place), flag.NoUpdate)

    def current_story(self) -> int:
        """The id of the row with the keyboard; 0 if there is none."""
        row = (
            self._stories.row(self.currentIndex().row()) if self.currentIndex().isValid() else None
        )
        return row.id if row is not None else 0

    def step(self, by: int) -> int:
        """Go ``by`` rows on and select the row; gives its story's id, 0 at the end."""
        number = self.currentIndex().row() + by
        if not 0 <= number < self._stories.rowCount():
            return 0
        index = self._stories.index(number)
        self.setCurrentIndex(index)
        self.scrollTo(index)
        return self.current_story()

    def _open(self, number: int, *, stay: bool) -> None:
        row = self._stories.row(number)
        if row is not None:
            self.wanted.emit(row.id, stay)

    # Events.

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens, Space looks, Delete spikes; letters go to Qt."""
        if event.key() in OPENING and self.currentIndex().isValid():
            self._open(self.currentIndex().row(), stay=True)
        elif event.key() == Qt.Key.Key_Space and self.currentIndex().isValid():
            self._open(self.currentIndex().row(), stay=False)
        elif event.key() == Qt.Key.Key_Delete and not event.modifiers():
            self.spiked.emit()
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The menu of the row under the mouse, or of the current one by key."""
        if event.reason() is QContextMenuEvent.Reason.Keyboard:
            at = self.visualRect(self.currentIndex()).center()
            self.menu_wanted.emit(self.viewport().mapToGlobal(at))
            return
        index = self.indexAt(event.pos())
        if index.isValid():
            self.menu_wanted.emit(event.globalPos())

    def paintEvent(self, event: QPaintEvent) -> None:
        """The rows, or what to do when there are none."""
        super().paintEvent(event)
        if self._stories.rowCount() or not self.empty[0]:
            return
        painter = QPainter(self.viewport())
        box = self.viewport().rect().adjusted(SPACE[4], SPACE[5] * 2, -SPACE[4], 0)
        flags = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap
        painter.setFont(self._theme.font("strong"))
        painter.setPen(self._theme.token("muted"))
        used = painter.boundingRect(box, flags, self.empty[0])
        painter.drawText(box, flags, self.empty[0])
        painter.setFont(self._theme.font("caption"))
        painter.setPen(self._theme.token("faint"))
        below = QRect(box.left(), used.bottom() + SPACE[1], box.width(), box.height())
        painter.drawText(below, flags, self.empty[1])
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Cut texts are cut anew."""
        super().resizeEvent(event)
        self.viewport().update()


class Heads(QHeaderView):
    """The columns' headings: moved, drawn wider, hidden and sorted by people."""

    sorted_by = Signal(object, bool)  # Sort, descending

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        labels = QStandardItemModel(0, len(COLUMNS), self)
        labels.setHorizontalHeaderLabels([_(column.label) for column in COLUMNS])
        self.setModel(labels)
        self.setSectionsMovable(True)
        self.setSectionsClickable(True)
        self.setSortIndicatorShown(True)
        self.setStretchLastSection(True)
        self.setHighlightSections(False)
        self.setDefaultAlignment(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter)
        self.setAccessibleName(_("Columns"))
        self.setMinimumSectionSize(48)
        for number, column in enumerate(COLUMNS):
            self.resizeSection(number, column.width)
            self.setSectionHidden(number, not column.shown)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._choose)
        self.sectionClicked.connect(self._clicked)

    def cells(self) -> list[tuple[Column, int, int]]:
        """The shown columns with their left edges and widths, in pixels."""
        return [
            (COLUMNS[number], self.sectionViewportPosition(number), self.sectionSize(number))
            for number in range(len(COLUMNS))
            if not self.isSectionHidden(number)
        ]

    def show_order(self, sort: Sort, *, descending: bool) -> None:
        """Mark the column that the list is sorted by."""
        number = next((n for n, column in enumerate(COLUMNS) if column.sort == sort), -1)
        order = Qt.SortOrder.DescendingOrder if descending else Qt.SortOrder.AscendingOrder
        self.blockSignals(True)
        self.setSortIndicator(number, order)
        self.blockSignals(False)

    def kept(self) -> list[dict[str, object]]:
        """The shown columns in their order, with their widths."""
        order = sorted(range(len(COLUMNS)), key=self.visualIndex)
        return [
            {"id": COLUMNS[number].id, "width": self.sectionSize(number)}
            for number in order
            if not self.isSectionHidden(number)
        ]

    def take(self, state: Sequence[Mapping[str, object]]) -> None:
        """Show these columns; unknown ones are passed over."""
        numbers = {column.id: number for number, column in enumerate(COLUMNS)}
        known = [item for item in state if item.get("id") in BY_ID]
        if not known:
            return
        for number in range(len(COLUMNS)):
            self.setSectionHidden(number, True)
        for place, item in enumerate(known):
            number = numbers[str(item["id"])]
            self.setSectionHidden(number, False)
            self.moveSection(self.visualIndex(number), place)
            width = item.get("width")
            if isinstance(width, int):
                self.resizeSection(number, width)

    def _clicked(self, number: int) -> None:
        sort = COLUMNS[number].sort
        if sort is None:
            return
        same = self.sortIndicatorSection() == number
        down = self.sortIndicatorOrder() == Qt.SortOrder.DescendingOrder
        self.sorted_by.emit(sort, down if same else sort is not Sort.HEADLINE)

    def _choose(self, at: QPoint) -> None:
        menu = QMenu(self)
        for number, column in enumerate(COLUMNS):
            action = menu.addAction(_(column.label))
            action.setCheckable(True)
            action.setChecked(not self.isSectionHidden(number))
            action.setEnabled(column.id != "headline")  # a row without its name says nothing
            action.toggled.connect(lambda on, n=number: self._show_section(n, on))
        menu.popup(self.mapToGlobal(at))

    def _show_section(self, number: int, shown: bool) -> None:
        self.setSectionHidden(number, not shown)
        self.geometriesChanged.emit()
